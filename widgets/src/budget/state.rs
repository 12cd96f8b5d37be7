//! What a reader has before them and what they did last: loaded data and acts in, a figure to draw out; cannot fail.

use super::act::{Act, Panel};
use super::walk::{self, Towards};
use crate::host::{self, Happening};
use crate::load::Loaded;
use crate::tell::{Tell, Told};
use daylight_core::figure::budget::{BudgetFigure, Mark, View, Wish};
use leptos::prelude::*;
use std::sync::Arc;

/// The part of the state that is no figure: what is open, where the focus may go, what is sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// The mark that the tab key reaches.
    pub stop: usize,
    /// The mark chosen, whose details are shown.
    pub chosen: Option<usize>,
    /// The mark under the pointer or the focus, whose words are shown beside it.
    pub tip: Option<usize>,
    /// What stands in the search field.
    pub query: String,
    /// The column that the table is sorted by, and whether downwards.
    pub sort: Option<(usize, bool)>,
    /// What is open.
    pub panel: Option<Panel>,
    /// Whether the table is drawn: it has been opened or is being printed.
    pub table: bool,
    /// What is said to a screen reader.
    pub said: String,
    /// `auto`, `elder`.
    pub elder: bool,
    /// Fewer pixels than a row of switches needs.
    pub narrow: bool,
}

/// The state of one element. All of it is in signals, so that it can be copied into whatever draws or listens.
#[derive(Clone)]
pub struct State {
    /// Data, words and profile.
    pub loaded: Arc<Loaded>,
    /// What is asked for.
    pub wish: RwSignal<Wish>,
    /// What is shown.
    pub figure: RwSignal<Arc<BudgetFigure>>,
    /// Everything else.
    pub desk: RwSignal<Desk>,
    /// Heading level of the title, 1 to 6.
    pub heading: u8,
    tell: Tell,
}

impl State {
    /// The state at the beginning.
    pub fn new(loaded: Arc<Loaded>, wish: Wish, desk: Desk, heading: u8, tell: Tell) -> Self {
        let figure = RwSignal::new(Arc::new(loaded.place(&wish)));
        Self { loaded, wish: RwSignal::new(wish), figure, desk: RwSignal::new(desk), heading, tell }
    }

    /// The mark of a number, those under the picture counted on.
    pub fn mark(figure: &BudgetFigure, at: usize) -> Option<&Mark> {
        let marks = &figure.picture.marks;
        marks.get(at).or_else(|| figure.picture.below.get(at - marks.len()))
    }

    /// Draws anew after a change of the wish.
    pub fn wish(&self, change: impl FnOnce(&mut Wish)) {
        let mut wish = self.wish.get_untracked();
        change(&mut wish);
        self.figure.set(Arc::new(self.loaded.place(&wish)));
        self.wish.set(wish);
    }

    /// Reacts to what happened; says whether the browser's own reaction must not happen too.
    pub fn on(&self, happening: &Happening, root: &web_sys::HtmlElement) -> bool {
        let act = Act::from_word(&happening.act);
        match (happening.kind.as_str(), act) {
            ("click", Some(act)) => self.act(act, root),
            ("change", Some(Act::Set(name))) => self.switch(&name, &happening.value, root),
            ("input", Some(Act::Find)) => {
                let query = happening.value.clone();
                self.desk.update(|desk| desk.query = query);
            }
            ("keydown", act) => return self.key(&happening.key, act, root),
            ("focusin" | "pointerover", Some(Act::Mark(at))) => {
                let focus = happening.kind == "focusin";
                self.desk.update(|desk| {
                    desk.tip = Some(at);
                    if focus {
                        desk.stop = at;
                    }
                });
            }
            ("focusin" | "pointerover" | "focusout" | "pointerleave", _) => {
                if self.desk.with_untracked(|desk| desk.tip.is_some()) {
                    self.desk.update(|desk| desk.tip = None);
                }
            }
            ("toggle", Some(Act::Table)) => self.desk.update(|desk| desk.table = true),
            _ => {}
        }
        false
    }

    fn act(&self, act: Act, root: &web_sys::HtmlElement) {
        match act {
            Act::Go(path) => self.go(&path, root),
            Act::Up => self.up(root),
            Act::Mark(at) => self.choose(at, root),
            Act::Row(at) => {
                self.tell.tell(Told::Select { figure: &self.figure.get_untracked(), row: at });
            }
            Act::Sort(column) => self.desk.update(|desk| {
                desk.sort = Some((column, desk.sort.is_some_and(|(sorted, down)| sorted == column && !down)));
            }),
            Act::Panel(panel) => self.desk.update(|desk| desk.panel = (desk.panel != Some(panel)).then_some(panel)),
            Act::View(table) => {
                self.wish(|wish| wish.view = if table { View::Table } else { View::Treemap });
                self.desk.update(|desk| desk.table |= table);
                self.tell_state(false);
            }
            Act::Save(format) => self.tell.save(&format, &self.export(&format)),
            Act::Copy(what) => self.tell.copy(&what),
            Act::Speak => self.tell.speak(&self.figure.get_untracked().sentence),
            Act::Find | Act::Set(_) | Act::Table => {}
        }
    }

