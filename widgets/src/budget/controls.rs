//! Everything around the picture that one can press: a figure and the desk in, plain controls out; cannot fail.

use super::act::{Act, Panel};
use super::state::{Desk, State};
use crate::view::{Attrs, button, choice, group, node, text, toggle};
use daylight_core::figure::budget::BudgetFigure;
use leptos::prelude::*;

/// The way down as a row of buttons, the last of which is where one stands, and one level up.
pub fn crumbs(state: &State, figure: &BudgetFigure) -> AnyView {
    let say = |key| state.loaded.words.get(key);
    let last = figure.crumbs.len().saturating_sub(1);
    let mut steps: Vec<AnyView> = figure
        .crumbs
        .iter()
        .enumerate()
        .map(|(at, crumb)| {
            let attrs = Attrs::new()
                .is("type", "button")
                .is("class", "crumb")
                .is_if(at == last, "aria-current", "location")
                .does(Act::Go(crumb.path.clone()).word());
            node("li", Attrs::new(), vec![node("button", attrs, vec![text(crumb.label.clone())])])
        })
        .collect();
    if last > 0 {
        steps.push(node("li", Attrs::new().is("class", "up"), vec![button(Act::Up.word(), "quiet", say("ui.up"))]));
    }
    let attrs = Attrs::new().is("aria-label", say("ui.path")).part("crumbs").is("class", "crumbs");
    node("nav", attrs, vec![node("ol", Attrs::new().is("role", "list"), steps)])
}

/// The switches, behind a button where the element is narrow.
pub fn switches(state: &State, figure: &BudgetFigure, desk: &Desk) -> AnyView {
    let say = |key| state.loaded.words.get(key);
    let mut parts = Vec::new();
    let open = desk.panel == Some(Panel::Options);
    if desk.narrow {
        parts.push(toggle(Act::Panel(Panel::Options).word(), "quiet", say("ui.options"), open));
    }
    if open || !desk.narrow {
        parts.extend(figure.switches.iter().map(|switch| choice(Act::Set(switch.id.to_owned()).word(), switch.id, &switch.label, &switch.options)));
    }
    node("div", Attrs::new().is("class", "switches").part("controls"), parts)
}

/// Files, link and embed code.
pub fn actions(state: &State, desk: &Desk) -> AnyView {
    let say = |key| state.loaded.words.get(key);
    let parts = vec![
        button(Act::Save("csv".into()).word(), "quiet", say("ui.csv")),
        button(Act::Save("svg".into()).word(), "quiet", say("ui.svg")),
        toggle(Act::Panel(Panel::Share).word(), "quiet", say("ui.share"), desk.panel == Some(Panel::Share)),
    ];
    group("actions", parts)
}
