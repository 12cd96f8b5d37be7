//! How long money was under way: transfers with their days in, the median, the longest and what has not arrived out, by the tier
//! that receives; cannot fail.

use super::Choice;
use crate::model::funds::Ledger;
use crate::order::sort_by_key;

/// Transfers to one tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transit {
    /// How many of them have both days.
    pub count: usize,
    /// The median of their days; of an even number the lower of the two in the middle, so that it is a time that occurred.
    pub median: Option<i32>,
    /// The most days, and the transfer that took them.
    pub longest: Option<(i32, usize)>,
    /// Those that were decided and have not arrived, the longest under way first.
    pub waiting: Vec<usize>,
}

/// What became of the transfers to each tier.
pub fn transits(ledger: &Ledger, choice: Choice) -> Vec<Transit> {
    let mut days: Vec<Vec<(i32, usize)>> = vec![Vec::new(); ledger.tiers.len()];
    let mut transits = vec![Transit::default(); ledger.tiers.len()];
    for (index, transfer) in ledger.transfers.iter().enumerate().filter(|(_, transfer)| choice.has(transfer.pot)) {
        let tier = ledger.units[transfer.to].tier;
        match (transfer.decided, transfer.arrived) {
            (Some(decided), Some(arrived)) => days[tier].push((arrived.since(decided), index)),
            (Some(_), None) => transits[tier].waiting.push(index),
            _ => {}
        }
    }
    for (transit, days) in transits.iter_mut().zip(&mut days) {
        sort_by_key(days, |(days, _)| *days);
        transit.count = days.len();
        transit.median = days.get(days.len().saturating_sub(1) / 2).map(|(days, _)| *days);
        transit.longest = days.last().copied();
        sort_by_key(&mut transit.waiting, |index| ledger.transfers[*index].decided);
    }
    transits
}
