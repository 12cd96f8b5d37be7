//! Which resource is which table: a descriptor and the known sets in, claims and an issue for each word that is none out;
//! cannot fail.
//!
//! `daylight:table` of a resource is `{"set": "…", "table": "…"}`, or the table alone where the package names its set in
//! `daylight:set`. `daylight:note` says why a table is empty; `daylight:column` of a field names a column that its header
//! does not tell. A resource may hold a part of a table: two resources then name the same one.

use super::set::TableSet;
use crate::ingest::unknown_word;
use crate::issue::{Issue, Severity};
use crate::json::{self, Node};
use crate::place::Place;
use crate::profile::{Texts, texts};

/// What a descriptor says of table sets.
#[derive(Default)]
pub(super) struct Claims {
    /// The sets that the package says it holds as a whole.
    pub whole: Vec<usize>,
    /// The tables that its resources are.
    pub claims: Vec<Claim>,
    /// Where it says anything of a highlight: id, counts given, whether a reason is given, and the place.
    pub highlights: Vec<Told>,
}

/// A resource that is a table of a set, or a part of one.
pub(super) struct Claim {
    pub set: usize,
    pub table: usize,
    /// The resource.
    pub resource: String,
    /// Fields that name their column: pairs of header and id.
    pub columns: Vec<(String, String)>,
    /// Why it is empty, or what else is noted beneath it.
    pub note: Texts,
    pub place: Place,
}

/// What is told of a highlight beside its money.
pub(super) struct Told {
    pub id: String,
    pub counts: Vec<(String, i64)>,
    /// Why it changed; blank where nothing says so.
    pub reason: Texts,
    pub place: Place,
}

impl Told {
    /// Whether a change is explained.
    pub fn has_reason(&self) -> bool {
        !self.reason.is_empty()
    }
}

/// Reads the claims of a descriptor; `asked` is a set that is looked for in any case.
pub(super) fn read_claims(descriptor: &str, sets: &[TableSet], asked: Option<&TableSet>) -> (Claims, Vec<Issue>) {
    let Ok(root) = json::read(descriptor) else { return (Claims::default(), Vec::new()) };
    let mut reader = Reader { descriptor, sets, issues: Vec::new() };
    let index = |set: &TableSet| sets.iter().position(|known| std::ptr::eq(known, set));
    let own = root.get("daylight:set").and_then(|node| reader.set(node));
    let mut claims = Claims { whole: own.into_iter().chain(asked.and_then(index)).collect(), ..Claims::default() };
    claims.whole.dedup();
    // Where the package is of a form, all of which are called so, a table alone is one of the form's.
    let is_form = root.text_of("profile").is_some_and(|id| id.starts_with("daylight-"));
    let is_of_form = |resource: &Node| is_form && resource.text_of("daylight:table").is_some();
    let resources = root.get("resources").map(Node::list).unwrap_or_default();
    for resource in resources.iter().filter(|resource| !is_of_form(resource)) {
        claims.claims.extend(reader.claim(resource, own.or(asked.and_then(index))));
    }
    for (id, told) in root.get("daylight:highlights").map(Node::members).unwrap_or_default() {
        let counts = told.get("counts").map(Node::members).unwrap_or_default();
        let counts = counts.iter().filter_map(|(id, count)| Some((id.clone(), count.integer()?)));
        let (counts, place) = (counts.collect(), reader.place(told));
        claims.highlights.push(Told { id: id.clone(), counts, reason: said(told, "reason"), place });
    }
    (claims, reader.issues)
}

struct Reader<'a> {
    descriptor: &'a str,
    sets: &'a [TableSet],
    issues: Vec<Issue>,
}

impl Reader<'_> {
    fn place(&self, node: &Node) -> Place {
        let (line, column) = json::Fault { at: node.at, expected: "" }.line_and_column(self.descriptor);
        Place::cell("datapackage.json", line, column)
    }

    /// One of `known` by its id, told where it is none.
    fn word(&mut self, node: &Node, known: &[&str]) -> Option<usize> {
        let word = node.text().unwrap_or("");
        let found = known.iter().position(|known| *known == word);
        if found.is_none() {
            self.issues.push(unknown_word(Severity::Error, self.place(node), word, known));
        }
        found
    }

    fn set(&mut self, node: &Node) -> Option<usize> {
        if let Some(set) = TableSet::find(self.sets, node.text().unwrap_or("")) {
            return self.sets.iter().position(|known| std::ptr::eq(known, set));
        }
        let mut ids: Vec<&str> = self.sets.iter().map(|set| set.id.as_str()).collect();
        ids.dedup();
        self.word(node, &ids);
        None
    }

    fn claim(&mut self, resource: &Node, own: Option<usize>) -> Option<Claim> {
        let node = resource.get("daylight:table")?;
        let (set, table) = match node.get("table") {
            Some(table) => (node.get("set").map_or(own, |set| self.set(set)), table),
            None => (own, node),
        };
        let Some(set) = set else {
            // An unknown set is told already.
            if node.get("set").is_none() {
                let issue = Issue::error("descriptor-incomplete", self.place(node));
                self.issues.push(issue.with("what", "daylight:table set, table"));
            }
            return None;
        };
        let form = &self.sets[set];
        let table = self.word(table, &form.tables.iter().map(|table| table.id.as_str()).collect::<Vec<_>>())?;
        let known: Vec<&str> = form.tables[table].columns.iter().map(|column| column.id.as_str()).collect();
        let fields = resource.get("schema").and_then(|schema| schema.get("fields")).map(Node::list).unwrap_or_default();
        let mut columns = Vec::new();
        for field in fields {
            let Some(column) = field.get("daylight:column") else { continue };
            if let Some(column) = self.word(column, &known) {
                columns.push((field.text_of("name").unwrap_or("").to_owned(), known[column].to_owned()));
            }
        }
        Some(Claim {
            set,
            table,
            resource: resource.text_of("name").unwrap_or("").to_owned(),
            columns,
            note: said(resource, "daylight:note"),
            place: self.place(node),
        })
    }
}

/// A text, or texts by language; none where one of them says nothing.
fn said(node: &Node, key: &str) -> Texts {
    let texts = texts(node, key);
    if texts.iter().all(|(_, text)| !text.trim().is_empty()) { texts } else { Vec::new() }
}
