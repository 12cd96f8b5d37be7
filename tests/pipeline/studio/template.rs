//! Templates that somebody filled in: the command's workbook and a story in, a workbook out.

use daylight_core::import::Workbook;
use daylight_tests::command::daylight;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Writer, Worksheet};

/// What stands in a sheet that somebody filled in: its title in the first language, and rows of titles and values.
pub type Story<'a> = Vec<(&'a str, Vec<Vec<(&'a str, &'a str)>>)>;

/// The template of a form as the command writes it.
pub fn template(form: &str, profile: &str, languages: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_str().expect("UTF-8");
    let languages = languages.iter().flat_map(|lang| ["--lang", lang]);
    let arguments = ["template", form, "--profile", profile, "--out", out].into_iter().chain(languages);
    let written = daylight(&arguments.collect::<Vec<_>>());
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    std::fs::read(folder.path().join(format!("daylight-{form}-{profile}.xlsx"))).expect("a template")
}

/// What a spreadsheet makes of what a person types: a number, a day, or a text.
fn put(sheet: &mut Worksheet, row: u32, column: u16, value: &str) {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let date =
        (value.len() == 10 && value.starts_with("20")).then(|| ExcelDateTime::parse_from_str(value).ok()).flatten();
    match (date, value.parse::<f64>()) {
        (Some(date), _) => sheet.write_datetime_with_format(row, column, &date, &day),
        (None, Ok(number)) => sheet.write_number(row, column, number),
        (None, Err(_)) => sheet.write_string(row, column, value),
    }
    .expect("written");
}

/// Whether a header, a label or a sheet's name has a title: alone, before a unit or what stands after a colon, or before that of
/// another language.
fn is_titled(text: &str, title: &str) -> bool {
    let is_line = |line: &str| {
        let ends = ["（", " (", ":"].map(|mark| line.split(mark).next().unwrap_or(""));
        line == title || ends.contains(&title)
    };
    text.lines().any(is_line) || !title.is_ascii() && text.split([' ', '\n', '（']).next() == Some(title)
}

/// A template with a story in it. `header` changes what stands there already.
pub fn fill(bytes: &[u8], story: &Story<'_>, header: impl Fn(&str, &str) -> String) -> Vec<u8> {
    let book = Workbook::open(bytes).expect("a workbook");
    let mut out = Writer::new();
    for (index, (name, _)) in book.sheets().into_iter().enumerate() {
        let read = book.sheet(index).expect("a sheet");
        let sheet = out.add_worksheet();
        sheet.set_name(&name).expect("a name");
        let (rows, columns) = read.size();
        for (row, column) in (1..=rows).flat_map(|row| (1..=columns).map(move |column| (row, column))) {
            let text = header(&name, read.text(row, column));
            if !text.is_empty() {
                sheet.write_string(row - 1, column as u16 - 1, text).expect("written");
            }
        }
        let find = |title: &str| {
            (1..=rows)
                .rev()
                .flat_map(|row| (1..=columns).map(move |column| (row, column)))
                .find(|(row, column)| is_titled(read.text(*row, *column), title))
                .unwrap_or_else(|| panic!("{name} has no {title}"))
        };
        let own = story.iter().find(|(title, _)| is_titled(&name, title));
        for (at, cells) in (0..).zip(own.map(|(_, rows)| rows.as_slice()).unwrap_or_default()) {
            // The sheet on the package has its rows; in others they follow the header.
            let given = cells.iter().find(|(title, _)| title.is_empty()).map(|(_, label)| find(label).0);
            for (title, value) in cells.iter().filter(|(title, _)| !title.is_empty()) {
                let (head, column) = find(title);
                put(sheet, given.unwrap_or(head + 1 + at) - 1, column as u16 - 1, value);
            }
        }
    }
    out.save_to_buffer().expect("a workbook")
}
