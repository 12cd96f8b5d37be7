//! Files to take away: what is shown in, a named file out, with source, status and date in it; cannot fail.

use crate::load::Loaded;
use daylight_core::figure::budget::{Wish, export_facts, export_table};
use daylight_core::figure::svg::{SvgOptions, write_svg};

const CSV: &str = "text/csv;charset=utf-8";

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

/// The file of a format: `svg`, `facts` (all figures), else the table shown, as CSV.
pub fn export(loaded: &Loaded, format: &str, wish: &Wish) -> File {
    let stem = if loaded.model.about.name.is_empty() { "budget" } else { &loaded.model.about.name };
    let Loaded { model, words, profile, .. } = loaded;
    let (format, media, text) = match format {
        "svg" => {
            let figure = loaded.place(&Wish { bare: false, ..wish.clone() });
            let options = SvgOptions { with_credit: true, ..SvgOptions::default() };
            ("svg", "image/svg+xml", write_svg(&figure, options))
        }
        "facts" => ("csv", CSV, export_facts(model, words.lang())),
        _ => ("csv", CSV, export_table(model, wish, words, profile)),
    };
    File { name: [stem, ".", format].concat(), format: format.to_owned(), media, text }
}
