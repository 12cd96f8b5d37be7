//! Results in the forms of others — indicators of Open SDG, promise trackers, accountability exports of Decidim — in, tables of the
//! form "daylight-results" out; `None` where it is none of them. How far anything is, as they say it, is kept as an evaluation:
//! docs/decisions/foreign-results.md.

mod decidim;
mod markdown;
mod meta;
mod promise;
mod sdg;
mod series;

pub use sdg::{companions, pairs, read_pairs};

use super::draft::Draft;
use crate::import::fault::Fault;
use crate::json::Node;

/// Reads a document of JSON.
pub fn read_json(root: &Node, draft: &mut Draft) -> Option<()> {
    decidim::read_json(root, draft).or_else(|| promise::read(root, draft))
}

/// Reads CSV.
pub fn read_text(text: &str, draft: &mut Draft) -> Option<Result<(), Fault>> {
    decidim::read_text(text, draft)
}
