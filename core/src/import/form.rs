//! How people write the form of funds: the data files of `profiles/` in, titles, explanations and headers of each table and column
//! out; cannot fail, since the files are part of this repository and a test reads each.
//!
//! `profiles/funds.json` names what is the same everywhere, a profile's `funds.json` what its offices call it, and columns that
//! only its tiers have.

use crate::ingest::form::{Column, Holds, TableForm};
use crate::ingest::funds::FORM;
use crate::json::{self, Node};
use crate::profile::{Texts, texts};
use crate::text::lower;
use std::sync::LazyLock;

/// What holds everywhere.
const GENERAL: &str = include_str!("../../../profiles/funds.json");

/// What profiles say: id and text.
const OF_PROFILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/funds.rs"));

/// The line of contacts in the sheet on the package, in place of which stand those of a profile.
pub const CONTACTS: &str = "daylight:contacts";

/// A column, or a line of the sheet on the package, as people write it.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    /// The form's name, with what stands after the colon: `amount`, `source:county`.
    pub id: String,
    /// What it is called.
    pub titles: Texts,
    /// What is written there.
    pub says: Texts,
    /// What else its header may be.
    pub headers: Vec<String>,
    /// Whom it names.
    pub role: Option<String>,
    /// Whether it tells its table from others.
    pub tells: bool,
    /// Its id and other headers, and its titles, as headers are compared.
    plain: (Vec<String>, Vec<String>),
}

/// A table.
#[derive(Clone, Debug)]
pub struct TableWords {
    /// Its form.
    pub form: &'static TableForm,
    /// What it is called.
    pub titles: Texts,
    /// What stands in it.
    pub says: Texts,
    /// Its columns.
    pub columns: Vec<Wording>,
}

/// The words of a form.
#[derive(Clone, Debug)]
pub struct FormWords {
    /// What the form is called.
    pub titles: Texts,
    /// The sheet on the package: titles, what stands in it, its lines.
    pub about: (Texts, Texts, Vec<Wording>),
    /// The tables in the form's order.
    pub tables: Vec<TableWords>,
}

static ALL: LazyLock<FormWords> =
    LazyLock::new(|| OF_PROFILES.iter().fold(FormWords::general(), |words, (_, text)| words.and(text)));

impl FormWords {
    /// The words of all profiles, by which headers are told.
    pub fn all() -> &'static Self {
        &ALL
    }

    /// The words that offices of a profile use.
    pub fn of_profile(profile: &str) -> Self {
        let own = OF_PROFILES.iter().filter(|(id, _)| *id == profile);
        own.fold(Self::general(), |words, (_, text)| words.and(text))
    }

    fn general() -> Self {
        let none = Self { titles: Vec::new(), about: Default::default(), tables: Vec::new() };
        none.and(GENERAL)
    }

    /// With what a file adds.
    fn and(mut self, text: &str) -> Self {
        let Ok(root) = json::read(text) else { return self };
        if let Some(about) = root.get("about") {
            self.titles = texts(&root, "titles");
            self.about =
                (texts(about, "titles"), texts(about, "says"), list(about, "rows").map(read_wording).collect());
        }
        for node in list(&root, "tables") {
            let Some(form) = FORM.tables.iter().find(|form| node.text_of("id") == Some(form.id)) else { continue };
            let at = self.tables.iter().position(|table| table.form.id == form.id).unwrap_or_else(|| {
                let [titles, says] = ["titles", "says"].map(|key| texts(node, key));
                self.tables.push(TableWords { form, titles, says, columns: Vec::new() });
                self.tables.len() - 1
            });
            list(node, "columns").map(read_wording).for_each(|column| self.tables[at].put(column));
        }
        self
    }

    /// A table by its id.
    pub fn table(&self, id: &str) -> Option<&TableWords> {
        self.tables.iter().find(|table| table.form.id == id)
    }
}

impl TableWords {
    /// A column of the form by the name of a wording, with or without what stands after a colon.
    pub fn column(&self, id: &str) -> Option<&'static Column> {
        self.form.column(id.split(':').next().unwrap_or(id))
    }

    /// Adds a column, or what else its header may be; one of several follows those that it belongs to.
    fn put(&mut self, column: Wording) {
        let stem = |id: &str| id.split(':').next().map(str::to_owned);
        if let Some(known) = self.columns.iter_mut().find(|known| known.id == column.id) {
            return known.add_headers(column.headers);
        }
        let last = self.columns.iter().rposition(|known| stem(&known.id) == stem(&column.id));
        self.columns.insert(last.map_or(self.columns.len(), |last| last + 1), column);
    }

    /// The columns that a person fills in: of several kinds of one column, those kinds.
    pub fn offered(&self) -> impl Iterator<Item = &Wording> {
        let has_kinds = |id: &str| {
            let is_kind = |other: &Wording| other.id.strip_prefix(id).is_some_and(|rest| rest.starts_with(':'));
            self.columns.iter().any(is_kind)
        };
        self.columns.iter().filter(move |column| !has_kinds(&column.id))
    }
}

