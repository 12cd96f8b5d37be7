//! JSON of a published consultation in, records out; what is missing is blank and what names nothing is left out.

use super::{Addresses, Defined};
use crate::consultation::{Stage, Standing};
use crate::day::{Day, DayOrder};
use crate::ingest::read_about;
use crate::json::{self, Fault, Node};
use crate::model::consultation::{
    Announcement, Answer, Clause, Comment, Consultation, Disposition, Document, Identity, Purpose, Question,
    QuestionKind, Round, Scope, Step, Theme,
};
use crate::model::funds::Texts;
use crate::profile::consultation::DecisionTerms;
use crate::profile::{text_of, texts};
use crate::summary::consultation::Tally;
use std::collections::HashSet;

fn list<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).map(Node::list).unwrap_or_default()
}

pub(super) fn day(node: &Node, key: &str) -> Option<Day> {
    Day::read(node.text_of(key)?, DayOrder::YearFirst)
}

fn count(node: &Node, key: &str) -> Option<u64> {
    node.get(key)?.integer()?.try_into().ok()
}

/// The one of `all` that a member names by its word.
pub(super) fn named<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str, node: &Node, key: &str) -> Option<T> {
    let said = node.text_of(key)?;
    all.iter().copied().find(|known| word(*known) == said)
}

/// The index of the one of `all` that a member names by its id.
fn found<T>(all: &[T], id: impl Fn(&T) -> &str, node: &Node, key: &str) -> Option<usize> {
    let said = node.text_of(key)?;
    all.iter().position(|known| id(known) == said)
}

/// Reads a definition.
///
/// # Errors
/// Where the text is no JSON.
pub fn read_definition(text: &str) -> Result<Defined, Fault> {
    let root = &json::read(text)?;
    let rounds: Vec<Round> = list(root, "rounds").iter().map(read_round).collect();
    let documents: Vec<Document> = list(root, "documents").iter().map(read_document).collect();
    let read_step = |node: &Node| Step {
        kind: text_of(node, "step"),
        done: day(node, "done"),
        evidence: found(&documents, |document| &document.id, node, "evidence"),
        exemption: texts(node, "exemption"),
        row: 0,
    };
    let consultation = Consultation {
        about: root.get("package").map(read_about).unwrap_or_default(),
        terms: DecisionTerms::of(root),
        id: text_of(root, "id"),
        names: texts(root, "names"),
        summary: texts(root, "summary"),
        office: texts(root, "office"),
        contact: text_of(root, "contact"),
        scope: if root.text_of("scope") == Some("anything") { Scope::Anything } else { Scope::Draft },
        identity: named(&Identity::ALL, Identity::word, root, "identity").unwrap_or_default(),
        answer_by: day(root, "answer-by"),
        decided: day(root, "decided"),
        clauses: read_clauses(root, &rounds),
        steps: list(root, "steps").iter().map(read_step).collect(),
        questions: list(root, "questions").iter().map(read_question).collect(),
        themes: list(root, "themes").iter().map(read_theme).collect(),
        rounds,
        documents,
        ..Consultation::default()
    };
    let at = |key: &str| root.get("addresses").map(|node| text_of(node, key)).unwrap_or_default();
    let addresses = Addresses {
        comments: at("comments"),
        adoption: at("adoption"),
        receipts: at("receipts"),
        submit: at("submit"),
        status: at("status"),
        subject: at("subject"),
        plain: at("plain"),
        token: at("token"),
    };
    let tally = root.get("counts").map(read_tally).unwrap_or_default();
    let standing = root.get("standing").and_then(|node| {
        Some(Standing {
            stage: named(&Stage::ALL, Stage::word, node, "stage")?,
            round: found(&consultation.rounds, |round| &round.id, node, "round"),
            days_left: node.get("days-left").and_then(Node::integer),
            more: node.get("more").and_then(Node::truth).unwrap_or_default(),
        })
    });
    Ok(Defined { consultation, tally, addresses, standing })
}

fn read_round(node: &Node) -> Round {
    Round {
        id: text_of(node, "id"),
        names: texts(node, "names"),
        opens: day(node, "opens"),
        closes: day(node, "closes"),
        extended: day(node, "extended"),
        extension: texts(node, "extension"),
        row: 0,
    }
}

fn read_document(node: &Node) -> Document {
    Document {
        id: text_of(node, "id"),
        purpose: named(&Purpose::ALL, Purpose::word, node, "purpose"),
        names: texts(node, "names"),
        address: text_of(node, "address"),
        day: day(node, "day"),
        row: 0,
    }
}

/// A clause may stand before the one that it is a part of.
fn read_clauses(root: &Node, rounds: &[Round]) -> Vec<Clause> {
    let nodes = list(root, "clauses");
    let text =
        |node: &Node| Some((found(rounds, |round| &round.id, node, "round").unwrap_or_default(), texts(node, "text")));
    let clause = |node: &Node| Clause {
        id: text_of(node, "id"),
        numbers: texts(node, "number"),
        headings: texts(node, "heading"),
        parent: node.text_of("parent").and_then(|id| nodes.iter().position(|node| node.text_of("id") == Some(id))),
        texts: list(node, "texts").iter().filter_map(text).collect(),
        decided: texts(node, "decided"),
        explanation: texts(node, "explanation"),
        row: 0,
    };
    nodes.iter().map(clause).collect()
}

