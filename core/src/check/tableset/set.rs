//! A table set: the JSON of a profile's `tables/` in, the tables that a body must publish, their columns and identities out;
//! fails where it is no JSON.
//!
//! `profiles/tables.schema.json` says what may stand in it. Members that are not known here are passed over.

use crate::issue::Issue;
use crate::json::{self, Node};
use crate::place::Place;
use crate::profile::{Texts, text_of, texts, texts_in};
use crate::words::in_language;

/// The tables that are published together, as of some year.
#[derive(Clone, Debug, Default)]
pub struct TableSet {
    /// Its id, such as `cn-department-final`.
    pub id: String,
    /// Its version; several versions of a set have one id.
    pub version: String,
    /// The first year that it is valid for.
    pub valid_from: String,
    /// Its name.
    pub titles: Texts,
    /// The id of the profile's unit in which its figures are told.
    pub unit: String,
    /// Its tables, in their order.
    pub tables: Vec<TableForm>,
    /// What must hold between tables.
    pub(super) identities: Vec<Identity>,
    /// Rows that must be the same in two tables.
    pub(super) same_rows: Vec<SameRows>,
    /// Sums that are shown separately.
    pub(super) highlights: Vec<Highlight>,
}

/// Whether a demand was seen in an official text. What is general knowledge only warns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Known {
    #[default]
    Seen,
    General,
}

impl Known {
    /// An issue as serious as the demand allows.
    pub fn issue(self, rule: &'static str, place: Place) -> Issue {
        match self {
            Self::Seen => Issue::error(rule, place),
            Self::General => Issue::warning(rule, place),
        }
    }
}

/// A table of a set.
#[derive(Clone, Debug, Default)]
pub struct TableForm {
    /// Its id.
    pub id: String,
    /// Its title.
    pub titles: Texts,
    /// How serious its demands are.
    pub(super) known: Known,
    /// Whether it may be left out.
    pub(super) optional: bool,
    pub(crate) columns: Vec<ColumnForm>,
    pub(crate) depth: Option<Depth>,
    pub(crate) rows: Vec<RowForm>,
    pub(crate) identities: Vec<Identity>,
}

/// A column of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct ColumnForm {
    pub id: String,
    pub titles: Texts,
    /// What stands above it as printed, from the top down to its own header; nothing where that is its title alone.
    pub head: Vec<Texts>,
    /// Whether a table may be without it.
    pub optional: bool,
    /// Its title in every language, and how files head it otherwise.
    pub names: Vec<String>,
    pub is_amount: bool,
    /// The digits of the numbers of its items, and behind them the mark that ends a number: the 、 of 一、.
    pub numbered: Option<String>,
    /// The part of a highlight that it holds, and the phase.
    pub part: Option<(String, String)>,
}

/// A row that an identity speaks of.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowForm {
    pub id: String,
    pub titles: Texts,
    /// Its label in every language, how files write it otherwise, and its code.
    pub names: Vec<String>,
}

/// How deep a table goes, and by which codes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Depth {
    /// The column of the codes.
    pub column: String,
    /// How long a code is at each level; the last must be there.
    pub lengths: Vec<usize>,
    /// The row that holds the total of the first level.
    pub total: Option<String>,
}

/// Two sums that are the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Identity {
    pub id: String,
    pub titles: Texts,
    pub known: Known,
    pub left: Vec<Term>,
    pub right: Vec<Term>,
    /// Whether its sides are what comes in and what goes out, to be shown beside each other.
    pub is_balance: bool,
}

/// A figure, or several, of an identity.
#[derive(Clone, Debug, Default)]
pub(crate) struct Term {
    /// The table, in an identity between tables.
    pub table: Option<String>,
    pub column: String,
    pub row: Which,
}

/// The rows that a term means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Which {
    /// The one that the identity is looked at for: it holds for each.
    #[default]
    Each,
    /// A row by its id.
    Row(String),
    /// All whose label in a column is numbered.
    Numbered(String),
}

/// Two tables that have rows in common.
#[derive(Clone, Debug, Default)]
pub(super) struct SameRows {
    pub titles: Texts,
    pub known: Known,
    pub left: Side,
    pub right: Side,
}

