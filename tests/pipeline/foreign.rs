//! Funds in the forms of others, read as packages of funds: samples of our own of each form always run; sums of files that nobody
//! here wrote equal those that were computed independently, and are skipped where the files are not there.

use daylight_core::import::{Decoder, load_foreign};
use daylight_core::model::funds::Ledger;
use daylight_tests::command::{self, hundredths};
use daylight_tests::place;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn sample(name: &str) -> PathBuf {
    place::root().join("tests/pipeline/foreign").join(name)
}

/// A real file and what is expected of it.
fn real(folder: &str, file: &str) -> Option<(PathBuf, Value)> {
    let Some(folder) = place::data().map(|data| data.join(folder)).filter(|folder| folder.is_dir()) else {
        place::skip(&format!("{folder} is not there"));
        return None;
    };
    let text = fs::read_to_string(folder.join("expected.json")).unwrap();
    Some((folder.join(file), serde_json::from_str::<Value>(&text).unwrap()["expected"].take()))
}

/// A sum: its keys with blanks between, in the order asked for after phase and year, then the currency; the amount in hundredths
/// and the count.
fn sums(path: &Path, by: &[&str]) -> BTreeMap<String, (i128, u64)> {
    let asked = by.iter().flat_map(|axis| ["--by", axis]);
    let arguments: Vec<&str> = ["sum", path.to_str().unwrap(), "--by", "phase"].into_iter().chain(asked).collect();
    let answer = command::json(&[arguments, vec!["--format", "json"]].concat());
    let row = |row: &Value| {
        let keys = ["phase", "year"].iter().chain(by).map(|key| row["keys"][key].as_str().unwrap_or(""));
        let keys: Vec<&str> =
            keys.chain([row["currency"].as_str().unwrap_or("-")]).filter(|key| !key.is_empty()).collect();
        (keys.join(" "), (hundredths(row["amount"].as_str().unwrap()), row["count"].as_u64().unwrap()))
    };
    answer["rows"].as_array().unwrap().iter().map(row).collect()
}

fn total(sums: &BTreeMap<String, (i128, u64)>, begin: &str) -> i128 {
    sums.iter().filter(|(keys, _)| keys.starts_with(begin)).map(|(_, (amount, _))| amount).sum()
}

fn issues(path: &Path) -> Vec<Value> {
    command::json(&["check", path.to_str().unwrap(), "--format", "json"])["issues"].as_array().unwrap().clone()
}

