//! The query of an oEmbed consumer in, how to show the element of a page as JSON out (<https://oembed.com>, version 1.0). Fails
//! with the status that the specification gives. Pages are those of this site's own folders: nothing is fetched.

use std::fs;
use std::path::PathBuf;

use axum::http::StatusCode;
use daylight_widgets::registry::{WIDGETS, Widget};
use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::media::Media;
use super::site::{Found, Site, decode};
use crate::doctor::page;
use crate::frame::{Frame, Most, Thumbnail};

/// Where consumers ask.
pub const PATH: &str = "/oembed";

/// No page that people read is larger.
const LARGEST_PAGE_BYTES: u64 = 8 << 20;

/// Answers a query about a page of the site at `address`, whose files are in `site`.
pub fn answer(address: &Url, query: &str, site: &Site) -> Result<String, StatusCode> {
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_ref());
    let pixels = |text: &str| text.parse::<u32>().ok().filter(|pixels| *pixels > 0).ok_or(StatusCode::BAD_REQUEST);
    let most = |name: &str| value(name).map(pixels).transpose();
    let most = Most { width_px: most("maxwidth")?, height_px: most("maxheight")? };
    if value("format").is_some_and(|format| format != "json") {
        return Err(StatusCode::NOT_IMPLEMENTED);
    }
    let asked = value("url").ok_or(StatusCode::BAD_REQUEST)?;
    let asked = Url::parse(asked).map_err(|_| StatusCode::BAD_REQUEST)?;
    let (frame, provider, thumbnail) = find(address, &asked, site).ok_or(StatusCode::NOT_FOUND)?;
    Ok(frame.oembed(&provider, most, thumbnail.as_ref()).to_string())
}

/// The first element of a page, or the one that the address names by its id; who publishes the page, and its picture.
fn find(address: &Url, asked: &Url, site: &Site) -> Option<(Frame, String, Option<Thumbnail>)> {
    let file = file_of(address, asked, site)?;
    let html = Html::parse_document(&page::decode(&fs::read(file).ok()?, None));
    let (widget, tag) = html
        .root_element()
        .descendent_elements()
        .filter(|tag| asked.fragment().is_none_or(|id| tag.attr("id") == Some(id)))
        .find_map(|tag| Some((widget_of(tag)?, tag)))?;
    let loader = select(&html, "script[src]").into_iter().filter_map(|tag| asked.join(tag.attr("src")?).ok());
    let loader = loader
        .into_iter()
        .find(|url| ["/daylight.js", "/daylight.single.js"].iter().any(|end| url.path().ends_with(end)))?;
    let prefix = if tag.value().name() == widget.tag { "" } else { "data-" };
    let lang = tag.ancestors().filter_map(ElementRef::wrap).find_map(|above| above.attr("lang"));
    let attribute = |name: &str| tag.attr(&[prefix, name].concat()).or(if name == "lang" { lang } else { None });
    let property = |name: &str| {
        let found = select(&html, "meta[property][content]").into_iter();
        found.filter(|tag| tag.attr("property") == Some(name)).find_map(|tag| tag.attr("content"))
    };
    let title = property("og:title").map(str::to_owned);
    let title = title.or_else(|| Some(select(&html, "head title").first()?.text().collect())).unwrap_or_default();
    let provider = property("og:site_name").or(address.host_str()).unwrap_or_default().to_owned();
    let thumbnail = || {
        let [width, height] = ["og:image:width", "og:image:height"].map(|name| property(name)?.parse().ok());
        Some(Thumbnail { address: asked.join(property("og:image")?).ok()?, size_px: (width?, height?) })
    };
    let frame = Frame::new(&loader.join("embed.html").ok()?, asked, widget, attribute, title.trim().to_owned()).ok()?;
    Some((frame, provider, thumbnail()))
}

/// The file of a page, if its address is one of this site.
fn file_of(address: &Url, asked: &Url, site: &Site) -> Option<PathBuf> {
    if asked.origin() != address.origin() {
        return None;
    }
    let below = asked.path().strip_prefix(address.path().trim_end_matches('/'))?;
    let path = decode(below)?;
    let found = match site.find(&path) {
        Found::Folder => site.find(&[&path, "/"].concat()),
        found => found,
    };
    let Found::File(file) = found else { return None };
    let is_page = Media::of(&file).is_page() && file.metadata().is_ok_and(|facts| facts.len() <= LARGEST_PAGE_BYTES);
    is_page.then_some(file)
}

fn widget_of(tag: ElementRef) -> Option<&'static Widget> {
    let name = tag.value().name();
    WIDGETS.iter().find(|widget| widget.tag == name || tag.attr("data-daylight") == Some(widget.id))
}

fn select<'a>(html: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    // The selectors are written here, and each is parsed by the tests.
    Selector::parse(css).map(|selector| html.select(&selector).collect()).unwrap_or_default()
}
