//! The distribution as one file, for hosts that take one script and nothing beside it: loader, glue, module as plain JavaScript,
//! sheet, words and profiles in, one classic script in ASCII out. Fails with esbuild's words.
//!
//! The module is plain JavaScript here, since that is smaller than WebAssembly in letters, and runs under any policy that lets
//! the script in (docs/decisions/plain-script.md).

use std::fs;

use super::kind::Kind;
use super::shrink;
use crate::place;
use crate::process::{About, Outcome};

/// Where the loader's source has what is inside of it, which usually is nothing.
pub const PLACEHOLDER: &str = "__DAYLIGHT_INSIDE__";

/// What the one file is made from.
pub struct Single<'a> {
    /// The loader's source, the names of the distribution's files written in.
    pub loader: String,
    /// The glue, an ES module.
    pub glue: &'a str,
    /// The module as plain JavaScript, an ES module.
    pub plain: &'a str,
    /// The modules of the other elements.
    pub kinds: &'a [Kind],
    /// What is said of trouble, an ES module.
    pub trouble: &'a str,
    /// Every text that a page fetches from the distribution, by its path.
    pub texts: &'a [(String, String)],
}

impl Single<'_> {
    /// The script.
    pub fn write(&self) -> Outcome<Vec<u8>> {
        let folder = place::web_target();
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).about(name);
        write("inside-glue.js", &factory(self.glue))?;
        write("inside-plain.js", self.plain)?;
        write("inside-trouble.js", self.trouble)?;
        let (mut imports, mut members) = (String::new(), String::new());
        for Kind { id, glue, plain, .. } in self.kinds {
            write(&format!("inside-{id}-glue.js"), &factory(glue))?;
            write(&format!("inside-{id}-plain.js"), plain)?;
            imports += &format!(
                "import {id}_glue from './inside-{id}-glue.js';\nimport {id}_plain from './inside-{id}-plain.js';\n"
            );
            members += &format!("'{id}/glue': {id}_glue, '{id}/plain': () => ({{ default: {id}_plain }}), ");
        }
        let loader = |name: &str| string(&place::root().join("widgets/loader").join(name).display().to_string());
        let texts: Vec<_> =
            self.texts.iter().map(|(path, text)| format!("{}: {}", string(path), string(text))).collect();
        let entry = format!(
            "import * as element from {};\nimport * as further from {};\nimport * as given from {};\nimport * as say from {};\nimport glue from './inside-glue.js';\nimport plain from './inside-plain.js';\n\
             import trouble from './inside-trouble.js';\n{imports}\
             const inside = {{ {members}element: () => element, further: () => further, given: () => given, say: () => say, glue, plain: () => ({{ default: plain }}), \
             trouble: () => ({{ default: trouble }}), texts: {{ {} }} }};\n{}",
            loader("element.js"),
            loader("further.js"),
            loader("given.js"),
            loader("say.js"),
            texts.join(",\n"),
            self.loader.replace(PLACEHOLDER, "inside"),
        );
        let path = folder.join("inside.js");
        fs::write(&path, entry).about(path.display())?;
        shrink::text(&path, "daylight.single.js", shrink::Kind::Bundle)
    }
}

/// The glue as a function that makes it: each instance of the module has its own, and one script is not imported twice.
pub fn factory(glue: &str) -> String {
    let mut names = Vec::new();
    let mut body = String::new();
    for line in glue.lines() {
        let line = match line.strip_prefix("export ") {
            Some(rest) if rest.starts_with("default ") => {
                names.push("default: start".to_owned());
                rest.replacen("default ", "const start = ", 1)
            }
            Some(rest) => {
                let name = rest.split(' ').nth(1).unwrap_or("").split('(').next().unwrap_or("");
                names.push(name.to_owned());
                rest.to_owned()
            }
            None => line.to_owned(),
        };
        body.extend([line.as_str(), "\n"]);
    }
    format!("export default () => {{\n{body}\nreturn {{ {} }};\n}};\n", names.join(", "))
}

/// A text as JavaScript writes it.
pub fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            _ => out.push(char),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glue_becomes_a_function_that_makes_one() {
        let made = factory(
            "let wasm;\nexport function open(id) {\n}\nexport default async a =>\n    a;\nexport const plain = b => b;",
        );
        assert!(made.contains("return { open, default: start, plain };"), "{made}");
        assert!(made.contains("const start = async a =>") && !made.contains("export function"), "{made}");
    }

    #[test]
    fn texts_stay_what_they_are() {
        assert_eq!(string("a\"b\\c\nd\u{2028}"), "\"a\\\"b\\\\c\\nd\\u2028\"");
    }
}
