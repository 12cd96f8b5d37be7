//! Processor time of a page's main thread: what other programs of a busy machine take is not counted. Chromium only.

use daylight_tests::browser::Browser;
use serde_json::json;
use std::ops::Sub;

/// Reads a browser's clocks.
#[derive(Debug)]
pub struct Clock<'a> {
    browser: &'a Browser,
}

/// A reading, or the difference of two.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// Scripts, WebAssembly included.
    pub script_ms: f64,
    /// Styles and layout.
    pub layout_ms: f64,
    /// Everything that the thread did.
    pub task_ms: f64,
}

impl Sub for Reading {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            script_ms: self.script_ms - earlier.script_ms,
            layout_ms: self.layout_ms - earlier.layout_ms,
            task_ms: self.task_ms - earlier.task_ms,
        }
    }
}

impl<'a> Clock<'a> {
    /// Starts counting processor time.
    #[track_caller]
    pub fn start(browser: &'a Browser) -> Self {
        browser.devtools("Performance.enable", json!({ "timeDomain": "threadTicks" }));
        Self { browser }
    }

    /// What was spent so far.
    #[track_caller]
    pub fn read(&self) -> Reading {
        let answer = self.browser.devtools("Performance.getMetrics", json!({}));
        let metrics = answer["metrics"].as_array().map_or(&[][..], Vec::as_slice);
        let of = |name: &str| {
            let metric = metrics.iter().find(|metric| metric["name"] == name);
            metric.and_then(|metric| metric["value"].as_f64()).unwrap_or(f64::NAN) * 1000.0
        };
        Reading {
            script_ms: of("ScriptDuration"),
            layout_ms: of("LayoutDuration") + of("RecalcStyleDuration"),
            task_ms: of("TaskDuration"),
        }
    }
}
