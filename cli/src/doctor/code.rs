//! The page's script tags in; what they lead to, and whether it is one build delivered well, out. Cannot fail.

use crate::base64::in_base64;
use serde::Deserialize;
use sha2::{Digest, Sha256, Sha384, Sha512};
use url::Url;

use super::digest::{Change, change_of};
use super::fetch::{Answer, Fetcher};
use super::finding::{Finding, Findings, Rule};
use super::fix::Fix;
use super::page::{Form, Loader, Page};
use super::transport::{Kind, Visit};
use crate::publication::digest::sha256;
use crate::serve::media::is_immutable;

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
    /// The loaders that were found, each with the version that it says it is.
    builds: Vec<(Url, String)>,
    /// Why WebAssembly will not run although the policy allows it, as the element will say it.
    pub refused: Option<&'static str>,
    /// What runs in its place, by brotli's bytes: plain JavaScript, and the WebAssembly that it stands for.
    plain: Option<(u64, u64)>,
    /// A build was found that has no plain JavaScript.
    pub without_plain: Option<Url>,
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
    #[serde(default)]
    bytes: usize,
    #[serde(default)]
    brotli: u64,
    sha256: String,
}

impl Dist {
    fn file(&self, name: &str) -> Option<&DistFile> {
        self.files.iter().find(|file| file.file == name)
    }

    fn brotli(&self, is: impl Fn(&str) -> bool) -> u64 {
        self.files.iter().filter(|file| is(&file.file)).map(|file| file.brotli).sum()
    }
}

/// An uploaded script may have lost its name: where no tag names ours, it is looked for by its content.
pub fn recognise(fetcher: &Fetcher, page: &mut Page) {
    if !page.loaders.is_empty() || page.elements.is_empty() {
        return;
    }
    for mut script in page.scripts.drain(..).take(MOST_FILES) {
        let Ok(answer) = fetcher.get(&script.url, CODE_BYTES, &[]) else { continue };
        let text = String::from_utf8_lossy(&answer.body);
        if answer.status == 200 && text.contains("data-daylight") && version_in(&text).is_some() {
            script.form = if text.contains("words/en.json") { Form::Single } else { Form::Files };
            page.loaders.push(script);
        }
    }
}

/// Fetches the loader of each address and the files of its build.
pub fn check(visit: &Visit, findings: &mut Findings) -> Code {
    let mut code = Code::default();
    let mut seen: Vec<&Url> = Vec::new();
    for loader in &visit.page.loaders {
        if seen.contains(&&loader.url) {
            findings.add(Finding::new(Rule::LoaderTwice).at(&loader.url));
            continue;
        }
        seen.push(&loader.url);
        if let Some(answer) = visit.fetch(&loader.url, Kind::Loader, CODE_BYTES, findings) {
            let form = if loader.form == Form::Single { Rule::FormSingle } else { Rule::FormFiles };
            findings.add(Finding::new(form).at(&loader.url));
            check_integrity(loader, &answer, findings);
            let dist = fetch_dist(visit, &answer);
            let version = dist.as_ref().map(|dist| dist.version.clone());
            let version = version.or_else(|| version_in(&String::from_utf8_lossy(&answer.body)));
            let version = version.unwrap_or_else(|| "?".to_owned());
            findings.add(Finding::new(Rule::CodeVersion).at(&answer.url).fact("version", &version));
            match loader.form {
                Form::Files => check_build(visit, &answer, dist, &mut code, findings),
                Form::Single => check_single(&answer, dist.as_ref(), findings),
            }
            code.builds.push((answer.url.clone(), version));
        }
    }
    say_builds(&code.builds, findings);
    code
}

/// Two builds on a page work, the first defines its tags; but its readers pay for both.
fn say_builds(builds: &[(Url, String)], findings: &mut Findings) {
    let [(_, first), others @ ..] = builds else { return };
    let named = |rule| builds.iter().fold(Finding::new(rule), |finding, (url, _)| finding.at(url));
    if others.iter().any(|(_, version)| version != first) {
        let versions: Vec<_> = builds.iter().map(|(_, version)| version.as_str()).collect();
        findings.add(named(Rule::TwoVersions).fact("versions", versions.join(", ")).fact("first", first));
    } else if !others.is_empty() {
        findings.add(named(Rule::TwoLoaders).fact("version", first));
    }
}

fn check_build(visit: &Visit, loader: &Answer, dist: Option<Dist>, code: &mut Code, findings: &mut Findings) {
    let Some(dist) = dist else {
        if let Ok(url) = loader.url.join("dist.json") {
            findings.add(Finding::new(Rule::NoDist).at(url));
        }
        for name in names_in(&loader.body) {
            check_file(visit, loader, &name, None, code, findings);
        }
        return;
    };
    if let Some(file) = dist.file("daylight.js") {
        check_digest(loader, file, findings);
    }
    let is_plain = |name: &str| name.starts_with("plain-") && name.ends_with(".js");
    if dist.files.iter().any(|file| is_plain(&file.file)) {
        code.plain = Some((dist.brotli(is_plain), dist.brotli(|name| name.ends_with(".wasm"))));
    } else {
        code.without_plain = Some(loader.url.clone());
    }
    let words = dist.files.iter().filter(|f| f.file.starts_with("words/") && f.file.ends_with(".json")).take(1);
    // What the loader does not name is for other uses: the one file, types, the registry, pages in frames.
    let text = String::from_utf8_lossy(&loader.body);
    let used = dist.files.iter().filter(|file| is_immutable(&file.file) && text.contains(&file.file));
    for file in used.take(MOST_FILES).chain(words) {
        check_file(visit, loader, &file.file, Some(file), code, findings);
    }
}

