//! Templates: a template and values in, a text out; cannot fail, since what is not known stays as it is written.

use crate::text::natural;

/// Fills `{name}` and `{name|case=text|other=text}`. A case is a value itself or a plural category of `rule`.
/// What stands in `[…]` is left out where a value in it is not given, or blank.
pub(super) fn fill(template: &str, values: &[(&str, &str)], rule: &str) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('[') {
        fill_holes(&mut out, before, values, rule, &mut true);
        let (optional, next) = after.split_once(']').unwrap_or((after, ""));
        let length = out.len();
        let mut is_said = true;
        if !fill_holes(&mut out, optional, values, rule, &mut is_said) || !is_said {
            out.truncate(length);
        }
        rest = next;
    }
    fill_holes(&mut out, rest, values, rule, &mut true);
    out
}

/// Writes a template with its holes filled; `false` if a value was missing, whose hole then stays. Of a blank value, `is_said`
/// becomes so.
fn fill_holes(out: &mut String, template: &str, values: &[(&str, &str)], rule: &str, is_said: &mut bool) -> bool {
    let mut rest = template;
    let mut is_whole = true;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((hole, next)) = after.split_once('}') else { break };
        out.push_str(before);
        let (name, cases) = hole.split_once('|').unwrap_or((hole, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        *is_said &= value.is_none_or(|(_, value)| !value.is_empty());
        match value {
            Some((_, value)) if cases.is_empty() => out.push_str(value),
            Some((_, value)) => out.push_str(choose(cases, value, rule)),
            None => {
                is_whole = false;
                for part in ["{", hole, "}"] {
                    out.push_str(part);
                }
            }
        }
        rest = next;
    }
    out.push_str(rest);
    is_whole
}

/// The text of the case for a value, else of `other`, else nothing.
fn choose<'a>(cases: &'a str, value: &str, rule: &str) -> &'a str {
    let of = |wanted: &str| {
        cases.split('|').find_map(|case| case.split_once('=').filter(|(name, _)| *name == wanted).map(|(_, text)| text))
    };
    of(value).or_else(|| of(category(value, rule)?)).or_else(|| of("other")).unwrap_or("")
}

/// The plural category of a whole number, grouping marks allowed.
///
/// A rule is written like CLDR's: `one: n%10=1 & n%100!=11; few: n%10=2..4 & n%100!=12..14`; what meets none is `other`.
fn category<'a>(value: &str, rule: &'a str) -> Option<&'a str> {
    let mut number: u64 = 0;
    for char in value.chars() {
        match char.to_digit(10) {
            Some(digit) => number = number.checked_mul(10)?.checked_add(u64::from(digit))?,
            None if matches!(char, ',' | '.' | '\u{a0}' | '\u{202f}' | '’' | ' ') => {}
            None => return None,
        }
    }
    rule.split(';')
        .filter_map(|line| line.split_once(':'))
        .find(|(_, tests)| tests.split('&').all(|test| holds(test, number)))
        .map(|(name, _)| name.trim())
}

/// Whether a test such as `n%10=2..4` or `n!=1,11` holds.
fn holds(test: &str, number: u64) -> bool {
    let Some((left, right)) = test.split_once('=') else { return false };
    let (left, wanted) = match left.trim().strip_suffix('!') {
        Some(left) => (left, false),
        None => (left.trim(), true),
    };
    let number = match left.split_once('%').map(|(_, by)| natural(by.trim())) {
        Some(Some(by @ 1..)) => number % by,
        _ => number,
    };
    let among = right.split(',').any(|range| {
        let (from, to) = range.split_once('.').map_or((range, range), |(from, to)| (from, to.trim_start_matches('.')));
        matches!((natural(from.trim()), natural(to.trim())), (Some(from), Some(to)) if (from..=to).contains(&number))
    });
    among == wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EN: &str = "one: n=1";
    const RU: &str = "one: n%10=1 & n%100!=11; few: n%10=2..4 & n%100!=12..14; many: n%1=0";

    #[test]
    fn values_fill_holes_and_are_not_templates() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")], EN), "{b} and 2");
        assert_eq!(fill("{a} {unknown} {open", &[("a", "1")], EN), "1 {unknown} {open");
    }

    #[test]
    fn what_is_optional_goes_where_a_value_is_missing() {
        let of = |values: &[(&str, &str)]| fill("Row {a}[ of {b}]: wrong[, see {c}].", values, EN);
        assert_eq!(of(&[("a", "1"), ("c", "[x]")]), "Row 1: wrong, see [x].");
        assert_eq!(of(&[("a", "1"), ("b", "2")]), "Row 1 of 2: wrong.");
        assert_eq!(fill("a [b", &[], EN), "a b", "a bracket that is never closed");
    }

    #[test]
    fn a_number_chooses_its_plural() {
        let row = |n| fill("{n} {n|one=row|other=rows}", &[("n", n)], EN);
        assert_eq!([row("1"), row("2"), row("1,001"), row("0")], ["1 row", "2 rows", "1,001 rows", "0 rows"]);
        assert_eq!(fill("{n|0=none|one=one|other=many}", &[("n", "0")], EN), "none");
        assert_eq!(fill("{n|a=x}", &[("n", "b")], ""), "");
    }

    #[test]
    fn a_language_with_many_plurals_is_data() {
        let of = |n| category(n, RU).unwrap();
        assert_eq!(
            ["1", "21", "11", "3", "13", "24", "5", "111"].map(of),
            ["one", "one", "many", "few", "many", "few", "many", "many"]
        );
    }

    proptest! {
        #[test]
        fn never_panics(template in "[{}\\[\\]|=a-c0-9 ]{0,30}", value in ".{0,6}", rule in "[a-c:n%=!&;0-9. ]{0,20}") {
            let _ = fill(&template, &[("a", &value), ("b", "1")], &rule);
        }
    }
}
