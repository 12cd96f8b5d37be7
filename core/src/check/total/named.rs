//! `looks-like-total`: rows that are called a total, or a part of the row above, in whichever column that is said.
//!
//! A column that nobody described divides no sum, so the rule of codes sees nothing of it. A name alone is a warning; a name of which
//! the amount is the sum of the rows it closes, or of all others, is an error.

use super::super::amount::{place, stated};
use super::super::{Depth, Locate, Rule, Seen};
use crate::ingest::{As, Row, Table};
use crate::issue::Issue;
use crate::model::Kind;
use crate::money::{Amount, Currency};
use crate::place::Place;
use daylight_scan::Symbol;

/// Ends of names of totals in languages that do not part words.
const ENDS: [&str; 12] =
    ["合计", "合計", "总计", "總計", "総計", "小计", "小計", "共计", "共計", "합계", "총계", "소계"];

/// Names that begin with one of these words may be those of totals.
const WORDS: [&str; 28] = [
    "total",
    "totals",
    "totale",
    "totales",
    "totaux",
    "totais",
    "totaal",
    "subtotal",
    "sub-total",
    "sous-total",
    "somme",
    "summe",
    "zwischensumme",
    "gesamt",
    "gesamtsumme",
    "gesamtbetrag",
    "insgesamt",
    "suma",
    "soma",
    "summa",
    "razem",
    "celkem",
    "yhteensä",
    "итого",
    "всего",
    "toplam",
    "jumlah",
    "σύνολο",
];

/// Words beside them that leave no doubt.
const BESIDE: [&str; 10] =
    ["grand", "overall", "general", "général", "générale", "generale", "geral", "net", "gross", "sum"];

/// Beginnings of names of what is a part of the row above.
const WITHIN: [&str; 9] =
    ["其中", "うち", "of which", "davon", "darunter", "dont ", "di cui", "waarvan", "de los cuales"];

/// No name of a total is longer.
const LONGEST: usize = 90;

/// So many rows are remembered, and so many sums: more than any table has that is made by hand.
const MOST: usize = 1_000;

/// What a row is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Called {
    /// A total, and nothing else.
    Total,
    /// Perhaps a total: Total Energies.
    Perhaps,
    /// A part of the row above.
    Within,
}

/// Looks for rows that are called totals among their parts, in the order in which they stand.
#[derive(Default)]
pub(in crate::check) struct Named {
    is_on: bool,
    table: String,
    groups: Vec<Group>,
    found: Vec<Candidate>,
}

/// Rows of one measure, phase, year, direction and currency of a table.
struct Group {
    measure: usize,
    key: Vec<Symbol>,
    /// The sum of the parts, with and without those that are parts of others.
    all: [Amount; 2],
    /// The same since the last total.
    since: [Amount; 2],
    /// How many parts there are since then, and in all.
    many: (u32, u32),
    /// The amount of the last part that is no part of another.
    last: Amount,
    /// The row that stands last, if it is the sum of those before it.
    end: Option<Candidate>,
}

/// A row that may be a total.
#[derive(Clone)]
struct Candidate {
    place: Place,
    name: String,
    amount: Amount,
    stated: String,
    called: Called,
    is_equal: bool,
    group: usize,
}

impl Named {
    pub(in crate::check) fn new(depth: Depth) -> Self {
        Self { is_on: depth == Depth::Notes, ..Self::default() }
    }

    /// The rows of a table have passed.
    fn close(&mut self) {
        for candidate in &mut self.found {
            if let Some(group) = self.groups.get(candidate.group).filter(|_| candidate.group != usize::MAX) {
                let is_whole = group.many.1 > 1 && group.all.contains(&candidate.amount);
                candidate.is_equal |= candidate.called != Called::Within && is_whole;
            }
            candidate.group = usize::MAX;
        }
        for group in self.groups.drain(..) {
            // The last row is the sum of all others, whatever it is called.
            self.found.extend(group.end.filter(|_| self.found.len() < MOST));
        }
    }
}

impl Rule for Named {
    fn looks_at_rows(&self, _: &Table) -> bool {
        self.is_on
    }

