//! Rules of funds: tables as texts in; the problems that they have out.

use super::check_funds;
use crate::ingest::read_package;
use crate::issue::Issue;
use crate::model::funds::Ledger;
use crate::money::Currency;
use crate::profile::funds::FundTerms;
use proptest::prelude::*;

const UNITS: &str = "id,name,tier,parent\nc,Centre,central,\nq,Qinghe,county,c\ns,Shiqiao,township,q\n";
const TRANSFERS: &str = "id,year,from,to,amount,decided,arrived\n";
const PAYMENTS: &str = "unit,project,year,amount\n";
const HOLDINGS: &str = "unit,year,state,amount,since,reason\n";

/// Checks tables by the terms of a profile; each is its name and its text.
fn check(tables: &[(&str, String)]) -> (Ledger, Vec<Issue>) {
    let resource = |(name, text): &(&str, String)| {
        let headers = text.lines().next().unwrap_or("").split(',');
        let fields: Vec<String> = headers.map(|header| format!(r#"{{"name": "{header}"}}"#)).collect();
        format!(r#"{{"name": "{name}", "path": "{name}.csv", "schema": {{"fields": [{}]}}}}"#, fields.join(", "))
    };
    let resources: Vec<String> = tables.iter().map(resource).collect();
    let descriptor = format!(
        r#"{{"name": "a", "profile": "daylight-funds", "daylight:currency": "CNY",
            "daylight:contacts": {{"unit": "Qinghe", "phone": {{"en": "12317"}}}}, "resources": [{}]}}"#,
        resources.join(", ")
    );
    let package = read_package(&descriptor, &|_| Vec::new()).unwrap();
    let files: Vec<(String, Vec<u8>)> =
        tables.iter().map(|(name, text)| (format!("{name}.csv"), text.clone().into_bytes())).collect();
    let terms = FundTerms::read(include_str!("../../../../profiles/cn/profile.json"));
    check_funds((&package, &descriptor), &files, &terms, Currency::from_code("CNY"))
}

/// Rules and rows of what is told of transfers, payments and holdings beside the three units.
fn told(transfers: &str, payments: &str, holdings: &str) -> Vec<(&'static str, Option<u32>)> {
    let tables = [
        ("units", UNITS.to_owned()),
        ("transfers", format!("{TRANSFERS}{transfers}")),
        ("payments", format!("{PAYMENTS}{payments}")),
        ("holdings", format!("{HOLDINGS}{holdings}")),
    ];
    check(&tables).1.iter().map(|issue| (issue.rule, issue.place.row)).collect()
}

const DOWN: &str = "t1,2025,c,q,100.00,2025-01-10,2025-02-01\nt2,2025,q,s,100.00,2025-02-03,2025-02-20\n";

#[test]
fn what_is_accounted_for_is_not_told() {
    assert_eq!(told(DOWN, "s,,2025,100.00\n", ""), []);
    let kept = "s,2025,pending,10.00,2025-06-01,Deposit\n";
    assert_eq!(told(DOWN, "s,,2025,90.00\n", kept), []);
}

#[test]
fn a_hundredth_is_told_on_both_sides_of_zero() {
    assert_eq!(told(DOWN, "s,,2025,99.99\n", ""), [("money-unaccounted", Some(4))]);
    assert_eq!(told(DOWN, "s,,2025,100.01\n", ""), [("money-from-nowhere", Some(4))]);
}

#[test]
fn money_of_one_year_does_not_fill_the_gap_of_another() {
    let payments = "s,,2025,99.00\ns,,2024,1.00\n";
    let rules: Vec<&str> = told(DOWN, payments, "").iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, ["money-unaccounted", "money-without-source"], "the unit has received nothing in 2024");
}

#[test]
fn money_begins_at_the_top_or_where_the_package_says_so() {
    let rules = |units: &str, transfers: &str, payments: &str| -> Vec<(&'static str, Option<u32>)> {
        let tables = [
            ("units", units.to_owned()),
            ("transfers", format!("{TRANSFERS}{transfers}")),
            ("payments", format!("{PAYMENTS}{payments}")),
        ];
        check(&tables).1.iter().map(|issue| (issue.rule, issue.place.row)).collect()
    };
    let paid = "s,,2025,5.00\n";
    assert_eq!(rules(UNITS, "", paid), [("money-without-source", Some(4))]);
    assert_eq!(rules(UNITS, "t,2025,c,q,5.00,,\n", "q,,2025,5.00\nc,,2025,1.00\n"), [], "the centre is the top");
    let said = "id,name,tier,parent,role\nc,Centre,central,,\nq,Qinghe,county,c,\ns,Shiqiao,township,q,source\n";
    assert_eq!(rules(said, "", paid), []);
    let own = "t,2025,,s,5.00,,\n";
    assert_eq!(rules(UNITS, own, paid), [], "what it puts in itself is on record");
    let kept = "id,name,tier,parent,role\nc,Centre,central,,\nq,Qinghe,county,c,recipient\n";
    assert_eq!(rules(kept, "t,2025,c,q,5.00,,\n", ""), [], "with a recipient money is where it should be");
    assert_eq!(rules(kept, "t,2025,c,q,5.00,,\n", "q,,2025,6.00\n"), [("money-from-nowhere", Some(3))]);
}

