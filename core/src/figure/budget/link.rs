//! Links from data: an address in, a link that may be followed out; what is not http, https, mailto or tel is text.

use super::Link;
use crate::address::is_harmless;
use crate::model::About;
use crate::words::tagged_in_language;

/// A text of the package in the language that serves the reader best, with that language where it is not the reader's.
pub(in crate::figure) fn said(about: &About, texts: &[(String, String)], address: Option<&str>, lang: &str) -> Link {
    let Some((tag, text)) = tagged_in_language(texts, lang) else { return link("", address) };
    let tag = if tag.is_empty() { about.language.as_deref().unwrap_or(lang) } else { tag };
    Link { lang: (tag != lang).then(|| tag.to_owned()), ..link(text, address) }
}

/// A link whose address is followed only by a scheme that cannot run anything.
pub(in crate::figure) fn link(text: &str, address: Option<&str>) -> Link {
    let address = address.map(str::trim).filter(|address| is_harmless(address));
    let text = if text.trim().is_empty() { address.unwrap_or_default() } else { text.trim() };
    Link { text: text.to_owned(), href: address.map(str::to_owned), lang: None }
}

/// Addresses to report an error to.
pub(in crate::figure) fn report(about: &About) -> Vec<Link> {
    let Some(contact) = &about.contact else { return Vec::new() };
    let mut links = Vec::new();
    if let Some(path) = &contact.path {
        links.push(link(&contact.title, Some(path)));
    }
    for (scheme, address) in [("mailto:", &contact.email), ("tel:", &contact.phone)] {
        if let Some(address) = address {
            let bare: String = address.chars().filter(|char| !char.is_whitespace()).collect();
            links.push(link(address, Some(&[scheme, &bare].concat())));
        }
    }
    if links.is_empty() && !contact.title.is_empty() {
        links.push(link(&contact.title, None));
    }
    links
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn only_harmless_addresses_are_followed() {
        for address in ["https://example.org/a", "HTTP://example.org", "mailto:a@example.org", "tel:+123"] {
            assert_eq!(link("x", Some(address)).href.as_deref(), Some(address));
        }
        for address in [
            "javascript:alert(1)",
            "java\nscript:x",
            "data:text/html,x",
            "//example.org",
            "file:///etc",
            "",
            "https://a b",
        ] {
            assert_eq!(link("x", Some(address)).href, None, "{address}");
        }
        assert_eq!(link(" ", Some("https://example.org")).text, "https://example.org");
    }
}
