//! Real files that nobody here wrote: their totals equal those that were computed independently, and still do when columns
//! are renamed and moved and rows are shuffled. Skipped where the files are not there.

use daylight_tests::command::{self, sums};
use daylight_tests::place;
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What to ask of a set, and where `expected.json` has the answer.
struct Question {
    /// The dimension to add by; blank for one sum.
    by: &'static str,
    /// Conditions.
    keep: &'static [&'static str],
    /// JSON pointer into `expected`.
    expected: &'static str,
    /// Of lists, the position of the code; the amount is the last. Of objects, `None`.
    code: Option<usize>,
}

const fn of(by: &'static str, keep: &'static [&'static str], expected: &'static str) -> Question {
    Question { by, keep, expected, code: None }
}

const fn listed(by: &'static str, keep: &'static [&'static str], expected: &'static str) -> Question {
    Question { by, keep, expected, code: Some(0) }
}

/// A set: its folder, the folder of its descriptor if it came without one, how many of the currency one is in `expected.json`,
/// and the questions.
struct Set {
    folder: &'static str,
    descriptor: Option<&'static str>,
    unit: i128,
    questions: &'static [Question],
}

const SETS: &[Set] = &[
    Set {
        folder: "budgets-fdp/moldova-boost-2014",
        descriptor: None,
        unit: 1,
        questions: &[
            of("", &["phase=approved"], "/totals/approved"),
            of("", &["phase=adjusted"], "/totals/adjusted"),
            of("", &["phase=executed"], "/totals/executed"),
            of("functional:1", &["phase=approved"], "/by_func1/*/approved"),
            of("functional:1", &["phase=adjusted"], "/by_func1/*/adjusted"),
            of("functional:1", &["phase=executed"], "/by_func1/*/executed"),
            of("administrative:1", &["phase=executed"], "/by_admin1/*/executed"),
        ],
    },
    Set {
        folder: "budgets-fdp/uk-cra-2010",
        descriptor: None,
        unit: 1,
        questions: &[
            of("", &[], "/total"),
            of("year", &[], "/by_year"),
            listed("functional:1", &[], "/by_cofog1"),
            of("region_label", &[], "/by_region"),
        ],
    },
    Set {
        folder: "budgets-fdp/madrid-gastos-2012-2015",
        descriptor: None,
        unit: 1,
        questions: &[
            of("year", &[], "/total_by_year"),
            listed("administrative:1", &["year=2015"], "/top_level_CENTRO_2015"),
            of("economic:1", &["year=2012"], "/CAPITULO_by_year/2012"),
            of("economic:1", &["year=2015"], "/CAPITULO_by_year/2015"),
        ],
    },
    Set {
        folder: "budgets-fdp/albania-treasury-2014",
        descriptor: None,
        unit: 1,
        questions: &[of("", &[], "/total"), of("Kategori Shpenzimi", &[], "/by_category")],
    },
    Set {
        folder: "budgets-fdp/eu-allocations-per-ms-2014-2020",
        descriptor: None,
        unit: 1,
        questions: &[of("", &[], "/total"), of("Fund", &[], "/by_fund"), of("Country ID", &[], "/by_country")],
    },
    Set {
        folder: "budgets-fdp/mexico-ramo23-2015",
        descriptor: Some("mexico-ramo23-2015"),
        unit: 1,
        questions: &[of("", &[], "/total"), of("Fondo", &[], "/by_fund"), of("Entidad Federativa", &[], "/by_state")],
    },
    Set {
        folder: "budgets-fdp/oakland-fy1415-adopted-adjusted",
        descriptor: Some("oakland-fy1415-adopted-adjusted"),
        unit: 1,
        questions: &[
            of("account_type", &["phase=approved"], "/FY14-15__adopted.csv/by_account_type"),
            of("account_type", &["phase=adjusted"], "/FY14-15__adjusted.csv/by_account_type"),
            of("department", &["phase=approved", "direction=Expense"], "/FY14-15__adopted.csv/expense_by_department"),
            of("department", &["phase=adjusted", "direction=Expense"], "/FY14-15__adjusted.csv/expense_by_department"),
        ],
    },
    Set {
        folder: "large/mexico-pef-2018",
        descriptor: Some("mexico-pef-2018"),
        unit: 1,
        questions: &[
            of("", &[], "/total"),
            listed("ID_RAMO", &[], "/by_ramo"),
            listed("ID_CAPITULO", &[], "/by_capitulo"),
            of("ENTIDAD_FEDERATIVA", &[], "/by_state"),
        ],
    },
    Set {
        folder: "budgets-cjk/jp-tsukuba-2021",
        descriptor: Some("jp-tsukuba-2021"),
        unit: 1,
        questions: &[
            of("", &[], "/total_yen"),
            of("会計名称", &[], "/by_account"),
            listed("administrative:1", &[], "/by_kan"),
            listed("functional:1", &[], "/by_cofog1"),
        ],
    },
    Set {
        folder: "budgets-cjk/tw-central-2013-two-extracts",
        descriptor: Some("tw-central-2013-approved-extract"),
        unit: 1,
        questions: &[
            of("", &[], "/tw2013ap.csv/total_TWD"),
            of("functional", &[], "/tw2013ap.csv/by_cat"),
            of("administrative:1", &[], "/tw2013ap.csv/by_topname"),
        ],
    },
    Set {
        folder: "budgets-cjk/tw-central-2013-two-extracts",
        descriptor: Some("tw-central-2013-proposed-extract"),
        unit: 1,
        questions: &[
            of("", &[], "/2013ap-proposed.csv/total_TWD"),
            of("functional", &[], "/2013ap-proposed.csv/by_cat"),
        ],
    },
    Set {
        folder: "budgets-cjk/tw-central-2024",
        descriptor: Some("tw-central-2024"),
        unit: 1,
        questions: &[
            of("", &[], "/tw2024ap.csv/total_TWD"),
            of("functional", &[], "/tw2024ap.csv/by_cat"),
            of("administrative:1", &[], "/tw2024ap.csv/by_topname"),
        ],
    },
    Set {
        folder: "fund-flows/eu-salzburg-and-latvia",
        descriptor: Some("eu-salzburg-2007-2013"),
        unit: 1,
        questions: &[of("", &[], "/salzburg/total"), of("phase", &[], "/salzburg/by_status")],
    },
    Set {
        folder: "fund-flows/eu-salzburg-and-latvia",
        descriptor: Some("eu-latvia-2014-2020"),
        unit: 1,
        questions: &[
            of("", &["phase=whole financing"], "/latvia/total"),
            of("", &["phase=EU financing"], "/latvia/eu"),
        ],
    },
    // A row holds the actual of two years before, the revised estimate of the year before and the estimate of its year.
    Set {
        folder: "budgets-cjk/hk-estimates-expenditure-2006-2014",
        descriptor: Some("hk-estimates-expenditure-2006-2014"),
        unit: 1000,
        questions: &[
            of("", &["year=2004", "phase=executed"], "/sum_by_year_positive_heads/2006/actual"),
            of("", &["year=2011", "phase=executed"], "/sum_by_year_positive_heads/2013/actual"),
            of("", &["year=2005", "phase=adjusted"], "/sum_by_year_positive_heads/2006/revised"),
            of("", &["year=2012", "phase=adjusted"], "/sum_by_year_positive_heads/2013/revised"),
            of("", &["year=2006", "phase=approved"], "/sum_by_year_positive_heads/2006/estimate"),
            of("", &["year=2013", "phase=approved"], "/sum_by_year_positive_heads/2013/estimate"),
        ],
    },
];

impl Set {
    fn data(&self) -> Option<PathBuf> {
        place::data().map(|data| data.join(self.folder))
    }

    fn descriptor(&self, data: &Path) -> PathBuf {
        let ours = self.descriptor.map(|name| place::root().join("tests/descriptors").join(name));
        ours.unwrap_or_else(|| data.to_owned()).join("datapackage.json")
    }
}

/// Amounts of `expected.json` in integer hundredths.
fn expected(set: &Set, root: &Value, question: &Question) -> Vec<(String, i128)> {
    let hundredths =
        |value: &Value| command::hundredths(&format!("{:.2}", value.as_f64().expect("a number"))) * set.unit;
    let (pointer, inner) = question.expected.split_once("/*/").unwrap_or((question.expected, ""));
    let value = root.pointer(pointer).unwrap_or_else(|| panic!("expected.json has {pointer}"));
    let mut amounts: Vec<(String, i128)> = match (value, question.code) {
        (Value::Object(members), _) if !inner.is_empty() => {
            members.iter().map(|(code, member)| (code.clone(), hundredths(&member[inner]))).collect()
        }
        (Value::Object(members), _) => {
            members.iter().map(|(code, amount)| (code.clone(), hundredths(amount))).collect()
        }
        (Value::Array(rows), Some(code)) => rows
            .iter()
            .map(|row| (row[code].as_str().unwrap().to_owned(), hundredths(row.as_array().unwrap().last().unwrap())))
            .collect(),
        (amount, _) => vec![(String::new(), hundredths(amount))],
    };
    amounts.sort();
    amounts
}

/// Runs a check for every set that is there.
fn each_set(mut run: impl FnMut(&Set, &Path, &Path, &Value)) {
    for set in SETS {
        let Some(data) = set.data().filter(|data| data.is_dir()) else {
            place::skip(&format!("{} is not there", set.folder));
            continue;
        };
        let text = fs::read_to_string(data.join("expected.json")).unwrap();
        let root: Value = serde_json::from_str(&text).unwrap();
        run(set, &set.descriptor(&data), &data, &root["expected"]);
    }
}

#[test]
fn totals_equal_those_computed_independently() {
    each_set(|set, descriptor, data, root| {
        for question in set.questions {
            let ours = sums(descriptor, data, question.by, question.keep);
            assert_eq!(ours, expected(set, root, question), "{} by {:?} {:?}", set.folder, question.by, question.keep);
        }
    });
}

#[test]
fn the_check_names_the_rows_that_double_the_eu_allocations() {
    let Some(data) = place::data().map(|data| data.join("budgets-fdp/eu-allocations-per-ms-2014-2020")) else {
        place::skip("no data");
        return;
    };
    let report = command::json(&["check", data.to_str().unwrap(), "--format", "json"]);
    let rows: Vec<&Value> =
        report["issues"].as_array().unwrap().iter().filter(|issue| issue["rule"] == "looks-like-total").collect();
    assert_eq!(rows.len(), 28, "one total row a member state");
    assert!(rows.iter().all(|issue| issue["message"].as_str().unwrap().contains("Total (€)")));
    let described = place::root().join("tests/descriptors/eu-allocations-without-totals/datapackage.json");
    let sum = sums(&described, &data, "", &[]);
    assert_eq!(sum, [(String::new(), 34_969_290_000_000)], "the parts alone");
}

#[test]
fn columns_may_be_renamed_and_moved_and_rows_shuffled() {
    each_set(|set, descriptor, data, root| {
        let moved = tempfile::tempdir().unwrap();
        let text = fs::read_to_string(descriptor).unwrap();
        let mut package: Value = serde_json::from_str(&text).unwrap();
        let mut names: Vec<(String, String)> = Vec::new();
        for resource in package["resources"].as_array_mut().unwrap() {
            let path = resource["path"].as_str().unwrap().to_owned();
            let file = [data.join(&path), data.join(Path::new(&path).file_name().unwrap())];
            let bytes = fs::read(file.iter().find(|file| file.is_file()).unwrap()).unwrap();
            let shuffled = shuffle(&unzip(bytes), resource["encoding"].as_str(), &mut names);
            resource["path"] = Value::from("moved-".to_owned() + &path.replace('/', "-"));
            resource["encoding"] = Value::from("utf-8");
            fs::write(moved.path().join(resource["path"].as_str().unwrap()), shuffled).unwrap();
        }
        rename(&mut package, &names);
        let renamed = moved.path().join("datapackage.json");
        fs::write(&renamed, package.to_string()).unwrap();
        for question in set.questions {
            // A column may have no name, and a question no dimension.
            let known = |name: &str| names.iter().find(|(old, _)| old == name && !name.is_empty());
            let new = |name: &str| known(name).map_or(name.to_owned(), |(_, new)| new.clone());
            let ours = sums(&renamed, moved.path(), &new(question.by), question.keep);
            assert_eq!(ours, expected(set, root, question), "{} by {:?}, moved", set.folder, question.by);
        }
    });
}

fn unzip(bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return bytes;
    }
    let mut whole = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut whole).unwrap();
    whole
}

