//! Workbooks of any kind: bytes in, which kind they are by what they hold, and their sheets out; names of files are not believed.

use super::archive::{Archive, is_zip};
use super::fault::Fault;
use super::ods::Ods;
use super::ole::{Ole, is_ole};
use super::parts::{Said, visit_parts};
use super::sheet::{Hiding, Sheet};
use super::xls::Xls;
use super::xlsx::Xlsx;

/// A workbook.
#[derive(Debug)]
pub struct Workbook<'a> {
    kind: Kind<'a>,
    bytes: &'a [u8],
}

#[derive(Debug)]
enum Kind<'a> {
    Xlsx(Box<Xlsx<'a>>),
    Ods(Ods<'a>),
    Xls(Box<Xls>),
}

/// Which sheet of a workbook, as a Table Dialect says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// The first.
    #[default]
    First,
    /// By its name (`sheetName`).
    Named(String),
    /// By its number, from one (`sheetNumber`).
    Numbered(u32),
}

/// A text of a workbook, where it stands, and why it is not seen, if it is not.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The sheet; none for properties of the document.
    pub sheet: Option<&'a str>,
    /// Row and column, from one.
    pub cell: Option<(u32, u32)>,
    /// The text.
    pub text: &'a str,
    /// Why it is not seen.
    pub hiding: Option<Hiding>,
}

/// Whether bytes are a workbook, whatever the file is called: an archive or a compound file.
pub fn is_workbook(bytes: &[u8]) -> bool {
    is_zip(bytes) || is_ole(bytes)
}

impl<'a> Workbook<'a> {
    /// Opens a workbook.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let kind = if is_ole(bytes) {
            Kind::Xls(Box::new(Xls::open(&Ole::open(bytes)?)?))
        } else {
            let archive = Archive::open(bytes)?;
            if archive.has("content.xml") {
                Kind::Ods(Ods::open(archive)?)
            } else {
                Kind::Xlsx(Box::new(Xlsx::open(archive)?))
            }
        };
        Ok(Self { kind, bytes })
    }

    /// The ending that its name should have.
    pub fn format(&self) -> &'static str {
        match self.kind {
            Kind::Xlsx(_) => "xlsx",
            Kind::Ods(_) => "ods",
            Kind::Xls(_) => "xls",
        }
    }

    /// The names of the sheets in their order, and whether each is hidden.
    pub fn sheets(&self) -> Vec<(String, bool)> {
        match &self.kind {
            Kind::Xlsx(book) => book.sheets(),
            Kind::Ods(book) => book.sheets(),
            Kind::Xls(book) => book.sheets(),
        }
    }

    /// Reads a sheet by its position.
    pub fn sheet(&self, index: usize) -> Result<Sheet, Fault> {
        match &self.kind {
            Kind::Xlsx(book) => book.sheet(index),
            Kind::Ods(book) => book.sheet(index),
            Kind::Xls(book) => book.sheet(index),
        }
    }

    /// Reads the sheet that a descriptor asks for.
    pub fn find(&self, which: &Which) -> Result<Sheet, Fault> {
        let sheets = self.sheets();
        let index = match which {
            Which::First => Some(0),
            Which::Named(name) => sheets.iter().position(|(known, _)| known.trim() == name.trim()),
            Which::Numbered(number) => (*number as usize).checked_sub(1),
        };
        match index.filter(|index| *index < sheets.len()) {
            Some(index) => self.sheet(index),
            None => {
                let wanted = match which {
                    Which::First => "1".to_owned(),
                    Which::Named(name) => name.clone(),
                    Which::Numbered(number) => number.to_string(),
                };
                Err(Fault::NoSheet { wanted, sheets: sheets.into_iter().map(|(name, _)| name).collect() })
            }
        }
    }

    /// Shows every text of the workbook: cells, hidden ones and those of hidden sheets included, notes, and properties of the
    /// document. One sheet is held at a time.
    ///
    /// # Errors
    /// Where a part of the workbook cannot be read.
    pub fn visit(&self, mut visit: impl FnMut(Found<'_>)) -> Result<(), Fault> {
        for index in 0..self.sheets().len() {
            let sheet = self.sheet(index)?;
            sheet.visit(|row, column, text, hiding| {
                visit(Found { sheet: Some(&sheet.name), cell: Some((row, column)), text, hiding });
            });
        }
        for text in &self.properties()? {
            visit(Found { sheet: None, cell: None, text, hiding: Some(Hiding::Property) });
        }
        Ok(())
    }

    /// Shows what stands in the workbook and is no cell, no note and no property: names, headers of pages, lists, formulas, titles.
    ///
    /// # Errors
    /// Where a part holds more than is read.
    pub fn visit_parts(&self, mut visit: impl FnMut(Said<'_>)) -> Result<(), Fault> {
        match &self.kind {
            Kind::Xls(book) => {
                book.visit_parts(&mut visit);
                Ok(())
            }
            // Opened again, so that what was unzipped for the cells does not count twice.
            Kind::Xlsx(_) | Kind::Ods(_) => visit_parts(&Archive::open(self.bytes)?, &mut visit),
        }
    }

    /// What the document says of itself: its author, a title.
    ///
    /// # Errors
    /// Where that part cannot be read.
    pub fn properties(&self) -> Result<Vec<String>, Fault> {
        let properties = match &self.kind {
            Kind::Xlsx(book) => book.properties()?,
            Kind::Ods(book) => book.properties()?,
            Kind::Xls(book) => book.properties(),
        };
        Ok(properties.into_iter().map(|(_, text)| text).collect())
    }
}
