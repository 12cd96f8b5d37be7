//! What a clerk meets who checks a table of a finance office: one column with all levels of a code, amounts in ten thousand,
//! a slip in the descriptor. Each message names the cell, and one cause is told once.

use daylight_tests::{command, place};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const TABLE: &str = "科目编码,科目名称,预算数
201,一般公共服务支出,\"1,234.50\"
20101,人大事务,120.00
2010101,行政运行,100.00
2010102,一般行政管理事务,20.00
20103,政府办公厅,\"1,114.50\"
2010301,行政运行,\"1,114.50\"
205,教育支出,\"3,000.00\"
20502,普通教育,\"3,000.00\"
2050202,小学教育,\"2,000.00\"
2050203,初中教育,\"1,000.00\"
,合计,\"4,234.50\"
";

/// The descriptor of the table; rows of three and five digits and the last one are totals.
fn described() -> Value {
    let field = |name: &str, kind: &str| json!({"name": name, "columnType": kind});
    let constant = |name: &str, kind: &str, value: &str| json!({"name": name, "columnType": kind, "constant": value});
    json!({
        "name": "town", "title": "预算", "daylight:profile": "cn", "daylight:status": "approved",
        "resources": [{
            "name": "budget", "path": "budget.csv",
            "schema": {
                "fields": [
                    field("科目编码", "functional-classification:cn:code"),
                    field("科目名称", "functional-classification:cn:label"),
                    field("预算数", "value")
                ],
                "extraFields": [
                    constant("phase", "phase:id", "approved"),
                    constant("currency", "value-currency:code", "CNY")
                ]
            },
            "daylight:layout": {
                "rows": [
                    {"when": {"field": "科目编码", "matches": ["???", "?????"]}, "as": "total"},
                    {"when": {"field": "科目名称", "is": ["合计", "总计"]}, "as": "total"}
                ],
                "read": {"预算数": {"factor": 10000}}
            }
        }]
    })
}

/// A package in a folder that goes when it is dropped.
fn package(table: &[u8], descriptor: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("budget.csv"), table).unwrap();
    fs::write(folder.path().join("datapackage.json"), descriptor).unwrap();
    folder
}

/// A package with the table as it should be, but for one replacement.
fn with(old: &str, new: &str) -> TempDir {
    assert!(TABLE.contains(old), "{old}");
    package(TABLE.replacen(old, new, 1).as_bytes(), &format!("{:#}", described()))
}

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

/// Rule, cell and message of each error.
fn errors(folder: &TempDir) -> Vec<(String, String, String)> {
    let report = command::json(&["check", path(folder), "--format", "json"]);
    let text = |issue: &Value, key: &str| issue[key].as_str().unwrap_or("").to_owned();
    let errors = report["issues"].as_array().unwrap().iter().filter(|issue| issue["severity"] == "error");
    errors.map(|issue| (text(issue, "rule"), text(issue, "cell"), text(issue, "message"))).collect()
}

/// Rule and cell of each error.
fn places(folder: &TempDir) -> Vec<(String, String)> {
    errors(folder).into_iter().map(|(rule, cell, _)| (rule, cell)).collect()
}

fn of(rule: &str, cell: &str) -> (String, String) {
    (rule.to_owned(), cell.to_owned())
}

#[test]
fn one_rule_marks_the_totals_of_a_column_with_all_levels() {
    assert_eq!(errors(&with("合计", "总计")), []);
    let only_201 = |descriptor: &mut Value| {
        descriptor["resources"][0]["daylight:layout"]["rows"] = json!([
            {"when": {"field": "科目编码", "is": "201"}, "as": "total"},
            {"when": {"field": "科目名称", "matches": "*计"}, "as": "total"},
            {"when": {"field": "科目编码", "is": ["20101", "20103", "205", "20502"]}, "as": "total"}
        ]);
    };
    let mut descriptor = described();
    only_201(&mut descriptor);
    assert_eq!(errors(&package(TABLE.as_bytes(), &descriptor.to_string())), []);
}

