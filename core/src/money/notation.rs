//! How a file writes numbers: marks and a unit in, minor units out; refuses what it cannot hold exactly.

use super::{AmountFault, Currency, MAX_CELL_MINOR};
use daylight_scan::{Decimal, Marks};

/// Decimal and grouping marks of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notation {
    marks: Marks,
}

impl Default for Notation {
    /// A point, and commas between groups of three digits.
    fn default() -> Self {
        Self::new('.', Some(','))
    }
}

impl Notation {
    /// Marks as a Table Schema names them (`decimalChar`, `groupChar`).
    pub fn new(decimal: char, group: Option<char>) -> Self {
        Self { marks: Marks { decimal, group, bare: true } }
    }

    /// The same, but text around the number (`$100`, `100 €`) is passed over: Table Schema's `bareNumber: false`.
    #[must_use]
    pub fn with_affixes(mut self) -> Self {
        self.marks.bare = false;
        self
    }

    /// The marks for the scanner.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }
}

/// How many major units of the currency one unit of the column is: 1 for 元, 10 000 for 万元, 1 000 for 千円.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit(u64);

impl Unit {
    /// The currency's own unit.
    pub const ONE: Self = Self(1);

    /// A unit of `factor` major units; zero is none.
    pub fn new(factor: u64) -> Option<Self> {
        (factor > 0).then_some(Self(factor))
    }

    /// The factor.
    pub fn factor(self) -> u64 {
        self.0
    }

    /// Minor units of a decimal in this unit.
    ///
    /// # Errors
    /// `TooPrecise` where a digit would fall below the minor unit, `OutOfRange` past [`MAX_CELL_MINOR`].
    pub fn minor(self, decimal: Decimal, currency: Currency) -> Result<i128, AmountFault> {
        let scaled = decimal.mantissa.checked_mul(i128::from(self.0)).ok_or(AmountFault::OutOfRange)?;
        let shift = i32::from(currency.exponent()) - i32::from(decimal.scale);
        let power = 10_i128.checked_pow(shift.unsigned_abs()).ok_or(AmountFault::OutOfRange)?;
        let minor = if shift >= 0 {
            scaled.checked_mul(power).ok_or(AmountFault::OutOfRange)?
        } else if scaled % power == 0 {
            scaled / power
        } else {
            return Err(AmountFault::TooPrecise);
        };
        if minor.abs() > MAX_CELL_MINOR { Err(AmountFault::OutOfRange) } else { Ok(minor) }
    }
}
