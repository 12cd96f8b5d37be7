//! Squarified treemap: weights and a frame in, one rectangle a weight out; cannot fail.
//!
//! Mark Bruls, Kees Huizing, Jarke van Wijk: *Squarified Treemaps* (2000). Parts are laid in rows along the shorter side of
//! what is left of the frame; a row takes the next part as long as its worst side ratio does not get worse.

use super::Rect;

/// Fills `frame` with rectangles whose areas are proportional to `weights`, up to the snapping of edges to whole units.
/// Largest first gives the best shapes. Weights that are not positive get rectangles without area at the far corner.
pub fn squarify(weights: &[f64], frame: Rect) -> Vec<Rect> {
    // What is left from each weight on, added from the small end, so that the last row takes exactly the rest.
    let mut left: Vec<f64> = weights.iter().map(|weight| weight.max(0.0)).collect();
    for index in (1..left.len()).rev() {
        left[index - 1] += left[index];
    }
    let left_from = |index: usize| left.get(index).copied().unwrap_or(0.0);
    let mut rects = Vec::with_capacity(weights.len());
    let mut rest = frame;
    while rects.len() < weights.len() {
        let start = rects.len();
        let along_height = rest.width >= rest.height;
        let (short, long) = if along_height { (rest.height, rest.width) } else { (rest.width, rest.height) };
        let end = row_end(weights, start, f64::from(short), f64::from(short) * f64::from(long) / left_from(start));
        let row = left_from(start) - left_from(end);
        let thickness = if left_from(end) > 0.0 { snap(row / left_from(start), long) } else { long };
        let mut from = 0;
        for index in start..end {
            let to = if left_from(index + 1) - left_from(end) > 0.0 && index + 1 < end {
                snap((left_from(start) - left_from(index + 1)) / row, short).max(from)
            } else {
                short
            };
            rects.push(if along_height {
                Rect { x: rest.x, y: rest.y + from, width: thickness, height: to - from }
            } else {
                Rect { x: rest.x + from, y: rest.y, width: to - from, height: thickness }
            });
            from = to;
        }
        if along_height {
            rest = Rect { x: rest.x + thickness, width: rest.width - thickness, ..rest };
        } else {
            rest = Rect { y: rest.y + thickness, height: rest.height - thickness, ..rest };
        }
    }
    rects
}

/// Where the row ends that begins at `start`: at least one part, and no more than improve it.
/// `scale` is the area of one unit of weight.
fn row_end(weights: &[f64], start: usize, short: f64, scale: f64) -> usize {
    let (mut sum, mut least, mut most, mut worst) = (0.0_f64, f64::INFINITY, 0.0_f64, f64::INFINITY);
    for (index, weight) in weights.iter().enumerate().skip(start) {
        let area = weight.max(0.0) * scale;
        (sum, least, most) = (sum + area, least.min(area), most.max(area));
        let ratio = (short * short * most / (sum * sum)).max(sum * sum / (short * short * least));
        // A ratio that is no number comes from parts or frames without area; they join the row.
        if index > start && ratio > worst {
            return index;
        }
        worst = ratio;
    }
    weights.len()
}

/// A fraction of a length, to the nearest whole unit and never outside of it.
#[allow(clippy::cast_possible_truncation, reason = "between 0 and the length")]
fn snap(fraction: f64, length: i32) -> i32 {
    ((fraction * f64::from(length) + 0.5) as i32).clamp(0, length)
}
