//! What a page said: the browser's console log in, lines out; a quiet page says nothing.

use crate::browser::Browser;
use serde_json::{Value, json};

/// Lines that were read so far; the driver hands out each line once.
#[derive(Debug, Default)]
pub(crate) struct Console {
    lines: Vec<String>,
    read: usize,
}

impl Browser {
    /// Everything that was written to the console since the browser opened or [`Browser::forget_console`]: messages of
    /// scripts, errors, failed requests and breaches of the content security policy.
    pub fn console_lines(&self) -> Vec<String> {
        let mut console = self.console.borrow_mut();
        match self.session().post("/se/log", &json!({ "type": "browser" })) {
            Ok(entries) => console.lines.extend(entries.as_array().into_iter().flatten().map(line)),
            // Firefox has no such log; it writes to standard output.
            Err(_) => {
                let output = self.driver().output();
                let new: Vec<_> = output[console.read..].iter().filter(|line| is_from_page(line)).cloned().collect();
                console.lines.extend(new);
                console.read = output.len();
            }
        }
        console.lines.clone()
    }

    /// Takes what was said so far as expected.
    pub fn forget_console(&self) {
        self.console_lines();
        self.console.borrow_mut().lines.clear();
    }

    /// The page must have said nothing.
    #[track_caller]
    pub fn assert_console_empty(&self) {
        let lines = self.console_lines();
        assert!(lines.is_empty(), "the console must be empty at {}:\n{}", self.url(), lines.join("\n"));
    }
}

fn line(entry: &Value) -> String {
    let part = |name: &str| entry[name].as_str().unwrap_or_default();
    format!("{} {}: {}", part("level"), part("source"), part("message"))
}

/// `console.warn: "…"`, `JavaScript error: http://…, line 1: …`; what the browser's own parts say (the remote-settings
/// loader finds no server, its own repairs of other sites) is not the page's.
fn is_from_page(line: &str) -> bool {
    let own = [
        "chrome://",
        "resource://",
        "moz-extension://",
        "RSLoader:",
        "services.settings: ",
        "webcompat intervention",
        "Enabled UA override for ",
        "un-needed interventions",
    ];
    (line.starts_with("console.") || line.starts_with("JavaScript ")) && !own.iter().any(|part| line.contains(part))
}
