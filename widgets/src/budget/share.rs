//! Link and embed code: what is shown and the page's address in, texts that say all of it out; cannot fail.
//!
//! What was left to choose is written out, and the version, so that the same is shown when another year is the latest.

use super::cite;
use super::state::{Desk, State};
use crate::view::push_escaped;
use daylight_core::figure::budget::Wish;
use leptos::prelude::*;

/// The page's address with all that is shown, where the element has a key in it, and the code that shows the same on another
/// page. Place, year, phase and unit are always written, the other choices where they are not the usual ones.
#[inline(never)]
pub fn link_and_embed(state: &State, desk: &Desk) -> (String, String) {
    let figure = state.figure.get();
    let (granted, usual) = (&figure.granted, state.loaded.place(&Wish { bare: true, ..Wish::default() }).granted);
    let unless_usual = |pick: fn(&Wish) -> &String| if pick(granted) == pick(&usual) { "" } else { pick(granted) };
    let model = state.loaded.model();
    // A version that the record knows can be asked for.
    let version =
        model.about.version.as_deref().filter(|version| cite::knows(state, desk, version)).unwrap_or_default();
    // A change of dimension clears the path, so it comes first.
    let pairs = [
        ("dimension", unless_usual(|wish| &wish.dimension)),
        ("path", &granted.path),
        ("view", granted.view.unless_usual()),
        ("year", &granted.year),
        ("phase", &granted.phase),
        ("direction", unless_usual(|wish| &wish.direction)),
        ("currency", unless_usual(|wish| &wish.currency)),
        ("unit", &granted.unit),
        ("basis", &granted.basis),
        ("version", version),
    ];
    let (before, after) = desk.page.split_once('\n').unwrap_or((&desk.page, ""));
    let has_key = before.len() < desk.page.len();
    let mut link = before.to_owned();
    let mut embed = ["<script src=\"", &desk.script, "\" defer></script>\n<daylight-budget src=\"", &desk.src].concat();
    embed.extend(["\" lang=\"", state.loaded.words.lang()]);
    let mut join = "";
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        embed.extend(["\" ", name, "=\""]);
        push_escaped(&mut embed, value);
        if has_key {
            link.extend([join, name, ":"]);
            push_encoded(&mut link, value);
            join = ",";
        }
    }
    (link + after, embed + "\"></daylight-budget>")
}

/// A value with everything as a percentage that an address may not hold.
pub fn encoded(value: &str) -> String {
    let mut out = String::new();
    push_encoded(&mut out, value);
    out
}

/// Appends a value as the loader reads it from an address: everything as a percentage but letters, digits and `-._~/`.
fn push_encoded(out: &mut String, value: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|digit| char::from(DIGITS[usize::from(digit)])));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::push_encoded;

    #[test]
    fn a_value_ends_no_key_and_no_address() {
        let mut out = String::new();
        push_encoded(&mut out, "205/20502 a,b:c&d#e=\u{6559}");
        assert_eq!(out, "205/20502%20a%2Cb%3Ac%26d%23e%3D%E6%95%99");
    }
}
