//! Labels: cells that name codes in, the label of each code out; a second name for a code becomes an issue.

use super::codelist::CodeList;
use super::package::{Source, Table};
use super::resolve::{Here, How, Read};
use super::row::Visitor;
use super::state::AxisState;
use crate::issue::Issue;
use crate::order::sort_by_key;
use crate::place::Place;
use daylight_scan::Symbol;

/// A label to keep.
#[derive(Clone, Debug)]
pub(super) struct LabelRead {
    /// The axes it may belong to, deepest first.
    axes: Vec<usize>,
    language: String,
    source: From,
    /// The codes that are done with, or were told of.
    told: Vec<bool>,
}

/// Where a label stands.
#[derive(Clone, Copy, Debug)]
enum From {
    /// In a column: field and column.
    Column(usize, usize),
    /// In a code list: list, key column there, label column there.
    List(usize, usize, usize),
}

impl LabelRead {
    /// A label of a table, if its axis was selected and its column is there.
    pub(super) fn new(
        (axis, language, source): &(usize, String, Source),
        table: &Table,
        columns: &[Option<usize>],
        reads: &[Read],
        axes: &[AxisState],
    ) -> Option<Self> {
        let position = axes.iter().position(|state| state.index == *axis)?;
        let mut siblings = vec![position];
        let source = match source {
            Source::Field(field) => {
                // A label beside a code of one string belongs to the level at which that code stops.
                if let Read::Column { raw, how: How::Cut(..), .. } = &reads[position] {
                    let same = |read: &Read| matches!(read, Read::Column { raw: other, how: How::Cut(..), .. } if other == raw);
                    siblings = (0..reads.len()).filter(|index| same(&reads[*index])).collect();
                    sort_by_key(&mut siblings, |index| std::cmp::Reverse(axes[*index].level));
                }
                From::Column(*field, columns[*field]?)
            }
            Source::Through(_, reference, column) => {
                let (_, there, key) = table.references[*reference];
                From::List(there, key, *column)
            }
            _ => return None,
        };
        Some(Self { axes: siblings, language: language.clone(), source, told: Vec::new() })
    }

    /// The column in which the label stands, unless a code list has it.
    pub(super) fn column(&self) -> Option<usize> {
        match self.source {
            From::Column(_, column) => Some(column),
            From::List(..) => None,
        }
    }

    /// Keeps the label of a row's code.
    pub(super) fn keep(
        &mut self,
        here: Here<'_>,
        axes: &mut [AxisState],
        key: &[Symbol],
        lists: &[CodeList],
        visitor: &mut dyn Visitor,
    ) {
        let Some(&index) = self.axes.iter().find(|index| key[**index] != Symbol::BLANK) else { return };
        let (axis, symbol) = (&mut axes[index], key[index]);
        if self.told.get(symbol.index()).copied().unwrap_or(false) {
            return;
        }
        match self.source {
            From::List(list, wanted, column) => {
                self.tell(symbol);
                let code = axis.codes.text(symbol).to_owned();
                match lists[list].find(wanted, &code, column) {
                    Some(text) => {
                        axis.label(symbol, &self.language, text.as_bytes());
                    }
                    None => {
                        let place = Place::row(&here.table.path, here.number);
                        let issue = Issue::warning("code-unknown", place).with("code", code);
                        visitor.issue(issue.with("header", &axis.header));
                    }
                }
            }
            From::Column(field, column) => {
                let text = here.cell(column);
                let Some(other) = axis.label(symbol, &self.language, text).map(str::to_owned) else { return };
                self.tell(symbol);
                let place = Place::cell(&here.table.path, here.number, column as u32 + 1);
                let issue = Issue::warning("label-differs", place).with("code", axis.codes.text(symbol));
                let issue = issue.with("header", &here.table.fields[field].name).with("expected", other);
                visitor.issue(issue.with("found", String::from_utf8_lossy(text)));
            }
        }
    }

    fn tell(&mut self, symbol: Symbol) {
        if self.told.len() <= symbol.index() {
            self.told.resize(symbol.index() + 1, false);
        }
        self.told[symbol.index()] = true;
    }
}
