//! `daylight diff`: two packages in, what differs out: of results what a reader must see first, then totals, rows of tables of records,
//! and every sum of rows with the same codes.

mod record;

use crate::issue::line;
use crate::language::Language;
use crate::load::{Loaded, is_unread, load};
use crate::publication::package::check;
use clap::{Args as ClapArgs, ValueEnum};
use daylight_core::import::{RecordDifference, compare_loaded};
use daylight_core::json::Writer;
use daylight_core::model::Model;
use daylight_core::profile::Profile;
use daylight_core::summary::{Change, Difference, Part, Relabelled, Restated, compare_models};
use daylight_core::words::{Words, in_language};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Compare two packages, or two versions of one: changed totals, rows that came, went or changed.
///
/// Of results it says first which targets, deadlines, published figures and statuses are not what they were, and what is gone.
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
    let both = read(&args.before, &words).and_then(|before| Ok((before, read(&args.after, &words)?)));
    let ((old, before), (new, after)) = match both {
        Ok(both) => both,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let compared = Compared::new((&old, &before), (&new, &after));
    match args.format {
        Format::Text if !compared.is_other() => crate::print(&format!("{}\n", words.text("diff.same"))),
        Format::Text => crate::print(&(compared.lines(&words, &new.profile, usize::MAX).join("\n") + "\n")),
        Format::Json => crate::print(&(json(&compared) + "\n")),
    }
    ExitCode::from(u8::from(compared.is_other()))
}

fn read(path: &Path, words: &Words) -> Result<(Loaded, Model), String> {
    let loaded: Loaded = load(path, None, None).map_err(|issue| line(&issue, words))?;
    let (model, report) = check(&loaded);
    match report.issues.iter().find(|issue| is_unread(issue)) {
        Some(issue) => Err(line(issue, words)),
        None => Ok((loaded, model)),
    }
}

/// What differs between two packages.
pub struct Compared {
    sums: Difference,
    records: RecordDifference,
}

/// A reader of a page is told so many times as much of promises as of anything else.
const PROMISES: usize = 4;

impl Compared {
    /// Compares two packages, each with what it adds up to.
    pub fn new((old, before): (&Loaded, &Model), (new, after): (&Loaded, &Model)) -> Self {
        Self { sums: compare_models(before, after), records: compare_loaded(old, new) }
    }

    /// Whether anything differs.
    fn is_other(&self) -> bool {
        is_other(&self.sums) || !self.records.is_empty()
    }

    /// What differs in words, one line at least: promises first, a line for each table of records, then everything else. Of promises
    /// and of everything else there are at most so many, and one that says how many are left out.
    pub fn lines(&self, words: &Words, profile: &Profile, most: usize) -> Vec<String> {
        let cut = |mut lines: Vec<String>, most: usize, more: &str| {
            if lines.len() > most {
                let left = (lines.len() - most).to_string();
                lines.truncate(most);
                lines.push(words.fill(more, &[("n", &left)]));
            }
            lines
        };
        let told = record::told_lines(&self.records, words);
        let mut lines = cut(told, most.saturating_mul(PROMISES), "diff.more-told");
        lines.extend(record::table_lines(&self.records, words));
        let mut others = total_lines(&self.sums, words, profile);
        others.extend(record::row_lines(&self.records, words));
        others.extend(sum_lines(&self.sums, words, profile));
        lines.extend(cut(others, most, "diff.more"));
        if lines.is_empty() {
            lines.push(words.text("diff.same-figures").to_owned());
        }
        lines
    }
}

/// Whether any sum or statement differs.
fn is_other(difference: &Difference) -> bool {
    let Difference { totals, facts, labels, about, only_before, only_after } = difference;
    let is_same = totals.is_empty() && facts.is_empty() && labels.is_empty() && about.is_empty();
    !(is_same && only_before.is_empty() && only_after.is_empty())
}

/// Columns that only one has, and totals.
fn total_lines(difference: &Difference, words: &Words, profile: &Profile) -> Vec<String> {
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
    lines
}

/// Sums of rows with the same codes, labels, and what the packages say of themselves.
fn sum_lines(difference: &Difference, words: &Words, profile: &Profile) -> Vec<String> {
    let mut lines: Vec<String> =
        difference.facts.iter().map(|change| change_words(change, &place(change, words, profile), words)).collect();
    lines.extend(difference.labels.iter().map(|Relabelled { code, before, after, .. }| {
        words.fill("diff.renamed", &[("code", code), ("before", before), ("after", after)])
    }));
    lines.extend(difference.about.iter().map(|Restated { what, before, after }| {
        let what = ABOUT.iter().find(|(known, _)| known == what).map_or(*what, |(_, key)| words.text(key));
        words.fill("diff.about", &[("what", what), ("before", before), ("after", after)])
    }));
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

fn json(compared: &Compared) -> String {
    let difference = &compared.sums;
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
    out.close('}');
    record::write_json(&compared.records, &mut out);
    out.close('}').finish()
}
