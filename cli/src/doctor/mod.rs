//! `daylight doctor`: the address of a page in, what is wrong with how it serves our elements out, with the line to add.
//! Fails where the page itself cannot be fetched; everything else is a finding.
//!
//! It looks where a browser would: `page` finds our tags in the HTML, `code` fetches what the script tag leads to,
//! `data` what the elements name, `transport` judges each answer, `policy` whether the page's policies allow it all.

mod code;
mod csp;
mod data;
pub mod date;
pub mod fetch;
mod finding;
mod fix;
pub mod page;
mod policy;
mod report;
mod transport;
mod words;

use std::process::ExitCode;
use std::time::SystemTime;

use clap::ValueEnum;
use url::Url;

use crate::language::Language;
use fetch::Fetcher;
use finding::{Finding, Findings, Level, Rule};
use page::Page;
use transport::Visit;
use words::Words;

/// How much of a page is read.
const PAGE_BYTES: u64 = 8 << 20;

/// Check how a page and its server deliver our elements, and name the line that mends each fault.
///
/// Exit code 0 where everything works (warnings included), 1 where something does not, 2 where the page cannot be read.
#[derive(clap::Args)]
pub struct Args {
    /// The page, as a reader would open it: https://…
    url: String,
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
    let readable = match read_address(&args.url) {
        Some(url) => examine(&url, SystemTime::now(), &mut findings),
        None => {
            findings.add(Finding::new(Rule::Address).at(&args.url));
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

fn read_address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
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
    let visit = Visit { fetcher: &fetcher, page: &page, now };
    page::check(&page, findings);
    let code = code::check(&visit, findings);
    let data = data::check(&visit, findings);
    policy::check(&page, &code, &data, findings);
    true
}
