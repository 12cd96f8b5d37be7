//! What a reader must see first where a package of results was published anew: two versions and what differs in their tables in; what
//! is gone, targets, deadlines, published figures, statuses and wordings that are not what they were out; cannot fail.

use super::{Changed, TableDifference};
use crate::day::{Day, DayOrder};
use crate::model::funds::Texts;
use crate::model::results::{Direction, Indicator, Of, Period, Results, State, Target, deadline};
use crate::quantity::Quantity;
use crate::summary::results::{Status, compute, settle_all};

/// Something that a reader must see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is, such as `target`: the words are `diff.told.` with it.
    pub what: &'static str,
    /// The table of what it is about.
    pub table: &'static str,
    /// The id of what it is about, or what tells its row from others.
    pub id: String,
    /// What that is called.
    pub names: Texts,
    /// What was; nothing where there was none.
    pub before: Option<Said>,
    /// What is.
    pub after: Option<Said>,
    /// What that makes of it.
    pub how: Vec<How>,
}

/// What is said of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A target: how much in which unit, and by when.
    Target(Quantity, Texts, Option<Period>),
    /// A day.
    Day(Day),
    /// A status.
    Status(Status),
    /// What became of a finding, and whether its deadline has passed.
    State(State, bool),
    /// Which way an indicator is to go.
    Direction(Direction),
    /// A text, or what a cell says.
    Text(String),
}

/// What a change makes of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A target's value is easier to reach.
    Easier,
    /// It is harder to reach.
    Harder,
    /// There is more time.
    Later,
    /// There is less.
    Earlier,
    /// The first deadline was replaced: nothing says that it was extended, and why.
    Replaced,
    /// It no longer has any.
    Gone,
}

impl How {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Easier, Self::Harder, Self::Later, Self::Earlier, Self::Replaced, Self::Gone];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Easier => "easier",
            Self::Harder => "harder",
            Self::Later => "later",
            Self::Earlier => "earlier",
            Self::Replaced => "replaced",
            Self::Gone => "gone",
        }
    }
}

/// What a reader must see, the gravest first: what is gone, targets and how they are measured, deadlines, figures, statuses, wordings.
pub fn compare_promises(before: &Results, after: &Results, tables: &[TableDifference]) -> Vec<Told> {
    let mut told = gone(tables);
    let by_id = |id: &String| after.indicators.iter().find(|indicator| indicator.id == *id);
    for (old, new) in before.indicators.iter().filter_map(|old| Some((old, by_id(&old.id)?))) {
        told.extend(targets(old, new));
        told.extend(measure(old, new));
    }
    told.extend(deadlines(before, after, tables));
    told.extend(figures(after, tables));
    told.extend(statuses(before, after));
    told.extend(wordings(tables));
    if before.rule != after.rule {
        let said = |results: &Results| Some(Said::Text(rule_text(results)));
        told.insert(
            0,
            Told { before: said(before), after: said(after), ..new("rule", "", &after.rule.id, &Vec::new()) },
        );
    }
    told
}

fn rule_text(results: &Results) -> String {
    let rule = &results.rule;
    let numbers = [rule.on_path_permille, rule.figure_due_days, rule.stale_days, rule.least_answers];
    [&rule.id, " (", &numbers.map(|number| number.to_string()).join(", "), ")"].concat()
}

fn new(what: &'static str, table: &'static str, id: &str, names: &Texts) -> Told {
    Told { what, table, id: id.to_owned(), names: names.clone(), before: None, after: None, how: Vec::new() }
}

/// Rows that are not there any more: nothing of results goes without a word. Targets are told with their indicators, links are
/// no results.
fn gone(tables: &[TableDifference]) -> Vec<Told> {
    let is_told = |table: &&TableDifference| !["targets", "links"].contains(&table.id);
    let rows = tables.iter().filter(is_told).flat_map(|table| table.removed.iter().map(|row| (table.id, row)));
    let mut told: Vec<Told> = rows.map(|(table, row)| new("removed", table, &row.key, &row.names)).collect();
    // What was promised, measured and found comes before what was told of it.
    let rank = |told: &Told| {
        ["plans", "goals", "tasks", "indicators", "findings", "audits"].iter().position(|id| *id == told.table)
    };
    told.sort_by_key(|told| rank(told).unwrap_or(usize::MAX));
    told
}

