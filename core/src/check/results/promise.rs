//! Promises: records in; targets without a time, tasks past theirs, steps and evaluations that nobody can check out; cannot fail.

use super::row;
use crate::issue::Issue;
use crate::model::results::{Evaluation, Evaluator, Results, deadline};
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
    for indicator in &results.indicators {
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

fn check_tasks(results: &Results, issues: &mut Vec<Issue>) {
    let standings = compute(results);
    for (task, standing) in results.tasks.iter().zip(&standings.tasks) {
        let place = || row(results, "tasks", task.row);
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
        let most = evaluation.most;
        let is_within = score >= Quantity::ZERO && most.is_none_or(|most| score <= most);
        if !is_within {
            let most = most.map(Quantity::plain).unwrap_or_default();
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
