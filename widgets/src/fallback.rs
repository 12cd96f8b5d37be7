//! The fallback on the host: a figure and words in, the HTML that a page holds inside the element out; cannot fail.
//!
//! The boxes of the element in their order, with the picture as SVG. No `style` attribute, no identifier, nothing to press
//! but what HTML itself offers.

use crate::budget::view;
use daylight_core::figure::budget::BudgetFigure;
use daylight_core::figure::svg::{SvgOptions, write_svg};
use daylight_core::words::Words;
use leptos::prelude::*;

/// Size of the picture in CSS pixels. Its height is the same on a phone and on a desk, so that the element that takes its place
/// can be as high, whatever the width; words are placed for a phone, and on a desk they have room to spare.
pub const PICTURE_PX: (u32, u32) = (320, 460);

/// Room beneath everything, in CSS pixels, for what only the element has: the way down, search, switches, the mark and
/// downloads. Without it they would take their place from the picture.
pub const CONTROLS_HEIGHT_PX: u32 = 200;

/// The fallback of a figure; `files` are addresses of the data, `level` that of the heading.
pub fn render_budget(words: &Words, figure: &BudgetFigure, level: u8, files: &[String]) -> String {
    const PICTURE: &str = "\u{e000}";
    let owner = Owner::new();
    let html = owner.with(|| {
        let picture = crate::view::text(PICTURE);
        view::fallback(words, figure, picture, level, files).to_html()
    });
    // Leptos marks the ends of lists and keeps neighbouring texts apart; a page that is only read needs neither.
    let html = html.replace("<!>", "");
    html.replacen(PICTURE, &write_svg(figure, SvgOptions::default()), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use daylight_core::figure::budget::{Cell, Column, Link, Table, TableRow, Wish};

    fn figure() -> BudgetFigure {
        let cells = ["<b>201</b>", "教育 & \"road\""].map(|text| Cell { text: text.into(), sort: None }).to_vec();
        BudgetFigure {
            title: "A <budget>".into(),
            sentence: "Of 100, 34 & more.".into(),
            sources: vec![Link {
                text: "Office".into(),
                href: Some("https://example.org/?a=1&b=2".into()),
                lang: None,
            }],
            table: Table {
                columns: ["code", "name"].map(|id| Column { id: id.into(), label: id.into(), numeric: false }).to_vec(),
                rows: vec![TableRow { cells, ..TableRow::default() }],
                ..Table::default()
            },
            granted: Wish { lang: "en".into(), ..Wish::default() },
            ..BudgetFigure::default()
        }
    }

    #[test]
    fn the_fallback_is_well_formed_and_without_styles() {
        let html = render_budget(&Words::built_in("en"), &figure(), 2, &["data/datapackage.json".into()]);
        assert!(!html.contains("style="), "{html}");
        assert!(!html.contains("<!"), "{html}");
        let mut open: Vec<String> = Vec::new();
        for part in html.split('<').skip(1) {
            let (tag, _) = part.split_once('>').expect("a tag ends");
            let name: String = tag.trim_start_matches('/').chars().take_while(|char| char.is_alphanumeric()).collect();
            if tag.starts_with('/') {
                assert_eq!(open.pop().as_deref(), Some(name.as_str()), "{html}");
            } else if !tag.ends_with('/') {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }

    #[test]
    fn texts_from_data_stay_texts() {
        let html = render_budget(&Words::built_in("en"), &figure(), 3, &[]);
        assert!(html.contains("<h3>A &lt;budget&gt;</h3>"), "{html}");
        assert!(html.contains("&lt;b&gt;201"), "{html}");
        assert!(html.contains("href=\"https://example.org/?a=1&amp;b=2\""), "{html}");
    }

    #[test]
    fn the_picture_keeps_its_place() {
        let mut figure = figure();
        (figure.picture.width, figure.picture.height) = (32_000, 46_000);
        let html = render_budget(&Words::built_in("en"), &figure, 2, &[]);
        assert!(html.contains("width=\"100%\" height=\"460\""), "{html}");
    }
}
