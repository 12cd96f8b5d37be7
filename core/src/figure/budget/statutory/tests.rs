use super::*;
use crate::check::tableset::{Known, check_table_sets};
use crate::check::{Depth, check_package};
use crate::ingest::{Selection, read_package};

/// A table by codes with a header of two rows and a column that may be left out, one of totals, and one that is not there.
const SET: &str = r#"{
  "id": "set", "version": "1", "valid-from": "2024", "titles": {"en": "The set"}, "unit": "hundred",
  "tables": [
    {"id": "codes", "titles": {"en": "Codes"},
     "columns": [
       {"id": "code", "titles": {"en": "Code"}, "head": [{"en": "Item"}, {"en": "Code"}]},
       {"id": "name", "titles": {"en": "Name"}, "head": [{"en": "Item"}, {"en": "Name"}]},
       {"id": "amount", "titles": {"en": "Amount"}, "amount": true},
       {"id": "grant", "titles": {"en": "Grant"}, "amount": true, "optional": true}],
     "depth": {"column": "code", "lengths": [1, 2], "total": "all"},
     "rows": [{"id": "all", "titles": {"en": "All"}}]},
    {"id": "trips", "titles": {"en": "Trips"},
     "columns": [
       {"id": "all-before", "titles": {"en": "Before"}, "amount": true, "part": "trips", "phase": "approved"},
       {"id": "all-after", "titles": {"en": "After"}, "amount": true, "part": "trips", "phase": "final"},
       {"id": "air-before", "titles": {"en": "Air before"}, "amount": true, "part": "air", "phase": "approved"},
       {"id": "air-after", "titles": {"en": "Air after"}, "amount": true, "part": "air", "phase": "final"}]},
    {"id": "rest", "titles": {"en": "Rest"}, "columns": []}],
  "highlights": [{"id": "trips", "table": "trips", "compare": ["approved", "final"],
    "counts": [{"id": "flights", "titles": {"en": "Flights"}}, {"id": "nights", "titles": {"en": "Nights"}}], "reason": true}]
}"#;

const PROFILE: &str = r#"{"id": "x", "currency": "CNY",
  "units": [{"id": "hundred", "factor": 100, "titles": {"fr": "cents"}}, {"id": "one", "factor": 1, "titles": {"en": "yuan"}}],
  "phases": [{"id": "approved", "kind": "authorised", "titles": {"en": "Budget"}}, {"id": "final", "kind": "audited", "titles": {"en": "Outturn"}}],
  "highlights": [{"id": "trips", "titles": {"en": "Trips"}, "parts": [{"id": "air", "titles": {"en": "By air"}}]}]}"#;

const DESCRIPTOR: &str = r#"{"name": "p", "title": "T", "daylight:set": "set", "daylight:language": "zh-Hans",
  "daylight:highlights": {"trips": {"counts": {"flights": 3}, "reason": "Fewer meetings."}},
  "resources": [
  {"name": "c", "path": "c.csv", "daylight:table": "codes", "daylight:note": "Rounded.",
   "schema": {"fields": [{"name": "Code"}, {"name": "Name"}, {"name": "Amount", "type": "number"}, {"name": "Remark"}]},
   "daylight:layout": {"read": {"Amount": {"factor": 100}}}},
  {"name": "t", "path": "t.csv", "daylight:table": "trips",
   "schema": {"fields": [{"name": "Before"}, {"name": "After"}, {"name": "Air before"}, {"name": "Air after"}]}}]}"#;

const CODES: &str = "Code,Name,Amount,Remark\n1,Roads,2.50,x\n11,Repair,,\n12,Signs,2.505,\n,All,2.50,\n";

fn place(wish: &Wish, codes: &str, trips: &str, is_whole: bool) -> (BudgetFigure, Option<(String, String)>) {
    let sets = [TableSet::read(SET).expect("the set reads")];
    let package = read_package(DESCRIPTOR, &|_| Vec::new()).expect("the descriptor reads");
    let files = vec![("c.csv".to_owned(), codes.into()), ("t.csv".to_owned(), trips.into())];
    let (profile, words) = (Profile::read(PROFILE).expect("the profile reads"), Words::built_in("en"));
    let known = Known { sets: &sets, profile: &profile, profile_text: PROFILE, words: &words };
    let (found, _) = check_table_sets(&package, DESCRIPTOR, &files, &known, None);
    let (model, _) = check_package(&package, &Selection::usual(&package), &files, Depth::Warnings);
    let source = Source { is_whole, sets: &sets, found: &found };
    let figure = place_statutory(&model, source, wish, &words, &profile);
    (figure, export_statutory(&model, source, wish, &words, &profile))
}

