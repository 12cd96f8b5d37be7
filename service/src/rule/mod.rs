//! The rules of consultation that the service asks for, each behind one function: text, receipts, pairs of letters, personal data.

mod gram;
mod personal;
mod receipt;
mod text;

pub use gram::{fold, grams};
pub use personal::{Personal, Suspicion};
pub use receipt::{read_receipt, write_receipt};
pub use text::clean;
