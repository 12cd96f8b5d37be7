//! The page's policies and what our elements need in; what is forbidden, with the policy as it should read, out.

use url::Url;

use super::code::Code;
use super::csp::{Directive, Policy, Script, source_of};
use super::finding::{Finding, Findings, Rule};
use super::fix::Fix;
use super::page::{Form, Origin, Page};

/// Checks each policy by itself: all of them hold at once.
pub fn check(page: &Page, code: &Code, data: &[Url], findings: &mut Findings) {
    if page.reports_only {
        findings.add(Finding::new(Rule::CspReportOnly).at(&page.url));
    }
    if page.policies.is_empty() {
        findings.add(Finding::new(Rule::CspNone).at(&page.url));
    }
    for (origin, policy) in &page.policies {
        let mut check = Check { page, policy, mended: policy.clone(), faults: Vec::new() };
        check.look(code, data);
        let fix = written(&check.mended, *origin);
        if check.faults.is_empty() {
            findings.add(Finding::new(Rule::CspOk).at(&page.url));
        }
        for (finding, own_fix) in check.faults {
            findings.add(finding.mended_by(own_fix.unwrap_or_else(|| fix.clone())));
        }
    }
}

/// The policy where it belongs.
fn written(policy: &Policy, origin: Origin) -> Fix {
    let text = policy.text();
    match origin {
        Origin::Meta => Fix::Html(format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{text}\">")),
        Origin::Header if policy.has_nonce() => Fix::FreshPolicy(text),
        Origin::Header => Fix::Header("Content-Security-Policy", text),
    }
}

struct Check<'a> {
    page: &'a Page,
    policy: &'a Policy,
    /// The policy with everything added that was missing.
    mended: Policy,
    faults: Vec<(Finding, Option<Fix>)>,
}

impl Check<'_> {
    fn look(&mut self, code: &Code, data: &[Url]) {
        let page = self.page;
        if self.policy.forbids_all_scripts() {
            self.mended.add_scripts_to_sandbox();
            self.fault(Finding::new(Rule::CspSandbox).at(&page.url));
        }
        self.look_at_scripts(code);
        if page.loaders.iter().any(|loader| loader.form == Form::Files) && !self.policy.allows_wasm() {
            self.mended.add_wasm();
            self.fault(Finding::new(Rule::CspWasm).at(&page.url));
        }
        for url in code.fetched.iter().chain(data) {
            self.look_at(Directive::Connect, Rule::CspConnect, url);
        }
        for loader in page.loaders.iter().filter(|loader| loader.form == Form::Files) {
            // Where a browser has no constructed style sheets, the loader links one that lies beside it.
            if let Ok(sheet) = loader.url.join("daylight.css") {
                self.look_at(Directive::Style, Rule::CspStyle, &sheet);
            }
        }
        for frame in &page.frames {
            self.look_at(Directive::Frame, Rule::CspFrame, &frame.url);
        }
        for image in page.elements.iter().flat_map(|element| &element.images) {
            self.look_at(Directive::Image, Rule::CspImage, image);
        }
    }

    fn look_at_scripts(&mut self, code: &Code) {
        let page = self.page;
        for loader in &page.loaders {
            let script =
                Script { url: &loader.url, nonce: loader.nonce.as_deref(), integrity: loader.integrity.as_deref() };
            if !self.policy.allows_script(&script, &page.url) {
                if self.policy.is_strict_dynamic() || self.policy.has_nonce() {
                    let fix = loader.tag_with(" nonce=\"…\"");
                    self.faults.push((Finding::new(Rule::CspNonce).at(&loader.url), Some(fix)));
                } else {
                    self.mended.add(Directive::Script, &source_of(&loader.url, &page.url));
                    self.fault(Finding::new(Rule::CspScript).at(&loader.url));
                }
                continue;
            }
            for module in &code.modules {
                if !self.policy.allows_import(module, &script, &page.url) {
                    self.mended.add(Directive::Script, &source_of(module, &page.url));
                    self.fault(Finding::new(Rule::CspGlue).at(module));
                }
            }
        }
    }

    fn look_at(&mut self, directive: Directive, rule: Rule, url: &Url) {
        if !self.policy.allows(directive, url, &self.page.url) {
            let source = source_of(url, &self.page.url);
            self.mended.add(directive, &source);
            self.fault(Finding::new(rule).at(url).fact("directive", directive.name()).fact("source", source));
        }
    }

    fn fault(&mut self, finding: Finding) {
        self.faults.push((finding, None));
    }
}
