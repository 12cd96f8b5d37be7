//! The path that targets ask for: an indicator in, its corners and what it asks for on a day out; nothing where there is no baseline.

use crate::day::Day;
use crate::model::results::Indicator;
use crate::quantity::{MOST_SCALE, Quantity};

/// A corner of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathPoint {
    /// When.
    pub day: Day,
    /// How much.
    pub value: Quantity,
}

/// A number that need not be a decimal: `over / under` billionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Billionths times `under`.
    pub over: i128,
    /// Above zero.
    pub under: i128,
}

impl Ratio {
    /// Rounded towards zero to a number of decimals: how many `10^-scale` it is.
    pub fn at_scale(self, scale: u8) -> i128 {
        self.over / (self.under * 10_i128.pow(MOST_SCALE.saturating_sub(scale).into()))
    }
}

/// The corners from the baseline through the targets whose periods end after it, in their order; of two that end on the same day the last.
pub fn path(indicator: &Indicator) -> Vec<PathPoint> {
    let (Some(value), Some(period)) = (indicator.baseline, &indicator.baseline_period) else { return Vec::new() };
    let mut corners = vec![PathPoint { day: period.span.last, value }];
    for target in &indicator.targets {
        let Some(day) = target.period.as_ref().map(|period| period.span.last) else { continue };
        let last = corners[corners.len() - 1].day;
        if day == last && corners.len() > 1 {
            corners.pop();
        } else if day <= last {
            continue;
        }
        corners.push(PathPoint { day, value: target.value });
    }
    corners
}

/// What the path asks for on a day: before it begins the baseline, after it ends the target.
pub fn expected(corners: &[PathPoint], day: Day) -> Option<Ratio> {
    let whole = |value: Quantity| Ratio { over: value.nano(), under: 1 };
    let after = corners.iter().position(|corner| corner.day >= day);
    let after = match after {
        None => return corners.last().map(|corner| whole(corner.value)),
        Some(0) => return corners.first().map(|corner| whole(corner.value)),
        Some(after) => after,
    };
    let (from, until) = (corners[after - 1], corners[after]);
    let (done, all) = (i128::from(day.since(from.day)), i128::from(until.day.since(from.day)));
    let over = from.value.nano() * all + (until.value.nano() - from.value.nano()) * done;
    Some(Ratio { over, under: all })
}
