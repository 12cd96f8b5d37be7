//! The rules of consultation that the service asks for, each behind one function: texts, receipts, pairs of letters, personal
//! data. All but the last are the core's.

mod gram;
mod personal;

use daylight_core::consultation::receipt::Receipt;
use daylight_core::consultation::text;

pub use daylight_core::consultation::text::TextFault;
pub use gram::{Wanted, grams};
pub use personal::{Personal, Suspicion};

/// Plain text of at most so many characters.
///
/// # Errors
/// Where nothing is left of it, or too much.
pub fn clean(typed: &str, most: usize) -> Result<String, TextFault> {
    text::clean(typed, most).map(|clean| clean.text)
}

/// Writes the 128 bits of a receipt.
pub fn write_receipt(bits: u128) -> String {
    Receipt(bits).written()
}

/// Reads what somebody typed, in the form in which receipts are kept.
pub fn read_receipt(typed: &str) -> Option<String> {
    Receipt::read(typed).ok().map(Receipt::written)
}

/// A name as everybody may see it: its first letter, and that there is more.
pub fn masked(name: &str) -> String {
    name.chars().next().map(|first| format!("{first}**")).unwrap_or_default()
}
