//! Comments as a file: records in, CSV out; cannot fail.

use super::Fetched;
use crate::figure::csv::CsvWriter;
use crate::model::consultation::Disposition;
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
