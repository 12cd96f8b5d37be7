//! Table sets on real files and on ours: a department's nine tables as they were printed, and as the demonstration has them.
//! The printed ones are skipped where they are not there.

use daylight_tests::moved::moved_pages;
use daylight_tests::{command, place};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// The printed tables, page by page, and the folder that has them.
fn printed() -> Option<PathBuf> {
    let folder = place::data().map(|data| data.join("budgets-cjk/cn-putuo-guiziju-2024")).filter(|data| data.is_dir());
    if folder.is_none() {
        place::skip("cn-putuo-guiziju-2024 is not there");
    }
    folder
}

fn ours() -> PathBuf {
    place::root().join("demo/data/putuo-planning-2024-tables")
}

fn check(package: &Path, more: &[&str]) -> Value {
    let mut arguments = vec!["check", package.to_str().unwrap(), "--format", "json", "--lang", "zh-Hans"];
    arguments.extend(more);
    command::json(&arguments)
}

/// The nine tables are there, two of them empty, and nothing differs by more than rounding.
fn assert_nine(report: &Value) {
    assert_eq!(report["ok"], true, "{report:#}");
    let set = &report["sets"][0];
    let states: Vec<&str> =
        set["tables"].as_array().unwrap().iter().map(|table| table["state"].as_str().unwrap()).collect();
    assert_eq!(states, [vec!["filled"; 7], vec!["empty"; 2]].concat());
    assert_eq!((&set["rounded"], &set["different"], &set["unseen"]), (&json!(10), &json!(0), &json!(0)));
    let issues = report["issues"].as_array().unwrap();
    let health = issues.iter().find(|issue| issue["rule"] == "table-sum-rounded" && issue["column"] == 4);
    let message = health.expect("the classes are compared")["message"].as_str().unwrap();
    for figure in ["卫生健康支出", "236.63万元", "236.64万元", "0.01万元"] {
        assert!(message.contains(figure), "{message}");
    }
}

#[test]
fn nine_printed_tables_are_found_and_differ_by_rounding_only() {
    let Some(data) = printed() else { return };
    let descriptor = place::root().join("tests/descriptors/cn-putuo-guiziju-2024-tables");
    assert_nine(&check(&descriptor, &["--data", data.to_str().unwrap()]));
    let text = fs::read_to_string(data.join("p07_收入支出决算总表.csv")).unwrap();
    assert!(text.contains("总计,9859.38,总计,9859.38"));
    // The total is compared: another one is found, with both figures.
    let folder = tempfile::tempdir().unwrap();
    place::copy(&data, folder.path());
    fs::write(folder.path().join("p07_收入支出决算总表.csv"), text.replace("总计,9859.38,总计", "总计,9859.58,总计"))
        .unwrap();
    let report = check(&descriptor, &["--data", folder.path().to_str().unwrap()]);
    let issues = report["issues"].as_array().unwrap();
    let messages: Vec<&str> = issues
        .iter()
        .filter(|issue| issue["rule"] == "table-sum-differs")
        .map(|issue| {
            assert_eq!((&issue["file"], &issue["severity"]), (&json!("p07_收入支出决算总表.csv"), &json!("error")));
            issue["message"].as_str().unwrap()
        })
        .collect();
    assert_eq!(messages.len(), 2, "the parts of the income, and the expenditure: {messages:?}");
    assert!(messages.iter().all(|message| message.contains("9,859.58万元") && message.contains("9,859.38万元")));
}

#[test]
fn nine_printed_tables_are_found_by_their_marks_whatever_their_columns_are_called() {
    let Some(data) = printed() else { return };
    let descriptor = place::root().join("tests/descriptors/cn-putuo-guiziju-2024-tables/datapackage.json");
    let set = fs::read_to_string(place::root().join("profiles/cn/tables/department-final.json")).unwrap();
    let set: Value = serde_json::from_str(&set).unwrap();
    let list = |node: &Value| node.as_array().cloned().unwrap_or_default();
    // A field says which column of the set it is, since its name no longer does.
    let mark = |table: &str, field: &mut Value| {
        let table = list(&set["tables"]).into_iter().find(|known| known["id"] == table).expect("a table of the set");
        let is_named = |column: &Value| {
            let titles = column["titles"].as_object().unwrap().values().cloned();
            titles.chain(list(&column["aliases"])).any(|name| name == field["name"])
        };
        if let Some(column) = list(&table["columns"]).iter().find(|column| is_named(column)) {
            field["daylight:column"] = column["id"].clone();
        }
    };
    let folder = moved_pages(&descriptor, &data, &mark);
    assert_nine(&check(&folder.path().join("datapackage.json"), &[]));
    // Without the marks nothing is found.
    let bare = moved_pages(&descriptor, &data, &|_, _| {});
    let report = check(&bare.path().join("datapackage.json"), &[]);
    assert!(report["issues"].as_array().unwrap().iter().any(|issue| issue["rule"] == "table-column-missing"));
}

