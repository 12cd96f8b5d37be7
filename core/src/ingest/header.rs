//! Names that say what a column is: a header or a dimension's name in, a meaning out; most names say nothing.
//!
//! For files without a descriptor, and for descriptors of version 0.3 that leave a dimension without a type. A name is only
//! recognised whole: `region_label` is a region's label, `regional subsidies` is nothing.

use crate::model::Kind;
use crate::text::lower;

/// What a name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What it is about.
    pub kind: Kind,
    /// The level, from one.
    pub level: u8,
    /// The name as it is known, without what makes it a code, a label or a level.
    pub name: &'static str,
    /// Whether the level is the header's own word: `function1`, not `function`.
    pub is_numbered: bool,
    /// What it says of its cells.
    pub form: Form,
}

/// What a name says of the cells below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Codes: `function code`.
    Code,
    /// Labels of codes: `function name`.
    Label,
    /// Nothing: `function` holds labels beside `function code`, else codes.
    Bare,
}

/// Names of classifications, with the level that the name itself states.
const NAMES: &[(&str, Kind, u8)] = &[
    ("cofog", Kind::Functional, 1),
    ("function", Kind::Functional, 1),
    ("functional", Kind::Functional, 1),
    ("func", Kind::Functional, 1),
    ("division", Kind::Functional, 1),
    ("subfunction", Kind::Functional, 2),
    ("sub function", Kind::Functional, 2),
    ("科目", Kind::Functional, 1),
    ("功能分类", Kind::Functional, 1),
    ("功能科目", Kind::Functional, 1),
    ("类", Kind::Functional, 1),
    ("款", Kind::Functional, 2),
    ("项", Kind::Functional, 3),
    ("economic", Kind::Economic, 1),
    ("econ", Kind::Economic, 1),
    ("经济分类", Kind::Economic, 1),
    ("chapter", Kind::Economic, 1),
    ("department", Kind::Administrative, 1),
    ("ministry", Kind::Administrative, 1),
    ("agency", Kind::Administrative, 1),
    ("administrative", Kind::Administrative, 1),
    ("admin", Kind::Administrative, 1),
    ("unit", Kind::Administrative, 1),
    ("部门", Kind::Administrative, 1),
    ("单位", Kind::Administrative, 1),
    ("预算单位", Kind::Administrative, 1),
    ("activity", Kind::Activity, 1),
    ("programme", Kind::Activity, 1),
    ("program", Kind::Activity, 1),
    ("project", Kind::Activity, 1),
    ("subprogramme", Kind::Activity, 2),
    ("subprogram", Kind::Activity, 2),
    ("项目", Kind::Activity, 1),
    ("geo", Kind::Geo, 1),
    ("region", Kind::Geo, 1),
    ("state", Kind::Geo, 1),
    ("province", Kind::Geo, 1),
    ("country", Kind::Geo, 1),
    ("county", Kind::Geo, 1),
    ("district", Kind::Geo, 1),
    ("municipality", Kind::Geo, 1),
    ("city", Kind::Geo, 1),
    ("place", Kind::Geo, 1),
    ("area", Kind::Geo, 1),
    ("location", Kind::Geo, 1),
    ("地区", Kind::Geo, 1),
    ("区域", Kind::Geo, 1),
    ("地点", Kind::Geo, 1),
    ("行政区划", Kind::Geo, 1),
    ("phase", Kind::Phase, 1),
    ("阶段", Kind::Phase, 1),
    ("year", Kind::Year, 1),
    ("fiscal year", Kind::Year, 1),
    ("budget year", Kind::Year, 1),
    ("年度", Kind::Year, 1),
    ("年份", Kind::Year, 1),
    ("direction", Kind::Direction, 1),
    ("收支", Kind::Direction, 1),
    ("currency", Kind::Currency, 1),
    ("币种", Kind::Currency, 1),
];

/// Headers of amounts.
const AMOUNTS: &[&str] = &[
    "amount",
    "value",
    "total amount",
    "金额",
    "预算数",
    "决算数",
    "年初预算数",
    "调整预算数",
    "执行数",
    "金额合计",
    "importe",
    "monto",
    "montant",
    "betrag",
    "valor",
    "approved",
    "adjusted",
    "executed",
    "budget",
    "actual",
    "outturn",
];

/// Words after a name that make it a code or a label.
const CODES: &[&str] = &["code", "id", "编码", "代码", "no", "number"];
const LABELS: &[&str] = &["label", "name", "title", "名称", "description"];

/// What a header says, if it says anything.
pub fn hint(header: &str) -> Option<Hint> {
    let words = simple(header);
    let (stem, form) = stem(&words);
    let (stem, level) = numbered(stem);
    let (name, kind, own) = NAMES.iter().find(|(name, _, _)| *name == stem)?;
    Some(Hint { kind: *kind, level: level.unwrap_or(*own), name, is_numbered: level.is_some(), form })
}

/// Whether a header names amounts.
pub fn is_amount(header: &str) -> bool {
    let words = simple(header);
    AMOUNTS.contains(&words.split(" (").next().unwrap_or("").trim())
}

