//! XLS workbooks of Excel 97 to 2003 ([MS-XLS], BIFF8): a stream of records in, sheets out; formulas count by their stored value.

use super::archive::{u16_at, u32_at};
use super::biff::{Records, Strings, short_string, string};
use super::fault::Fault;
use super::limit::ITEMS;
use super::number::{date, decimal, is_date_format, is_date_number};
use super::ole::Ole;
use super::parts::{Said, visit_runs};
use super::sheet::{Range, Sheet};
use std::rc::Rc;

/// A workbook: its records, where its sheets begin, and what they share.
#[derive(Debug)]
pub struct Xls {
    stream: Vec<u8>,
    sheets: Vec<(String, bool, usize)>,
    since_1904: bool,
    strings: Rc<str>,
    ends: Vec<usize>,
    /// For each style of cells, whether it shows dates.
    dates: Vec<bool>,
    properties: Vec<(String, String)>,
}

/// Types of records.
mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const EOF: u16 = 0x000a;
    pub const NOTE: u16 = 0x001c;
    pub const DATE_MODE: u16 = 0x0022;
    pub const FILE_PASS: u16 = 0x002f;
    pub const COLUMN: u16 = 0x007d;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const MUL_RK: u16 = 0x00bd;
    pub const XF: u16 = 0x00e0;
    pub const MERGED: u16 = 0x00e5;
    pub const SST: u16 = 0x00fc;
    pub const LABEL_SST: u16 = 0x00fd;
    pub const TEXT_OBJECT: u16 = 0x01b6;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOL_OR_ERROR: u16 = 0x0205;
    pub const STRING: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const RK: u16 = 0x027e;
    pub const FORMAT: u16 = 0x041e;
    pub const BOF: u16 = 0x0809;
}

/// The version of Excel 97 and later.
const BIFF8: u16 = 0x0600;

impl Xls {
    /// Reads what the sheets share.
    pub fn open(file: &Ole<'_>) -> Result<Self, Fault> {
        if file.has("EncryptedPackage") {
            return Err(Fault::Protected);
        }
        let Some(stream) = file.stream("Workbook") else {
            return Err(if file.has("Book") { Fault::Foreign("Excel 5/95") } else { Fault::Damaged });
        };
        let mut book = Self {
            stream: Vec::new(),
            sheets: Vec::new(),
            since_1904: false,
            strings: "".into(),
            ends: Vec::new(),
            dates: Vec::new(),
            properties: Vec::new(),
        };
        book.read_globals(&stream)?;
        book.stream = stream;
        for name in ["\u{5}SummaryInformation", "\u{5}DocumentSummaryInformation"] {
            let texts = file.stream(name).map(|bytes| super::biff::property_texts(&bytes)).unwrap_or_default();
            book.properties.extend(texts.into_iter().map(|text| (name[1..].to_owned(), text)));
        }
        Ok(book)
    }

    fn read_globals(&mut self, stream: &[u8]) -> Result<(), Fault> {
        let (mut formats, mut styles): (Vec<(u16, bool)>, Vec<u16>) = (Vec::new(), Vec::new());
        let mut records = Records::new(stream, 0);
        while let Some(record) = records.next() {
            let data = record.data;
            match record.kind {
                kind::BOF if u16_at(data, 0) != Some(BIFF8) => return Err(Fault::Foreign("Excel 5/95")),
                kind::FILE_PASS => return Err(Fault::Protected),
                kind::DATE_MODE => self.since_1904 = u16_at(data, 0) == Some(1),
                kind::FORMAT => {
                    let code = string(data, 2).unwrap_or_default();
                    formats.push((u16_at(data, 0).unwrap_or(0), is_date_format(&code)));
                }
                kind::XF => styles.push(u16_at(data, 2).unwrap_or(0)),
                kind::BOUND_SHEET => {
                    let start = u32_at(data, 0).ok_or(Fault::Damaged)? as usize;
                    let (state, form) = (data.get(4).copied().unwrap_or(0), data.get(5).copied().unwrap_or(0));
                    // Forms other than 0 are charts and macros.
                    if form == 0 {
                        let name = short_string(data, 6).ok_or(Fault::Damaged)?;
                        self.sheets.push((name, state & 3 != 0, start));
                    }
                }
                kind::SST => {
                    let (strings, ends) = Strings::new(data, &mut records).read_all()?;
                    (self.strings, self.ends) = (strings.into(), ends);
                }
                kind::EOF => break,
                _ => {}
            }
            if formats.len() > ITEMS || styles.len() > ITEMS || self.sheets.len() > ITEMS {
                return Err(Fault::TooLarge);
            }
        }
        let is_date = |format: &u16| {
            let own = formats.iter().find(|(known, _)| known == format);
            own.map_or(is_date_number(u32::from(*format)), |(_, is_date)| *is_date)
        };
        self.dates = styles.iter().map(is_date).collect();
        Ok(())
    }

