//! The fuzz target for indicators of Open SDG: any bytes in; a finding is a panic.

#![no_main]

#[path = "../../src/container.rs"]
mod container;
#[path = "../../src/fuzzing.rs"]
mod fuzzing;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzing::read_any_indicator(bytes));
