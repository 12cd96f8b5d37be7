//! The map of places as a list that can be walked: shapes and buttons in, buttons over a hidden drawing out; cannot fail.

use super::state::Desk;
use crate::budget::picture::{pixels, share};
use crate::page::draw_steps;
use crate::view::{Attrs, group, list, node, text};
use daylight_core::figure::funds::{Map, MapPlace};
use daylight_core::text::digits;
use leptos::prelude::*;
use leptos::svg;

/// The picture: places in their order, one of which the tab key reaches.
pub fn picture(map: &Map, desk: &Desk) -> AnyView {
    let stop = map.places.iter().enumerate().filter(|(_, place)| place.rect.is_some());
    let stop =
        stop.map(|(at, _)| at).fold(None, |stop, at| if stop.is_none() || at == desk.stop { Some(at) } else { stop });
    let buttons = map.places.iter().enumerate().filter_map(|(at, place)| button(map, at, place, Some(at) == stop));
    let attrs = Attrs::new()
        .part("picture")
        .is("class", "map")
        .is("data-print", "")
        .style("width", pixels(map.width))
        .style("height", pixels(map.height));
    let listed = list(Attrs::new().is("aria-label", map.label.clone()), buttons.collect());
    node("div", attrs, vec![drawing(map), listed])
}

/// What the shades mean, the words of the place that is pointed at, and the places without a button.
pub fn beneath(map: &Map, desk: &Desk) -> AnyView {
    let words = desk.tip.and_then(|at| map.places.get(at)).map_or("", |place| &place.name);
    let tip = node("p", Attrs::new().is("class", "tip").part("tip").is("aria-hidden", "true"), vec![text(words)]);
    let key = |attrs: Attrs, words: &str| {
        let sample = node("span", attrs.is("class", "key"), vec![]);
        node("span", Attrs::new(), vec![sample, text(words)])
    };
    let classes =
        map.keys.iter().map(|(class, words)| key(Attrs::new().is("data-class", digits((*class).into())), words));
    let gap = (!map.gap_key.is_empty()).then(|| key(Attrs::new().is("data-tone", "missing"), &map.gap_key));
    let keys = node("p", Attrs::new().is("class", "keys"), classes.chain(gap).collect());
    let small = match map.small.is_empty() {
        true => text(""),
        false => draw_steps(&map.small_label, &map.small, true),
    };
    group("beneath", vec![keys, tip, small])
}

/// Shapes, which a pointer can press too; those with a mark come last, or their neighbours would cover it.
fn drawing(map: &Map) -> AnyView {
    let is_marked = |place: &MapPlace| !place.tone.word().is_empty();
    let places = map.places.iter().enumerate();
    let in_order =
        places.clone().filter(|(_, place)| !is_marked(place)).chain(places.filter(|(_, place)| is_marked(place)));
    let shapes = in_order.map(|(at, place)| {
        let attrs = Attrs::new()
            .is("class", "shape")
            .is("data-class", digits(place.class.into()))
            .is_if(is_marked(place), "data-tone", place.tone.word())
            .is("d", place.shape.clone())
            .does(["spot ", &digits(at as u64)].concat());
        svg::path().add_any_attr(attrs).into_any()
    });
    let length = |length: i32| digits(length.max(0).unsigned_abs().into());
    let frame = ["0 0 ", &length(map.width), " ", &length(map.height)].concat();
    let attrs = Attrs::new().is("viewBox", frame).is("aria-hidden", "true");
    svg::svg().add_any_attr(attrs).child(shapes.collect::<Vec<_>>()).into_any()
}

fn button(map: &Map, at: usize, place: &MapPlace, is_stop: bool) -> Option<AnyView> {
    let rect = place.rect?;
    let name = node("span", Attrs::new().is("class", "name"), vec![text(place.name.clone())]);
    let label = node("span", Attrs::new().is("aria-hidden", "true"), vec![text(place.label.clone())]);
    let attrs = Attrs::new()
        .is("type", "button")
        .part("cell")
        .is("tabindex", if is_stop { "0" } else { "-1" })
        .does(["spot ", &digits(at as u64)].concat())
        .style("left", share(rect.x, map.width))
        .style("top", share(rect.y, map.height))
        .style("width", share(rect.width, map.width))
        .style("height", share(rect.height, map.height));
    Some(node("button", attrs, vec![name, label]))
}

/// The place with a button to which a key leads from another: backwards or forwards in the list, or to its ends.
pub fn step(map: &Map, at: usize, key: &str) -> Option<usize> {
    let has_button = |at: &usize| map.places[*at].rect.is_some();
    let count = map.places.len();
    match key {
        "ArrowRight" | "ArrowDown" => Some((at + 1..count).find(has_button).unwrap_or(at)),
        "ArrowLeft" | "ArrowUp" => Some((0..at.min(count)).rev().find(has_button).unwrap_or(at)),
        "Home" => (0..count).find(has_button),
        "End" => (0..count).rev().find(has_button),
        _ => None,
    }
}
