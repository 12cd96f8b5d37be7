//! What was typed and what is wrong with it in, the form as it is shown out; cannot fail.

use daylight_core::model::consultation::{Consultation, Identity, Question, QuestionKind, Scope};
use daylight_core::words::{Words, in_language};

use super::Said;
use crate::refusal::{Problem, Refusal};
use crate::typed::{ANSWER, Typed};

/// The form.
pub struct Form<'a> {
    pub typed: &'a Typed,
    pub token: String,
    pub hint: String,
    pub subjects: Vec<Choice>,
    /// What it is of, where that cannot be chosen.
    pub about: String,
    pub questions: Vec<Asked>,
    pub is_declared: bool,
    pub is_vouched: bool,
    /// Where personal data may stand, once that was told.
    pub places: Vec<String>,
    problems: &'a [Problem],
}

/// One of several.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// A question.
pub struct Asked {
    pub field: String,
    pub text: String,
    /// The language of its words, where that is not the page's.
    pub lang: String,
    pub required: bool,
    pub is_multiple: bool,
    /// None where it is answered in words.
    pub options: Vec<Choice>,
    pub value: String,
}

impl<'a> Form<'a> {
    /// The form for what is asked, with what was typed into it.
    pub fn new(
        (told, titles, about): (&Consultation, &[(String, String)], String),
        (typed, token): (&'a Typed, String),
        refusal: Option<&'a Refusal>,
        (words, most): (&Words, usize),
    ) -> Self {
        let subject = |(id, title): &(String, String)| Choice {
            value: id.clone(),
            label: title.clone(),
            chosen: *id == typed.subject,
        };
        let is_of_draft = told.scope == Scope::Draft || typed.package.is_empty() && typed.subject.is_empty();
        let places = refusal.map(|refusal| refusal.places.as_slice()).unwrap_or_default().iter();
        let place = |place: &crate::rule::Suspicion| {
            format!("{} ({})", place.message, words.fill("page.line", &[("n", &place.line.to_string())]))
        };
        Self {
            typed,
            token,
            hint: words.fill("page.hint.text", &[("n", &most.to_string())]),
            subjects: if is_of_draft { titles.iter().map(subject).collect() } else { Vec::new() },
            about,
            questions: told.questions.iter().map(|question| asked(told, question, typed, words)).collect(),
            is_declared: told.identity != Identity::None,
            is_vouched: told.identity == Identity::Vouched,
            places: places.map(place).collect(),
            problems: refusal.map(|refusal| refusal.problems.as_slice()).unwrap_or_default(),
        }
    }

    /// What is wrong with a field.
    pub fn error(&self, field: &str) -> Option<&str> {
        self.problems.iter().find(|problem| problem.field == field).map(|problem| problem.message.as_str())
    }
}

fn asked(told: &Consultation, question: &Question, typed: &Typed, words: &Words) -> Asked {
    let lang = words.lang();
    let text = Said::new(told, &question.texts, words);
    let given = typed.answers_to(&question.id);
    let choice = |(number, label): (u64, String)| {
        let value = number.to_string();
        Choice { chosen: given.contains(&value), value, label }
    };
    let options: Vec<(u64, String)> = match question.kind {
        QuestionKind::Text => Vec::new(),
        QuestionKind::Scale => question
            .scale()
            .map(|(least, most)| (least..=most).map(|n| (n, n.to_string())).collect())
            .unwrap_or_default(),
        QuestionKind::Single | QuestionKind::Multiple => {
            (1..).zip(in_language(&question.options, lang).split('|').map(|option| option.trim().to_owned())).collect()
        }
    };
    Asked {
        field: [ANSWER, &question.id].concat(),
        text: text.text.to_owned(),
        lang: text.lang.to_owned(),
        required: question.required,
        is_multiple: question.kind == QuestionKind::Multiple,
        options: options.into_iter().map(choice).collect(),
        value: given.join("\n"),
    }
}
