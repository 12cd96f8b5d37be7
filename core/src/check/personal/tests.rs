//! Any text is read to its end, in time that grows with it; what hides a number changes nothing.

use super::{Hiding, Rules, Search, Sheet};
use crate::issue::Issue;
use crate::place::Place;
use crate::words::Words;
use proptest::prelude::*;
use std::sync::LazyLock;

const PROFILES: [&str; 3] = [
    include_str!("../../../../profiles/cn/personal.json"),
    include_str!("../../../../profiles/gb/personal.json"),
    include_str!("../../../../profiles/generic/personal.json"),
];

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::read(&PROFILES.map(|text| (text, true))).unwrap());
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::built_in("en"));

/// Of a region that is not assigned.
const NUMBER: &str = "119999199001010012";

fn found(text: &str) -> usize {
    let mut search = Search::new(&RULES, &WORDS);
    search.visit(&Place::cell("a.csv", 1, 1), Hiding::Comment, text);
    search.finish().len()
}

#[test]
fn rules_that_cannot_be_read_are_named() {
    let wrong = |member: &str| {
        let text =
            format!(r#"{{"rules": [{{"id": "broken", "titles": {{"en": "x"}}, "shapes": ["9{{9}}"], {member}}}]}}"#);
        Rules::read(&[(&text, true)]).map(|_| ()).unwrap_err()
    };
    for member in [
        r#""kind": "name""#,
        r#""shapes": ["9{"]"#,
        r#""starts": ["11-1"]"#,
        r#""date": {"at": 6, "form": "DDMMYY"}"#,
        r#""check": {"by": "guess"}"#,
        r#""enough": {"anywhere": ["surely"]}"#,
    ] {
        assert_eq!(wrong(member), "broken", "{member}");
    }
    assert_eq!(Rules::read(&[("{", true)]).map(|_| ()), Err("json".to_owned()));
}

/// A step more for each character before it would take hours.
#[test]
fn long_texts_take_time_that_grows_with_them() {
    for part in ["1", "1 ", "12,345 ", "A1", "1E1", "@", "a.b@c.", "x", "*1", "1\n-", "E+", "一1", NUMBER] {
        let text = part.repeat(1 << 17);
        found(&text);
        let mut search = Search::new(&RULES, &WORDS);
        let cells: Vec<&str> = std::iter::repeat_n(part, 1 << 14).collect();
        Sheet::new(&mut search, "a.csv").row(1, Hiding::Open, &cells);
    }
}

#[test]
fn what_belongs_to_another_country_needs_to_be_certain() {
    let profiles: Vec<(&str, bool)> = PROFILES.iter().map(|text| (*text, text.contains("nhs-number"))).collect();
    let rules = Rules::read(&profiles).unwrap();
    let found = |text: &str| {
        let mut search = Search::new(&rules, &WORDS);
        search.visit(&Place::cell("a.csv", 1, 1), Hiding::Open, text);
        search.finish().len()
    };
    assert_eq!((found(NUMBER), found("Tel. 13900000000"), found("AB123456C")), (1, 0, 1));
    assert_eq!((found("手机13900000000"), found("身份证 119999900101001")), (1, 1), "a word says what it is");
}

/// What a column of these cells is told for, under a header and with a role.
fn in_column(header: &str, role: &str, cells: &[&str]) -> Vec<Issue> {
    let mut search = Search::new(&RULES, &WORDS);
    let mut sheet = Sheet::new(&mut search, "a.csv");
    sheet.has_role(0, role);
    sheet.row(1, Hiding::Open, &[header]);
    (2..).zip(cells).for_each(|(row, cell)| sheet.row(row, Hiding::Open, &[cell]));
    sheet.finish();
    search.finish()
}

#[test]
fn codes_of_projects_and_bodies_pass_where_a_header_or_a_role_says_so() {
    // A date and a wrong check digit, 15 digits, eleven digits, a charge, an account of an office.
    for (header, cell) in [
        ("项目编号", "119999202401010001"),
        ("项目代码（立项）", "119999800101000"),
        ("项目编号", "13900000000"),
        ("邮电（电话）费", "13000000000"),
        ("零余额账户", "1202000000000012345"),
    ] {
        assert_eq!(in_column(header, "", &[cell]).len(), 0, "{header} {cell}");
        if header != "零余额账户" {
            assert_eq!(in_column("甲", "code", &[cell]).len(), 0, "{cell}");
            let told = in_column("甲", "", &[cell]);
            assert_eq!(told.len(), 1, "{cell}");
            assert!(told[0].facts.iter().any(|(name, text)| *name == "remedy" && text.contains("code")), "{told:?}");
        }
    }
    assert_eq!(in_column("甲", "", &["零余额账户1202000000000012345"]).len(), 0);
    for (header, role, cell) in [
        ("项目编号", "code", NUMBER),
        ("身份证号", "code", "119999800101000"),
        ("项目编号及身份证号", "", "119999800101000"),
        ("项目负责人及电话", "", "13900000000"),
    ] {
        let told = in_column(header, role, &[cell]);
        assert_eq!(told.len(), 1, "{header} {cell}");
        assert_eq!(told[0].facts.iter().any(|(name, _)| *name == "remedy"), cell == "13900000000", "{told:?}");
    }
    let among = in_column("甲", "", &["项目编号2024，经办张三13900000000"]);
    assert_eq!(among.len(), 1, "{among:?}");
}

#[test]
fn a_day_between_two_codes_is_told_where_most_of_a_column_are_persons() {
    let found = |rows: &[[&str; 3]]| {
        let mut search = Search::new(&RULES, &WORDS);
        let mut sheet = Sheet::new(&mut search, "a.csv");
        (1..).zip(rows).for_each(|(row, cells)| sheet.row(row, Hiding::Open, cells));
        sheet.finish();
        search.finish().len()
    };
    let person = ["119999", "1990-01-01", "0012"];
    assert_eq!(found(&[person]), 1);
    assert_eq!(found(&[["119999", "1990年1月1日", "0012"]]), 1);
    assert_eq!(found(&[["119999", "1990/1/1 00:00:00", "0012"]]), 1);
    let project = |serial| ["119999", "1990-01-01", serial];
    assert_eq!(found(&[person, project("0013"), project("0014"), project("0015")]), 0);
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>(), cells in prop::collection::vec("[0-9Xx*.,E@ \\-年]{0,24}", 0..12)) {
        found(&text);
        let mut search = Search::new(&RULES, &WORDS);
        let mut sheet = Sheet::new(&mut search, "a.csv");
        sheet.row(1, Hiding::Row, &cells);
        sheet.finish();
        for issue in search.finish() {
            prop_assert!(issue.place.column.is_some_and(|column| (1..=12).contains(&column)));
        }
    }

    #[test]
    fn what_cannot_be_seen_hides_nothing(at in prop::collection::vec(0_usize..=18, 1..8), mark in "[\u{200b}\u{200d}\u{2060}\u{feff}\u{ad}\u{202c}]") {
        let mut text: Vec<char> = NUMBER.chars().collect();
        for at in at {
            text.insert(at, mark.chars().next().unwrap());
        }
        prop_assert_eq!(found(&text.into_iter().collect::<String>()), 1);
    }

    #[test]
    fn words_around_a_number_hide_nothing(before in "[^0-9A-Za-z*.,#?_/×\u{400}-\u{4ff}\\-]{0,12}", after in "[^0-9A-Za-z*.,#?_×\u{400}-\u{4ff}\\-]{0,12}") {
        prop_assume!(!before.chars().chain(after.chars()).any(|char| char.is_numeric() || char.is_whitespace()));
        prop_assert_eq!(found(&format!("{before}{NUMBER}{after}")), 1);
    }

    #[test]
    fn a_longer_number_is_another_number(before in "[0-9]{1,4}", after in "[0-9]{1,4}") {
        prop_assert_eq!(found(&format!("P{before}{NUMBER}{after}")), 0);
    }
}
