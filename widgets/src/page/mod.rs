//! What elements of records share: a page of words and blocks in, what shows them out; cannot fail.

mod block;
mod frame;
mod pen;

pub use block::{blocks, draw_steps, folder_of};
pub use frame::{contacts, crumbs, draw_seek, fallback, mark, sources};
pub use pen::{Pen, listed};
