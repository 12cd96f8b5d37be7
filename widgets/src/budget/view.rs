//! The element's boxes in their order, the same in the browser and in the fallback: state in, views out; cannot fail.
//!
//! What opens on demand is a function of its own that is never inlined: it belongs to the module's second part, which is
//! there only after the first picture (`widgets/later.txt`).

use super::act::{Act, Panel};
use super::state::{Desk, Spot, State};
use super::{cite, controls, picture, proof, statutory, table};
use crate::view::{Attrs, disclosure, group, heading, joint, link, linked, live, node, paragraph, text};
use daylight_core::figure::budget::{BudgetFigure, Link, PictureKind};
use daylight_core::figure::linked::Linked;
use daylight_core::words::Words;
use leptos::prelude::*;

/// The whole element: boxes that are drawn anew each for itself, when what it reads has changed.
pub fn budget(state: &State) -> AnyView {
    let figure = |draw: fn(&State, &BudgetFigure) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get()))
    };
    let spot = |draw: fn(&State, &BudgetFigure, Spot) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get(), state.spot.get()))
    };
    let desk = |draw: fn(&State, &BudgetFigure, &Desk) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get(), &state.desk.get()))
    };
    let boxes = vec![
        figure(|state, figure| {
            heading(state.heading.get(), Attrs::new().is("id", "title").part("title"), &figure.title)
        }),
        figure(controls::crumbs),
        desk(controls::bar),
        desk(|state, figure, _| if state.is_table_first() { table::table(state, figure) } else { text("") }),
        spot(
            |state, figure, spot| {
                if shows_picture(state, figure) { picture::picture(state, figure, spot) } else { text("") }
            },
        ),
        spot(
            |state, figure, spot| {
                if shows_picture(state, figure) { picture::tip(state, figure, spot) } else { text("") }
            },
        ),
        figure(|state, figure| if shows_picture(state, figure) { picture::below(state, figure) } else { text("") }),
        spot(|state, figure, spot| match spot.chosen.and_then(|at| State::mark(figure, at)) {
            Some(mark) => picture::chosen(state, figure, mark),
            // What is not there before the second part is not asked for before it.
            None if state.desk.with_untracked(|desk| desk.asks) => picture::linked_here(state, figure),
            None => text(""),
        }),
        figure(|_, figure| sentence(figure)),
        desk(|state, figure, desk| remarks(&state.loaded.words, figure, desk)),
        figure(|state, figure| sources(&state.loaded.words, figure, &state.loaded.links)),
        desk(|state, _, desk| proof::mark(state, desk)),
        desk(|state, figure, desk| match desk.panel {
            Some(Panel::Sum) => proof::sum(state, figure, desk),
            _ => text(""),
        }),
        desk(rows),
        desk(
            |state, figure, desk| {
                if desk.print.is_some() && !state.is_table_first() { table::table(state, figure) } else { text("") }
            },
        ),
        desk(|state, _, desk| controls::actions(state, desk)),
        desk(|state, figure, desk| match desk.panel {
            Some(Panel::Share | Panel::Cite) => share_or_cite(state, figure, desk),
            _ => text(""),
        }),
        desk(|_, _, desk| {
            node("p", Attrs::new().is("class", "said").is("role", "status"), vec![text(desk.said.clone())])
        }),
    ];
    node("section", Attrs::new().is("class", "budget").is("aria-labelledby", "title"), boxes)
}

fn shows_picture(state: &State, figure: &BudgetFigure) -> bool {
    figure.empty.is_none() && !state.is_table_first()
}

fn rows(state: &State, figure: &BudgetFigure, desk: &Desk) -> AnyView {
    if state.is_table_first() {
        return text("");
    }
    let inside = if desk.table { vec![table::table(state, figure)] } else { vec![] };
    let attrs = Attrs::new().is("class", "rows").does(Act::Table.word());
    disclosure(attrs, state.say("table.open"), inside)
}

fn sentence(figure: &BudgetFigure) -> AnyView {
    let words = figure.empty.as_ref().unwrap_or(&figure.sentence);
    node("p", Attrs::new().is("class", "sentence").part("sentence"), vec![text(words.clone())])
}

