//! How people write the tables of a form: the data files of `profiles/` in, titles, explanations and headers of each table and column
//! out; cannot fail, since the files are part of this repository and a test reads each.
//!
//! `profiles/funds.json` and `profiles/results.json` name what is the same everywhere, files of the same name beside a profile what
//! its offices call it, and columns that only its tiers have. `profiles/about.json` names the lines of the sheet on the package.

use crate::ingest::FORMS;
use crate::ingest::form::{Column, Form, Holds, TableForm};
use crate::json::{self, Node};
use crate::profile::{Texts, texts};
pub use crate::text::plain;
use std::sync::LazyLock;

/// The files: the profile that each is of, and its text; those of no profile hold everywhere.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/forms.rs"));

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
    /// Of a column that may be several, what may stand after the colon.
    pub example: Texts,
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
    /// Which it is.
    pub form: &'static Form,
    /// What it is called.
    pub titles: Texts,
    /// The tables in the form's order.
    pub tables: Vec<TableWords>,
}

/// The words of the sheet on the package, which is the same for every form.
#[derive(Clone, Debug, Default)]
pub struct AboutWords {
    /// What it is called.
    pub titles: Texts,
    /// What stands in it.
    pub says: Texts,
    /// Its lines.
    pub rows: Vec<Wording>,
}

static ALL: LazyLock<Vec<FormWords>> =
    LazyLock::new(|| FORMS.into_iter().map(|form| FormWords::read(form, &|_| true)).collect());

static ABOUT: LazyLock<AboutWords> = LazyLock::new(AboutWords::read);

impl AboutWords {
    /// The words of the sheet.
    pub fn all() -> &'static Self {
        &ABOUT
    }

    fn read() -> Self {
        let roots = FILES.iter().filter_map(|(_, text)| json::read(text).ok());
        let mut abouts = roots.filter_map(|root| root.get("about").cloned());
        let about = |about: Node| Self {
            titles: texts(&about, "titles"),
            says: texts(&about, "says"),
            rows: list(&about, "rows").map(read_wording).collect(),
        };
        abouts.next().map(about).unwrap_or_default()
    }
}