#[test]
fn a_total_is_compared_with_the_rows_under_its_code_in_the_words_of_the_cell() {
    let found = errors(&with("20502,普通教育,\"3,000.00\"", "20502,普通教育,\"3,000.50\""));
    assert_eq!(found.len(), 1, "{found:?}");
    let (rule, cell, message) = &found[0];
    assert_eq!((rule.as_str(), cell.as_str()), ("total-differs", "C9"));
    assert!(message.contains("“3,000.50” × 10000 = 30005000.00, the 2 rows"), "{message}");
    assert!(message.ends_with("The total is larger by 5000.00."), "{message}");
}

#[test]
fn a_parent_that_is_not_marked_is_compared_with_what_its_children_say() {
    let mut descriptor = described();
    descriptor["resources"][0]["daylight:layout"]["rows"].as_array_mut().unwrap().remove(0);
    let table = TABLE.replacen("205,教育支出,\"3,000.00\"", "205,教育支出,\"2,999.00\"", 1).replacen(
        "4,234.50",
        "11,702.50",
        1,
    );
    let found = errors(&package(table.as_bytes(), &descriptor.to_string()));
    let differs: Vec<_> = found.iter().filter(|(rule, ..)| rule == "parent-differs").collect();
    assert_eq!(differs.len(), 1, "a subtotal is not added to its parts again: {found:?}");
    assert_eq!(differs[0].1, "C8");
    assert!(differs[0].2.contains("“2,999.00” × 10000 = 29990000.00"), "{}", differs[0].2);
    assert!(differs[0].2.ends_with("The parts are larger by 10000.00."), "{}", differs[0].2);
    assert_eq!(found.iter().filter(|(rule, ..)| rule == "looks-like-total").count(), 4, "{found:?}");
}

#[test]
fn an_amount_that_cannot_be_read_is_told_once() {
    assert_eq!(places(&with("\"1,000.00\"", "\"1,00O.00\"")), [of("amount-unreadable", "C11")]);
    assert_eq!(
        places(&with("行政运行,\"1,114.50\"", "行政运行,?")),
        [of("amount-unreadable", "C7")],
        "the only part of 20103"
    );
    let mut descriptor = described();
    descriptor["resources"][0]["daylight:layout"]["rows"].as_array_mut().unwrap().remove(0);
    let table = TABLE.replacen("初中教育,\"1,000.00\"", "初中教育,x", 1);
    let found = places(&package(table.as_bytes(), &descriptor.to_string()));
    assert!(found.contains(&of("amount-unreadable", "C11")), "{found:?}");
    assert!(!found.iter().any(|(rule, _)| rule.ends_with("-differs")), "{found:?}");
}

#[test]
fn a_row_without_rows_below_it_is_no_total() {
    let found = places(&with("20502,普通教育", "20501,教育管理事务,7\n20502,普通教育"));
    assert_eq!(found, [of("total-without-parts", "C9")]);
}

#[test]
fn a_sum_of_faulty_data_is_printed_and_refused_at_once() {
    let faulty = with("\"1,000.00\"", "\"1,00O.00\"");
    let run = |format: &str| command::daylight(&["sum", path(&faulty), "--format", format]);
    let answer = run("json");
    let sums: Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!((answer.status.code(), &sums["ok"], &sums["errors"]), (Some(1), &json!(false), &json!(1)));
    assert_eq!(sums["rows"][0]["amount"], "32345000.00");
    assert!(String::from_utf8_lossy(&answer.stderr).contains("1 error was found"));
    assert_eq!((run("csv").status.code(), run("text").status.code()), (Some(1), Some(1)));
    let clean = with("合计", "总计");
    let answer = command::daylight(&["sum", path(&clean), "--format", "json"]);
    let sums: Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!((answer.status.code(), &sums["ok"], &sums["errors"]), (Some(0), &json!(true), &json!(0)));
    assert!(answer.stderr.is_empty());
}

