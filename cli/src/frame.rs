//! An element in a frame: its attributes in, the address of `embed.html` that shows it alone and an oEmbed answer with that frame
//! out. Fails where the data are of another origin than `embed.html`, which shows only those of its own.

use daylight_widgets::registry::Widget;
use daylight_widgets::view::push_escaped;
use serde_json::{Value, json};
use url::Url;

/// Where `embed.html` usually lies.
pub const USUAL_EMBED: &str = "/daylight/embed.html";

/// The frame's size where nobody asks for less: from 360 pixels across on, this height shows title, picture, total and source. What
/// is higher is scrolled inside, or shown at once with `frame.js`.
const USUAL_PX: (u32, u32) = (720, 1360);

/// A page that shows one element and nothing else.
pub struct Frame {
    /// Its address, with all that the element is told.
    pub address: Url,
    /// What it shows, for readers who only hear that there is a frame.
    pub title: String,
}

/// A picture that stands for a page.
pub struct Thumbnail {
    /// Its address.
    pub address: Url,
    /// Its width and height.
    pub size_px: (u32, u32),
}

/// How large a consumer allows something to be.
#[derive(Clone, Copy, Default)]
pub struct Most {
    /// Across.
    pub width_px: Option<u32>,
    /// Down.
    pub height_px: Option<u32>,
}

impl Most {
    fn allows(self, (width, height): (u32, u32)) -> bool {
        self.width_px.is_none_or(|most| width <= most) && self.height_px.is_none_or(|most| height <= most)
    }

    fn cut(self, (width, height): (u32, u32)) -> (u32, u32) {
        (self.width_px.map_or(width, |most| most.min(width)), self.height_px.map_or(height, |most| most.min(height)))
    }
}

impl Frame {
    /// The frame of an element on `page`, of which `attribute` tells the attributes.
    pub fn new<'a>(
        embed: &Url,
        page: &Url,
        widget: &Widget,
        attribute: impl Fn(&str) -> Option<&'a str>,
        title: String,
    ) -> Result<Self, String> {
        let src = attribute("src").filter(|src| !src.is_empty());
        let src = src.ok_or("the element has no src: what stands in its page cannot be shown in a frame")?;
        let src = page.join(src).map_err(|fault| format!("{src}: {fault}"))?;
        if src.origin() != embed.origin() {
            return Err(format!("{embed} shows only data of its own origin, and {src} is of another"));
        }
        let mut address = embed.clone();
        {
            let mut pairs = address.query_pairs_mut();
            pairs.clear().append_pair("widget", widget.id).append_pair("src", &src[url::Position::BeforePath..]);
            // A key in the frame's own address would be seen by nobody.
            for name in widget.attributes().map(|known| known.name).filter(|name| !["src", "deep-link"].contains(name))
            {
                if let Some(value) = attribute(name).filter(|value| !value.is_empty()) {
                    pairs.append_pair(name, value);
                }
            }
        }
        Ok(Self { address, title })
    }

    /// The oEmbed answer, version 1.0: `rich`, with the frame as HTML.
    pub fn oembed(&self, provider: &str, most: Most, thumbnail: Option<&Thumbnail>) -> Value {
        let (width, height) = most.cut(USUAL_PX);
        let mut answer = json!({
            "version": "1.0",
            "type": "rich",
            "title": self.title,
            "provider_name": provider,
            "provider_url": self.address.origin().ascii_serialization(),
            "width": width,
            "height": height,
            "html": self.html(width, height),
        });
        if let Some(Thumbnail { address, size_px }) = thumbnail.filter(|thumbnail| most.allows(thumbnail.size_px)) {
            answer["thumbnail_url"] = address.as_str().into();
            answer["thumbnail_width"] = size_px.0.into();
            answer["thumbnail_height"] = size_px.1.into();
        }
        answer
    }

    fn html(&self, width: u32, height: u32) -> String {
        let mut out = String::from("<iframe src=\"");
        push_escaped(&mut out, self.address.as_str());
        out.push_str("\" title=\"");
        push_escaped(&mut out, &self.title);
        out + &format!(
            "\" width=\"{width}\" height=\"{height}\" frameborder=\"0\" loading=\"lazy\" allow=\"clipboard-write\"></iframe>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(src: &str) -> Result<Frame, String> {
        let [embed, page] = ["https://a.example/daylight/embed.html?old", "https://a.example/money/"]
            .map(|address| Url::parse(address).expect("an address"));
        let attributes =
            [("src", src), ("lang", "zh-Hans"), ("path", "205/20502"), ("deep-link", "b"), ("onload", "x()")];
        let attribute = |name: &str| attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        Frame::new(&embed, &page, Widget::find("budget").expect("a widget"), attribute, "A \"title\" & more".into())
    }

    #[test]
    fn a_frame_holds_known_attributes_and_data_of_its_origin() {
        let address = frame("data/b.json?v=1&x").expect("data of the same origin").address;
        let pairs: Vec<_> = address.query_pairs().into_owned().collect();
        let expected =
            [("widget", "budget"), ("src", "/money/data/b.json?v=1&x"), ("lang", "zh-Hans"), ("path", "205/20502")];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert!(frame("//b.example/x.json").is_err() && frame("").is_err() && frame("data:text/csv,a").is_err());
    }

    #[test]
    fn nothing_is_larger_than_the_consumer_allows() {
        let frame = frame("/b.json").expect("data of the same origin");
        let address = Url::parse("https://a.example/card.png").expect("an address");
        let thumbnail = Thumbnail { address, size_px: (1200, 630) };
        let all = frame.oembed("A", Most::default(), Some(&thumbnail));
        assert_eq!((&all["width"], &all["height"], &all["thumbnail_width"]), (&720.into(), &1360.into(), &1200.into()));
        let most = Most { width_px: Some(400), height_px: Some(300) };
        let small = frame.oembed("A", most, Some(&thumbnail));
        assert_eq!(
            (&small["width"], &small["height"], &small["thumbnail_url"]),
            (&400.into(), &300.into(), &Value::Null)
        );
        let html = small["html"].as_str().expect("HTML");
        assert!(html.contains("title=\"A &quot;title&quot; &amp; more\" width=\"400\" height=\"300\""), "{html}");
    }
}
