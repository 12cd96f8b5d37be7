//! A frame of the page that holds a page of ours in, that page as the reader's browser will have it out; nothing where it will
//! not be shown, with the reason as a finding.

use super::PAGE_BYTES;
use super::finding::{Finding, Findings, Rule};
use super::fix::Fix;
use super::page::{Frame, Page};
use super::transport::{Visit, say_redirects};

/// Fetches the page of a frame, with the element that its address asks for on it.
pub fn open(visit: &Visit, frame: &Frame, findings: &mut Findings) -> Option<Page> {
    let outer = &visit.page.url;
    if !frame.scripts {
        let tag = format!(
            "<iframe src=\"{}\" sandbox=\"allow-scripts allow-same-origin allow-downloads\"></iframe>",
            frame.url
        );
        findings.add(Finding::new(Rule::FrameSandbox).at(&frame.url).mended_by(Fix::Html(tag)));
    }
    if let Some(data) = frame.element.url.as_ref().filter(|data| data.origin() != frame.url.origin()) {
        let origin = data.origin().ascii_serialization();
        findings.add(Finding::new(Rule::FrameData).at(&frame.url).fact("origin", origin));
        return None;
    }
    let answer = match visit.fetcher.get(&frame.url, PAGE_BYTES, &[]) {
        Ok(answer) => answer,
        Err(reason) => {
            findings.add(Finding::new(Rule::Unreachable).at(&frame.url).fact("reason", reason));
            return None;
        }
    };
    say_redirects(&answer, findings);
    if answer.status != 200 {
        findings.add(Finding::new(Rule::NotFound).at(&frame.url).fact("status", answer.status));
        return None;
    }
    let mut page = Page::read(&answer);
    let mut refused = |said: String| {
        let allowed = outer.origin().ascii_serialization();
        let fix = Fix::Header("Content-Security-Policy", format!("frame-ancestors 'self' {allowed}"));
        findings.add(Finding::new(Rule::FrameRefused).at(&frame.url).fact("said", said).mended_by(fix));
    };
    // Where a policy names who may frame the page, browsers do not look at the older header.
    let named = page.policies.iter().find(|(_, policy)| !policy.allows_frame_in(outer, &page.url));
    let options = answer.header("x-frame-options").trim().to_ascii_uppercase();
    let foreign = page.url.origin() != outer.origin();
    if named.is_some() {
        refused("frame-ancestors".to_owned());
    } else if !page.policies.iter().any(|(_, policy)| policy.names_ancestors())
        && (options == "DENY" || options == "SAMEORIGIN" && foreign)
    {
        refused(format!("X-Frame-Options: {options}"));
    }
    page.elements = vec![frame.element.clone()];
    Some(page)
}
