//! Tables in JSON: a document and the member that holds the rows in, CSV with line and column of each cell out.
//!
//! A document of one object a line (NDJSON) is the list of them. Rows are objects, whose members are columns (members of members have
//! points between), or lists, of which the first is the header. What a row does not have is blank; lists inside a row are passed over.

use super::fault::Fault;
use super::limit::{ITEMS, JSON_VALUES};
use super::origin::Cells;
use super::reading::{How, Reading};
use super::table::{Arranged, Writer};
use crate::json::{self, Node, Value};

/// Whether a text is a JSON document rather than a table, after a byte order mark.
pub fn is_json(text: &[u8]) -> bool {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    matches!(text.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// Reads the rows; `property` names the member that holds them, with points between members of members.
pub fn read_json_table(text: &str, property: Option<&str>) -> Result<Arranged, Fault> {
    read_json_texts(text, property, &[], &mut |_| {})
}

/// The same, with columns that are read otherwise than they stand; the name of one that is not there is shown.
pub fn read_json_texts(
    text: &str,
    property: Option<&str>,
    read: &[(String, How)],
    missing: &mut dyn FnMut(&str),
) -> Result<Arranged, Fault> {
    if text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() > JSON_VALUES {
        return Err(Fault::TooLarge);
    }
    // One byte more stands before a list that was put together.
    let (root, before) = read_document(text)?;
    let rows = rows(&root, property)?;
    let columns = columns(rows)?;
    let (mut out, mut lines, mut at) = (Writer::default(), Lines::new(text), Vec::new());
    let mut write = |texts: &[String], bytes: &[usize], out: &mut Writer| {
        lines.begin(bytes.iter().min().copied().unwrap_or_default().saturating_sub(before));
        at.extend(bytes.iter().map(|byte| lines.place(byte.saturating_sub(before))));
        out.row(texts.iter().map(String::as_str))
    };
    if !columns.is_empty() {
        write(&columns, &vec![rows.first().map_or(0, |row| row.at); columns.len()], &mut out)?;
    }
    let width =
        if columns.is_empty() { rows.iter().map(|row| row.list().len()).max().unwrap_or(0) } else { columns.len() };
    // Of lists the first is the header.
    let mut reading = (!columns.is_empty()).then(|| Reading::new(read, &columns, missing));
    for row in rows {
        let (mut texts, mut bytes) = (vec![String::new(); width], vec![row.at; width]);
        let mut put = |column: usize, node: &Node| {
            (texts[column], bytes[column]) = (node.plain().unwrap_or_default(), node.at);
        };
        match &row.value {
            Value::List(nodes) => (0..width).zip(nodes).for_each(|(column, node)| put(column, node)),
            _ => visit(row, "", &mut |name, node| {
                if let Some(column) = columns.iter().position(|known| known == name) {
                    put(column, node);
                }
            }),
        }
        match &reading {
            Some(reading) => reading.row(&mut texts),
            None => reading = Some(Reading::new(read, &texts, missing)),
        }
        write(&texts, &bytes, &mut out)?;
    }
    Ok(Arranged { bytes: out.bytes, header_rows: vec![1], left_out: Vec::new(), cells: Cells::Text { width, at } })
}

/// Reads a document, or the lines of one; the number says by how many bytes its nodes stand later than in the text.
pub fn read_document(text: &str) -> Result<(Node, usize), Fault> {
    let fault = match json::read(text) {
        Ok(root) => return Ok((root, 0)),
        Err(fault) => fault,
    };
    let unreadable = |fault: json::Fault, text: &str, above: u32| {
        let (line, column) = fault.line_and_column(text);
        Fault::Json { line: line + above, column }
    };
    let first = text.get(..fault.at).unwrap_or("").trim_end();
    if fault.expected != "end" || !first.ends_with('}') {
        return Err(unreadable(fault, text, 0));
    }
    let is_blank = |line: &str| line.trim().is_empty();
    let (mut list, mut is_first) = (String::from("["), true);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            list.push(if is_first || is_blank(line) { ' ' } else { ',' });
        }
        is_first &= is_blank(line);
        list.push_str(line);
    }
    list.push(']');
    json::read(&list).map(|root| (root, 1)).map_err(|fault| {
        // A line that breaks off is at fault, and not the next one.
        let lines = text.split('\n').zip(0..).filter(|(line, _)| !is_blank(line));
        let broken = lines.filter_map(|(line, above)| Some(unreadable(json::read(line).err()?, line, above)));
        broken.into_iter().next().unwrap_or_else(|| unreadable(fault, text, 0))
    })
}

/// The rows: the member that is named, else the document itself, else the only list of objects in it.
fn rows<'a>(root: &'a Node, property: Option<&str>) -> Result<&'a [Node], Fault> {
    let no_rows = |wanted: &str| Fault::NoSheet { wanted: wanted.to_owned(), sheets: tables(root) };
    if let Some(property) = property {
        let found = property.split('.').try_fold(root, |node, name| node.get(name)).map(Node::list);
        return found.filter(|rows| !rows.is_empty()).ok_or_else(|| no_rows(property));
    }
    match (root.list(), tables(root).as_slice()) {
        (rows, _) if !rows.is_empty() => Ok(rows),
        (_, [only]) => Ok(root.get(only).map(Node::list).unwrap_or_default()),
        _ => Err(no_rows("")),
    }
}