    fn row(&mut self, row: &Row<'_>, _: &mut Vec<Issue>) {
        if !self.is_on || row.row != As::Part {
            return;
        }
        if self.table != row.table.path {
            self.close();
            self.table.clone_from(&row.table.path);
        }
        let is_amount = |field: usize| row.table.measures.iter().any(|measure| measure.field == field);
        let texts = (0..row.table.fields.len()).filter(|field| !is_amount(*field)).map(|field| row.text(field));
        let said = texts.clone().find_map(|text| Some((text, called(text)?)));
        let name = said.map_or_else(|| texts.clone().find(|text| !text.is_empty()).unwrap_or(""), |(text, _)| text);
        let always: Vec<usize> = (0..row.axes.len()).filter(|axis| row.axes[*axis].kind.is_always_a_key()).collect();
        let currency = row.axes.iter().position(|axis| axis.kind == Kind::Currency);
        row.facts(|whole, measure, amount| {
            if amount == Amount::ZERO {
                return;
            }
            let key: Vec<Symbol> = always.iter().map(|axis| whole[*axis]).collect();
            let known = self.groups.iter().position(|group| group.measure == measure && group.key == key);
            if known.is_none() && self.groups.len() >= MOST {
                return;
            }
            let at = known.unwrap_or_else(|| {
                self.groups.push(Group::new(measure, key));
                self.groups.len() - 1
            });
            let group = &mut self.groups[at];
            let candidate = |called: Called, is_equal: bool| {
                let code = currency.map_or("", |axis| row.axes[axis].codes.text(whole[axis]));
                let stated = stated(row, measure, amount, Currency::from_code(code));
                let (place, name) = (place(row, measure), name.to_owned());
                Candidate { place, name, amount, stated, called, is_equal, group: at }
            };
            let called = said.map(|(_, called)| called);
            let is_closing =
                group.many.0 > 1 && group.since.contains(&amount) || group.many.1 > 1 && group.all.contains(&amount);
            let found = match called {
                Some(Called::Within) => amount.abs() <= group.last.abs(),
                Some(_) => true,
                None => false,
            };
            if let Some(called) = called.filter(|_| found && self.found.len() < MOST) {
                self.found.push(candidate(called, called != Called::Within && is_closing));
            }
            // What is perhaps a total is one where its amount says so.
            if called == Some(Called::Total) || called == Some(Called::Perhaps) && is_closing {
                (group.since, group.many.0, group.end) = ([Amount::ZERO; 2], 0, None);
                return;
            }
            let is_within = called == Some(Called::Within) && found;
            // By chance two small numbers are a third.
            let is_end = called.is_none() && group.many.1 > 2 && amount == group.all[0];
            group.end = is_end.then(|| Candidate { group: usize::MAX, ..candidate(Called::Total, true) });
            group.add(amount, is_within);
        });
    }

    fn finish(&mut self, _: &Seen<'_>, issues: &mut Vec<Issue>) -> Option<Box<dyn Locate>> {
        self.close();
        for found in &self.found {
            let issue = match (found.is_equal, found.called) {
                (true, _) => Issue::error("looks-like-total", found.place.clone()),
                (false, Called::Perhaps) => continue,
                (false, _) => Issue::warning("looks-like-total", found.place.clone()),
            };
            issues.push(issue.with("value", &found.name).with("found", &found.stated));
        }
        None
    }
}

impl Group {
    fn new(measure: usize, key: Vec<Symbol>) -> Self {
        let none = [Amount::ZERO; 2];
        Self { measure, key, all: none, since: none, many: (0, 0), last: Amount::ZERO, end: None }
    }

    /// A part.
    fn add(&mut self, amount: Amount, is_within: bool) {
        for sums in [&mut self.all, &mut self.since] {
            sums[0] += amount;
            if !is_within {
                sums[1] += amount;
            }
        }
        self.many = (self.many.0 + 1, self.many.1 + 1);
        if !is_within {
            self.last = amount;
        }
    }
}

