//! `<daylight-budget>`: a model in, a budget that can be explored out.

pub mod act;
mod cite;
mod controls;
pub mod export;
mod further;
pub mod picture;
mod proof;
mod share;
pub mod state;
mod statutory;
mod table;
pub mod view;
pub mod walk;

#[cfg(test)]
pub(crate) mod tests;

pub use state::State;
