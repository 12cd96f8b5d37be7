//! The form "daylight-funds": its tables and their columns, as data; nothing to fail.

use super::form::{Column, Form, Holds, TableForm};

const fn column(id: &'static str, holds: Holds) -> Column {
    Column { id, holds, required: false }
}

const fn needed(id: &'static str, holds: Holds) -> Column {
    Column { id, holds, required: true }
}

pub(super) const HOLDS: &[&str] = &["retained", "pending"];

/// What a unit is on the way of money.
pub(super) const ROLES: &[&str] = &["source", "recipient"];

/// The currency of a row's amounts, where it may be another than the package's.
const CURRENCY: Column = column("currency", Holds::Text);

/// The tables of the profile.
pub const FORM: Form = Form {
    id: "daylight-funds",
    tables: &[FUNDS, UNITS, TRANSFERS, HOLDINGS, PROJECTS, COMMITMENTS, PAYMENTS, GROUPS],
};

pub(super) const FUNDS: TableForm =
    TableForm { id: "funds", required: false, columns: &[needed("id", Holds::Id), needed("name", Holds::Texts)] };

pub(super) const UNITS: TableForm = TableForm {
    id: "units",
    required: true,
    columns: &[
        needed("id", Holds::Id),
        needed("name", Holds::Texts),
        needed("tier", Holds::Text),
        column("parent", Holds::Reference("units")),
        column("initials", Holds::Text),
        column("office", Holds::Texts),
        column("phone", Holds::Text),
        column("address", Holds::Text),
        column("role", Holds::Word(ROLES)),
    ],
};

pub(super) const TRANSFERS: TableForm = TableForm {
    id: "transfers",
    required: true,
    columns: &[
        column("id", Holds::Id),
        column("fund", Holds::Reference("funds")),
        column("year", Holds::Text),
        column("from", Holds::Reference("units")),
        needed("to", Holds::Reference("units")),
        needed("amount", Holds::Amount),
        column("decided", Holds::Day),
        column("arrived", Holds::Day),
        column("document", Holds::Text),
        CURRENCY,
    ],
};

pub(super) const HOLDINGS: TableForm = TableForm {
    id: "holdings",
    required: false,
    columns: &[
        needed("unit", Holds::Reference("units")),
        column("fund", Holds::Reference("funds")),
        column("year", Holds::Text),
        needed("state", Holds::Word(HOLDS)),
        needed("amount", Holds::Amount),
        column("since", Holds::Day),
        column("reason", Holds::Texts),
        CURRENCY,
    ],
};

pub(super) const PROJECTS: TableForm = TableForm {
    id: "projects",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        needed("name", Holds::Texts),
        needed("unit", Holds::Reference("units")),
        column("year", Holds::Text),
        column("department", Holds::Texts),
        column("type", Holds::Texts),
        column("content", Holds::Texts),
        column("planned", Holds::Amount),
        column("source", Holds::Amounts),
        column("period", Holds::Texts),
        column("performance", Holds::Texts),
        column("benefit", Holds::Texts),
        column("responsible", Holds::Texts),
        column("contact", Holds::Texts),
        column("contractor", Holds::Texts),
        column("price", Holds::Amount),
        column("changes", Holds::Amount),
        column("measure", Holds::Texts),
        column("promised", Holds::Quantity),
        column("delivered", Holds::Quantity),
        column("accepted-by", Holds::Texts),
        column("accepted", Holds::Day),
        column("notice-from", Holds::Day),
        column("notice-until", Holds::Day),
        column("before", Holds::Text),
        column("after", Holds::Text),
        column("remark", Holds::Texts),
        column("parent", Holds::Reference("projects")),
        column("level", Holds::Count),
        CURRENCY,
    ],
};

/// The columns of a project that are texts for readers.
pub const PROJECT_TEXTS: [&str; 14] = [
    "department",
    "type",
    "content",
    "period",
    "performance",
    "benefit",
    "responsible",
    "contact",
    "contractor",
    "measure",
    "accepted-by",
    "before",
    "after",
    "remark",
];

pub(super) const COMMITMENTS: TableForm = TableForm {
    id: "commitments",
    required: false,
    columns: &[
        column("id", Holds::Id),
        needed("kind", Holds::Text),
        column("unit", Holds::Reference("units")),
        column("project", Holds::Reference("projects")),
        column("fund", Holds::Reference("funds")),
        column("year", Holds::Text),
        column("amount", Holds::Amount),
        column("decided", Holds::Day),
        column("payee", Holds::Texts),
        CURRENCY,
    ],
};

pub(super) const PAYMENTS: TableForm = TableForm {
    id: "payments",
    required: false,
    columns: &[
        column("id", Holds::Id),
        needed("unit", Holds::Reference("units")),
        column("project", Holds::Reference("projects")),
        column("fund", Holds::Reference("funds")),
        column("year", Holds::Text),
        needed("amount", Holds::Amount),
        column("paid", Holds::Day),
        column("payee", Holds::Texts),
        CURRENCY,
    ],
};

pub(super) const GROUPS: TableForm = TableForm {
    id: "recipient-groups",
    required: false,
    columns: &[
        needed("unit", Holds::Reference("units")),
        needed("kind", Holds::Texts),
        column("fund", Holds::Reference("funds")),
        column("year", Holds::Text),
        column("households", Holds::Count),
        column("persons", Holds::Count),
        column("amount", Holds::Amount),
        CURRENCY,
    ],
};
