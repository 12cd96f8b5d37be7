//! The test harness: a real browser, the site under test, and what must hold of any page; methods panic with what was expected.
//!
//! | module | what it gives |
//! |---|---|
//! | [`browser`] | a headless browser: go, find, click, press keys, wait, look |
//! | [`webdriver`], [`driver`], [`program`] | the protocol, the driver's process, where the programs are |
//! | [`emulation`] | window size, colour scheme, forced colours, print, slow network, slow processor, blocked files |
//! | [`console`], [`network`], [`layout_shift`], [`axe`], [`accessibility_tree`] | what a page said, asked for, moved, and how it reads |
//! | [`site`], [`page_server`] | `daylight serve` over a folder; pages of a test's own with any header |
//! | [`stage`] | a page with an element on it, and ways to meet the element |
//! | [`service`] | a consultation that takes comments; a throw-away PostgreSQL; a trace of what reaches the disk |
//! | [`bomb`] | small files that would be large |
//! | [`fuzzing`] | what the fuzzer runs and the replay of its corpus |
//! | [`command`] | `daylight` as a process |
//! | [`golden`], [`place`] | expected files and where things are |
//! | [`moved`] | real files with rows shuffled and columns renamed |
//! | [`personal`], [`schema`] | cases of personal data; JSON Schema |
//! | [`qr`] | what a QR code says |
//! | [`qinghe`] | the demonstration's package of funds, from a fixed seed |
//! | [`ledger`] | the seeded file that the benchmark adds up |

pub mod accessibility_tree;
pub mod axe;
pub mod bomb;
pub mod browser;
pub mod command;
pub mod console;
pub mod container;
pub mod driver;
pub mod emulation;
pub mod fuzzing;
pub mod golden;
pub mod keyboard;
pub mod layout_shift;
pub mod ledger;
pub mod moved;
pub mod network;
pub mod next_version;
pub mod page_server;
pub mod payload;
pub mod personal;
pub mod place;
pub mod program;
pub mod qinghe;
pub mod qr;
pub mod schema;
pub mod service;
pub mod site;
pub mod stage;
pub mod wait;
pub mod webdriver;
