//! A large published package, cold, on a poor line and a slow processor: when its first picture is ready and how many bytes of data
//! it took, and what a step down takes. Left out where the data set is not on this machine.

use crate::report::{Part, Row};
use daylight_tests::browser::Browser;
use daylight_tests::emulation::Line;
use daylight_tests::place;
use daylight_tests::site::Site;
use daylight_tests::stage;
use serde_json::{Value, json};

/// The package of `tests/descriptors/` and its data.
const LARGE: &str = "mexico-pef-2018";
const SLOWER: u32 = 4;

/// What the first picture may take.
const MOST_MS: f64 = 3_000.0;
const MOST_BYTES: f64 = 25_000.0;

/// Keeps the moments at which the element is ready and at which it has gone down.
const WATCH: &str = "new MutationObserver((changes) => {
    for (const { target } of changes) {
        if (target.dataset.state === 'ready') window.readyMs ??= performance.now();
        if (target.getAttribute('path')) window.downMs ??= performance.now();
    }
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-state', 'path'] });";

/// Measures in new browsers.
pub fn run(rounds: usize) -> Part {
    let mut part = Part {
        title: "Published package: 189,686 rows, cold, 1.6 Mbit/s, 150 ms, processor 4 times slower".into(),
        note: "mexico-pef-2018 by economic classification; bytes of data as they came over the line, without headers"
            .into(),
        ..Part::default()
    };
    let Some(data) = place::data().map(|data| data.join("large").join(LARGE)).filter(|data| data.is_dir()) else {
        part.left_out.push(format!("{LARGE} is not on this machine"));
        return part;
    };
    let page = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
        <title>Published</title><link rel=\"icon\" href=\"data:,\"><script src=\"/daylight/daylight.js\" defer></script></head><body><main>\
        <daylight-budget src=\"/data/mexico-pef-2018/datapackage.json\" dimension=\"economic\"></daylight-budget></main></body></html>";
    let site = Site::with_files([("index.html", page)]);
    let package = place::root().join("tests/descriptors").join(LARGE);
    let out = site.folder().join("data");
    let [package, data, out] = [&package, &data, &out].map(|path| path.to_str().expect("UTF-8"));
    stage::daylight(&["publish", package, "--data", data, "--out", out]);
    let mut columns: [Vec<f64>; 4] = Default::default();
    for round in 0..rounds {
        let measured = measure(&site.url("/"));
        eprintln!("published: round {round}: {measured:.0?}");
        columns.iter_mut().zip(measured).for_each(|(column, value)| column.push(value));
    }
    let [ready, bytes, step, step_bytes] = columns;
    let row = |name: &str, unit: &'static str, samples: Vec<f64>| Row::new(name.to_owned(), unit, samples);
    let (ready, bytes) = (row("first picture ready", "ms", ready), row("data before it", "bytes", bytes));
    let (in_time, in_size) = (ready.median / MOST_MS, bytes.median / MOST_BYTES);
    part.rows.push(ready.promising("of 3 s", 1.0, in_time));
    part.rows.push(bytes.promising("of 25,000 bytes", 1.0, in_size));
    part.rows.push(row("a step down, with its slice", "ms", step));
    part.rows.push(row("data of the step", "bytes", step_bytes));
    part
}

/// Ready, its bytes of data, the step, its bytes.
fn measure(url: &str) -> [f64; 4] {
    let browser = Browser::chromium();
    browser.resize(360, 740);
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH }));
    browser.use_line(Line::POOR);
    browser.slow_processor(SLOWER);
    browser.go(url);
    browser.wait_until("window.readyMs");
    let number = |value: Value| value.as_f64().unwrap_or(f64::NAN);
    let data = |part: &str| {
        let sum = format!(
            "performance.getEntriesByType('resource').filter(({{ name }}) => {part}.test(name)).reduce((sum, one) => sum + one.encodedBodySize, 0)"
        );
        number(browser.value(&sum))
    };
    let (ready, bytes) = (number(browser.value("window.readyMs")), data("/(datapackage|summary)\\.json/"));
    browser.wait_until(
        "document.querySelector('daylight-budget').shadowRoot.querySelector('.mark').textContent.includes('agree')",
    );
    let press = "window.pressMs = performance.now(); \
        document.querySelector('daylight-budget').shadowRoot.querySelector('[part=cell]').click()";
    browser.script(press, &[]);
    browser.wait_until("window.downMs");
    let step = number(browser.value("window.downMs - window.pressMs"));
    [ready, bytes, step, data("/slices/")]
}
