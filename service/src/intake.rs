//! What somebody typed and a consultation in, a comment that may be kept out, or everything that is wrong with it. The same rules
//! hold for the API and the plain page.

use axum::http::StatusCode;
use daylight_core::json::Writer;
use daylight_core::model::consultation::{Consultation, Identity, Question, QuestionKind, Scope};
use daylight_core::words::{Words, in_language};

use crate::refusal::{Problem, Refusal};
use crate::rule::{self, Personal, Suspicion, TextFault};
use crate::store::Submission;
use crate::token::Vouchers;
use crate::typed::{ANSWER, Typed};

/// Characters of a name and of what is like one.
const SHORT: usize = 200;

/// Characters of a key.
const KEY: usize = 200;

/// What the rules need besides what was typed.
pub struct Intake<'a> {
    /// What is asked.
    pub told: &'a Consultation,
    /// The words of the reader.
    pub words: &'a Words,
    /// Characters of a comment.
    pub most: usize,
    /// The rules of personal data.
    pub personal: &'a Personal,
    /// Whether what it is of is published, where that is in another package.
    pub is_published: bool,
    /// What hosts vouch with.
    pub vouchers: &'a Vouchers,
    /// The time.
    pub now_ms: i64,
}

impl Intake<'_> {
    /// A comment with that receipt, if it is typed again.
    ///
    /// # Errors
    /// All that is wrong with the fields; where nothing is, that personal data may stand in them and it was not confirmed.
    pub fn submission(&self, typed: &Typed, receipt: String) -> Result<Submission, Refusal> {
        let mut problems = Vec::new();
        let key = self.key(typed, &mut problems);
        if !typed.website.is_empty() {
            problems.push(Problem::new(self.words, "honeypot", "website", &[]));
        }
        let (package, subject) = self.subject(typed, &mut problems);
        // Told in the order of the form, in which questions follow the text.
        let mut of_answers = Vec::new();
        let answers = self.answers(typed, &mut of_answers);
        let text = match rule::clean(&typed.text, self.most) {
            // Answers alone are a comment too.
            Err(TextFault::Blank) if answers.is_some() => String::new(),
            Err(TextFault::Blank) => self.fault("blank", "text", &mut problems),
            Err(TextFault::TooLong { characters, most }) => {
                let (characters, most) = (characters.to_string(), most.to_string());
                let values = [("n", characters.as_str()), ("most", most.as_str())];
                problems.push(Problem::new(self.words, "too-long", "text", &values));
                String::new()
            }
            Ok(text) => text,
        };
        problems.append(&mut of_answers);
        let name = self.short(&typed.name, "name", &mut problems);
        if name.is_some() && self.told.identity == Identity::None {
            problems.push(Problem::new(self.words, "name-unasked", "name", &[]));
        }
        let pseudonym = (self.told.identity == Identity::Vouched)
            .then(|| self.vouchers.read(&self.told.id, &typed.voucher, self.now_ms))
            .flatten();
        if self.told.identity == Identity::Vouched && pseudonym.is_none() {
            problems.push(Problem::new(self.words, "voucher", "voucher", &[]));
        }
        let contact = self.short(&typed.contact, "contact", &mut problems);
        if !problems.is_empty() {
            return Err(Refusal::with(StatusCode::UNPROCESSABLE_ENTITY, problems));
        }
        let suspicions = self.suspicions(&text, name.as_deref(), typed);
        if !suspicions.is_empty() && !typed.confirmed {
            return Err(self.personal(suspicions));
        }
        Ok(Submission {
            consultation: self.told.id.clone(),
            key,
            body_digest: typed.digest(),
            receipt,
            received_ms: self.now_ms,
            channel: "online".to_owned(),
            package,
            subject,
            name,
            pseudonym,
            text,
            answers,
            flagged: !suspicions.is_empty(),
            contact,
        })
    }

    fn fault(&self, rule: &'static str, field: &str, problems: &mut Vec<Problem>) -> String {
        problems.push(Problem::new(self.words, rule, field, &[]));
        String::new()
    }

    fn key(&self, typed: &Typed, problems: &mut Vec<Problem>) -> String {
        let is_plain = typed.key.chars().all(|char| char.is_ascii_graphic());
        if typed.key.is_empty() || typed.key.len() > KEY || !is_plain {
            return self.fault("key", "key", problems);
        }
        typed.key.clone()
    }

    /// A line that may be blank.
    fn short(&self, typed: &str, field: &str, problems: &mut Vec<Problem>) -> Option<String> {
        match rule::clean(typed, SHORT) {
            Ok(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            Err(TextFault::Blank) => None,
            Err(TextFault::TooLong { characters, most }) => {
                let (characters, most) = (characters.to_string(), most.to_string());
                problems.push(Problem::new(self.words, "too-long", field, &[("n", &characters), ("most", &most)]));
                None
            }
        }
    }

    fn subject(&self, typed: &Typed, problems: &mut Vec<Problem>) -> (Option<String>, Option<String>) {
        let package = self.short(&typed.package, "package", problems);
        let subject = self.short(&typed.subject, "subject", problems);
        let is_known = match (&package, &subject) {
            (None, None) => true,
            (None, Some(id)) => self.told.clause(id).is_some(),
            (Some(_), _) => self.told.scope == Scope::Anything && self.is_published,
        };
        // An id has no blank and no sign of a sentence: what is said stands in the text, where it is looked through.
        let is_id = |id: &str| id.chars().all(|char| char.is_alphanumeric() || "-_.:/".contains(char));
        let are_ids = [&package, &subject].into_iter().flatten().all(|id| is_id(id));
        if !is_known || !are_ids {
            problems.push(Problem::new(self.words, "subject", "subject", &[]));
        }
        (package, subject)
    }

    /// The answers as JSON, choices by their places from 1; `None` where nothing was answered.
    fn answers(&self, typed: &Typed, problems: &mut Vec<Problem>) -> Option<String> {
        let mut out = Writer::default();
        out.open('{');
        let mut any = false;
        for (id, _) in &typed.answers {
            if !self.told.questions.iter().any(|question| question.id == *id) {
                self.fault("question", &[ANSWER, id].concat(), problems);
            }
        }
        for question in &self.told.questions {
            let field = [ANSWER, &question.id].concat();
            let given: Vec<&str> =
                typed.answers_to(&question.id).iter().map(|one| one.trim()).filter(|one| !one.is_empty()).collect();
            if given.is_empty() {
                if question.required {
                    let asked = in_language(&question.texts, self.words.lang());
                    problems.push(Problem::new(self.words, "unanswered", &field, &[("question", asked)]));
                }
                continue;
            }
            match self.answer(question, &given) {
                Ok(answers) => {
                    any = true;
                    out.key(&question.id);
                    if question.kind == QuestionKind::Multiple {
                        out.open('[');
                        for answer in &answers {
                            out.text(answer);
                        }
                        out.close(']');
                    } else {
                        out.text(answers.first().map_or("", String::as_str));
                    }
                }
                Err(rule) => drop(self.fault(rule, &field, problems)),
            }
        }
        any.then(|| out.close('}').finish())
    }

    fn answer(&self, question: &Question, given: &[&str]) -> Result<Vec<String>, &'static str> {
        let options = question.options.first().map_or(0, |(_, options)| options.split('|').count());
        let (least, most, many) = match question.kind {
            QuestionKind::Single => (1, options, 1),
            QuestionKind::Multiple => (1, options, options),
            QuestionKind::Scale => {
                let (least, most) = question.scale().ok_or("answer")?;
                (usize::try_from(least).unwrap_or(0), usize::try_from(most).unwrap_or(0), 1)
            }
            QuestionKind::Text => {
                let text = rule::clean(&given.join("\n"), self.most).map_err(|_| "answer")?;
                return Ok(vec![text]);
            }
        };
        let mut chosen = Vec::new();
        for one in given {
            let number: usize = one.parse().map_err(|_| "answer")?;
            if !(least..=most).contains(&number) {
                return Err("answer");
            }
            chosen.push(number);
        }
        chosen.sort_unstable();
        chosen.dedup();
        if chosen.len() > many { Err("answer") } else { Ok(chosen.iter().map(usize::to_string).collect()) }
    }

    fn suspicions(&self, text: &str, name: Option<&str>, typed: &Typed) -> Vec<Suspicion> {
        let mut answers = String::new();
        for question in self.told.questions.iter().filter(|question| question.kind == QuestionKind::Text) {
            // As it is kept: what nobody sees hides no number.
            let typed = typed.answers_to(&question.id).join("\n");
            answers.push_str(&rule::clean(&typed, self.most).unwrap_or(typed));
            answers.push('\n');
        }
        let fields = [("text", text), ("name", name.unwrap_or_default()), ("answers", &answers)];
        self.personal.suspect(&fields, self.words)
    }

    /// Told before anything is kept: what is published cannot be taken back by everybody who has read it.
    fn personal(&self, places: Vec<Suspicion>) -> Refusal {
        let field = places.first().map_or("text", |first| first.field);
        let mut refusal = Refusal::field(self.words, "personal-data", field);
        refusal.status = StatusCode::CONFLICT;
        refusal.places = places;
        refusal
    }
}
