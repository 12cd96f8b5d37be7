//! Outlines and slices of small models.

use super::*;
use crate::figure::budget::sketch::{Sketch, country};
use crate::model::{About, Contact, Source as Origin};
use crate::money::Amount;
use crate::summary::{Refused, is_outline_of, read_slice, read_summary, sums_agree};

/// The outline of a model, with all slices put in.
fn grown(outline: &Published) -> Model {
    let mut model = read_summary(&outline.summary).expect("a summary").model;
    for slice in &outline.slices {
        model = read_slice(&model, slice).expect("a slice of this summary");
    }
    model
}

/// How often facts say that parts are elsewhere.
fn slice_symbols(model: &Model) -> usize {
    let symbols = model.facts().flat_map(|fact| model.axes.iter().zip(fact.key));
    symbols.filter(|(axis, symbol)| axis.elsewhere(**symbol).is_some()).count()
}

/// Three levels under three codes, in two years, and a second dimension.
fn deep() -> Model {
    let codes: Vec<(String, String)> =
        (0..36).map(|at| (format!("{}", at % 3), format!("{}.{}", at % 3, at % 12))).collect();
    let lines = codes.iter().enumerate().map(|(at, (top, below))| {
        let (leaf, year) = (format!("{below}.{at}"), 2024 + at % 2);
        format!("{top}, {below}, {leaf}, {}, {year}, {}", ["x", "y", ""][at % 3], at * at * 1000)
    });
    let lines: Vec<String> = lines.collect();
    let levels: [&[(&str, &str, &str)]; 3] = [&[("0", "Nought", "零"), ("1", "One", "一")], &[], &[]];
    let model = Sketch::new().dimension(Kind::Functional, &levels).dimension(Kind::Geo, &[&[]]).key(Kind::Year);
    model.rows(&lines.join("\n"))
}

#[test]
fn an_outline_with_room_holds_everything_and_agrees_with_the_whole() {
    for model in [country(), deep()] {
        let outline = write_outline(&model, &["a.csv", "b.csv"], 12, "functional", usize::MAX);
        let read = read_summary(&outline.summary).expect("a summary");
        assert_eq!((read.paths, read.bytes), (vec!["a.csv".to_owned(), "b.csv".to_owned()], 12));
        assert_eq!(format!("{:?}", read.model.about), format!("{:?}", model.about));
        assert!(sums_agree(&read.model) && is_outline_of(&read.model, &model));
    }
    assert!(
        write_outline(&country(), &[], 0, "functional", usize::MAX).slices.is_empty(),
        "two levels are no more than fit"
    );
}

#[test]
fn facts_without_any_dimension_are_in_the_outline() {
    for model in [Sketch::new().rows("5\n7"), Sketch::new().key(Kind::Year).rows("2024, 5\n2025, 7")] {
        let outline = write_outline(&model, &[], 0, "", 0);
        let read = read_summary(&outline.summary).expect("a summary").model;
        assert!(!read.is_empty() && is_outline_of(&read, &model) && outline.slices.is_empty());
        let other = Sketch::new().rows("5\n8");
        assert!(!is_outline_of(&read, &other));
    }
}

