//! A consultation for the command: records in, how many comments came and what became of them out, as lines or JSON; cannot fail.

use crate::columns::aligned;
use daylight_core::json::Writer;
use daylight_core::model::consultation::{Consultation, Disposition};
use daylight_core::profile::consultation::DecisionTerms;
use daylight_core::summary::consultation::Tally;
use daylight_core::words::{Words, in_language};

/// `{"id", "clauses", "received", "adopted", "partly", "not-adopted", "covered", "out-of-scope", "unsettled", "voices",
/// "channels": {…}, "withheld": {…}}`.
pub fn write_json(told: &Consultation, out: &mut Writer) {
    let tally = Tally::of(told);
    out.open('{').key("id").text(&told.id).key("clauses").raw(&told.clauses.len().to_string());
    out.key("received").raw(&tally.received.to_string());
    for (disposition, count) in Disposition::ALL.into_iter().zip(tally.settled) {
        out.key(disposition.word()).raw(&count.to_string());
    }
    out.key("unsettled").raw(&tally.unsettled.to_string()).key("voices").raw(&tally.voices.to_string());
    for (name, counts) in [("channels", &tally.channels), ("withheld", &tally.withheld)] {
        out.key(name).open('{');
        for (id, count) in counts {
            out.key(id).raw(&count.to_string());
        }
        out.close('}');
    }
    out.close('}');
}

/// Tables for a terminal: what became of comments, and by which channels they came.
pub fn lines(told: &Consultation, words: &Words) -> String {
    let tally = Tally::of(told);
    if tally.received == 0 {
        return String::new();
    }
    let row = |name: &str, count: u64| vec![name.to_owned(), count.to_string()];
    let mut rows = vec![row(words.text("consultation.received"), tally.received)];
    for (disposition, count) in Disposition::ALL.into_iter().zip(tally.settled) {
        rows.push(row(words.text(&["consultation.outcome.", disposition.word()].concat()), count));
    }
    rows.push(row(words.text("consultation.unsettled"), tally.unsettled));
    rows.push(row(words.text("consultation.withheld"), tally.hidden()));
    let DecisionTerms { channels, .. } = &told.terms;
    let title = |id: &str| channels.iter().find(|(known, _)| known == id).map(|(_, titles)| titles);
    let named = |id: &str| title(id).map_or(id, |titles| in_language(titles, words.lang())).to_owned();
    let by_channel: Vec<_> = tally.channels.iter().map(|(id, count)| row(&named(id), *count)).collect();
    [rows, by_channel].iter().map(|rows| aligned(rows, 1)).collect()
}
