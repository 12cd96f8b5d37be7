//! Records of a consultation in, JSON out; cannot fail.

use super::Addresses;
use crate::consultation::Standing;
use crate::day::Day;
use crate::json::Writer;
use crate::model::consultation::{Answer, Consultation, Disposition, Question, Scope};
use crate::profile::consultation::DecisionTerms;
use crate::summary::consultation::{Tally, clauses_spoken_of, outcome};

type Texts = [(String, String)];

impl Writer {
    /// A member whose value is a text in several languages; left out where there is none.
    fn texts(&mut self, key: &str, texts: &Texts) -> &mut Self {
        if !texts.is_empty() {
            self.key(key).open('{');
            for (lang, text) in texts {
                self.key(lang).text(text);
            }
            self.close('}');
        }
        self
    }

    /// A member that is left out where it is blank.
    fn some(&mut self, key: &str, text: &str) -> &mut Self {
        if !text.is_empty() {
            self.key(key).text(text);
        }
        self
    }

    fn day(&mut self, key: &str, day: Option<Day>) -> &mut Self {
        self.some(key, &day.map(|day| day.iso()).unwrap_or_default())
    }

    fn count(&mut self, key: &str, count: u64) -> &mut Self {
        self.key(key).raw(&count.to_string())
    }

    /// A list of objects; left out where it is empty.
    fn objects<T>(&mut self, key: &str, list: &[T], write: impl Fn(&mut Self, &T)) -> &mut Self {
        if !list.is_empty() {
            self.key(key).open('[');
            for one in list {
                self.open('{');
                write(self, one);
                self.close('}');
            }
            self.close(']');
        }
        self
    }
}

/// The definition. `package` is what the descriptor says of the package, as JSON without its resources; `standing` is where the
/// consultation stands on the service's day.
pub fn write_definition(
    told: &Consultation,
    package: &str,
    addresses: &Addresses,
    (tally, standing): (&Tally, Option<Standing>),
) -> String {
    let mut out = Writer::default();
    out.open('{').key("package").raw(package);
    out.some("id", &told.id).texts("names", &told.names).texts("summary", &told.summary).texts("office", &told.office);
    out.some("contact", &told.contact);
    if told.scope == Scope::Anything {
        out.key("scope").text("anything");
    }
    out.some("identity", told.identity.word()).day("answer-by", told.answer_by).day("decided", told.decided);
    out.objects("rounds", &told.rounds, |out, round| {
        out.some("id", &round.id).texts("names", &round.names).day("opens", round.opens).day("closes", round.closes);
        out.day("extended", round.extended).texts("extension", &round.extension);
    });
    write_clauses(told, &mut out);
    out.objects("documents", &told.documents, |out, document| {
        out.some("id", &document.id).some("purpose", document.purpose.map_or("", |purpose| purpose.word()));
        out.texts("names", &document.names).some("address", &document.address).day("day", document.day);
    });
    out.objects("steps", &told.steps, |out, step| {
        out.some("step", &step.kind).day("done", step.done);
        out.some("evidence", step.evidence.map_or("", |at| &told.documents[at].id)).texts("exemption", &step.exemption);
    });
    out.objects("questions", &told.questions, write_question);
    out.objects("themes", &told.themes, |out, theme| {
        out.some("id", &theme.id).texts("names", &theme.names);
    });
    write_terms(&told.terms, &mut out);
    write_tally(tally, &mut out);
    let Addresses { comments, adoption, receipts, submit, status, subject, plain, token } = addresses;
    out.key("addresses").open('{').some("comments", comments).some("adoption", adoption);
    out.some("receipts", receipts)
        .some("submit", submit)
        .some("status", status)
        .some("subject", subject)
        .some("plain", plain)
        .some("token", token)
        .close('}');
    if let Some(Standing { stage, round, days_left, more }) = standing {
        out.key("standing").open('{').key("stage").text(stage.word());
        if let Some(round) = round.and_then(|at| told.rounds.get(at)) {
            out.some("round", &round.id);
        }
        if let Some(days) = days_left {
            out.key("days-left").integer(days);
        }
        out.key("more").raw(if more { "true" } else { "false" }).close('}');
    }
    out.close('}').finish() + "\n"
}

fn write_clauses(told: &Consultation, out: &mut Writer) {
    out.objects("clauses", &told.clauses, |out, clause| {
        out.some("id", &clause.id).texts("number", &clause.numbers).texts("heading", &clause.headings);
        out.some("parent", clause.parent.map_or("", |at| &told.clauses[at].id));
        out.objects("texts", &clause.texts, |out, (round, texts)| {
            out.some("round", told.rounds.get(*round).map_or("", |round| &round.id)).texts("text", texts);
        });
        out.texts("decided", &clause.decided).texts("explanation", &clause.explanation);
    });
}

