//! `areas`: a sheet and a plan in, one plain table with the place of each cell out; what cannot be found becomes an issue.

use super::fault::Fault;
use super::file::column_name;
use super::fill::{Fill, Then};
use super::limit::GRID;
use super::origin::Cells;
use super::plan::{Area, At, Header, Plan};
use super::reading::Reading;
use super::sheet::Sheet;
use super::table::{Arranged, Writer};
use crate::ingest::{Condition, Table};
use crate::issue::Issue;
use crate::place::{Place, cell_address};

/// Headers are the same whatever white space stands between their words.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// The columns of a table that hold amounts.
fn measures(table: &Table, names: &[String]) -> Vec<usize> {
    let fields = table.measures.iter().map(|measure| table.fields[measure.field].name.as_str());
    fields.filter_map(|field| find(names, field)).collect()
}

/// The column with a header.
pub(super) fn find(names: &[String], name: &str) -> Option<usize> {
    names.iter().position(|known| is_same(known, name))
}

/// A table of a sheet: rows from top to bottom, columns in the order of the table that is written.
struct Block<'a> {
    area: &'a Area,
    /// The rows that hold data.
    rows: (u32, u32),
    /// Pairs of a column of the sheet and one of the table.
    columns: Vec<(u32, usize)>,
    /// The rows of its header.
    head: Vec<u32>,
    /// The row of its header, or its first.
    first: u32,
    /// Its first column.
    left: u32,
    /// Whether it goes on with the block before.
    continues: bool,
}

/// Brings the tables of a sheet into one.
pub fn arrange(sheet: &Sheet, plan: &Plan, table: &Table, issues: &mut Vec<Issue>) -> Result<Arranged, Fault> {
    if plan.areas.is_empty() {
        arrange_whole(sheet, plan, table, issues)
    } else {
        arrange_areas(sheet, plan, table, issues)
    }
}

/// The text of a cell, without white space around it.
fn cell(sheet: &Sheet, row: u32, column: u32) -> &str {
    sheet.text(row, column).trim()
}

/// The text of a header: in a range of merged columns each has that of the first.
fn header_cell(sheet: &Sheet, row: u32, column: u32) -> &str {
    let own = cell(sheet, row, column);
    let merged = || sheet.merged.iter().find(|range| range.rows.0 == row && range.holds(row, column));
    match merged().filter(|_| own.is_empty()) {
        Some(range) => cell(sheet, row, range.columns.0),
        None => own,
    }
}

/// Some rows of a header as one text.
pub(super) fn header(sheet: &Sheet, rows: &[u32], column: u32) -> String {
    let texts = rows.iter().map(|row| header_cell(sheet, *row, column)).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(" ")
}

/// The columns that the plan names, told where there is none.
fn named<'a>(plan: &'a Plan, names: &[String], sheet: &Sheet, issues: &mut Vec<Issue>) -> (Vec<usize>, Reading<'a>) {
    let mut missing = |name: &str| {
        let place = Place { sheet: Some(sheet.name.clone()), ..Place::default() };
        issues.push(Issue::error("column-missing", place).with("header", name));
    };
    let mut fill = Vec::new();
    for name in &plan.fill {
        match find(names, name) {
            Some(column) => fill.push(column),
            None => missing(name),
        }
    }
    (fill, Reading::new(&plan.read, names, &mut missing))
}

/// A sheet that is one table: its rows and columns keep their numbers.
fn arrange_whole(sheet: &Sheet, plan: &Plan, table: &Table, issues: &mut Vec<Issue>) -> Result<Arranged, Fault> {
    let (last, width) = sheet.size();
    let names: Vec<String> = match table.header_rows.as_slice() {
        [] => table.fields.iter().map(|field| field.name.clone()).collect(),
        rows => (1..=width).map(|column| header(sheet, rows, column)).collect(),
    };
    let (fill, reading) = named(plan, &names, sheet, issues);
    let mut fill = Fill::new(&fill, &measures(table, &names));
    let head = table.header_rows.iter().copied().max().unwrap_or(0);
    let mut out = Writer::default();
    let mut rows = Vec::new();
    for row in 1..=last {
        let mut texts: Vec<String> = vec![String::new(); width as usize];
        for (column, text) in sheet.row(row) {
            texts[column as usize - 1] = text.trim().to_owned();
        }
        if table.header_rows.contains(&row) {
            texts = (1..=width).map(|column| header_cell(sheet, row, column).to_owned()).collect();
        } else if row > head && texts.iter().any(|text| !text.is_empty()) {
            reading.row(&mut texts);
            let place = |column: usize| Place::cell("", row, column as u32 + 1);
            if fill.row(&mut texts, place, issues) == Then::Drop {
                continue;
            }
        }
        rows.push((row, 0));
        out.row(texts.iter().map(String::as_str))?;
    }
    let columns = vec![(1..=width).collect()];
    let cells = if rows.len() == last as usize { Cells::Same } else { Cells::Moved { rows, columns } };
    Ok(Arranged { bytes: out.bytes, header_rows: table.header_rows.clone(), left_out: Vec::new(), cells })
}

