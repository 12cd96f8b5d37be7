//! Before it is announced what became of comments: records in; comments without an outcome or a reason, what must not be shown, and
//! counts that do not balance out; cannot fail.

use super::row;
use crate::issue::Issue;
use crate::model::consultation::{Announcement, Comment, Consultation, Disposition, Scope};
use crate::summary::consultation::{Tally, outcome};

/// What keeps what became of comments from being announced.
pub fn announcing(told: &Consultation) -> Vec<Issue> {
    let mut issues = Vec::new();
    for comment in &told.comments {
        settled(told, comment, &mut issues);
        shown(told, comment, &mut issues);
    }
    if let Some(announcement) = &told.announcement {
        balance(told, announcement, &mut issues);
    }
    receipts(told, &mut issues);
    issues
}

fn settled(told: &Consultation, comment: &Comment, issues: &mut Vec<Issue>) {
    let place = || row(told, "comments", comment.row);
    let outcome = outcome(told, comment);
    match outcome.disposition {
        None => issues.push(Issue::error("comment-unsettled", place()).with("code", &comment.id)),
        Some(disposition) => {
            if disposition.needs_reason() && outcome.reason.is_empty() && outcome.answer.is_none() {
                let issue = Issue::error("comment-without-reason", place()).with("code", &comment.id);
                issues.push(issue.with("value", disposition.word()));
            }
        }
    }
}

/// What must not be shown of a comment, and what is missing of it.
pub(super) fn shown(told: &Consultation, comment: &Comment, issues: &mut Vec<Issue>) {
    let place = || row(told, "comments", comment.row);
    let is_withheld = !comment.withheld.is_empty();
    if is_withheld && !comment.text.is_empty() {
        issues.push(Issue::error("comment-withheld-shown", place()).with("code", &comment.id));
    }
    if !is_withheld && comment.text.trim().is_empty() {
        issues.push(Issue::error("comment-blank", place()).with("code", &comment.id));
    }
    if !comment.name.is_empty() && !comment.name.contains(['*', '＊', '某', '×']) {
        issues.push(Issue::error("comment-name-unmasked", place()).with("code", &comment.id));
    }
    let is_of_the_draft = told.scope == Scope::Draft && comment.package.is_empty() && !comment.subject.is_empty();
    if is_of_the_draft && told.clause(&comment.subject).is_none() {
        let issue = Issue::error("consultation-unlisted", place()).with("code", &comment.subject);
        issues.push(issue.with("header", "subject"));
    }
}

/// The number received is that of what became of them, and both are those of the comments that are here.
fn balance(told: &Consultation, announcement: &Announcement, issues: &mut Vec<Issue>) {
    let place = || row(told, "announcement", announcement.row);
    let Some(received) = announcement.received else { return };
    let sum = announcement.counts.iter().flatten().fold(0_u64, |sum, count| sum.saturating_add(*count));
    if sum != received {
        let issue = Issue::error("announcement-unbalanced", place()).with("value", received).with("sum", sum);
        issues.push(issue.with("difference", i128::from(received) - i128::from(sum)));
    }
    if told.file("comments").is_empty() {
        return;
    }
    let tally = Tally::of(told);
    let settled = Disposition::ALL.map(|disposition| {
        let at = disposition as usize;
        (disposition.word(), announcement.counts[at].unwrap_or(0), tally.settled[at])
    });
    // What became of those that are not settled is not known, and they are told one by one.
    let settled = settled.into_iter().filter(|_| tally.unsettled == 0);
    let all =
        [("received", received, tally.received), ("withheld", announcement.withheld.unwrap_or(0), tally.hidden())];
    for (what, stated, counted) in all.into_iter().chain(settled) {
        if stated != counted {
            let issue = Issue::error("announcement-count", place()).with("header", what);
            issues.push(issue.with("value", stated).with("sum", counted));
        }
    }
    let closed = told.rounds.iter().filter_map(|round| round.last()).max();
    if let Some((day, last)) = announcement.day.zip(closed).filter(|(day, last)| day <= last) {
        let issue = Issue::error("announced-while-open", place()).with("date", day.iso());
        issues.push(issue.with("until", last.iso()));
    }
}

/// Digests are in order, so that where one stands tells nothing of when it came.
fn receipts(told: &Consultation, issues: &mut Vec<Issue>) {
    let is_digest = |text: &String| {
        text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    let is_broken = told.receipts.iter().any(|text| !is_digest(text));
    if is_broken || told.receipts.windows(2).any(|pair| pair[0] >= pair[1]) {
        issues.push(Issue::error("receipts-unsorted", row(told, "receipts", 1)));
    }
}
