//! Figures from small models built by hand, as text snapshots (`UPDATE_EXPECT=1 cargo test` refreshes them).

use super::sketch::{Sketch, country};
use super::*;
use crate::model::{Kind, Model};
use crate::profile::Profile;
use crate::words::Words;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::path::Path;

fn wish(lang: &str) -> Wish {
    Wish { lang: lang.into(), ..Wish::default() }
}

fn place(model: &Model, wish: &Wish) -> BudgetFigure {
    place_budget(model, wish, &Words::built_in(&wish.lang), &Profile::generic())
}

/// The total in plain decimals with its currency's code.
fn exact(figure: &BudgetFigure) -> String {
    [&figure.total.plain(figure.currency), " ", figure.currency.code()].concat()
}

/// All words and places of a figure.
fn dump(figure: &BudgetFigure) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "name      {}\nstatus    {}\nas of     {}", figure.name, figure.status, figure.as_of);
    let _ = writeln!(out, "total     {}\nrows      {}\nempty     {:?}", exact(figure), figure.rows, figure.empty);
    for crumb in &figure.crumbs {
        let _ = writeln!(out, "crumb     {} [{}]", crumb.label, crumb.path);
    }
    for switch in &figure.switches {
        let options: Vec<String> = switch
            .options
            .iter()
            .map(|option| format!("{}{}={}", if option.chosen { "*" } else { "" }, option.id, option.label))
            .collect();
        let _ = writeln!(out, "switch    {} {}: {}", switch.id, switch.label, options.join(", "));
    }
    for source in &figure.sources {
        let _ = writeln!(out, "source    {} {:?}", source.text, source.href);
    }
    let _ = writeln!(out, "sentence  {}", figure.sentence);
    for remark in &figure.remarks {
        let _ = writeln!(out, "remark    {remark}");
    }
    let picture = &figure.picture;
    let _ = writeln!(
        out,
        "picture   {:?} {} x {}, covers {}",
        picture.kind, picture.width, picture.height, picture.covered_permille
    );
    for (word, mark) in
        picture.marks.iter().map(|mark| ("mark", mark)).chain(picture.below.iter().map(|mark| ("below", mark)))
    {
        let place = format!("{},{} {}x{}", mark.x, mark.y, mark.width, mark.height);
        let _ = writeln!(
            out,
            "{word:9} {place} tone {} opens {:?} bar {:?}\n          {}",
            mark.tone, mark.opens, mark.bar, mark.name
        );
        for line in &mark.lines {
            let _ = writeln!(
                out,
                "          {} \"{}\" at {},{}",
                if line.strong { "strong" } else { "plain" },
                line.text,
                line.x,
                line.baseline
            );
        }
    }
    let table = &figure.table;
    let _ = writeln!(out, "table     {}; {}; {} more", table.caption, figure.unit_line, table.more);
    let columns: Vec<String> = table.columns.iter().map(|column| format!("{}={}", column.id, column.label)).collect();
    let _ = writeln!(out, "          {}", columns.join(" | "));
    for row in table.rows.iter().chain(&table.total) {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        let _ = writeln!(out, "          {}", cells.join(" | "));
    }
    out
}

fn expect(name: &str, figure: &BudgetFigure) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/figure/budget/expect").join(name);
    let seen = dump(figure);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &seen).unwrap();
    }
    assert_eq!(seen, std::fs::read_to_string(&path).unwrap_or_default(), "{}", path.display());
}

#[test]
fn the_first_view_in_english() {
    expect("first-en.txt", &place(&country(), &wish("en")));
}

#[test]
fn the_first_view_in_chinese_on_a_phone_by_department() {
    let asked = Wish { width_px: 360, dimension: "administrative".into(), phase: "approved".into(), ..wish("zh-Hans") };
    expect("phone-zh.txt", &place(&country(), &asked));
}

