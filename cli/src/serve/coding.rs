//! An `Accept-Encoding` header in, the codings worth trying out; bytes in, compressed bytes out. Only reading can fail.

use std::io::{self, Read, Write};

/// A way to make a text smaller on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
}

/// Brotli made while a reader waits: about as fast as gzip, and smaller.
const BROTLI_QUALITY: i32 = 5;

impl Coding {
    /// Best first.
    pub const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Its name in HTTP.
    pub fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// What a precompressed file's name ends with.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// The codings that a client accepts, what it prefers first; where it does not care, brotli before gzip.
    pub fn accepted(header: &str) -> Vec<Self> {
        let weight = |coding: Self| {
            let mut any = 0;
            for item in header.split(',') {
                let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
                let name = name.trim();
                if name.eq_ignore_ascii_case(coding.token()) {
                    return quality(parameters);
                }
                if name == "*" {
                    any = quality(parameters);
                }
            }
            any
        };
        let mut wanted: Vec<_> = Self::ALL.into_iter().map(|c| (weight(c), c)).filter(|(q, _)| *q > 0).collect();
        wanted.sort_by_key(|(q, _)| std::cmp::Reverse(*q));
        wanted.into_iter().map(|(_, coding)| coding).collect()
    }

    /// Compresses.
    pub fn compress(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::with_capacity(bytes.len() / 3);
        match self {
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams { quality: BROTLI_QUALITY, ..Default::default() };
                brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
            }
            Self::Gzip => {
                let mut writer = flate2::write::GzEncoder::new(&mut out, flate2::Compression::default());
                writer.write_all(bytes)?;
                writer.finish()?;
            }
        }
        Ok(out)
    }

    /// What compressed bytes say.
    pub fn decompress<'a>(self, bytes: impl Read + 'a) -> Box<dyn Read + 'a> {
        match self {
            Self::Brotli => Box::new(brotli::Decompressor::new(bytes, 1 << 14)),
            Self::Gzip => Box::new(flate2::read::MultiGzDecoder::new(bytes)),
        }
    }
}

/// `q` in thousandths; one that cannot be read is a refusal.
fn quality(parameters: &str) -> u32 {
    for parameter in parameters.split(';') {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.trim().eq_ignore_ascii_case("q") {
            let (whole, part) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
            return match (whole, part.len() <= 3, format!("{part:0<3}").parse::<u32>()) {
                ("1", true, Ok(0)) => 1000,
                ("0", true, Ok(thousandths)) => thousandths,
                _ => 0,
            };
        }
    }
    1000
}

#[cfg(test)]
mod tests {
    use super::Coding::{self, Brotli, Gzip};
    use std::io::Read;

    #[test]
    fn the_client_chooses() {
        for (header, expected) in [
            ("gzip, deflate, br, zstd", &[Brotli, Gzip][..]),
            ("gzip", &[Gzip]),
            ("BR", &[Brotli]),
            ("br;q=0.5, gzip;q=0.8", &[Gzip, Brotli]),
            ("br;q=0, gzip", &[Gzip]),
            ("*", &[Brotli, Gzip]),
            ("*;q=0.1, gzip;q=0", &[Brotli]),
            ("identity", &[]),
            ("br;q=nonsense", &[]),
            ("br;q=1.000;level=3", &[Brotli]),
            ("xbr, gzipped", &[]),
            ("", &[]),
        ] {
            assert_eq!(Coding::accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "名称,金额\n道路,241.3\n".repeat(500);
        for coding in Coding::ALL {
            let small = coding.compress(text.as_bytes()).expect("memory does not fail");
            assert!(small.len() < text.len() / 10);
            let mut back = String::new();
            coding.decompress(&small[..]).read_to_string(&mut back).expect("it was just compressed");
            assert_eq!(back, text);
        }
    }
}
