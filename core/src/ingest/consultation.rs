//! The profile "daylight-consultation": a package and its files in, the records of one consultation out; what does not fit is told
//! with its place, and nothing of it is left out in silence.

use super::consultform::{
    ANNOUNCEMENT, ANSWERS, CLAUSES, COMMENTS, DOCUMENTS, HEAD, QUESTIONS, RECEIPTS, REVISIONS, ROUNDS, STEPS, THEMES,
};
use super::form::{Forms, Line, TableForm};
use super::package::Package;
use super::reader::Files;
use crate::issue::Issue;
use crate::model::consultation::{
    Announcement, Answer, Clause, Comment, Consultation, Disposition, Document, Identity, Purpose, Question,
    QuestionKind, Round, Scope, Step, Theme,
};
use crate::place::Place;
use crate::profile::Texts;
use crate::profile::consultation::DecisionTerms;

pub use super::consultform::FORM;

/// Reads the records. `terms` are the profile's.
pub fn read_consultation(
    (package, descriptor): (&Package, &str),
    files: &dyn Files,
    terms: &DecisionTerms,
) -> (Consultation, Vec<Issue>) {
    let mut forms = Forms::find(&FORM, (package, descriptor), files, &terms.words);
    let of_tables = FORM.tables.iter().map(|table| (table.id, forms.file(table).to_owned())).collect();
    let told = Consultation {
        about: package.about.clone(),
        terms: terms.clone(),
        files: of_tables,
        ..Consultation::default()
    };
    let mut reader = Reader { told, ..Reader::default() };
    let mut read = |form: &'static TableForm, take: fn(&mut Reader, &mut Line<'_>)| {
        reader.ids.clear();
        forms.read(form, &mut |line| {
            reader.told.rows += 1;
            take(&mut reader, line);
        });
    };
    read(&HEAD, Reader::head_line);
    read(&ROUNDS, Reader::round_line);
    read(&CLAUSES, Reader::clause_line);
    read(&REVISIONS, Reader::revision_line);
    read(&DOCUMENTS, Reader::document_line);
    read(&STEPS, Reader::step_line);
    read(&QUESTIONS, Reader::question_line);
    read(&THEMES, Reader::theme_line);
    read(&ANSWERS, Reader::answer_line);
    read(&COMMENTS, Reader::comment_line);
    read(&ANNOUNCEMENT, Reader::announcement_line);
    read(&RECEIPTS, Reader::receipt_line);
    reader.find_voices(&mut forms.issues);
    let mut told = reader.told;
    for clause in &mut told.clauses {
        clause.texts.sort_by_key(|(round, _)| *round);
    }
    (told, forms.issues)
}

#[derive(Default)]
struct Reader {
    told: Consultation,
    /// The ids of the table that is read, sorted.
    ids: Vec<(String, usize)>,
    /// Comments that say the same as another, by its id, which may stand below.
    voices: Vec<(usize, String, Place)>,
}

/// Finds an id among sorted ones.
fn position(ids: &[(String, usize)], id: &str) -> Option<usize> {
    ids.binary_search_by(|(known, _)| known.as_str().cmp(id)).ok().map(|at| ids[at].1)
}

/// What a cell names, by its index; what is not there is told.
fn named<'a>(column: &'static str, line: &mut Line<'_>, mut ids: impl Iterator<Item = &'a str>) -> Option<usize> {
    let id = line.text(column);
    if id.is_empty() {
        return None;
    }
    let found = ids.position(|known| known == id);
    if found.is_none() {
        line.tell(unlisted(line.place(column), id, column));
    }
    found
}

fn unlisted(place: Place, id: &str, column: &str) -> Issue {
    Issue::error("consultation-unlisted", place).with("code", id).with("header", column)
}

impl Reader {
    /// Whether the id of a line is new in its table; one that is not is told.
    fn is_new(&mut self, line: &mut Line<'_>, index: usize) -> bool {
        let id = line.text("id");
        match self.ids.binary_search_by(|(known, _)| known.as_str().cmp(id)) {
            Ok(_) => {
                line.tell(Issue::error("code-duplicate", line.place("id")).with("code", id));
                false
            }
            Err(at) => {
                self.ids.insert(at, (id.to_owned(), index));
                true
            }
        }
    }

    fn head_line(&mut self, line: &mut Line<'_>) {
        if !self.told.id.is_empty() {
            line.tell(Issue::error("consultation-second", line.place("id")).with("code", line.text("id")));
            return;
        }
        let told = &mut self.told;
        told.id = line.text("id").to_owned();
        told.names = line.texts("name");
        told.summary = line.texts("summary");
        told.office = line.texts("office");
        told.contact = line.text("contact").to_owned();
        told.scope = if line.word("scope") == Some(1) { Scope::Anything } else { Scope::Draft };
        told.identity = line.word("identity").map(|at| Identity::ALL[at]).unwrap_or_default();
        told.answer_by = line.day("answer-by");
        told.decided = line.day("decided");
    }

