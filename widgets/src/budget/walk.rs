//! Walking a picture by arrow keys: where one stands and a direction in, the mark to stand on next out; cannot fail.

use daylight_core::figure::budget::Mark;

/// A direction on the screen, in the picture's own frame: `Right` is towards growing `x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// Towards smaller `x`.
    Left,
    /// Towards greater `x`.
    Right,
    /// Towards smaller `y`.
    Up,
    /// Towards greater `y`.
    Down,
}

/// The mark next to `from` in a direction: of those wholly beyond its edge, the nearest, where being out of line counts
/// double. At the rim one stays.
pub fn step(marks: &[Mark], from: usize, towards: Towards) -> usize {
    let Some(here) = marks.get(from) else { return 0 };
    let (left, right, top, bottom) = edges(here);
    marks
        .iter()
        .enumerate()
        .filter_map(|(at, mark)| {
            let (l, r, t, b) = edges(mark);
            let (ahead, aside) = match towards {
                Towards::Left => (left - r, gap(top, bottom, t, b)),
                Towards::Right => (l - right, gap(top, bottom, t, b)),
                Towards::Up => (top - b, gap(left, right, l, r)),
                Towards::Down => (t - bottom, gap(left, right, l, r)),
            };
            (at != from && ahead >= 0).then_some((ahead + 2 * aside, at))
        })
        .min()
        .map_or(from, |(_, at)| at)
}

fn edges(mark: &Mark) -> (i32, i32, i32, i32) {
    (mark.x, mark.x + mark.width, mark.y, mark.y + mark.height)
}

/// How far two spans are apart, zero where they face each other.
fn gap(from: i32, to: i32, other_from: i32, other_to: i32) -> i32 {
    (other_from - to + 1).max(from - other_to + 1).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(x: i32, y: i32, width: i32, height: i32) -> Mark {
        Mark { x, y, width, height, ..Mark::default() }
    }

    /// One wide mark at the left, three stacked at the right.
    fn picture() -> Vec<Mark> {
        vec![mark(0, 0, 60, 90), mark(60, 0, 40, 40), mark(60, 40, 40, 30), mark(60, 70, 40, 20)]
    }

    #[test]
    fn arrows_go_to_the_neighbour() {
        let marks = picture();
        assert_eq!(step(&marks, 1, Towards::Left), 0);
        assert_eq!(step(&marks, 0, Towards::Right), 1);
        assert_eq!(step(&marks, 1, Towards::Down), 2);
        assert_eq!(step(&marks, 3, Towards::Up), 2);
    }

    #[test]
    fn at_the_rim_one_stays() {
        let marks = picture();
        assert_eq!(step(&marks, 0, Towards::Left), 0);
        assert_eq!(step(&marks, 3, Towards::Down), 3);
        assert_eq!(step(&[], 5, Towards::Up), 0);
    }
}