impl FormWords {
    /// The words of all forms and profiles, by which headers are told.
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// The words of a form, those of all profiles.
    pub fn of(form: &Form) -> Option<&'static Self> {
        ALL.iter().find(|words| words.form.id == form.id)
    }

    /// The words that offices of a profile use.
    pub fn of_profile(form: &'static Form, profile: &str) -> Self {
        Self::read(form, &|of| of.is_empty() || of == profile)
    }

    /// What the files of some profiles say.
    fn read(form: &'static Form, is_meant: &dyn Fn(&str) -> bool) -> Self {
        let roots = FILES.iter().filter(|(of, _)| is_meant(of)).filter_map(|(_, text)| json::read(text).ok());
        let none = Self { form, titles: Vec::new(), tables: Vec::new() };
        roots.filter(|root| root.text_of("id") == Some(form.id)).fold(none, |words, root| words.and(&root))
    }

    /// With what a file adds.
    fn and(mut self, root: &Node) -> Self {
        if self.titles.is_empty() {
            self.titles = texts(root, "titles");
        }
        for node in list(root, "tables") {
            let Some(form) = self.form.tables.iter().find(|form| node.text_of("id") == Some(form.id)) else { continue };
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

    /// What stands after the colon of a header that is one of several of this column: a language, or another word. In two
    /// languages the first says it: of `分组:性别 Group:sex` that is `性别`.
    pub fn variant(&self, holds: Holds, header: &str) -> Option<String> {
        let (stem, rest) = header.split_once([':', '：'])?;
        let first = match rest.split_once([':', '：']) {
            None => rest,
            Some((first, _)) => match first.trim().rsplit_once(char::is_whitespace) {
                Some((word, again)) if self.is_called(&plain(again)) => word,
                _ => first,
            },
        };
        let word = first.trim();
        let is_meant = match holds {
            Holds::Texts => is_language(word),
            Holds::Amounts | Holds::Variants => !word.is_empty(),
            _ => false,
        };
        (is_meant && self.is_called(&plain(stem))).then(|| word.to_owned())
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

/// Whether a word is the tag of a language: `en`, `zh-Hans`.
fn is_language(word: &str) -> bool {
    let first = word.split('-').next().unwrap_or("");
    let is_plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_plain && (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn list<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = &'a Node> {
    node.get(key).map(Node::list).unwrap_or_default().iter()
}

fn read_wording(node: &Node) -> Wording {
    let mut wording = Wording::new(node.text_of("id").unwrap_or(""), texts(node, "titles"));
    (wording.says, wording.example) = (texts(node, "says"), texts(node, "example"));
    wording.role = node.text_of("role").map(str::to_owned);
    wording.tells = node.get("tells").and_then(Node::truth).unwrap_or(false);
    wording.add_headers(list(node, "headers").filter_map(|header| header.text().map(str::to_owned)).collect());
    wording
}

#[cfg(test)]
mod tests {
    use super::{AboutWords, FILES, FORMS, FormWords, Wording, plain};
    use crate::import::unit::stated_factor;
    use crate::ingest::form::Holds;
    use crate::ingest::{StatusWords, funds, results};
    use crate::json;

    fn wording<'a>(words: &'a FormWords, table: &str, id: &str) -> &'a Wording {
        let table = words.table(table).expect("a table");
        table.columns.iter().find(|column| column.id == id).expect("a column")
    }

    #[test]
    fn every_table_and_column_of_a_form_has_words_and_no_other_has() {
        assert!(FILES.iter().all(|(_, text)| json::read(text).is_ok()) && AboutWords::all().rows.len() > 5);
        for (form, all) in FORMS.into_iter().zip(FormWords::all()) {
            let words = FormWords::of_profile(form, "");
            let ids = |words: &FormWords| -> Vec<(String, Vec<String>)> {
                let columns =
                    |table: &super::TableWords| table.columns.iter().map(|column| column.id.clone()).collect();
                words.tables.iter().map(|table| (table.form.id.to_owned(), columns(table))).collect()
            };
            let of_form = form.tables.iter().map(|table| {
                (table.id.to_owned(), table.columns.iter().map(|column| column.id.to_owned()).collect::<Vec<_>>())
            });
            assert_eq!(ids(&words), of_form.collect::<Vec<_>>());
            assert_eq!(all.titles.len(), 2, "{}", form.id);
            for table in &all.tables {
                for column in &table.columns {
                    assert!(table.column(&column.id).is_some(), "{} {}", table.form.id, column.id);
                    let texts = [&column.titles, &column.says];
                    let said: Vec<&str> =
                        texts.iter().flat_map(|texts| texts.iter()).map(|(tag, _)| tag.as_str()).collect();
                    assert_eq!(said, ["en", "zh-Hans", "en", "zh-Hans"], "{} {}", table.form.id, column.id);
                }
            }
        }
    }

    #[test]
    fn a_header_is_of_one_column_only_and_states_no_unit_and_no_status() {
        let status = StatusWords::built_in();
        for table in FormWords::all().iter().flat_map(|words| &words.tables) {
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
                    assert!(!status.is_status(table.form.id, header), "{} {header}", table.form.id);
                }
            }
        }
    }

    #[test]
    fn a_header_may_stand_in_two_languages() {
        let words = FormWords::of(&funds::FORM).expect("funds");
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
            let words = FormWords::of_profile(&funds::FORM, profile);
            let offered = words.table("projects").expect("a table").offered().map(|column| column.id.clone());
            offered.filter(|id| id.starts_with("source")).collect()
        };
        let of_china = ["central", "province", "city", "county", "other"].map(|tier| format!("source:{tier}"));
        assert_eq!((sources("cn"), sources("gb")), (of_china.to_vec(), vec!["source".to_owned()]));
    }

    #[test]
    fn what_stands_after_a_colon_makes_one_of_several() {
        let words = FormWords::of(&results::FORM).expect("results");
        let group = wording(words, "values", "group");
        for (header, word) in [
            ("group:sex", Some("sex")),
            ("Group: age group", Some("age group")),
            ("分组：性别", Some("性别")),
            ("分组:性别 Group:sex", Some("性别")),
            ("Group:sex\n分组:性别", Some("sex")),
            ("group:", None),
            ("sex", None),
            ("value:sex", None),
        ] {
            assert_eq!(group.variant(Holds::Variants, header).as_deref(), word, "{header}");
        }
        let name = wording(words, "tasks", "name");
        assert_eq!(name.variant(Holds::Texts, "任务名称:zh-Hans").as_deref(), Some("zh-Hans"));
        assert_eq!(name.variant(Holds::Texts, "Task: what is done"), None, "no language");
        assert_eq!(name.variant(Holds::Text, "name:en"), None, "one column only");
    }
}
