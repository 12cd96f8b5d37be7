//! Files as offices have them — workbooks of two kinds, a gzipped JSON table, printed pages as CSV — that nobody here wrote: their
//! totals equal those that were computed independently, also when rows are shuffled and the workbook is written anew. Skipped
//! where the files are not there.

#[path = "office/moved.rs"]
mod moved;

use daylight_tests::command::{self, hundredths, sums};
use daylight_tests::moved::moved_pages;
use daylight_tests::place;
use moved::{Move, moved};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A set beside the sample data and the answers that came with it.
struct Set {
    folder: PathBuf,
    expected: Value,
}

fn set(folder: &str) -> Option<Set> {
    let Some(folder) = place::data().map(|data| data.join(folder)).filter(|folder| folder.is_dir()) else {
        place::skip(&format!("{folder} is not there"));
        return None;
    };
    let text = fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected = serde_json::from_str::<Value>(&text).unwrap()["expected"].take();
    Some(Set { folder, expected })
}

fn descriptor(name: &str) -> PathBuf {
    place::root().join("tests/descriptors").join(name).join("datapackage.json")
}

/// A number of `expected.json`, in hundredths of the currency, where one of it is `unit`.
fn amount(number: &Value, unit: i128) -> i128 {
    hundredths(&format!("{:.2}", number.as_f64().expect("a number"))) * unit
}

/// One sum.
fn sum(descriptor: &Path, data: &Path, keep: &[&str]) -> i128 {
    sums(descriptor, data, "", keep).iter().map(|(_, amount)| amount).sum()
}

/// The issues of a check.
fn issues(descriptor: &Path, data: &Path) -> Vec<Value> {
    let arguments = ["check", descriptor.to_str().unwrap(), "--data", data.to_str().unwrap(), "--format", "json"];
    command::json(&arguments)["issues"].as_array().unwrap().clone()
}

fn errors(descriptor: &Path, data: &Path) -> Vec<Value> {
    issues(descriptor, data).into_iter().filter(|issue| issue["severity"] == "error").collect()
}

/// A descriptor and the folder of its files: as they are, and with rows shuffled, columns moved and headers renamed.
fn both(name: &str, data: &Path, how: &Move, mut check: impl FnMut(&Path, &Path)) {
    check(&descriptor(name), data);
    let folder = moved(&descriptor(name), data, how);
    check(&folder.path().join("datapackage.json"), folder.path());
}

/// The same of printed pages and of a file without a header.
fn both_pages(name: &str, data: &Path, mut check: impl FnMut(&Path, &Path)) {
    check(&descriptor(name), data);
    let folder = moved_pages(&descriptor(name), data, &|_, _| {});
    check(&folder.path().join("datapackage.json"), folder.path());
}

#[test]
fn a_workbook_of_a_municipality_has_five_phases_and_years_in_its_headers() {
    let Some(set) = set("budgets-fdp/israel-kfar-shmaryahu-2011-2013") else { return };
    both("israel-kfar-shmaryahu-2011-2013", &set.folder, &Move::Columns(1), |descriptor, data| {
        for (column, year, phase) in [
            ("2011_BUDGET", "2011", "approved"),
            ("2011_ACTUAL", "2011", "executed"),
            ("2012_BUDGET", "2012", "approved"),
            ("2012_ACTUAL", "2012", "executed"),
            ("2013_BUDGET", "2013", "approved"),
        ] {
            let keep = [format!("year={year}"), format!("phase={phase}")];
            let ours = sum(descriptor, data, &keep.each_ref().map(String::as_str));
            assert_eq!(ours, amount(&set.expected[column]["income"], 1), "{column}");
        }
    });
}

#[test]
fn an_amount_that_is_repeated_on_every_row_counts_once() {
    let Some(set) = set("budgets-cjk/jp-fuji-r8-long") else { return };
    both("jp-fuji-r8-long", &set.folder, &Move::Columns(1), |descriptor, data| {
        for (at, year) in [(0, "year=2026"), (1, "year=2025")] {
            let mut expected: Vec<(String, i128)> = set.expected["by_kan_thousand_yen_[this_year,previous_year]"]
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, amounts)| (name.clone(), amount(&amounts[at], 1000)))
                .collect();
            expected.sort();
            assert_eq!(sums(descriptor, data, "functional:1", &[year]), expected, "{year}");
        }
        assert_eq!(errors(descriptor, data), [] as [Value; 0]);
    });
}

