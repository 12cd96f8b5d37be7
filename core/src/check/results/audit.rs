//! Audits: records in; findings that do not balance, are overdue or put right without anything to show for it out; cannot fail.

use super::row;
use crate::issue::Issue;
use crate::model::results::{Results, State};
use crate::money::Amount;
use crate::summary::results::{Account, book, settle_all, settled};

pub(super) fn check(results: &Results, issues: &mut Vec<Issue>) {
    let accounts = settle_all(results);
    check_findings(results, &accounts, issues);
    for (at, audit) in results.audits.iter().enumerate() {
        let book = book(results, &accounts, Some(at));
        let place = || row(results, "audits", audit.row);
        if let Some(stated) = audit.findings.filter(|stated| *stated != book.count) {
            let issue = Issue::error("audit-count", place()).with("code", &audit.id);
            issues.push(issue.with("value", stated).with("sum", book.count));
        }
        if let Some(stated) = audit.amount.filter(|stated| *stated != book.amount) {
            let issue = Issue::error("audit-amount", place()).with("code", &audit.id);
            issues.push(issue.with("value", plain(results, stated)).with("sum", plain(results, book.amount)));
        }
    }
    for part in &results.rectifications {
        if part.state == State::Done && settled(part, results.as_of) != State::Done {
            let issue = Issue::warning("done-without-evidence", row(results, "rectifications", part.row));
            issues.push(issue.with("code", &results.findings[part.finding].id));
        }
    }
}

fn check_findings(results: &Results, accounts: &[Account], issues: &mut Vec<Issue>) {
    for (finding, account) in results.findings.iter().zip(accounts) {
        let place = || row(results, "findings", finding.row);
        if account.gap != Amount::ZERO {
            let stated = finding.amount.unwrap_or_default();
            let told = stated - account.gap;
            let issue = Issue::error("finding-unbalanced", place()).with("code", &finding.id);
            let issue = issue.with("value", plain(results, stated)).with("sum", plain(results, told));
            issues.push(issue.with("difference", plain(results, account.gap)));
        }
        if let Some(day) = finding.extended.filter(|_| finding.extension.is_empty()) {
            let issue = Issue::warning("extension-without-reason", place());
            issues.push(issue.with("code", &finding.id).with("date", day.iso()));
        }
        if let Some((due, now)) = account.deadline.zip(results.as_of).filter(|_| account.is_overdue) {
            let issue = Issue::warning("finding-overdue", place()).with("code", &finding.id);
            issues.push(issue.with("date", due.iso()).with("days", now.since(due)));
        }
    }
}

fn plain(results: &Results, amount: Amount) -> String {
    amount.plain(results.currency)
}
