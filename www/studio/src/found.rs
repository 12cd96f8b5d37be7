//! A check in steps, so that a page can say how far it is: a loaded package in, issues and what it has of table sets out.

use daylight_core::check::{Report, tableset};
use daylight_core::import::{Loaded, check_tables};
use daylight_core::ingest::Selection;
use daylight_core::issue::Issue;
use daylight_core::words::Words;
use std::rc::Rc;

/// What was found so far.
#[derive(Debug, Default)]
pub struct Found {
    /// Everything that is wrong.
    pub report: Report,
    /// What the package has of table sets.
    pub sets: Vec<tableset::Found>,
}

/// A step of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The files are read into tables.
    Load,
    /// Rows are read, checked and added up.
    Rows,
    /// Every text is looked at for what identifies a person, and the tables of a set are compared.
    Persons,
}

/// The steps in their order, and how much of the work on a large workbook is done after each, in per cent; the rest is showing it.
pub const STEPS: [(Step, u32); 3] = [(Step::Load, 34), (Step::Rows, 37), (Step::Persons, 73)];

impl Found {
    /// What all steps find.
    pub fn all(loaded: Result<Rc<Loaded>, Issue>, words: &Words) -> Self {
        let mut found = Self::default();
        STEPS.into_iter().for_each(|(step, _)| found.take(step, &loaded, words));
        found
    }

    /// Takes a step.
    pub fn take(&mut self, step: Step, loaded: &Result<Rc<Loaded>, Issue>, words: &Words) {
        let report = std::mem::take(&mut self.report);
        self.report = match (step, loaded) {
            (Step::Load, Ok(_)) => report,
            (Step::Load, Err(issue)) => Report { rows: 0, issues: vec![issue.clone()] },
            (Step::Rows, Ok(loaded)) => {
                let report = loaded.check(&Selection::usual(&loaded.package)).1.and(report.issues);
                report.and(loaded.form_issues())
            }
            (Step::Persons, Ok(loaded)) => {
                let (sets, issues) = check_tables(loaded, None, words);
                self.sets = sets;
                report.and(loaded.search(words).into_iter().chain(issues))
            }
            (_, Err(_)) => report,
        };
    }
}
