//! What differs between tables of records, for the command and the record of versions: a difference in, lines and JSON out; cannot
//! fail.

use daylight_core::import::RecordDifference;
use daylight_core::import::form::{FormWords, TableWords};
use daylight_core::json::Writer;
use daylight_core::model::results::Direction;
use daylight_core::summary::records::{How, Said, TableDifference, Told, Whole};
use daylight_core::words::{Words, in_language};

/// What is told of promises, and the words for it.
const TOLD: [(&str, &str); 12] = [
    ("removed", "diff.told.removed"),
    ("target", "diff.told.target"),
    ("target-on-the-way", "diff.told.target-on-the-way"),
    ("direction", "diff.told.direction"),
    ("baseline", "diff.told.baseline"),
    ("deadline", "diff.told.deadline"),
    ("figure", "diff.told.figure"),
    ("amount", "diff.told.amount"),
    ("count", "diff.told.count"),
    ("status", "diff.told.status"),
    ("wording", "diff.told.wording"),
    ("rule", "diff.told.rule"),
];

/// What that makes of a promise.
const fn how_key(how: How) -> &'static str {
    match how {
        How::Easier => "diff.how.easier",
        How::Harder => "diff.how.harder",
        How::Later => "diff.how.later",
        How::Earlier => "diff.how.earlier",
        How::Replaced => "diff.how.replaced",
        How::Gone => "diff.how.gone",
    }
}

/// What a reader must see first.
pub fn told_lines(records: &RecordDifference, words: &Words) -> Vec<String> {
    let list = words.text("join.list");
    let line = |told: &Told| {
        let key = TOLD.iter().find(|(what, _)| *what == told.what).map_or(told.what, |(_, key)| key);
        let [before, after] = [&told.before, &told.after].map(|said| said_words(said.as_ref(), words));
        let how: Vec<&str> = told.how.iter().map(|how| words.text(how_key(*how))).collect();
        let values = [
            ("id", told.id.as_str()),
            ("name", in_language(&told.names, words.lang())),
            ("table", &table_title(told.table, words)),
            ("before", &before),
            ("after", &after),
            ("how", &how.join(list)),
        ];
        words.fill(key, &values)
    };
    records.told.iter().map(line).collect()
}

fn said_words(said: Option<&Said>, words: &Words) -> String {
    match said {
        None => words.text("diff.nothing").to_owned(),
        Some(Said::Target(value, unit, period)) => {
            let value = words.measured(*value, in_language(unit, words.lang()));
            let until = period.as_ref().map(|period| words.period(period.span, &period.text)).unwrap_or_default();
            words.fill("diff.target", &[("value", &value), ("until", &until)])
        }
        Some(Said::Day(day)) => words.date(&day.iso()),
        Some(Said::Status(status)) => words.text(&["results.status.", status.word()].concat()).to_owned(),
        Some(Said::State(state, is_overdue)) => {
            let state = words.text(&["results.state.", state.word()].concat()).to_owned();
            let overdue = if *is_overdue { words.text("results.overdue") } else { "" };
            words.fill("diff.state", &[("state", &state), ("overdue", overdue)])
        }
        Some(Said::Direction(Direction::More)) => words.text("results.direction.more").to_owned(),
        Some(Said::Direction(Direction::Less)) => words.text("results.direction.less").to_owned(),
        Some(Said::Text(text)) => text.clone(),
    }
}

/// How many rows of each table came, went and changed: a line a table, and one where the currency is another.
pub fn table_lines(records: &RecordDifference, words: &Words) -> Vec<String> {
    let currency = records.currency.as_ref().map(|both| {
        let [before, after] = both.each_ref().map(|code| blank_or(code, words));
        words.fill("diff.currency", &[("before", before), ("after", after)])
    });
    let line = |table: &TableDifference| {
        let counts = [
            ("diff.table.added", table.added.len()),
            ("diff.table.removed", table.removed.len()),
            ("diff.table.changed", table.changed.len()),
        ];
        let counts = counts.iter().filter(|(_, count)| *count > 0);
        let counts: Vec<String> =
            counts.map(|(key, count)| words.fill(key, &[("n", &words.integer(*count as u64))])).collect();
        let changes = counts.join(words.text("join.list"));
        words.fill("diff.table", &[("table", &table_title(table.id, words)), ("changes", &changes)])
    };
    currency.into_iter().chain(records.tables.iter().map(line)).collect()
}

