//! `daylight sum`: a package and the dimensions to keep apart in, exact sums out.

use crate::funds;
use crate::issue::line;
use crate::language::Language;
use crate::load::{Loaded, is_unread};
use crate::source::Source;
use clap::{Args as ClapArgs, ValueEnum};
use daylight_core::check::Report;
use daylight_core::figure::csv::CsvWriter;
use daylight_core::ingest::Selection;
use daylight_core::issue::Severity;
use daylight_core::json::Writer;
use daylight_core::model::funds::Ledger;
use daylight_core::model::{AxisId, Kind, Model};
use daylight_core::summary::{Group, Question, Summary, sum_by};
use daylight_core::text::terminal_columns;
use daylight_core::words::Words;
use std::process::ExitCode;

/// Add a package up, exactly. Phase, year, direction and currency stay apart unless told otherwise.
///
/// Ends with 0, with 1 where the check finds errors, so that the sums may be wrong, with 2 where it cannot be read.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    source: Source,
    /// What to keep apart: functional, functional:1, economic, administrative, activity, geo, or a column's header.
    #[arg(long, value_name = "DIM", value_delimiter = ',')]
    by: Vec<String>,
    /// Only what has this code or label, such as year=2014.
    #[arg(long = "where", value_name = "DIM=VALUE")]
    keep: Vec<String>,
    /// Add over phase, year or direction.
    #[arg(long, value_name = "DIM")]
    across: Vec<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    lang: Language,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
}

/// A key of the output: its name and its axis.
struct Key {
    name: String,
    axis: AxisId,
}

