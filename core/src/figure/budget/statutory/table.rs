//! A statutory table as it is printed: its form and what a package has of it in, header, rows and note in the reader's words
//! out; cannot fail.

use super::head::place_head;
use super::{Place, Source, StatutoryRow, StatutoryTable, Telling, chosen};
use crate::check::tableset::{ColumnForm, Identity, Line, State, TableForm, TableSet, Teller, Which, is_same};
use crate::figure::budget::{View, Wish};
use crate::figure::csv::CsvWriter;
use crate::model::Model;
use crate::profile::Profile;
use crate::text::lower;
use crate::words::{Words, in_language};

impl Telling<'_> {
    /// A table with its rows.
    pub(super) fn table(&self, place: &Place<'_>) -> StatutoryTable {
        let (table, form, lang) = (place.table(), &place.set.tables[place.at], self.words.lang());
        let shown = shown(place);
        let is_there = table.state != State::Missing;
        let mut paths: Vec<Vec<String>> = shown.iter().map(|(_, column)| path(column, lang)).collect();
        let mut numeric: Vec<bool> = shown.iter().map(|(_, column)| column.is_amount).collect();
        paths.extend(table.further.iter().map(|header| vec![header.clone()]));
        numeric.resize(paths.len(), false);
        let teller = Teller::new(self.words, self.profile, &place.set.unit);
        let row = |line: &Line| StatutoryRow {
            cells: cells(line, &shown, &teller),
            is_total: is_total(line, form, place.set),
            level: level(line, form),
        };
        let rows = if table.state == State::Filled { table.rows.iter().map(row).collect() } else { Vec::new() };
        let note = in_language(&table.note, lang).to_owned();
        let empty = match table.state {
            State::Filled => None,
            State::Empty => Some("tables.no-figures"),
            State::EmptyUnsaid => Some("tables.no-figures-unsaid"),
            State::Missing => Some("tables.not-there"),
        };
        let of_data = self.model.about.language.as_deref();
        StatutoryTable {
            title: in_language(&table.titles, lang).to_owned(),
            unit_line: self.words.fill("unit.line", &[("unit", &self.unit(&teller))]),
            head: if is_there { place_head(&paths) } else { Vec::new() },
            names: names(&numeric),
            numeric,
            rows,
            lang: of_data.filter(|of_data| *of_data != lang).map(str::to_owned),
            empty: empty.map(|key| self.words.text(key).to_owned()),
            note,
            claims: self.claims(place),
        }
    }

    /// The unit of a set; one that the language has no word for by its size: "10,000 yuan".
    fn unit(&self, teller: &Teller<'_>) -> String {
        let primary = |tag: &str| lower_of(tag.split('-').next().unwrap_or(tag));
        let lang = primary(self.words.lang());
        let is_named = teller.unit.titles.iter().any(|(tag, _)| tag.is_empty() || primary(tag) == lang);
        if is_named || teller.unit.factor == 1 {
            return self.words.unit(teller.currency, &teller.unit);
        }
        let (n, unit) = (self.words.integer(teller.unit.factor), self.words.currency(teller.currency));
        self.words.fill("amount", &[("n", &n), ("unit", &unit)])
    }
}

fn lower_of(text: &str) -> String {
    text.chars().map(lower).collect()
}

/// The columns of a form that a table has, each with its place in the form. One that must be there is shown without figures.
fn shown<'a>(place: &Place<'a>) -> Vec<(usize, &'a ColumnForm)> {
    let (table, form) = (place.table(), &place.set.tables[place.at]);
    let is_there = |at: usize| table.columns.get(at).copied().unwrap_or(false);
    form.columns.iter().enumerate().filter(|(at, column)| !column.optional || is_there(*at)).collect()
}

/// What stands above a column, from the top down.
fn path(column: &ColumnForm, lang: &str) -> Vec<String> {
    match column.head.as_slice() {
        [] => vec![in_language(&column.titles, lang).to_owned()],
        head => head.iter().map(|titles| in_language(titles, lang).to_owned()).collect(),
    }
}

