//! Forms: what may be filled in and what the reader has typed in, fields with their labels, hints and faults out; cannot fail.

use super::ConsultationFigure;
use super::scene::Scene;
use crate::address::{is_followed, is_harmless};
use crate::figure::budget::Choice;
use crate::figure::page::{Block, Fact};
use crate::model::consultation::{Consultation, Identity, Question, QuestionKind};
use crate::text::natural;
use crate::words::{Words, in_language};

/// So many characters a comment has at most.
pub const MOST: usize = 5000;

/// What somebody has typed, and what became of it. Never part of an address or a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Texts by the ids of fields; `answer.ID` of questions, several options a line each.
    pub values: Vec<(String, String)>,
    /// What is wrong with it: the id of a field, blank for the whole, and words.
    pub faults: Vec<(String, String)>,
    /// Whether personal data was pointed out and the reader sends it all the same.
    pub confirming: bool,
    /// Whether it is on its way.
    pub busy: bool,
    /// The receipt, once it was taken.
    pub receipt: String,
    /// What became of the comment that was asked about: names and what is said of them.
    pub answer: Vec<(String, String)>,
}

impl Entry {
    /// What was typed into a field.
    pub fn value(&self, field: &str) -> &str {
        self.values.iter().find(|(known, _)| known == field).map_or("", |(_, value)| value)
    }

    /// Types something into a field.
    pub fn set(&mut self, field: &str, value: &str) {
        self.values.retain(|(known, _)| known != field);
        if !value.is_empty() {
            self.values.push((field.to_owned(), value.to_owned()));
        }
    }

    /// Chooses an option of several, or takes it back.
    pub fn toggle(&mut self, field: &str, option: &str) {
        let mut chosen: Vec<&str> = self.value(field).lines().collect();
        let known = chosen.len();
        chosen.retain(|one| *one != option);
        if chosen.len() == known {
            chosen.push(option);
        }
        let chosen = chosen.join("\n");
        self.set(field, &chosen);
    }

    /// Whether nothing was typed.
    pub fn is_blank(&self) -> bool {
        self.values.iter().all(|(field, value)| field == "subject" || value.trim().is_empty())
    }
}

/// What a form is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormKind {
    /// To send a comment.
    #[default]
    Comment,
    /// To ask what became of one.
    Status,
}

/// A form in words.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// What it is for.
    pub kind: FormKind,
    /// Its heading.
    pub title: String,
    /// What has to be known before it is filled in.
    pub notes: Vec<String>,
    /// What is wrong, with the field that it is wrong with; its first line is what they are called together.
    pub faults: (String, Vec<(String, String)>),
    /// What is filled in.
    pub fields: Vec<Field>,
    /// What the button says that sends it.
    pub send: String,
    /// What the button says that clears the draft; `None` where there is none.
    pub clear: Option<String>,
    /// Whether it is on its way.
    pub busy: bool,
    /// What became of it, in place of the fields: a heading, a receipt to keep or blank, and lines.
    pub done: Option<Done>,
    /// A page that takes the same without scripts: its words and address.
    pub plain: Option<(String, String)>,
}

/// What became of what was sent.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// Its heading.
    pub title: String,
    /// The receipt; blank where it is not about one.
    pub receipt: String,
    /// Names and what is said of them, or lines without a name.
    pub lines: Vec<(String, String)>,
    /// What the button says that begins another one.
    pub again: String,
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    /// A line.
    Line,
    /// Several lines.
    Text,
    /// One of some, from a list.
    Choice(Vec<Choice>),
    /// One of some, as buttons beside each other.
    Single(Vec<Choice>),
    /// Any of some.
    Multiple(Vec<Choice>),
    /// What only a program fills in.
    Trap,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// What helps to fill it in; blank for nothing.
    pub hint: String,
    /// How it is filled in.
    pub fill: Fill,
    /// What was typed.
    pub value: String,
    /// What is wrong with it; blank for nothing.
    pub fault: String,
    /// Whether it must be filled in.
    pub required: bool,
}

