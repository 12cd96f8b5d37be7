//! The fallback on the host: a figure and words in, the HTML that a page holds inside the element out; cannot fail.
//!
//! The boxes of the element in their order, with the picture as SVG, or as images for editors that strip `<svg>`. No `style`
//! attribute, no identifier, nothing to press but what HTML itself offers.

use crate::budget::view;
use crate::chart::draw_chart;
use crate::consultation;
use crate::page;
use crate::view::push_escaped;
use daylight_core::figure::budget::BudgetFigure;
use daylight_core::figure::consultation::ConsultationFigure;
use daylight_core::figure::funds::FundsFigure;
use daylight_core::figure::linked::Linked;
use daylight_core::figure::page::Page;
use daylight_core::figure::results::ResultsFigure;
use daylight_core::figure::svg::{SvgOptions, write_board, write_chart, write_flow, write_svg};
use daylight_core::words::Words;
use leptos::prelude::*;

/// Size of the picture in CSS pixels. Its height is the same on a phone and on a desk, so that the element that takes its place
/// can be as high, whatever the width; words are placed for a phone, and on a desk they have room to spare.
pub const PICTURE_PX: (u32, u32) = (320, 460);

/// Room beneath everything, in CSS pixels, for what only the element has: the way down, search, switches, the mark and
/// downloads. Without it they would take their place from the picture.
pub const CONTROLS_HEIGHT_PX: u32 = 200;

/// A file with the picture, as a page names it.
#[derive(Clone, Debug)]
pub struct Image {
    /// Its address.
    pub address: String,
    /// Width and height at which it is shown, in CSS pixels.
    pub size_px: (u32, u32),
}

/// The picture in two files: where `<picture>` is stripped as well, the narrow one is left and fits everywhere.
#[derive(Clone, Debug)]
pub struct Images {
    /// For a phone.
    pub narrow: Image,
    /// For windows from `WIDE_FROM` on.
    pub wide: Image,
}

/// From which width of the window on the wide file is shown, for `media`.
const WIDE_FROM: &str = "(min-width: 48em)";

/// Where the picture and the room go, until they are written.
const PICTURE: &str = "\u{e000}";
const ROOM: &str = "\u{e001}";

/// The fallback of a figure; `images` are the files that take the drawing's place, `linked` what other packages have of it, `files` addresses of the data, `level` that
/// of the heading.
pub fn render_budget(
    words: &Words,
    figure: &BudgetFigure,
    images: Option<&Images>,
    linked: Option<&Linked>,
    level: u8,
    files: &[String],
) -> String {
    let html = written(|places| view::fallback(words, figure, places, linked, level, files));
    let (picture, room) = match images {
        Some(images) => (picture(figure, images), empty_lines()),
        None => (write_svg(figure, SvgOptions::default()), empty_drawing()),
    };
    html.replacen(PICTURE, &picture, 1).replacen(ROOM, &room, 1)
}

/// The fallback of a figure of funds.
pub fn render_funds(words: &Words, figure: &FundsFigure, level: u8, files: &[String]) -> String {
    let html = written(|places| page::fallback(words, &figure.page, places, level, files));
    let picture = figure
        .flow
        .as_ref()
        .map(|flow| write_flow(flow, figure, words.lang(), SvgOptions::default()))
        .unwrap_or_default();
    html.replacen(PICTURE, &picture, 1).replacen(ROOM, &empty_drawing(), 1)
}

/// The fallback of a figure of results: the board or the chart as it is, and the words.
pub fn render_results(words: &Words, figure: &ResultsFigure, level: u8, files: &[String]) -> String {
    let html = written(|places| page::fallback(words, &figure.page, places, level, files));
    let picture = picture_of_results(words, figure, SvgOptions::default()).unwrap_or_default();
    html.replacen(PICTURE, &picture, 1).replacen(ROOM, &empty_drawing(), 1)
}

