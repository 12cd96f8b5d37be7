//! `daylight doctor`: the address of a page in, what is wrong with how it serves our elements out, with the line to add.
//! Fails where the page itself cannot be fetched; everything else is a finding.
//!
//! It looks where a browser would: `page` finds our tags in the HTML, `code` fetches what the script tag leads to,
//! `attribute` how they were written, `data` what the elements name, `link` where their fallbacks lead, `version` whether that is the version it should be, `transport` judges each answer, `policy`
//! whether the page's policies allow it all; `frame` finds pages of ours within the page, which are looked at in the same way.

mod attribute;
mod code;
mod csp;
mod data;
pub mod date;
mod digest;
pub mod fetch;
mod finding;
mod fix;
mod frame;
mod link;
pub mod page;
mod policy;
mod report;
mod transport;
mod version;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use clap::ValueEnum;
use url::Url;

use crate::language::Language;
use crate::serve;
use fetch::Fetcher;
use finding::{Finding, Findings, Level, Rule};
use page::Page;
use transport::Visit;
use words::Words;

/// How much of a page is read.
const PAGE_BYTES: u64 = 8 << 20;
/// How many frames of a page are looked into.
const MOST_FRAMES: usize = 8;

/// Check how a page and its server deliver our elements, and name the line that mends each fault.
///
/// Exit code 0 where everything works (warnings included), 1 where something does not, 2 where the page cannot be read.
#[derive(clap::Args)]
pub struct Args {
    /// The page, as a reader would open it: https://…; or a file, looked at as `daylight serve` would send it.
    #[arg(value_name = "URL|FILE")]
    url: String,
    /// For a file: a second folder under a path of its site, as `serve` has it, such as /daylight=dist. May be repeated.
    #[arg(long, value_name = "/PATH=DIR", value_parser = serve::read_mount)]
    mount: Vec<(String, PathBuf)>,
    /// For people, or for programs.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    lang: Language,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Examines the page and prints the findings.
pub fn run(args: Args) -> ExitCode {
    let words = Words::of(&args.lang.tag);
    let mut findings = Findings::default();
    let readable = match address_of(&args, &mut findings) {
        Ok(url) => examine(&url, SystemTime::now(), &mut findings),
        Err(finding) => {
            findings.add(finding.at(&args.url));
            false
        }
    };
    let findings = findings.worst_first();
    match args.format {
        Format::Text => crate::print(&report::as_text(&findings, &words)),
        Format::Json => crate::print(&report::as_json(&args.url, &findings, &words)),
    }
    match findings.iter().map(|f| f.rule.level()).max() {
        _ if !readable => ExitCode::from(2),
        Some(Level::Error) => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    }
}

/// Where the page can be fetched.
fn address_of(args: &Args, findings: &mut Findings) -> Result<Url, Finding> {
    if let Some(url) = read_address(&args.url) {
        if !args.mount.is_empty() {
            findings.add(Finding::new(Rule::MountUnused).at(&url));
        }
        return Ok(url);
    }
    let file = Path::new(&args.url).canonicalize().ok().filter(|file| file.is_file());
    let file = file.ok_or_else(|| Finding::new(Rule::Address))?;
    serve_file(&file, &args.mount, findings).map_err(|reason| Finding::new(Rule::Unserved).fact("reason", reason))
}

fn read_address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// The address of a page on this machine, once it is served. Its site begins where the nearest `daylight.toml` above it is, else
/// in its own folder.
fn serve_file(file: &Path, mounts: &[(String, PathBuf)], findings: &mut Findings) -> Result<Url, String> {
    let own = file.parent().unwrap_or(file);
    let root = own.ancestors().find(|folder| folder.join("daylight.toml").is_file()).unwrap_or(own);
    let address = serve::in_background(root, mounts)?;
    let within = file.strip_prefix(root).map_err(|fault| fault.to_string())?;
    let mut url = Url::parse(&format!("http://{address}/")).map_err(|fault| fault.to_string())?;
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(within.iter().map(|part| part.to_string_lossy()));
    }
    findings.add(Finding::new(Rule::ServedFile).at(file.display()).fact("folder", root.display()));
    Ok(url)
}

/// Whether the page could be read at all.
fn examine(url: &Url, now: SystemTime, findings: &mut Findings) -> bool {
    let fetcher = Fetcher::new();
    let answer = match fetcher.get(url, PAGE_BYTES, &[]) {
        Ok(answer) => answer,
        Err(reason) => {
            findings.add(Finding::new(Rule::Unreachable).at(url).fact("reason", reason));
            return false;
        }
    };
    transport::say_redirects(&answer, findings);
    if answer.status != 200 {
        findings.add(Finding::new(Rule::PageStatus).at(&answer.url).fact("status", answer.status));
        return false;
    }
    let page = Page::read(&answer);
    findings.add(Finding::new(Rule::Page).at(&page.url).fact("elements", page.elements.len()));
    look(&fetcher, page, now, findings);
    true
}

/// Looks at a page and at what is in its frames.
fn look(fetcher: &Fetcher, mut page: Page, now: SystemTime, findings: &mut Findings) {
    code::recognise(fetcher, &mut page);
    let visit = Visit { fetcher, page: &page, now };
    page::check(&page, findings);
    let code = code::check(&visit, findings);
    let data = data::check(&visit, findings);
    link::check(&visit, &data, findings);
    policy::check(&page, &code, &data, findings);
    code::say_plain(&page, &code, findings);
    for frame in page.frames.iter().take(MOST_FRAMES) {
        if let Some(mut inner) = frame::open(&visit, frame, findings) {
            inner.frames.clear();
            look(fetcher, inner, now, findings);
        }
    }
}
