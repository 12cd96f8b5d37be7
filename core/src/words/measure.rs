//! What statistics say in words: quantities, thousandths and periods in, a language's writing of them out; cannot fail.

use super::Words;
use crate::quantity::Quantity;
use crate::span::Span;

impl Words {
    /// A quantity with as many decimals as it was written with: `26,866`, `14.5`.
    pub fn quantity(&self, quantity: Quantity) -> String {
        let scale = quantity.scale();
        self.decimal(quantity.at_scale(scale), 10_u64.pow(scale.into()), scale)
    }

    /// A quantity with its unit: `14.5 %`, `96.4公里`.
    pub fn measured(&self, quantity: Quantity, unit: &str) -> String {
        self.with_unit(&self.quantity(quantity), unit)
    }

    /// Thousandths as a share: `80.3%`; rounded nowhere.
    pub fn thousandths(&self, permille: u32) -> String {
        let (number, scale, decimals) =
            if permille.is_multiple_of(10) { (permille / 10, 1, 0) } else { (permille, 10, 1) };
        self.fill("percent", &[("n", &self.decimal(number.into(), scale, decimals))])
    }

    /// A period: a year, months of it by name, a quarter; what has no name stays as it is written.
    pub fn period(&self, span: Span, text: &str) -> String {
        let (from, until) = (span.first.date(), span.last.date());
        let years = [from.0, until.0].map(|year| year.to_string());
        let named = || -> Vec<&str> { self.text("months").split('|').collect() };
        let month = |number: u32| named().get(number as usize - 1).copied().unwrap_or("").to_owned();
        if span.is_year() {
            return self.fill("date.year", &[("y", &years[0])]);
        }
        if span.first == span.last {
            return self.date(&span.first.iso());
        }
        let is_whole_years = (from.1, from.2, until.1, until.2) == (1, 1, 12, 31);
        match (span.is_of_months(), from.0 == until.0) {
            _ if is_whole_years => self.fill("results.date.years", &[("from", &years[0]), ("until", &years[1])]),
            (true, true) if from.1 == until.1 => {
                self.fill("date.month", &[("y", &years[0]), ("month", &month(from.1))])
            }
            (true, true) if from.1 % 3 == 1 && until.1 == from.1 + 2 => {
                let quarter = (until.1 / 3).to_string();
                self.fill("results.date.quarter", &[("y", &years[0]), ("q", &quarter)])
            }
            (true, true) => {
                let values = [("y", years[0].as_str()), ("from", &month(from.1)), ("until", &month(until.1))];
                self.fill("results.date.months", &values)
            }
            _ => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::quantity::Quantity;
    use crate::span::Span;
    use crate::words::Words;
    use daylight_scan::Decimal;

    #[test]
    fn periods_have_names_in_each_language() {
        let span = |text: &str| Span::read(text).expect("a period");
        let (en, zh) = (Words::built_in("en"), Words::built_in("zh-Hans"));
        for (text, english, chinese) in [
            ("2025", "2025", "2025年"),
            ("2026-01/2026-09", "January to September 2026", "2026年1—9月"),
            ("2026-03", "March 2026", "2026年3月"),
            ("2000 Q1", "first quarter of 2000", "2000年第一季度"),
            ("2017-2021", "2017–2021", "2017—2021年"),
            ("2026-06-30", "30 June 2026", "2026年6月30日"),
            ("2025-07/2026-06", "2025-07/2026-06", "2025-07/2026-06"),
        ] {
            assert_eq!(en.period(span(text), text), english);
            assert_eq!(zh.period(span(text), text), chinese);
        }
    }

    #[test]
    fn thousandths_and_quantities_are_written_exactly() {
        let en = Words::built_in("en");
        assert_eq!([0, 999, 800, 803].map(|permille| en.thousandths(permille)), ["0%", "99.9%", "80%", "80.3%"]);
        let quantity = |mantissa, scale| Quantity::new(Decimal { mantissa, scale }).expect("a quantity");
        assert_eq!(en.quantity(quantity(26_866, 0)), "26,866");
        assert_eq!(en.quantity(quantity(-1450, 2)), "\u{2212}14.50");
    }
}
