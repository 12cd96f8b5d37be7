//! Personal data: what real files have of it, and that none of what is planted is missed.

use daylight_core::check::personal::Search;
use daylight_core::words::Words;
use daylight_tests::{personal, place};

/// Of cells that look like numbers, fewer than one in so many may be taken for a person's: DOMAIN's promise of 0.5 %.
const ONE_IN: u64 = 200;

#[test]
fn few_of_the_numbers_of_real_files_are_taken_for_personal() {
    let Some(data) = place::data() else { return eprintln!("skipped: no published data") };
    let (rules, words) = (personal::all_rules(), Words::built_in("en"));
    let (mut texts, mut numbers, mut alarms, mut unread) = (0, 0, 0, 0);
    for path in personal::files(&data) {
        let mut search = Search::new(&rules, &words);
        if !personal::search_file(&mut search, &path) {
            unread += 1;
            continue;
        }
        (texts, numbers) = (texts + search.texts, numbers + search.numbers);
        let found = search.finish();
        let of = |rule: &str| found.iter().filter(|issue| issue.facts[0].1 == rule).count();
        let mut kinds: Vec<&str> = found.iter().map(|issue| issue.facts[0].1.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let places: Vec<String> = found
                .iter()
                .filter(|issue| issue.facts[0].1 == kind)
                .take(4)
                .map(|issue| format!("{}{}", issue.place.row.unwrap_or(0), issue.facts.get(1).map_or("", |fact| &fact.1)))
                .collect();
            println!("{}: {} × {kind}, at {}", path.strip_prefix(&data).unwrap().display(), of(kind), places.join(" "));
        }
        alarms += found.len() as u64;
    }
    println!("{texts} cells and values, {numbers} look like numbers, {alarms} alarms; {unread} files of other kinds");
    assert!(numbers > 100_000, "hardly anything was read");
    assert!(alarms * ONE_IN < numbers, "{alarms} of {numbers}");
}