#[test]
fn a_small_outline_grows_slice_by_slice_into_the_whole() {
    for model in [country(), deep()] {
        let outline = write_outline(&model, &[], 0, "functional", 0);
        assert!(outline.slices.len() > 1, "{}", outline.slices.len());
        let small = read_summary(&outline.summary).expect("a summary").model;
        assert!(slice_symbols(&small) > 1);
        let functional = small.dimensions.iter().find(|dimension| dimension.kind == Kind::Functional).unwrap();
        let mut tops = small.axis(functional.axes[0]).codes.iter();
        assert_eq!(small.slice_at(functional, &[]), None);
        assert!(tops.any(|top| small.slice_at(functional, &[top]).is_some()));
        assert!(is_outline_of(&small, &model));
        let all = grown(&outline);
        assert_eq!(slice_symbols(&all), 0);
        assert!(sums_agree(&all));
        assert!(
            is_outline_of(&all, &model),
            "{:?}\n{:?}",
            all.facts().collect::<Vec<_>>(),
            model.facts().collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_changed_sum_or_label_makes_another_outline() {
    let model = country();
    let outline = write_outline(&model, &[], 0, "functional", usize::MAX);
    for (from, to) in [("4000000000,1", "4000000001,1"), ("\"Health\"", "\"Wealth\""), ("\"rows\":13", "\"rows\":14")] {
        let changed = outline.summary.replacen(from, to, 1);
        assert_ne!(changed, outline.summary, "{from}");
        assert!(!is_outline_of(&read_summary(&changed).expect("a summary").model, &model), "{from}");
    }
    let changed = outline.summary.replacen("4000000000,1", "4000000001,1", 1);
    assert!(!sums_agree(&read_summary(&changed).expect("a summary").model), "the offices have other totals now");
}

#[test]
fn a_slice_of_another_version_is_refused() {
    let outline = write_outline(&country(), &[], 0, "functional", 0);
    let small = read_summary(&outline.summary).expect("a summary").model;
    let slice = &outline.slices[0];
    assert_eq!(read_slice(&small, &slice.replace("2025-08-20", "2025-08-21")).err(), Some(Refused::Foreign));
    let once = read_slice(&small, slice).expect("a slice");
    assert_eq!(read_slice(&once, slice).err(), Some(Refused::Here));
}

#[test]
fn what_is_no_summary_is_refused() {
    let text = write_outline(&country(), &[], 0, "functional", usize::MAX).summary;
    let broken = [
        "{}".to_owned(),
        text.replace("\"daylight:summary\":2", "\"daylight:summary\":1"),
        text.replace("\"facts\":[1,", "\"facts\":[99,"),
        text.replace("\"facts\":[1,", "\"facts\":["),
        text.replace("\"axes\":[0,1]", "\"axes\":[0,77]"),
    ];
    for text in broken {
        assert!(read_summary(&text).is_none(), "{text}");
    }
}

#[test]
fn large_amounts_and_texts_in_all_languages_come_back() {
    let about = About {
        name: "a".into(),
        titles: vec![(String::new(), "A \"title\"\n".into()), ("zh-Hans".into(), "题".into())],
        status: Some("approved".into()),
        contact: Some(Contact { title: "Office".into(), email: Some("a@b.example".into()), ..Contact::default() }),
        publisher: vec![("en".into(), "Finance Bureau".into()), ("zh-Hans".into(), "财政局".into())],
        licence: vec![(String::new(), "CC0".into())],
        sources: vec![Origin { titles: vec![("zh-Hans".into(), "法".into())], path: None }],
        illustrative: true,
        breaks: vec![("2025".into(), vec![("en".into(), "Codes were revised".into())])],
        ..About::default()
    };
    let levels: [&[(&str, &str, &str)]; 2] = [&[("1", "One", "一")], &[("11", "Eleven", "十一"), ("12", "", "")]];
    let model = Sketch::new().dimension(Kind::Functional, &levels).key(Kind::Year).about(about).rows(
        "1,11,2024,9014118346046923173168730371588410572
         1,12,2024,-5
         1,12,2025,0
         1,12,2025,7",
    );
    let outline = write_outline(&model, &[], 0, "functional", 0);
    let grown = grown(&outline);
    assert!(is_outline_of(&grown, &model));
    assert_eq!(format!("{:?}", grown.about), format!("{:?}", model.about));
}

/// 400 wards in two years, some with streets, one without a code; far more than fits.
fn wide() -> Model {
    let name = |at: usize| format!("The ward of the long name of number {at}, north and south of the river");
    let wards: Vec<(String, String)> = (0..400).map(|at| (format!("w{at}"), name(at))).collect();
    let wards: Vec<(&str, &str, &str)> = wards.iter().map(|(code, name)| (code.as_str(), name.as_str(), "")).collect();
    let line = |at: usize| {
        let street = if at.is_multiple_of(3) { format!("s{at}") } else { String::new() };
        format!("w{}, {street}, {}, {}\n", at % 400, 2024 + at % 2, (at * 7919) % 1013)
    };
    let lines: String = (0..1200).map(line).collect();
    let model = Sketch::new().dimension(Kind::Geo, &[&wards, &[]]).key(Kind::Year);
    model.rows(&(lines + ", , 2024, 5\n, s7, 2025, 6"))
}

/// The codes of the first level that facts have.
fn first_level(model: &Model) -> Vec<&str> {
    let axis = model.dimensions[0].axes[0];
    let mut codes: Vec<&str> =
        model.facts_of(&model.dimensions[0].axes).map(|fact| model.axis(axis).code(fact.key[axis.0])).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[test]
fn a_level_of_more_parts_than_fit_has_the_largest_and_one_for_the_rest() {
    let model = wide();
    let room = 6_000;
    let outline = write_outline(&model, &["a.csv"], 1, "geo", room);
    assert!(outline.summary.len() <= room, "{}", outline.summary.len());
    assert!(outline.slices.iter().all(|slice| slice.len() <= SLICE_BYTES));
    let small = read_summary(&outline.summary).expect("a summary").model;
    let codes = first_level(&small);
    let rest = codes.iter().find(|code| is_rest_code(code)).expect("a part for the rest");
    assert!((20..200).contains(&codes.len()), "{}", codes.len());
    let axis = small.axis(small.dimensions[0].axes[0]);
    let label = axis.label(axis.codes.find(rest.as_bytes()).unwrap(), "en");
    assert_eq!(label, format!("Others ({})", 401 - codes.len() + 1), "all wards but those that are here");
    let total = |model: &Model| model.facts_of(&model.dimensions[0].axes).map(|fact| fact.amount).sum::<Amount>();
    assert_eq!(total(&small), model.facts().map(|fact| fact.amount).sum());
    assert!(sums_agree(&small) && is_outline_of(&small, &model));

    let all = grown(&outline);
    assert_eq!(first_level(&all), first_level(&model));
    assert!(slice_symbols(&all) == 0 && is_outline_of(&all, &model));
}

#[test]
fn a_changed_sum_of_the_rest_is_seen() {
    let model = wide();
    let outline = write_outline(&model, &[], 0, "geo", 6_000);
    let slices = &outline.slices;
    let rest = slices.iter().position(|slice| slice.contains("\"path\":[\"\\u001a+")).expect("a slice of the rest");
    let small = read_summary(&outline.summary).expect("a summary").model;
    let (before, facts) = slices[rest].split_once("\"facts\":[").unwrap();
    let mut numbers: Vec<&str> = facts.split(',').collect();
    let more = format!("{}1", numbers[4]);
    numbers[4] = &more;
    let changed = read_slice(&small, &[before, &numbers.join(",")].join("\"facts\":[")).expect("a slice");
    assert!(is_outline_of(&read_slice(&small, &slices[rest]).unwrap(), &model));
    assert!(!is_outline_of(&changed, &model));
}
