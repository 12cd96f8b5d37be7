//! One fault planted at a random cell is reported with that row and column, and the other rows are still added.

use daylight_core::check::{Depth, Report, check_package};
use daylight_core::ingest::{Selection, read_package};
use daylight_core::issue::Severity;
use daylight_core::model::Model;
use daylight_core::money::Amount;
use daylight_core::summary::is_outline_of;
use proptest::prelude::*;

const DESCRIPTOR: &str = r#"{"name": "f", "resources": [{"name": "f", "path": "f.csv", "schema": {
    "fields": [
        {"name": "unit", "columnType": "administrative-classification:generic:code", "constraints": {"required": true}},
        {"name": "function", "columnType": "functional-classification:generic:code", "constraints": {"required": true}},
        {"name": "note"},
        {"name": "approved", "normalize": {"phase": "approved"}},
        {"name": "executed", "normalize": {"phase": "executed"}}
    ],
    "extraFields": [
        {"name": "phase", "columnType": "phase:id"},
        {"name": "value", "columnType": "value", "normalizationTarget": true},
        {"name": "currency", "columnType": "value-currency:code", "constant": "EUR"}
    ]}}]}"#;

/// A fault and the rule that must report it.
#[derive(Clone, Debug)]
enum Fault {
    Amount(&'static str, &'static str),
    Code,
    Quote,
    Extra,
}

fn fault() -> impl Strategy<Value = (Fault, usize)> {
    prop_oneof![
        (
            prop_oneof![
                Just(Fault::Amount("1O5", "amount-unreadable")),
                Just(Fault::Amount("12.345", "amount-too-precise")),
                Just(Fault::Amount("\"7,5\"", "amount-ambiguous")),
                Just(Fault::Amount("9e40", "amount-out-of-range")),
            ],
            3..5_usize
        ),
        (Just(Fault::Code), 0..2_usize),
        (Just(Fault::Quote), 0..5_usize),
        (Just(Fault::Extra), Just(0_usize)),
    ]
}

fn file(rows: &[(u8, u8, u32, u32)], planted: Option<(&Fault, usize, usize)>) -> String {
    let mut text = String::from("unit,function,note,approved,executed\n");
    for (index, (unit, function, approved, executed)) in rows.iter().enumerate() {
        let mut cells = vec![
            format!("U{unit}"),
            format!("{function:02}"),
            "\"a, \"\"b\"\"\nc\"".to_owned(),
            format!("{}.{:02}", approved / 100, approved % 100),
            executed.to_string(),
        ];
        if let Some((fault, row, column)) = planted
            && row == index
        {
            match fault {
                Fault::Amount(text, _) => cells[column] = (*text).to_owned(),
                Fault::Code => cells[column].clear(),
                Fault::Quote => cells[column] = "\"x\"y".to_owned(),
                Fault::Extra => cells.push("surplus".to_owned()),
            }
        }
        text += &(cells.join(",") + "\n");
    }
    text
}

/// Checks at both depths: a reader, for whom usual rows are added up unseen, gets the same figures and is told the same but
/// for the notes.
fn check(text: &str) -> (Model, Report) {
    let package = read_package(DESCRIPTOR, &|_| Vec::new()).unwrap();
    let files = vec![("f.csv".to_owned(), text.as_bytes().to_vec())];
    let at = |depth| check_package(&package, &Selection::usual(&package), &files, depth);
    let ((model, report), (quick, told)) = (at(Depth::Notes), at(Depth::Warnings));
    assert!(is_outline_of(&model, &quick), "the depths add up differently");
    let grave = |report: &Report| -> Vec<String> {
        let issues = report.issues.iter().filter(|issue| issue.severity != Severity::Note);
        issues.map(|issue| format!("{issue:?}")).collect()
    };
    assert_eq!((report.rows, grave(&report)), (told.rows, grave(&told)));
    (model, report)
}

fn total(model: &Model) -> Amount {
    model.facts().map(|fact| fact.amount).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn a_planted_fault_is_found_where_it_is(
        rows in proptest::collection::vec((0..5_u8, 1..9_u8, 0..9_999_999_u32, 1..9_999_u32), 2..200),
        (fault, column) in fault(),
        at in any::<proptest::sample::Index>(),
    ) {
        let row = at.index(rows.len());
        let (clean, _) = check(&file(&rows, None));
        let (model, report) = check(&file(&rows, Some((&fault, row, column))));
        let (rule, lost): (&str, u32) = match &fault {
            Fault::Amount(_, rule) => (rule, if column == 3 { rows[row].2 } else { rows[row].3 * 100 }),
            Fault::Code => ("code-missing", 0),
            Fault::Quote => ("text-after-quote", rows[row].2 + rows[row].3 * 100),
            Fault::Extra => ("row-malformed", rows[row].2 + rows[row].3 * 100),
        };
        let number = row as u32 + 2;
        let wanted = if matches!(fault, Fault::Extra) { None } else { Some(column as u32 + 1) };
        let told = report.issues.iter().any(|issue| {
            issue.rule == rule && issue.place.row == Some(number) && (wanted.is_none() || issue.place.column == wanted)
        });
        prop_assert!(told, "{rule} in row {number}, column {wanted:?}: {:?}", report.issues);
        prop_assert_eq!(total(&model), total(&clean) - Amount::from_minor(i128::from(lost)));
    }
}
