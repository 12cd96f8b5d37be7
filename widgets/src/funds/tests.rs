//! What a page holds of funds, rendered on the host from the demonstration's package.

use super::load::Loaded;
use super::state::State;
use super::view;
use crate::load::Parcel;
use crate::page::{Pen, blocks, fallback};
use daylight_core::figure::funds::{FundsFigure, View, Wish};
use daylight_core::ingest::read_package;
use leptos::prelude::*;
use std::path::Path;

fn load(lang: &str) -> Loaded {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = root.join("demo/data/qinghe-funds");
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    let descriptor = read(&folder.join("datapackage.json"));
    let package = read_package(&descriptor, &|_| Vec::new()).unwrap();
    let outlines = ("outlines.json".to_owned(), std::fs::read(folder.join("outlines.json")).unwrap());
    let files = package.paths().into_iter().map(|path| (path.to_owned(), std::fs::read(folder.join(path)).unwrap()));
    Loaded::new(Parcel {
        words: read(&root.join(format!("core/words/{lang}.json"))),
        profiles: [read(&root.join("profiles/cn/profile.json")), String::new()],
        files: files.chain([outlines]).collect(),
        address: "https://a.example/data/datapackage.json".into(),
        descriptor,
        ..Parcel::default()
    })
}

fn html(draw: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    owner.with(|| draw().to_html()).replace("<!>", "")
}

fn pen<'a>(loaded: &'a Loaded, figure: &'a FundsFigure, open: &str) -> Pen<'a> {
    Pen {
        words: &loaded.words,
        page: &figure.page,
        level: 2,
        walkable: true,
        open: open.to_owned(),
        from: Some("https://a.example/data/"),
    }
}

fn notice() -> Wish {
    Wish { view: View::Projects, project: "p001".into(), ..Wish::default() }
}

/// The place of the term that a button names.
fn place_of(html: &str, label: &str) -> String {
    let (before, _) = html.split_once(&format!("\">{label}</button>")).unwrap_or_else(|| panic!("{label}: {html}"));
    before.rsplit_once("data-do=\"term ").map(|(_, place)| place.to_owned()).unwrap()
}

#[test]
fn a_term_is_a_button_that_opens_its_meaning() {
    let loaded = load("en");
    let figure = loaded.place(&notice());
    let closed = html(|| blocks(&pen(&loaded, &figure, "")));
    assert!(!closed.contains("class=\"meaning\""), "{closed}");
    for (label, name) in [("Retained", "Retained"), ("Deposit for quality", "quality deposit")] {
        let place = place_of(&closed, label);
        let open = html(|| blocks(&pen(&loaded, &figure, &place)));
        assert_eq!(open.matches("class=\"meaning\"").count(), 1, "{label}");
        assert_eq!(open.matches("aria-expanded=\"true\"").count(), 1, "{label}");
        let term = figure.page.glossary.terms.iter().find(|term| term.name == name).unwrap();
        assert!(open.contains(&term.meaning), "{label}");
    }
}

#[test]
fn without_scripts_terms_stand_in_a_list_that_opens_by_itself() {
    let loaded = load("zh-Hans");
    let figure = loaded.place(&notice());
    let html = html(|| fallback(&loaded.words, &figure.page, [text_view(), text_view()], 2, &[]));
    assert!(!html.contains("<button") && !html.contains("style="), "{html}");
    let (_, list) = html.split_once("<details><summary>名词解释</summary>").unwrap_or_else(|| panic!("{html}"));
    assert!(list.contains("<dt>质量保证金</dt>") && list.contains("联农带农机制"), "{list}");
}

#[test]
fn pictures_come_from_the_folder_of_the_data() {
    let mut loaded = load("en");
    let said = |path: &str| vec![(String::new(), path.to_owned())];
    let road = loaded.ledger.projects.iter_mut().find(|project| project.id == "p001").unwrap();
    road.texts.retain(|(column, _)| !["before", "after"].contains(column));
    road.texts.extend([("before", said("pictures/road.jpg")), ("after", said("https://b.example/after.jpg"))]);
    let figure = loaded.place(&notice());
    let drawn = html(|| blocks(&pen(&loaded, &figure, "")));
    let image = "<img src=\"https://a.example/data/pictures/road.jpg\" alt=\"Picture before: Village road of Shiqiao\" loading=\"lazy\"";
    assert!(drawn.contains(image), "{drawn}");
    assert_eq!(drawn.matches("<img").count(), 1, "nothing is loaded from elsewhere");
    assert!(drawn.contains("<a href=\"https://b.example/after.jpg\""), "{drawn}");
    let paper = html(|| {
        fallback(&loaded.words, &figure.page, [text_view(), text_view()], 2, &["data/datapackage.json?v=1/2".into()])
    });
    assert!(paper.contains("<img src=\"data/pictures/road.jpg\""), "{paper}");
    let given = html(|| blocks(&Pen { from: None, ..pen(&loaded, &figure, "") }));
    assert!(!given.contains("<img"), "what a script gave has no folder");
}

