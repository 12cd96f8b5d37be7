//! Import: the files that offices have in — workbooks of three kinds, tables in JSON, printed pages as CSV — and plain tables
//! with the places of their cells out; what cannot be read is an issue.
//!
//! What is imported is a CSV with one header and one row a record, so that everything behind it (headers, rules, amounts,
//! checks) is the same code for all formats. It lies in the feature `import`: the command and the studio have it, a page does
//! not, for it reads what was published.

mod archive;
mod arrange;
mod biff;
mod consultation;
mod decode;
pub mod describe;
mod fault;
mod file;
mod fill;
mod foreign;
pub mod form;
mod funds;
mod guess;
mod html;
mod json_table;
pub mod limit;
mod link;
mod load;
mod name;
mod number;
mod ods;
mod ole;
mod origin;
mod parts;
mod plain;
mod plan;
mod reading;
mod record;
mod results;
mod set;
mod sheet;
mod table;
pub mod template;
mod unit;
mod workbook;
mod xls;
mod xlsx;
mod xml;

pub use consultation::consultation_documents;
pub use decode::{Decoder, decode, decode_told, is_document, unzip_at_most, unzip_file};
pub use fault::Fault;
pub use file::{Imported, import_text, import_workbook, publishable, sheet_of_text};
pub use foreign::{companions, load_foreign, load_indicators};
pub use json_table::is_json;
pub use load::{Loaded, is_unread, load_form, load_lone, load_package, personal_rules, profile_text, profiles};
pub use origin::{Origin, trace_issues};
pub use parts::Said;
pub use plain::{Anew, Plain, plain};
pub use plan::{Plan, read_plans};
pub use record::{RecordDifference, compare_loaded};
pub use set::{check_tables, table_lines, table_sets, table_sets_of, write_tables};
pub use sheet::{Hiding, Range, Sheet};
pub use workbook::{Found, Which, Workbook, is_workbook};
