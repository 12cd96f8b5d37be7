//! Rules of totals: declared totals that differ from their parts, and rows that look like totals among their parts.

mod declared;
mod lookalike;
mod parent;

pub(super) use declared::Declared;
pub(super) use lookalike::Lookalikes;
pub(super) use parent::Parents;