/// The phase that the header of an amount states.
pub fn phase(header: &str) -> Option<&'static str> {
    let words = simple(header);
    Some(match words.split(" (").next().unwrap_or("").trim() {
        "approved" | "年初预算数" | "预算数" | "budget" => "approved",
        "adjusted" | "调整预算数" => "adjusted",
        "executed" | "执行数" | "actual" | "outturn" => "executed",
        "决算数" => "final",
        _ => return None,
    })
}

/// What a header says of its amounts in parentheses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// The currency, if it is said.
    pub currency: Option<String>,
    /// How many units of the currency one is, if that is said.
    pub factor: Option<u64>,
}

/// Words of units, with the currency that they name and how many of it they mean.
const UNITS: &[(&str, Option<&str>, u64)] = &[
    ("元", Some("CNY"), 1),
    ("千元", Some("CNY"), 1_000),
    ("万元", Some("CNY"), 10_000),
    ("百万元", Some("CNY"), 1_000_000),
    ("千万元", Some("CNY"), 10_000_000),
    ("亿元", Some("CNY"), 100_000_000),
    ("人民币", Some("CNY"), 1),
    ("円", Some("JPY"), 1),
    ("千円", Some("JPY"), 1_000),
    ("百万円", Some("JPY"), 1_000_000),
    ("億円", Some("JPY"), 100_000_000),
    ("€", Some("EUR"), 1),
    ("£", Some("GBP"), 1),
    ("¥", None, 1),
    ("thousand", None, 1_000),
    ("thousands", None, 1_000),
    ("000", None, 1_000),
    ("000s", None, 1_000),
    ("'000", None, 1_000),
    ("'000s", None, 1_000),
    ("k", None, 1_000),
    ("million", None, 1_000_000),
    ("millions", None, 1_000_000),
    ("mn", None, 1_000_000),
    ("mio", None, 1_000_000),
    ("m", None, 1_000_000),
    ("billion", None, 1_000_000_000),
    ("billions", None, 1_000_000_000),
    ("bn", None, 1_000_000_000),
    ("k€", Some("EUR"), 1_000),
    ("t€", Some("EUR"), 1_000),
    ("keur", Some("EUR"), 1_000),
    ("teur", Some("EUR"), 1_000),
    ("m€", Some("EUR"), 1_000_000),
    ("meur", Some("EUR"), 1_000_000),
    ("md€", Some("EUR"), 1_000_000_000),
    ("tsd", None, 1_000),
    ("tsd.", None, 1_000),
    ("mio.", None, 1_000_000),
    ("mrd", None, 1_000_000_000),
    ("mrd.", None, 1_000_000_000),
    ("₹", Some("INR"), 1),
    ("rs", Some("INR"), 1),
    ("rs.", Some("INR"), 1),
    ("lakh", None, 100_000),
    ("lakhs", None, 100_000),
    ("crore", None, 10_000_000),
    ("crores", None, 10_000_000),
    ("in", None, 1),
    ("of", None, 1),
    ("unit", None, 1),
    ("单位", None, 1),
    ("単位", None, 1),
];

/// The currency and the factor that a header states in parentheses: `amount (CNY)`, `金额（单位：万元）`, `value (£m)`,
/// `amount (EUR) (thousands)`. Where one word is not understood nothing is: half a unit would be a wrong one.
pub fn unit(header: &str) -> Unit {
    let Some((_, inner)) = header.split_once(['(', '（']) else { return Unit::default() };
    let mut unit = Unit::default();
    let words = inner.split([' ', ',', '/', ':', '：', '(', ')', '（', '）', '\n']).filter(|word| !word.is_empty());
    for word in words {
        // `£m`, `€000`: a sign, and what stands close to it.
        let sign = word.chars().next().filter(|char| "€£".contains(*char)).map_or(0, char::len_utf8);
        for part in [&word[..sign], &word[sign..]].into_iter().filter(|part| !part.is_empty()) {
            let (currency, factor) = if part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_uppercase()) {
                (Some(part), 1)
            } else {
                let small: String = part.chars().map(lower).collect();
                let Some(known) = UNITS.iter().find(|(name, ..)| *name == small) else { return Unit::default() };
                (known.1, known.2)
            };
            let currency = currency.map(str::to_owned);
            if currency.is_some() && unit.currency.is_some() && currency != unit.currency {
                return Unit::default();
            }
            unit.currency = currency.or(unit.currency);
            unit.factor = Some(unit.factor.unwrap_or(1).max(factor));
        }
    }
    unit
}

/// The currency and the factor that a header states in parentheses.
#[cfg(feature = "import")]
pub(crate) fn stated_unit(header: &str) -> (Option<String>, Option<u64>) {
    let unit = unit(header);
    (unit.currency, unit.factor)
}

