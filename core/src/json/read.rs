//! Reading JSON: text in, a tree of nodes out; fails with the byte position of the first fault.

use crate::text::natural;

/// Deeper nesting than any descriptor has; a limit, because the reader recurses.
const DEEPEST: u32 = 64;

/// A value and where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Byte position of the first character.
    pub at: usize,
    /// What stands there.
    pub value: Value,
}

/// A JSON value; a number keeps its digits, since a float could not hold all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it is written.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object, in its order.
    Map(Vec<(String, Node)>),
}

/// What is wrong with a JSON text, and at which byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Byte position.
    pub at: usize,
    /// What was expected there: `value`, `string`, `,`, `:`, `end`, `escape`, `depth`.
    pub expected: &'static str,
}

impl Fault {
    /// Line and column of the fault in `text`, both from one; the column counts characters.
    pub fn line_and_column(&self, text: &str) -> (u32, u32) {
        let before = text.get(..self.at).unwrap_or(text);
        let line = before.matches('\n').count() as u32 + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() as u32 + 1;
        (line, column)
    }
}

/// Reads one JSON value that fills the whole text; a byte order mark is passed over.
///
/// # Errors
/// A [`Fault`] with the position of the first byte that does not belong.
pub fn read(text: &str) -> Result<Node, Fault> {
    let mut reader = Reader { bytes: text.as_bytes(), at: if text.starts_with('\u{feff}') { 3 } else { 0 } };
    let node = reader.node(0)?;
    reader.space();
    if reader.at < reader.bytes.len() { Err(reader.fault("end")) } else { Ok(node) }
}

