//! What a reader has before them and what they did last: records and acts in, a figure to draw out; cannot fail.

use super::board;
use super::load::Loaded;
use crate::chart::draw_chart;
use crate::host::{self, Happening, HtmlElement};
use crate::page::{Unknown, note_value};
use crate::tell::Tell;
use daylight_core::figure::chart::Chart;
use daylight_core::figure::results::{Goal, ResultsFigure, View, Wish, export_standings};
use daylight_core::text::natural;
use leptos::prelude::*;
use std::sync::Arc;

/// Attributes that take certain words only, as `registry.rs` lists them (a test compares the two).
pub const ALLOWED: [(&str, &[&str]); 4] = [
    ("view", &["overview", "goal", "findings", "evaluations"]),
    ("theme", &["auto", "light", "dark", "contrast"]),
    ("mode", &["auto", "elder"]),
    ("heading-level", &["1", "2", "3", "4", "5", "6"]),
];

/// Width of A4 or letter paper between usual margins.
const PAPER_PX: u32 = 680;

/// The part of the state that is no figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// Whether the findings of the check are open.
    pub findings: bool,
    /// What is said to a screen reader.
    pub said: String,
    /// The tile or mark that the tab key reaches.
    pub stop: usize,
    /// The one under the pointer or the focus.
    pub tip: Option<usize>,
    /// What was wished for before the page is printed, while it is.
    pub print: Option<Wish>,
    /// Whether lines run from right to left.
    pub rtl: bool,
    /// Values that no attribute takes, each with those that it does.
    pub unknown: Unknown,
    /// The version that the files were published as.
    pub edition: String,
}

/// The state of one element.
#[derive(Clone)]
pub struct State {
    /// Records, words and profile.
    pub loaded: Arc<Loaded>,
    /// What is asked for.
    pub wish: RwSignal<Wish>,
    /// What is shown.
    pub figure: RwSignal<Arc<ResultsFigure>>,
    /// What is drawn with axes, if anything is.
    pub chart: RwSignal<Option<Arc<Chart>>>,
    /// Everything else.
    pub desk: RwSignal<Desk>,
    /// Heading level of the title, 1 to 6.
    pub heading: RwSignal<u8>,
    tell: Tell,
}

impl State {
    /// The state before any attribute is set.
    pub fn new(loaded: Arc<Loaded>, tell: Tell) -> Self {
        let wish = Wish { least_px: 24, font_px: 16, ..Wish::default() };
        Self {
            loaded,
            wish: RwSignal::new(wish),
            figure: RwSignal::default(),
            chart: RwSignal::default(),
            desk: RwSignal::default(),
            heading: RwSignal::new(2),
            tell,
        }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.figure.with_untracked(|figure| figure.page.empty.is_some())
    }

