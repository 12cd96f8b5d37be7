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
    let folder = place::copy_of_package("qinghe-funds");
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
    assert_golden(&package().join("outlines.json"), &qinghe::outlines());
    let lines = |id: &str| tables.iter().find(|table| table.id == id).unwrap().csv().lines().count() - 1;
    assert_eq!(lines("transfers"), qinghe::TRANSFERS);
    assert_eq!(lines("projects"), qinghe::PROJECTS);
    assert_eq!(lines("units"), 50);
}

#[test]
fn only_the_gap_and_the_short_road_are_told() {
    let report = check(&package());
    let rules: Vec<&str> = problems(&report).iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(rules, ["accepted-unfinished", "money-unaccounted"], "{report:#}");
    let message = |at: usize| report["issues"][at]["message"].as_str().unwrap();
    assert!(message(0).contains("p001 was accepted with 3 of 3.2"), "{}", message(0));
    assert!(message(1).contains(" 5000.00 is unaccounted for"), "{}", message(1));
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

/// Sums by some axes and the year, the amounts in hundredths: the phase, which is the table, the year, then the codes.
fn sums(package: &Path, by: &[&str]) -> Vec<(Vec<String>, i128)> {
    let asked = by.iter().flat_map(|axis| ["--by", axis]);
    let arguments: Vec<&str> = ["sum", package.to_str().unwrap()].into_iter().chain(asked).collect();
    let answer = command::json(&[arguments, vec!["--format", "json"]].concat());
    let rows = answer["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let keys = ["phase", "year"].iter().chain(by);
        let keys = keys.map(|key| row["keys"][key].as_str().unwrap_or("").to_owned()).collect();
        (keys, command::hundredths(row["amount"].as_str().unwrap()))
    })
    .collect()
}

#[test]
fn sums_equal_those_that_were_computed_without_us() {
    let mut compared = 0;
    for name in ["qinghe-funds", "jp-rs-flows-2024"] {
        let package = place::root().join("demo/data").join(name);
        let text = fs::read_to_string(package.join("expected.json")).unwrap();
        let expected: Value = serde_json::from_str(&text).unwrap();
        let ours = sums(&package, &["to.tier"]);
        for (group, amount) in expected["expected"]["totals"].as_object().unwrap() {
            let is_in = |keys: &[String]| format!("{} {}", keys[1], keys[0]).trim() == group;
            let sum: i128 = ours.iter().filter(|(keys, _)| is_in(keys)).map(|(_, sum)| sum).sum();
            assert_eq!(sum, command::hundredths(amount.as_str().unwrap()), "{name} {group}");
            compared += 1;
        }
    }
    assert_eq!(compared, 10);
}

#[test]
fn the_road_of_shiqiao_is_the_story() {
    let of = |axis: &str, table: &str, unit: &str| {
        let is_it = |keys: &[String]| keys[0] == table && keys[2] == "roads" && keys[3] == unit;
        let rows = sums(&package(), &["fund", axis]);
        rows.iter().filter(|(keys, _)| is_it(keys)).map(|(_, sum)| *sum).sum::<i128>()
    };
    let county = [of("to", "transfers", "q"), of("from", "transfers", "q"), of("unit", "holdings", "q")];
    assert_eq!(county, [241_300_000, 229_300_000, 12_000_000]);
    let town = [of("to", "transfers", "q-t1"), of("unit", "payments", "q-t1"), of("unit", "holdings", "q-t1")];
    assert_eq!(town, [229_300_000, 206_370_000, 22_930_000]);
}

#[test]
fn it_is_published_verified_and_compared_and_natural_persons_are_refused() {
    let site = tempfile::tempdir().unwrap();
    let out = site.path().to_str().unwrap();
    let publish = |package: &Path, day: &str| {
        command::daylight(&["publish", package.to_str().unwrap(), "--out", out, "--date", day]).status.code()
    };
    assert_eq!(publish(&package(), "2026-02-01"), Some(0));
    let named = changed("datapackage.json", |text| text.replacen("legal-person", "natural-person", 1));
    assert_eq!(publish(named.path(), "2026-02-08"), Some(1));
    let mended = changed("transfers.csv", |text| text.replacen(",2293000.00,", ",2292999.99,", 1));
    assert_eq!(publish(mended.path(), "2026-02-08"), Some(0));
    assert_eq!(command::daylight(&["verify", out]).status.code(), Some(0));
    let [before, after] = [package(), mended.path().to_owned()];
    let differs = command::daylight(&["diff", before.to_str().unwrap(), after.to_str().unwrap()]);
    assert_eq!(differs.status.code(), Some(1));
    let text = String::from_utf8(differs.stdout).unwrap();
    assert!(text.contains("2,293,000.00 yuan became 2,292,999.99 yuan"), "{text}");
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
            let headers: Vec<&str> = text.lines().next().unwrap().split(',').collect();
            let fields: Vec<Value> = headers.iter().map(|header| json!({"name": header, "type": "string"})).collect();
            let amounts = headers.iter().filter(|header| **header == "planned" || header.starts_with("source:"));
            let read: serde_json::Map<String, Value> =
                amounts.map(|header| ((*header).to_owned(), json!({"factor": 10_000}))).collect();
            json!({
                "name": name, "path": format!("{name}.csv"),
                "daylight:layout": {"read": read}, "schema": {"fields": fields},
            })
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

#[test]
fn a_unit_that_is_not_read_is_refused_where_it_stands() {
    for (word, value) in [("factor", json!(1_000)), ("unit", json!("万元")), ("scale", json!("thousands of something"))]
    {
        let folder = notice("12", &["4", "4", "4"]);
        let path = folder.path().join("datapackage.json");
        let mut descriptor: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let field = &mut descriptor["resources"][1]["schema"]["fields"][1];
        assert_eq!(field["name"], "amount");
        field[word] = value.clone();
        let text = serde_json::to_string_pretty(&descriptor).unwrap();
        fs::write(&path, &text).unwrap();
        let report = check(folder.path());
        let issue = report["issues"].as_array().unwrap().iter().find(|issue| issue["rule"] == "form-unit-unread");
        let issue = issue.unwrap_or_else(|| panic!("{word}: {report:#}"));
        let line = text.lines().position(|line| line.contains(&format!("\"{word}\": {value}"))).unwrap();
        assert_eq!((issue["file"].as_str(), issue["row"].as_u64()), (Some("datapackage.json"), Some(line as u64 + 1)));
        assert_eq!(report["ok"], false, "{report:#}");
    }
    // What the layout says too, or what changes nothing, is no fault: the amounts of the notice are in ten thousand yuan.
    let folder = notice("12", &["4", "4", "4"]);
    let path = folder.path().join("datapackage.json");
    let mut descriptor: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    descriptor["resources"][2]["schema"]["fields"][3]["factor"] = json!(10_000);
    descriptor["resources"][1]["schema"]["fields"][1]["unit"] = json!("元");
    fs::write(&path, descriptor.to_string()).unwrap();
    assert_eq!(check(folder.path())["ok"], true);
}