/// The rules that are told, each once, with how often.
fn rules(path: &Path) -> BTreeMap<String, usize> {
    let mut rules = BTreeMap::new();
    for issue in issues(path) {
        *rules.entry(issue["rule"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    rules
}

struct Utf8;

impl Decoder for Utf8 {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn decode(&self, _: &str, _: &[u8]) -> Option<String> {
        None
    }
}

/// The records of a file.
fn ledger(path: &Path) -> Ledger {
    let bytes = daylight_core::import::unzip_file("a", fs::read(path).unwrap()).unwrap();
    let loaded = load_foreign("a", std::str::from_utf8(&bytes).unwrap(), &Utf8).expect("a known form").unwrap();
    loaded.funds().expect("a package of funds").0
}

/// A number of `expected.json` in hundredths.
fn amount(value: &Value) -> i128 {
    hundredths(&format!("{:.2}", value.as_f64().expect("a number")))
}

fn expect(pairs: &[(&str, (i128, u64))]) -> BTreeMap<String, (i128, u64)> {
    pairs.iter().map(|(keys, sum)| ((*keys).to_owned(), *sum)).collect()
}

/// A file of its own.
fn file(name: &str, text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn a_graph_in_json_and_a_list_of_edges_as_csv_are_the_same_transfers() {
    let graph = sums(&sample("graph.json"), &["from", "to.tier"]);
    let expected = expect(&[
        ("transfers 2024 County household EUR", (120_025, 1)),
        ("transfers 2024 County household USD", (4_000, 1)),
        ("transfers 2024 Ministry county EUR", (150_000, 1)),
        ("transfers 2025 County household EUR", (0, 1)),
    ]);
    assert_eq!(graph, expected);
    let edges = sums(&sample("edges.csv"), &["from", "to"]);
    let expected = expect(&[
        ("transfers 2024 County Roads office EUR", (120_025, 1)),
        ("transfers 2024 County Roads office USD", (4_000, 1)),
        ("transfers 2024 Ministry; of works County EUR", (150_000, 1)),
    ]);
    assert_eq!(edges, expected, "what is blank is not zero");
}

#[test]
fn what_a_graph_has_beside_is_listed_and_another_currency_is_in_no_balance() {
    for (name, left, at) in [("graph.json", "edges.note", (10, 93)), ("edges.csv", "Remark", (3, 6))] {
        let path = sample(name);
        let issues = issues(&path);
        let of = |rule: &str| {
            issues.iter().find(|issue| issue["rule"] == rule).unwrap_or_else(|| panic!("{rule} in {name}"))
        };
        let message = of("foreign-left-out");
        assert!(message["message"].as_str().unwrap().contains(left), "{message}");
        assert_eq!((message["row"].as_u64(), message["column"].as_u64()), (Some(at.0), Some(at.1)), "{message}");
        assert_eq!(of("currency-left-out")["severity"], "warning");
        // Of 1500.00 are 1200.25 passed on; the 40 dollars are not taken off.
        let gap = of("money-unaccounted")["message"].as_str().unwrap();
        assert!(gap.contains("County") && gap.contains("299.75"), "{gap}");
        assert!(issues.iter().all(|issue| issue["file"] == name), "{issues:#?}");
    }
    let tiers = ledger(&sample("graph.json")).tiers.into_iter().map(|tier| tier.id).collect::<Vec<_>>();
    assert_eq!(tiers, ["centre", "county", "household"], "in the order of the flow, whatever the order of the nodes");
}

#[test]
fn the_japanese_graph_is_as_expected() {
    let Some((path, expected)) = real("fund-flows/jp-rs-fund-flow-2024", "sankey-svg-2024-graph.json.gz") else {
        return;
    };
    let ours = sums(&path, &["from.tier", "to.tier"]);
    let kinds = expected["value_by_kind_yen"].as_object().unwrap();
    assert_eq!(ours.len(), kinds.len());
    for (kind, value) in kinds {
        let (from, to) = kind.split_once(" > ").unwrap();
        let count = expected["edges_by_kind"][kind].as_u64().unwrap();
        assert_eq!(ours[&format!("transfers {from} {to} -")], (amount(value), count), "{kind}");
    }
    let ledger = ledger(&path);
    assert_eq!(ledger.units.len() as u64, expected["nodes"]);
    assert_eq!(ledger.transfers.len() as u64, expected["edges"]);
    let zero = ledger.transfers.iter().filter(|transfer| transfer.amount.minor() == 0).count();
    assert_eq!(zero as u64, expected["zero_edges"]);
    for (tier, count) in expected["nodes_by_type"].as_object().unwrap() {
        let of = ledger.units.iter().filter(|unit| ledger.tiers[unit.tier].id == *tier).count();
        assert_eq!(of as u64, *count, "{tier}");
    }
    let to = sums(&path, &["from.tier", "to"]);
    assert_eq!(total(&to, "transfers total "), amount(&expected["total_node"]));
    for (ministry, value) in expected["top5_ministries"].as_object().unwrap() {
        assert_eq!(to[&format!("transfers total ministry-{ministry} -")].0, amount(value), "{ministry}");
    }
    let told = rules(&path);
    let gaps = told["money-unaccounted"] + told["money-from-nowhere"];
    assert_eq!(gaps as u64, expected["inner_nodes_where_in_differs_from_out"]);
    assert_eq!(told["unit-unknown"], 1, "the file states no currency");
}

#[test]
fn grants_are_commitments_and_blank_is_not_zero() {
    let path = sample("grants.json");
    let expected = expect(&[
        ("grant 2014 GB-CHC-1 GBP", (4_000_050, 1)),
        ("grant 2015 GB-CHC-1 GBP", (0, 1)),
        ("grant Other Trust EUR", (150_000, 1)),
    ]);
    assert_eq!(sums(&path, &["unit"]), expected);
    let ledger = ledger(&path);
    let told = |at: usize| {
        let commitment = &ledger.commitments[at];
        let day = commitment.decided.map(daylight_core::day::Day::iso).unwrap_or_default();
        (commitment.amount.map(|amount| amount.minor()), day, commitment.payee[0].1.as_str())
    };
    assert_eq!(told(0), (Some(4_000_050), "2014-06-05".to_owned(), "School A"), "17/08 tells that days come first");
    assert_eq!(told(1), (Some(0), "2015-08-17".to_owned(), "School B"));
    assert_eq!(told(2), (None, "2015-09-01".to_owned(), "r2"));
    assert_eq!(ledger.commitments.len(), 3, "the other currency is in no balance");
    let left = issues(&path);
    let has = |what: &str| left.iter().any(|issue| issue["message"].as_str().unwrap().contains(what));
    for what in
        ["grants.title", "recipientOrganization (further)", "recipientOrganization.postalCode", "grantProgramme.code"]
    {
        assert!(has(what), "{what}: {left:#?}");
    }
}

#[test]
fn the_grants_of_wolfson_are_as_expected() {
    let Some((path, expected)) = real("fund-flows/360giving-wolfson-2014", "wolfson-grants.json") else { return };
    let expected = &expected["wolfson-grants.json"];
    let by_year = sums(&path, &[]);
    for (year, value) in expected["awarded_by_year"].as_object().unwrap() {
        let count = expected["count_by_year"][year].as_u64().unwrap();
        assert_eq!(by_year[&format!("grant {year} GBP")], (amount(value), count));
    }
    assert_eq!(total(&by_year, ""), amount(&expected["total_awarded"]));
    for (programme, value) in expected["top10_programmes"].as_object().unwrap() {
        assert_eq!(total(&sums(&path, &["fund"]), &format!("grant 2014 {programme} ")), amount(value), "{programme}");
    }
    let ledger = ledger(&path);
    assert_eq!(ledger.commitments.len() as u64, expected["grants"]);
    let nothing =
        ledger.commitments.iter().filter(|grant| grant.amount.is_none_or(|amount| amount.minor() == 0)).count();
    assert_eq!(nothing as u64, expected["zero_or_missing_amount"]);
    let by_funder: Vec<&str> = ledger.units.iter().map(|unit| unit.names[0].1.as_str()).collect();
    let funders = expected["by_funder"].as_object().unwrap();
    assert_eq!(by_funder, funders.keys().collect::<Vec<_>>());
    assert_eq!(total(&by_year, ""), funders.values().map(amount).sum::<i128>());
    let day = ledger.commitments[0].decided.map(daylight_core::day::Day::iso);
    assert_eq!(day.as_deref(), Some("2014-06-05"), "05/06/2014, in a file that has days above twelve");
}

#[test]
fn ocds_keeps_awards_contracts_and_payments_apart_and_the_newest_of_each_section() {
    let path = sample("ocds-releases.json");
    let expected = expect(&[
        ("award 2024 B1 EUR", (100_000, 1)),
        ("award 2024 B1 USD", (500, 1)),
        ("contract 2024 B1 EUR", (99_050, 1)),
        ("payments 2024 B1 EUR", (30_000, 1)),
        ("payments 2025 B1 EUR", (3_025, 1)),
    ]);
    assert_eq!(sums(&path, &["unit"]), expected);
    let ledger = ledger(&path);
    let projects: Vec<(&str, &str, Option<i128>)> = ledger
        .projects
        .iter()
        .map(|project| {
            (project.id.as_str(), project.names[0].1.as_str(), project.planned.map(|planned| planned.minor()))
        })
        .collect();
    let expected = [("ocds-000000-1", "New bridge", Some(120_000)), ("ocds-000000-2", "ocds-000000-2", None)];
    assert_eq!(projects, expected);
    let payees: Vec<&str> = ledger.payments.iter().map(|payment| payment.payee[0].1.as_str()).collect();
    assert_eq!(payees, ["Bridge works", "Painters"], "who a payment does not name is the supplier of the award");
    let notes = issues(&path);
    let has = |what: &str| notes.iter().any(|issue| issue["message"].as_str().unwrap().contains(what));
    for what in
        ["releases.awards (older)", "awards (cancelled)", "transactions.source", "“buyer” is not said", "in USD"]
    {
        assert!(has(what), "{what}: {notes:#?}");
    }
}

#[test]
fn releases_are_merged_by_the_ids_of_awards_contracts_and_payments() {
    let path = sample("ocds-updates.json");
    let expected = expect(&[
        ("award 2020 B USD", (30_000, 2)),
        ("contract 2020 B USD", (9_000, 1)),
        ("payments 2020 B USD", (9_000, 2)),
    ]);
    assert_eq!(sums(&path, &["unit"]), expected, "an update repeats neither the other award nor the value");
    let notes = issues(&path);
    let has = |what: &str| notes.iter().any(|issue| issue["message"].as_str().unwrap().contains(what));
    assert!(has("awards (pending)") && !has("(older)"), "{notes:#?}");
    // The same releases in a record, with a link to one that is elsewhere.
    let mut package: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let mut releases = package["releases"].take().as_array().unwrap().clone();
    releases.push(serde_json::json!({"url": "https://example.org/5", "date": "2020-06-01T00:00:00Z"}));
    let record = serde_json::json!({"records": [{"ocid": "o-1", "releases": releases}]});
    let (_folder, path) = file("record.json", &record.to_string());
    assert_eq!(sums(&path, &["unit"]), expected);
    let notes = issues(&path);
    let linked = notes.iter().any(|issue| issue["message"].as_str().unwrap().contains("records.releases (linked)"));
    assert!(linked, "{notes:#?}");
}

#[test]
fn what_was_paid_for_a_cancelled_contract_was_paid() {
    let text = r#"{"releases": [{"ocid": "o", "date": "2020", "buyer": {"id": "B"}, "contracts": [{"id": "c", "status": "cancelled",
        "value": {"amount": 9, "currency": "EUR"}, "implementation": {"transactions": [{"id": "t", "date": "2020-01-02",
        "value": {"amount": 4, "currency": "EUR"}}]}}]}]}"#;
    let (_folder, path) = file("a.json", text);
    assert_eq!(sums(&path, &[]), expect(&[("payments 2020 EUR", (400, 1))]));
}

