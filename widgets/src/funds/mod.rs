//! `<daylight-funds>`: records of funds in, a place's money, its way and its projects out. A module of its own in the browser.

mod flow;
pub mod load;
mod map;
pub mod state;
#[cfg(test)]
mod tests;
pub mod view;

pub use load::Loaded;
pub use state::State;
