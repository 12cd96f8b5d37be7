//! A chart as a list that can be walked: what was drawn and where the reader stands in, buttons placed by lengths over a drawing out.
//!
//! The drawing is hidden from a screen reader, which meets each mark's name and the notes instead. Bars, points and words are
//! boxes, so that they follow the page's colours and type; only lines are SVG.

use crate::budget::picture::{hundredths, pixels, share};
use crate::view::{Attrs, Spot, list, node, text};
use daylight_core::figure::budget::TextLine;
use daylight_core::figure::chart::{Chart, RuleKind, STROKE, Shape};
use daylight_core::figure::layout::Rect;
use daylight_core::text::digits;
use leptos::prelude::*;
use leptos::svg;

/// A mark that can be walked to.
pub struct Held {
    /// Its name in full.
    pub name: String,
    /// Where it is.
    pub hit: Rect,
    /// Whether there is anything below it.
    pub opens: bool,
    /// What a press on it does.
    pub act: String,
}

/// The chart under its name: marks in reading order, one of which the tab key reaches, over the drawing.
#[inline(never)]
pub fn picture(chart: &Chart, marks: Vec<Held>, label: String, spot: Spot, font_px: u32) -> AnyView {
    let marks = marks.into_iter().enumerate().map(|(at, held)| {
        let name = node("span", Attrs::new().is("class", "name"), vec![text(held.name)]);
        let attrs = Attrs::new()
            .is("type", "button")
            .part("cell")
            .is("tabindex", if at == spot.stop { "0" } else { "-1" })
            .is_if(held.opens, "data-opens", "")
            .is_if(spot.chosen == Some(at), "data-chosen", "")
            .does(held.act);
        node("button", placed(chart, held.hit, attrs), vec![name])
    });
    let attrs = Attrs::new().is("aria-label", label);
    let mut boxes = vec![drawing(chart, spot, font_px), list(attrs, marks.collect())];
    if !chart.notes.is_empty() {
        let note = |sign: &str, said: &str| text([sign, said].join(" "));
        let notes = chart.notes.iter().map(|entry| note(&entry.sign, &entry.text)).collect();
        boxes.push(list(Attrs::new().is("class", "name"), notes));
    }
    let attrs = Attrs::new()
        .part("picture")
        .is("class", "picture")
        .is("data-kind", "chart")
        .style("height", pixels(chart.height));
    node("div", attrs, boxes)
}

/// Places a box in the chart.
fn placed(chart: &Chart, place: Rect, attrs: Attrs) -> Attrs {
    attrs
        .style("inset-inline-start", share(place.x, chart.width))
        .style("top", share(place.y, chart.height))
        .style("width", share(place.width, chart.width))
        .style("height", share(place.height, chart.height))
}

/// What has a tone, with its class: it says too whether it is hollow, and whether the reader stands on it.
fn toned(class: &'static str, tone: u8, is_hollow: bool, is_here: bool) -> Attrs {
    Attrs::new()
        .is("class", class)
        .is_if(is_hollow, "data-hollow", "")
        .is_if(is_here, "data-here", "")
        .style("--tone", ["var(--t", &digits(tone.into()), ")"].concat())
}

fn drawing(chart: &Chart, spot: Spot, font_px: u32) -> AnyView {
    let font = i32::try_from(font_px).unwrap_or(16).max(1);
    let (mut rules, mut boxes) = (Vec::new(), Vec::new());
    for (kind, class) in
        [(RuleKind::Grid, "grid"), (RuleKind::Zero, "zero"), (RuleKind::Break, "break"), (RuleKind::Leader, "grid")]
    {
        let lines = chart.rules.iter().filter(|rule| rule.kind == kind);
        let way: String = lines.map(|rule| way(&[rule.from, rule.to])).collect();
        if !way.is_empty() {
            rules.push(path(&way, class));
        }
    }
    boxes.push(lines(chart, rules));
    let stroke = |points: &[(i32, i32)], attrs: Attrs| {
        let way = way(points);
        node("span", attrs, vec![lines(chart, vec![path(&way, "edge"), path(&way, "stroke")])])
    };
    for key in &chart.keys {
        let mut place = key.place;
        if key.is_line {
            place = Rect { y: place.y + (place.height - STROKE) / 2, height: STROKE, ..place };
        }
        boxes.push(node("span", placed(chart, place, toned("bar", key.tone, key.is_hollow, false)), vec![]));
    }
    let is_here = |at: usize| spot.tip == Some(at) || spot.chosen == Some(at);
    // Bars lie below lines and their points, or a bar would hide the limit that it reaches.
    for (at, mark) in chart.marks.iter().enumerate() {
        if let Shape::Bar(bar) = &mark.shape {
            let attrs = placed(chart, *bar, toned("bar", mark.tone, mark.is_hollow, is_here(at)));
            boxes.push(node("span", attrs, vec![]));
        }
    }
    for entry in &chart.strokes {
        boxes.push(stroke(&entry.points, toned("line-of", entry.tone, entry.is_hollow, false)));
    }
    for (at, mark) in chart.marks.iter().enumerate() {
        let is_here = is_here(at);
        let points: Vec<(i32, i32)> = match &mark.shape {
            Shape::Gap | Shape::Bar(_) => vec![],
            Shape::Point(x, y) => vec![(*x, *y)],
            Shape::Ends(from, to) => vec![*from, *to],
            Shape::Line(points) => {
                if points.len() > 1 {
                    boxes.push(stroke(points, toned("line-of", mark.tone, mark.is_hollow, is_here)));
                }
                points.clone()
            }
        };
        for (x, y) in points {
            let attrs = toned("dot", mark.tone, mark.is_hollow, is_here)
                .style("inset-inline-start", share(x, chart.width))
                .style("top", share(y, chart.height));
            boxes.push(node("span", attrs, vec![]));
        }
    }
    let words = chart.lines.iter().chain(chart.marks.iter().flat_map(|mark| &mark.lines));
    boxes.extend(words.map(|line| word(chart, line, font)));
    node("div", Attrs::new().is("class", "drawing").is("aria-hidden", "true"), boxes)
}

/// Lines over the whole chart. They stretch with it until it is drawn anew, as all else does.
fn lines(chart: &Chart, paths: Vec<AnyView>) -> AnyView {
    let size = [digits(px(chart.width)), digits(px(chart.height))];
    let attrs =
        Attrs::new().is("viewBox", ["0 0 ", &size[0], " ", &size[1]].concat()).is("preserveAspectRatio", "none");
    svg::svg().add_any_attr(attrs).child(paths).into_any()
}

/// A length of the chart in the drawing's own unit, a hundredth of a pixel.
fn px(length: i32) -> u64 {
    length.max(0).unsigned_abs().into()
}

fn word(chart: &Chart, line: &TextLine, font: i32) -> AnyView {
    let attrs = Attrs::new()
        .is("class", if line.strong { "label" } else { "amount" })
        .style("inset-inline-start", share(line.x, chart.width))
        // In a line box of 1.3 em the baseline is about one em below its top.
        .style("top", pixels(line.baseline - line.size))
        .style("font-size", hundredths(line.size / font, "em"));
    node("span", attrs, vec![text(line.text.clone())])
}

fn path(way: &str, class: &str) -> AnyView {
    svg::path().add_any_attr(Attrs::new().is("class", class).is("d", way)).into_any()
}

/// A line as SVG writes it.
fn way(points: &[(i32, i32)]) -> String {
    let mut out = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        out.push(if at == 0 { 'M' } else { 'L' });
        out.push_str(&digits(px(*x)));
        out.push(' ');
        out.push_str(&digits(px(*y)));
    }
    out
}
