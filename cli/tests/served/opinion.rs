//! A page's address in, what `daylight doctor` says of it out. Panics where it does not answer in JSON.

use std::process::Command;

use serde_json::Value;

/// What the doctor said.
pub struct Opinion {
    /// The exit code.
    pub code: Option<i32>,
    /// Everything it found.
    pub findings: Vec<Value>,
}

impl Opinion {
    /// Asks it about a page.
    pub fn of(url: &str) -> Self {
        Self::asked(&[url])
    }

    /// Asks it with options.
    pub fn asked(arguments: &[&str]) -> Self {
        let output = Command::new(env!("CARGO_BIN_EXE_daylight"))
            .args(["doctor", "--format", "json"])
            .args(arguments)
            .output()
            .expect("the command was built");
        let report: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
        let findings = report["findings"].as_array().expect("a list").clone();
        assert_eq!(report["ok"], findings.iter().all(|f| f["level"] != "error"), "{report:#}");
        Self { code: output.status.code(), findings }
    }

    /// The rules that found a fault, in alphabetical order.
    pub fn faults(&self) -> Vec<&str> {
        let fault = |f: &&Value| f["level"] == "warning" || f["level"] == "error";
        let mut ids: Vec<_> = self.findings.iter().filter(fault).filter_map(|f| f["id"].as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether a rule found something.
    pub fn has(&self, id: &str) -> bool {
        self.findings.iter().any(|f| f["id"] == id)
    }

    /// The lines for a server; with `place` those that belong there.
    pub fn lines(&self, server: &str, place: Option<&str>) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for entry in self.findings.iter().filter_map(|f| f["fix"][server].as_array()).flatten() {
            let (at, line) = if entry.is_string() { (&Value::Null, entry) } else { (&entry["in"], &entry["line"]) };
            let line = line.as_str().expect("a line is text").to_owned();
            if place.is_none_or(|place| at == place) && !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }
}
