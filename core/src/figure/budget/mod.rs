//! The figure of `<daylight-budget>`: a model and a reader's wish in, picture, table and words out; cannot fail.

mod beside;
mod choose;
mod export;
mod link;
mod parts;
mod picture;
mod place;
mod refusal;
mod search;
mod sentence;
#[cfg(test)]
pub(crate) mod sketch;
pub mod statutory;
mod table;
#[cfg(test)]
mod tests;
mod unit;
mod wish;

pub use export::{export_descriptor, export_facts, export_table};
pub(in crate::figure) use link::{link, report, said};
pub use place::place_budget;
pub use refusal::Refusal;
pub use search::{Hit, search};
pub(in crate::figure) use unit::choose_unit;
pub use wish::{View, Wish};

use super::chart::{Chart, Plan};
use super::layout::Rect;
use crate::money::{Amount, Currency};
use statutory::Statutory;
use std::sync::Arc;

/// All that the element shows, in the reader's language.
#[derive(Clone, Debug, Default)]
pub struct BudgetFigure {
    /// The data's title.
    pub title: String,
    /// The title and what is chosen, for the landmark's name and the document: "Budget 2025 · Education".
    pub name: String,
    /// From the whole to where the reader stands; the last one is here.
    pub crumbs: Vec<Crumb>,
    /// What can be switched: dimension, year, phase, direction, currency, unit. Switches with one option only are left out.
    pub switches: Vec<Switch>,
    /// The picture.
    pub picture: Picture,
    /// The chart with axes that stands in the picture's place when it has been drawn, which `daylight_widgets::chart` does.
    pub plan: Option<Arc<Plan>>,
    /// The statutory tables that stand in place of picture and table, where the view is of them.
    pub statutory: Option<Arc<Statutory>>,
    /// One sentence that says what the picture shows.
    pub sentence: String,
    /// Further remarks: negative amounts, what is left out, "plain sum would double", illustrative data.
    pub remarks: Vec<String>,
    /// The complete table of the same level; empty where nobody looks at it.
    pub table: Table,
    /// The unit, printed once: "Unit: 10,000 yuan".
    pub unit_line: String,
    /// "Source: …" with links.
    pub sources: Vec<Link>,
    /// Status of the figures in words: "approved budget".
    pub status: String,
    /// "Data as of 20 August 2025".
    pub as_of: String,
    /// Who publishes it.
    pub publisher: Link,
    /// What must stay with a picture that leaves the page, a paragraph each: what is not named in full, what is left out, the
    /// remarks, and in one line unit, source, publisher, status, date, version and licence. None in a bare figure.
    pub credit: Vec<String>,
    /// "Version 2025-08-20", if the package states one.
    pub version: Option<String>,
    /// "Licence: …", if the package states one.
    pub licence: Option<String>,
    /// Whom to tell of an error in the figures: addresses of the package's contact.
    pub contact: Vec<Link>,
    /// How many rows of the file add up to the total.
    pub rows: u64,
    /// Total of what is shown, exactly.
    pub total: Amount,
    /// Its currency.
    pub currency: Currency,
    /// Why there is nothing to show, if there is nothing.
    pub empty: Option<String>,
    /// The wish as it was granted: defaults filled in, unknown values replaced.
    pub granted: Wish,
    /// What was asked for and does not exist.
    pub refused: Vec<Refusal>,
    /// The slice without which an outline cannot show what was asked for.
    pub needs: Option<u32>,
}

/// A step of the way down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crumb {
    /// Its words.
    pub label: String,
    /// The path that leads there: codes joined by `/`; blank for the whole.
    pub path: String,
}

/// A choice between options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Switch {
    /// `dimension`, `year`, `phase`, `direction`, `currency`, `unit`: the attribute that it sets.
    pub id: &'static str,
    /// Its label.
    pub label: String,
    /// Its options, in order.
    pub options: Vec<Choice>,
}

