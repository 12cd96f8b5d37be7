//! Rules of consultations: a package in, its records and every problem with its place out; cannot fail.
//!
//! A rule belongs to an act: what must be there before comments are asked for, before it is decided, before it is announced what
//! became of them. Whoever acts asks the same rules: the command of a package, the service of its store.

mod announcing;
mod deciding;
mod opening;

use crate::ingest::consultation::read_consultation;
use crate::ingest::{Files, Package};
use crate::issue::Issue;
use crate::model::consultation::Consultation;
use crate::place::Place;
use crate::profile::consultation::DecisionTerms;

pub use announcing::announcing;
pub use deciding::deciding;
pub use opening::opening;

/// Reads the records of a package and checks them.
pub fn check_consultation(
    (package, descriptor): (&Package, &str),
    files: &dyn Files,
    terms: &DecisionTerms,
) -> (Consultation, Vec<Issue>) {
    let (told, mut issues) = read_consultation((package, descriptor), files, terms);
    issues.extend(opening(&told));
    if told.decided.is_some() {
        issues.extend(deciding(&told));
    }
    if told.announcement.is_some() {
        issues.extend(announcing(&told));
    } else {
        // What must not be shown must not be shown before either.
        told.comments.iter().for_each(|comment| announcing::shown(&told, comment, &mut issues));
    }
    (told, issues)
}

/// Where a row of a table stands; the descriptor, where there is no such table.
fn row(told: &Consultation, table: &str, row: u32) -> Place {
    match told.file(table) {
        "" => Place::file("datapackage.json"),
        file => Place::row(file, row),
    }
}

/// The place of what is said once.
fn head(told: &Consultation) -> Place {
    match told.file("consultation") {
        "" => Place::file("datapackage.json"),
        file => Place::file(file),
    }
}
