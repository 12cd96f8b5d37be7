//! Workbooks that are more or less than they seem: bombs, far-away cells, cut and locked files, files under a wrong name. Each is
//! read rightly or refused with a word, in a process that never holds 256 MB. They are written here.

use daylight_core::import::{Hiding, Workbook};
use daylight_tests::place;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rust_xlsxwriter::{Note, Workbook as Writer};
use std::fs;
use std::io::Write;
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
    let output = Command::new("bash").args(["-c", script]).arg(daylight).arg(folder).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let most = String::from_utf8_lossy(&output.stderr).trim().parse().unwrap_or(0);
    (said, output.status.code().unwrap_or(-1), most)
}

/// An archive of parts, each deflated.
fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
        deflate.write_all(text).unwrap();
        let zipped = deflate.finish().unwrap();
        let start = u32::try_from(bytes.len()).unwrap();
        let (length, size) = (u16::try_from(name.len()).unwrap(), u32::try_from(zipped.len()).unwrap());
        bytes.extend(b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0");
        bytes.extend([size.to_le_bytes(), (text.len() as u32).to_le_bytes()].concat());
        bytes.extend([length.to_le_bytes(), [0, 0]].concat());
        bytes.extend(name.as_bytes());
        bytes.extend(&zipped);
        directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0");
        directory.extend([size.to_le_bytes(), (text.len() as u32).to_le_bytes()].concat());
        directory.extend(length.to_le_bytes());
        directory.extend([0; 12]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, many) = (bytes.len() as u32, parts.len() as u16);
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([many.to_le_bytes(), many.to_le_bytes()].concat());
    bytes.extend([(directory.len() as u32).to_le_bytes(), start.to_le_bytes()].concat());
    bytes.extend([0, 0]);
    bytes
}

/// A workbook of one sheet with these strings, whose XML is given.
fn workbook(sheet: Vec<u8>, strings: Vec<u8>) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='http://schemas/{kind}' Target='{target}'/>")
    };
    let relations = |inner: String| format!("<Relationships>{inner}</Relationships>").into_bytes();
    let book =
        b"<workbook xmlns:r='r'><sheets><sheet name='Table' sheetId='1' r:id='r1'/></sheets></workbook>".to_vec();
    let inner = [relation("r1", "worksheet", "sheet.xml"), relation("r2", "sharedStrings", "strings.xml")].concat();
    archive(&[
        ("_rels/.rels", relations(relation("r1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations(inner)),
        ("xl/sheet.xml", sheet),
        ("xl/strings.xml", strings),
    ])
}

const HEADER: &str = "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>code</t></is></c>\
    <c r='B1' t='inlineStr'><is><t>amount</t></is></c></row><row r='2'><c r='A2'><v>1</v></c><c r='B2'><v>5.5</v></c></row>";
const END: &str = "</sheetData></worksheet>";

fn sheet(rows: &str) -> Vec<u8> {
    [HEADER, rows, END].concat().into_bytes()
}

fn repeated(text: &str, times: usize) -> Vec<u8> {
    [HEADER.as_bytes(), &text.as_bytes().repeat(times), END.as_bytes()].concat()
}

#[test]
fn what_would_fill_the_memory_is_refused_before_it_does() {
    let long = [b"<sst><si><t>".to_vec(), b"x".repeat(600_000), b"</t></si></sst>".to_vec()].concat();
    let one_text = [HEADER.as_bytes(), &b"x".repeat(300 << 20), END.as_bytes()].concat();
    let cases: [(&str, Vec<u8>, &str); 6] = [
        // 600 MB of rows in a file of under a megabyte.
        ("rows.xlsx", workbook(repeated("<row><c><v>1</v></c></row>", 24_000_000), Vec::new()), "workbook-too-large"),
        (
            "far.xlsx",
            workbook(sheet("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"), Vec::new()),
            "cell-far-away",
        ),
        ("text.xlsx", workbook(one_text, Vec::new()), "workbook-too-large"),
        // One long string that a hundred thousand cells share.
        ("shared.xlsx", workbook(repeated("<row><c t='s'><v>0</v></c></row>", 100_000), long), "workbook-too-large"),
        (
            "tag.xlsx",
            workbook([b"<worksheet a='".to_vec(), b"y".repeat(200 << 20), b"'/>".to_vec()].concat(), Vec::new()),
            "workbook-too-large",
        ),
        (
            "comment.xlsx",
            workbook(
                [b"<worksheet><!--".to_vec(), b"<>".repeat(100 << 20), b"--></worksheet>".to_vec()].concat(),
                Vec::new(),
            ),
            "workbook-too-large",
        ),
    ];
    for (name, bytes, rule) in cases {
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
fn a_sheet_as_large_as_is_read_stays_under_the_limit() {
    let row = |number: usize| format!("<row><c><v>{number}</v></c><c><v>{number}.25</v></c></row>");
    let rows: String = (0..900_000).map(row).collect();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("large.xlsx"), workbook(sheet(&rows), Vec::new())).unwrap();
    let (said, code, most) = check(folder.path(), "large.xlsx");
    assert!(said.contains("900001 rows read: 0 errors") && code == 0, "{said}");
    println!("900,001 rows: {most} kB");
    assert!((1..2 * MOST_KB).contains(&most), "{most} kB");
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
        ("other.xlsx", archive(&[("word/document.xml", b"<w/>".to_vec())]), "workbook-damaged", 2),
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
