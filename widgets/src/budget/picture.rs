//! The picture as a list that can be walked: a figure and where the reader stands in, buttons placed by lengths out.

use super::act::Act;
use super::state::{Desk, State};
use crate::view::{Attrs, group, list, node, text};
use daylight_core::figure::budget::{BudgetFigure, Mark, PictureKind};
use leptos::prelude::*;

/// The picture's box, with the words beside the mark that is pointed at or focused.
pub fn picture(state: &State, figure: &BudgetFigure, desk: &Desk) -> AnyView {
    let picture = &figure.picture;
    let kind = if picture.kind == PictureKind::Bars { "bars" } else { "treemap" };
    let marks = picture.marks.iter().enumerate().map(|(at, mark)| cell(state, figure, desk, at, mark)).collect();
    let attrs = Attrs::new()
        .part("picture")
        .is("class", "picture")
        .is("data-kind", kind)
        .is("aria-label", figure.table.caption.clone())
        .style("height", pixels(picture.height));
    let tip = desk.tip.and_then(|at| picture.marks.get(at)).map_or_else(|| group("tip-none", vec![]), |mark| tip(mark, picture.width));
    group("stage", vec![list(attrs, marks), tip])
}

fn cell(state: &State, figure: &BudgetFigure, desk: &Desk, at: usize, mark: &Mark) -> AnyView {
    let picture = &figure.picture;
    let font = state.wish.get_untracked().font_px.max(1);
    let lines = mark.lines.iter().map(|line| {
        let attrs = Attrs::new()
            .is("class", if line.strong { "label" } else { "amount" })
            .style("inset-inline-start", pixels(line.x - mark.x))
            .style("top", pixels(line.baseline - mark.y))
            .style("font-size", hundredths(line.size / font as i32, "em"));
        node("span", attrs, vec![text(line.text.clone())])
    });
    let attrs = Attrs::new()
        .is("type", "button")
        .part("cell")
        .is("data-tone", mark.tone.to_string())
        .is("tabindex", if at == desk.stop { "0" } else { "-1" })
        .is("aria-label", mark.name.clone())
        .is_if(mark.opens.is_some(), "data-opens", "")
        .is_if(desk.chosen == Some(at), "data-chosen", "")
        .does(Act::Mark(at).word())
        .style("inset-inline-start", share(mark.x, picture.width))
        .style("top", share(mark.y, picture.height))
        .style("width", share(mark.width, picture.width))
        .style("height", share(mark.height, picture.height));
    node("button", attrs, lines.collect())
}

/// The words of a mark, beside it and never over it: above where it ends low, below otherwise.
fn tip(mark: &Mark, width: i32) -> AnyView {
    let late = mark.x + mark.width / 2 > width / 2;
    let side = if late { "inset-inline-end" } else { "inset-inline-start" };
    let away = if late { width - mark.x - mark.width } else { mark.x };
    let attrs = Attrs::new().is("class", "tip").part("tip").style(side, pixels(away)).style("top", pixels(mark.y + mark.height));
    node("div", attrs, vec![text(mark.name.clone())])
}

/// What is too small even as one of "others": buttons under the picture.
pub fn below(figure: &BudgetFigure) -> AnyView {
    let first = figure.picture.marks.len();
    let buttons = figure.picture.below.iter().enumerate().map(|(at, mark)| {
        let attrs = Attrs::new()
            .is("type", "button")
            .part("button")
            .is("aria-label", mark.name.clone())
            .does(Act::Mark(first + at).word());
        let words = [mark.label.as_str(), " ", &mark.share_words].concat();
        node("button", attrs, vec![text(words)])
    });
    list(Attrs::new().is("class", "below"), buttons.collect())
}

/// Hundredths of a pixel as a length.
fn pixels(hundredths_px: i32) -> String {
    hundredths(hundredths_px, "px")
}

/// A part of a whole as a percentage with four decimals: the picture stretches with its box until it is placed anew.
fn share(part: i32, whole: i32) -> String {
    let millionths = i64::from(part) * 1_000_000 / i64::from(whole.max(1));
    let (sign, millionths) = (if millionths < 0 { "-" } else { "" }, millionths.unsigned_abs());
    let fraction = (millionths % 10_000 + 10_000).to_string();
    [sign, &(millionths / 10_000).to_string(), ".", &fraction[1..], "%"].concat()
}

/// A length in hundredths of a unit, without a float.
fn hundredths(value: i32, unit: &str) -> String {
    let (sign, value) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    let fraction = (value % 100 + 100).to_string();
    [sign, &(value / 100).to_string(), ".", &fraction[1..], unit].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_without_floats() {
        assert_eq!(hundredths(1205, "px"), "12.05px");
        assert_eq!(hundredths(-5, "em"), "-0.05em");
        assert_eq!(share(1, 3), "33.3333%");
        assert_eq!(share(5, 5), "100.0000%");
        assert_eq!(share(1, 0), "100000000.0000%");
    }
}