impl Wording {
    /// Whether its cells hold money.
    pub fn is_money(&self, table: &TableWords) -> bool {
        table.column(&self.id).is_some_and(|column| matches!(column.holds, Holds::Amount | Holds::Amounts))
    }

    /// Whether a header is one of this column: its id, its title in a language or in two, or what offices call it. `text` is as
    /// [`plain`] leaves it.
    pub fn is_called(&self, text: &str) -> bool {
        let (others, titles) = &self.plain;
        let in_two = |one: &String| {
            text.strip_prefix(one.as_str()).is_some_and(|rest| titles.iter().any(|other| other == rest && other != one))
        };
        others.iter().any(|other| other == text) || titles.iter().any(|title| title == text || in_two(title))
    }

    /// A wording of this id, with titles.
    pub fn new(id: &str, titles: Texts) -> Self {
        let plain = (vec![plain(id)], titles.iter().map(|(_, title)| plain(title)).collect());
        Self { id: id.to_owned(), titles, plain, ..Self::default() }
    }

    fn add_headers(&mut self, headers: Vec<String>) {
        self.plain.0.extend(headers.iter().map(|header| plain(header)));
        self.headers.extend(headers);
    }
}

fn list<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = &'a Node> {
    node.get(key).map(Node::list).unwrap_or_default().iter()
}

fn read_wording(node: &Node) -> Wording {
    let mut wording = Wording::new(node.text_of("id").unwrap_or(""), texts(node, "titles"));
    wording.says = texts(node, "says");
    wording.role = node.text_of("role").map(str::to_owned);
    wording.tells = node.get("tells").and_then(Node::truth).unwrap_or(false);
    wording.add_headers(list(node, "headers").filter_map(|header| header.text().map(str::to_owned)).collect());
    wording
}

/// A header as it is compared: letters and digits in lower case, and the colon.
pub fn plain(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric() || *char == ':').map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::{FORM, FormWords, GENERAL, OF_PROFILES, Wording, plain};
    use crate::import::unit::stated_factor;
    use crate::json;

    fn wording<'a>(words: &'a FormWords, table: &str, id: &str) -> &'a Wording {
        let table = words.table(table).expect("a table");
        table.columns.iter().find(|column| column.id == id).expect("a column")
    }

    #[test]
    fn every_table_and_column_of_the_form_has_words_and_no_other_has() {
        assert!(json::read(GENERAL).is_ok() && OF_PROFILES.iter().all(|(_, text)| json::read(text).is_ok()));
        let words = FormWords::general();
        let ids = |words: &FormWords| -> Vec<(String, Vec<String>)> {
            let columns = |table: &super::TableWords| table.columns.iter().map(|column| column.id.clone()).collect();
            words.tables.iter().map(|table| (table.form.id.to_owned(), columns(table))).collect()
        };
        let of_form = FORM.tables.iter().map(|table| {
            (table.id.to_owned(), table.columns.iter().map(|column| column.id.to_owned()).collect::<Vec<_>>())
        });
        assert_eq!(ids(&words), of_form.collect::<Vec<_>>());
        for table in &FormWords::all().tables {
            for column in &table.columns {
                assert!(table.column(&column.id).is_some(), "{} {}", table.form.id, column.id);
                let said: Vec<&str> = [&column.titles, &column.says]
                    .iter()
                    .flat_map(|texts| texts.iter())
                    .map(|(tag, _)| tag.as_str())
                    .collect();
                assert_eq!(said, ["en", "zh-Hans", "en", "zh-Hans"], "{} {}", table.form.id, column.id);
            }
        }
    }

    #[test]
    fn a_header_is_of_one_column_only_and_states_no_unit() {
        for table in &FormWords::all().tables {
            for column in &table.columns {
                let own = column.titles.iter().map(|(_, title)| title).chain(&column.headers);
                for header in own.chain([&column.id]) {
                    let of: Vec<&str> = table
                        .columns
                        .iter()
                        .filter(|other| other.is_called(&plain(header)))
                        .map(|other| other.id.as_str())
                        .collect();
                    assert_eq!(of, [column.id.as_str()], "{} {header}", table.form.id);
                    assert_eq!(stated_factor(header), None, "{header}");
                }
            }
        }
    }

    #[test]
    fn a_header_may_stand_in_two_languages() {
        let words = FormWords::all();
        let amount = wording(words, "transfers", "amount");
        for header in [
            "拨付金额",
            "Amount passed on",
            "拨付金额\nAmount passed on",
            "Amount passed on / 拨付金额",
            "AMOUNT",
            "下达金额",
        ] {
            assert!(amount.is_called(&plain(header)), "{header}");
        }
        assert!(!amount.is_called(&plain("拨付金额 拨付金额")) && !amount.is_called(&plain("金额 Amount")));
        let sources = |profile: &str| -> Vec<String> {
            let words = FormWords::of_profile(profile);
            let offered = words.table("projects").expect("a table").offered().map(|column| column.id.clone());
            offered.filter(|id| id.starts_with("source")).collect()
        };
        let of_china = ["central", "province", "city", "county", "other"].map(|tier| format!("source:{tier}"));
        assert_eq!((sources("cn"), sources("gb")), (of_china.to_vec(), vec!["source".to_owned()]));
    }
}
