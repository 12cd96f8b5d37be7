//! Rules of consultations as pure functions: texts, receipts, comments and days in; what may be kept, found, grouped and told out, or
//! what is wrong with it as data.
//!
//! The service, the widget and the command share these, so that all of them agree on what a text is, on a receipt and on how far a
//! consultation is. Nothing here stores, hashes or draws by chance: bits, digests and times are handed in.

pub mod change;
pub mod document;
pub mod gram;
pub mod receipt;
pub mod same;
mod stage;
pub mod text;

pub use stage::{Stage, Standing, stand};

/// Whether a text can be an id and says nothing: what stands in an address is shown as it is only then.
pub fn is_id(text: &str) -> bool {
    text.len() <= 64 && text.chars().all(|char| char.is_ascii_alphanumeric() || "-_.:/".contains(char))
}
