//! The byte scanner: CSV bytes in, spans of cells, decimals and symbols out; knows no money, no schema and no encoding but UTF-8.
//!
//! A package of its own because optimisation levels are per package: the rest of the browser's module is built for size,
//! this one for speed.

mod batch;
mod decimal;
mod record;
mod symbol;
mod tuple;
mod usual;

pub use decimal::{Decimal, DecimalFault, Marks, decimal};
pub use record::{Dialect, Record, RecordFault, Scanner};
pub use symbol::{Symbol, Symbols};
pub use tuple::Tuples;
pub use usual::{Fixed, Rows};
