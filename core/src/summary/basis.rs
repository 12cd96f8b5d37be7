//! Amounts on another basis: an exact amount, a year and series of a package in, the amount per head or in the prices of one year
//! out; fails where a series has no value for a year.
//!
//! Values are decimals, so that an amount is multiplied by a quotient of integers and rounded once, half away from zero, to the
//! smallest coin. Nothing is interpolated: a year without a value has none.

use super::{Compared, Sum};
use crate::model::{Series, SeriesKind};
use crate::money::Amount;
use crate::text::natural;

/// Values have no more digits than this after the point, which is what floats of statistics offices print.
const MOST_DECIMALS: usize = 15;

/// What amounts are divided by. Without either they stay as they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Basis<'a> {
    /// How many people there were.
    pub population: Option<&'a Series>,
    /// How high prices were; its base year is that of the results.
    pub prices: Option<&'a Series>,
}

/// Why an amount has no counterpart on a basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// A series has no readable value above zero for the year; for the base year, where that is asked.
    Value(SeriesKind),
    /// The numbers together are larger than any that is computed with.
    Size,
}

impl Basis<'_> {
    /// Whether amounts stay as they are.
    pub fn is_nominal(&self) -> bool {
        self.population.is_none() && self.prices.is_none()
    }

    /// What an amount of a year is on this basis.
    ///
    /// # Errors
    /// What is lacking.
    pub fn convert(&self, amount: Amount, year: &str) -> Result<Amount, Lacking> {
        let mut quotient = Quotient { over: 1, under: 1 };
        if let Some(people) = self.population {
            quotient = quotient.times(Quotient::ONE, value(people, year)?)?;
        }
        if let Some(prices) = self.prices {
            quotient = quotient.times(value(prices, &prices.base)?, value(prices, year)?)?;
        }
        let minor = amount.minor();
        let whole = quotient.of(minor.unsigned_abs()).ok_or(Lacking::Size)?;
        Ok(Amount::from_minor(if minor < 0 { -whole } else { whole }))
    }

    /// All sums of a comparison on this basis, each rounded for itself; `years` are the codes of its standings' years.
    ///
    /// # Errors
    /// What is lacking, and for which of the standings.
    pub fn convert_all(&self, compared: &Compared, years: &[&str]) -> Result<Compared, (Lacking, usize)> {
        let convert = |sums: &[Sum]| {
            let each = sums.iter().zip(years).enumerate();
            let each = each.map(|(at, (sum, year))| {
                let amount = self.convert(sum.stated().unwrap_or_default(), year).map_err(|lacking| (lacking, at))?;
                Ok(sum.with_amount(amount))
            });
            each.collect::<Result<Vec<Sum>, _>>()
        };
        let mut converted = Compared { totals: convert(&compared.totals)?, ..compared.clone() };
        for part in &mut converted.parts {
            part.sums = convert(&part.sums)?;
        }
        Ok(converted)
    }
}

/// The value of a year.
fn value(series: &Series, year: &str) -> Result<Quotient, Lacking> {
    let text = series.values.iter().find(|(known, _)| known == year).map(|(_, text)| text.as_str());
    text.and_then(read_value).ok_or(Lacking::Value(series.kind))
}

/// A decimal above zero: `68492000`, `103.551898`.
pub fn is_value(text: &str) -> bool {
    read_value(text).is_some()
}

fn read_value(text: &str) -> Option<Quotient> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let part = part.trim_end_matches('0');
    let digits = [whole, part].concat();
    if part.len() > MOST_DECIMALS {
        return None;
    }
    let over = i128::from(natural(&digits)?);
    (over > 0).then(|| Quotient { over, under: 10_i128.pow(part.len() as u32) })
}

/// A quotient of two numbers above zero.
#[derive(Clone, Copy)]
struct Quotient {
    over: i128,
    under: i128,
}

impl Quotient {
    const ONE: Self = Self { over: 1, under: 1 };

    /// This one times `factor / divisor`, in lowest terms.
    fn times(self, factor: Self, divisor: Self) -> Result<Self, Lacking> {
        // Two bits are left for doubling a rest.
        let product = |factors: [i128; 3]| {
            let product = factors.into_iter().try_fold(1_i128, i128::checked_mul);
            product.filter(|product| *product < 1 << 125).ok_or(Lacking::Size)
        };
        let over = product([self.over, factor.over, divisor.under])?;
        let under = product([self.under, factor.under, divisor.over])?;
        let common = common_divisor(over, under);
        Ok(Self { over: over / common, under: under / common })
    }
}

