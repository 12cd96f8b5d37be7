//! Links between packages: a descriptor and its table `links` in, links with the addresses of pages out; a row that does not hold one
//! is told with its place and left out.
//!
//! Any package may have a resource `links` with the columns `id` (an id of its own), `package` (the name of another package), `to` (an
//! id there) and `name` (what is there, a column a language). The descriptor's `daylight:pages` says by the names of packages on which
//! pages they are shown: `{"qinghe-funds": "/{lang}/funds.html?village=id:{id}"}`, relative to the page that shows the link; `{lang}` is the
//! tag of the reader's language. Where `daylight:comments` names the package of a consultation, whatever has an id can be commented on
//! there: `{"package": "village-projects", "page": "say.html?say=id:{id}"}`; `{id}` is this package's name, a blank and the id.

use super::form::{Column, Form, Forms, Holds, Line, TableForm};
use super::package::Package;
use super::reader::Files;
use crate::address::{fill_address, is_template};
use crate::issue::Issue;
use crate::json::{self, Node};
use crate::model::link::{Link, Links, Say};
use crate::place::Place;

/// The member of a descriptor with the addresses of pages.
const PAGES: &str = "daylight:pages";

/// The member of a descriptor that says where comments are taken.
const COMMENTS: &str = "daylight:comments";

const fn column(id: &'static str, holds: Holds, required: bool) -> Column {
    Column { id, holds, required }
}

const LINKS: TableForm = TableForm {
    id: "links",
    required: false,
    columns: &[
        column("id", Holds::Text, true),
        column("package", Holds::Text, true),
        column("to", Holds::Text, true),
        column("name", Holds::Texts, false),
    ],
};

/// The table as a form of its own.
pub const FORM: Form = Form { id: "daylight-links", tables: &[LINKS] };

/// Reads the links of a package of any kind; one without the table has none.
pub fn read_links(package: &Package, descriptor: &str, files: &dyn Files) -> (Links, Vec<Issue>) {
    let mut forms = Forms::find(&FORM, (package, descriptor), files, &[]);
    let root = json::read(descriptor).ok();
    let pages = root.as_ref().and_then(|root| root.get(PAGES)).map(Node::members).unwrap_or_default();
    let file = forms.file(&LINKS);
    let mut links: Vec<Link> = Vec::new();
    forms.read(&LINKS, &mut |line| {
        if let Some(link) = read_link(line, pages, &links) {
            links.push(link);
        }
    });
    let refused = pages.iter().filter(|(_, page)| !is_template(page.text().unwrap_or("")));
    let issues = refused.map(|(package, page)| {
        let (line, column) = json::Fault { at: page.at, expected: "" }.line_and_column(descriptor);
        let issue = Issue::warning("link-page-refused", Place::cell("datapackage.json", line, column));
        issue.with("value", page.text().unwrap_or("")).with("package", package)
    });
    forms.issues.extend(issues);
    (Links::new(links, file).with_say(root.as_ref().and_then(read_say)), forms.issues)
}

fn read_say(root: &Node) -> Option<Say> {
    let comments = root.get(COMMENTS)?;
    let package = comments.text_of("package").filter(|package| is_package_name(package))?;
    let page = comments.text_of("page").filter(|page| is_template(page));
    Some(Say { own: root.text_of("name")?.to_owned(), package: package.to_owned(), page: page.map(str::to_owned) })
}

fn read_link(line: &mut Line<'_>, pages: &[(String, Node)], known: &[Link]) -> Option<Link> {
    let [id, package, to] = ["id", "package", "to"].map(|column| line.text(column));
    if [id, package, to].contains(&"") {
        return None;
    }
    if !is_package_name(package) {
        let issue = Issue::error("link-package-malformed", line.place("package")).with("value", package);
        line.tell(issue);
        return None;
    }
    let is_same = |link: &&Link| (link.id.as_str(), link.package.as_str(), link.to.as_str()) == (id, package, to);
    if let Some(first) = known.iter().find(is_same) {
        let issue = Issue::warning("link-repeated", line.place("to")).with("value", to).with("first", first.row);
        line.tell(issue);
        return None;
    }
    let page = pages.iter().find(|(name, _)| name == package).and_then(|(_, page)| page.text());
    Some(Link {
        id: id.to_owned(),
        package: package.to_owned(),
        to: to.to_owned(),
        names: line.texts("name"),
        page: page.and_then(|page| fill_address(page, to)),
        row: line.number,
    })
}

