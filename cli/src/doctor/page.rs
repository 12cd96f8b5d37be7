//! A fetched page in, our tags and its policies out. Cannot fail: any bytes are HTML.

use daylight_widgets::registry::Widget;
use encoding_rs::{Encoding, UTF_8};
use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::attribute;
use super::csp::Policy;
use super::fetch::Answer;
use super::finding::{Finding, Findings, Rule};
use super::fix::Fix;

/// How far into a page its `<meta charset>` is looked for, as browsers do.
const PRESCAN_BYTES: usize = 1024;

/// What of a page concerns us.
pub struct Page {
    /// Its address, after redirects.
    pub url: Url,
    /// The script tags that load us.
    pub loaders: Vec<Loader>,
    /// The other script tags with an address: an uploaded file may have lost its name.
    pub scripts: Vec<Loader>,
    /// Pages of ours that stand in frames.
    pub frames: Vec<Frame>,
    /// Our elements, as tags or as `div`s.
    pub elements: Vec<Element>,
    /// The policies that hold, with where they come from.
    pub policies: Vec<(Origin, Policy)>,
    /// A policy is tried out without being enforced.
    pub reports_only: bool,
    /// `Cross-Origin-Embedder-Policy`: other hosts' files need their owner's word.
    pub embedder_policy: bool,
}

/// Where a policy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the answer's headers.
    Header,
    /// In a `<meta>`.
    Meta,
}

/// In which form the code reaches a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A loader, and files beside it.
    Files,
    /// One script with everything inside.
    Single,
}

/// A script tag of ours.
pub struct Loader {
    /// What it loads.
    pub form: Form,
    /// The `src` as written.
    pub src: String,
    /// Where it leads.
    pub url: Url,
    pub nonce: Option<String>,
    pub integrity: Option<String>,
    pub crossorigin: bool,
    /// `type="module"`.
    pub module: bool,
    /// `defer` or `async`.
    pub deferred: bool,
}

/// An element of ours.
#[derive(Clone)]
pub struct Element {
    /// Such as `daylight-budget`.
    pub tag: String,
    /// The data's address as written.
    pub src: Option<String>,
    /// Where it leads, if it is an address.
    pub url: Option<Url>,
    /// The version that it asks for.
    pub version: Option<String>,
    /// Its attributes as written.
    pub attributes: Vec<(String, String)>,
    /// It is a `div` with `data-daylight`.
    pub in_div: bool,
    /// It is what the address of a frame asks for.
    pub in_frame: bool,
    /// A table is among them.
    pub has_table: bool,
    /// The pictures of its fallback.
    pub images: Vec<Url>,
    /// Where the links and pictures of its fallback lead.
    pub links: Vec<Url>,
}

/// A frame that holds a page of ours, with the element that its address asks for.
pub struct Frame {
    /// The page in it.
    pub url: Url,
    /// What it will make of `?widget=…&src=…`.
    pub element: Element,
    /// It may run scripts.
    pub scripts: bool,
}

impl Page {
    /// Reads the HTML in the encoding that the page has.
    pub fn read(answer: &Answer) -> Self {
        let html = Html::parse_document(&decode(&answer.body, answer.charset().as_deref()));
        let select = |css: &str| {
            // The selectors are written here, and each is parsed by the tests.
            let selector = Selector::parse(css).expect("a selector of our own");
            html.select(&selector).filter(|tag| !is_inert(*tag)).collect::<Vec<_>>()
        };
        let base = select("base[href]").first().and_then(|b| answer.url.join(b.attr("href")?).ok());
        let base = base.unwrap_or_else(|| answer.url.clone());
        let (loaders, scripts) = select("script[src]")
            .into_iter()
            .filter_map(|tag| Loader::read(tag, &base))
            .partition(|script| script.is_named_as_ours());
        let frames = select("iframe[src]").into_iter().filter_map(|tag| Frame::read(tag, &base)).collect();
        let elements = select("*").into_iter().filter_map(|tag| Element::read(tag, &base)).collect();
        let mut policies: Vec<_> = all_values(answer, "content-security-policy").map(|p| (Origin::Header, p)).collect();
        for tag in select("head meta[http-equiv][content]") {
            if tag.attr("http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case("content-security-policy")) {
                let found = Policy::read_all(tag.attr("content").unwrap_or_default());
                policies.extend(found.into_iter().map(|p| (Origin::Meta, p.in_meta())));
            }
        }
        let reports_only = all_values(answer, "content-security-policy-report-only").next().is_some();
        let embedder = answer.header("cross-origin-embedder-policy").trim();
        let embedder_policy = embedder.starts_with("require-corp");
        Self { url: answer.url.clone(), loaders, scripts, frames, elements, policies, reports_only, embedder_policy }
    }
}

