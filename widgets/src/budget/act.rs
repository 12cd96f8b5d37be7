//! What a reader can do: the word that a view wrote beside a node in, an act out, and back; a word that is no act is none.

use daylight_core::text::{digits, natural};

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Stand at a path, from the whole down.
    Go(String),
    /// One level up.
    Up,
    /// Set an attribute that a switch stands for, to the value chosen.
    Set(String),
    /// A mark of the picture: open it, or choose it where nothing is below. Counts the marks, those below the picture too.
    Mark(usize),
    /// Show a table of several.
    Choose(String),
    /// Sort the table: a column's id, with a minus before it for largest first.
    Sort(String),
    /// Show all rows of the table.
    More,
    /// Go to what was found.
    Hit(usize),
    /// Search for what stands in the field.
    Find,
    /// Show or hide a panel.
    Panel(Panel),
    /// Picture first or table first.
    View(bool),
    /// Open the table beneath the picture.
    Table,
    /// Save a file: `csv` or `svg`.
    Save(String),
    /// Put a text on the clipboard: `link` or `embed`.
    Copy(String),
    /// Read the sentence aloud.
    Speak,
    /// Load the files and add them up.
    Check,
    /// Show the newest version instead of an older one.
    Newest,
}

/// What opens on demand. Only one is open at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The switches, where the element is too narrow for a row of them.
    Options,
    /// How the figures add up.
    Sum,
    /// Link and embed code.
    Share,
    /// How to cite it, how it was made, and its versions.
    Cite,
}

const PANELS: [(Panel, &str); 4] =
    [(Panel::Options, "options"), (Panel::Sum, "sum"), (Panel::Share, "share"), (Panel::Cite, "cite")];

impl Panel {
    /// Its word.
    pub fn word(self) -> &'static str {
        PANELS.iter().find(|(panel, _)| *panel == self).map_or("", |(_, word)| word)
    }
}

impl Act {
    /// The act that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        let (verb, object) = word.split_once(' ').unwrap_or((word, ""));
        Some(match verb {
            "go" => Self::Go(object.to_owned()),
            "up" => Self::Up,
            "set" => Self::Set(object.to_owned()),
            "mark" => Self::Mark(natural(object)? as usize),
            "choose" => Self::Choose(object.to_owned()),
            "sort" => Self::Sort(object.to_owned()),
            "more" => Self::More,
            "hit" => Self::Hit(natural(object)? as usize),
            "find" => Self::Find,
            "panel" => Self::Panel(PANELS.iter().find(|(_, word)| *word == object)?.0),
            "view" => Self::View(object == "table"),
            "table" => Self::Table,
            "save" => Self::Save(object.to_owned()),
            "copy" => Self::Copy(object.to_owned()),
            "speak" => Self::Speak,
            "check" => Self::Check,
            "newest" => Self::Newest,
            _ => return None,
        })
    }

    /// The word that stands for it.
    pub fn word(&self) -> String {
        match self {
            Self::Go(path) => ["go ", path].concat(),
            Self::Up => "up".to_owned(),
            Self::Set(name) => ["set ", name].concat(),
            Self::Mark(at) => ["mark ", &digits(*at as u64)].concat(),
            Self::Choose(path) => ["choose ", path].concat(),
            Self::Sort(by) => ["sort ", by].concat(),
            Self::More => "more".to_owned(),
            Self::Hit(at) => ["hit ", &digits(*at as u64)].concat(),
            Self::Find => "find".to_owned(),
            Self::Panel(panel) => ["panel ", panel.word()].concat(),
            Self::View(table) => ["view ", if *table { "table" } else { "treemap" }].concat(),
            Self::Table => "table".to_owned(),
            Self::Save(what) => ["save ", what].concat(),
            Self::Copy(what) => ["copy ", what].concat(),
            Self::Speak => "speak".to_owned(),
            Self::Check => "check".to_owned(),
            Self::Newest => "newest".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_reads_back_from_its_word() {
        let acts = [
            Act::Go(String::new()),
            Act::Go("01/02 03".into()),
            Act::Up,
            Act::Set("year".into()),
            Act::Mark(3),
            Act::Choose("income".into()),
            Act::Sort("-phase:approved".into()),
            Act::More,
            Act::Hit(7),
            Act::Find,
            Act::Panel(Panel::Options),
            Act::Panel(Panel::Sum),
            Act::Panel(Panel::Share),
            Act::View(true),
            Act::View(false),
            Act::Table,
            Act::Save("csv".into()),
            Act::Copy("link".into()),
            Act::Speak,
            Act::Check,
            Act::Newest,
        ];
        for act in acts {
            assert_eq!(Act::from_word(&act.word()), Some(act));
        }
    }

    #[test]
    fn what_is_no_act_is_none() {
        for word in ["", "mark", "mark x", "panel", "erase 1"] {
            assert_eq!(Act::from_word(word), None, "{word}");
        }
    }
}