fn tables(path: &str) -> BudgetFigure {
    place(&Wish { view: View::Tables, path: path.to_owned(), ..Wish::default() }, CODES, "Before,After\n", false).0
}

#[test]
fn a_table_stands_as_it_is_printed() {
    let figure = tables("");
    let statutory = figure.statutory.as_ref().expect("tables");
    let table = &statutory.tables[0];
    assert_eq!((figure.granted.path.as_str(), figure.refused.len(), figure.empty.as_ref()), ("codes", 0, None));
    assert_eq!(table.unit_line, "Unit: 100 yuan");
    // The column that may be left out is not there; the one that the form does not know stands last.
    let head: Vec<Vec<&str>> =
        table.head.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
    assert_eq!(head, [vec!["Item", "Amount", "Remark"], vec!["Code", "Name"]]);
    let rows: Vec<(Vec<&str>, bool, usize)> = (table.rows.iter())
        .map(|row| (row.cells.iter().map(String::as_str).collect(), row.is_total, row.level))
        .collect();
    let expected = [
        (vec!["1", "Roads", "2.50", "x"], false, 0),
        // A blank is not zero, and nothing is rounded.
        (vec!["11", "Repair", "", ""], false, 1),
        (vec!["12", "Signs", "2.505", ""], false, 1),
        (vec!["", "All", "2.50", ""], true, 0),
    ];
    assert_eq!(rows, expected);
    assert_eq!((table.names, table.note.as_str(), table.lang.as_deref()), (None, "Rounded.", Some("zh-Hans")));
    let outcomes: Vec<Outcome> = table.claims.iter().map(|claim| claim.outcome).collect();
    assert_eq!(outcomes, [Outcome::Rounded]);
    assert_eq!(table.claims[0].agreed, "1 comparison agrees.");
    assert!(table.claims[0].apart[0].starts_with("1: 2.50 and 2.505, 0.005 apart"), "{:?}", table.claims[0].apart);
}

#[test]
fn what_is_empty_missing_or_unknown_is_said() {
    let remarks = |figure: &BudgetFigure| -> Vec<String> {
        figure.statutory.iter().flat_map(|tables| tables.list.iter().map(|entry| entry.remark.clone())).collect()
    };
    let figure = tables("rest");
    assert_eq!(remarks(&figure), ["", "empty", "missing"]);
    assert!(figure.sentence.starts_with("The set: 2 of 3 are here, 1 of them without figures."), "{}", figure.sentence);
    let table = figure.statutory.as_ref().map(|tables| tables.tables[0].clone()).unwrap_or_default();
    assert!(table.head.is_empty() && table.rows.is_empty() && table.empty.is_some());
    let figure = tables("nowhere");
    assert_eq!((figure.granted.path.as_str(), figure.refused[0].attribute), ("codes", "path"));
}

#[test]
fn a_page_without_scripts_has_all_tables() {
    let wish = Wish { view: View::Tables, ..Wish::default() };
    let (figure, _) = place(&wish, CODES, "Before,After\n", true);
    assert_eq!(figure.statutory.map(|tables| tables.tables.len()), Some(3));
}

#[test]
fn a_highlight_has_a_rate_where_both_phases_are_stated() {
    let wish = Wish { view: View::Highlights, ..Wish::default() };
    let of = |trips: &str| place(&wish, CODES, trips, false).0;
    let figure = of("Before,After,Air before,Air after\n200,50,200,50\n");
    assert!(
        figure.sentence.starts_with("Trips: budget 200 yuan, outturn 50 yuan, which is 25.0% of it."),
        "{}",
        figure.sentence
    );
    assert_eq!(figure.remarks[..2], ["Flights: 3 · Nights: not stated", "Why it changed: Fewer meetings."]);
    let plan = figure.plan.expect("a chart");
    assert_eq!(plan.panels[0].groups.len(), 2);
    assert_eq!(plan.series.iter().map(|series| series.is_hollow).collect::<Vec<_>>(), [true, false]);
    for trips in ["Before,After,Air before,Air after\n,50,,50\n", "Before,After,Air before,Air after\n0,50,0,50\n"] {
        let figure = of(trips);
        assert!(!figure.sentence.contains('%'), "{}", figure.sentence);
    }
    assert!(of("Before,After\n").empty.is_some(), "no figure, no highlight");
}

#[test]
fn a_table_is_taken_away_in_whole_currency_units() {
    let (_, file) = place(&Wish { view: View::Tables, ..Wish::default() }, CODES, "Before,After\n", false);
    let (id, text) = file.expect("a file");
    assert_eq!(id, "codes");
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[..3], ["Code,Name,Amount,Remark", "1,Roads,250.00,x", "11,Repair,,"]);
}
