//! The picture of flows as a list that can be walked: boxes and ribbons in, buttons over a hidden drawing out; cannot fail.

use super::state::{Desk, State};
use crate::budget::picture::{hundredths, pixels, share};
use crate::view::{Attrs, list, node, text};
use daylight_core::figure::funds::{Flow, FlowBox};
use daylight_core::text::digits;
use leptos::prelude::*;
use leptos::svg;

/// The picture: units in reading order, one of which the tab key reaches.
pub fn picture(state: &State, flow: &Flow, desk: &Desk) -> AnyView {
    let boxes = flow.boxes.iter().enumerate().map(|(at, placed)| button(state, flow, desk, at, placed));
    let attrs =
        Attrs::new().part("picture").is("class", "flow").is("data-print", "").style("height", pixels(flow.height));
    let listed = list(Attrs::new().is("aria-label", flow.label.clone()), boxes.collect());
    node("div", attrs, vec![drawing(flow), listed])
}

/// What the colours mean, and the words of the box that is pointed at.
pub fn beneath(flow: &Flow, desk: &Desk) -> AnyView {
    let words = desk.tip.and_then(|at| flow.boxes.get(at)).map_or("", |placed| &placed.name);
    let tip = node("p", Attrs::new().is("class", "tip").part("tip").is("aria-hidden", "true"), vec![text(words)]);
    let keys = flow.keys.iter().map(|(kind, words)| {
        let sample = node("span", Attrs::new().is("class", "key").is("data-kind", kind.word()), vec![]);
        node("span", Attrs::new(), vec![sample, text(words.clone())])
    });
    let keys = node("p", Attrs::new().is("class", "keys"), keys.collect());
    node("div", Attrs::new().is("class", "beneath"), vec![keys, tip])
}

fn drawing(flow: &Flow) -> AnyView {
    let ribbons = flow.ribbons.iter().map(|ribbon| {
        let attrs = Attrs::new()
            .is("class", "ribbon")
            .is("data-kind", ribbon.kind.word())
            .is_if(ribbon.is_dim, "data-dim", "")
            .is("d", ribbon.outline.clone());
        svg::path().add_any_attr(attrs).into_any()
    });
    let length = |length: i32| digits(length.max(0).unsigned_abs().into());
    let frame = ["0 0 ", &length(flow.width), " ", &length(flow.height)].concat();
    let attrs = Attrs::new().is("viewBox", frame).is("preserveAspectRatio", "none").is("aria-hidden", "true");
    svg::svg().add_any_attr(attrs).child(ribbons.collect::<Vec<_>>()).into_any()
}

fn button(state: &State, flow: &Flow, desk: &Desk, at: usize, placed: &FlowBox) -> AnyView {
    let font = i32::try_from(state.wish.with_untracked(|wish| wish.font_px)).unwrap_or(16).max(1);
    let mut inside = vec![node("span", Attrs::new().is("class", "name"), vec![text(placed.name.clone())])];
    inside.extend(placed.lines.iter().map(|line| {
        let attrs = Attrs::new()
            .is("class", if line.strong { "label" } else { "amount" })
            .is("aria-hidden", "true")
            .style("inset-inline-start", pixels(line.x - placed.rect.x))
            .style("top", pixels(line.baseline - placed.rect.y - line.size))
            .style("font-size", hundredths(line.size / font, "em"));
        node("span", attrs, vec![text(line.text.clone())])
    }));
    let attrs = Attrs::new()
        .is("type", "button")
        .part("cell")
        .is("tabindex", if at == desk.stop { "0" } else { "-1" })
        .is_if(placed.is_chosen, "aria-current", "true")
        .is_if(placed.is_dim, "data-dim", "")
        .does(["box ", &digits(at as u64)].concat())
        .style("inset-inline-start", share(placed.rect.x, flow.width))
        .style("top", share(placed.rect.y, flow.height))
        .style("width", share(placed.rect.width, flow.width))
        .style("height", share(placed.rect.height, flow.height));
    node("button", attrs, inside)
}

/// The box next to one, where an arrow key leads: within its column, or to the box of the next column that is nearest.
pub fn step(flow: &Flow, at: usize, key: &str, rtl: bool) -> Option<usize> {
    let here = flow.boxes.get(at)?;
    let (along, across) = if flow.is_upright {
        (["ArrowUp", "ArrowDown"], ["ArrowLeft", "ArrowRight"])
    } else {
        (["ArrowLeft", "ArrowRight"], ["ArrowUp", "ArrowDown"])
    };
    let mirrored = |keys: [&'static str; 2]| if rtl && keys[0] == "ArrowLeft" { [keys[1], keys[0]] } else { keys };
    let (along, across) = (mirrored(along), mirrored(across));
    let middle = |one: &FlowBox| {
        if flow.is_upright { one.rect.x + one.rect.width / 2 } else { one.rect.y + one.rect.height / 2 }
    };
    let of = |column: usize| flow.boxes.iter().enumerate().filter(move |(_, one)| one.column == column);
    if let Some(way) = across.iter().position(|known| *known == key) {
        let to = if way == 0 { at.checked_sub(1)? } else { at + 1 };
        return Some(flow.boxes.get(to).filter(|one| one.column == here.column).map_or(at, |_| to));
    }
    let way = along.iter().position(|known| *known == key)?;
    let columns = flow.boxes.iter().map(|one| one.column);
    let next = match way {
        0 => columns.filter(|column| *column < here.column).max(),
        _ => columns.filter(|column| *column > here.column).min(),
    };
    let Some(next) = next else { return Some(at) };
    of(next).min_by_key(|(_, one)| (middle(one) - middle(here)).abs()).map(|(to, _)| to)
}
