//! What stands around a view: the way to it, whom to ask, sources and whether the figures hold, from a page; cannot fail.

use super::block::{blocks, facts, folder_of};
use super::pen::{Pen, disclosed};
use crate::view::{Attrs, group, heading, joint, link, list, node, paragraph, text, toggle};
use daylight_core::figure::budget::Link;
use daylight_core::figure::page::{Page, Seek};
use daylight_core::text::digits;
use daylight_core::words::Words;
use leptos::prelude::*;

/// The way from the whole to where the reader stands; `goal` is the word that leads to a path. Where `is_beyond`, the reader stands on
/// something that the last step leads to.
pub fn crumbs(words: &Words, page: &Page, goal: &dyn Fn(&str) -> String, is_beyond: bool) -> AnyView {
    if page.crumbs.is_empty() {
        return text("");
    }
    let last = page.crumbs.len() - usize::from(!is_beyond);
    let steps = page.crumbs.iter().enumerate().map(|(at, crumb)| {
        let label = vec![text(crumb.label.clone())];
        let go = ["go ", &goal(&crumb.path)].concat();
        let step = match at == last {
            true => node("span", Attrs::new().is("aria-current", "location"), label),
            false => node("button", Attrs::new().is("type", "button").does(go), label),
        };
        node("li", Attrs::new(), vec![step])
    });
    let steps = node("ol", Attrs::new().is("role", "list"), steps.collect());
    let attrs = Attrs::new()
        .is("aria-label", [words.text("crumbs.label"), words.text("join.colon"), &page.title].concat())
        .part("crumbs")
        .is("class", "crumbs");
    node("nav", attrs, vec![steps])
}

/// Whom to ask and whom to tell.
pub fn contacts(pen: &Pen<'_>) -> AnyView {
    let Pen { words, page, level, .. } = *pen;
    if page.contacts.is_empty() {
        return text("");
    }
    let title = heading(level + 1, Attrs::new().is("class", "about"), words.text("records.contacts"));
    group("contacts", vec![title, facts(pen, "contacts", &page.contacts)])
}

/// Source, date, version and the plain links to the files: always there. `edition` is the version under which they were published,
/// where that is known: files state the one of whoever wrote them.
pub fn sources(words: &Words, page: &Page, files: &[String], edition: &str) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::new();
    let mut add = |view: AnyView| {
        if !parts.is_empty() {
            parts.push(joint(words));
        }
        parts.push(view);
    };
    let said = |said: &Link| {
        let lang = said.lang.as_deref();
        node("span", Attrs::new().is_if(lang.is_some(), "lang", lang.unwrap_or_default()), vec![link(said)])
    };
    for source in &page.sources {
        add(node("span", Attrs::new(), vec![text(words.fill("sources", &[("sources", "")])), said(source)]));
    }
    if !page.publisher.text.is_empty() {
        add(said(&page.publisher));
    }
    let published = (!edition.is_empty()).then(|| words.fill("version", &[("version", edition)]));
    let lines = [Some(&page.as_of), published.as_ref().or(page.version.as_ref()), page.licence.as_ref()];
    for line in lines.into_iter().flatten().filter(|line| !line.is_empty()) {
        add(text(line.clone()));
    }
    let file =
        |label: &str, file: &str| link(&Link { text: label.to_owned(), href: Some(file.to_owned()), lang: None });
    if let [descriptor, tables @ ..] = files {
        add(file(words.text("download.descriptor"), descriptor));
        // One word for all of them: seven times the same tells a listener nothing.
        let mut all = vec![text([words.text("source.file"), words.text("join.colon")].concat())];
        for (at, table) in tables.iter().enumerate() {
            all.extend((at > 0).then(|| text(words.text("join.list"))));
            all.push(file(table.rsplit('/').next().unwrap_or(table), table));
        }
        if !tables.is_empty() {
            add(node("span", Attrs::new(), all));
        }
    }
    if let Some(report) = page.report.first() {
        add(link(&Link { text: words.text("contact").to_owned(), ..report.clone() }));
    }
    node("p", Attrs::new().is("class", "source").part("source"), parts)
}

/// What was found in the files, by the reader's own browser; `checked` says that it was nothing.
pub fn mark(words: &Words, findings: Vec<String>, checked: &str, is_open: bool) -> AnyView {
    if findings.is_empty() {
        return paragraph("good", vec![text(checked)]);
    }
    let label = words.fill("records.mark.told", &[("n", &digits(findings.len() as u64))]);
    let mut parts = vec![toggle("findings".to_owned(), "mark differs", &label, is_open)];
    if is_open {
        let said = findings.into_iter().map(text).collect();
        parts.push(node("div", Attrs::new().is("class", "panel").part("panel"), vec![list(Attrs::new(), said)]));
    }
    group("", parts)
}

/// A search among what is listed; `states` is what the buttons are called that ask for a state.
pub fn draw_seek(seek: &Seek, query: &str, states: &str) -> AnyView {
    let attrs = Attrs::new()
        .is("id", "seek")
        .is("type", "search")
        .is("autocomplete", "off")
        .is("spellcheck", "false")
        .live("value", query.to_owned())
        .does("seek");
    let label = node("label", Attrs::new().is("for", "seek"), vec![text(seek.label.clone())]);
    let field = group("search", vec![label, node("input", attrs, vec![])]);
    let asked = seek.states.iter().map(|(is, label, chosen)| {
        let attrs = Attrs::new()
            .is("type", "button")
            .is("class", "quiet")
            .part("button")
            .is("aria-pressed", if *chosen { "true" } else { "false" })
            .does(["state ", is].concat());
        node("button", attrs, vec![text(label.clone())])
    });
    let attrs = Attrs::new().is("class", "states").is("role", "group").is("aria-label", states);
    let states = node("div", attrs, asked.collect());
    group("seek", vec![field, states, paragraph("", vec![text(seek.said.clone())])])
}

/// The fallback: what a reader without scripts sees, and everyone before the element is ready. `places` are where the picture goes, where
/// there is one, and room for what only the element has.
pub fn fallback(words: &Words, page: &Page, [picture, room]: [AnyView; 2], level: u8, files: &[String]) -> AnyView {
    let sentence = page.empty.as_ref().unwrap_or(&page.sentence).clone();
    let remarks = page.remarks.iter().map(|remark| paragraph("", vec![text(remark.clone())])).collect();
    let pen = Pen {
        words,
        page,
        level,
        walkable: false,
        open: String::new(),
        from: files.first().map(|file| folder_of(file)),
    };
    let boxes = vec![
        heading(level, Attrs::new(), &page.title),
        paragraph("", vec![text(sentence)]),
        picture,
        blocks(&pen),
        group("remarks", remarks),
        contacts(&pen),
        disclosed(words, &page.glossary.terms),
        sources(words, page, files, ""),
        room,
    ];
    node("div", Attrs::new().is("class", "daylight-fallback"), boxes)
}
