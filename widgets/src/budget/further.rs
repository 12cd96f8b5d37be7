//! What happens after the first picture: slices and files of the package, its versions and what became of things in, the state that
//! says so out; cannot fail.

use super::state::State;
use crate::host::HtmlElement;
use crate::load::Loaded;
use crate::tell::Told;
use daylight_core::figure::budget::View;
use daylight_core::model::path::find_line;
use daylight_core::summary::is_rest_code;
use daylight_core::text::digits;
use leptos::prelude::*;

impl State {
    /// Compares the files' sums with what is shown; says whether they are the same.
    #[inline(never)]
    pub fn prove(&self, files: Loaded) -> bool {
        let same = self.loaded.prove(files);
        self.desk.update(|desk| (desk.checks, desk.checking) = (desk.checks + 1, false));
        if let (true, Some(format)) = (same, self.desk.with_untracked(|desk| desk.owed.clone())) {
            self.desk.update(|desk| desk.owed = None);
            self.save(&format);
        }
        let waits = self.desk.with_untracked(|desk| desk.awaited.is_some());
        if waits || self.figure.with_untracked(|figure| figure.needs.is_some()) {
            self.resume();
        }
        same
    }

    /// What the loader calls after the first picture (see `element.rs`).
    #[inline(never)]
    pub fn further(&self, method: &str, text: String, root: &HtmlElement) -> String {
        let on = text == "1";
        match method {
            "go" => self.go(&text, root),
            "reach" => self.go_to(&text, root),
            "links" => {
                self.loaded.learn_links(&text);
                // Where the reader stands there may be some.
                self.spot.update(|_| {});
            }
            "begin" if !self.begin(&text) => return "-1".to_owned(),
            "begin" if self.loaded.checked.get().is_none() => return digits(self.loaded.bytes),
            "slice" if !self.grow(&text, root) => return "0".to_owned(),
            "print" => self.print(on),
            "sought" => {
                self.desk.update(|desk| desk.seeking = false);
                self.resume();
            }
            "checking" => self.desk.update(|desk| desk.checking = on),
            "lost" => {
                let said = self.say("slice.lost").to_owned();
                self.desk
                    .update(|desk| (desk.awaited, desk.heading_for, desk.lost, desk.said) = (None, None, true, said));
            }
            "edition" => self.loaded.set_version(text),
            "versions" => self.desk.update(|desk| desk.versions.text = text),
            "versions-from" => self.desk.update(|desk| desk.versions.from = text),
            "copied" => self.desk.update(|desk| desk.copied = text),
            "csv" | "svg" => return self.export(method).text,
            _ => {}
        }
        String::new()
    }

    /// Goes to the line that an id stands for: a path, or a code at any depth. One that has no parts is chosen among its neighbours.
    #[inline(never)]
    fn go_to(&self, id: &str, root: &HtmlElement) {
        let model = self.loaded.model();
        let Some(line) = find_line(&model, id).filter(|_| !self.wish.with_untracked(|wish| wish.view.is_of_set()))
        else {
            // What is deeper than an outline is found when its slices are here.
            return if model.has_slices() && !id.contains('/') { self.find(id) } else { self.go(id, root) };
        };
        if self.figure.with_untracked(|figure| figure.granted.dimension != line.dimension) {
            self.wish.update_untracked(|wish| wish.dimension.clone_from(&line.dimension));
        }
        self.go_from(&line.opens, &line.path, root);
        let figure = self.figure.get_untracked();
        let marks = figure.picture.marks.iter().chain(&figure.picture.below);
        let at = marks.enumerate().find(|(_, mark)| mark.opens.is_none() && mark.path.as_ref() == Some(&line.path));
        if let Some((at, _)) = at {
            self.spot.update(|spot| spot.chosen = Some(at));
        }
    }