/// What a text calls a row, if it says that it is no part beside others.
pub(in crate::check) fn called(text: &str) -> Option<Called> {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    if text.len() > LONGEST || !text.bytes().any(is_letter) {
        return None;
    }
    let small = text.to_lowercase();
    if WITHIN.iter().any(|word| small.starts_with(word)) {
        return Some(Called::Within);
    }
    let name = small.split(['(', '（']).next().unwrap_or("").trim_matches([':', '：', ' ', '\u{3000}', '*', '=']);
    let close: String = name.split_whitespace().collect();
    if ENDS.iter().any(|end| close.ends_with(end)) || ["计", "計", "계"].contains(&close.as_str()) {
        return Some(Called::Total);
    }
    let is_total = |word: &str| WORDS.contains(&word);
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_plain = words.iter().all(|word| is_total(word) || BESIDE.contains(word));
    match words.as_slice() {
        [] => None,
        words if is_plain && words.iter().any(|word| is_total(word)) => Some(Called::Total),
        [first, ..] if is_total(first) => Some(Called::Perhaps),
        [.., last] if is_total(last) => Some(Called::Perhaps),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Called, called};
    use crate::check::{Depth, check_package};
    use crate::ingest::{Selection, read_lone};
    use crate::issue::Severity;

    /// The rows that are found, and whether each is certain.
    fn found(rows: &[(&str, u32)]) -> Vec<(u32, bool)> {
        let lines: String = rows.iter().map(|(name, amount)| format!("{name},{amount}\n")).collect();
        let text = format!("Item,Amount (EUR)\n{lines}");
        let mut package = read_lone("a.csv", text.as_bytes(), "");
        // Nobody said what the first column is.
        package.tables[0].sources.retain(|(_, source)| !matches!(source, crate::ingest::Source::Field(0)));
        let files = vec![("a.csv".to_owned(), text.into_bytes())];
        let (_, report) = check_package(&package, &Selection::usual(&package), &files, Depth::Notes);
        let issues = report.issues.iter().filter(|issue| issue.rule == "looks-like-total");
        issues.map(|issue| (issue.place.row.unwrap_or(0), issue.severity == Severity::Error)).collect()
    }

    #[test]
    fn a_total_is_found_beside_a_column_that_nobody_described() {
        assert_eq!(found(&[("Roads", 100), ("Schools", 50), ("Total", 150)]), [(4, true)]);
        assert_eq!(found(&[("Routes", 100), ("Ecoles", 50), ("Total général", 150)]), [(4, true)]);
        assert_eq!(found(&[("本年支出合计", 150), ("教育", 100), ("卫生", 50)]), [(2, true)], "at the top");
        let subtotals = [("a", 100), ("b", 50), ("小 计", 150), ("c", 30), ("d", 20), ("小计", 50), ("合计", 200)];
        assert_eq!(found(&subtotals), [(4, true), (7, true), (8, true)]);
        assert_eq!(found(&[("a", 1), ("b", 2), ("c", 4), ("Everything", 7)]), [(5, true)], "in no words");
    }

    #[test]
    fn a_part_of_the_row_above_is_doubted() {
        let within = [("人员经费", 100), ("其中：工资", 60), ("公用经费", 50), ("合计", 150)];
        assert_eq!(found(&within), [(3, false), (5, true)]);
    }

    #[test]
    fn a_name_alone_is_a_warning_and_half_a_name_nothing() {
        assert_eq!(found(&[("Roads", 100), ("Schools", 50), ("Total", 151)]), [(4, false)]);
        assert!(found(&[("Roads", 100), ("Total Energies", 50), ("Schools", 7)]).is_empty());
        assert!(found(&[("a", 1), ("b", 1), ("c", 2)]).is_empty(), "small numbers add up by chance");
    }

    #[test]
    fn names_are_understood_whole() {
        for (text, expected) in [
            ("合　计", Some(Called::Total)),
            ("歳入合計", Some(Called::Total)),
            ("会计", None),
            ("Grand total:", Some(Called::Total)),
            ("Total expenditure", Some(Called::Perhaps)),
            ("Totally new", None),
            ("of which wages", Some(Called::Within)),
            ("", None),
        ] {
            assert_eq!(called(text), expected, "{text}");
        }
    }
}
