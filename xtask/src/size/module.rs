//! A small reader of WebAssembly's binary format: its sections, the size of each function and its name. Takes the bytes of
//! a module; fails, naming the offset, where they are not one. Source: WebAssembly Core Specification, section 5.

use std::collections::HashMap;

use crate::process::{Outcome, failed};

const MAGIC: &[u8] = b"\0asm\x01\0\0\0";
const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0 }
    }

    fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn take(&mut self, length: usize) -> Outcome<&'a [u8]> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.bytes.len());
        let Some(end) = end else {
            return failed(format!("the module ends early, at byte {}", self.at));
        };
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Outcome<u8> {
        Ok(self.take(1)?[0])
    }

    /// An unsigned LEB128 number of at most 32 bits.
    fn number(&mut self) -> Outcome<usize> {
        let mut value = 0u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value as usize);
            }
        }
        failed(format!("a number of more than 32 bits at byte {}", self.at))
    }

    fn block(&mut self) -> Outcome<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    fn text(&mut self) -> Outcome<String> {
        Ok(String::from_utf8_lossy(self.block()?).into_owned())
    }
}

/// A section's kind and content.
fn sections(module: &[u8]) -> Outcome<Vec<(u8, &[u8])>> {
    let mut reader = Reader::new(module);
    if module.len() < MAGIC.len() || reader.take(MAGIC.len())? != MAGIC {
        return failed("not a WebAssembly module of version 1");
    }
    let mut found = Vec::new();
    while !reader.is_done() {
        let kind = reader.byte()?;
        found.push((kind, reader.block()?));
    }
    Ok(found)
}

#[cfg(any(feature = "web", test))]
/// The module without names, producers and other notes, which no browser needs.
pub fn without_custom(module: &[u8]) -> Outcome<Vec<u8>> {
    without(module, &|_| true)
}

#[cfg(any(feature = "web", test))]
/// The module without the custom sections of some names.
pub fn without(module: &[u8], goes: &dyn Fn(&str) -> bool) -> Outcome<Vec<u8>> {
    let mut out = MAGIC.to_vec();
    for (kind, content) in sections(module)? {
        if kind == CUSTOM && goes(&Reader::new(content).text()?) {
            continue;
        }
        out.push(kind);
        let mut length = content.len();
        while length >= 0x80 {
            out.push(length as u8 | 0x80);
            length >>= 7;
        }
        out.push(length as u8);
        out.extend_from_slice(content);
    }
    Ok(out)
}

/// A function of the module.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    /// From the name section, or its number.
    pub name: String,
    /// Of its body, before compression.
    pub bytes: usize,
}

/// All functions that the module defines, the largest first.
pub fn functions(module: &[u8]) -> Outcome<Vec<Function>> {
    let sections = sections(module)?;
    let content = |wanted: u8| sections.iter().find(|(kind, _)| *kind == wanted).map(|(_, content)| *content);
    let imported = content(IMPORT).map_or(Ok(0), imported_functions)?;
    let mut names = HashMap::new();
    for (_, content) in sections.iter().filter(|(kind, _)| *kind == CUSTOM) {
        read_names(content, &mut names)?;
    }
    let mut functions = Vec::new();
    let mut reader = Reader::new(content(CODE).unwrap_or(&[0]));
    for index in 0..reader.number()? {
        let bytes = reader.block()?.len();
        let number = imported + index;
        let name = names.remove(&number).unwrap_or_else(|| format!("function {number}"));
        functions.push(Function { name, bytes });
    }
    functions.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));
    Ok(functions)
}

/// How many functions are imported: they are numbered before the module's own.
fn imported_functions(section: &[u8]) -> Outcome<usize> {
    let mut reader = Reader::new(section);
    let mut functions = 0;
    for _ in 0..reader.number()? {
        reader.block()?;
        reader.block()?;
        match reader.byte()? {
            0 => {
                reader.number()?;
                functions += 1;
            }
            1 => {
                reader.byte()?;
                skip_limits(&mut reader)?;
            }
            2 => skip_limits(&mut reader)?,
            3 => drop(reader.take(2)?),
            kind => return failed(format!("an import of the unknown kind {kind}")),
        }
    }
    Ok(functions)
}

fn skip_limits(reader: &mut Reader<'_>) -> Outcome {
    let has_maximum = reader.byte()? & 1 == 1;
    reader.number()?;
    if has_maximum {
        reader.number()?;
    }
    Ok(())
}

fn read_names(section: &[u8], names: &mut HashMap<usize, String>) -> Outcome {
    let mut reader = Reader::new(section);
    if reader.text()? != "name" {
        return Ok(());
    }
    while !reader.is_done() {
        let kind = reader.byte()?;
        let mut part = Reader::new(reader.block()?);
        if kind == 1 {
            for _ in 0..part.number()? {
                let number = part.number()?;
                names.insert(number, part.text()?);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One imported function, two of its own: `f` (a body of two bytes) and an unnamed one (of four).
    fn small_module() -> Vec<u8> {
        let mut module = MAGIC.to_vec();
        module.extend(b"\x01\x04\x01\x60\x00\x00");
        module.extend(b"\x02\x07\x01\x01e\x01i\x00\x00");
        module.extend(b"\x03\x03\x02\x00\x00");
        module.extend(b"\x0a\x09\x02\x02\x00\x0b\x04\x00\x01\x01\x0b");
        module.extend(b"\x00\x0b\x04name\x01\x04\x01\x01\x01f");
        module
    }

    #[test]
    fn functions_have_names_and_sizes() {
        let functions = functions(&small_module()).expect("a module");
        let unnamed = Function { name: "function 2".to_owned(), bytes: 4 };
        assert_eq!(functions, [unnamed, Function { name: "f".to_owned(), bytes: 2 }]);
    }

    #[test]
    fn custom_sections_go_and_the_rest_stays() {
        let module = small_module();
        assert_eq!(without_custom(&module).expect("a module"), module[..module.len() - 13]);
    }

    #[test]
    fn a_torn_module_is_an_error() {
        let module = small_module();
        for end in [0, 3, 9, 20, module.len() - 1] {
            assert!(functions(&module[..end]).is_err(), "cut at {end}");
        }
    }
}
