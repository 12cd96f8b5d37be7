//! What encoding a file has: its first bytes and a declaration in, a label for the edge's decoder out; may be unknown.
//!
//! Labels are those of the WHATWG Encoding Standard, which `TextDecoder` and encoding_rs share. A file is never guessed:
//! the byte order mark decides, then the declaration, then whether the bytes are valid UTF-8.

/// How to read the bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, after so many bytes of a byte order mark.
    Utf8 {
        /// Bytes to pass over.
        skip: usize,
    },
    /// Another encoding, by its label.
    Labelled(String),
    /// Neither declared nor UTF-8.
    Unknown,
}

/// Encodings in which offices of the world still write CSV, in the order in which an error names them.
pub const CANDIDATES: [&str; 8] =
    ["gb18030", "big5", "shift_jis", "euc-kr", "windows-1252", "windows-1250", "windows-1251", "iso-8859-7"];

/// Tells the encoding of a file.
pub fn tell(bytes: &[u8], declared: Option<&str>) -> Encoding {
    let declared = declared.map(|label| label.trim().to_ascii_lowercase()).filter(|label| !label.is_empty());
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Encoding::Utf8 { skip: 3 },
        [0xff, 0xfe, ..] => Encoding::Labelled("utf-16le".into()),
        [0xfe, 0xff, ..] => Encoding::Labelled("utf-16be".into()),
        _ => match declared {
            Some(label) if label == "utf-8" || label == "utf8" || label == "us-ascii" => Encoding::Utf8 { skip: 0 },
            Some(label) => Encoding::Labelled(label_of(label)),
            None if std::str::from_utf8(bytes).is_ok() => Encoding::Utf8 { skip: 0 },
            None => Encoding::Unknown,
        },
    }
}

/// Whether the bytes are gzip (RFC 1952), whatever the file is called.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// Names that Python and databases write, in the standard's words.
fn label_of(label: String) -> String {
    match label.as_str() {
        "cp1252" | "latin-1" | "latin1" | "iso8859-1" => "windows-1252".into(),
        "cp936" | "gb2312" | "gbk" => "gb18030".into(),
        "cp950" => "big5".into(),
        "cp932" | "sjis" | "ms932" => "shift_jis".into(),
        _ => match label.strip_prefix("cp125") {
            Some(page) => format!("windows-125{page}"),
            None => label,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_decides_then_the_declaration_then_the_bytes() {
        assert_eq!(tell(b"\xef\xbb\xbfa", Some("gbk")), Encoding::Utf8 { skip: 3 });
        assert_eq!(tell("中".as_bytes(), None), Encoding::Utf8 { skip: 0 });
        assert_eq!(tell(b"\xd6\xd0", Some("GBK")), Encoding::Labelled("gb18030".into()));
        assert_eq!(tell(b"\xd6\xd0", Some("cp1250")), Encoding::Labelled("windows-1250".into()));
        assert_eq!(tell(b"\xd6\xd0", None), Encoding::Unknown);
    }
}