#[test]
fn accounts_are_apart_and_the_settlement_is_joined_where_it_exists() {
    let Some(set) = set("budgets-cjk/jp-mof-2024-budget-and-settlement") else { return };
    for account in ["general", "special", "agency"] {
        both(&format!("jp-mof-2024-{account}"), &set.folder, &Move::Items("items"), |descriptor, data| {
            let known = set.expected["amount_by_accountType_and_budgetType"].as_object().unwrap();
            for (key, stated) in known.iter().filter(|(key, _)| key.starts_with(account)) {
                let phase = format!("phase={}", key.split(" | ").nth(1).unwrap());
                assert_eq!(sum(descriptor, data, &[&phase]), amount(&stated["amount_yen"], 1), "{key}");
            }
        });
    }
    let general = descriptor("jp-mof-2024-general");
    for (member, phase) in
        [("currentAmount", "adjusted"), ("spent", "executed"), ("carriedOver", "carried over"), ("unused", "unused")]
    {
        let ours = sum(&general, &set.folder, &[&format!("phase={phase}")]);
        assert_eq!(ours, amount(&set.expected["settlement"][member], 1), "{member}");
    }
    for (list, phase) in [("settlement_spent_by_ministry", "executed"), ("initial_general_by_ministry", "当初予算")]
    {
        let list = set.expected[list].as_object().unwrap().iter();
        let mut expected: Vec<(String, i128)> = list.map(|(name, yen)| (name.clone(), amount(yen, 1))).collect();
        expected.sort();
        assert_eq!(sums(&general, &set.folder, "administrative:1", &[&format!("phase={phase}")]), expected, "{phase}");
    }
}

#[test]
fn programmes_without_a_header_are_checked_against_their_totals() {
    let Some(set) = set("budgets-cjk/hk-estimates-expenditure-2006-2014") else { return };
    let expected = &set.expected["programmes_2014"]["sum_estimate_without_totals"];
    both_pages("hk-programmes-2014", &set.folder, |hk, data| {
        assert_eq!(sum(hk, data, &["year=2014"]), amount(expected, 1_000_000));
        assert_eq!(errors(hk, data), [] as [Value; 0], "each total is the sum of its parts");
    });
    // All years of the subheads, each by its own phase.
    let subheads = descriptor("hk-estimates-expenditure-2006-2014");
    for (year, stated) in set.expected["sum_by_year_positive_heads"].as_object().unwrap() {
        let year: i32 = year.parse().unwrap();
        for (member, phase, before) in
            [("actual", "executed", 2), ("revised", "adjusted", 1), ("estimate", "approved", 0)]
        {
            let keep = [format!("phase={phase}"), format!("year={}", year - before)];
            let ours = sum(&subheads, &set.folder, &keep.each_ref().map(String::as_str));
            assert_eq!(ours, amount(&stated[member], 1000), "{member} of the row {year}");
        }
    }
}

#[test]
fn pages_side_by_side_in_an_old_workbook_are_one_table() {
    let Some(set) = set("budgets-cjk/tw-local-103-xls") else { return };
    let blocks: &[(u32, u32)] = &[(35, 41), (42, 58), (61, 67), (68, 84)];
    for (name, file, blocks) in [
        ("tw-local-103-expenditure", "103-expenditure-by-function.xls", blocks),
        ("tw-local-103-revenue", "103-revenue-by-source.xls", &[(8, 14), (15, 31)]),
    ] {
        let units = set.expected[file]["total_thousand_TWD_by_unit_first_block"].as_object().unwrap();
        let is_total = |unit: &str| unit == "總計" || unit.ends_with("合計");
        let mut expected: Vec<(String, i128)> = (units.iter().filter(|(unit, _)| !is_total(unit)))
            .map(|(unit, thousands)| (unit.clone(), amount(thousands, 1000)))
            .collect();
        expected.sort();
        both(name, &set.folder, &Move::Rows(blocks.to_vec()), |descriptor, data| {
            assert_eq!(sums(descriptor, data, "administrative", &[]), expected, "{name}");
            assert_eq!(sum(descriptor, data, &[]), amount(&units["總計"], 1000), "{name}");
            let groups = sums(descriptor, data, "administrative:1", &[]);
            for (group, total) in [("直轄市", "直轄市合計"), ("縣市", "縣市合計")] {
                assert!(groups.contains(&(group.to_owned(), amount(&units[total], 1000))), "{name} {group}");
            }
            // Every total of the sheet, of each column, is that of its rows.
            assert_eq!(errors(descriptor, data), [] as [Value; 0], "{name}");
        });
    }
}

