//! Links from what a package publishes to what other packages publish, by ids alone; nothing to fail.

use super::funds::Texts;
use crate::address::{fill_address, fill_language};
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
    /// Where a page shows it, relative to the page that shows the link, with a hole for the language ([`Link::href`]); nothing where
    /// nobody says, or where it is not to be followed.
    pub page: Option<String>,
    /// Its row.
    pub row: u32,
}

/// Where anything that a package publishes can be commented on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Say {
    /// The name of this package, by which a comment says what it is about.
    pub own: String,
    /// The name of the package of the consultation.
    pub package: String,
    /// On which page it stands, with a hole for what is commented on; nothing where nobody says.
    pub page: Option<String>,
}

/// The links of a package, in the order of its rows.
#[derive(Clone, Debug, Default)]
pub struct Links {
    links: Vec<Link>,
    file: String,
    say: Option<Say>,
}

impl Link {
    /// Where a page of a language shows it.
    pub fn href(&self, lang: &str) -> Option<String> {
        self.page.as_ref().map(|page| fill_language(page, lang))
    }

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
        Self { links, file: file.to_owned(), say: None }
    }

    /// The same, and where anything can be commented on.
    #[must_use]
    pub fn with_say(self, say: Option<Say>) -> Self {
        Self { say, ..self }
    }

    /// The link to a form for a comment on an id of this package: there it is `PACKAGE ID`.
    pub fn comment_on(&self, id: &str) -> Option<Link> {
        let say = self.say.as_ref().filter(|_| !id.is_empty())?;
        let to = [&say.own, " ", id].concat();
        let page = say.page.as_ref().and_then(|page| fill_address(page, &to));
        Some(Link { id: id.to_owned(), package: say.package.clone(), to, page, ..Link::default() })
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
    use super::{Link, Links, Say};

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
    fn anything_can_be_commented_on_where_somebody_listens() {
        let links = Links::new(Vec::new(), "");
        assert_eq!(links.comment_on("p1"), None);
        let page = Some("say.html?say=id:{id}".to_owned());
        let links = links.with_say(Some(Say { own: "funds".into(), package: "say".into(), page }));
        let link = links.comment_on("p1").expect("a link");
        assert_eq!((link.to.as_str(), link.page.as_deref()), ("funds p1", Some("say.html?say=id:funds%20p1")));
        assert_eq!(links.comment_on(""), None);
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
