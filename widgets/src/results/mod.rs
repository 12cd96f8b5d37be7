//! `<daylight-results>`: records of what came of plans in, how far each promise is, what auditors found and what others made of it
//! out. A module of its own in the browser.

mod board;
pub mod load;
pub mod state;
#[cfg(test)]
mod tests;
pub mod view;

pub use load::Loaded;
pub use state::State;