    /// A file of what is shown.
    pub fn export(&self, format: &str) -> String {
        self.loaded.export(format, &self.figure.get_untracked(), &self.wish.get_untracked())
    }

    /// Opens a mark, or chooses it where nothing is below.
    fn choose(&self, at: usize, root: &web_sys::HtmlElement) {
        let figure = self.figure.get_untracked();
        let Some(mark) = Self::mark(&figure, at) else { return };
        match &mark.opens {
            Some(path) => self.go(path, root),
            None => {
                self.desk.update(|desk| {
                    desk.chosen = (desk.chosen != Some(at)).then_some(at);
                    desk.stop = at;
                    desk.table |= mark.path.is_none();
                });
                self.tell.tell(Told::Choose(mark));
            }
        }
    }

    fn up(&self, root: &web_sys::HtmlElement) {
        let crumbs = &self.figure.get_untracked().crumbs;
        if let Some(above) = crumbs.len().checked_sub(2).and_then(|at| crumbs.get(at)) {
            self.go(&above.path, root);
        }
    }

    /// Stands at a path, if the page agrees: the focus goes to the first mark, or on the way up to where one came from.
    pub fn go(&self, path: &str, root: &web_sys::HtmlElement) {
        let from = self.wish.get_untracked().path;
        if !self.tell.tell(Told::Navigate { path, from: &from }) {
            return;
        }
        self.wish(|wish| path.clone_into(&mut wish.path));
        let figure = self.figure.get_untracked();
        let came_from = figure
            .picture
            .marks
            .iter()
            .position(|mark| mark.path.as_deref().is_some_and(|path| !path.is_empty() && from.starts_with(path)))
            .unwrap_or(0);
        self.desk.update(|desk| {
            desk.stop = came_from;
            desk.chosen = None;
            desk.tip = None;
            desk.query.clear();
            desk.said = [figure.name.as_str(), figure.sentence.as_str()].join(". ");
        });
        self.tell_state(true);
        let root = root.clone();
        host::after_drawing(move || {
            let _ = host::focus(&root, "[part=cell][tabindex='0']") || host::focus(&root, "[aria-current]");
        });
    }

    fn switch(&self, name: &str, value: &str, root: &web_sys::HtmlElement) {
        let up = name == "dimension" && !self.wish.get_untracked().path.is_empty();
        self.set(name, value);
        let figure = self.figure.get_untracked();
        self.desk.update(|desk| desk.said.clone_from(&figure.sentence));
        self.tell_state(false);
        if up {
            let _ = root;
        }
    }

    /// Takes an attribute's new value.
    pub fn set(&self, name: &str, value: &str) {
        let number = |value: &str| value.parse().unwrap_or_default();
        match name {
            "mode" => self.desk.update(|desk| desk.elder = value == "elder"),
            "narrow" => self.desk.update(|desk| desk.narrow = value == "1"),
            "print" => self.desk.update(|desk| desk.table = true),
            _ => {}
        }
        self.wish(|wish| match name {
            "view" => wish.view = if value == "table" { View::Table } else { View::Treemap },
            "path" => value.clone_into(&mut wish.path),
            "year" => value.clone_into(&mut wish.year),
            "phase" => value.clone_into(&mut wish.phase),
            "direction" => value.clone_into(&mut wish.direction),
            "unit" => value.clone_into(&mut wish.unit),
            "dimension" => {
                // Codes of one dimension lead nowhere in another.
                wish.path.clear();
                value.clone_into(&mut wish.dimension);
            }
            "width" => wish.width_px = number(value),
            "least" => wish.least_px = number(value),
            "font" => wish.font_px = number(value),
            _ => {}
        });
        self.desk.update(|desk| {
            desk.stop = 0;
            desk.tip = None;
            desk.chosen = None;
        });
    }

    fn tell_state(&self, push: bool) {
        self.tell.tell(Told::State { wish: &self.wish.get_untracked(), push });
    }

    /// A key, where the focus is on a mark: arrows walk, Home and End go to the ends, Escape and Backspace go up.
    fn key(&self, key: &str, act: Option<Act>, root: &web_sys::HtmlElement) -> bool {
        let Some(Act::Mark(at)) = act else {
            let closes = key == "Escape" && self.desk.with_untracked(|desk| desk.panel.is_some());
            if closes {
                self.desk.update(|desk| desk.panel = None);
            }
            return closes;
        };
        let figure = self.figure.get_untracked();
        let marks = &figure.picture.marks;
        let to = match key {
            "ArrowLeft" => walk::step(marks, at, Towards::Left),
            "ArrowRight" => walk::step(marks, at, Towards::Right),
            "ArrowUp" => walk::step(marks, at, Towards::Up),
            "ArrowDown" => walk::step(marks, at, Towards::Down),
            "Home" => 0,
            "End" => marks.len().saturating_sub(1),
            "Escape" if self.desk.with_untracked(|desk| desk.chosen.is_some()) => {
                self.desk.update(|desk| desk.chosen = None);
                return true;
            }
            "Escape" | "Backspace" => {
                self.up(root);
                return true;
            }
            _ => return false,
        };
        if at < marks.len() {
            let _ = host::focus(root, &["[data-do='", &Act::Mark(to).word(), "']"].concat());
        }
        true
    }
}
