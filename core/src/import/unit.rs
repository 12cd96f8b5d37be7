//! Units in a title line (单位：万元, 単位：千円, 單位:新臺幣千元): the text of a cell in, how many of the currency one is out.

use super::sheet::Sheet;

/// Words that a statement of the unit begins with.
const UNIT: [&str; 4] = ["单位", "單位", "単位", "unit"];

/// What a currency's own unit is called at the end of a statement.
const OWN: [char; 6] = ['元', '円', '圆', '圓', '원', '₩'];

/// Multipliers that stand before it, one after the other.
const TIMES: [(char, u64); 9] = [
    ('十', 10),
    ('百', 100),
    ('千', 1_000),
    ('仟', 1_000),
    ('万', 10_000),
    ('萬', 10_000),
    ('亿', 100_000_000),
    ('億', 100_000_000),
    ('兆', 1_000_000_000_000),
];

/// The factor that a cell states, if it states a unit of money.
pub fn stated_factor(text: &str) -> Option<u64> {
    let text = text.trim().trim_matches(['(', ')', '（', '）', '[', ']', '【', '】']).trim();
    let small = text.to_lowercase();
    let rest = UNIT.iter().find_map(|word| small.strip_prefix(word))?;
    let rest = rest.trim_start_matches([':', '：', ' ', '\u{3000}']);
    if rest.is_empty() || rest.chars().count() > 20 {
        return None;
    }
    let stem = rest.trim_end_matches(OWN);
    if stem.len() == rest.len() {
        let stated = text.split_once([':', '：', ' '])?.1.trim();
        return crate::ingest::header_unit(&format!("({stated})")).1;
    }
    let mut factor: u64 = 1;
    for char in stem.chars().rev() {
        match TIMES.iter().find(|(mark, _)| *mark == char) {
            Some((_, times)) => factor = factor.checked_mul(*times)?,
            None => break,
        }
    }
    Some(factor)
}

/// The cells of a sheet that state a unit: row, column, text and factor.
pub fn stated_units(sheet: &Sheet) -> Vec<(u32, u32, String, u64)> {
    /// Titles and units stand at the top; those of further pages are the same.
    const ROWS: u32 = 60;
    let mut found = Vec::new();
    for row in 1..=sheet.size().0.min(ROWS) {
        for (column, text) in sheet.row(row) {
            if let Some(factor) = stated_factor(text) {
                found.push((row, column, text.trim().to_owned(), factor));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::stated_factor;

    #[test]
    fn units_are_read_with_their_multipliers() {
        for (text, factor) in [
            ("单位：亿元", Some(100_000_000)),
            ("单位:万元", Some(10_000)),
            ("（单位：元）", Some(1)),
            ("單位：新臺幣千元", Some(1_000)),
            ("単位：千円", Some(1_000)),
            ("（単位：百万円）", Some(1_000_000)),
            ("单位：百万元", Some(1_000_000)),
            ("Unit: EUR million", Some(1_000_000)),
            ("单位：人", None),
            ("单位名称", None),
            ("单位", None),
            ("预算单位：财政局", None),
        ] {
            assert_eq!(stated_factor(text), factor, "{text}");
        }
    }
}
