//! Daylight's core: bytes in, figures out, through pure stages; problems come back as data, never as a panic.
//!
//! ```text
//! bytes ─► ingest ─► rows ─► check ─► model ─► summary ─► figure
//! ```
//!
//! Stages are folders, named after what they make of the data. Toolboxes (money, quantity, order, day, calendar, span, graph, period, place, address, scheme,
//! profile, json, words, text, issue) may be used by any stage and know none of them. Nothing here reads a file, a clock or a random number.

// toolboxes
pub mod address;
pub mod calendar;
pub mod day;
pub mod graph;
pub mod issue;
pub mod json;
pub mod money;
pub mod order;
pub mod period;
pub mod place;
pub mod profile;
pub mod quantity;
pub mod scheme;
pub mod span;
pub mod text;
pub mod words;

// stages
pub mod check;
pub mod figure;
#[cfg(feature = "import")]
pub mod import;
pub mod ingest;
pub mod model;
pub mod summary;

// what citizens say, beside the stages
pub mod consultation;
