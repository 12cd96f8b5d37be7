//! What citizens say and what becomes of it, as pure rules: texts, receipts and settled comments in; what may be kept, found,
//! grouped and announced out, or what is wrong with it as data.
//!
//! The consultation service, the widget and the command share these, so that all of them agree on what a text is, on a receipt
//! and on when an announcement balances. Nothing here stores, hashes or draws by chance: bits, digests and times are handed in.

pub mod gram;
pub mod receipt;
pub mod tally;
pub mod text;