#[test]
fn the_contracts_of_paraguay_are_as_expected() {
    let Some((path, expected)) = real("fund-flows/ocds-paraguay-155220", "155220.json") else { return };
    let code = expected["currencies"][0].as_str().unwrap();
    let ours = sums(&path, &["project"]);
    let ocid = expected["ocid"].as_str().unwrap();
    for (kind, count) in [("award", "awards"), ("contract", "contracts")] {
        let of = ours[&format!("{kind} 2010 {ocid} {code}")];
        assert_eq!(of, (amount(&expected[format!("{kind}_sum")]), expected[count].as_u64().unwrap()));
    }
    assert_eq!(ours.len(), 2, "{ours:?}");
    let ledger = ledger(&path);
    assert_eq!(ledger.projects.len() as u64, expected["records"]);
    assert_eq!(ledger.commitments.len(), 8);
    assert!(ledger.commitments.iter().all(|commitment| !commitment.payee.is_empty()));
}

#[test]
fn iati_of_version_2_has_flows_promises_and_projects_in_projects() {
    let path = sample("iati-2.xml");
    let expected = expect(&[
        ("budget 2024 XM-1 EUR", (100_000, 1)),
        ("revised-budget 2024 XM-1 EUR", (110_000, 1)),
        ("incoming-commitment 2024 XM-9 EUR", (100_000, 1)),
        ("commitment 2024 XM-1 EUR", (50_000, 1)),
        ("payments 2024 XM-1 EUR", (20_000, 1)),
    ]);
    let by_unit = sums(&path, &["unit"]);
    let promised = by_unit.into_iter().filter(|(keys, _)| !keys.starts_with("transfers")).collect::<BTreeMap<_, _>>();
    assert_eq!(promised, expected);
    let expected = expect(&[
        ("transfers 2024 XM-9 XM-1 EUR", (90_050, 1)),
        ("transfers 2024 XM-1 XM-5 EUR", (30_025, 1)),
        ("transfers 2024 XM-1 XM-5 USD", (7_000, 1)),
        ("transfers 2024 XM-1 XM-1-A-1 EUR", (5_000, 1)),
    ]);
    let flows = sums(&path, &["from", "to"]);
    let flows = flows.into_iter().filter(|(keys, _)| keys.starts_with("transfers")).collect::<BTreeMap<_, _>>();
    assert_eq!(flows, expected, "who is not named is the only funder, or the activity");
    let ledger = ledger(&path);
    let projects: Vec<_> =
        ledger.projects.iter().map(|project| (project.names[0].1.as_str(), project.parent, project.level)).collect();
    assert_eq!(projects, [("Wells & pipes", None, Some(1)), ("Wells in the north", Some(0), Some(2))]);
    let days: Vec<_> = ledger.transfers.iter().map(|transfer| transfer.decided.unwrap().iso()).collect();
    assert_eq!(days, ["2024-01-15", "2024-03-31", "2024-06-01"]);
    let tiers: Vec<&str> = ledger.tiers.iter().map(|tier| tier.id.as_str()).collect();
    assert_eq!(tiers[..2], ["participating", "reporting"], "{tiers:?}");
    let notes = issues(&path);
    let has = |what: &str| notes.iter().any(|issue| issue["message"].as_str().unwrap().contains(what));
    for what in [
        "transaction (6)",
        "iati-activity.location",
        "reporting-org.narrative (further)",
        "transaction.value@value-date",
        "“participating-org” was taken",
        "“iati-activity” was taken",
    ] {
        assert!(has(what), "{what}: {notes:#?}");
    }
    assert!(notes.iter().all(|issue| issue["severity"] != "error"), "{notes:#?}");
}

