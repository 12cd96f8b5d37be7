//! The element's boxes in their order: state in, views out; cannot fail.

use super::state::{Desk, SHOWN_HITS, State};
use super::{flow, map};
use crate::page::{Pen, blocks, contacts, crumbs, draw_seek, folder_of, listed, mark, sources};
use crate::view::{Attrs, Code, button, choice, code, group, heading, list, live, node, paragraph, text};
use daylight_core::figure::funds::{FundsFigure, Goal, View};
use daylight_core::figure::page::Block;
use daylight_core::text::digits;
use leptos::prelude::*;
use leptos::svg;

/// The whole element.
pub fn funds(state: &State) -> AnyView {
    let figure = |draw: fn(&State, &FundsFigure) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get()))
    };
    let desk = |draw: fn(&State, &FundsFigure, &Desk) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get(), &state.desk.get()))
    };
    let boxes = vec![
        desk(|_, figure, desk| match desk.sheet.is_empty() {
            true => text(""),
            false => {
                let name = figure
                    .page
                    .blocks
                    .first()
                    .and_then(|block| if let Block::Heading(name) = block { Some(name) } else { None });
                let name = name.map(|name| node("strong", Attrs::new(), vec![text(name.clone())]));
                paragraph("kind", [text(figure.kind.clone())].into_iter().chain(name).collect())
            }
        }),
        figure(|state, figure| {
            heading(state.heading.get(), Attrs::new().is("id", "title").part("title"), &figure.page.title)
        }),
        desk(search),
        figure(|state, figure| {
            let goal = |path: &str| Goal::Unit(path.to_owned()).word();
            crumbs(&state.loaded.words, &figure.page, &goal, !figure.granted.project.is_empty())
        }),
        figure(switches),
        figure(|_, figure| {
            let attrs = Attrs::new().is("id", "answer").is("class", "sentence").part("sentence").is("tabindex", "-1");
            node("p", attrs, vec![text(figure.page.empty.as_ref().unwrap_or(&figure.page.sentence).clone())])
        }),
        desk(|state, figure, desk| match &figure.flow {
            Some(drawn) => group("way", vec![flow::picture(state, drawn, desk), flow::beneath(drawn, desk)]),
            None => match &figure.map {
                Some(drawn) => group("places", vec![map::picture(drawn, desk), map::beneath(drawn, desk)]),
                None => text(""),
            },
        }),
        figure(only),
        figure(|state, figure| match &figure.seek {
            Some(seek) => draw_seek(seek, &figure.granted.query, state.say("funds.seek.states")),
            None => text(""),
        }),
        figure(|state, figure| blocks(&pen(state, figure))),
        desk(|state, figure, desk| {
            let all = figure.page.remarks.iter().chain(desk.unknown.iter().map(|(_, said)| said));
            let _ = state;
            group("remarks", all.map(|remark| paragraph("", vec![text(remark.clone())])).collect())
        }),
        figure(|state, figure| contacts(&pen(state, figure))),
        desk(|state, figure, desk| match (&desk.print, &figure.page.glossary.terms[..]) {
            (Some(_), terms @ [_, ..]) => {
                let title =
                    heading(state.heading.get() + 1, Attrs::new().is("class", "about"), state.say("records.terms"));
                group("terms", vec![title, listed(terms)])
            }
            _ => text(""),
        }),
        desk(|state, figure, desk| sources(&state.loaded.words, &figure.page, &state.loaded.links, &desk.edition)),
        desk(|state, _, desk| match desk.sheet.as_str() {
            "" => text(""),
            address => {
                let said = state.loaded.words.fill("funds.print.page", &[("address", address)]);
                group("address", vec![paragraph("", vec![text(said)]), way_back(address)])
            }
        }),
        desk(|state, _, desk| {
            let words = &state.loaded.words;
            let n = digits(state.loaded.ledger.units.len() as u64);
            let checked = words.fill("funds.mark.checked", &[("n", &n)]);
            mark(words, state.loaded.findings(), &checked, desk.findings)
        }),
        figure(actions),
        desk(|_, _, desk| {
            node("p", Attrs::new().is("class", "said").is("role", "status"), vec![text(desk.said.clone())])
        }),
    ];
    node("section", Attrs::new().is("class", "records").is("aria-labelledby", "title"), boxes)
}

