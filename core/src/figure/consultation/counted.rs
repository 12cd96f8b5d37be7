//! What became of one comment, by its receipt: what a service says, comments and the published list in; names and texts, or the address
//! of what has to be fetched first, out; cannot fail.
//!
//! Whoever has a receipt and the text of their comment can compute its digest, and find it in the list: nobody need be believed that it
//! was counted. The texts of published comments are there; of one that is withheld, its author has the text.

use super::Fetched;
use super::scene::outcome;
use crate::consultation::receipt::{Receipt, ReceiptFault, Sha256, digest};
use crate::consultation::text::clean;
use crate::json::Node;
use crate::model::consultation::{Comment, Consultation, Disposition};
use crate::words::{Words, in_language};

/// What is asked, and what is known of it.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The receipt.
    pub receipt: Receipt,
    /// The text, where its author types it in; blank where not.
    pub text: &'a str,
    /// What a service said of it, by the members of its answer.
    pub said: Option<&'a Node>,
    /// So many comments were looked through before.
    pub from: usize,
    /// Whether nothing more can be fetched.
    pub is_lost: bool,
}

/// What is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// An address that has to be fetched first, and how many comments were looked through till then.
    Needs(String, usize),
    /// Names, and what is said of them.
    Told(Vec<(String, String)>),
    /// No comment that is known has the receipt.
    Nothing,
}

/// What is wrong with a receipt, in words.
pub fn receipt_fault(fault: ReceiptFault, words: &Words) -> String {
    match fault.group() {
        Some(group) => words.fill("consultation.fault.receipt-group", &[("n", &words.integer(group as u64))]),
        None => words.text("consultation.fault.receipt").to_owned(),
    }
}

/// What became of the comment with a receipt, and whether it is in the published list.
pub fn find(fetched: &Fetched, asked: &Asked<'_>, sha256: Sha256, words: &Words) -> Found {
    let told = &fetched.defined.consultation;
    let addresses = &fetched.defined.addresses;
    let said = asked.said.map(|said| standing_words(told, said, words));
    let proof = |text: String| (words.text("consultation.proof").to_owned(), text);
    let with = |lines: Option<Vec<_>>, text: String| {
        Found::Told(lines.unwrap_or_default().into_iter().chain([proof(text)]).collect())
    };
    let digests = match &fetched.receipts {
        _ if addresses.receipts.is_empty() => return said.map_or(Found::Nothing, Found::Told),
        Some(digests) => digests,
        None if !asked.is_lost => return Found::Needs(addresses.receipts.clone(), asked.from),
        None if said.is_some() => return with(said, words.text("consultation.lost").to_owned()),
        None => return Found::Nothing,
    };
    let tell = |digest: &str, [listed, missing]: [&str; 2]| {
        let all = words.integer(digests.len() as u64);
        let at = digests.binary_search_by(|known| known.as_str().cmp(digest)).ok();
        let place = at.map(|at| words.integer(at as u64 + 1)).unwrap_or_default();
        let key = if at.is_some() { listed } else { missing };
        (at.is_some(), words.fill(key, &[("digest", digest), ("at", &place), ("all", &all)]))
    };
    const COMPUTED: [&str; 2] = ["consultation.proof.holds", "consultation.proof.fails"];
    // What the author typed in is judged by itself: an entry for other words is none for theirs.
    if let Ok(own) = clean(asked.text, usize::MAX) {
        let own = digest(asked.receipt, &own.text, sha256);
        return with(said, tell(&own, ["consultation.proof.holds", "consultation.proof.other"]).1);
    }
    // Whoever relies on a published text sees it: it is for them to say whether it is theirs.
    let text_line = |text: &str| (words.text("consultation.proof.text").to_owned(), text.to_owned());
    if let (Some(mut lines), Some(node)) = (said, asked.said) {
        let named = node.text_of("digest").unwrap_or_default();
        // Answers to questions alone are a comment too, without words.
        if let Some(text) = node.text_of("text") {
            if !text.is_empty() {
                lines.push(text_line(text));
            }
            return with(Some(lines), tell(&digest(asked.receipt, text, sha256), COMPUTED).1);
        }
        let told = match named.is_empty() {
            true => words.text("consultation.proof.unknown").to_owned(),
            false => tell(named, ["consultation.proof.named", "consultation.proof.fails"]).1,
        };
        return with(Some(lines), told);
    }
    for comment in told.comments.iter().skip(asked.from).filter(|comment| comment.withheld.is_empty()) {
        let (is_listed, told_of) = tell(&digest(asked.receipt, &comment.text, sha256), COMPUTED);
        if is_listed {
            let mut lines = comment_words(told, comment, words);
            if !comment.text.is_empty() {
                lines.push(text_line(&comment.text));
            }
            return with(Some(lines), told_of);
        }
    }
    match &fetched.next {
        None if !addresses.comments.is_empty() && !asked.is_lost => {
            Found::Needs(addresses.comments.clone(), told.comments.len())
        }
        Some(next) if !next.is_empty() && !asked.is_lost => Found::Needs(next.clone(), told.comments.len()),
        _ => Found::Nothing,
    }
}

/// What is known of a comment: the members of a service's answer, or a comment that was published.
struct Became<'a> {
    state: &'a str,
    id: &'a str,
    received: &'a str,
    withheld: &'a str,
    disposition: Option<Disposition>,
    reason: &'a str,
    answer: &'a str,
}

fn standing_words(told: &Consultation, said: &Node, words: &Words) -> Vec<(String, String)> {
    let text = |key: &str| said.text_of(key).unwrap_or_default();
    let became = Became {
        state: text("state"),
        id: text("id"),
        received: text("received"),
        withheld: text("withheld"),
        disposition: Disposition::of_word(text("disposition")),
        reason: text("reason"),
        answer: text("answer"),
    };
    lines(told, &became, words)
}

fn comment_words(told: &Consultation, comment: &Comment, words: &Words) -> Vec<(String, String)> {
    let voice = comment.voice.map_or(comment, |at| &told.comments[at]);
    let say = |texts| in_language(texts, words.lang());
    let received = comment.received.map(|day| day.iso()).unwrap_or_default();
    let became = Became {
        state: if comment.withheld.is_empty() { "published" } else { "withheld" },
        id: &comment.id,
        received: &received,
        withheld: &comment.withheld,
        disposition: comment.disposition.or(voice.disposition),
        reason: say(if comment.reason.is_empty() { &voice.reason } else { &comment.reason }),
        answer: comment.answer.or(voice.answer).map_or("", |at| say(&told.answers[at].texts)),
    };
    lines(told, &became, words)
}

fn lines(told: &Consultation, became: &Became<'_>, words: &Words) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut add = |key: &str, text: String| {
        if !text.is_empty() {
            lines.push((words.text(key).to_owned(), text));
        }
    };
    let state = match became.state {
        "published" => "consultation.state.published",
        "withheld" => "consultation.state.withheld",
        _ => "consultation.state.received",
    };
    add("consultation.state", words.fill(state, &[("id", became.id)]));
    if !became.received.is_empty() {
        add("consultation.state.day", words.date(became.received));
    }
    let code = became.withheld;
    let titles = told.terms.withholding.iter().find(|(known, _)| known == code).map(|(_, titles)| titles);
    add("consultation.state.why", titles.map_or(code, |titles| in_language(titles, words.lang())).to_owned());
    let outcome = became.disposition.map_or(words.text("consultation.unsettled"), |known| outcome(known, words));
    add("consultation.outcomes", outcome.to_owned());
    add("consultation.state.reason", became.reason.to_owned());
    add("consultation.answer", became.answer.to_owned());
    lines
}