/// What is wrong with an entry before it is sent: the id of a field and words.
pub fn faults(told: &Consultation, entry: &Entry, words: &Words) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let mut add = |field: &str, words: String| faults.push((field.to_owned(), words));
    let text = entry.value("text").trim();
    let answered = |question: &Question| !entry.value(&["answer.", &question.id].concat()).trim().is_empty();
    if text.is_empty() && !told.questions.iter().any(answered) {
        add("text", words.text("consultation.fault.blank").to_owned());
    }
    let many = text.chars().count();
    if many > MOST {
        let values = [("n", words.integer(many as u64)), ("most", words.integer(MOST as u64))];
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        add("text", words.fill("consultation.fault.long", &values));
    }
    for question in told.questions.iter().filter(|question| question.required && !answered(question)) {
        let asked = in_language(&question.texts, words.lang());
        add(&["answer.", &question.id].concat(), words.fill("consultation.fault.unanswered", &[("question", asked)]));
    }
    faults
}

/// The form for a comment.
pub(super) fn comment(scene: &Scene<'_>, entry: &Entry) -> Form {
    let words = scene.words;
    let said = |key: &str| words.text(key).to_owned();
    let mut form = frame(scene, entry, "consultation.form");
    if !entry.receipt.is_empty() {
        let text = entry.value("kept");
        let kept = (!text.is_empty()).then(|| (said("consultation.sent.text"), text.to_owned()));
        form.done = Some(Done {
            title: said("consultation.sent"),
            receipt: entry.receipt.clone(),
            lines: [said("consultation.sent.keep"), said("consultation.sent.next")]
                .map(|line| (String::new(), line))
                .into_iter()
                .chain(kept)
                .collect(),
            again: said("consultation.again"),
        });
        return form;
    }
    form.notes = vec![said("consultation.form.public"), said("consultation.kept")];
    let field = |id: &str, key: &str, fill: Fill| Field {
        id: id.to_owned(),
        label: said(key),
        hint: String::new(),
        fill,
        value: entry.value(id).to_owned(),
        fault: fault_of(entry, id),
        required: false,
    };
    form.fields.extend(subject(scene, entry).map(|fill| field("subject", "consultation.field.subject", fill)));
    let hint = words.fill("consultation.field.text.hint", &[("most", &words.integer(MOST as u64))]);
    form.fields.push(Field { hint, ..field("text", "consultation.field.text", Fill::Text) });
    for question in &scene.told.questions {
        form.fields.push(ask(scene, entry, question));
    }
    if scene.told.identity == Identity::Declared {
        let hint = said("consultation.field.name.hint");
        form.fields.push(Field { hint, ..field("name", "consultation.field.name", Fill::Line) });
    }
    let hint = said("consultation.field.contact.hint");
    form.fields.push(Field { hint, ..field("contact", "consultation.field.contact", Fill::Line) });
    form.fields.push(Field { value: String::new(), ..field("website", "consultation.field.trap", Fill::Trap) });
    let send = if entry.confirming { "consultation.send-anyway" } else { "consultation.send" };
    form.send = said(if entry.busy { "consultation.sending" } else { send });
    form.clear = Some(said("consultation.clear"));
    form
}

