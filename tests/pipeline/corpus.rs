//! Replays what the fuzzer found worth keeping: nothing in it makes the core panic.

use daylight_tests::{fuzzing, place};
use std::fs;

#[test]
fn the_corpus_still_passes() {
    let mut entries = 0;
    for entry in fs::read_dir(place::root().join("tests/fuzz/corpus")).unwrap() {
        fuzzing::read_anything(&fs::read(entry.unwrap().path()).unwrap());
        entries += 1;
    }
    assert!(entries >= 30, "{entries} entries");
}

#[test]
fn the_corpus_of_workbooks_still_passes() {
    let mut entries = 0;
    for entry in fs::read_dir(place::root().join("tests/fuzz/corpus-workbook")).unwrap() {
        fuzzing::read_any_workbook(&fs::read(entry.unwrap().path()).unwrap());
        entries += 1;
    }
    assert!(entries >= 8, "{entries} entries");
}

#[test]
fn the_corpus_of_flows_and_the_samples_of_each_form_still_pass() {
    let mut entries = 0;
    for folder in ["tests/fuzz/corpus-flow", "tests/pipeline/foreign"] {
        for entry in fs::read_dir(place::root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fuzzing::read_any_flow(&fs::read(path).unwrap());
                entries += 1;
            }
        }
    }
    assert!(entries >= 12, "{entries} entries");
}

#[test]
fn indicators_that_break_off_anywhere_still_pass() {
    let samples = place::root().join("tests/pipeline/foreign/open-sdg");
    for folder in ["data", "meta"] {
        for entry in fs::read_dir(samples.join(folder)).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            (0..=bytes.len()).step_by(3).for_each(|end| fuzzing::read_any_indicator(&bytes[..end]));
        }
    }
}
