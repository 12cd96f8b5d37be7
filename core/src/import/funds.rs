//! Funds for the command and the studio: a loaded package in, its records and what is wrong with them out, where it is one of funds.

use super::load::{Loaded, profile_text};
use super::origin::trace_issues;
use crate::check::funds::check_funds;
use crate::ingest::{form_of, funds::FORM, put_outlines};
use crate::issue::Issue;
use crate::json;
use crate::model::funds::Ledger;
use crate::profile::funds::FundTerms;

impl Loaded {
    /// The records of a package of funds, and what is wrong with them; `None` where it is a package of another kind.
    pub fn funds(&self) -> Option<(Ledger, Vec<Issue>)> {
        let root = json::read(&self.descriptor).ok()?;
        form_of(&root).filter(|form| form.id == FORM.id)?;
        let terms = FundTerms::read(profile_text(&self.package.about).unwrap_or_default());
        let currency = self.profile.currency.unwrap_or_default();
        let (mut ledger, mut issues) = check_funds((&self.package, &self.descriptor), &self.files, &terms, currency);
        if let Some((path, bytes)) = &self.outlines {
            issues.extend(put_outlines(path, bytes, &mut ledger));
        }
        trace_issues(&self.origins, &mut issues);
        Some((ledger, issues))
    }
}