/// Every row that came, went or changed.
pub fn row_lines(records: &RecordDifference, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    for table in &records.tables {
        let title = table_title(table.id, words);
        for (key, rows) in [("diff.row-removed", &table.removed), ("diff.row-added", &table.added)] {
            lines.extend(rows.iter().map(|Whole { key: id, names, row, .. }| {
                let name = in_language(names, words.lang());
                words.fill(key, &[("table", &title), ("row", &row.to_string()), ("key", id), ("name", name)])
            }));
        }
        for (row, cell) in table.changed.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell))) {
            let (before, after) = (blank_or(&cell.before, words), blank_or(&cell.after, words));
            let column = column_title(table.id, &cell.column, words);
            let values = [
                ("table", title.as_str()),
                ("key", &row.key),
                ("column", &column),
                ("before", before),
                ("after", after),
            ];
            lines.push(words.fill("diff.cell", &values));
        }
    }
    lines
}

fn blank_or<'a>(text: &'a str, words: &'a Words) -> &'a str {
    if text.is_empty() { words.text("diff.nothing") } else { text }
}

fn table_words(id: &str) -> Option<&'static TableWords> {
    FormWords::all().iter().find_map(|form| form.table(id))
}

/// What people call a table.
fn table_title(id: &str, words: &Words) -> String {
    let title = table_words(id).map_or("", |table| in_language(&table.titles, words.lang()));
    match title {
        "" if id == "links" => words.text("diff.links").to_owned(),
        "" => id.to_owned(),
        title => title.to_owned(),
    }
}

/// What people call a column, with what stands after the colon; one that nobody named by its header.
fn column_title(table: &str, id: &str, words: &Words) -> String {
    let title = |id: &str| {
        let column = table_words(table)?.columns.iter().find(|column| column.id == id)?;
        Some(in_language(&column.titles, words.lang())).filter(|title| !title.is_empty())
    };
    match (title(id), id.split_once(':')) {
        (Some(title), _) => title.to_owned(),
        (None, Some((stem, variant))) => title(stem).map_or(id.to_owned(), |title| [title, ":", variant].concat()),
        _ => id.to_owned(),
    }
}

/// `"promises"`, `"tables"` and `"currency"`: all that differs, nothing left out.
pub fn write_json(records: &RecordDifference, out: &mut Writer) {
    out.key("promises").open('[');
    for told in &records.told {
        out.open('{').key("what").text(told.what).key("table").text(told.table).key("id").text(&told.id);
        for (name, said) in [("before", &told.before), ("after", &told.after)] {
            out.key(name);
            write_said(said.as_ref(), out);
        }
        out.key("how").open('[');
        told.how.iter().for_each(|how| _ = out.text(how.word()));
        out.close(']').close('}');
    }
    out.close(']').key("tables").open('[');
    for table in &records.tables {
        out.open('{').key("table").text(table.id);
        for (name, rows) in [("added", &table.added), ("removed", &table.removed)] {
            out.key(name).open('[');
            for Whole { key, row, cells, .. } in rows {
                out.open('{').key("key").text(key).key("row").integer(*row).key("cells").open('{');
                cells.iter().for_each(|(column, text)| _ = out.key(column).text(text));
                out.close('}').close('}');
            }
            out.close(']');
        }
        out.key("changed").open('[');
        for row in &table.changed {
            out.open('{').key("key").text(&row.key).key("rows").open('[');
            row.rows.iter().for_each(|row| _ = out.integer(*row));
            out.close(']').key("cells").open('{');
            for cell in &row.cells {
                out.key(&cell.column)
                    .open('{')
                    .key("before")
                    .text(&cell.before)
                    .key("after")
                    .text(&cell.after)
                    .close('}');
            }
            out.close('}').close('}');
        }
        out.close(']').close('}');
    }
    out.close(']').key("currency");
    match &records.currency {
        Some([before, after]) => out.open('{').key("before").text(before).key("after").text(after).close('}'),
        None => out.raw("null"),
    };
}

fn write_said(said: Option<&Said>, out: &mut Writer) {
    match said {
        None => out.raw("null"),
        Some(Said::Target(value, _, period)) => {
            let period = period.as_ref().map_or("", |period| &period.text);
            out.open('{').key("value").text(&value.plain()).key("period").text(period).close('}')
        }
        Some(Said::Day(day)) => out.text(&day.iso()),
        Some(Said::Status(status)) => out.text(status.word()),
        Some(Said::State(state, is_overdue)) => {
            out.open('{').key("state").text(state.word()).key("overdue");
            out.raw(if *is_overdue { "true" } else { "false" }).close('}')
        }
        Some(Said::Direction(Direction::More)) => out.text("more"),
        Some(Said::Direction(Direction::Less)) => out.text("less"),
        Some(Said::Text(text)) => out.text(text),
    };
}
