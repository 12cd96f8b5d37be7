//! Which parts a treemap can show: weights, a frame and the least side in, rectangles for the largest out; cannot fail.
//!
//! A cell must be large enough to be hit by a finger. Parts that are too small merge, smallest first, into one cell for all
//! others; where even that is too small for the picture, the others stand below it.

use super::{Rect, squarify};

/// More cells than this are never looked at, whatever the frame: nobody can.
pub const MOST_CELLS: usize = 200;

/// How much of the whole may stand below. More than that is drawn, even if larger parts must merge for it.
const MOST_BELOW: f64 = 0.1;

/// What became of the parts that got no cell of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// There are none.
    None,
    /// They share this cell.
    Cell(Rect),
    /// They are too small for the picture.
    Below,
}

/// The cells of a treemap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// One cell for each of the largest parts, in their order; their number says which parts are others.
    pub cells: Vec<Rect>,
    /// The others.
    pub others: Others,
}

/// Places parts, given largest first with positive weights, so that no cell has a side under `least`. Of more than
/// [`MOST_CELLS`] parts, the sum of those that are not given is `beyond`.
pub fn place_treemap(weights: &[f64], beyond: f64, frame: Rect, least: i32) -> Cover {
    let total: f64 = weights.iter().sum::<f64>() + beyond;
    let least_share = f64::from(least.max(1)).powi(2) / (frame.area() as f64).max(1.0);
    let large_enough = |weight: f64| weight >= least_share * total;
    let shown = &weights[..weights.len().min(MOST_CELLS)];
    let mut kept = shown.partition_point(|weight| large_enough(*weight));
    let mut tail: f64 = weights[kept..].iter().sum::<f64>() + beyond;
    let is_all = |kept: usize| kept == weights.len() && beyond <= 0.0;
    while kept > 0 {
        if !is_all(kept) && large_enough(tail) {
            let mut drawn = weights[..kept].to_vec();
            drawn.push(tail);
            if let Some(mut cells) = large_cells(&drawn, frame, least) {
                let others = cells.pop().map_or(Others::None, Others::Cell);
                return Cover { cells, others };
            }
        }
        if tail <= MOST_BELOW * total
            && let Some(cells) = large_cells(&weights[..kept], frame, least)
        {
            return Cover { cells, others: if is_all(kept) { Others::None } else { Others::Below } };
        }
        kept -= 1;
        tail += weights[kept];
    }
    let others = match frame.least_side() >= least {
        _ if is_all(0) => Others::None,
        true => Others::Cell(frame),
        false => Others::Below,
    };
    Cover { cells: Vec::new(), others }
}

/// The cells, if none has a side under `least`.
fn large_cells(weights: &[f64], frame: Rect, least: i32) -> Option<Vec<Rect>> {
    let cells = squarify(weights, frame);
    cells.iter().all(|cell| cell.least_side() >= least).then_some(cells)
}
