//! What is told of two versions of tables of records.

use super::*;
use crate::day::{Day, DayOrder};
use crate::model::record::Record;
use crate::model::results::{Direction, Indicator, Period, Results, Target, Task};
use crate::quantity::Quantity;
use crate::span::Span;
use daylight_scan::Decimal;

/// A table of lines of cells, the first with its columns.
fn table(id: &'static str, text: &str) -> RecordTables {
    let mut lines = text.lines();
    let columns = lines.next().unwrap_or_default().split(',').map(str::to_owned).collect();
    let cell = |text: &str| Cell { text: text.to_owned(), value: text.to_owned() };
    let rows = lines.zip(2..).map(|(line, row)| Record { row, cells: line.split(',').map(cell).collect() });
    RecordTables(vec![RecordTable { id, columns, rows: rows.collect() }])
}

/// What differs, a line each: `-key`, `+key`, `key column before>after`.
fn told(id: &'static str, before: &str, after: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for table in compare_records(&table(id, before), &table(id, after)) {
        lines.extend(table.removed.iter().map(|row| format!("-{}", row.key)));
        lines.extend(table.added.iter().map(|row| format!("+{}", row.key)));
        for row in table.changed {
            let cells = row.cells.iter();
            lines.extend(cells.map(|cell| format!("{} {} {}>{}", row.key, cell.column, cell.before, cell.after)));
        }
    }
    lines
}

#[test]
fn rows_are_found_again_by_their_ids_wherever_they_stand() {
    let before = "id,name,due\nt1,Road,2025\nt2,Bridge,2026\nt3,Well,2026";
    assert_eq!(told("tasks", before, "id,name,due\nt3,Well,2026\nt1,Road,2025\nt2,Bridge,2026"), Vec::<String>::new());
    // Columns that stand elsewhere, and one that says nothing, are no difference.
    assert_eq!(
        told("tasks", before, "name,x,id,due\nRoad,,t1,2025\nBridge,,t2,2026\nWell,,t3,2026"),
        Vec::<String>::new()
    );
    let after = "id,name,due\nt4,Well,2026\nt2,Bridge,2027\nt1,Road,2025";
    assert_eq!(told("tasks", before, after), ["-t3", "+t4", "t2 due 2026>2027"]);
    assert_eq!(told("tasks", before, "id,name\nt1,Road\nt2,Bridge\nt3,Well").len(), 3, "a column that is gone is told");
}

#[test]
fn rows_without_an_id_are_found_by_the_closest_key() {
    let before = "indicator,value,period\ni1,120,2025\ni2,5,2026\ni2,9,2030";
    // Easier, and moved to another year.
    let after = "indicator,value,period\ni2,5,2026\ni2,9,2031\ni1,100,2025";
    assert_eq!(told("targets", before, after), ["i2, 2030 period 2030>2031", "i1, 2025 value 120>100"]);
    let both = "indicator,value,period\ni1,100,2026\ni2,5,2026\ni2,9,2030";
    assert_eq!(told("targets", before, both), ["i1, 2025 value 120>100", "i1, 2025 period 2025>2026"]);
    // Steps that have ids are not the same because of a day.
    let steps = "id,task,name,due\ns1,t1,Survey,2025";
    assert_eq!(told("steps", steps, "id,task,name,due\ns2,t1,Survey,2025"), ["-s1", "+s2"]);
    assert_eq!(
        told("steps", "task,name,due\nt1,Survey,2025", "task,name,due\nt1,Survey,2026"),
        ["t1, Survey due 2025>2026"]
    );
    // Groups are a part of the key; two rows that say the same are two.
    let values = "indicator,period,value,group:sex\ni1,2025,4,\ni1,2025,2,f\ni1,2025,2,f";
    assert_eq!(
        told("values", values, "indicator,period,value,group:sex\ni1,2025,5,\ni1,2025,2,f"),
        ["-i1, 2025, f", "i1, 2025 value 4>5"]
    );
}

fn number(mantissa: i64) -> Quantity {
    Quantity::new(Decimal { mantissa: mantissa.into(), scale: 0 }).expect("a number")
}

fn target(value: i64, year: &str) -> Target {
    let period = Span::read(year).map(|span| Period { span, text: year.to_owned() });
    Target { value: number(value), period, note: Vec::new(), row: 2 }
}

