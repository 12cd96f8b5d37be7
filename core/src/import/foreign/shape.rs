//! The tables that readers fill, of both forms, as data; nothing to fail.

/// A table of a form that readers fill: of funds first, then of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    Units,
    Transfers,
    Projects,
    Commitments,
    Payments,
    Goals,
    Tasks,
    Indicators,
    Targets,
    Values,
    Updates,
    Evaluations,
}

impl Of {
    /// Its shape.
    pub const fn shape(self) -> &'static Shape {
        &SHAPES[self as usize]
    }

    /// The word of its form in a descriptor.
    pub fn form(self) -> &'static str {
        if self < Self::Goals { "daylight-funds" } else { "daylight-results" }
    }
}

/// A table: its id, its columns, and how many of them it has whatever is in them. The others are left out where no row has
/// anything there.
pub struct Shape {
    /// Its id in the form.
    pub id: &'static str,
    /// The columns of every row; a part may have further ones.
    pub columns: &'static [&'static str],
    /// Those that are never left out.
    pub required: &'static [&'static str],
}

/// In the order of [`Of`].
pub const SHAPES: [Shape; 12] = [
    Shape { id: "units", columns: &["id", "name", "tier", "role"], required: &["id", "name", "tier"] },
    Shape {
        id: "transfers",
        columns: &["id", "year", "from", "to", "amount", "decided", "document", "currency"],
        required: &["to", "amount"],
    },
    Shape {
        id: "projects",
        columns: &["id", "name", "unit", "year", "content", "planned", "parent", "level", "currency"],
        required: &["id", "name", "unit"],
    },
    Shape {
        id: "commitments",
        columns: &["id", "kind", "unit", "project", "fund", "year", "amount", "decided", "payee", "currency"],
        required: &["kind", "amount"],
    },
    Shape {
        id: "payments",
        columns: &["id", "unit", "project", "year", "amount", "paid", "payee", "currency"],
        required: &["unit", "amount"],
    },
    Shape { id: "goals", columns: &["id", "name", "parent", "kind"], required: &["id"] },
    Shape {
        id: "tasks",
        columns: &["id", "name", "goal", "kind", "weight", "office", "started", "due"],
        required: &["id"],
    },
    Shape {
        id: "indicators",
        columns: &["id", "name", "unit", "direction", "baseline", "baseline-period", "source", "method"],
        required: &["id", "name"],
    },
    Shape { id: "targets", columns: &["indicator", "value", "period", "note"], required: &["indicator", "value"] },
    Shape {
        id: "values",
        columns: &["indicator", "period", "value", "quality"],
        required: &["indicator", "period", "value"],
    },
    Shape { id: "updates", columns: &["of", "day", "text", "link"], required: &["of", "day"] },
    Shape {
        id: "evaluations",
        columns: &["of", "kind", "by", "method", "report", "score", "most", "verdict"],
        required: &["of", "kind"],
    },
];