#[test]
fn a_transfer_that_both_ends_report_is_one_and_told() {
    let path = sample("iati-mutual.xml");
    let expected = expect(&[("payments 2020 EUR", (100_000, 1)), ("transfers 2020 D N EUR", (100_000, 1))]);
    assert_eq!(sums(&path, &["from", "to"]), expected);
    let of_both =
        |path: &Path| issues(path).into_iter().filter(|issue| issue["rule"] == "foreign-twice").collect::<Vec<_>>();
    let told = of_both(&path);
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["severity"], told[0]["row"].as_u64()), (&"note".into(), Some(5)));
    assert!(told[0]["message"].as_str().unwrap().contains("row 8"), "{told:?}");
    let text = fs::read_to_string(&path).unwrap();
    // Only one end names the other's activity; another amount, another currency or another month is another transfer.
    for (from, to, transfers) in [
        (" receiver-activity-id=\"N-1\"", "", 1),
        (" provider-activity-id=\"D-1\"", "", 1),
        ("provider-activity-id=\"D-1\"", "provider-activity-id=\"D-2\"", 2),
        ("iso-date=\"2020-03-02\"", "iso-date=\"2020-05-02\"", 2),
        ("1000</value><provider", "1000.50</value><provider", 2),
        ("1000</value><provider", "1000.00</value><provider", 1),
        ("<value currency=\"EUR\" value-date=\"2020-03-02\"", "<value currency=\"USD\" value-date=\"2020-03-02\"", 2),
    ] {
        assert!(text.contains(from), "{from}");
        let (_folder, path) = file("a.xml", &text.replacen(from, to, 1));
        let sums = sums(&path, &["from"]);
        let count: u64 = sums.iter().filter(|(keys, _)| keys.starts_with("tran")).map(|(_, (_, count))| count).sum();
        assert_eq!((count, of_both(&path).len()), (transfers, 2 - transfers as usize), "{from} {to}: {sums:?}");
    }
}

