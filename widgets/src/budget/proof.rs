//! The mark that says whether the figures add up, and the sum that it opens: a figure and the check in, rows, total and the
//! command that repeats it out; cannot fail.

use super::act::{Act, Panel};
use super::cite;
use super::state::{Desk, State};
use crate::view::{Attrs, button, group, list, node, paragraph, text, toggle};
use daylight_core::figure::budget::BudgetFigure;
use daylight_core::issue::Severity;
use daylight_core::money::Amount;
use leptos::prelude::*;

/// More problems than anyone reads at once.
const MOST_PROBLEMS: usize = 20;

/// The mark: a button that opens the sum.
pub fn mark(state: &State, desk: &Desk) -> AnyView {
    match desk.asks || state.loaded.checked.get().is_some() {
        true => known(state, desk),
        false => {
            let key = if desk.unchecked { "mark.unchecked" } else { "mark.checking" };
            toggle_of(desk, "mark unchecked", state.say(key))
        }
    }
}

fn toggle_of(desk: &Desk, class: &'static str, label: &str) -> AnyView {
    toggle(Act::Panel(Panel::Sum).word(), class, label, desk.panel == Some(Panel::Sum))
}

/// The mark with what is known after the first picture: whether there is a newer version, and what the check found.
#[inline(never)]
fn known(state: &State, desk: &Desk) -> AnyView {
    let (class, key) = match state.loaded.checked.get() {
        None if desk.unchecked => ("mark unchecked", "mark.unchecked"),
        None if desk.agrees && !desk.checking => {
            ("mark unchecked", if has_ways(state) { "cite.mark" } else { "cite.mark-one" })
        }
        None => ("mark unchecked", "mark.checking"),
        Some(checked) if checked.report.is_ok() => ("mark", "mark.adds-up"),
        Some(_) => ("mark differs", "mark.differs"),
    };
    let mark = toggle_of(desk, class, state.say(key));
    match cite::newer(state, desk) {
        newer if newer.is_empty() => mark,
        newer => {
            let newest = button(Act::Newest.word(), "quiet", state.loaded.all_words().text("cite.show-newest"));
            group("remarks", vec![group("newer", vec![paragraph("", vec![text(newer)]), newest]), mark])
        }
    }
}

/// Whether there is more than one way to divide the figures, so that sums could be compared.
fn has_ways(state: &State) -> bool {
    state.loaded.model().dimensions.iter().filter(|dimension| !dimension.kind.is_always_a_key()).count() > 1
}

/// What was compared so far, and the button that loads the files, with their size.
fn offer(state: &State) -> Vec<AnyView> {
    let words = state.loaded.all_words();
    let rows = words.integer(state.loaded.model().rows);
    let size = words.bytes(state.loaded.bytes);
    let values = [("rows", rows.as_str()), ("size", &size)];
    vec![
        paragraph(
            "",
            vec![text(words.fill(if has_ways(state) { "cite.summary" } else { "cite.summary-one" }, &values))],
        ),
        button(Act::Check.word(), "", &words.fill("cite.check", &values)),
    ]
}

/// The sum: the parts exactly as they were added, their total, and how to repeat it.
#[inline(never)]
pub fn sum(state: &State, figure: &BudgetFigure, desk: &Desk) -> AnyView {
    let words = state.loaded.all_words();
    let checked = state.loaded.checked.get();
    let errors = checked.map(|checked| checked.report.count(Severity::Error));
    let number = |number: u64| words.integer(number);
    let said = match errors {
        None => state.say(if desk.unchecked { "mark.unchecked" } else { "mark.checking" }).to_owned(),
        Some(0) => words.fill(
            "mark.rows",
            &[("rows", &number(figure.rows)), ("total", &words.exact_with_currency(figure.total, figure.currency))],
        ),
        Some(errors) => {
            let read = checked.map_or(0, |checked| checked.report.rows);
            words.fill("mark.differs.rows", &[("rows", &number(read)), ("errors", &number(errors as u64))])
        }
    };
    let mut parts = match errors {
        None if desk.agrees && !desk.checking && !desk.unchecked => offer(state),
        _ => vec![paragraph("", vec![text(said)])],
    };
    parts.push(self::parts(state, figure));
    parts.push(paragraph("", vec![text(state.say("mark.repeat"))]));
    parts.push(node("pre", Attrs::new().is("tabindex", "0"), vec![text(command(state, figure))]));
    let found = checked.iter().flat_map(|checked| {
        let found = checked.report.issues.iter().filter(|issue| issue.severity != Severity::Note);
        found.take(MOST_PROBLEMS).map(|issue| text(checked.issue_words(issue)))
    });
    let found: Vec<AnyView> = found.collect();
    if !found.is_empty() {
        parts.push(paragraph("", vec![text(state.say("mark.problems"))]));
        parts.push(list(Attrs::new(), found));
    }
    node("div", Attrs::new().is("class", "panel").part("panel"), parts)
}