#[test]
fn limits_and_balances_stand_below_hidden_rows_and_merged_headers() {
    let Some(set) = set("budgets-cjk/cn-debt-xinjiang-xingan-2018") else { return };
    let sheet = "表4-1 地方政府债务限额及余额决算情况表";
    for (name, file, rows) in [
        ("cn-debt-xinjiang-2018", "xinjiang_2018.xlsx", (10, 26)),
        ("cn-debt-xingan-2018", "inner_mongolia_xingan_2018.xlsx", (10, 17)),
    ] {
        both(name, &set.folder, &Move::Rows(vec![rows]), |descriptor, data| {
            let rows = set.expected[file][sheet]["data_rows"].as_array().unwrap();
            // In ten-thousandths of the unit, as `expected.json` rounds.
            let rounded = |sum: i128| (sum + 500_000) / 1_000_000;
            let stated = |row: &Value, at: usize| (row[at].as_f64().unwrap() * 10_000.0).round() as i128;
            for (at, phase, kind) in [
                (2, "debt-limit", "一般债务"),
                (3, "debt-limit", "专项债务"),
                (5, "debt-balance", "一般债务"),
                (6, "debt-balance", "专项债务"),
            ] {
                let keep = [format!("phase={phase}"), format!("fin-source:generic={kind}")];
                let keep = keep.each_ref().map(String::as_str);
                let mut ours: Vec<i128> =
                    sums(descriptor, data, "geo", &keep).iter().map(|(_, sum)| rounded(*sum)).collect();
                let mut expected: Vec<i128> = rows[1..].iter().map(|row| stated(row, at)).collect();
                ours.sort_unstable();
                expected.sort_unstable();
                assert_eq!(ours, expected, "{name} {kind}");
            }
            assert_eq!(errors(descriptor, data), [] as [Value; 0], "the region is the sum of its parts");
        });
    }
}

#[test]
fn nine_printed_tables_agree_but_for_their_rounding() {
    let Some(set) = set("budgets-cjk/cn-putuo-guiziju-2024") else { return };
    let stated = &set.expected;
    let table = |number: u32| descriptor(&format!("cn-putuo-guiziju-2024-0{number}"));
    nine_tables_agree(stated, &|number| (table(number), set.folder.clone()));
    let moved: Vec<_> = (1..=9).map(|number| moved_pages(&table(number), &set.folder, &|_, _| {})).collect();
    nine_tables_agree(stated, &|number| {
        let folder = moved[number as usize - 1].path();
        (folder.join("datapackage.json"), folder.to_owned())
    });
    // 0.01 万元 between a total and its parts is rounding, told with both figures and its cell.
    let rounded = |number: u32| {
        let issues = issues(&table(number), &set.folder).into_iter().filter(|issue| issue["rule"] == "total-rounded");
        issues
            .map(|issue| ["cell", "message"].map(|member| issue[member].as_str().unwrap().to_owned()))
            .collect::<Vec<_>>()
    };
    for (number, cell, figures) in [
        (4, "E15", ["97465000.00", "97464900.00"]),
        (5, "C16", ["10928000.00", "10927900.00"]),
        (6, "C40", ["48840900.00", "48841000.00"]),
    ] {
        let is_told =
            |[place, message]: &[String; 2]| place == cell && figures.iter().all(|figure| message.contains(figure));
        assert!(rounded(number).iter().any(is_told), "{number} {cell}: {:?}", rounded(number));
    }
}

