//! `<daylight-consultation>`: what was published of a consultation in; the draft with a form, comments, what became of them, and what
//! became of one's own out. A module of its own in the browser.

mod answer;
mod fetch;
mod form;
pub mod load;
mod look;
pub mod state;
#[cfg(test)]
mod tests;
pub mod view;

pub use load::Loaded;
pub use state::State;
