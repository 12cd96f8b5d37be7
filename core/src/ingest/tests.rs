//! Whole packages, from a descriptor and files to sums and issues.

use super::{Selection, read_lone, read_package};
use crate::check::{Depth, check_package};
use crate::ingest::Package;
use crate::money::Currency;

/// The sum of all amounts, how many there are, and the rules of all issues that are no notes.
fn read(package: &Package, files: &[(&str, &str)]) -> (String, usize, Vec<&'static str>) {
    let files: Vec<_> = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let (model, report) = check_package(package, &Selection::usual(package), &files, Depth::Warnings);
    let sum = model.facts().map(|fact| fact.amount).sum::<crate::money::Amount>();
    let issues = package.issues.iter().chain(&report.issues);
    (sum.plain(Currency::from_code("EUR")), report.rows as usize, issues.map(|issue| issue.rule).collect())
}

fn described(descriptor: &str) -> Package {
    read_package(descriptor, &|_| Vec::new()).expect("a descriptor")
}

/// A descriptor with resources whose columns are a code and an amount.
fn two_columns(resources: &str) -> Package {
    let schema = r#""schema":{"fields":[{"name":"function","columnType":"functional-classification:generic:code"},
        {"name":"amount","columnType":"value"}],
        "extraFields":[{"name":"currency","columnType":"value-currency:code","constant":"EUR"}]}"#;
    described(&format!(r#"{{"resources":[{}]}}"#, resources.replace("SCHEMA", schema)))
}

#[test]
fn a_resource_in_several_files_is_added_up_whole() {
    let package = two_columns(r#"{"name":"a","path":["a.csv","b.csv","c.csv"],SCHEMA}"#);
    let files = [("a.csv", "function,amount\n1,5\n"), ("b.csv", "amount,function\n7,2\n"), ("c.csv", "3,11\n4,13\n")];
    assert_eq!(package.paths(), ["a.csv", "b.csv", "c.csv"]);
    let (sum, rows, _) = read(&package, &files);
    assert_eq!((sum.as_str(), rows), ("36.00", 4));
    let (_, _, issues) = read(&package, &files[..2]);
    assert!(issues.contains(&"file-missing"), "{issues:?}");
}

#[test]
fn a_constant_of_the_old_dialect_holds_for_every_file_with_amounts() {
    let package = described(
        r#"{"resources":[
            {"name":"a","path":"a.csv","schema":{"fields":[{"name":"amount"},{"name":"f"}]}},
            {"name":"b","path":"b.csv","schema":{"fields":[{"name":"sum"},{"name":"g"}]}}],
          "mapping":{"measures":{"amount":{"source":"amount","currency":"EUR"},"sum":{"source":"sum","currency":"EUR"}},
            "dimensions":{"year":{"dimensionType":"datetime","attributes":{"year":{"constant":"2024"}}}}}}"#,
    );
    let year = package.find_axis("year").expect("a year");
    for table in &package.tables {
        assert!(table.sources.iter().any(|(axis, _)| *axis == year), "{} has no year", table.name);
    }
}

#[test]
fn a_lone_table_with_two_columns_of_one_name_adds_neither_twice() {
    let text = "function,amount (EUR),amount (EUR)\n1,5,6\n";
    let (sum, _, issues) = read(&read_lone("a.csv", text.as_bytes(), ""), &[("a.csv", text)]);
    assert_eq!(sum, "5.00");
    assert!(issues.contains(&"column-duplicate"), "{issues:?}");
}

#[test]
fn a_unit_that_is_not_understood_is_told() {
    for header in ["amount (EUR hundreds)", "amount (net)", "amount (euro)"] {
        let text = format!("function,{header}\n1,5\n");
        let (_, _, issues) = read(&read_lone("a.csv", text.as_bytes(), ""), &[("a.csv", &text)]);
        assert!(issues.contains(&"unit-unknown"), "{header}: {issues:?}");
    }
}

#[test]
fn a_unit_that_is_given_holds_where_the_header_has_none() {
    let text = "function,amount,executed (EUR)\n1,5,7\n";
    let (sum, _, issues) = read(&read_lone("a.csv", text.as_bytes(), "EUR thousand"), &[("a.csv", text)]);
    assert_eq!((sum.as_str(), issues), ("5007.00", vec!["phases-mixed"]));
}

#[test]
fn a_code_list_is_found_by_each_column_that_refers_to_it() {
    let package = described(
        r#"{"resources":[
            {"name":"a","path":"a.csv","schema":{"fields":[
                {"name":"function","columnType":"functional-classification:generic:code"},
                {"name":"place","columnType":"geo:code"},
                {"name":"amount","columnType":"value"}],
              "foreignKeys":[
                {"fields":"function","reference":{"resource":"l","fields":"number"}},
                {"fields":"place","reference":{"resource":"l","fields":"letter"}}]}},
            {"name":"l","path":"l.csv","schema":{"fields":[{"name":"number"},{"name":"letter"},
                {"name":"label","columnType":"functional-classification:generic:label"},
                {"name":"town","columnType":"geo:label"}]}}]}"#,
    );
    let files = [
        ("a.csv", "function,place,amount\n1,y,5\n"),
        ("l.csv", "number,letter,label,town\n1,x,Health,North\n2,y,Roads,South\n"),
    ];
    let files: Vec<_> = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let (model, _) = check_package(&package, &Selection::usual(&package), &files, Depth::Warnings);
    let labels: Vec<String> = (model.axes.iter())
        .flat_map(|axis| axis.codes.iter().map(|symbol| axis.label(symbol, "en").to_owned()).collect::<Vec<_>>())
        .filter(|label| !label.is_empty())
        .collect();
    assert!(labels.contains(&"Health".to_owned()) && labels.contains(&"South".to_owned()), "{labels:?}");
}

#[test]
fn levels_of_any_depth_do_no_harm() {
    let deep = r#"{"resources":[{"name":"a","path":"a.csv","schema":{"fields":[
        {"name":"f","columnType":"functional-classification:generic:level255:code","prior":"g"},
        {"name":"g","columnType":"functional-classification:generic:level255:code"}]}}]}"#;
    let _ = read_package(deep, &|_| Vec::new());
    let attributes: Vec<String> =
        (0..300).map(|number| format!(r#""a{number}":{{"source":"a{number}","parent":"a"}}"#)).collect();
    let fields: Vec<String> = (0..300).map(|number| format!(r#"{{"name":"a{number}"}}"#)).collect();
    let wide = format!(
        r#"{{"resources":[{{"name":"a","path":"a.csv","schema":{{"fields":[{}]}}}}],"mapping":{{"measures":{{"m":{{"source":"a0"}}}},
            "dimensions":{{"function":{{"dimensionType":"classification","attributes":{{{}}}}}}}}}}}"#,
        fields.join(","),
        attributes.join(",")
    );
    let _ = described(&wide);
}

#[test]
fn words_of_a_layout_that_nobody_follows_are_told() {
    let package = two_columns(
        r#"{"name":"a","path":"a.csv","daylight:layout":{"filled":["function"],"read":{"amount":{"digit":"wide","factor":10}}},SCHEMA}"#,
    );
    let told: Vec<_> = package.issues.iter().map(|issue| issue.rule).collect();
    assert_eq!(told, ["word-unknown", "word-unknown"]);
}
