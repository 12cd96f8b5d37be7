//! How often somebody may ask: who asks, by network, and how much is left for them.

mod bucket;
mod network;

pub use bucket::Buckets;
pub use network::{Network, asking};
