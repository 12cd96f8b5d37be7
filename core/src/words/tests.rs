//! Language files and numbers.

use super::*;
use crate::money::{Amount, Currency};
use crate::profile::{Profile, UnitScale};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn unit(factor: u64, en: &str, zh: &str) -> UnitScale {
    let titles = [("en", en), ("zh-Hans", zh)].map(|(tag, title)| (tag.to_owned(), title.to_owned())).to_vec();
    UnitScale { id: factor.to_string(), factor, titles, names_currency: false }
}

fn amount(minor: i128) -> Amount {
    Amount::from_minor(minor)
}

#[test]
fn every_language_has_the_same_keys_and_placeholders() {
    let names = |template: &str| {
        let mut names: Vec<String> =
            template.split('{').skip(1).map(|hole| hole.split(['}', '|']).next().unwrap_or("").to_owned()).collect();
        names.sort();
        names.dedup();
        names
    };
    let english = Words::read(LANGUAGES[0].1).unwrap();
    for (tag, text) in LANGUAGES {
        let words = Words::read(text).unwrap();
        assert_eq!(words.lang(), *tag);
        assert_eq!(words.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{tag}");
        for key in english.keys() {
            assert_eq!(names(words.text(key)), names(english.text(key)), "{tag} {key}");
            let (opened, closed) = (words.text(key).matches('{').count(), words.text(key).matches('}').count());
            assert_eq!(opened, closed, "{tag} {key}");
        }
        assert_eq!(words.text("months").split('|').count(), 12, "{tag}");
    }
}

/// Rust files below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_key_that_code_asks_for_is_missing() {
    let english = Words::read(LANGUAGES[0].1).unwrap();
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for folder in ["core/src", "widgets/src", "cli/src"] {
        sources(&root.join(folder), &mut files);
    }
    let mut asked = 0;
    for file in files.iter().filter(|file| !file.ends_with("words/tests.rs")) {
        let source: String = fs::read_to_string(file).unwrap().split_whitespace().collect();
        for (mark, prefix) in [
            ("words.text(\"", ""),
            ("words.fill(\"", ""),
            (".say(\"", ""),
            ("self.text(\"", ""),
            ("self.fill(\"", ""),
            ("Issue::error(\"", "rule."),
            ("Issue::warning(\"", "rule."),
            ("Issue::note(\"", "rule."),
        ] {
            for rest in source.split(mark).skip(1) {
                let key = format!("{prefix}{}", rest.split('"').next().unwrap_or(""));
                asked += 1;
                assert!(english.find(&key).is_some(), "{}: {key}", file.display());
            }
        }
    }
    assert!(asked > 10);
}

/// What a rule's template needs, outside of what is optional, is what the code of the rule gives.
#[test]
fn messages_ask_only_for_facts_that_their_rules_give() {
    let english = Words::read(LANGUAGES[0].1).unwrap();
    let mut files = Vec::new();
    for folder in ["ingest", "check"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), &mut files);
    }
    for file in files {
        let source: String = fs::read_to_string(&file).unwrap().split_whitespace().collect();
        for mark in ["Issue::error(\"", "Issue::warning(\"", "Issue::note(\""] {
            for (at, _) in source.match_indices(mark) {
                let rule = source[at + mark.len()..].split('"').next().unwrap();
                let message = english.text(&format!("rule.{rule}")).to_owned();
                let needed: String = message
                    .split('[')
                    .enumerate()
                    .map(|(index, part)| if index == 0 { part } else { part.split_once(']').unwrap().1 })
                    .collect();
                for hole in needed.split('{').skip(1) {
                    let name = hole.split(['}', '|']).next().unwrap();
                    // Facts may be added a few lines further down.
                    assert!(
                        source[at..].contains(&format!(".with(\"{name}\"")),
                        "{}: {rule} lacks {name}",
                        file.display()
                    );
                }
            }
        }
    }
}

#[test]
fn numbers_round_half_away_and_group_and_never_hide_an_amount() {
    let (words, lei) = (Words::built_in("en"), Currency::from_code("MDL"));
    let million = unit(1_000_000, "million", "百万");
    assert_eq!(words.exact(amount(38_185_830_000), lei), "381,858,300.00");
    assert_eq!(words.exact(amount(-5), lei), "−0.05");
    assert_eq!(words.exact_with_currency(amount(150), lei), "1.50 lei");
    assert_eq!(words.scaled(amount(73_044_850_000), lei, &million, 2), "730.45");
    assert_eq!(words.scaled(amount(-500_000), lei, &million, 2), "−0.01");
    assert_eq!(words.scaled(amount(499_999), lei, &million, 2), "<0.01");
    assert_eq!(words.scaled(amount(-499_999), lei, &million, 2), ">−0.01");
    assert_eq!(words.scaled(amount(49), lei, &million, 0), "<1");
    assert_eq!(words.scaled(amount(0), lei, &million, 2), "0.00");
    assert_eq!(words.scaled(amount(99_999_999_999), lei, &million, 1), "1,000.0");
    assert_eq!(words.integer(1_234_567), "1,234,567");
}