/// The column whose cells name the rows: the last text before the first figure, if no text stands behind a figure.
fn names(numeric: &[bool]) -> Option<usize> {
    let first = numeric.iter().position(|is_numeric| *is_numeric)?;
    let is_one_list = numeric[first..].iter().all(|is_numeric| *is_numeric);
    first.checked_sub(1).filter(|_| is_one_list)
}

/// The cells of a line as they are printed, in the unit of the set.
fn cells(line: &Line, shown: &[(usize, &ColumnForm)], teller: &Teller<'_>) -> Vec<String> {
    let cell = |(at, column): &(usize, &ColumnForm)| match (column.is_amount, &line.figures[*at]) {
        (true, Some(figure)) => teller.printed(figure),
        (true, None) => String::new(),
        // Print breaks lines where the paper ends.
        (false, _) => line.texts[*at].lines().map(str::trim).collect(),
    };
    shown.iter().map(cell).chain(line.further.iter().cloned()).collect()
}

/// Whether a line is the sum of others: the total of the codes, or what an identity says that others make up.
fn is_total(line: &Line, form: &TableForm, set: &TableSet) -> bool {
    let of_depth = form.depth.iter().filter_map(|depth| depth.total.as_deref());
    let sums = |identity: &Identity| -> Vec<String> {
        let rows = identity.right.iter().filter(|term| term.table.as_ref().is_none_or(|table| *table == form.id));
        rows.filter_map(|term| if let Which::Row(row) = &term.row { Some(row.clone()) } else { None }).collect()
    };
    let of_identities = form.identities.iter().chain(set.between()).flat_map(sums);
    let totals: Vec<String> = of_depth.map(str::to_owned).chain(of_identities).collect();
    let is_row = |name: &String| line.texts.iter().any(|text| is_same(text, name));
    form.rows.iter().filter(|row| totals.contains(&row.id)).any(|row| row.names.iter().any(is_row))
}

/// How deep the code of a line stands.
fn level(line: &Line, form: &TableForm) -> usize {
    let level = form.depth.as_ref().and_then(|depth| {
        let code = line.texts.get(form.column(&depth.column)?)?.trim();
        depth.lengths.iter().position(|length| *length == code.len())
    });
    level.unwrap_or(0)
}

/// The table that is shown, or that a highlight or a balance is of: its id, and as CSV with its header in one row and exact amounts of whole
/// currency units.
pub fn export_statutory(
    model: &Model,
    source: Source<'_>,
    wish: &Wish,
    words: &Words,
    profile: &Profile,
) -> Option<(String, String)> {
    let places = source.places();
    let balances = || source.found.iter().flat_map(|found| &found.balances);
    let highlights = || source.found.iter().flat_map(|found| &found.highlights);
    let place = match wish.view {
        View::Highlights => {
            let wished = highlights().find(|highlight| highlight.id == wish.path);
            let table = &wished.or(highlights().next())?.table;
            places.iter().find(|place| place.table().id == *table)?
        }
        View::Balance => {
            let wished = balances().find(|balance| balance.id == wish.path);
            let table = &wished.or(balances().next())?.table;
            places.iter().find(|place| place.table().id == *table)?
        }
        _ => places.get(chosen(&places, &wish.path))?,
    };
    let (lang, shown) = (words.lang(), shown(place));
    let teller = Teller::new(words, profile, &place.set.unit);
    let mut csv = CsvWriter::default();
    for (_, column) in &shown {
        csv.text(in_language(&column.titles, lang));
    }
    let origin = super::super::export::origin(model, lang);
    let headers = origin.iter().map(|(header, _)| *header);
    place.table().further.iter().map(String::as_str).chain(headers).for_each(|header| csv.text(header));
    csv.end_row();
    for line in &place.table().rows {
        for (at, column) in &shown {
            match &line.figures[*at] {
                Some(figure) => csv.number(&figure.amount.plain(teller.currency)),
                None if column.is_amount => csv.text(""),
                None => csv.text(&line.texts[*at]),
            }
        }
        line.further
            .iter()
            .map(String::as_str)
            .chain(origin.iter().map(|(_, text)| text.as_str()))
            .for_each(|text| csv.text(text));
        csv.end_row();
    }
    Some((place.table().id.clone(), csv.finish()))
}
