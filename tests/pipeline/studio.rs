//! The studio from a clerk's spreadsheet to a package: what hides in it is found with its cell, a wrong total too, and what comes
//! out is published and verified as it is.

#[path = "studio/funds.rs"]
mod funds;
#[path = "studio/results.rs"]
mod results;
#[path = "studio/table.rs"]
mod table;
#[path = "studio/template.rs"]
mod template;

use daylight_core::import::Decoder;
use daylight_core::words::Words;
use daylight_studio::found::Found;
use daylight_studio::session::{Change, Session};
use daylight_studio::view;
use daylight_tests::command::daylight;
use daylight_tests::place;
use serde_json::Value;
use std::io::Read;
use std::path::Path;
use table::table;

/// The decoders of the host.
struct Host;

impl Decoder for Host {
    fn knows(&self, label: &str) -> bool {
        encoding_rs::Encoding::for_label(label.as_bytes()).is_some()
    }

    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String> {
        let (text, _, is_wrong) = encoding_rs::Encoding::for_label(label.as_bytes())?.decode(bytes);
        (!is_wrong).then(|| text.into_owned())
    }
}

fn open(bytes: Vec<u8>) -> Session {
    Session::open("2025年预算.xlsx", bytes, Box::new(Host)).expect("a table")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// Rules and cells of the errors.
fn errors(session: &Session) -> Vec<(String, String)> {
    let words = Words::built_in("zh-Hans");
    let report = json(&view::report(&session.check(&words), &words));
    let issues = report["issues"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    issues
        .iter()
        .filter(|issue| issue["severity"] == "error")
        .map(|issue| (text(&issue["rule"]), text(&issue["cell"])))
        .collect()
}

/// Says what no file says of itself.
fn describe(session: &mut Session) {
    for change in [
        Change::Text("title", "2025年部门预算"),
        Change::Text("name", "Bumen 2025"),
        Change::Text("daylight:profile", "cn"),
        Change::Constant("currency", "value-currency:code", "CNY"),
        Change::Constant("year", "date:fiscal-year", "2025"),
        Change::Role("身份证号", "left-out"),
        Change::Totals("合计"),
    ] {
        session.change(change).expect("a change");
    }
}

fn review(session: &mut Session) {
    for (key, text) in [("who", "预算科"), ("when", "2025-02-10"), ("basis", "预算法第十四条"), ("result", "同意公开")]
    {
        session.change(Change::Review(key, text)).expect("a review");
    }
}

/// Unpacks an archive with a reader of somebody else.
fn unpack(archive: &[u8], folder: &Path) {
    let path = folder.join("package.zip");
    std::fs::write(&path, archive).expect("written");
    let script =
        "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])";
    let unpacked = std::process::Command::new("python3")
        .args(["-c", script])
        .args([&path, &folder.join("package")])
        .output()
        .expect("python3");
    assert!(unpacked.status.success(), "{}", String::from_utf8_lossy(&unpacked.stderr));
}

#[test]
fn from_a_spreadsheet_with_a_hidden_number_to_a_verified_package() {
    let words = Words::built_in("zh-Hans");
    let mut session = open(table(Some(501.0), "11010519491231002X"));
    describe(&mut session);
    let found = errors(&session);
    assert!(found.contains(&("personal-data".into(), "支出预算!D5".into())), "{found:?}");
    assert!(found.iter().any(|(rule, cell)| rule.starts_with("total") && cell == "支出预算!C7"), "{found:?}");
    review(&mut session);
    assert!(!session.package(&words).expect_err("it has faults").is_ok());

    let mut session = open(table(Some(500.0), ""));
    describe(&mut session);
    assert_eq!(errors(&session), []);
    let refused = session.package(&words).expect_err("nobody has looked at it");
    assert_eq!(refused.issues[0].rule, "descriptor-incomplete");
    review(&mut session);
    let archive = session.package(&words).expect("a package");
    let folder = tempfile::tempdir().expect("a folder");
    unpack(&archive, folder.path());
    let files = std::fs::read_dir(folder.path().join("package")).expect("a folder").flatten();
    let mut files: Vec<_> = files.map(|file| file.file_name().into_string().expect("UTF-8")).collect();
    files.sort();
    assert_eq!(files, ["datapackage.json", "table.csv"], "the spreadsheet is not in it");
    let mut csv = String::new();
    let file = std::fs::File::open(folder.path().join("package/table.csv"));
    file.and_then(|mut file| file.read_to_string(&mut csv)).expect("a table");
    assert!(csv.starts_with("功能科目编码,功能科目名称,预算数\n") && !csv.contains("身份证"), "{csv}");

    let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let (package, site) = (text(&folder.path().join("package")), text(&folder.path().join("site")));
    let published = daylight(&["publish", &package, "--out", &site, "--date", "2025-02-11"]);
    assert!(published.status.success(), "{}", String::from_utf8_lossy(&published.stderr));
    let verified = daylight(&["verify", &site]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&[verified.stdout, verified.stderr].concat()));
    let sum = daylight(&["sum", &format!("{site}/bumen-2025/datapackage.json")]);
    let said = String::from_utf8_lossy(&sum.stdout).into_owned();
    assert!(said.contains("5000000") || said.contains("5,000,000"), "{said}");
}

#[test]
fn a_column_is_given_a_role_and_another_sheet_is_taken() {
    let mut session = open(table(Some(500.0), ""));
    let words = Words::built_in("en");
    let shown = |session: &Session| json(&view::view(session, 1, None, &words));
    let first = shown(&session);
    assert_eq!(first["sheets"][0]["name"], "支出预算");
    assert_eq!(first["settings"]["factor"], "10000", "the unit stands in the second row");
    assert_eq!(first["columns"][2]["role"], "amount");
    assert_eq!(first["columns"][3]["hidden"], true);
    assert_eq!(first["cells"][2]["texts"][2], "预算数");
    session.change(Change::Role("预算数", "left-out")).expect("a change");
    session.change(Change::Role("身份证号", "amount")).expect("a change");
    let second = shown(&session);
    let roles = |view: &Value| -> Vec<String> {
        let columns = view["columns"].as_array().cloned().unwrap_or_default();
        columns.iter().map(|column| column["role"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(roles(&second)[2..], ["left-out", "amount"]);
    session.change(Change::Sheet(0)).expect("a sheet");
    assert_eq!(roles(&shown(&session)), roles(&first), "it is described anew");
    session.change(Change::Header("3")).expect("a header");
    assert_eq!(shown(&session)["settings"]["header"], "3");
    assert!(session.change(Change::Descriptor("{")).is_err());
    assert_eq!(roles(&shown(&session)), roles(&first), "what cannot be read changes nothing");
}

#[test]
fn a_csv_in_another_encoding_is_packed_as_utf_8_without_what_is_not_described() {
    let text = "科目编码,金额（元）,经手\n201,10.50,甲科\n205,20.00,乙科\n";
    let bytes = encoding_rs::GB18030.encode(text).0.into_owned();
    let mut session = Session::open("a.csv", bytes, Box::new(Host)).expect("a table");
    assert!(session.doubts().iter().any(|doubt| doubt.word == "describe.encoding"));
    session.change(Change::Constant("currency", "value-currency:code", "CNY")).expect("a change");
    session.change(Change::Role("经手", "left-out")).expect("a change");
    let plain = session.plain().expect("tables");
    let (path, csv) = &plain.files[0];
    let expected = "科目编码,金额（元）\n201,10.50\n205,20.00\n";
    assert_eq!((path.as_str(), std::str::from_utf8(csv)), ("table.csv", Ok(expected)));
    review(&mut session);
    assert!(session.package(&Words::built_in("en")).is_ok(), "{:?}", errors(&session));
}

#[test]
fn what_is_no_table_is_told_with_a_rule_of_its_own() {
    let cut = table(Some(500.0), "");
    let mut protected = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    protected.resize(1536, 0);
    for (name, bytes, rule) in [
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), "file-not-data"),
        ("a.xlsx", cut[..cut.len() / 2].to_vec(), "workbook-damaged"),
        ("a.xls", protected, "workbook-damaged"),
    ] {
        let issue = Session::open(name, bytes, Box::new(Host)).err().map(|issue| issue.rule);
        assert_eq!(issue, Some(rule), "{name}");
    }
}

/// A workbook of two sheets: expenditure, and income that is not to be added to it.
fn two_sheets() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in [
        ("支出", [("功能科目名称", "支出（元）"), ("教育支出", "300.25"), ("医疗卫生支出", "120.50")]),
        ("收入", [("收入项目", "收入（元）"), ("税收收入", "400.00"), ("非税收入", "20.75")]),
    ] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        for (row, (label, amount)) in (0..).zip(rows) {
            sheet.write_string(row, 0, label).expect("written");
            match amount.parse::<f64>() {
                Ok(amount) => sheet.write_number(row, 1, amount),
                Err(_) => sheet.write_string(row, 1, amount),
            }
            .expect("written");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn several_sheets_are_tables_of_one_package_and_only_one_is_added_up() {
    let words = Words::built_in("zh-Hans");
    let mut session = open(two_sheets());
    session.change(Change::Add(1)).expect("another sheet");
    assert_eq!((session.resources().len(), session.at()), (2, 1));
    assert!(session.doubts().iter().any(|doubt| doubt.word == "studio.doubt.figures"));
    let shown = |session: &Session, other| json(&view::view(session, 1, other, &words));
    assert_eq!(shown(&session, None)["columns"][1]["role"], "figure");
    // Another sheet is looked at, and nothing is said of it.
    let other = shown(&session, Some(0));
    assert_eq!((&other["cells"][0]["texts"][0], &other["columns"][1]["role"]), (&"功能科目名称".into(), &Value::Null));
    session.change(Change::Role("收入项目", "left-out")).expect("a change");
    assert_eq!(shown(&session, None)["leftOut"][0]["header"], "收入项目");
    session.change(Change::Role("收入项目", "text")).expect("a change");
    for at in [0, 1] {
        session.change(Change::Table(at)).expect("a table");
        session.change(Change::Constant("currency", "value-currency:code", "CNY")).expect("a change");
    }
    review(&mut session);
    assert_eq!(errors(&session), []);
    let folder = tempfile::tempdir().expect("a folder");
    unpack(&session.package(&words).expect("a package"), folder.path());
    let package = folder.path().join("package");
    let csv = |name: &str| std::fs::read_to_string(package.join(name)).expect("a table");
    assert_eq!(csv("table.csv"), "功能科目名称,支出（元）\n教育支出,300.25\n医疗卫生支出,120.5\n");
    assert_eq!(csv("table-2.csv"), "收入项目,收入（元）\n税收收入,400\n非税收入,20.75\n");
    let sum = daylight(&["sum", package.to_str().expect("UTF-8")]);
    assert!(String::from_utf8_lossy(&sum.stdout).contains("420.75"), "{}", String::from_utf8_lossy(&sum.stdout));
    session.change(Change::Drop).expect("a change");
    assert_eq!((session.resources().len(), session.at()), (1, 0));
    session.change(Change::Drop).expect("a change");
    assert_eq!(session.resources().len(), 1, "a package has a table");
}

#[test]
fn a_set_of_nine_tables_is_checked_as_the_command_does() {
    let folder = place::root().join("demo/data/putuo-planning-2024-tables");
    let descriptor = std::fs::read_to_string(folder.join("datapackage.json")).expect("the package");
    let resources = json(&descriptor)["resources"].as_array().cloned().unwrap_or_default();
    let paths: Vec<&str> = resources.iter().filter_map(|resource| resource["path"].as_str()).collect();
    let read = |path: &str| std::fs::read(folder.join(path)).expect("a table");
    let mut session = Session::open(paths[0], read(paths[0]), Box::new(Host)).expect("a table");
    for path in &paths[1..] {
        session.add(path, read(path)).expect("a table");
    }
    session.change(Change::Descriptor(&descriptor)).expect("a descriptor");
    let words = Words::built_in("zh-Hans");
    let found = json(&view::found(&Found::all(session.load(), &words), &words));
    let told = found["tables"].as_str().expect("tables of a set");
    let command = daylight(&["check", folder.to_str().expect("UTF-8"), "--lang", "zh-Hans"]);
    assert!(told.lines().count() > 9 && String::from_utf8_lossy(&command.stdout).contains(told), "{told}");
    assert_eq!(found["ok"], true, "{found:#}");
    assert_eq!(session.package(&words).map(|archive| archive.is_empty()).map_err(|report| report.issues), Ok(false));
    // One of them is taken away, and the set says which.
    session.change(Change::Table(4)).expect("a table");
    session.change(Change::Drop).expect("a change");
    assert!(errors(&session).iter().any(|(rule, _)| rule == "table-missing"), "{:?}", errors(&session));
}
