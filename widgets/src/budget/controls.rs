//! Everything around the picture that one can press: a figure and the desk in, plain controls out; cannot fail.

use super::act::{Act, Panel};
use super::share;
use super::state::{Desk, State};
use crate::view::{Attrs, button, choice, group, list, node, paragraph, text, toggle};
use daylight_core::figure::budget::{BudgetFigure, Hit, View};
use leptos::prelude::*;

/// The way down as a row of buttons, at its end where one stands, and one level up.
pub fn crumbs(state: &State, figure: &BudgetFigure) -> AnyView {
    let last = figure.crumbs.len().saturating_sub(1);
    let mut steps: Vec<AnyView> = figure
        .crumbs
        .iter()
        .enumerate()
        .map(|(at, crumb)| {
            let label = vec![text(crumb.label.clone())];
            let step = match at == last {
                true => node("span", Attrs::new().is("aria-current", "location").is("tabindex", "-1"), label),
                false => {
                    node("button", Attrs::new().is("type", "button").does(Act::Go(crumb.path.clone()).word()), label)
                }
            };
            node("li", Attrs::new(), vec![step])
        })
        .collect();
    if let Some(above) = last.checked_sub(1).and_then(|at| figure.crumbs.get(at)) {
        let up = state.loaded.words.fill("up", &[("name", &above.label)]);
        steps.push(node("li", Attrs::new().is("class", "up"), vec![button(Act::Up.word(), "quiet", &up)]));
    }
    if steps.is_empty() {
        return text("");
    }
    let attrs = Attrs::new()
        .is("aria-label", [state.say("crumbs.label"), state.say("join.colon"), &figure.title].concat())
        .part("crumbs")
        .is("class", "crumbs");
    node("nav", attrs, vec![node("ol", Attrs::new().is("role", "list"), steps)])
}

/// Search, and the switches; these behind a button where the element is narrow.
pub fn bar(state: &State, figure: &BudgetFigure, desk: &Desk) -> AnyView {
    let open = desk.panel == Some(Panel::Options);
    let view = figure.granted.view;
    // Tables of a set are chosen from a list, and not searched.
    let mut parts = if view.is_of_set() { vec![] } else { vec![search(state, desk)] };
    if desk.narrow {
        parts.push(toggle(Act::Panel(Panel::Options).word(), "quiet options", &in_force(state, figure), open));
    }
    if open || !desk.narrow {
        let switches = figure.switches.iter();
        let switches = switches
            .map(|switch| choice(Act::Set(switch.id.to_owned()).word(), switch.id, &switch.label, &switch.options));
        parts.push(group("switches", switches.collect()));
    }
    if view != View::Tables {
        parts.push(views(state));
    }
    node("div", Attrs::new().is("class", "tools").part("controls"), vec![group("line", parts), found(state, desk)])
}

/// Which year, phase and unit are shown, of those that can be switched.
fn in_force(state: &State, figure: &BudgetFigure) -> String {
    let told = figure.switches.iter().filter(|switch| ["year", "phase", "unit"].contains(&switch.id));
    let chosen = told.filter_map(|switch| switch.options.iter().find(|option| option.chosen));
    let labels: Vec<&str> = chosen.map(|option| option.label.as_str()).collect();
    if labels.is_empty() { state.say("switch.group").to_owned() } else { labels.join(state.say("join.title")) }
}

/// Picture or table.
fn views(state: &State) -> AnyView {
    let table = state.is_table_first();
    let press = |is_table: bool, key: &'static str| {
        let attrs = Attrs::new()
            .is("type", "button")
            .is("class", "quiet")
            .part("button")
            .is("aria-pressed", if is_table == table { "true" } else { "false" })
            .does(Act::View(is_table).word());
        node("button", attrs, vec![text(state.say(key))])
    };
    let attrs = Attrs::new().is("class", "views").is("role", "group").is("aria-label", state.say("view.label"));
    node("div", attrs, vec![press(false, "view.treemap"), press(true, "view.table")])
}

fn search(state: &State, desk: &Desk) -> AnyView {
    let label = node("label", Attrs::new().is("for", "find"), vec![text(state.say("search.label"))]);
    let attrs = Attrs::new()
        .is("id", "find")
        .is("type", "search")
        .is("autocomplete", "off")
        .is("spellcheck", "false")
        .live("value", desk.query.clone())
        .does(Act::Find.word());
    group("search", vec![label, node("input", attrs, vec![])])
}

