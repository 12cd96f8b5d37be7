//! Comments as a file, and what a service says of one in words: records in, CSV or names and texts out; cannot fail.

use super::Fetched;
use crate::figure::csv::CsvWriter;
use crate::json::Node;
use crate::model::consultation::{Consultation, Disposition};
use crate::words::{Words, in_language};

/// The comments that are here, with what became of them; on every row where they come from, since files are cut and stacked. The
/// columns are those of the form's table of comments.
pub fn export_comments(fetched: &Fetched, words: &Words) -> String {
    let told = &fetched.defined.consultation;
    let say = |texts: &[(String, String)]| in_language(texts, words.lang()).to_owned();
    let mut csv = CsvWriter::default();
    let headers = ["id", "received", "channel", "package", "subject", "name", "text", "theme", "voice", "disposition"];
    for header in headers.iter().chain(&["reason", "answer", "withheld", "consultation", "publisher"]) {
        csv.text(header);
    }
    csv.end_row();
    for comment in &told.comments {
        let received = comment.received.map(|day| day.iso()).unwrap_or_default();
        let theme = comment.theme.map_or("", |at| &told.themes[at].id);
        let voice = comment.voice.map_or("", |at| &told.comments[at].id);
        let disposition = comment.disposition.map_or("", Disposition::word);
        let answer = comment.answer.map(|at| say(&told.answers[at].texts)).unwrap_or_default();
        let cells = [&comment.id, &received, &comment.channel, &comment.package, &comment.subject, &comment.name];
        cells.iter().for_each(|cell| csv.text(cell));
        for cell in [comment.text.as_str(), theme, voice, disposition, &say(&comment.reason), &answer] {
            csv.text(cell);
        }
        for cell in [comment.withheld.as_str(), &told.id, &say(&told.about.publisher)] {
            csv.text(cell);
        }
        csv.end_row();
    }
    csv.finish()
}

/// What a service says of a comment, by the members of its answer: names, and what is said of them.
pub fn standing_words(told: &Consultation, said: &Node, words: &Words) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut add = |key: &str, text: String| lines.push((words.text(key).to_owned(), text));
    let state = match said.text_of("state") {
        Some("published") => "consultation.state.published",
        Some("withheld") => "consultation.state.withheld",
        _ => "consultation.state.received",
    };
    let id = said.text_of("id").unwrap_or_default();
    add("consultation.state", words.fill(state, &[("id", id)]));
    if let Some(day) = said.text_of("received") {
        add("consultation.state.day", words.date(day));
    }
    if let Some(code) = said.text_of("withheld") {
        let titles = told.terms.withholding.iter().find(|(known, _)| known == code).map(|(_, titles)| titles);
        add("consultation.state.why", titles.map_or(code, |titles| in_language(titles, words.lang())).to_owned());
    }
    let outcome = match said.text_of("disposition").and_then(Disposition::of_word) {
        None => "consultation.unsettled",
        Some(Disposition::Adopted) => "consultation.outcome.adopted",
        Some(Disposition::Partly) => "consultation.outcome.partly",
        Some(Disposition::NotAdopted) => "consultation.outcome.not-adopted",
        Some(Disposition::Covered) => "consultation.outcome.covered",
        Some(Disposition::OutOfScope) => "consultation.outcome.out-of-scope",
    };
    add("consultation.outcomes", words.text(outcome).to_owned());
    for (key, member) in [("consultation.state.reason", "reason"), ("consultation.answer", "answer")] {
        if let Some(text) = said.text_of(member) {
            add(key, text.to_owned());
        }
    }
    lines
}
