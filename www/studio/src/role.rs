//! What a column may be for: an id that the page knows in, a column type of the Fiscal Data Package out, and back.

use daylight_core::json::Node;

/// A role that a column can be given: its id, and its column type, in which `{level}` is a number.
const ROLES: [(&str, &str); 17] = [
    (AMOUNT, VALUE),
    (FIGURE, ""),
    ("function-code", "functional-classification:generic:level{level}:code"),
    ("function-label", "functional-classification:generic:level{level}:label"),
    ("economy-code", "economic-classification:generic:level{level}:code"),
    ("economy-label", "economic-classification:generic:level{level}:label"),
    ("office-code", "administrative-classification:generic:level{level}:code"),
    ("office-label", "administrative-classification:generic:level{level}:label"),
    ("project-code", "activity:generic:level{level}:code"),
    ("project-label", "activity:generic:level{level}:label"),
    ("place-code", "geo:target:level{level}:code"),
    ("place-label", "geo:target:level{level}:label"),
    ("year", "date:fiscal-year"),
    ("phase", "phase:id"),
    ("direction", "direction"),
    ("currency", "value-currency:code"),
    (TEXT, ""),
];

/// The column type of amounts.
const VALUE: &str = "value";
/// The role of a column whose amounts are added up.
pub const AMOUNT: &str = "amount";
/// The role of a column whose amounts are shown and compared, and not added up.
pub const FIGURE: &str = "figure";
/// The role of a column that is published and of which nothing more is said.
pub const TEXT: &str = "text";
/// The role of a column that is not published.
pub const LEFT_OUT: &str = "left-out";
/// The role of a column whose type is none of these: it was written by hand.
pub const OTHER: &str = "other";

/// The ids of the roles that can be chosen, in their order on the page.
pub fn ids() -> impl Iterator<Item = &'static str> {
    [LEFT_OUT].into_iter().chain(ROLES.iter().map(|(id, _)| *id))
}

/// The role that a field has.
pub fn of_field(field: &Node) -> &'static str {
    let is_number = field.text_of("type") == Some("number");
    field.text_of("columnType").map_or(if is_number { FIGURE } else { TEXT }, of_type)
}

/// The role that a column type is.
fn of_type(column_type: &str) -> &'static str {
    ROLES.iter().find(|(_, pattern)| level(pattern, column_type).is_some()).map_or(OTHER, |(id, _)| id)
}

/// The level of a column type of this pattern; zero where the pattern has none.
fn level(pattern: &str, column_type: &str) -> Option<u32> {
    let Some((before, after)) = pattern.split_once("{level}") else { return (pattern == column_type).then_some(0) };
    column_type.strip_prefix(before)?.strip_suffix(after)?.parse().ok()
}

/// The column type of a role beside columns that have theirs: one level below the deepest of the same kind. `None` where the
/// role has none.
pub fn type_of<'a>(role: &str, others: impl Iterator<Item = &'a str>) -> Option<String> {
    let (_, pattern) = ROLES.iter().find(|(id, pattern)| *id == role && !pattern.is_empty())?;
    let deepest = others.filter_map(|other| level(pattern, other)).max().unwrap_or(0);
    Some(pattern.replace("{level}", &(deepest + 1).to_string()))
}

#[cfg(test)]
mod tests {
    use super::{FIGURE, LEFT_OUT, OTHER, TEXT, ids, of_field, of_type, type_of};
    use daylight_core::json;

    #[test]
    fn a_role_is_its_type_and_back() {
        for id in ids().filter(|id| ![LEFT_OUT, TEXT, FIGURE].contains(id)) {
            let column_type = type_of(id, std::iter::empty()).expect(id);
            assert_eq!(of_type(&column_type), id);
        }
        assert_eq!(of_type("geo:source"), OTHER);
        let role = |field: &str| json::read(field).map(|field| of_field(&field));
        assert_eq!((role("{}"), role("{\"type\": \"number\"}")), (Ok(TEXT), Ok(FIGURE)));
    }

    #[test]
    fn a_second_column_of_codes_is_a_level_deeper() {
        let first = "functional-classification:generic:level1:code";
        let second = type_of("function-code", [first, "value"].into_iter());
        assert_eq!(second.as_deref(), Some("functional-classification:generic:level2:code"));
    }
}
