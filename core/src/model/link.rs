//! Links from what a package publishes to what other packages publish, by ids alone; nothing to fail.

use super::funds::Texts;
use crate::words::in_language;

/// One link.
///
/// *Meaning*: what has `id` in this package belongs together with what has `to` in `package`. *Not checked*: that either is there;
/// that is the check stage's work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// An id of this package: any that it publishes.
    pub id: String,
    /// The name of the other package.
    pub package: String,
    /// An id there.
    pub to: String,
    /// What is there, in words by language.
    pub names: Texts,
    /// Where a page shows it, relative to the page that shows the link; nothing where nobody says, or where it is not to be followed.
    pub href: Option<String>,
    /// Its row.
    pub row: u32,
}

/// The links of a package, in the order of its rows.
#[derive(Clone, Debug, Default)]
pub struct Links {
    links: Vec<Link>,
    file: String,
}

impl Link {
    /// What is there, in the words that serve a language best; the id where there are none.
    pub fn name(&self, lang: &str) -> &str {
        match in_language(&self.names, lang) {
            "" => &self.to,
            name => name,
        }
    }
}

impl Links {
    /// Links of a file, for places.
    pub fn new(links: Vec<Link>, file: &str) -> Self {
        Self { links, file: file.to_owned() }
    }

    /// The file that they stand in; blank where there is none.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// All of them.
    pub fn all(&self) -> &[Link] {
        &self.links
    }

    /// Those of an id.
    pub fn of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Link> {
        self.links.iter().filter(move |link| link.id == id)
    }

    /// Those of a line that is known by the codes above it too, such as `213/21305`: a link may name the whole path or the last code.
    pub fn of_path<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Link> {
        let last = path.rsplit('/').next().unwrap_or(path);
        self.links.iter().filter(move |link| link.id == path || link.id == last)
    }

    /// Whether one of them goes from an id to an id of another package.
    pub fn has(&self, id: &str, package: &str, to: &str) -> bool {
        self.links.iter().any(|link| (link.id.as_str(), link.package.as_str(), link.to.as_str()) == (id, package, to))
    }
}

#[cfg(test)]
mod tests {
    use super::{Link, Links};

    #[test]
    fn a_line_is_known_by_its_path_or_its_code() {
        let link = |id: &str| Link { id: id.into(), package: "b".into(), to: "x".into(), ..Link::default() };
        let links = Links::new(vec![link("213/21305"), link("21305"), link("213")], "links.csv");
        let of = |path| links.of_path(path).map(|link| link.id.as_str()).collect::<Vec<_>>();
        assert_eq!(of("213/21305"), ["213/21305", "21305"]);
        assert_eq!(of("213"), ["213"]);
        assert_eq!(links.of("21305").count(), 1);
        assert!(links.has("213", "b", "x") && !links.has("x", "b", "213"));
    }

    #[test]
    fn what_has_no_words_goes_by_its_id() {
        let mut link = Link { to: "goal-1".into(), ..Link::default() };
        assert_eq!(link.name("en"), "goal-1");
        link.names = vec![("en".into(), "Goal: roads".into()), ("zh-Hans".into(), "目标：公路".into())];
        assert_eq!(
            [link.name("en"), link.name("zh-Hans"), link.name("fr")],
            ["Goal: roads", "目标：公路", "Goal: roads"]
        );
    }
}
