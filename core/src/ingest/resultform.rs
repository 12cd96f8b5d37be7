//! The form "daylight-results": its tables and their columns, as data; nothing to fail.

use super::form::{Column, Form, Holds, TableForm};

const fn column(id: &'static str, holds: Holds) -> Column {
    Column { id, holds, required: false }
}

const fn needed(id: &'static str, holds: Holds) -> Column {
    Column { id, holds, required: true }
}

/// Whether more or less of an indicator is better.
pub(super) const DIRECTIONS: &[&str] = &["more", "less"];

/// What values of an indicator are: how it stands at a time, or all that was reached since the baseline.
pub(super) const MEASURES: &[&str] = &["level", "total"];

/// How final a value is.
pub(super) const QUALITIES: &[&str] = &["provisional", "revised", "final"];

/// Who evaluates.
pub(super) const EVALUATORS: &[&str] = &["self", "third-party", "survey"];

/// What became of a finding, or of a part of it.
pub(super) const STATES: &[&str] = &["done", "under-way", "not-done"];

/// The tables of the profile.
pub const FORM: Form = Form {
    id: "daylight-results",
    tables: &[
        PLANS,
        GOALS,
        TASKS,
        STEPS,
        INDICATORS,
        TARGETS,
        VALUES,
        UPDATES,
        EVALUATIONS,
        AUDITS,
        FINDINGS,
        RECTIFICATIONS,
        ACCOUNTABILITY,
    ],
};

/// What promises stand in: a work report, a five-year plan.
pub(super) const PLANS: TableForm = TableForm {
    id: "plans",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        needed("name", Holds::Texts),
        column("from", Holds::Day),
        column("until", Holds::Day),
        column("office", Holds::Texts),
        column("document", Holds::Text),
    ],
};

/// What is to be reached; a goal may be part of another.
pub(super) const GOALS: TableForm = TableForm {
    id: "goals",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        needed("name", Holds::Texts),
        column("plan", Holds::Reference("plans")),
        column("parent", Holds::Reference("goals")),
        column("kind", Holds::Text),
        column("weight", Holds::Decimal),
        column("office", Holds::Texts),
        column("summary", Holds::Texts),
    ],
};

/// What is done for it.
pub(super) const TASKS: TableForm = TableForm {
    id: "tasks",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        needed("name", Holds::Texts),
        column("goal", Holds::Reference("goals")),
        column("kind", Holds::Text),
        column("weight", Holds::Decimal),
        column("measure", Holds::Texts),
        column("office", Holds::Texts),
        column("supervision", Holds::Texts),
        column("phone", Holds::Text),
        column("started", Holds::Day),
        column("due", Holds::Day),
        column("extended", Holds::Day),
        column("extension", Holds::Texts),
    ],
};

/// Dated milestones of a task.
pub(super) const STEPS: TableForm = TableForm {
    id: "steps",
    required: false,
    columns: &[
        column("id", Holds::Id),
        needed("task", Holds::Reference("tasks")),
        needed("name", Holds::Texts),
        column("due", Holds::Day),
        column("done", Holds::Day),
        column("evidence", Holds::Texts),
        column("weight", Holds::Decimal),
    ],
};

/// What is measured.
pub(super) const INDICATORS: TableForm = TableForm {
    id: "indicators",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        needed("name", Holds::Texts),
        column("task", Holds::Reference("tasks")),
        column("goal", Holds::Reference("goals")),
        column("kind", Holds::Text),
        column("unit", Holds::Texts),
        column("direction", Holds::Word(DIRECTIONS)),
        column("measures", Holds::Word(MEASURES)),
        column("weight", Holds::Decimal),
        column("baseline", Holds::Decimal),
        column("baseline-period", Holds::Period),
        column("source", Holds::Texts),
        column("method", Holds::Texts),
    ],
};

/// What an indicator is to be by when: the last is the target, those before it are on the way.
pub(super) const TARGETS: TableForm = TableForm {
    id: "targets",
    required: false,
    columns: &[
        needed("indicator", Holds::Reference("indicators")),
        needed("value", Holds::Decimal),
        column("period", Holds::Period),
        column("note", Holds::Texts),
    ],
};

/// What was measured. A row whose groups are all blank is the headline.
pub(super) const VALUES: TableForm = TableForm {
    id: "values",
    required: false,
    columns: &[
        needed("indicator", Holds::Reference("indicators")),
        needed("period", Holds::Period),
        column("value", Holds::Decimal),
        column("group", Holds::Variants),
        column("quality", Holds::Word(QUALITIES)),
        column("published", Holds::Day),
    ],
};

/// What happened, by the id of a goal, task, indicator or finding.
pub(super) const UPDATES: TableForm = TableForm {
    id: "updates",
    required: false,
    columns: &[
        column("id", Holds::Id),
        needed("of", Holds::Text),
        needed("day", Holds::Day),
        needed("text", Holds::Texts),
        column("office", Holds::Texts),
        column("link", Holds::Text),
    ],
};

/// What somebody made of it.
pub(super) const EVALUATIONS: TableForm = TableForm {
    id: "evaluations",
    required: false,
    columns: &[
        column("id", Holds::Id),
        needed("of", Holds::Text),
        needed("kind", Holds::Word(EVALUATORS)),
        column("by", Holds::Texts),
        column("from", Holds::Day),
        column("until", Holds::Day),
        column("method", Holds::Texts),
        column("report", Holds::Text),
        column("score", Holds::Decimal),
        column("most", Holds::Decimal),
        column("verdict", Holds::Texts),
        column("question", Holds::Texts),
        column("asked", Holds::Count),
        column("answered", Holds::Count),
    ],
};

/// Audits, with what their reports say they found.
pub(super) const AUDITS: TableForm = TableForm {
    id: "audits",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        needed("name", Holds::Texts),
        column("auditor", Holds::Texts),
        column("published", Holds::Day),
        column("findings", Holds::Count),
        column("amount", Holds::Amount),
        column("report", Holds::Text),
    ],
};

/// What an audit found.
pub(super) const FINDINGS: TableForm = TableForm {
    id: "findings",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        needed("name", Holds::Texts),
        column("audit", Holds::Reference("audits")),
        column("of", Holds::Text),
        column("amount", Holds::Amount),
        column("office", Holds::Texts),
        column("found", Holds::Day),
        column("due", Holds::Day),
        column("extended", Holds::Day),
        column("extension", Holds::Texts),
    ],
};

/// What became of a finding, part by part.
pub(super) const RECTIFICATIONS: TableForm = TableForm {
    id: "rectifications",
    required: false,
    columns: &[
        needed("finding", Holds::Reference("findings")),
        needed("state", Holds::Word(STATES)),
        column("amount", Holds::Amount),
        column("day", Holds::Day),
        column("measure", Holds::Texts),
        column("evidence", Holds::Texts),
    ],
};

/// Who had to answer for it: counts, never names.
pub(super) const ACCOUNTABILITY: TableForm = TableForm {
    id: "accountability",
    required: false,
    columns: &[
        needed("finding", Holds::Reference("findings")),
        column("day", Holds::Day),
        needed("measure", Holds::Texts),
        column("units", Holds::Count),
        column("persons", Holds::Count),
    ],
};
