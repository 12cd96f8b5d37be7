//! Units in a title line (单位：万元, 単位：千円, in thousands of euros): the text of a cell in, how many of the currency one is out.

use super::sheet::Sheet;
use crate::ingest::header_unit;
use crate::text::lower;

/// Words that a statement of the unit begins with.
const UNIT: [&str; 5] = ["单位", "單位", "単位", "단위", "unit"];

/// What stands behind that word: a colon, or "is".
const IS: [char; 4] = [':', '：', '为', '為'];

/// Marks around a statement, and between it and another one.
const AROUND: [char; 15] = ['(', ')', '（', '）', '[', ']', '【', '】', '、', '，', ',', ';', '；', '|', '。'];

/// What a currency's own unit is called at the end of a statement.
const OWN: [char; 6] = ['元', '円', '圆', '圓', '원', '₩'];

/// Multipliers that stand before it, one after the other.
const TIMES: [(char, u64); 15] = [
    ('十', 10),
    ('百', 100),
    ('千', 1_000),
    ('仟', 1_000),
    ('万', 10_000),
    ('萬', 10_000),
    ('亿', 100_000_000),
    ('億', 100_000_000),
    ('兆', 1_000_000_000_000),
    ('십', 10),
    ('백', 100),
    ('천', 1_000),
    ('만', 10_000),
    ('억', 100_000_000),
    ('조', 1_000_000_000_000),
];

/// Multipliers as words.
const WORDS: [(&str, u64); 26] = [
    ("thousand", 1_000),
    ("thousands", 1_000),
    ("million", 1_000_000),
    ("millions", 1_000_000),
    ("billion", 1_000_000_000),
    ("billions", 1_000_000_000),
    ("miles", 1_000),
    ("millones", 1_000_000),
    ("milliers", 1_000),
    ("milhares", 1_000),
    ("milhões", 1_000_000),
    ("tausend", 1_000),
    ("millionen", 1_000_000),
    ("mio", 1_000_000),
    ("mrd", 1_000_000_000),
    ("milliarden", 1_000_000_000),
    ("tsd", 1_000),
    ("tsd.", 1_000),
    ("mio.", 1_000_000),
    ("mrd.", 1_000_000_000),
    ("lakh", 100_000),
    ("lakhs", 100_000),
    ("lacs", 100_000),
    ("crore", 10_000_000),
    ("crores", 10_000_000),
    ("milliards", 1_000_000_000),
];

/// Words before a multiplier: *in* thousands, *en* miles.
const IN: [&str; 3] = ["in", "en", "em"];

/// Words of a statement that say neither how many nor of what: *all amounts are shown in* thousands *of* pounds.
const BETWEEN: [&str; 19] = [
    "all",
    "amounts",
    "figures",
    "values",
    "numbers",
    "expressed",
    "stated",
    "shown",
    "reported",
    "are",
    "of",
    "de",
    "von",
    "cifras",
    "montants",
    "valores",
    "beträge",
    "angaben",
    "alle",
];

/// Currencies as words.
const CURRENCIES: [&str; 16] = [
    "dollars",
    "euros",
    "euro",
    "d'euros",
    "d’euros",
    "pounds",
    "sterling",
    "pesos",
    "yen",
    "yuan",
    "rmb",
    "reais",
    "rupees",
    "francs",
    "kronor",
    "kroner",
];

/// Names of currencies inside a statement, and their codes.
const NAMED: [(&str, &str); 22] = [
    ("人民币", "CNY"),
    ("人民幣", "CNY"),
    ("rmb", "CNY"),
    ("yuan", "CNY"),
    ("新臺幣", "TWD"),
    ("新台幣", "TWD"),
    ("新台币", "TWD"),
    ("nt$", "TWD"),
    ("港币", "HKD"),
    ("港幣", "HKD"),
    ("港元", "HKD"),
    ("hk$", "HKD"),
    ("澳门元", "MOP"),
    ("澳門元", "MOP"),
    ("美元", "USD"),
    ("欧元", "EUR"),
    ("歐元", "EUR"),
    ("euro", "EUR"),
    ("円", "JPY"),
    ("yen", "JPY"),
    ("원", "KRW"),
    ("rupee", "INR"),
];

/// The currency that a statement of a unit names: 人民币万元, 新臺幣千元, 千円, £ million. 元 alone is that of several countries.
pub fn stated_currency(text: &str) -> Option<String> {
    let small: String = text.chars().map(lower).collect();
    if let Some((_, code)) = NAMED.iter().find(|(name, _)| small.contains(name)) {
        return Some((*code).to_owned());
    }
    let words = text.split(|char: char| char.is_whitespace() || IS.contains(&char) || AROUND.contains(&char));
    let words = words.filter(|word| !word.is_empty() && !word.ends_with(OWN));
    words.filter_map(|word| header_unit(&format!("({word})")).0).next()
}

