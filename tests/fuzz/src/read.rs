//! The fuzz target: any bytes in; a finding is a panic.

#![no_main]

// The replay of the corpus runs the same file as part of the tests; their package would bring a web client along.
#[path = "../../src/container.rs"]
mod container;
#[path = "../../src/fuzzing.rs"]
mod fuzzing;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzing::read_anything(bytes));
