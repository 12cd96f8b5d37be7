//! Numbers in words: exact amounts, shares, years and dates in, a language's writing of them out; cannot fail.

use super::Words;
use crate::money::{Amount, Currency};
use crate::period::FiscalYear;
use crate::profile::UnitScale;
use crate::text::{natural, push_digits};

/// The typographic minus sign, which screen readers speak and a hyphen is not.
const MINUS: char = '\u{2212}';

/// More decimals than anyone reads.
const MOST_DECIMALS: u8 = 9;

impl Words {
    /// A whole number with grouping marks.
    pub fn integer(&self, number: u64) -> String {
        self.decimal(i128::from(number), 1, 0)
    }

    /// A size of files: `1.3 MB`, `820 KB`.
    pub fn bytes(&self, bytes: u64) -> String {
        let (unit, factor, decimals) = if bytes < 1_000_000 { (" KB", 1_000, 0) } else { (" MB", 1_000_000, 1) };
        self.decimal(i128::from(bytes), factor, decimals) + unit
    }

    /// The exact amount with grouping marks: `381,858,300.00`.
    pub fn exact(&self, amount: Amount, currency: Currency) -> String {
        self.decimal(amount.minor(), minor_units(currency), currency.exponent())
    }

    /// The exact amount and its currency: `381,858,300.00 lei`.
    pub fn exact_with_currency(&self, amount: Amount, currency: Currency) -> String {
        let name = if currency.is_stated() { self.currency(currency) } else { String::new() };
        self.with_unit(&self.exact(amount, currency), &name)
    }

    /// An amount as a number of units, rounded half away from zero to so many decimals; what is not zero never becomes 0.
    pub fn scaled(&self, amount: Amount, currency: Currency, unit: &UnitScale, decimals: u8) -> String {
        self.decimal(amount.minor(), minor_units(currency).saturating_mul(unit.factor.max(1)), decimals)
    }

    /// An amount with its unit, as a sentence says it: `730.4 million lei`. All amounts of a figure have as many decimals.
    pub fn amount(&self, amount: Amount, currency: Currency, unit: &UnitScale, decimals: u8) -> String {
        let number = self.scaled(amount, currency, unit, decimals);
        let named = currency.is_stated() || !unit.title(self.lang()).is_empty();
        self.with_unit(&number, if named { self.unit(currency, unit) } else { String::new() }.as_str())
    }

    /// The units of display that the language has number words for, the currency's own first.
    pub fn units(&self) -> Vec<UnitScale> {
        let own = UnitScale { id: "one".to_owned(), factor: 1, ..UnitScale::default() };
        let mut units = vec![own];
        for line in self.text("units").split('|') {
            let mut words = line.splitn(3, ' ');
            if let (Some(id), Some(title), Some(factor)) = (words.next(), words.next(), words.next())
                && let Some(factor @ 1..) = natural(factor)
            {
                let titles = vec![(String::new(), title.to_owned())];
                units.push(UnitScale { id: id.to_owned(), factor, titles, names_currency: false });
            }
        }
        units
    }

    /// The name of a unit of a currency: `million lei`, `万元`.
    pub fn unit(&self, currency: Currency, unit: &UnitScale) -> String {
        let title = unit.title(self.lang());
        if unit.names_currency {
            title.to_owned()
        } else if title.is_empty() {
            self.currency(currency)
        } else if currency.is_stated() {
            self.fill("unit.with-currency", &[("unit", title), ("currency", &self.currency(currency))])
        } else {
            title.to_owned()
        }
    }

    /// The name of a currency, else its code.
    pub fn currency(&self, currency: Currency) -> String {
        if !currency.is_stated() {
            return self.text("unit.unstated").to_owned();
        }
        let key = ["currency.", currency.code()].concat();
        self.find(&key).unwrap_or(currency.code()).to_owned()
    }

    /// A number and its unit. A sign such as £ goes before the number.
    pub(super) fn with_unit(&self, number: &str, unit: &str) -> String {
        let symbol_len = unit
            .chars()
            .next()
            .filter(|char| matches!(char, '$' | '£' | '¥' | '€' | '₩' | '₹'))
            .map_or(0, char::len_utf8);
        let (symbol, rest) = unit.split_at(symbol_len);
        let values = [("n", number), ("unit", rest.trim_start()), ("symbol", symbol)];
        let key = if symbol.is_empty() { "amount" } else { "amount.symbol" };
        self.fill(key, &values).trim_end().to_owned()
    }

