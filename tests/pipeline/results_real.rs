//! Results that nobody here wrote: every number of the `expected.json` of the sets under `indicators` is computed again from what is
//! read of them, through descriptors and through the readers of their forms; skipped where the files are not there. Samples of our
//! own of each form always run (`results_real/sample.rs`).

#[path = "results_real/sample.rs"]
mod sample;

use daylight_core::import::{Decoder, Loaded, load_foreign, load_indicators, load_package};
use daylight_core::model::results::{Indicator, Results};
use daylight_core::place::Place;
use daylight_core::quantity::Quantity;
use daylight_tests::place;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A set, and the answers that came with it.
fn set(name: &str) -> Option<(PathBuf, Value)> {
    let folder = place::data().map(|data| data.join("indicators").join(name)).filter(|folder| folder.is_dir());
    let Some(folder) = folder else {
        place::skip(&format!("indicators/{name} is not there"));
        return None;
    };
    let text = fs::read_to_string(folder.join("expected.json")).unwrap();
    Some((folder, serde_json::from_str::<Value>(&text).unwrap()["expected"].take()))
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

/// A set by the descriptor that is here.
fn described(name: &str, folder: &Path) -> (Loaded, Results) {
    let beside = place::root().join("tests/descriptors").join(name);
    let descriptor = fs::read_to_string(beside.join("datapackage.json")).unwrap();
    let read = |path: &str| fs::read(folder.join(path)).or_else(|_| fs::read(beside.join(path))).ok();
    results(load_package(&descriptor, &read, &Utf8).unwrap())
}

/// The indicators of a folder, without a descriptor.
fn by_form(folder: &Path) -> (Loaded, Results) {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = entries.collect();
    let read = |path: &str| fs::read(folder.join(path)).ok();
    results(load_indicators("folder", &names, &read, &Utf8).expect("indicators").unwrap())
}

/// The records, of which nothing is unreadable.
fn results(loaded: Loaded) -> (Loaded, Results) {
    let (results, issues) = loaded.results().expect("results");
    let bad: Vec<_> = loaded.issues.iter().chain(&issues).filter(|issue| issue.severity.id() == "error").collect();
    assert!(bad.is_empty(), "{:#?}", bad.first());
    (loaded, results)
}

/// A value with its period and its groups.
struct Row<'a> {
    period: &'a str,
    groups: &'a [(String, String)],
    value: Option<Quantity>,
}

fn rows(indicator: &Indicator) -> impl Iterator<Item = Row<'_>> {
    let whole = indicator.values.iter().map(|of| Row { period: &of.period.text, groups: &[], value: of.value });
    let parts = indicator.parts.iter().map(|part| Row {
        period: &part.value.period.text,
        groups: &part.groups,
        value: part.value.value,
    });
    whole.chain(parts)
}

/// The mean of some values at so many decimals, rounded as a person does.
fn mean<'a>(rows: impl Iterator<Item = Row<'a>>, decimals: u32) -> i128 {
    let values: Vec<i128> = rows.filter_map(|row| row.value).map(Quantity::nano).collect();
    let (sum, of) = (values.iter().sum::<i128>(), values.len() as i128 * 10_i128.pow(9 - decimals));
    (2 * sum + of).div_euclid(2 * of)
}

/// A number of `expected.json` at so many decimals.
fn at(number: &Value, decimals: usize) -> i128 {
    format!("{:.*}", decimals, number.as_f64().expect("a number")).replace('.', "").parse().unwrap()
}

fn texts(list: &Value) -> BTreeSet<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn count(number: &Value) -> usize {
    usize::try_from(number.as_u64().expect("a count")).unwrap()
}

