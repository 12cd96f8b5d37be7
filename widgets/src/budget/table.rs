//! The complete table of the level shown: a figure in, a table that sorts by every column out; cannot fail.

use super::act::Act;
use super::state::State;
use super::statutory;
use crate::view::{Attrs, button, group, node, paragraph, text};
use daylight_core::figure::budget::{BudgetFigure, Column, Table, TableRow, View};
use daylight_core::words::Words;
use leptos::prelude::*;

/// The table in the element, or the statutory tables that stand in its place: its columns sort, its names open what is below them, it scrolls where it is too wide.
#[inline(never)]
pub fn table(state: &State, figure: &BudgetFigure) -> AnyView {
    if figure.granted.view == View::Tables {
        return figure.statutory.as_ref().map_or_else(|| text(""), |tables| statutory::tables(state, tables));
    }
    let table = &figure.table;
    let words = state.loaded.all_words();
    let marks = &figure.picture.marks;
    let together = state.desk.with_untracked(|desk| desk.others.is_some());
    let phase = figure.granted.phase.as_str();
    let is_shown = |column: &Column| column.id == "amount" || column.id.strip_prefix("phase:") == Some(phase);
    let shown = table.columns.iter().position(is_shown).unwrap_or(0);
    // Zero and what is not stated are no parts of the picture.
    let has_amount = |row: &TableRow| row.cells.get(shown).and_then(|cell| cell.sort).is_some_and(|amount| amount != 0);
    let is_drawn = |row: &TableRow| marks.iter().any(|mark| mark.path.as_ref() == Some(&row.path));
    let is_small = |row: &TableRow| together && has_amount(row) && !is_drawn(row);
    let drawn = draw(table, Some(words), &is_small);
    let attrs = Attrs::new()
        .is("class", "scroll")
        .is("role", "region")
        .is("tabindex", "0")
        .is("aria-label", words.fill("table.label", &[("name", &table.caption)]));
    let more = match table.more {
        0 => text(""),
        more => button(Act::More.word(), "quiet", &words.fill("table.more", &[("n", &more.to_string())])),
    };
    // The caption in sight stays where it is when the table scrolls; a screen reader has it as the table's name.
    let caption = Attrs::new().is("class", "caption").is("aria-hidden", "true");
    let caption = node("p", caption, vec![text(table.caption.clone())]);
    let unit = paragraph("unit", vec![text(figure.unit_line.clone())]);
    group("rows", vec![caption, unit, node("div", attrs, vec![drawn]), more])
}

/// The table in the fallback: nothing to press.
pub fn still_table(figure: &BudgetFigure) -> AnyView {
    group("", vec![paragraph("unit", vec![text(figure.unit_line.clone())]), draw(&figure.table, None, &|_| false)])
}

/// `is_small` says which rows are marked, because the picture shows them together only.
fn draw(table: &Table, words: Option<&Words>, is_small: &dyn Fn(&TableRow) -> bool) -> AnyView {
    let head = table.columns.iter().map(|column| header(table, column, words)).collect();
    let body = table.rows.iter().map(|line| row(table, line, words.is_some(), is_small(line))).collect();
    let mut parts = vec![
        node("caption", Attrs::new().is_if(words.is_some(), "class", "said"), vec![text(table.caption.clone())]),
        node("thead", Attrs::new(), vec![node("tr", Attrs::new(), head)]),
        node("tbody", Attrs::new(), body),
    ];
    if let Some(total) = &table.total {
        parts.push(node("tfoot", Attrs::new(), vec![row(table, total, false, false)]));
    }
    node("table", Attrs::new().part("table"), parts)
}

fn header(table: &Table, column: &Column, words: Option<&Words>) -> AnyView {
    let label = text(column.label.clone());
    let attrs = Attrs::new().is("scope", "col");
    let attrs = attrs.is_if(column.numeric, "class", "number").is_if(column.id == "name", "class", "lead");
    if words.is_none() {
        return node("th", attrs, vec![label]);
    }
    let (by, down) = match table.sort.strip_prefix('-') {
        Some(by) => (by, true),
        None => (table.sort.as_str(), false),
    };
    let sorted = by == column.id;
    // Numbers begin with the largest, texts with the first.
    let next_down = if sorted { !down } else { column.numeric };
    let next = [if next_down { "-" } else { "" }, &column.id].concat();
    let attrs = attrs.is_if(sorted, "aria-sort", if down { "descending" } else { "ascending" });
    let press = Attrs::new().is("type", "button").is("class", "sort").does(Act::Sort(next).word());
    node("th", attrs, vec![node("button", press, vec![label])])
}

fn row(table: &Table, row: &TableRow, walkable: bool, small: bool) -> AnyView {
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
    let attrs = Attrs::new().is_if(small, "data-small", "").is_if(small, "tabindex", "-1");
    node("tr", attrs, cells.collect())
}
