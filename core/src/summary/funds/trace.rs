//! Where money came from and where it went: a unit and its money in, the portions of the links on the way out; cannot fail.
//!
//! Where several flows meet, nobody can tell one yuan from another: what goes on is divided in the proportion in which it came,
//! by whole minor units that add up exactly ([`apportion`]). Money that left a unit on the way without having come there has no
//! source on record, and is told as such; what went round in a circle is told apart. What was given back, straight or past a tier, is
//! no part of what came.

use super::Choice;
use crate::graph::{Acyclic, Edge, Ends, order_acyclic};
use crate::model::funds::{Ledger, Pot};
use crate::money::{Amount, apportion};
use crate::order::sort_by;

/// What of a link belongs to the money traced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    /// Who passed it on.
    pub from: usize,
    /// Who received it.
    pub to: usize,
    /// How much.
    pub amount: Amount,
}

/// The way of some money.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// How much was traced.
    pub amount: Amount,
    /// The links that it took, in the order of the flow.
    pub links: Vec<Portion>,
    /// Where it begins (or, onwards, ends): unit and amount, in the order of units. They add up to the whole with `unknown` and
    /// `round`.
    pub ends: Vec<(usize, Amount)>,
    /// What has no source on record, or of which nobody said where it went.
    pub unknown: Amount,
    /// What came to the unit only to go round, or, onwards, was given back on the way.
    pub round: Amount,
    /// Whether flows meet on the way, so that portions are proportional.
    pub is_proportional: bool,
}

/// The net links of one pot.
struct Net {
    edges: Vec<Edge>,
    acyclic: Acyclic,
    entering: Ends,
    leaving: Ends,
    /// What each unit put in itself.
    own: Vec<i128>,
    /// What of each unit's money stayed there, was paid, or left and has not arrived.
    kept: Vec<i128>,
    /// What each unit gave back to others than those that it came from.
    gave_back: Vec<i128>,
    /// What each unit got back from others than those to whom it gave.
    got_back: Vec<i128>,
}

impl Net {
    fn new(ledger: &Ledger, pot: Pot) -> Self {
        let nodes = ledger.units.len();
        let none = || vec![0; nodes];
        let (mut own, mut kept, mut gave_back, mut got_back) = (none(), none(), none(), none());
        let mut pairs: Vec<(usize, usize, i128)> = Vec::new();
        for transfer in ledger.transfers.iter().filter(|transfer| transfer.pot == pot) {
            let amount = transfer.amount.minor();
            match transfer.from {
                None => own[transfer.to] += amount,
                Some(from) if transfer.is_under_way => kept[from] += amount,
                Some(from) if ledger.is_above(transfer.to, from) => pairs.push((transfer.to, from, -amount)),
                Some(from) => pairs.push((from, transfer.to, amount)),
            }
        }
        for payment in ledger.payments.iter().filter(|payment| payment.pot == pot) {
            kept[payment.unit] += payment.amount.minor();
        }
        for holding in ledger.holdings.iter().filter(|holding| holding.pot == pot) {
            kept[holding.unit] += holding.amount.minor();
        }
        sort_by(&mut pairs, |one, other| (one.0, one.1).cmp(&(other.0, other.1)));
        let mut edges: Vec<Edge> = Vec::new();
        for (from, to, weight) in pairs {
            match edges.last_mut().filter(|edge| (edge.from, edge.to) == (from, to)) {
                Some(edge) => edge.weight += weight,
                None => edges.push(Edge { from, to, weight }),
            }
        }
        for edge in edges.iter().filter(|edge| edge.weight < 0) {
            gave_back[edge.to] -= edge.weight;
            got_back[edge.from] -= edge.weight;
        }
        edges.retain(|edge| edge.weight > 0);
        let acyclic = order_acyclic(nodes, &edges, &|unit| ledger.units[unit].tier);
        let (entering, leaving) =
            (Ends::new(nodes, &edges, |edge| edge.to), Ends::new(nodes, &edges, |edge| edge.from));
        Self { edges, acyclic, entering, leaving, own, kept, gave_back, got_back }
    }

    /// The edges of a unit that no cycle lost, with what they carry.
    fn flows(&self, ends: &[usize]) -> Vec<(usize, i128)> {
        let is_left = |index: &usize| self.acyclic.cut.binary_search(index).is_err();
        ends.iter().copied().filter(is_left).map(|index| (index, self.edges[index].weight)).collect()
    }

    /// What went round in circles by way of these edges.
    fn round(&self, ends: &[usize]) -> i128 {
        let cut = ends.iter().filter(|index| self.acyclic.cut.binary_search(index).is_ok());
        cut.map(|index| self.edges[*index].weight).sum()
    }