/// How often each text stands there, as `expected.json` has it.
fn tally<'a>(texts: impl Iterator<Item = &'a str>) -> Value {
    let mut tally: BTreeMap<&str, u64> = BTreeMap::new();
    texts.for_each(|text| *tally.entry(text).or_default() += 1);
    tally
        .into_iter()
        .map(|(text, count)| (text.to_owned(), Value::from(count)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Objects with the same members, whatever their order.
fn same(ours: &Value, expected: &Value) {
    let sorted = |value: &Value| value.as_object().unwrap().clone().into_iter().collect::<BTreeMap<_, _>>();
    assert_eq!(sorted(ours), sorted(expected));
}

/// What holds of a file of values however it is read.
fn compare(file: &str, expected: &Value, indicators: &[&Indicator]) {
    let all = || indicators.iter().flat_map(|indicator| rows(indicator));
    assert_eq!(all().count(), count(&expected["rows"]), "rows of {file}");
    let years = [all().map(|row| row.period).min(), all().map(|row| row.period).max()];
    let expected_years: Vec<_> = expected["years"].as_array().unwrap().iter().map(Value::as_str).collect();
    assert_eq!(years.to_vec(), expected_years, "years of {file}");
    let blank = all().filter(|row| row.value.is_none()).count();
    assert_eq!(blank, count(&expected["blank_or_text_values"]), "values of {file} that are none");
    assert!(expected["text_values"].as_array().unwrap().iter().all(|text| text == ""), "what is none is blank");
    assert_eq!(mean(all(), 6), at(&expected["mean_value"], 6), "mean of {file}");
}

/// The headline of an indicator as the file writes it.
fn headline(indicator: &Indicator) -> Value {
    let of = |value: &daylight_core::model::results::Value| {
        (value.period.text.clone(), Value::from(value.value.map_or_else(String::new, Quantity::plain)))
    };
    indicator.values.iter().map(of).collect::<serde_json::Map<_, _>>().into()
}

/// Sets of Open SDG, and the numbers of their indicators.
const SDG: [(&str, [&str; 2]); 2] =
    [("cif-canada-targets", ["1-1-1", "11-1-1"]), ("sdg-uk-poverty-unemployment", ["1-2-1", "8-5-2"])];

#[test]
fn indicators_through_descriptors_are_as_expected() {
    for (name, numbers) in SDG {
        let Some((folder, expected)) = set(name) else { continue };
        let (_, results) = described(name, &folder);
        for number in numbers {
            let (file, id) = (format!("indicator_{number}.csv"), number.replace('-', "."));
            let indicator = results.indicators.iter().find(|indicator| indicator.id == id).unwrap();
            compare(&file, &expected[&file], &[indicator]);
            let groups = || rows(indicator).flat_map(|row| row.groups).map(|(name, _)| name.as_str());
            assert_eq!(groups().collect::<BTreeSet<_>>(), texts(&expected[&file]["dimensions"]), "{file}");
            assert_eq!(indicator.values.len(), count(&expected[&file]["headline_rows_all_dimensions_blank"]), "{file}");
            same(&headline(indicator), &expected[&file]["headline"]);
        }
    }
}

#[test]
fn indicators_of_open_sdg_are_as_expected_without_a_descriptor() {
    for (name, numbers) in SDG {
        let Some((folder, expected)) = set(name) else { continue };
        let (loaded, results) = by_form(&folder);
        for number in numbers {
            let (file, id) = (format!("indicator_{number}.csv"), number.replace('-', "."));
            let own = |indicator: &&Indicator| indicator.id == id || indicator.id.starts_with(&format!("{id}-"));
            let indicators: Vec<&Indicator> = results.indicators.iter().filter(own).collect();
            compare(&file, &expected[&file], &indicators);
            // What is no group says the same in every row, parts indicators, or is told as left out.
            let groups = indicators.iter().flat_map(|indicator| rows(indicator)).flat_map(|row| row.groups);
            let groups: BTreeSet<&str> = groups.map(|(name, _)| name.as_str()).collect();
            let left = loaded.issues.iter().filter(|issue| issue.rule == "foreign-left-out");
            let left = left.filter_map(|issue| issue.facts.iter().find(|(name, _)| *name == "value"));
            let left: BTreeSet<&str> = left.map(|(_, name)| name.as_str()).collect();
            for dimension in texts(&expected[&file]["dimensions"]) {
                let is_of_indicator = ["Series", "Units", "Unit measure", "Unit multiplier"].contains(&dimension);
                let told = u8::from(groups.contains(dimension)) + u8::from(left.contains(dimension));
                assert_eq!(told, u8::from(!is_of_indicator), "{dimension} of {file}");
            }
            // A headline where no column but those of groups counts, computed by itself from the file.
            let mut csv = csv::Reader::from_path(folder.join(&file)).unwrap();
            let headers = csv.headers().unwrap().clone();
            let is_headline = |row: &csv::StringRecord| {
                headers.iter().zip(row).all(|(name, cell)| !groups.contains(name) || cell.is_empty())
            };
            let expected_rows = csv.records().map(Result::unwrap).filter(is_headline).count();
            assert_eq!(
                indicators.iter().map(|of| of.values.len()).sum::<usize>(),
                expected_rows,
                "headlines of {file}"
            );
            assert!(expected_rows > 0);
            if count(&expected[&file]["headline_rows_all_dimensions_blank"]) > 0 {
                same(&headline(indicators[0]), &expected[&file]["headline"]);
            }
        }
    }
}

#[test]
fn targets_of_canada_are_read_from_the_metadata() {
    let Some((folder, _)) = set("cif-canada-targets") else { return };
    let (loaded, results) = by_form(&folder);
    let poverty = &results.indicators[0];
    let target = |indicator: &Indicator| {
        let [target] = &indicator.targets[..] else { panic!("one target of {}", indicator.id) };
        (target.value.plain(), target.period.as_ref().map(|period| period.text.clone()))
    };
    assert_eq!(target(poverty), ("7.25".into(), Some("2030".into())));
    let shelter = &results.indicators[1];
    assert_eq!(target(shelter), ("13433".into(), Some("2028".into())));
    assert!(results.indicators[2].targets.is_empty(), "the change in percent has no target of its own");
    // Baselines: one is the headline of the usual year, the other of the year that the metadata name.
    for (indicator, value, year) in [(poverty, "14.5", "2015"), (shelter, "26866", "2016")] {
        assert_eq!(indicator.baseline.map(Quantity::plain).as_deref(), Some(value));
        assert_eq!(indicator.baseline_period.as_ref().map(|period| period.text.as_str()), Some(year));
        assert_eq!(indicator.direction, daylight_core::model::results::Direction::Less);
    }
    let assumed = loaded.issues.iter().filter(|issue| issue.rule == "foreign-assumed");
    let assumed: Vec<&str> = assumed.map(|issue| issue.facts[0].1.as_str()).collect();
    assert_eq!(assumed, ["base_year", "direction"], "of the first alone; the second states all of it");
    // The cell of the target stands in the metadata.
    let mut place = Place::cell("targets.csv", 2, 2);
    loaded.origins.iter().find(|(name, _)| name == "targets.csv").unwrap().1.trace(&mut place);
    let text = fs::read_to_string(folder.join("meta_1-1-1.md")).unwrap();
    let line = text.lines().nth(place.row.unwrap() as usize - 1).unwrap();
    assert_eq!(place.file, "meta_1-1-1.md");
    assert_eq!(&line[place.column.unwrap() as usize - 1..], "7.25", "{place:?}");
    let names = results.indicators.iter().map(|indicator| indicator.names[0].1.as_str()).collect::<Vec<_>>();
    assert!(names[0].starts_with("Poverty rate") && names[1].starts_with("Number of shelter users"), "{names:?}");
    assert_eq!(poverty.source[0].1.lines().count(), 3, "three sources are in use");
}

#[test]
fn titles_of_the_united_kingdom_are_words_and_its_quarters_are_periods() {
    let Some((folder, _)) = set("sdg-uk-poverty-unemployment") else { return };
    let (_, results) = by_form(&folder);
    let names: Vec<&str> = results.indicators.iter().map(|indicator| indicator.names[0].1.as_str()).collect();
    let words = [
        "Percentage of the population living in households at risk of poverty",
        "Unemployment rate (seasonally adjusted, %)",
        "Unemployment rate (%)",
    ];
    assert_eq!(names, words, "a key of a translation is no title");
    let units = results.indicators.iter().map(|indicator| indicator.unit[0].1.as_str()).collect::<BTreeSet<_>>();
    assert_eq!(units, BTreeSet::from(["Percentage (%)"]));
    let adjusted = &results.indicators[1];
    let last = adjusted.values.last().unwrap();
    let span = last.period.span;
    assert_eq!(
        (last.period.text.as_str(), span.first.iso().as_str(), span.last.iso().as_str()),
        ("2023 Q1", "2023-01-01", "2023-03-31")
    );
    assert!(results.indicators.iter().all(|indicator| !indicator.method[0].1.contains('<')), "no marks of a page");
}

#[test]
fn the_index_of_2012_is_as_expected() {
    let Some((folder, expected)) = set("pwyf-aid-transparency-2012") else { return };
    let (_, results) = described("pwyf-aid-transparency-2012", &folder);
    assert_eq!(results.indicators.len(), count(&expected["indicators"]));
    let weights: i128 = results.indicators.iter().map(|indicator| indicator.weight.nano()).sum();
    assert_eq!(weights, at(&expected["weights_sum"], 5) * 10_000, "not one, and not made one");
    same(&tally(results.indicators.iter().map(|indicator| indicator.kind.as_str())), &expected["by_group"]);
    let all = || results.indicators.iter().flat_map(rows);
    assert_eq!(all().count(), count(&expected["results"]), "a result for each question and donor, once");
    let asked = results.indicators.iter().filter(|indicator| rows(indicator).next().is_some());
    assert_eq!(asked.count(), count(&expected["questions"]));
    let donors: BTreeSet<&str> = all().map(|row| row.groups[0].1.as_str()).collect();
    assert_eq!(donors.len(), count(&expected["targets"]));
    let values: Vec<String> = all().filter_map(|row| row.value).map(Quantity::plain).collect();
    same(&tally(values.iter().map(String::as_str)), &expected["result_values"]);
    assert_eq!(mean(all(), 5), at(&expected["mean_result"], 5));
    assert!(results.indicators.iter().all(|indicator| indicator.values.is_empty()), "no total is made of them");
    let told = |has: fn(&daylight_core::model::results::Evaluation) -> bool| {
        results.evaluations.iter().filter(|evaluation| has(evaluation)).count()
    };
    assert_eq!(told(|_| true), count(&expected["results"]));
    assert_eq!(told(|evaluation| !evaluation.report.is_empty()), count(&expected["with_evidence"]));
    assert_eq!(told(|evaluation| !evaluation.method.is_empty()), count(&expected["with_review"]));
}

const TRACKER: &str = "th-promise-tracker-2019-2023";

/// What holds of the tracker however it is read.
fn compare_tracker(results: &Results, expected: &Value, topics: &[&str]) {
    assert_eq!(results.tasks.len(), count(&expected["promises"]));
    same(&tally(results.evaluations.iter().map(|evaluation| evaluation.verdict[0].1.as_str())), &expected["by_status"]);
    same(&tally(topics.iter().copied()), &expected["by_topic"]);
    let parties: BTreeSet<&str> = results.tasks.iter().map(|task| task.office[0].1.as_str()).collect();
    assert_eq!(parties.len(), count(&expected["parties"]));
}

#[test]
fn the_promises_are_as_expected_through_a_descriptor() {
    let Some((folder, expected)) = set(TRACKER) else { return };
    let (_, results) = described(TRACKER, &folder);
    let topics: Vec<&str> = results.tasks.iter().map(|task| task.kind.as_str()).collect();
    compare_tracker(&results, &expected, &topics);
}

#[test]
fn the_promises_are_as_expected_without_a_descriptor() {
    let Some((folder, expected)) = set(TRACKER) else { return };
    let text = fs::read_to_string(folder.join("promises.json")).unwrap();
    let (loaded, results) = results(load_foreign("promises.json", &text, &Utf8).expect("a known form").unwrap());
    let topics: Vec<&str> = results.tasks.iter().map(|task| results.goals[task.goal.unwrap()].id.as_str()).collect();
    compare_tracker(&results, &expected, &topics);
    assert_eq!(results.updates.len(), count(&expected["timeline_entries"]));
    // A link that is blank altogether is told as left out.
    let links: usize = results.evaluations.iter().flat_map(|of| &of.method).map(|(_, text)| text.lines().count()).sum();
    let left = loaded.issues.iter().find(|issue| issue.facts.iter().any(|(_, fact)| fact == "promises.links"));
    let left: usize = left.unwrap().facts.iter().find(|(name, _)| *name == "count").unwrap().1.parse().unwrap();
    assert_eq!((links + left, left), (count(&expected["links"]), 1));
    // Dates as they are written: a day stands in its column, what lasted in the words.
    let updates = &loaded.files.iter().find(|(name, _)| name == "updates.csv").unwrap().1;
    let mut csv = csv::Reader::from_reader(updates.as_slice());
    let lengths: Vec<String> = csv
        .records()
        .map(Result::unwrap)
        .zip(&results.updates)
        .map(|(row, update)| {
            assert_eq!(row[0], *results.id(update.of));
            let written = row[2].rsplit_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
            let written = written.filter(|written| written.starts_with("20") && written.contains('-'));
            written.map_or(&row[1], |written| written.split('/').next().unwrap()).len().to_string()
        })
        .collect();
    same(&tally(lengths.iter().map(String::as_str)), &expected["date_formats"]);
    assert!(results.evaluations.iter().all(|of| of.kind.word() == "third-party" && of.by[0].1 == "promises.json"));
}