#[test]
fn a_byte_order_mark_changes_nothing() {
    for name in ["graph.json", "grants.json", "ocds-releases.json", "iati-2.xml", "edges.csv"] {
        let text = fs::read_to_string(sample(name)).unwrap();
        let (_folder, path) = file(name, &["\u{feff}", &text].concat());
        assert_eq!(sums(&path, &[]), sums(&sample(name), &[]), "{name}");
        assert_eq!(issues(&path), issues(&sample(name)), "{name}");
    }
    let folder = place::copy_of_package("qinghe-budget-2025");
    let descriptor = folder.path().join("datapackage.json");
    let check = || command::json(&["check", descriptor.to_str().unwrap(), "--format", "json"]);
    let before = check();
    let text = fs::read_to_string(&descriptor).unwrap();
    fs::write(&descriptor, ["\u{feff}", &text].concat()).unwrap();
    assert_eq!(check(), before);
}

#[test]
fn grants_are_read_whoever_comes_first_and_persons_have_no_names() {
    let organisation = r#"{"id": "g1", "currency": "GBP", "amountAwarded": 1000.5, "awardDate": "2020-01-01",
        "fundingOrganization": [{"id": "F", "name": "Fund"}], "recipientOrganization": [{"id": "R", "name": "Rec"}]}"#;
    let person = r#"{"id": "g2", "currency": "GBP", "amountAwarded": 200, "awardDate": "2020-01-01",
        "fundingOrganization": [{"id": "F", "name": "Fund"}], "recipientIndividual": [{"id": "i1", "name": "Ann Other"}]}"#;
    for grants in [[person, organisation], [organisation, person], [person, person]] {
        let (_folder, path) = file("a.json", &format!("{{\"grants\": [{}]}}", grants.join(",")));
        let expected = if grants[1] == grants[0] { 40_000 } else { 120_050 };
        assert_eq!(sums(&path, &["unit"]), expect(&[("grant 2020 F GBP", (expected, 2))]));
        assert!(!issues(&path).iter().any(|issue| issue.to_string().contains("Ann Other")));
        assert!(ledger(&path).commitments.iter().all(|grant| grant.payee.iter().all(|(_, name)| name != "Ann Other")));
        let promises = command::json(&["sum", path.to_str().unwrap(), "--format", "json"])["promises"].take();
        let amount = if expected == 40_000 { "400.00" } else { "1200.50" };
        let stated =
            serde_json::json!([{"year": "2020", "kind": "grant", "currency": "GBP", "amount": amount, "count": 2}]);
        assert_eq!(promises, stated, "what was promised is said unasked");
    }
}

