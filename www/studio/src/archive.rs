//! Files in, one ZIP archive out (PKWARE's APPNOTE 6.3.3): names in UTF-8, contents as they are; cannot fail.
//!
//! They are stored and not compressed: what unpacks them need trust no size, and a package is small beside its spreadsheet.

use flate2::Crc;

/// 1 January 1980, the first day that the form knows: the same files make the same archive.
const DAY: u16 = 1 << 5 | 1;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
/// The first version whose form this is.
const VERSION: u16 = 20;

/// An archive of files by their paths.
pub fn archive<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let (mut out, mut directory, mut many) = (Vec::new(), Vec::new(), 0u16);
    for (path, bytes) in files {
        let mut crc = Crc::new();
        crc.update(bytes);
        // What a sheet becomes is far below four gigabytes (`daylight_core::import::limit`).
        let (start, length) = (out.len() as u32, bytes.len() as u32);
        let mut entry = Vec::new();
        for number in [VERSION, UTF8, 0, 0, DAY] {
            entry.extend(number.to_le_bytes());
        }
        for number in [crc.sum(), length, length] {
            entry.extend(number.to_le_bytes());
        }
        entry.extend((path.len() as u16).to_le_bytes());
        entry.extend(0u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&entry);
        out.extend(path.bytes());
        out.extend(bytes);
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&entry);
        // No comment, the first disk, neither text nor rights.
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(path.bytes());
        many += 1;
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(many.to_le_bytes());
    out.extend(many.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}
