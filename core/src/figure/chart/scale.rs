//! A scale: the least and the largest amount and a unit in, round numbers of that unit and their words out; cannot fail.
//!
//! Steps are 1, 2 or 5 times a power of ten of the unit, and exact in minor units: no tick is a rounded number.

use crate::money::{Amount, Currency};
use crate::profile::UnitScale;
use crate::words::Words;

/// A number of an axis.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    /// The exact amount.
    pub amount: Amount,
    /// The number as the axis says it; the unit is printed once for all.
    pub label: String,
}

/// The span of an axis, from its first tick to its last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    /// Its ticks, from the least on; two at least, zero among them.
    pub ticks: Vec<Tick>,
}

impl Scale {
    /// A scale that holds both amounts and zero, with as many steps as fit into `most_steps`.
    pub fn new(extent: (Amount, Amount), most_steps: u32, words: &Words, currency: Currency, unit: &UnitScale) -> Self {
        let (least, most) = (extent.0.minor().min(0), extent.1.minor().max(0));
        let whole = 10_i128.pow(currency.exponent().into()).saturating_mul(i128::from(unit.factor.max(1)));
        // Zero is a tick: amounts on both sides of it need a step each.
        let most_steps = i128::from(most_steps.max(if least < 0 && most > 0 { 2 } else { 1 }));
        let (mut step, mut decimals) = first_step(whole);
        let ends = |step: i128| (least.div_euclid(step), -(-most).div_euclid(step));
        let mut digits = [2, 5, 10].into_iter().cycle();
        let mut power = step;
        while ends(step).1 - ends(step).0 > most_steps {
            let digit = digits.next().unwrap_or(10);
            let Some(next) = power.checked_mul(digit) else { break };
            step = next;
            if digit == 10 {
                (power, decimals) = (next, decimals.saturating_sub(1));
            }
        }
        let (first, last) = ends(step);
        let last = if first == last { 1 } else { last };
        let tick = |at: i128| {
            let amount = Amount::from_minor(at.saturating_mul(step));
            Tick { amount, label: words.scaled(amount, currency, unit, decimals) }
        };
        Self { ticks: (first..=last).map(tick).collect() }
    }

    /// The least amount.
    pub fn least(&self) -> Amount {
        self.ticks.first().map_or(Amount::ZERO, |tick| tick.amount)
    }

    /// The largest amount.
    pub fn most(&self) -> Amount {
        self.ticks.last().map_or(Amount::ZERO, |tick| tick.amount)
    }

    /// Where an amount stands between the ends, from 0 to 1.
    pub fn position(&self, amount: Amount) -> f64 {
        (amount - self.least()).weight(self.most() - self.least())
    }
}

/// The smallest step that is a power of ten of a unit and whole in minor units, and how many decimals it has.
fn first_step(mut whole: i128) -> (i128, u8) {
    let mut decimals = 0;
    while whole % 10 == 0 && decimals < 9 {
        (whole, decimals) = (whole / 10, decimals + 1);
    }
    (whole, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labels(least: i128, most: i128, steps: u32, factor: u64) -> Vec<String> {
        let unit = UnitScale { factor, ..UnitScale::default() };
        let extent = (Amount::from_minor(least), Amount::from_minor(most));
        let scale = Scale::new(extent, steps, &Words::built_in("en"), Currency::from_code("CNY"), &unit);
        scale.ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_round_numbers_of_the_unit() {
        assert_eq!(labels(0, 9_500, 5, 1), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(labels(-1_200, 3_100, 5, 1), ["−20", "0", "20", "40"]);
        assert_eq!(labels(0, 1, 5, 1), ["0.00", "0.01"]);
        assert_eq!(labels(0, 24_130_000, 6, 10_000), ["0", "5", "10", "15", "20", "25"]);
        assert_eq!(labels(0, 300_000, 4, 10_000), ["0.0", "0.1", "0.2", "0.3"]);
    }

    #[test]
    fn nothing_at_all_still_has_a_zero() {
        assert_eq!(labels(0, 0, 5, 1), ["0.00", "0.01"]);
        assert_eq!(labels(-500, -100, 5, 1), ["−5", "−4", "−3", "−2", "−1", "0"]);
    }

    #[test]
    fn the_largest_sums_have_an_axis() {
        let scale = labels(0, 1 << 120, 5, 1);
        assert!(scale.len() >= 2 && scale.len() <= 6, "{scale:?}");
    }

    proptest! {
        #[test]
        fn every_amount_lies_between_the_ends_and_ticks_are_exact(
            a in -(1_i128 << 100)..(1_i128 << 100), b in -(1_i128 << 100)..(1_i128 << 100),
            steps in 1..9_u32, factor in prop_oneof![Just(1_u64), Just(10_000), Just(1_000_000), Just(12)],
        ) {
            let unit = UnitScale { factor, ..UnitScale::default() };
            let extent = (Amount::from_minor(a.min(b)), Amount::from_minor(a.max(b)));
            let scale = Scale::new(extent, steps, &Words::built_in("en"), Currency::from_code("CNY"), &unit);
            prop_assert!(scale.least() <= extent.0 && scale.most() >= extent.1);
            prop_assert!(scale.ticks.len() <= steps.max(2) as usize + 1);
            prop_assert!(scale.ticks.iter().any(|tick| tick.amount == Amount::ZERO));
            for tick in &scale.ticks {
                let position = scale.position(tick.amount);
                prop_assert!((0.0..=1.0).contains(&position));
                prop_assert!(tick.amount == Amount::ZERO || tick.label.chars().any(|char| ('1'..='9').contains(&char)));
            }
        }
    }
}