#[test]
fn slips_in_a_descriptor_are_told_with_line_and_what_was_meant() {
    let text = format!("{:#}", described());
    let lines = |old: &str, new: &str, lang: &str| {
        assert!(text.contains(old), "{old}");
        let folder = package(TABLE.as_bytes(), &text.replacen(old, new, 1));
        let out = command::daylight(&["check", path(&folder), "--lang", lang]).stdout;
        String::from_utf8(out).unwrap()
    };
    let line_of = |old: &str| text.lines().position(|line| line.contains(old)).unwrap() + 1;
    let told = lines("functional-classification:cn:code", "functional-clasification:cn:code", "en");
    assert!(
        told.contains("“functional-clasification” is not one of")
            && told.contains("Is “functional-classification” meant?")
    );
    let row = line_of("functional-classification:cn:code");
    assert!(told.contains(&format!("warning word-unknown datapackage.json line {row}, column ")), "{told}");
    assert!(lines("\"cn\"", "\"china\"", "en").contains("“china” is not one of: cn, gb, generic, un."));
    assert!(
        lines("\"daylight:status\": \"approved\"", "\"daylight:status\": \"done\"", "zh-Hans")
            .contains("“done”不是以下各项之一")
    );
    let told = lines("\"as\": \"total\"", "\"as\": \"totl\"", "en");
    assert!(told.contains("“totl” is not one of: total, heading, note, skip. Is “total” meant?"), "{told}");
    let told = lines("\"as\": \"total\"", "\"as\": \"totl\"", "zh-Hans");
    assert!(told.contains(&format!("datapackage.json 第{}行第", line_of("\"as\": \"total\""))), "{told}");
    let report = {
        let folder = package(TABLE.as_bytes(), &text.replacen("\"matches\"", "\"fits\"", 1));
        command::json(&["check", path(&folder), "--format", "json"])
    };
    let issue =
        report["issues"].as_array().unwrap().iter().find(|issue| issue["rule"] == "descriptor-incomplete").unwrap();
    assert!(issue["row"].is_u64() && issue["column"].is_u64() && issue["cell"].is_null(), "{issue}");
}

#[test]
fn a_title_above_the_header_is_told_with_what_to_write() {
    let titled = format!("清河镇2025年预算支出表,,\n,,单位：万元\n{TABLE}");
    let folder = package(titled.as_bytes(), &described().to_string());
    let report = command::json(&["check", path(&folder), "--format", "json"]);
    let issues = report["issues"].as_array().unwrap();
    assert_eq!(issues.len(), 1, "{report:#}");
    let message = issues[0]["message"].as_str().unwrap();
    assert!(message.starts_with("Row 3 looks like the header"), "{message}");
    let advice = message.split_once("path”: ").unwrap().1;
    let mended: Value = serde_json::from_str(&format!("{{{advice}}}")).unwrap();
    let mut descriptor = described();
    descriptor["resources"][0]["dialect"] = mended["dialect"].clone();
    assert_eq!(errors(&package(titled.as_bytes(), &descriptor.to_string())), [], "the advice helps");
    let strange = package("甲,乙\n1,2\n1,2\n".as_bytes(), &described().to_string());
    assert!(places(&strange).iter().all(|(rule, _)| rule == "column-missing"));
    assert!(!command::daylight(&["check", path(&strange)]).stdout.windows(12).any(|text| text == b"row-repeated"));
}

