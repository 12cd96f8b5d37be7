//! The reader's situation: window, preferences, network and processor in, DevTools commands out; Chromium only.

use crate::browser::{Browser, done};
use serde_json::{Value, json};

/// What the reader's system asks of pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// Dark colours.
    pub dark: bool,
    /// The system's own colours in place of the page's.
    pub forced_colors: bool,
    /// No animation.
    pub reduced_motion: bool,
    /// As if printed.
    pub print: bool,
}

/// A network by its rate and delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Thousand bits a second, both ways.
    pub kilobits_per_second: u32,
    /// Milliseconds until the first byte of an answer.
    pub delay_ms: u32,
}

impl Line {
    /// A cheap phone on a poor connection.
    pub const POOR: Self = Self { kilobits_per_second: 1600, delay_ms: 150 };
}

impl Browser {
    /// Sets the size of the page, narrower than a window can be where asked.
    #[track_caller]
    pub fn resize(&self, width_px: u32, height_px: u32) {
        let size = json!({ "width": width_px, "height": height_px, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
    }

    /// Sets what the reader's system asks of pages.
    #[track_caller]
    pub fn prefer(&self, preferences: Preferences) {
        let choose = |on: bool, yes: &'static str, no: &'static str| if on { yes } else { no };
        let features = json!([
            { "name": "prefers-color-scheme", "value": choose(preferences.dark, "dark", "light") },
            { "name": "forced-colors", "value": choose(preferences.forced_colors, "active", "none") },
            { "name": "prefers-reduced-motion", "value": choose(preferences.reduced_motion, "reduce", "no-preference") },
        ]);
        let media = choose(preferences.print, "print", "");
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": media, "features": features }));
    }

    /// Slows the network down.
    #[track_caller]
    pub fn use_line(&self, line: Line) {
        let bytes_per_second = line.kilobits_per_second * 1000 / 8;
        let conditions = json!({
            "offline": false,
            "latency": line.delay_ms,
            "downloadThroughput": bytes_per_second,
            "uploadThroughput": bytes_per_second,
        });
        self.devtools("Network.enable", Value::Null);
        self.devtools("Network.emulateNetworkConditions", conditions);
    }

    /// Makes the processor that many times slower.
    #[track_caller]
    pub fn slow_processor(&self, times: u32) {
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": times }));
    }

    /// Makes every request fail whose address matches one of the URL patterns, such as `*://*:*/*.wasm`.
    #[track_caller]
    pub fn block(&self, patterns: &[&str]) {
        let patterns: Vec<_> = patterns.iter().map(|pattern| json!({ "urlPattern": pattern, "block": true })).collect();
        self.devtools("Network.enable", Value::Null);
        self.devtools("Network.setBlockedURLs", json!({ "urlPatterns": patterns }));
    }

    /// Switches scripts off, as some readers and some filters do.
    #[track_caller]
    pub fn without_scripts(&self) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// A Chrome DevTools command.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        done(command, self.session().devtools(command, parameters))
    }
}
