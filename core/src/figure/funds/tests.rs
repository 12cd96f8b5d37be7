//! Projects and recipients of the demonstration as text, in both languages, and of small ledgers where it has no such case.

use super::*;
use crate::check::funds::check_funds;
use crate::day::{Day, DayOrder};
use crate::figure::budget::Table;
use crate::figure::page::{Block, Fact, Tone};
use crate::ingest::read_package;
use crate::model::funds::{Fund, Group, Hold, Holding, Outline, Payment, Pot, Project, Texts, Tier, Transfer, Unit};
use crate::money::{Amount, Currency};
use std::fmt::Write;
use std::path::Path;

mod place;

const PROFILE: &str = include_str!("../../../../profiles/cn/profile.json");

fn read_demo() -> Ledger {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/data/qinghe-funds");
    let descriptor = std::fs::read_to_string(folder.join("datapackage.json")).unwrap();
    let package = read_package(&descriptor, &|_| Vec::new()).unwrap();
    let read = |path: &str| (path.to_owned(), std::fs::read(folder.join(path)).unwrap());
    let files: Vec<(String, Vec<u8>)> = package.paths().iter().map(|path| read(path)).collect();
    check_funds((&package, &descriptor), &files, &FundTerms::read(PROFILE), Currency::from_code("CNY")).0
}

fn place(ledger: &Ledger, lang: &str, wish: Wish) -> FundsFigure {
    let (profile, terms) = (Profile::read(PROFILE).unwrap(), FundTerms::read(PROFILE));
    let words = Words::built_in(lang);
    place_funds(ledger, &wish, Told { words: &words, profile: &profile, terms: &terms })
}

fn project(id: &str) -> Wish {
    Wish { view: View::Projects, project: id.to_owned(), ..Wish::default() }
}

fn recipients(path: &str) -> Wish {
    Wish { view: View::Recipients, path: path.to_owned(), ..Wish::default() }
}

fn dump_fact(out: &mut String, indent: &str, fact: &Fact) {
    let Fact { label, text, more, href, goal, picture, tone } = fact;
    let _ = write!(out, "{indent}{label}: {text}");
    if !more.is_empty() {
        let _ = write!(out, " ({more})");
    }
    for mark in [href.clone(), goal.clone(), picture.clone(), Some(tone.word().to_owned())].into_iter().flatten() {
        if !mark.is_empty() {
            let _ = write!(out, " [{mark}]");
        }
    }
    out.push('\n');
}

fn dump_table(out: &mut String, table: &Table) {
    let _ = writeln!(out, "table {}", table.caption);
    let heads: Vec<&str> = table.columns.iter().map(|column| column.label.as_str()).collect();
    let _ = writeln!(out, "  {}", heads.join(" | "));
    for row in table.rows.iter().chain(&table.total) {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        let _ = writeln!(out, "  {}", cells.join(" | ").trim_end());
    }
    if table.more > 0 {
        let _ = writeln!(out, "  and {} more", table.more);
    }
}

fn dump(figure: &FundsFigure) -> String {
    let mut out = format!("{}\n{}\n{}\n", figure.page.name, figure.page.unit_line, figure.page.sentence);
    for block in &figure.page.blocks {
        match block {
            Block::Heading(words) => out += &format!("\n# {words}\n"),
            Block::Said(words) => out += &format!("{words}\n"),
            Block::Facts(facts) => facts.iter().for_each(|fact| dump_fact(&mut out, "", fact)),
            Block::Table(table) => dump_table(&mut out, table),
            Block::Cards(cards) => {
                for card in cards {
                    let _ = writeln!(out, "card {} [{}]", card.title, card.goal.clone().unwrap_or_default());
                    card.facts.iter().for_each(|fact| dump_fact(&mut out, "  ", fact));
                }
            }
            Block::Steps { .. } | Block::Bar(_) | Block::Linked(_) => {}
        }
    }
    out.push('\n');
    figure.page.remarks.iter().for_each(|remark| out += &format!("* {remark}\n"));
    figure.page.contacts.iter().for_each(|contact| dump_fact(&mut out, "", contact));
    out
}

fn expect(name: &str, figure: &FundsFigure) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/figure/funds/expect").join(name);
    let seen = dump(figure);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &seen).unwrap();
    }
    assert_eq!(seen, std::fs::read_to_string(&path).unwrap_or_default(), "{}", path.display());
}

