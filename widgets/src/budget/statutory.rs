//! Statutory tables as they are printed, and the list to choose from: a figure in, views out; cannot fail.

use super::act::Act;
use super::state::State;
use crate::host::{self, HtmlElement};
use crate::view::{Attrs, button, disclosure, group, heading, list, node, paragraph, text};
use daylight_core::check::tableset::Outcome;
use daylight_core::figure::budget::BudgetFigure;
use daylight_core::figure::budget::statutory::{Claim, Entry, HeadCell, Statutory, StatutoryRow, StatutoryTable};
use daylight_core::text::digits;
use daylight_core::words::Words;
use leptos::prelude::*;

/// Tables of so many columns may be wider than a phone.
const NARROW_COLUMNS: usize = 3;

/// Tables of more columns are printed in smaller letters.
const USUAL_COLUMNS: usize = 7;

/// The list, the chosen table, and the one before and after it.
#[inline(never)]
pub fn tables(state: &State, statutory: &Statutory) -> AnyView {
    let words = state.loaded.all_words();
    let level = state.heading.get();
    let entries = statutory.list.iter().map(|entry| node("li", Attrs::new(), vec![choice(entry)])).collect();
    let attrs = Attrs::new().is("class", "tables").is("aria-label", words.text("tables.choose"));
    let mut boxes = vec![node("nav", attrs, vec![node("ol", Attrs::new().is("role", "list"), entries)])];
    boxes.extend(statutory.tables.iter().map(|table| printed(words, table, level, false)));
    boxes.push(group("line", steps(words, &statutory.list)));
    group("statutory", boxes)
}

/// All tables, for a page on which nothing can be pressed but what HTML offers: the chosen one, and the others folded, so that
/// they are about as high as the element.
pub fn still_tables(words: &Words, statutory: &Statutory, level: u8) -> AnyView {
    let still = |(entry, table): (&Entry, &StatutoryTable)| match entry.chosen {
        true => printed(words, table, level, true),
        false => disclosure(Attrs::new(), &table.title, vec![printed(words, table, level, true)]),
    };
    group("", statutory.list.iter().zip(&statutory.tables).map(still).collect())
}

fn choice(entry: &Entry) -> AnyView {
    let remark = match entry.remark.as_str() {
        "" => text(""),
        remark => node("small", Attrs::new(), vec![text(remark)]),
    };
    let attrs = Attrs::new()
        .is("type", "button")
        .is("class", "quiet")
        .part("button")
        .is("tabindex", if entry.chosen { "0" } else { "-1" })
        .is_if(entry.chosen, "aria-current", "true")
        .does(Act::Choose(entry.path.clone()).word());
    let label = [entry.number.as_str(), "\u{a0} ", &entry.title, " "].concat();
    node("button", attrs, vec![node("span", Attrs::new(), vec![text(label)]), remark])
}

/// The table before the chosen one, and the next: what arrows do, to be pressed.
fn steps(words: &Words, entries: &[Entry]) -> Vec<AnyView> {
    let chosen = entries.iter().position(|entry| entry.chosen).unwrap_or(0);
    let neighbours = [(chosen.checked_sub(1), "tables.before"), (Some(chosen + 1), "tables.after")];
    let step = |(at, key): (Option<usize>, &str)| {
        let entry = entries.get(at?)?;
        let label = [words.text(key), words.text("join.colon"), &entry.title].concat();
        Some(button(Act::Go(entry.path.clone()).word(), "quiet", &label))
    };
    neighbours.into_iter().filter_map(step).collect()
}

/// A table with its title, unit, note and claims; `is_still` where there is no style that hides what is said otherwise.
fn printed(words: &Words, table: &StatutoryTable, level: u8, is_still: bool) -> AnyView {
    let line = |class: &'static str, said: &str| paragraph(class, vec![text(said)]);
    let mut boxes = vec![heading(level + 1, Attrs::new().is("class", "caption"), &table.title)];
    match (&table.empty, table.head.is_empty()) {
        (Some(empty), true) => boxes.push(line("", empty)),
        _ => {
            let attrs = Attrs::new()
                .is("class", "scroll")
                .is("role", "region")
                .is("tabindex", "0")
                .is("aria-label", words.fill("table.label", &[("name", &table.title)]));
            boxes.push(line("unit", &table.unit_line));
            if table.numeric.len() > NARROW_COLUMNS && !is_still {
                boxes.push(line("source swipe", words.text("tables.swipe")));
            }
            boxes.push(node("div", attrs, vec![ruled(table, is_still)]));
        }
    }
    let is_blank = |row: &StatutoryRow| row.cells.iter().zip(&table.numeric).any(|(cell, is)| *is && cell.is_empty());
    let has_blank = table.rows.iter().any(is_blank);
    for said in [table.note.as_str(), if has_blank { words.text("tables.blank") } else { "" }] {
        if !said.is_empty() {
            boxes.push(line("source", said));
        }
    }
    if !table.claims.is_empty() {
        boxes.push(heading(level + 2, Attrs::new(), words.text("tables.claims")));
        let claims = table.claims.iter().map(|one| claim(words, one)).collect();
        boxes.push(list(Attrs::new().is("class", "claims"), claims));
    }
    node("section", Attrs::new().is("class", "printed").is("aria-label", table.title.clone()), boxes)
}

