//! A body in, the fields that somebody typed out, as JSON or as a form sends them; fails where it is neither.

use daylight_core::json::{self, Node, Value};
use sha2::{Digest, Sha256};

use crate::world::hex;

/// What a form's answer to a question is called: this and the question's id.
pub const ANSWER: &str = "answer.";

/// No more answers are looked at.
const MOST_ANSWERS: usize = 1000;

/// What somebody typed, as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The idempotency key.
    pub key: String,
    /// The form token.
    pub token: String,
    /// The package that the subject is of.
    pub package: String,
    /// What it is about.
    pub subject: String,
    /// A declared name.
    pub name: String,
    /// What the host vouches with.
    pub voucher: String,
    /// The comment.
    pub text: String,
    /// How to reach the sender.
    pub contact: String,
    /// A field that no person sees.
    pub website: String,
    /// A receipt, where somebody asks what became of a comment.
    pub receipt: String,
    /// The language in which somebody wants the form again: nothing is to be taken yet. Forms alone have it.
    pub language: String,
    /// Whether personal data may stay.
    pub confirmed: bool,
    /// By question: one answer, or several.
    pub answers: Vec<(String, Vec<String>)>,
}

impl Typed {
    /// Reads what a form sends (`application/x-www-form-urlencoded`). Bytes that are no UTF-8 become U+FFFD.
    pub fn of_form(body: &[u8]) -> Self {
        let mut typed = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            if let Some(question) = name.strip_prefix(ANSWER) {
                typed.answer(question, value.into_owned());
            } else if let Some(field) = typed.field(&name) {
                *field = value.into_owned();
            } else if name == "confirmed" {
                typed.confirmed = is_yes(&value);
            } else if name == "language" {
                typed.language = value.into_owned();
            }
        }
        typed
    }

    /// Reads an object of JSON. A half of a surrogate pair becomes U+FFFD.
    ///
    /// # Errors
    /// The name of a field that holds something else than it should; blank where it is no object.
    pub fn of_json(body: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(body).map_err(|_| String::new())?;
        let root = json::read(text).map_err(|_| String::new())?;
        let Value::Map(members) = root.value else { return Err(String::new()) };
        let mut typed = Self::default();
        for (name, node) in members {
            if node.value == Value::Null {
                continue;
            }
            if let Some(field) = typed.field(&name) {
                *field = node.text().ok_or(name)?.to_owned();
            } else if name == "confirmed" {
                typed.confirmed = node.truth().or_else(|| node.plain().map(|word| is_yes(&word))).ok_or(name)?;
            } else if name == "answers" {
                let Value::Map(answers) = node.value else { return Err(name) };
                for (question, node) in answers {
                    let list =
                        if let Value::List(list) = &node.value { &list[..] } else { std::slice::from_ref(&node) };
                    for one in list.iter().filter(|one| one.value != Value::Null) {
                        let scalar = |node: &Node| {
                            node.plain().filter(|_| !matches!(node.value, Value::Map(_) | Value::List(_)))
                        };
                        typed.answer(&question, scalar(one).ok_or_else(|| [ANSWER, &question].concat())?);
                    }
                }
            }
        }
        Ok(typed)
    }

    fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "key" => &mut self.key,
            "token" => &mut self.token,
            "package" => &mut self.package,
            "subject" => &mut self.subject,
            "name" => &mut self.name,
            "voucher" => &mut self.voucher,
            "text" => &mut self.text,
            "contact" => &mut self.contact,
            "website" => &mut self.website,
            "receipt" => &mut self.receipt,
            _ => return None,
        })
    }

    fn answer(&mut self, question: &str, value: String) {
        let is_full = self.answers.len() >= MOST_ANSWERS;
        match self.answers.iter_mut().find(|(known, _)| known == question) {
            Some((_, values)) if values.len() < MOST_ANSWERS => values.push(value),
            None if !is_full => self.answers.push((question.to_owned(), vec![value])),
            _ => {}
        }
    }

    /// SHA-256 of all that belongs to the comment, in hexadecimal digits: the same however it was sent, and whatever token it was
    /// sent with.
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        let mut add = |text: &str| {
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text);
        };
        for field in [&self.package, &self.subject, &self.name, &self.text, &self.contact] {
            // A form sends CR LF for what was typed as LF.
            add(&field.replace("\r\n", "\n"));
        }
        let mut answers: Vec<_> =
            self.answers.iter().filter(|(_, all)| all.iter().any(|one| !one.is_empty())).collect();
        answers.sort();
        for (question, values) in answers {
            add(question);
            add(&values.len().to_string());
            values.iter().for_each(|value| add(&value.replace("\r\n", "\n")));
        }
        hex(&hasher.finalize())
    }

    /// What somebody typed as the answer to a question.
    pub fn answers_to(&self, question: &str) -> &[String] {
        self.answers.iter().find(|(known, _)| known == question).map_or(&[], |(_, values)| values)
    }
}

fn is_yes(word: &str) -> bool {
    matches!(word, "1" | "true" | "on" | "yes")
}

#[cfg(test)]
mod tests {
    use super::Typed;

    #[test]
    fn a_form_and_json_say_the_same() {
        let form =
            Typed::of_form("key=k&text=a%0D%0Ab&answer.q1=2&answer.q2=1&answer.q2=3&confirmed=1&unknown=x".as_bytes());
        let json =
            br#"{"key": "k", "text": "a\nb", "answers": {"q2": ["1", 3], "q1": 2}, "confirmed": true, "name": null}"#;
        let json = Typed::of_json(json).unwrap();
        assert_eq!(
            (form.digest(), form.confirmed, form.answers_to("q2")),
            (json.digest(), true, json.answers_to("q2"))
        );
        assert_ne!(form.digest(), Typed { text: "a".to_owned(), ..form.clone() }.digest());
        assert_eq!(form.digest(), Typed { token: "t".to_owned(), ..form.clone() }.digest());
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (body, field) in
            [("", ""), ("[]", ""), ("{\"text\": 5}", "text"), ("{\"answers\": 1}", "answers"), ("{\"a\":", "")]
        {
            assert_eq!(Typed::of_json(body.as_bytes()), Err(field.to_owned()), "{body}");
        }
        assert_eq!(Typed::of_json(b"{\"answers\": {\"q\": {}}}"), Err("answer.q".to_owned()));
        assert_eq!(Typed::of_json(br#"{"text": "\ud800x\u0000"}"#).unwrap().text, "\u{fffd}x\0");
        assert!(Typed::of_json(b"\xff").is_err());
    }
}
