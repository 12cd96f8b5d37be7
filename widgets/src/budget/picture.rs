//! The picture as a list that can be walked: a figure and where the reader stands in, buttons placed by lengths out.

use super::act::Act;
use super::state::{Spot, State};
use crate::chart::view;
use crate::view::{Attrs, group, linked, list, node, text};
use daylight_core::figure::budget::{BudgetFigure, Mark, PictureKind};
use daylight_core::figure::layout::Rect;
use daylight_core::text::{digits, push_digits};
use leptos::prelude::*;

/// The picture: marks in reading order, one of which the tab key reaches.
pub fn picture(state: &State, figure: &BudgetFigure, spot: Spot) -> AnyView {
    let picture = &figure.picture;
    let status = figure.status.as_str();
    let said = [figure.name.as_str(), if status.is_empty() { "" } else { state.say("join.title") }, status].concat();
    let label = state.loaded.words.fill("picture.label", &[("name", &said)]);
    if let Some(chart) = &picture.chart {
        let marks = figure.picture.marks.iter().enumerate().map(|(at, mark)| view::Held {
            name: state.spoken(mark),
            hit: Rect { x: mark.x, y: mark.y, width: mark.width, height: mark.height },
            opens: mark.opens.is_some(),
            act: Act::Mark(at).word(),
        });
        let font_px = state.wish.with_untracked(|wish| wish.font_px);
        return view::picture(chart, marks.collect(), label, spot, font_px);
    }
    let kind = if picture.kind == PictureKind::Bars { "bars" } else { "treemap" };
    let marks = picture.marks.iter().enumerate().map(|(at, mark)| cell(state, figure, spot, at, mark)).collect();
    let attrs = Attrs::new()
        .part("picture")
        .is("class", "picture")
        .is("data-kind", kind)
        .is("aria-label", label)
        .style("height", pixels(picture.height));
    list(attrs, marks)
}

fn cell(state: &State, figure: &BudgetFigure, spot: Spot, at: usize, mark: &Mark) -> AnyView {
    let picture = &figure.picture;
    let font = i32::try_from(state.wish.with_untracked(|wish| wish.font_px)).unwrap_or(16).max(1);
    // The name is a text of its own, not an attribute: what is seen on a mark is cut to fit, and so is no part of it.
    let mut inside = vec![node("span", Attrs::new().is("class", "name"), vec![text(state.spoken(mark))])];
    if let Some(bar) = mark.bar {
        let attrs = Attrs::new()
            .is("class", "bar")
            .style("inset-inline-start", share(bar.x - mark.x, mark.width))
            .style("width", share(bar.width, mark.width))
            .style("top", share(bar.y - mark.y, mark.height))
            .style("height", share(bar.height, mark.height));
        inside.push(node("span", attrs, vec![]));
    }
    inside.extend(mark.lines.iter().map(|line| {
        let attrs = Attrs::new()
            .is("class", if line.strong { "label" } else { "amount" })
            .is("aria-hidden", "true")
            .style("inset-inline-start", pixels(line.x - mark.x))
            // In a line box of 1.3 em the baseline is about one em below its top.
            .style("top", pixels(line.baseline - mark.y - line.size))
            .style("font-size", hundredths(line.size / font, "em"));
        node("span", attrs, vec![text(line.text.clone())])
    }));
    let attrs = Attrs::new()
        .is("type", "button")
        .part("cell")
        .is("data-tone", digits(mark.tone.into()))
        .is("tabindex", if at == spot.stop { "0" } else { "-1" })
        .is_if(mark.opens.is_some(), "data-opens", "")
        .is_if(spot.chosen == Some(at), "data-chosen", "")
        .does(Act::Mark(at).word())
        .style("inset-inline-start", share(mark.x, picture.width))
        .style("top", share(mark.y, picture.height))
        .style("width", share(mark.width, picture.width))
        .style("height", share(mark.height, picture.height));
    node("button", attrs, inside)
}

