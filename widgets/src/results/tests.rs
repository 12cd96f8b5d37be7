//! What a page holds of results, rendered on the host from the demonstration's package, and what acts do.

use super::board::step;
use super::load::Loaded;
use super::state::{State, held};
use super::view;
use crate::chart::tests::assert_golden;
use crate::fallback::render_results;
use crate::load::Parcel;
use daylight_core::figure::results::{View, Wish};
use daylight_core::ingest::read_package;
use leptos::prelude::*;
use std::path::Path;
use std::sync::Arc;

fn load(lang: &str) -> Loaded {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = root.join("demo/data/qinghe-results");
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    let descriptor = read(&folder.join("datapackage.json"));
    let package = read_package(&descriptor, &|_| Vec::new()).unwrap();
    let files = package.paths().into_iter().map(|path| (path.to_owned(), std::fs::read(folder.join(path)).unwrap()));
    Loaded::new(Parcel {
        words: read(&root.join(format!("core/words/{lang}.json"))),
        profiles: [read(&root.join("profiles/cn/profile.json")), String::new()],
        files: files.collect(),
        address: "https://a.example/data/datapackage.json".into(),
        descriptor,
        ..Parcel::default()
    })
}

/// Lets a test act on an element, and gives what it shows afterwards.
fn shown(lang: &str, act: impl FnOnce(&State)) -> String {
    Owner::new().with(|| {
        let state = State::new(Arc::new(load(lang)), crate::tell::Tell::default());
        state.measure(1280, 16, 0);
        act(&state);
        view::results(&state).to_html().replace("<!>", "")
    })
}

#[test]
fn the_overview_has_a_button_a_promise_and_one_tab_stop() {
    let html = shown("zh-Hans", |_| {});
    let (_, board) = html.split_once("class=\"board\"").expect("a board");
    let (board, _) = board.split_once("</ul>").expect("its end");
    assert_eq!(board.matches("<button").count(), 25);
    assert_eq!(board.matches("tabindex=\"0\"").count(), 1);
    for (status, sign) in [("done", "✓"), ("on-track", "→"), ("late", "!"), ("not-measurable", "?")] {
        assert!(board.contains(&format!("data-status=\"{status}\"")) && board.contains(&format!("\">{sign}</span>")));
    }
    assert!(html.contains("class=\"good\""), "what is late is no fault of the data");
    assert!(!html.contains("style="));
}

#[test]
fn arrows_lead_along_rows_and_between_them() {
    Owner::new().with(|| {
        let figure = load("en").place(&Wish { width_px: 360, font_px: 16, least_px: 24, ..Wish::default() });
        let board = figure.board.expect("a board");
        let last = board.tiles.len() - 1;
        assert_eq!((step(&board, 0, "ArrowLeft", false), step(&board, 0, "ArrowUp", false)), (Some(0), Some(0)));
        assert_eq!((step(&board, 0, "ArrowRight", false), step(&board, 1, "ArrowRight", true)), (Some(1), Some(0)));
        assert_eq!((step(&board, 3, "Home", false), step(&board, 3, "End", false)), (Some(0), Some(last)));
        assert_eq!((step(&board, 0, "Enter", false), step(&board, last + 1, "End", false)), (None, None));
        let mut at = 0;
        let mut rows = vec![board.tiles[0].rect.y];
        while let Some(next) = step(&board, at, "ArrowDown", false).filter(|next| *next != at) {
            at = next;
            rows.push(board.tiles[at].rect.y);
        }
        let mut all: Vec<i32> = board.tiles.iter().map(|tile| tile.rect.y).collect();
        all.dedup();
        assert_eq!(rows, all, "every row is reached");
        assert_eq!(
            step(&board, at, "ArrowUp", false).map(|up| board.tiles[up].rect.y),
            all.iter().rev().nth(1).copied()
        );
    });
}

#[test]
fn a_promise_has_a_chart_whose_points_can_be_walked() {
    Owner::new().with(|| {
        for (width_px, font_px, least_px) in [(320, 16, 24), (360, 24, 44), (1280, 16, 24)] {
            let loaded = load("en");
            let wish = Wish { view: View::Goal, path: "t01".into(), width_px, font_px, least_px, ..Wish::default() };
            let figure = loaded.place(&wish);
            let chart = crate::chart::draw_chart(figure.plan.as_ref().expect("a plan"), &loaded.words);
            let marks: Vec<_> = held(&chart).collect();
            assert!(marks.len() >= 2, "{width_px}: {marks:?}");
            assert!(marks.iter().any(|mark| mark.name.contains("96.4 km")), "the figure can be reached");
            assert!(marks.iter().any(|mark| mark.name.contains("120 km")), "and so can the target");
            for mark in &marks {
                let least = least_px as i32 * 100;
                assert!(mark.hit.width >= least - 1 && mark.hit.height >= least - 1, "{width_px}: {:?}", mark.hit);
                assert!(mark.hit.x >= 0 && mark.hit.x + mark.hit.width <= chart.width, "{width_px}: {:?}", mark.hit);
            }
            assert_eq!(chart.strokes.len(), 2, "what was measured, and the path");
        }
    });
}

#[test]
fn charts_over_time_are_drawn_as_expected() {
    Owner::new().with(|| {
        for lang in ["en", "zh-Hans"] {
            let loaded = load(lang);
            for width_px in [360, 900] {
                // A promise of a year, less that is better over five years, and one that has not begun to move.
                for path in ["i01", "i12", "i15"] {
                    let wish = Wish { path: path.into(), width_px, font_px: 16, least_px: 24, ..Wish::default() };
                    let figure = loaded.place(&wish);
                    let chart = crate::chart::draw_chart(figure.plan.as_ref().expect("a plan"), &loaded.words);
                    assert_golden(&format!("path-{path}-{lang}-{width_px}"), &chart);
                }
            }
        }
    });
}

#[test]
fn acts_and_attributes_change_what_is_listed() {
    let late = shown("en", |state| state.ask_status("late"));
    assert!(late.contains("4 of 25") && late.matches("data-dim").count() == 21, "{late}");
    let all = shown("en", |state| {
        state.ask_status("late");
        state.ask_status("late");
    });
    assert!(!all.contains("data-dim"), "asked again, all are listed");
    let unknown = shown("en", |state| state.set("view", "pie"));
    assert!(unknown.contains("overview, goal, findings, evaluations"), "the allowed words are named");
    let nowhere = shown("zh-Hans", |state| state.set("path", "<b>x</b>"));
    assert!(nowhere.contains("&lt;b&gt;x&lt;/b&gt;") && !nowhere.contains("<b>x"), "data is never markup");
    let finding = shown("en", |state| state.set("path", "f01"));
    assert!(finding.contains("92 days over") && finding.contains("data-do=\"go of t01\""), "{finding}");
}

#[test]
fn the_fallback_tells_the_same_without_styles_or_buttons() {
    for lang in ["en", "zh-Hans"] {
        let loaded = load(lang);
        for (view, path) in
            [(View::Overview, ""), (View::Goal, "t01"), (View::Findings, "f01"), (View::Evaluations, "")]
        {
            let wish = Wish { view, path: path.into(), width_px: 320, font_px: 16, least_px: 24, ..Wish::default() };
            let html = render_results(&loaded.words, &loaded.place(&wish), 2, &["/data/datapackage.json".into()]);
            assert!(!html.contains("style=") && !html.contains("<button") && !html.contains("<!"), "{html}");
            assert!(html.contains("<svg") && html.contains("href=\"/data/datapackage.json\""));
        }
    }
}
