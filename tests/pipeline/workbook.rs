//! Workbooks that are more or less than they seem: bombs, far-away cells, cut and locked files, files under a wrong name. Each is
//! read rightly or refused with a word, in a process that never holds 256 MB. They are written here.

use daylight_core::import::{Found, Hiding, Workbook};
use daylight_tests::bomb::{self, sheet, workbook};
use daylight_tests::{command, container, place};
use rust_xlsxwriter::{Note, Workbook as Writer};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What a page with so many amounts costs at most, in kilobytes.
const MOST_KB: u64 = 256 << 10;

/// Checks a file as a package whose table has a code and an amount; returns what was said, the exit code and the most memory
/// that the process held.
fn check(folder: &Path, name: &str) -> (String, i32, u64) {
    let schema = r#"{"fields": [{"name": "code", "columnType": "functional-classification:generic:code"},
        {"name": "amount", "columnType": "value"}],
        "extraFields": [{"name": "currency", "columnType": "value-currency:code", "constant": "EUR"}]}"#;
    let descriptor =
        format!(r#"{{"name": "a", "resources": [{{"name": "a", "path": "{name}", "schema": {schema}}}]}}"#);
    fs::write(folder.join("datapackage.json"), descriptor).unwrap();
    let daylight = place::daylight().expect("the command is built");
    // The shell reports its child's memory in kilobytes; an address space of 4 GB stops what would fill the machine.
    let script = r#"ulimit -v 4194304; "$0" check "$1" & child=$!
        while [ -r /proc/$child/status ]; do
            now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' /proc/$child/status 2>/dev/null); [ -n "$now" ] && most=$now
            sleep 0.01
        done
        wait $child; code=$?; echo "$most" >&2; exit $code"#;
    let look = || {
        let output = Command::new("bash").args(["-c", script]).arg(&daylight).arg(folder).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let most = String::from_utf8_lossy(&output.stderr).trim().parse().unwrap_or(0);
        (said, output.status.code().unwrap_or(-1), most)
    };
    // A command that ends at once may be gone before it is looked at: then it is run again.
    (0..9).map(|_| look()).find(|(.., most)| *most > 0).unwrap_or_else(look)
}

#[test]
fn what_would_fill_the_memory_is_refused_before_it_does() {
    let zipped = ("rows.csv.gz", bomb::zipped(300 << 20), "file-unreadable");
    for (name, bytes, rule) in bomb::bombs().into_iter().chain([zipped]) {
        assert!(bytes.len() < 4 << 20, "{name} is a small file: {}", bytes.len());
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        let (said, code, most) = check(folder.path(), name);
        assert!(said.contains(rule) && code == 2, "{name}: {code} {said}");
        assert!((1..MOST_KB).contains(&most), "{name} held {most} kB");
        println!("{name}: {rule}, {most} kB");
    }
}

#[test]
fn a_large_sheet_stays_under_the_limit() {
    let row = |number: usize| format!("<row><c><v>1</v></c><c><v>{number}.25</v></c></row>");
    let rows: String = (0..400_000).map(row).collect();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("large.xlsx"), workbook(sheet(&rows), Vec::new())).unwrap();
    let (said, code, most) = check(folder.path(), "large.xlsx");
    assert!(said.contains("400001 rows read: 0 errors") && code == 0, "{said}");
    println!("400,001 rows: {most} kB");
    assert!((1..MOST_KB).contains(&most), "{most} kB");
}

#[test]
fn files_under_a_wrong_name_are_told_by_what_they_hold() {
    let good = workbook(sheet(""), Vec::new());
    let cases: [(&str, Vec<u8>, &str, i32); 7] = [
        ("good.xls", good.clone(), "1 row read: 0 errors", 0),
        ("csv.xls", b"code,amount\n1,5.5\n".to_vec(), "1 row read: 0 errors", 0),
        ("html.xls", b"<html><table><tr><td>code</td></tr></table></html>".to_vec(), "file-not-data", 2),
        ("xml.xls", b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), "file-not-data", 2),
        ("cut.xlsx", good[..good.len() / 2].to_vec(), "workbook-damaged", 2),
        ("ole.xlsx", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), vec![0; 1000]].concat(), "workbook-damaged", 2),
        ("other.xlsx", container::zip(&[("word/document.xml", 0, b"<w/>".to_vec())]), "workbook-damaged", 2),
    ];
    for (name, bytes, expected, code) in cases {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        let (said, found, _) = check(folder.path(), name);
        assert!(said.contains(expected) && found == code, "{name}: {found} {said}");
    }
}