#[test]
fn one_level_down() {
    let asked = Wish { path: "09".into(), phase: "approved".into(), sort: "name".into(), ..wish("en") };
    let figure = place(&country(), &asked);
    expect("education-en.txt", &figure);
    let slash = figure.picture.marks.iter().find(|mark| mark.label.starts_with("Tertiary")).unwrap();
    assert_eq!((slash.path.as_deref(), slash.opens.as_deref()), (Some("09/09%2F4"), None));
    let leaf = place(&country(), &Wish { path: "09/09%2F4".into(), ..asked });
    assert_eq!((leaf.picture.marks.len(), leaf.crumbs.len(), exact(&leaf)), (1, 3, "50000000.00 MDL".into()));
    assert_eq!(leaf.picture.marks[0].label, "Tertiary education");
}

#[test]
fn texts_of_the_package_are_the_readers_or_say_their_language() {
    let publisher = |lang: &str| {
        let mut model = country();
        model.about.language = Some("ro".into());
        let Link { text, lang, .. } = place(&model, &wish(lang)).publisher;
        (text, lang)
    };
    assert_eq!(publisher("zh-Hans"), ("财政部".into(), None));
    assert_eq!(publisher("en"), ("Ministry of Finance".into(), Some("ro".into())));
}

#[test]
fn wishes_that_cannot_be_granted_are_named_with_what_is_allowed() {
    let asked = Wish {
        year: "1999".into(),
        phase: "dreamt".into(),
        path: "77/1".into(),
        dimension: "x".into(),
        unit: "y".into(),
        ..wish("en")
    };
    let figure = place(&country(), &asked);
    assert_eq!(
        (figure.granted.year.as_str(), figure.granted.phase.as_str(), figure.granted.path.as_str()),
        ("2014", "executed", "")
    );
    let words = Words::built_in("en");
    let for_reader: Vec<String> = figure.refused.iter().map(|refusal| refusal.for_reader(&words)).collect();
    assert_eq!(
        for_reader,
        [
            "Year has no value “1999”. Allowed: 2013, 2014.",
            "Stage has no value “dreamt”. Allowed: Approved, Executed.",
            "Divide by has no value “x”. Allowed: Purpose, Department.",
            "There is no part “77/1” among these figures.",
            "Unit has no value “y”. Allowed: lei, thousand lei, million lei, billion lei.",
        ]
    );
    let for_author: Vec<String> = figure.refused.iter().map(|refusal| refusal.for_author(&words)).collect();
    assert_eq!(
        for_author,
        [
            "year has no value “1999”. Allowed: 2013, 2014.",
            "phase has no value “dreamt”. Allowed: approved, executed.",
            "dimension has no value “x”. Allowed: functional, administrative.",
            "path has no value “77/1”.",
            "unit has no value “y”. Allowed: one, thousand, million, billion.",
        ]
    );
}

#[test]
fn a_picture_is_as_high_as_asked_but_never_too_low_to_read() {
    let height = |width_px, height_px| place(&country(), &Wish { width_px, height_px, ..wish("en") }).picture.height;
    assert_eq!([height(328, 40), height(328, 321), height(328, 9000)], [32_000, 32_100, 400_000]);
    assert_eq!([height(1200, 40), height(1200, 421)], [42_000, 42_100]);
    assert_eq!([height(328, 0), height(1200, 0)], [42_000, 72_000]);
}

#[test]
fn what_is_not_stated_is_not_zero_and_a_phase_leads_to_its_year() {
    let model = country();
    let figure = place(&model, &Wish { phase: "executed".into(), ..wish("en") });
    let row = |name: &str| figure.table.rows.iter().find(|row| row.cells[1].text == name).unwrap().cells[2].clone();
    assert_eq!(row("Economic affairs"), Cell { text: "0.00".into(), sort: Some(0) });
    assert_eq!(row("Social protection"), Cell { text: "not stated".into(), sort: None });
    assert!(figure.remarks.iter().any(|remark| remark.contains("states no figure")));
    let earlier = place(&model, &Wish { year: "2013".into(), phase: "executed".into(), ..wish("en") });
    assert_eq!((earlier.granted.phase.as_str(), earlier.refused.len()), ("approved", 1));
}

