//! The first chart, cold, on a poor line and a slow processor: times of the page with an element against the same page as
//! static HTML with SVG.

use crate::report::{Part, Row, median};
use daylight_tests::browser::Browser;
use daylight_tests::emulation::Line;
use daylight_tests::place;
use daylight_tests::site::Site;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// The package of the demo that is shown.
const PACKAGE: &str = "qinghe-budget-2025";
const SLOWER: u32 = 4;

/// A policy that refuses WebAssembly.
const NO_WASM: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self'\">";

/// Keeps the moment at which the element says that it is ready.
const WATCH: &str = "new MutationObserver((changes) => {
    for (const { target } of changes) if (target.dataset.state === 'ready') window.readyMs ??= performance.now();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-state'] });";

struct Times {
    first_paint_ms: f64,
    interactive_ms: f64,
}

/// Measures the pages in turn, each time in a new browser.
pub fn run(rounds: usize) -> Part {
    let mut part = Part {
        title: "First chart: cold, 1.6 Mbit/s, 150 ms, processor 4 times slower".into(),
        note: "a new browser each time; by the clock, in turn; static: interactive when it has loaded".into(),
        ..Part::default()
    };
    let children = match render() {
        Ok(children) => children,
        Err(reason) => {
            part.left_out.push(reason);
            return part;
        }
    };
    let script = "<script src=\"/daylight/daylight.js\" defer></script>";
    let element = |children: &str| {
        format!(
            "<daylight-budget src=\"/data/datapackage.json\" lang=\"en\" heading-level=\"2\">{children}</daylight-budget>"
        )
    };
    let pages = [
        ("static", page("", &format!("<div>{children}</div>"))),
        ("element", page(script, &element(&children))),
        ("element without children", page(script, &element(""))),
        ("element on plain JavaScript", page(&format!("{NO_WASM}{script}"), &element(&children))),
    ];
    let site = Site::with_files([]);
    copy(&place::published().join(PACKAGE), &site);
    for (name, html) in &pages {
        site.write(&format!("{}.html", name.replace(' ', "-")), html.as_bytes());
    }
    let mut times: [Vec<Times>; 4] = Default::default();
    for round in 0..rounds {
        for ((name, _), times) in pages.iter().zip(&mut times) {
            let measured = measure(&site.url(&format!("/{}.html", name.replace(' ', "-"))), *name != "static");
            eprintln!(
                "first-chart: round {round}, {name}: {:.0} ms, {:.0} ms",
                measured.first_paint_ms, measured.interactive_ms
            );
            times.push(measured);
        }
    }
    let column = |at: usize, of: fn(&Times) -> f64| times[at].iter().map(of).collect::<Vec<_>>();
    let paints = [0, 1, 2, 3].map(|at| column(at, |times| times.first_paint_ms));
    let interactives = [0, 1, 2, 3].map(|at| column(at, |times| times.interactive_ms));
    for (what, samples, limit) in [("first paint", &paints, 1.1), ("interactive", &interactives, 2.5)] {
        for ((name, _), own) in pages.iter().zip(samples) {
            let row = Row::new(format!("{what}, {name}"), "ms", own.clone());
            let ratio = row.median / median(&samples[0]);
            part.rows.push(if *name == "element" { row.promising("of the static page", limit, ratio) } else { row });
        }
    }
    part
}

/// What `daylight render` writes into the element.
fn render() -> Result<String, String> {
    let daylight = place::daylight().ok_or("there is no daylight command")?;
    let mut command = Command::new(daylight);
    command
        .arg("render")
        .arg(place::published().join(PACKAGE))
        .args(["--widget", "budget", "--lang", "en", "--format", "html"]);
    let output = command.output().map_err(|fault| format!("daylight render: {fault}"))?;
    if !output.status.success() {
        return Err(format!("daylight render: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    String::from_utf8(output.stdout).map_err(|fault| format!("daylight render: {fault}"))
}

fn page(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>First chart</title><link rel=\"icon\" href=\"data:,\">{head}</head>\
         <body><main><h1>First chart</h1>{body}</main></body></html>"
    )
}

fn copy(folder: &Path, site: &Site) {
    let entries = std::fs::read_dir(folder).expect("the demo's package is there").flatten();
    // Slices and earlier versions are no part of a first picture.
    for entry in entries.filter(|entry| entry.path().is_file()) {
        let bytes = std::fs::read(entry.path()).expect("its files can be read");
        site.write(&format!("data/{}", entry.file_name().to_string_lossy()), &bytes);
    }
}

fn measure(url: &str, has_element: bool) -> Times {
    let browser = Browser::chromium();
    browser.resize(360, 740);
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH }));
    browser.use_line(Line::POOR);
    browser.slow_processor(SLOWER);
    browser.go(url);
    browser.wait_until("performance.getEntriesByName('first-contentful-paint').length");
    let interactive =
        if has_element { "window.readyMs" } else { "performance.getEntriesByType('navigation')[0].loadEventEnd" };
    browser.wait_until(interactive);
    let number = |value: Value| value.as_f64().unwrap_or(f64::NAN);
    let first_paint_ms = number(browser.value("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
    let interactive_ms = number(browser.value(interactive));
    browser.assert_console_empty();
    Times { first_paint_ms, interactive_ms }
}