fn read_question(node: &Node) -> Question {
    Question {
        id: text_of(node, "id"),
        kind: named(&QuestionKind::ALL, QuestionKind::word, node, "kind").unwrap_or_default(),
        texts: texts(node, "text"),
        options: texts(node, "options"),
        required: node.get("required").and_then(Node::truth).unwrap_or_default(),
        row: 0,
    }
}

fn read_theme(node: &Node) -> Theme {
    Theme { id: text_of(node, "id"), names: texts(node, "names") }
}

fn read_tally(node: &Node) -> Tally {
    let counts = |key: &str| {
        let members = node.get(key).map(Node::members).unwrap_or_default().iter();
        members.filter_map(|(id, count)| Some((id.clone(), count.integer()?.try_into().ok()?))).collect()
    };
    Tally {
        received: count(node, "received").unwrap_or_default(),
        settled: Disposition::ALL.map(|disposition| count(node, disposition.word()).unwrap_or_default()),
        unsettled: count(node, "unsettled").unwrap_or_default(),
        voices: count(node, "voices").unwrap_or_default(),
        channels: counts("channels"),
        withheld: counts("withheld"),
    }
}

/// A page of comments: those that are not there yet are added, and the address of the next page is returned, blank after the last.
/// *Validity*: a comment that says the same as one on another page says it of none here; how many say the same is in `same`.
///
/// # Errors
/// Where the text is no JSON.
pub fn read_comments(told: &mut Consultation, same: &mut Vec<u64>, text: &str) -> Result<String, Fault> {
    let root = &json::read(text)?;
    add_answers(told, root);
    let known: HashSet<&str> = told.comments.iter().map(|comment| comment.id.as_str()).collect();
    let is_new = |node: &&Node| !known.contains(node.text_of("id").unwrap_or_default());
    let fresh: Vec<&Node> = list(root, "comments").iter().filter(is_new).collect();
    for node in fresh {
        let id = text_of(node, "id");
        let comment = Comment {
            received: day(node, "received"),
            channel: text_of(node, "channel"),
            package: text_of(node, "package"),
            subject: text_of(node, "subject"),
            subject_names: texts(node, "subject-names"),
            name: text_of(node, "name"),
            text: text_of(node, "text"),
            theme: found(&told.themes, |theme| &theme.id, node, "theme"),
            voice: found(&told.comments, |other| &other.id, node, "voice"),
            disposition: node.text_of("disposition").and_then(Disposition::of_word),
            reason: texts(node, "reason"),
            answer: found(&told.answers, |answer| &answer.id, node, "answer"),
            withheld: text_of(node, "withheld"),
            row: 0,
            id,
        };
        told.comments.push(comment);
        same.push(count(node, "same").unwrap_or_default());
    }
    Ok(text_of(root, "next"))
}

/// What the subject of a comment is called.
///
/// # Errors
/// Where the text is no JSON.
pub fn read_subject(text: &str) -> Result<Texts, Fault> {
    Ok(texts(&json::read(text)?, "names"))
}

/// The list of receipts' digests, sorted whether or not it was; `None` where the document is another one.
///
/// # Errors
/// Where the text is no JSON.
pub fn read_receipts(text: &str) -> Result<Option<Vec<String>>, Fault> {
    let root = json::read(text)?;
    let Some(listed) = root.get("receipts") else { return Ok(None) };
    let mut digests: Vec<String> = listed.list().iter().filter_map(|digest| Some(digest.text()?.to_owned())).collect();
    digests.sort_unstable();
    Ok(Some(digests))
}

fn add_answers(told: &mut Consultation, root: &Node) {
    for node in list(root, "answers") {
        let id = text_of(node, "id");
        if told.answers.iter().all(|known| known.id != id) {
            let (texts, office) = (texts(node, "text"), texts(node, "office"));
            told.answers.push(Answer { id, texts, office, day: day(node, "day"), row: 0 });
        }
    }
}

/// What was announced: it comes into the records, and which comments speak of which clause is returned, by the indices of clauses.
///
/// # Errors
/// Where the text is no JSON.
pub fn read_adoption(told: &mut Consultation, text: &str) -> Result<Vec<(usize, Vec<String>)>, Fault> {
    let root = &json::read(text)?;
    add_answers(told, root);
    told.announcement = root.get("announcement").map(|node| Announcement {
        day: day(node, "day"),
        received: count(node, "received"),
        counts: Disposition::ALL.map(|disposition| count(node, disposition.word())),
        withheld: count(node, "withheld"),
        log: text_of(node, "log"),
        row: 0,
    });
    let comments = |node: &Node| list(node, "comments").iter().filter_map(|id| Some(id.text()?.to_owned())).collect();
    let clause = |node: &Node| Some((told.clause(node.text_of("id")?)?, comments(node)));
    Ok(list(root, "clauses").iter().filter_map(clause).collect())
}
