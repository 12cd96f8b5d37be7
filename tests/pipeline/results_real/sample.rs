//! Samples of our own of the forms of others: what becomes what, what is told as left out or assumed, and by which place.

use super::{Utf8, results};
use daylight_core::import::{Loaded, load_foreign};
use daylight_core::model::results::{Direction, Results};
use daylight_core::quantity::Quantity;
use daylight_tests::{command, place};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

fn sample(name: &str) -> PathBuf {
    place::root().join("tests/pipeline/foreign").join(name)
}

fn read(name: &str) -> (Loaded, Results) {
    let text = fs::read_to_string(sample(name)).unwrap();
    results(load_foreign(name, &text, &Utf8).expect("a known form").unwrap())
}

/// What is told under a rule: the name and how often, with its place.
fn told(loaded: &Loaded, rule: &str) -> BTreeMap<String, String> {
    let of = loaded.issues.iter().filter(|issue| issue.rule == rule);
    let fact = |issue: &daylight_core::issue::Issue, wanted: &str| {
        issue.facts.iter().find(|(name, _)| *name == wanted).map(|(_, fact)| fact.clone()).unwrap_or_default()
    };
    of.map(|issue| {
        let place = &issue.place;
        let [row, column] = [place.row, place.column].map(Option::unwrap_or_default);
        (
            fact(issue, "value"),
            format!("{}{} {}:{row}:{column}", fact(issue, "count"), fact(issue, "found"), place.file),
        )
    })
    .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, told)| ((*name).to_owned(), (*told).to_owned())).collect()
}

/// The folder of indicators, as the command finds it.
fn folder() -> (Loaded, Results) {
    let paths =
        ["data/indicator_2-1-1.csv", "data/indicator_2-10-1.csv", "meta/2-1-1.md", "meta/2-10-1.md", "meta/2-2-1.md"];
    let read = |path: &str| fs::read(sample("open-sdg").join(path)).ok();
    let paths = paths.map(str::to_owned);
    results(daylight_core::import::load_indicators("open-sdg", &paths, &read, &Utf8).expect("indicators").unwrap())
}

#[test]
fn ranges_are_periods_and_what_is_blank_is_not_zero() {
    let (_, results) = folder();
    let water = &results.indicators[0];
    let seen: Vec<_> = water
        .values
        .iter()
        .map(|of| (of.period.text.as_str(), of.period.span.last.iso(), of.value.map(Quantity::plain), of.quality))
        .collect();
    let value = |text: &str| Some(text.to_owned());
    let expected = [
        ("2012-2016", "2016-12-31".to_owned(), value("30.0"), ""),
        ("2017-2021", "2021-12-31".to_owned(), value("24.0"), "provisional"),
        ("2022", "2022-12-31".to_owned(), value("0"), ""),
        ("2023", "2023-12-31".to_owned(), None, ""),
    ];
    assert_eq!(seen, expected);
    assert_eq!(water.parts.iter().filter(|part| part.value.value.is_none()).count(), 1);
    // No value is of 2015 alone, so the first after it is the baseline; nothing is better than none.
    assert_eq!(water.baseline.map(Quantity::plain), value("24.0"));
    assert_eq!(water.direction, Direction::Less);
    let [target] = &water.targets[..] else { panic!("one target") };
    assert_eq!((target.value.plain(), target.period.as_ref().unwrap().text.as_str()), ("0".to_owned(), "2030"));
    assert_eq!(target.note[0].1, "Every household has piped water");
    assert_eq!(water.names[0].1, "Households without piped water");
    assert_eq!(water.source[0].1, "County statistics office, Household survey, https://statistics.example/water");
    let method = "Households that carry water from a well or a river.\nMeasured in the household survey & the census.";
    assert_eq!(water.method[0].1, method);
}

#[test]
fn series_and_units_are_indicators_and_metadata_alone_are_one_too() {
    let (_, results) = folder();
    fn text(texts: &[(String, String)]) -> &str {
        texts.first().map_or("", |(_, text)| text)
    }
    let seen = results.indicators.iter().map(|of| (of.id.as_str(), text(&of.names), text(&of.unit), of.values.len()));
    let seen: Vec<_> = seen.collect();
    let expected = [
        ("2.1.1", "Households without piped water", "Per cent", 4),
        ("2.2.1", "Schools with a library", "", 0),
        ("2.10.1-roads-km", "Kilometres of roads", "km", 2),
        ("2.10.1-roads", "Ways that were built · Roads · %", "%", 2),
        ("2.10.1-paths-km", "Ways that were built · Paths · km", "km", 1),
    ];
    assert_eq!(seen, expected, "in the order of their numbers");
    let targets = |at: usize| {
        let targets = results.indicators[at].targets.iter();
        targets.map(|of| (of.value.plain(), of.period.as_ref().map(|of| of.text.clone()))).collect::<Vec<_>>()
    };
    assert_eq!(targets(2), [("200".to_owned(), Some("2025".to_owned()))]);
    assert_eq!(results.indicators[2].direction, Direction::More);
    assert_eq!(targets(3), []);
    assert_eq!(targets(4), [("12.5".to_owned(), None)], "a line has no year, and none is made up");
}

