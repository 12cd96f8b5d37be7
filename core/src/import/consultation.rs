//! Consultations for the command, the studio and the service: a loaded package in, its records and what is wrong with them out, where
//! it is one of a consultation.

use super::load::{GENERAL, Loaded, profile_text};
use super::origin::trace_issues;
use crate::check::consultation::check_consultation;
use crate::ingest::{consultation::FORM, form_of};
use crate::issue::Issue;
use crate::json;
use crate::model::consultation::Consultation;
use crate::profile::consultation::DecisionTerms;

impl Loaded {
    /// The records of a consultation, and what is wrong with them; `None` where it is a package of another kind.
    pub fn consultation(&self) -> Option<(Consultation, Vec<Issue>)> {
        let root = json::read(&self.descriptor).ok()?;
        form_of(&root).filter(|form| form.id == FORM.id)?;
        let terms = DecisionTerms::read(profile_text(&self.package.about).unwrap_or(GENERAL));
        let (told, mut issues) = check_consultation((&self.package, &self.descriptor), &self.files, &terms);
        trace_issues(&self.origins, &mut issues);
        Some((told, issues))
    }
}
