//! The studio's core: the bytes of a file in, what is in it, what is wrong with it and a package of it out. Nothing here can send
//! anything anywhere: it knows no network, and its page has none (`connect-src 'none'`).
//!
//! [`session`] is all of it and runs on the host, where its tests are; `browser` lets a page call it.

pub mod archive;
mod browser;
pub mod edit;
pub mod found;
pub mod role;
pub mod session;
pub mod view;
