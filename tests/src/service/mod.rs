//! A consultation that is served and takes comments, and what is done to it: asked, killed, started again, traced.

mod http;
mod postgres;
mod taking;
mod trace;

pub use http::{Answer, ask};
pub use postgres::Postgres;
pub use taking::{Taking, consultation};
pub use trace::{Trace, attach, judge};
