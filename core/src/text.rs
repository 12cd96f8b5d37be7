//! Text on a picture: a text and a room in, lines that fit out; cannot fail.
//!
//! Nothing here asks a browser or a font. Widths come from a short table of what common sans-serif fonts need, on the
//! generous side, so that a picture looks the same on the host and in the browser and text never leaves its cell.

mod case;
mod digits;
mod fold;
mod plain;
mod width;
mod wrap;

pub use case::{is_capital, lower};
pub use digits::{digits, natural, push_digits};
pub use fold::fold;
pub use plain::plain;
pub use width::{Em, length, terminal_columns, width};
pub use wrap::{ELLIPSIS, Lines, truncate, wrap};
