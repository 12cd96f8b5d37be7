//! One answer of a server in, what is wrong with its headers out. Cannot fail.

use std::time::SystemTime;

use url::Url;

use super::fetch::{Answer, Fetcher};
use super::finding::{Finding, Findings, Rule};
use super::fix::Fix;
use super::page::Page;
use crate::serve::media::is_immutable;

/// Below this a file travels in one packet, compressed or not.
const WORTH_COMPRESSING_BYTES: usize = 1400;
/// Code without a digest in its name may be kept this long.
const SHORT_SECONDS: u64 = 3600;
/// Code with one should be kept at least this long.
const LONG_SECONDS: u64 = 30 * 86_400;

const JAVASCRIPT: &[&str] = &[
    "text/javascript",
    "application/javascript",
    "application/x-javascript",
    "application/ecmascript",
    "text/ecmascript",
];

/// A page that is being looked at.
pub struct Visit<'a> {
    /// Asks the servers.
    pub fetcher: &'a Fetcher,
    /// What the page is.
    pub page: &'a Page,
    /// When it is looked at.
    pub now: SystemTime,
}

/// What a file is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The script of the page's tag.
    Loader,
    /// A script that the loader imports.
    Module,
    /// The loader's style sheet.
    Sheet,
    /// WebAssembly.
    Wasm,
    /// Words, profiles: JSON that belongs to the code.
    Words,
    /// A data package's descriptor or one of its files.
    Data,
}

impl Visit<'_> {
    /// Fetches as the page would and judges the answer; nothing where there is no usable file.
    pub fn fetch(&self, url: &Url, kind: Kind, limit: u64, findings: &mut Findings) -> Option<Answer> {
        let origin = self.page.url.origin().ascii_serialization();
        let answer = match self.fetcher.get(url, limit, &[("Origin", &origin)]) {
            Ok(answer) => answer,
            Err(reason) => {
                findings.add(Finding::new(Rule::Unreachable).at(url).fact("reason", reason));
                return None;
            }
        };
        say_redirects(&answer, findings);
        if self.page.url.scheme() == "https" && answer.url.scheme() == "http" {
            findings.add(Finding::new(Rule::MixedContent).at(&answer.url));
        }
        if answer.status != 200 {
            findings.add(Finding::new(Rule::NotFound).at(url).fact("status", answer.status));
            return None;
        }
        if answer.looks_like_html() {
            findings.add(Finding::new(Rule::IsHtml).at(url));
            return None;
        }
        let before = findings.faults_at(answer.url.as_str());
        check_type(&answer, kind, findings);
        self.check_origin(&answer, kind, findings);
        check_cache(&answer, kind, findings);
        check_compression(&answer, findings);
        if findings.faults_at(answer.url.as_str()) == before {
            findings.add(Finding::new(Rule::FileOk).at(&answer.url));
        }
        Some(answer)
    }

    fn check_origin(&self, answer: &Answer, kind: Kind, findings: &mut Findings) {
        if answer.url.origin() == self.page.url.origin() {
            return;
        }
        let tag_asks = kind == Kind::Loader && self.page.loaders.iter().any(|loader| loader.crossorigin);
        let allowed = answer.header("access-control-allow-origin").trim();
        let open = allowed == "*" || allowed == self.page.url.origin().ascii_serialization();
        if (kind != Kind::Loader || tag_asks) && !open {
            let fix = Fix::Header("Access-Control-Allow-Origin", "*".to_owned());
            let said = if allowed.is_empty() { "–" } else { allowed };
            findings.add(Finding::new(Rule::CorsMissing).at(&answer.url).fact("said", said).mended_by(fix));
        }
        let shared = answer.header("cross-origin-resource-policy").trim() == "cross-origin";
        if kind == Kind::Loader && self.page.embedder_policy && !tag_asks && !shared {
            let fix = Fix::Header("Cross-Origin-Resource-Policy", "cross-origin".to_owned());
            findings.add(Finding::new(Rule::CorpMissing).at(&answer.url).mended_by(fix));
        }
    }
}

/// Redirects work, but each costs a reader a round trip.
pub fn say_redirects(answer: &Answer, findings: &mut Findings) {
    if let Some((status, from)) = answer.redirects.first() {
        findings.add(Finding::new(Rule::Redirected).at(from).fact("status", status).fact("to", &answer.url));
    }
}

