//! Table sets: a package, its files and the sets of its profile in; which tables exist, are empty or missing, and an issue for
//! each demand that is not met, out; cannot fail.
//!
//! A set is data (`profiles/*/tables/`). A resource says which table it is; nothing is guessed from titles. Tables are looked
//! at as they are printed, total rows included, apart from the sums of the package. A package that names its set
//! (`daylight:set`), or is asked for one, must have all of its tables; a table without figures is there, empty, with a note.

mod balance;
mod claim;
mod compare;
mod highlight;
mod identity;
mod nesting;
mod set;
mod sheet;
#[cfg(test)]
mod tests;

pub use balance::{FoundBalance, FoundSide};
pub use compare::{Compared, Counts, Outcome};
pub use highlight::{FoundHighlight, FoundPart};
pub(crate) use set::{ColumnForm, Identity, Which};
pub use set::{TableForm, TableSet};
pub(crate) use sheet::is_same;
pub use sheet::{Figure, Line};

use crate::ingest::{Files, Package, Table, unknown_word};
use crate::issue::{Issue, Severity};
use crate::money::Currency;
use crate::place::Place;
use crate::profile::{Profile, Texts};
use crate::words::{Words, in_language};
use balance::find_balances;
use claim::{Claim, Claims, read_claims};
pub(crate) use compare::Teller;
use highlight::{Part, check_highlight, find_highlight, read_parts};
use sheet::Sheet;

/// What is known of sets, and how to tell of them.
pub struct Known<'a> {
    /// The sets of all profiles.
    pub sets: &'a [TableSet],
    /// The profile of the package.
    pub profile: &'a Profile,
    /// Its text, which has the parts of highlights.
    pub profile_text: &'a str,
    /// The words in which figures are told.
    pub words: &'a Words,
}

/// What a package has of a set.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The id of the set.
    pub id: String,
    /// Its name.
    pub titles: Texts,
    /// Its tables, in their order.
    pub tables: Vec<FoundTable>,
    /// Its place among the known sets.
    pub set: usize,
    /// Whether all of its tables must be there.
    pub is_whole: bool,
    /// Every comparison that was made.
    pub compared: Vec<Compared>,
    /// Its highlights, of tables that have figures.
    pub highlights: Vec<FoundHighlight>,
    /// Its balances, of tables that have figures on both sides.
    pub balances: Vec<FoundBalance>,
}

impl Found {
    /// How the comparisons came out.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.compared)
    }
}

/// A table of a set in a package.
#[derive(Clone, Debug, Default)]
pub struct FoundTable {
    /// Its id.
    pub id: String,
    /// Its title.
    pub titles: Texts,
    /// The resources that hold it.
    pub resources: Vec<String>,
    /// Its rows, those without a figure too.
    pub rows: Vec<Line>,
    /// For each column of the form, whether it is there.
    pub columns: Vec<bool>,
    /// The headers of columns that the form does not know.
    pub further: Vec<String>,
    /// Why it is empty, or what else is noted beneath it.
    pub note: Texts,
    /// Whether it has figures.
    pub state: State,
}

/// Whether a table has figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It has.
    Filled,
    /// It has none, and a note says so.
    Empty,
    /// It has none, and nothing says why.
    EmptyUnsaid,
    /// It is not there.
    #[default]
    Missing,
}

impl State {
    /// The word used in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Empty => "empty",
            Self::EmptyUnsaid => "empty-unsaid",
            Self::Missing => "missing",
        }
    }
}

/// Checks what a package says it has of table sets, and, where `asked` names a set, whether all of it is there.
pub fn check_table_sets(
    package: &Package,
    descriptor: &str,
    files: &dyn Files,
    known: &Known<'_>,
    asked: Option<&TableSet>,
) -> (Vec<Found>, Vec<Issue>) {
    let (claims, mut issues) = read_claims(descriptor, known.sets, asked);
    let parts = read_parts(known.profile_text);
    let ids: Vec<&str> = parts.iter().map(Part::id).collect();
    let strange = claims.highlights.iter().filter(|told| !ids.contains(&told.id.as_str()));
    issues.extend(strange.map(|told| unknown_word(Severity::Error, told.place.clone(), &told.id, &ids)));
    let mut found = Vec::new();
    for (index, set) in known.sets.iter().enumerate() {
        let is_whole = claims.whole.contains(&index);
        if is_whole || claims.claims.iter().any(|claim| claim.set == index) {
            let look = Look { package, files, known, parts: &parts };
            found.push(look.check_set(set, index, is_whole, &claims, &mut issues));
        }
    }
    (found, issues)
}

/// What is looked at.
struct Look<'a> {
    package: &'a Package,
    files: &'a dyn Files,
    known: &'a Known<'a>,
    parts: &'a [Part],
}

