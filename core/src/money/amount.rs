//! Amounts: decimal text and integers in, exact minor units out; a cell that cannot be held exactly is a fault.

use super::{AmountReader, Currency, Notation, Unit};
use crate::text::push_digits;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// No single cell may exceed this many minor units (about 4 × 10²⁸), so that 2³² of them cannot overflow an `i128`.
pub const MAX_CELL_MINOR: i128 = 1 << 95;

/// An exact amount in minor units of a currency (fen, cents; whole yen). The currency stands beside it, as a key.
///
/// *Meaning*: an integer. *Validity*: sums of cells stay in range because cells are capped ([`MAX_CELL_MINOR`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i128);

/// Why a cell is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AmountFault {
    /// Not a number in the declared notation.
    Unreadable,
    /// More decimals than the currency's minor unit holds.
    TooPrecise,
    /// Larger than any public budget.
    OutOfRange,
    /// A grouping mark where three digits must follow, and fewer or more do: `1,5` may be one and a half.
    AmbiguousGrouping,
}

impl Amount {
    /// Nothing at all, which is not the same as a blank.
    pub const ZERO: Self = Self(0);

    /// An amount from minor units.
    pub const fn from_minor(minor: i128) -> Self {
        Self(minor)
    }

    /// The minor units.
    pub const fn minor(self) -> i128 {
        self.0
    }

    /// Whether it is below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Reads a cell; blank cells are `None`.
    ///
    /// # Errors
    /// An [`AmountFault`] that says in which way the cell is no exact amount.
    pub fn read(cell: &[u8], notation: &Notation, unit: Unit, currency: Currency) -> Result<Option<Self>, AmountFault> {
        AmountReader::new(*notation, unit, currency).read(cell)
    }

    /// Plain decimals with the currency's exponent, a point and no grouping: `381858300.00`. Reads back to the same amount.
    pub fn plain(self, currency: Currency) -> String {
        let scale = 10_u128.pow(u32::from(currency.exponent()));
        let (whole, part) = (self.0.unsigned_abs() / scale, self.0.unsigned_abs() % scale);
        let sign = if self.0 < 0 { "-" } else { "" };
        let mut text = sign.to_owned();
        push_digits(&mut text, whole, 1);
        if scale > 1 {
            text.push('.');
            push_digits(&mut text, part, currency.exponent().into());
        }
        text
    }

    /// This amount as thousandths of `whole`, rounded half away from zero; `None` where `whole` is zero.
    pub fn share_permille(self, whole: Self) -> Option<i64> {
        if whole.0 == 0 {
            return None;
        }
        // Shares need no more than 64 bits of either side.
        let shift = (128 - whole.0.unsigned_abs().leading_zeros()).saturating_sub(96);
        let (part, whole) = (self.0 >> shift, whole.0 >> shift);
        let doubled = part * 2000;
        let rounded = (doubled.abs() + whole.abs()) / (2 * whole.abs());
        let sign = if (doubled < 0) == (whole < 0) { 1 } else { -1 };
        i64::try_from(sign * rounded).ok()
    }

    /// The only place where money becomes a float: the weight that geometry draws, relative to `whole`.
    #[allow(clippy::cast_precision_loss, reason = "a weight on a screen needs no more than 53 bits")]
    pub fn weight(self, whole: Self) -> f64 {
        if whole.0 == 0 { 0.0 } else { self.0 as f64 / whole.0 as f64 }
    }
}

impl From<daylight_scan::DecimalFault> for AmountFault {
    fn from(fault: daylight_scan::DecimalFault) -> Self {
        match fault {
            daylight_scan::DecimalFault::NotANumber => Self::Unreadable,
            daylight_scan::DecimalFault::TooLong => Self::OutOfRange,
            daylight_scan::DecimalFault::Grouping => Self::AmbiguousGrouping,
        }
    }
}

impl AmountFault {
    /// The id of the rule that reports it.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Unreadable => "amount-unreadable",
            Self::TooPrecise => "amount-too-precise",
            Self::OutOfRange => "amount-out-of-range",
            Self::AmbiguousGrouping => "amount-ambiguous",
        }
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(text: &str, unit: Unit) -> Result<Option<Amount>, AmountFault> {
        Amount::read(text.as_bytes(), &Notation::default(), unit, Currency::from_code("CNY"))
    }

    #[test]
    fn a_published_split_that_floats_cannot_add() {
        let unit = Unit::new(10_000).unwrap();
        let parts: Amount = ["125.5", "91.2", "24.6"].iter().map(|part| yuan(part, unit).unwrap().unwrap()).sum();
        assert_eq!(Some(parts), yuan("241.3", unit).unwrap());
        assert_eq!(parts.plain(Currency::from_code("CNY")), "2413000.00");
    }

    #[test]
    fn every_way_to_go_wrong_has_its_name() {
        let one = Unit::ONE;
        assert_eq!(yuan("", one), Ok(None));
        assert_eq!(yuan("abc", one), Err(AmountFault::Unreadable));
        assert_eq!(yuan("1.005", one), Err(AmountFault::TooPrecise));
        assert_eq!(yuan("1.0050", Unit::new(10_000).unwrap()).unwrap(), Some(Amount::from_minor(1_005_000)));
        assert_eq!(yuan("1e99", one), Err(AmountFault::OutOfRange));
        assert_eq!(yuan("99999999999999999999999999999999999999999999", one), Err(AmountFault::OutOfRange));
    }

    #[test]
    fn shares_round_half_away_and_keep_their_sign() {
        let amount = Amount::from_minor;
        assert_eq!(amount(1).share_permille(amount(3)), Some(333));
        assert_eq!(amount(-1).share_permille(amount(3)), Some(-333));
        assert_eq!(amount(1).share_permille(amount(2000)), Some(1));
        assert_eq!(amount(1).share_permille(amount(0)), None);
    }
}
