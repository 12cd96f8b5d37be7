//! The report: measured rows in, a table for people and JSON for machines out.

use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// One measured thing.
#[derive(Clone, Debug)]
pub struct Row {
    /// What was measured.
    pub name: String,
    /// The median, with its unit in `unit`.
    pub median: f64,
    /// All measurements.
    pub samples: Vec<f64>,
    /// The unit of the measurements.
    pub unit: &'static str,
    /// A promise, if one was made: what the number is compared with, the limit, and the number itself.
    pub promise: Option<Promise>,
}

/// A promise about a measured thing.
#[derive(Clone, Debug)]
pub struct Promise {
    /// What is promised, such as `of the string loop's time`.
    pub what: String,
    /// The most it may be, or the least.
    pub limit: f64,
    /// What it was.
    pub actual: f64,
    /// Which of both the limit is.
    pub bound: Bound,
}

/// On which side of a limit a promise is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// At or below it.
    Most,
    /// At or above it.
    Least,
}

impl Bound {
    fn word(self) -> &'static str {
        match self {
            Self::Most => "at most",
            Self::Least => "at least",
        }
    }
}

impl Promise {
    /// Whether the promise was kept.
    pub fn kept(&self) -> bool {
        match self.bound {
            Bound::Most => self.actual <= self.limit,
            Bound::Least => self.actual >= self.limit,
        }
    }
}

impl Row {
    /// A row of samples; their median is what counts.
    pub fn new(name: impl Into<String>, unit: &'static str, samples: Vec<f64>) -> Self {
        Self { name: name.into(), median: median(&samples), samples, unit, promise: None }
    }

    /// The same row held to a limit from above.
    #[must_use]
    pub fn promising(self, what: &str, limit: f64, actual: f64) -> Self {
        self.bound(what, limit, actual, Bound::Most)
    }

    /// The same row held to a limit from below.
    #[must_use]
    pub fn promising_at_least(self, what: &str, limit: f64, actual: f64) -> Self {
        self.bound(what, limit, actual, Bound::Least)
    }

    fn bound(self, what: &str, limit: f64, actual: f64, bound: Bound) -> Self {
        Self { promise: Some(Promise { what: what.into(), limit, actual, bound }), ..self }
    }
}

/// The middle of the samples; not a number where there are none.
pub fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        length if length % 2 == 1 => sorted[length / 2],
        length => (sorted[length / 2 - 1] + sorted[length / 2]) / 2.0,
    }
}

/// A part of the benchmark: its title, what it was measured on, its rows, and what could not be measured and why.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// What was measured on what.
    pub note: String,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What was left out, and why.
    pub left_out: Vec<String>,
}

impl Part {
    /// The part as a table of text.
    pub fn table(&self) -> String {
        let mut table = format!("{}\n{}\n", self.title, self.note);
        let width = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
        for row in &self.rows {
            let (least, most) =
                row.samples.iter().fold((f64::INFINITY, 0_f64), |(least, most), &s| (least.min(s), most.max(s)));
            // Of small numbers more counts than one digit.
            let digits = if row.median < 10.0 { 2 } else { 1 };
            let _ = write!(table, "  {:width$}  {:>8.digits$} {}", row.name, row.median, row.unit);
            let _ = write!(table, "  ({least:.digits$} to {most:.digits$})");
            if let Some(promise) = &row.promise {
                let verdict = if promise.kept() { "kept" } else { "MISSED" };
                let Promise { what, limit, actual, bound } = promise;
                let _ = write!(table, "  {actual:.2} {what}, promised {} {limit}: {verdict}", bound.word());
            }
            table.push('\n');
        }
        for missing in &self.left_out {
            let _ = writeln!(table, "  not measured: {missing}");
        }
        table
    }

    fn json(&self) -> Value {
        let rows = self.rows.iter().map(|row| {
            json!({
                "name": row.name,
                "unit": row.unit,
                "median": row.median,
                "samples": row.samples,
                "promise": row.promise.as_ref().map(|promise| {
                    json!({ "what": promise.what, "bound": promise.bound.word(), "limit": promise.limit, "actual": promise.actual, "kept": promise.kept() })
                }),
            })
        });
        json!({ "title": self.title, "note": self.note, "rows": rows.collect::<Vec<_>>(), "leftOut": self.left_out })
    }

    /// Whether every promise was kept.
    pub fn kept(&self) -> bool {
        self.rows.iter().filter_map(|row| row.promise.as_ref()).all(Promise::kept)
    }
}

/// Writes all parts as one JSON file.
///
/// # Errors
/// Where the file cannot be written.
pub fn write_json(path: &Path, parts: &[Part]) -> std::io::Result<()> {
    let json = json!({ "parts": parts.iter().map(Part::json).collect::<Vec<_>>() });
    std::fs::write(path, format!("{json:#}\n"))
}
