//! Where words may stand: what is drawn already in, whether a box is free of it out; cannot fail.

use daylight_core::figure::budget::TextLine;
use daylight_core::figure::chart::POINT;
use daylight_core::figure::layout::Rect;

/// What words must keep clear of.
#[derive(Default)]
pub struct Taken {
    boxes: Vec<Rect>,
    /// Bars: words stand beside one or wholly inside of it.
    bars: Vec<Rect>,
    segments: Vec<[(i32, i32); 2]>,
}

impl Taken {
    /// A bar.
    pub fn add_bar(&mut self, place: Rect) {
        self.bars.push(place);
    }

    /// Words, or what they may not touch.
    pub fn add(&mut self, place: Rect) {
        self.boxes.push(place);
    }

    /// A point.
    pub fn add_point(&mut self, (x, y): (i32, i32)) {
        self.add(Rect { x: x - POINT, y: y - POINT, width: 2 * POINT, height: 2 * POINT });
    }

    /// A line.
    pub fn add_path(&mut self, points: &[(i32, i32)]) {
        self.segments.extend(points.windows(2).map(|pair| [pair[0], pair[1]]));
    }

    /// Takes the first of some places that is free for a line, if one is.
    pub fn place(&mut self, lines: impl IntoIterator<Item = TextLine>, within: Rect) -> Option<TextLine> {
        let fits = |place: Rect| {
            holds(within, place)
                && !self.boxes.iter().any(|taken| overlap(place, *taken))
                && !self.bars.iter().any(|bar| overlap(place, *bar) && !holds(*bar, place))
                && !self.segments.iter().any(|segment| crosses(place, *segment))
        };
        let found = lines.into_iter().find(|line| fits(super::box_of(line)))?;
        self.add(super::box_of(&found));
        Some(found)
    }
}

/// Whether a box lies wholly inside of another.
pub fn holds(outer: Rect, inner: Rect) -> bool {
    inner.x >= outer.x
        && inner.y >= outer.y
        && inner.x + inner.width <= outer.x + outer.width
        && inner.y + inner.height <= outer.y + outer.height
}

/// Whether two boxes share more than an edge.
pub fn overlap(a: Rect, b: Rect) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/// Whether a line goes through a box: it does where it is not wholly beyond one side, and the corners are on both sides of it.
fn crosses(place: Rect, [a, b]: [(i32, i32); 2]) -> bool {
    let (right, bottom) = (place.x + place.width, place.y + place.height);
    if a.0.max(b.0) < place.x || a.0.min(b.0) > right || a.1.max(b.1) < place.y || a.1.min(b.1) > bottom {
        return false;
    }
    let side = |(x, y): (i32, i32)| {
        (i64::from(b.0 - a.0) * i64::from(y - a.1) - i64::from(b.1 - a.1) * i64::from(x - a.0)).signum()
    };
    let sides = [(place.x, place.y), (right, place.y), (place.x, bottom), (right, bottom)].map(side);
    sides.iter().any(|one| *one != sides[0]) || sides[0] == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_crosses_a_box_or_passes_it() {
        let place = Rect { x: 10, y: 10, width: 10, height: 10 };
        assert!(crosses(place, [(0, 0), (30, 30)]) && crosses(place, [(15, 0), (15, 40)]));
        assert!(crosses(place, [(12, 12), (13, 14)]), "inside");
        assert!(!crosses(place, [(0, 15), (15, 40)]), "past a corner");
        assert!(!crosses(place, [(0, 0), (30, 5)]));
    }
}
