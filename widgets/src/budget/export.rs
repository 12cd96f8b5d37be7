//! Files to take away: a figure in, a named file out, with source, status and date in it; cannot fail.

use crate::load::Loaded;
use daylight_core::figure::budget::{BudgetFigure, Wish};

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// `csv` or `svg`.
    pub format: String,
    /// Its media type.
    pub media: &'static str,
    /// Its content.
    pub text: String,
}

/// The file of a format: `svg`, else the table as CSV.
pub fn export(loaded: &Loaded, format: &str, figure: &BudgetFigure, wish: &Wish) -> File {
    let stem = if loaded.model.about.name.is_empty() { "budget" } else { &loaded.model.about.name };
    let text = loaded.export(format, figure, wish);
    let (format, media) = if format == "svg" { ("svg", "image/svg+xml") } else { ("csv", "text/csv;charset=utf-8") };
    File { name: [stem, ".", format].concat(), format: format.to_owned(), media, text }
}
