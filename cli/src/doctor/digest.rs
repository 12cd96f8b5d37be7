//! The bytes of a file as it arrived and the digest that it should have in, what was done to it on the way out. Cannot fail.
//!
//! Nothing is guessed: a change is named where undoing it gives the digest again.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::publication::digest::sha256;

const MARK: &[u8] = b"\xef\xbb\xbf";
/// Encodings that a program on the way may have written a text in, instead of UTF-8.
const ENCODINGS: [&Encoding; 5] = [GB18030, BIG5, UTF_16LE, UTF_16BE, WINDOWS_1252];

/// What was done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A byte order mark was put before it.
    Mark,
    /// Its line ends were rewritten.
    Lines,
    /// It was written in another encoding.
    Encoding(&'static str),
    /// So many bytes were put before or after it.
    Added(usize),
    /// So many bytes are missing, or it was rewritten shorter.
    Short(usize),
    /// Nothing that can be named.
    Unknown,
}

/// What was done to a file whose digest should be `sha256` and whose length should be `length`; nothing where it is as it was.
pub fn change_of(body: &[u8], sha256_expected: &str, length: Option<usize>) -> Option<Change> {
    let is = |bytes: &[u8]| sha256(bytes) == sha256_expected.to_ascii_lowercase();
    if is(body) {
        return None;
    }
    if body.strip_prefix(MARK).is_some_and(is) {
        return Some(Change::Mark);
    }
    let lines = without_returns(body.strip_prefix(MARK).unwrap_or(body));
    if is(&lines) || is(&with_returns(&lines)) {
        return Some(Change::Lines);
    }
    for encoding in ENCODINGS {
        let (text, _, wrong) = encoding.decode(body);
        if !wrong && is(text.as_bytes()) {
            return Some(Change::Encoding(encoding.name()));
        }
    }
    let Some(length) = length else {
        return Some(Change::Unknown);
    };
    match body.len().checked_sub(length) {
        Some(more) if more > 0 && (is(&body[..length]) || is(&body[more..])) => Some(Change::Added(more)),
        None => Some(Change::Short(length - body.len())),
        _ => Some(Change::Unknown),
    }
}

fn without_returns(body: &[u8]) -> Vec<u8> {
    let pairs = body.iter().zip(body.iter().skip(1).map(Some).chain([None]));
    pairs.filter(|(byte, next)| !(**byte == b'\r' && *next == Some(&b'\n'))).map(|(byte, _)| *byte).collect()
}

fn with_returns(body: &[u8]) -> Vec<u8> {
    body.iter()
        .flat_map(|byte| if *byte == b'\n' { &b"\r\n"[..] } else { std::slice::from_ref(byte) })
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Change, change_of, sha256};

    #[test]
    fn a_change_is_named_where_undoing_it_gives_the_digest_again() {
        let text = "{\"预算\": 1}\n{}\n".as_bytes();
        let digest = sha256(text);
        let of = |bytes: &[u8]| change_of(bytes, &digest, Some(text.len()));
        let join = |parts: &[&[u8]]| parts.concat();
        let in_gbk = encoding_rs::GB18030.encode("{\"预算\": 1}\n{}\n").0.into_owned();
        assert_eq!(of(text), None);
        assert_eq!(of(&join(&[b"\xef\xbb\xbf", text])), Some(Change::Mark));
        assert_eq!(of("{\"预算\": 1}\r\n{}\r\n".as_bytes()), Some(Change::Lines));
        assert_eq!(of(&in_gbk), Some(Change::Encoding("gb18030")));
        assert_eq!(of(&join(&[text, b"<script>"])), Some(Change::Added(8)));
        assert_eq!(of(&join(&[b"<!-- -->", text])), Some(Change::Added(8)));
        assert_eq!(of(&text[..10]), Some(Change::Short(text.len() - 10)));
        assert_eq!(of(&[b'x'; 40]), Some(Change::Unknown));
        let rows = b"a,b\r\n1,2\r\n";
        assert_eq!(change_of(b"a,b\n1,2\n", &sha256(rows), Some(rows.len())), Some(Change::Lines));
    }
}
