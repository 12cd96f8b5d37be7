//! The Daylight elements: a package's bytes in, a picture that can be walked out; Leptos in the browser, plain HTML on the
//! host. A new element is a folder and a line in `registry.rs`.

pub mod budget;
pub mod chart;
pub mod consultation;
mod element;
pub mod fallback;
pub mod funds;
mod host;
pub mod load;
pub mod page;
pub mod registry;
pub mod results;
mod tell;
pub mod view;
