//! The element's boxes in their order, the same in the browser and in the fallback: state in, views out; cannot fail.

use super::act::Act;
use super::controls;
use super::picture;
use super::state::{Desk, State};
use super::table;
use crate::view::{Attrs, disclosure, group, heading, link, live, node, paragraph, text};
use daylight_core::figure::budget::BudgetFigure;
use leptos::prelude::*;
use std::sync::Arc;

/// The whole element.
pub fn budget(state: &State) -> AnyView {
    let draw = |draw: fn(&State, &BudgetFigure, &Desk) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get(), &state.desk.get()))
    };
    let attrs = Attrs::new().is("class", "budget").is("aria-labelledby", "title");
    node(
        "section",
        attrs,
        vec![
            draw(|state, figure, _| heading(state.heading, Attrs::new().is("id", "title").part("title"), &figure.title)),
            draw(|state, figure, _| controls::crumbs(state, figure)),
            draw(controls::switches),
            draw(picture::picture),
            draw(|_, figure, _| picture::below(figure)),
            draw(|_, figure, _| sentence(figure)),
            draw(|_, figure, _| sources(figure)),
            draw(rows),
            draw(|state, _, desk| controls::actions(state, desk)),
            draw(|_, _, desk| node("p", Attrs::new().is("class", "said").is("role", "status"), vec![text(desk.said.clone())])),
        ],
    )
}

fn sentence(figure: &BudgetFigure) -> AnyView {
    node("p", Attrs::new().is("class", "sentence").part("sentence"), vec![text(figure.sentence.clone())])
}

fn sources(figure: &BudgetFigure) -> AnyView {
    let mut parts: Vec<AnyView> = figure.sources.iter().map(link).collect();
    for words in [&figure.status, &figure.as_of] {
        parts.push(text([" · ", words.as_str()].concat()));
    }
    node("p", Attrs::new().is("class", "source").part("source"), parts)
}

fn rows(state: &State, figure: &BudgetFigure, desk: &Desk) -> AnyView {
    let inside = if desk.table { vec![table::table(&figure.table, desk, true)] } else { vec![] };
    disclosure(Attrs::new().does(Act::Table.word()), state.loaded.words.get("ui.table"), inside)
}

/// The fallback: what a reader without scripts sees, and everyone before the element is ready.
pub fn fallback(figure: &Arc<BudgetFigure>, svg: AnyView, level: u8, open: &str) -> AnyView {
    let inside = vec![table::table(&figure.table, &Desk::default(), false)];
    group(
        "",
        vec![
            heading(level, Attrs::new(), &figure.title),
            svg,
            paragraph("sentence", vec![text(figure.sentence.clone())]),
            sources(figure),
            disclosure(Attrs::new(), open, inside),
        ],
    )
}