#[test]
fn mixed_signs_become_bars_and_nothing_is_dropped() {
    let model = Sketch::new()
        .dimension(Kind::Functional, &[&[("1", "Roads", "道路"), ("2", "Refunds", "退税"), ("3", "Parks", "公园")]])
        .key(Kind::Currency)
        .rows("1, CNY, 500000\n2, CNY, -120000\n3, CNY, 40000");
    let figure = place(&model, &Wish { width_px: 360, ..wish("zh") });
    expect("bars-zh.txt", &figure);
    assert_eq!(figure.picture.marks.iter().map(|mark| mark.amount).sum::<Amount>(), Amount::from_minor(420_000));
}

#[test]
fn currencies_are_never_added() {
    let model = Sketch::new()
        .dimension(Kind::Geo, &[&[("n", "North", "北"), ("s", "South", "南")]])
        .key(Kind::Currency)
        .rows("n, EUR, 100\ns, EUR, 300\nn, JPY, 7000");
    let figure = place(&model, &wish("en"));
    assert_eq!(exact(&figure), "4.00 EUR");
    assert!(figure.switches.iter().any(|switch| switch.id == "currency" && switch.options.len() == 2));
    assert_eq!(exact(&place(&model, &Wish { currency: "JPY".into(), ..wish("en") })), "7000 JPY");
}

#[test]
fn a_model_without_facts_says_so() {
    let figure = place(&Sketch::new().rows(""), &wish("en"));
    assert_eq!(figure.empty.as_deref(), Some("The file holds no figures."));
    assert!(figure.picture.marks.is_empty() && figure.sentence.is_empty());
    let zero = Sketch::new().dimension(Kind::Functional, &[&[("1", "One", "一")]]).rows("1, 0");
    assert_eq!(place(&zero, &wish("en")).empty.as_deref(), Some("All amounts are zero."));
}

#[test]
fn small_parts_share_a_cell_or_stand_below() {
    let mut rows = String::from("big, 1000000000\n");
    for number in 0..400 {
        let _ = writeln!(rows, "p{number}, {}", 400_000 - number);
    }
    let model = Sketch::new().dimension(Kind::Activity, &[&[]]).rows(&rows);
    let figure = place(&model, &wish("en"));
    let others = figure.picture.marks.last().unwrap();
    assert_eq!((others.parts, others.tone, others.path.as_ref()), (400, 8, None));
    assert_eq!(
        figure.picture.marks.iter().map(|mark| mark.amount).sum::<Amount>().minor(),
        figure.table.total.as_ref().unwrap().cells[1].sort.unwrap()
    );
    let few = Sketch::new().dimension(Kind::Activity, &[&[]]).rows("big, 1000000\nsmall, 100\nsmaller, 1");
    let figure = place(&few, &wish("en"));
    assert_eq!((figure.picture.marks.len(), figure.picture.below[0].share_words.as_str()), (1, "<0.1%"));
}

#[test]
fn search_finds_names_and_codes_at_every_level() {
    let (model, words) = (country(), Words::built_in("en"));
    let find = |query: &str| search(&model, &wish("en"), &words, &Profile::generic(), query);
    let hits = find("EDUC");
    let found: Vec<(&str, &str, &str)> =
        hits.iter().map(|hit| (hit.label.as_str(), hit.path.as_str(), hit.opens.as_str())).collect();
    assert_eq!(
        found,
        [
            ("Education", "09", "09"),
            ("Pre-primary and primary education", "09/09.1", "09"),
            ("Secondary education", "09/09.2", "09"),
            ("Tertiary education", "09/09%2F4", "09"),
            ("Ministry of Education", "A", ""),
        ]
    );
    assert_eq!(hits[1].above, ["Education"]);
    assert_eq!(find("０９.2").iter().map(|hit| hit.code.as_str()).collect::<Vec<_>>(), ["09.2"]);
    assert!(find("zzz").is_empty() && find(" ").is_empty());
}

