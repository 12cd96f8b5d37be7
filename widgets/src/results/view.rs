//! The element's boxes in their order: state in, views out; cannot fail.

use super::board;
use super::state::{Desk, State, held};
use crate::chart::view::{Held, picture};
use crate::page::{Pen, blocks, contacts, crumbs, draw_seek, folder_of, mark, sources};
use crate::view::{Attrs, Spot, button, choice, group, heading, live, node, paragraph, text};
use daylight_core::figure::chart::Chart;
use daylight_core::figure::results::{Goal, ResultsFigure};
use daylight_core::text::digits;
use leptos::prelude::*;

/// The whole element.
pub fn results(state: &State) -> AnyView {
    let figure = |draw: fn(&State, &ResultsFigure) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get()))
    };
    let desk = |draw: fn(&State, &ResultsFigure, &Desk) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get(), &state.desk.get()))
    };
    let boxes = vec![
        figure(|state, figure| {
            heading(state.heading.get(), Attrs::new().is("id", "title").part("title"), &figure.page.title)
        }),
        figure(|state, figure| {
            let goal = |path: &str| match path {
                "" => Goal::View(figure.granted.view).word(),
                path => Goal::Of(path.to_owned()).word(),
            };
            crumbs(&state.loaded.words, &figure.page, &goal, false)
        }),
        figure(|_, figure| {
            let drawn = figure.page.switches.iter();
            let drawn =
                drawn.map(|switch| choice(["set ", switch.id].concat(), switch.id, &switch.label, &switch.options));
            group("switches", drawn.collect())
        }),
        figure(|_, figure| {
            let attrs = Attrs::new().is("id", "answer").is("class", "sentence").part("sentence").is("tabindex", "-1");
            node("p", attrs, vec![text(figure.page.empty.as_ref().unwrap_or(&figure.page.sentence).clone())])
        }),
        desk(|state, figure, desk| match &figure.board {
            Some(drawn) => {
                let font_px = state.wish.with_untracked(|wish| wish.font_px);
                group("places", vec![board::picture(drawn, desk, font_px), board::beneath(drawn, desk)])
            }
            None => text(""),
        }),
        desk(|state, _, desk| match state.chart.get() {
            Some(chart) => charted(state, &chart, desk),
            None => text(""),
        }),
        figure(|state, figure| match &figure.seek {
            Some(seek) => draw_seek(seek, &figure.granted.query, state.say("results.seek.states")),
            None => text(""),
        }),
        figure(|state, figure| blocks(&pen(state, figure))),
        desk(|_, figure, desk| {
            let all = figure.page.remarks.iter().chain(desk.unknown.iter().map(|(_, said)| said));
            group("remarks", all.map(|remark| paragraph("", vec![text(remark.clone())])).collect())
        }),
        figure(|state, figure| contacts(&pen(state, figure))),
        desk(|state, figure, desk| sources(&state.loaded.words, &figure.page, &state.loaded.links, &desk.edition)),
        desk(|state, _, desk| {
            let words = &state.loaded.words;
            let n = words.integer(state.loaded.records() as u64);
            let checked = words.fill("results.mark.checked", &[("n", &n)]);
            mark(words, state.loaded.findings(), &checked, desk.findings)
        }),
        figure(|state, _| group("actions", vec![button("save csv".to_owned(), "quiet", state.say("download.csv"))])),
        desk(|_, _, desk| {
            node("p", Attrs::new().is("class", "said").is("role", "status"), vec![text(desk.said.clone())])
        }),
    ];
    node("section", Attrs::new().is("class", "records").is("aria-labelledby", "title"), boxes)
}

fn pen<'a>(state: &'a State, figure: &'a ResultsFigure) -> Pen<'a> {
    Pen {
        words: &state.loaded.words,
        page: &figure.page,
        level: state.heading.get(),
        walkable: true,
        open: String::new(),
        from: state.loaded.links.first().map(|link| folder_of(link)),
    }
}

/// The chart under its name, with the words of the mark that is pointed at beneath it.
fn charted(state: &State, chart: &Chart, desk: &Desk) -> AnyView {
    let font_px = state.wish.with_untracked(|wish| wish.font_px);
    let marks: Vec<Held> = held(chart)
        .enumerate()
        .map(|(at, mark)| Held {
            name: mark.name.clone(),
            hit: mark.hit,
            opens: false,
            act: ["mark ", &digits(at as u64)].concat(),
        })
        .collect();
    let tip = desk.tip.and_then(|at| marks.get(at)).map_or_else(String::new, |held| held.name.clone());
    // The chart knows its marks by their places among all of them.
    let all: Vec<usize> = (0..chart.marks.len()).filter(|at| chart.marks[*at].hit.width > 0).collect();
    let here = desk.tip.and_then(|at| all.get(at).copied());
    let spot = Spot { stop: desk.stop.min(marks.len().saturating_sub(1)), chosen: None, tip: here };
    let tip = node("p", Attrs::new().is("class", "tip").part("tip").is("aria-hidden", "true"), vec![text(tip)]);
    group("charted", vec![picture(chart, marks, chart.name.clone(), spot, font_px), group("beneath", vec![tip])])
}
