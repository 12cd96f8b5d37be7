//! What published packages look like on a site: records, digests and the way to read them, shared by `publish`, `verify`, `withdraw`
//! and `render`.

pub mod column;
pub mod day;
pub mod digest;
pub mod package;
pub mod record;
pub mod shelf;
