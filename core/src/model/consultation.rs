//! The believed records of one consultation: its drafts, dates and required steps, and, once they are published, the comments and
//! what became of each; plain data, nothing to fail. How far it is, is not among them: that follows from a day (`consultation`).

use super::About;
use super::funds::Texts;
use crate::day::Day;
use crate::profile::consultation::DecisionTerms;
use crate::text::natural;

/// A package of a consultation that was read.
#[derive(Clone, Debug, Default)]
pub struct Consultation {
    /// What the package says of itself.
    pub about: About,
    /// What the profile says: required steps, channels, reasons to withhold, usual days.
    pub terms: DecisionTerms,
    /// Its id, by which comments, addresses and receipts name it.
    pub id: String,
    /// What it is called.
    pub names: Texts,
    /// What is to be decided, in a few sentences.
    pub summary: Texts,
    /// Who asks, and answers.
    pub office: Texts,
    /// Where that office is reached.
    pub contact: String,
    /// What a comment may be of.
    pub scope: Scope,
    /// Who may comment.
    pub identity: Identity,
    /// The day by which what became of comments is to be announced.
    pub answer_by: Option<Day>,
    /// The day of the decision.
    pub decided: Option<Day>,
    /// When comments are taken, in order.
    pub rounds: Vec<Round>,
    /// The draft, clause by clause.
    pub clauses: Vec<Clause>,
    /// Draft, explanation, basis and what else belongs to the file.
    pub documents: Vec<Document>,
    /// The steps of the procedure.
    pub steps: Vec<Step>,
    /// What is asked besides.
    pub questions: Vec<Question>,
    /// What comments are grouped by.
    pub themes: Vec<Theme>,
    /// What the office answered.
    pub answers: Vec<Answer>,
    /// The comments that were published, and those withheld, which have no text.
    pub comments: Vec<Comment>,
    /// What was announced.
    pub announcement: Option<Announcement>,
    /// The digests of receipts, in hexadecimal, sorted.
    pub receipts: Vec<String>,
    /// How many rows it has.
    pub rows: u64,
    /// The files of tables by their ids, for places.
    pub files: Vec<(&'static str, String)>,
}

/// What a comment may be of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The draft as a whole and its clauses.
    #[default]
    Draft,
    /// Anything that was published: a project, a line of a budget, a goal.
    Anything,
}

/// Who may comment, and what is known of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Identity {
    /// Anybody, and nothing is asked.
    #[default]
    None,
    /// Anybody, who may say a name.
    Declared,
    /// Whom the page that the form stands in vouches for; a pseudonym is kept, and nothing else.
    Vouched,
}

impl Identity {
    /// In the order of the form's words.
    pub const ALL: [Self; 3] = [Self::None, Self::Declared, Self::Vouched];

    /// As files and addresses name it.
    pub const fn word(self) -> &'static str {
        ["none", "declared", "vouched"][self as usize]
    }
}

/// A time in which comments are taken.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub names: Texts,
    /// The first day.
    pub opens: Option<Day>,
    /// The last day, which counts in full.
    pub closes: Option<Day>,
    /// The last day after an extension.
    pub extended: Option<Day>,
    /// Why it was extended.
    pub extension: Texts,
    /// Its row.
    pub row: u32,
}

impl Round {
    /// The last day on which comments are taken.
    pub fn last(&self) -> Option<Day> {
        self.extended.or(self.closes)
    }
}

/// A clause; its id is the same in every round.
#[derive(Clone, Debug, Default)]
pub struct Clause {
    /// Its id.
    pub id: String,
    /// Its number as it is printed.
    pub numbers: Texts,
    /// Its heading.
    pub headings: Texts,
    /// The clause that it is a part of, by its index.
    pub parent: Option<usize>,
    /// What it said in each round that has a text of its own: the index of the round, and the text. In order.
    pub texts: Vec<(usize, Texts)>,
    /// What was decided; blank where nothing is yet, or where the clause was dropped.
    pub decided: Texts,
    /// Why it says so.
    pub explanation: Texts,
    /// Its row.
    pub row: u32,
}

impl Clause {
    /// What it says in a round: the text of that round, else of the latest before it.
    pub fn text_in(&self, round: usize) -> Option<&Texts> {
        self.texts.iter().rev().find(|(of, _)| *of <= round).map(|(_, texts)| texts)
    }
}

/// What a document is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The draft itself.
    Draft,
    /// Why it is as it is.
    Explanation,
    /// What it is based on.
    Basis,
    /// What shows that a step was taken.
    Evidence,
    /// What was decided.
    Decision,
}

impl Purpose {
    /// In the order of the form's words.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Explanation, Self::Basis, Self::Evidence, Self::Decision];

