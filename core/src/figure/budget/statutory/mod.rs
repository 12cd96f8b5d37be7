//! Statutory tables, highlights and balances: what a package has of table sets and a wish in, tables as they are printed or sums shown
//! separately out, with the words for whether they agree; cannot fail.
//!
//! Everything that says what a table is stands in a set (`profiles/*/tables/`); what was compared comes from
//! [`crate::check::tableset`], which the publisher's command runs as well.

mod balance;
mod head;
mod highlight;
mod report;
mod table;
#[cfg(test)]
mod tests;

pub use table::export_statutory;

use super::place::{place_budget, write_credit};
use super::{BudgetFigure, Choice, Picture, Refusal, View, Wish};
use crate::check::tableset::{Found, FoundTable, Outcome, State, TableSet};
use crate::model::Model;
use crate::profile::Profile;
use crate::words::{Words, in_language};
use std::sync::Arc;

/// The tables of a set as they are shown.
#[derive(Clone, Debug, Default)]
pub struct Statutory {
    /// The tables to choose from, in their order.
    pub list: Vec<Entry>,
    /// The tables shown: the chosen one, or all of them where nothing can be pressed.
    pub tables: Vec<StatutoryTable>,
}

/// A table to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its path.
    pub path: String,
    /// Its place among the tables of its set, from one, in words.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What is special about it: that it is empty, or missing; blank where nothing is.
    pub remark: String,
    /// Whether it is shown.
    pub chosen: bool,
}

/// A table as it is printed.
#[derive(Clone, Debug, Default)]
pub struct StatutoryTable {
    /// Its title.
    pub title: String,
    /// The unit, printed once above it.
    pub unit_line: String,
    /// The rows of its header.
    pub head: Vec<Vec<HeadCell>>,
    /// For each column, whether it holds figures.
    pub numeric: Vec<bool>,
    /// The column whose cells name the rows, where there is one: not where two lists stand side by side.
    pub names: Option<usize>,
    /// Its rows.
    pub rows: Vec<StatutoryRow>,
    /// The language of the texts in its rows, where that is not the reader's.
    pub lang: Option<String>,
    /// What stands in place of rows: that there are no figures, or no table.
    pub empty: Option<String>,
    /// The note beneath it.
    pub note: String,
    /// Whether what should hold holds.
    pub claims: Vec<Claim>,
}

/// A cell of a header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeadCell {
    /// Its words.
    pub text: String,
    /// How many columns it spans.
    pub across: u32,
    /// How many rows it spans.
    pub down: u32,
    /// The column that it is the own header of; `None` where it stands above several.
    pub column: Option<usize>,
}

/// A row of a printed table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatutoryRow {
    /// Its cells, one a column, as they are printed: what is blank stays blank.
    pub cells: Vec<String>,
    /// Whether it is a sum of others.
    pub is_total: bool,
    /// How deep its code stands, from 0.
    pub level: usize,
}

/// Something that should hold, and whether it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// How the worst of its comparisons came out.
    pub outcome: Outcome,
    /// What should hold.
    pub rule: String,
    /// How many comparisons agree.
    pub agreed: String,
    /// Those that do not, each with both figures.
    pub apart: Vec<String>,
}

/// What a package has of table sets, and the sets.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Whether all tables are shown, for a page on which nothing can be pressed; else the chosen one.
    pub is_whole: bool,
    /// The known sets.
    pub sets: &'a [TableSet],
    /// What was found of some of them.
    pub found: &'a [Found],
}

/// A table of a set in a package.
struct Place<'a> {
    set: &'a TableSet,
    found: &'a Found,
    at: usize,
    path: String,
}

impl<'a> Place<'a> {
    fn table(&self) -> &'a FoundTable {
        &self.found.tables[self.at]
    }
}

impl<'a> Source<'a> {
    /// The tables that are there, and those that should be.
    fn places(&self) -> Vec<Place<'a>> {
        let mut places = Vec::new();
        for found in self.found {
            let set = &self.sets[found.set];
            for (at, table) in found.tables.iter().enumerate() {
                let is_due = found.is_whole && !set.tables[at].is_optional();
                if table.state == State::Missing && !is_due {
                    continue;
                }
                let path = if self.found.len() > 1 { [&found.id, "/", &table.id].concat() } else { table.id.clone() };
                places.push(Place { set, found, at, path });
            }
        }
        places
    }
}