impl Quotient {
    /// `number × over / under`, rounded half up. The product may need more than 128 bits, so it is built bit by bit, as whole part
    /// and rest.
    fn of(self, number: u128) -> Option<i128> {
        let (over, under) = (self.over.unsigned_abs(), self.under.unsigned_abs());
        let (mut whole, mut rest) = (0_u128, 0_u128);
        for bit in (0..u128::BITS - number.leading_zeros()).rev() {
            let is_set = u128::from(number >> bit & 1 == 1);
            rest = 2 * rest + is_set * (over % under);
            whole = whole.checked_mul(2)?.checked_add(is_set * (over / under))?.checked_add(rest / under)?;
            rest %= under;
        }
        whole.checked_add(u128::from(rest >= under.div_ceil(2)))?.try_into().ok()
    }
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(kind: SeriesKind, base: &str, values: &[(&str, &str)]) -> Series {
        let values = values.iter().map(|(year, value)| ((*year).to_owned(), (*value).to_owned())).collect();
        Series { kind, base: base.to_owned(), values, ..Series::default() }
    }

    fn people() -> Series {
        series(SeriesKind::Population, "", &[("2023", "300000"), ("2024", "3"), ("2025", "-3"), ("2026", "0")])
    }

    fn prices() -> Series {
        series(SeriesKind::Prices, "2023", &[("2022", "98.0"), ("2023", "100"), ("2024", "102.500000001")])
    }

    fn convert(basis: Basis, minor: i128, year: &str) -> Result<i128, Lacking> {
        basis.convert(Amount::from_minor(minor), year).map(Amount::minor)
    }

    #[test]
    fn an_amount_is_rounded_once_half_away_from_zero() {
        let (people, prices) = (people(), prices());
        let per_head = Basis { population: Some(&people), ..Basis::default() };
        assert_eq!(convert(per_head, 1_000, "2024"), Ok(333));
        assert_eq!(convert(per_head, 450_000, "2023"), Ok(2), "one and a half");
        assert_eq!(convert(per_head, -450_000, "2023"), Ok(-2));
        assert_eq!(convert(per_head, 449_999, "2023"), Ok(1));
        let real = Basis { prices: Some(&prices), ..Basis::default() };
        assert_eq!(convert(real, 98, "2022"), Ok(100));
        assert_eq!(convert(real, 7, "2023"), Ok(7));
        // 102,500,000,001 of 10⁹ths: no float tells it from 102.5.
        assert_eq!(convert(real, 102_500_000_001 * 1_000, "2024"), Ok(100_000_000_000_000));
        assert_eq!(convert(real, 102_500_000_000 * 1_000, "2024"), Ok(99_999_999_999_024));
        let both = Basis { population: Some(&people), prices: Some(&prices) };
        assert_eq!(convert(both, 615_000_000_006, "2024"), Ok(200_000_000_000));
        assert_eq!(convert(Basis::default(), 7, "1900"), Ok(7));
    }

    #[test]
    fn a_year_without_a_value_has_none() {
        let (people, prices) = (people(), prices());
        let per_head = Basis { population: Some(&people), ..Basis::default() };
        for year in ["2022", "2025", "2026", ""] {
            assert_eq!(convert(per_head, 1, year), Err(Lacking::Value(SeriesKind::Population)), "{year}");
        }
        let real = Basis { prices: Some(&prices), ..Basis::default() };
        assert_eq!(convert(real, 1, "2026"), Err(Lacking::Value(SeriesKind::Prices)));
        let baseless = Series { base: "1999".into(), ..prices.clone() };
        let real = Basis { prices: Some(&baseless), ..Basis::default() };
        assert_eq!(convert(real, 1, "2023"), Err(Lacking::Value(SeriesKind::Prices)));
        let real = Basis { prices: Some(&prices), ..Basis::default() };
        assert_eq!(convert(real, i128::MAX, "2022"), Err(Lacking::Size));
    }

    #[test]
    fn values_are_decimals_above_zero() {
        for text in ["1", "103.551898", " 12.50 ", "68492000"] {
            assert!(is_value(text), "{text}");
        }
        for text in ["", "0", "0.0", "-1", "1e3", "1,000", "1.0000000000000001", "99999999999999999999999"] {
            assert!(!is_value(text), "{text}");
        }
    }
}
