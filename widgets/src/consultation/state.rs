//! What a reader has before them, what they typed and what they did last: records and acts in, a figure to draw out; cannot fail.
//!
//! What is typed is never part of the figure's signals: a form that is drawn anew under the fingers loses letters that an input method
//! has not finished.

use super::answer::Answer;
use super::load::Loaded;
use super::look::Sought;
use crate::host::{self, Happening, HtmlElement};
use crate::page::{Unknown, note_value};
use crate::tell::Tell;
use daylight_core::consultation::document::Defined;
use daylight_core::figure::consultation::{
    ConsultationFigure, Entry, Fetched, View, Wish, export_comments, faults, place_consultation,
};
use daylight_core::json::{self, Writer};
use daylight_core::text::{digits, natural};
use leptos::prelude::*;
use std::sync::Arc;

/// Attributes that take certain words only, as `registry.rs` lists them (a test compares the two).
pub const ALLOWED: [(&str, &[&str]); 4] = [
    ("view", &["draft", "list", "adoption", "status"]),
    ("theme", &["auto", "light", "dark", "contrast"]),
    ("mode", &["auto", "elder"]),
    ("heading-level", &["1", "2", "3", "4", "5", "6"]),
];

/// What was refused because the form is too old or too new: sent once more with the token that came along, without a word.
const RENEWED: [&str; 3] = ["form-expired", "form-early", "form-foreign"];

/// What no browser keeps: whoever uses it next need not know how to reach somebody.
const NOT_KEPT: [&str; 3] = ["contact", "website", "kept"];

/// A form that is too old may be too new when it is sent again; then it is waited once.
const MOST_RENEWALS: u8 = 2;

/// Nobody waits longer than so many seconds without a word.
const MOST_WAIT: u64 = 10;

/// The part of the state that is no figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// What is said to a screen reader.
    pub said: String,
    /// Values that no attribute takes, each with those that it does.
    pub unknown: Unknown,
    /// The version that the files were published as.
    pub edition: String,
    /// An address that could not be fetched.
    pub lost: String,
}

/// What was typed, and what is fetched.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    /// What was fetched.
    pub fetched: Fetched,
    /// The comment.
    entry: Entry,
    /// The question what became of one.
    pub asked: Entry,
    /// The one that is looked for.
    pub sought: Option<Sought>,
    /// Whether all comments are fetched to be saved.
    pub is_saving: bool,
    /// Whether what needs the second part of the module may be asked for.
    pub is_begun: bool,
    /// What is on its way.
    pub fetching: String,
    /// How often it was sent once more.
    renewed: u8,
}

/// The state of one element.
#[derive(Clone)]
pub struct State {
    /// Words and addresses.
    pub loaded: Arc<Loaded>,
    /// What is asked for.
    pub wish: RwSignal<Wish>,
    /// What is shown.
    pub figure: RwSignal<Arc<ConsultationFigure>>,
    /// Everything else.
    pub desk: RwSignal<Desk>,
    /// Heading level of the title, 1 to 6.
    pub heading: RwSignal<u8>,
    pub(super) held: StoredValue<Held>,
    pub(super) tell: Tell,
}

