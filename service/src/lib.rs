//! The consultation service: comments in, receipts out once they are safe; what was published and decided, for everybody.

pub mod catalogue;
pub mod connection;
pub mod limit;
pub mod rule;
pub mod settings;
pub mod store;
pub mod token;
pub mod world;