    /// Follows money from unit to unit: against the flow to where it came from, or with it.
    fn follow(&self, unit: usize, amount: i128, is_back: bool) -> Trace {
        let mut at = vec![0; self.own.len()];
        at[unit] = amount;
        let mut trace = Trace { amount: Amount::from_minor(amount), ..Trace::default() };
        let start = unit;
        let order = self.acyclic.order.iter().copied();
        let order: Vec<usize> = if is_back { order.rev().collect() } else { order.collect() };
        for unit in order {
            let wanted = at[unit];
            if wanted == 0 {
                continue;
            }
            let entering = self.flows(self.entering.of(unit));
            let leaving = self.flows(self.leaving.of(unit));
            let came = entering.iter().map(|(_, weight)| weight).sum::<i128>() + self.own[unit].max(0);
            let went = leaving.iter().map(|(_, weight)| weight).sum::<i128>() + self.kept[unit].max(0);
            let begins = came == 0;
            // What comes back and what goes round is neither a source nor an end.
            let back = self.got_back[unit] + self.round(self.entering.of(unit));
            let gone = self.gave_back[unit] + self.round(self.leaving.of(unit));
            let (flows, stays) = match is_back {
                true => (entering, if begins { went.max(1) } else { self.own[unit].max(0) }),
                false => (leaving, self.kept[unit].max(0)),
            };
            // What went without having come, or came without having gone.
            let unknown = match is_back {
                _ if begins => 0,
                // Of the unit itself, only what came is looked for.
                true if unit == start => 0,
                true => (went + gone - came - back).max(0),
                false => (came + back - went - gone).max(0),
            };
            let returned = if is_back || unit == start { 0 } else { self.gave_back[unit] };
            let weights: Vec<i128> =
                flows.iter().map(|(_, weight)| *weight).chain([stays, unknown, returned]).collect();
            let parts = apportion(wanted, &weights);
            trace.is_proportional |= weights.iter().filter(|weight| **weight > 0).count() > 1;
            for ((index, _), part) in flows.iter().zip(&parts).filter(|(_, part)| **part != 0) {
                let Edge { from, to, .. } = self.edges[*index];
                at[if is_back { from } else { to }] += part;
                trace.links.push(Portion { from, to, amount: Amount::from_minor(*part) });
            }
            let [.., stays, unknown, returned] = parts[..] else { continue };
            if stays != 0 {
                trace.ends.push((unit, Amount::from_minor(stays)));
            }
            trace.unknown += Amount::from_minor(unknown);
            trace.round += Amount::from_minor(returned);
        }
        if is_back {
            trace.links.reverse();
        }
        trace
    }
}

/// Where the money came from that a unit received and put in itself.
pub fn trace_back(ledger: &Ledger, choice: Choice, unit: usize) -> Trace {
    trace(ledger, choice, unit, true)
}

/// Where the money went that a unit received and put in itself, or with which it began.
pub fn trace_onwards(ledger: &Ledger, choice: Choice, unit: usize) -> Trace {
    trace(ledger, choice, unit, false)
}

fn trace(ledger: &Ledger, choice: Choice, unit: usize, is_back: bool) -> Trace {
    let mut whole = Trace::default();
    for pot in choice.pots(ledger) {
        let net = Net::new(ledger, pot);
        let sum = |ends: &[usize]| net.flows(ends).iter().map(|(_, weight)| weight).sum::<i128>();
        let came = sum(net.entering.of(unit)) + net.own[unit].max(0);
        let round = net.round(net.entering.of(unit));
        // What was given back is no longer there: what came first, then what went round.
        let has = (came - net.gave_back[unit]).max(0);
        let round_left = (round - (net.gave_back[unit] - came).max(0)).max(0);
        let is_first = came == 0 && round == 0;
        let amount = if is_first { sum(net.leaving.of(unit)) + net.kept[unit].max(0) } else { has };
        whole.amount += Amount::from_minor(round_left);
        whole.round += Amount::from_minor(round_left);
        if amount == 0 {
            continue;
        }
        let mut trace = net.follow(unit, amount, is_back);
        // A pot for itself is traced proportionally; pots beside each other are not.
        whole.amount += trace.amount;
        whole.unknown += trace.unknown;
        whole.round += trace.round;
        whole.is_proportional |= trace.is_proportional;
        whole.links.append(&mut trace.links);
        whole.ends.append(&mut trace.ends);
    }
    sort_by(&mut whole.ends, |one, other| one.0.cmp(&other.0));
    let mut ends: Vec<(usize, Amount)> = Vec::new();
    for (unit, amount) in whole.ends {
        match ends.last_mut().filter(|(known, _)| *known == unit) {
            Some((_, sum)) => *sum += amount,
            None => ends.push((unit, amount)),
        }
    }
    Trace { ends, ..whole }
}
