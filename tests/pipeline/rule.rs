//! Every rule has a file that triggers it and nothing else, and messages in every language.

use daylight_core::words::{LANGUAGES, Words};
use daylight_tests::{command, place};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// The rules that the language files know.
fn rules(lang: &str) -> BTreeSet<String> {
    Words::built_in(lang).keys().filter_map(|key| key.strip_prefix("rule.").map(str::to_owned)).collect()
}

#[test]
fn each_rule_has_a_file_that_triggers_only_it() {
    let folder = place::root().join("tests/pipeline/rules");
    let samples: BTreeSet<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(samples, rules("en"), "one folder a rule");
    for rule in &samples {
        let descriptor = folder.join(rule).join("datapackage.json");
        let path = if descriptor.is_file() { descriptor } else { folder.join(rule).join("a.csv") };
        for (lang, _) in LANGUAGES {
            let report = command::json(&["check", path.to_str().unwrap(), "--format", "json", "--lang", lang]);
            let issues = report["issues"].as_array().unwrap();
            // Signs of amounts are noted for any column: that of the very row with the error adds nothing.
            let place = |issue: &Value| (issue["file"].clone(), issue["row"].clone());
            let is_echo = |issue: &&Value| {
                let is_error_there = |other: &Value| other["severity"] == "error" && place(other) == place(issue);
                issue["severity"] == "note" && issues.iter().any(is_error_there)
            };
            let told = issues.iter().filter(|issue| !is_echo(issue));
            let found: BTreeSet<&str> = told.map(|issue| issue["rule"].as_str().unwrap()).collect();
            assert_eq!(found, BTreeSet::from([rule.as_str()]), "{rule}");
            for issue in issues {
                let message = issue["message"].as_str().unwrap();
                // A brace may belong to what is to be written: `{"headerRows": [3]}`.
                let is_hole = |rest: &str| rest.starts_with(|char: char| char.is_ascii_lowercase());
                assert!(!message.split('{').skip(1).any(is_hole), "{rule} in {lang} leaves a placeholder: {message}");
            }
        }
    }
}

#[test]
fn exit_codes_tell_clean_wrong_and_unreadable_apart() {
    let code = |rule: &str| {
        let path = place::root().join("tests/pipeline/rules").join(rule);
        command::daylight(&["check", path.to_str().unwrap()]).status.code()
    };
    assert_eq!(code("amount-negative"), Some(0), "notes are no errors");
    assert_eq!(code("label-differs"), Some(0), "warnings are no errors");
    assert_eq!(code("amount-unreadable"), Some(1));
    assert_eq!(code("descriptor-unreadable"), Some(2));
    assert_eq!(code("file-missing"), Some(2));
    assert_eq!(command::daylight(&["check", "/nowhere"]).status.code(), Some(2));
}