impl Look<'_> {
    fn check_set(
        &self,
        set: &TableSet,
        index: usize,
        is_whole: bool,
        claims: &Claims,
        issues: &mut Vec<Issue>,
    ) -> Found {
        let lang = self.known.words.lang();
        let mut sheets: Vec<Option<Sheet<'_>>> = set.tables.iter().map(|_| None).collect();
        for claim in claims.claims.iter().filter(|claim| claim.set == index) {
            let sheet = sheets[claim.table].get_or_insert_with(|| Sheet::new(&set.tables[claim.table], claim));
            self.fill(sheet, claim, self.known.profile.currency.unwrap_or_default(), issues);
        }
        let teller = Teller::new(self.known.words, self.known.profile, &set.unit);
        let mut found =
            Found { id: set.id.clone(), titles: set.titles.clone(), set: index, is_whole, ..Found::default() };
        for (form, sheet) in set.tables.iter().zip(&sheets) {
            let mut table = FoundTable { id: form.id.clone(), titles: form.titles.clone(), ..FoundTable::default() };
            match sheet {
                Some(sheet) => {
                    table.state = state(sheet);
                    table.resources.clone_from(&sheet.resources);
                    issues.extend(check_form(sheet, lang));
                    issues.extend(nesting::check_nesting(sheet, &teller, &mut found.compared));
                }
                None if is_whole && !form.optional => {
                    let issue = form.known.issue("table-missing", Place::file("datapackage.json"));
                    let issue = issue.with("table", form.title(lang)).with("set", in_language(&set.titles, lang));
                    issues.push(issue.with("write", format!("\"daylight:table\": \"{}\"", form.id)));
                }
                None => {}
            }
            found.tables.push(table);
        }
        let find = |id: &str| sheets[set.table(id)?].as_ref();
        let mut look = |identity, own| {
            issues.extend(identity::check_identity(identity, own, &find, &teller, &mut found.compared));
        };
        for sheet in sheets.iter().flatten() {
            sheet.form.identities.iter().for_each(|identity| look(identity, Some(sheet)));
        }
        set.identities.iter().for_each(|identity| look(identity, None));
        for same in &set.same_rows {
            issues.extend(identity::check_same_rows(same, &find, &teller, &mut found.compared));
        }
        for highlight in &set.highlights {
            let told = &claims.highlights;
            issues.extend(check_highlight(highlight, self.parts, told, &find, &teller, &mut found.compared));
            found.highlights.extend(find_highlight(highlight, self.parts, told, find(&highlight.table)));
        }
        found.balances = find_balances(set, &sheets, &find);
        for (table, sheet) in found.tables.iter_mut().zip(sheets).filter_map(|(table, sheet)| Some((table, sheet?))) {
            (table.rows, table.columns, table.further, table.note) =
                (sheet.rows, sheet.found, sheet.further, sheet.note);
        }
        found
    }

    /// Adds the files of a resource to its table.
    fn fill(&self, sheet: &mut Sheet<'_>, claim: &Claim, currency: Currency, issues: &mut Vec<Issue>) {
        sheet.resources.push(claim.resource.clone());
        if sheet.note.is_empty() {
            sheet.note.clone_from(&claim.note);
        }
        let tables = &self.package.tables;
        for table in tables.iter().filter(|table| table.name == claim.resource) {
            let first: Option<&Table> =
                table.continues.as_ref().and_then(|first| tables.iter().find(|table| table.path == *first));
            sheet.read((table, first), claim, self.files, currency, issues);
        }
    }
}

fn state(sheet: &Sheet<'_>) -> State {
    match (sheet.is_empty(), !sheet.note.is_empty()) {
        (false, _) => State::Filled,
        (true, true) => State::Empty,
        (true, false) => State::EmptyUnsaid,
    }
}

/// What a table lacks of its form: columns, and a note where it is empty.
fn check_form(sheet: &Sheet<'_>, lang: &str) -> Vec<Issue> {
    let form = sheet.form;
    let place = || sheet.rows.first().map_or_else(|| sheet.place.clone(), |line| Place::file(&line.file));
    let lacking = form.columns.iter().zip(&sheet.found).filter(|(column, found)| !**found && !column.optional).map(
        |(column, _)| {
            let issue = Issue::warning("table-column-missing", place()).with("table", form.title(lang));
            issue.with("header", in_language(&column.titles, lang)).with("column", &column.id)
        },
    );
    let unsaid = (state(sheet) == State::EmptyUnsaid)
        .then(|| form.known.issue("table-without-note", sheet.place.clone()).with("table", form.title(lang)));
    lacking.chain(unsaid).collect()
}