/// One of two tables that have rows in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Side {
    pub table: String,
    /// The column by whose texts rows are found.
    pub by: String,
    /// The level of their codes, from one, where only some rows are meant.
    pub level: Option<usize>,
    pub column: String,
}

/// A sum that is shown separately, of the profile's `highlights`.
#[derive(Clone, Debug, Default)]
pub(super) struct Highlight {
    pub id: String,
    pub known: Known,
    pub table: String,
    /// The phases that stand side by side.
    pub compare: Vec<String>,
    /// What is counted beside the money.
    pub counts: Vec<(String, Texts)>,
    /// Whether a change must be explained.
    pub reason: bool,
}

impl TableSet {
    /// Reads a file of a profile's `tables/`.
    ///
    /// # Errors
    /// Where it is no JSON.
    pub fn read(text: &str) -> Result<Self, json::Fault> {
        json::read(text).map(|node| Self::of(&node))
    }

    /// Reads a list of such files.
    ///
    /// # Errors
    /// Where it is no JSON.
    pub fn read_all(text: &str) -> Result<Vec<Self>, json::Fault> {
        Ok(json::read(text)?.list().iter().map(Self::of).collect())
    }

    fn of(node: &Node) -> Self {
        let known = known(node, Known::Seen);
        Self {
            id: text_of(node, "id"),
            version: text_of(node, "version"),
            valid_from: text_of(node, "valid-from"),
            titles: texts(node, "titles"),
            unit: text_of(node, "unit"),
            tables: list(node, "tables").iter().map(|table| read_table(table, known)).collect(),
            identities: read_identities(node, known),
            same_rows: list(node, "same-rows").iter().map(|same| read_same_rows(same, known)).collect(),
            highlights: list(node, "highlights").iter().map(|highlight| read_highlight(highlight, known)).collect(),
        }
    }

    /// The set of an id, or of one version of it (`id@2024`); of several versions the latest.
    pub fn find<'a>(sets: &'a [Self], wanted: &str) -> Option<&'a Self> {
        let (id, version) = wanted.split_once('@').map_or((wanted, None), |(id, version)| (id, Some(version)));
        let is_wanted = |set: &&Self| set.id == id && version.is_none_or(|version| set.version == version);
        sets.iter().filter(is_wanted).max_by(|one, other| one.valid_from.cmp(&other.valid_from))
    }

    /// The ids that something in it speaks of and nothing has.
    pub fn loose_ends(&self) -> Vec<String> {
        let mut loose = Vec::new();
        let mut look = |own: Option<&TableForm>, id: &str, column: &str, row: &Which| {
            let form = own.or_else(|| self.table(id).map(|table| &self.tables[table]));
            let has_row = |form: &TableForm| match row {
                Which::Each => true,
                Which::Row(row) => form.rows.iter().any(|known| known.id == *row),
                Which::Numbered(by) => form.column(by).is_some_and(|by| form.columns[by].numbered.is_some()),
            };
            if !form.is_some_and(|form| form.column(column).is_some() && has_row(form)) {
                loose.push(format!("{id}/{column}/{row:?}"));
            }
        };
        let mut identity = |identity: &Identity, own: Option<&TableForm>| {
            for term in identity.left.iter().chain(&identity.right) {
                let own = own.filter(|_| term.table.is_none());
                look(own, term.table.as_deref().unwrap_or(""), &term.column, &term.row);
            }
        };
        self.identities.iter().for_each(|between| identity(between, None));
        for form in &self.tables {
            form.identities.iter().for_each(|own| identity(own, Some(form)));
        }
        for side in self.same_rows.iter().flat_map(|same| [&same.left, &same.right]) {
            look(None, &side.table, &side.column, &Which::Each);
            look(None, &side.table, &side.by, &Which::Each);
        }
        for form in &self.tables {
            if let Some(depth) = &form.depth {
                let total = depth.total.clone().map_or(Which::Each, Which::Row);
                look(Some(form), &form.id, &depth.column, &total);
            }
        }
        loose.extend(self.highlights.iter().filter(|own| self.table(&own.table).is_none()).map(|own| own.id.clone()));
        loose
    }

    /// What must hold between tables.
    pub(crate) fn between(&self) -> &[Identity] {
        &self.identities
    }

    pub(super) fn table(&self, id: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.id == id)
    }
}

impl TableForm {
    /// The title in a language.
    pub fn title(&self, lang: &str) -> &str {
        in_language(&self.titles, lang)
    }