    /// The words of a key.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.loaded.words.text(key)
    }

    fn place(&self) {
        let figure = self.wish.with_untracked(|wish| self.loaded.place(wish));
        let chart = figure.plan.as_ref().map(|plan| Arc::new(draw_chart(plan, &self.loaded.words)));
        // Whoever stands on something sees it, whatever view was asked for.
        self.wish.update_untracked(|wish| wish.view = figure.granted.view);
        self.chart.set(chart);
        self.figure.set(Arc::new(figure));
    }

    /// Takes an attribute's value before the first figure is placed.
    pub fn prepare(&self, name: &str, value: &str) {
        self.check(name, value);
        if !self.wish.try_update_untracked(|wish| set_wish(wish, name, value)).unwrap_or_default() {
            self.set(name, value);
        }
    }

    /// Takes an attribute's or the loader's new value.
    pub fn set(&self, name: &str, value: &str) {
        if name == "today" && self.wish.with_untracked(|wish| wish.today == value) {
            return;
        }
        self.check(name, value);
        if self.wish.try_update_untracked(|wish| set_wish(wish, name, value)).unwrap_or_default() {
            self.desk.update_untracked(|desk| (desk.stop, desk.tip) = (0, None));
            return self.place();
        }
        match name {
            "heading-level" => self.heading.set(natural(value).and_then(|level| level.try_into().ok()).unwrap_or(2)),
            "mode" => {
                let least = if value == "elder" { 44 } else { 24 };
                if self.wish.with_untracked(|wish| wish.least_px) != least {
                    self.wish.update_untracked(|wish| wish.least_px = least);
                    self.place();
                }
            }
            "dir" => self.desk.update(|desk| desk.rtl = value == "rtl"),
            _ => {}
        }
    }

    /// Notes a value that an attribute does not take.
    fn check(&self, name: &str, value: &str) {
        self.desk.update(|desk| note_value(&mut desk.unknown, &ALLOWED, (name, value), &self.loaded.words));
    }

    /// Fits the picture to its room.
    pub fn measure(&self, width_px: u32, font_px: u32, _: u32) {
        let fit = |wish: &mut Wish| (wish.width_px, wish.font_px) = (width_px, font_px);
        self.wish.update_untracked(fit);
        if self.desk.with_untracked(|desk| desk.print.is_some()) {
            self.desk.update(|desk| desk.print.iter_mut().for_each(fit));
        }
        self.place();
    }

    /// The files are what is shown: there is nothing to compare them with.
    pub fn prove(&self, _: Loaded) -> bool {
        true
    }

    /// What the loader calls after the first picture (see `element.rs`).
    pub fn further(&self, method: &str, text: String, root: &HtmlElement) -> String {
        match method {
            "go" | "reach" => self.go(&Goal::Of(text), root),
            "print" => self.print(text == "1"),
            "edition" => self.desk.update(|desk| desk.edition = text),
            "csv" => return self.csv(),
            _ => {}
        }
        String::new()
    }

    fn csv(&self) -> String {
        export_standings(&self.loaded.results, self.loaded.told())
    }

    fn print(&self, on: bool) {
        let before = self.desk.with_untracked(|desk| desk.print.clone());
        if on == before.is_some() {
            return;
        }
        let screen = self.wish.get_untracked();
        self.desk.update(|desk| desk.print = on.then_some(screen));
        self.wish.update_untracked(|wish| match before {
            Some(before) => *wish = before,
            None => (wish.all_rows, wish.width_px) = (true, wish.width_px.min(PAPER_PX)),
        });
        self.place();
    }

    /// Reacts to what happened; says whether the browser's own reaction must not happen too.
    pub fn on(&self, happening: &Happening, root: &HtmlElement) -> bool {
        let (verb, object) = happening.act.split_once(' ').unwrap_or((&happening.act, ""));
        let at = natural(object).map(|at| at as usize);
        match (happening.kind.as_str(), verb) {
            ("click", "go") => {
                if let Some(goal) = Goal::from_word(object) {
                    self.go(&goal, root);
                }
            }
            ("click", "tile") => self.open_tile(at, root),
            ("click", "open") => return self.tell.open(object),
            ("click", "reach") => self.reach(object),
            ("click", "findings") => self.desk.update(|desk| desk.findings = !desk.findings),
            ("click", "more") => {
                self.wish.update_untracked(|wish| wish.all_rows = true);
                self.place();
            }
            ("click", "save") => self.save(),
            ("click", "state") => self.ask_status(object),
            ("change", "set") => self.switch(object, &happening.value),
            ("input", "seek") => self.narrow(|wish| happening.value.clone_into(&mut wish.query)),
            ("keydown", "tile") => return self.tile_key(&happening.key, at.unwrap_or(0), root),
            ("keydown", "mark") => return self.mark_key(&happening.key, at.unwrap_or(0), root),
            ("keydown", "seek")
                if happening.key == "Escape" && self.wish.with_untracked(|wish| !wish.query.is_empty()) =>
            {
                self.narrow(|wish| wish.query.clear());
                return true;
            }
            ("focusin" | "pointerover", "tile" | "mark") => {
                let focus = happening.kind == "focusin";
                self.desk.update(|desk| {
                    desk.tip = at;
                    if let (true, Some(at)) = (focus, at) {
                        desk.stop = at;
                    }
                });
            }
            ("focusin" | "pointerover" | "focusout", _) if self.desk.with_untracked(|desk| desk.tip.is_some()) => {
                self.desk.update(|desk| desk.tip = None);
            }
            _ => {}
        }
        false
    }

    /// Goes to a goal, if the page agrees; the focus goes to what is said there.
    fn go(&self, goal: &Goal, root: &HtmlElement) {
        let from = self.wish.with_untracked(|wish| wish.path.clone());
        let path = match goal {
            Goal::Of(id) => id.as_str(),
            Goal::View(_) => "",
        };
        if !self.tell.report("navigate", &[("path", path), ("from", &from)]) {
            return;
        }
        self.wish.update_untracked(|wish| {
            (wish.all_rows, wish.path) = (false, path.to_owned());
            wish.query.clear();
            match goal {
                Goal::Of(id) => {
                    if let Some(of) = self.loaded.results.find(id) {
                        wish.view = View::of(of);
                    }
                }
                Goal::View(view) => wish.view = *view,
            }
        });
        self.place();
        let figure = self.figure.get_untracked();
        self.desk.update(|desk| {
            (desk.stop, desk.tip) = (0, None);
            desk.said = [figure.page.name.as_str(), figure.page.sentence.as_str()].join(". ");
        });
        self.tell_state(true);
        let root = root.clone();
        host::after_drawing(move || {
            let _ = host::focus(&root, "#answer");
        });
    }

    fn open_tile(&self, at: Option<usize>, root: &HtmlElement) {
        let figure = self.figure.get_untracked();
        let tile = figure.board.as_ref().and_then(|board| board.tiles.get(at?));
        if let Some(goal) = tile.and_then(|tile| Goal::from_word(&tile.goal)) {
            self.go(&goal, root);
        }
    }

    /// Follows a link without an address; where no element of the page shows what is meant, the reader is told.
    fn reach(&self, to: &str) {
        if !self.tell.open(to) {
            let (package, _) = to.split_once(' ').unwrap_or((to, ""));
            let said = self.loaded.words.fill("linked.nowhere", &[("package", package)]);
            self.desk.update(|desk| desk.said = said);
        }
    }

    /// Asks for what has a status; again, for all.
    pub(super) fn ask_status(&self, word: &str) {
        self.narrow(|wish| match wish.status == word {
            true => wish.status.clear(),
            false => word.clone_into(&mut wish.status),
        });
        self.tell_state(false);
    }

    /// Lists fewer, or more, and tells how many.
    fn narrow(&self, wish: impl FnOnce(&mut Wish)) {
        self.wish.update_untracked(|wished| {
            wished.all_rows = false;
            wish(wished);
        });
        self.place();
        let said =
            self.figure.with_untracked(|figure| figure.seek.as_ref().map_or(String::new(), |seek| seek.said.clone()));
        self.desk.update(|desk| desk.said = said);
    }

    fn switch(&self, name: &str, value: &str) {
        if name == "view" {
            // Another view is one of everything.
            self.wish.update_untracked(|wish| {
                wish.path.clear();
                wish.status.clear();
                wish.query.clear();
            });
        }
        self.set(name, value);
        let said = self.figure.with_untracked(|figure| figure.page.sentence.clone());
        self.desk.update(|desk| desk.said = said);
        self.tell_state(false);
    }

    fn tell_state(&self, push: bool) {
        let wish = self.wish.get_untracked();
        let view = if wish.view == View::default() { "" } else { wish.view.word() };
        let pairs = [
            ("path", wish.path.as_str()),
            ("kind", &wish.kind),
            ("status", &wish.status),
            ("unit", &wish.unit),
            ("view", view),
        ];
        self.tell.report(if push { "push" } else { "replace" }, &pairs);
    }

    fn save(&self) {
        let about = &self.loaded.results.about;
        let name = [if about.name.is_empty() { "results" } else { &about.name }, "-status.csv"].concat();
        let media = "text/csv;charset=utf-8";
        self.tell.report("export", &[("format", "csv"), ("name", &name), ("type", media), ("text", &self.csv())]);
    }

    fn tile_key(&self, key: &str, at: usize, root: &HtmlElement) -> bool {
        let figure = self.figure.get_untracked();
        let rtl = self.desk.with_untracked(|desk| desk.rtl);
        let to = figure.board.as_ref().and_then(|board| board::step(board, at, key, rtl));
        to.is_some_and(|to| host::focus(root, &["[data-do='tile ", &to.to_string(), "']"].concat()))
    }

    /// Arrows walk the marks of a chart in their order.
    fn mark_key(&self, key: &str, at: usize, root: &HtmlElement) -> bool {
        let chart = self.chart.get_untracked();
        let count = chart.map_or(0, |chart| held(&chart).count());
        let last = count.saturating_sub(1);
        let to = match key {
            "ArrowRight" | "ArrowDown" => (at + 1).min(last),
            "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return false,
        };
        host::focus(root, &["[data-do='mark ", &to.to_string(), "']"].concat())
    }
}

/// The marks of a chart that can be hit.
pub fn held(chart: &Chart) -> impl Iterator<Item = &daylight_core::figure::chart::ChartMark> {
    chart.marks.iter().filter(|mark| mark.hit.width > 0)
}

/// Sets the part of a wish that an attribute stands for; says whether there is one.
fn set_wish(wish: &mut Wish, name: &str, value: &str) -> bool {
    let field = match name {
        "view" => {
            wish.view = View::from_word(value);
            return true;
        }
        "path" => &mut wish.path,
        "kind" => &mut wish.kind,
        "status" => &mut wish.status,
        "unit" => &mut wish.unit,
        "today" => &mut wish.today,
        _ => return false,
    };
    value.clone_into(field);
    true
}
