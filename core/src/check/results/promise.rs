//! Promises: records in; targets without a time, tasks past theirs, steps and evaluations that nobody can check out; cannot fail.

use super::row;
use crate::issue::Issue;
use crate::model::results::{Direction, Evaluation, Evaluator, Results, deadline};
use crate::quantity::Quantity;
use crate::summary::results::{Status, compute};

pub(super) fn check(results: &Results, issues: &mut Vec<Issue>) {
    check_indicators(results, issues);
    check_tasks(results, issues);
    check_steps(results, issues);
    for evaluation in &results.evaluations {
        check_evaluation(results, evaluation, issues);
    }
}

fn check_indicators(results: &Results, issues: &mut Vec<Issue>) {
    let has_parents = !results.goals.is_empty() || !results.tasks.is_empty();
    for indicator in &results.indicators {
        let place = || row(results, "indicators", indicator.row);
        if has_parents && indicator.task.is_none() && indicator.goal.is_none() {
            issues.push(Issue::warning("result-unattached", place()).with("code", &indicator.id));
        }
        if let (Some(baseline), Some(target)) = (indicator.baseline, indicator.targets.last())
            && is_backwards(indicator.direction, baseline, target.value)
        {
            let issue = Issue::warning("direction-contradicted", place()).with("code", &indicator.id);
            issues.push(issue.with("value", baseline.plain()).with("expected", target.value.plain()));
        }
        for pair in indicator.targets.windows(2) {
            let days = [&pair[0], &pair[1]].map(|target| target.period.as_ref().map(|period| period.span.last));
            if days[0].is_some() && days[0] == days[1] {
                let issue = Issue::warning("target-repeated", row(results, "targets", pair[1].row));
                issues.push(issue.with("code", &indicator.id).with("row", pair[0].row));
            }
        }
        for target in indicator.targets.iter().filter(|target| target.period.is_none()) {
            let issue = Issue::warning("target-without-period", row(results, "targets", target.row));
            issues.push(issue.with("code", &indicator.id).with("value", target.value.plain()));
        }
        let told = indicator.values.iter().chain(indicator.parts.iter().map(|part| &part.value));
        let is_early = |last| results.as_of.is_some_and(|now| now < last);
        if let Some(value) = told.into_iter().find(|value| value.value.is_some() && is_early(value.period.span.last)) {
            let issue = Issue::warning("period-not-over", results.value_place(value));
            let day = results.as_of.map(|day| day.iso()).unwrap_or_default();
            issues.push(issue.with("value", &value.period.text).with("date", day));
        }
    }
}

/// Whether a quantity, such as a target, is worse than one before it, such as the baseline.
pub(super) fn is_backwards(direction: Direction, before: Quantity, after: Quantity) -> bool {
    match direction {
        Direction::More => after < before,
        Direction::Less => after > before,
    }
}

fn check_tasks(results: &Results, issues: &mut Vec<Issue>) {
    let standings = compute(results);
    for (task, standing) in results.tasks.iter().zip(&standings.tasks) {
        let place = || row(results, "tasks", task.row);
        if task.goal.is_none() && !results.goals.is_empty() {
            issues.push(Issue::warning("result-unattached", place()).with("code", &task.id));
        }
        if let Some(day) = task.extended.filter(|_| task.extension.is_empty()) {
            let issue = Issue::warning("extension-without-reason", place());
            issues.push(issue.with("code", &task.id).with("date", day.iso()));
        }
        let due = deadline(task.due, task.extended, &task.extension);
        let over = due.zip(results.as_of).filter(|(due, now)| due < now && standing.status != Status::Done);
        let is_extended = task.extended.is_some() && !task.extension.is_empty();
        if let Some((due, now)) = over.filter(|_| !is_extended) {
            let issue = Issue::warning("task-late", place()).with("code", &task.id).with("date", due.iso());
            issues.push(issue.with("days", now.since(due)));
        }
    }
}

fn check_steps(results: &Results, issues: &mut Vec<Issue>) {
    for step in &results.steps {
        if let Some(day) = step.done.filter(|_| step.evidence.is_empty()) {
            let issue = Issue::warning("step-without-evidence", row(results, "steps", step.row));
            issues.push(issue.with("code", &results.tasks[step.task].id).with("date", day.iso()));
        }
    }
}

fn check_evaluation(results: &Results, evaluation: &Evaluation, issues: &mut Vec<Issue>) {
    let place = || row(results, "evaluations", evaluation.row);
    let id = results.id(evaluation.of);
    if evaluation.by.is_empty() {
        issues.push(Issue::error("evaluation-without-evaluator", place()).with("code", id));
    }
    if let Some(score) = evaluation.score {
        let most = evaluation.best();
        if score < Quantity::ZERO || score > most {
            let most = most.plain();
            issues.push(Issue::error("score-beyond", place()).with("value", score.plain()).with("expected", most));
        }
    }
    if evaluation.kind != Evaluator::Survey {
        return;
    }
    match (evaluation.asked, evaluation.answered) {
        (Some(asked), Some(answered)) if answered > asked => {
            let issue = Issue::error("survey-answers-beyond", place());
            issues.push(issue.with("value", answered).with("expected", asked));
        }
        (_, Some(_)) if !evaluation.question.is_empty() => {}
        _ => issues.push(Issue::warning("survey-incomplete", place()).with("code", id)),
    }
}
