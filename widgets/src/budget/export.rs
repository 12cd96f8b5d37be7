//! Files to take away: what is shown in, a named file out, with source, status and date in it; cannot fail.

use crate::load::Loaded;
use daylight_core::figure::budget::{Wish, export_facts, export_table};
use daylight_core::figure::svg::{FILE_WIDTH_PX, SvgOptions, Use, write_svg};
use std::ops::RangeInclusive;

const CSV: &str = "text/csv;charset=utf-8";

/// A longer part of a name is cut: some systems refuse names of more than 255 bytes.
const MOST_CHARS: usize = 32;

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
    let Loaded { words, profile, .. } = loaded;
    let model = &*loaded.model();
    let (bare, width_px) = (format != "svg", FILE_WIDTH_PX);
    let figure = loaded.place(&Wish { bare, width_px, height_px: 0, ..wish.clone() });
    let shown = &figure.granted;
    let package = if model.about.name.is_empty() { "budget" } else { &model.about.name };
    let (format, media, text, named) = match format {
        "svg" => {
            let options = SvgOptions { use_as: Use::File, ..SvgOptions::default() };
            let named = vec!["picture", &*shown.dimension, &shown.path, &shown.year, &shown.phase];
            ("svg", "image/svg+xml", write_svg(&figure, options), named)
        }
        "facts" => ("csv", CSV, export_facts(model, words.lang()), vec!["all-figures"]),
        _ if wish.view.is_of_set() => {
            let (table, text) = loaded.export_statutory(wish).unwrap_or_default();
            return File {
                name: file_name(package, &["table", &table], "csv"),
                format: "csv".to_owned(),
                media: CSV,
                text,
            };
        }
        // Every phase is in it.
        _ => {
            let named = vec!["table", &*shown.dimension, &shown.path, &shown.year];
            ("csv", CSV, export_table(model, wish, words, profile), named)
        }
    };
    File { name: file_name(package, &named, format), format: format.to_owned(), media, text }
}

/// A name of what tells a file from others.
fn file_name(package: &str, named: &[&str], format: &str) -> String {
    let parts = [&[package], named].concat().into_iter().map(safe).filter(|part| !part.is_empty());
    [&parts.collect::<Vec<String>>().join("_"), ".", format].concat()
}

/// Signs, spaces and marks of direction outside ASCII. A list, since the standard library's tables of all letters would be
/// in the first part of a page's module.
const SIGNS: [RangeInclusive<char>; 4] =
    ['\u{80}'..='\u{bf}', '\u{2000}'..='\u{2bff}', '\u{3000}'..='\u{303f}', '\u{fe00}'..='\u{ffff}'];

/// A text as part of a file's name: letters and digits of any script, dots and hyphens.
fn safe(text: &str) -> String {
    let mut safe = String::new();
    for char in text.chars().take(MOST_CHARS) {
        let other = !char.is_ascii() && !SIGNS.iter().any(|signs| signs.contains(&char));
        if char.is_ascii_alphanumeric() || char == '.' || other {
            safe.push(char);
        } else if !safe.ends_with('-') {
            safe.push('-');
        }
    }
    safe.trim_matches(['.', '-']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn names_hold_nothing_that_a_system_takes_for_something_else() {
        assert_eq!(safe("../a\\b:c*?\"<>|d\u{202e}\n"), "a-b-c-d");
        assert_eq!(safe("208/20805"), "208-20805");
        assert_eq!(safe("2014/15"), "2014-15");
        assert_eq!(safe("清河县 决算"), "清河县-决算");
        assert_eq!(safe(" / "), "");
        assert_eq!(safe(&"x".repeat(99)).len(), 32);
    }
}
