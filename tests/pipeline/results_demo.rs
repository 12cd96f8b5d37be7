//! Packages of results: the demonstration's is what its texts and the funds make; every status is what another program computes from
//! the published rule; the story holds; the real figures are those of their sources.

use daylight_tests::golden::assert_golden;
use daylight_tests::{command, place, qinghe};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packages of the demonstration that hold results.
const PACKAGES: [&str; 3] = ["canada-cif", "qinghe-results", "uk-sdg"];

fn package(name: &str) -> PathBuf {
    place::root().join("demo/data").join(name)
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// What `expected.json` says was computed without us.
fn expected(name: &str) -> Value {
    read(&package(name).join("expected.json"))["expected"].take()
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

fn table(name: &str, table: &str) -> Vec<BTreeMap<String, String>> {
    rows(&package(name).join(format!("{table}.csv")))
}

/// What the program in Python says of a package; `None` where there is no Python, which is told.
fn independent(folder: &Path) -> Option<Value> {
    let program = place::root().join("tests/independent/results.py");
    let output = Command::new("python3").arg(program).arg(folder).output();
    let Ok(output) = output else {
        place::skip("python3 is not on the PATH");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("it prints JSON"))
}

#[test]
fn the_package_is_what_its_texts_and_the_funds_make() {
    let tables = qinghe::results();
    for table in &tables {
        assert_golden(&package("qinghe-results").join(format!("{}.csv", table.id)), &table.csv());
    }
    let lines = |id: &str| table("qinghe-results", id).len();
    assert_eq!(["goals", "tasks", "indicators", "audits", "findings"].map(lines), [7, 20, 25, 2, 12]);
    assert!((55..=75).contains(&lines("updates")), "{} updates", lines("updates"));
}

#[test]
fn every_package_of_results_is_tried_here() {
    let folders = fs::read_dir(place::root().join("demo/data")).unwrap().map(|entry| entry.unwrap().path());
    let is_of_results = |folder: &PathBuf| read(&folder.join("datapackage.json"))["profile"] == "daylight-results";
    let found: BTreeSet<PathBuf> = folders.filter(is_of_results).collect();
    assert_eq!(found, PACKAGES.map(package).into());
}

#[test]
fn another_program_computes_what_is_expected() {
    for name in PACKAGES {
        let Some(computed) = independent(&package(name)) else { return };
        let whole = json!({
            "dataset": name,
            "computed_with": "tests/independent/results.py, from the files of the package and the published rule; not with Daylight",
            "amounts": "in major units of the currency",
            "expected": computed,
        });
        let text = serde_json::to_string_pretty(&whole).unwrap() + "\n";
        assert_golden(&package(name).join("expected.json"), &text);
    }
}

#[test]
fn what_the_command_says_is_what_another_program_computes() {
    for name in PACKAGES {
        let report = command::json(&["check", package(name).to_str().unwrap(), "--format", "json"]);
        assert_eq!(report["ok"], true, "{name}: {report:#}");
        assert_same(name, &report["results"], &expected(name));
    }
}

/// The day, the rule, and every status and finding are the same.
#[track_caller]
fn assert_same(name: &str, ours: &Value, theirs: &Value) {
    for key in ["as-of", "rule"] {
        assert_eq!(ours[key], theirs[key], "{name} {key}");
    }
    for key in ["statuses", "findings"] {
        let [ours, theirs] = [ours, theirs].map(|results| results[key].as_array().cloned().unwrap_or_default());
        assert_eq!(ours.len(), theirs.len(), "{name}: {key}");
        for (one, other) in ours.iter().zip(&theirs) {
            for (word, value) in other.as_object().unwrap() {
                assert_eq!(&one[word], value, "{name}: {word} of {one} and of {other}");
            }
        }
    }
}

/// Status and reason of a thing of the demonstration.
fn of(expected: &Value, kind: &str, id: &str) -> [String; 2] {
    let statuses = expected["statuses"].as_array().unwrap();
    let found = statuses.iter().find(|status| status["kind"] == kind && status["id"] == id);
    ["status", "why"].map(|key| found.unwrap_or_else(|| panic!("{kind} {id}"))[key].as_str().unwrap().to_owned())
}

#[test]
fn the_story_holds() {
    let expected = expected("qinghe-results");
    assert_eq!(expected["as-of"], qinghe::AS_OF);
    for (kind, id, status, why) in [
        ("indicator", "i01", "late", "missed"),
        ("task", "t01", "late", "overdue"),
        ("task", "t03", "on-track", "steps"),
        ("task", "t08", "late", "overdue"),
        ("task", "t11", "done", "steps-done"),
        ("task", "t14", "on-track", "steps"),
        ("task", "t12", "not-measurable", "no-figures"),
        ("indicator", "i14", "on-track", "on-path"),
        ("indicator", "i20", "not-measurable", "no-figure"),
        ("plan", "wr25", "late", "parts"),
        ("plan", "fyp15", "on-track", "parts"),
    ] {
        assert_eq!(of(&expected, kind, id), [status, why], "{kind} {id}");
    }
    let scores: Vec<(String, String, String)> = table("qinghe-results", "evaluations")
        .into_iter()
        .filter(|row| row["of"] == "t01")
        .map(|row| (row["kind"].clone(), row["score"].clone(), row["answered"].clone()))
        .collect();
    let told = [("self", "92", ""), ("third-party", "74", ""), ("survey", "71", "403")];
    assert_eq!(scores, told.map(|(kind, score, count)| (kind.to_owned(), score.to_owned(), count.to_owned())));
    // The twelve of ten thousand yuan that stayed with the county are past their day.
    assert_eq!(
        expected["findings"][0],
        json!({"id": "f01", "state": "under-way", "overdue": true, "amount": "120000.00"})
    );
}

#[test]
fn every_status_occurs_in_every_kind_of_promise() {
    let expected = expected("qinghe-results");
    let all = BTreeSet::from(["done", "late", "not-measurable", "on-track"].map(str::to_owned));
    for kind in ["development", "reform", "livelihood"] {
        let tasks = table("qinghe-results", "tasks").into_iter().filter(|task| task["kind"] == kind);
        let found: BTreeSet<String> = tasks.map(|task| of(&expected, "task", &task["id"])[0].clone()).collect();
        assert_eq!(found, all, "{kind}");
    }
    for (kind, rows) in [("goal", "goals"), ("task", "tasks"), ("indicator", "indicators")] {
        let rows = table("qinghe-results", rows).into_iter();
        let found: BTreeSet<String> = rows.map(|row| of(&expected, kind, &row["id"])[0].clone()).collect();
        assert_eq!(found, all, "{kind}");
    }
}

#[test]
fn findings_balance_in_count_and_money() {
    for balance in expected("qinghe-results")["balances"].as_array().unwrap() {
        let (count, amount) = (&balance["count"], &balance["amount"]);
        let states = ["done", "under-way", "not-done"];
        let counted: i64 = states.iter().map(|state| count[*state].as_i64().unwrap()).sum();
        let money = |key: &str| command::hundredths(amount[key].as_str().unwrap());
        assert_eq!(counted, count["found"].as_i64().unwrap(), "{balance}");
        assert_eq!(states.iter().map(|state| money(state)).sum::<i128>(), money("found"), "{balance}");
        if !balance["audit"].is_null() {
            assert_eq!([&count["stated"], &amount["stated"]], [&count["found"], &amount["found"]], "{balance}");
        }
    }
}

/// Values of an indicator as they are told: period and value, in the order of the file.
fn values(name: &str, indicator: &str) -> Vec<(String, String)> {
    let rows = table(name, "values").into_iter().filter(|row| row["indicator"] == indicator);
    rows.map(|row| (row["period"].clone(), row["value"].clone())).collect()
}

#[test]
fn real_figures_are_those_of_their_sources() {
    let Some(data) = place::data() else { return place::skip("the published data sets are not here") };
    let blank = |row: &BTreeMap<String, String>, columns: &[&str]| columns.iter().all(|column| row[*column].is_empty());
    type Keep<'a> = &'a dyn Fn(&BTreeMap<String, String>) -> bool;
    let sources: [(&str, &str, &str, Keep<'_>, usize); 4] = [
        ("uk-sdg", "1-2-1", "sdg-uk-poverty-unemployment", &|row| blank(row, &["Age", "Sex"]), 14),
        (
            "uk-sdg",
            "8-5-2",
            "sdg-uk-poverty-unemployment",
            &|row| {
                let groups = ["Age", "Country", "Region", "Country of birth", "Disability status", "Sex"];
                row["Series"] == "Seasonally adjusted" && blank(row, &groups)
            },
            93,
        ),
        (
            "canada-cif",
            "1-1-1",
            "cif-canada-targets",
            &|row| blank(row, &["Geography", "Age group", "Gender", "Economic family type"]),
            9,
        ),
        ("canada-cif", "11-1-1", "cif-canada-targets", &|row| row["Units"] == "Number", 9),
    ];
    for (name, indicator, folder, keep, count) in sources {
        let path = data.join("indicators").join(folder).join(format!("indicator_{indicator}.csv"));
        let theirs = rows(&path).into_iter().filter(keep).map(|row| (row["Year"].clone(), row["Value"].clone()));
        let theirs: Vec<(String, String)> = theirs.collect();
        assert_eq!(theirs.len(), count, "{indicator}");
        assert_eq!(values(name, indicator), theirs, "{indicator}");
    }
    // Targets and first years are in the words and options of the metadata.
    for (indicator, words) in [
        ("1-1-1", ["50% reduction", "target: 7.25", "target_year: 2030"]),
        ("11-1-1", ["by 50% compared to 2016", "target: 13433", "target_year: 2028"]),
    ] {
        let path = data.join("indicators/cif-canada-targets").join(format!("meta_{indicator}.md"));
        let text = fs::read_to_string(path).unwrap();
        assert!(words.iter().all(|word| text.contains(word)), "{indicator}");
        let target = table("canada-cif", "targets").into_iter().find(|row| row["indicator"] == indicator).unwrap();
        assert_eq!(format!("target: {}", target["value"]), words[1]);
        assert_eq!(format!("target_year: {}", target["period"]), words[2]);
        let row = table("canada-cif", "indicators").into_iter().find(|row| row["id"] == indicator).unwrap();
        let baseline = (row["baseline-period"].clone(), row["baseline"].clone());
        assert_eq!(values("canada-cif", indicator)[0], baseline);
    }
}

/// What a package of the demonstration publishes an id of: units and projects of funds, items of the budget.
fn ids(name: &str) -> BTreeSet<String> {
    let columns: &[(&str, &str)] = match name {
        "qinghe-funds" => &[("units", "id"), ("projects", "id")],
        "qinghe-budget-2025" => &[("budget-2025", "功能分类科目编码")],
        _ => &[],
    };
    let cells = |(file, column): &(&str, &str)| {
        let column = (*column).to_owned();
        table(name, file).into_iter().map(move |row| row[&column].clone())
    };
    columns.iter().flat_map(cells).collect()
}

#[test]
fn links_lead_to_what_other_packages_publish() {
    let links = table("qinghe-results", "links");
    assert!(links.len() > 8);
    for link in &links {
        assert!(ids(&link["package"]).contains(&link["to"]), "{link:?}");
    }
    let leads = |id: &str, to: &str| links.iter().any(|link| link["id"] == id && link["to"] == to);
    // The money that stayed with the county leads to the county in the funds; the road to the project that was built short.
    assert!(leads("f01", "q") && leads("f02", "p001") && leads("t01", "p001") && leads("g1", "2140602"));
}