#[test]
fn the_same_record_twice_is_another_matter_than_two_that_disagree() {
    let again = format!("{DOWN}t2,2025,q,s,100.00,2025-02-03,2025-02-20\n");
    assert!(told(&again, "s,,2025,200.00\n", "").contains(&("code-duplicate", Some(4))));
    let other = format!("{DOWN}t2,2025,q,s,100.00,2025-02-03,2025-02-21\n");
    assert!(told(&other, "s,,2025,200.00\n", "").contains(&("transfer-disagrees", Some(4))));
}

#[test]
fn a_holding_says_why_and_since_when() {
    for (kept, header) in
        [("s,2025,pending,10.00,2025-06-01,\n", "reason"), ("s,2025,pending,10.00,,Deposit\n", "since")]
    {
        let tables = [
            ("units", UNITS.to_owned()),
            ("transfers", format!("{TRANSFERS}{DOWN}")),
            ("payments", format!("{PAYMENTS}s,,2025,90.00\n")),
            ("holdings", format!("{HOLDINGS}{kept}")),
        ];
        let (_, issues) = check(&tables);
        assert_eq!(issues.len(), 1, "{issues:?}");
        assert_eq!(issues[0].rule, "holding-unexplained");
        assert!(issues[0].facts.iter().any(|(_, fact)| fact == header), "{issues:?}");
    }
}

/// What is told of a project and the payments for it.
fn told_of_project(columns: &str, cells: &str, paid: &str) -> Vec<&'static str> {
    let tables = [
        ("units", UNITS.to_owned()),
        ("transfers", format!("{TRANSFERS}t1,2025,,s,{paid},,\n")),
        ("payments", format!("{PAYMENTS}s,p1,2025,{paid}\n")),
        ("projects", format!("id,name,unit,{columns}\np1,Road,s,{cells}\n")),
    ];
    check(&tables).1.iter().map(|issue| issue.rule).collect()
}

#[test]
fn a_project_keeps_to_its_plan_its_price_and_its_notice() {
    let split = "planned,source:central,source:county";
    assert!(told_of_project(split, "241.30,125.50,115.80", "1").is_empty());
    assert_eq!(told_of_project(split, "241.30,125.50,115.81", "1"), ["split-differs"]);
    assert!(told_of_project("price,changes", "90,10", "100").is_empty());
    assert_eq!(told_of_project("price,changes", "90,10", "100.01"), ["paid-beyond-price"]);
    let notice = "notice-from,notice-until";
    assert!(told_of_project(notice, "2025-02-24,2025-03-05", "1").is_empty(), "ten days, both counted");
    assert_eq!(told_of_project(notice, "2025-02-24,2025-03-04", "1"), ["notice-too-short"]);
    let built = "promised,delivered,accepted";
    assert!(told_of_project(built, "3.2,3.0,", "1").is_empty(), "not accepted yet");
    assert_eq!(told_of_project(built, "3.2,3.199,2025-06-01", "1"), ["accepted-unfinished"]);
}

#[test]
fn tiers_that_no_profile_names_are_those_of_the_package() {
    let descriptor = r#"{"name": "a", "profile": "daylight-funds", "resources": [
        {"name": "units", "path": "units.csv", "schema": {"fields": [{"name": "id"}, {"name": "name"}, {"name": "tier"}]}},
        {"name": "transfers", "path": "transfers.csv", "schema": {"fields": [{"name": "to"}, {"name": "amount"}]}}]}"#;
    let package = read_package(descriptor, &|_| Vec::new()).unwrap();
    let files = vec![
        ("units.csv".to_owned(), b"id,name,tier\na,A,ministry\nb,B,project\n".to_vec()),
        ("transfers.csv".to_owned(), b"to,amount\na,1\n".to_vec()),
    ];
    let (ledger, issues) =
        check_funds((&package, descriptor), &files, &FundTerms::default(), Currency::from_code("CNY"));
    assert_eq!(ledger.tiers.len(), 2);
    assert!(issues.iter().all(|issue| issue.rule != "word-unknown"), "{issues:?}");
}

proptest! {
    #[test]
    fn the_gap_that_is_told_is_the_one_that_was_made(parts in prop::collection::vec(1_u32..10_000, 1..12), short in 1_u32..100) {
        let yuan = |fen: u32| format!("{}.{:02}", fen / 100, fen % 100);
        let total: u32 = parts.iter().sum::<u32>() + short;
        let transfers = format!("{TRANSFERS}t1,2025,c,s,{},,\n", yuan(total));
        let payments: String = parts.iter().map(|part| format!("s,,2025,{}\n", yuan(*part))).collect();
        let tables = [
            ("units", UNITS.to_owned()),
            ("transfers", transfers),
            ("payments", format!("{PAYMENTS}{payments}")),
        ];
        let (_, issues) = check(&tables);
        prop_assert_eq!(issues.len(), 1);
        let difference = issues[0].facts.iter().find(|(key, _)| *key == "difference");
        prop_assert_eq!(difference.map(|(_, fact)| fact.clone()), Some(yuan(short)));
    }
}
