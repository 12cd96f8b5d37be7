//! Diverging bars: signed weights and a span in, bars from a common zero out; cannot fail.

/// A bar along one axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// Where it begins, at its left end.
    pub x: i32,
    /// How long it is.
    pub width: i32,
}

/// Places one bar for each weight into the span from `from` on, `length` long: lengths are proportional, negative weights
/// lie to the left of the zero that all share. Returns the bars and the zero.
#[allow(clippy::cast_possible_truncation, reason = "between the ends of the span")]
pub fn place_bars(weights: &[f64], from: i32, length: i32) -> (Vec<Bar>, i32) {
    let length = length.max(0);
    let least = weights.iter().fold(0.0_f64, |least, weight| least.min(*weight));
    let most = weights.iter().fold(0.0_f64, |most, weight| most.max(*weight));
    let extent = most - least;
    let at = |weight: f64| {
        if extent > 0.0 {
            from + (((weight - least) / extent * f64::from(length) + 0.5) as i32).clamp(0, length)
        } else {
            from
        }
    };
    let zero = at(0.0);
    let bars = weights
        .iter()
        .map(|weight| at(*weight))
        .map(|end| Bar { x: end.min(zero), width: (end - zero).abs() })
        .collect();
    (bars, zero)
}
