//! Templates: a profile and languages in, sheets that a person fills in out, as texts and lists of choices; cannot fail. The command
//! writes them down as a workbook, and `describe` reads a filled one by the same words.

use super::form::{CONTACTS, FormWords, TableWords, Wording};
use super::load::profile_named;
use crate::ingest::form::Holds;
use crate::ingest::header_unit;
use crate::json::{self, Node};
use crate::profile::funds::FundTerms;
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
    terms: FundTerms,
    /// The unit of amounts, in parentheses; blank where it is open.
    unit: String,
}

/// The languages that a profile speaks.
pub fn languages_of(profile: &str) -> Vec<String> {
    let root = profile_named(profile).and_then(|text| json::read(text).ok());
    let languages = root.as_ref().and_then(|root| root.get("languages")).map(Node::list).unwrap_or_default();
    languages.iter().filter_map(|language| language.text().map(str::to_owned)).collect()
}

/// The sheets of funds: one on the package, and one for each table.
pub fn funds_template(profile: &str, languages: &[String]) -> Vec<Blank> {
    let text = profile_named(profile).unwrap_or_default();
    let of_profile = Profile::read(text).unwrap_or_default();
    let maker =
        Maker { languages: languages.to_vec(), terms: FundTerms::read(text), unit: unit(&of_profile, languages) };
    let words = FormWords::of_profile(profile);
    let is_open = of_profile.currency.is_none();
    let tables = words.tables.iter().map(|table| maker.table(table, is_open));
    std::iter::once(maker.about(&words)).chain(tables).collect()
}

/// The profile's own unit as a header states it: its name where that names the currency too, else the currency's code.
fn unit(profile: &Profile, languages: &[String]) -> String {
    let Some(currency) = profile.currency else { return String::new() };
    let named = profile.units.iter().filter(|unit| unit.factor == 1).flat_map(|unit| &unit.titles);
    let mut named = named.filter(|(lang, _)| languages.first() == Some(lang)).map(|(_, title)| format!("（{title}）"));
    let names_it = |text: &String| header_unit(text).0.as_deref() == Some(currency.code());
    named.find(names_it).unwrap_or_else(|| format!(" ({})", currency.code()))
}

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
            let mut header = self.all(&wording.titles, "\n");
            if wording.is_money(table) {
                header += &self.unit;
            }
            let choices = self.choices(column.id, column.holds);
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

    fn choices(&self, id: &str, holds: Holds) -> Vec<String> {
        if id == "tier" {
            return self.terms.tiers.iter().map(|tier| self.first(&tier.titles).to_owned()).collect();
        }
        let Holds::Word(words) = holds else { return Vec::new() };
        let own = |word: &str| {
            let other = self.terms.words.iter().find(|(known, _)| known == word).and_then(|(_, others)| others.first());
            other.cloned().unwrap_or_else(|| word.to_owned())
        };
        words.iter().map(|word| own(word)).collect()
    }

    /// The sheet on the package. A line is a label, what is filled in, and what that is.
    fn about(&self, words: &FormWords) -> Blank {
        let (titles, says, lines) = &words.about;
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