impl Loader {
    fn read(tag: ElementRef, base: &Url) -> Option<Self> {
        let src = tag.attr("src")?.trim();
        let url = base.join(src).ok().filter(Url::has_host)?;
        let form = if name_of(&url).ends_with(".single.js") { Form::Single } else { Form::Files };
        let own = |name: &str| tag.attr(name).map(str::to_owned);
        Some(Self {
            form,
            src: src.to_owned(),
            url,
            nonce: own("nonce"),
            integrity: own("integrity").filter(|i| !i.trim().is_empty()),
            crossorigin: tag.attr("crossorigin").is_some(),
            module: tag.attr("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("module")),
            deferred: tag.attr("defer").is_some() || tag.attr("async").is_some(),
        })
    }

    fn is_named_as_ours(&self) -> bool {
        matches!(name_of(&self.url), "daylight.js" | "daylight.single.js")
    }

    /// The tag with one attribute more, ready to paste.
    pub fn tag_with(&self, attribute: &str) -> Fix {
        Fix::Html(format!("<script src=\"{}\"{attribute} defer></script>", escaped(&self.src)))
    }
}

impl Element {
    fn read(tag: ElementRef, base: &Url) -> Option<Self> {
        let name = tag.value().name();
        let (tag_name, prefix) = match tag.attr("data-daylight") {
            _ if name.starts_with("daylight-") => (name.to_owned(), ""),
            Some(kind) => (format!("daylight-{kind}"), "data-"),
            None => return None,
        };
        let own = |name: &str| {
            let value = tag.attr(&format!("{prefix}{name}"))?.trim();
            Some(value.to_owned()).filter(|value| !value.is_empty())
        };
        let images = tag.descendent_elements().filter(|e| e.value().name() == "img");
        let images: Vec<_> = images.filter_map(|img| base.join(img.attr("src")?.trim()).ok()).collect();
        let others = tag.descendent_elements().flat_map(|inner| {
            let sets = inner.attr("srcset").into_iter().flat_map(|set| set.split(", "));
            let sets = sets.filter_map(|candidate| candidate.split_ascii_whitespace().next());
            inner.attr("href").into_iter().chain(sets)
        });
        let others = others.filter_map(|address| base.join(address.trim()).ok());
        let links = images.iter().cloned().chain(others).filter(Url::has_host).collect();
        let src = own("src");
        let url = src.as_deref().and_then(|src| base.join(src).ok()).filter(|url| url.has_host());
        Some(Self {
            tag: tag_name,
            src,
            url,
            version: own("version"),
            attributes: tag.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            in_div: prefix == "data-",
            in_frame: false,
            has_table: tag.descendent_elements().any(|e| e.value().name() == "table"),
            images,
            links,
        })
    }

    /// What stands before the names of its attributes.
    pub fn prefix(&self) -> &'static str {
        if self.in_div { "data-" } else { "" }
    }

    /// The name of one of its attributes without that; nothing for an attribute of any other tag.
    pub fn own_name<'a>(&self, written: &'a str) -> Option<&'a str> {
        written.strip_prefix(self.prefix())
    }

    /// How an element's name is written in this one's form.
    pub fn tag_of(&self, widget: &Widget) -> String {
        if self.in_div { format!("div data-daylight=\"{}\"", widget.id) } else { widget.tag.to_owned() }
    }

    /// How its own name is written.
    pub fn written_tag(&self) -> String {
        let kind = self.tag.strip_prefix("daylight-").filter(|_| self.in_div);
        kind.map_or_else(|| self.tag.clone(), |kind| format!("div data-daylight=\"{kind}\""))
    }

    /// The table inside is the data.
    pub fn is_table(&self) -> bool {
        self.src.is_none() && self.has_table
    }
}

