//! JSON: UTF-8 text in, a tree with byte positions out, and back; fails with the position of the first fault.
//!
//! A reader of our own because the browser's module has no room for a general one and because a clerk needs the place of
//! a fault (RFC 8259). Objects keep their order; of a repeated key the last one counts, as in JavaScript.

mod edit;
mod read;
mod write;

pub use read::{Fault, Node, Value, read};
pub use write::{Writer, quoted};
