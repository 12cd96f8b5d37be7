//! Funds on their way, added up: records in; what each unit and tier received and did with it, how long it was under way, where
//! it came from and how recipients are grouped out; cannot fail.

mod balance;
mod group;
mod trace;
mod transit;

pub use balance::{Balance, Gaps, TierBalance, balances, balances_by_pot, tier_balances};
pub use group::{LEAST_GROUP, Merged, merge_small_groups};
pub use trace::{Portion, Trace, trace_back, trace_onwards};
pub use transit::{Transit, transits};

use crate::model::funds::{Ledger, Pot};

/// What is looked at: one fund, one year, or all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Index of the fund.
    pub fund: Option<usize>,
    /// Index of the year.
    pub year: Option<usize>,
}

impl Choice {
    /// Whether a pot belongs to it.
    pub fn has(self, pot: Pot) -> bool {
        self.fund.is_none_or(|fund| fund == pot.fund) && self.year.is_none_or(|year| year == pot.year)
    }

    /// Every pot of a ledger that belongs to it.
    pub fn pots(self, ledger: &Ledger) -> Vec<Pot> {
        let all = (0..ledger.funds.len()).flat_map(|fund| (0..ledger.years.len()).map(move |year| Pot { fund, year }));
        all.filter(|pot| self.has(*pot)).collect()
    }
}

#[cfg(test)]
mod tests;
