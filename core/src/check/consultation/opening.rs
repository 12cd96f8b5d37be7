//! Before comments are asked for: records in; a draft, a basis or days that are missing or contradict each other out; cannot fail.

use super::{head, row};
use crate::issue::Issue;
use crate::model::consultation::{Consultation, Purpose, QuestionKind};
use crate::words::in_language;

/// What keeps a consultation from being opened, and what its readers would wonder at.
pub fn opening(told: &Consultation) -> Vec<Issue> {
    let mut issues = Vec::new();
    let has = |purpose: Purpose| told.documents.iter().any(|document| document.purpose == Some(purpose));
    // A standing invitation to comment on what is published elsewhere has no draft of its own.
    let is_of_a_draft = told.scope == crate::model::consultation::Scope::Draft;
    if is_of_a_draft && !has(Purpose::Draft) && told.clauses.iter().all(|clause| clause.texts.is_empty()) {
        issues.push(Issue::error("consultation-without-draft", head(told)).with("code", &told.id));
    }
    if is_of_a_draft && !has(Purpose::Basis) {
        issues.push(Issue::error("consultation-without-basis", head(told)).with("code", &told.id));
    }
    if is_of_a_draft && !has(Purpose::Explanation) {
        issues.push(Issue::warning("consultation-without-explanation", head(told)).with("code", &told.id));
    }
    rounds(told, &mut issues);
    for question in &told.questions {
        let options = in_language(&question.options, "").split('|').filter(|option| !option.trim().is_empty());
        let enough = match question.kind {
            QuestionKind::Single | QuestionKind::Multiple => options.count() >= 2,
            QuestionKind::Scale => question.scale().is_some(),
            QuestionKind::Text => true,
        };
        let counts = question.options.iter().map(|(_, options)| options.split('|').count());
        let counts: Vec<usize> = counts.collect();
        if !enough || counts.windows(2).any(|pair| pair[0] != pair[1]) {
            let place = row(told, "questions", question.row);
            issues.push(Issue::error("question-without-options", place).with("code", &question.id));
        }
    }
    issues
}

fn rounds(told: &Consultation, issues: &mut Vec<Issue>) {
    let mut before = None;
    for round in &told.rounds {
        let place = || row(told, "rounds", round.row);
        let (Some(opens), Some(last)) = (round.opens, round.last()) else { continue };
        if last < opens || round.extended.zip(round.closes).is_some_and(|(extended, closes)| extended <= closes) {
            let issue = Issue::error("round-backwards", place()).with("code", &round.id);
            issues.push(issue.with("from", opens.iso()).with("until", last.iso()));
        }
        if before.is_some_and(|before| opens <= before) {
            let issue = Issue::error("rounds-overlap", place()).with("code", &round.id);
            issues.push(issue.with("date", opens.iso()));
        }
        before = before.max(Some(last));
        if round.extended.is_some() && round.extension.is_empty() {
            let issue = Issue::warning("round-extension-unexplained", place()).with("code", &round.id);
            issues.push(issue.with("date", last.iso()));
        }
        let days = i64::from(last.since(opens)) + 1;
        if (1..told.terms.usual_days).contains(&days) {
            let issue = Issue::warning("round-short", place()).with("code", &round.id).with("days", days);
            issues.push(issue.with("least", told.terms.usual_days).with("source", &told.terms.usual_days_source));
        }
    }
}
