//! The page's script tags in; what they lead to, and whether it is one build delivered well, out. Cannot fail.

use serde::Deserialize;
use sha2::{Digest, Sha256, Sha384, Sha512};
use url::Url;

use super::fetch::Answer;
use super::finding::{Finding, Findings, Rule};
use super::page::Loader;
use super::transport::{Kind, Visit};

/// No file of the code is larger.
const CODE_BYTES: u64 = 32 << 20;
/// How many files of a distribution are fetched.
const MOST_FILES: usize = 16;

/// What the page will load, for its policies to allow.
#[derive(Default)]
pub struct Code {
    /// Scripts that the loader imports.
    pub modules: Vec<Url>,
    /// What the loader fetches.
    pub fetched: Vec<Url>,
}

/// `dist.json`: the files of one build.
#[derive(Deserialize)]
struct Dist {
    version: String,
    files: Vec<DistFile>,
}

#[derive(Deserialize)]
struct DistFile {
    file: String,
    sha256: String,
}

/// Fetches the loader of each address and the files of its build.
pub fn check(visit: &Visit, findings: &mut Findings) -> Code {
    let mut code = Code::default();
    let mut seen: Vec<&Url> = Vec::new();
    for loader in &visit.page.loaders {
        if seen.contains(&&loader.url) {
            continue;
        }
        seen.push(&loader.url);
        if let Some(answer) = visit.fetch(&loader.url, Kind::Loader, CODE_BYTES, findings) {
            check_integrity(loader, &answer, findings);
            check_build(visit, &answer, &mut code, findings);
        }
    }
    code
}

fn check_build(visit: &Visit, loader: &Answer, code: &mut Code, findings: &mut Findings) {
    let Some(dist) = fetch_dist(visit, loader, findings) else {
        for name in names_in(&loader.body) {
            check_file(visit, loader, &name, None, code, findings);
        }
        return;
    };
    findings.add(Finding::new(Rule::CodeVersion).at(&loader.url).fact("version", &dist.version));
    let digest = |name: &str| dist.files.iter().find(|f| f.file == name).map(|f| f.sha256.as_str());
    check_digest(loader, digest("daylight.js"), findings);
    let is_code =
        |name: &&DistFile| name.file.ends_with(".js") && name.file != "daylight.js" || name.file.ends_with(".wasm");
    let words = dist.files.iter().filter(|f| f.file.starts_with("words/") && f.file.ends_with(".json")).take(1);
    for file in dist.files.iter().filter(is_code).take(MOST_FILES).chain(words) {
        check_file(visit, loader, &file.file, Some(&file.sha256), code, findings);
    }
}

fn fetch_dist(visit: &Visit, loader: &Answer, findings: &mut Findings) -> Option<Dist> {
    let url = loader.url.join("dist.json").ok()?;
    let answer = visit.fetcher.get(&url, CODE_BYTES, &[]).ok().filter(|answer| answer.status == 200);
    let dist = answer.and_then(|answer| serde_json::from_slice(&answer.body).ok());
    if dist.is_none() {
        findings.add(Finding::new(Rule::NoDist).at(&url));
    }
    dist
}

fn check_file(
    visit: &Visit,
    loader: &Answer,
    name: &str,
    sha256: Option<&str>,
    code: &mut Code,
    findings: &mut Findings,
) {
    let Some(url) = loader.url.join(name).ok().filter(|url| url.origin() == loader.url.origin()) else {
        return;
    };
    let kind = match name.rsplit('.').next() {
        Some("js") => Kind::Module,
        Some("wasm") => Kind::Wasm,
        _ => Kind::Words,
    };
    match kind {
        Kind::Module => code.modules.push(url.clone()),
        _ => code.fetched.push(url.clone()),
    }
    if let Some(answer) = visit.fetch(&url, kind, CODE_BYTES, findings) {
        check_digest(&answer, sha256, findings);
    }
}

fn check_digest(answer: &Answer, expected: Option<&str>, findings: &mut Findings) {
    if let Some(expected) = expected
        && !answer.body.is_empty()
        && in_hexadecimal(&Sha256::digest(&answer.body)) != expected.to_ascii_lowercase()
    {
        findings.add(Finding::new(Rule::CodeMixed).at(&answer.url));
    }
}

/// The names of content-named code that a loader's text mentions, for hosts without `dist.json`.
fn names_in(loader: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(loader);
    let mut names: Vec<String> = Vec::new();
    for (at, stem) in text.match_indices("daylight-") {
        let rest = &text[at + stem.len()..];
        let digits = rest.bytes().take_while(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')).count();
        let ending = [".js", "_bg.wasm", ".wasm"].into_iter().find(|end| rest[digits..].starts_with(end));
        if let Some(ending) = ending.filter(|_| digits >= 8) {
            let name = format!("{stem}{}{ending}", &rest[..digits]);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn check_integrity(loader: &Loader, answer: &Answer, findings: &mut Findings) {
    let Some(integrity) = &loader.integrity else {
        return;
    };
    // A browser goes by the strongest kind of digest that the attribute has.
    let strongest = ["sha512-", "sha384-", "sha256-"].into_iter().find(|kind| integrity.contains(kind));
    let Some(kind) = strongest else { return };
    let actual = match kind {
        "sha512-" => in_base64(&Sha512::digest(&answer.body)),
        "sha384-" => in_base64(&Sha384::digest(&answer.body)),
        _ => in_base64(&Sha256::digest(&answer.body)),
    };
    let digests = integrity.split_ascii_whitespace().filter_map(|word| word.strip_prefix(kind));
    if !digests.into_iter().any(|digest| digest.split('?').next() == Some(&actual)) {
        let fix = loader.tag_with(&format!(" integrity=\"{kind}{actual}\""));
        findings.add(Finding::new(Rule::IntegrityWrong).at(&answer.url).mended_by(fix));
    }
}

fn in_hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn in_base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = DIGITS[bits >> (18 - 6 * place) & 63];
            text.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{in_base64, names_in};

    #[test]
    fn base64_is_padded() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(in_base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn names_are_found_in_a_loader() {
        let loader = br#"a("daylight-0123abcd01.js"),b="daylight-0123abcd01_bg.wasm";c("daylight-budget.js","daylight-0123abcd01.js")"#;
        assert_eq!(names_in(loader), ["daylight-0123abcd01.js", "daylight-0123abcd01_bg.wasm"]);
        assert!(names_in(b"daylight-").is_empty());
    }
}