/// The file as UTF-8 with its columns in another order under new names, and its rows in another order.
fn shuffle(bytes: &[u8], encoding: Option<&str>, names: &mut Vec<(String, String)>) -> Vec<u8> {
    let text = match encoding {
        Some("windows-1252") => bytes.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8(bytes.to_vec()).unwrap(),
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let header = rows.remove(0);
    // A fixed, thorough permutation: by a multiplicative hash of the position.
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| (*index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut columns: Vec<usize> = (0..header.len()).collect();
    columns.sort_by_key(|index| (*index as u64 + 7).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    for name in header.iter().map(str::trim) {
        if !names.iter().any(|(old, _)| old == name) {
            names.push((name.to_owned(), format!("Rubrik {}", names.len())));
        }
    }
    let new = |name: &str| names.iter().find(|(old, _)| old == name.trim()).unwrap().1.clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| new(&header[*column]))).unwrap();
    for row in order {
        writer.write_record(columns.iter().map(|column| &rows[row][*column])).unwrap();
    }
    writer.into_inner().unwrap()
}

/// Gives fields and the sources that refer to them their new names; ids of the model itself stay.
fn rename(value: &mut Value, names: &[(String, String)]) {
    let new = |name: &str| names.iter().find(|(old, _)| old == name.trim()).map(|(_, new)| Value::from(new.as_str()));
    for resource in value["resources"].as_array_mut().unwrap() {
        for field in resource["schema"]["fields"].as_array_mut().unwrap() {
            if let Some(name) = field["name"].as_str().and_then(new) {
                field["name"] = name;
            }
        }
        if let Some(layout) = resource.get_mut("daylight:layout") {
            rename_layout(layout, &new);
        }
    }
    rename_sources(value, &new);
}

/// Gives the columns that a layout names their new names.
fn rename_layout(layout: &mut Value, new: &dyn Fn(&str) -> Option<Value>) {
    for rule in layout["rows"].as_array_mut().into_iter().flatten() {
        if let Some(name) = rule["when"]["field"].as_str().and_then(new) {
            rule["when"]["field"] = name;
        }
    }
    if let Some(read) = layout["read"].as_object_mut() {
        let old = std::mem::take(read);
        read.extend(
            old.into_iter().map(|(name, how)| (new(&name).map_or(name, |new| new.as_str().unwrap().into()), how)),
        );
    }
    for name in layout["fill"].as_array_mut().into_iter().flatten() {
        *name = name.as_str().and_then(new).unwrap_or(Value::Null);
    }
}

fn rename_sources(value: &mut Value, new: &dyn Fn(&str) -> Option<Value>) {
    match value {
        Value::Object(members) => {
            if let Some(name) = members.get("source").and_then(Value::as_str).and_then(new) {
                members.insert("source".into(), name);
            }
            members.values_mut().for_each(|member| rename_sources(member, new));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename_sources(item, new)),
        _ => {}
    }
}