#[test]
fn an_unknown_encoding_is_told_with_what_to_write() {
    let gbk = b"code,amount (CNY)\n\xbd\xcc\xd3\xfd,1\n";
    let folder = package(gbk, "{}");
    let file = folder.path().join("budget.csv");
    let run = |arguments: &[&str]| command::daylight(&[&["check", file.to_str().unwrap()], arguments].concat());
    let told = String::from_utf8(run(&[]).stdout).unwrap();
    assert!(told.contains("\"encoding\": \"gb18030\"") && told.contains("--encoding gb18030"), "{told}");
    assert_eq!(run(&["--encoding", "gb18030"]).status.code(), Some(0), "the advice helps");
}

#[test]
fn what_refuses_says_why_as_the_check_does() {
    let faulty = with("\"1,000.00\"", "\"1,00O.00\"");
    let told = |arguments: &[&str]| {
        let answer = command::daylight(&[arguments, &[path(&faulty), "--lang", "zh-Hans"]].concat());
        assert_eq!(answer.status.code(), Some(1));
        String::from_utf8(answer.stderr).unwrap()
    };
    let out = tempfile::tempdir().unwrap();
    for told in [told(&["render", "--widget", "budget"]), told(&["publish", "--out", path(&out)])] {
        assert!(told.contains("错误 amount-unreadable budget.csv C11: "), "{told}");
        assert!(told.contains("有1处错误"), "{told}");
    }
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0, "nothing was written");
}

#[test]
fn pages_say_which_folder_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).unwrap();
    let page = "<!-- daylight:render src=/data/b/datapackage.json widget=budget --><!-- /daylight:render -->";
    fs::write(pages.join("a.html"), page).unwrap();
    let out = folder.path().join("out");
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let answer = command::daylight(&["pages", &text(&pages), "--out", &text(&out)]);
    assert_eq!(answer.status.code(), Some(1));
    let told = String::from_utf8(answer.stderr).unwrap();
    assert!(told.contains("--mount /data=DIR"), "{told}");
}

#[test]
fn the_example_of_the_guide_describes_this_table() {
    for guide in ["www/guide/package.html", "www/zh-Hans/guide/package.html"] {
        let page = fs::read_to_string(place::root().join(guide)).unwrap();
        let example =
            page.split_once("aria-label=\"datapackage.json\"><code>").unwrap().1.split_once("</code>").unwrap().0;
        // Here the table is UTF-8.
        let descriptor = example.replacen("gb18030", "utf-8", 1);
        let report = {
            let folder = package(TABLE.as_bytes(), &descriptor);
            command::json(&["check", path(&folder), "--format", "json"])
        };
        assert_eq!((&report["rows"], &report["issues"]), (&json!(11), &json!([])), "{guide}");
    }
}

#[test]
fn a_title_that_states_another_unit_than_the_description_is_told_with_its_cell() {
    let described = |factor: u64| {
        let mut root = described();
        root["resources"][0]["dialect"] = json!({"headerRows": [3]});
        root["resources"][0]["daylight:layout"]["read"]["预算数"]["factor"] = factor.into();
        root.to_string()
    };
    for title in ["单位:万元", "金额单位：万元", "（単位：万円）"] {
        let table = format!("2024年预算表,,\n,,{title}\n{TABLE}");
        assert_eq!(errors(&package(table.as_bytes(), &described(10_000))), [], "{title} agrees");
        let found = errors(&package(table.as_bytes(), &described(1_000)));
        let [(rule, cell, message)] = found.as_slice() else { panic!("{title}: {found:?}") };
        assert_eq!((rule.as_str(), cell.as_str()), ("unit-contradicted", "C2"));
        assert!(message.contains(title) && message.contains("factor of 1000."), "{message}");
    }
    for (title, agrees) in [("in thousands of euros", 1_000), ("(€ million)", 1_000_000), ("単位：千円", 1_000)]
    {
        let table = format!("Budget,,\n,{title},\n{TABLE}");
        assert_eq!(errors(&package(table.as_bytes(), &described(agrees))), [], "{title}");
        assert_eq!(places(&package(table.as_bytes(), &described(10_000))), [of("unit-contradicted", "B2")], "{title}");
    }
}
