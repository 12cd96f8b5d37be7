//! A place: how it is found, what its flow and its money tell, and what is under way to it.

use super::*;
use crate::figure::budget::TableRow;

#[test]
fn a_place_is_found_by_what_it_belongs_to_as_well() {
    let ledger = read_demo();
    let found = |query: &str| find_places(&ledger, query, "zh-Hans").into_iter().next().map(|hit| hit.id);
    for query in
        ["双河镇石桥村", "双河石桥", "双河 石桥", "Shuanghe Shiqiao", "Shiqiao, Shuanghe Town", "石桥村（双河镇"]
    {
        let query = query.replace('（', " ");
        assert_eq!(found(&query).as_deref(), Some("q-v01"), "{query}");
    }
    assert_eq!(found("白鹭乡石桥村").as_deref(), Some("q-v02"), "the other of the same name");
    assert_eq!(found("ｓｑｃ").as_deref(), Some("q-v01"), "letters of full width");
    assert_eq!(found("青岭镇石桥村"), None, "no place of that name there");
}

#[test]
fn the_flow_of_a_place_tells_its_portions_up_to_every_source() {
    let ledger = read_demo();
    let wish = Wish { view: View::Flow, path: "q-v06".to_owned(), ..Wish::default() };
    let figure = place(&ledger, "en", wish);
    let tables: Vec<&Table> = figure
        .page
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect();
    let [sources, portions] = tables[..] else { panic!("{}", dump(&figure)) };
    assert!(sources.caption.contains("came from") && portions.caption.contains("belongs to the money of Beiling"));
    let sum = |table: &Table, column: usize, of: &dyn Fn(&TableRow) -> bool| -> i128 {
        table.rows.iter().filter(|row| of(row)).filter_map(|row| row.cells[column].sort).sum()
    };
    let whole = sources.total.as_ref().and_then(|total| total.cells[2].sort).expect("a total");
    assert_eq!(sum(sources, 2, &|_| true), whole);
    assert_eq!(sum(portions, 2, &|row| row.cells[0].text.starts_with("Beiling")), whole, "what came, and no more");
    assert!(portions.rows.iter().all(|row| row.cells[2].sort <= Some(whole)));
}

#[test]
fn a_village_tells_who_was_paid() {
    let figure = place(&read_demo(), "en", Wish { path: "q-v06".to_owned(), ..Wish::default() });
    let seen = dump(&figure);
    for told in ["table To whom it was paid", "Low-income households", "(fictional) | "] {
        assert!(seen.contains(told), "{told} is not in:\n{seen}");
    }
    assert!(seen.contains("Villagers' committee, Beiling Village: 12317"), "in the reader's language: {seen}");
}

#[test]
fn what_is_under_way_is_told_with_its_days() {
    let mut ledger = small();
    ledger.transfers =
        vec![Transfer { is_under_way: true, decided: day("2025-05-01"), ..transfer(Some(0), 1, yuan(500)) }];
    let tiers = dump(&place(&ledger, "en", Wish { view: View::Tiers, ..Wish::default() }));
    assert!(tiers.contains("500.00 yuan has not arrived"), "{tiers}");
    assert!(tiers.contains("table Has not arrived") && tiers.contains("| 1 May 2025 | 40"), "{tiers}");
    let north = dump(&place(&ledger, "en", Wish { path: "North".to_owned(), ..Wish::default() }));
    assert!(north.contains("500.00 yuan more is under way to it"), "{north}");
}
