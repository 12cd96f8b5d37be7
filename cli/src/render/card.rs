//! A figure in, the card that other sites show beside a link to it out, as SVG: title, total, source and date, and the picture.
//! Cannot fail.

use daylight_core::figure::budget::{BudgetFigure, Wish};
use daylight_core::figure::palette::Theme;
use daylight_core::figure::svg::{SvgOptions, Use, write_svg};
use daylight_core::profile::Profile;
use daylight_core::text::wrap;
use daylight_core::words::Words;
use daylight_widgets::view::push_escaped;

/// What most sites ask for.
pub const SIZE_PX: (u32, u32) = (1200, 630);

/// From the edge to whatever is on it.
const MARGIN_PX: u32 = 48;
/// No sentence says an amount with more.
const MOST_DECIMALS: u8 = 4;
/// Of the column of words, to the left of the picture.
const COLUMN_PX: u32 = 430;

/// The wish with which the figure is placed for a card.
pub fn wish(wish: Wish) -> Wish {
    let picture = (SIZE_PX.0 - 3 * MARGIN_PX - COLUMN_PX, SIZE_PX.1 - 2 * MARGIN_PX);
    Wish { width_px: picture.0, height_px: picture.1, least_px: 44, font_px: 22, ..wish }
}

/// Writes the card.
pub fn write(figure: &BudgetFigure, words: &Words, profile: &Profile) -> String {
    let palette = Theme::default().palette();
    let (width, height) = SIZE_PX;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" fill=\"{}\"><rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
        palette.ink, palette.ground
    );
    let mut top = MARGIN_PX;
    for (text, style) in [(&figure.name, TITLE), (&total(figure, words, profile), TOTAL), (&figure.status, SMALL)] {
        top = push_block(&mut out, text, style, top) + 20;
    }
    let sources: Vec<&str> = figure.sources.iter().map(|source| source.text.as_str()).collect();
    let sources = match sources.as_slice() {
        [] => figure.publisher.text.clone(),
        some => words.fill("sources", &[("sources", &some.join(words.text("join.list")))]),
    };
    // What tells where it comes from stands at the foot, however long the title is.
    let invented = words.text("remark.illustrative");
    let invented = if figure.remarks.iter().any(|remark| remark == invented) { invented } else { "" };
    let foot = [invented, &sources, &figure.as_of];
    let mut top = height - MARGIN_PX - foot.iter().map(|text| height_px(text, SMALL)).sum::<u32>();
    for text in foot {
        top = push_block(&mut out, text, SMALL, top);
    }
    out.push_str(&format!("<g transform=\"translate({} {MARGIN_PX})\">", 2 * MARGIN_PX + COLUMN_PX));
    out.push_str(&write_svg(figure, SvgOptions { use_as: Use::Image, ..SvgOptions::default() }));
    out + "</g></svg>"
}

/// The total with its unit, and with as many decimals as the sentence says it with.
fn total(figure: &BudgetFigure, words: &Words, profile: &Profile) -> String {
    let of_language = words.units();
    let mut units = profile.units_in(words.lang()).into_iter().chain(&of_language);
    let unit = units.find(|unit| unit.id == figure.granted.unit);
    let said = unit.and_then(|unit| {
        let said = |decimals| words.amount(figure.total, figure.currency, unit, decimals);
        (0..=MOST_DECIMALS).rev().map(said).find(|said| figure.sentence.contains(said.as_str()))
    });
    said.unwrap_or_else(|| words.exact_with_currency(figure.total, figure.currency))
}

/// How a text is set.
#[derive(Clone, Copy)]
struct Style {
    size_px: u32,
    strong: bool,
    most_lines: usize,
}

const TITLE: Style = Style { size_px: 36, strong: true, most_lines: 5 };
const TOTAL: Style = Style { size_px: 38, strong: false, most_lines: 2 };
const SMALL: Style = Style { size_px: 22, strong: false, most_lines: 3 };

impl Style {
    /// From baseline to baseline.
    fn line_px(self) -> u32 {
        self.size_px * 5 / 4
    }
}

/// The lines of a text in the column; strong type is wider by a seventh.
fn lines(text: &str, style: Style) -> Vec<String> {
    let room = (COLUMN_PX * 1000 / style.size_px) as i32;
    wrap(text, if style.strong { room * 7 / 8 } else { room }, style.most_lines).lines
}

fn height_px(text: &str, style: Style) -> u32 {
    lines(text, style).len() as u32 * style.line_px()
}

/// Adds a text from `top` on; returns where it ends.
fn push_block(out: &mut String, text: &str, style: Style, mut top: u32) -> u32 {
    let weight = if style.strong { " font-weight=\"600\"" } else { "" };
    for line in lines(text, style) {
        let baseline = top + style.size_px;
        out.push_str(&format!("<text x=\"{MARGIN_PX}\" y=\"{baseline}\" font-size=\"{}\"{weight}>", style.size_px));
        // XML cannot hold characters that control.
        push_escaped(out, &line.replace(char::is_control, " "));
        out.push_str("</text>");
        top += style.line_px();
    }
    top
}