/// An option of a switch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The attribute's value.
    pub id: String,
    /// Its words.
    pub label: String,
    /// Whether it is the one in force.
    pub chosen: bool,
}

/// A link from data: checked to be http, https, mailto or tel; otherwise `href` is `None` and the text stands alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Its words.
    pub text: String,
    /// Its address.
    pub href: Option<String>,
    /// The language of its words, where that is not the reader's; for the `lang` attribute.
    pub lang: Option<String>,
}

/// What kind of picture it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PictureKind {
    /// Areas proportional to amounts; no amount is negative.
    #[default]
    Treemap,
    /// Bars from a common zero, to both sides: signs are mixed.
    Bars,
    /// A chart with axes.
    Chart,
}

/// A picture: marks placed in a frame. Lengths are in hundredths of a pixel, so that neighbours share an edge exactly.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// What it is.
    pub kind: PictureKind,
    /// Width of the frame in hundredths of a pixel.
    pub width: i32,
    /// Height of the frame in hundredths of a pixel.
    pub height: i32,
    /// The marks, largest first; the reading order.
    pub marks: Vec<Mark>,
    /// For bars: the line that all bars start from, in hundredths of a pixel from the left.
    pub zero: i32,
    /// Parts too small even as "others": buttons under the picture, with their share.
    pub below: Vec<Mark>,
    /// How much of the total the picture covers, in thousandths.
    pub covered_permille: i64,
    /// The chart with axes that the marks are those of.
    pub chart: Option<Arc<Chart>>,
}

/// A rectangle that stands for a part: a cell of a treemap, or the whole row of a bar.
#[derive(Clone, Debug, Default)]
pub struct Mark {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// For bars: where the bar itself lies inside the row.
    pub bar: Option<Rect>,
    /// The path it opens: codes joined by `/`. `None` where there is nothing below (a leaf).
    pub opens: Option<String>,
    /// Its own path, leaf or not; `None` for "others".
    pub path: Option<String>,
    /// How many parts it stands for: 1, or more for "others".
    pub parts: u32,
    /// The words on it, already broken into lines that fit; blank where nothing fits.
    pub lines: Vec<TextLine>,
    /// Its name in full: label, amount with unit, share, "below zero" and "others" in words.
    pub name: String,
    /// Label alone.
    pub label: String,
    /// Amount in words, with its unit.
    pub amount_words: String,
    /// The exact amount.
    pub amount: Amount,
    /// Share of the whole in words.
    pub share_words: String,
    /// Which of the quiet colours: 0 to 7; 8 is "others", 9 negative.
    pub tone: u8,
}

/// A line of text on a mark, placed inside the picture's frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextLine {
    /// The text.
    pub text: String,
    /// Left edge in hundredths of a pixel.
    pub x: i32,
    /// Baseline in hundredths of a pixel.
    pub baseline: i32,
    /// Size in hundredths of a pixel.
    pub size: i32,
    /// Whether it is the label (strong) or the amount.
    pub strong: bool,
}

/// The complete table of the level shown.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its caption, which says what, when and in which phase.
    pub caption: String,
    /// Column headers: code, name, the amount shown, its share, then one per other phase.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// The total row.
    pub total: Option<TableRow>,
    /// Rows that were left out because of the wish for fewer.
    pub more: u32,
    /// How the rows are sorted, as a wish says it; the usual order too.
    pub sort: String,
}

/// A column of a table.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Stable id: `code`, `name`, `amount`, `share`, `phase:<id>`.
    pub id: String,
    /// Its words.
    pub label: String,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct TableRow {
    /// Its own path.
    pub path: String,
    /// The path it opens, if there is anything below.
    pub opens: Option<String>,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What is printed; a blank amount says "not stated", never 0.
    pub text: String,
    /// For sorting numbers: the exact minor units or permille, as an integer.
    pub sort: Option<i128>,
}
