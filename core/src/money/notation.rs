//! How a file writes numbers: marks and a unit in, minor units out; refuses what it cannot hold exactly.

use super::{Amount, AmountFault, Currency, MAX_CELL_MINOR};
use daylight_scan::{Decimal, Fixed, Marks};

/// Decimal and grouping marks of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notation {
    marks: Marks,
    trailing_minus: bool,
    /// Whether somebody said which marks the column has.
    is_stated: bool,
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
        Self { marks: Marks { decimal, group, bare: true }, trailing_minus: false, is_stated: false }
    }

    /// The same where somebody said that these are the marks of the column.
    #[must_use]
    pub fn stated(mut self) -> Self {
        self.is_stated = true;
        self
    }

    /// Whether a cell that reads as this decimal may as well be thousands: `1.230` of a currency that has no thousandths.
    fn is_ambiguous(&self, decimal: Decimal, cell: &[u8]) -> bool {
        let is_short = || {
            let digits = cell.iter().filter(|byte| byte.is_ascii_digit()).count();
            let whole = decimal.mantissa.unsigned_abs() / 1000;
            digits <= 6 && (1..1000).contains(&whole)
        };
        decimal.scale == 3 && !self.is_stated && cell.contains(&b'.') && is_short()
    }

    /// The same, but text around the number (`$100`, `100 €`) is passed over: Table Schema's `bareNumber: false`.
    #[must_use]
    pub fn with_affixes(mut self) -> Self {
        self.marks.bare = false;
        self
    }

    /// The same, with a minus after the number (`100-`), as accounting systems write it.
    #[must_use]
    pub fn with_trailing_minus(mut self) -> Self {
        self.trailing_minus = true;
        self
    }

    /// A cell as an exact decimal; blank is `None`.
    ///
    /// # Errors
    /// Where the cell is no number in this notation.
    #[inline]
    pub fn decimal(&self, cell: &[u8]) -> Result<Option<Decimal>, AmountFault> {
        if let (true, Some(number)) = (self.trailing_minus, cell.trim_ascii_end().strip_suffix(b"-")) {
            let decimal = daylight_scan::decimal(number, &self.marks).map_err(AmountFault::from)?;
            return Ok(decimal.map(|decimal| Decimal { mantissa: -decimal.mantissa, ..decimal }));
        }
        daylight_scan::decimal(cell, &self.marks).map_err(AmountFault::from)
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

/// More decimals than any budget is published with.
const MOST_DECIMALS: u8 = 6;

/// Reads the cells of one column in one currency; what does not change from cell to cell is worked out once.
#[derive(Clone, Debug)]
pub struct AmountReader {
    notation: Notation,
    unit: Unit,
    currency: Currency,
    /// The most decimals of which each is a whole number of minor units …
    decimals: u8,
    /// … and that number; zero where there is none.
    multiplier: i64,
}

impl AmountReader {
    /// A reader for a column.
    pub fn new(notation: Notation, unit: Unit, currency: Currency) -> Self {
        let one =
            |decimals: &u8| i64::try_from(unit.minor(Decimal { mantissa: 1, scale: *decimals }, currency).ok()?).ok();
        let decimals = (0..=MOST_DECIMALS).rev().find(|decimals| one(decimals).is_some()).unwrap_or(0);
        Self { notation, unit, currency, decimals, multiplier: one(&decimals).unwrap_or(0) }
    }

    /// Reads a cell; blank is `None`.
    ///
    /// # Errors
    /// An [`AmountFault`] that says in which way the cell is no exact amount.
    pub fn read(&self, cell: &[u8]) -> Result<Option<Amount>, AmountFault> {
        let Some(decimal) = self.notation.decimal(cell)? else { return Ok(None) };
        if self.unit == Unit::ONE && self.currency.exponent() < 3 && self.notation.is_ambiguous(decimal, cell) {
            self.unit.minor(decimal, self.currency)?;
            return Err(AmountFault::AmbiguousGrouping);
        }
        self.unit.minor(decimal, self.currency).map(|minor| Some(Amount::from_minor(minor)))
    }

    /// How numbers of the column can be held as integers of which every one is an exact amount.
    pub fn fixed(&self) -> Fixed {
        Fixed {
            decimals: self.decimals,
            most: (i64::MAX / self.multiplier.max(1)) as u64 * u64::from(self.multiplier > 0),
        }
    }

    /// The amount of such an integer, or of the sum of many.
    pub fn amount(&self, fixed: i128) -> Amount {
        Amount::from_minor(fixed * i128::from(self.multiplier))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_decimals_may_be_thousands() {
        let euro = Currency::from_code("EUR");
        let read = |text: &str, notation: Notation, unit: u64, currency: Currency| {
            let unit = Unit::new(unit).expect("no zero");
            AmountReader::new(notation, unit, currency).read(text.as_bytes()).map(|amount| amount.map(Amount::minor))
        };
        let usual = Notation::default();
        for text in ["1.230", "2.500", "12.750", "-12.750"] {
            assert_eq!(read(text, usual, 1, euro), Err(AmountFault::AmbiguousGrouping), "{text}");
        }
        assert_eq!(read("1.230", usual.stated(), 1, euro), Ok(Some(123)), "its marks are stated");
        assert_eq!(read("1.230", usual, 1000, euro), Ok(Some(123_000)), "in thousands");
        assert_eq!(read("1.230", usual, 1, Currency::from_code("KWD")), Ok(Some(1230)), "it has thousandths");
        for (text, minor) in [("0.500", 50), ("1234.500", 123_450), ("1.23", 123), ("1,230.000", 123_000)] {
            assert_eq!(read(text, usual, 1, euro), Ok(Some(minor)), "{text}");
        }
        assert_eq!(read("1.234", usual, 1, euro), Err(AmountFault::TooPrecise));
    }
}
