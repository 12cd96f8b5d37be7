//! The clerk's desk of the demonstration: an old spreadsheet is refused three times, each with its cell; mended it is packed,
//! published and verified; corrected it is a second version. What the demonstration offers is what is written and packed here.

#[path = "desk/book.rs"]
mod book;

use book::{Cell, Sheet, book};
use daylight_core::import::{Decoder, Workbook};
use daylight_core::words::Words;
use daylight_studio::session::{Change, Session};
use daylight_studio::view;
use daylight_tests::command::daylight;
use daylight_tests::{golden, place, stage};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// No text of these workbooks has an encoding of its own.
struct NoDecoder;

impl Decoder for NoDecoder {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn decode(&self, _: &str, _: &[u8]) -> Option<String> {
        None
    }
}

/// What the sheet and its package say in a language.
struct Desk {
    lang: &'static str,
    /// The name of the package.
    name: &'static str,
    sheet: &'static str,
    title: &'static str,
    unit: &'static str,
    headers: [&'static str; 5],
    villages: [&'static str; 4],
    total: &'static str,
    review: [&'static str; 4],
}

const DESKS: [Desk; 2] = [
    Desk {
        lang: "zh-Hans",
        name: "qinghe-roads-2025",
        sheet: "村道",
        title: "清河县2025年村道建设资金安排表",
        unit: "单位：万元",
        headers: ["项目编码", "项目名称", "预算数", "领款人证件号", "备用"],
        villages: ["石桥村村道", "柳湾村村道", "白塔村村道", "东坪村村道"],
        total: "合计",
        review: ["清河县交通运输局（虚构）", "2025-07-28", "《政府信息公开条例》第十七条", "同意公开"],
    },
    Desk {
        lang: "en",
        name: "qinghe-roads-2025-en",
        sheet: "Roads",
        title: "Village roads of Qinghe County, 2025",
        unit: "Unit: 10,000 yuan",
        headers: ["Project code", "Project name", "Budget", "Payee's ID number", "Spare"],
        villages: ["Road of Shiqiao", "Road of Liuwan", "Road of Baita", "Road of Dongping"],
        total: "Total",
        review: [
            "Transport office of Qinghe (fictional)",
            "2025-07-28",
            "Article 17 of the regulations",
            "May be published",
        ],
    },
];

/// The three states of the file, and what each is called on the desk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Old,
    Mended,
    Corrected,
}

impl State {
    fn file(self) -> &'static str {
        match self {
            Self::Old => "roads-2025-old.xls",
            Self::Mended => "roads-2025-mended.xls",
            Self::Corrected => "roads-2025-corrected.xls",
        }
    }
}

/// The number that the standard of identity numbers gives as its example, and what a spreadsheet makes of one that ends in digits:
/// it keeps fifteen.
const NUMBER: &str = "11010519491231002X";
const SHORTENED: f64 = 110_105_194_912_310_000.0;

impl Desk {
    /// The spreadsheet in a state.
    fn sheet(&self, state: State) -> Vec<u8> {
        let width = if state == State::Old { 5 } else { 3 };
        let amounts = [241.30, 186.45, if state == State::Corrected { 157.25 } else { 152.75 }, 98.60];
        let total = match state {
            State::Old => 697.10,
            State::Mended => 679.10,
            State::Corrected => 683.60,
        };
        let codes = ["Q01", "Q02", "Q03", "Q04"];
        let mut rows = vec![vec![Cell::Text(self.title)], vec![Cell::Text(self.unit)]];
        rows.push(self.headers[..width].iter().map(|header| Cell::Text(header)).collect());
        for (at, ((code, village), amount)) in codes.into_iter().zip(self.villages).zip(amounts).enumerate() {
            let mut row = vec![Cell::Text(code), Cell::Text(village), Cell::Amount(amount)];
            match at {
                1 => row.extend([Cell::Whole(SHORTENED), Cell::Blank]),
                2 => row.extend([Cell::Blank, Cell::Text(NUMBER)]),
                _ => {}
            }
            row.truncate(width);
            rows.push(row);
        }
        rows.push(vec![Cell::Text(self.total), Cell::Blank, Cell::Amount(total)]);
        book(&Sheet { name: self.sheet, rows, hidden: if width == 5 { &[4] } else { &[] } })
    }

    /// What a clerk says of it.
    fn describe(&self, session: &mut Session) {
        for change in [
            Change::Text("title", self.title),
            Change::Text("name", self.name),
            Change::Text("daylight:profile", "cn"),
            Change::Role(self.headers[0], "project-code"),
            Change::Role(self.headers[1], "project-label"),
            Change::Role(self.headers[2], "amount"),
            Change::Factor("10000"),
            Change::Totals(self.total),
            Change::Constant("currency", "value-currency:code", "CNY"),
            Change::Constant("year", "date:fiscal-year", "2025"),
            Change::Constant("phase", "phase:id", "approved"),
        ] {
            session.change(change).expect("a change");
        }
        for (key, text) in ["who", "when", "basis", "result"].into_iter().zip(self.review) {
            session.change(Change::Review(key, text)).expect("a review");
        }
    }

