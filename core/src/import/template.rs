//! Templates: a form, a profile and languages in, sheets that a person fills in out, as texts and lists of choices; cannot fail. The command
//! writes them down as a workbook, and `describe` reads a filled one by the same words.

use super::form::{AboutWords, CONTACTS, FormWords, TableWords, Wording};
use super::load::profile_named;
use crate::ingest::form::{Column, Form, Holds};
use crate::ingest::{header_unit, results};
use crate::json::{self, Node};
use crate::profile::funds::FundTerms;
use crate::profile::results::ResultTerms;
use crate::profile::{Profile, Texts};
use crate::words::{Words, in_language};

/// A sheet to be filled in.
#[derive(Clone, Debug)]
pub struct Blank {
    /// Its name.
    pub name: String,
    /// What stands above its header: its title, and what it is for.
    pub above: Vec<String>,
    /// Its columns.
    pub columns: Vec<BlankColumn>,
    /// Labels and explanations of rows, where its rows are given.
    pub rows: Vec<(String, String)>,
}

/// A column to be filled in.
#[derive(Clone, Debug)]
pub struct BlankColumn {
    /// Its header.
    pub header: String,
    /// What is written there.
    pub says: String,
    /// Whether no cell of it may be blank.
    pub required: bool,
    /// What it holds.
    pub holds: Holds,
    /// What may be chosen.
    pub choices: Vec<String>,
}

/// What a template is made by.
struct Maker {
    languages: Vec<String>,
    /// Tiers and contacts.
    terms: FundTerms,
    /// Kinds of promises.
    kinds: Vec<(String, Texts)>,
    /// What stands for words of the form.
    words: Vec<(String, Vec<String>)>,
    /// The unit of amounts, in parentheses; blank where it is open.
    unit: String,
}

/// The languages that a profile speaks.
pub fn languages_of(profile: &str) -> Vec<String> {
    let root = profile_named(profile).and_then(|text| json::read(text).ok());
    let languages = root.as_ref().and_then(|root| root.get("languages")).map(Node::list).unwrap_or_default();
    languages.iter().filter_map(|language| language.text().map(str::to_owned)).collect()
}

/// The sheets of a form: one on the package, and one for each table.
pub fn form_template(form: &'static Form, profile: &str, languages: &[String]) -> Vec<Blank> {
    let text = profile_named(profile).unwrap_or_default();
    let of_profile = Profile::read(text).unwrap_or_default();
    let (languages, unit) = (languages.to_vec(), unit(&of_profile, languages));
    let (mut terms, results) = (FundTerms::read(text), ResultTerms::read(text));
    let is_of_results = form.id == results::FORM.id;
    let words = if is_of_results { results.words } else { std::mem::take(&mut terms.words) };
    let maker = Maker { languages, terms, kinds: results.kinds, words, unit };
    let words = FormWords::of_profile(form, profile);
    let is_open = of_profile.currency.is_none();
    let tables = words.tables.iter().map(|table| maker.table(table, is_open));
    std::iter::once(maker.about()).chain(tables).collect()
}

/// The profile's own unit as a header states it: its name where that names the currency too, else the currency's code.
fn unit(profile: &Profile, languages: &[String]) -> String {
    let Some(currency) = profile.currency else { return String::new() };
    let named = profile.units.iter().filter(|unit| unit.factor == 1).flat_map(|unit| &unit.titles);
    let mut named = named.filter(|(lang, _)| languages.first() == Some(lang)).map(|(_, title)| format!("（{title}）"));
    let names_it = |text: &String| header_unit(text).0.as_deref() == Some(currency.code());
    named.find(names_it).unwrap_or_else(|| format!(" ({})", currency.code()))
}

/// The tables whose column `kind` has a kind of promise.
const WITH_KINDS: [&str; 3] = ["goals", "tasks", "indicators"];

impl Maker {
    /// A text in all languages of the template.
    fn all(&self, texts: &Texts, between: &str) -> String {
        let own = self.languages.iter().map(|lang| in_language(texts, lang));
        own.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(between)
    }

    /// A word of the product in all languages.
    fn word(&self, key: &str) -> String {
        self.languages.iter().map(|lang| Words::built_in(lang).text(key).to_owned()).collect::<Vec<_>>().join(" ")
    }

    fn first<'a>(&self, texts: &'a Texts) -> &'a str {
        in_language(texts, self.languages.first().map_or("", String::as_str))
    }

    fn above(&self, titles: &Texts, says: &Texts) -> Vec<String> {
        let says = self.languages.iter().map(|lang| in_language(says, lang).to_owned());
        std::iter::once(self.all(titles, " ")).chain(says).collect()
    }

    fn table(&self, table: &TableWords, is_open: bool) -> Blank {
        let column = |wording: &Wording| {
            let column = table.column(&wording.id)?;
            let mut says = self.all(&wording.says, "\n");
            if column.required {
                says = format!("{}\n{says}", self.word("template.required"));
            }
            let mut header = self.header(wording);
            if wording.is_money(table) {
                header += &self.unit;
            }
            let choices = self.choices(table, column);
            Some(BlankColumn { header, says, required: column.required, holds: column.holds, choices })
        };
        // Where a profile has a currency, amounts are in it.
        let offered = table.offered().filter(|wording| is_open || wording.id != "currency");
        let above = self.above(&table.titles, &table.says);
        Blank {
            name: self.all(&table.titles, " "),
            above,
            columns: offered.filter_map(column).collect(),
            rows: Vec::new(),
        }
    }

    /// A header in all languages; of a column that may be several, with an example behind the colon.
    fn header(&self, wording: &Wording) -> String {
        if wording.example.is_empty() {
            return self.all(&wording.titles, "\n");
        }
        let one = |lang: &String| [&wording.titles, &wording.example].map(|texts| in_language(texts, lang)).join(":");
        self.languages.iter().map(one).collect::<Vec<_>>().join("\n")
    }

    fn choices(&self, table: &TableWords, column: &Column) -> Vec<String> {
        if column.id == "tier" {
            return self.terms.tiers.iter().map(|tier| self.first(&tier.titles).to_owned()).collect();
        }
        if WITH_KINDS.contains(&table.form.id) && column.id == "kind" {
            return self.kinds.iter().map(|(_, titles)| self.first(titles).to_owned()).collect();
        }
        let Holds::Word(words) = column.holds else { return Vec::new() };
        let own = |word: &str| {
            let other = self.words.iter().find(|(known, _)| known == word).and_then(|(_, others)| others.first());
            other.cloned().unwrap_or_else(|| word.to_owned())
        };
        words.iter().map(|word| own(word)).collect()
    }

    /// The sheet on the package. A line is a label, what is filled in, and what that is.
    fn about(&self) -> Blank {
        let AboutWords { titles, says, rows: lines } = AboutWords::all();
        let mut rows = Vec::new();
        for line in lines {
            if line.id != CONTACTS {
                rows.push((self.all(&line.titles, " "), self.all(&line.says, "\n")));
                continue;
            }
            for contact in &self.terms.contacts {
                let mut says = self.all(&line.says, "\n");
                if contact.required {
                    says = format!("{}\n{says}", self.word("template.required"));
                }
                rows.push((self.all(&contact.titles, " "), says));
            }
        }
        let column = |key: &str| BlankColumn {
            header: self.word(key),
            says: String::new(),
            required: false,
            holds: Holds::Text,
            choices: Vec::new(),
        };
        let columns = ["template.line", "template.value", "template.says"].map(column).to_vec();
        Blank { name: self.all(titles, " "), above: self.above(titles, says), columns, rows }
    }
}