/// Each part with its exact amount, as it was added.
fn parts(state: &State, figure: &BudgetFigure) -> AnyView {
    let table = &figure.table;
    let at = |id: &str| table.columns.iter().position(|column| column.id == id);
    let words = state.loaded.all_words();
    let amount = at("amount").or_else(|| at(&["phase:", &figure.granted.phase].concat()));
    let name = at("name").unwrap_or(0);
    let line = |label: String, exact: String| {
        let label = node("th", Attrs::new().is("scope", "row"), vec![text(label)]);
        node("tr", Attrs::new(), vec![label, node("td", Attrs::new().is("class", "number"), vec![text(exact)])])
    };
    let rows = table.rows.iter().filter_map(|row| {
        let exact = words.exact(Amount::from_minor(row.cells.get(amount?)?.sort?), figure.currency);
        Some(line(row.cells.get(name)?.text.clone(), exact))
    });
    let body = node("tbody", Attrs::new(), rows.collect());
    let total = node(
        "tfoot",
        Attrs::new(),
        vec![line(state.say("table.total").to_owned(), words.exact(figure.total, figure.currency))],
    );
    let count = words.integer(table.rows.len() as u64 + u64::from(table.more));
    let caption = node("caption", Attrs::new(), vec![text(words.fill("mark.parts", &[("n", &count)]))]);
    node("table", Attrs::new(), vec![caption, body, total])
}

/// The command that gives the same sum from the same files.
fn command(state: &State, figure: &BudgetFigure) -> String {
    let model = &*state.loaded.model();
    let granted = &figure.granted;
    let link = state.loaded.links.first().map_or("datapackage.json", String::as_str);
    let mut line = ["daylight sum ", &quoted(file_of(link))].concat();
    let mut keep = |name: &str, value: &str| {
        if !value.is_empty() {
            line.extend([" --where ", &quoted(&[name, "=", value].concat())]);
        }
    };
    keep("direction", &granted.direction);
    keep("year", &granted.year);
    keep("phase", &granted.phase);
    let dimension = model.dimensions.iter().find(|dimension| dimension.name == granted.dimension);
    let mut by = granted.dimension.clone();
    if let Some(dimension) = dimension {
        let codes: Vec<&str> = granted.path.split('/').filter(|code| !code.is_empty()).collect();
        for (axis, code) in dimension.axes.iter().zip(&codes) {
            keep(&model.axis(*axis).name(dimension.axes.len()), code);
        }
        if let Some(axis) = dimension.axes.get(codes.len()).or(dimension.axes.last()) {
            by = model.axis(*axis).name(dimension.axes.len());
        }
    }
    line.extend([" --by ", &quoted(&by)]);
    line
}

/// The name under which a browser keeps what an address gives: without the folder, the query and the anchor.
fn file_of(link: &str) -> &str {
    let path = link.split(['?', '#']).next().unwrap_or(link);
    path.rsplit('/').next().unwrap_or(path)
}

/// A word of a command line, in quotes where it needs them.
fn quoted(word: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || !char.is_ascii() || "=:._-/".contains(char);
    if word.chars().all(plain) { word.to_owned() } else { ["'", &word.replace('\'', "'\\''"), "'"].concat() }
}

#[cfg(test)]
mod tests {
    use super::{file_of, quoted};

    #[test]
    fn words_of_a_command_are_quoted_where_they_must_be() {
        assert_eq!(quoted(file_of("https://a.example/b/c d.csv?e=1&f=g/h#i")), "'c d.csv'");
        assert_eq!(quoted("functional:1=201"), "functional:1=201");
        assert_eq!(quoted("it's $HOME"), "'it'\\''s $HOME'");
    }
}