#[test]
fn amounts_read_well_in_both_languages() {
    let lei = Currency::from_code("MDL");
    let (en, zh) = (Words::built_in("en"), Words::built_in("zh-CN"));
    let million = unit(1_000_000, "million", "百万");
    assert_eq!(en.amount(amount(73_044_850_000), lei, &million, 1), "730.4 million lei");
    assert_eq!(en.amount(amount(241_300_000), lei, &million, 2), "2.41 million lei");
    assert_eq!(en.amount(amount(200_000_000), lei, &million, 2), "2.00 million lei");
    assert_eq!(en.amount(amount(1), lei, &million, 2), "<0.01 million lei");
    assert_eq!(en.amount(amount(120_000), lei, &unit(1, "", ""), 0), "1,200 lei");
    assert_eq!(en.amount(amount(120_050), lei, &unit(1, "", ""), 2), "1,200.50 lei");
    let cn = Profile::read(include_str!("../../../profiles/cn/profile.json")).unwrap();
    let wan = cn.units.iter().find(|unit| unit.factor == 10_000).unwrap();
    let yuan = Currency::from_code("CNY");
    assert_eq!(zh.amount(amount(241_300_000), yuan, wan, 1), "241.3万元");
    assert_eq!(zh.amount(amount(9_759_380_000), yuan, wan, 1), "9,759.4万元");
    assert_eq!(zh.fill("unit.line", &[("unit", &zh.unit(yuan, wan))]), "单位：万元");
    let gb = Profile::read(include_str!("../../../profiles/gb/profile.json")).unwrap();
    let pounds = Currency::from_code("GBP");
    let millions = gb.units.iter().find(|unit| unit.factor == 1_000_000).unwrap();
    assert_eq!(en.amount(amount(1_200_855_300_000), pounds, millions, 1), "£12,008.6 million");
    assert_eq!(en.amount(amount(100), Currency::UNSTATED, &million, 2), "<0.01 million");
    assert_eq!(en.amount(amount(100), Currency::UNSTATED, &unit(1, "", ""), 0), "1");
    assert_eq!(en.amount(amount(7), Currency::from_code("SEK"), &unit(1, "", ""), 2), "0.07 SEK");
}

#[test]
fn shares_are_never_nothing_and_never_all_by_rounding() {
    let words = Words::built_in("en");
    let share = |part, whole| words.share(amount(part), amount(whole));
    assert_eq!([share(123, 1000), share(1, 3), share(-1, 8)], ["12.3%", "33.3%", "−12.5%"]);
    assert_eq!([share(1, 100_000), share(99_999, 100_000), share(-1, 100_000)], ["<0.1%", ">99.9%", ">−0.1%"]);
    assert_eq!([share(0, 5), share(5, 5), share(5, 0), share(15, 10)], ["0.0%", "100.0%", "not stated", "150.0%"]);
}

#[test]
fn dates_and_years_are_as_precise_as_stated() {
    let (en, zh) = (Words::built_in("en"), Words::built_in("zh"));
    assert_eq!(
        (en.date("2025-08-20"), zh.date("2025-08-20T10:00:00Z")),
        ("20 August 2025".into(), "2025年8月20日".into())
    );
    assert_eq!((en.date("2025-08"), zh.date("2025-08")), ("August 2025".into(), "2025年8月".into()));
    assert_eq!((en.date("2025"), zh.date("2025")), ("2025".into(), "2025年".into()));
    for odd in ["", "2025-13-01", "2025-00", "last week", "2025-08-32", "2025-8x", "20250820"] {
        assert_eq!(en.date(odd), odd);
    }
    assert_eq!(
        (en.year("2014"), zh.year("2014"), zh.year("2014/15")),
        ("2014".into(), "2014年".into(), "2014/15".into())
    );
}

#[test]
fn other_writings_are_data() {
    let words = Words::read(r#"{"number.group": ".", "number.decimal": ",", "number.sizes": "3 2"}"#).unwrap();
    assert_eq!(words.exact(amount(12_345_678_900), Currency::from_code("INR")), "12.34.56.789,00");
    assert_eq!(words.text("no.such.key"), "no.such.key");
    assert!(Words::read("{\"a\": ").is_err());
}

#[test]
fn languages_are_chosen_by_the_nearest_tag() {
    let texts = [("", "own"), ("zh-Hant", "t"), ("zh-Hans", "s"), ("fr", "f")]
        .map(|(tag, text)| (tag.to_owned(), text.to_owned()));
    let of = |lang| in_language(&texts, lang);
    assert_eq!([of("zh-Hans"), of("zh-Hant-HK"), of("fr-CA"), of("de"), of("")], ["s", "t", "f", "own", "own"]);
    assert_eq!(in_language(&texts[1..], "de"), "t");
    assert_eq!(in_language(&[], "de"), "");
    assert_eq!(best_tag(&["en", "zh-Hans"], "zh"), Some("zh-Hans"));
    assert_eq!(best_tag(&["en", "zh-Hans"], "ar"), None);
    assert_eq!(Words::built_in("ar").lang(), "en");
}

proptest! {
    #[test]
    fn exact_text_holds_every_digit(minor in any::<i64>(), code in "CNY|JPY|KWD") {
        let (words, currency) = (Words::built_in("en"), Currency::from_code(&code));
        let text = words.exact(amount(minor.into()), currency).replace(',', "").replace('−', "-");
        prop_assert_eq!(text, amount(minor.into()).plain(currency));
    }

    #[test]
    fn rounding_agrees_with_a_decimal_library(minor in -1_000_000_000_000_i64..1_000_000_000_000, decimals in 0..4_u8) {
        let words = Words::built_in("en");
        let text = words.scaled(amount(minor.into()), Currency::from_code("CNY"), &unit(10_000, "", ""), decimals);
        let exact = rust_decimal::Decimal::new(minor, 6);
        let rounded = exact.round_dp_with_strategy(decimals.into(), rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        if rounded.is_zero() && minor != 0 {
            prop_assert!(text.starts_with(['<', '>']));
        } else {
            prop_assert_eq!(text.replace(',', "").replace('−', "-").parse::<rust_decimal::Decimal>().unwrap(), rounded);
        }
    }

    #[test]
    fn dates_never_panic(text in "[0-9T-]{0,12}") {
        let _ = Words::built_in("zh").date(&text);
        let _ = Words::built_in("zh").year(&text);
    }
}
