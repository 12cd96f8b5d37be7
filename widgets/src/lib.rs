//! The Daylight elements: a package's bytes in, a picture that can be walked out; Leptos in the browser, plain HTML on the
//! host. A new element is a folder and a line in `registry.rs`.

pub mod budget;
mod element;
mod host;
mod load;
mod tell;
pub mod view;
