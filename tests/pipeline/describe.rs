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
    // Two of its columns have the header of others: an area gives each a name of its own.
    Told { path: "p17_财政拨款三公经费支出决算表.csv", header: &[2, 3, 4], areas: 1, ..USUAL },
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

/// The issues of a file that is checked as it was described, rule by rule, and what was doubted; its folder holds nothing else.
fn described(file: &Path) -> (Vec<String>, String, Value) {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join(file.file_name().unwrap());
    fs::copy(file, &copy).unwrap();
    let output = command::daylight(&["describe", copy.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}: {}", file.display(), String::from_utf8_lossy(&output.stderr));
    fs::write(folder.path().join("datapackage.json"), &output.stdout).unwrap();
    let report = command::json(&["check", folder.path().to_str().unwrap(), "--format", "json"]);
    let issues = report["issues"].as_array().unwrap();
    let rules = issues.iter().map(|issue| issue["rule"].as_str().unwrap().to_owned()).collect();
    (rules, String::from_utf8(output.stderr).unwrap(), serde_json::from_slice(&output.stdout).unwrap())
}

/// The same of a text.
fn described_text(name: &str, text: &[u8]) -> (Vec<String>, String, Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, text).unwrap();
    described(&file)
}

/// The same of a workbook of one sheet; of a range of merged cells the first has the text.
fn described_book(rows: &[&[&str]], merged: &[(u32, u16, u32, u16)]) -> (Vec<String>, String, Value) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, column, last_row, last_column) in merged {
        let text = rows[*row as usize][usize::from(*column)];
        let format = rust_xlsxwriter::Format::new();
        sheet.merge_range(*row, *column, *last_row, *last_column, text, &format).unwrap();
    }
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let (row, column) = (row as u32, column as u16);
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, *text).unwrap(),
            };
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("支出.xlsx");
    book.save(&file).unwrap();
    described(&file)
}

