//! `daylight describe` on every file of the sample data: it never crashes, and what it proposes is right (`--nocapture` lists all).
//! Skipped where the files are not there.

use daylight_tests::{command, place};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A file that is not what most are: UTF-8 with commas, one header in row 1, no unit stated, one table.
struct Told {
    path: &'static str,
    /// Rows of the header; none where it has none.
    header: &'static [u64],
    /// The sheet, or the member of a JSON document.
    part: Option<&'static str>,
    encoding: Option<&'static str>,
    delimiter: Option<&'static str>,
    /// The unit that is stated.
    factor: Option<u64>,
    /// Tables side by side.
    areas: usize,
}

const USUAL: Told =
    Told { path: "", header: &[1], part: None, encoding: Some("utf-8"), delimiter: None, factor: None, areas: 0 };
const BOOK: Told = Told { encoding: None, ..USUAL };

/// What a person says of the files that are not usual.
const TOLD: &[Told] = &[
    Told {
        path: "inner_mongolia_xingan_2018.xlsx",
        header: &[7],
        part: Some("表4-2 地方政府债券使用情况表"),
        factor: Some(100_000_000),
        ..BOOK
    },
    Told {
        path: "xinjiang_2018.xlsx",
        header: &[7, 8, 9],
        part: Some("表4-1 地方政府债务限额及余额决算情况表"),
        factor: Some(100_000_000),
        ..BOOK
    },
    Told { path: "p07_收入支出决算总表.csv", header: &[1, 2], areas: 2, ..USUAL },
    Told { path: "p08_收入决算表.csv", header: &[1, 2], ..USUAL },
    Told { path: "p09_收入决算表（续）.csv", header: &[], ..USUAL },
    Told { path: "p10_支出决算表.csv", header: &[1, 2], ..USUAL },
    Told { path: "p11_支出决算表（续）.csv", header: &[], ..USUAL },
    Told { path: "p12_财政拨款收入支出决算总表.csv", header: &[1, 2], areas: 2, ..USUAL },
    Told { path: "p13_财政拨款收入支出决算总表（续）.csv", header: &[], ..USUAL },
    Told { path: "p14_一般公共预算财政拨款支出决算表.csv", header: &[1, 2], ..USUAL },
    Told { path: "p15_一般公共预算财政拨款支出决算表（续）.csv", header: &[], ..USUAL },
    Told { path: "p16_一般公共预算财政拨款基本支出决算表.csv", areas: 2, ..USUAL },
    // Its first row is one text over all columns, a title; the three below it name them.
    Told { path: "p17_财政拨款三公经费支出决算表.csv", header: &[2, 3, 4], ..USUAL },
    // Published empty: the third row names the columns below 本年支出.
    Told { path: "p18_政府性基金预算财政拨款收入支出决算表.csv", header: &[1, 2, 3], ..USUAL },
    Told { path: "p19_国有资本经营预算财政拨款收入支出决算表.csv", header: &[1, 2, 3], ..USUAL },
    Told { path: "2014.programmes.csv", header: &[], ..USUAL },
    Told { path: "budget-long-ffill.xlsx", part: Some("Budget"), ..BOOK },
    Told { path: "mof-jikou-2024.json.gz", part: Some("items"), ..BOOK },
    Told {
        path: "103-expenditure-by-function.xls",
        header: &[4, 5, 6],
        part: Some("政事別-經資"),
        factor: Some(1000),
        areas: 6,
        ..BOOK
    },
    Told {
        path: "103-revenue-by-source.xls",
        header: &[4, 5, 6],
        part: Some("來源別"),
        factor: Some(1000),
        areas: 7,
        ..BOOK
    },
    Told { path: "Kfar Shmaryahu.xlsx", part: Some("Data"), ..BOOK },
    Told { path: "RAMO_23_general2015.csv", encoding: Some("windows-1252"), ..USUAL },
    Told { path: "pef_2018_10columns.csv.gz", encoding: Some("windows-1252"), ..USUAL },
    Told {
        path: "Gasto Federalizado_Avance Financiero_Puebla_Q1_2016.xlsx",
        header: &[10, 11],
        part: Some("ReportePorEntidadNivelF"),
        ..BOOK
    },
    Told { path: "china-provinces.geojson", part: Some("features"), ..BOOK },
    Told { path: "iso3166-1.json", part: Some("3166-1"), ..BOOK },
    Told { path: "iso3166-2.json", part: Some("3166-2"), ..BOOK },
    Told { path: "iso4217.json", part: Some("4217"), ..BOOK },
    Told { path: "comments.ndjson.gz", ..BOOK },
    Told { path: "proposals.ndjson", ..BOOK },
    Told { path: "wolfson-grants.json", part: Some("grants"), ..BOOK },
    Told { path: "sankey-svg-2024-graph.json.gz", part: Some("edges"), ..BOOK },
    Told { path: "155220.json", part: Some("records"), ..BOOK },
    Told { path: "parties.json", ..BOOK },
    Told { path: "promises.json", ..BOOK },
    Told { path: "summary.csv", header: &[], ..USUAL },
];