    fn folder(&self) -> PathBuf {
        place::root().join("demo/desk").join(self.lang)
    }

    /// The package of the mended file, which was published first, and that of the corrected one.
    fn packages(&self) -> [PathBuf; 2] {
        ["demo/desk/first", "demo/data"].map(|folder| place::root().join(folder).join(self.name))
    }
}

/// The bytes must equal the file's; where `UPDATE_EXPECT=1` is set, the file becomes the bytes.
fn assert_bytes(path: &Path, bytes: &[u8]) {
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }
    assert!(fs::read(path).is_ok_and(|known| known == bytes), "{} differs; UPDATE_EXPECT=1 accepts it", path.display());
}

/// Rules and cells of the errors, and what they say.
fn refusals(session: &Session, words: &Words) -> Vec<(String, String, String)> {
    let report: Value = serde_json::from_str(&view::report(&session.check(words), words)).expect("JSON");
    let issues = report["issues"].as_array().cloned().unwrap_or_default();
    let text = |issue: &Value, key: &str| issue[key].as_str().unwrap_or_default().to_owned();
    issues
        .iter()
        .filter(|issue| issue["severity"] == "error")
        .map(|issue| (text(issue, "rule"), text(issue, "cell"), text(issue, "message")))
        .collect()
}

#[test]
fn the_samples_are_those_of_the_demonstration_and_another_library_reads_them() {
    for desk in DESKS {
        for state in [State::Old, State::Mended, State::Corrected] {
            let bytes = desk.sheet(state);
            assert_bytes(&desk.folder().join(state.file()), &bytes);
            assert_eq!(Workbook::open(&bytes).expect("ours").sheets(), [(desk.sheet.to_owned(), false)]);
            let mut theirs =
                calamine::open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).expect("another library opens it");
            let range = calamine::Reader::worksheet_range(&mut theirs, desk.sheet).expect("the sheet");
            let cell = |row, column| range.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
            assert_eq!((cell(0, 0), cell(3, 2)), (desk.title.to_owned(), "241.3".to_owned()));
            let is_old = state == State::Old;
            assert_eq!(cell(4, 3), if is_old { "110105194912310000" } else { "" });
            assert_eq!(cell(5, 4), if is_old { NUMBER } else { "" });
        }
    }
}

#[test]
fn three_refusals_with_their_cells_then_two_versions_that_are_verified() {
    for desk in DESKS {
        let words = Words::built_in(desk.lang);
        let read = |state: State| desk.sheet(state);
        let mut session = Session::open("roads-2025.xls", read(State::Old), Box::new(NoDecoder)).expect("a table");
        desk.describe(&mut session);
        let found = refusals(&session, &words);
        let cells: Vec<(&str, String)> = found.iter().map(|(rule, cell, _)| (rule.as_str(), cell.clone())).collect();
        let at = |cell: &str| format!("{}!{cell}", desk.sheet);
        assert_eq!(
            cells,
            [("personal-data", at("D5")), ("personal-data", at("E6")), ("total-differs", at("C8"))],
            "{found:#?}"
        );
        assert!(found.iter().all(|(.., message)| !message.contains(NUMBER) && !message.contains("1101051949")));
        assert!(session.package(&words).is_err(), "three refusals are no package");

        let site = tempfile::tempdir().expect("a folder");
        let out = site.path().to_str().expect("UTF-8");
        for ((state, day), package) in
            [(State::Mended, "2025-08-01"), (State::Corrected, "2025-09-01")].into_iter().zip(desk.packages())
        {
            // The file comes again under its name, and what was said of it stays.
            assert_eq!(session.replace("roads-2025.xls", &mut read(state)), Ok(true));
            assert_eq!(refusals(&session, &words), []);
            assert!(session.package(&words).is_ok());
            let plain = session.plain().expect("tables");
            golden::assert_golden(&package.join("datapackage.json"), &plain.descriptor);
            let [(path, csv)] = plain.files.as_slice() else { panic!("one table") };
            golden::assert_golden(&package.join(path), std::str::from_utf8(csv).expect("UTF-8"));
            let name = package.to_str().expect("UTF-8");
            stage::daylight(&["publish", name, "--out", out, "--date", day]);
            let verified = daylight(&["verify", out]);
            assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
        }
        let versions = fs::read_to_string(site.path().join(desk.name).join("versions.json")).expect("published");
        let versions: Value = serde_json::from_str(&versions).expect("JSON");
        let [new, old] = versions["versions"].as_array().expect("versions").as_slice() else { panic!("{versions}") };
        assert_ne!(new["version"], old["version"]);
        let changes = new["changes"][desk.lang].to_string();
        assert!(
            changes.contains("6,836,000.00") && changes.contains("1,572,500.00"),
            "it says what changed: {changes}"
        );
    }
}