    /// A part of a whole: `12.3%`; what is not nothing never becomes 0 %, and what is not all never 100 %.
    pub fn share(&self, part: Amount, whole: Amount) -> String {
        let Some(permille) = part.share_permille(whole) else { return self.text("amount.blank").to_owned() };
        let percent = |permille: i64| self.fill("percent", &[("n", &self.decimal(i128::from(permille), 10, 1))]);
        let limit = |key: &str, permille: i64| self.fill(key, &[("n", &percent(permille))]);
        match permille {
            0 if part.is_negative() != whole.is_negative() && part != Amount::ZERO => limit("number.above", -1),
            0 if part != Amount::ZERO => limit("number.below", 1),
            1000 if part != whole && part.abs() < whole.abs() => limit("number.above", 999),
            permille => percent(permille),
        }
    }

    /// An ISO date as the language writes it, as precise as it is stated; anything else stays as it is.
    pub fn date(&self, iso: &str) -> String {
        let day = iso.split(['T', ' ']).next().unwrap_or(iso);
        let mut parts = day.split('-');
        let year = parts.next().filter(|year| year.len() == 4 && is_digits(year));
        let mut part = || {
            parts.next().filter(|part| part.len() <= 2 && is_digits(part)).and_then(|part| part.parse::<usize>().ok())
        };
        let (month, number) = (part(), part());
        let name = month.and_then(|month| self.text("months").split('|').nth(month.checked_sub(1)?));
        match (year, name, number) {
            (Some(year), Some(month), Some(day)) if day > 0 && day <= 31 => {
                self.fill("date.day", &[("y", year), ("month", month), ("d", &self.integer(day as u64))])
            }
            (Some(year), Some(month), None) if day.len() <= 7 => {
                self.fill("date.month", &[("y", year), ("month", month)])
            }
            (Some(year), None, None) if day.len() == 4 => self.fill("date.year", &[("y", year)]),
            _ => iso.to_owned(),
        }
    }

    /// A fiscal year as the language writes it; `2014/15` and what is no year stay as they are.
    pub fn year(&self, text: &str) -> String {
        match FiscalYear::read(text) {
            Some(year) if !year.is_split() && is_digits(text) => self.fill("date.year", &[("y", text)]),
            _ => text.to_owned(),
        }
    }

    /// `number / scale` with so many decimals, rounded half away from zero. What is not zero never becomes 0.
    pub(super) fn decimal(&self, number: i128, scale: u64, decimals: u8) -> String {
        let scale = u128::from(scale.max(1));
        let mut power = 10_u64.pow(u32::from(decimals.min(MOST_DECIMALS)));
        let (mut whole, rest) = (number.unsigned_abs() / scale, number.unsigned_abs() % scale);
        let mut part = ((rest * u128::from(power) + scale / 2) / scale) as u64;
        if part == power {
            (whole, part) = (whole + 1, 0);
        }
        let is_hidden = whole == 0 && part == 0 && number != 0;
        if is_hidden {
            (whole, part) = if power == 1 { (1, 0) } else { (0, 1) };
        }
        let mut text = String::new();
        if number < 0 {
            text.push(MINUS);
        }
        self.push_grouped(&mut text, whole);
        if power > 1 {
            text.push_str(self.find("number.decimal").unwrap_or("."));
            while power > 1 {
                power /= 10;
                text.push(char::from(b'0' + (part / power % 10) as u8));
            }
        }
        match is_hidden {
            true => self.fill(if number < 0 { "number.above" } else { "number.below" }, &[("n", &text)]),
            false => text,
        }
    }

    /// Writes digits with grouping marks.
    fn push_grouped(&self, text: &mut String, whole: u128) {
        let mut digits = String::new();
        push_digits(&mut digits, whole, 1);
        // How many digits stand to the right of the marks, nearest first; the last size repeats.
        let sizes = self.find("number.sizes").unwrap_or("3");
        let mut sizes = sizes.split(' ').filter_map(|size| natural(size).filter(|size| *size > 0));
        let (mut marks, mut at, mut size) = (Vec::new(), 0, 3);
        while at < digits.len() {
            size = sizes.next().unwrap_or(size);
            at += size as usize;
            marks.push(at);
        }
        for (index, digit) in digits.chars().enumerate() {
            text.push(digit);
            if index + 1 < digits.len() && marks.contains(&(digits.len() - 1 - index)) {
                text.push_str(self.find("number.group").unwrap_or(","));
            }
        }
    }
}

/// Minor units in a major one.
fn minor_units(currency: Currency) -> u64 {
    10_u64.pow(u32::from(currency.exponent()))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