fn remarks(words: &Words, figure: &BudgetFigure, desk: &Desk) -> AnyView {
    let refused: Vec<String> = figure.refused.iter().map(|refusal| refusal.for_reader(words)).collect();
    let all = figure.remarks.iter().chain(&refused).chain(desk.unknown.iter().map(|(_, said)| said));
    group("remarks", all.map(|remark| paragraph("", vec![text(remark.clone())])).collect())
}

#[inline(never)]
fn share_or_cite(state: &State, figure: &BudgetFigure, desk: &Desk) -> AnyView {
    match desk.panel {
        Some(Panel::Share) => controls::share_panel(state, desk),
        _ => cite::panel(state, figure, desk),
    }
}

/// Source, status, date, version and the plain links to the files: always there.
fn sources(words: &Words, figure: &BudgetFigure, files: &[String]) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::new();
    let said = |said: &Link| {
        let lang = said.lang.as_deref();
        node("span", Attrs::new().is_if(lang.is_some(), "lang", lang.unwrap_or_default()), vec![link(said)])
    };
    let mut add = |views: Vec<AnyView>| {
        if !parts.is_empty() {
            parts.push(joint(words));
        }
        parts.push(node("span", Attrs::new(), views));
    };
    if !figure.sources.is_empty() {
        // The words around the list, with the list as views between them.
        let around = words.fill("sources", &[("sources", "\u{0}")]);
        let (before, after) = around.split_once('\u{0}').unwrap_or((&around, ""));
        let mut views = vec![text(before)];
        for (at, source) in figure.sources.iter().enumerate() {
            if at > 0 {
                views.push(text(words.text("join.list")));
            }
            views.push(said(source));
        }
        views.push(text(after));
        add(views);
    }
    if !figure.publisher.text.is_empty() {
        add(vec![said(&figure.publisher)]);
    }
    let lines = [figure.status.as_str(), &figure.as_of];
    let more = [&figure.version, &figure.licence].into_iter().filter_map(|line| line.as_deref());
    for line in lines.into_iter().chain(more).filter(|line| !line.is_empty()) {
        add(vec![text(line)]);
    }
    for (at, file) in files.iter().enumerate() {
        let name = file.rsplit('/').next().unwrap_or(file);
        let label = match at == 0 && files.len() > 1 {
            true => words.text("download.descriptor").to_owned(),
            false => [words.text("source.file"), " ", name].concat(),
        };
        add(vec![link(&Link { text: label, href: Some(file.clone()), lang: None })]);
    }
    if let Some(contact) = figure.contact.first() {
        add(vec![link(&Link { text: words.text("contact").to_owned(), ..contact.clone() })]);
    }
    node("p", Attrs::new().is("class", "source").part("source"), parts)
}

/// The fallback: what a reader without scripts sees, and everyone before the element is ready. `picture` is the figure, and
/// `room` what is kept free beneath everything.
pub fn fallback(
    words: &Words,
    figure: &BudgetFigure,
    [picture, room]: [AnyView; 2],
    links: Option<&Linked>,
    level: u8,
    files: &[String],
) -> AnyView {
    let title = heading(level, Attrs::new(), &figure.title);
    let sentence = paragraph("", vec![text(figure.empty.as_ref().unwrap_or(&figure.sentence).clone())]);
    // Bars and axes say what they mean.
    let hint = match figure.picture.kind {
        PictureKind::Treemap => paragraph("", vec![text(words.text("picture.hint").to_owned())]),
        _ => text(""),
    };
    let boxes = match &figure.statutory {
        Some(tables) => vec![
            title,
            statutory::still_tables(words, tables, level),
            sentence,
            remarks(words, figure, &Desk::default()),
            sources(words, figure, files),
            room,
        ],
        None => vec![
            title,
            picture,
            hint,
            sentence,
            remarks(words, figure, &Desk::default()),
            links.map_or_else(|| text(""), |all| linked(all, false)),
            sources(words, figure, files),
            disclosure(Attrs::new(), words.text("table.open"), vec![table::still_table(figure)]),
            room,
        ],
    };
    node("div", Attrs::new().is("class", "daylight-fallback"), boxes)
}
