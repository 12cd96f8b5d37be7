//! Texts with the marks of web pages: HTML in, its words line by line out; cannot fail. It need not be HTML.

/// Elements that begin a line.
const BLOCKS: [&str; 14] =
    ["br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "blockquote"];

/// Named characters; the others are left as they are written.
const NAMES: [(&str, char); 7] =
    [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", ' '), ("hellip", '…')];

/// The words of a text: without tags, a line for each block, blanks once.
pub fn plain(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((name, after)) = tag(rest) {
            if BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block)) {
                words.push('\n');
            }
            rest = after;
        } else if let Some((char, after)) = character(rest) {
            words.push(char);
            rest = after;
        } else {
            words.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    words.push_str(rest);
    let lines = words.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The name of the tag that a text begins with, and what comes after it.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('<')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    if !name.starts_with(|char: char| char.is_ascii_alphabetic()) {
        return None;
    }
    let (inside, after) = name.split_once('>').filter(|(inside, _)| !inside.contains('<'))?;
    let end = inside.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(inside.len());
    Some((&inside[..end], after))
}

/// The character that a text begins with the name or the number of, and what comes after it.
fn character(text: &str) -> Option<(char, &str)> {
    let (name, after) = text.strip_prefix('&')?.split_once(';')?;
    let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, char)| *char);
    let numbered = || {
        let digits = name.strip_prefix('#')?;
        let number = match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => digits.parse(),
        };
        char::from_u32(number.ok()?).filter(|char| !char.is_control())
    };
    Some((known.or_else(numbered)?, after))
}

#[cfg(test)]
mod tests {
    use super::plain;
    use proptest::prelude::*;

    #[test]
    fn words_are_left_and_blocks_are_lines() {
        for (text, words) in [
            ("<p>One <b>two</b>.</p><p>Three<br/>four &amp; five</p>", "One two.\nThree\nfour & five"),
            ("  a\n  b  c ", "a\nb c"),
            ("5 < 6 & 7 > 3; &unknown; &#65;&#x42;", "5 < 6 & 7 > 3; &unknown; AB"),
            ("<a href=\"x\">link</a> <!-- no -->", "link <!-- no -->"),
            ("<p", "<p"),
            ("贫困率<br>是…", "贫困率\n是…"),
        ] {
            assert_eq!(plain(text), words, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(<|>|/|p|&|#|;|x|é|中|\n| ){0,30}") {
            prop_assert!(!plain(&text).starts_with('\n'));
        }
    }
}
