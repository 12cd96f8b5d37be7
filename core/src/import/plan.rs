//! What a descriptor says of how its files are laid out: its text in, a plan for each file out; faults become issues.
//!
//! Beside `rows` and `read`, which the row reader follows, `daylight:layout` has two words that say where the rows of a file
//! are: `areas` and `fill`, and three ways to read a column of texts: `digits`, `markup` and `withhold`. A Table Dialect names the
//! sheet of a workbook and where in a JSON document the rows stand.

use super::reading::How;
use super::sheet::read_corners;
use super::workbook::Which;
use crate::ingest::{Condition, read_condition};
use crate::issue::Issue;
use crate::json::{self, Node};
use crate::place::Place;

/// How a file is laid out.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Which sheet, where the file is a workbook.
    pub which: Which,
    /// Which member holds the rows, where the file is JSON (`property`); members of members have points between.
    pub property: Option<String>,
    /// Whether the descriptor says that it is JSON.
    pub is_json: bool,
    /// Where its tables are; none: one, that of the whole sheet.
    pub areas: Vec<Area>,
    /// Headers of columns that stand once for the rows below, from the outermost.
    pub fill: Vec<String>,
    /// Headers of columns whose texts are read otherwise than they stand, and how.
    pub read: Vec<(String, How)>,
    /// Marks of the dialect that mean something which is not read: the member, and the mark.
    pub marks: Vec<(&'static str, String)>,
}

/// A table inside a sheet.
#[derive(Clone, Debug)]
pub struct Area {
    /// Where it is.
    pub at: At,
    /// Its header.
    pub header: Header,
    /// The headers of its columns, in place of those in the sheet; `None` for a column that is passed over.
    pub columns: Vec<Option<String>>,
    /// Columns that are the same in all its rows.
    pub set: Vec<(String, String)>,
    /// Where the descriptor says so.
    pub place: Place,
}

/// Where a table is.
#[derive(Clone, Debug)]
pub enum At {
    /// Rows and columns; what is left open reaches to the end.
    Cells {
        /// First and last row.
        rows: (u32, Option<u32>),
        /// First and last column.
        columns: (u32, Option<u32>),
    },
    /// From each row with a cell like this to the next such row, or to one with a cell like that.
    Between {
        /// What the first row of each holds.
        from: Condition,
        /// What the row after its last holds.
        until: Option<Condition>,
    },
}

/// The header of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Header {
    /// So many rows at its top; none: the columns are those of the area before.
    Top(u32),
    /// Rows of the sheet, wherever they stand.
    Rows(Vec<u32>),
}

/// Members of a dialect whose marks have no meaning here.
const MARKS: [&str; 2] = ["commentChar", "escapeChar"];

/// Formats of tables in JSON: a document, or one object a line.
const JSON: [&str; 3] = ["json", "ndjson", "jsonl"];

/// Whether a path says that a file is JSON, zipped or not.
pub fn names_json(path: &str) -> bool {
    let path = path.strip_suffix(".gz").unwrap_or(path);
    JSON.iter().any(|ending| path.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.')))
}

/// Reads the plan of each resource, in the order of the descriptor.
pub fn read_plans(text: &str, issues: &mut Vec<Issue>) -> Vec<Plan> {
    let Ok(root) = json::read(text) else { return Vec::new() };
    let mut reader = Reader { text, issues };
    let resources = root.get("resources").map(Node::list).unwrap_or_default();
    resources.iter().map(|resource| reader.read_resource(resource)).collect()
}

struct Reader<'a> {
    text: &'a str,
    issues: &'a mut Vec<Issue>,
}

