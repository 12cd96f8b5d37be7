//! The demo's packages are sound: the check finds no error, and their sums equal those that were computed without us.

use daylight_core::consultation::receipt::{Receipt, digest};
use daylight_tests::{command, place};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;

/// Sums by a dimension, keyed like `expected.json`: "2025 executed", "executed" or nothing, then the code.
fn sums(package: &str, by: &str) -> Vec<(String, String, String)> {
    let mut arguments = vec!["sum", package, "--format", "json"];
    if !by.is_empty() {
        arguments.extend(["--by", by]);
    }
    let answer = command::json(&arguments);
    // Funds are balances, which `pipeline_funds` compares.
    if !answer["balances"].is_null() {
        return Vec::new();
    }
    let rows = answer["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let key = |name: &str| row["keys"][name].as_str().unwrap_or("").to_owned();
        let code = if by.is_empty() { String::new() } else { key(by) };
        (format!("{} {}", key("year"), key("phase")), code, row["amount"].as_str().unwrap().to_owned())
    })
    .collect()
}

/// The amount that `expected` states for a code, under whichever of its ways of writing the group it uses.
fn stated<'a>(expected: &'a Value, group: &str, code: &str) -> Option<&'a str> {
    let phase = group.split(' ').next_back().unwrap_or("");
    let groups = [expected.get(group), expected.get(phase)].into_iter().flatten();
    groups.chain([expected]).find_map(|group| if code.is_empty() { group.as_str() } else { group.get(code)?.as_str() })
}

#[test]
fn packages_of_the_demo_are_sound() {
    let folder = place::root().join("demo/data");
    let mut compared = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let package = entry.unwrap().path();
        let name = package.to_str().unwrap();
        let report = command::json(&["check", name, "--format", "json"]);
        assert_eq!(report["ok"], true, "{name}: {report:#}");
        let text = fs::read_to_string(package.join("expected.json")).unwrap();
        let expected: Value = serde_json::from_str(&text).unwrap();
        for (section, amounts) in expected["expected"].as_object().unwrap() {
            let by = match section.as_str() {
                "total" | "totals" => "",
                word if word
                    .split(':')
                    .next()
                    .is_some_and(|word| ["functional", "economic", "administrative", "geo"].contains(&word)) =>
                {
                    word
                }
                _ => continue,
            };
            let mut ours = sums(name, by);
            if amounts.as_object().is_none_or(|amounts| amounts.values().all(Value::is_string) && !by.is_empty()) {
                ours = across(ours);
            }
            for (group, code, amount) in ours {
                let Some(stated) = stated(amounts, &group, &code) else { continue };
                assert_eq!(
                    command::hundredths(&amount),
                    command::hundredths(stated),
                    "{name} {section} {group} {code}"
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 300, "{compared} sums were compared");
}

#[test]
fn comments_are_counted_as_they_were_without_us() {
    let package = place::root().join("demo/data/qinghe-roads-plan");
    let text = fs::read_to_string(package.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let expected = &expected["expected"]["comments"];
    let report = command::json(&["check", package.to_str().unwrap(), "--format", "json"]);
    let told = &report["consultation"];
    for count in ["received", "voices", "channels", "withheld"] {
        assert_eq!(told[count], expected[count], "{count}");
    }
    let outcomes = expected["outcomes"].as_object().unwrap();
    for (outcome, count) in outcomes {
        assert_eq!(told[outcome], *count, "{outcome}");
    }
    // DEMO: 312 = 41 + 87 + 96 + 52 + 36, and nothing is without an outcome.
    let all: u64 = outcomes.values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!((all, told["received"].as_u64(), told["unsettled"].as_u64()), (312, Some(312), Some(0)));
}

/// What every visitor of the demo can check for themselves: each comment has an entry in the published list. A made-up receipt is the
/// beginning of a digest of its comment's number, and what is withheld has a text that says so.
#[test]
fn the_list_of_receipts_is_that_of_the_comments() {
    let sha256 = |bytes: &[u8]| -> [u8; 32] { Sha256::digest(bytes).into() };
    let package = place::root().join("demo/data/qinghe-roads-plan");
    let mut entries = Vec::new();
    for comment in csv::Reader::from_path(package.join("comments.csv")).unwrap().records() {
        let comment = comment.unwrap();
        let (id, text) = (&comment[0], &comment[4]);
        let bits = sha256(format!("qinghe-roads-plan receipt {id}").as_bytes());
        let receipt = Receipt(u128::from_be_bytes(bits[..16].try_into().unwrap()));
        let text = if text.is_empty() { format!("第{id}号意见的原文（演示）") } else { text.to_owned() };
        entries.push(digest(receipt, &text, sha256));
        if id == "21" {
            for page in ["demo/zh-Hans/consultation.html", "demo/en/consultation.html"] {
                let page = fs::read_to_string(place::root().join(page)).unwrap();
                assert!(page.contains(&receipt.written()), "{}", receipt.written());
            }
        }
    }
    entries.sort_unstable();
    let list = fs::read_to_string(package.join("receipts.csv")).unwrap();
    assert_eq!(list, format!("digest\n{}\n", entries.join("\n")));
}

/// Adds over phases and years, where the expectation does.
fn across(sums: Vec<(String, String, String)>) -> Vec<(String, String, String)> {
    let mut added: Vec<(String, String, i128)> = Vec::new();
    for (_, code, amount) in sums {
        let amount = command::hundredths(&amount);
        match added.iter_mut().find(|(_, known, _)| *known == code) {
            Some((_, _, sum)) => *sum += amount,
            None => added.push((String::new(), code, amount)),
        }
    }
    added.into_iter().map(|(group, code, sum)| (group, code, format!("{}.{:02}", sum / 100, sum % 100))).collect()
}