/// Areas of a sheet, one after the other.
fn arrange_areas(sheet: &Sheet, plan: &Plan, table: &Table, issues: &mut Vec<Issue>) -> Result<Arranged, Fault> {
    let mut names: Vec<String> = Vec::new();
    let blocks = read_blocks(sheet, plan, table, &mut names, issues);
    let (fill, reading) = named(plan, &names, sheet, issues);
    let mut fill = Fill::new(&fill, &measures(table, &names));
    let mut out = Writer::default();
    out.row(names.iter().map(String::as_str))?;
    let (mut rows, mut columns): (Vec<(u32, u32)>, Vec<Vec<u32>>) = (Vec::new(), Vec::new());
    rows.push((blocks.first().map_or(0, |block| block.first), 0));
    let written: u64 =
        blocks.iter().map(|block| u64::from(block.rows.1.saturating_sub(block.rows.0)) * names.len() as u64).sum();
    if written > GRID {
        return Err(Fault::TooLarge);
    }
    for (number, block) in blocks.iter().enumerate() {
        let mut of_table = vec![0; names.len()];
        block.columns.iter().for_each(|(of_sheet, column)| of_table[*column] = *of_sheet);
        if !block.continues {
            fill.restart();
        }
        for row in block.rows.0..=block.rows.1 {
            let mut texts = vec![String::new(); names.len()];
            for (of_sheet, column) in &block.columns {
                cell(sheet, row, *of_sheet).clone_into(&mut texts[*column]);
            }
            if texts.iter().all(String::is_empty) {
                continue;
            }
            for (name, text) in &block.area.set {
                if let Some(column) = find(&names, name) {
                    text.clone_into(&mut texts[column]);
                }
            }
            reading.row(&mut texts);
            let place = |column: usize| Place::cell("", row, of_table[column].max(1));
            if fill.row(&mut texts, place, issues) == Then::Keep {
                rows.push((row, number as u32));
                out.row(texts.iter().map(String::as_str))?;
            }
        }
        columns.push(of_table);
    }
    let left_out = left_out(sheet, &blocks);
    Ok(Arranged { bytes: out.bytes, header_rows: vec![1], left_out, cells: Cells::Moved { rows, columns } })
}

