//! What elements of records share: a page of words and blocks in, what shows them out; cannot fail.

mod block;
mod finding;
mod frame;
mod pen;
mod unknown;

pub use block::{blocks, draw_steps, folder_of};
pub use finding::{can_be_shown, findings, refusal};
pub use frame::{contacts, crumbs, draw_seek, fallback, mark, sources};
pub use pen::{Pen, listed};
pub use unknown::{Unknown, note_value};