/// The form that asks what became of a comment.
pub(super) fn status(scene: &Scene<'_>, entry: &Entry, figure: &mut ConsultationFigure) {
    let said = |key: &str| scene.words.text(key).to_owned();
    let mut form = frame(scene, entry, "consultation.ask");
    let list = &scene.addresses.receipts;
    if !list.is_empty() {
        let fact = scene.fact("consultation.receipts", said("consultation.receipts.says"));
        let href = is_followed(list).then(|| list.clone());
        figure.after = vec![Block::Facts(vec![Fact { href, more: said("consultation.receipts.how"), ..fact }])];
    }
    form.kind = FormKind::Status;
    form.fields.push(Field {
        id: "receipt".to_owned(),
        label: said("consultation.field.receipt"),
        hint: said("consultation.field.receipt.hint"),
        fill: Fill::Line,
        value: entry.value("receipt").to_owned(),
        fault: fault_of(entry, "receipt"),
        required: true,
    });
    if !list.is_empty() {
        form.fields.push(Field {
            id: "own".to_owned(),
            label: said("consultation.field.own"),
            hint: said("consultation.field.own.hint"),
            fill: Fill::Text,
            value: entry.value("own").to_owned(),
            fault: String::new(),
            required: false,
        });
    }
    form.send = said(if entry.busy { "consultation.looking" } else { "consultation.ask.send" });
    if !entry.answer.is_empty() {
        let title = said("consultation.ask.found");
        form.done =
            Some(Done { title, lines: entry.answer.clone(), again: said("consultation.ask.again"), ..Done::default() });
    }
    figure.form = Some(form);
}

fn frame(scene: &Scene<'_>, entry: &Entry, key: &str) -> Form {
    let words = scene.words;
    let plain = &scene.addresses.plain;
    Form {
        title: words.text(key).to_owned(),
        faults: (words.text("consultation.faults").to_owned(), entry.faults.clone()),
        busy: entry.busy,
        plain: (!plain.is_empty() && is_harmless(plain))
            .then(|| (words.text("consultation.plain").to_owned(), plain.clone())),
        ..Form::default()
    }
}

fn fault_of(entry: &Entry, id: &str) -> String {
    entry.faults.iter().find(|(field, _)| field == id).map_or(String::new(), |(_, words)| words.clone())
}

/// What a comment is of: the whole or a clause; something else where the page names it.
fn subject(scene: &Scene<'_>, entry: &Entry) -> Option<Fill> {
    let chosen = entry.value("subject");
    let option = |id: &str, label: String| Choice { id: id.to_owned(), label, chosen: id == chosen };
    let mut options = vec![option("", scene.words.text("consultation.whole").to_owned())];
    let other = scene.granted.subject.as_str();
    if !other.is_empty() && scene.told.clause(other).is_none() {
        options.push(option(other, scene.other_title(other)));
    }
    let clauses = scene.told.clauses.iter().enumerate();
    options.extend(clauses.map(|(at, clause)| option(&clause.id, scene.clause_title(at))));
    // What was chosen is told, whoever chose it.
    if options.iter().all(|option| !option.chosen) {
        options.push(option(chosen, scene.other_title(chosen)));
    }
    (options.len() > 1).then_some(Fill::Choice(options))
}

fn ask(scene: &Scene<'_>, entry: &Entry, question: &Question) -> Field {
    let id = ["answer.", &question.id].concat();
    let value = entry.value(&id).to_owned();
    let options = scene.say(&question.options);
    let chosen = |at: usize, label: &str| {
        let id = crate::text::digits(at as u64);
        Choice { chosen: value.lines().any(|one| one == id), label: label.to_owned(), id }
    };
    let listed = || options.split('|').map(str::trim).zip(1..).map(|(label, at)| chosen(at, label)).collect();
    let fill = match question.kind {
        QuestionKind::Single => Fill::Single(listed()),
        QuestionKind::Multiple => Fill::Multiple(listed()),
        QuestionKind::Text => Fill::Text,
        QuestionKind::Scale => {
            let (least, most) = question.scale().unwrap_or((1, 5));
            let step = |number| {
                let id = crate::text::digits(number);
                Choice { chosen: natural(&value) == Some(number), label: id.clone(), id }
            };
            Fill::Single((least..=most).map(step).collect())
        }
    };
    let label = scene.say(&question.texts).to_owned();
    Field { fault: fault_of(entry, &id), id, label, hint: String::new(), fill, value, required: question.required }
}
