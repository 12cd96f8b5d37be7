//! Drill-down: real clicks into a budget of many leaves and back out, the page's script time of each out.

use crate::clock::Clock;
use crate::leaves::Shape;
use crate::report::{Part, Row};
use daylight_tests::browser::Browser;
use daylight_tests::stage::{self, NO_WASM, STRICT};
use serde_json::{Value, json};

const CELL: &str = "daylight-budget >>> button[part~=cell]";
const CRUMB: &str = "daylight-budget >>> [part~=crumbs] button";
/// The most that a step may take of scripts, in the middle (issue: one frame).
const FRAME_MS: f64 = 16.0;

/// Measures all three sizes.
pub fn run(rounds: usize) -> Part {
    let mut part = Part { title: "Drill-down: script time of one step, by real clicks".into(), ..Part::default() };
    for (shape, policy) in Shape::ALL.into_iter().flat_map(|shape| [(shape, STRICT), (shape, NO_WASM)]) {
        let name = format!("{} leaves{}", shape.leaves(), if policy == STRICT { "" } else { ", plain JavaScript" });
        eprintln!("drill: {name} …");
        match measure(shape, policy, rounds, &mut part.note) {
            Ok(samples) => {
                let row = Row::new(name, "ms", samples);
                let actual = row.median;
                part.rows.push(if policy == STRICT { row.promising("ms at most", FRAME_MS, actual) } else { row });
            }
            Err(reason) => part.left_out.push(format!("{name}: {reason}")),
        }
    }
    part
}

fn measure(shape: Shape, policy: &str, rounds: usize, note: &mut String) -> Result<Vec<f64>, String> {
    let csv = shape.csv();
    let files = [
        ("index.html", include_str!("page/leaves.html")),
        ("datapackage.json", Shape::DESCRIPTOR),
        ("leaves.csv", &csv),
    ];
    let site = stage::site_under(policy, files.map(|(name, text)| (name, text.to_owned())));
    let browser = Browser::chromium();
    browser.go(&site.url("/index.html"));
    let settled =
        "['ready', 'failed', 'empty', 'unsupported'].includes(document.querySelector('daylight-budget').dataset.state)";
    browser.wait_until(settled);
    let state = browser.attribute("daylight-budget", "data-state").unwrap_or_default();
    if state != "ready" {
        return Err(format!("the element is {state}: {}", browser.text("daylight-budget")));
    }
    *note = format!("two levels down and back to the top; processor time of the page's thread; {}", browser.version());
    let clock = Clock::start(&browser);
    let mut samples = Vec::new();
    for round in 0..=rounds {
        for target in [CELL, CELL, CRUMB] {
            let spent = step(&browser, &clock, target);
            if round > 0 {
                samples.push(spent);
            }
        }
    }
    browser.assert_console_empty();
    Ok(samples)
}

/// One click on the first of the targets; the script time until the picture shows something else.
fn step(browser: &Browser, clock: &Clock, target: &str) -> f64 {
    let element = browser.find(target).to_json();
    let middle = browser.script(
        "arguments[0].scrollIntoView({ block: 'nearest' });
         const box = arguments[0].getBoundingClientRect();
         return [box.x + box.width / 2, box.y + box.height / 2];",
        &[element],
    );
    let shown = pictured(browser);
    browser.draw();
    let before = clock.read();
    for (kind, buttons) in [("mousePressed", 1), ("mouseReleased", 0)] {
        let event = json!({
            "type": kind, "x": middle[0], "y": middle[1], "button": "left", "buttons": buttons, "clickCount": 1,
        });
        browser.devtools("Input.dispatchMouseEvent", event);
    }
    browser.wait_for("another picture", || (pictured(browser) != shown).then_some(()));
    browser.draw();
    (clock.read() - before).script_ms
}

/// The names of the cells, as the driver sees them without a script of the page's.
fn pictured(browser: &Browser) -> Value {
    let cells = "return [...document.querySelector('daylight-budget').shadowRoot.querySelectorAll('[part~=cell]')]
        .map((cell) => cell.getAttribute('aria-label') || cell.textContent)";
    browser.script(cells, &[])
}
