//! What moved under the reader's eyes: the browser's layout-shift entries in, their sum out; Chromium only.

use crate::browser::Browser;
use serde_json::json;

/// The most that may move (ELEMENTS 2), as the sum of all shifts without input: stricter than the usual windowed score.
pub const LIMIT: f64 = 0.01;

impl Browser {
    /// Watches every page from its first frame on; called once when the browser opens.
    #[track_caller]
    pub(crate) fn observe_layout_shifts(&self) {
        let source = include_str!("script/layout_shift.js");
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
    }

    /// The sum of the shifts of the page shown, and a line for each.
    #[track_caller]
    pub fn layout_shift(&self) -> (f64, Vec<String>) {
        self.draw();
        let seen = self.value("layoutShiftsSeenByTheTest()");
        let lines = seen["shifts"].as_array().into_iter().flatten().map(crate::browser::text).collect();
        (seen["total"].as_f64().unwrap_or(f64::INFINITY), lines)
    }

    /// The page may have moved by [`LIMIT`] at most.
    #[track_caller]
    pub fn assert_still(&self) {
        let (total, lines) = self.layout_shift();
        assert!(total <= LIMIT, "the page shifted by {total:.4}, more than {LIMIT}:\n{}", lines.join("\n"));
    }
}