    fn round_line(&mut self, line: &mut Line<'_>) {
        if !self.is_new(line, self.told.rounds.len()) {
            return;
        }
        let round = Round {
            id: line.text("id").to_owned(),
            names: line.texts("name"),
            opens: line.day("opens"),
            closes: line.day("closes"),
            extended: line.day("extended"),
            extension: line.texts("extension"),
            row: line.number,
        };
        self.told.rounds.push(round);
    }

    fn clause_line(&mut self, line: &mut Line<'_>) {
        let index = self.told.clauses.len();
        if !self.is_new(line, index) {
            return;
        }
        // What a clause is a part of stands above it, as in print.
        let parent = line.text("parent");
        let above = position(&self.ids, parent).filter(|above| *above != index);
        if above.is_none() && !parent.is_empty() {
            line.tell(unlisted(line.place("parent"), parent, "parent"));
        }
        let text = line.texts("text");
        let clause = Clause {
            id: line.text("id").to_owned(),
            numbers: line.texts("number"),
            headings: line.texts("heading"),
            parent: above,
            texts: if text.is_empty() { Vec::new() } else { vec![(0, text)] },
            decided: line.texts("decided"),
            explanation: line.texts("explanation"),
            row: line.number,
        };
        self.told.clauses.push(clause);
    }

    fn revision_line(&mut self, line: &mut Line<'_>) {
        let clause = named("clause", line, self.told.clauses.iter().map(|clause| clause.id.as_str()));
        let round = named("round", line, self.told.rounds.iter().map(|round| round.id.as_str()));
        let (Some(clause), Some(round)) = (clause, round) else { return };
        let texts = &mut self.told.clauses[clause].texts;
        if texts.iter().any(|(of, _)| *of == round) {
            line.tell(Issue::error("consultation-text-twice", line.place("round")).with("code", line.text("clause")));
            return;
        }
        texts.push((round, line.texts("text")));
    }

    fn document_line(&mut self, line: &mut Line<'_>) {
        if !self.is_new(line, self.told.documents.len()) {
            return;
        }
        let document = Document {
            id: line.text("id").to_owned(),
            purpose: line.word("purpose").map(|at| Purpose::ALL[at]),
            names: line.texts("name"),
            address: line.text("address").to_owned(),
            day: line.day("day"),
            row: line.number,
        };
        self.told.documents.push(document);
    }

    fn step_line(&mut self, line: &mut Line<'_>) {
        let word = line.text("step");
        let known = self.told.terms.step(word).map(|step| step.id.clone());
        if known.is_none() && !word.is_empty() {
            line.tell(unlisted(line.place("step"), word, "step"));
        }
        let step = Step {
            kind: known.unwrap_or_else(|| word.to_owned()),
            done: line.day("done"),
            evidence: named("evidence", line, self.told.documents.iter().map(|document| document.id.as_str())),
            exemption: line.texts("exemption"),
            row: line.number,
        };
        self.told.steps.push(step);
    }

    fn question_line(&mut self, line: &mut Line<'_>) {
        if !self.is_new(line, self.told.questions.len()) {
            return;
        }
        let question = Question {
            id: line.text("id").to_owned(),
            kind: line.word("kind").map(|at| QuestionKind::ALL[at]).unwrap_or_default(),
            texts: line.texts("text"),
            options: line.texts("options"),
            required: line.word("required") == Some(0),
            row: line.number,
        };
        self.told.questions.push(question);
    }

    fn theme_line(&mut self, line: &mut Line<'_>) {
        if self.is_new(line, self.told.themes.len()) {
            self.told.themes.push(Theme { id: line.text("id").to_owned(), names: line.texts("name") });
        }
    }

    fn answer_line(&mut self, line: &mut Line<'_>) {
        if !self.is_new(line, self.told.answers.len()) {
            return;
        }
        let answer = Answer {
            id: line.text("id").to_owned(),
            texts: line.texts("text"),
            office: line.texts("office"),
            day: line.day("day"),
            row: line.number,
        };
        self.told.answers.push(answer);
    }

