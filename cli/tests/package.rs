//! `check`, `sum`, `publish` and `render` of packages as people have them: what is refused, and in which words.

mod served;

use std::path::Path;
use std::process::Command;

use served::{folder, write};

/// The exit code, what was printed, and what was said beside it.
fn daylight(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_daylight")).args(arguments).output().expect("the command was built");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn path(dir: &Path, name: &str) -> String {
    dir.join(name).to_str().expect("the build's folder has a plain name").to_owned()
}

/// A package whose resources are as given.
fn descriptor(resources: &str) -> String {
    let schema = r#""schema": {"fields": [{"name": "code", "columnType": "functional-classification:generic:code"},
        {"name": "amount", "columnType": "value"}],
        "extraFields": [{"name": "currency", "columnType": "value-currency:code", "constant": "CNY"}]}"#;
    format!("{{\"name\": \"p\", \"resources\": {}}}", resources.replace("SCHEMA", schema))
}

#[test]
fn what_was_not_read_is_not_added_up() {
    let dir = folder("package-unread");
    write(&dir, "a.csv", "code,amount\n201,5\n");
    write(&dir, "page.csv", "<!DOCTYPE html><title>404</title>");
    let whole = r#"{"name": "a", "path": "a.csv", SCHEMA}"#;
    write(&dir, "datapackage.json", descriptor(&format!("[{whole}]")));
    let (code, text, _) = daylight(&["sum", &path(&dir, ""), "--format", "json"]);
    assert!(code == Some(0) && text.contains("\"5.00\""), "{text}");
    for (resources, file) in [
        (whole.replace("a.csv", "none.csv"), "none.csv"),
        (whole.replace("a.csv", "page.csv"), "page.csv"),
        (whole.replace("a.csv", "../a.csv"), "../a.csv"),
        (whole.replace("a.csv", ""), "path"),
        (format!("{whole}, {}", whole.replace("a.csv", "none.csv")), "none.csv"),
        (whole.replace("SCHEMA", "\"encoding\": \"utf-nine\", SCHEMA"), "utf-nine"),
        (String::new(), "resources"),
    ] {
        write(&dir, "datapackage.json", descriptor(&format!("[{resources}]")));
        let (code, text, message) = daylight(&["sum", &path(&dir, ""), "--format", "json"]);
        assert_eq!((code, text.as_str()), (Some(2), ""), "{resources}: {message}");
        assert!(message.contains(file), "{resources}: {message}");
        let out = path(&dir, "out");
        for more in [&["check"][..], &["publish", "--out", &out], &["render", "--widget", "budget"]] {
            assert_eq!(daylight(&[more, &[&path(&dir, "")]].concat()).0, Some(2), "{more:?}: {resources}");
        }
    }
}

#[test]
fn a_sum_in_csv_holds_no_formula() {
    let dir = folder("package-formula");
    write(&dir, "a.csv", "code,=cmd,amount (CNY)\n201,\"=HYPERLINK(\"\"x\"\",1)\",-100\n");
    let (code, text, message) = daylight(&["sum", &path(&dir, "a.csv"), "--by", "code,=cmd", "--format", "csv"]);
    assert_eq!(code, Some(0), "{message}");
    assert_eq!(text, "\u{feff}code,'=cmd,currency,amount,count\r\n201,\"'=HYPERLINK(\"\"x\"\",1)\",CNY,-100.00,1\r\n");
}

#[test]
fn an_unknown_dimension_lists_each_known_one_once() {
    let dir = folder("package-dimension");
    let resource = |name: &str| format!(r#"{{"name": "{name}", "path": "{name}.csv", SCHEMA}}"#);
    write(&dir, "datapackage.json", descriptor(&format!("[{}, {}]", resource("a"), resource("b"))));
    write(&dir, "a.csv", "code,amount\n201,5\n");
    write(&dir, "b.csv", "code,amount\n203,6\n");
    let (code, _, message) = daylight(&["sum", &path(&dir, ""), "--by", "nothing"]);
    assert_eq!(code, Some(2));
    assert_eq!(message.matches("amount").count(), 1, "{message}");
}

#[test]
fn every_subcommand_reads_a_lone_table_in_its_encoding() {
    let dir = folder("package-encoding");
    // Code, name and amount in yuan, 201, education, 7, in GBK.
    let table = b"\xb1\xe0\xc2\xeb,\xc3\xfb\xb3\xc6,\xbd\xf0\xb6\xee(\xd4\xaa)\n201,\xbd\xcc\xd3\xfd,7\n";
    write(&dir, "a.csv", table);
    let file = path(&dir, "a.csv");
    for subcommand in [&["check"][..], &["sum"], &["render", "--widget", "budget"]] {
        let run = |more: &[&str]| daylight(&[subcommand, &[&file], more].concat());
        let (code, text, message) = run(&["--encoding", "gbk"]);
        assert_eq!(code, Some(0), "{subcommand:?}: {text}{message}");
        assert_eq!(run(&[]).0, Some(2), "{subcommand:?}");
        let (code, _, message) = run(&["--encoding", "nonsense"]);
        assert!(code == Some(2) && message.contains("'nonsense'"), "{subcommand:?}: {message}");
    }
    let (_, text, _) = daylight(&["render", &file, "--encoding", "gbk", "--widget", "budget", "--lang", "zh-CN"]);
    assert!(text.contains("按编码划分"), "by the column that the file names: {text}");
}

#[test]
fn a_language_without_words_is_refused_by_every_subcommand() {
    for subcommand in [
        &["check"][..],
        &["sum"],
        &["publish", "--out", "x"],
        &["render", "--widget", "budget"],
        &["doctor"],
        &["verify"],
    ] {
        let (code, _, message) = daylight(&[subcommand, &["a.csv", "--lang", "fr"]].concat());
        assert!(code == Some(2) && message.contains("en, zh-Hans"), "{subcommand:?}: {message}");
    }
}

#[test]
fn a_link_that_would_run_is_refused() {
    let dir = folder("package-link");
    write(&dir, "a.csv", "code,amount (CNY)\n201,5\n");
    let render = |src: &str| daylight(&["render", &path(&dir, "a.csv"), "--widget", "budget", "--src", src]);
    let (code, text, message) = render("data/a.csv");
    assert!(code == Some(0) && text.contains("href=\"data/a.csv\""), "{text}{message}");
    let (code, text, message) = render("javascript:alert(1)");
    assert!(code == Some(2) && text.is_empty() && message.contains("https://"), "{message}");
}
