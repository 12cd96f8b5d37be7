//! What a package is published with for pages: a whole model in, the text of a summary and of its slices out; cannot fail.
//!
//! The summary holds the sums of every dimension for itself, from the top down, as far as its room goes: first the level that a
//! reader sees, then every other way to divide, then the next levels. What is beneath is in slices, one for each branch, which
//! are cut again where they are large. So a first picture needs the same few bytes whatever the size of the package, and a
//! step down needs one slice.

mod cut;
#[cfg(test)]
mod tests;
mod write;

use super::file::key_axes;
use crate::model::{Dimension, Kind, Model};
use cut::{Node, Source};
use std::collections::VecDeque;

pub use cut::is_rest_code;
pub(super) use write::SLICE;

/// A slice is cut again where it would have more bytes than this, if it can be.
const SLICE_BYTES: usize = 25_000;

/// At least so many parts of a level that is cut are together: as many as a picture shows.
const LEAST_PARTS: usize = 24;

/// Levels beneath which a summary holds nothing, however much room there is: what is deeper is rarely asked for.
const SUMMARY_LEVELS: usize = 2;

/// What a package is published with for pages.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// The summary.
    pub summary: String,
    /// The slices; the first one has number 1.
    pub slices: Vec<String>,
}

/// How far facts go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Room {
    /// How many levels from the top.
    depth: usize,
    /// How many parts of the first of these levels, where not all fit.
    most: Option<usize>,
}

/// Writes the summary of a model and the slices that it leaves out. `paths` are the files that the model was added up from,
/// `bytes` their size together; `first` is the dimension that a page shows first, `room` how many bytes the summary may have.
pub fn write_outline(model: &Model, paths: &[&str], bytes: u64, first: &str, room: usize) -> Published {
    let keys = key_axes(&model.axes);
    // Facts are written beside a dimension, even where there is none.
    let none =
        [Dimension { kind: Kind::Currency, name: String::new(), titles: vec![], is_offered: false, axes: vec![] }];
    let dimensions = if model.dimensions.is_empty() { &none[..] } else { &model.dimensions };
    let source = Source::new(model, dimensions, keys);
    let summary = |rooms: &[Room], slices: usize| source.summary(rooms, slices, paths, bytes);
    // How many slices there will be is not known yet; their number has no more digits than this.
    let length = |rooms: &[Room]| summary(rooms, u32::MAX as usize).0.len();
    let rooms = rooms(&source, first, room, &length);
    let (_, mut left) = summary(&rooms, 0);
    let (mut slices, mut next) = (Vec::new(), left.len() as u32 + 1);
    while let Some(node) = left.pop_front() {
        let (text, deeper) = slice(&source, &node, next);
        next += deeper.len() as u32;
        left.extend(deeper);
        slices.push(text);
    }
    Published { summary: summary(&rooms, slices.len()).0, slices }
}

/// How far the summary goes in each dimension.
fn rooms(source: &Source, first: &str, room: usize, length: &dyn Fn(&[Room]) -> usize) -> Vec<Room> {
    let cubes = &source.cubes;
    let mut rooms = vec![Room::default(); cubes.len()];
    let mut order: Vec<usize> = (0..cubes.len()).filter(|at| cubes[*at].dimension.is_offered).collect();
    order.sort_by_key(|at| cubes[*at].dimension.name != first);
    let mut is_full = vec![false; cubes.len()];
    for level in 1..=SUMMARY_LEVELS {
        for at in &order {
            if is_full[*at] || level > cubes[*at].levels || cubes[*at].is_empty() {
                continue;
            }
            let before = std::mem::replace(&mut rooms[*at], Room { depth: level, most: None });
            if length(&rooms) <= room {
                continue;
            }
            is_full[*at] = true;
            rooms[*at] = before;
            if level == 1 && cubes[*at].dimension.name == first {
                // What a reader sees first is there even where it is large: as many of its parts as two thirds of the room hold.
                rooms[*at] = Room { depth: 1, most: None };
                if cubes[*at].has_room_below() {
                    let mut tried = rooms.clone();
                    let most = largest(&mut |most| {
                        tried[*at].most = Some(most);
                        length(&tried) <= room / 3 * 2
                    });
                    rooms[*at].most = Some(most);
                }
            }
        }
    }
    rooms
}

/// A slice, as deep as fits, and the nodes whose parts are in further slices, which are numbered from `next` on.
fn slice(source: &Source, node: &Node, next: u32) -> (String, VecDeque<Node>) {
    let cube = &source.cubes[node.dimension];
    let top = Room { depth: node.way.len() + 1, most: None };
    let mut best = source.slice(node, top, next);
    if best.0.len() > SLICE_BYTES && cube.has_room_below() {
        let fits = &mut |most| source.slice(node, Room { most: Some(most), ..top }, next).0.len() <= SLICE_BYTES;
        return source.slice(node, Room { most: Some(largest(fits)), ..top }, next);
    }
    for depth in top.depth + 1..=cube.levels {
        let deeper = source.slice(node, Room { depth, ..top }, next);
        if deeper.0.len() > SLICE_BYTES {
            break;
        }
        best = deeper;
    }
    best
}

/// How many parts may be together: the largest number for which a test holds, which does for all smaller ones if for it.
fn largest(holds: &mut dyn FnMut(usize) -> bool) -> usize {
    let mut most = LEAST_PARTS;
    let mut step = 1;
    // More parts than anybody has end the search.
    while step < 1 << 24 && holds(most + step) {
        most += step;
        step *= 2;
    }
    while step > 1 {
        step /= 2;
        if holds(most + step) {
            most += step;
        }
    }
    most
}
