//! An address in, what the server answered out. Fails with a sentence where nothing answered; a status is an answer.

use std::io::Read;
use std::time::Duration;

use ureq::http::HeaderMap;
use url::Url;

/// As many redirects as browsers follow.
const MOST_REDIRECTS: usize = 20;
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks servers.
pub struct Fetcher {
    agent: ureq::Agent,
}

/// What came back.
pub struct Answer {
    /// Where it came from in the end.
    pub url: Url,
    /// The redirects on the way: the status, and the address that gave it.
    pub redirects: Vec<(u16, Url)>,
    /// The last status.
    pub status: u16,
    /// The last headers.
    pub headers: HeaderMap,
    /// The bytes as they are meant: decompressed, up to the limit.
    pub body: Vec<u8>,
    /// How many bytes came over the wire; more may be there where the limit was met.
    pub wire_bytes: usize,
    /// The body was read and decompressed to its end.
    pub complete: bool,
}

impl Fetcher {
    /// Takes a proxy from the usual environment variables.
    pub fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("daylight-doctor/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.into() }
    }

    /// Fetches, following redirects; reads at most `limit` bytes, and decompresses to as many.
    pub fn get(&self, url: &Url, limit: u64, headers: &[(&str, &str)]) -> Result<Answer, String> {
        let mut redirects = Vec::new();
        let mut url = url.clone();
        loop {
            let mut request = self.agent.get(url.as_str()).header("Accept-Encoding", "br, gzip");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let response = request.call().map_err(|e| e.to_string())?;
            let (head, body) = response.into_parts();
            let status = head.status.as_u16();
            let next = head.headers.get("location").and_then(|to| to.to_str().ok()).and_then(|to| url.join(to).ok());
            if let (301 | 302 | 303 | 307 | 308, Some(next)) = (status, next) {
                redirects.push((status, std::mem::replace(&mut url, next)));
                if redirects.len() > MOST_REDIRECTS || !matches!(url.scheme(), "http" | "https") {
                    return Err(format!("{MOST_REDIRECTS}+ redirects, the last to {url}"));
                }
                continue;
            }
            let mut wire = Vec::new();
            body.into_with_config()
                .limit(u64::MAX)
                .reader()
                .take(limit)
                .read_to_end(&mut wire)
                .map_err(|e| e.to_string())?;
            let complete = (wire.len() as u64) < limit;
            let coding = text_of(&head.headers, "content-encoding").to_ascii_lowercase();
            let wire_bytes = wire.len();
            let body = decoded(&coding, wire, complete, limit)?;
            let complete = complete && (body.len() as u64) < limit;
            return Ok(Answer { url, redirects, status, headers: head.headers, body, wire_bytes, complete });
        }
    }
}

impl Answer {
    /// A header's value; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        text_of(&self.headers, name)
    }

    /// A header that may stand in several lines, as the one list that they are; in lower case.
    pub fn list(&self, name: &str) -> Vec<String> {
        let lines = self.headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        lines.flat_map(|line| line.split(',').map(|word| word.trim().to_ascii_lowercase())).collect()
    }

    /// The type without parameters, in lower case.
    pub fn media_type(&self) -> String {
        let value = self.header("content-type");
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The `charset` that the header names, in lower case.
    pub fn charset(&self) -> Option<String> {
        self.header("content-type").split(';').skip(1).find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_ascii_lowercase())
        })
    }

    /// Whether the body is a page rather than code or data, whatever its label says.
    pub fn looks_like_html(&self) -> bool {
        let start = &self.body[..self.body.len().min(1024)];
        let start =
            String::from_utf8_lossy(start).trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).to_ascii_lowercase();
        ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| start.starts_with(tag))
    }
}

fn text_of<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Undoes the transfer's compression, at most `limit` bytes of it: little can be packed that is endless when unpacked. Of a
/// body that was cut off, as much as came.
fn decoded(coding: &str, wire: Vec<u8>, complete: bool, limit: u64) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    let read = match coding.trim() {
        "br" => brotli::Decompressor::new(&wire[..], 1 << 14).take(limit).read_to_end(&mut body),
        "gzip" | "x-gzip" => flate2::read::MultiGzDecoder::new(&wire[..]).take(limit).read_to_end(&mut body),
        _ => return Ok(wire),
    };
    match read {
        Err(e) if complete => Err(format!("Content-Encoding: {coding}: {e}")),
        _ => Ok(body),
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;
    use std::io::Write;

    #[test]
    fn what_unpacks_to_more_than_the_limit_is_read_up_to_it() {
        let zeros = vec![0; 1 << 20];
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(&zeros).expect("memory");
        let mut brotli = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 20);
        brotli.write_all(&zeros).expect("memory");
        for (coding, wire) in [("gzip", gzip.finish().expect("memory")), ("br", brotli.into_inner())] {
            assert!(wire.len() < 2000, "{coding}: {} bytes", wire.len());
            for (limit, expected) in [(5000, 5000), (2 << 20, 1 << 20)] {
                let body = decoded(coding, wire.clone(), true, limit).expect("it is whole");
                assert_eq!(body.len(), expected, "{coding}, {limit}");
            }
        }
    }

    #[test]
    fn what_was_cut_off_is_read_as_far_as_it_came() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        gzip.write_all(&[b'a'; 1000]).expect("memory");
        let wire = gzip.finish().expect("memory")[..500].to_vec();
        assert!(decoded("gzip", wire.clone(), true, 1 << 20).is_err());
        assert!(!decoded("gzip", wire, false, 1 << 20).expect("so much came").is_empty());
    }
}