impl State {
    /// The state before any attribute is set.
    pub fn new(loaded: Arc<Loaded>, tell: Tell) -> Self {
        let (defined, list) = (loaded.defined.clone(), loaded.list.clone());
        let fetched = Fetched { defined, list, ..Fetched::default() };
        Self {
            loaded,
            wish: RwSignal::new(Wish::default()),
            figure: RwSignal::default(),
            desk: RwSignal::default(),
            heading: RwSignal::new(2),
            held: StoredValue::new(Held { fetched, ..Held::default() }),
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

    pub(super) fn place(&self) {
        let figure = self.held.with_value(|held| {
            self.wish.with_untracked(|wish| {
                let entry = if wish.view == View::Status { &held.asked } else { &held.entry };
                place_consultation(&held.fetched, wish, entry, &self.loaded.words)
            })
        });
        let needs = figure.needs.clone();
        self.figure.set(Arc::new(figure));
        if let Some(address) = needs {
            self.fetch(&address);
        }
    }

    /// Takes an attribute's value before the first figure is placed.
    pub fn prepare(&self, name: &str, value: &str) {
        self.check(name, value);
        if !self.wish.try_update_untracked(|wish| set_wish(wish, name, value)).unwrap_or_default() {
            self.set(name, value);
        }
        if name == "subject" || name == "path" {
            self.held.update_value(|held| held.entry.set("subject", value));
        }
    }

    /// Takes an attribute's or the loader's new value.
    pub fn set(&self, name: &str, value: &str) {
        if name == "today" && self.wish.with_untracked(|wish| wish.today == value) {
            return;
        }
        self.check(name, value);
        if self.wish.try_update_untracked(|wish| set_wish(wish, name, value)).unwrap_or_default() {
            if name == "subject" {
                self.held.update_value(|held| held.entry.set("subject", value));
            }
            return self.place();
        }
        if name == "heading-level" {
            self.heading.set(natural(value).and_then(|level| level.try_into().ok()).unwrap_or(2));
        }
    }

    /// Notes a value that an attribute does not take.
    fn check(&self, name: &str, value: &str) {
        self.desk.update(|desk| note_value(&mut desk.unknown, &ALLOWED, (name, value), &self.loaded.words));
    }

    /// There is nothing that has to fit its room.
    pub fn measure(&self, _: u32, _: u32, _: u32) {
        if self.figure.with_untracked(|figure| figure.page.title.is_empty()) {
            self.place();
        }
    }

    /// What is shown is what was fetched: there is nothing to compare it with.
    pub fn prove(&self, _: Loaded) -> bool {
        true
    }

    /// What the loader calls after the first picture (see `element.rs`): besides, `fetched` with an address, a line feed and a text;
    /// `lost` with an address; `kept` with what was typed before; `sent` and `told` with a status, the seconds to wait, and what the
    /// service answered.
    pub fn further(&self, method: &str, text: String, root: &HtmlElement) -> String {
        match method {
            "begin" => {
                self.held.update_value(|held| held.is_begun = true);
                let id = &self.loaded.defined.consultation.id;
                if !self.loaded.defined.addresses.submit.is_empty() {
                    self.tell.report("say", &[("act", "begin"), ("id", id)]);
                }
                if let Some(address) = self.figure.with_untracked(|figure| figure.needs.clone()) {
                    self.fetch(&address);
                }
            }
            // What is no clause is something that another package has published: it may be commented on.
            "reach" if self.loaded.defined.consultation.clause(&text).is_none() => {
                self.set("view", View::Draft.word());
                self.set("subject", &text);
                focus_later(root, "#text");
            }
            "go" | "reach" => self.go(&text, root),
            "edition" => self.desk.update(|desk| desk.edition = text),
            "csv" => return self.held.with_value(|held| export_comments(&held.fetched, &self.loaded.words)),
            "fetched" => self.take(&text, root),
            "lost" => self.lose(text, root),
            "kept" => self.take_draft(&text),
            "sent" => self.take_answer(&text, root),
            // What was taken before the element was drawn in another language.
            "taken" => {
                let answer = Answer::read(&text);
                let receipt = answer.text_of("receipt").unwrap_or_default();
                let receipt = receipt.to_owned();
                self.held.update_value(|held| held.entry = Entry { receipt, ..Entry::default() });
                self.place();
            }
            "told" => self.take_standing(&text, root),
            _ => {}
        }
        String::new()
    }

    /// What was typed before the page was closed.
    fn take_draft(&self, text: &str) {
        let Ok(root) = json::read(text) else { return };
        self.held.update_value(|held| {
            if !held.entry.is_blank() {
                return;
            }
            // The page, or the link that led here, says what it is about.
            let is_of_page = !held.entry.value("subject").is_empty();
            for (field, value) in root.members().iter().filter(|(field, _)| !(is_of_page && field == "subject")) {
                held.entry.set(field, value.text().unwrap_or_default());
            }
        });
        self.place();
    }

    /// Reacts to what happened inside the element; says whether the browser should do nothing else.
    pub fn on(&self, happening: &Happening, root: &HtmlElement) -> bool {
        let (verb, object) = happening.act.split_once(' ').unwrap_or((&happening.act, ""));
        match (happening.kind.as_str(), verb) {
            ("click", "go") => self.go(object, root),
            ("click", "comment") => {
                self.type_in("subject", object);
                self.place();
                focus_later(root, "#text");
            }
            ("input" | "change", "type") => self.type_in(object, &happening.value),
            ("change", "tick") => {
                if let Some((field, option)) = object.split_once(' ') {
                    self.held.update_value(|held| held.entry.toggle(field, option));
                    self.keep();
                }
            }
            ("change", "pick") => {
                if let Some((field, option)) = object.split_once(' ') {
                    self.type_in(field, option);
                }
            }
            ("click", "send") => self.send(root),
            ("click", "look") => self.look(root),
            ("keydown", "type") if happening.key == "Enter" && object == "receipt" => {
                self.look(root);
                return true;
            }
            ("click", "clear" | "again") => self.clear(root),
            ("click", "fault") => {
                host::focus(root, &["[id='", object, "']"].concat());
            }
            ("click", "more") => {
                let next = self.held.with_value(|held| held.fetched.next.clone().unwrap_or_default());
                self.fetch(&next);
            }
            ("click", "retry") => {
                let lost = self.desk.with_untracked(|desk| desk.lost.clone());
                self.desk.update(|desk| desk.lost.clear());
                self.fetch(&lost);
            }
            ("click", "save") => self.save(),
            ("click", "state") => self.narrow(|wish| match wish.theme == object {
                true => wish.theme.clear(),
                false => object.clone_into(&mut wish.theme),
            }),
            ("input", "seek") => self.narrow(|wish| happening.value.clone_into(&mut wish.query)),
            ("change", "set") => {
                self.set(object, &happening.value);
                let said = self.figure.with_untracked(|figure| figure.page.sentence.clone());
                self.desk.update(|desk| desk.said = said);
                self.tell_state(false);
            }
            _ => {}
        }
        false
    }

    /// Begins anew with what the reader has before them, and with nothing else.
    fn clear(&self, root: &HtmlElement) {
        let is_asking = self.is_asking();
        let is_cleared = self.held.try_update_value(|held| {
            if is_asking {
                held.asked = Entry::default();
            } else if !held.entry.busy {
                let subject = held.entry.value("subject").to_owned();
                held.entry = Entry::default();
                held.entry.set("subject", &subject);
                return true;
            }
            false
        });
        if is_cleared.unwrap_or_default() {
            self.tell.report("say", &[("act", "clear")]);
        }
        self.place();
        focus_later(root, "#text, #receipt");
    }

    fn is_asking(&self) -> bool {
        self.figure.with_untracked(|figure| figure.granted.view == View::Status)
    }

    fn type_in(&self, field: &str, value: &str) {
        let is_asking = self.is_asking();
        self.held.update_value(|held| {
            if is_asking { &mut held.asked } else { &mut held.entry }.set(field, value);
            // Whoever goes on writing may write another number.
            held.entry.confirming = false;
        });
        if !is_asking {
            self.keep();
        }
    }

    /// Has the loader keep what was typed, in this browser.
    fn keep(&self) {
        let typed = self.held.with_value(|held| {
            let mut out = Writer::default();
            out.open('{');
            for (field, value) in held.entry.values.iter().filter(|(field, _)| !NOT_KEPT.contains(&field.as_str())) {
                out.key(field).text(value);
            }
            out.close('}').finish()
        });
        self.tell.report("say", &[("act", "keep"), ("typed", &typed)]);
    }

    fn send(&self, root: &HtmlElement) {
        let words = &self.loaded.words;
        let is_ready = self.held.try_update_value(|held| {
            if held.entry.busy {
                return false;
            }
            held.entry.faults = faults(&held.fetched.defined.consultation, &held.entry, words);
            held.entry.busy = held.entry.faults.is_empty();
            held.renewed = 0;
            held.entry.busy
        });
        self.place();
        if is_ready.unwrap_or_default() {
            if self
                .tell
                .report("submit", &[("subject", &self.held.with_value(|held| held.entry.value("subject").to_owned()))])
            {
                return self.post(0);
            }
            // The page sends it itself, or does not want it.
            self.held.update_value(|held| held.entry.busy = false);
            return self.place();
        }
        self.tell_faults(root);
    }

    pub(super) fn tell_faults(&self, root: &HtmlElement) {
        focus_later(root, "#faults");
    }

    /// Sends it, after so many seconds.
    fn post(&self, wait: u64) {
        let body = self.held.with_value(|held| {
            let mut out = Writer::default();
            let entry = &held.entry;
            out.open('{').key("token").text(&held.fetched.defined.addresses.token);
            // `PACKAGE ID` of something that another package has, else the id of a clause.
            let (package, subject) = match entry.value("subject").split_once(' ') {
                Some((package, subject)) => (package, subject),
                None => ("", entry.value("subject")),
            };
            out.key("package").text(package).key("subject").text(subject);
            let voucher = self.wish.with_untracked(|wish| wish.voucher.clone());
            if !voucher.is_empty() {
                out.key("voucher").text(&voucher);
            }
            for field in ["text", "name", "contact", "website"] {
                out.key(field).text(entry.value(field));
            }
            if entry.confirming {
                out.key("confirmed").raw("true");
            }
            out.key("answers").open('{');
            for (field, value) in &entry.values {
                if let Some(question) = field.strip_prefix("answer.") {
                    out.key(question).open('[');
                    // What was chosen is numbers, a line each; what was written stays one.
                    let is_number = value.lines().all(|line| natural(line).is_some());
                    match is_number {
                        true => value.lines().for_each(|line| {
                            out.text(line);
                        }),
                        false => {
                            out.text(value);
                        }
                    }
                    out.close(']');
                }
            }
            out.close('}').close('}').finish()
        });
        let url = &self.loaded.defined.addresses.submit;
        let wait = digits(wait.min(MOST_WAIT));
        self.tell.report("say", &[("act", "send"), ("url", url), ("body", &body), ("wait", &wait)]);
    }

    /// What the service answered: a status, 0 where there was none; the seconds that it asks to wait; and its words.
    fn take_answer(&self, text: &str, root: &HtmlElement) {
        let answer = Answer::read(text);
        let words = &self.loaded.words;
        let is_again = self.held.try_update_value(|held| {
            let entry = &mut held.entry;
            if let (201, Some(receipt)) = (answer.status, answer.text_of("receipt")) {
                let subject = entry.value("subject").to_owned();
                let text = entry.value("text").to_owned();
                *entry = Entry { receipt: receipt.to_owned(), ..Entry::default() };
                entry.set("subject", &subject);
                entry.set("kept", &text);
                return false;
            }
            let rule = answer.text_of("rule").unwrap_or_default();
            if let Some(token) = answer.text_of("token") {
                token.clone_into(&mut held.fetched.defined.addresses.token);
                // One that was sent too early, or without a token, is sent again once it may be.
                if RENEWED.contains(&rule) && held.renewed < MOST_RENEWALS {
                    held.renewed += 1;
                    return true;
                }
            }
            entry.busy = false;
            // Nobody sees it, so nobody could take it out.
            entry.set("website", "");
            entry.confirming = rule == "personal-data";
            entry.faults = answer.faults(words);
            false
        });
        if is_again.unwrap_or_default() {
            return self.post(answer.wait);
        }
        let is_taken = self.held.with_value(|held| !held.entry.receipt.is_empty());
        if !is_taken && answer.text_of("rule") == Some("key-used") {
            self.tell.report("say", &[("act", "key")]);
        }
        self.place();
        match is_taken {
            true => focus_later(root, "#done"),
            false => self.tell_faults(root),
        }
    }

    /// Goes to a clause, if the page agrees; the focus goes to what is said there.
    fn go(&self, path: &str, root: &HtmlElement) {
        let from = self.wish.with_untracked(|wish| wish.path.clone());
        if !self.tell.report("navigate", &[("path", path), ("from", &from)]) {
            return;
        }
        self.wish.update_untracked(|wish| {
            path.clone_into(&mut wish.path);
            if wish.view == View::Status {
                wish.view = View::Draft;
            }
        });
        self.place();
        let figure = self.figure.get_untracked();
        self.desk.update(|desk| desk.said = [figure.page.name.as_str(), figure.page.sentence.as_str()].join(". "));
        self.tell_state(true);
        focus_later(root, "#answer");
    }

    fn narrow(&self, wish: impl FnOnce(&mut Wish)) {
        self.wish.update_untracked(wish);
        self.place();
        let said =
            self.figure.with_untracked(|figure| figure.seek.as_ref().map_or(String::new(), |seek| seek.said.clone()));
        self.desk.update(|desk| desk.said = said);
    }

    fn tell_state(&self, push: bool) {
        let wish = self.wish.get_untracked();
        let view = if wish.view == View::default() { "" } else { wish.view.word() };
        self.tell.report(if push { "push" } else { "replace" }, &[("path", wish.path.as_str()), ("view", view)]);
    }

    /// Has the browser keep the comments, once all of them are here.
    pub(super) fn save(&self) {
        let words = &self.loaded.words;
        let (next, here, all) = self.held.with_value(|held| {
            let Defined { consultation, tally, addresses, .. } = &held.fetched.defined;
            let next = held.fetched.next.as_ref().unwrap_or(&addresses.comments).clone();
            (next, consultation.comments.len() as u64, tally.received)
        });
        let was_saving = self.held.with_value(|held| held.is_saving);
        self.held.update_value(|held| held.is_saving = !next.is_empty());
        if !next.is_empty() {
            let values = [("here", words.integer(here)), ("all", words.integer(all))];
            let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
            let said = words.fill("consultation.saving", &values);
            self.desk.update(|desk| desk.said = said);
            return self.fetch(&next);
        }
        if was_saving {
            self.desk.update(|desk| desk.said.clear());
            self.place();
        }
        let name = [&self.loaded.defined.consultation.id, "-comments.csv"].concat();
        let text = self.held.with_value(|held| export_comments(&held.fetched, &self.loaded.words));
        let media = "text/csv;charset=utf-8";
        self.tell.report("export", &[("format", "csv"), ("name", &name), ("type", media), ("text", &text)]);
    }
}

pub(super) fn focus_later(root: &HtmlElement, selector: &'static str) {
    let root = root.clone();
    host::after_drawing(move || {
        let _ = host::focus(&root, selector);
    });
}

/// Sets the part of a wish that an attribute stands for; says whether there is one.
fn set_wish(wish: &mut Wish, name: &str, value: &str) -> bool {
    let field = match name {
        "view" => {
            wish.view = View::from_word(value);
            return true;
        }
        "path" => &mut wish.path,
        "subject" => &mut wish.subject,
        "voucher" => &mut wish.voucher,
        "today" => &mut wish.today,
        _ => return false,
    };
    value.clone_into(field);
    true
}
