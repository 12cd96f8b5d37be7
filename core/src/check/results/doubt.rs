//! What an office would not sign, though every figure can be computed: records in; days ahead of the package's own, targets that ask for
//! less, totals that fall, baselines that were measured otherwise, evidence that shows nothing and books that cannot be kept out; cannot
//! fail.
//!
//! Told to whoever publishes (docs/decisions/result-status.md), not to a page: none of it changes a status.

use super::promise::is_backwards;
use super::row;
use crate::check::total::{Called, called};
use crate::day::Day;
use crate::issue::Issue;
use crate::model::funds::Texts;
use crate::model::results::{Finding, Indicator, Results, State};
use crate::money::Amount;
use crate::place::Place;
use crate::summary::results::settle_all;

/// Texts that say that there is evidence, and not which; shorter ones need not be listed.
const NAMELESS: [&str; 20] = [
    "已完成",
    "已整改",
    "已落实",
    "见附件",
    "有佐证",
    "佐证材料",
    "相关材料",
    "相关资料",
    "资料齐全",
    "done",
    "complete",
    "completed",
    "finished",
    "evidence",
    "attached",
    "see attached",
    "attachment",
    "document",
    "documents",
    "available",
];

pub(super) fn check(results: &Results, issues: &mut Vec<Issue>) {
    if results.about.as_of.is_some() {
        check_days(results, issues);
    }
    for indicator in &results.indicators {
        check_indicator(results, indicator, issues);
    }
    let steps = results.steps.iter().filter(|step| step.done.is_some());
    for step in steps {
        check_evidence((&results.tasks[step.task].id, &step.evidence), || row(results, "steps", step.row), issues);
    }
    for part in &results.rectifications {
        let (id, place) = (&results.findings[part.finding].id, || row(results, "rectifications", part.row));
        if part.state == State::Done {
            check_evidence((id, &part.evidence), place, issues);
        }
        if let Some(amount) = part.amount.filter(|amount| *amount < Amount::ZERO) {
            let issue = Issue::error("rectification-negative", place()).with("code", id);
            issues.push(issue.with("value", amount.plain(results.currency)));
        }
    }
    check_findings(results, issues);
}

/// What was done is done by the day that the package tells the state of. Of values, `period-not-over` tells it.
fn check_days(results: &Results, issues: &mut Vec<Issue>) {
    let Some(now) = results.as_of else { return };
    let mut look = |table, number, id: &str, days: &[Option<Day>]| {
        if let Some(day) = days.iter().flatten().find(|day| **day > now) {
            let issue = Issue::warning("dated-ahead", row(results, table, number)).with("code", id);
            issues.push(issue.with("date", day.iso()).with("expected", now.iso()));
        }
    };
    for step in &results.steps {
        look("steps", step.row, &results.tasks[step.task].id, &[step.done]);
    }
    for update in &results.updates {
        look("updates", update.row, results.id(update.of), &[Some(update.day)]);
    }
    for evaluation in &results.evaluations {
        look("evaluations", evaluation.row, results.id(evaluation.of), &evaluation.days);
    }
    for finding in &results.findings {
        look("findings", finding.row, &finding.id, &[finding.found]);
    }
    for answer in &results.accountability {
        look("accountability", answer.row, &results.findings[answer.finding].id, &[answer.day]);
    }
}