#[test]
fn a_notice_can_be_printed_alone_with_the_pages_address() {
    let owner = Owner::new();
    owner.with(|| {
        let state = State::new(load("zh-Hans").into(), crate::tell::Tell::default());
        let drawn = || view::funds(&state).to_html();
        state.set("view", "projects");
        assert!(!drawn().contains("data-do=\"print\""), "a list is no notice");
        state.set("project", "p001");
        let screen = drawn();
        assert!(screen.contains("data-do=\"print\"") && !screen.contains("class=\"address\""), "{screen}");
        state.desk.update(|desk| desk.sheet = "https://a.example/?funds=view:projects,project:p001".into());
        let paper = drawn();
        assert!(paper.contains("<p class=\"kind\">项目完成公告"), "{paper}");
        assert!(paper.contains("见：https://a.example/?funds=view:projects,project:p001"), "{paper}");
        assert!(paper.contains("<svg class=\"code\" viewBox=\"0 0 41 41\""), "{paper}");
    });
}

#[test]
fn the_townships_are_a_map_that_is_walked_by_keys() {
    let owner = Owner::new();
    owner.with(|| {
        let state = State::new(load("zh-Hans").into(), crate::tell::Tell::default());
        state.measure(640, 16, 0);
        let figure = state.figure.get_untracked();
        let map = figure.map.as_ref().expect("a map");
        assert_eq!((map.places.len(), map.small.len()), (6, 0));
        let drawn = view::funds(&state).to_html();
        assert_eq!(drawn.matches("<path").count(), 6, "{drawn}");
        assert_eq!(drawn.matches("<button type=\"button\" part=\"cell\" tabindex=\"0\" data-do=\"spot").count(), 1);
        let walk = |at, key| super::map::step(map, at, key);
        assert_eq!([walk(0, "ArrowRight"), walk(5, "ArrowDown"), walk(3, "ArrowUp")], [Some(1), Some(5), Some(2)]);
        assert_eq!([walk(3, "Home"), walk(3, "End"), walk(3, "Enter")], [Some(0), Some(5), None]);
        let paper = fallback(&state.loaded.words, &figure.page, [text_view(), text_view()], 2, &[]).to_html();
        assert!(!paper.contains("<path") && paper.contains("2025年各地资金"), "the table stays");
    });
}

fn text_view() -> AnyView {
    crate::view::text("")
}

#[test]
fn escape_closes_what_a_term_means() {
    let owner = Owner::new();
    owner.with(|| {
        let state = State::new(load("en").into(), crate::tell::Tell::default());
        state.open_term("1.2.0");
        assert_eq!(state.term.get_untracked(), "1.2.0");
        assert!(state.close_term("Escape", "1.2.0"), "and the browser does nothing more");
        assert_eq!(state.term.get_untracked(), "");
        assert!(!state.close_term("Escape", "1.2.0"), "nothing is open");
    });
}

#[test]
fn the_loader_tells_the_day_and_projects_are_sought() {
    let owner = Owner::new();
    owner.with(|| {
        let state = State::new(load("zh-Hans").into(), crate::tell::Tell::default());
        state.set("view", "projects");
        let said = || state.figure.with_untracked(|figure| figure.seek.clone().unwrap_or_default().said);
        assert_eq!(said(), "");
        state.ask_state("unaccepted");
        state.ask_state("accepted");
        let states = || state.wish.with_untracked(|wish| wish.states.clone());
        assert_eq!(states().len(), 1, "no project is both");
        state.ask_state("short");
        assert!(said().starts_with("147个项目中有1个"), "{}", said());
        state.ask_state("short");
        state.ask_state("accepted");
        assert_eq!((states().len(), said().as_str()), (0, ""), "pressed again, it is let go");
        state.set("project", "p001");
        state.set("today", "2025-03-10");
        let told = html(|| blocks(&pen(&state.loaded, &state.figure.get_untracked(), "")));
        assert!(told.contains("截至2025年12月31日"), "a clock behind the data is wrong");
        state.set("today", "2026-01-02");
        let told = html(|| blocks(&pen(&state.loaded, &state.figure.get_untracked(), "")));
        assert!(told.contains("截至2026年1月2日"), "{told}");
    });
}

#[test]
fn a_notice_and_a_place_lead_to_what_other_packages_have_of_them() {
    let loaded = load("en");
    let drawn = |wish: &Wish| {
        let figure = loaded.place(wish);
        html(|| blocks(&pen(&loaded, &figure, "")))
    };
    let page = drawn(&notice());
    let link =
        "<a href=\"/en/index.html?budget=id:2130504\" rel=\"noopener\" data-do=\"open qinghe-budget-2025 2130504\">";
    assert!(page.contains(link), "{page}");
    let place = drawn(&Wish { path: "q-v04".into(), ..Wish::default() });
    assert!(place.contains("data-do=\"open qinghe-results f03\""), "{place}");
    let fund = drawn(&Wish { view: View::Flow, fund: "water".into(), ..Wish::default() });
    assert!(fund.contains("data-do=\"open qinghe-budget-2025 2130335\""), "{fund}");
    let other = drawn(&Wish { path: "q-v05".into(), ..Wish::default() });
    assert!(!other.contains("data-do=\"open qinghe-results"), "{other}");
    // Nothing else has anything of it, and it can be commented on all the same.
    let comment = "<a href=\"/en/consultation.html?say=id:qinghe-funds%20q-v05\" rel=\"noopener\" data-do=\"open qinghe-projects-say qinghe-funds q-v05\">";
    assert!(other.contains(comment), "{other}");
}