/// An address for the telephone of who reads it on paper, where it is written beside it.
fn way_back(address: &str) -> AnyView {
    let Some(Code { side, path }) = code(address) else { return text("") };
    let side = digits(side as u64);
    let attrs = Attrs::new()
        .is("class", "code")
        .is("viewBox", ["0 0 ", &side, " ", &side].concat())
        .is("shape-rendering", "crispEdges")
        .is("aria-hidden", "true");
    let dark = svg::path().add_any_attr(Attrs::new().is("d", path)).into_any();
    svg::svg().add_any_attr(attrs).child(vec![dark]).into_any()
}

fn actions(state: &State, figure: &FundsFigure) -> AnyView {
    let print = (!figure.kind.is_empty()).then(|| button("print".to_owned(), "quiet", state.say("funds.print")));
    let save = button("save csv".to_owned(), "quiet", state.say("download.csv"));
    group("actions", print.into_iter().chain([save]).collect())
}

fn pen<'a>(state: &'a State, figure: &'a FundsFigure) -> Pen<'a> {
    Pen {
        words: &state.loaded.words,
        page: &figure.page,
        level: state.heading.get(),
        walkable: true,
        open: state.term.get(),
        from: state.loaded.links.first().map(|link| folder_of(link)),
    }
}

fn search(state: &State, figure: &FundsFigure, desk: &Desk) -> AnyView {
    let label = node("label", Attrs::new().is("for", "find"), vec![text(figure.find.clone())]);
    let attrs = Attrs::new()
        .is("id", "find")
        .is("type", "search")
        .is("autocomplete", "off")
        .is("spellcheck", "false")
        .live("value", desk.query.clone())
        .does("find");
    let field = group("search", vec![label, node("input", attrs, vec![])]);
    let found = match (desk.query.trim(), desk.hits.is_empty()) {
        ("", _) => text(""),
        (_, true) => paragraph("hits", vec![text(desk.said.clone())]),
        (_, false) => {
            let hits = desk.hits.iter().take(SHOWN_HITS).enumerate().map(|(at, hit)| {
                let within = hit.within.join(state.say("join.title"));
                let strong = node("strong", Attrs::new(), vec![text(hit.label.clone())]);
                let act = ["hit ", &digits(at as u64)].concat();
                node(
                    "button",
                    Attrs::new().is("type", "button").does(act),
                    vec![strong, node("span", Attrs::new(), vec![text(within)])],
                )
            });
            let more = match desk.hits.len() > SHOWN_HITS {
                true => state.loaded.words.fill("search.more", &[("n", &digits(SHOWN_HITS as u64))]),
                false => String::new(),
            };
            let hits = list(Attrs::new().is("aria-label", figure.find.clone()), hits.collect());
            group("hits", vec![hits, text(more)])
        }
    };
    node("div", Attrs::new().is("class", "tools").part("controls"), vec![field, found])
}

fn switches(state: &State, figure: &FundsFigure) -> AnyView {
    let drawn = figure.page.switches.iter();
    let drawn = drawn.map(|switch| choice(["set ", switch.id].concat(), switch.id, &switch.label, &switch.options));
    let mut parts: Vec<AnyView> = drawn.collect();
    if !figure.granted.project.is_empty() {
        let act = ["go ", &Goal::View(View::Projects).word()].concat();
        parts.push(button(act, "quiet", state.say("funds.view.projects")));
    }
    group("switches", parts)
}

/// The place of which alone a view tells, with the way back to all of them.
fn only(state: &State, figure: &FundsFigure) -> AnyView {
    if figure.only.is_empty() {
        return text("");
    }
    let act = ["go ", &Goal::Unit(String::new()).word()].concat();
    let said = node("span", Attrs::new(), vec![text(figure.only.clone())]);
    group("only", vec![said, button(act, "quiet", state.say("funds.only.clear"))])
}
