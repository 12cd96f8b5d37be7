//! What a service answered: a status, the seconds to wait and JSON in, what became of what was sent or what is wrong with it out; cannot
//! fail: what is no answer is told as a service that was not reached.

use daylight_core::json::{self, Node};
use daylight_core::text::{digits, natural};
use daylight_core::words::Words;

/// What a service answered.
pub(super) struct Answer {
    /// The status, 0 where nobody answered.
    pub status: u64,
    /// The seconds to wait.
    pub wait: u64,
    /// What was said.
    pub body: Option<Node>,
}

impl Answer {
    /// From a status, the seconds to wait and a body, a line each but for the last.
    pub fn read(text: &str) -> Self {
        let mut parts = text.splitn(3, '\n');
        let mut number = || parts.next().and_then(natural).unwrap_or_default();
        let (status, wait) = (number(), number());
        Self { status, wait, body: parts.next().and_then(|body| json::read(body).ok()) }
    }

    /// A member that is a text.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.body.as_ref()?.text_of(key)
    }

    /// What is wrong, with the field that it is wrong with.
    pub fn faults(&self, words: &Words) -> Vec<(String, String)> {
        let list = |key: &str| self.body.as_ref().and_then(|body| body.get(key)).map(Node::list).unwrap_or_default();
        let fault = |node: &Node| {
            let field = node.text_of("field").unwrap_or_default();
            Some((field.to_owned(), node.text_of("message")?.to_owned()))
        };
        let problems = list("problems").iter().chain(list("places"));
        let faults: Vec<_> = problems.filter_map(fault).collect();
        if !faults.is_empty() {
            return faults;
        }
        let said = match self.status {
            429 | 503 => {
                let wait = digits(self.wait.max(1));
                words.fill("consultation.fault.busy", &[("n", &wait)])
            }
            _ => words.text("consultation.fault.offline").to_owned(),
        };
        vec![(String::new(), said)]
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;
    use daylight_core::words::Words;

    #[test]
    fn problems_have_their_fields_and_silence_is_told() {
        let words = Words::built_in("en");
        let told = Answer::read(
            "422\n0\n{\"rule\": \"blank\", \"problems\": [{\"field\": \"text\", \"message\": \"Write.\"}, {\"field\": null, \"message\": \"No.\"}]}",
        );
        assert_eq!(told.text_of("rule"), Some("blank"));
        let fault = |field: &str, message: &str| (field.to_owned(), message.to_owned());
        assert_eq!(told.faults(&words), [fault("text", "Write."), fault("", "No.")]);
        for (text, said) in [("0\n0\n", "still here"), ("503\n7\n<html>", "7 seconds"), ("", "still here")] {
            let faults = Answer::read(text).faults(&words);
            assert!(faults.len() == 1 && faults[0].1.contains(said), "{text}: {faults:?}");
        }
    }
}
