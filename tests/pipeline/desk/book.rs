//! A workbook of Excel 97 to 2003, written record by record ([MS-XLS]): a sheet in, the bytes of its file out. For the samples of
//! the demonstration, which no program of ours reads back before another one has.

use daylight_tests::container::compound_file;

/// What a cell holds.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// Nothing.
    Blank,
    /// A text.
    Text(&'a str),
    /// An amount with two decimals.
    Amount(f64),
    /// A whole number, of which fifteen digits are kept.
    Whole(f64),
}

/// A sheet.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its rows.
    pub rows: Vec<Vec<Cell<'a>>>,
    /// The columns that are hidden, from zero.
    pub hidden: &'a [u16],
}

/// The first style of cells; styles before it are those of the program itself.
const STYLE: u16 = 15;

/// The formats of the styles of cells: as typed, two decimals with marks between thousands, a whole number.
const FORMATS: [u16; 3] = [0, 4, 1];

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// Numbers of two bytes, one after the other.
fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// The characters of a string, each in two bytes.
fn characters(text: &str) -> Vec<u8> {
    let mut bytes = vec![1];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

fn count(text: &str) -> u16 {
    text.encode_utf16().count() as u16
}

/// The beginning of the globals (5) or of a sheet (16).
fn beginning(kind: u16) -> Vec<u8> {
    record(0x0809, &words(&[0x0600, kind, 0x0dbb, 0x07cc, 0x00c1, 0, 0x0006, 0]))
}

fn end() -> Vec<u8> {
    record(0x000a, &[])
}

/// A style: its format, and whether it is one of cells.
fn style(format: u16, is_of_cells: bool) -> Vec<u8> {
    let parent = if is_of_cells { 0x0001 } else { 0xfff5 };
    let mut data = words(&[0, format, parent]);
    data.extend([0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xc0, 0x20]);
    record(0x00e0, &data)
}

/// What the sheets share; `start` is where the first sheet begins.
fn globals(sheet: &Sheet<'_>, strings: &[&str], start: u32) -> Vec<u8> {
    let font = [words(&[220, 0, 0x7fff, 400, 0]), vec![0, 0, 134, 0, count("宋体") as u8], characters("宋体")].concat();
    let shared: Vec<u8> = strings.iter().flat_map(|text| [words(&[count(text)]), characters(text)].concat()).collect();
    let many = (strings.len() as u32).to_le_bytes();
    let name = [&start.to_le_bytes()[..], &[0, 0, count(sheet.name) as u8], &characters(sheet.name)].concat();
    let mut parts = vec![beginning(5), record(0x0042, &words(&[1200]))];
    parts.push(record(0x003d, &words(&[0, 0, 0x4000, 0x2000, 0x0038, 0, 0, 1, 0x0258])));
    parts.extend((0..4).map(|_| record(0x0031, &font)));
    parts.extend((0..STYLE).map(|_| style(0, false)));
    parts.extend(FORMATS.map(|format| style(format, true)));
    parts.push(record(0x0293, &[0x00, 0x80, 0, 0xff]));
    parts.push(record(0x0085, &name));
    parts.push(record(0x00fc, &[&many[..], &many, &shared].concat()));
    parts.push(end());
    parts.concat()
}

/// The sheet itself.
fn body(sheet: &Sheet<'_>, strings: &[&str]) -> Vec<u8> {
    let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0) as u16;
    let size = [&(0_u32).to_le_bytes()[..], &(sheet.rows.len() as u32).to_le_bytes(), &words(&[0, width, 0])].concat();
    let mut parts = vec![beginning(16)];
    for column in 0..width {
        let hidden = u16::from(sheet.hidden.contains(&column));
        parts.push(record(0x007d, &words(&[column, column, 22 * 256, STYLE, hidden, 0])));
    }
    parts.push(record(0x0200, &size));
    for (row, cells) in (0_u16..).zip(&sheet.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            let at = |style: u16| words(&[row, column, STYLE + style]);
            match cell {
                Cell::Blank => {}
                Cell::Text(text) => {
                    let index = strings.iter().position(|known| known == text).unwrap_or(0) as u32;
                    parts.push(record(0x00fd, &[at(0), index.to_le_bytes().to_vec()].concat()));
                }
                Cell::Amount(number) => parts.push(record(0x0203, &[at(1), number.to_le_bytes().to_vec()].concat())),
                Cell::Whole(number) => parts.push(record(0x0203, &[at(2), number.to_le_bytes().to_vec()].concat())),
            }
        }
    }
    parts.push(record(0x023e, &words(&[0x06b6, 0, 0, 0x40, 0, 0, 0, 0, 0])));
    parts.push(end());
    parts.concat()
}

/// The bytes of a file with this sheet.
pub fn book(sheet: &Sheet<'_>) -> Vec<u8> {
    let mut strings: Vec<&str> = Vec::new();
    for cell in sheet.rows.iter().flatten() {
        if let Cell::Text(text) = cell
            && !strings.contains(text)
        {
            strings.push(text);
        }
    }
    let start = globals(sheet, &strings, 0).len() as u32;
    compound_file("Workbook", &[globals(sheet, &strings, start), body(sheet, &strings)].concat())
}
