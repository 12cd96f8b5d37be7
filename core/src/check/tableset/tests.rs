use super::*;
use crate::ingest::read_package;

/// Two tables: one of totals, one by codes of one and two digits.
const SET: &str = r#"{
  "id": "set", "version": "1", "valid-from": "2024", "titles": {"en": "The set"}, "unit": "one",
  "tables": [
    {"id": "totals", "titles": {"en": "Totals"},
     "columns": [
       {"id": "item", "titles": {"en": "Item"}, "numbered": "12."},
       {"id": "amount", "titles": {"en": "Sum"}, "amount": true}],
     "rows": [{"id": "all", "titles": {"en": "All"}}],
     "identities": [{"titles": {"en": "Items make up all"},
       "left": [{"numbered": "item", "column": "amount"}], "right": [{"row": "all", "column": "amount"}]}]},
    {"id": "codes", "titles": {"en": "Codes"},
     "columns": [
       {"id": "code", "titles": {"en": "Code"}}, {"id": "name", "titles": {"en": "Name"}},
       {"id": "amount", "titles": {"en": "Amount"}, "amount": true}],
     "depth": {"column": "code", "lengths": [1, 2], "total": "all"},
     "rows": [{"id": "all", "titles": {"en": "All"}}]},
    {"id": "rest", "titles": {"en": "Rest"}, "known": "general", "columns": []}],
  "identities": [{"titles": {"en": "All is all"},
    "left": [{"table": "totals", "row": "all", "column": "amount"}],
    "right": [{"table": "codes", "row": "all", "column": "amount"}]}],
  "same-rows": [{"titles": {"en": "Each is the same"},
    "left": {"table": "totals", "by": "item", "column": "amount"},
    "right": {"table": "codes", "by": "name", "level": 1, "column": "amount"}}]
}"#;

const DESCRIPTOR: &str = r#"{"name": "p", "resources": [
  {"name": "t", "path": "t.csv", "daylight:table": {"set": "set", "table": "totals"},
   "schema": {"fields": [{"name": "Item"}, {"name": "Sum"}]}},
  {"name": "c", "path": "c.csv", "daylight:table": {"set": "set", "table": "codes"},
   "schema": {"fields": [{"name": "Code"}, {"name": "Name"}, {"name": "Amount"}]}}]}"#;

