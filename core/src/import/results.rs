//! Results for the command and the studio: a loaded package in, its records and what is wrong with them out, where it is one of
//! results.

use super::load::{GENERAL, Loaded, profile_text};
use super::origin::trace_issues;
use crate::check::results::check_results;
use crate::ingest::{form_of, results::FORM};
use crate::issue::Issue;
use crate::json;
use crate::model::results::Results;
use crate::profile::results::ResultTerms;

impl Loaded {
    /// The records of a package of results, and what is wrong with them; `None` where it is a package of another kind.
    pub fn results(&self) -> Option<(Results, Vec<Issue>)> {
        let root = json::read(&self.descriptor).ok()?;
        form_of(&root).filter(|form| form.id == FORM.id)?;
        let terms = ResultTerms::read(profile_text(&self.package.about).unwrap_or(GENERAL));
        let currency = self.profile.currency.unwrap_or_default();
        let (results, mut issues) = check_results((&self.package, &self.descriptor), &self.files, &terms, currency);
        trace_issues(&self.origins, &mut issues);
        Some((results, issues))
    }

    /// What is wrong with the records of a package of any form.
    pub fn form_issues(&self) -> Vec<Issue> {
        let of_funds = self.funds().map(|(_, issues)| issues);
        let of_results = || self.results().map(|(_, issues)| issues);
        let of_consultation = || self.consultation().map(|(_, issues)| issues);
        of_funds.or_else(of_results).or_else(of_consultation).unwrap_or_default()
    }
}