    /// As files name it.
    pub const fn word(self) -> &'static str {
        ["draft", "explanation", "basis", "evidence", "decision"][self as usize]
    }
}

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub purpose: Option<Purpose>,
    /// What it is called.
    pub names: Texts,
    /// Its number or address.
    pub address: String,
    /// Of which day it is.
    pub day: Option<Day>,
    /// Its row.
    pub row: u32,
}

/// A step of the procedure.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which one, by its id in the profile.
    pub kind: String,
    /// When it was taken.
    pub done: Option<Day>,
    /// The document that shows it.
    pub evidence: Option<usize>,
    /// Why it was not needed.
    pub exemption: Texts,
    /// Its row.
    pub row: u32,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuestionKind {
    /// One of its options.
    #[default]
    Single,
    /// Any of its options.
    Multiple,
    /// A whole number between its two options.
    Scale,
    /// In words.
    Text,
}

impl QuestionKind {
    /// In the order of the form's words.
    pub const ALL: [Self; 4] = [Self::Single, Self::Multiple, Self::Scale, Self::Text];

    /// As files name it.
    pub const fn word(self) -> &'static str {
        ["single", "multiple", "scale", "text"][self as usize]
    }
}

/// A question.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What is asked.
    pub texts: Texts,
    /// What may be chosen, by language: options separated by `|`, in the same order in each.
    pub options: Texts,
    /// Whether it must be answered.
    pub required: bool,
    /// Its row.
    pub row: u32,
}

impl Question {
    /// The ends of a scale; `None` where its options are none.
    pub fn scale(&self) -> Option<(u64, u64)> {
        let (_, options) = self.options.first()?;
        let (least, most) = options.split_once('|')?;
        let (least, most) = (natural(least.trim())?, natural(most.trim())?);
        (least < most && most <= 100).then_some((least, most))
    }
}

/// What comments are grouped by.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub names: Texts,
}

/// An answer, which may be to many comments.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its id.
    pub id: String,
    /// What the office says.
    pub texts: Texts,
    /// Who says it.
    pub office: Texts,
    /// When.
    pub day: Option<Day>,
    /// Its row.
    pub row: u32,
}

/// What became of a comment (DOMAIN: adopted 采纳, partly 部分采纳, not 未采纳, covered 已有规定, out of scope 不属本次范围).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disposition {
    /// It was done.
    Adopted,
    /// Some of it was.
    Partly,
    /// It was not, for a reason.
    NotAdopted,
    /// It is so already.
    Covered,
    /// It is of something else.
    OutOfScope,
}

impl Disposition {
    /// In the order of the form's words.
    pub const ALL: [Self; 5] = [Self::Adopted, Self::Partly, Self::NotAdopted, Self::Covered, Self::OutOfScope];

    /// As files and addresses name it.
    pub const fn word(self) -> &'static str {
        ["adopted", "partly", "not-adopted", "covered", "out-of-scope"][self as usize]
    }

    /// From its word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// Whether a reason must be given.
    pub const fn needs_reason(self) -> bool {
        !matches!(self, Self::Adopted)
    }
}

/// A comment as it is published: without what tells of a person.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Its public number.
    pub id: String,
    /// When it was received.
    pub received: Option<Day>,
    /// By which channel, by its id in the profile.
    pub channel: String,
    /// The package that its subject is of; blank where that is the draft.
    pub package: String,
    /// What it is of, by its id; blank where it is of the whole.
    pub subject: String,
    /// What that is called, where it is of another package and somebody knows.
    pub subject_names: Texts,
    /// A name with what identifies it masked.
    pub name: String,
    /// What was said; blank where it is withheld.
    pub text: String,
    /// What it is grouped under.
    pub theme: Option<usize>,
    /// The comment that says the same, by its index.
    pub voice: Option<usize>,
    /// What became of it.
    pub disposition: Option<Disposition>,
    /// Why.
    pub reason: Texts,
    /// What the office answered.
    pub answer: Option<usize>,
    /// Why it is withheld, by the code in the profile; blank where it is published.
    pub withheld: String,
    /// Its row.
    pub row: u32,
}

/// What was announced.
#[derive(Clone, Debug, Default)]
pub struct Announcement {
    /// When.
    pub day: Option<Day>,
    /// How many were received.
    pub received: Option<u64>,
    /// Of these, how many of each disposition, in the order of [`Disposition::ALL`].
    pub counts: [Option<u64>; 5],
    /// How many are withheld.
    pub withheld: Option<u64>,
    /// The digest of the log's last entry at that time.
    pub log: String,
    /// Its row.
    pub row: u32,
}

impl Consultation {
    /// The file of a table.
    pub fn file(&self, table: &str) -> &str {
        self.files.iter().find(|(id, _)| *id == table).map_or("", |(_, file)| file)
    }

    /// The clause of an id, by its index.
    pub fn clause(&self, id: &str) -> Option<usize> {
        self.clauses.iter().position(|clause| clause.id == id)
    }
}
