//! Small files that would be large: names and rules in, files out that a reader must refuse before they fill its memory. Host and
//! browser read the same.

use crate::container;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use std::io::Write;

/// Bytes as an archive deflates them.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::fast());
    deflate.write_all(bytes).expect("memory");
    deflate.finish().expect("memory")
}

/// A workbook of one sheet with these strings, whose XML is given.
pub fn workbook(sheet: Vec<u8>, strings: Vec<u8>) -> Vec<u8> {
    container::workbook(8, sheet, strings, deflated)
}

const HEADER: &str = "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>code</t></is></c>\
    <c r='B1' t='inlineStr'><is><t>amount</t></is></c></row><row r='2'><c r='A2'><v>1</v></c><c r='B2'><v>5.5</v></c></row>";
const END: &str = "</sheetData></worksheet>";

/// A sheet with a header, a row and these rows.
pub fn sheet(rows: &str) -> Vec<u8> {
    [HEADER, rows, END].concat().into_bytes()
}

/// The same with a row that comes again and again.
fn repeated(text: &str, times: usize) -> Vec<u8> {
    [HEADER.as_bytes(), &text.as_bytes().repeat(times), END.as_bytes()].concat()
}

/// Workbooks of less than 4 MB that would fill the memory: name, bytes and the rule that refuses each.
pub fn bombs() -> [(&'static str, Vec<u8>, &'static str); 6] {
    let long = [b"<sst><si><t>".to_vec(), b"x".repeat(600_000), b"</t></si></sst>".to_vec()].concat();
    let one_text = [HEADER.as_bytes(), &b"x".repeat(300 << 20), END.as_bytes()].concat();
    [
        // More rows than are read.
        ("rows.xlsx", workbook(repeated("<row><c><v>1</v></c></row>", 4_500_000), Vec::new()), "workbook-too-large"),
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
            workbook([b"<worksheet a='".to_vec(), b"y".repeat(20 << 20), b"'/>".to_vec()].concat(), Vec::new()),
            "workbook-too-large",
        ),
        (
            "comment.xlsx",
            workbook(
                [b"<worksheet><!--".to_vec(), b"<>".repeat(10 << 20), b"--></worksheet>".to_vec()].concat(),
                Vec::new(),
            ),
            "workbook-too-large",
        ),
    ]
}

/// A workbook that asks for a password: Excel keeps its parts in one stream, encrypted.
pub fn locked() -> Vec<u8> {
    container::compound_file("EncryptedPackage", &[7; 4096])
}

/// A text of so many bytes, zipped.
pub fn zipped(many: usize) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    let part = [b'1'; 1 << 16];
    for _ in 0..many >> 16 {
        gzip.write_all(&part).expect("memory");
    }
    gzip.finish().expect("memory")
}