impl Reader<'_> {
    fn place(&self, node: &Node) -> Place {
        let (line, column) = json::Fault { at: node.at, expected: "" }.line_and_column(self.text);
        Place::cell("datapackage.json", line, column)
    }

    fn lacks(&mut self, node: &Node, what: &str) {
        let issue = Issue::error("descriptor-incomplete", self.place(node)).with("what", what);
        self.issues.push(issue);
    }

    fn read_resource(&mut self, resource: &Node) -> Plan {
        let is_json = resource.text_of("format").is_some_and(|format| JSON.contains(&format));
        let mut plan = Plan { is_json, ..Plan::default() };
        if let Some(dialect) = resource.get("dialect") {
            plan.property = dialect.text_of("property").map(str::to_owned);
            let mark = |member: &'static str| dialect.text_of(member).map(|mark| (member, mark.to_owned()));
            plan.marks = MARKS.into_iter().filter_map(mark).filter(|(_, mark)| !mark.is_empty()).collect();
            let number =
                dialect.get("sheetNumber").and_then(Node::integer).and_then(|number| u32::try_from(number).ok());
            plan.which = match (dialect.text_of("sheetName"), number) {
                (Some(name), _) => Which::Named(name.to_owned()),
                (None, Some(number)) => Which::Numbered(number),
                (None, None) => Which::First,
            };
        }
        let Some(layout) = resource.get("daylight:layout") else { return plan };
        for area in layout.get("areas").map(Node::list).unwrap_or_default() {
            if let Some(area) = self.read_area(area) {
                plan.areas.push(area);
            }
        }
        plan.fill = layout.get("fill").map(Node::list).unwrap_or_default().iter().filter_map(text).collect();
        for (name, read) in layout.get("read").map(Node::members).unwrap_or_default() {
            for (word, node) in read.members() {
                match read_how(word, node) {
                    Some(Ok(how)) => plan.read.push((name.clone(), how)),
                    Some(Err(what)) => self.lacks(node, what),
                    None => {}
                }
            }
        }
        plan
    }

    fn read_area(&mut self, node: &Node) -> Option<Area> {
        let Some(at) = node.get("at").and_then(read_at) else {
            self.lacks(node, "at");
            return None;
        };
        let names = node.get("columns").map(Node::list).unwrap_or_default();
        let columns: Vec<Option<String>> =
            names.iter().map(|name| text(name).filter(|name| !name.trim().is_empty())).collect();
        let number = |node: &Node| node.integer().and_then(|number| u32::try_from(number).ok());
        let header = match node.get("header") {
            None => Header::Top(u32::from(columns.is_empty())),
            Some(header) if header.list().is_empty() && number(header).is_none() => Header::Top(0),
            Some(header) => match number(header) {
                Some(rows) => Header::Top(rows),
                None => Header::Rows(header.list().iter().filter_map(number).collect()),
            },
        };
        let set = node.get("set").map(Node::members).unwrap_or_default();
        let set = set.iter().filter_map(|(name, value)| Some((name.clone(), value.plain()?))).collect();
        Some(Area { at, header, columns, set, place: self.place(node) })
    }
}

fn text(node: &Node) -> Option<String> {
    node.text().map(str::to_owned)
}

/// How texts are read, as a word of `read` has it, or what it lacks; `None` for a word that is not of texts.
fn read_how(word: &str, node: &Node) -> Option<Result<How, &'static str>> {
    let withheld = || {
        let (by, when) = node.text_of("field").zip(read_condition(node))?;
        Some(How::Withheld { by: by.to_owned(), when })
    };
    let is = |text: &str| node.text() == Some(text);
    Some(match word {
        "digits" => is("full-width").then_some(How::FullWidth).ok_or("digits: full-width"),
        "markup" => is("html").then_some(How::Html).ok_or("markup: html"),
        "withhold" => withheld().ok_or("withhold: field; is, matches, blank"),
        _ => return None,
    })
}

fn read_at(node: &Node) -> Option<At> {
    if let Some(range) = node.text() {
        let (rows, columns) = read_corners(range)?;
        return Some(At::Cells { rows, columns });
    }
    let like = |key: &str| node.text_of(key).map(|pattern| Condition::Matches(vec![pattern.to_owned()]));
    Some(At::Between { from: like("from")?, until: like("until") })
}

impl Plan {
    /// Whether the rows of a text are its rows, so that nothing is to be arranged.
    pub fn is_plain(&self) -> bool {
        self.areas.is_empty()
            && self.fill.is_empty()
            && self.read.is_empty()
            && !self.is_json
            && self.property.is_none()
    }
}