    fn comment_line(&mut self, line: &mut Line<'_>) {
        let index = self.told.comments.len();
        if !self.is_new(line, index) {
            return;
        }
        let voice = line.text("voice");
        if !voice.is_empty() {
            self.voices.push((index, voice.to_owned(), line.place("voice")));
        }
        let terms = &self.told.terms;
        let comment = Comment {
            id: line.text("id").to_owned(),
            received: line.day("received"),
            channel: known("channel", line, &terms.channels),
            package: line.text("package").to_owned(),
            subject: line.text("subject").to_owned(),
            subject_names: Vec::new(),
            name: line.text("name").to_owned(),
            text: line.text("text").to_owned(),
            theme: named("theme", line, self.told.themes.iter().map(|theme| theme.id.as_str())),
            voice: None,
            disposition: line.word("disposition").map(|at| Disposition::ALL[at]),
            reason: line.texts("reason"),
            answer: named("answer", line, self.told.answers.iter().map(|answer| answer.id.as_str())),
            withheld: known("withheld", line, &terms.withholding),
            row: line.number,
        };
        self.told.comments.push(comment);
    }

    /// Finds the comments that others say the same as. One that does so itself stands for none.
    fn find_voices(&mut self, issues: &mut Vec<Issue>) {
        let ids = self.told.comments.iter().enumerate().map(|(at, comment)| (comment.id.clone(), at));
        let mut ids: Vec<_> = ids.collect();
        ids.sort();
        let voices = std::mem::take(&mut self.voices);
        let follows: Vec<usize> = voices.iter().map(|(comment, ..)| *comment).collect();
        for (comment, id, place) in voices {
            match position(&ids, &id).filter(|at| follows.binary_search(at).is_err()) {
                Some(at) => self.told.comments[comment].voice = Some(at),
                None => issues.push(unlisted(place, &id, "voice")),
            }
        }
    }

    fn announcement_line(&mut self, line: &mut Line<'_>) {
        if self.told.announcement.is_some() {
            line.tell(Issue::error("consultation-second", line.place("day")).with("code", line.text("day")));
            return;
        }
        self.told.announcement = Some(Announcement {
            day: line.day("day"),
            received: line.count("received"),
            counts: Disposition::ALL.map(|disposition| line.count(disposition.word())),
            withheld: line.count("withheld"),
            log: line.text("log").to_owned(),
            row: line.number,
        });
    }

    fn receipt_line(&mut self, line: &mut Line<'_>) {
        self.told.receipts.push(line.text("digest").to_owned());
    }
}

/// A word of the profile by its id or by what it is called; one that is none is told and kept.
fn known(column: &'static str, line: &mut Line<'_>, all: &[(String, Texts)]) -> String {
    let word = line.text(column);
    match DecisionTerms::id_of(all, word) {
        Some(id) => id.to_owned(),
        None => {
            if !word.is_empty() {
                line.tell(unlisted(line.place(column), word, column));
            }
            word.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DecisionTerms, Disposition, read_consultation};
    use crate::ingest::read_package;

    #[test]
    fn a_category_means_its_label_and_an_id_stays() {
        let descriptor = r#"{"profile": "daylight-consultation", "resources": [
            {"name": "themes", "path": "t.csv", "schema": {"fields": [{"name": "id", "categories": [{"value": "1", "label": "one"}]}]}},
            {"name": "comments", "path": "c.csv", "schema": {"fields": [{"name": "id"},
                {"name": "theme", "categories": [{"value": 1, "label": "one"}]},
                {"name": "state", "daylight:column": "disposition", "missingValues": ["0"],
                 "categories": ["2", {"value": 1, "label": "adopted"}, {"value": "-1", "label": "refused"}]},
                {"name": "day", "daylight:column": "received", "format": "%Q"}]}}]}"#;
        let package = read_package(descriptor, &|_| Vec::new()).expect("a descriptor");
        let files = [
            ("t.csv".to_owned(), b"id\n1\n".to_vec()),
            ("c.csv".to_owned(), b"id,theme,state,day\na,1,1,1709596800000\nb,,0,\nc,,-1,x\nd,,2,\n".to_vec()),
        ];
        let (told, issues) = read_consultation((&package, descriptor), &files.to_vec(), &DecisionTerms::default());
        let seen: Vec<_> = told.comments.iter().map(|comment| (comment.theme, comment.disposition)).collect();
        assert_eq!(seen, [(Some(0), Some(Disposition::Adopted)), (None, None), (None, None), (None, None)]);
        assert_eq!(told.comments[0].received.map(|day| day.iso()).as_deref(), Some("2024-03-05"));
        let at = |rule: &str| {
            let of = issues.iter().filter(|issue| issue.rule == rule && issue.place.file == "c.csv");
            of.map(|issue| (issue.place.row, issue.place.column)).collect::<Vec<_>>()
        };
        // A label that is no word of the form is told as one.
        assert_eq!(at("word-unknown"), [(Some(4), Some(3)), (Some(5), Some(3))]);
        assert_eq!(at("day-unreadable"), [(Some(4), Some(4))]);
    }
}