fn check_indicator(results: &Results, indicator: &Indicator, issues: &mut Vec<Issue>) {
    for pair in indicator.targets.windows(2) {
        let (Some(first), Some(last)) = (&pair[0].period, &pair[1].period) else { continue };
        if first.span.last < last.span.last && is_backwards(indicator.direction, pair[0].value, pair[1].value) {
            let issue = Issue::warning("target-eased", row(results, "targets", pair[1].row));
            let issue = issue.with("code", &indicator.id).with("value", pair[1].value.plain());
            issues.push(
                issue.with("until", &last.text).with("expected", pair[0].value.plain()).with("date", &first.text),
            );
        }
    }
    let told: Vec<_> = indicator.values.iter().filter_map(|value| Some((value, value.value?))).collect();
    for pair in told.windows(2).filter(|_| indicator.is_total) {
        let [(first, before), (last, after)] = [pair[0], pair[1]];
        if is_backwards(indicator.direction, before, after) {
            let issue = Issue::warning("total-fell", results.value_place(last)).with("code", &indicator.id);
            let issue = issue.with("value", after.plain()).with("until", &last.period.text);
            issues.push(issue.with("expected", before.plain()).with("date", &first.period.text));
        }
    }
    let Some((baseline, period)) = indicator.baseline.zip(indicator.baseline_period.as_ref()) else { return };
    let same = told.iter().find(|(value, quantity)| value.period.span == period.span && *quantity != baseline);
    if let Some((value, quantity)) = same {
        let issue = Issue::warning("baseline-contradicted", results.value_place(value)).with("code", &indicator.id);
        let issue = issue.with("date", &period.text).with("value", quantity.plain());
        issues.push(issue.with("expected", baseline.plain()));
    }
}

/// Evidence names what it is in some language: a document, a body, an address. A blank one is told elsewhere.
fn check_evidence((id, evidence): (&str, &Texts), place: impl Fn() -> Place, issues: &mut Vec<Issue>) {
    if let Some((_, text)) = evidence.first().filter(|_| evidence.iter().all(|(_, text)| is_nameless(text))) {
        issues.push(Issue::warning("evidence-nameless", place()).with("code", id).with("value", text));
    }
}

fn is_nameless(text: &str) -> bool {
    // Two signs of a script that writes words as signs, or four letters of another, are "done" and no name.
    let signs: usize =
        text.chars().filter(|sign| sign.is_alphanumeric()).map(|sign| 1 + usize::from(!sign.is_ascii())).sum();
    let said = text.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
    signs < 5 || NAMELESS.contains(&said.as_str())
}

fn check_findings(results: &Results, issues: &mut Vec<Issue>) {
    let all: Amount = results.findings.iter().filter_map(|finding| finding.amount).sum();
    for finding in results.findings.iter().filter(|finding| is_total(finding, all)) {
        let issue = Issue::error("total-among-findings", row(results, "findings", finding.row));
        let name = finding.names.first().map_or(finding.id.as_str(), |(_, name)| name);
        issues.push(issue.with("value", name));
    }
    let open = || settle_all(results).iter().filter(|account| account.state != State::Done).count();
    if results.as_of.is_none() && results.about.as_of.is_none() && !results.findings.is_empty() {
        match open() {
            0 => {}
            open => issues.push(Issue::warning("as-of-missing", Place::file("datapackage.json")).with("n", open)),
        }
    }
}

/// Whether a row is the sum of the findings rather than one of them: by its name, or by a name that may be one and the sum.
fn is_total(finding: &Finding, all: Amount) -> bool {
    let is_sum = || finding.amount.is_some_and(|amount| amount > Amount::ZERO && amount + amount == all);
    let texts = finding.names.iter().map(|(_, name)| name.as_str()).chain([finding.id.as_str()]);
    texts.filter_map(called).any(|called| match called {
        Called::Total => true,
        Called::Perhaps => is_sum(),
        Called::Within => false,
    })
}

#[cfg(test)]
mod tests {
    use super::is_nameless;

    #[test]
    fn evidence_names_something() {
        for text in ["x", "y.", "是", "有", "完成", "见附件。", "Done!", "yes", "n/a", "—", "佐证材料"] {
            assert!(is_nameless(text), "{text}");
        }
        for text in [
            "国库支付回单",
            "验收单",
            "公示照片",
            "https://a.example/1",
            "清府发〔2025〕3号",
            "Receipts of the treasury",
            "Minutes 9",
        ] {
            assert!(!is_nameless(text), "{text}");
        }
    }
}
