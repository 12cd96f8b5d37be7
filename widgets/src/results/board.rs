//! The board of promises as a list that can be walked: tiles in, buttons placed by lengths out; and where an arrow leads. Cannot fail.

use super::state::Desk;
use crate::budget::picture::{hundredths, pixels, share};
use crate::view::{Attrs, group, list, node, text};
use daylight_core::figure::results::{Board, Tile, sign};
use daylight_core::text::digits;
use leptos::prelude::*;

/// The picture: promises in their order, one of which the tab key reaches.
pub fn picture(board: &Board, desk: &Desk, font_px: u32) -> AnyView {
    let stop = desk.stop.min(board.tiles.len().saturating_sub(1));
    let tiles = board.tiles.iter().enumerate().map(|(at, tile)| button(board, at, tile, at == stop));
    let font = i32::try_from(font_px).unwrap_or(16).max(1);
    let lines = board.lines.iter().map(|line| {
        let attrs = Attrs::new()
            .is("class", "kind-name")
            .style("top", share(line.baseline - line.size, board.height))
            .style("font-size", hundredths(line.size / font, "em"));
        node("span", attrs, vec![text(line.text.clone())])
    });
    let names = node("div", Attrs::new().is("aria-hidden", "true"), lines.collect());
    let listed = list(Attrs::new().is("aria-label", board.label.clone()), tiles.collect());
    let attrs = Attrs::new().part("picture").is("class", "board").style("height", pixels(board.height));
    node("div", attrs, vec![names, listed])
}

fn button(board: &Board, at: usize, tile: &Tile, is_stop: bool) -> AnyView {
    let name = node("span", Attrs::new().is("class", "name"), vec![text(tile.name.clone())]);
    let shown = node("span", Attrs::new().is("aria-hidden", "true"), vec![text(sign(tile.status))]);
    let attrs = Attrs::new()
        .is("type", "button")
        .part("cell")
        .is("data-status", tile.status.word())
        .is_if(tile.is_dim, "data-dim", "")
        .is("tabindex", if is_stop { "0" } else { "-1" })
        .does(["tile ", &digits(at as u64)].concat())
        .style("inset-inline-start", share(tile.rect.x, board.width))
        .style("top", share(tile.rect.y, board.height))
        .style("width", share(tile.rect.width, board.width))
        .style("height", share(tile.rect.height, board.height));
    node("button", attrs, vec![name, shown])
}

/// What the signs mean, and the words of the promise that is pointed at.
pub fn beneath(board: &Board, desk: &Desk) -> AnyView {
    let words = desk.tip.and_then(|at| board.tiles.get(at)).map_or("", |tile| &tile.name);
    let tip = node("p", Attrs::new().is("class", "tip").part("tip").is("aria-hidden", "true"), vec![text(words)]);
    let keys = board.keys.iter().map(|(status, said)| {
        let sample = Attrs::new().is("class", "key").is("data-status", status.word()).is("aria-hidden", "true");
        let sample = node("span", sample, vec![text(sign(*status))]);
        node("span", Attrs::new(), vec![sample, text(said.clone())])
    });
    let keys = node("p", Attrs::new().is("class", "keys"), keys.collect());
    group("beneath", vec![keys, tip])
}

/// The tile to which a key leads from another: along the row, to the nearest one above or below, or to the ends.
pub fn step(board: &Board, at: usize, key: &str, rtl: bool) -> Option<usize> {
    let count = board.tiles.len();
    let here = board.tiles.get(at)?.rect;
    let middle = here.x + here.width / 2;
    let distance = |other: &usize| {
        let rect = board.tiles[*other].rect;
        (rect.y.abs_diff(here.y), (rect.x + rect.width / 2).abs_diff(middle))
    };
    let nearest = |is_wanted: &dyn Fn(i32) -> bool| {
        (0..count).filter(|other| is_wanted(board.tiles[*other].rect.y)).min_by_key(distance).unwrap_or(at)
    };
    let key = match (key, rtl) {
        ("ArrowRight", true) => "ArrowLeft",
        ("ArrowLeft", true) => "ArrowRight",
        (key, _) => key,
    };
    match key {
        "ArrowRight" => Some((at + 1).min(count - 1)),
        "ArrowLeft" => Some(at.saturating_sub(1)),
        "ArrowDown" => Some(nearest(&|y| y > here.y)),
        "ArrowUp" => Some(nearest(&|y| y < here.y)),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}