/// The factor that a cell states, if it states a unit of money.
pub fn stated_factor(text: &str) -> Option<u64> {
    factor_of(text).or_else(|| {
        // Words of two characters are set wide: 单  位：万 元.
        let close: String = text.split_whitespace().collect();
        let is_wide = close.len() != text.len() && UNIT[..4].iter().any(|word| close.contains(word));
        if is_wide { factor_of(&close) } else { None }
    })
}

fn factor_of(text: &str) -> Option<u64> {
    let text = text.trim().trim_matches(AROUND).trim();
    // What stands in a part of a title has to name its currency: it may be of people.
    let pieces = || text.split(AROUND).map(str::trim).filter(|piece| *piece != text);
    let of_piece =
        |piece| after_unit(piece).or_else(|| in_words(piece).filter(|said| said.of_money).map(|said| said.factor));
    after_unit(text).or_else(|| in_words(text).map(|said| said.factor)).or_else(|| pieces().find_map(of_piece))
}

/// Whether a text is the name of a column that states its own unit in parentheses, 预算数（万元）; not a statement alone, and not the
/// title of a table.
pub fn heads_with_unit(text: &str) -> bool {
    let name = text.split(['(', '（']).next().unwrap_or("").trim();
    !name.is_empty() && !name.ends_with('表') && after_unit(name).is_none() && header_unit(text).1.is_some()
}

/// The factor behind the word for a unit: 单位：万元, 编制单位：财政局 金额单位：万元, unit: EUR million.
fn after_unit(text: &str) -> Option<u64> {
    /// Longer than any unit is.
    const LONGEST: usize = 20;
    let small: String = text.chars().map(lower).collect();
    let begun = UNIT.iter().find_map(|word| small.strip_prefix(word));
    let inside = UNIT.iter().flat_map(|word| small.match_indices(word).map(|(at, _)| &small[at + word.len()..]));
    let stated = inside.filter(|rest| rest.starts_with(IS));
    let is_between = |char: char| IS.contains(&char) || [' ', '\u{3000}'].contains(&char);
    let mut rests = begun.into_iter().chain(stated).map(|rest| rest.trim_start_matches(is_between));
    let own = |rest: &str| money_factor(rest).or_else(|| money_factor(rest.split_whitespace().next()?));
    let own = |rest: &str| counted(rest).or_else(|| own(rest));
    rests.find_map(|rest| own(rest).filter(|_| rest.chars().count() <= LONGEST)).or_else(|| {
        let stated = text.split_once([':', '：', ' '])?.1.trim();
        begun.and_then(|_| header_unit(&format!("({stated})")).1)
    })
}

/// How many 元 or 円 a unit is that ends in one: 万元, 新臺幣千元.
fn money_factor(unit: &str) -> Option<u64> {
    let stem = unit.trim_end_matches(OWN);
    if stem.len() == unit.len() {
        return None;
    }
    let times = |mark: char| TIMES.iter().find(|(known, _)| *known == mark).map(|(_, times)| *times);
    stem.chars().rev().map_while(times).try_fold(1_u64, u64::checked_mul)
}

/// How many of a currency one is where the number is written out: 10,000 yuan, RMB 1,000, NT$1,000. Nothing without a currency, and
/// nothing but a power of ten.
fn counted(unit: &str) -> Option<u64> {
    let is_number = |char: char| char.is_ascii_digit() || [',', '.', '\u{a0}', '\u{202f}', ' '].contains(&char);
    let from = unit.find(|char: char| char.is_ascii_digit())?;
    let (before, rest) = unit.split_at(from);
    let (number, after) = rest.split_at(rest.find(|char| !is_number(char)).unwrap_or(rest.len()));
    let mut groups = number.trim().split(|char: char| !char.is_ascii_digit());
    let (first, is_grouped) = (groups.next()?, groups.all(|group| group.len() == 3));
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let factor: u64 = digits.parse().ok().filter(|_| is_grouped && !first.is_empty())?;
    let is_power = factor.checked_ilog10().is_some_and(|zeros| 10_u64.pow(zeros) == factor);
    let is_money = |word: &str| {
        let small: String = word.chars().map(lower).collect();
        CURRENCIES.contains(&small.as_str())
            || word.ends_with(['$', '¥', '￥'])
            || word.ends_with(OWN)
            || header_unit(&format!("({})", word.to_uppercase())).0.is_some()
    };
    let mut words = before.split_whitespace().chain(after.split_whitespace()).peekable();
    (is_power && words.peek().is_some() && words.all(is_money)).then_some(factor)
}

/// What a statement in words says.
struct Said {
    factor: u64,
    /// Whether it names a currency.
    of_money: bool,
}