#[test]
fn what_metadata_leave_open_is_told_with_its_place() {
    let (loaded, _) = folder();
    let left = told(&loaded, "foreign-left-out");
    for (name, told) in [
        ("Markdown", "1 meta/2-1-1.md:21:1"),
        ("Observation status", "5 data/indicator_2-1-1.csv:2:4"),
        ("indicator_name", "1 meta/2-1-1.md:3:17"),
        ("source_organisation", "1 meta/2-1-1.md:15:24"),
        ("progress_calculation_options.limit", "1 meta/2-1-1.md:18:10"),
        ("progress_calculation_options.series", "1 meta/2-10-1.md:10:12"),
        ("graph_target_lines.label_content", "1 meta/2-10-1.md:7:47"),
    ] {
        assert_eq!(left.get(name).map(String::as_str), Some(told), "{name}: {left:#?}");
    }
    let assumed = told(&loaded, "foreign-assumed");
    let seen: Vec<&str> = assumed.keys().map(String::as_str).collect();
    assert_eq!(seen, ["base_year", "direction", "target_year"], "{assumed:#?}");
}

#[test]
fn the_command_reads_a_folder_and_one_indicator_of_it() {
    let check = |path: PathBuf| command::json(&["check", path.to_str().unwrap(), "--format", "json"]);
    let rules = |report: &Value| {
        let issues = report["issues"].as_array().unwrap().iter();
        issues.map(|issue| issue["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let whole = rules(&check(sample("open-sdg")));
    assert!(whole.contains(&"foreign-assumed".to_owned()) && !whole.contains(&"file-missing".to_owned()), "{whole:?}");
    let one = rules(&check(sample("open-sdg/data/indicator_2-10-1.csv")));
    assert!(one.contains(&"foreign-left-out".to_owned()), "{one:?}");
}

#[test]
fn promises_are_tasks_and_the_words_of_a_tracker_are_its_own() {
    let (loaded, results) = read("promises.json");
    let goals: Vec<&str> = results.goals.iter().map(|goal| goal.id.as_str()).collect();
    let tasks: Vec<(&str, &str)> = results.tasks.iter().map(|of| (of.id.as_str(), of.names[0].1.as_str())).collect();
    assert_eq!(goals, ["roads"]);
    assert_eq!(tasks, [("7", "A bridge at the ferry"), ("promise-roads", "Night buses")], "ids of topics are others");
    let updates: Vec<(String, &str)> = results.updates.iter().map(|of| (of.day.iso(), of.text[0].1.as_str())).collect();
    let expected = [
        ("2024-03-31".to_owned(), "Announced (2024-01/2024-03)"),
        ("2024-09-05".to_owned(), "Begun"),
        ("2024-11-30".to_owned(), "Survey of the river (2024-11)"),
    ];
    assert_eq!(updates, expected);
    let first = &results.evaluations[0];
    assert_eq!((first.kind.word(), first.verdict[0].1.as_str()), ("third-party", "in progress"));
    assert_eq!(
        (first.report.as_str(), first.by[0].1.as_str()),
        ("Ground was broken.\nNothing since.", "promises.json")
    );
    assert_eq!(first.method[0].1, "Minutes https://minutes.example/12");
    assert_eq!(results.evaluations[1].method[0].1, "https://news.example/1");
    assert_eq!(
        told(&loaded, "foreign-left-out"),
        pairs(&[("about", "1 promises.json:10:12"), ("promises.links", "1 promises.json:5:74")])
    );
    let assumed = told(&loaded, "foreign-assumed");
    assert_eq!(assumed.keys().collect::<Vec<_>>(), ["evaluations.by", "promises.timelines.day"]);
}

#[test]
fn results_of_decidim_are_goals_and_tasks_with_an_evaluation_of_their_own() {
    for name in ["results.csv", "results.json"] {
        let (_, results) = read(name);
        let goal = &results.goals[0];
        let languages: Vec<&str> = goal.names.iter().map(|(language, _)| language.as_str()).collect();
        assert_eq!((goal.id.as_str(), languages), ("1", vec!["en", "fr"]), "{name}");
        assert_eq!(goal.summary[0].1, "All of it.");
        let task = &results.tasks[0];
        assert_eq!((task.id.as_str(), task.goal, task.kind.as_str()), ("2", Some(0), "Mobility"));
        assert_eq!(task.measure[0].1, "On ten streets.");
        let days = [task.started, task.due].map(|day| day.unwrap().iso());
        assert_eq!(days, ["2024-03-01", "2026-06-30"]);
        let seen: Vec<_> = results
            .evaluations
            .iter()
            .map(|of| (results.id(of.of), of.kind.word(), of.score.map(Quantity::plain), of.verdict[0].1.as_str()))
            .collect();
        let expected =
            [("1", "self", Some("40.0".to_owned()), "Under way"), ("2", "self", Some("80.0".to_owned()), "Finished")];
        assert_eq!(seen, expected, "{name}: what says nothing is no evaluation");
        assert_eq!(results.evaluations[1].report, "https://town.example/results/2");
    }
    let (_, results) = read("results.json");
    let updates: Vec<(String, &str)> = results.updates.iter().map(|of| (of.day.iso(), of.text[0].1.as_str())).collect();
    assert_eq!(updates, [("2025-05-06".to_owned(), "Street one is open\nWith trees.")]);
    let (loaded, results) = read("results.csv");
    assert_eq!(results.tasks[1].goal, None, "a parent that is not in the file is none");
    let left = told(&loaded, "foreign-left-out");
    assert_eq!(left.get("parent/id").map(String::as_str), Some("1 results.csv:4:4"), "{left:#?}");
    assert!(left.contains_key("created_at") && left.contains_key("end_date of a result with parts"), "{left:#?}");
}