#[test]
fn the_notice_of_a_road_tells_its_story() {
    let ledger = read_demo();
    let figure = place(&ledger, "zh-Hans", project("p001"));
    let seen = dump(&figure);
    for told in ["125.50 + 91.20 + 24.60 = 241.30", "229.30", "12.00", "143", "206.37", "22.93", "3.0", "3.2"] {
        assert!(seen.contains(told), "{told} is not in:\n{seen}");
    }
    expect("notice-zh.txt", &figure);
    expect("notice-en.txt", &place(&ledger, "en", project("p001")));
}

#[test]
fn projects_of_a_township_are_cards_the_largest_first() {
    let ledger = read_demo();
    let wish = Wish { view: View::Projects, path: "q-t1".to_owned(), ..Wish::default() };
    expect("projects-zh.txt", &place(&ledger, "zh-Hans", wish.clone()));
    expect("projects-en.txt", &place(&ledger, "en", wish));
}

#[test]
fn recipients_are_groups_of_places() {
    let ledger = read_demo();
    expect("recipients-zh.txt", &place(&ledger, "zh-Hans", recipients("q-t1")));
    expect("recipients-en.txt", &place(&ledger, "en", recipients("q-t1")));
}

#[test]
fn terms_of_a_view_have_their_meaning() {
    let ledger = read_demo();
    let told = |lang: &str, wish: Wish| -> Vec<String> {
        place(&ledger, lang, wish).page.glossary.terms.into_iter().map(|term| term.name).collect()
    };
    let notice = told("zh-Hans", project("p001"));
    for name in ["留存", "待拨付或待支付", "质量保证金", "公示期", "联农带农机制", "竣工验收"]
    {
        assert!(notice.iter().any(|known| known == name), "{name} is not in {notice:?}");
    }
    let view = |view: View, path: &str| Wish { view, path: path.to_owned(), ..Wish::default() };
    assert!(told("en", view(View::Tiers, "")).contains(&"Unaccounted for".to_owned()));
    assert!(told("zh-Hans", view(View::Place, "q")).contains(&"衔接推进乡村振兴补助资金".to_owned()));
    let names = |terms: &FundTerms| terms.glossary.len();
    assert_eq!(
        names(&FundTerms::read(include_str!("../../../../profiles/gb/profile.json"))),
        0,
        "and a profile may have none"
    );
}

#[test]
fn every_profile_that_explains_terms_explains_the_parts_of_a_balance() {
    let generic = include_str!("../../../../profiles/generic/profile.json");
    for (lang, text) in [("en", PROFILE), ("zh-Hans", PROFILE), ("en", generic), ("zh-Hans", generic)] {
        let (profile, terms) = (Profile::read(text).unwrap(), FundTerms::read(text));
        let words = Words::built_in(lang);
        let wish = Wish { view: View::Tiers, ..Wish::default() };
        let figure = place_funds(&read_demo(), &wish, Told { words: &words, profile: &profile, terms: &terms });
        for key in ["tier", "received", "own", "passed", "spent", "pending", "retained", "unaccounted", "from-nowhere"]
        {
            let key = format!("funds.{key}");
            let pieces = figure.page.glossary.pieces(words.text(&key)).into_iter().map(|piece| piece.term.is_some());
            assert_eq!(pieces.collect::<Vec<_>>(), [true], "{} {lang} {key}", profile.id);
        }
    }
}

const POT: Pot = Pot { fund: 0, year: 0 };

fn said(text: &str) -> Texts {
    vec![(String::new(), text.to_owned())]
}

fn day(text: &str) -> Option<Day> {
    Day::read(text, DayOrder::YearFirst)
}

fn yuan(amount: i128) -> Amount {
    Amount::from_minor(amount * 100)
}

/// A county with two villages, and a project in the first of them that the county paid.
fn small() -> Ledger {
    let tier = |id: &str| Tier { id: id.to_owned(), titles: said(id) };
    let unit = |id: &str, tier: usize, parent: Option<usize>| Unit {
        id: id.to_owned(),
        names: said(id),
        tier,
        parent,
        ..Unit::default()
    };
    let project =
        Project { id: "well".into(), names: said("Well"), unit: 1, planned: Some(yuan(10_000)), ..Project::default() };
    let payment = Payment {
        id: String::new(),
        unit: 0,
        project: Some(0),
        pot: POT,
        amount: yuan(9_000),
        paid: None,
        payee: Vec::new(),
        row: 0,
    };
    Ledger {
        currency: Currency::from_code("CNY"),
        as_of: day("2025-06-10"),
        tiers: vec![tier("county"), tier("village")],
        funds: vec![Fund { id: "water".into(), names: said("Water") }],
        years: vec!["2025".into()],
        units: vec![unit("County", 0, None), unit("North", 1, Some(0)), unit("South", 1, Some(0))],
        projects: vec![project],
        payments: vec![payment],
        ..Ledger::default()
    }
}