impl Frame {
    fn read(tag: ElementRef, base: &Url) -> Option<Self> {
        let url = base.join(tag.attr("src")?.trim()).ok().filter(|url| name_of(url) == "embed.html")?;
        let asked = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let kind = asked("widget")?;
        let src = asked("src").filter(|src| !src.is_empty());
        let element = Element {
            tag: format!("daylight-{kind}"),
            url: src.as_deref().and_then(|src| url.join(src).ok()).filter(Url::has_host),
            src,
            version: asked("version").filter(|version| !version.is_empty()),
            attributes: url.query_pairs().into_owned().filter(|(name, _)| name != "widget").collect(),
            in_div: false,
            in_frame: true,
            has_table: false,
            images: Vec::new(),
            links: Vec::new(),
        };
        let scripts =
            tag.attr("sandbox").is_none_or(|words| words.split_ascii_whitespace().any(|w| w == "allow-scripts"));
        Some(Self { url, element, scripts })
    }
}

/// A text as it stands in an attribute.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}

/// The file's name in an address.
fn name_of(url: &Url) -> &str {
    url.path().rsplit('/').next().unwrap_or_default()
}

/// Says in which forms the page brings data in.
fn say_forms(page: &Page, findings: &mut Findings) {
    let count = |is: fn(&Element) -> bool| page.elements.iter().filter(|element| is(element)).count();
    for (rule, count) in [(Rule::FormDiv, count(|e| e.in_div)), (Rule::FormTable, count(Element::is_table))] {
        if count > 0 {
            findings.add(Finding::new(rule).at(&page.url).fact("elements", count));
        }
    }
    for frame in &page.frames {
        findings.add(Finding::new(Rule::FormFrame).at(&frame.url));
    }
}

/// What stands in a `<template>` is not part of the page yet.
fn is_inert(tag: ElementRef) -> bool {
    tag.ancestors().filter_map(ElementRef::wrap).any(|above| above.value().name() == "template")
}

fn all_values(answer: &Answer, name: &str) -> impl Iterator<Item = Policy> {
    let values = answer.headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(Policy::read_all).collect::<Vec<_>>().into_iter()
}

/// A page's text: its encoding is told by byte order mark, then by the header, then by `<meta charset>`, else UTF-8.
pub fn decode(body: &[u8], charset: Option<&str>) -> String {
    let encoding = charset.and_then(|label| Encoding::for_label(label.as_bytes())).or_else(|| {
        let start = String::from_utf8_lossy(&body[..body.len().min(PRESCAN_BYTES)]).to_ascii_lowercase();
        let after = start.split_once("charset=")?.1.trim_start_matches(['"', '\'', ' ']);
        let label: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect();
        Encoding::for_label(label.as_bytes())
    });
    encoding.unwrap_or(UTF_8).decode(body).0.into_owned()
}

/// Checks what can be seen without another request.
pub fn check(page: &Page, findings: &mut Findings) {
    let framed = !page.frames.is_empty();
    if page.loaders.is_empty() && !(framed && page.elements.is_empty()) {
        let tag = "<script src=\"/daylight/daylight.js\" defer></script>".to_owned();
        findings.add(Finding::new(Rule::NoLoader).at(&page.url).mended_by(Fix::Html(tag)));
    }
    if page.elements.is_empty() && !framed {
        let tag = "<daylight-budget src=\"/data/datapackage.json\"></daylight-budget>".to_owned();
        findings.add(Finding::new(Rule::NoElement).at(&page.url).mended_by(Fix::Html(tag)));
    }
    say_forms(page, findings);
    for loader in &page.loaders {
        if loader.module {
            findings.add(Finding::new(Rule::LoaderModule).at(&loader.url).mended_by(loader.tag_with("")));
        } else if !loader.deferred {
            findings.add(Finding::new(Rule::LoaderBlocks).at(&loader.url).mended_by(loader.tag_with("")));
        }
        if loader.integrity.is_some() && !loader.crossorigin && loader.url.origin() != page.url.origin() {
            let fix = loader.tag_with(" crossorigin=\"anonymous\" integrity=\"…\"");
            findings.add(Finding::new(Rule::IntegrityNeedsCors).at(&loader.url).mended_by(fix));
        }
    }
    for element in &page.elements {
        attribute::check(element, &page.url, findings);
        if let (Some(src), None) = (&element.src, &element.url) {
            let finding = Finding::new(Rule::ElementAddress).at(&page.url);
            findings.add(finding.fact("tag", element.written_tag()).fact("src", src));
        }
    }
    let addresses =
        page.loaders.iter().map(|loader| &loader.url).chain(page.elements.iter().filter_map(|e| e.url.as_ref()));
    for url in addresses.filter(|url| page.url.scheme() == "https" && url.scheme() == "http") {
        findings.add(Finding::new(Rule::MixedContent).at(url));
    }
}
