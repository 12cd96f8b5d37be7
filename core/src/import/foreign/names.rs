//! The names by which members and columns of edge lists go; nothing to fail.

/// Who pays.
pub const FROM: [&str; 14] = [
    "source",
    "from",
    "src",
    "sender",
    "payer",
    "donor",
    "provider",
    "funder",
    "origin",
    "start",
    "source_id",
    "sourceId",
    "from_id",
    "付款方",
];

/// Who is paid.
pub const TO: [&str; 15] = [
    "target",
    "to",
    "dst",
    "dest",
    "destination",
    "receiver",
    "recipient",
    "payee",
    "beneficiary",
    "end",
    "target_id",
    "targetId",
    "to_id",
    "grantee",
    "收款方",
];

/// How much.
pub const VALUE: [&str; 10] = ["value", "amount", "weight", "money", "sum", "total", "size", "flow", "y", "金额"];

/// For which year.
pub const YEAR: [&str; 5] = ["year", "fiscalYear", "fiscal_year", "period", "年度"];

/// In which currency.
pub const CURRENCY: [&str; 4] = ["currency", "currencyCode", "currency_code", "币种"];

/// When it was decided.
pub const DAY: [&str; 3] = ["date", "day", "日期"];