/// The members of a document that are lists of objects or of lists.
pub fn tables(root: &Node) -> Vec<String> {
    let is_row = |node: &Node| matches!(node.value, Value::Map(_) | Value::List(_));
    let is_table = |node: &Node| node.list().first().is_some_and(is_row);
    root.members().iter().filter(|(_, node)| is_table(node)).map(|(name, _)| name.clone()).collect()
}

/// The names of all members of all rows, in the order in which they appear; none where rows are lists.
fn columns(rows: &[Node]) -> Result<Vec<String>, Fault> {
    let mut columns: Vec<String> = Vec::new();
    for row in rows {
        visit(row, "", &mut |name, _| {
            if columns.len() <= ITEMS && !columns.iter().any(|known| known == name) {
                columns.push(name.to_owned());
            }
        });
        if columns.len() * rows.len() > JSON_VALUES * 10 {
            return Err(Fault::TooLarge);
        }
    }
    Ok(columns)
}

/// Shows the values of a row with their names.
fn visit(node: &Node, name: &str, show: &mut dyn FnMut(&str, &Node)) {
    match &node.value {
        Value::Map(members) => {
            for (member, node) in members {
                let whole = if name.is_empty() { member.clone() } else { format!("{name}.{member}") };
                visit(node, &whole, show);
            }
        }
        Value::List(_) => {}
        _ => show(name, node),
    }
}

/// Lines and columns of a text, asked for row by row, and within a row in any order.
struct Lines<'a> {
    text: &'a str,
    /// Where the row begins, and where was looked last.
    row: Spot,
    last: Spot,
}

/// A byte of a text with its line and column.
#[derive(Clone, Copy)]
struct Spot {
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> Lines<'a> {
    const START: Spot = Spot { at: 0, line: 1, column: 1 };

    fn new(text: &'a str) -> Self {
        Self { text, row: Self::START, last: Self::START }
    }

    /// Begins a row.
    fn begin(&mut self, byte: usize) {
        self.place(byte);
        self.row = self.last;
    }

    fn place(&mut self, byte: usize) -> (u32, u32) {
        if byte < self.last.at {
            self.last = if byte < self.row.at { Self::START } else { self.row };
        }
        let Spot { at, mut line, mut column } = self.last;
        for char in self.text.get(at..byte).unwrap_or("").chars() {
            (line, column) = if char == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        self.last = Spot { at: byte, line, column };
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_objects_or_lists_and_keep_their_places() {
        let text = "{\"meta\": 1,\n \"items\": [\n  {\"a\": \"x, y\", \"b\": {\"c\": 2}},\n  {\"b\": {\"c\": 1.50}, \"d\": [1]}]}";
        let table = read_json_table(text, None).unwrap();
        assert_eq!(String::from_utf8(table.bytes).unwrap(), "a,b.c\n\"x, y\",2\n,1.50\n");
        let Cells::Text { width, at } = table.cells else { panic!("a text") };
        assert_eq!((width, at[2], at[3], at[5]), (2, (3, 9), (3, 28), (4, 15)));
        let table = read_json_table("[[\"a\",\"b\"],[1,null]]", None).unwrap();
        assert_eq!(String::from_utf8(table.bytes).unwrap(), "a,b\n1,\n");
    }

    #[test]
    fn a_byte_order_mark_hides_no_document() {
        for (text, is) in [("\u{feff} {\"a\": 1}", true), ("\n[1]", true), ("\u{feff}a,b", false), ("", false)] {
            assert_eq!(is_json(text.as_bytes()), is, "{text}");
        }
    }

    #[test]
    fn a_member_that_is_not_there_is_told_with_those_that_are() {
        let text = r#"{"one": [{"a": 1}], "two": [{"a": 1}]}"#;
        let sheets = vec!["one".to_owned(), "two".to_owned()];
        for (property, wanted) in [(None, ""), (Some("three"), "three")] {
            let fault = read_json_table(text, property).unwrap_err();
            assert_eq!(fault, Fault::NoSheet { wanted: wanted.to_owned(), sheets: sheets.clone() });
        }
        assert!(read_json_table(text, Some("two")).is_ok());
    }

    #[test]
    fn one_object_a_line_is_a_list() {
        let text = "\n{\"a\": 1}\n\n{\"a\": 2, \"b\": \"<p>x</p>\"}\r\n";
        let read = [("b".to_owned(), How::Html), ("c".to_owned(), How::Html)];
        let mut missing = Vec::new();
        let table = read_json_texts(text, None, &read, &mut |name| missing.push(name.to_owned())).unwrap();
        assert_eq!(String::from_utf8(table.bytes).unwrap(), "a,b\n1,\n2,x\n");
        let Cells::Text { at, .. } = table.cells else { panic!("a text") };
        assert_eq!((at[2], at[4], at[5], missing), ((2, 7), (4, 7), (4, 15), vec!["c".to_owned()]));
        let lists = read_json_texts("[[\"a\",\"b\"],[\"１\",\"<br>\"]]", None, &read[..1], &mut |_| {}).unwrap();
        assert_eq!(String::from_utf8(lists.bytes).unwrap(), "a,b\n１,\n");
    }

    #[test]
    fn a_document_that_breaks_off_is_told_with_its_line() {
        for (text, line, column) in [
            ("{", 1, 2),
            ("[{\"a\": 1},\n {\"a\" 2}]", 2, 7),
            ("{\"a\": 1}\n{\"a\": 2\n{\"a\": 3}\n", 2, 8),
            ("{\"a\": 1}\n\n{\"a\": 2} x", 3, 10),
        ] {
            assert_eq!(read_json_table(text, None).unwrap_err(), Fault::Json { line, column }, "{text}");
        }
    }
}