/// How many of the hits are shown.
pub const SHOWN_HITS: usize = 10;

fn found(state: &State, desk: &Desk) -> AnyView {
    match desk.query.trim() {
        "" => text(""),
        query => hits(state, desk, query),
    }
}

#[inline(never)]
fn hits(state: &State, desk: &Desk, query: &str) -> AnyView {
    let words = state.loaded.all_words();
    // What is in slices is not here; while they are fetched nobody can say that there is nothing.
    let partly = match (desk.seeking, state.loaded.model().has_slices()) {
        (true, _) => words.text("search.loading"),
        (false, true) => words.text("search.partly"),
        (false, false) => "",
    };
    if desk.hits.is_empty() {
        let none = if desk.seeking { String::new() } else { words.fill("search.none", &[("query", query)]) };
        return paragraph("hits", vec![text([none.as_str(), partly].join(" ").trim())]);
    }
    let found = desk.hits.iter().take(SHOWN_HITS).enumerate().map(|(at, hit)| one_hit(state, at, hit)).collect();
    let more = match desk.hits.len() > SHOWN_HITS {
        true => words.fill("search.more", &[("n", &SHOWN_HITS.to_string())]),
        false => String::new(),
    };
    let more = [more.as_str(), partly].join(" ");
    let attrs = Attrs::new().is("aria-label", state.say("search.label"));
    group("hits", vec![list(attrs, found), text(more.trim())])
}

fn one_hit(state: &State, at: usize, hit: &Hit) -> AnyView {
    let attrs = Attrs::new().is("type", "button").does(Act::Hit(at).word());
    let code = if hit.code == hit.label { String::new() } else { [" ", &hit.code].concat() };
    let mut above = vec![hit.dimension_words.as_str()];
    above.extend(hit.above.iter().map(String::as_str));
    let above = above.join(state.say("join.title"));
    let strong = node("strong", Attrs::new(), vec![text([hit.label.as_str(), &code].concat())]);
    node("button", attrs, vec![strong, node("span", Attrs::new(), vec![text(above)])])
}

/// Picture or table, files, link and embed code.
pub fn actions(state: &State, desk: &Desk) -> AnyView {
    let mut parts = Vec::new();
    if desk.elder && desk.speech {
        parts.push(button(Act::Speak.word(), "quiet", state.say("read-aloud")));
    }
    parts.push(button(Act::Save("csv".into()).word(), "quiet", state.say("download.csv")));
    parts.push(button(Act::Save("facts".into()).word(), "quiet", state.say("download.facts")));
    // Statutory tables have no picture.
    if state.wish.with_untracked(|wish| wish.view) != View::Tables {
        parts.push(button(Act::Save("svg".into()).word(), "quiet", state.say("download.svg")));
    }
    parts.push(toggle(Act::Panel(Panel::Share).word(), "quiet", state.say("share"), desk.panel == Some(Panel::Share)));
    parts.push(toggle(Act::Panel(Panel::Cite).word(), "quiet", state.say("cite"), desk.panel == Some(Panel::Cite)));
    group("actions", parts)
}

/// Link and embed code in fields that can be selected where there is no clipboard.
#[inline(never)]
pub fn share_panel(state: &State, desk: &Desk) -> AnyView {
    let (link, embed) = share::link_and_embed(state, desk);
    let copied = match desk.copied.as_str() {
        "" => text(""),
        "done" => text(state.say("copy.done")),
        _ => text(state.say("copy.by-hand")),
    };
    let fields = vec![
        field(state, "link", "copy.link", &link),
        field(state, "embed", "copy.embed", &embed),
        node("p", Attrs::new().is("role", "status"), vec![copied]),
    ];
    node("div", Attrs::new().is("class", "panel").part("panel"), fields)
}

fn field(state: &State, what: &'static str, key: &'static str, value: &str) -> AnyView {
    let attrs =
        Attrs::new().is("readonly", "").is("data-copy", what).is("aria-label", state.say(key)).live("value", value);
    let field = node("input", attrs, vec![]);
    group("field", vec![field, button(Act::Copy(what.to_owned()).word(), "quiet", state.say(key))])
}
