//! The demonstration's results as text in both languages, their pictures as geometry, and the feed.

use super::*;
use crate::check::results::check_results;
use crate::figure::page::{dump, expect_page, expect_text};
use crate::figure::svg::{SvgOptions, write_board};
use crate::ingest::read_package;
use crate::model::results::Step;
use crate::money::Currency;
use crate::order::sort_by_key;
use crate::summary::results::{Standing, Why, compute};
use roxmltree::Document;
use std::path::Path;

const PROFILE: &str = include_str!("../../../../profiles/cn/profile.json");

fn read_demo() -> Results {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/data/qinghe-results");
    let descriptor = std::fs::read_to_string(folder.join("datapackage.json")).unwrap();
    let package = read_package(&descriptor, &|_| Vec::new()).unwrap();
    let read = |path: &str| (path.to_owned(), std::fs::read(folder.join(path)).unwrap());
    let files: Vec<(String, Vec<u8>)> = package.paths().iter().map(|path| read(path)).collect();
    let (results, issues) =
        check_results((&package, &descriptor), &files, &ResultTerms::read(PROFILE), Currency::from_code("CNY"));
    assert!(issues.iter().all(|issue| issue.severity != crate::issue::Severity::Error), "{issues:?}");
    results
}

fn place(results: &Results, lang: &str, wish: Wish) -> ResultsFigure {
    let (profile, terms) = (Profile::read(PROFILE).unwrap(), ResultTerms::read(PROFILE));
    let (words, calendar) = (Words::built_in(lang), Calendar::read(PROFILE));
    let wish = Wish { width_px: 1280, font_px: 16, least_px: 24, ..wish };
    place_results(results, &wish, Told { words: &words, profile: &profile, terms: &terms, calendar: &calendar })
}

fn at(path: &str) -> Wish {
    Wish { path: path.to_owned(), ..Wish::default() }
}

#[test]
fn every_view_tells_its_story_in_both_languages() {
    let results = read_demo();
    for (lang, tag) in [("en", "en"), ("zh-Hans", "zh")] {
        let views = [
            ("overview", Wish::default()),
            ("goals", Wish { view: View::Goal, ..Wish::default() }),
            ("road", at("t01")),
            ("steps", at("t08")),
            ("indicator", at("i01")),
            ("findings", Wish { view: View::Findings, ..Wish::default() }),
            ("finding", at("f01")),
            ("evaluations", Wish { view: View::Evaluations, ..Wish::default() }),
        ];
        for (name, wish) in views {
            expect_page("results", &format!("{name}-{tag}.txt"), &place(&results, lang, wish).page);
        }
    }
}

#[test]
fn no_key_is_left_unsaid() {
    let results = read_demo();
    let ids = results.goals.iter().map(|goal| goal.id.as_str());
    let ids = ids.chain(results.tasks.iter().map(|task| task.id.as_str()));
    let ids: Vec<&str> = ids.chain(results.findings.iter().map(|finding| finding.id.as_str())).collect();
    for lang in ["en", "zh-Hans"] {
        let views = View::ALL.into_iter().map(|view| Wish { view, ..Wish::default() });
        for wish in views.chain(ids.iter().map(|id| at(id))) {
            let figure = place(&results, lang, wish);
            let seen = dump(&figure.page);
            assert!(!seen.contains("results.") && !seen.contains('{'), "{seen}");
            if let Some(plan) = &figure.plan {
                assert!(!plan.name.contains("results.") && !plan.unit_line.contains('{'), "{plan:?}");
            }
        }
    }
}

#[test]
fn a_task_on_track_tells_of_a_step_that_is_late() {
    let mut results = read_demo();
    let standings = compute(&results);
    let is_measured = |standing: &Standing| standing.status == Status::OnTrack && standing.why == Why::Parts;
    let task = standings.tasks.iter().position(is_measured).expect("a task on track by its figure");
    let (id, said) = (results.tasks[task].id.clone(), "A step is past its deadline.");
    assert!(!dump(&place(&results, "en", at(&id)).page).contains(said));
    let due = results.as_of.map(|day| day.plus(-1));
    results.steps.push(Step { task, due, weight: crate::quantity::Quantity::ONE, ..Step::default() });
    assert_eq!(compute(&results).tasks, standings.tasks);
    assert_eq!(
        dump(&place(&results, "en", at(&id)).page).matches(said).count(),
        2,
        "in the sentence and beside the status"
    );
}

