//! What a reader has before them and what they did last: loaded data and acts in, a figure to draw out; cannot fail.

use super::act::{Act, Panel};
use super::controls::SHOWN_HITS;
use super::export;
use super::walk::{self, Towards};
use crate::host::{self, Happening, HtmlElement};
use crate::load::Loaded;
use crate::tell::{Tell, Told};
pub use crate::view::Spot;
use daylight_core::figure::budget::{BudgetFigure, Hit, Mark, View, Wish};
use daylight_core::text::natural;
use leptos::prelude::*;
use std::sync::Arc;

/// What is known of a package's versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// The record, as it came.
    pub text: String,
    /// Its address.
    pub from: String,
}

/// Rows of the table that are drawn before all of them are asked for.
const FIRST_ROWS: u32 = 100;

/// Width of A4 or letter paper between usual margins. A browser tells no page how wide its paper is before it is printed.
const PAPER_PX: u32 = 680;

/// Attributes that take certain words only, as `registry.rs` lists them (a test compares the two).
pub const ALLOWED: [(&str, &[&str]); 5] = [
    ("view", &["treemap", "table", "outturn", "years", "panels", "hundred", "debt", "tables", "highlights", "balance"]),
    ("basis", &["nominal", "per-head", "real", "real-per-head"]),
    ("theme", &["auto", "light", "dark", "contrast"]),
    ("mode", &["auto", "elder"]),
    ("heading-level", &["1", "2", "3", "4", "5", "6"]),
];

/// The part of the state that is no figure: what is open, what is searched for, what the loader has told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// What stands in the search field.
    pub query: String,
    /// What was found.
    pub hits: Vec<Hit>,
    /// What is open.
    pub panel: Option<Panel>,
    /// Whether the table is drawn: it has been opened.
    pub table: bool,
    /// What was wished for before the page is printed, while it is.
    pub print: Option<Wish>,
    /// What is said to a screen reader.
    pub said: String,
    /// The mark whose parts are marked in the table, because it stands for all of them together.
    pub others: Option<usize>,
    /// Elder mode.
    pub elder: bool,
    /// Whether the picture was asked for in elder mode, which shows the table first.
    pub asked_for_picture: bool,
    /// Whether lines run from right to left, and the picture with them.
    pub rtl: bool,
    /// Values that no attribute takes, each with those that it does.
    pub unknown: Vec<(&'static str, String)>,
    /// Whether the browser can read aloud.
    pub speech: bool,
    /// Fewer pixels than a row of switches needs.
    pub narrow: bool,
    /// Whether the files could not be read, so that nobody knows whether they add up.
    pub unchecked: bool,
    /// How often the check has changed what is known of the files.
    pub checks: u32,
    /// Whether the sums of the outline agree with each other, which is known before any file is added up.
    pub agrees: bool,
    /// Whether the files are being added up.
    pub checking: bool,
    /// Whether slices are being fetched for a search.
    pub seeking: bool,
    /// Whether the loader is asked for slices; before, it would be too early.
    pub asks: bool,
    /// The slice that was asked for and is not here yet.
    pub awaited: Option<u32>,
    /// Where the reader wanted to go when a slice was missing: the path to open, and where from.
    pub heading_for: Option<(String, String)>,
    /// Whether a slice could not be loaded.
    pub lost: bool,
    /// The file that was asked for before all rows were here.
    pub owed: Option<String>,
    /// Versions of the package, as the loader found them.
    pub versions: Versions,
    /// What became of copying: blank, `done`, `by-hand`.
    pub copied: String,
    /// The page's address; a line break stands where the state belongs, if the element has a deep link.
    pub page: String,
    /// The loader's address, for the embed code.
    pub script: String,
    /// The data's address, for the embed code.
    pub src: String,
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
    /// Where in the picture the reader is.
    pub spot: RwSignal<Spot>,
    /// Everything else.
    pub desk: RwSignal<Desk>,
    /// Heading level of the title, 1 to 6.
    pub heading: RwSignal<u8>,
    pub(super) tell: Tell,
}

impl State {
    /// The state before any attribute is set.
    pub fn new(loaded: Arc<Loaded>, tell: Tell) -> Self {
        let wish = Wish { rows: FIRST_ROWS, least_px: 24, font_px: 16, ..Wish::default() };
        Self {
            loaded,
            wish: RwSignal::new(wish),
            figure: RwSignal::default(),
            spot: RwSignal::default(),
            desk: RwSignal::default(),
            heading: RwSignal::new(2),
            tell,
        }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.figure.with_untracked(|figure| figure.empty.is_some())
    }