/// The fallback of a figure of a consultation: the words, the draft clause by clause, and a way to the page that takes comments.
pub fn render_consultation(words: &Words, figure: &ConsultationFigure, level: u8, files: &[String]) -> String {
    written(|_| {
        let places = [consultation::view::still(figure, level), crate::view::text("")];
        let blocks = figure.page.blocks.iter().chain(&figure.after).cloned().collect();
        page::fallback(words, &Page { blocks, ..figure.page.clone() }, places, level, files)
    })
}

/// The picture of a figure of results as SVG: its board, or what it has with axes.
pub fn picture_of_results(words: &Words, figure: &ResultsFigure, options: SvgOptions) -> Option<String> {
    let board = figure.board.as_ref().map(|board| write_board(board, figure, words.lang(), options));
    board.or_else(|| figure.plan.as_ref().map(|plan| write_chart(&draw_chart(plan, words), options)))
}

/// A view as HTML, with two places to fill.
fn written(draw: impl FnOnce([AnyView; 2]) -> AnyView) -> String {
    let html = Owner::new().with(|| draw([PICTURE, ROOM].map(crate::view::text)).to_html());
    // Leptos marks the ends of lists and keeps neighbouring texts apart; a page that is only read needs neither.
    html.replace("<!>", "")
}

/// The figure as images; the sentence says what they show.
fn picture(figure: &BudgetFigure, Images { narrow, wide }: &Images) -> String {
    let mut out = String::from("<picture><source media=\"");
    out.extend([WIDE_FROM, "\" srcset=\""]);
    push_image(&mut out, wide);
    out.push_str("><img src=\"");
    push_image(&mut out, narrow);
    out.push_str(" alt=\"");
    push_escaped(&mut out, &figure.sentence);
    out + "\"></picture>"
}

fn push_image(out: &mut String, Image { address, size_px: (width, height) }: &Image) {
    push_escaped(out, address);
    out.push_str(&format!("\" width=\"{width}\" height=\"{height}\""));
}

/// An empty drawing has a height where styles are forbidden.
fn empty_drawing() -> String {
    format!("<svg width=\"100%\" height=\"{CONTROLS_HEIGHT_PX}\" aria-hidden=\"true\"></svg>")
}

/// The same room where drawings are stripped: empty lines, of 24 pixels in a usual page.
fn empty_lines() -> String {
    let lines = "<br>".repeat(CONTROLS_HEIGHT_PX.div_ceil(24) as usize);
    format!("<p aria-hidden=\"true\">{lines}</p>")
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
        let html = render_budget(&Words::built_in("en"), &figure(), None, None, 2, &["data/datapackage.json".into()]);
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
        let html = render_budget(&Words::built_in("en"), &figure(), None, None, 3, &[]);
        assert!(html.contains("<h3>A &lt;budget&gt;</h3>"), "{html}");
        assert!(html.contains("&lt;b&gt;201"), "{html}");
        assert!(html.contains("href=\"https://example.org/?a=1&amp;b=2\""), "{html}");
    }

    #[test]
    fn the_picture_keeps_its_place() {
        let mut figure = figure();
        (figure.picture.width, figure.picture.height) = (32_000, 46_000);
        let html = render_budget(&Words::built_in("en"), &figure, None, None, 2, &[]);
        assert!(html.contains("width=\"100%\" height=\"460\""), "{html}");
    }

    #[test]
    fn images_take_the_place_of_every_drawing() {
        let image = |name: &str, width| Image { address: format!("/a&b/{name}.svg"), size_px: (width, 460) };
        let images = Images { narrow: image("narrow", 288), wide: image("wide", 640) };
        let html = render_budget(&Words::built_in("en"), &figure(), Some(&images), None, 2, &[]);
        assert!(!html.contains("<svg") && !html.contains("style="), "{html}");
        let image = "<img src=\"/a&amp;b/narrow.svg\" width=\"288\" height=\"460\" alt=\"Of 100, 34 &amp; more.\">";
        assert!(html.contains(image), "{html}");
        assert!(html.contains("srcset=\"/a&amp;b/wide.svg\" width=\"640\" height=\"460\""), "{html}");
    }
}