#[test]
fn tiles_are_large_enough_and_clear_of_each_other_in_every_width() {
    let results = read_demo();
    for (width_px, least_px, font_px) in [(320, 24, 16), (360, 44, 24), (1280, 24, 16), (2000, 44, 24), (100, 24, 64)] {
        let words = Words::built_in("zh-Hans");
        let (profile, terms, calendar) =
            (Profile::read(PROFILE).unwrap(), ResultTerms::read(PROFILE), Calendar::read(PROFILE));
        let told = Told { words: &words, profile: &profile, terms: &terms, calendar: &calendar };
        let wish = Wish { width_px, least_px, font_px, ..Wish::default() };
        let board = place_results(&results, &wish, told).board.expect("a board");
        let least = least_px as i32 * 100;
        let mut rects: Vec<Rect> = board.tiles.iter().map(|tile| tile.rect).collect();
        sort_by_key(&mut rects, |rect| (rect.y, rect.x));
        for pair in rects.windows(2) {
            assert!(pair[0].y != pair[1].y || pair[0].x + pair[0].width < pair[1].x, "{width_px}: {pair:?}");
        }
        for rect in rects {
            assert!(rect.width >= least && rect.height >= least, "{width_px}: {rect:?}");
            assert!(rect.x >= 0 && rect.x + rect.width <= board.width && rect.y + rect.height <= board.height);
        }
        assert_eq!(
            board.tiles.len(),
            results.tasks.len() + results.indicators.iter().filter(|one| one.task.is_none()).count()
        );
    }
}

#[test]
fn a_reader_narrows_what_is_listed() {
    let results = read_demo();
    let listed = |wish: Wish| {
        let figure = place(&results, "en", wish);
        let seek = figure.seek.expect("a search");
        let board = figure.board.expect("a board");
        (board.tiles.iter().filter(|tile| !tile.is_dim).count(), seek.said)
    };
    let all = listed(Wish::default());
    assert_eq!(all.1, "", "nothing was asked for");
    let late = listed(Wish { status: "late".into(), ..Wish::default() });
    assert!(late.0 > 0 && late.0 < all.0 && late.1.contains(&all.0.to_string()), "{late:?}");
    assert_eq!(
        listed(Wish { query: "village roads".into(), ..Wish::default() }).0,
        listed(Wish { query: "ROADS village".into(), ..Wish::default() }).0
    );
    assert_eq!(listed(Wish { query: "120 km of village roads".into(), ..Wish::default() }).0, 1);
    assert_eq!(listed(Wish { query: "农村公路 120".into(), ..Wish::default() }).0.max(1), 1, "in any language");
    assert_eq!(listed(Wish { query: "no such thing".into(), ..Wish::default() }).0, 0);
    let refused =
        place(&results, "en", Wish { path: "nowhere".into(), kind: "x".into(), status: "y".into(), ..Wish::default() });
    assert_eq!(refused.granted.path, "");
    assert_eq!(
        refused.page.remarks.len(),
        4,
        "three wishes are refused, and it is illustrative: {:?}",
        refused.page.remarks
    );
}

#[test]
fn the_board_is_well_formed_svg_with_every_promise() {
    let results = read_demo();
    let figure = place(&results, "en", Wish::default());
    let board = figure.board.as_ref().expect("a board");
    let svg = write_board(board, &figure, "en", SvgOptions::default());
    let document = Document::parse(&svg).expect("XML");
    let titles = document.descendants().filter(|node| node.tag_name().name() == "title").count();
    assert_eq!(titles, 1 + board.tiles.len());
    assert!(!svg.contains("style=") && !svg.contains("class="));
}

#[test]
fn the_feed_is_atom_with_ids_that_stay() {
    let results = read_demo();
    let (profile, terms) = (Profile::read(PROFILE).unwrap(), ResultTerms::read(PROFILE));
    let calendar = Calendar::read(PROFILE);
    for (lang, tag) in [("en", "en"), ("zh-Hans", "zh")] {
        let words = Words::built_in(lang);
        let told = Told { words: &words, profile: &profile, terms: &terms, calendar: &calendar };
        let address = |id: &str| format!("https://qinghe.example/results?results=path:{id}&a=1");
        let feed = write_feed(&results, told, &Feed { page: "https://qinghe.example/results", address: &address });
        let document = Document::parse(&feed).expect("XML");
        let root = document.root_element();
        assert_eq!(root.tag_name().namespace(), Some("http://www.w3.org/2005/Atom"));
        let entries: Vec<_> = root.children().filter(|node| node.tag_name().name() == "entry").collect();
        let text = |node: &roxmltree::Node<'_, '_>, name: &str| -> String {
            let child = node.children().find(|child| child.tag_name().name() == name);
            child.and_then(|child| child.text().map(str::to_owned)).unwrap_or_default()
        };
        let mut ids: Vec<String> = entries.iter().map(|entry| text(entry, "id")).collect();
        let days: Vec<String> = entries.iter().map(|entry| text(entry, "updated")).collect();
        assert!(days.windows(2).all(|pair| pair[0] >= pair[1]), "newest first");
        assert_eq!(text(&root, "updated"), days[0]);
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert!(count > 20 && ids.len() == count, "each has an id of its own");
        for entry in &entries {
            assert!(!text(entry, "title").is_empty() && !text(entry, "summary").is_empty());
        }
        expect_text("results", &format!("feed-{tag}.xml"), &feed);
    }
}