    /// Whether it may be left out.
    pub fn is_optional(&self) -> bool {
        self.optional
    }

    pub(crate) fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }
}

fn list<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).map_or(&[], Node::list)
}

fn texts_of(node: &Node, key: &str) -> Vec<String> {
    list(node, key).iter().filter_map(|text| text.text().map(str::to_owned)).collect()
}

fn known(node: &Node, otherwise: Known) -> Known {
    match node.text_of("known") {
        Some("general") => Known::General,
        Some("seen") => Known::Seen,
        _ => otherwise,
    }
}

/// Titles in every language, aliases and a code.
fn names(node: &Node) -> Vec<String> {
    let titles = texts(node, "titles").into_iter().map(|(_, title)| title);
    titles.chain(texts_of(node, "aliases")).chain(node.text_of("code").map(str::to_owned)).collect()
}

fn read_table(node: &Node, otherwise: Known) -> TableForm {
    let own = known(node, otherwise);
    let depth = |depth: &Node| Depth {
        column: text_of(depth, "column"),
        lengths: list(depth, "lengths").iter().filter_map(|length| usize::try_from(length.integer()?).ok()).collect(),
        total: depth.text_of("total").map(str::to_owned),
    };
    let row = |row: &Node| RowForm { id: text_of(row, "id"), titles: texts(row, "titles"), names: names(row) };
    TableForm {
        id: text_of(node, "id"),
        titles: texts(node, "titles"),
        known: own,
        optional: is_true(node, "optional"),
        columns: list(node, "columns").iter().map(read_column).collect(),
        depth: node.get("depth").map(depth),
        rows: list(node, "rows").iter().map(row).collect(),
        identities: read_identities(node, own),
    }
}

fn read_column(node: &Node) -> ColumnForm {
    ColumnForm {
        id: text_of(node, "id"),
        titles: texts(node, "titles"),
        head: list(node, "head").iter().map(texts_in).collect(),
        optional: is_true(node, "optional"),
        names: names(node),
        is_amount: is_true(node, "amount"),
        numbered: node.text_of("numbered").map(str::to_owned),
        part: node.text_of("part").map(|part| (part.to_owned(), text_of(node, "phase"))),
    }
}

fn is_true(node: &Node, key: &str) -> bool {
    node.get(key).is_some_and(|node| node.value == json::Value::Bool(true))
}

fn read_identities(node: &Node, otherwise: Known) -> Vec<Identity> {
    let terms = |identity: &Node, side: &str| list(identity, side).iter().map(read_term).collect();
    let identity = |identity: &Node| Identity {
        id: text_of(identity, "id"),
        titles: texts(identity, "titles"),
        known: known(identity, otherwise),
        left: terms(identity, "left"),
        right: terms(identity, "right"),
        is_balance: is_true(identity, "balance"),
    };
    list(node, "identities").iter().map(identity).collect()
}

fn read_term(node: &Node) -> Term {
    let row = match (node.text_of("row"), node.text_of("numbered")) {
        (Some(row), _) => Which::Row(row.to_owned()),
        (None, Some(column)) => Which::Numbered(column.to_owned()),
        (None, None) => Which::Each,
    };
    Term { table: node.text_of("table").map(str::to_owned), column: text_of(node, "column"), row }
}

fn read_same_rows(node: &Node, otherwise: Known) -> SameRows {
    let side = |side: &Node| Side {
        table: text_of(side, "table"),
        by: text_of(side, "by"),
        level: side.get("level").and_then(Node::integer).and_then(|level| usize::try_from(level).ok()),
        column: text_of(side, "column"),
    };
    let of = |key: &str| node.get(key).map(side).unwrap_or_default();
    let (left, right) = (of("left"), of("right"));
    SameRows { titles: texts(node, "titles"), known: known(node, otherwise), left, right }
}

fn read_highlight(node: &Node, otherwise: Known) -> Highlight {
    Highlight {
        id: text_of(node, "id"),
        known: known(node, otherwise),
        table: text_of(node, "table"),
        compare: texts_of(node, "compare"),
        counts: list(node, "counts").iter().map(|count| (text_of(count, "id"), texts(count, "titles"))).collect(),
        reason: is_true(node, "reason"),
    }
}
