//! The element's boxes in their order: state in, views out; cannot fail.

use super::form::draw_form;
use super::state::{Desk, State};
use crate::page::{Pen, blocks, contacts, crumbs, draw_seek, folder_of, sources};
use crate::view::{Attrs, button, choice, disclosure, group, heading, link, list, live, node, paragraph, text};
use daylight_core::consultation::change::Fate;
use daylight_core::figure::budget::Link;
use daylight_core::figure::consultation::{ClauseBox, CommentBox, ConsultationFigure, View};
use daylight_core::figure::page::Page;
use leptos::prelude::*;

/// The whole element.
pub fn consultation(state: &State) -> AnyView {
    let figure = |draw: fn(&State, &ConsultationFigure) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get()))
    };
    let desk = |draw: fn(&State, &ConsultationFigure, &Desk) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get(), &state.desk.get()))
    };
    let boxes = vec![
        figure(|state, figure| {
            heading(state.heading.get(), Attrs::new().is("id", "title").part("title"), &figure.page.title)
        }),
        figure(|state, figure| crumbs(&state.loaded.words, &figure.page, &|path| path.to_owned(), false)),
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
        figure(|state, figure| blocks(&pen(state, figure))),
        desk(|state, _, desk| match desk.lost.is_empty() {
            true => text(""),
            false => group(
                "lost",
                vec![
                    paragraph("", vec![text(state.say("consultation.lost"))]),
                    button("retry".to_owned(), "quiet", state.say("consultation.retry")),
                ],
            ),
        }),
        figure(|state, figure| match &figure.seek {
            Some(seek) => draw_seek(seek, &figure.granted.query, state.say("consultation.seek.states")),
            None => text(""),
        }),
        figure(clauses),
        figure(comments),
        figure(|state, figure| match &figure.form {
            Some(form) => draw_form(form, state.heading.get()),
            None => text(""),
        }),
        figure(|state, figure| {
            let page = Page { blocks: figure.after.clone(), ..Page::default() };
            blocks(&Pen { page: &page, ..pen(state, figure) })
        }),
        desk(|_, figure, desk| {
            let all = figure.page.remarks.iter().chain(desk.unknown.iter().map(|(_, said)| said));
            group("remarks", all.map(|remark| paragraph("", vec![text(remark.clone())])).collect())
        }),
        figure(|state, figure| contacts(&pen(state, figure))),
        desk(|state, figure, desk| sources(&state.loaded.words, &figure.page, &state.loaded.links, &desk.edition)),
        figure(|state, figure| match figure.granted.view {
            View::List => group("actions", vec![button("save csv".to_owned(), "quiet", state.say("download.csv"))]),
            _ => text(""),
        }),
        desk(|_, _, desk| {
            node("p", Attrs::new().is("class", "said").is("role", "status"), vec![text(desk.said.clone())])
        }),
    ];
    let attrs = Attrs::new().is("class", "records consultation").is("aria-labelledby", "title");
    node("section", attrs, boxes)
}

/// What a page holds where there are no scripts: clauses and comments without buttons, and the page that takes a comment.
pub fn still(figure: &ConsultationFigure, level: u8) -> AnyView {
    let mut boxes = Vec::new();
    if !figure.clauses_label.is_empty() {
        boxes.push(heading(level + 1, Attrs::new(), &figure.clauses_label));
        let bare = |told: &ClauseBox| ClauseBox { comment: None, ..told.clone() };
        boxes.extend(figure.clauses.iter().map(|told| clause(&bare(told), level + 2)));
    }
    if !figure.comments_label.is_empty() {
        boxes.push(heading(level + 1, Attrs::new(), &figure.comments_label));
        boxes.extend(figure.comments.iter().map(comment));
    }
    if let Some((label, href)) = figure.form.as_ref().and_then(|form| form.plain.as_ref()) {
        let plain = Link { text: label.clone(), href: Some(href.clone()), lang: None };
        boxes.push(paragraph("", vec![link(&plain)]));
    }
    group("", boxes)
}

fn pen<'a>(state: &'a State, figure: &'a ConsultationFigure) -> Pen<'a> {
    Pen {
        words: &state.loaded.words,
        page: &figure.page,
        level: state.heading.get(),
        walkable: true,
        open: String::new(),
        from: state.loaded.links.first().map(|link| folder_of(link)),
    }
}

fn clauses(state: &State, figure: &ConsultationFigure) -> AnyView {
    if figure.clauses_label.is_empty() {
        return text("");
    }
    let level = state.heading.get();
    let title = heading(level + 1, Attrs::new().is("class", "about"), &figure.clauses_label);
    let all = figure.clauses.iter().map(|told| clause(told, level + 2));
    group("clauses", vec![title, list(Attrs::new(), all.collect())])
}

fn clause(told: &ClauseBox, level: u8) -> AnyView {
    let lang = told.lang.as_deref();
    let lang = || Attrs::new().is_if(lang.is_some(), "lang", lang.unwrap_or_default());
    let pieces = told.pieces.iter().map(|(fate, words)| {
        let named = |tag: &'static str, said: &str| {
            // Some screen readers say nothing of what went and came.
            let said = node("span", Attrs::new().is("class", "said"), vec![text([said, " "].concat())]);
            node(tag, Attrs::new(), vec![said, text(words.clone())])
        };
        match fate {
            Fate::Same => text(words.clone()),
            Fate::Removed => named("del", &told.fates[0]),
            Fate::Added => named("ins", &told.fates[1]),
        }
    });
    let mut parts =
        vec![heading(level, lang(), &told.title), node("p", lang().is("class", "clause-text"), pieces.collect())];
    let margin = || paragraph("margin", vec![text(told.margin.clone())]);
    match (told.margin.is_empty(), told.margin_many.as_str()) {
        (true, _) => {}
        (false, "") => parts.push(margin()),
        (false, many) => parts.push(disclosure(Attrs::new(), many, vec![margin()])),
    }
    let (why, because) = &told.why;
    if !because.is_empty() {
        parts.push(disclosure(Attrs::new(), why, vec![paragraph("", vec![text(because.clone())])]));
    }
    if let Some(label) = &told.comment {
        parts.push(button(["comment ", &told.id].concat(), "quiet", label));
    }
    const DEPTHS: [&str; 4] = ["0", "1", "2", "3"];
    node("div", Attrs::new().is("class", "clause").is("data-depth", DEPTHS[usize::from(told.depth.min(3))]), parts)
}

fn comments(state: &State, figure: &ConsultationFigure) -> AnyView {
    if figure.comments_label.is_empty() {
        return text("");
    }
    let title = heading(state.heading.get() + 1, Attrs::new().is("class", "about"), &figure.comments_label);
    let listed = list(
        Attrs::new().is("aria-label", figure.comments_label.clone()),
        figure.comments.iter().map(comment).collect(),
    );
    let more = figure.more.as_ref().map_or_else(|| text(""), |label| button("more".to_owned(), "quiet", label));
    group("comments", vec![title, listed, more])
}

fn comment(told: &CommentBox) -> AnyView {
    let mut parts = vec![
        paragraph("head", vec![text(told.head.clone())]),
        paragraph(if told.is_withheld { "withheld" } else { "words" }, vec![text(told.text.clone())]),
    ];
    for (class, said) in [("voices", &told.voices), ("outcome", &told.outcome), ("answer", &told.answer)] {
        if !said.is_empty() {
            parts.push(paragraph(class, vec![text(said.clone())]));
        }
    }
    node("article", Attrs::new().is("class", "comment"), parts)
}
