//! Ingest: a descriptor and the bytes of its files in, a stream of rows with places out; every fault is told, none stops it.
//!
//! A descriptor becomes a [`Package`] (what the columns mean), a package and its files become rows handed to a [`Visitor`].
//! Bytes are UTF-8 here: decoding and unzipping happen at the edge ([`encoding`] says how).

mod about;
mod codelist;
mod column;
mod columntype;
pub mod consultation;
mod consultform;
mod descriptor;
pub mod encoding;
mod factor;
mod fiscal03;
mod fiscal1;
pub mod form;
#[cfg(feature = "import")]
mod formaxis;
mod fundform;
pub mod funds;
mod header;
mod label;
mod layout;
mod link;
mod lone;
mod outline;
mod package;
mod reader;
#[cfg(feature = "import")]
mod record;
mod resolve;
mod resultform;
pub mod results;
mod row;
mod state;
mod statusword;
mod word;

pub(crate) use about::read_about;
pub use column::{Kept, LEFT_OUT, keep_named};
pub use descriptor::{read_lone, read_package, unknown_words};
#[cfg(feature = "import")]
pub use formaxis::{FORMS, form_names, form_of};
#[cfg(feature = "import")]
pub(crate) use layout::read_condition;
pub use layout::{As, Condition, RowRule};
pub use link::read_links;
pub use outline::{outlines_path, put_outlines};
pub use package::{AxisPlan, CodeShape, DimensionPlan, Field, Measure, Package, Role, Source, Table};
pub use reader::{Files, read_rows};
pub(crate) use reader::{dialect, find_header, headers};
#[cfg(feature = "import")]
pub use record::{LINKS, read_records};
pub use row::{AmountCell, Row, Sum, Visitor};
pub use state::{AxisState, MOST, Selection, model_axes};
pub use statusword::StatusWords;
pub(crate) use word::unknown_word;
#[cfg(feature = "import")]
pub(crate) use {
    header::{column_type as header_hint, is_amount as is_amount_header, stated_unit as header_unit},
    reader::{dialect as csv_dialect, find_columns, headers as csv_headers, names_columns},
};
#[cfg(test)]
mod tests;
