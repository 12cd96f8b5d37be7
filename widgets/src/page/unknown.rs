//! Attributes that take certain words only: a name and a value in, what is to be said of it out; cannot fail.

use daylight_core::words::Words;

/// Values that no attribute takes, each with those that it does.
pub type Unknown = Vec<(&'static str, String)>;

/// Notes a value that an attribute does not take, and forgets the one that it had before.
pub fn note_value(
    unknown: &mut Unknown,
    allowed: &[(&'static str, &[&str])],
    (name, value): (&str, &str),
    words: &Words,
) {
    let Some((name, allowed)) = allowed.iter().find(|(known, _)| *known == name) else { return };
    unknown.retain(|(known, _)| known != name);
    if !value.is_empty() && !allowed.contains(&value) {
        let allowed = allowed.join(words.text("join.list"));
        let values = [("attribute", *name), ("value", value), ("allowed", &allowed)];
        unknown.push((name, words.fill("state.value-unknown", &values)));
    }
}