/// A statement in words, each of which is understood: in thousands of euros, £ million.
fn in_words(text: &str) -> Option<Said> {
    let (mut factor, mut is_in, mut of_money) = (None, false, false);
    for word in text.split_whitespace() {
        let small: String = word.chars().map(lower).collect();
        let is_of = |words: &[&str]| words.contains(&small.as_str());
        if let Some((_, times)) = WORDS.iter().find(|(known, _)| *known == small) {
            // Two multipliers are no unit.
            factor = Some(*times).filter(|_| factor.is_none());
        } else if is_of(&CURRENCIES) || word.ends_with('$') {
            of_money = true;
        } else if is_of(&IN) {
            is_in = true;
        } else if !is_of(&BETWEEN) {
            // `£'000`, `EUR`.
            let (currency, times) = header_unit(&format!("({word})"));
            of_money |= currency.is_some() || word.contains('¥');
            factor = factor.or(times.filter(|times| of_money && *times > 1));
            of_money.then_some(())?;
        }
    }
    factor.filter(|_| is_in || of_money).map(|factor| Said { factor, of_money })
}

/// The cells of a sheet that state a unit: row, column, text and factor.
pub fn stated_units(sheet: &Sheet) -> Vec<(u32, u32, String, u64)> {
    /// Titles and units stand at the top; those of further pages are the same.
    const ROWS: u32 = 60;
    /// Notes below a table.
    const FOOT: u32 = 8;
    let last = sheet.size().0;
    let mut found = Vec::new();
    for row in (1..=last.min(ROWS)).chain(last.saturating_sub(FOOT).max(ROWS) + 1..=last) {
        let mut before = String::new();
        for (column, text) in sheet.row(row) {
            // The word for a unit may have a cell of its own.
            let is_word = UNIT.iter().any(|word| before.starts_with(word)) && before.ends_with([':', '：']);
            let text = if is_word { format!("{before}{}", text.trim()) } else { text.trim().to_owned() };
            if let Some(factor) = stated_factor(&text) {
                found.push((row, column, text.clone(), factor));
            }
            before = text;
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
            ("Unit: 10,000 yuan", Some(10_000)),
            ("(Unit: RMB 10,000)", Some(10_000)),
            ("Unit: RMB 10,000", Some(10_000)),
            ("Unit: NT$1,000", Some(1_000)),
            ("Unit: 1 000 EUR", Some(1_000)),
            ("Unit: 1.000 euros", Some(1_000)),
            ("单位：1000元", Some(1_000)),
            ("Unit: 10,000", None),
            ("Unit: 10,000 persons", None),
            ("Unit: 25,000 yuan", None),
            ("Unit: 10,00 yuan", None),
            ("Unit 12: 1,000 km", None),
            ("In thousands of euros", Some(1_000)),
            ("In millions of yuan", Some(1_000_000)),
            ("单位：人", None),
            ("单位名称", None),
            ("单位", None),
            ("预算单位：财政局", None),
            ("2024年支出决算表（单位：万元）", Some(10_000)),
            ("编制单位：某某局　　金额单位：万元", Some(10_000)),
            ("单位：万元、%", Some(10_000)),
            ("单位：万元（人民币）", Some(10_000)),
            ("단위: 백만원", Some(1_000_000)),
            ("(in thousands)", Some(1_000)),
            ("Population (in thousands)", None),
            ("(in thousands of dollars)", Some(1_000)),
            ("All figures are in millions of euros", Some(1_000_000)),
            ("Budget 2014 (in £ million)", Some(1_000_000)),
            ("HK$ million", Some(1_000_000)),
            ("Amounts in £'000", Some(1_000)),
            ("EUR thousands", Some(1_000)),
            ("en miles de pesos", Some(1_000)),
            ("in Tausend Euro", Some(1_000)),
            ("in thousands of inhabitants", None),
            ("Investment in millions", None),
            ("million", None),
            ("in EUR", None),
            ("Length (in m)", None),
            ("单  位：万 元", Some(10_000)),
            ("单位为万元", Some(10_000)),
            ("注：本表单位为万元。", Some(10_000)),
            ("(₹ in crore)", Some(10_000_000)),
            ("Statement of Grants (Rs. in Lakhs)", Some(100_000)),
            ("in Mio. €", Some(1_000_000)),
            ("Beträge in k€", Some(1_000)),
            ("单位为财政局", None),
        ] {
            assert_eq!(stated_factor(text), factor, "{text}");
        }
    }

    #[test]
    fn statements_may_name_a_currency() {
        for (text, code) in [
            ("单位：人民币万元", Some("CNY")),
            ("單位：新臺幣千元", Some("TWD")),
            ("（単位：千円）", Some("JPY")),
            ("In thousands of euros", Some("EUR")),
            ("(£ million)", Some("GBP")),
            ("(₹ in crore)", Some("INR")),
            ("Unit: USD million", Some("USD")),
            ("单位：万元", None),
        ] {
            assert_eq!(super::stated_currency(text).as_deref(), code, "{text}");
        }
    }
}