fn indicator(direction: Direction, targets: Vec<Target>) -> Results {
    let indicator = Indicator { id: "i1".to_owned(), direction, targets, ..Indicator::default() };
    Results { indicators: vec![indicator], ..Results::default() }
}

fn promises(before: &Results, after: &Results) -> Vec<(&'static str, Vec<How>)> {
    compare_promises(before, after, &[]).into_iter().map(|told| (told.what, told.how)).collect()
}

#[test]
fn a_target_is_easier_by_the_direction_of_its_indicator() {
    for (direction, value, how) in [
        (Direction::More, 9, How::Easier),
        (Direction::More, 11, How::Harder),
        (Direction::Less, 9, How::Harder),
        (Direction::Less, 11, How::Easier),
    ] {
        let one = |value| indicator(direction, vec![target(value, "2025")]);
        assert_eq!(promises(&one(10), &one(value)), [("target", vec![how])], "{direction:?} {value}");
        assert!(promises(&one(10), &one(10)).is_empty());
    }
    let one = |targets: Vec<Target>| indicator(Direction::More, targets);
    let before = one(vec![target(5, "2025"), target(10, "2030")]);
    // A target that is added behind the last is the one that counts.
    let later = one(vec![target(5, "2025"), target(10, "2030"), target(10, "2035")]);
    assert_eq!(promises(&before, &later), [("target", vec![How::Later])]);
    let lower = one(vec![target(4, "2025"), target(9, "2028")]);
    let expected = [("target", vec![How::Easier, How::Earlier]), ("target-on-the-way", vec![How::Easier])];
    assert_eq!(promises(&before, &lower), expected);
    assert_eq!(promises(&one(vec![target(1, "2025")]), &one(Vec::new())), [("target", vec![How::Gone])]);
    assert!(promises(&one(Vec::new()), &before).is_empty(), "what is promised anew takes nothing back");
    let turned = Results {
        indicators: vec![Indicator { direction: Direction::Less, ..before.indicators[0].clone() }],
        ..before.clone()
    };
    assert_eq!(promises(&before, &turned), [("direction", vec![])]);
}

#[test]
fn a_deadline_that_was_replaced_is_told_from_one_that_was_extended() {
    let day = |text: &str| Day::read(text, DayOrder::YearFirst);
    let results = |task: Task| Results { tasks: vec![Task { id: "t1".to_owned(), ..task }], ..Results::default() };
    let before = results(Task { due: day("2025-12-31"), ..Task::default() });
    let replaced = results(Task { due: day("2026-12-31"), ..Task::default() });
    assert_eq!(promises(&before, &replaced), [("deadline", vec![How::Later, How::Replaced])]);
    let why = vec![(String::new(), "Flood".to_owned())];
    let extended = Task { due: day("2025-12-31"), extended: day("2026-12-31"), extension: why, ..Task::default() };
    assert_eq!(promises(&before, &results(extended.clone())), [("deadline", vec![How::Later])]);
    // The extension hides it, and it is told all the same.
    let rewritten = results(Task { due: day("2026-06-30"), ..extended.clone() });
    assert_eq!(promises(&results(extended), &rewritten), [("deadline", vec![How::Replaced])]);
    assert_eq!(promises(&replaced, &before), [("deadline", vec![How::Earlier])]);
    assert_eq!(promises(&before, &results(Task::default())), [("deadline", vec![How::Gone])]);
}

#[test]
fn what_is_gone_comes_first_and_nothing_goes_without_a_word() {
    let tables = |id, before, after| compare_records(&table(id, before), &table(id, after));
    let mut all = tables("updates", "id,of,day,text\nu1,t1,2025-01-01,Begun", "id,of,day,text");
    all.extend(tables(
        "findings",
        "id,name:en,amount\nf1,Late,5.00\nf2,Lost,7.00",
        "id,name:en,amount\nf1,In time,4.00",
    ));
    let told = compare_promises(&Results::default(), &Results::default(), &all);
    let told: Vec<(&str, &str)> = told.iter().map(|told| (told.what, told.id.as_str())).collect();
    assert_eq!(told, [("removed", "f2"), ("removed", "u1"), ("amount", "f1"), ("wording", "f1")]);
}
