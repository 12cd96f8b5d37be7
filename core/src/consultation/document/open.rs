//! The consultations of a service in, JSON of what they are called and how far they are out, and the same JSON read back; only a text
//! that is no JSON fails.

use super::read::{day, named};
use crate::consultation::Stage;
use crate::day::Day;
use crate::json::{self, Fault, Node, Writer};
use crate::profile::{Texts, text_of, texts};

/// A consultation in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub names: Texts,
    /// Who asks.
    pub office: Texts,
    /// How far it is.
    pub stage: Stage,
    /// The days of the round that it is in, or that comes.
    pub days: [Option<Day>; 2],
    /// How many more days there are until that opens or closes.
    pub days_left: Option<i64>,
    /// The page that shows it: an address relative to the list, with `{lang}` for the reader's language.
    pub page: String,
}

/// Writes a list.
pub fn write_list(all: &[Brief]) -> String {
    let mut out = Writer::default();
    out.open('{').key("consultations").open('[');
    for listed in all {
        out.open('{').key("id").text(&listed.id);
        for (key, texts) in [("names", &listed.names), ("office", &listed.office)] {
            out.key(key).open('{');
            for (lang, text) in texts {
                out.key(lang).text(text);
            }
            out.close('}');
        }
        out.key("stage").text(listed.stage.word());
        for (key, day) in ["opens", "closes"].into_iter().zip(listed.days) {
            if let Some(day) = day {
                out.key(key).text(&day.iso());
            }
        }
        if let Some(days) = listed.days_left {
            out.key("days-left").integer(days);
        }
        out.key("page").text(&listed.page).close('}');
    }
    out.close(']').close('}').finish() + "\n"
}

/// Reads a list; `None` where the document is another one.
///
/// # Errors
/// Where the text is no JSON.
pub fn read_list(text: &str) -> Result<Option<Vec<Brief>>, Fault> {
    let root = json::read(text)?;
    let listed = |node: &Node| Brief {
        id: text_of(node, "id"),
        names: texts(node, "names"),
        office: texts(node, "office"),
        stage: named(&Stage::ALL, Stage::word, node, "stage").unwrap_or_default(),
        days: [day(node, "opens"), day(node, "closes")],
        days_left: node.get("days-left").and_then(Node::integer),
        page: text_of(node, "page"),
    };
    Ok(root.get("consultations").map(|all| all.list().iter().map(listed).collect()))
}
