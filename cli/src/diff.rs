//! `daylight diff`: two packages in, what differs out: totals first, then every sum of rows with the same codes.

use crate::issue::line;
use crate::language::Language;
use crate::load::{Loaded, is_unread, load};
use crate::publication::package::check;
use clap::{Args as ClapArgs, ValueEnum};
use daylight_core::json::Writer;
use daylight_core::model::Model;
use daylight_core::profile::Profile;
use daylight_core::summary::{Change, Difference, Part, Relabelled, Restated, compare_models};
use daylight_core::words::{Words, in_language};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Compare two packages, or two versions of one: changed totals, rows that came, went or changed.
///
/// Ends with 0 where nothing differs, with 1 where something does, with 2 where one of them cannot be read.
#[derive(ClapArgs)]
pub struct Args {
    /// The first: a datapackage.json, the folder that holds one, or a lone CSV file.
    before: PathBuf,
    /// The second.
    after: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    lang: Language,
}

/// What packages say of themselves, and the words for it.
const ABOUT: [(&str, &str); 6] = [
    ("title", "diff.about.title"),
    ("publisher", "diff.about.publisher"),
    ("status", "diff.about.status"),
    ("as-of", "diff.about.as-of"),
    ("licence", "diff.about.licence"),
    ("sources", "diff.about.sources"),
];

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub fn run(args: Args) -> ExitCode {
    let words = args.lang.words();
    let models = model(&args.before, &words).and_then(|before| Ok((before, model(&args.after, &words)?)));
    let ((before, _), (after, profile)) = match models {
        Ok(models) => models,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let difference = compare_models(&before, &after);
    match args.format {
        Format::Text if !is_other(&difference) => crate::print(&format!("{}\n", words.text("diff.same"))),
        Format::Text => crate::print(&(lines(&difference, &words, &profile, usize::MAX).join("\n") + "\n")),
        Format::Json => crate::print(&(json(&difference) + "\n")),
    }
    ExitCode::from(u8::from(is_other(&difference)))
}

fn model(path: &Path, words: &Words) -> Result<(Model, Profile), String> {
    let loaded: Loaded = load(path, None, None).map_err(|issue| line(&issue, words))?;
    let (model, report) = check(&loaded);
    match report.issues.iter().find(|issue| is_unread(issue)) {
        Some(issue) => Err(line(issue, words)),
        None => Ok((model, loaded.profile)),
    }
}

/// Whether anything differs.
pub fn is_other(difference: &Difference) -> bool {
    let Difference { totals, facts, labels, about, only_before, only_after } = difference;
    let is_same = totals.is_empty() && facts.is_empty() && labels.is_empty() && about.is_empty();
    !(is_same && only_before.is_empty() && only_after.is_empty())
}

/// A difference in words, one line at least; at most so many lines and one that says how many are left out.
pub fn lines(difference: &Difference, words: &Words, profile: &Profile, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (key, columns) in [("diff.only-before", &difference.only_before), ("diff.only-after", &difference.only_after)] {
        if !columns.is_empty() {
            lines.push(words.fill(key, &[("columns", &columns.join(words.text("join.list")))]));
        }
    }
    lines.extend(difference.totals.iter().map(|change| {
        let place = place(change, words, profile);
        match place.is_empty() {
            true => change_words(change, words.text("table.total"), words),
            false => words.fill("diff.total", &[("change", &change_words(change, &place, words))]),
        }
    }));
    lines.extend(difference.facts.iter().map(|change| change_words(change, &place(change, words, profile), words)));
    lines.extend(difference.labels.iter().map(|Relabelled { code, before, after, .. }| {
        words.fill("diff.renamed", &[("code", code), ("before", before), ("after", after)])
    }));
    lines.extend(difference.about.iter().map(|Restated { what, before, after }| {
        let what = ABOUT.iter().find(|(known, _)| known == what).map_or(*what, |(_, key)| words.text(key));
        words.fill("diff.about", &[("what", what), ("before", before), ("after", after)])
    }));
    if lines.is_empty() {
        lines.push(words.text("diff.same-figures").to_owned());
    }
    if lines.len() > most {
        let left = (lines.len() - most).to_string();
        lines.truncate(most);
        lines.push(words.fill("diff.more", &[("n", &left)]));
    }
    lines
}

fn change_words(change: &Change, place: &str, words: &Words) -> String {
    let exact = |sum: Option<(_, u64)>| sum.map(|(amount, _)| words.exact_with_currency(amount, change.currency));
    let rows = |sum: Option<(_, u64)>| words.integer(sum.map_or(0, |(_, rows)| rows));
    match (exact(change.before), exact(change.after)) {
        (Some(before), Some(after)) if before != after => {
            words.fill("diff.changed", &[("place", place), ("before", &before), ("after", &after)])
        }
        (Some(amount), Some(_)) => {
            let (before, after) = (rows(change.before), rows(change.after));
            words.fill("diff.rows", &[("place", place), ("amount", &amount), ("before", &before), ("after", &after)])
        }
        (None, Some(after)) => {
            words.fill("diff.added", &[("place", place), ("amount", &after), ("rows", &rows(change.after))])
        }
        (before, None) => {
            let amount = before.unwrap_or_default();
            words.fill("diff.removed", &[("place", place), ("amount", &amount), ("rows", &rows(change.before))])
        }
    }
}

/// `2024, approved budget, 20502 Schools`: of each dimension the lowest level that has a code.
fn place(change: &Change, words: &Words, profile: &Profile) -> String {
    let stem = |column: &str| column.split(':').next().unwrap_or(column).to_owned();
    let mut parts = Vec::new();
    for (at, Part { column, code, labels }) in change.key.iter().enumerate() {
        let is_lowest = change.key[at + 1..].iter().all(|later| stem(&later.column) != stem(column));
        let titles = match column.as_str() {
            "phase" => profile.phases.iter().find(|phase| phase.id == *code).map(|phase| &phase.titles),
            "direction" => profile.directions.iter().find(|known| known.id == *code).map(|known| &known.titles),
            _ => None,
        };
        let title = titles.map_or("", |titles| in_language(titles, words.lang()));
        match in_language(labels, words.lang()) {
            // The amount says its currency.
            _ if column == "currency" || !is_lowest => {}
            _ if column == "year" => parts.push(words.year(code)),
            _ if !title.is_empty() => parts.push(title.to_owned()),
            label if label.is_empty() || label == code => parts.push(code.clone()),
            label => parts.push(format!("{code} {label}")),
        }
    }
    parts.join(words.text("join.list"))
}

fn json(difference: &Difference) -> String {
    let mut out = Writer::default();
    out.open('{');
    for (name, columns) in [("only-before", &difference.only_before), ("only-after", &difference.only_after)] {
        out.key(name).open('[');
        columns.iter().for_each(|column| _ = out.text(column));
        out.close(']');
    }
    for (name, changes) in [("totals", &difference.totals), ("rows", &difference.facts)] {
        out.key(name).open('[');
        for change in changes {
            out.open('{').key("keys").open('{');
            change.key.iter().for_each(|part| _ = out.key(&part.column).text(&part.code));
            out.close('}').key("currency").text(if change.currency.is_stated() { change.currency.code() } else { "" });
            for (name, sum) in [("before", change.before), ("after", change.after)] {
                out.key(name);
                match sum {
                    Some((amount, rows)) => out
                        .open('{')
                        .key("amount")
                        .text(&amount.plain(change.currency))
                        .key("rows")
                        .raw(&rows.to_string())
                        .close('}'),
                    None => out.raw("null"),
                };
            }
            out.close('}');
        }
        out.close(']');
    }
    out.key("labels").open('[');
    for Relabelled { code, language, before, after } in &difference.labels {
        out.open('{').key("code").text(code).key("language").text(language);
        out.key("before").text(before).key("after").text(after).close('}');
    }
    out.close(']').key("about").open('{');
    for Restated { what, before, after } in &difference.about {
        out.key(what).open('{').key("before").text(before).key("after").text(after).close('}');
    }
    out.close('}').close('}').finish()
}