    /// The words of a key.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.loaded.all_words().text(key)
    }

    /// The mark of a number, those under the picture counted on.
    pub fn mark(figure: &BudgetFigure, at: usize) -> Option<&Mark> {
        let marks = &figure.picture.marks;
        marks.get(at).or_else(|| figure.picture.below.get(at.checked_sub(marks.len())?))
    }

    /// A mark's name, and that it can be opened.
    pub fn spoken(&self, mark: &Mark) -> String {
        match mark.opens {
            Some(_) => [mark.name.as_str(), self.say("part.opens")].join(self.say("join.name")),
            None => mark.name.clone(),
        }
    }

    /// Whether the table stands in the picture's place: it was asked for, or it is elder mode and the picture was not.
    pub fn is_table_first(&self) -> bool {
        self.wish.with_untracked(|wish| matches!(wish.view, View::Table | View::Tables))
            || self.desk.with_untracked(|desk| desk.elder && !desk.asked_for_picture)
    }

    /// Places the figure anew. Where a slice is missing, what is shown stays until it is here.
    pub fn place(&self) {
        let (table, asks) = self
            .desk
            .with_untracked(|desk| (desk.table || desk.print.is_some() || desk.panel == Some(Panel::Sum), desk.asks));
        let bare = !table && !self.is_table_first();
        self.wish.update_untracked(|wish| wish.bare = bare);
        let figure = self.wish.with_untracked(|wish| self.loaded.place(wish));
        if let (Some(number), true) = (figure.needs, asks) {
            self.ask_for(number);
        } else {
            self.figure.set(Arc::new(figure));
        }
    }

    /// Notes a value that an attribute does not take.
    fn check(&self, name: &str, value: &str) {
        let known = ALLOWED.iter().find(|(known, _)| *known == name);
        let Some((name, allowed)) = known else { return };
        let wrong = !value.is_empty() && !allowed.contains(&value);
        if wrong || self.desk.with_untracked(|desk| desk.unknown.iter().any(|(known, _)| known == name)) {
            self.refuse(name, value, wrong, allowed);
        }
    }

    /// Says which values an attribute takes, or no more that it has another one.
    #[inline(never)]
    fn refuse(&self, name: &'static str, value: &str, wrong: bool, allowed: &[&str]) {
        let allowed = allowed.join(self.say("join.list"));
        let values = [("attribute", name), ("value", value), ("allowed", &allowed)];
        let said = wrong.then(|| self.loaded.words.fill("state.value-unknown", &values));
        self.desk.update(|desk| {
            desk.unknown.retain(|(known, _)| *known != name);
            desk.unknown.extend(said.map(|said| (name, said)));
        });
    }

    /// Takes an attribute's value before the first figure is placed.
    pub fn prepare(&self, name: &str, value: &str) {
        self.check(name, value);
        if !self.wish.try_update_untracked(|wish| set_wish(wish, name, value)).unwrap_or_default() {
            self.set(name, value);
        }
    }

    /// Takes an attribute's or the loader's new value; the figure is placed anew where it depends on it.
    pub fn set(&self, name: &str, value: &str) {
        self.check(name, value);
        let known = self.wish.try_update_untracked(|wish| set_wish(wish, name, value)).unwrap_or_default();
        if known {
            // What was pointed at or chosen is gone when another figure is placed.
            self.move_to(Spot::default());
            self.desk.update_untracked(|desk| desk.others = None);
            self.place();
            return;
        }
        let on = value == "1";
        let text = value.to_owned();
        match name {
            "heading-level" => self.heading.set(natural(value).and_then(|level| level.try_into().ok()).unwrap_or(2)),
            "mode" => {
                let elder = value == "elder";
                if self.desk.with_untracked(|desk| desk.elder) != elder {
                    self.desk.update(|desk| (desk.elder, desk.asked_for_picture) = (elder, false));
                    self.wish.update_untracked(|wish| wish.least_px = if elder { 44 } else { 24 });
                    self.place();
                }
            }
            "dir" => self.desk.update(|desk| desk.rtl = value == "rtl"),
            "speech" => self.desk.update(|desk| desk.speech = on),
            "page" => self.desk.update(|desk| desk.page = text),
            "script" => self.desk.update(|desk| desk.script = text),
            "src" => self.desk.update(|desk| desk.src = text),
            "unchecked" => self.desk.update(|desk| (desk.unchecked, desk.checking) = (on, false)),
            _ => {}
        }
    }

    /// Fits the figure to paper, with every row, and back to the screen as it was.
    #[inline(never)]
    pub(super) fn print(&self, on: bool) {
        let before = self.desk.with_untracked(|desk| desk.print.clone());
        if on == before.is_some() {
            return;
        }
        let screen = self.wish.get_untracked();
        self.desk.update(|desk| desk.print = on.then_some(screen));
        self.wish.update_untracked(|wish| match before {
            Some(before) => *wish = before,
            None => (wish.rows, wish.width_px, wish.height_px) = (0, wish.width_px.min(PAPER_PX), 0),
        });
        self.place();
    }

    /// Fits the picture to its room: width and size of type in pixels, and its height; 0 for what suits the width.
    pub fn measure(&self, width_px: u32, font_px: u32, height_px: u32) {
        let fit = |wish: &mut Wish| {
            wish.width_px = width_px;
            wish.font_px = font_px;
            wish.height_px = height_px;
        };
        self.wish.update_untracked(fit);
        if self.desk.with_untracked(|desk| desk.print.is_some()) {
            self.desk.update(|desk| desk.print.iter_mut().for_each(fit));
        }
        let narrow = width_px < font_px * 34;
        if self.desk.with_untracked(|desk| desk.narrow) != narrow {
            self.desk.update(|desk| desk.narrow = narrow);
        }
        self.place();
    }

    /// Reacts to what happened; says whether the browser's own reaction must not happen too.
    #[inline(never)]
    pub fn on(&self, happening: &Happening, root: &HtmlElement) -> bool {
        if let Some((verb @ ("open" | "reach"), to)) = happening.act.split_once(' ') {
            return happening.kind == "click" && self.open(verb, to);
        }
        let act = Act::from_word(&happening.act);
        match (happening.kind.as_str(), act) {
            ("click", Some(act)) => self.act(act, root),
            ("change", Some(Act::Set(name))) => self.switch(&name, &happening.value),
            ("input", Some(Act::Find)) => self.find(&happening.value),
            ("keydown", act) => return self.key(&happening.key, act, root),
            ("focusin" | "pointerover", Some(Act::Mark(at))) => {
                let focus = happening.kind == "focusin";
                let drawn = self.figure.with_untracked(|figure| at < figure.picture.marks.len());
                let old = self.spot.get_untracked();
                self.move_to(Spot { tip: Some(at), stop: if focus && drawn { at } else { old.stop }, ..old });
            }
            ("focusin" | "pointerover" | "focusout", _) => {
                let old = self.spot.get_untracked();
                self.move_to(Spot { tip: None, ..old });
            }
            ("toggle", Some(Act::Table)) if !self.desk.with_untracked(|desk| desk.table) => {
                self.open_table();
            }
            _ => {}
        }
        false
    }

    #[inline(never)]
    fn act(&self, act: Act, root: &HtmlElement) {
        match act {
            Act::Go(path) | Act::Choose(path) => self.go(&path, root),
            Act::Up => self.up(root),
            Act::Mark(at) => self.choose(at, root),
            Act::Sort(by) => {
                self.wish.update_untracked(|wish| wish.sort = by);
                self.place();
            }
            Act::More => {
                self.wish.update_untracked(|wish| wish.rows = 0);
                self.place();
            }
            Act::Hit(at) => {
                let hit = self.desk.with_untracked(|desk| desk.hits.get(at).cloned());
                if let Some(hit) = hit {
                    self.wish.update_untracked(|wish| hit.dimension.clone_into(&mut wish.dimension));
                    self.go_from(&hit.opens, &hit.path, root);
                }
            }
            Act::Panel(panel) => {
                self.desk.update(|desk| {
                    desk.panel = (desk.panel != Some(panel)).then_some(panel);
                    desk.copied.clear();
                });
                self.place();
            }
            Act::View(table) => self.show_table(table),
            // All rows are in the files, which an outline is shown without.
            Act::Save(format) if format == "facts" && self.loaded.model().is_outline() => {
                self.desk.update(|desk| desk.owed = Some(format));
                self.check_files();
            }
            Act::Save(format) => self.save(&format),
            Act::Check => self.check_files(),
            Act::Newest => self.tell.ask("newest", ""),
            Act::Copy(what) => self.tell.copy(&what),
            Act::Speak => self.tell.speak(&self.figure.get_untracked().sentence),
            Act::Find | Act::Set(_) | Act::Table => {}
        }
    }

    #[inline(never)]
    fn open_table(&self) {
        self.desk.update(|desk| desk.table = true);
        self.place();
    }

    /// A file of what is shown.
    #[inline(never)]
    pub fn export(&self, format: &str) -> export::File {
        export::export(&self.loaded, format, &self.wish.get_untracked())
    }

    /// Opens a mark, or chooses it where nothing is below; "others" leads to the table, which has all of them.
    #[inline(never)]
    fn choose(&self, at: usize, root: &HtmlElement) {
        let figure = self.figure.get_untracked();
        let Some(mark) = Self::mark(&figure, at) else { return };
        match (&mark.opens, &mark.path) {
            (Some(path), _) => self.go(path, root),
            (None, Some(_)) => {
                let old = self.spot.get_untracked();
                self.move_to(Spot { chosen: (old.chosen != Some(at)).then_some(at), ..old });
                self.desk.update(|desk| desk.said = mark.name.clone());
                self.tell.tell(Told::Select(mark, figure.currency));
            }
            (None, None) => {
                self.desk.update(|desk| {
                    desk.others = Some(at);
                    desk.said = mark.name.clone();
                });
                self.wish.update_untracked(|wish| wish.rows = 0);
                self.open_table();
                let root = root.clone();
                host::after_drawing(move || host::open_and_focus(&root, "details.rows", "[data-small]"));
            }
        }
    }

    #[inline(never)]
    fn up(&self, root: &HtmlElement) {
        let crumbs = &self.figure.get_untracked().crumbs;
        if let Some(above) = crumbs.len().checked_sub(2).and_then(|at| crumbs.get(at)) {
            self.go(&above.path, root);
        }
    }

    /// Stands at a path, if the page agrees. The focus goes to the first mark, or on the way up to where one came from.
    #[inline(never)]
    pub fn go(&self, path: &str, root: &HtmlElement) {
        let from = self.wish.with_untracked(|wish| wish.path.clone());
        self.go_from(path, &from, root);
    }

    #[inline(never)]
    pub(super) fn go_from(&self, path: &str, from: &str, root: &HtmlElement) {
        let wish = Wish { path: path.to_owned(), ..self.wish.get_untracked() };
        let needed = self.loaded.place(&Wish { bare: true, ..wish }).needs;
        self.desk.update(|desk| desk.heading_for = needed.map(|_| (path.to_owned(), from.to_owned())));
        if let Some(number) = needed {
            return self.ask_for(number);
        }
        if !self.tell.tell(Told::Navigate { path, from }) {
            return;
        }
        self.wish.update_untracked(|wish| {
            path.clone_into(&mut wish.path);
            wish.rows = FIRST_ROWS;
        });
        self.place();
        let figure = self.figure.get_untracked();
        let is_on_the_way = |mark: &Mark| {
            let rest = mark.path.as_deref().and_then(|path| from.strip_prefix(path));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let stop = figure.picture.marks.iter().position(is_on_the_way).unwrap_or(0);
        self.move_to(Spot { stop, ..Spot::default() });
        self.desk.update(|desk| {
            desk.query.clear();
            desk.hits.clear();
            desk.others = None;
            desk.said = [figure.name.as_str(), figure.sentence.as_str()].join(". ");
        });
        self.tell_state(true);
        let root = root.clone();
        host::after_drawing(move || {
            let _ = host::focus(&root, "[part=cell][tabindex='0']") || host::focus(&root, "[aria-current]");
        });
    }

    #[inline(never)]
    pub(super) fn find(&self, query: &str) {
        let hits = self.loaded.search(&self.wish.get_untracked(), query);
        let is_first = || self.desk.with_untracked(|desk| desk.query.trim().is_empty());
        if !query.trim().is_empty() && is_first() && self.loaded.model().has_slices() {
            // What is only in slices is found when they are here.
            self.desk.update(|desk| desk.seeking = true);
            self.tell.ask("slices", "");
        }
        let count = hits.len().to_string();
        let said = match (query.trim().is_empty(), hits.is_empty()) {
            (true, _) => String::new(),
            (false, true) if self.desk.with_untracked(|desk| desk.seeking) => self.say("search.loading").to_owned(),
            (false, true) => self.loaded.all_words().fill("search.none", &[("query", query.trim())]),
            (false, false) => self.loaded.all_words().fill("search.hits", &[("n", &count)]),
        };
        self.desk.update(|desk| {
            query.clone_into(&mut desk.query);
            desk.hits = hits;
            desk.said = said;
        });
    }

    #[inline(never)]
    fn switch(&self, name: &str, value: &str) {
        if name == "view" {
            // It may need more of the module.
            return self.tell.ask("view", value);
        }
        self.set(name, value);
        let said = self.figure.with_untracked(|figure| figure.sentence.clone());
        self.desk.update(|desk| desk.said = said);
        self.tell_state(false);
    }

    fn move_to(&self, spot: Spot) {
        if self.spot.get_untracked() != spot {
            self.spot.set(spot);
        }
    }

    #[inline(never)]
    pub(super) fn tell_state(&self, push: bool) {
        self.tell.tell(Told::State { wish: &self.wish.get_untracked(), push });
    }

    /// A key, where the focus is on a mark: arrows walk, Home and End go to the ends, Escape and Backspace go up.
    #[inline(never)]
    fn key(&self, key: &str, act: Option<Act>, root: &HtmlElement) -> bool {
        let at = match act {
            Some(Act::Mark(at)) => at,
            Some(Act::Choose(path)) => return self.table_key(key, &path, &self.figure.get_untracked(), root),
            Some(Act::Find) if self.find_key(key, None, root) => return true,
            Some(Act::Hit(at)) if self.find_key(key, Some(at), root) => return true,
            _ => return key == "Escape" && self.close(root),
        };
        let figure = self.figure.get_untracked();
        let marks = &figure.picture.marks;
        let (left, right) = match self.desk.with_untracked(|desk| desk.rtl) {
            true => (Towards::Right, Towards::Left),
            false => (Towards::Left, Towards::Right),
        };
        let to = match key {
            "ArrowLeft" => walk::step(marks, at, left),
            "ArrowRight" => walk::step(marks, at, right),
            "ArrowUp" => walk::step(marks, at, Towards::Up),
            "ArrowDown" => walk::step(marks, at, Towards::Down),
            "Home" => 0,
            "End" => marks.len().saturating_sub(1),
            "Escape" if self.spot.get_untracked().chosen.is_some() => {
                self.move_to(Spot { chosen: None, ..self.spot.get_untracked() });
                return true;
            }
            "Escape" | "Backspace" => {
                self.up(root);
                return true;
            }
            _ => return false,
        };
        if at < marks.len() {
            let _ = host::focus(root, &does(&Act::Mark(to)));
        }
        true
    }

    /// A key in the search field, or `at` a hit: Enter opens the first one, arrows walk from the field through the hits and
    /// back, Escape ends the search.
    #[inline(never)]
    fn find_key(&self, key: &str, at: Option<usize>, root: &HtmlElement) -> bool {
        let count = self.desk.with_untracked(|desk| desk.hits.len().min(SHOWN_HITS));
        let last = count.saturating_sub(1);
        let to = match (key, at) {
            ("Enter", None) if count > 0 => {
                self.act(Act::Hit(0), root);
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
        let _ = host::focus(root, &does(&to.map_or(Act::Find, Act::Hit)));
        true
    }

    /// Closes what was opened last; says whether there was anything. From the parts marked in the table the focus goes back
    /// to the mark that stands for them.
    #[inline(never)]
    fn close(&self, root: &HtmlElement) -> bool {
        let (others, panel) = self.desk.with_untracked(|desk| (desk.others, desk.panel));
        if let Some(at) = others {
            let _ = host::focus(root, &does(&Act::Mark(at)));
        }
        if others.is_some() || panel.is_some() {
            self.desk.update(|desk| if others.is_some() { desk.others = None } else { desk.panel = None });
            return true;
        }
        false
    }
}

/// The selector of the node that an act is written beside.
pub(super) fn does(act: &Act) -> String {
    ["[data-do='", &act.word(), "']"].concat()
}

/// Sets the part of a wish that an attribute stands for; says whether there is one.
fn set_wish(wish: &mut Wish, name: &str, value: &str) -> bool {
    let field = match name {
        "view" => {
            wish.view = View::from_word(value);
            return true;
        }
        "dimension" => {
            // Codes of one dimension lead nowhere in another.
            wish.path.clear();
            &mut wish.dimension
        }
        "path" => &mut wish.path,
        "year" => &mut wish.year,
        "phase" => &mut wish.phase,
        "direction" => &mut wish.direction,
        "currency" => &mut wish.currency,
        "unit" => &mut wish.unit,
        "basis" => &mut wish.basis,
        _ => return false,
    };
    value.clone_into(field);
    true
}
