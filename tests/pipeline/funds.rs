//! Packages of funds: the demonstration's is what its seed makes, its story holds, and a fault of a hundredth is found; the
//! splits of real notices add up.

use daylight_tests::golden::assert_golden;
use daylight_tests::{command, place, qinghe};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn package() -> PathBuf {
    place::root().join("demo/data/qinghe-funds")
}

fn check(package: &Path) -> Value {
    command::json(&["check", package.to_str().unwrap(), "--format", "json"])
}

/// Rule, file and row of each problem.
fn problems(report: &Value) -> Vec<(&str, &str, u64)> {
    let issues = report["issues"].as_array().unwrap().iter();
    issues
        .map(|issue| {
            (issue["rule"].as_str().unwrap(), issue["file"].as_str().unwrap_or(""), issue["row"].as_u64().unwrap_or(0))
        })
        .collect()
}

/// A copy of the demonstration's package with one table changed.
fn changed(table: &str, change: impl Fn(&str) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(package()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let path = folder.path().join(table);
    let text = fs::read_to_string(&path).unwrap();
    let new = change(&text);
    assert_ne!(new, text, "the change changes something");
    fs::write(&path, new).unwrap();
    folder
}

#[test]
fn the_package_is_what_its_seed_makes() {
    let tables = qinghe::tables();
    for table in &tables {
        assert_golden(&package().join(format!("{}.csv", table.id)), &table.csv());
    }
    let lines = |id: &str| tables.iter().find(|table| table.id == id).unwrap().csv().lines().count() - 1;
    assert_eq!(lines("transfers"), qinghe::TRANSFERS);
    assert_eq!(lines("projects"), qinghe::PROJECTS);
    assert_eq!(lines("units"), 50);
}

#[test]
fn only_the_gap_and_the_short_road_are_told() {
    let report = check(&package());
    let rules: Vec<&str> = problems(&report).iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(rules, ["money-unaccounted", "accepted-unfinished"], "{report:#}");
    let messages: Vec<&str> =
        report["issues"].as_array().unwrap().iter().map(|issue| issue["message"].as_str().unwrap()).collect();
    assert!(messages[0].contains(" 5000.00 is unaccounted for"), "{}", messages[0]);
    assert!(messages[1].contains("p001 was accepted with 3 of 3.2"), "{}", messages[1]);
}

#[test]
fn a_hundredth_in_five_thousand_transfers_is_named_with_place_and_both_figures() {
    // What Shiqiao's township received for the road, a hundredth less: the county passed on less, the township has more than came.
    let folder = changed("transfers.csv", |text| text.replacen(",2293000.00,", ",2292999.99,", 1));
    let report = check(folder.path());
    let told: Vec<&str> =
        report["issues"].as_array().unwrap().iter().map(|issue| issue["message"].as_str().unwrap()).collect();
    let has = |words: &[&str]| told.iter().any(|message| words.iter().all(|word| message.contains(word)));
    assert!(has(&["清河县", "2413000.00", "2412999.99", " 0.01 "]), "{told:#?}");
    assert!(has(&["双河镇", "2292999.99", "2293000.00", " 0.01 "]), "{told:#?}");
    assert_eq!(told.len(), 4, "{told:#?}");
    let units: Vec<_> = problems(&report).into_iter().filter(|(rule, ..)| rule.starts_with("money-")).collect();
    assert!(units.iter().all(|(_, file, row)| *file == "units.csv" && *row > 1), "{units:?}");
}

/// Splits of real notices in ten thousand yuan: the plan, and what the tiers give.
const REAL: [(&str, &[&str]); 6] = [
    ("3069.7", &["0", "1000", "500", "1569.7"]),
    ("241.3", &["125.5", "91.2", "24.6"]),
    ("2947.76", &["1266.8", "787.76", "893.2"]),
    ("600", &["559", "41"]),
    ("310", &["212", "98"]),
    ("12", &["4", "4", "4"]),
];

/// A package with one project of a plan and its sources.
fn notice(plan: &str, sources: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let tiers = ["central", "province", "city", "county"];
    let columns: Vec<String> = tiers[..sources.len()].iter().map(|tier| format!("source:{tier}")).collect();
    let projects = format!("id,name,unit,planned,{}\np1,Project,q,{plan},{}\n", columns.join(","), sources.join(","));
    let files = [
        ("units", "id,name,tier\nq,Qinghe,county\n".to_owned()),
        ("transfers", "to,amount\nq,0\n".to_owned()),
        ("projects", projects),
    ];
    let resources: Vec<Value> = files
        .iter()
        .map(|(name, text)| {
            fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
            let is_amount = |header: &str| ["amount", "planned"].contains(&header) || header.starts_with("source:");
            let field = |header| match is_amount(header) {
                true => json!({"name": header, "type": "number", "factor": 10000}),
                false => json!({"name": header, "type": "string"}),
            };
            let fields: Vec<Value> = text.lines().next().unwrap().split(',').map(field).collect();
            json!({"name": name, "path": format!("{name}.csv"), "schema": {"fields": fields}})
        })
        .collect();
    let descriptor = json!({
        "name": "notice", "title": "Notice", "profile": "daylight-funds", "daylight:profile": "cn",
        "daylight:language": "en", "daylight:currency": "CNY",
        "daylight:contacts": {"unit": "Qinghe", "phone": "12317"}, "resources": resources,
    });
    fs::write(folder.path().join("datapackage.json"), descriptor.to_string()).unwrap();
    folder
}

#[test]
fn real_splits_reconcile_and_a_hundredth_off_is_named() {
    for (plan, sources) in REAL {
        let right = check(notice(plan, sources).path());
        assert!(!problems(&right).iter().any(|(rule, ..)| *rule == "split-differs"), "{plan}: {right:#}");
        assert_eq!(right["ok"], true, "{right:#}");
        // 0.01 in ten thousand yuan are a hundred yuan.
        let last = sources[sources.len() - 1];
        let off = format!("{:.2}", last.parse::<f64>().unwrap() + 0.01);
        let wrong: Vec<&str> = sources[..sources.len() - 1].iter().copied().chain([off.as_str()]).collect();
        let report = check(notice(plan, &wrong).path());
        let issues = report["issues"].as_array().unwrap();
        let issue = issues.iter().find(|issue| issue["rule"] == "split-differs");
        let message = issue.and_then(|issue| issue["message"].as_str()).unwrap_or_default();
        assert!(message.contains("a difference of 100.00"), "{plan}: {report:#}");
    }
}
