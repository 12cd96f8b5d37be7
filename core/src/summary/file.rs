//! A summary as a file: JSON in, an outline of the package out; text that is no such file is refused.
//!
//! A publisher puts the file beside the package, so that a first picture needs neither the rows nor what reads them. It is
//! believed only until the rows have been added up again: whoever draws from it compares.

use crate::json::{self, Node, Value};
use crate::model::{
    About, Axis, AxisId, Builder, Contact, Dimension, Kind, Model, Series, SeriesKind, Source, build_outline,
};
use crate::money::Amount;
use daylight_scan::{Symbol, Symbols};

/// The member that says what the file is, and its form.
pub(super) const MARK: (&str, &str) = ("daylight:summary", "2");

/// An outline that was written down, and where its rows are.
#[derive(Debug, Default)]
pub struct SummaryFile {
    /// The believed facts.
    pub model: Model,
    /// The package's files with rows and code lists, as the descriptor names them.
    pub paths: Vec<String>,
    /// How many bytes these files have together.
    pub bytes: u64,
}

/// What a package says of itself in one line each.
type Line = (&'static str, fn(&mut About) -> &mut Option<String>);

pub(super) const LINES: [Line; 7] = [
    ("language", |about| &mut about.language),
    ("country", |about| &mut about.country),
    ("profile", |about| &mut about.profile),
    ("status", |about| &mut about.status),
    ("as-of", |about| &mut about.as_of),
    ("published", |about| &mut about.published),
    ("version", |about| &mut about.version),
];

/// Reads a summary; `None` where the text is not one that this version writes.
pub fn read_summary(text: &str) -> Option<SummaryFile> {
    let root = json::read(text).ok()?;
    if root.get(MARK.0)?.plain()? != MARK.1 {
        return None;
    }
    let axes = root.get("axes")?.list().iter().map(read_axis).collect::<Option<Vec<Axis>>>()?;
    let many: Vec<usize> = axes.iter().map(|axis| axis.codes.len()).collect();
    let (mut dimensions, mut cubes) = (Vec::new(), Vec::new());
    for node in root.get("dimensions")?.list() {
        dimensions.push(read_dimension(node, axes.len())?);
        cubes.push(read_facts(node.get("facts")?, &read_ids(node.get("by")?, axes.len())?, &many)?);
    }
    let paths = root.get("paths")?.list().iter().filter_map(Node::text).map(str::to_owned).collect();
    let (about, rows) = (read_about(root.get("about")?), number(root.get("rows")?)?);
    let model = build_outline(about, axes, dimensions, rows, cubes.into_iter());
    Some(SummaryFile { model, paths, bytes: number(root.get("bytes")?)? })
}

/// The axes that are keys of every fact.
pub(super) fn key_axes(axes: &[Axis]) -> Vec<AxisId> {
    (0..axes.len()).filter(|at| axes[*at].kind.is_always_a_key()).map(AxisId).collect()
}

/// Facts as a list of numbers: for each fact a symbol a column, its amount in minor units and how many rows it adds up. `many`
/// says how many symbols each axis has.
pub(super) fn read_facts(node: &Node, columns: &[AxisId], many: &[usize]) -> Option<Builder> {
    let mut facts = Builder::new(many.len());
    let mut key = vec![Symbol::BLANK; many.len()];
    for fact in node.list().chunks(columns.len() + 2) {
        let [codes @ .., amount, count] = fact else { return None };
        for (axis, code) in columns.iter().zip(codes) {
            let known = number(code).filter(|number| (*number as usize) < many[axis.0]);
            key[axis.0] = Symbol(known? as u32);
        }
        facts.add_sum(&key, read_amount(amount)?, u32::try_from(number(count)?).ok()?);
    }
    Some(facts)
}

pub(super) fn number(node: &Node) -> Option<u64> {
    u64::try_from(node.integer()?).ok()
}

/// Minor units, which may need more than 64 bits.
fn read_amount(node: &Node) -> Option<Amount> {
    let Value::Number(text) = &node.value else { return None };
    let digits = text.trim_start_matches('-');
    // One digit less than 128 bits hold.
    if digits.len() > 37 {
        return None;
    }
    let mut minor = 0_i128;
    for digit in digits.chars() {
        minor = minor * 10 + i128::from(digit.to_digit(10)?);
    }
    Some(Amount::from_minor(if digits.len() < text.len() { -minor } else { minor }))
}

fn read_axis(node: &Node) -> Option<Axis> {
    let mut codes = Symbols::default();
    for code in node.get("codes")?.list() {
        codes.intern(code.text()?.as_bytes());
    }
    let labels = node.get("labels")?.members().iter().map(|(language, labels)| {
        // The blank has no label.
        let labels = labels.list().iter().map(|label| label.text().unwrap_or(""));
        (language.clone(), [""].into_iter().chain(labels).map(str::to_owned).collect())
    });
    Some(Axis {
        kind: Kind::from_word(node.text_of("kind")?),
        level: number(node.get("level")?)? as u8,
        header: node.text_of("header")?.to_owned(),
        labels: labels.collect(),
        codes,
    })
}

fn read_dimension(node: &Node, axes: usize) -> Option<Dimension> {
    Some(Dimension {
        kind: Kind::from_word(node.text_of("kind")?),
        name: node.text_of("name")?.to_owned(),
        titles: texts(node.get("titles")),
        is_offered: node.get("offered").is_none(),
        axes: read_ids(node.get("axes")?, axes)?,
    })
}

/// Positions of axes.
fn read_ids(node: &Node, axes: usize) -> Option<Vec<AxisId>> {
    let mut ids = Vec::new();
    for id in node.list() {
        ids.push(AxisId(number(id).filter(|id| *id < axes as u64)? as usize));
    }
    Some(ids)
}

fn texts(node: Option<&Node>) -> Vec<(String, String)> {
    let members = node.map(Node::members).unwrap_or_default();
    members.iter().filter_map(|(language, text)| Some((language.clone(), text.text()?.to_owned()))).collect()
}

fn read_about(node: &Node) -> About {
    let text = |node: &Node, key: &str| node.text_of(key).map(str::to_owned);
    let mut about = About {
        name: text(node, "name").unwrap_or_default(),
        titles: texts(node.get("titles")),
        descriptions: texts(node.get("descriptions")),
        publisher: texts(node.get("publisher")),
        licence: texts(node.get("licence")),
        contact: node.get("contact").map(|node| Contact {
            title: text(node, "title").unwrap_or_default(),
            email: text(node, "email"),
            phone: text(node, "phone"),
            path: text(node, "path"),
        }),
        illustrative: node.get("illustrative").and_then(Node::truth).unwrap_or(false),
        has_tables: ["tables", "highlights"].map(|key| node.get(key).is_some()),
        ..About::default()
    };
    let sources = node.get("sources").map(Node::list).unwrap_or_default();
    about
        .sources
        .extend(sources.iter().map(|node| Source { titles: texts(node.get("title")), path: text(node, "path") }));
    let breaks = node.get("breaks").map(Node::list).unwrap_or_default();
    about.breaks.extend(breaks.iter().filter_map(|node| Some((text(node, "year")?, texts(node.get("title"))))));
    for node in node.get("series").map(Node::list).unwrap_or_default() {
        about.series.extend(node.text_of("kind").and_then(SeriesKind::from_word).map(|kind| Series {
            kind,
            base: text(node, "base").unwrap_or_default(),
            source: Source { titles: texts(node.get("title")), path: text(node, "path") },
            values: texts(node.get("values")),
        }));
    }
    for (key, line) in LINES {
        *line(&mut about) = text(node, key);
    }
    about
}
