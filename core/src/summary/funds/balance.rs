//! What became of what a unit or a tier received: records in, a balance for each out; cannot fail.
//!
//! Received = passed on + spent + retained + pending, with all five from records. What is left over is the gap: nobody has said
//! where it is. Money that is given back counts where it came from, so that it is in no sum twice.

use super::Choice;
use crate::model::funds::{Hold, Ledger, Pot, Role, Unit};
use crate::money::Amount;
use crate::order::sort_by;

/// Where the money of a unit, or of a tier, came from and went to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// What came from others, without what was given back to them.
    pub received: Amount,
    /// What it put in itself.
    pub own: Amount,
    /// What it passed on to others, without what they gave back.
    pub passed: Amount,
    /// What it paid out.
    pub spent: Amount,
    /// What it says it keeps.
    pub retained: Amount,
    /// What it says it has yet to pass on or pay.
    pub pending: Amount,
    /// What it gave back, which `received` is without.
    pub returned: Amount,
}

impl Balance {
    /// What is left over: received and own, less all that is accounted for. Below zero, more went than came. Where money begins
    /// and nothing is received there is no gap.
    pub fn gap(&self) -> Amount {
        if self.begins() { Amount::ZERO } else { self.total() - self.accounted() }
    }

    /// The same where a package says what the unit is: what a recipient has is where it should be.
    pub fn gap_of(&self, unit: &Unit) -> Amount {
        let gap = self.gap();
        if unit.role == Some(Role::Recipient) && !gap.is_negative() { Amount::ZERO } else { gap }
    }

    /// Everything that it had.
    pub fn total(&self) -> Amount {
        self.received + self.own
    }

    /// Everything that is said of where it went.
    pub fn accounted(&self) -> Amount {
        self.passed + self.spent + self.retained + self.pending
    }

    /// Whether money begins here: nothing is on record of how it came.
    pub fn begins(&self) -> bool {
        self.received == Amount::ZERO && self.own == Amount::ZERO && self.returned == Amount::ZERO
    }

    /// Whether nothing is on record at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds another one.
    pub fn add(&mut self, other: &Self) {
        self.received += other.received;
        self.own += other.own;
        self.passed += other.passed;
        self.spent += other.spent;
        self.retained += other.retained;
        self.pending += other.pending;
        self.returned += other.returned;
    }
}

/// A tier as one: what went from one of its units to another is in no sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TierBalance {
    /// From and to other tiers.
    pub balance: Balance,
    /// What went between its units.
    pub inside: Amount,
    /// The gaps of its units, above and below zero added apart, so that none hides another.
    pub gaps: [Amount; 2],
    /// How many units have one.
    pub units_with_gap: usize,
}

/// Shows every part of every balance: the unit, the pot, and the part as a balance with nothing else in it.
fn visit_parts(ledger: &Ledger, choice: Choice, visit: &mut dyn FnMut(usize, Pot, Balance)) {
    let none = Balance::default();
    for transfer in ledger.transfers.iter().filter(|transfer| choice.has(transfer.pot)) {
        let (to, pot, amount) = (transfer.to, transfer.pot, transfer.amount);
        let Some(from) = transfer.from else {
            visit(to, pot, Balance { own: amount, ..none });
            continue;
        };
        if ledger.is_above(to, from) {
            // Given back: as if it had never been passed on.
            visit(from, pot, Balance { received: -amount, returned: amount, ..none });
            visit(to, pot, Balance { passed: -amount, ..none });
        } else {
            let returned = if amount.is_negative() { -amount } else { Amount::ZERO };
            visit(from, pot, Balance { passed: amount, ..none });
            visit(to, pot, Balance { received: amount, returned, ..none });
        }
    }
    for payment in ledger.payments.iter().filter(|payment| choice.has(payment.pot)) {
        visit(payment.unit, payment.pot, Balance { spent: payment.amount, ..none });
    }
    for holding in ledger.holdings.iter().filter(|holding| choice.has(holding.pot)) {
        let part = match holding.hold {
            Hold::Retained => Balance { retained: holding.amount, ..none },
            Hold::Pending => Balance { pending: holding.amount, ..none },
        };
        visit(holding.unit, holding.pot, part);
    }
}

/// The balance of each unit.
pub fn balances(ledger: &Ledger, choice: Choice) -> Vec<Balance> {
    let mut balances = vec![Balance::default(); ledger.units.len()];
    visit_parts(ledger, choice, &mut |unit, _, part| balances[unit].add(&part));
    balances
}

/// The balance of each unit for each pot that it has a part in, by unit and pot.
pub fn balances_by_pot(ledger: &Ledger) -> Vec<(usize, Pot, Balance)> {
    let mut parts = Vec::new();
    visit_parts(ledger, Choice::default(), &mut |unit, pot, part| parts.push((unit, pot, part)));
    sort_by(&mut parts, |one, other| (one.0, one.1).cmp(&(other.0, other.1)));
    let mut balances: Vec<(usize, Pot, Balance)> = Vec::new();
    for (unit, pot, part) in parts {
        match balances.last_mut().filter(|(known, of, _)| (*known, *of) == (unit, pot)) {
            Some((.., balance)) => balance.add(&part),
            None => balances.push((unit, pot, part)),
        }
    }
    balances
}

/// The balance of each tier. Gaps are those of its units in their pots: a tier as a whole would hide two that cancel out.
pub fn tier_balances(ledger: &Ledger, choice: Choice) -> Vec<TierBalance> {
    let mut tiers = vec![TierBalance::default(); ledger.tiers.len()];
    let tier = |unit: usize| ledger.units[unit].tier;
    visit_parts(ledger, choice, &mut |unit, _, part| tiers[tier(unit)].balance.add(&part));
    for transfer in ledger.transfers.iter().filter(|transfer| choice.has(transfer.pot)) {
        if let Some(from) = transfer.from.filter(|from| tier(*from) == tier(transfer.to)) {
            let inside = &mut tiers[tier(from)];
            inside.inside += transfer.amount;
            inside.balance.passed = inside.balance.passed - transfer.amount;
            inside.balance.received = inside.balance.received - transfer.amount;
        }
    }
    for (unit, _, balance) in balances_by_pot(ledger).into_iter().filter(|(_, pot, _)| choice.has(*pot)) {
        let gap = balance.gap_of(&ledger.units[unit]);
        if gap != Amount::ZERO {
            let tier = &mut tiers[tier(unit)];
            tier.gaps[usize::from(gap.is_negative())] += gap;
            tier.units_with_gap += 1;
        }
    }
    tiers
}