pub fn run(args: Args) -> ExitCode {
    let words = args.lang.words();
    match answer(&args, &words) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// Prints the sums; returns how many errors the check found.
fn answer(args: &Args, words: &Words) -> Result<usize, String> {
    let loaded = args.source.load().map_err(|issue| line(&issue, words))?;
    // Added over tiers, money would count once for each that it passed: unasked, funds are a balance for each tier.
    if let Some((ledger, _)) = loaded.funds().filter(|_| args.by.is_empty() && args.keep.is_empty()) {
        return Ok(print_balances(&ledger, &loaded, args.format, words));
    }
    let find = |name: &str| loaded.package.find_axis(name).ok_or_else(|| unknown(name, &loaded, words));
    let by: Vec<usize> = args.by.iter().map(|name| find(name)).collect::<Result<_, _>>()?;
    let keep: Vec<(usize, &str)> = args
        .keep
        .iter()
        .map(|pair| {
            let (name, value) =
                pair.split_once('=').ok_or_else(|| words.fill("sum.where-malformed", &[("value", pair)]))?;
            Ok((find(name)?, value))
        })
        .collect::<Result<_, String>>()?;
    let across: Vec<Kind> = args.across.iter().map(|name| across_kind(name, words)).collect::<Result<_, _>>()?;

    let wanted: Vec<usize> = by.iter().chain(keep.iter().map(|(axis, _)| axis)).copied().collect();
    let selection = Selection::with(&loaded.package, &wanted);
    let (model, report) = loaded.check(&selection);
    // A sum of what happens to be readable would pass for the whole.
    if let Some(issue) = report.issues.iter().find(|issue| is_unread(issue)) {
        return Err(line(issue, words));
    }
    let id = |axis: usize| AxisId(selection.axes.iter().position(|selected| *selected == axis).unwrap_or(0));

    let mut keys = always_keys(&model, &across);
    let asked = args.by.iter().zip(&by).map(|(name, axis)| Key { name: name.clone(), axis: id(*axis) });
    let new: Vec<Key> = asked.filter(|asked| keys.iter().all(|key| key.name != asked.name)).collect();
    keys.extend(new);
    let mut question = Question { by: keys.iter().map(|key| key.axis).collect(), keep: Vec::new() };
    for (axis, value) in keep {
        let axis = id(axis);
        let symbol =
            code_or_label(&model, axis, value).ok_or_else(|| words.fill("sum.value-unknown", &[("value", value)]))?;
        question.keep.push((axis, symbol));
    }
    let summary = sum_by(&model, &question);
    let errors = warn(&report, words);
    match args.format {
        Format::Json => crate::print(&(json(&model, &keys, &summary, &args.across, errors) + "\n")),
        Format::Csv => crate::print(&csv(&model, &keys, &summary)),
        Format::Text => crate::print(&text(&model, &keys, &summary, &args.across, words)),
    }
    Ok(errors)
}

/// Prints the balance of each tier, and what was promised; returns how many errors the check found.
fn print_balances(ledger: &Ledger, loaded: &Loaded, format: Format, words: &Words) -> usize {
    let (model, report) = loaded.check(&Selection::usual(&loaded.package));
    let (errors, promises) = (warn(&report, words), funds::promises(&model));
    let mut out = Writer::default();
    out.open('{').key("ok").raw(if errors == 0 { "true" } else { "false" }).key("balances");
    funds::write_json(ledger, &mut out);
    out.key("promises");
    funds::write_promises(&promises, &mut out);
    match format {
        Format::Json => crate::print(&(out.close('}').finish() + "\n")),
        Format::Csv => crate::print(&funds::csv(ledger)),
        Format::Text => {
            let balances =
                if funds::is_any(ledger) || promises.is_empty() { funds::lines(ledger, words) } else { String::new() };
            let promised = if promises.is_empty() { String::new() } else { funds::promise_lines(&promises, words) };
            let between = if balances.is_empty() || promised.is_empty() { "" } else { "\n" };
            crate::print(&[balances.as_str(), between, &promised].concat());
        }
    }
    errors
}

/// Phase, year and direction, where some fact has one and nobody asked to add over it. Currency is printed beside the amount.
fn always_keys(model: &Model, across: &[Kind]) -> Vec<Key> {
    let kinds = [Kind::Phase, Kind::Year, Kind::Direction].into_iter().filter(|kind| !across.contains(kind));
    let axes = kinds.filter_map(|kind| Some((kind, model.single(kind)?)));
    let stated = axes.filter(|(_, id)| !model.axis(*id).codes.is_empty());
    stated.map(|(kind, axis)| Key { name: kind.word().unwrap_or_default().to_owned(), axis }).collect()
}

fn across_kind(name: &str, words: &Words) -> Result<Kind, String> {
    let kinds = [Kind::Phase, Kind::Year, Kind::Direction];
    let found = kinds.into_iter().find(|kind| kind.word() == Some(name));
    found.ok_or_else(|| words.fill("sum.across-refused", &[("value", name)]))
}

fn code_or_label(model: &Model, axis: AxisId, value: &str) -> Option<daylight_core::model::Symbol> {
    let axis = model.axis(axis);
    let labelled = || {
        axis.codes.iter().find(|symbol| {
            axis.labels.iter().any(|(_, labels)| labels.get(symbol.index()).is_some_and(|label| label == value))
        })
    };
    axis.codes.find(value.as_bytes()).or_else(labelled)
}

fn unknown(name: &str, loaded: &Loaded, words: &Words) -> String {
    let dimensions = loaded.package.dimensions.iter().map(|dimension| dimension.name.clone());
    let headers = loaded.package.tables.iter().flat_map(|table| table.fields.iter().map(|field| field.name.clone()));
    let mut known: Vec<String> = Vec::new();
    for name in dimensions.chain(headers) {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    words.fill("sum.dimension-unknown", &[("value", name), ("candidates", &known.join(", "))])
}

/// Sums are printed whatever was found, but never without a word; returns how many errors there are.
fn warn(report: &Report, words: &Words) -> usize {
    let errors = report.count(Severity::Error);
    if errors > 0 {
        eprintln!("{}", words.fill("sum.errors", &[("n", &errors.to_string())]));
    }
    let mut told: Vec<&str> = Vec::new();
    for issue in report.issues.iter().filter(|issue| issue.severity == Severity::Error) {
        if !told.contains(&issue.rule) {
            told.push(issue.rule);
            eprintln!("{}", line(issue, words));
        }
    }
    errors
}

fn codes<'a>(model: &'a Model, keys: &[Key], group: &Group) -> Vec<&'a str> {
    keys.iter().zip(&group.key).map(|(key, symbol)| model.axis(key.axis).code(*symbol)).collect()
}