const GRANTS: [[&str; 9]; 4] = [
    [
        "Identifier",
        "Title",
        "Currency",
        "Amount Awarded",
        "Award Date",
        "Recipient Org:0:Identifier",
        "Recipient Org:0:Name",
        "Funding Org:Identifier",
        "Funding Org:Name",
    ],
    ["g1", "T", "GBP", "1000.50", "05/06/2020", "R", "Rec", "F", "Fund"],
    ["g2", "T", "GBP", "", "17/06/2020", "R", "", "F", "Fund"],
    ["g3", "T", "EUR", "30", "2021-01-01", "R", "Rec", "", "Other"],
];

#[test]
fn grants_in_a_table_are_the_same_grants() {
    let text = GRANTS.map(|row| row.join(",")).join("\n");
    let (folder, path) = file("grants.csv", &text);
    let expected = expect(&[("grant 2020 F GBP", (100_050, 1)), ("grant 2021 Other EUR", (3_000, 1))]);
    assert_eq!(sums(&path, &["unit"]), expected);
    let ledger = ledger(&path);
    let told = |at: usize| {
        let grant = &ledger.commitments[at];
        (grant.id.as_str(), grant.payee[0].1.as_str(), grant.decided.unwrap().iso())
    };
    let stated = [("g1", "Rec", "2020-06-05".to_owned()), ("g2", "R", "2020-06-17".to_owned())];
    assert_eq!([told(0), told(1)], stated);
    let title = issues(&path).into_iter().find(|issue| issue["message"].as_str().unwrap().contains("“Title”"));
    assert_eq!(title.expect("titles are left out")["cell"], "B2");

    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("grants").unwrap();
    for (row, cells) in (0..).zip(GRANTS) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let path = folder.path().join("grants.xlsx");
    book.save(&path).unwrap();
    assert_eq!(sums(&path, &["unit"]), expected);
    let title = issues(&path).into_iter().find(|issue| issue["message"].as_str().unwrap().contains("“Title”"));
    assert_eq!(title.expect("titles are left out")["cell"], "grants!B2");
}

#[test]
fn money_within_a_tier_is_in_the_table_and_a_header_may_state_the_unit() {
    let text = |path: &Path, format: &str| {
        let output = command::daylight(&["sum", path.to_str().unwrap(), "--format", format]);
        String::from_utf8(output.stdout).unwrap()
    };
    let (_folder, path) = file("a.csv", "From;To;Value\nA;B;1.50\nA;B;2.25\n");
    assert!(text(&path, "text").contains("Within the tier") && text(&path, "text").contains("3.75"));
    assert!(text(&path, "csv").contains(",inside") && text(&path, "csv").contains(",3.75"));
    let (_folder, path) = file("a.csv", "source,target,amount (GBP million)\nA,B,1.5\nA,B,\"1,200.25\"\n");
    assert_eq!(sums(&path, &["from", "to"]), expect(&[("transfers A B GBP", (120_175_000_000, 2))]));
    let (_folder, path) = file("a.csv", "source,target,amount (million)\nA,B,1.5\nA,B,\"1,5\"\n");
    assert_eq!(sums(&path, &["from", "to"]), expect(&[("transfers A B -", (150_000_000, 1))]));
    assert_eq!(rules(&path)["amount-ambiguous"], 1, "a comma that may mean either");
}