#[test]
fn the_table_can_be_sorted_and_cut() {
    let model = country();
    let codes = |sort: &str| {
        let figure = place(&model, &Wish { sort: sort.into(), phase: "executed".into(), ..wish("en") });
        figure.table.rows.iter().map(|row| row.cells[0].text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(codes("code"), ["01", "04", "07", "09", "10"]);
    assert_eq!(codes("-phase:executed"), ["01", "09", "07", "04", "10"], "not stated comes last");
    assert_eq!(codes("phase:executed"), ["04", "07", "09", "01", "10"], "either way");
    assert_eq!(codes("-name"), ["10", "07", "01", "09", "04"]);
    let cut = place(&model, &Wish { rows: 2, ..wish("en") });
    assert_eq!((cut.table.rows.len(), cut.table.more), (2, 3));
}

#[test]
fn words_stay_inside_their_cells_at_every_size() {
    let model = country();
    for lang in ["en", "zh-Hans"] {
        for (width_px, least_px, font_px) in
            [(240, 24, 14), (360, 24, 16), (360, 44, 24), (720, 24, 16), (1200, 44, 24)]
        {
            for phase in ["approved", "executed"] {
                let asked = Wish { width_px, least_px, font_px, phase: phase.into(), ..wish(lang) };
                let figure = place(&model, &asked);
                for mark in &figure.picture.marks {
                    assert!(mark.width.min(mark.height) >= least_px as i32 * 100);
                    for line in &mark.lines {
                        let end = line.x + crate::text::length(&line.text, line.size);
                        assert!(line.x >= mark.x && end <= mark.x + mark.width, "{} at {width_px}", line.text);
                        assert!(
                            line.baseline - line.size >= mark.y - 100 && line.baseline < mark.y + mark.height,
                            "{}",
                            line.text
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn of_many_bars_the_largest_either_way_are_drawn_and_none_is_lost() {
    let mut rows = String::new();
    for number in 1..=500_i64 {
        let _ = writeln!(rows, "p{number}, {}", if number % 2 == 0 { number * 100 } else { -number * 100 });
    }
    let model = Sketch::new().dimension(Kind::Activity, &[&[]]).rows(&rows);
    let figure = place(&model, &Wish { rows: 10, ..wish("en") });
    let marks = &figure.picture.marks;
    assert_eq!((marks[0].label.as_str(), marks[marks.len() - 2].label.as_str()), ("p500", "p499"));
    assert_eq!(marks.iter().map(|mark| mark.amount).sum::<Amount>().minor(), 250 * 100);
    assert_eq!(marks.iter().map(|mark| mark.parts).sum::<u32>(), 500);
}

proptest! {
    #[test]
    fn every_wish_is_granted_somehow(
        texts in proptest::collection::vec("(|[0-9A~%/.]{0,8}|09/09.1|approved|executed|2014|MDL|functional|million|-?name|-?share)", 9),
        sizes in proptest::array::uniform5(prop_oneof![0..60_u32, 200..1300_u32, Just(u32::MAX)]),
    ) {
        let model = country();
        let asked = Wish {
            lang: "en".into(),
            view: View::Table,
            dimension: texts[0].clone(),
            path: texts[1].clone(),
            year: texts[2].clone(),
            phase: texts[3].clone(),
            direction: texts[4].clone(),
            currency: texts[5].clone(),
            unit: texts[6].clone(),
            basis: texts[8].clone(),
            sort: texts[7].clone(),
            width_px: sizes[0],
            height_px: sizes[1],
            least_px: sizes[2],
            font_px: sizes[3],
            rows: sizes[4],
            bare: false,
        };
        let figure = place(&model, &asked);
        let drawn: Amount = figure.picture.marks.iter().chain(&figure.picture.below).map(|mark| mark.amount).sum();
        let cells = &figure.table.total.as_ref().unwrap().cells;
        prop_assert!(cells.iter().any(|cell| cell.sort == Some(drawn.minor())) || figure.empty.is_some(), "nothing is lost");
        // What was granted is granted again, word for word.
        let again = place(&model, &figure.granted);
        prop_assert!(again.refused.is_empty(), "{:?}", again.refused);
        prop_assert_eq!(again.granted, figure.granted);
        let words = Words::built_in("en");
        let _ = search(&model, &asked, &words, &Profile::generic(), &texts[8]);
        let _ = export_table(&model, &asked, &words, &Profile::generic());
    }
}