fn json(model: &Model, keys: &[Key], summary: &Summary, across: &[String], errors: usize) -> String {
    let mut out = Writer::default();
    out.open('{').key("ok").raw(if errors == 0 { "true" } else { "false" }).key("errors").raw(&errors.to_string());
    out.key("rows").open('[');
    for group in &summary.groups {
        out.open('{').key("keys").open('{');
        for (key, code) in keys.iter().zip(codes(model, keys, group)) {
            out.key(&key.name).text(code);
        }
        out.close('}').key("currency");
        if group.currency.is_stated() {
            out.text(group.currency.code())
        } else {
            out.raw("null")
        };
        out.key("amount").text(&group.amount.plain(group.currency));
        out.key("count").raw(&group.count.to_string()).close('}');
    }
    out.close(']');
    if !across.is_empty() {
        out.key("across").open('[');
        for name in across {
            out.text(name);
        }
        out.close(']');
    }
    out.close('}').finish()
}

/// The last cells of a row, amount and count, are numbers.
const NUMBERS: usize = 2;

fn headers(keys: &[Key]) -> impl Iterator<Item = &str> {
    keys.iter().map(|key| key.name.as_str()).chain(["currency", "amount", "count"])
}

fn cells(model: &Model, keys: &[Key], group: &Group) -> Vec<String> {
    let mut cells: Vec<String> = codes(model, keys, group).into_iter().map(str::to_owned).collect();
    cells.push(if group.currency.is_stated() { group.currency.code().to_owned() } else { String::new() });
    cells.push(group.amount.plain(group.currency));
    cells.push(group.count.to_string());
    cells
}

fn csv(model: &Model, keys: &[Key], summary: &Summary) -> String {
    let mut out = CsvWriter::default();
    headers(keys).for_each(|header| out.text(header));
    out.end_row();
    for group in &summary.groups {
        let cells = cells(model, keys, group);
        let (texts, numbers) = cells.split_at(cells.len() - NUMBERS);
        texts.iter().for_each(|cell| out.text(cell));
        numbers.iter().for_each(|cell| out.number(cell));
        out.end_row();
    }
    out.finish()
}

fn text(model: &Model, keys: &[Key], summary: &Summary, across: &[String], words: &Words) -> String {
    let mut rows: Vec<Vec<String>> = vec![headers(keys).map(str::to_owned).collect()];
    rows.extend(summary.groups.iter().map(|group| {
        let mut row = cells(model, keys, group);
        for (cell, (key, symbol)) in row.iter_mut().zip(keys.iter().zip(&group.key)) {
            let axis = model.axis(key.axis);
            let label = axis.label(*symbol, words.lang());
            if label != axis.code(*symbol) {
                *cell = format!("{cell} {label}");
            }
        }
        row
    }));
    let columns = rows[0].len();
    let widest: Vec<usize> =
        (0..columns).map(|column| rows.iter().map(|row| terminal_columns(&row[column])).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for row in &rows {
        for (column, cell) in row.iter().enumerate() {
            let gap = " ".repeat(widest[column] - terminal_columns(cell));
            let numeric = column + NUMBERS >= columns;
            out.push_str(&if numeric { format!("{gap}{cell}  ") } else { format!("{cell}{gap}  ") });
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    if !across.is_empty() {
        out.push_str(&words.fill("sum.across", &[("dimensions", &across.join(", "))]));
        out.push('\n');
    }
    out
}