#[test]
fn nine_tables_of_the_demonstration_are_found_and_differ_by_rounding_only() {
    assert_nine(&check(&ours(), &[]));
    assert_nine(&check(&ours(), &["--set", "cn-department-final@2024"]));
}

#[test]
fn each_cell_of_the_demonstration_is_the_printed_one() {
    let Some(data) = printed() else { return };
    let mut compared = 0;
    for (ours_name, pages, first) in [
        ("1-summary.csv", &["p07_收入支出决算总表.csv"][..], 2),
        ("2-income.csv", &["p08_收入决算表.csv", "p09_收入决算表（续）.csv"], 2),
        ("3-expenditure.csv", &["p10_支出决算表.csv", "p11_支出决算表（续）.csv"], 2),
        ("4-appropriation.csv", &["p12_财政拨款收入支出决算总表.csv", "p13_财政拨款收入支出决算总表（续）.csv"], 2),
        (
            "5-general-public.csv",
            &["p14_一般公共预算财政拨款支出决算表.csv", "p15_一般公共预算财政拨款支出决算表（续）.csv"],
            2,
        ),
        ("7-three-publics.csv", &["p17_财政拨款三公经费支出决算表.csv"], 4),
        ("8-government-fund.csv", &["p18_政府性基金预算财政拨款收入支出决算表.csv"], 3),
        ("9-state-capital.csv", &["p19_国有资本经营预算财政拨款收入支出决算表.csv"], 3),
    ] {
        let mut official: Vec<Vec<String>> = Vec::new();
        for (number, page) in pages.iter().enumerate() {
            official.extend(rows(&data.join(page)).into_iter().skip(if number == 0 { first } else { 0 }));
        }
        // In the pages a total stands where the codes do, here where the names do.
        for row in official.iter_mut().filter(|row| row[0] == "合计") {
            row.swap(0, 1);
        }
        official.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let own: Vec<Vec<String>> = rows(&ours().join(ours_name)).into_iter().skip(1).collect();
        assert_eq!(own, official, "{ours_name}");
        compared += own.iter().flatten().count();
    }
    // The two halves of the printed table stand side by side, here one below the other, each before its total.
    let page: Vec<Vec<String>> = rows(&data.join("p16_一般公共预算财政拨款基本支出决算表.csv")).split_off(1);
    let half = |columns: std::ops::Range<usize>| {
        page.iter().map(move |row| row[columns.clone()].to_vec()).filter(|row| row.iter().any(|cell| !cell.is_empty()))
    };
    let mut official: Vec<Vec<String>> = half(0..3).chain(half(3..6)).collect();
    official.iter_mut().filter(|row| row[1].is_empty()).for_each(|row| row.swap(0, 1));
    let own: Vec<Vec<String>> = rows(&ours().join("6-basic.csv")).into_iter().skip(1).collect();
    assert_eq!(own, official);
    compared += own.iter().flatten().count();
    assert_eq!(compared, 1085, "cells");
}

/// The cells of a file, without the line feeds by which the print broke them.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    let cells = |record: csv::StringRecord| record.iter().map(|cell| cell.replace('\n', "")).collect();
    reader.records().map(|record| cells(record.unwrap())).collect()
}

#[test]
fn a_set_that_does_not_exist_is_refused_with_those_that_do() {
    let answer = command::daylight(&["check", ours().to_str().unwrap(), "--set", "cn-department"]);
    assert_eq!(answer.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&answer.stderr).contains("cn-department-final"));
}

#[test]
fn a_set_that_is_asked_for_lacks_every_table_that_no_resource_is() {
    let package = place::root().join("demo/data/putuo-planning-2024");
    let report = check(&package, &["--set", "cn-department-final"]);
    let missing = report["issues"].as_array().unwrap().iter().filter(|issue| issue["rule"] == "table-missing").count();
    assert_eq!((missing, &report["ok"]), (9, &json!(false)));
    let budget = check(&package, &["--set", "cn-department-budget"]);
    assert_eq!(budget["ok"], true, "general knowledge only warns");
}