#[test]
fn every_text_is_shown_with_why_it_is_hidden() {
    let mut book = Writer::new();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_author("An Author"));
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "seen").unwrap();
    sheet.write(1, 0, "in a hidden row").unwrap();
    sheet.write(0, 1, "in a hidden column").unwrap();
    sheet.insert_note(0, 0, &Note::new("in a note").add_author_prefix(false)).unwrap();
    sheet.set_row_hidden(1).unwrap();
    sheet.set_column_hidden(1).unwrap();
    let hidden = book.add_worksheet();
    hidden.write(2, 2, "on a hidden sheet").unwrap();
    hidden.set_hidden(true);
    let bytes = book.save_to_buffer().unwrap();
    let mut found = Vec::new();
    Workbook::open(&bytes).unwrap().visit(|text| found.push((text.text.to_owned(), text.cell, text.hiding))).unwrap();
    for (text, cell, hiding) in [
        ("seen", Some((1, 1)), None),
        ("in a hidden row", Some((2, 1)), Some(Hiding::Row)),
        ("in a hidden column", Some((1, 2)), Some(Hiding::Column)),
        ("in a note", Some((1, 1)), Some(Hiding::Note)),
        ("on a hidden sheet", Some((3, 3)), Some(Hiding::Sheet)),
        ("An Author", None, Some(Hiding::Property)),
    ] {
        assert!(found.contains(&(text.to_owned(), cell, hiding)), "{text}: {found:?}");
    }
}

/// A text of a workbook: its sheet, its cell, the text and why it is hidden.
type Text = (String, (u32, u32), String, Option<Hiding>);

/// Every text of the sheets of a workbook.
fn texts(bytes: &[u8]) -> Vec<Text> {
    let mut texts = Vec::new();
    let visit = |found: Found<'_>| {
        if let (Some(sheet), Some(cell)) = (found.sheet, found.cell) {
            texts.push((sheet.to_owned(), cell, found.text.to_owned(), found.hiding));
        }
    };
    Workbook::open(bytes).unwrap().visit(visit).unwrap();
    texts
}

#[test]
fn records_of_an_old_workbook_are_cells() {
    let seed = fs::read(place::root().join("tests/fuzz/corpus-workbook/seed-records")).unwrap();
    let found = texts(&container::compound_file("Workbook", &seed[1..]));
    let expected = [
        ((1, 1), "a", None),
        ((1, 2), "單位：千元", Some(Hiding::Column)),
        ((2, 1), "2017-09-22T12:00:00", Some(Hiding::Row)),
        ((2, 2), "123.45", Some(Hiding::Row)),
        ((3, 1), "1", None),
        ((3, 2), "2", Some(Hiding::Column)),
        ((4, 1), "text", None),
        ((4, 2), "#DIV/0!", Some(Hiding::Column)),
        ((1, 1), "note", Some(Hiding::Note)),
    ];
    let expected = expected.map(|(cell, text, hiding)| ("T".to_owned(), cell, text.to_owned(), hiding));
    assert_eq!(found, expected);
}

#[test]
fn rows_and_columns_of_a_spreadsheet_that_repeat_are_cells() {
    let seed = fs::read(place::root().join("tests/fuzz/corpus-workbook/seed-ods")).unwrap();
    let found = texts(&container::zip(&[("content.xml", 0, seed[1..].to_vec())]));
    let cells: Vec<_> = found.iter().map(|(_, cell, text, hiding)| (*cell, text.as_str(), *hiding)).collect();
    let hidden = Some(Hiding::Column);
    let row = |row| [((row, 1), "1.5", hidden), ((row, 2), "1.5", None), ((row, 3), "1.5", None)];
    assert_eq!(cells, [&row(1)[..], &row(2), &[((1, 1), "n", Some(Hiding::Note))]].concat());
}