fn check_type(answer: &Answer, kind: Kind, findings: &mut Findings) {
    let media = answer.media_type();
    let nosniff = answer.header("x-content-type-options").trim().eq_ignore_ascii_case("nosniff");
    let said = if media.is_empty() { "–" } else { &media };
    let mut fault = |rule, extensions, right| {
        let fix = Fix::Type(extensions, right);
        findings.add(Finding::new(rule).at(&answer.url).fact("said", said).fact("right", right).mended_by(fix));
    };
    let script = JAVASCRIPT.contains(&media.as_str());
    match kind {
        Kind::Loader if !script => {
            let never = ["image/", "audio/", "video/", "text/csv"].iter().any(|start| media.starts_with(start));
            let rule = if nosniff || never { Rule::ScriptTypeBlocked } else { Rule::ScriptType };
            fault(rule, "js mjs", "text/javascript");
        }
        Kind::Module if !script => fault(Rule::ModuleType, "js mjs", "text/javascript"),
        Kind::Wasm if media != "application/wasm" => fault(Rule::WasmType, "wasm", "application/wasm"),
        Kind::Words | Kind::Data => {
            let name = answer.url.path().to_ascii_lowercase();
            let json = media == "application/json" || media.ends_with("+json") || media == "text/json";
            if name.ends_with(".json") && !json {
                fault(Rule::DataType, "json", "application/json");
            } else if name.ends_with(".csv") && !["text/csv", "text/plain", "application/csv"].contains(&media.as_str())
            {
                fault(Rule::DataType, "csv", "text/csv");
            }
        }
        _ => {}
    }
    if matches!(kind, Kind::Words | Kind::Data)
        && let Some(charset) = answer.charset()
    {
        let utf8 = is_utf8(answer);
        let claims_utf8 = matches!(charset.as_str(), "utf-8" | "utf8");
        if claims_utf8 != utf8 && !answer.body.is_ascii() {
            let fix = if utf8 { Fix::Utf8 } else { Fix::NoCharset };
            findings.add(Finding::new(Rule::CharsetWrong).at(&answer.url).fact("said", charset).mended_by(fix));
        }
    }
}

/// A body that was cut off may end within a character.
fn is_utf8(answer: &Answer) -> bool {
    match std::str::from_utf8(&answer.body) {
        Ok(_) => true,
        Err(e) => !answer.complete && e.error_len().is_none(),
    }
}

fn check_cache(answer: &Answer, kind: Kind, findings: &mut Findings) {
    let words = answer.list("cache-control");
    let has = |word: &str| words.iter().any(|known| known == word);
    let max_age = seconds_in(&words, "max-age");
    let name = answer.url.path_segments().and_then(|mut s| s.next_back()).unwrap_or_default();
    let mut fault = |rule, fact: Option<(&'static str, String)>| {
        let finding = Finding::new(rule).at(&answer.url).mended_by(Fix::Cache);
        findings.add(match fact {
            Some((name, value)) => finding.fact(name, value),
            None => finding,
        });
    };
    if is_immutable(name) {
        let asks = ["no-store", "no-cache", "private"].into_iter().any(has);
        if asks || max_age.is_none_or(|seconds| seconds < LONG_SECONDS) {
            fault(Rule::CacheCode, None);
        }
        return;
    }
    let allowed = if kind == Kind::Loader { SHORT_SECONDS } else { 0 };
    if let Some(said) = shared_life(answer, &words, allowed) {
        fault(Rule::CacheShared, Some(("said", said)));
    }
    if kind == Kind::Data
        && let Some(seconds) = answer.header("age").trim().parse::<u64>().ok().filter(|seconds| *seconds > 0)
    {
        fault(Rule::CacheAged, Some(("seconds", seconds.to_string())));
    }
    let has_validator = !answer.header("etag").is_empty() || !answer.header("last-modified").is_empty();
    if has("no-store") {
        fault(Rule::CacheNothing, None);
    } else if !has("no-cache") && max_age.is_none() && answer.header("expires").is_empty() {
        fault(Rule::CacheUnsaid, None);
    } else if let Some(seconds) = max_age.or_else(|| expires_seconds(answer)).filter(|seconds| *seconds > allowed)
        && !has("no-cache")
    {
        fault(Rule::CacheStale, Some(("seconds", seconds.to_string())));
    } else if !has_validator {
        findings.add(Finding::new(Rule::NoValidator).at(&answer.url).mended_by(Fix::Revalidate));
    }
}

fn seconds_in(words: &[String], name: &str) -> Option<u64> {
    let values = words.iter().filter_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    values.filter_map(|value| value.trim_matches('"').parse().ok()).next()
}

/// What lets caches between server and reader go on showing what they have, as it is written.
fn shared_life(answer: &Answer, words: &[String], allowed: u64) -> Option<String> {
    let too_long = |words: &[String], name: &str| seconds_in(words, name).filter(|seconds| *seconds > allowed);
    // no-cache binds every cache, whatever else is said beside it.
    let bound = words.iter().any(|word| word == "no-cache" || word == "no-store");
    let own = ["s-maxage", "stale-while-revalidate", "stale-if-error"].into_iter().filter(|_| !bound);
    let own = own.filter_map(|name| Some(format!("Cache-Control: {name}={}", too_long(words, name)?)));
    // These are for caches that their makers put before a site, and outrank Cache-Control there.
    let others = ["CDN-Cache-Control", "Surrogate-Control"].into_iter().filter_map(|name| {
        let words = answer.list(name);
        Some(format!("{name}: max-age={}", too_long(&words, "max-age")?))
    });
    own.chain(others).next()
}

fn expires_seconds(answer: &Answer) -> Option<u64> {
    let date = |name| httpdate::parse_http_date(answer.header(name)).ok();
    Some(date("expires")?.duration_since(date("date")?).ok()?.as_secs())
}

fn check_compression(answer: &Answer, findings: &mut Findings) {
    let packed = [&b"PK\x03\x04"[..], b"\x1f\x8b"].iter().any(|magic| answer.body.starts_with(magic));
    if answer.header("content-encoding").is_empty() && answer.wire_bytes >= WORTH_COMPRESSING_BYTES && !packed {
        findings.add(Finding::new(Rule::Uncompressed).at(&answer.url).mended_by(Fix::Compress));
    }
}