    /// Follows a link; says whether an element of the page did. Where none does and there is no address, the reader is told.
    #[inline(never)]
    pub(super) fn open(&self, verb: &str, to: &str) -> bool {
        let is_open = self.tell.open(to);
        if !is_open && verb == "reach" {
            let (package, _) = to.split_once(' ').unwrap_or((to, ""));
            let said = self.loaded.all_words().fill("linked.nowhere", &[("package", package)]);
            self.desk.update(|desk| desk.said = said);
        }
        is_open
    }

    /// From here on the loader can be asked for slices; says whether the sums of an outline agree with each other.
    fn begin(&self, words: &str) -> bool {
        self.loaded.learn(words);
        let agrees = self.loaded.agrees();
        self.desk.update(|desk| (desk.asks, desk.agrees) = (true, agrees));
        // What is whole is not drawn again: somebody may be on it.
        if self.figure.with_untracked(|figure| figure.needs.is_some()) {
            self.place();
        }
        self.seek();
        agrees
    }

    /// Asks for the rest of a level where the reader was sent to a part that is none of the largest.
    fn seek(&self) {
        let (wish, figure) = (self.wish.get_untracked(), self.figure.get_untracked());
        let is_there = figure.needs.is_some() || figure.refused.iter().all(|refusal| refusal.attribute != "path");
        if let Some(number) = self.loaded.rest_below(&wish, &figure.granted.path).filter(|_| !is_there) {
            self.ask_for(number);
        }
    }

    /// Asks for a slice, once.
    #[inline(never)]
    pub(super) fn ask_for(&self, number: u32) {
        if self.desk.with_untracked(|desk| desk.awaited) != Some(number) {
            let said = self.say("slice.loading").to_owned();
            self.desk.update(|desk| (desk.awaited, desk.lost, desk.said) = (Some(number), false, said));
            self.tell.ask("slice", &digits(number.into()));
        }
    }

    /// Takes a slice in; says whether it is of this outline. The reader goes where they wanted to go.
    fn grow(&self, slice: &str, root: &HtmlElement) -> bool {
        // It may have been on its way while the files came.
        let is_own = !self.loaded.model().is_outline() || self.loaded.grow(slice);
        self.desk.update(|desk| desk.awaited = None);
        match self.desk.with_untracked(|desk| desk.heading_for.clone()) {
            // The rest of a level is now among its parts.
            Some((path, from)) if is_own => self.go_from(without_rest(&path), &from, root),
            _ => self.resume(),
        }
        self.seek();
        is_own
    }

    /// Does again what waited for more of the package.
    fn resume(&self) {
        self.place();
        let query = self.desk.with_untracked(|desk| desk.query.clone());
        if !query.is_empty() {
            self.find(&query);
        }
    }

    /// Picture first or table first; a comparison has its table beneath it.
    pub(super) fn show_table(&self, table: bool) {
        let (folds, compares) =
            (self.is_table_first(), self.wish.with_untracked(|wish| wish.view.compares() || wish.view.is_of_set()));
        if !compares {
            self.wish.update_untracked(|wish| wish.view = if table { View::Table } else { View::Treemap });
        }
        self.desk.update(|desk| {
            desk.asked_for_picture = !table;
            desk.table = table || desk.table && !folds && !compares;
        });
        self.place();
        self.tell_state(false);
    }

    /// Asks for the files, to add them up.
    pub(super) fn check_files(&self) {
        let said = self.say("mark.checking").to_owned();
        self.desk.update(|desk| (desk.checking, desk.unchecked, desk.said) = (true, false, said));
        self.tell.ask("check", "");
    }

    /// Gives the page a file of what is shown.
    pub(super) fn save(&self, format: &str) {
        let file = self.export(format);
        self.tell.tell(Told::Export(&file));
    }
}

/// The path of a node whose parts are in a slice; that of the level itself where it is the rest of one.
fn without_rest(path: &str) -> &str {
    let (above, last) = path.rsplit_once('/').unwrap_or(("", path));
    if is_rest_code(last) { above } else { path }
}
