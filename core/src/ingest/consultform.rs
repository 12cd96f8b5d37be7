//! The form "daylight-consultation": its tables and their columns, as data; nothing to fail.

use super::form::{Column, Form, Holds, TableForm};

const fn column(id: &'static str, holds: Holds) -> Column {
    Column { id, holds, required: false }
}

const fn needed(id: &'static str, holds: Holds) -> Column {
    Column { id, holds, required: true }
}

/// What a comment may be of.
pub(super) const SCOPES: &[&str] = &["draft", "anything"];

/// Who may comment.
pub(super) const IDENTITIES: &[&str] = &["none", "declared", "vouched"];

/// What a document is for.
pub(super) const PURPOSES: &[&str] = &["draft", "explanation", "basis", "evidence", "decision"];

/// How a question is answered.
pub(super) const QUESTION_KINDS: &[&str] = &["single", "multiple", "scale", "text"];

/// Whether something must be.
pub(super) const MUST: &[&str] = &["yes", "no"];

/// What became of a comment.
pub(super) const DISPOSITIONS: &[&str] = &["adopted", "partly", "not-adopted", "covered", "out-of-scope"];

/// The tables of the profile.
pub const FORM: Form = Form {
    id: "daylight-consultation",
    tables: &[
        HEAD,
        ROUNDS,
        CLAUSES,
        REVISIONS,
        DOCUMENTS,
        STEPS,
        QUESTIONS,
        THEMES,
        ANSWERS,
        COMMENTS,
        ANNOUNCEMENT,
        RECEIPTS,
    ],
};

/// What is asked of whom: one row.
pub(super) const HEAD: TableForm = TableForm {
    id: "consultation",
    required: true,
    columns: &[
        needed("id", Holds::Id),
        needed("name", Holds::Texts),
        column("summary", Holds::Texts),
        needed("office", Holds::Texts),
        column("contact", Holds::Text),
        column("scope", Holds::Word(SCOPES)),
        column("identity", Holds::Word(IDENTITIES)),
        column("answer-by", Holds::Day),
        column("decided", Holds::Day),
    ],
};

/// When comments are taken.
pub(super) const ROUNDS: TableForm = TableForm {
    id: "rounds",
    required: true,
    columns: &[
        needed("id", Holds::Id),
        column("name", Holds::Texts),
        needed("opens", Holds::Day),
        needed("closes", Holds::Day),
        column("extended", Holds::Day),
        column("extension", Holds::Texts),
    ],
};

/// The draft, clause by clause.
pub(super) const CLAUSES: TableForm = TableForm {
    id: "clauses",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        column("number", Holds::Texts),
        column("parent", Holds::Reference("clauses")),
        column("heading", Holds::Texts),
        column("text", Holds::Texts),
        column("decided", Holds::Texts),
        column("explanation", Holds::Texts),
    ],
};

/// What clauses say in later rounds.
pub(super) const REVISIONS: TableForm = TableForm {
    id: "revisions",
    required: false,
    columns: &[
        needed("clause", Holds::Reference("clauses")),
        needed("round", Holds::Reference("rounds")),
        needed("text", Holds::Texts),
    ],
};

/// Draft, explanation, basis, evidence and decision.
pub(super) const DOCUMENTS: TableForm = TableForm {
    id: "documents",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        needed("purpose", Holds::Word(PURPOSES)),
        needed("name", Holds::Texts),
        column("address", Holds::Text),
        column("day", Holds::Day),
    ],
};

/// The steps of the procedure.
pub(super) const STEPS: TableForm = TableForm {
    id: "procedure",
    required: false,
    columns: &[
        needed("step", Holds::Text),
        column("done", Holds::Day),
        column("evidence", Holds::Reference("documents")),
        column("exemption", Holds::Texts),
    ],
};

/// What is asked besides.
pub(super) const QUESTIONS: TableForm = TableForm {
    id: "questions",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        needed("kind", Holds::Word(QUESTION_KINDS)),
        needed("text", Holds::Texts),
        column("options", Holds::Texts),
        column("required", Holds::Word(MUST)),
    ],
};

/// What comments are grouped by.
pub(super) const THEMES: TableForm =
    TableForm { id: "themes", required: false, columns: &[needed("id", Holds::Id), needed("name", Holds::Texts)] };

/// What the office answered; one may be to many comments.
pub(super) const ANSWERS: TableForm = TableForm {
    id: "answers",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        needed("text", Holds::Texts),
        column("office", Holds::Texts),
        column("day", Holds::Day),
    ],
};

/// Comments and what became of them, also of those that are withheld.
pub(super) const COMMENTS: TableForm = TableForm {
    id: "comments",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        column("received", Holds::Day),
        column("channel", Holds::Text),
        column("package", Holds::Text),
        column("subject", Holds::Text),
        column("name", Holds::Text),
        column("text", Holds::Text),
        column("theme", Holds::Reference("themes")),
        column("voice", Holds::Reference("comments")),
        column("disposition", Holds::Word(DISPOSITIONS)),
        column("reason", Holds::Texts),
        column("answer", Holds::Reference("answers")),
        column("withheld", Holds::Text),
    ],
};

/// What was announced: one row.
pub(super) const ANNOUNCEMENT: TableForm = TableForm {
    id: "announcement",
    required: false,
    columns: &[
        needed("day", Holds::Day),
        needed("received", Holds::Count),
        column("adopted", Holds::Count),
        column("partly", Holds::Count),
        column("not-adopted", Holds::Count),
        column("covered", Holds::Count),
        column("out-of-scope", Holds::Count),
        column("withheld", Holds::Count),
        column("log", Holds::Text),
    ],
};

/// The digests of receipts, from which anybody can check that a comment was counted.
pub(super) const RECEIPTS: TableForm =
    TableForm { id: "receipts", required: false, columns: &[needed("digest", Holds::Text)] };
