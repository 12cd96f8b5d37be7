//! Markdown with front matter of YAML: a text in, the front matter as a tree of nodes with byte positions out; fails where it is
//! not well formed, nests deeper than metadata do, or refers to itself (aliases are how a small file becomes a large one).

use crate::import::limit::JSON_VALUES;
use crate::json::{Node, Value};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};

/// Deeper nesting than any metadata have.
const DEEPEST: usize = 32;

/// A text with front matter.
#[derive(Debug)]
pub struct Document {
    /// The front matter. All values are texts, as they are written; what is blank is null.
    pub front: Node,
    /// The byte at which the text after it begins, where there is any.
    pub body: Option<usize>,
}

/// Where the front matter cannot be read: line and column, from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault(pub u32, pub u32);

/// Whether a text begins with front matter.
pub fn has_front(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.trim_end() == "---")
}

/// Reads a text that begins with front matter.
pub fn read(text: &str) -> Result<Document, Fault> {
    let mut lines: Vec<usize> = vec![0];
    lines.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let is_end = |line: &usize| text[*line..].lines().next().is_some_and(|line| line.trim_end() == "---");
    // Not closed, it goes on to the end.
    let end = lines.iter().skip(1).copied().find(is_end).unwrap_or(text.len());
    let after = text[end..].split_once('\n').map_or(text.len(), |(line, _)| end + line.len() + 1);
    let blank = text[after..].len() - text[after..].trim_start().len();
    let mut reader = Reader { parser: Parser::new_from_str(&text[..end]), text, lines, count: 0 };
    let front = reader.document()?;
    Ok(Document { front, body: Some(after + blank).filter(|body| *body < text.len()) })
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    text: &'a str,
    /// The bytes at which lines begin.
    lines: Vec<usize>,
    count: usize,
}

impl<'a> Reader<'a> {
    /// The byte of a position.
    fn byte(&self, at: Marker) -> usize {
        let line = self.lines.get(at.line().saturating_sub(1)).copied().unwrap_or(self.text.len());
        line + self.text[line..].chars().take(at.col()).map(char::len_utf8).sum::<usize>()
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Fault> {
        self.count += 1;
        match self.parser.next() {
            Some(Ok(next)) if self.count <= JSON_VALUES => Ok(next),
            Some(Ok((_, span))) => Err(fault(span.start)),
            Some(Err(error)) => Err(fault(*error.marker())),
            None => Err(Fault(1, 1)),
        }
    }

    fn document(&mut self) -> Result<Node, Fault> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
                Event::StreamEnd | Event::DocumentEnd => return Ok(Node { at: 0, value: Value::Null }),
                event => return self.node(event, span, 0),
            }
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Fault> {
        let at = self.byte(span.start);
        if depth > DEEPEST {
            return Err(fault(span.start));
        }
        let value = match event {
            Event::Scalar(text, style, ..) => {
                let is_null = style == ScalarStyle::Plain && ["", "~", "null", "Null", "NULL"].contains(&text.as_ref());
                if is_null { Value::Null } else { Value::Text(text.into_owned()) }
            }
            Event::SequenceStart(..) => {
                let mut nodes = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break Value::List(nodes),
                        (event, span) => nodes.push(self.node(event, span, depth + 1)?),
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut members = Vec::new();
                loop {
                    match self.next()? {
                        (Event::MappingEnd, _) => break Value::Map(members),
                        (Event::Scalar(name, ..), _) => {
                            let (event, span) = self.next()?;
                            members.push((name.into_owned(), self.node(event, span, depth + 1)?));
                        }
                        (_, span) => return Err(fault(span.start)),
                    }
                }
            }
            _ => return Err(fault(span.start)),
        };
        Ok(Node { at, value })
    }
}

fn fault(at: Marker) -> Fault {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Fault(number(at.line().max(1)), number(at.col() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn front_matter_keeps_its_texts_and_places() {
        let text = "---\n# a remark\nname: Poverty –\n  rate\nédge: 7.25\nlist:\n- value: '12'\n  x: ~\nlong: >-\n  a\n  b\n---\n\nBody: \"not\" yaml: {\n";
        let Document { front, body } = read(text).unwrap();
        assert_eq!(front.text_of("name"), Some("Poverty – rate"));
        assert_eq!(front.text_of("long"), Some("a b"));
        assert_eq!(front.text_of("édge"), Some("7.25"), "a number keeps its digits");
        let item = &front.get("list").unwrap().list()[0];
        assert_eq!((item.text_of("value"), &item.get("x").unwrap().value), (Some("12"), &Value::Null));
        assert_eq!(&text[front.get("édge").unwrap().at..][..4], "7.25");
        assert_eq!(&text[body.unwrap()..][..5], "Body:");
        assert_eq!(read("---\na: b\n---").unwrap().body, None);
    }

    #[test]
    fn what_is_not_well_formed_fails_with_its_place() {
        assert_eq!(read("---\na: [1\nb: 2\n---\n").unwrap_err().0, 3);
        for text in ["---\na: &x [1]\nb: *x\n---\n", "---\n? [a]\n: b\n---\n", "---\na: \"open\n---\n"] {
            assert!(read(text).is_err(), "{text}");
        }
        let deep = format!("---\na: {}{}\n---\n", "[".repeat(40), "]".repeat(40));
        assert!(read(&deep).is_err());
        assert_eq!(read("---\n---\n").unwrap().front.value, Value::Null);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "---\n(a|:|-| |\n|'|\"|\\[|\\{|\\}|\\]|&|\\*|>|\\||é|#|!|%|\t){0,40}") {
            let _ = read(&text);
        }
    }
}
