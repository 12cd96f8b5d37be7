//! Rules of totals: declared totals that differ from their parts, and rows that look like totals among their parts.

mod declared;
mod lookalike;
#[cfg(feature = "import")]
mod named;
mod parent;

pub(super) use declared::Declared;
pub(super) use lookalike::Lookalikes;
#[cfg(feature = "import")]
pub(super) use named::{Called, Named, called};
pub(super) use parent::Parents;
