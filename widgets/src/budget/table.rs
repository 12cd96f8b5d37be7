//! The complete table of the level shown: a figure in, a table that sorts by every column out; cannot fail.

use super::act::Act;
use super::state::Desk;
use crate::view::{Attrs, node, paragraph, text};
use daylight_core::figure::budget::{Column, Table, TableRow};
use leptos::prelude::*;

/// The table with its unit line. Where nobody can sort (the fallback), headers are plain.
pub fn table(table: &Table, desk: &Desk, sortable: bool) -> AnyView {
    let head = table.columns.iter().enumerate().map(|(at, column)| header(at, column, desk, sortable));
    let head = node("thead", Attrs::new(), vec![node("tr", Attrs::new(), head.collect())]);
    let order = order(table, desk.sort);
    let body = order.into_iter().map(|at| row(table, &table.rows[at], sortable)).collect();
    let mut parts = vec![
        node("caption", Attrs::new(), vec![text(table.caption.clone())]),
        head,
        node("tbody", Attrs::new(), body),
    ];
    if let Some(total) = &table.total {
        parts.push(node("tfoot", Attrs::new(), vec![row(table, total, false)]));
    }
    let scroll = Attrs::new().is("class", "scroll").is("role", "region").is("tabindex", "0").is("aria-label", table.caption.clone());
    let drawn = node("table", Attrs::new().part("table"), parts);
    let drawn = if sortable { node("div", scroll, vec![drawn]) } else { drawn };
    node("div", Attrs::new(), vec![paragraph("unit", vec![text(table.unit_line.clone())]), drawn])
}

fn header(at: usize, column: &Column, desk: &Desk, sortable: bool) -> AnyView {
    let sorted = match desk.sort {
        Some((by, down)) if by == at => Some(if down { "descending" } else { "ascending" }),
        _ => None,
    };
    let attrs = Attrs::new()
        .is("scope", "col")
        .is_if(column.numeric, "class", "number")
        .is_if(sorted.is_some(), "aria-sort", sorted.unwrap_or_default());
    let label = text(column.label.clone());
    let inside = if sortable {
        let attrs = Attrs::new().is("type", "button").is("class", "sort").does(Act::Sort(at).word());
        node("button", attrs, vec![label])
    } else {
        label
    };
    node("th", attrs, vec![inside])
}

fn row(table: &Table, row: &TableRow, walkable: bool) -> AnyView {
    let name = table.columns.iter().position(|column| column.id == "name").unwrap_or(0);
    let cells = row.cells.iter().zip(&table.columns).enumerate().map(|(at, (cell, column))| {
        let words = text(cell.text.clone());
        if at != name {
            return node("td", Attrs::new().is_if(column.numeric, "class", "number"), vec![words]);
        }
        let inside = match &row.opens {
            Some(path) if walkable => {
                let attrs = Attrs::new().is("type", "button").is("class", "open").does(Act::Go(path.clone()).word());
                node("button", attrs, vec![words])
            }
            _ => words,
        };
        node("th", Attrs::new().is("scope", "row"), vec![inside])
    });
    node("tr", Attrs::new(), cells.collect())
}

/// The rows' order: numbers by their exact value, blanks last, texts as they are written.
fn order(table: &Table, sort: Option<(usize, bool)>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..table.rows.len()).collect();
    if let Some((column, down)) = sort {
        let numeric = table.columns.get(column).is_some_and(|column| column.numeric);
        let cell = |at: &usize| table.rows[*at].cells.get(column);
        order.sort_by(|a, b| {
            let (a, b) = (cell(a), cell(b));
            if numeric {
                let (a, b) = (a.and_then(|cell| cell.sort), b.and_then(|cell| cell.sort));
                a.is_none().cmp(&b.is_none()).then(if down { b.cmp(&a) } else { a.cmp(&b) })
            } else {
                let (a, b) = (a.map(|cell| &cell.text), b.map(|cell| &cell.text));
                if down { b.cmp(&a) } else { a.cmp(&b) }
            }
        });
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use daylight_core::figure::budget::Cell;

    #[test]
    fn blanks_stay_last_whichever_way_numbers_go() {
        let cell = |sort: Option<i128>| TableRow { cells: vec![Cell { text: String::new(), sort }], ..TableRow::default() };
        let table = Table {
            columns: vec![Column { numeric: true, ..Column::default() }],
            rows: vec![cell(Some(2)), cell(None), cell(Some(-5)), cell(Some(9))],
            ..Table::default()
        };
        assert_eq!(order(&table, Some((0, false))), [2, 0, 3, 1]);
        assert_eq!(order(&table, Some((0, true))), [3, 0, 2, 1]);
        assert_eq!(order(&table, None), [0, 1, 2, 3]);
    }
}