/// Files that hold no table: a document, a map, an XML file. They are refused with a word.
const NO_TABLE: &[&str] = &["source.pdf", "HK-MO-TW.json", "dfid-ZW.xml"];
/// Prose beside the data.
const PROSE: &[&str] = &["text.txt", "fiscal.source-spec.yaml"];

/// All data files of a folder and those inside it.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        let is_data = ![".md", "expected.json", "datapackage.json"].iter().any(|end| name.ends_with(end));
        if entry.is_dir() {
            files(&entry, found);
        } else if is_data && !name.starts_with("LICENCE") && !PROSE.contains(&name.as_str()) {
            found.push(entry);
        }
    }
}

/// What of a proposal is not as it should be.
fn wrong(proposal: &Value, told: &Told) -> Vec<String> {
    let resource = &proposal["resources"][0];
    let dialect = &resource["dialect"];
    let header: Vec<u64> = dialect["headerRows"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let part = dialect["sheetName"].as_str().or_else(|| dialect["property"].as_str());
    let layout = &resource["daylight:layout"];
    let factors: Vec<Option<u64>> =
        layout["read"].as_object().into_iter().flatten().map(|(_, read)| read["factor"].as_u64()).collect();
    let factor = factors.first().copied().flatten();
    let areas = layout["areas"].as_array().map_or(0, Vec::len);
    let mut wrong = Vec::new();
    let mut tell = |is_right: bool, what: String| wrong.extend((!is_right).then_some(what));
    tell(header == told.header, format!("header {header:?}, not {:?}", told.header));
    tell(part == told.part, format!("part {part:?}, not {:?}", told.part));
    tell(resource["encoding"].as_str() == told.encoding, format!("encoding {}", resource["encoding"]));
    tell(dialect["delimiter"].as_str() == told.delimiter, format!("delimiter {}", dialect["delimiter"]));
    tell(factor == told.factor, format!("factor {factor:?}, not {:?}", told.factor));
    tell(areas == told.areas, format!("{areas} areas, not {}", told.areas));
    wrong
}

#[test]
fn what_is_proposed_is_right() {
    let Some(data) = place::data().filter(|data| data.is_dir()) else {
        place::skip("no data");
        return;
    };
    let mut found = Vec::new();
    files(&data, &mut found);
    found.sort();
    let (mut wrong_ones, mut refused) = (Vec::new(), 0);
    for file in &found {
        let name = file.file_name().unwrap().to_string_lossy();
        let output = command::daylight(&["describe", file.to_str().unwrap()]);
        if NO_TABLE.contains(&name.as_ref()) {
            assert_eq!(output.status.code(), Some(2), "{name} is no table");
            assert!(!output.stderr.is_empty());
            refused += 1;
            continue;
        }
        assert_eq!(output.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let proposal: Value = serde_json::from_slice(&output.stdout).unwrap();
        let told = TOLD.iter().find(|told| told.path == name).unwrap_or(&USUAL);
        let wrong = wrong(&proposal, told);
        let path = file.strip_prefix(&data).unwrap().display();
        println!("{} {path}", if wrong.is_empty() { "right" } else { "WRONG" });
        if !wrong.is_empty() {
            wrong_ones.push(format!("{name}: {}", wrong.join("; ")));
        }
    }
    println!("{} files, {} wrong, {refused} no tables:\n{}", found.len(), wrong_ones.len(), wrong_ones.join("\n"));
    assert!(found.len() >= 60 && wrong_ones.is_empty(), "{wrong_ones:#?}");
}

#[test]
fn a_proposal_is_read_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("支出.csv");
    fs::write(&file, "2024年支出表,,\n,,单位：万元\n科目编码,科目名称,金额\n208,社会保障,12.5\n210,卫生健康,7\n")
        .unwrap();
    let output = command::daylight(&["describe", file.to_str().unwrap(), "--lang", "zh-Hans"]);
    let doubts = String::from_utf8(output.stderr).unwrap();
    assert!(doubts.contains("单位：万元") && doubts.contains("C2") && doubts.contains("币种"), "{doubts}");
    let mut proposal: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(proposal["resources"][0]["daylight:layout"]["read"]["金额"]["factor"], 10_000);
    let currency = serde_json::json!([{"name": "currency", "columnType": "value-currency:code", "constant": "CNY"}]);
    proposal["resources"][0]["schema"]["extraFields"] = currency;
    let descriptor = folder.path().join("datapackage.json");
    fs::write(&descriptor, proposal.to_string()).unwrap();
    assert_eq!(command::sums(&descriptor, folder.path(), "", &[]), [(String::new(), 19_500_000)]);
}
