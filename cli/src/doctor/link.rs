//! The links and pictures within the elements in, those that lead nowhere out. Cannot fail.
//!
//! They are what readers have where scripts are off. Only this site is asked: others answer programs as they like.

use url::Url;

use super::finding::{Finding, Findings, Rule};
use super::transport::Visit;

/// How many are tried.
const MOST_LINKS: usize = 40;
/// The status is what counts.
const SAMPLE_BYTES: u64 = 1 << 10;

/// Tries what `known` does not hold: that was fetched already.
pub fn check(visit: &Visit, known: &[Url], findings: &mut Findings) {
    let mut tried: Vec<Url> = known.to_vec();
    for link in visit.page.elements.iter().flat_map(|element| &element.links) {
        let mut url = link.clone();
        url.set_fragment(None);
        if url.origin() != visit.page.url.origin() || tried.contains(&url) {
            continue;
        }
        if tried.len() == known.len() + MOST_LINKS {
            return;
        }
        let finding = match visit.fetcher.get(&url, SAMPLE_BYTES, &[]) {
            Ok(answer) if answer.status == 200 => None,
            Ok(answer) => Some(Finding::new(Rule::LinkBroken).at(&url).fact("status", answer.status)),
            Err(reason) => Some(Finding::new(Rule::Unreachable).at(&url).fact("reason", reason)),
        };
        if let Some(finding) = finding {
            findings.add(finding);
        }
        tried.push(url);
    }
}