fn transfer(from: Option<usize>, to: usize, amount: Amount) -> Transfer {
    let (id, document) = (String::new(), String::new());
    Transfer { id, pot: POT, from, to, amount, decided: None, arrived: None, is_under_way: false, document, row: 0 }
}

fn fact(figure: &FundsFigure, label: &str) -> Fact {
    let facts = figure.page.blocks.iter().filter_map(|block| match block {
        Block::Facts(facts) => Some(facts),
        _ => None,
    });
    let found = facts.flatten().find(|fact| fact.label == label);
    found.unwrap_or_else(|| panic!("{label} is not in:\n{}", dump(figure))).clone()
}

fn notice(ledger: &Ledger) -> FundsFigure {
    place(ledger, "en", project("well"))
}

#[test]
fn every_field_that_is_not_published_says_so() {
    let figure = notice(&small());
    let required = [
        "Department in charge",
        "Type",
        "Content",
        "Period",
        "Expected performance",
        "How farmers benefit",
        "Sources of the plan",
        "Contractor",
        "Contract price",
        "Changes of the price",
        "Delivered of what was promised",
        "Acceptance",
        "Picture before",
        "Picture after",
        "Responsible unit and person",
        "Contact",
        "Objections are heard",
    ];
    for label in required {
        let fact = fact(&figure, label);
        assert_eq!((fact.text.as_str(), fact.tone), ("not published", Tone::Missing), "{label}");
    }
}

#[test]
fn a_split_that_differs_from_the_plan_is_told_to_the_last_unit() {
    let mut ledger = small();
    ledger.projects[0].split = vec![("county".into(), yuan(4_000)), ("other".into(), Amount::from_minor(599_999))];
    let split = fact(&notice(&ledger), "Sources of the plan");
    assert_eq!(split.tone, Tone::Missing);
    assert!(split.text.starts_with("county ") && split.text.contains(", other "), "{split:?}");
    assert!(split.more.ends_with("which differs from the plan by 0.01 yuan"), "{split:?}");
    ledger.projects[0].split[1].1 = yuan(6_000);
    let split = fact(&notice(&ledger), "Sources of the plan");
    assert_eq!((split.tone, split.more.contains("differs")), (Tone::Plain, false), "{split:?}");
}

#[test]
fn amounts_of_a_notice_are_never_rounded() {
    let mut ledger = small();
    ledger.projects[0].price = Some(Amount::from_minor(987_654));
    let wish = Wish { unit: "thousand".into(), ..project("well") };
    let figure = place(&ledger, "en", wish);
    assert_eq!(fact(&figure, "Contract price").text, "9.87654 thousand yuan");
    assert_eq!(fact(&figure, "Planned").text, "10.00000 thousand yuan");
}

#[test]
fn days_of_objection_are_counted_from_the_day_of_the_data() {
    let told = |notice: [&str; 2]| {
        let mut ledger = small();
        ledger.projects[0].notice = notice.map(day);
        fact(&self::notice(&ledger), "Objections are heard").more
    };
    assert_eq!(told(["2025-06-01", "2025-06-10"]), "10 days · 1 day left (as of 10 June 2025)");
    assert_eq!(told(["2025-05-31", "2025-06-09"]), "10 days · ended 1 day ago (as of 10 June 2025)");
    assert_eq!(told(["2025-06-12", "2025-06-21"]), "10 days · begins in 2 days (as of 10 June 2025)");
    assert_eq!(
        told(["2025-06-02", "2025-06-10"]),
        "9 days, at least 10 days are due · 1 day left (as of 10 June 2025)"
    );
}

#[test]
fn days_of_objection_are_counted_to_the_readers_day() {
    let mut ledger = small();
    ledger.projects[0].notice = ["2025-06-01", "2025-06-20"].map(day);
    let told = |today: &str| {
        let wish = Wish { today: today.into(), ..project("well") };
        fact(&place(&ledger, "en", wish), "Objections are heard").more
    };
    assert_eq!(told("2025-06-18"), "20 days · 3 days left (as of 18 June 2025)");
    assert_eq!(told("2025-06-20"), "20 days · 1 day left (as of 20 June 2025)");
    assert_eq!(told("2025-06-21"), "20 days · ended 1 day ago (as of 21 June 2025)");
    let of_data = "20 days · 11 days left (as of 10 June 2025)";
    assert_eq!([told(""), told("soon"), told("2020-01-01")], [of_data; 3], "a clock that is behind the data is wrong");
}

