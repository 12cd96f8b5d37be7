//! Before it is decided: records in; steps of the procedure that were neither taken nor dispensed with out; cannot fail.

use super::{head, row};
use crate::issue::Issue;
use crate::model::consultation::Consultation;
use crate::words::in_language;

/// What keeps a decision from being called decided.
pub fn deciding(told: &Consultation) -> Vec<Issue> {
    let mut issues = Vec::new();
    for required in told.terms.steps.iter().filter(|step| step.required) {
        if !told.steps.iter().any(|step| step.kind == required.id) {
            issues.push(Issue::error("decision-step-missing", head(told)).with("code", title(told, &required.id)));
        }
    }
    for step in &told.steps {
        let place = || row(told, "procedure", step.row);
        let is_taken = step.done.is_some() && step.evidence.is_some();
        if !is_taken && step.exemption.is_empty() {
            issues.push(Issue::error("decision-step-unproved", place()).with("code", title(told, &step.kind)));
        }
        let late = step.done.zip(told.decided).filter(|(done, decided)| done > decided);
        if let Some((done, decided)) = late {
            let issue = Issue::error("decision-before-step", place()).with("code", title(told, &step.kind));
            issues.push(issue.with("date", done.iso()).with("until", decided.iso()));
        }
    }
    let last = told.rounds.iter().filter_map(|round| round.last()).max();
    if let Some((last, decided)) = last.zip(told.decided).filter(|(last, decided)| decided <= last) {
        let issue = Issue::error("decision-while-open", head(told)).with("date", decided.iso());
        issues.push(issue.with("until", last.iso()));
    }
    issues
}

/// What a step is called in the package's language.
fn title<'a>(told: &'a Consultation, kind: &'a str) -> &'a str {
    let lang = told.about.language.as_deref().unwrap_or_default();
    told.terms.step(kind).map_or(kind, |step| in_language(&step.titles, lang))
}
