//! Bytes of a file in, their text as UTF-8 out; an issue where they are none. Decoders are not the core's: a browser has one, the
//! command another, and both know the labels of the Encoding Standard.

use super::guess::rank;
use crate::ingest::encoding::{self, Encoding};
use crate::issue::Issue;
use crate::place::Place;
use std::io::{self, Read};

/// What decodes text where the core runs.
pub trait Decoder {
    /// Whether it knows a label.
    fn knows(&self, label: &str) -> bool;

    /// The text of bytes in a known encoding, after a byte order mark; `None` where a byte fits no character.
    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String>;
}

/// No file of a package may unzip to more than this.
const LARGEST: u64 = 4 << 30;

/// What any file may unzip to, however small it is; beyond it, no more than so many times its own size. Tables of which the labels
/// repeat on every row shrink to a thirtieth.
const UNSUSPECTED: u64 = 64 << 20;
const TIMES: u64 = 50;

/// Unzips a file, if it is zipped, to `largest` bytes at most; `size` is what it is expected to have.
fn unzip(name: &str, bytes: Vec<u8>, largest: u64, size: usize) -> Result<Vec<u8>, Issue> {
    if !encoding::is_gzip(&bytes) {
        return Ok(bytes);
    }
    let mut unzipped = Vec::with_capacity(size);
    // One byte more tells a file that is too large from one that just fits.
    let read = gzip(&bytes).take(largest + 1).read_to_end(&mut unzipped);
    match read {
        Ok(length) if length as u64 <= largest => Ok(unzipped),
        _ => Err(unreadable(name)),
    }
}

fn gzip(bytes: &[u8]) -> flate2::read::MultiGzDecoder<&[u8]> {
    flate2::read::MultiGzDecoder::new(bytes)
}

fn unreadable(name: &str) -> Issue {
    Issue::error("file-unreadable", Place::file(name)).with("value", name)
}

/// Whether bytes are a document and no data: a page, or a workbook written as one, which some programs call .xls; or a PDF.
pub fn is_document(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    start.starts_with(b"<") || start.starts_with(b"%PDF-")
}

/// Unzips and decodes a file to UTF-8.
///
/// # Errors
/// An issue where they are no text, or nobody says in which encoding.
pub fn decode(name: &str, bytes: Vec<u8>, declared: Option<&str>, decoder: &dyn Decoder) -> Result<Vec<u8>, Issue> {
    let bytes = unzip_file(name, bytes)?;
    match encoding::tell(&bytes, declared) {
        Encoding::Utf8 { skip } if std::str::from_utf8(&bytes[skip..]).is_err() => Err(wrong(name, "utf-8")),
        Encoding::Utf8 { skip: 0 } => Ok(bytes),
        Encoding::Utf8 { skip } => Ok(bytes[skip..].to_vec()),
        Encoding::Labelled(label) if !decoder.knows(&label) => {
            Err(Issue::error("encoding-undefined", Place::file(name)).with("value", label))
        }
        Encoding::Labelled(label) => {
            decoder.decode(&label, &bytes).map(String::into_bytes).ok_or_else(|| wrong(name, &label))
        }
        Encoding::Unknown => Err(unknown(name, &bytes, decoder)),
    }
}

/// Unzips a file, if it is zipped and not suspiciously small.
///
/// # Errors
/// An issue where it is damaged or too large.
pub fn unzip_file(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Issue> {
    let largest = LARGEST.min(UNSUSPECTED.max(bytes.len() as u64 * TIMES));
    unzip_at_most(name, bytes, largest)
}

/// The same where memory is short: to `largest` bytes at most, which are counted before any is held.
///
/// # Errors
/// An issue where it is damaged or too large.
pub fn unzip_at_most(name: &str, bytes: Vec<u8>, largest: u64) -> Result<Vec<u8>, Issue> {
    if !encoding::is_gzip(&bytes) {
        return Ok(bytes);
    }
    match io::copy(&mut gzip(&bytes).take(largest + 1), &mut io::sink()) {
        Ok(size) if size <= largest => unzip(name, bytes, largest, size as usize),
        _ => Err(unreadable(name)),
    }
}

/// Decodes a file that says no encoding: the text, the label of its encoding, and whether the bytes leave no other.
///
/// # Errors
/// An issue where the bytes make sense in none.
pub fn decode_told(name: &str, bytes: Vec<u8>, decoder: &dyn Decoder) -> Result<(String, String, bool), Issue> {
    let (label, is_certain) = match encoding::tell(&bytes, None) {
        Encoding::Utf8 { .. } => ("utf-8".to_owned(), true),
        Encoding::Labelled(label) => (label, true),
        // No text has a zero in it.
        Encoding::Unknown if bytes.contains(&0) => return Err(unknown(name, &bytes, decoder)),
        Encoding::Unknown => {
            let likeliest = rank(&bytes, decoder).first().copied().ok_or_else(|| unknown(name, &bytes, decoder))?;
            (likeliest.to_owned(), false)
        }
    };
    let text = decode(name, bytes, Some(&label), decoder)?;
    Ok((String::from_utf8(text).map_err(|_| wrong(name, &label))?, label, is_certain))
}

/// An error for bytes that do not fit the encoding that is stated.
pub(super) fn wrong(name: &str, label: &str) -> Issue {
    Issue::error("encoding-wrong", Place::file(name)).with("expected", label)
}

/// An error that names the encodings in which the bytes make sense.
fn unknown(name: &str, bytes: &[u8], decoder: &dyn Decoder) -> Issue {
    let candidates = rank(bytes, decoder);
    let issue = Issue::error("encoding-unknown", Place::file(name)).with("candidates", candidates.join(", "));
    let label = candidates.first().copied().unwrap_or("gb18030");
    issue.with("write", format!("\"encoding\": \"{label}\"")).with("option", format!("--encoding {label}"))
}

#[cfg(test)]
mod tests {
    use super::{unzip, unzip_at_most};
    use std::io::Write;

    #[test]
    fn a_file_that_unzips_to_too_much_is_refused_and_never_cut() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(&[b'1'; 1000]).expect("memory");
        let zipped = gzip.finish().expect("memory");
        for unzip in
            [|bytes, most| unzip("a.csv.gz", bytes, most, 0), |bytes, most| unzip_at_most("a.csv.gz", bytes, most)]
        {
            assert_eq!(unzip(zipped.clone(), 1000).map(|bytes| bytes.len()), Ok(1000));
            let refused = unzip(zipped.clone(), 999).expect_err("it is one byte too large");
            assert_eq!((refused.rule, refused.place.file.as_str()), ("file-unreadable", "a.csv.gz"));
        }
    }
}
