//! A file's name and whether its bytes are UTF-8 in, its `Content-Type` out. Cannot fail: what is unknown is bytes.

use std::path::Path;

/// How a kind of file travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    /// The type without parameters.
    pub name: &'static str,
    /// The type takes a `charset` parameter.
    pub text: bool,
    /// Compression makes it smaller.
    pub compressible: bool,
}

const fn text(name: &'static str) -> Media {
    Media { name, text: true, compressible: true }
}

const fn dense(name: &'static str) -> Media {
    Media { name, text: false, compressible: true }
}

const fn bytes(name: &'static str) -> Media {
    Media { name, text: false, compressible: false }
}

const TYPES: &[(&str, Media)] = &[
    ("html", text("text/html")),
    ("htm", text("text/html")),
    ("css", text("text/css")),
    ("js", text("text/javascript")),
    ("mjs", text("text/javascript")),
    ("wasm", dense("application/wasm")),
    ("json", dense("application/json")),
    ("map", dense("application/json")),
    ("geojson", dense("application/geo+json")),
    ("webmanifest", dense("application/manifest+json")),
    ("csv", text("text/csv")),
    ("tsv", text("text/tab-separated-values")),
    ("txt", text("text/plain")),
    ("ts", text("text/plain")),
    ("toml", text("text/plain")),
    ("md", text("text/markdown")),
    ("xml", dense("application/xml")),
    ("svg", dense("image/svg+xml")),
    ("png", bytes("image/png")),
    ("jpg", bytes("image/jpeg")),
    ("jpeg", bytes("image/jpeg")),
    ("gif", bytes("image/gif")),
    ("webp", bytes("image/webp")),
    ("avif", bytes("image/avif")),
    ("ico", bytes("image/x-icon")),
    ("woff2", bytes("font/woff2")),
    ("woff", bytes("font/woff")),
    ("ttf", dense("font/ttf")),
    ("otf", dense("font/otf")),
    ("pdf", bytes("application/pdf")),
    ("xlsx", bytes("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
    ("xls", dense("application/vnd.ms-excel")),
    ("ods", bytes("application/vnd.oasis.opendocument.spreadsheet")),
    ("docx", bytes("application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
    ("zip", bytes("application/zip")),
    ("gz", bytes("application/gzip")),
    ("mp4", bytes("video/mp4")),
    ("webm", bytes("video/webm")),
];

impl Media {
    /// Told by the extension, whatever its case.
    pub fn of(path: &Path) -> Self {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        TYPES.iter().find(|(e, _)| *e == extension).map_or(bytes("application/octet-stream"), |(_, media)| *media)
    }

    /// The header's value. A text whose bytes are not UTF-8 goes without a charset: a wrong label is worse than none,
    /// and pages and data packages carry their own.
    pub fn content_type(self, utf8: bool) -> String {
        if self.text && utf8 { format!("{}; charset=utf-8", self.name) } else { self.name.to_owned() }
    }

    /// A page rather than code, data or a picture.
    pub fn is_page(self) -> bool {
        self.name == "text/html"
    }
}

/// Whether a file never changes, so that it may be kept for a year: code whose name carries the digest of its content
/// (`-`, at least eight lower-case hexadecimal digits, then `.` or `_`). Data never is, whatever its name: eight digits
/// are also a date (`budget-20240131.csv`), and what should not have been published must be gone when it is withdrawn.
pub fn is_immutable(name: &str) -> bool {
    let code = CODE.iter().any(|extension| name.ends_with(extension));
    code && name.split('-').skip(1).any(|part| {
        let digits = part.bytes().take_while(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')).count();
        digits >= 8 && matches!(part.as_bytes().get(digits), Some(b'.' | b'_'))
    })
}

const CODE: &[&str] = &[".js", ".mjs", ".css", ".wasm", ".woff2"];

#[cfg(test)]
mod tests {
    use super::{Media, is_immutable};
    use std::path::Path;

    #[test]
    fn types_follow_the_name_and_the_bytes() {
        let label = |name: &str, utf8| Media::of(Path::new(name)).content_type(utf8);
        assert_eq!(label("daylight.js", true), "text/javascript; charset=utf-8");
        assert_eq!(label("daylight-0123abcd_bg.wasm", false), "application/wasm");
        assert_eq!(label("a.CSV", true), "text/csv; charset=utf-8");
        assert_eq!(label("gb18030.csv", false), "text/csv");
        assert_eq!(label("datapackage.json", true), "application/json");
        assert_eq!(label("map.svg", true), "image/svg+xml");
        assert_eq!(label("README", true), "application/octet-stream");
    }

    #[test]
    fn only_code_with_a_whole_digest_is_immutable() {
        for name in ["daylight-0123abcd.js", "daylight-0123abcd_bg.wasm", "a-b-deadbeef00.css", "x-0123456789abcdef.js"]
        {
            assert!(is_immutable(name), "{name}");
        }
        for name in ["daylight.js", "a-0123abc.js", "a-0123ABCD.js", "0123abcd.js", "a-0123abcdz.js", "a-20240101"] {
            assert!(!is_immutable(name), "{name}");
        }
        for name in ["budget-20240131.csv", "photo-0123abcd.jpg", "summary-0123abcd.json", "page-0123abcd.html"] {
            assert!(!is_immutable(name), "{name}");
        }
    }
}