/// The targets of an indicator: the last, which counts, and those on the way, by their periods.
fn targets(old: &Indicator, new: &Indicator) -> Vec<Told> {
    let said = |indicator: &Indicator, target: Option<&Target>| {
        target.map(|target| Said::Target(target.value, indicator.unit.clone(), target.period.clone()))
    };
    let is_better_lower = new.direction == Direction::Less;
    let mut told = Vec::new();
    let mut tell = |what, before: Option<&Target>, after: Option<&Target>| {
        let mut how = Vec::new();
        match (before, after) {
            (Some(before), Some(after)) => {
                if before.value != after.value {
                    let is_easier = (after.value < before.value) != is_better_lower;
                    how.push(if is_easier { How::Easier } else { How::Harder });
                }
                let last = |target: &Target| target.period.as_ref().map(|period| period.span.last);
                match (last(before), last(after)) {
                    (Some(before), Some(after)) if before != after => {
                        how.push(if after > before { How::Later } else { How::Earlier });
                    }
                    (Some(_), None) => how.push(How::Later),
                    (None, Some(_)) => how.push(How::Earlier),
                    _ => {}
                }
                if how.is_empty() && span(before) == span(after) {
                    return;
                }
            }
            (Some(_), None) => how.push(How::Gone),
            // One that was not there before takes nothing back.
            (None, _) => return,
        }
        let (before, after) = (said(old, before), said(new, after));
        told.push(Told { before, after, how, ..self::new(what, "targets", &new.id, &new.names) });
    };
    let (Some((last, on_the_way)), others) = (old.targets.split_last(), &new.targets) else { return told };
    tell("target", Some(last), others.last());
    for before in on_the_way {
        let after = others.iter().find(|after| span(after) == span(before));
        tell("target-on-the-way", Some(before), after);
    }
    told
}

fn span(target: &Target) -> Option<crate::span::Span> {
    target.period.as_ref().map(|period| period.span)
}

/// What an indicator is measured by.
fn measure(old: &Indicator, new: &Indicator) -> Vec<Told> {
    let one = |what| self::new(what, "indicators", &new.id, &new.names);
    let mut told = Vec::new();
    if old.direction != new.direction {
        let said = |of: &Indicator| Some(Said::Direction(of.direction));
        told.push(Told { before: said(old), after: said(new), ..one("direction") });
    }
    let baseline =
        |of: &Indicator| of.baseline.map(|value| Said::Target(value, of.unit.clone(), of.baseline_period.clone()));
    let spans = [old, new].map(|of| of.baseline_period.as_ref().map(|period| period.span));
    if old.baseline != new.baseline || spans[0] != spans[1] {
        told.push(Told { before: baseline(old), after: baseline(new), ..one("baseline") });
    }
    told
}

/// Deadlines of tasks, findings, plans and steps.
fn deadlines(before: &Results, after: &Results, tables: &[TableDifference]) -> Vec<Told> {
    let mut told = Vec::new();
    let mut tell = |table, id: &str, names: &Texts, [old, new]: [Option<Day>; 2], is_replaced: bool| {
        let mut how = match (old, new) {
            (Some(old), Some(new)) if new > old => vec![How::Later],
            (Some(old), Some(new)) if new < old => vec![How::Earlier],
            (Some(_), None) => vec![How::Gone],
            _ if is_replaced && old.is_some() => Vec::new(),
            _ => return,
        };
        if is_replaced && new.is_some() {
            how.push(How::Replaced);
        }
        let (before, after) = (old.map(Said::Day), new.map(Said::Day));
        told.push(Told { before, after, how, ..self::new("deadline", table, id, names) });
    };
    for plan in &after.plans {
        if let Some(old) = before.plans.iter().find(|old| old.id == plan.id) {
            tell("plans", &plan.id, &plan.names, [old.days[1], plan.days[1]], false);
        }
    }
    for task in &after.tasks {
        if let Some(old) = before.tasks.iter().find(|old| old.id == task.id) {
            let days = [old, task].map(|task| deadline(task.due, task.extended, &task.extension));
            tell("tasks", &task.id, &task.names, days, old.due < task.due && old.due.is_some());
        }
    }
    for finding in &after.findings {
        if let Some(old) = before.findings.iter().find(|old| old.id == finding.id) {
            let days = [old, finding].map(|finding| deadline(finding.due, finding.extended, &finding.extension));
            tell("findings", &finding.id, &finding.names, days, old.due < finding.due && old.due.is_some());
        }
    }
    for (row, before, after) in changed(tables, "steps", "due") {
        let days = [before, after].map(|text| Day::read(text, DayOrder::YearFirst));
        tell("steps", &row.key, &row.names, days, false);
    }
    told
}

