//! A `Range` header and a length in, the bytes that were asked for out. Cannot fail: what is not understood is ignored.

/// What a client wants of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// All of it.
    Whole,
    /// From the first position to the last, both included.
    Part(u64, u64),
    /// Nothing that exists.
    Outside,
}

impl Range {
    /// Reads one range of bytes. Several ranges, other units and malformed headers are ignored, as RFC 9110, 14.2 allows.
    pub fn read(header: &str, len: u64) -> Self {
        Self::parse(header, len).unwrap_or(Self::Whole)
    }

    fn parse(header: &str, len: u64) -> Option<Self> {
        let (unit, set) = header.split_once('=')?;
        let (first, last) = set.trim().split_once('-')?;
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        if first.is_empty() {
            let wanted = digits(last)?.min(len);
            return Some(if wanted == 0 { Self::Outside } else { Self::Part(len - wanted, len - 1) });
        }
        let first = digits(first)?;
        let last = if last.is_empty() { u64::MAX } else { digits(last)? };
        if last < first {
            return None;
        }
        Some(if first >= len { Self::Outside } else { Self::Part(first, last.min(len - 1)) })
    }
}

/// A number without a sign; one that is too large is larger than any file.
fn digits(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::Range::{self, Outside, Part, Whole};

    #[test]
    fn one_range_of_bytes_is_read() {
        for (header, expected) in [
            ("bytes=0-0", Part(0, 0)),
            ("bytes=2-5", Part(2, 5)),
            ("bytes=2-", Part(2, 9)),
            ("bytes=2-99999999999999999999999", Part(2, 9)),
            ("bytes=-3", Part(7, 9)),
            ("bytes=-30", Part(0, 9)),
            ("Bytes = 9-9", Part(9, 9)),
            ("bytes=10-", Outside),
            ("bytes=-0", Outside),
            ("bytes=99999999999999999999999-", Outside),
            ("bytes=5-2", Whole),
            ("bytes=0-1,3-4", Whole),
            ("bytes=-", Whole),
            ("bytes=+1-2", Whole),
            ("bytes=a-b", Whole),
            ("rows=0-1", Whole),
            ("", Whole),
        ] {
            assert_eq!(Range::read(header, 10), expected, "{header}");
        }
    }

    #[test]
    fn an_empty_file_has_no_range() {
        assert_eq!(Range::read("bytes=0-", 0), Outside);
        assert_eq!(Range::read("bytes=-1", 0), Outside);
    }
}