fn write_question(out: &mut Writer, question: &Question) {
    out.some("id", &question.id).some("kind", question.kind.word()).texts("text", &question.texts);
    out.texts("options", &question.options);
    if question.required {
        out.key("required").raw("true");
    }
}

/// By the names that a profile uses.
fn write_terms(terms: &DecisionTerms, out: &mut Writer) {
    out.objects("decision-steps", &terms.steps, |out, step| {
        out.some("id", &step.id).texts("titles", &step.titles);
        if step.required {
            out.key("required").raw("true");
        }
    });
    for (key, list) in [("comment-channels", &terms.channels), ("withholding-reasons", &terms.withholding)] {
        out.objects(key, list, |out, (id, titles)| {
            out.some("id", id).texts("titles", titles);
        });
    }
}

fn write_tally(tally: &Tally, out: &mut Writer) {
    out.key("counts").open('{').count("received", tally.received);
    for (disposition, count) in Disposition::ALL.into_iter().zip(tally.settled) {
        out.count(disposition.word(), count);
    }
    out.count("unsettled", tally.unsettled).count("voices", tally.voices);
    for (name, counts) in [("channels", &tally.channels), ("withheld", &tally.withheld)] {
        out.key(name).open('{');
        for (id, count) in counts {
            out.count(id, *count);
        }
        out.close('}');
    }
    out.close('}');
}

/// A page of comments, each by its index in the records and with how many others say the same (`voices`); `next` is the address of the
/// page after it, blank for the last.
pub fn write_comments(told: &Consultation, page: &[(usize, u64)], next: &str) -> String {
    let mut out = Writer::default();
    let mut answers: Vec<usize> = Vec::new();
    out.open('{');
    out.objects("comments", page, |out, (at, same)| write_comment(told, *at, *same, out));
    for (at, _) in page {
        let answer = outcome(told, &told.comments[*at]).answer;
        answers.extend(answer.filter(|answer| !answers.contains(answer)));
    }
    out.objects("answers", &answers, |out, at| write_answer(out, &told.answers[*at]));
    out.some("next", next);
    out.close('}').finish() + "\n"
}

/// What became of it is what became of the one that it says the same as.
fn write_comment(told: &Consultation, at: usize, same: u64, out: &mut Writer) {
    let comment = &told.comments[at];
    let became = outcome(told, comment);
    out.some("id", &comment.id).day("received", comment.received).some("channel", &comment.channel);
    out.some("package", &comment.package).some("subject", &comment.subject);
    out.texts("subject-names", &comment.subject_names);
    if comment.withheld.is_empty() {
        out.some("name", &comment.name).some("text", &comment.text);
    }
    out.some("theme", comment.theme.map_or("", |theme| &told.themes[theme].id));
    out.some("voice", comment.voice.map_or("", |voice| &told.comments[voice].id));
    if same > 0 {
        out.count("same", same);
    }
    out.some("disposition", became.disposition.map_or("", Disposition::word)).texts("reason", &became.reason);
    out.some("answer", became.answer.map_or("", |answer| &told.answers[answer].id)).some("withheld", &comment.withheld);
}

fn write_answer(out: &mut Writer, answer: &Answer) {
    out.some("id", &answer.id).texts("text", &answer.texts).texts("office", &answer.office).day("day", answer.day);
}

/// What the subject of a comment is called, where it is of another package.
pub fn write_subject(names: &Texts) -> String {
    let mut out = Writer::default();
    out.open('{').texts("names", names).close('}').finish() + "\n"
}

/// The list of receipts' digests (`receipt::leaf`).
pub fn write_receipts(digests: &[String]) -> String {
    let mut out = Writer::default();
    out.open('{').key("receipts").open('[');
    for digest in digests {
        out.text(digest);
    }
    out.close(']').close('}').finish() + "\n"
}

/// What was announced: counts, answers, and which comments speak of which clause.
pub fn write_adoption(told: &Consultation) -> String {
    let mut out = Writer::default();
    out.open('{');
    if let Some(announcement) = &told.announcement {
        out.key("announcement").open('{').day("day", announcement.day);
        let counts = announcement.counts.iter().zip(Disposition::ALL);
        let counts = counts.map(|(count, disposition)| (disposition.word(), *count));
        let counts = [("received", announcement.received)].into_iter().chain(counts);
        for (key, count) in counts.chain([("withheld", announcement.withheld)]) {
            if let Some(count) = count {
                out.count(key, count);
            }
        }
        out.some("log", &announcement.log).close('}');
    }
    out.objects("answers", &told.answers, write_answer);
    out.objects("clauses", &clauses_spoken_of(told), |out, (at, comments)| {
        out.some("id", &told.clauses[*at].id).key("comments").open('[');
        for comment in comments {
            out.text(comment);
        }
        out.close(']');
    });
    out.key("receipts").raw(&told.receipts.len().to_string());
    out.close('}').finish() + "\n"
}