    /// The names of the sheets, and whether each is hidden.
    pub fn sheets(&self) -> Vec<(String, bool)> {
        self.sheets.iter().map(|(name, hidden, _)| (name.clone(), *hidden)).collect()
    }

    /// The properties of the document that hold text.
    pub fn properties(&self) -> Vec<(String, String)> {
        self.properties.clone()
    }

    /// Shows texts in records that are no cells: headers of pages, names, lists, formulas, links.
    pub fn visit_parts(&self, visit: &mut dyn FnMut(Said<'_>)) {
        /// Pictures, which have no texts.
        const PICTURES: [u16; 3] = [0x007f, 0x00eb, 0x00ec];
        const CELLS: [u16; 8] = [
            kind::SST,
            kind::LABEL_SST,
            kind::LABEL,
            kind::STRING,
            kind::NUMBER,
            kind::RK,
            kind::MUL_RK,
            kind::TEXT_OBJECT,
        ];
        /// A record that goes on with the one before it.
        const CONTINUE: u16 = 0x003c;
        let mut records = Records::new(&self.stream, 0);
        let mut is_told = false;
        while let Some(record) = records.next() {
            if record.kind != CONTINUE {
                is_told = !CELLS.contains(&record.kind) && !PICTURES.contains(&record.kind);
            }
            if is_told {
                visit_runs("Workbook", record.data, visit);
            }
        }
    }

    /// Reads a sheet.
    pub fn sheet(&self, index: usize) -> Result<Sheet, Fault> {
        let (name, hidden, start) = self.sheets.get(index).ok_or(Fault::Damaged)?;
        let mut sheet = Sheet::new(name, *hidden, Rc::clone(&self.strings));
        let mut records = Records::new(&self.stream, *start);
        if records.next().is_none_or(|record| record.kind != kind::BOF) {
            return Err(Fault::Damaged);
        }
        // Charts lie inside sheets, with a beginning and an end of their own.
        let (mut depth, mut waiting, mut places, mut texts) = (1_u32, None, Vec::new(), Vec::new());
        loop {
            let record = records.next().ok_or(Fault::Damaged)?;
            match record.kind {
                kind::BOF => depth += 1,
                kind::EOF => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                _ if depth > 1 => {}
                kind::STRING => {
                    if let (Some((row, column)), Some(text)) = (waiting.take(), string(record.data, 0)) {
                        sheet.put(row, column, &text)?;
                    }
                }
                kind::NOTE => places.push(place(record.data).unwrap_or((1, 1))),
                kind::TEXT_OBJECT => texts.push(records.continued_text()),
                kind => {
                    let found = self.read_cell(kind, record.data, &mut sheet)?;
                    waiting = found.or(waiting);
                }
            }
            if places.len() > ITEMS || texts.len() > ITEMS {
                return Err(Fault::TooLarge);
            }
        }
        for (index, text) in texts.into_iter().enumerate() {
            let (row, column) = places.get(index).copied().unwrap_or((1, 1));
            sheet.note(row, column, text)?;
        }
        Ok(sheet.finished())
    }

    /// Reads a record of cells, rows or columns; returns the cell whose text the next record holds.
    fn read_cell(&self, kind: u16, data: &[u8], sheet: &mut Sheet) -> Result<Option<(u32, u32)>, Fault> {
        let number = |at: usize| u16_at(data, at).ok_or(Fault::Damaged);
        let Some((row, column)) = place(data) else { return Ok(None) };
        match kind {
            kind::LABEL_SST => {
                let index = u32_at(data, 6).ok_or(Fault::Damaged)? as usize;
                let end = *self.ends.get(index).ok_or(Fault::Damaged)?;
                sheet.put_shared(row, column, (if index == 0 { 0 } else { self.ends[index - 1] }, end))?;
            }
            kind::LABEL => sheet.put(row, column, &string(data, 6).ok_or(Fault::Damaged)?)?,
            kind::NUMBER => {
                let bytes = data.get(6..14).and_then(|bytes| bytes.try_into().ok()).ok_or(Fault::Damaged)?;
                self.put_number((row, column), number(4)?, f64::from_le_bytes(bytes), sheet)?;
            }
            kind::RK => self.put_number((row, column), number(4)?, rk(data, 6).ok_or(Fault::Damaged)?, sheet)?,
            kind::MUL_RK => {
                for (index, at) in (4..data.len().saturating_sub(6)).step_by(6).enumerate() {
                    let value = rk(data, at + 2).ok_or(Fault::Damaged)?;
                    self.put_number((row, column + index as u32), number(at)?, value, sheet)?;
                }
            }
            kind::FORMULA => {
                let value: [u8; 8] = data.get(6..14).and_then(|bytes| bytes.try_into().ok()).ok_or(Fault::Damaged)?;
                match value {
                    [0, .., 0xff, 0xff] => return Ok(Some((row, column))),
                    [1, _, truth, .., 0xff, 0xff] => {
                        sheet.put(row, column, if truth == 1 { "TRUE" } else { "FALSE" })?
                    }
                    [2, _, error, .., 0xff, 0xff] => sheet.put(row, column, error_text(error))?,
                    [3, .., 0xff, 0xff] if was_never_worked_out(data) => sheet.put(row, column, "=")?,
                    [.., 0xff, 0xff] => {}
                    _ => self.put_number((row, column), number(4)?, f64::from_le_bytes(value), sheet)?,
                }
            }
            kind::BOOL_OR_ERROR => {
                let (value, is_error) = (data.get(6).copied().unwrap_or(0), data.get(7) == Some(&1));
                let truth = if value == 1 { "TRUE" } else { "FALSE" };
                sheet.put(row, column, if is_error { error_text(value) } else { truth })?;
            }
            // The flag of a row of no height.
            kind::ROW if number(12)? & 0x20 != 0 => sheet.hide_rows(row, row)?,
            kind::COLUMN if number(8)? & 1 != 0 => {
                sheet.hidden_columns.push((u32::from(number(0)?) + 1, u32::from(number(2)?) + 1));
            }
            kind::MERGED => {
                for at in (2..data.len().saturating_sub(7)).step_by(8) {
                    let one = |offset: usize| number(at + offset).map(|number| u32::from(number) + 1);
                    sheet.merge(Range { rows: (one(0)?, one(2)?), columns: (one(4)?, one(6)?) })?;
                }
            }
            _ => {}
        }
        if sheet.hidden_columns.len() > ITEMS { Err(Fault::TooLarge) } else { Ok(None) }
    }

    fn put_number(&self, (row, column): (u32, u32), style: u16, value: f64, sheet: &mut Sheet) -> Result<(), Fault> {
        let is_date = self.dates.get(usize::from(style)).copied().unwrap_or(false);
        let shown = is_date.then(|| date(value, self.since_1904)).flatten();
        sheet.put(row, column, &shown.unwrap_or_else(|| decimal(value)))
    }
}

/// Whether a formula whose stored value is a blank text cannot have one: no text stands in it, and it is no mere reference to a cell.
fn was_never_worked_out(data: &[u8]) -> bool {
    /// Where the tokens of a formula begin, after their length.
    const TOKENS: usize = 22;
    /// The token of a text, and those of a reference, in whichever class.
    const TEXT: u8 = 0x17;
    const REFERENCES: [u8; 2] = [0x04, 0x1a];
    let length = u16_at(data, TOKENS - 2).unwrap_or(0).into();
    let tokens = data.get(TOKENS..).map_or(&[][..], |tokens| tokens.get(..length).unwrap_or(tokens));
    let is_reference =
        length <= 7 && tokens.first().is_some_and(|first| REFERENCES.contains(&(first & 0x1f)) && *first >= 0x20);
    !tokens.is_empty() && !is_reference && !tokens.contains(&TEXT)
}

/// The row and the column with which a record of a cell begins, from one.
fn place(data: &[u8]) -> Option<(u32, u32)> {
    Some((u32::from(u16_at(data, 0)?) + 1, u32::from(u16_at(data, 2)?) + 1))
}

/// A number in four bytes: the upper bits of a float or an integer, perhaps in hundredths.
fn rk(data: &[u8], at: usize) -> Option<f64> {
    let bits = u32_at(data, at)?;
    let value =
        if bits & 2 == 0 { f64::from_bits(u64::from(bits & !3) << 32) } else { f64::from(bits.cast_signed() >> 2) };
    Some(if bits & 1 == 0 { value } else { value / 100.0 })
}

/// What a spreadsheet shows instead of a value.
fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}