/// Rows of a table whose cell of a column says something else: the row, what it said, and what it says.
fn changed<'a>(
    tables: &'a [TableDifference],
    table: &'a str,
    column: &'a str,
) -> impl Iterator<Item = (&'a Changed, &'a str, &'a str)> {
    let rows = tables.iter().filter(move |known| known.id == table).flat_map(|table| &table.changed);
    rows.filter_map(move |row| {
        let cell = row.cells.iter().find(|cell| cell.column == column)?;
        Some((row, cell.before.as_str(), cell.after.as_str()))
    })
}

/// Figures that were published and say something else now, and amounts of findings.
fn figures(after: &Results, tables: &[TableDifference]) -> Vec<Told> {
    let said = |text: &str| (!text.is_empty()).then(|| Said::Text(text.to_owned()));
    let mut told = Vec::new();
    for (what, table, column) in [
        ("figure", "values", "value"),
        ("amount", "findings", "amount"),
        ("amount", "audits", "amount"),
        ("count", "audits", "findings"),
    ] {
        for (row, old, new) in changed(tables, table, column).filter(|(_, old, _)| !old.is_empty()) {
            // A value goes by the indicator that it is of.
            let of =
                after.indicators.iter().find(|indicator| row.key.split(", ").next() == Some(indicator.id.as_str()));
            let names =
                if table == "values" { of.map(|of| of.names.clone()).unwrap_or_default() } else { row.names.clone() };
            told.push(Told { before: said(old), after: said(new), ..self::new(what, table, &row.key, &names) });
        }
    }
    told
}

/// Statuses, and what became of findings.
fn statuses(before: &Results, after: &Results) -> Vec<Told> {
    let (old, new) = (compute(before), compute(after));
    let tasks = (0..after.tasks.len()).map(Of::Task);
    let all = tasks.chain((0..after.indicators.len()).map(Of::Indicator));
    let all = (0..after.plans.len()).map(Of::Plan).chain((0..after.goals.len()).map(Of::Goal)).chain(all);
    let mut told = Vec::new();
    for of in all {
        let id = after.id(of);
        let (known, table) = match of {
            Of::Plan(_) => (before.plans.iter().position(|old| old.id == id).map(Of::Plan), "plans"),
            Of::Goal(_) => (before.goals.iter().position(|old| old.id == id).map(Of::Goal), "goals"),
            Of::Task(_) => (before.tasks.iter().position(|old| old.id == id).map(Of::Task), "tasks"),
            _ => (before.indicators.iter().position(|old| old.id == id).map(Of::Indicator), "indicators"),
        };
        let status = |standing: Option<crate::summary::results::Standing>| standing.map(|standing| standing.status);
        let Some((was, is)) = status(known.and_then(|known| old.of(known))).zip(status(new.of(of))) else { continue };
        if was != is {
            let (before, is) = (Some(Said::Status(was)), Some(Said::Status(is)));
            told.push(Told { before, after: is, ..self::new("status", table, id, after.names(of)) });
        }
    }
    let (old, new) = (settle_all(before), settle_all(after));
    for (finding, account) in after.findings.iter().zip(&new) {
        let known = before.findings.iter().zip(&old).find(|(old, _)| old.id == finding.id);
        let Some((_, was)) = known else { continue };
        if (was.state, was.is_overdue) != (account.state, account.is_overdue) {
            let [before, is] = [was, account].map(|account| Some(Said::State(account.state, account.is_overdue)));
            told.push(Told { before, after: is, ..self::new("status", "findings", &finding.id, &finding.names) });
        }
    }
    told
}

/// Names: they are the promises, word for word.
fn wordings(tables: &[TableDifference]) -> Vec<Told> {
    let mut told = Vec::new();
    for table in tables.iter().filter(|table| table.id != "links") {
        for (row, cell) in table.changed.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell))) {
            let is_name = cell.column == "name" || cell.column.starts_with("name:");
            if is_name && !cell.before.is_empty() {
                let said = |text: &String| (!text.is_empty()).then(|| Said::Text(text.clone()));
                let (before, after) = (said(&cell.before), said(&cell.after));
                told.push(Told { before, after, ..new("wording", table.id, &row.key, &Vec::new()) });
            }
        }
    }
    told
}
