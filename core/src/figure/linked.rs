//! What other packages have of the same thing: links in, words and addresses of a list out; cannot fail.

use crate::model::link::Link;
use crate::words::{Words, tagged_in_language};

/// A list of what is linked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// What stands before it.
    pub label: String,
    /// The links, in the order of the package's rows.
    pub items: Vec<LinkedItem>,
}

/// One link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkedItem {
    /// What is there.
    pub text: String,
    /// The language of the text, where it is not the reader's.
    pub lang: Option<String>,
    /// Where a page shows it; nothing where nobody says.
    pub href: Option<String>,
    /// The package that has it.
    pub package: String,
    /// Its id there.
    pub id: String,
}

/// The list of some links, and where it can be commented on; nothing where there is neither.
pub fn place_linked<'a>(links: impl Iterator<Item = &'a Link>, comment: Option<Link>, words: &Words) -> Option<Linked> {
    let mut items: Vec<LinkedItem> = links.map(|link| place_link(link, words)).collect();
    items.extend(
        comment.map(|link| LinkedItem { text: words.text("linked.say").to_owned(), ..place_link(&link, words) }),
    );
    if items.is_empty() { None } else { Some(Linked { label: words.text("linked").to_owned(), items }) }
}

fn place_link(link: &Link, words: &Words) -> LinkedItem {
    let tag = tagged_in_language(&link.names, words.lang()).map_or("", |(tag, _)| tag);
    LinkedItem {
        text: link.name(words.lang()).to_owned(),
        lang: (!tag.is_empty() && tag != words.lang()).then(|| tag.to_owned()),
        href: link.href(words.lang()),
        package: link.package.clone(),
        id: link.to.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::place_linked;
    use crate::model::link::Link;
    use crate::words::Words;

    #[test]
    fn links_are_told_in_the_readers_words() {
        let link = Link {
            package: "goals".into(),
            to: "g1".into(),
            names: vec![("zh-Hans".into(), "目标：村路".into())],
            ..Link::default()
        };
        let bare = Link { names: Vec::new(), ..link.clone() };
        let words = Words::built_in("en");
        let linked = place_linked([&link, &bare].into_iter(), Some(bare.clone()), &words).expect("three links");
        assert_eq!((linked.label.as_str(), linked.items.len()), (words.text("linked"), 3));
        assert_eq!(linked.items[2].text, words.text("linked.say"));
        assert_eq!((linked.items[0].text.as_str(), linked.items[0].lang.as_deref()), ("目标：村路", Some("zh-Hans")));
        assert_eq!((linked.items[1].text.as_str(), linked.items[1].lang.as_deref()), ("g1", None));
        assert_eq!(place_linked([].into_iter(), None, &words), None);
    }
}
