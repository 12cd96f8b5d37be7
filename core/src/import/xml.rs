//! The XML of office documents: a guarded stream in, elements and texts one after the other out; fails where it is not well formed.

use super::archive::Guard;
use super::fault::Fault;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub enum Item {
    /// An element opens: its name without prefix, and its attributes, which may have one.
    Open(Element),
    /// An element of this name closes.
    Close(String),
    /// Text.
    Text(String),
}

/// An element that opens.
#[derive(Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name without prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// An attribute by its name without prefix.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All attributes by their names without prefix, declarations of names left out.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_name = |value: &str| value.starts_with("http://schemas.") || value.starts_with("urn:oasis:");
        let attributes = self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        attributes.filter(move |(_, value)| !is_name(value))
    }

    /// An attribute as a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }

    /// Whether an attribute says yes.
    pub fn is(&self, name: &str) -> bool {
        matches!(self.get(name), Some("1" | "true" | "on"))
    }
}

/// A part as a sequence of items. Empty elements open and close.
pub struct Xml<R> {
    reader: quick_xml::Reader<Guard<R>>,
    buffer: Vec<u8>,
    closing: Option<String>,
}

impl<R: BufRead> Xml<R> {
    /// Over a part of an archive.
    pub fn new(part: Guard<R>) -> Self {
        let mut reader = quick_xml::Reader::from_reader(part);
        reader.config_mut().check_end_names = false;
        Self { reader, buffer: Vec::new(), closing: None }
    }

    /// The next item; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Item>, Fault> {
        if let Some(name) = self.closing.take() {
            return Ok(Some(Item::Close(name)));
        }
        loop {
            self.buffer.clear();
            let item = match self.reader.read_event_into(&mut self.buffer).map_err(fault)? {
                Event::Start(start) => Item::Open(element(&start)),
                Event::Empty(start) => {
                    let element = element(&start);
                    self.closing = Some(element.name.clone());
                    Item::Open(element)
                }
                Event::End(end) => Item::Close(local(end.name().as_ref())),
                Event::Text(text) => Item::Text(text.xml_content(XmlVersion::Explicit1_0).into_owned()),
                Event::CData(text) => Item::Text(text.xml_content(XmlVersion::Explicit1_0).into_owned()),
                Event::GeneralRef(reference) => Item::Text(match reference.resolve_char_ref() {
                    Ok(Some(char)) => char.to_string(),
                    _ => named(&reference).to_owned(),
                }),
                Event::Eof => return Ok(None),
                _ => continue,
            };
            return Ok(Some(item));
        }
    }

    /// The text up to the end of the element that has just opened, without that of the elements named.
    pub fn text(&mut self, name: &str, without: &[&str]) -> Result<String, Fault> {
        let (mut text, mut depth, mut skipped) = (String::new(), 1_usize, 0_usize);
        while let Some(item) = self.next()? {
            match item {
                Item::Open(element) => {
                    depth += usize::from(element.name == name);
                    skipped += usize::from(without.contains(&element.name.as_str()));
                }
                Item::Close(closed) => {
                    skipped = skipped.saturating_sub(usize::from(without.contains(&closed.as_str())));
                    if closed == name {
                        depth -= 1;
                        if depth == 0 {
                            break;
                        }
                    }
                }
                Item::Text(more) if skipped == 0 => text.push_str(&more),
                Item::Text(_) => {}
            }
            if text.len() > super::limit::RUN {
                return Err(Fault::TooLarge);
            }
        }
        Ok(text)
    }
}

fn fault(error: quick_xml::Error) -> Fault {
    match error {
        quick_xml::Error::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => Fault::TooLarge,
        _ => Fault::Damaged,
    }
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

fn element(start: &BytesStart<'_>) -> Element {
    let attribute = |found: quick_xml::events::attributes::Attribute<'_>| {
        let value = found.normalized_value(XmlVersion::Explicit1_0).ok()?;
        Some((local(found.key.as_ref()), value.into_owned()))
    };
    let attributes = start.attributes().with_checks(false).filter_map(Result::ok).filter_map(attribute).collect();
    Element { name: local(start.name().as_ref()), attributes }
}

/// The five names that XML itself knows; a document's own are never looked up.
fn named(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}