#[test]
fn iati_of_version_1_has_the_letters() {
    let path = sample("iati-1.xml");
    let expected = expect(&[
        ("commitment 2010 GB-X-1 GBP", (100_000, 1)),
        ("payments 2011 GB-X-1 GBP", (2_550, 1)),
        ("transfers 2010 GBP", (40_000, 1)),
    ]);
    assert_eq!(sums(&path, &["project"]), expected);
    assert_eq!(sums(&path, &["to"])["transfers 2010 41114 GBP"], (40_000, 1), "the only one that implements");
    let loan = issues(&path).into_iter().find(|issue| issue["message"].as_str().unwrap().contains("transaction (LR)"));
    assert_eq!(loan.expect("loans are left out")["row"], 1);
}

#[test]
fn the_activities_of_zimbabwe_are_as_expected() {
    let Some((path, expected)) = real("fund-flows/iati-dfid-zimbabwe-2011", "dfid-ZW.xml") else { return };
    let expected = &expected["dfid-ZW.xml"];
    let ours = sums(&path, &[]);
    for (letter, phase) in [("C", "commitment"), ("D", "transfers"), ("E", "payments")] {
        let stated = &expected["transactions_by_type_[count,sum]"][letter];
        assert_eq!(total(&ours, phase), amount(&stated[1]), "{phase}");
        let count: u64 = ours.iter().filter(|(keys, _)| keys.starts_with(phase)).map(|(_, (_, count))| count).sum();
        assert_eq!(count, stated[0].as_u64().unwrap(), "{phase}");
    }
    for (year, value) in expected["disbursement_and_expenditure_by_year"].as_object().unwrap() {
        let of = |phase: &str| total(&ours, &format!("{phase} {year} "));
        assert_eq!(of("transfers") + of("payments"), amount(value), "{year}");
    }
    let ledger = ledger(&path);
    assert_eq!(ledger.projects.len() as u64, expected["activities"]);
    for (level, count) in expected["by_hierarchy"].as_object().unwrap() {
        let level: u64 = level.parse().unwrap();
        let of: Vec<_> = ledger.projects.iter().filter(|project| project.level == Some(level)).collect();
        assert_eq!(of.len() as u64, *count);
        assert!(of.iter().all(|project| project.parent.is_some() == (level > 1)), "a component is part of a project");
    }
    assert_eq!(expected["budget_sum"], 0.0);
    assert_eq!(total(&ours, "budget"), 0);
}

/// 525 of these amounts carry the residue of added floats: they are told and not rounded in silence. Rounded here, they complete
/// the sums.
#[test]
fn the_grants_by_ward_are_as_expected_with_those_that_are_told() {
    let folder = "large/uk-grants-by-ward-2013-2018";
    let Some((path, expected)) = real(folder, "grants_eng_LAD_ward_donor_year.csv.gz") else { return };
    let descriptor = place::root().join("tests/descriptors/uk-grants-by-ward-2013-2018/datapackage.json");
    let data = path.parent().unwrap();
    let text = daylight_core::import::unzip_file("a", fs::read(&path).unwrap()).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len() as u64, expected["rows"]);
    let arguments = ["check", descriptor.to_str().unwrap(), "--data", data.to_str().unwrap(), "--format", "json"];
    let report = command::json(&arguments);
    let told = report["issues"].as_array().unwrap().iter().filter(|issue| issue["rule"] == "amount-too-precise");
    let told: Vec<&csv::StringRecord> = told.map(|issue| &rows[issue["row"].as_u64().unwrap() as usize - 2]).collect();
    assert_eq!(told.len(), 525);
    let rounded = |row: &csv::StringRecord| hundredths(&format!("{:.2}", row[6].parse::<f64>().unwrap()));
    for (by, column, list) in [("year", 2, "by_year"), ("Funding Org:Name", 1, "top10_funders")] {
        let ours: BTreeMap<String, i128> = command::sums(&descriptor, data, by, &[]).into_iter().collect();
        for (name, value) in expected[list].as_object().unwrap() {
            let residue: i128 = told.iter().filter(|row| row[column] == **name).map(|row| rounded(row)).sum();
            assert_eq!(ours[name.trim()] + residue, amount(value), "{name}");
        }
    }
    let whole: i128 = command::sums(&descriptor, data, "", &[]).iter().map(|(_, sum)| sum).sum();
    assert_eq!(whole + told.iter().map(|row| rounded(row)).sum::<i128>(), amount(&expected["total"]));
}
