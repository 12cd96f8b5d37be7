//! Writing JSON: values in, one compact text out; cannot fail.

/// A string as JSON writes it, quotes included.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{0}'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(char))),
            _ => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Builds a JSON text member by member.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    /// Whether the open object or array already has a member.
    filled: bool,
}

impl Writer {
    /// Opens an object or an array, as a member where one is open.
    pub fn open(&mut self, bracket: char) -> &mut Self {
        self.comma();
        self.out.push(bracket);
        self.filled = false;
        self
    }

    /// Closes it.
    pub fn close(&mut self, bracket: char) -> &mut Self {
        self.out.push(bracket);
        self.filled = true;
        self
    }

    /// The key of the next value.
    pub fn key(&mut self, key: &str) -> &mut Self {
        self.comma();
        self.out.push_str(&quoted(key));
        self.out.push(':');
        self.filled = false;
        self
    }

    /// A string.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.raw(&quoted(text))
    }

    /// A number, a truth value or `null`, as written.
    pub fn raw(&mut self, value: &str) -> &mut Self {
        self.comma();
        self.out.push_str(value);
        self.filled = true;
        self
    }

    /// A whole number.
    pub fn integer(&mut self, value: impl Into<i64>) -> &mut Self {
        self.raw(&value.into().to_string())
    }

    /// The finished text.
    pub fn finish(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    fn comma(&mut self) {
        if self.filled {
            self.out.push(',');
        }
        self.filled = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    #[test]
    fn what_is_written_reads_back() {
        let mut writer = Writer::default();
        writer
            .open('{')
            .key("a\"")
            .text("x\u{1}\n中")
            .key("b")
            .open('[')
            .integer(1)
            .raw("null")
            .open('{')
            .close('}')
            .close(']')
            .close('}');
        let text = writer.finish();
        assert_eq!(text, "{\"a\\\"\":\"x\\u0001\\n中\",\"b\":[1,null,{}]}");
        assert!(read(&text).is_ok());
    }
}
