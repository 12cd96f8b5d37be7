//! The two programs that the benchmark races against: whatever the ledger holds, they add it up as the slow way does.

use daylight_tests::browser::Browser;
use daylight_tests::ledger::{HEADER, sum_ledger, write_ledger};
use daylight_tests::page_server::{PageServer, Reply};
use daylight_tests::place;
use serde_json::json;

const PROGRAMS: [&str; 2] = ["string loop", "byte loop"];

struct Race {
    server: PageServer,
    browser: Browser,
}

impl Race {
    fn start() -> Self {
        let server = PageServer::start([]);
        server.mount("/race", place::root().join("tests/bench/page"));
        let browser = Browser::chromium();
        browser.go(&server.url("/race/index.html"));
        browser.wait_until("window.race");
        Self { server, browser }
    }

    fn answers(&self, csv: &str) -> [String; 2] {
        self.server.reply("/ledger.csv", Reply::new("text/csv", csv));
        let load = "const done = arguments[0]; race.prepare().then(done)";
        self.browser.session().script_async(load, &[]).expect("the page loads the ledger");
        PROGRAMS.map(|name| {
            let run = self.browser.script("return race.run(arguments[0]).answer", &[json!(name)]);
            run.as_str().expect("an answer").to_owned()
        })
    }
}

/// The first row of the ledger with its amount replaced.
fn with_amount(csv: &str, amount: &str) -> String {
    let rest = csv.split_once('\n').map_or("", |(_, rest)| rest);
    let (first, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    let row = first.rsplit_once(',').map_or("", |(row, _)| row);
    format!("{HEADER}\n{row},{amount}\n{rest}")
}

#[test]
fn the_rivals_add_up_every_ledger_as_the_slow_way_does() {
    let race = Race::start();
    let ledger = write_ledger(20_000, 7);
    let last = ledger.trim_end().len();
    let few = write_ledger(9, 1);
    let cases = [
        ("as written", ledger.clone()),
        ("another seed", write_ledger(20_000, 8)),
        ("line ends of Windows", ledger.replace('\n', "\r\n")),
        ("no newline at the end", ledger[..last].to_owned()),
        ("cut within the last row", ledger[..last - 25].to_owned()),
        ("a header only", format!("{HEADER}\n")),
        ("nine rows", few.clone()),
        ("nine rows of Windows without an end", few.trim_end().replace('\n', "\r\n")),
        ("a cell too few", ledger.replacen(",Builder", "", 3)),
        ("a cell too many", ledger.replacen(",Builder", ",,Builder", 3)),
        ("a newline in a cell", ledger.replacen("Works No.", "Works\nNo.", 3)),
        ("an amount beyond a double", with_amount(&ledger, "99999999999999999999.99")),
        ("no amount", with_amount(&ledger, "")),
        ("only a minus", with_amount(&ledger, "-")),
        ("a mark and no decimals", with_amount(&ledger, "12.")),
        ("a mark and no whole", with_amount(&ledger, ".12")),
        ("a quoted amount below zero", with_amount(&ledger, "\"-0.05\"")),
    ];
    for (case, csv) in cases {
        let expected = sum_ledger(&csv);
        for (program, answer) in PROGRAMS.iter().zip(race.answers(&csv)) {
            assert!(answer == expected, "{case}: the {program} says {answer:.300}…, not {expected:.300}…");
        }
    }
    race.browser.assert_console_empty();
}

#[test]
fn one_cent_changes_every_answer() {
    let race = Race::start();
    let ledger = write_ledger(2000, 3);
    let (one, other) = (with_amount(&ledger, "1.00"), with_amount(&ledger, "1.01"));
    assert_ne!(sum_ledger(&one), sum_ledger(&other));
    for (before, after) in race.answers(&one).iter().zip(race.answers(&other)) {
        assert_ne!(*before, after);
    }
}

#[test]
fn the_ledger_is_the_same_every_time_and_large_enough_to_need_exact_sums() {
    let ledger = write_ledger(100_000, 2024);
    assert_eq!(ledger, write_ledger(100_000, 2024));
    assert_ne!(ledger, write_ledger(100_000, 2025));
    let bytes_a_row = ledger.len() / 100_000;
    assert!((75..=88).contains(&bytes_a_row), "{bytes_a_row} bytes a row");
    for found in ["\"Works No. ", "\"\"Stone\"\"", "12O4.50", ",\"2"] {
        assert!(ledger.contains(found), "no {found} in the ledger");
    }
}
