//! Outlines of the fictional townships: a fixed seed in, GeoJSON out, the same on every machine; cannot fail.
//!
//! The county lies in the open Pacific, where no land is meant by it. Townships share their borders point for point.

use super::name::TOWNSHIPS;
use crate::personal::case::Dice;
use std::collections::BTreeMap;
use std::fmt::Write;

const SEED: u64 = 0x0_71_1e;

/// Townships from west to east, and from north to south.
const COLUMNS: usize = 3;

/// Sides of a township in millionths of a degree, and how far a border wanders.
const SIDE: [i64; 2] = [180_000, 150_000];
const WANDER: i64 = 24_000;

/// The north-western corner.
const CORNER: [i64; 2] = [175_000_000, 32_000_000];

/// Points on a border between two corners.
const BETWEEN: usize = 6;

type Point = [i64; 2];

/// The outlines of the townships.
pub fn outlines() -> String {
    let rows = TOWNSHIPS.len() / COLUMNS;
    let mut dice = Dice::new(SEED);
    let mut wander = || dice.below(2 * WANDER as u64) as i64 - WANDER;
    let mut corners = BTreeMap::new();
    for row in 0..=rows {
        for column in 0..=COLUMNS {
            let point = [CORNER[0] + column as i64 * SIDE[0] + wander(), CORNER[1] - row as i64 * SIDE[1] + wander()];
            corners.insert((column, row), point);
        }
    }
    let mut borders: BTreeMap<[(usize, usize); 2], Vec<Point>> = BTreeMap::new();
    for row in 0..=rows {
        for column in 0..=COLUMNS {
            for next in [(column + 1, row), (column, row + 1)] {
                if let (Some(from), Some(to)) = (corners.get(&(column, row)), corners.get(&next)) {
                    let at = |step: usize, side: usize| {
                        from[side] + (to[side] - from[side]) * step as i64 / (BETWEEN as i64 + 1)
                    };
                    let points = (1..=BETWEEN).map(|step| [at(step, 0) + wander() / 3, at(step, 1) + wander() / 3]);
                    borders.insert([(column, row), next], points.collect());
                }
            }
        }
    }
    let features = (0..TOWNSHIPS.len()).map(|township| {
        let (column, row) = (township % COLUMNS, township / COLUMNS);
        let round = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1), (column, row)];
        let mut ring = Vec::new();
        for ends in round.windows(2) {
            ring.push(corners[&ends[0]]);
            match borders.get(&[ends[0], ends[1]]) {
                Some(points) => ring.extend(points.iter().copied()),
                None => ring.extend(borders[&[ends[1], ends[0]]].iter().rev().copied()),
            }
        }
        ring.push(corners[&round[0]]);
        let points: Vec<String> = ring.iter().map(|point| format!("[{},{}]", degrees(point[0]), degrees(point[1]))).collect();
        let mut line = String::new();
        let _ = write!(
            line,
            "{{\"type\":\"Feature\",\"id\":\"q-t{}\",\"properties\":{{}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
            township + 1,
            points.join(",")
        );
        line
    });
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.collect::<Vec<_>>().join(",\n"))
}

/// Millionths of a degree as a decimal of four places.
fn degrees(millionths: i64) -> String {
    format!("{}.{:04}", millionths / 1_000_000, millionths % 1_000_000 / 100)
}