impl Node {
    /// The member of an object.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(members) => members.iter().rev().find(|(name, _)| name == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string, a number or a truth value, as a person would write it.
    pub fn plain(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) | Value::Number(text) => Some(text.clone()),
            Value::Bool(truth) => Some(truth.to_string()),
            _ => None,
        }
    }

    /// The members of an array; of anything else, none.
    pub fn list(&self) -> &[Node] {
        match &self.value {
            Value::List(nodes) => nodes,
            _ => &[],
        }
    }

    /// The members of an object; of anything else, none.
    pub fn members(&self) -> &[(String, Node)] {
        match &self.value {
            Value::Map(members) => members,
            _ => &[],
        }
    }

    /// The text of a member that is a string.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// A truth value.
    pub fn truth(&self) -> Option<bool> {
        match self.value {
            Value::Bool(truth) => Some(truth),
            _ => None,
        }
    }

    /// A whole number that fits.
    pub fn integer(&self) -> Option<i64> {
        match &self.value {
            Value::Number(text) => {
                let digits = text.trim_start_matches('-');
                let number = i64::try_from(natural(digits)?).ok()?;
                Some(if digits.len() < text.len() { -number } else { number })
            }
            _ => None,
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn fault(&self, expected: &'static str) -> Fault {
        Fault { at: self.at, expected }
    }

    fn space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes `byte` if it stands next.
    fn takes(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn node(&mut self, depth: u32) -> Result<Node, Fault> {
        self.space();
        let at = self.at;
        if depth > DEEPEST {
            return Err(self.fault("depth"));
        }
        let value = match self.bytes.get(at) {
            Some(b'{') => self.map(depth)?,
            Some(b'[') => self.items(depth)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => return Err(self.fault("value")),
        };
        Ok(Node { at, value })
    }

    fn map(&mut self, depth: u32) -> Result<Value, Fault> {
        self.at += 1;
        let mut members = Vec::new();
        if self.takes(b'}') {
            return Ok(Value::Map(members));
        }
        loop {
            self.space();
            if self.bytes.get(self.at) != Some(&b'"') {
                return Err(self.fault("string"));
            }
            let key = self.string()?;
            if !self.takes(b':') {
                return Err(self.fault(":"));
            }
            members.push((key, self.node(depth + 1)?));
            if self.takes(b'}') {
                return Ok(Value::Map(members));
            }
            if !self.takes(b',') {
                return Err(self.fault(","));
            }
        }
    }

    fn items(&mut self, depth: u32) -> Result<Value, Fault> {
        self.at += 1;
        let mut items = Vec::new();
        if self.takes(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.node(depth + 1)?);
            if self.takes(b']') {
                return Ok(Value::List(items));
            }
            if !self.takes(b',') {
                return Err(self.fault(","));
            }
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Fault> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.fault("value"))
        }
    }

    fn number(&mut self) -> Result<Value, Fault> {
        let from = self.at;
        self.at += usize::from(self.bytes[from] == b'-');
        let whole = self.digits()?;
        if whole > 1 && self.bytes[self.at - whole] == b'0' {
            return Err(Fault { at: from, expected: "value" });
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.bytes.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(Value::Number(self.bytes[from..self.at].iter().copied().map(char::from).collect()))
    }

    fn digits(&mut self) -> Result<usize, Fault> {
        let from = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        if self.at == from { Err(self.fault("value")) } else { Ok(self.at - from) }
    }

    fn string(&mut self) -> Result<String, Fault> {
        self.at += 1;
        let mut text = Vec::new();
        loop {
            match self.bytes.get(self.at) {
                None | Some(0..=0x1f) => return Err(self.fault("string")),
                Some(b'"') => {
                    self.at += 1;
                    // The input is UTF-8 and escapes append whole characters.
                    return Ok(String::from_utf8(text).unwrap_or_default());
                }
                Some(b'\\') => {
                    let char = self.escape()?;
                    text.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
                }
                Some(&byte) => {
                    text.push(byte);
                    self.at += 1;
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let plain = match self.bytes.get(self.at + 1) {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(*byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.fault("escape")),
        };
        self.at += 2;
        Ok(plain)
    }

    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.unit()?;
        if !(0xd800..0xdc00).contains(&first) {
            return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        if self.bytes.get(self.at) != Some(&b'\\') || self.bytes.get(self.at + 1) != Some(&b'u') {
            return Ok(char::REPLACEMENT_CHARACTER);
        }
        let second = self.unit()?;
        let pair = 0x10000 + ((first - 0xd800) << 10) + (second.wrapping_sub(0xdc00) & 0x3ff);
        Ok(char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// One `\uXXXX`.
    fn unit(&mut self) -> Result<u32, Fault> {
        let digits = self.bytes.get(self.at + 2..self.at + 6).ok_or(self.fault("escape"))?;
        let mut unit = 0;
        for &digit in digits {
            unit = unit << 4 | char::from(digit).to_digit(16).ok_or(self.fault("escape"))?;
        }
        self.at += 6;
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_keep_their_places_and_their_digits() {
        let node = read(" {\"a\": [1, -2.50e3, \"\\u4e2d\\ud83d\\ude00\\n\"], \"b\": null}").unwrap();
        assert_eq!(node.at, 1);
        let list = node.get("a").unwrap().list();
        assert_eq!(list[1].value, Value::Number("-2.50e3".into()));
        assert_eq!(list[2].text(), Some("中😀\n"));
        assert_eq!(list[0].at, 8);
    }

    #[test]
    fn faults_name_their_place() {
        for (text, at, expected) in [
            ("{\"a\" 1}", 5, ":"),
            ("[1 2]", 3, ","),
            ("[1,]", 3, "value"),
            ("{\"a\":1} x", 8, "end"),
            ("\"abc", 4, "string"),
            ("[01]", 1, "value"),
            ("\"\\x\"", 1, "escape"),
        ] {
            assert_eq!(read(text), Err(Fault { at, expected }), "{text}");
        }
        let text = "{\n  \"中\": }";
        assert_eq!(read(text).unwrap_err().line_and_column(text), (2, 8));
        assert_eq!(read(&"[".repeat(100)).unwrap_err().expected, "depth");
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,60}") {
            let _ = read(&text);
        }

        #[test]
        fn never_panics_on_what_looks_like_json(text in "[\\[\\]{}\",:0-9eE.\\\\u-]{0,40}") {
            let _ = read(&text);
        }
    }
}