/// What the nine tables add up to, each by its descriptor and the folder of its files; that nothing is wrong in them, and that three
/// totals are rounded.
fn nine_tables_agree(stated: &Value, table: &dyn Fn(u32) -> (PathBuf, PathBuf)) {
    let unit = 10_000;
    let sum = |number: u32, keep: &[&str]| sum(&table(number).0, &table(number).1, keep);
    let totals = &stated["收入支出决算总表"];
    for direction in ["direction=revenue", "direction=expenditure"] {
        assert_eq!(sum(1, &[direction]), amount(&totals["总计"][0], unit));
    }
    assert_eq!(sum(1, &["economic=一、一般公共预算财政拨款收入"]), amount(&totals["本年收入合计"][0], unit));
    assert_eq!(sum(4, &["direction=revenue"]), amount(&totals["本年收入合计"][1], unit));
    let lines = &stated["合计 rows"];
    assert_eq!(sum(2, &[]), amount(&lines["p08_收入决算表.csv"][0], unit));
    let [whole, basic, project] = [0, 1, 2].map(|at| amount(&lines["p10_支出决算表.csv"][at], unit));
    assert_eq!([sum(3, &[]), sum(3, &["economic=基本支出"]), sum(3, &["economic=项目支出"])], [whole, basic, project]);
    let classes = stated["支出决算表_类"].as_object().unwrap().iter();
    let expected: Vec<(String, i128)> = classes.map(|(code, stated)| (code.clone(), amount(stated, unit))).collect();
    assert_eq!(sums(&table(3).0, &table(3).1, "functional:1", &[]), expected);
    let last = &lines["p15_一般公共预算财政拨款支出决算表（续）.csv"];
    assert_eq!(sum(5, &["economic=基本支出"]), amount(&last[1], unit));
    assert_eq!(sum(5, &["economic=项目支出"]), amount(&last[2], unit));
    let pairs = stated["年初预算/支出决算 pairs in the text"].as_array().unwrap();
    let highlights = pairs.last().unwrap();
    assert_eq!(sum(7, &["phase=approved"]), amount(&highlights[0], unit));
    assert_eq!(sum(7, &["phase=final"]), amount(&highlights[1], unit));
    for empty in [8, 9] {
        assert_eq!(sum(empty, &[]), 0);
    }
    let all = (1..=9).flat_map(|number| issues(&table(number).0, &table(number).1));
    let (errors, others): (Vec<Value>, Vec<Value>) = all.partition(|issue| issue["severity"] == "error");
    assert_eq!(errors, [] as [Value; 0]);
    let rounded = others.iter().filter(|issue| issue["rule"] == "total-rounded").count();
    assert!(rounded >= 3, "{others:?}");
}

#[test]
fn rows_of_a_programme_do_not_double_its_items() {
    let name = "mexico-puebla-gasto-federalizado-2016q1";
    let Some(set) = set(&format!("fund-flows/{name}")) else { return };
    let phases = [
        ("Aprobado", "approved"),
        ("Modificado", "adjusted"),
        ("Recaudado (Ministrado)", "collected"),
        ("Comprometido", "committed"),
        ("Devengado", "accrued"),
        ("Ejercido", "exercised"),
        ("Pagado", "paid"),
    ];
    both(name, &set.folder, &Move::Columns(11), |descriptor, data| {
        for (column, phase) in phases {
            let ours = sum(descriptor, data, &[&format!("phase={phase}")]);
            assert_eq!(ours, amount(&set.expected["sums_by_type"]["2.- PARTIDA"][column], 1), "{column}");
        }
    });
    let places = sums(&descriptor(name), &set.folder, "Municipio", &["phase=paid"]);
    assert_eq!(places.len() as u64, set.expected["distinct_municipalities"]);
    for place in set.expected["top5_municipalities_paid"].as_array().unwrap() {
        let of = places.iter().find(|(known, _)| *known == place[0]).expect("the municipality");
        assert_eq!(of.1, amount(&place[1], 1), "{place}");
    }
    // The rows of programmes are the same money once more.
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(descriptor(name)).unwrap();
    let programmes = folder.path().join("datapackage.json");
    fs::write(&programmes, text.replace("\"1.-*\"", "\"2.-*\"")).unwrap();
    for (column, phase) in phases {
        let ours = sum(&programmes, &set.folder, &[&format!("phase={phase}")]);
        assert_eq!(ours, amount(&set.expected["sums_by_type"]["1.- PROGRAMA PRESUPUESTARIO"][column], 1), "{column}");
    }
}
