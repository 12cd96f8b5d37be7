//! The consultation service: comments in, receipts out once they are safe; what was published and decided, for everybody.

pub mod api;
pub mod call;
pub mod catalogue;
pub mod connection;
mod counted;
mod intake;
pub mod limit;
pub mod metrics;
pub mod office;
mod page;
pub mod refusal;
mod router;
pub mod rule;
pub mod service;
pub mod settings;
pub mod store;
mod subject;
#[cfg(test)]
mod tests;
pub mod token;
pub mod typed;
pub mod wording;
pub mod world;

pub use router::router;
pub use service::{Served, Service};
