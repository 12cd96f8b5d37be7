//! What a reader has before them and what they did last: records and acts in, a figure to draw out; cannot fail.

use super::load::Loaded;
use crate::host::{self, Happening, HtmlElement};
use crate::page::{Unknown, note_value};
use crate::tell::Tell;
use daylight_core::figure::funds::{FundsFigure, Goal, PlaceHit, ProjectState, View, Wish, export_transfers};
use daylight_core::text::natural;
use leptos::prelude::*;
use std::sync::Arc;

/// Attributes that take certain words only, as `registry.rs` lists them (a test compares the two).
pub const ALLOWED: [(&str, &[&str]); 4] = [
    ("view", &["place", "flow", "tiers", "projects", "recipients"]),
    ("theme", &["auto", "light", "dark", "contrast"]),
    ("mode", &["auto", "elder"]),
    ("heading-level", &["1", "2", "3", "4", "5", "6"]),
];

/// How many of the places found are shown.
pub const SHOWN_HITS: usize = 10;

/// Width of A4 or letter paper between usual margins.
const PAPER_PX: u32 = 680;

/// The part of the state that is no figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// What stands in the search field.
    pub query: String,
    /// What was found.
    pub hits: Vec<PlaceHit>,
    /// Whether the findings of the check are open.
    pub findings: bool,
    /// What is said to a screen reader.
    pub said: String,
    /// The box that the tab key reaches.
    pub stop: usize,
    /// The box under the pointer or the focus.
    pub tip: Option<usize>,
    /// What was wished for before the page is printed, while it is.
    pub print: Option<Wish>,
    /// The page's address, while the notice of a project is printed alone; else blank.
    pub sheet: String,
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
    pub figure: RwSignal<Arc<FundsFigure>>,
    /// Everything else.
    pub desk: RwSignal<Desk>,
    /// Heading level of the title, 1 to 6.
    pub heading: RwSignal<u8>,
    /// Where the term is whose meaning is open; blank for none.
    pub term: RwSignal<String>,
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
            desk: RwSignal::default(),
            heading: RwSignal::new(2),
            term: RwSignal::default(),
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
            "go" | "reach" => self.go_to(&text, root),
            "print" => self.print(text == "1"),
            "sheet" => self.desk.update(|desk| desk.sheet = text),
            "edition" => self.desk.update(|desk| desk.edition = text),
            "csv" => return self.csv(),
            _ => {}
        }
        String::new()
    }

    /// What went from place to place, of what is shown.
    fn csv(&self) -> String {
        self.wish.with_untracked(|wish| export_transfers(&self.loaded.ledger, wish, &self.loaded.words))
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
        match (happening.kind.as_str(), verb) {
            ("click", "go") => {
                if let Some(goal) = Goal::from_word(object) {
                    self.go(&goal, root);
                }
            }
            ("click", "box") => self.choose(object, root),
            ("click", "spot") => {
                let figure = self.figure.get_untracked();
                let at = natural(object).unwrap_or(0) as usize;
                if let Some(place) = figure.map.as_ref().and_then(|map| map.places.get(at)) {
                    self.go(&place.goal, root);
                }
            }
            ("click", "hit") => self.open_hit(natural(object).unwrap_or(0) as usize, root),
            ("click", "open") => return self.tell.open(object),
            ("click", "reach") => self.reach(object),
            ("click", "term") => self.open_term(object),
            ("click", "findings") => self.desk.update(|desk| desk.findings = !desk.findings),
            ("click", "more") => {
                self.wish.update_untracked(|wish| wish.all_rows = true);
                self.place();
            }
            ("click", "save") => self.save(),
            // The loader keeps all else from the paper, and calls `print` and `sheet`.
            ("click", "print") => {
                self.tell.report("print", &[]);
            }
            ("change", "set") => self.switch(object, &happening.value),
            ("click", "state") => self.ask_state(object),
            ("input", "seek") => self.narrow(|wish| happening.value.clone_into(&mut wish.query)),
            ("input", "find") => self.find(&happening.value),
            ("keydown", _) => return self.key(&happening.key, verb, object, root),
            ("focusin" | "pointerover", "box" | "spot") => {
                let at = natural(object).map(|at| at as usize);
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
            Goal::Unit(id) => id.clone(),
            _ => from.clone(),
        };
        if !self.tell.report("navigate", &[("path", &path), ("from", &from)]) {
            return;
        }
        self.wish.update_untracked(|wish| {
            wish.all_rows = false;
            wish.project.clear();
            match goal {
                Goal::Unit(id) => {
                    wish.path.clone_from(id);
                    // Tiers have no places; who chooses one wants to see it.
                    if wish.view == View::Tiers {
                        wish.view = View::Place;
                    }
                }
                Goal::Project(id) => (wish.view, wish.project) = (View::Projects, id.clone()),
                Goal::View(view) => wish.view = *view,
            }
        });
        self.term.set(String::new());
        self.place();
        let figure = self.figure.get_untracked();
        let stop =
            figure.flow.as_ref().and_then(|flow| flow.boxes.iter().position(|placed| placed.is_chosen)).unwrap_or(0);
        self.desk.update(|desk| {
            desk.query.clear();
            desk.hits.clear();
            (desk.stop, desk.tip) = (stop, None);
            desk.said = [figure.page.name.as_str(), figure.page.sentence.as_str()].join(". ");
        });
        self.tell_state(true);
        let root = root.clone();
        host::after_drawing(move || {
            let _ = host::focus(&root, ".flow button[tabindex='0'][aria-current]") || host::focus(&root, "#answer");
        });
    }

    /// Goes to whatever has an id here: a unit, a project or a fund.
    fn go_to(&self, id: &str, root: &HtmlElement) {
        let ledger = &self.loaded.ledger;
        if ledger.unit(id).is_none() && ledger.projects.iter().any(|project| project.id == id) {
            return self.go(&Goal::Project(id.to_owned()), root);
        }
        if ledger.unit(id).is_none() && ledger.funds.iter().any(|fund| fund.id == id) {
            self.wish.update_untracked(|wish| {
                id.clone_into(&mut wish.fund);
                wish.path.clear();
            });
            return self.go(&Goal::View(View::Flow), root);
        }
        self.go(&Goal::Unit(id.to_owned()), root);
    }

    /// Follows a link without an address; where no element of the page shows what is meant, the reader is told.
    fn reach(&self, to: &str) {
        if !self.tell.open(to) {
            let (package, _) = to.split_once(' ').unwrap_or((to, ""));
            let said = self.loaded.words.fill("linked.nowhere", &[("package", package)]);
            self.desk.update(|desk| desk.said = said);
        }
    }

    /// Asks for projects of which something is so; again, no longer.
    pub(super) fn ask_state(&self, word: &str) {
        let Some(state) = ProjectState::from_word(word) else { return };
        self.narrow(|wish| {
            let was = wish.states.contains(&state);
            // No project is both.
            let other = match state {
                ProjectState::Accepted => ProjectState::Unaccepted,
                ProjectState::Unaccepted => ProjectState::Accepted,
                state => state,
            };
            wish.states.retain(|known| *known != state && *known != other);
            if !was {
                wish.states.push(state);
            }
        });
    }

    /// Lists fewer projects, or more, and tells how many.
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

    /// Opens what a term means, beneath it; again, closes it.
    pub(super) fn open_term(&self, place: &str) {
        self.term.update(|open| match open == place {
            true => open.clear(),
            false => place.clone_into(open),
        });
    }

    /// Escape closes what the term means that is open and has the focus.
    pub(super) fn close_term(&self, key: &str, place: &str) -> bool {
        let closes = key == "Escape" && self.term.with_untracked(|open| open == place);
        if closes {
            self.term.set(String::new());
        }
        closes
    }

    /// A box of the picture: its place is chosen; pressed again, it is let go.
    fn choose(&self, at: &str, root: &HtmlElement) {
        let figure = self.figure.get_untracked();
        let at = natural(at).unwrap_or(0) as usize;
        let Some(placed) = figure.flow.as_ref().and_then(|flow| flow.boxes.get(at)) else { return };
        match &placed.goal {
            Some(Goal::Unit(_)) if placed.is_chosen => self.go(&Goal::Unit(String::new()), root),
            Some(goal) => self.go(goal, root),
            None => self.desk.update(|desk| desk.said = placed.name.clone()),
        }
    }

    fn open_hit(&self, at: usize, root: &HtmlElement) {
        if let Some(hit) = self.desk.with_untracked(|desk| desk.hits.get(at).cloned()) {
            self.go(&Goal::Unit(hit.id), root);
        }
    }

    fn find(&self, query: &str) {
        let hits = self.loaded.find(query);
        let count = hits.len().to_string();
        let said = match (query.trim().is_empty(), hits.is_empty()) {
            (true, _) => String::new(),
            (false, true) => self.loaded.words.fill("funds.find.none", &[("query", query.trim())]),
            (false, false) => self.loaded.words.fill("funds.find.hits", &[("n", &count)]),
        };
        self.desk.update(|desk| {
            query.clone_into(&mut desk.query);
            (desk.hits, desk.said) = (hits, said);
        });
    }

    fn switch(&self, name: &str, value: &str) {
        if name == "view" {
            self.wish.update_untracked(|wish| wish.project.clear());
        }
        self.term.set(String::new());
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
            ("project", &wish.project),
            ("year", &wish.year),
            ("fund", &wish.fund),
            ("unit", &wish.unit),
            ("view", view),
        ];
        self.tell.report(if push { "push" } else { "replace" }, &pairs);
    }

    fn save(&self) {
        let about = &self.loaded.ledger.about;
        let name = [if about.name.is_empty() { "funds" } else { &about.name }, "-transfers.csv"].concat();
        let media = "text/csv;charset=utf-8";
        self.tell.report("export", &[("format", "csv"), ("name", &name), ("type", media), ("text", &self.csv())]);
    }

    /// A key: arrows walk the boxes and the places found, Home and End go to the ends, Escape lets go.
    fn key(&self, key: &str, verb: &str, object: &str, root: &HtmlElement) -> bool {
        let at = natural(object).map(|at| at as usize);
        match (verb, at) {
            ("box", Some(at)) => self.box_key(key, at, root),
            ("spot", Some(at)) => {
                let figure = self.figure.get_untracked();
                let to = figure.map.as_ref().and_then(|map| super::map::step(map, at, key));
                let selector = to.map(|to| ["button[data-do='spot ", &to.to_string(), "']"].concat());
                selector.is_some_and(|selector| host::focus(root, &selector))
            }
            ("find", _) => self.find_key(key, None, root),
            ("hit", at) => self.find_key(key, at, root),
            ("seek", _) if key == "Escape" && self.wish.with_untracked(|wish| !wish.query.is_empty()) => {
                self.narrow(|wish| wish.query.clear());
                true
            }
            ("term", _) => self.close_term(key, object),
            _ => false,
        }
    }

    fn box_key(&self, key: &str, at: usize, root: &HtmlElement) -> bool {
        let figure = self.figure.get_untracked();
        let Some(flow) = &figure.flow else { return false };
        let rtl = self.desk.with_untracked(|desk| desk.rtl);
        let to = match key {
            "Home" => 0,
            "End" => flow.boxes.len().saturating_sub(1),
            "Escape" => {
                self.go(&Goal::Unit(String::new()), root);
                return true;
            }
            _ => match super::flow::step(flow, at, key, rtl) {
                Some(to) => to,
                None => return false,
            },
        };
        let _ = host::focus(root, &["[data-do='box ", &to.to_string(), "']"].concat());
        true
    }

    fn find_key(&self, key: &str, at: Option<usize>, root: &HtmlElement) -> bool {
        let count = self.desk.with_untracked(|desk| desk.hits.len().min(SHOWN_HITS));
        let last = count.saturating_sub(1);
        let to = match (key, at) {
            ("Enter", None) if count > 0 => {
                self.open_hit(0, root);
                return true;
            }
            ("Escape", _) if self.desk.with_untracked(|desk| !desk.query.is_empty()) => {
                self.find("");
                None
            }
            ("ArrowDown", None) if count > 0 => Some(0),
            ("ArrowDown", Some(at)) => Some((at + 1).min(last)),
            ("ArrowUp", Some(at)) => at.checked_sub(1),
            ("Home", Some(_)) => Some(0),
            ("End", Some(_)) => Some(last),
            _ => return false,
        };
        let selector = to.map_or_else(|| "#find".to_owned(), |at| ["[data-do='hit ", &at.to_string(), "']"].concat());
        let _ = host::focus(root, &selector);
        true
    }
}

/// Sets the part of a wish that an attribute stands for; says whether there is one.
fn set_wish(wish: &mut Wish, name: &str, value: &str) -> bool {
    let field = match name {
        "view" => {
            wish.view = View::from_word(value);
            return true;
        }
        "path" => &mut wish.path,
        "project" => &mut wish.project,
        "year" => &mut wish.year,
        "fund" => &mut wish.fund,
        "unit" => &mut wish.unit,
        "today" => &mut wish.today,
        _ => return false,
    };
    value.clone_into(field);
    true
}
