//! What a view is made from besides the definition: pages of comments, the adoption, receipts and names asked for and taken; what does
//! not come is said.

use super::state::State;
use crate::host::HtmlElement;
use daylight_core::consultation::document::{read_adoption, read_comments, read_receipts, read_subject};
use leptos::prelude::*;

impl State {
    /// Asks for what a view needs, once.
    pub(super) fn fetch(&self, address: &str) {
        let is_new = self.held.try_update_value(|held| {
            let is_new = held.is_begun && held.fetching != address;
            if is_new {
                address.clone_into(&mut held.fetching);
            }
            is_new
        });
        if is_new.unwrap_or_default() {
            let addresses = &self.loaded.defined.addresses;
            let is_one = address == addresses.adoption || address == addresses.receipts || self.names(address);
            let what = if is_one { "" } else { "comments" };
            self.tell.report("say", &[("act", "fetch"), ("url", address), ("what", what)]);
        }
    }

    /// Whether an address tells what something is called.
    fn names(&self, address: &str) -> bool {
        let known = &self.loaded.defined.addresses.subject;
        !known.is_empty() && address.strip_prefix(known.as_str()).is_some_and(|rest| rest.starts_with('?'))
    }

    /// Takes what the subject of a comment is called; nothing where nobody knows. What the page has no use for any more is dropped.
    fn take_names(&self, address: &str, text: &str) {
        let is_needed = self.figure.with_untracked(|figure| figure.needs.as_deref() == Some(address));
        self.held.update_value(|held| {
            if held.fetching == address {
                held.fetching.clear();
            }
            if is_needed {
                let subject = self.wish.with_untracked(|wish| wish.subject.clone());
                held.fetched.subject.push((subject, read_subject(text).unwrap_or_default()));
            }
        });
        if is_needed {
            self.place();
        }
    }

    /// Takes what came: its address, a line feed and a text.
    pub(super) fn take(&self, text: &str, root: &HtmlElement) {
        let Some((address, text)) = text.split_once('\n') else { return };
        if self.names(address) {
            return self.take_names(address, text);
        }
        let read = self.held.try_update_value(|held| {
            held.fetching.clear();
            let fetched = &mut held.fetched;
            let told = &mut fetched.defined.consultation;
            if address == fetched.defined.addresses.adoption {
                return read_adoption(told, text).map(|clauses| fetched.clauses = Some(clauses)).is_ok();
            }
            if address == fetched.defined.addresses.receipts {
                fetched.receipts = read_receipts(text).ok().flatten();
                return fetched.receipts.is_some();
            }
            read_comments(told, &mut fetched.same, text).map(|next| fetched.next = Some(next)).is_ok()
        });
        if !read.unwrap_or_default() {
            return self.lose(address.to_owned(), root);
        }
        self.desk.update(|desk| desk.lost.clear());
        // Of many pages that are only to be saved none is drawn.
        if self.held.with_value(|held| held.is_saving) {
            self.save();
        } else {
            self.place();
        }
        self.seek(false, root);
    }

    /// Says that an address could not be fetched.
    pub(super) fn lose(&self, address: String, root: &HtmlElement) {
        if self.names(&address) {
            return self.take_names(&address, "");
        }
        self.held.update_value(|held| {
            held.fetching.clear();
            held.is_saving = false;
        });
        let is_sought = self.held.with_value(|held| held.sought.as_ref().is_some_and(|sought| sought.needs == address));
        self.desk.update(|desk| desk.lost = address);
        if is_sought {
            self.seek(true, root);
        }
    }
}
