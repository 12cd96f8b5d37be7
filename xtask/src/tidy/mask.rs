//! Source text with what a rule must not see made blank: comments, the inside of strings, tests. Every mask has the length
//! and the lines of what it was made from, and none can fail: text that is no program is masked somehow.

/// Rust with comments and the inside of strings and characters blank.
pub fn rust(text: &str) -> String {
    rust_without(text, true)
}

/// Rust with its comments blank; strings stay.
pub fn rust_comments(text: &str) -> String {
    rust_without(text, false)
}

fn rust_without(text: &str, strings: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => blank(&mut out, at, line_end(bytes, at)),
            b'/' if bytes.get(at + 1) == Some(&b'*') => blank(&mut out, at, nested_comment_end(bytes, at)),
            b'r' if !follows_word(bytes, at) && raw_string(bytes, at).is_some() => {
                let (start, end, after) = raw_string(bytes, at).unwrap_or((at, at, at + 1));
                if strings {
                    blank(&mut out, start, end);
                }
                after
            }
            b'"' => {
                let end = string_end(bytes, at);
                if strings {
                    blank(&mut out, at + 1, end);
                }
                end + 1
            }
            b'\'' => match character_end(bytes, at) {
                Some(end) => {
                    if strings {
                        blank(&mut out, at + 1, end);
                    }
                    end + 1
                }
                None => at + 1,
            },
            _ => at + 1,
        };
        at = end;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Text without the `#[cfg(test)]` items that its masked code has.
pub fn without_tests(text: &str, code: &str) -> String {
    let bytes = code.as_bytes();
    let mut out = text.as_bytes().to_vec();
    for (start, _) in code.match_indices("#[cfg(test)]") {
        let mut depth = 0;
        let mut at = start;
        while at < bytes.len() {
            depth += i32::from(bytes[at] == b'{') - i32::from(bytes[at] == b'}');
            if depth == 0 && matches!(bytes[at], b'}' | b';') {
                break;
            }
            at += 1;
        }
        blank(&mut out, start, at + 1);
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// CSS or JavaScript without its comments. Strings stay, since a feature test names its feature in one.
pub fn web(text: &str, line_comments: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        at = match bytes[at] {
            b'/' if line_comments && bytes.get(at + 1) == Some(&b'/') => blank(&mut out, at, line_end(bytes, at)),
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                let end = text[at + 2..].find("*/").map_or(bytes.len(), |found| at + 2 + found + 2);
                blank(&mut out, at, end)
            }
            quote @ (b'"' | b'\'' | b'`') => quoted_end(bytes, at, quote) + 1,
            _ => at + 1,
        };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Blanks a range but for its line ends, and returns its end.
fn blank(out: &mut [u8], start: usize, end: usize) -> usize {
    let end = end.min(out.len());
    out[start.min(end)..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    end
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |found| at + found)
}

fn nested_comment_end(bytes: &[u8], start: usize) -> usize {
    let (mut depth, mut at) = (0, start);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    bytes.len()
}

fn follows_word(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| bytes[before]);
    // `br"…"` is a raw string too.
    before.is_some_and(|before| before != b'b' && (before.is_ascii_alphanumeric() || before == b'_'))
}

/// Of `r#"…"#`: where its inside starts and ends, and what follows it.
fn raw_string(bytes: &[u8], at: usize) -> Option<(usize, usize, usize)> {
    let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    let start = at + 1 + hashes + 1;
    if bytes.get(start - 1) != Some(&b'"') {
        return None;
    }
    let mut close = vec![b'"'];
    close.resize(1 + hashes, b'#');
    let end =
        bytes[start..].windows(close.len()).position(|window| window == close).map_or(bytes.len(), |at| start + at);
    Some((start, end, (end + close.len()).min(bytes.len())))
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// The closing quote of a character; none where the quote starts a lifetime.
fn character_end(bytes: &[u8], start: usize) -> Option<usize> {
    let first = *bytes.get(start + 1)?;
    if first == b'\\' {
        let from = start + 3;
        return bytes.get(from..)?.iter().take(12).position(|byte| *byte == b'\'').map(|found| from + found);
    }
    let length = match first {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    (bytes.get(start + 1 + length) == Some(&b'\'')).then_some(start + 1 + length)
}

/// The closing quote of a string in CSS or JavaScript; the line's end where a one-line string is not closed.
fn quoted_end(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' if quote != b'`' => return at,
            byte if byte == quote => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blank_in_rust() {
        let text = "let a = \"x\\\"y\"; // std::fs\nlet b = r#\"std::fs\"#; /* a /* b */ c */ let c = '\"'; d<'a>('é')";
        let masked = rust(text);
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.lines().count(), 2);
        assert!(!masked.contains("std::fs") && !masked.contains("c */"), "{masked}");
        assert!(masked.contains("let c = ' ';") && masked.contains("d<'a>("), "{masked}");
    }

    #[test]
    fn tests_are_blank() {
        let code = "fn a() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n    fn b() { { } }\n}\nfn c() {}\n";
        let masked = without_tests(code, code);
        assert!(!masked.contains("std::fs") && masked.contains("fn a") && masked.contains("fn c"), "{masked}");
        let code = "#[cfg(test)]\nmod tests;\nuse std::fs;";
        let masked = without_tests(code, code);
        assert!(masked.contains("use std::fs;"), "{masked}");
    }

    #[test]
    fn comments_are_blank_in_javascript() {
        let masked = web("a('//x'); // b.at(0)\n/* c */ d", true);
        assert_eq!(masked, "a('//x');           \n        d");
        assert_eq!(web("a{background:url(//x)}", false), "a{background:url(//x)}");
    }

    #[test]
    fn no_text_is_too_strange() {
        for text in ["\"", "'", "r#\"", "/*", "'\\", "#[cfg(test)]", "`\\", "'é"] {
            assert_eq!(rust(text).len(), text.len());
            assert_eq!(web(text, true).len(), text.len());
            assert_eq!(without_tests(text, text).len(), text.len());
        }
    }
}
