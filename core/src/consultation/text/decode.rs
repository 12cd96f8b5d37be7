//! Bytes that should be UTF-8 in, a text and how many of them were none out; cannot fail.

/// Reads bytes as UTF-8, whatever they are.
///
/// A lone surrogate, which JSON writes as `\ud800` and a decoder that keeps strings as bytes hands on as three bytes (WTF-8),
/// becomes one U+FFFD; a high and a low one together become the character they mean (as CESU-8 writes it). Every other
/// ill-formed sequence becomes one U+FFFD by the longest valid beginning, as browsers do (Unicode Standard 3.9, W3C encoding).
/// The number is that of these replacements; a U+FFFD that was in the bytes is not counted.
pub fn decode(bytes: &[u8]) -> (String, usize) {
    let mut out = String::with_capacity(bytes.len());
    let mut replaced = 0;
    let mut rest = bytes;
    while !rest.is_empty() {
        let (good, error) = match std::str::from_utf8(rest) {
            Ok(good) => (good, None),
            Err(error) => {
                let good = std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default();
                (good, Some(error.error_len()))
            }
        };
        out.push_str(good);
        rest = &rest[good.len()..];
        let Some(length) = error else { break };
        let length = if let Some(first) = surrogate(rest) {
            match surrogate(&rest[3..]) {
                Some(second) if first < 0xdc00 && second >= 0xdc00 => {
                    let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                    out.extend(char::from_u32(code));
                    rest = &rest[6..];
                    continue;
                }
                _ => 3,
            }
        } else {
            // No length means that the bytes end within a character.
            length.unwrap_or(rest.len())
        };
        out.push('\u{fffd}');
        replaced += 1;
        rest = &rest[length..];
    }
    (out, replaced)
}

/// The surrogate that three bytes stand for.
fn surrogate(bytes: &[u8]) -> Option<u32> {
    match bytes {
        [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, ..] => {
            Some(0xd000 | (u32::from(*second & 0x3f) << 6) | u32::from(*third & 0x3f))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_are_joined_or_shown_as_broken() {
        assert_eq!(decode("政府 ok 😀".as_bytes()), ("政府 ok 😀".to_owned(), 0));
        assert_eq!(decode(b"a\xed\xa0\x80b"), ("a\u{fffd}b".to_owned(), 1), "\\ud800 alone");
        assert_eq!(decode(b"\xed\xb0\x80\xed\xa0\x80"), ("\u{fffd}\u{fffd}".to_owned(), 2), "the wrong way round");
        assert_eq!(decode(b"\xed\xa0\xbd\xed\xb8\x80!"), ("😀!".to_owned(), 0), "\\ud83d\\ude00 in two halves");
    }

    #[test]
    fn other_bytes_are_replaced_as_the_standard_library_replaces_them() {
        let broken: [&[u8]; 7] =
            [b"\xff", b"a\xc3", b"\xe4\xb8", b"\xf0\x9f\x98z", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xed\xa0"];
        for bytes in broken {
            let (text, replaced) = decode(bytes);
            assert_eq!(text, String::from_utf8_lossy(bytes), "{bytes:x?}");
            assert_eq!(replaced, text.matches('\u{fffd}').count());
        }
        assert_eq!(decode("\u{fffd}".as_bytes()).1, 0, "one that was sent is no fault");
    }
}
