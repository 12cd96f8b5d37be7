//! Exact money: cells in, integers of minor units out; reading fails with a reason, adding cannot fail.

mod amount;
mod currency;
mod notation;
mod share;

pub use amount::{Amount, AmountFault, MAX_CELL_MINOR};
pub use currency::Currency;
pub use notation::{AmountReader, Notation, Unit};
pub use share::apportion;
