//! The race: one ledger to its three-level sums by Daylight, by a string loop and by a byte loop, in turn, in one page.

use crate::clock::Clock;
use crate::report::{Part, Row, median};
use daylight_tests::browser::Browser;
use daylight_tests::ledger;
use daylight_tests::page_server::{PageServer, Reply};
use daylight_tests::place;
use serde_json::json;

/// The seed of the ledger; any other does as well.
const SEED: u64 = 2024;
/// Daylight's module for the race: glue that exports `default()` and `bench_sum(descriptor, bytes)`.
const GLUE: &str = "daylight_bench.js";

/// A run as a task of the page, since the clock does not count what the driver evaluates.
const RUN: &str = "const [name, done] = arguments; setTimeout(() => done(race.run(name)))";

/// Runs the race and reports it.
///
/// # Panics
/// Where two programs disagree by a letter: a wrong sum has no speed.
pub fn run(rows: usize, rounds: usize) -> Part {
    eprintln!("race: writing {rows} rows and adding them up the slow way …");
    let csv = ledger::write_ledger(rows, SEED);
    let expected = ledger::sum_ledger(&csv);
    let length = csv.len();
    let server = PageServer::start([("/ledger.csv", Reply::new("text/csv", csv))]);
    server.mount("/race", place::root().join("tests/bench/page"));
    server.reply("/datapackage.json", Reply::new("application/json", include_str!("datapackage.json")));
    let module = std::env::var_os("DAYLIGHT_BENCH").map_or_else(|| place::target().join("bench/module"), Into::into);
    let ours = module.join(GLUE).is_file();
    server.mount("/module", &module);

    let browser = Browser::chromium();
    let query = if ours { format!("?module=/module/{GLUE}") } else { String::new() };
    browser.go(&server.url(&format!("/race/index.html{query}")));
    browser.wait_until("window.race");
    let prepared = browser
        .session()
        .script_async("const done = arguments[0]; race.prepare().then(done, (fault) => done(String(fault)))", &[]);
    let prepared = prepared.unwrap_or_else(|refusal| panic!("the race's page: {refusal}"));
    let Some(names) = prepared.as_array() else { panic!("the race's page: {prepared}") };
    let names: Vec<String> = names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();

    let clock = Clock::start(&browser);
    let mut times = vec![Vec::new(); names.len()];
    // The first round warms up and is not counted.
    for round in 0..=rounds {
        for (name, times) in names.iter().zip(&mut times) {
            let before = clock.read();
            let ran = browser.session().script_async(RUN, &[json!(name)]);
            let ran = ran.unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
            let spent = clock.read() - before;
            assert_same(name, ran["answer"].as_str().unwrap_or_default(), &expected);
            eprintln!(
                "race: round {round}, {name}: {:.0} ms of processor ({:.0} of all tasks), {:.0} ms by the clock",
                spent.script_ms,
                spent.task_ms,
                ran["wallMs"].as_f64().unwrap_or(0.0)
            );
            if round > 0 {
                times.push(spent.script_ms);
            }
        }
    }
    browser.assert_console_empty();

    let mut part = Part {
        title: "Race: a ledger to exact three-level sums".into(),
        note: format!(
            "{rows} rows, {:.1} MB, same bytes, same answer; processor time of the page's thread; {rounds} rounds in turn; {}",
            length as f64 / 1e6,
            browser.version()
        ),
        ..Part::default()
    };
    let of = |wanted: &str| names.iter().position(|name| name == wanted).map(|at| median(&times[at]));
    for (name, times) in names.iter().zip(&times) {
        let row = Row::new(name, "ms", times.clone());
        let mid = row.median;
        match (name == "daylight", of("string loop"), of("byte loop")) {
            (true, Some(string_loop), Some(byte_loop)) => {
                part.rows.push(row.clone().promising("of the string loop", 0.3, mid / string_loop));
                part.rows.push(row.promising("of the byte loop", 1.0, mid / byte_loop));
            }
            _ => part.rows.push(row),
        }
    }
    if !ours {
        part.left_out.push(format!("daylight, since there is no {}", module.join(GLUE).display()));
    }
    part
}

/// Tells where two answers part, and what stands there: whole answers are long.
fn assert_same(name: &str, answer: &str, expected: &str) {
    let same = answer.bytes().zip(expected.bytes()).take_while(|(one, other)| one == other).count();
    let around = |text: &str| {
        let bytes = text.as_bytes();
        String::from_utf8_lossy(&bytes[same.saturating_sub(40)..bytes.len().min(same + 40)]).into_owned()
    };
    assert!(answer == expected, "the {name} says …{}… where it should say …{}…", around(answer), around(expected));
}
