//! What became of one's own comment: a receipt in, what the service says, what was published and whether it was counted out; cannot fail:
//! what is not found is said.

use super::answer::Answer;
use super::state::{State, focus_later};
use crate::host::HtmlElement;
use daylight_core::consultation::receipt::Receipt;
use daylight_core::figure::consultation::{Asked, Found, find, receipt_fault};
use daylight_core::json::{Node, Writer};
use leptos::prelude::*;
use sha2::{Digest, Sha256};

/// A comment that is looked for.
#[derive(Clone, Debug)]
pub(super) struct Sought {
    /// Its receipt.
    receipt: Receipt,
    /// Whether the service was asked and has not answered yet.
    is_asked: bool,
    /// What the service said of it.
    said: Option<Node>,
    /// What has to be fetched for it.
    pub needs: String,
    /// So many comments were looked through.
    from: usize,
    /// What is wrong where it is not found.
    faults: Vec<(String, String)>,
}

impl State {
    /// Asks what became of a comment.
    pub(super) fn look(&self, root: &HtmlElement) {
        if self.held.with_value(|held| held.asked.busy) {
            return;
        }
        let receipt = match Receipt::read(&self.held.with_value(|held| held.asked.value("receipt").to_owned())) {
            Ok(receipt) => receipt,
            Err(fault) => {
                let fault = receipt_fault(fault, &self.loaded.words);
                self.held.update_value(|held| held.asked.faults = vec![("receipt".to_owned(), fault)]);
                self.place();
                return self.tell_faults(root);
            }
        };
        let url = &self.loaded.defined.addresses.status;
        let is_asked = !url.is_empty();
        self.held.update_value(|held| {
            held.asked.faults.clear();
            held.asked.busy = true;
            held.sought =
                Some(Sought { receipt, is_asked, said: None, needs: String::new(), from: 0, faults: Vec::new() });
        });
        self.place();
        if !is_asked {
            return self.seek(false, root);
        }
        let mut out = Writer::default();
        out.open('{').key("receipt").text(&receipt.written()).close('}');
        self.tell.report("say", &[("act", "ask"), ("url", url), ("body", &out.finish())]);
    }

    /// Looks for the comment of a receipt in what was fetched so far, and fetches more where it may be.
    pub(super) fn seek(&self, is_lost: bool, root: &HtmlElement) {
        let words = &self.loaded.words;
        let found = self.held.with_value(|held| {
            let Sought { receipt, said, from, .. } = held.sought.as_ref().filter(|sought| !sought.is_asked)?;
            let (receipt, said, from) = (*receipt, said.as_ref(), *from);
            let asked = Asked { receipt, text: held.asked.value("own"), said, from, is_lost };
            Some(find(&held.fetched, &asked, |bytes| Sha256::digest(bytes).into(), words))
        });
        let Some(found) = found else { return };
        self.held.update_value(|held| {
            held.asked.busy = false;
            match &found {
                Found::Needs(address, from) => {
                    held.asked.busy = true;
                    if let Some(sought) = &mut held.sought {
                        sought.from = *from;
                        sought.needs.clone_from(address);
                    }
                }
                Found::Told(lines) => held.asked.answer.clone_from(lines),
                Found::Nothing => {
                    let faults = held.sought.take().map(|sought| sought.faults).unwrap_or_default();
                    let key = if is_lost { "consultation.lost" } else { "consultation.fault.receipt-nobody" };
                    let said = || vec![("receipt".to_owned(), words.text(key).to_owned())];
                    held.asked.faults = if faults.is_empty() { said() } else { faults };
                }
            }
            if !held.asked.busy {
                held.sought = None;
            }
        });
        if let Found::Needs(address, _) = found {
            return self.fetch(&address);
        }
        self.place();
        focus_later(root, "#done, #faults");
    }

    /// What the service answered; see `take_answer`.
    pub(super) fn take_standing(&self, text: &str, root: &HtmlElement) {
        let answer = Answer::read(text);
        let faults = answer.faults(&self.loaded.words);
        // What the service does not know may be in a package that it shows.
        let is_known = answer.status == 200 || answer.text_of("rule") == Some("receipt-unknown");
        self.held.update_value(|held| {
            let Some(sought) = &mut held.sought else { return };
            sought.is_asked = false;
            match answer.status {
                200 => sought.said = answer.body,
                _ => sought.faults = faults,
            }
        });
        self.seek(!is_known, root);
    }
}
