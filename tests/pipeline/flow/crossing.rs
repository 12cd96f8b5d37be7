//! Where ribbons cross: their middle lines in, how many pairs cross and how much the lesser of each carries out; cannot fail.

use std::fmt;

/// The middle of a ribbon, drawn with both handles halfway.
#[derive(Clone, Copy, Debug)]
pub struct Curve {
    /// Along and across, where it begins.
    pub begins: (f64, f64),
    /// The same where it ends.
    pub ends: (f64, f64),
    /// What it carries.
    pub weight: f64,
}

/// How often two cross, and the sum of what the lesser of each two carries.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Crossings {
    pub count: usize,
    pub weight: f64,
}

/// In hundredths of a pixel: what is nearer is beside each other, on whichever side.
const BESIDE: f64 = 1.5;
/// Where two are compared that run over different columns.
const STEPS: u32 = 48;

impl Crossings {
    /// More crossings, or more that cross; by more than what adding in another order makes of a sum.
    pub fn exceeds(&self, other: &Self) -> bool {
        self.count > other.count || self.weight > other.weight * (1.0 + 1e-9)
    }
}

impl fmt::Display for Crossings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({:.4e})", self.count, self.weight)
    }
}

impl Curve {
    /// Across, at a place along.
    fn at(&self, along: f64) -> f64 {
        let part = (along - self.begins.0) / (self.ends.0 - self.begins.0);
        // Along, it is 1.5 t - 1.5 t² + t³ of its length; across, 3 t² - 2 t³.
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        for _ in 0..40 {
            let middle = (low + high) / 2.0;
            if middle * (1.5 + middle * (middle - 1.5)) < part { low = middle } else { high = middle }
        }
        self.begins.1 + (self.ends.1 - self.begins.1) * low * low * (3.0 - 2.0 * low)
    }

    fn crosses(&self, other: &Self) -> usize {
        let (from, to) = (self.begins.0.max(other.begins.0), self.ends.0.min(other.ends.0));
        if to - from < BESIDE {
            return 0;
        }
        let is_same = (self.begins.0 - other.begins.0).abs() + (self.ends.0 - other.ends.0).abs() < BESIDE;
        let (mut side, mut crossed) = (0.0_f64, 0);
        let steps = if is_same { 1 } else { STEPS };
        for step in 0..=steps {
            let along = from + (to - from) * f64::from(step) / f64::from(steps);
            let apart = self.at(along) - other.at(along);
            if apart.abs() >= BESIDE {
                crossed += usize::from(side * apart < 0.0);
                side = apart;
            }
        }
        crossed
    }
}

/// Counts over all pairs.
pub fn count(curves: &[Curve]) -> Crossings {
    let mut crossings = Crossings::default();
    for (at, one) in curves.iter().enumerate() {
        for other in &curves[..at] {
            let crossed = one.crosses(other);
            crossings.count += crossed;
            crossings.weight += one.weight.min(other.weight) * crossed as f64;
        }
    }
    crossings
}
