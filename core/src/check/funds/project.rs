//! Projects as their notices tell them: records in; sources that do not add up to the plan, payments beyond the price, notices that
//! were too short, and what was accepted without being whole out; cannot fail.

use super::plain;
use crate::issue::Issue;
use crate::model::funds::Ledger;
use crate::money::Amount;
use crate::place::Place;
use crate::profile::funds::FundTerms;

pub(super) fn check(ledger: &Ledger, terms: &FundTerms, issues: &mut Vec<Issue>) {
    let mut paid = vec![Amount::ZERO; ledger.projects.len()];
    for payment in &ledger.payments {
        if let Some(project) = payment.project {
            paid[project] += payment.amount;
        }
    }
    for (project, paid) in ledger.projects.iter().zip(paid) {
        let told = |rule, is_error: bool| {
            let place = Place::row(&ledger.files.projects, project.row);
            let issue = if is_error { Issue::error(rule, place) } else { Issue::warning(rule, place) };
            issue.with("code", &project.id)
        };
        let split: Amount = project.split.iter().map(|(_, amount)| *amount).sum();
        if let (Some(planned), false) = (project.planned, project.split.is_empty())
            && planned != split
        {
            let issue = told("split-differs", true).with("expected", plain(ledger, planned));
            let issue = issue.with("found", plain(ledger, split));
            issues.push(issue.with("difference", plain(ledger, (planned - split).abs())));
        }
        let price = project.price.map(|price| price + project.changes.unwrap_or_default());
        if let Some(price) = price.filter(|price| paid > *price) {
            let issue = told("paid-beyond-price", false).with("expected", plain(ledger, price));
            issues.push(issue.with("found", plain(ledger, paid)));
        }
        if let ([Some(from), Some(until)], Some(least)) = (project.notice, terms.notice_days) {
            // Both days are days of the notice.
            let days = until.since(from) + 1;
            if days < 1 {
                let issue = told("notice-reversed", true).with("expected", from.iso());
                issues.push(issue.with("found", until.iso()));
            } else if days < least {
                issues.push(told("notice-too-short", false).with("expected", least).with("found", days));
            }
        }
        if let (Some(promised), Some(delivered), Some(_)) = (project.promised, project.delivered, project.accepted)
            && delivered < promised
        {
            issues.push(
                told("accepted-unfinished", false)
                    .with("expected", decimal(promised))
                    .with("found", decimal(delivered)),
            );
        }
    }
}

/// Thousandths as a decimal, without zeros at its end.
fn decimal(thousandths: i64) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths.unsigned_abs() % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
