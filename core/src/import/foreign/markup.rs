//! XML as a tree, one element of a list at a time: a text in, elements with texts, attributes and places out; fails where it is not
//! well formed, nests or grows beyond what data do, or declares entities, which nothing here looks up.

use super::cell::{At, Cell};
use crate::import::fault::Fault;
use crate::import::limit::RUN;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Deeper nesting than any activity has.
const DEEPEST: usize = 32;

/// Elements and attributes of one tree.
const MOST: usize = 200_000;

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name without prefix.
    pub name: String,
    /// Its byte in the text.
    pub at: usize,
    attributes: Vec<(String, String)>,
    text: String,
    /// The elements in it.
    pub children: Vec<Element>,
}

impl Element {
    /// The first element in it of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.all(name).next()
    }

    /// The elements in it of a name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// An attribute; blank where it has none.
    pub fn attribute(&self, name: &str) -> Cell {
        let value = self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value);
        Cell::new(value, At::Byte(self.at))
    }

    /// Its names, without prefixes.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|(name, _)| name.as_str())
    }

    /// Its own text; that of version 2 stands in `narrative`, one for each language, of which the first is taken.
    pub fn text(&self) -> Cell {
        let own = Cell::new(&self.text, At::Byte(self.at));
        own.or(|| self.child("narrative").map_or_else(|| Cell::blank(At::Byte(self.at)), Element::text))
    }
}

/// Shows the root, without what is in it, and then each element in the root.
pub fn visit(text: &str, show: &mut dyn FnMut(&Element, Option<Element>)) -> Result<(), Fault> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut open, mut root, mut is_closed, mut size) = (Vec::<Element>::new(), None::<Element>, false, 0);
    loop {
        let at = usize::try_from(reader.buffer_position()).map_err(|_| Fault::TooLarge)?;
        let event = reader.read_event().map_err(|_| Fault::Damaged)?;
        let closed = match event {
            Event::Start(start) => {
                open.push(element(&start, at, &mut size)?);
                if open.len() > DEEPEST {
                    return Err(Fault::TooLarge);
                }
                if root.is_none() {
                    let bare = open.pop().unwrap_or_default();
                    show(&bare, None);
                    root = Some(bare);
                }
                continue;
            }
            Event::Empty(start) => element(&start, at, &mut size)?,
            // Of the root only the end is left.
            Event::End(_) => match open.pop() {
                Some(closed) => closed,
                None => {
                    is_closed = true;
                    continue;
                }
            },
            Event::Text(text) => {
                add(&mut open, &text.xml_content(XmlVersion::Explicit1_0))?;
                continue;
            }
            Event::CData(text) => {
                add(&mut open, &text.xml_content(XmlVersion::Explicit1_0))?;
                continue;
            }
            Event::GeneralRef(reference) => {
                add(&mut open, &character(&reference)?)?;
                continue;
            }
            Event::DocType(doctype) if doctype.contains("<!ENTITY") => return Err(Fault::Damaged),
            Event::Eof if is_closed => return Ok(()),
            Event::Eof => return Err(Fault::Damaged),
            _ => continue,
        };
        match (open.last_mut(), &root) {
            (Some(parent), _) => parent.children.push(closed),
            (None, Some(root)) => {
                size = 0;
                show(root, Some(closed));
            }
            (None, None) => {
                show(&closed, None);
                (root, is_closed) = (Some(closed), true);
            }
        }
    }
}

fn add(open: &mut [Element], more: &str) -> Result<(), Fault> {
    let Some(element) = open.last_mut() else { return Ok(()) };
    element.text.push_str(more);
    if element.text.len() > RUN { Err(Fault::TooLarge) } else { Ok(()) }
}

fn element(start: &BytesStart<'_>, at: usize, size: &mut usize) -> Result<Element, Fault> {
    let mut attributes = Vec::new();
    for found in start.attributes() {
        let found = found.map_err(|_| Fault::Damaged)?;
        let value = found.normalized_value(XmlVersion::Explicit1_0).map_err(|_| Fault::Damaged)?;
        attributes.push((local(found.key.as_ref()), value.into_owned()));
    }
    *size += 1 + attributes.len();
    if *size > MOST {
        return Err(Fault::TooLarge);
    }
    Ok(Element { name: local(start.name().as_ref()), at, attributes, ..Element::default() })
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

/// What a reference stands for: a character, or one of the five names that XML itself knows. Any other would be the document's own.
fn character(reference: &BytesRef<'_>) -> Result<String, Fault> {
    if let Ok(Some(char)) = reference.resolve_char_ref() {
        return Ok(char.to_string());
    }
    let known = quick_xml::escape::resolve_predefined_entity(reference);
    known.map(str::to_owned).ok_or(Fault::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, Fault> {
        let mut shown = Vec::new();
        visit(text, &mut |root, child| {
            let child = child.map(|child| format!("{}={}@{}", child.name, child.text().text, child.at));
            shown.push(format!("{} {}", root.name, child.unwrap_or_default()));
        })?;
        Ok(shown)
    }

    #[test]
    fn elements_come_one_after_the_other_with_their_places() {
        let text =
            "<?xml version='1.0'?><l:list a='1'><x>A &amp; &#66;</x>\n<y><narrative>b</narrative></y><z/></l:list>";
        assert_eq!(read(text).unwrap(), ["list ", "list x=A & B@35", "list y=b@56", "list z=@87"]);
        assert_eq!(read("<list/>").unwrap(), ["list "]);
    }

    #[test]
    fn bombs_and_broken_texts_are_refused() {
        let entities = "<!DOCTYPE l [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><l><x>&b;</x></l>";
        assert_eq!(read(entities), Err(Fault::Damaged));
        assert_eq!(read("<l><x>&b;</x></l>"), Err(Fault::Damaged), "a name that nobody declares");
        assert_eq!(read("<l><x a='&b;'/></l>"), Err(Fault::Damaged));
        let deep = ["<l>", &"<x>".repeat(1000), &"</x>".repeat(1000), "</l>"].concat();
        assert_eq!(read(&deep), Err(Fault::TooLarge));
        let wide = ["<l><x>", &"<y/>".repeat(MOST + 1), "</x></l>"].concat();
        assert_eq!(read(&wide), Err(Fault::TooLarge));
        for text in ["", "a", "<l>", "<l><x></l>", "<l></m>", "<l><x></y></l>"] {
            assert_eq!(read(text), Err(Fault::Damaged), "{text}");
        }
    }
}