type Told = (Vec<Found>, Vec<(&'static str, Severity)>);

fn check(descriptor: &str, totals: &str, codes: &str, asked: bool) -> Told {
    check_set(SET, descriptor, totals, codes, asked)
}

fn check_set(set: &str, descriptor: &str, totals: &str, codes: &str, asked: bool) -> Told {
    let sets = [TableSet::read(set).expect("the set reads")];
    assert_eq!(sets[0].loose_ends(), [] as [String; 0]);
    let package = read_package(descriptor, &|_| Vec::new()).expect("the descriptor reads");
    let files = vec![("t.csv".to_owned(), totals.into()), ("c.csv".to_owned(), codes.into())];
    let (profile, words) = (Profile::generic(), Words::built_in("en"));
    let known = Known { sets: &sets, profile: &profile, profile_text: "{}", words: &words };
    let asked = asked.then_some(&sets[0]);
    let (found, issues) = check_table_sets(&package, descriptor, &files, &known, asked);
    (found, issues.iter().map(|issue| (issue.rule, issue.severity)).collect())
}

const TOTALS: &str = "Item,Sum\n1.Roads,2.50\n2.Schools,4.00\nAll,6.50\n";
const CODES: &str = "Code,Name,Amount\n1,Roads,2.50\n11,Repair,2.50\n2,Schools,4.00\n21,Books,4.00\n,All,6.50\n";

#[test]
fn tables_that_agree_raise_nothing() {
    let (found, issues) = check(DESCRIPTOR, TOTALS, CODES, false);
    assert_eq!(issues, []);
    // Both codes, the total of the codes, the items, all against all, and two names.
    assert_eq!(found[0].counts(), Counts { equal: 7, ..Counts::default() });
    let states: Vec<State> = found[0].tables.iter().map(|table| table.state).collect();
    assert_eq!(states, [State::Filled, State::Filled, State::Missing]);
}

#[test]
fn a_missing_table_is_told_where_the_whole_set_is_asked_for() {
    let (_, issues) = check(DESCRIPTOR, TOTALS, CODES, true);
    assert_eq!(issues, [("table-missing", Severity::Warning)], "general knowledge warns");
    let whole = DESCRIPTOR.replacen("\"name\"", "\"daylight:set\": \"set\", \"name\"", 1);
    assert_eq!(check(&whole, TOTALS, CODES, false).1, issues);
}

#[test]
fn half_a_last_decimal_a_figure_is_rounding_and_more_is_a_fault() {
    let (found, issues) = check(DESCRIPTOR, &TOTALS.replace("2.50", "2.51"), CODES, false);
    assert_eq!(issues, [("table-sum-rounded", Severity::Note); 2], "the items, and the name in the other table");
    assert_eq!((found[0].counts().rounded, found[0].counts().different), (2, 0));
    let (_, issues) = check(DESCRIPTOR, &TOTALS.replace("2.50", "2.52"), CODES, false);
    assert_eq!(issues, [("table-sum-differs", Severity::Error); 2]);
}

#[test]
fn a_code_without_those_below_it_is_too_shallow_and_a_zero_is_not() {
    let (_, issues) = check(DESCRIPTOR, TOTALS, &CODES.replace("21,Books,4.00\n", ""), false);
    assert_eq!(issues, [("table-too-shallow", Severity::Error)]);
    let zero = CODES.replace(",All", "3,Nothing,0.00\n,All");
    assert_eq!(check(DESCRIPTOR, TOTALS, &zero, false).1, []);
}

#[test]
fn a_name_that_only_one_table_has_warns() {
    let (_, issues) = check(DESCRIPTOR, &TOTALS.replace("Schools", "Learning"), CODES, false);
    assert_eq!(issues, [("table-row-unmatched", Severity::Warning); 2]);
}

#[test]
fn an_empty_table_needs_a_note_and_says_that_there_is_nothing() {
    let empty = |descriptor: &str| check(descriptor, TOTALS, "Code,Name,Amount\n", false).1;
    // The other table has a total of what this one says there is nothing of.
    let differs = ("table-sum-differs", Severity::Error);
    assert_eq!(empty(DESCRIPTOR), [("table-without-note", Severity::Error), differs]);
    let noted = DESCRIPTOR.replace("\"name\": \"c\"", "\"name\": \"c\", \"daylight:note\": \"Nothing was spent.\"");
    assert_eq!(empty(&noted), [differs]);
    assert_eq!(empty(&noted.replace("Nothing was spent.", " ")), [("table-without-note", Severity::Error), differs]);
}

#[test]
fn a_column_may_be_named_by_its_field() {
    let (_, issues) = check(DESCRIPTOR, TOTALS, &CODES.replace("Amount", "Spent"), false);
    assert!(issues.contains(&("table-column-missing", Severity::Warning)), "{issues:?}");
    let named = DESCRIPTOR.replace("{\"name\": \"Amount\"}", "{\"name\": \"Spent\", \"daylight:column\": \"amount\"}");
    assert_eq!(check(&named, TOTALS, &CODES.replace("Amount", "Spent"), false).1, []);
    let slip = named.replace("\"daylight:column\": \"amount\"", "\"daylight:column\": \"amout\"");
    assert!(check(&slip, TOTALS, CODES, false).1.contains(&("word-unknown", Severity::Error)));
}

#[test]
fn a_table_that_no_set_has_is_an_unknown_word() {
    let slip = DESCRIPTOR.replace("\"table\": \"codes\"", "\"table\": \"code\"");
    assert_eq!(check(&slip, TOTALS, CODES, false).1, [("word-unknown", Severity::Error)]);
    let bare = DESCRIPTOR.replace("{\"set\": \"set\", \"table\": \"codes\"}", "\"codes\"");
    assert_eq!(check(&bare, TOTALS, CODES, false).1, [("descriptor-incomplete", Severity::Error)]);
}

#[test]
fn columns_and_rows_are_found_by_their_aliases_and_a_row_by_its_code() {
    let set = SET
        .replace(
            "{\"id\": \"code\", \"titles\": {\"en\": \"Code\"}}",
            "{\"id\": \"code\", \"titles\": {\"en\": \"Code\"}, \"aliases\": [\"No\"]}",
        )
        .replace(
            "{\"id\": \"all\", \"titles\": {\"en\": \"All\"}}",
            "{\"id\": \"all\", \"titles\": {\"en\": \"All\"}, \"aliases\": [\"Sum of all\"], \"code\": \"T00\"}",
        );
    let descriptor = DESCRIPTOR.replace("{\"name\": \"Code\"}", "{\"name\": \"No\"}");
    let codes = CODES.replace("Code,", "No,");
    let check = |set: &str, totals: &str, codes: &str| check_set(set, &descriptor, totals, codes, false).1;
    assert!(check(SET, TOTALS, &codes).contains(&("table-column-missing", Severity::Warning)), "without its alias");
    assert_eq!(check(&set, TOTALS, &codes), []);
    assert_eq!(check(&set, &TOTALS.replace("All", "Sum of all"), &codes), []);
    let wrong = TOTALS.replace("All,6.50", "Sum of all,7.50");
    assert_eq!(check(&set, &wrong, &codes), [("table-sum-differs", Severity::Error); 2], "the row is compared");
    assert_eq!(check(&set, TOTALS, &codes.replace(",All,", "T00,,")), [], "by its code");
}

/// A table of two sides, each of a year, its kinds and what is carried over.
const SIDES: &str = r#"{
  "id": "set", "version": "1", "valid-from": "2024", "titles": {"en": "The set"}, "unit": "one",
  "tables": [
    {"id": "totals", "titles": {"en": "Both sides"},
     "columns": [
       {"id": "in-item", "titles": {"en": "Item"}, "numbered": "12."},
       {"id": "in", "titles": {"en": "Sum"}, "amount": true, "head": [{"en": "Income"}, {"en": "Sum"}]},
       {"id": "out", "titles": {"en": "Spent"}, "amount": true}],
     "rows": [{"id": "year", "titles": {"en": "Year"}}, {"id": "over", "titles": {"en": "Carried"}}, {"id": "all", "titles": {"en": "All"}}],
     "identities": [
       {"id": "balance", "balance": true, "titles": {"en": "Same"}, "left": [{"row": "all", "column": "in"}], "right": [{"row": "all", "column": "out"}]},
       {"id": "in", "titles": {"en": "In"}, "left": [{"row": "year", "column": "in"}, {"row": "over", "column": "in"}], "right": [{"row": "all", "column": "in"}]},
       {"id": "out", "titles": {"en": "Out"}, "left": [{"row": "year", "column": "out"}, {"row": "over", "column": "out"}], "right": [{"row": "all", "column": "out"}]},
       {"id": "kinds", "titles": {"en": "Kinds"}, "left": [{"numbered": "in-item", "column": "in"}], "right": [{"row": "year", "column": "in"}]}]},
    {"id": "codes", "titles": {"en": "Funds"},
     "columns": [
       {"id": "code", "titles": {"en": "Code"}}, {"id": "before", "titles": {"en": "Name"}, "amount": true},
       {"id": "after", "titles": {"en": "Amount"}, "amount": true}],
     "depth": {"column": "code", "lengths": [1], "total": "all"},
     "rows": [{"id": "all", "titles": {"en": "All"}}],
     "identities": [{"id": "each", "balance": true, "titles": {"en": "Each"}, "left": [{"column": "before"}], "right": [{"column": "after"}]}]}]
}"#;

fn sides(totals: &str, codes: &str) -> Vec<(String, [String; 2])> {
    let descriptor = DESCRIPTOR.replace("{\"name\": \"Sum\"}", "{\"name\": \"Sum\"}, {\"name\": \"Spent\"}");
    let (found, _) = check_set(SIDES, &descriptor, totals, codes, false);
    let side = |side: &FoundSide| {
        let parts =
            side.parts.iter().map(|(titles, amount)| format!(", {} {}", in_language(titles, "en"), amount.minor()));
        [in_language(&side.titles, "en"), " ", &side.total.minor().to_string()].concat() + &parts.collect::<String>()
    };
    found[0]
        .balances
        .iter()
        .map(|balance| (balance.id.clone(), [side(&balance.sides[0]), side(&balance.sides[1])]))
        .collect()
}

#[test]
fn a_balance_is_divided_as_far_as_its_parts_make_it_up() {
    let codes = "Code,Name,Amount\n1,3,2\nAll,3,4\n";
    let of = |totals: &str| sides(totals, codes);
    let table = |kinds: &str| format!("Item,Sum,Spent\n{kinds}Year,6,5\nCarried,1,2\nAll,7,7\n");
    let found = of(&table("1.Grants,4,\n2.Fees,2,\n"));
    let income = |parts: &str| format!("Income 700, {parts}, Carried 100");
    assert_eq!(
        found[0],
        ("totals".into(), [income("Grants 400, Fees 200"), "Spent 700, Year 500, Carried 200".into()])
    );
    // What holds for every row is told of the total, and a difference stays one.
    assert_eq!(found[1], ("codes".into(), ["Name 300, Name 300".into(), "Amount 400, Amount 400".into()]));
    // Kinds that do not make up the year are not shown as its parts.
    assert_eq!(of(&table("1.Grants,4,\n"))[0].1[0], income("Year 600"));
    assert!(of("Item,Sum,Spent\nAll,,7\n").iter().all(|(id, _)| id != "totals"), "a side without a figure");
}
