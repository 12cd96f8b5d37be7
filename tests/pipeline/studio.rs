//! The studio from a clerk's spreadsheet to a package: what hides in it is found with its cell, a wrong total too, and what comes
//! out is published and verified as it is.

#[path = "studio/table.rs"]
mod table;

use daylight_core::import::Decoder;
use daylight_core::words::Words;
use daylight_studio::session::{Change, Session};
use daylight_studio::view;
use daylight_tests::command::daylight;
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
    let shown = |session: &Session| json(&view::view(session, 1, &words));
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
    assert!(session.doubts.iter().any(|doubt| doubt.word == "describe.encoding"));
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
