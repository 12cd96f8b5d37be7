//! What `read` of a layout says of texts: a row as it stands in, its cells with plain digits, without the marks of web pages and
//! without what is withheld out; cannot fail.

use super::arrange::find;
use super::html;
use crate::ingest::Condition;

/// How the cells of a column are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// Their digits are full width.
    FullWidth,
    /// They are written as web pages are.
    Html,
    /// They are left out of rows where another column says so. What an office does not show must not be in what it publishes.
    Withheld {
        /// The header of the other column.
        by: String,
        /// What it says there.
        when: Condition,
    },
}

/// A text as it stands in, as it is read out.
type Read = fn(&str) -> String;

/// The columns of a table that are read otherwise than they stand.
#[derive(Debug, Default)]
pub struct Reading<'a> {
    withheld: Vec<(usize, usize, &'a Condition)>,
    texts: Vec<(usize, Read)>,
}

impl<'a> Reading<'a> {
    /// Finds the columns among the headers of a table; the name of one that is not there is shown.
    pub fn new(wanted: &'a [(String, How)], headers: &[String], missing: &mut dyn FnMut(&str)) -> Self {
        let mut reading = Self::default();
        let mut column = |name: &str| {
            let found = find(headers, name);
            if found.is_none() {
                missing(name);
            }
            found
        };
        for (name, how) in wanted {
            let Some(at) = column(name) else { continue };
            match how {
                How::FullWidth => reading.texts.push((at, plain_digits)),
                How::Html => reading.texts.push((at, html::plain)),
                How::Withheld { by, when } => reading.withheld.extend(column(by).map(|by| (at, by, when))),
            }
        }
        reading
    }

    /// Reads a row.
    pub fn row(&self, row: &mut [String]) {
        let holds = |(_, by, when): &&(usize, usize, &Condition)| when.holds(row[*by].as_bytes());
        let hidden: Vec<usize> = self.withheld.iter().filter(holds).map(|(at, ..)| *at).collect();
        hidden.into_iter().for_each(|at| row[at].clear());
        for (at, read) in &self.texts {
            row[*at] = read(&row[*at]);
        }
    }
}

/// Full-width digits as plain ones.
fn plain_digits(text: &str) -> String {
    let digit = |char: char| match char {
        '０'..='９' => char::from_u32(u32::from(char) - u32::from('０') + u32::from('0')).unwrap_or(char),
        other => other,
    };
    text.chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_withheld_is_told_by_the_row_as_it_stands() {
        let is = |text: &str| Condition::Is(vec![text.to_owned()]);
        let hides = |by: &str, when: Condition| How::Withheld { by: by.to_owned(), when };
        let wanted = [
            ("text".to_owned(), How::Html),
            ("text".to_owned(), hides("state", is("-1"))),
            ("state".to_owned(), hides("text", is("<b>x</b>"))),
            ("number".to_owned(), How::FullWidth),
            ("absent".to_owned(), How::Html),
            ("text".to_owned(), hides("absent too", is(""))),
        ];
        let headers = ["state", "text", "number"].map(str::to_owned);
        let mut missing = Vec::new();
        let reading = Reading::new(&wanted, &headers, &mut |name| missing.push(name.to_owned()));
        assert_eq!(missing, ["absent", "absent too"]);
        for (row, read) in [
            (["-1", "<p>a</p>", "１"], ["-1", "", "1"]),
            (["1", "<p>a &amp; b</p><p>c</p>", ""], ["1", "a & b\nc", ""]),
            (["-1", "<b>x</b>", ""], ["", "", ""]),
        ] {
            let mut row = row.map(str::to_owned);
            reading.row(&mut row);
            assert_eq!(row, read);
        }
    }
}