/// What another library makes of a cell, as text.
fn shown(cell: &calamine::Data) -> Option<String> {
    use calamine::Data::{Bool, Float, Int, String};
    match cell {
        String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Int(number) => Some(number.to_string()),
        // A fraction as a spreadsheet shows it: with fifteen digits.
        Float(number) => Some(format!("{number:.14e}").parse::<f64>().unwrap().to_string()),
        Bool(truth) => Some(truth.to_string().to_uppercase()),
        _ => None,
    }
}

#[test]
fn another_library_reads_the_same_from_real_workbooks() {
    use calamine::Reader;
    let Some(data) = place::data().filter(|data| data.is_dir()) else {
        place::skip("no data");
        return;
    };
    let mut compared = 0;
    for folder in ["budgets-cjk", "budgets-fdp", "fund-flows"].map(|class| data.join(class)) {
        let sets =
            fs::read_dir(folder).unwrap().flat_map(|set| fs::read_dir(set.unwrap().path()).into_iter().flatten());
        for path in sets.map(|file| file.unwrap().path()) {
            if !path.extension().is_some_and(|end| end == "xlsx" || end == "xls") {
                continue;
            }
            let ours = texts(&fs::read(&path).unwrap());
            let ours: HashMap<_, _> = (ours.iter().filter(|(.., hiding)| *hiding != Some(Hiding::Note)))
                .map(|(sheet, cell, text, _)| ((sheet.as_str(), *cell), text.as_str()))
                .collect();
            let mut theirs = calamine::open_workbook_auto(&path).unwrap();
            for (name, range) in theirs.worksheets() {
                let (top, left) = range.start().unwrap_or_default();
                for (row, column, cell) in range.used_cells() {
                    let place = (name.as_str(), (row as u32 + top + 1, column as u32 + left + 1));
                    if let Some(text) = shown(cell) {
                        assert_eq!(
                            ours.get(&place).map(|text| text.trim()),
                            Some(text.as_str()),
                            "{} {place:?}",
                            path.display()
                        );
                        compared += 1;
                    }
                }
            }
        }
    }
    println!("{compared} cells are the same");
    assert!(compared > 100_000);
}

#[test]
fn only_what_the_descriptor_names_is_published() {
    let mut book = Writer::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Machine row").unwrap();
    sheet.set_row_hidden(0).unwrap();
    for (column, header) in ["code", "telephone", "amount"].iter().enumerate() {
        sheet.write(1, column as u16, *header).unwrap();
    }
    for (row, (code, telephone, amount)) in [(2, ("1", "555-0100", 5.5)), (3, ("2", "555-0101", 7.25))] {
        sheet.write(row, 0, code).unwrap();
        sheet.write(row, 1, telephone).unwrap();
        sheet.write(row, 2, amount).unwrap();
    }
    sheet.insert_note(2, 2, &Note::new("asked by telephone")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let [package, out] = ["package", "out"].map(|name| folder.path().join(name));
    fs::create_dir(&package).unwrap();
    book.save(package.join("a.xlsx")).unwrap();
    let descriptor = r#"{"name": "a", "daylight:review": {"who": "Office", "when": "2025-01-31", "basis": "Rules", "result": "May be published"}, "resources": [{"name": "a", "path": "a.xlsx", "dialect": {"headerRows": [2]}, "schema": {
        "fields": [{"name": "code", "columnType": "functional-classification:generic:code"}, {"name": "amount", "columnType": "value"}],
        "extraFields": [{"name": "currency", "columnType": "value-currency:code", "constant": "EUR"}]}}]}"#;
    fs::write(package.join("datapackage.json"), descriptor).unwrap();
    let published = command::daylight(&["publish", package.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert!(published.status.success(), "{published:?}");
    let text = fs::read_to_string(out.join("a/a.csv")).unwrap();
    assert_eq!(text, "code,amount\n1,5.5\n2,7.25\n");
    let ours = command::sums(&out.join("a/datapackage.json"), &out.join("a"), "functional", &[]);
    assert_eq!(ours, [("1".to_owned(), 550), ("2".to_owned(), 725)]);
    assert!(!out.join("a/a.xlsx").exists(), "the spreadsheet stays");
    let verified = command::daylight(&["verify", out.to_str().unwrap()]);
    assert!(verified.status.success(), "{verified:?}");
}
