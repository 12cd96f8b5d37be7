//! The fuzz target: any bytes in; a finding is a panic.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| daylight_tests::fuzzing::read_anything(bytes));
