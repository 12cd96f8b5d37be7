//! The table: the parts of a level in, every one of them as a row out, phases side by side; cannot fail.

use super::choose::key_words;
use super::place::Scene;
use super::{Cell, Column, Table, TableRow};
use crate::money::Amount;
use crate::order::sort_by;
use daylight_scan::Symbol;

/// The complete table of the scene, as long as the wish allows.
#[inline(never)]
pub(super) fn write_table(scene: &Scene) -> Table {
    let words = scene.words;
    let columns = columns(scene);
    let sort = sort_of(&scene.granted.sort, &columns);
    let mut order = scene.order.clone();
    sort_parts(scene, &mut order, &sort);
    let most = match scene.granted.rows {
        0 => order.len(),
        rows => order.len().min(rows as usize),
    };
    let rows = order[..most].iter().map(|index| part_row(scene, *index, &columns)).collect();
    let total = TableRow {
        path: scene.granted.path.clone(),
        opens: None,
        cells: columns.iter().map(|column| total_cell(scene, &column.id)).collect(),
    };
    Table {
        caption: words.fill("caption", &[("name", &scene.name), ("dimension", &scene.dimension_words)]),
        columns,
        rows,
        total: Some(total),
        more: (scene.level.parts().len() - most) as u32,
        sort: if sort.is_empty() { ["-", &amount_id(scene, scene.chosen.phase)].concat() } else { sort },
    }
}

fn columns(scene: &Scene) -> Vec<Column> {
    let words = scene.words;
    let mut columns = Vec::new();
    let mut push = |id: &str, label: &str, numeric: bool| {
        columns.push(Column { id: id.to_owned(), label: label.to_owned(), numeric });
    };
    if scene.level.axis.is_some_and(|axis| scene.model.axis(axis).has_labels()) {
        push("code", words.text("column.code"), false);
    }
    push("name", words.text("column.name"), false);
    // What the picture shows stands first with its share, so that a narrow screen has it beside the names.
    let (shown, phases) = (scene.chosen.phase, scene.chosen.phases.len());
    let axis = scene.chosen.phase_axis.filter(|_| phases > 1);
    let title =
        |phase: usize| axis.map(|axis| key_words(scene.model, scene.profile, words, axis, scene.chosen.phases[phase]));
    let amount = title(shown);
    push(&amount_id(scene, shown), amount.as_deref().unwrap_or(words.text("column.amount")), true);
    if scene.has_shares() {
        let share = amount.map(|phase| words.fill("column.share.of", &[("phase", &words.inline(&phase))]));
        push("share", share.as_deref().unwrap_or(words.text("column.share")), true);
    }
    for phase in (0..phases).filter(|phase| *phase != shown) {
        push(&amount_id(scene, phase), &title(phase).unwrap_or_default(), true);
    }
    columns
}

/// The id of the column of a phase's amounts.
fn amount_id(scene: &Scene, phase: usize) -> String {
    match scene.chosen.phase_axis {
        Some(axis) if scene.chosen.phases.len() > 1 => {
            ["phase:", scene.model.axis(axis).code(scene.chosen.phases[phase])].concat()
        }
        _ => "amount".to_owned(),
    }
}

fn part_row(scene: &Scene, index: usize, columns: &[Column]) -> TableRow {
    let part = scene.level.parts()[index];
    let path = scene.part_path(index);
    let cell = |column: &Column| match column.id.as_str() {
        "code" => text(scene.part_code(index)),
        "name" => text(&scene.part_label(index)),
        "share" => share(scene, scene.amount(index)),
        id => amount(scene, phase_of(scene, id).and_then(|phase| scene.level.amount(index, phase))),
    };
    TableRow { opens: part.opens.then(|| path.clone()), path, cells: columns.iter().map(cell).collect() }
}

fn total_cell(scene: &Scene, id: &str) -> Cell {
    match id {
        "code" => Cell::default(),
        "name" => text(scene.words.text("table.total")),
        "share" => share(scene, Some(scene.total)),
        id => amount(scene, phase_of(scene, id).and_then(|phase| scene.level.total(phase))),
    }
}

fn text(text: &str) -> Cell {
    Cell { text: text.to_owned(), sort: None }
}

fn share(scene: &Scene, amount: Option<Amount>) -> Cell {
    match amount {
        Some(amount) => {
            Cell { text: scene.share_words(amount), sort: amount.share_permille(scene.total).map(i128::from) }
        }
        None => text(scene.words.text("amount.blank")),
    }
}

fn amount(scene: &Scene, amount: Option<Amount>) -> Cell {
    match amount {
        Some(amount) => Cell {
            text: scene.words.scaled(amount, scene.chosen.currency, &scene.unit, scene.decimals),
            sort: Some(amount.minor()),
        },
        None => text(scene.words.text("amount.blank")),
    }
}

/// The phase of an amount's column.
fn phase_of(scene: &Scene, id: &str) -> Option<usize> {
    let Some(code) = id.strip_prefix("phase:") else { return Some(scene.chosen.phase) };
    let axis = scene.model.axis(scene.chosen.phase_axis?);
    scene.chosen.phases.iter().position(|phase| axis.code(*phase) == code)
}

/// A sort that names a column, or none.
fn sort_of(wish: &str, columns: &[Column]) -> String {
    let id = wish.strip_prefix('-').unwrap_or(wish);
    if columns.iter().any(|column| column.id == id) { wish.to_owned() } else { String::new() }
}

/// Sorts parts that stand largest first. What is not stated comes last either way.
fn sort_parts(scene: &Scene, order: &mut [usize], sort: &str) {
    let (id, down) = match sort.strip_prefix('-') {
        Some(id) => (id, true),
        None => (sort, false),
    };
    if id.is_empty() {
        return;
    }
    let phase = phase_of(scene, id).unwrap_or(scene.chosen.phase);
    let labels = if id == "name" { (0..order.len()).map(|part| scene.part_label(part)).collect() } else { Vec::new() };
    sort_by(order, |a, b| {
        let ordering = match id {
            "code" => scene.part_code(*a).cmp(scene.part_code(*b)),
            "name" => labels[*a].cmp(&labels[*b]),
            _ => match (scene.level.amount(*a, phase), scene.level.amount(*b, phase)) {
                (Some(a), Some(b)) => a.cmp(&b),
                (a, b) => return b.is_some().cmp(&a.is_some()),
            },
        };
        if down { ordering.reverse() } else { ordering }
    });
}

impl Scene<'_> {
    /// The code of a part; blank where the level has none.
    pub fn part_code(&self, index: usize) -> &str {
        self.level.axis.map_or("", |axis| self.model.axis(axis).code(self.level.parts()[index].symbol))
    }

    /// The label of a part in the reader's language.
    pub fn part_label(&self, index: usize) -> String {
        self.label_of(self.level.parts()[index].symbol)
    }

    /// The label of a code of the level.
    pub fn label_of(&self, symbol: Symbol) -> String {
        match self.level.axis {
            Some(axis) if symbol != Symbol::BLANK => self.model.axis(axis).label(symbol, self.words.lang()).to_owned(),
            Some(_) => self.words.text("part.blank").to_owned(),
            None => self.here.clone(),
        }
    }
}