fn ruled(table: &StatutoryTable, is_still: bool) -> AnyView {
    let head = table.head.iter().map(|row| node("tr", Attrs::new(), row.iter().map(header).collect())).collect();
    let body = match &table.empty {
        Some(empty) => {
            let attrs = Attrs::new().is("colspan", digits(table.numeric.len() as u64));
            vec![node("tr", Attrs::new(), vec![node("td", attrs, vec![text(empty.clone())])])]
        }
        None => table.rows.iter().map(|line| row(table, line)).collect(),
    };
    let attrs = Attrs::new().part("table").is_if(table.numeric.len() > USUAL_COLUMNS, "data-wide", "");
    let mut parts = vec![node("thead", Attrs::new(), head), node("tbody", Attrs::new(), body)];
    if !is_still {
        parts.insert(0, node("caption", Attrs::new().is("class", "said"), vec![text(table.title.clone())]));
    }
    node("table", attrs, parts)
}

fn header(cell: &HeadCell) -> AnyView {
    let mut attrs = Attrs::new().is("scope", if cell.across > 1 { "colgroup" } else { "col" });
    for (name, span) in [("colspan", cell.across), ("rowspan", cell.down)] {
        if span > 1 {
            attrs = attrs.is(name, digits(span.into()));
        }
    }
    node("th", attrs, vec![text(cell.text.clone())])
}

fn row(table: &StatutoryTable, row: &StatutoryRow) -> AnyView {
    let cell = |(at, (cell, numeric)): (usize, (&String, &bool))| {
        let attrs = Attrs::new().is_if(*numeric, "class", "number");
        let lang = table.lang.as_deref().filter(|_| !numeric && !cell.is_empty());
        let attrs = attrs.is_if(lang.is_some(), "lang", lang.unwrap_or_default());
        match table.names == Some(at) && !cell.is_empty() {
            true => node("th", attrs.is("scope", "row"), vec![text(cell.clone())]),
            false => node("td", attrs, vec![text(cell.clone())]),
        }
    };
    let attrs = Attrs::new().is_if(row.is_total, "class", "total");
    let attrs = attrs.is_if(row.level > 0, "data-level", &digits(row.level as u64));
    node("tr", attrs, row.cells.iter().zip(&table.numeric).enumerate().map(cell).collect())
}

fn claim(words: &Words, claim: &Claim) -> AnyView {
    let (class, key) = match claim.outcome {
        Outcome::Equal => ("equal", "tables.outcome.equal"),
        Outcome::Unseen => ("unseen", "tables.outcome.unseen"),
        Outcome::Rounded => ("rounded", "tables.outcome.rounded"),
        Outcome::Different => ("different", "tables.outcome.different"),
    };
    let outcome = node("strong", Attrs::new().is("class", class), vec![text(words.text(key))]);
    let said = [words.text("join.colon"), &claim.rule, words.text("tables.join"), &claim.agreed].concat();
    let mut parts = vec![outcome, text(said)];
    if !claim.apart.is_empty() {
        parts.push(list(Attrs::new(), claim.apart.iter().map(|apart| text(apart.clone())).collect()));
    }
    group("", parts)
}

impl State {
    /// A key on the list of tables, at the one with a path: arrows walk, Home and End go to the ends.
    #[inline(never)]
    pub(super) fn table_key(&self, key: &str, path: &str, figure: &BudgetFigure, root: &HtmlElement) -> bool {
        let Some(statutory) = &figure.statutory else { return false };
        let (list, last) = (&statutory.list, statutory.list.len().saturating_sub(1));
        let at = list.iter().position(|entry| entry.path == path).unwrap_or(0);
        let to = match key {
            "ArrowUp" | "ArrowLeft" => at.saturating_sub(1),
            "ArrowDown" | "ArrowRight" => (at + 1).min(last),
            "Home" => 0,
            "End" => last,
            _ => return false,
        };
        list.get(to).is_some_and(|entry| host::focus(root, &super::state::does(&Act::Choose(entry.path.clone()))))
    }
}