/// The line beneath the picture: the words of the mark that is pointed at or focused, else what areas and colours mean. It
/// keeps its place, so that nothing moves and nothing is covered.
pub fn tip(state: &State, figure: &BudgetFigure, spot: Spot) -> AnyView {
    let hint = match figure.picture.kind {
        PictureKind::Treemap => state.say("picture.hint"),
        PictureKind::Bars => state.say("picture.hint.bars"),
        PictureKind::Chart => "",
    };
    let mark = spot.tip.and_then(|at| State::mark(figure, at));
    let words = mark.map_or_else(|| hint.to_owned(), |mark| state.spoken(mark));
    // Cells say the same as their accessible names.
    node("p", Attrs::new().is("class", "tip").part("tip").is("aria-hidden", "true"), vec![text(words)])
}

/// The details of the mark that was chosen.
#[inline(never)]
pub fn chosen(state: &State, figure: &BudgetFigure, mark: &Mark) -> AnyView {
    // What is not stated has no exact amount either.
    let exact = match mark.amount_words.is_empty() {
        true => String::new(),
        false => state.loaded.words.exact_with_currency(mark.amount, figure.currency),
    };
    let code = mark.path.as_deref().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let pairs = [
        ("column.name", mark.label.as_str()),
        ("column.code", code),
        ("column.amount", &mark.amount_words),
        ("column.share", &mark.share_words),
        ("unit.exact", &exact),
    ];
    let rows = pairs.iter().filter(|(key, value)| !value.is_empty() && state.loaded.words.find(key).is_some());
    let cells = rows.flat_map(|(key, value)| {
        [node("dt", Attrs::new(), vec![text(state.say(key))]), node("dd", Attrs::new(), vec![text(*value)])]
    });
    let details = node("dl", Attrs::new().is("class", "chosen").part("details"), cells.collect());
    match mark.path.as_deref().and_then(|path| state.loaded.links_of(path)) {
        Some(all) => group("", vec![details, linked(&all, true)]),
        None => details,
    }
}

/// What other packages have of the line at which the reader stands.
#[inline(never)]
pub fn linked_here(state: &State, figure: &BudgetFigure) -> AnyView {
    match state.loaded.links_of(&figure.granted.path) {
        Some(all) => linked(&all, true),
        None => text(""),
    }
}

/// What is too small even as one of "others": buttons under the picture.
pub fn below(state: &State, figure: &BudgetFigure) -> AnyView {
    if figure.picture.below.is_empty() {
        return text("");
    }
    let first = figure.picture.marks.len();
    let buttons = figure.picture.below.iter().enumerate().map(|(at, mark)| {
        let attrs =
            Attrs::new().is("type", "button").part("button").is("class", "quiet").does(Act::Mark(first + at).word());
        node("button", attrs, vec![text(mark.name.clone())])
    });
    let label = node("span", Attrs::new(), vec![text(state.say("picture.below"))]);
    group("below", vec![label, list(Attrs::new().is("aria-label", state.say("picture.below")), buttons.collect())])
}

/// Hundredths of a pixel as a length.
pub fn pixels(hundredths_px: i32) -> String {
    hundredths(hundredths_px, "px")
}

/// A part of a whole as a percentage with four decimals: the picture stretches with its box until it is placed anew.
pub fn share(part: i32, whole: i32) -> String {
    let millionths = i64::from(part) * 1_000_000 / i64::from(whole.max(1));
    let (sign, millionths) = (if millionths < 0 { "-" } else { "" }, millionths.unsigned_abs());
    let mut text = sign.to_owned();
    push_digits(&mut text, (millionths / 10_000).into(), 1);
    text.push('.');
    push_digits(&mut text, (millionths % 10_000).into(), 4);
    text + "%"
}

/// A length in hundredths of a unit, without a float.
pub fn hundredths(value: i32, unit: &str) -> String {
    let (sign, value) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    let mut text = sign.to_owned();
    push_digits(&mut text, (value / 100).into(), 1);
    text.push('.');
    push_digits(&mut text, (value % 100).into(), 2);
    text + unit
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
        assert_eq!(share(1, 0), "100.0000%");
    }
}