#[test]
fn every_column_that_is_proposed_is_found() {
    let Some(data) = place::data().filter(|data| data.is_dir()) else {
        println!("skipped: no data");
        return;
    };
    let mut found = Vec::new();
    files(&data, &mut found);
    let mut wrong = Vec::new();
    for file in &found {
        let name = file.file_name().unwrap().to_string_lossy();
        if NO_TABLE.contains(&name.as_ref()) {
            continue;
        }
        let (rules, ..) = described(file);
        let lost = ["column-missing", "area-missing", "header-elsewhere"];
        if let Some(rule) = rules.iter().find(|rule| lost.contains(&rule.as_str())) {
            wrong.push(format!("{name}: {rule}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_group_above_merged_cells_is_part_of_each_header() {
    let rows: [&[&str]; 4] = [
        &["部门", "2023年", "", "2024年", ""],
        &["", "预算数", "决算数", "预算数", "决算数"],
        &["教育局", "100", "90", "120", "118.5"],
        &["卫健局", "50", "49", "60", "59"],
    ];
    let (rules, _, proposal) = described_book(&rows, &[(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]);
    assert!(!rules.contains(&"column-missing".to_owned()), "{rules:?}");
    let fields = proposal["resources"][0]["schema"]["fields"].as_array().unwrap();
    let amounts: Vec<&str> = fields
        .iter()
        .filter(|field| field["columnType"] == "value")
        .filter_map(|field| field["name"].as_str())
        .collect();
    assert_eq!(amounts, ["2023年 预算数", "2023年 决算数", "2024年 预算数", "2024年 决算数"]);
}

#[test]
fn columns_of_one_header_are_told_apart() {
    let (rules, doubts, proposal) =
        described_text("a.csv", "项目,金额（元）,金额（元）\na,1.5,2.5\nb,100000,3\n".as_bytes());
    assert!(!rules.contains(&"column-duplicate".to_owned()), "{rules:?}");
    assert!(doubts.contains("金额（元） 2"), "{doubts}");
    let columns = &proposal["resources"][0]["daylight:layout"]["areas"][0]["columns"];
    assert_eq!(columns, &serde_json::json!(["项目", "金额（元）", "金额（元） 2"]));
}

#[test]
fn what_holds_nothing_is_refused_with_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let (text, book) = (folder.path().join("a.csv"), folder.path().join("b.xlsx"));
    fs::write(&text, "\n").unwrap();
    let mut empty = rust_xlsxwriter::Workbook::new();
    empty.add_worksheet();
    empty.save(&book).unwrap();
    for file in [text, book] {
        let output = command::daylight(&["describe", file.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("empty"), "{said}");
    }
}

#[test]
fn a_file_is_called_by_its_whole_name() {
    let (.., proposal) = described_text("2024.1月 支出.csv", "项目,金额（元）\na,1.5\n".as_bytes());
    assert_eq!(proposal["name"], "2024.1月 支出");
}

#[test]
fn marks_and_units_are_proposed_as_they_stand() {
    let french = "Poste,Montant (EUR)\na,\"1 234 567,89\"\nb,\"12,50\"\nc,—\n";
    let (rules, _, proposal) = described_text("a.csv", french.as_bytes());
    let schema = &proposal["resources"][0]["schema"];
    assert_eq!((&schema["fields"][1]["decimalChar"], &schema["fields"][1]["groupChar"]), (&",".into(), &" ".into()));
    assert_eq!(schema["missingValues"], serde_json::json!(["", "—"]));
    assert_eq!(rules, ["amount-blank"]);
    let rows: [&[&str]; 4] = [&["单位：人民币万元", ""], &["项目", "预算数"], &["教育", "100.5"], &["卫生", "20000"]];
    let (rules, _, proposal) = described_book(&rows, &[]);
    let resource = &proposal["resources"][0];
    assert_eq!(resource["daylight:layout"]["read"]["预算数"]["factor"], 10_000);
    assert_eq!(resource["schema"]["extraFields"][0]["constant"], "CNY");
    assert!(rules.is_empty(), "{rules:?}");
    let rows: [&[&str]; 7] = [
        &["表一 单位：万元", ""],
        &["项目", "预算数"],
        &["教育", "100"],
        &["卫生", "200"],
        &["表二 单位：元", ""],
        &["公路", "3000000"],
        &["桥", "4000000"],
    ];
    let (_, doubts, _) = described_book(&rows, &[]);
    assert!(doubts.contains("several units") && doubts.contains("A5"), "{doubts}");
}

#[test]
fn thousands_that_look_like_decimals_are_refused() {
    let german = "Konto;Betrag (EUR)\n5010;1.230\n5020;2.500\n5030;12.750\n";
    let (rules, ..) = described_text("a.csv", german.as_bytes());
    assert_eq!(rules, ["amount-ambiguous"; 3]);
    let clear = "Konto;Betrag (EUR)\n5010;1.230\n5020;2.500,50\n";
    assert!(described_text("a.csv", clear.as_bytes()).0.is_empty(), "a comma tells the column");
}

#[test]
fn a_total_beside_its_parts_is_proposed_alone() {
    let rows: [&[&str]; 4] = [
        &["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        &["205", "教育支出", "300.5", "200.5", "100"],
        &["210", "卫生支出", "1100", "1000", "100"],
        &["221", "住房支出", "50", "50", ""],
    ];
    let (rules, doubts, proposal) = described_book(&rows, &[]);
    let fields = proposal["resources"][0]["schema"]["fields"].as_array().unwrap();
    let amounts: Vec<&Value> =
        fields.iter().filter(|field| field["columnType"] == "value").map(|field| &field["name"]).collect();
    assert_eq!(amounts, ["合计"]);
    assert!(doubts.contains("合计 is the sum of 基本支出, 项目支出"), "{doubts}");
    assert!(!rules.contains(&"amounts-added".to_owned()), "{rules:?}");
}

#[test]
fn what_stands_above_tables_side_by_side_keeps_them_apart() {
    let text = "收入,,支出,\n项目,预算数,项目,预算数\n拨款,1000,服务,600.5\n事业,200,教育,500\n其他,7.5,结转,107\n";
    let (rules, _, proposal) = described_text("a.csv", text.as_bytes());
    let areas = &proposal["resources"][0]["daylight:layout"]["areas"];
    assert_eq!((&areas[0]["set"]["direction"], &areas[1]["set"]["direction"]), (&"收入".into(), &"支出".into()));
    assert!(!rules.contains(&"column-missing".to_owned()), "{rules:?}");
}

#[test]
fn the_encoding_is_the_likeliest() {
    for (label, text) in [
        ("big5", "科目,名稱,預算數（千元）\n1,教育,\"1,234\"\n2,衛生,500\n"),
        ("shift_jis", "款,項,予算額（千円）\n1,市税,\"1,234\"\n2,譲与税,△500\n"),
        ("windows-1252", "Código;Descripción;Importe (EUR)\n1;Educación y formación de niños;1000\n"),
        ("gb18030", "科目编码,科目名称,预算数（元）\n201,一般公共服务,5\n"),
    ] {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let (.., proposal) = described_text("a.csv", &encoding.encode(text).0);
        assert_eq!(proposal["resources"][0]["encoding"], label);
    }
}

#[test]
fn totals_are_found_beside_a_column_that_is_not_described() {
    for text in [
        "Item,Amount (EUR)\nRoads,100\nSchools,50\nTotal,150\n",
        "Poste,Montant (EUR)\nRoutes,100\nEcoles,50\nTotal général,150\n",
        "科目編號,名稱,本年度預算數（元）\n0001,一般政務支出,12345\n0002,教育支出,5000\n合計,,17345\n",
    ] {
        let (rules, ..) = described_text("a.csv", text.as_bytes());
        assert_eq!(rules, ["looks-like-total"], "{text}");
    }
}