/// The projects that are listed, what is said of the search, and what else can be asked for.
fn sought(ledger: &Ledger, wish: Wish) -> (Vec<String>, String, Vec<String>) {
    let figure = place(ledger, "en", Wish { view: View::Projects, year: "all".into(), ..wish });
    let cards =
        figure.page.blocks.iter().filter_map(|block| if let Block::Cards(cards) = block { Some(cards) } else { None });
    let titles = cards.flatten().map(|card| card.title.clone()).collect();
    let seek = figure.seek.unwrap_or_default();
    (titles, seek.said, seek.states.into_iter().map(|(_, label, _)| label).collect())
}

/// Four projects of two villages.
fn four() -> Ledger {
    let mut ledger = small();
    let project = |id: &str, name: &str, unit| Project {
        id: id.into(),
        names: said(name),
        unit,
        planned: Some(yuan(1_000)),
        ..Project::default()
    };
    let mut road = project("p-2", "Road", 1);
    road.texts = vec![("contractor", said("Bridge & Sons")), ("content", vec![("zh-Hans".into(), "硬化村道".into())])];
    (road.promised, road.delivered, road.accepted) = (Some(3_200), Some(3_000), day("2025-06-01"));
    let mut pond = project("p-3", "Pond", 2);
    pond.notice = ["2025-06-05", "2025-06-15"].map(day);
    ledger.units[2].initials = "nan".into();
    ledger.projects.extend([road, pond, project("p-4", "Barn", 2)]);
    ledger
}

#[test]
fn projects_are_found_by_name_id_place_firm_and_content() {
    let ledger = four();
    let found = |query: &str| sought(&ledger, Wish { query: query.into(), ..Wish::default() }).0;
    assert_eq!(found("").len(), 4);
    for query in ["road", "P-2", "bridge&", "硬化", "north ROAD"] {
        assert_eq!(found(query), ["Road"], "{query}");
    }
    assert_eq!(found("nan"), ["Pond", "Barn"]);
    assert_eq!(found("south road"), Vec::<String>::new(), "each word must be found");
    let (_, said, _) = sought(&ledger, Wish { query: "south".into(), ..Wish::default() });
    assert_eq!(said, "2 of 4 projects, 2,000.00 yuan planned.");
    let (_, said, _) = sought(&ledger, Wish { query: "moon".into(), ..Wish::default() });
    assert_eq!(said, "None of 4 projects matches.");
}

#[test]
fn projects_are_told_apart_by_their_state() {
    let ledger = four();
    let (all, said, states) = sought(&ledger, Wish::default());
    assert_eq!((all.len(), said.as_str()), (4, ""));
    let labels = [
        "Accepted (1)",
        "No acceptance published (3)",
        "Objections are heard now (1)",
        "Less delivered than promised (1)",
    ];
    assert_eq!(states, labels);
    let found = |states: &[ProjectState], today: &str| {
        sought(&ledger, Wish { states: states.to_vec(), today: today.into(), ..Wish::default() }).0
    };
    assert_eq!(found(&[ProjectState::Accepted], ""), ["Road"]);
    assert_eq!(found(&[ProjectState::Short, ProjectState::Unaccepted], ""), Vec::<String>::new());
    assert_eq!(found(&[ProjectState::Open], "2025-06-15"), ["Pond"], "the last day is one of them");
    assert_eq!(found(&[ProjectState::Open], "2025-06-16"), Vec::<String>::new());
}

#[test]
fn a_view_says_of_which_place_alone_it_tells() {
    let ledger = four();
    let only = |view, path: &str| place(&ledger, "en", Wish { view, path: path.into(), ..Wish::default() }).only;
    for view in [View::Projects, View::Flow, View::Recipients] {
        assert_eq!(only(view, "North"), "Only North and what belongs to it");
        assert_eq!(only(view, ""), "");
    }
    assert_eq!(only(View::Place, "North"), "", "it is of one place by its nature");
    assert_eq!(notice(&ledger).only, "");
}

