//! Quantities: decimal numbers as files write them, exactly, in; numbers that can be compared, subtracted and weighed out; what is
//! longer than statistics are is `None`.

use crate::text::push_digits;
use daylight_scan::Decimal;
use std::cmp::Ordering;

/// `mantissa / 10^scale`, exactly: a figure of an indicator, a target, a weight.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quantity {
    mantissa: i64,
    scale: u8,
}

/// The most decimals that a quantity has.
pub const MOST_SCALE: u8 = 9;
/// The most digits of a mantissa, so that what is multiplied with days and thousandths stays exact.
const MOST_MANTISSA: i64 = 1_000_000_000_000_000;

impl Quantity {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };
    /// One.
    pub const ONE: Self = Self { mantissa: 1, scale: 0 };
    /// A hundred.
    pub const HUNDRED: Self = Self { mantissa: 100, scale: 0 };

    /// Of a decimal; `None` beyond 15 digits or nine decimals. Zeros at the end that say nothing are left out.
    pub fn new(decimal: Decimal) -> Option<Self> {
        let Decimal { mut mantissa, mut scale } = decimal;
        while scale > MOST_SCALE && mantissa % 10 == 0 {
            (mantissa, scale) = (mantissa / 10, scale - 1);
        }
        let mantissa = i64::try_from(mantissa).ok().filter(|mantissa| mantissa.abs() <= MOST_MANTISSA)?;
        (scale <= MOST_SCALE).then_some(Self { mantissa, scale })
    }

    /// Of a decimal that is longer: rounded to what a quantity holds, halves away from zero; `None` where it is too large.
    pub fn rounded(decimal: Decimal) -> Option<Self> {
        let (mut dropped, size) = (decimal.scale.saturating_sub(MOST_SCALE), decimal.mantissa.unsigned_abs());
        let rounded = |dropped: u8| {
            let power = 10_u128.checked_pow(dropped.into())?;
            Some(size / power + u128::from(size % power >= power.div_ceil(2) && dropped > 0))
        };
        while rounded(dropped)? > MOST_MANTISSA.unsigned_abs().into() {
            dropped = Some(dropped + 1).filter(|dropped| *dropped <= decimal.scale)?;
        }
        let mantissa = i64::try_from(rounded(dropped)?).ok()?;
        Some(Self { mantissa: if decimal.mantissa < 0 { -mantissa } else { mantissa }, scale: decimal.scale - dropped })
    }

    /// How many decimals it was written with.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// How many of `10^-scale` it is: exact where the scale is at least its own.
    pub const fn at_scale(self, scale: u8) -> i128 {
        let steps = scale.saturating_sub(self.scale) as u32;
        self.mantissa as i128 * 10_i128.pow(steps)
    }

    /// All at nine decimals, where any two can be compared.
    pub const fn nano(self) -> i128 {
        self.at_scale(MOST_SCALE)
    }

    /// As it was written, with a point and without groups: `14.50`.
    pub fn plain(self) -> String {
        let mut text = String::new();
        if self.mantissa < 0 {
            text.push('-');
        }
        let power = 10_u128.pow(self.scale.into());
        let digits = u128::from(self.mantissa.unsigned_abs());
        push_digits(&mut text, digits / power, 1);
        if self.scale > 0 {
            text.push('.');
            push_digits(&mut text, digits % power, self.scale.into());
        }
        text
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nano().cmp(&other.nano())
    }
}

#[cfg(test)]
mod tests {
    use super::Quantity;
    use daylight_scan::Decimal;
    use proptest::prelude::*;

    fn quantity(mantissa: i128, scale: u8) -> Option<Quantity> {
        Quantity::new(Decimal { mantissa, scale })
    }

    #[test]
    fn a_quantity_is_written_as_it_was_read() {
        for (mantissa, scale, text) in
            [(1450, 2, "14.50"), (-5, 3, "-0.005"), (0, 1, "0.0"), (26_866, 0, "26866"), (2778, 5, "0.02778")]
        {
            assert_eq!(quantity(mantissa, scale).map(Quantity::plain).as_deref(), Some(text));
        }
        assert_eq!(quantity(1450, 2), quantity(145, 1));
        assert!(quantity(-1, 9) < quantity(0, 0) && quantity(99, 1) < quantity(10, 0));
        assert_eq!(quantity(10_i128.pow(16), 0), None, "sixteen digits");
        assert_eq!(quantity(1, 10), None, "ten decimals");
        assert_eq!(quantity(10, 10), quantity(1, 9), "a zero at the end says nothing");
    }

    #[test]
    fn what_is_longer_is_rounded_once() {
        let rounded = |mantissa, scale| Quantity::rounded(Decimal { mantissa, scale }).map(Quantity::plain);
        for (mantissa, scale, text) in [
            (5_256_729_610_285_255, 15, "5.256729610"),
            (-25, 10, "-0.000000003"),
            (24, 10, "0.000000002"),
            (1_234_567_890_123_456_789, 9, "1234567890.12346"),
            (145, 1, "14.5"),
        ] {
            assert_eq!(rounded(mantissa, scale).as_deref(), Some(text));
        }
        assert_eq!(rounded(10_i128.pow(17), 1), None, "too large before its decimals");
        assert_eq!(rounded(1, 60), None);
    }

    proptest! {
        #[test]
        fn quantities_are_in_the_order_of_their_numbers(a in -10_000_000_i128..10_000_000, b in -10_000_000_i128..10_000_000, scales in (0_u8..10, 0_u8..10)) {
            let (one, other) = (quantity(a, scales.0).expect("one"), quantity(b, scales.1).expect("another"));
            let (left, right) = (a * 10_i128.pow(scales.1.into()), b * 10_i128.pow(scales.0.into()));
            prop_assert_eq!(one.cmp(&other), left.cmp(&right));
        }
    }
}