/// The table of a path; else the first that is there.
fn chosen(places: &[Place<'_>], path: &str) -> usize {
    let is_there = |place: &Place<'_>| place.table().state != State::Missing;
    let wished = places.iter().position(|place| place.path == path);
    wished.or_else(|| places.iter().position(is_there)).unwrap_or(0)
}

/// The words of a figure, and what they are told of.
struct Telling<'a> {
    model: &'a Model,
    words: &'a Words,
    profile: &'a Profile,
}

/// Places what [`View::Tables`], [`View::Highlights`] or [`View::Balance`] shows. A figure that has nothing of it says so.
#[inline(never)]
pub fn place_statutory(
    model: &Model,
    source: Source<'_>,
    wish: &Wish,
    words: &Words,
    profile: &Profile,
) -> BudgetFigure {
    let whole = Wish { path: String::new(), ..wish.clone() };
    let mut figure = place_budget(model, &whole, words, profile);
    (figure.picture, figure.crumbs, figure.empty) = (Picture::default(), Vec::new(), None);
    let telling = Telling { model, words, profile };
    telling.offer_balance(&mut figure, source);
    let known = match wish.view {
        View::Balance => telling.put_balance(&mut figure, source, wish),
        View::Highlights => telling.put_highlight(&mut figure, source, wish),
        _ => telling.put_tables(&mut figure, source, wish),
    };
    match known {
        Some(false) => figure.refused.push(Refusal::new("path", &wish.path)),
        Some(true) => {}
        None => {
            let key = match wish.view {
                View::Highlights => "tables.no-highlight",
                View::Balance => "tables.no-balance",
                _ => "tables.none",
            };
            (figure.empty, figure.sentence) = (Some(words.text(key).to_owned()), String::new());
        }
    }
    if !figure.granted.bare {
        figure.credit = write_credit(&figure, words);
    }
    figure
}

impl Telling<'_> {
    /// Adds balances to the views, where the tables have one: only who has read them knows.
    fn offer_balance(&self, figure: &mut BudgetFigure, source: Source<'_>) {
        if source.found.iter().all(|found| found.balances.is_empty()) {
            return;
        }
        for switch in figure.switches.iter_mut().filter(|switch| switch.id == "view") {
            let label = self.words.text("show.balance").to_owned();
            let chosen = figure.granted.view == View::Balance;
            switch.options.push(Choice { id: View::Balance.word().to_owned(), label, chosen });
        }
    }

    /// The chosen table and the list of all; whether the wish names one of them. `None` where there is none.
    fn put_tables(&self, figure: &mut BudgetFigure, source: Source<'_>, wish: &Wish) -> Option<bool> {
        let (places, lang) = (source.places(), self.words.lang());
        let chosen = chosen(&places, &wish.path);
        let shown = places.get(chosen)?;
        let list = places.iter().enumerate().map(|(at, place)| Entry {
            path: place.path.clone(),
            number: self.words.integer(place.at as u64 + 1),
            title: in_language(&place.table().titles, lang).to_owned(),
            remark: self.remark(place.table().state).to_owned(),
            chosen: at == chosen,
        });
        let list: Vec<Entry> = list.collect();
        let tables = match source.is_whole {
            true => places.iter().map(|place| self.table(place)).collect(),
            false => vec![self.table(shown)],
        };
        figure.granted.path.clone_from(&shown.path);
        figure.name = [figure.title.as_str(), &list[chosen].title].join(self.words.text("join.title"));
        let sentences: Vec<String> = source.found.iter().map(|found| self.sentence(found, source)).collect();
        figure.sentence = sentences.join(self.words.text("join.sentence"));
        figure.switches.retain(|switch| switch.id == "view");
        figure.statutory = Some(Arc::new(Statutory { list, tables }));
        Some(shown.path == wish.path || wish.path.is_empty())
    }

    /// What is special about a table.
    fn remark(&self, state: State) -> &str {
        match state {
            State::Filled => "",
            State::Empty | State::EmptyUnsaid => self.words.text("tables.empty"),
            State::Missing => self.words.text("tables.missing"),
        }
    }
}