/// Two villages beside each other, the second one so small that no finger meets it.
fn outlined() -> Ledger {
    let mut ledger = four();
    let square = |west: i32, south: i32, side: i32| {
        vec![vec![
            [west, south],
            [west + side, south],
            [west + side, south + side],
            [west, south + side],
            [west, south],
        ]]
    };
    ledger.outlines = vec![
        Outline { unit: 1, rings: square(0, 60_000_000, 500_000) },
        Outline { unit: 2, rings: square(500_000, 60_000_000, 10_000) },
    ];
    ledger.transfers = vec![transfer(Some(0), 1, yuan(8_000)), transfer(Some(0), 2, yuan(1_000))];
    ledger
}

fn map_of(figure: &FundsFigure) -> Option<&Map> {
    figure.map.as_ref()
}

#[test]
fn places_are_shapes_with_a_button_or_stand_beneath() {
    let wish = |view, path: &str| Wish {
        view,
        path: path.into(),
        width_px: 360,
        least_px: 24,
        font_px: 16,
        ..Wish::default()
    };
    let ledger = outlined();
    for view in [View::Place, View::Projects] {
        let figure = place(&ledger, "en", wish(view, ""));
        let map = map_of(&figure).expect("a map");
        // At 60 degrees a degree of longitude is half as long as one of latitude.
        assert_eq!((map.width, map.places.len()), (24_284, 2), "{map:?}");
        assert_eq!(map.height, 48_000);
        let [north, south] = &map.places[..] else { panic!() };
        assert!(north.shape.starts_with('M') && north.shape.ends_with('Z'), "{}", north.shape);
        let rect = north.rect.expect("room for a button");
        assert!(
            rect.width >= 2_400 && rect.height >= 2_400 && rect.x >= 0 && rect.x + rect.width <= map.width,
            "{rect:?}"
        );
        assert_eq!((north.class, south.class, south.rect), (4, 1, None));
        assert!(north.name.starts_with("North: 8,000.00 yuan came"), "{}", north.name);
        assert_eq!(north.label, "North", "a name that has room is whole");
        assert_eq!(map.small.iter().map(|step| step.label.as_str()).collect::<Vec<_>>(), ["South"]);
        let table = figure
            .page
            .blocks
            .iter()
            .find_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
        assert_eq!(table.map(|table| table.rows.len()), Some(2), "the table has all of them");
    }
    assert!(map_of(&place(&ledger, "en", wish(View::Place, "North"))).is_none(), "a place was chosen");
    assert!(map_of(&place(&four(), "en", wish(View::Place, ""))).is_none(), "without outlines there is no map");
}

#[test]
fn a_place_with_a_gap_is_marked_and_said() {
    let mut ledger = outlined();
    let figure = place(&ledger, "en", Wish { width_px: 360, ..Wish::default() });
    let north = &map_of(&figure).unwrap().places[0];
    assert_eq!(north.tone, Tone::Missing);
    assert!(north.name.contains("8,000.00 yuan of which nobody says where it is"), "{}", north.name);
    let payment = Payment { unit: 1, amount: yuan(8_000), project: None, ..ledger.payments[0].clone() };
    ledger.payments.push(payment);
    let figure = place(&ledger, "en", Wish { width_px: 360, ..Wish::default() });
    assert_eq!(map_of(&figure).unwrap().places[0].tone, Tone::Plain);
}

#[test]
fn what_was_delivered_is_told_beside_what_was_promised() {
    let told = |promised, delivered| {
        let mut ledger = small();
        (ledger.projects[0].promised, ledger.projects[0].delivered) = (Some(promised), delivered);
        ledger.projects[0].texts = vec![("measure", said("km"))];
        let fact = fact(&notice(&ledger), "Delivered of what was promised");
        [fact.text, fact.more, fact.tone.word().to_owned()].join(" | ")
    };
    assert_eq!(told(3_200, Some(3_000)), "3.0 of 3.2 km delivered | 0.2 km less than promised | missing");
    assert_eq!(told(3_200, Some(3_200)), "3.2 of 3.2 km delivered | all of it | ");
    assert_eq!(told(1_000, Some(1_250)), "1.25 of 1.00 km delivered | 0.25 km more than promised | ");
    assert_eq!(told(2_000, None), "not published | 2 km promised | missing");
}

#[test]
fn a_picture_is_a_link_only_where_that_is_harmless() {
    let mut ledger = small();
    ledger.projects[0].texts =
        vec![("before", said("https://a.example/before.jpg")), ("after", said("javascript:alert(1)"))];
    let figure = notice(&ledger);
    assert_eq!(fact(&figure, "Picture before").href.as_deref(), Some("https://a.example/before.jpg"));
    assert_eq!(fact(&figure, "Picture after").href, None);
}

