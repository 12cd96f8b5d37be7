//! What the head of a page says of the element on it: a figure and the page's addresses in, `<meta>` and `<link>` or the page's
//! oEmbed answer out. Fails where an address is missing or does not fit.

use super::card;
use crate::frame::{Frame, Most, Thumbnail, USUAL_EMBED};
use daylight_core::figure::budget::BudgetFigure;
use daylight_widgets::registry::Widget;
use daylight_widgets::view::push_escaped;
use url::Url;

/// Addresses of the page and of what belongs to it.
#[derive(clap::Args)]
pub struct Head {
    /// The page's own address in full, such as `https://budget.example.gov/2025/`.
    #[arg(long, value_name = "URL", value_parser = read_page)]
    page: Option<Url>,
    /// Where the card of --format png is found from the page.
    #[arg(long, value_name = "ADDRESS")]
    card: Option<String>,
    /// Where the page's oEmbed answer is found from the page: a file of --format oembed, or a service.
    #[arg(long, value_name = "ADDRESS")]
    oembed: Option<String>,
    /// Where embed.html is found from the page.
    #[arg(long, value_name = "ADDRESS", default_value = USUAL_EMBED)]
    embed: String,
}

fn read_page(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|fault| fault.to_string())?;
    let is_page = ["http", "https"].contains(&url.scheme());
    is_page.then_some(url).ok_or_else(|| "a page's address begins with https:// or http://".to_owned())
}

impl Head {
    /// The tags of the page's head.
    pub fn meta(&self, figure: &BudgetFigure) -> Result<String, String> {
        let page = self.page()?.as_str();
        let mut out = String::new();
        tag(&mut out, "link", &[("rel", "canonical"), ("href", page)]);
        tag(&mut out, "meta", &[("name", "description"), ("content", &figure.sentence)]);
        let mut property = |name: &str, content: &str| {
            tag(&mut out, "meta", &[("property", name), ("content", content)]);
        };
        property("og:type", "article");
        property("og:url", page);
        property("og:title", &figure.name);
        property("og:description", &figure.sentence);
        if !figure.publisher.text.is_empty() {
            property("og:site_name", &figure.publisher.text);
        }
        if let Some(card) = self.thumbnail()? {
            property("og:image", card.address.as_str());
            property("og:image:type", "image/png");
            property("og:image:width", &card.size_px.0.to_string());
            property("og:image:height", &card.size_px.1.to_string());
            property("og:image:alt", &figure.sentence);
        }
        let size = if self.card.is_some() { "summary_large_image" } else { "summary" };
        tag(&mut out, "meta", &[("name", "twitter:card"), ("content", size)]);
        if let Some(oembed) = &self.oembed {
            let href = self.find(oembed)?;
            let rel = [("rel", "alternate"), ("type", "application/json+oembed")];
            tag(&mut out, "link", &[&rel[..], &[("href", href.as_str()), ("title", &figure.name)]].concat());
        }
        Ok(out)
    }

    /// The page's oEmbed answer.
    pub fn oembed(
        &self,
        figure: &BudgetFigure,
        widget: &Widget,
        attributes: &[(&str, &str)],
    ) -> Result<String, String> {
        let attribute = |name: &str| attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let frame = Frame::new(&self.find(&self.embed)?, self.page()?, widget, attribute, figure.name.clone())?;
        let provider = match figure.publisher.text.as_str() {
            "" => self.page()?.host_str().unwrap_or_default(),
            publisher => publisher,
        };
        Ok(format!("{:#}\n", frame.oembed(provider, Most::default(), self.thumbnail()?.as_ref())))
    }

    /// The page's own address, where it was named.
    pub fn page_if_named(&self) -> Option<&Url> {
        self.page.as_ref()
    }

    fn page(&self) -> Result<&Url, String> {
        self.page.as_ref().ok_or_else(|| "this format needs --page, the page's own address in full".to_owned())
    }

    /// An address in full.
    fn find(&self, address: &str) -> Result<Url, String> {
        self.page()?.join(address).map_err(|fault| format!("{address}: {fault}"))
    }

    fn thumbnail(&self) -> Result<Option<Thumbnail>, String> {
        let card = self.card.as_ref().map(|card| self.find(card)).transpose()?;
        Ok(card.map(|address| Thumbnail { address, size_px: card::SIZE_PX }))
    }
}

/// Appends a tag without content, on a line of its own.
fn tag(out: &mut String, name: &str, attributes: &[(&str, &str)]) {
    out.extend(["<", name]);
    for (name, value) in attributes {
        out.extend([" ", name, "=\""]);
        push_escaped(out, value);
        out.push('"');
    }
    out.push_str(">\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_full_and_texts_stay_texts() {
        let args = Head {
            page: Some(Url::parse("https://a.example/2025/?a=1&b").expect("an address")),
            card: Some("card.png".into()),
            oembed: Some("/oembed?url=x".into()),
            embed: USUAL_EMBED.into(),
        };
        let figure = BudgetFigure { name: "A \"budget\"".into(), sentence: "<b>".into(), ..BudgetFigure::default() };
        let meta = args.meta(&figure).expect("all addresses are there");
        for line in [
            "<link rel=\"canonical\" href=\"https://a.example/2025/?a=1&amp;b\">",
            "<meta property=\"og:title\" content=\"A &quot;budget&quot;\">",
            "<meta name=\"description\" content=\"&lt;b&gt;\">",
            "<meta property=\"og:image\" content=\"https://a.example/2025/card.png\">",
            "<meta name=\"twitter:card\" content=\"summary_large_image\">",
            "href=\"https://a.example/oembed?url=x\"",
        ] {
            assert!(meta.contains(line), "{line} is not in:\n{meta}");
        }
        let pageless = Head { page: None, ..args };
        assert!(pageless.meta(&figure).is_err_and(|fault| fault.contains("--page")));
    }
}
