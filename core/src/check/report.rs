//! What a check found: issues in, sorted and counted out; cannot fail.

use crate::issue::{Issue, Severity};
use crate::json::Writer;
use crate::order::sort_by;
use crate::words::Words;

/// The outcome of a check.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Rows read, faulty ones included, headers not.
    pub rows: u64,
    /// What was found, by file, row and column.
    pub issues: Vec<Issue>,
}

impl Report {
    pub(super) fn new(rows: u64, mut issues: Vec<Issue>) -> Self {
        sort_by(&mut issues, |a, b| (&a.place, a.rule).cmp(&(&b.place, b.rule)));
        issues.dedup();
        Self { rows, issues }
    }

    /// The same with what another check found.
    #[must_use]
    pub fn and(self, issues: impl IntoIterator<Item = Issue>) -> Self {
        Self::new(self.rows, self.issues.into_iter().chain(issues).collect())
    }

    /// Whether nothing keeps the figures from being believed.
    pub fn is_ok(&self) -> bool {
        self.count(Severity::Error) == 0
    }

    /// How many issues have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.issues.iter().filter(|issue| issue.severity == severity).count()
    }

    /// Writes the members of an object that is open:
    /// `"ok", "rows", "issues": [{"rule", "severity", "file", "row", "column", "cell", "message"}]`.
    pub fn write(&self, words: &Words, out: &mut Writer) {
        out.key("ok").raw(if self.is_ok() { "true" } else { "false" });
        out.key("rows").raw(&self.rows.to_string()).key("issues").open('[');
        for issue in &self.issues {
            let number = |number: Option<u32>| number.map_or("null".to_owned(), |number| number.to_string());
            out.open('{').key("rule").text(issue.rule).key("severity").text(issue.severity.id());
            out.key("file").text(&issue.place.file);
            out.key("row").raw(&number(issue.place.row)).key("column").raw(&number(issue.place.column));
            if let Some(cell) = issue.place.address() {
                out.key("cell").text(&cell);
            }
            out.key("message").text(&issue.message(words)).close('}');
        }
        out.close(']');
    }
}
