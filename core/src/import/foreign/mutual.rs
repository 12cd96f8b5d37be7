//! Transfers that an activity disburses and the next one receives: reports of both ends in, each transfer once out; cannot fail.
//!
//! Two reports are of one transfer where an end names the other's activity and nothing speaks against it: the same amount in the
//! same currency, no more than a month apart. Each report is taken once, in the order of days.

use super::cell::Cell;
use super::draft::Draft;
use super::shape::Of;
use crate::day::{Day, DayOrder};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Days within which money that was sent is received.
const FARTHEST: i32 = 31;

/// A transfer as one end reports it.
#[derive(Debug)]
pub struct Reported {
    /// Whether the receiver reports it.
    pub is_incoming: bool,
    /// The activity that reports it.
    pub activity: String,
    /// The activity at the other end; blank where it is not named.
    pub other: Cell,
    /// The row of transfers: id, year, from, to, amount, day, document, currency.
    pub cells: [Cell; 8],
}

// Columns of a row.
const FROM: usize = 2;
const TO: usize = 3;
const AMOUNT: usize = 4;
const DAY: usize = 5;
const CURRENCY: usize = 7;

/// All transfers in the order of the file.
#[derive(Debug, Default)]
pub struct Flows(Vec<Reported>);

impl Flows {
    /// Adds a report.
    pub fn add(&mut self, reported: Reported) {
        self.0.push(reported);
    }

    /// Writes each transfer once. Who gives is known best to the giver, who receives to the receiver.
    pub fn write(mut self, draft: &mut Draft) {
        let mut is_told = vec![false; self.0.len()];
        for (sent, received) in self.pairs() {
            let (to, at) = (self.0[received].cells[TO].clone(), self.0[received].cells[AMOUNT].at);
            let of = &mut self.0[sent];
            of.other.text.clear();
            of.cells[TO] = to;
            is_told[received] = true;
            draft.both(&of.cells[AMOUNT], at);
        }
        for (reported, is_told) in self.0.into_iter().zip(is_told) {
            if !is_told {
                // An activity at the other end that reports nothing of it has no place in the row.
                if !reported.other.is_blank() {
                    let what = if reported.is_incoming { "provider-org" } else { "receiver-org" };
                    let name = if reported.is_incoming { "provider-activity-id" } else { "receiver-activity-id" };
                    draft.leave(&[what, "@", name].concat(), reported.other.at);
                }
                draft.row(Of::Transfers, reported.cells);
            }
        }
    }

    /// The positions of both reports of each transfer that has two.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let mut left: Vec<(Day, usize)> = Vec::new();
        for (at, of) in self.0.iter().enumerate() {
            left.extend(Day::read(&of.cells[DAY].text, DayOrder::YearFirst).map(|day| (day, at)));
        }
        left.sort_unstable();
        let mut pairs = Vec::new();
        for link in [Link::Both, Link::Sender, Link::Receiver] {
            let mut received: BTreeMap<Vec<&str>, VecDeque<(Day, usize)>> = BTreeMap::new();
            let amounts: Vec<String> = left.iter().map(|(_, at)| plain(&self.0[*at].cells[AMOUNT].text)).collect();
            let by_key = |is_incoming: bool| {
                let reports =
                    left.iter().zip(&amounts).filter(move |((_, at), _)| self.0[*at].is_incoming == is_incoming);
                reports.filter_map(move |((day, at), amount)| Some((self.0[*at].key(link, amount)?, *day, *at)))
            };
            for (key, day, at) in by_key(true) {
                received.entry(key).or_default().push_back((day, at));
            }
            let before = pairs.len();
            for (key, day, sent) in by_key(false) {
                let Some(queue) = received.get_mut(&key) else { continue };
                // Those that come later are sent later too.
                while queue.front().is_some_and(|(first, _)| day.since(*first) > FARTHEST) {
                    queue.pop_front();
                }
                if let Some((_, received)) = queue.front().filter(|(first, _)| first.since(day) <= FARTHEST) {
                    pairs.push((sent, *received));
                    queue.pop_front();
                }
            }
            let taken: BTreeSet<usize> = pairs[before..].iter().flat_map(|(one, other)| [*one, *other]).collect();
            left.retain(|(_, at)| !taken.contains(at));
        }
        pairs
    }
}

/// Which end names the other's activity. Where only one does, the organisations have to be the same.
#[derive(Clone, Copy)]
enum Link {
    Both,
    Sender,
    Receiver,
}

impl Reported {
    /// What both reports of a transfer have in common; `None` where this one is none of such.
    fn key<'a>(&'a self, link: Link, amount: &'a str) -> Option<Vec<&'a str>> {
        let (own, other) = (self.activity.as_str(), self.other.text.as_str());
        let names_other = match link {
            Link::Both => true,
            Link::Sender => !self.is_incoming,
            Link::Receiver => self.is_incoming,
        };
        if own.is_empty() || own == other || other.is_empty() == names_other {
            return None;
        }
        let cell = |column: usize| self.cells[column].text.as_str();
        let mut key = vec![amount, cell(CURRENCY)];
        match link {
            Link::Both if self.is_incoming => key.extend([other, own]),
            Link::Both => key.extend([own, other]),
            // The activity that is named: the other's, or its own.
            _ => key.extend([if names_other { other } else { own }, cell(FROM), cell(TO)]),
        }
        Some(key)
    }
}

/// An amount without zeros that say nothing.
fn plain(text: &str) -> String {
    let text = text.replace(',', "");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