fn check_single(answer: &Answer, dist: Option<&Dist>, findings: &mut Findings) {
    match dist.and_then(|dist| dist.file("daylight.single.js")) {
        Some(file) => check_digest(answer, file, findings),
        None => {
            let digest = sha256(&answer.body);
            findings.add(Finding::new(Rule::SingleAlone).at(&answer.url).fact("sha256", digest));
        }
    }
}

fn fetch_dist(visit: &Visit, loader: &Answer) -> Option<Dist> {
    let url = loader.url.join("dist.json").ok()?;
    let answer = visit.fetcher.get(&url, CODE_BYTES, &[]).ok().filter(|answer| answer.status == 200);
    answer.and_then(|answer| serde_json::from_slice(&answer.body).ok())
}

fn check_file(
    visit: &Visit,
    loader: &Answer,
    name: &str,
    file: Option<&DistFile>,
    code: &mut Code,
    findings: &mut Findings,
) {
    let Some(url) = loader.url.join(name).ok().filter(|url| url.origin() == loader.url.origin()) else {
        return;
    };
    let kind = match name.rsplit('.').next() {
        Some("js") => Kind::Module,
        Some("wasm") => Kind::Wasm,
        Some("css") => Kind::Sheet,
        _ => Kind::Words,
    };
    match kind {
        Kind::Module => code.modules.push(url.clone()),
        _ => code.fetched.push(url.clone()),
    }
    // Without its first part the module is replaced by plain JavaScript; without the second it is not whole.
    let first = kind == Kind::Wasm && !name.starts_with("rest-");
    let Some(answer) = visit.fetch(&url, kind, CODE_BYTES, findings) else {
        if first {
            code.refused = Some("network");
        }
        return;
    };
    if first && let Some(finding) = wasm_fault(&answer, file) {
        code.refused = Some("filtered");
        findings.add(finding.mended_by(Fix::Untouched));
    } else if let Some(file) = file {
        check_digest(&answer, file, findings);
    }
}

/// What keeps a browser from compiling a module, told by its first bytes and its length.
fn wasm_fault(answer: &Answer, file: Option<&DistFile>) -> Option<Finding> {
    if !answer.body.starts_with(b"\0asm") {
        let start: Vec<_> = answer.body.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        return Some(Finding::new(Rule::WasmFiltered).at(&answer.url).fact("start", start.join(" ")));
    }
    let right = file?.bytes;
    (right > 0 && answer.body.len() != right)
        .then(|| Finding::new(Rule::WasmCut).at(&answer.url).fact("bytes", answer.body.len()).fact("right", right))
}

/// Names what was done to a file on the way.
fn check_digest(answer: &Answer, file: &DistFile, findings: &mut Findings) {
    let length = Some(file.bytes).filter(|bytes| *bytes > 0);
    if let Some(change) = change_of(&answer.body, &file.sha256, length) {
        findings.add(changed(change, Rule::CodeMixed).at(&answer.url));
    }
}

/// What a change is called; `unknown` where it cannot be named.
pub fn changed(change: Change, unknown: Rule) -> Finding {
    match change {
        Change::Mark => Finding::new(Rule::ChangedMark).mended_by(Fix::Untouched),
        Change::Lines => Finding::new(Rule::ChangedLines).mended_by(Fix::Untouched),
        Change::Encoding(name) => Finding::new(Rule::ChangedEncoding).fact("encoding", name).mended_by(Fix::Untouched),
        Change::Added(bytes) => Finding::new(Rule::ChangedAdded).fact("bytes", bytes).mended_by(Fix::Untouched),
        Change::Short(bytes) => Finding::new(Rule::ChangedShort).fact("bytes", bytes).mended_by(Fix::Untouched),
        Change::Unknown => Finding::new(unknown).mended_by(Fix::Untouched),
    }
}

/// Says that plain JavaScript runs in place of WebAssembly, and at which price.
pub fn say_plain(page: &Page, code: &Code, findings: &mut Findings) {
    let forbidden = page.policies.iter().any(|(_, policy)| !policy.allows_wasm());
    let Some(reason) = Some("csp").filter(|_| forbidden).or(code.refused) else { return };
    if let Some(loader) = &code.without_plain {
        findings.add(Finding::new(Rule::PlainMissing).at(loader).fact("reason", reason));
    }
    if let Some((plain, wasm)) = code.plain {
        let kilobytes = |bytes: u64| bytes.div_ceil(1000);
        let runs = Finding::new(Rule::PlainRuns).at(&page.url).fact("reason", reason);
        findings.add(runs.fact("plain", kilobytes(plain)).fact("wasm", kilobytes(wasm)));
    }
}

/// The version that a loader says it is.
fn version_in(loader: &str) -> Option<String> {
    let (_, after) = loader.split_once("version\":\"").or_else(|| loader.split_once("version:\""))?;
    let version = after.split('"').next().unwrap_or_default();
    (!version.is_empty() && version.len() < 40 && version.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| version.to_owned())
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

#[cfg(test)]
mod tests {
    use super::{names_in, version_in};

    #[test]
    fn a_loader_says_its_version() {
        for (loader, version) in [
            (r#"u={"version":"0.1.0","glue""#, Some("0.1.0")),
            (r#"A={version:"1.20.3",glue"#, Some("1.20.3")),
            ("version:", None),
        ] {
            assert_eq!(version_in(loader).as_deref(), version, "{loader}");
        }
    }

    #[test]
    fn names_are_found_in_a_loader() {
        let loader = br#"a("daylight-0123abcd01.js"),b="daylight-0123abcd01_bg.wasm";c("daylight-budget.js","daylight-0123abcd01.js")"#;
        assert_eq!(names_in(loader), ["daylight-0123abcd01.js", "daylight-0123abcd01_bg.wasm"]);
        assert!(names_in(b"daylight-").is_empty());
    }
}
