//! The consultation service: comments in, receipts out once they are safe; what was published and decided, for everybody.

pub mod rule;
pub mod store;
