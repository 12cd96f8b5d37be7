//! Problems in, what a sender is told of them out: a status, and for each problem a rule, a message and the field; cannot fail.

use axum::http::StatusCode;
use daylight_core::json::Writer;
use daylight_core::words::Words;

use crate::rule::Suspicion;
use crate::store::Failure;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which rule; part of the API.
    pub rule: &'static str,
    /// In the reader's language.
    pub message: String,
    /// The field of the form; blank where it is of the whole.
    pub field: String,
}

impl Problem {
    /// By the words of a rule, with what stands in them.
    pub fn new(words: &Words, rule: &'static str, field: &str, values: &[(&str, &str)]) -> Self {
        Self { rule, message: words.fill(&["rule.", rule].concat(), values), field: field.to_owned() }
    }
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status of the answer.
    pub status: StatusCode,
    /// At least one.
    pub problems: Vec<Problem>,
    /// Seconds after which it may be tried again.
    pub retry_after: Option<u64>,
    /// A form token in place of one that no longer holds.
    pub token: Option<String>,
    /// Lines in which personal data may stand: field and line.
    pub places: Vec<Suspicion>,
}

impl Refusal {
    /// For one problem of the whole.
    pub fn of(status: StatusCode, words: &Words, rule: &'static str) -> Self {
        Self::with(status, vec![Problem::new(words, rule, "", &[])])
    }

    /// For some problems.
    pub fn with(status: StatusCode, problems: Vec<Problem>) -> Self {
        Self { status, problems, retry_after: None, token: None, places: Vec::new() }
    }

    /// For one field.
    pub fn field(words: &Words, rule: &'static str, field: &str) -> Self {
        Self::with(StatusCode::UNPROCESSABLE_ENTITY, vec![Problem::new(words, rule, field, &[])])
    }

    /// That may be tried again after some seconds.
    pub fn after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// With a token that holds.
    pub fn renewed(mut self, token: String) -> Self {
        self.token = Some(token);
        self
    }

    /// For what the store did not do. The words of a database are for the log.
    pub fn of_failure(failure: &Failure, words: &Words) -> Self {
        match failure {
            Failure::Busy | Failure::Stopping => Self::of(StatusCode::SERVICE_UNAVAILABLE, words, "busy").after(1),
            Failure::OtherBody => Self::field(words, "key-used", "key"),
            Failure::NotThere => Self::of(StatusCode::NOT_FOUND, words, "unknown"),
            Failure::Stale => Self::of(StatusCode::CONFLICT, words, "stale"),
            Failure::Announced => Self::of(StatusCode::CONFLICT, words, "announced"),
            Failure::Database(_) => Self::of(StatusCode::SERVICE_UNAVAILABLE, words, "store").after(5),
        }
    }

    /// The name of the first rule, for logs and counts.
    pub fn rule(&self) -> &'static str {
        self.problems.first().map_or("", |problem| problem.rule)
    }

    /// As JSON: the first problem, all of them, and what helps to send it again.
    pub fn json(&self) -> String {
        let mut out = Writer::default();
        out.open('{');
        let write = |out: &mut Writer, problem: &Problem| {
            out.key("rule").text(problem.rule).key("message").text(&problem.message);
            if problem.field.is_empty() {
                out.key("field").raw("null");
            } else {
                out.key("field").text(&problem.field);
            }
        };
        if let Some(first) = self.problems.first() {
            write(&mut out, first);
        }
        out.key("problems").open('[');
        for problem in &self.problems {
            out.open('{');
            write(&mut out, problem);
            out.close('}');
        }
        out.close(']');
        if let Some(token) = &self.token {
            out.key("token").text(token);
        }
        if !self.places.is_empty() {
            out.key("places").open('[');
            for place in &self.places {
                out.open('{').key("field").text(place.field).key("line").integer(place.line);
                out.key("message").text(&place.message).close('}');
            }
            out.close(']');
        }
        out.close('}').finish() + "\n"
    }
}
