//! Geometry: weights and a frame in, rectangles out; cannot fail.
//!
//! All lengths are integers, hundredths of a pixel, so that neighbours share an edge exactly. Nothing here knows money or words.

mod bars;
mod sankey;
mod squarify;
mod treemap;

pub use bars::{Bar, place_bars};
pub use sankey::{Box, End, Flow, Flows, Ribbon, Room, Sankey, Stub, place_sankey};
pub use squarify::squarify;
pub use treemap::{Cover, MOST_CELLS, Others, place_treemap};

/// A rectangle. *Validity*: width and height are not negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Rect {
    /// A rectangle at the origin.
    pub const fn frame(width: i32, height: i32) -> Self {
        Self { x: 0, y: 0, width: if width > 0 { width } else { 0 }, height: if height > 0 { height } else { 0 } }
    }

    /// The shorter of its sides.
    pub const fn least_side(self) -> i32 {
        if self.width < self.height { self.width } else { self.height }
    }

    /// Its area.
    pub const fn area(self) -> i64 {
        self.width as i64 * self.height as i64
    }
}

#[cfg(test)]
mod tests;