/// The column type that a header says, in the words of a Fiscal Data Package.
#[cfg(feature = "import")]
pub(crate) fn column_type(header: &str) -> Option<String> {
    let hint = hint(header)?;
    let level = hint.level;
    let label = if hint.form == Form::Label { "label" } else { "code" };
    Some(match hint.kind {
        Kind::Functional => format!("functional-classification:generic:level{level}:{label}"),
        Kind::Economic => format!("economic-classification:generic:level{level}:{label}"),
        Kind::Administrative => format!("administrative-classification:generic:level{level}:{label}"),
        Kind::Activity => format!("activity:generic:level{level}:{label}"),
        Kind::Geo => format!("geo:target:level{level}:{label}"),
        Kind::Phase => "phase:id".to_owned(),
        Kind::Year => "date:fiscal-year".to_owned(),
        Kind::Direction => "direction".to_owned(),
        Kind::Currency => "value-currency:code".to_owned(),
        Kind::Other => return None,
    })
}

/// Lower case, separators as single spaces, parentheses in their narrow form after a space.
fn simple(header: &str) -> String {
    let mut words = String::new();
    for char in header.trim().chars() {
        match char {
            '_' | '-' | '.' | ' ' | '\n' | '\r' | '\t' | '\u{3000}' => {
                if !words.ends_with(' ') {
                    words.push(' ');
                }
            }
            '(' | '（' => {
                if !words.ends_with(' ') {
                    words.push(' ');
                }
                words.push('(');
            }
            '）' => words.push(')'),
            _ => words.push(lower(char)),
        }
    }
    words.trim().to_owned()
}

/// A name without the word that makes it a code or a label.
fn stem(words: &str) -> (&str, Form) {
    let inner = words.replace(" (", " ").len();
    let bare = if inner == words.len() { words } else { words.trim_end_matches(')') };
    for (endings, form) in [(LABELS, Form::Label), (CODES, Form::Code)] {
        for ending in endings {
            if let Some(stem) = bare.strip_suffix(ending) {
                let stem = stem.trim_end_matches([' ', '(']);
                if !stem.is_empty() {
                    return (stem, form);
                }
            }
        }
    }
    (words, Form::Bare)
}

/// A name without the number of its level: `cofog1`, `admin 2`, `level1`.
fn numbered(stem: &str) -> (&str, Option<u8>) {
    let name = stem.trim_end_matches(|char: char| char.is_ascii_digit());
    let level = stem[name.len()..].parse().ok().filter(|level| (1..=9).contains(level));
    if level.is_some() { (name.trim_end(), level) } else { (stem, None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_recognised_whole() {
        let of = |header| hint(header).map(|hint| (hint.kind, hint.level, hint.form));
        assert_eq!(of("cofog1_label"), Some((Kind::Functional, 1, Form::Label)));
        assert_eq!(of("func2 (code)"), Some((Kind::Functional, 2, Form::Code)));
        assert_eq!(of("科目编码"), Some((Kind::Functional, 1, Form::Code)));
        assert_eq!(of("科目名称"), Some((Kind::Functional, 1, Form::Label)));
        assert_eq!(of("Department"), Some((Kind::Administrative, 1, Form::Bare)));
        assert_eq!(of("Budget_Year"), Some((Kind::Year, 1, Form::Bare)));
        assert_eq!(of("geo1_code"), Some((Kind::Geo, 1, Form::Code)));
        assert_eq!(of("Activity2 label"), Some((Kind::Activity, 2, Form::Label)));
        assert_eq!(of("regional subsidies"), None);
    }

    #[test]
    fn units_stand_in_parentheses() {
        for (header, currency, factor) in [
            ("金额（万元）", "CNY", 10_000),
            ("金额(单位：万元)", "CNY", 10_000),
            ("金额（千元）", "CNY", 1_000),
            ("Amount (GBP million)", "GBP", 1_000_000),
            ("Amount (EUR thousands)", "EUR", 1_000),
            ("Amount (USD mn)", "USD", 1_000_000),
            ("Amount (£ 000s)", "GBP", 1_000),
            ("Amount (£'000)", "GBP", 1_000),
            ("Amount (€m)", "EUR", 1_000_000),
            ("Amount (CNY) (million)", "CNY", 1_000_000),
            ("Amount (in millions of EUR)", "EUR", 1_000_000),
            ("Montant (k€)", "EUR", 1_000),
            ("Montant (M€)", "EUR", 1_000_000),
            ("Betrag (Mio. €)", "EUR", 1_000_000),
            ("BE 2024-25 (Rs. in lakhs)", "INR", 100_000),
            ("Outlay (₹ crore)", "INR", 10_000_000),
        ] {
            assert_eq!(unit(header), Unit { currency: Some(currency.into()), factor: Some(factor) }, "{header}");
        }
        for header in ["Amount", "Amount (net)", "Amount (EUR, hundreds)", "Amount (EUR) (net)", "Amount (EUR, USD)"] {
            assert_eq!(unit(header), Unit::default(), "{header}");
        }
        assert!(is_amount("Amount (EUR)") && is_amount("金额（万元）") && !is_amount("Amount of people"));
    }
}