#[test]
fn a_picture_of_the_package_is_shown_and_no_other() {
    let mut ledger = small();
    ledger.projects[0].texts =
        vec![("before", said("pictures/well.jpg")), ("after", said("https://a.example/after.jpg"))];
    let [before, after] = ["Picture before", "Picture after"].map(|label| fact(&notice(&ledger), label));
    assert_eq!(before.picture.as_deref(), Some("pictures/well.jpg"));
    assert_eq!(before.text, "Picture before: Well", "it is told to who cannot see it");
    assert_eq!((after.picture, after.href.is_some()), (None, true));
    assert_eq!(ledger.projects[0].pictures().collect::<Vec<_>>(), ["pictures/well.jpg"]);
}

#[test]
fn the_way_names_a_gap_and_what_is_kept_without_a_reason() {
    let mut ledger = small();
    ledger.transfers = vec![transfer(None, 0, yuan(10_000))];
    let since = day("2025-06-01");
    let (unit, pot, hold, reason) = (0, POT, Hold::Retained, Vec::new());
    ledger.holdings = vec![Holding { unit, pot, hold, amount: yuan(500), since, reason, row: 0 }];
    let figure = notice(&ledger);
    let (kept, gap) = (fact(&figure, "County · Retained"), fact(&figure, "County · Unaccounted for"));
    assert_eq!((kept.more.as_str(), kept.tone), ("No reason given · since 1 June 2025 · 9 days", Tone::Missing));
    assert_eq!((gap.text.as_str(), gap.tone), ("0.50 thousand yuan", Tone::Missing));
    assert!(!dump(&figure).contains("accounts for all"));
    ledger.payments[0].amount = yuan(9_500);
    assert!(dump(&notice(&ledger)).contains("Every unit on the way accounts for all that it received"));
}

#[test]
fn projects_are_those_of_the_place_the_year_and_the_fund_that_paid() {
    let mut ledger = small();
    ledger.funds.push(Fund { id: "roads".into(), names: said("Roads") });
    let count = |path: &str, fund: &str, year: &str| {
        let wish =
            Wish { view: View::Projects, path: path.into(), fund: fund.into(), year: year.into(), ..Wish::default() };
        place(&ledger, "en", wish).page.blocks.iter().filter(|block| matches!(block, Block::Cards(_))).count()
    };
    assert_eq!([count("", "", ""), count("County", "", ""), count("North", "water", "all")], [1, 1, 1]);
    assert_eq!([count("South", "", ""), count("", "roads", "")], [0, 0]);
}

/// The rows of the table of groups.
fn groups(ledger: &Ledger, path: &str) -> Vec<String> {
    let figure = place(ledger, "en", recipients(path));
    let mut tables = figure.page.blocks.iter().rev().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let row = |row: &crate::figure::budget::TableRow| {
        row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")
    };
    tables.next().map(|table| table.rows.iter().chain(&table.total).map(row).collect()).unwrap_or_default()
}

fn group(unit: usize, persons: u64, amount: i128) -> Group {
    let amount = Some(yuan(amount));
    Group { unit, kind: said("Elders"), pot: POT, households: None, persons: Some(persons), amount, row: 0 }
}

#[test]
fn small_groups_are_told_together_and_never_alone() {
    let mut ledger = small();
    ledger.groups = vec![group(1, 9, 900), group(2, 30, 6_000)];
    let together = ["County, 2 places together | Elders | 39 | 6,900.00 | 176.92 yuan", "Total |  |  | 6,900.00 |"];
    let seen = groups(&ledger, "");
    assert_eq!(seen.iter().map(|row| row.trim_end()).collect::<Vec<_>>(), together);
    assert_eq!(groups(&ledger, "North"), Vec::<String>::new(), "a place is not told alone where its group was merged");
    let remarks = place(&ledger, "en", recipients("North")).page.remarks;
    assert!(
        remarks.iter().any(|remark| remark.starts_with("1 group of this place is told only together")),
        "{remarks:?}"
    );
    ledger.groups[0].persons = Some(10);
    assert_eq!(groups(&ledger, "").len(), 3, "ten are enough");
}

#[test]
fn too_few_even_together_have_no_number() {
    let mut ledger = small();
    ledger.groups = vec![group(1, 2, 900), group(2, 3, 6_000)];
    let seen = groups(&ledger, "").join("\n");
    assert!(seen.contains("too few to show") && !seen.contains('5') && !seen.contains("6,900"), "{seen}");
    assert!(!dump(&place(&ledger, "en", recipients(""))).contains("6,900"));
}