/// Whether a text is a name as packages have them (Data Package, `name`), without slashes, so that it can be a folder's name too.
fn is_package_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    name.bytes().all(is_plain) && !name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::{is_package_name, read_links};
    use crate::ingest::read_package;
    use crate::model::link::Links;

    const DESCRIPTOR: &str = r#"{
  "name": "roads",
  "daylight:pages": {"goals": "what.html?goals=id:{id}", "worse": "javascript:{id}"},
  "resources": [{"name": "links", "path": "links.csv", "schema": {"fields": [
    {"name": "id"}, {"name": "package"}, {"name": "to"}, {"name": "name:en"}, {"name": "name:zh-Hans"}
  ]}}]
}"#;

    fn read(csv: &str) -> (Links, Vec<(&'static str, Option<u32>)>) {
        let package = read_package(DESCRIPTOR, &|_| Vec::new()).expect("a descriptor");
        let files = vec![("links.csv".to_owned(), csv.as_bytes().to_vec())];
        let (links, issues) = read_links(&package, DESCRIPTOR, &files);
        (links, issues.into_iter().map(|issue| (issue.rule, issue.place.row)).collect())
    }

    #[test]
    fn links_are_read_with_their_pages() {
        let (links, issues) = read(
            "id,package,to,name:en,name:zh-Hans\nroad-1,goals,goal 7,Goal: roads,目标：公路\nroad-1,worse,x,,\nroad-2,other,y,,\n",
        );
        let told: Vec<_> = links.of("road-1").map(|link| (link.name("en"), link.page.as_deref())).collect();
        assert_eq!(told, [("Goal: roads", Some("what.html?goals=id:goal%207")), ("x", None)]);
        assert_eq!(links.of("road-2").map(|link| link.page.is_some()).collect::<Vec<_>>(), [false]);
        assert_eq!((links.file(), links.all().len()), ("links.csv", 3));
        assert_eq!(issues, [("link-page-refused", Some(3))]);
    }

    #[test]
    fn where_comments_are_taken_is_read_whether_there_are_links_or_not() {
        let descriptor =
            r#"{"name": "a", "daylight:comments": {"package": "say", "page": "s?s=id:{id}"}, "resources": []}"#;
        let package = read_package(r#"{"name": "a", "resources": [{"name": "b", "path": "b.csv"}]}"#, &|_| Vec::new());
        let package = package.expect("a descriptor");
        let links = read_links(&package, descriptor, &Vec::new()).0;
        assert_eq!(links.comment_on("x").and_then(|link| link.page).as_deref(), Some("s?s=id:a%20x"));
        let refused = descriptor.replace("s?s=id:{id}", "javascript:{id}");
        assert_eq!(read_links(&package, &refused, &Vec::new()).0.comment_on("x").and_then(|link| link.page), None);
    }

    #[test]
    fn a_row_that_holds_no_link_is_told() {
        let (links, issues) = read("id,package,to\na,Goals!,x\na,goals,\n,goals,x\na,goals,x\na,goals,x\n");
        assert_eq!(links.all().len(), 1);
        let rows = |rule| issues.iter().filter(|(known, _)| *known == rule).map(|(_, row)| *row).collect::<Vec<_>>();
        assert_eq!(rows("link-package-malformed"), [Some(2)]);
        assert_eq!(rows("form-cell-blank"), [Some(3), Some(4)]);
        assert_eq!(rows("link-repeated"), [Some(6)]);
    }

    #[test]
    fn a_package_without_links_has_none() {
        let descriptor = r#"{"name": "a", "resources": [{"name": "b", "path": "b.csv"}]}"#;
        let package = read_package(descriptor, &|_| Vec::new()).expect("a descriptor");
        let (links, issues) = read_links(&package, descriptor, &Vec::new());
        assert!(links.all().is_empty() && issues.is_empty() && links.file().is_empty());
    }

    #[test]
    fn names_of_packages_are_those_of_folders() {
        for (name, is_one) in [("qinghe-funds", true), ("a.b_c-1", true), ("a/b", false), ("..", false), ("Å", false)]
        {
            assert_eq!(is_package_name(name), is_one, "{name}");
        }
    }
}