/// Columns of the sheet that hold anything beside the rows of the blocks and are in none of them, by their headers or letters.
fn left_out(sheet: &Sheet, blocks: &[Block<'_>]) -> Vec<String> {
    let mut names: Vec<(u32, String)> = Vec::new();
    for block in blocks {
        for (column, text) in (block.rows.0..=block.rows.1).flat_map(|row| sheet.row(row)) {
            let is_told = |(known, _): &(u32, String)| *known == column;
            let is_named = |(of_sheet, _): &(u32, usize)| *of_sheet == column;
            if !text.trim().is_empty()
                && !names.iter().any(is_told)
                && !blocks.iter().any(|block| block.columns.iter().any(is_named))
            {
                names.push((column, column_name(&header(sheet, &block.head, column), column)));
            }
        }
    }
    names.sort_unstable();
    names.into_iter().map(|(_, name)| name).collect()
}

/// The blocks of all areas; `names` becomes the header of the table that they make up.
fn read_blocks<'a>(
    sheet: &Sheet,
    plan: &'a Plan,
    table: &Table,
    names: &mut Vec<String>,
    issues: &mut Vec<Issue>,
) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    for area in &plan.areas {
        let pieces = pieces(sheet, &area.at);
        if pieces.is_empty() {
            issues.push(Issue::error("area-missing", area.place.clone()).with("sheet", &sheet.name));
        }
        for (rows, columns) in pieces {
            let (head, rows) = match &area.header {
                Header::Top(many) => {
                    ((rows.0..rows.0.saturating_add(*many)).collect::<Vec<_>>(), (rows.0.saturating_add(*many), rows.1))
                }
                Header::Rows(head) => (head.clone(), rows),
            };
            let before = blocks.last().map(|block| (block.left, block.columns.clone()));
            let continues = head.is_empty() && area.columns.is_empty();
            let texts: Vec<Option<String>> = if !area.columns.is_empty() {
                area.columns.clone()
            } else {
                (columns.0..=columns.1)
                    .map(|column| Some(header(sheet, &head, column)).filter(|text| !text.is_empty()))
                    .collect()
            };
            let block_columns = match before.filter(|_| continues) {
                // The columns stand as in the area before, wherever that began.
                Some((left, before)) => {
                    before.iter().map(|(there, column)| (there - left + columns.0, *column)).collect()
                }
                None => place_columns(&texts, columns, names),
            };
            if !continues && !area.columns.iter().any(Option::is_some) && !names_any(table, &texts) {
                let place = Place { sheet: Some(sheet.name.clone()), ..Place::row("", rows.0) };
                let wanted = table.fields.first().map_or("", |field| field.name.as_str());
                let range = cell_address(rows.0, columns.0);
                issues.push(Issue::error("column-missing", place).with("header", wanted).with("value", range));
            }
            for (name, _) in &area.set {
                if find(names, name).is_none() {
                    names.push(name.clone());
                }
            }
            let first = head.first().copied().unwrap_or(rows.0);
            blocks.push(Block { area, rows, left: columns.0, columns: block_columns, head, first, continues });
        }
    }
    blocks
}

/// Whether one of the texts is the name of a field.
fn names_any(table: &Table, texts: &[Option<String>]) -> bool {
    texts.iter().flatten().any(|text| table.fields.iter().any(|field| is_same(&field.name, text)))
}

/// Gives each column of an area its place in the table: that of its name, of which a second one has a place of its own.
fn place_columns(texts: &[Option<String>], columns: (u32, u32), names: &mut Vec<String>) -> Vec<(u32, usize)> {
    let mut placed: Vec<(u32, usize)> = Vec::new();
    for (text, column) in texts.iter().zip(columns.0..=columns.1) {
        let Some(text) = text else { continue };
        let free = |at: &usize| is_same(&names[*at], text) && !placed.iter().any(|(_, taken)| taken == at);
        let at = (0..names.len()).find(free).unwrap_or_else(|| {
            names.push(text.clone());
            names.len() - 1
        });
        placed.push((column, at));
    }
    placed
}

/// The last column that a spreadsheet has.
const WIDEST: u32 = 16_384;

/// The rows and columns of an area: one piece, or one for each row with which a page begins.
fn pieces(sheet: &Sheet, at: &At) -> Vec<((u32, u32), (u32, u32))> {
    let (last, width) = sheet.size();
    match at {
        // What is said stands, even where a table was published empty; what is open reaches to the last cell.
        At::Cells { rows, columns } => {
            let rows = (rows.0, rows.1.unwrap_or(last).min(last));
            let columns = (columns.0, columns.1.unwrap_or(width).min(WIDEST).max(columns.0));
            vec![(rows, columns)]
        }
        At::Between { from, until } => {
            let is_at = |condition: &Condition, row: u32| {
                sheet.row(row).any(|(_, text)| condition.holds(text.trim().as_bytes()))
            };
            let mut pieces: Vec<((u32, u32), (u32, u32))> = Vec::new();
            let mut start = None;
            for row in 1..=last + 1 {
                let begins = row <= last && is_at(from, row);
                let ends = row > last || begins || until.as_ref().is_some_and(|until| is_at(until, row));
                if let (Some(first), true) = (start, ends) {
                    pieces.push(((first, row - 1), (1, width)));
                    start = None;
                }
                start = if begins { Some(row) } else { start };
            }
            pieces
        }
    }
}
