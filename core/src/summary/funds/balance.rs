//! What became of what a unit or a tier received: records in, a balance for each out; cannot fail.
//!
//! Received = passed on + under way + spent + retained + pending, all from records. What is left over is the gap: nobody has said
//! where it is. Money that is given back counts where it came from, so that it is in no sum twice; money that has not arrived is in
//! no sum of who waits for it. A gap is that of one pot: two that cancel out are two.

use super::Choice;
use crate::model::funds::{Hold, Ledger, Pot, Role, Transfer};
use crate::money::Amount;
use crate::order::sort_by;

/// Where the money of a unit, or of a tier, came from and went to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// What came from others, without what was given back to them.
    pub received: Amount,
    /// What it put in itself.
    pub own: Amount,
    /// What it passed on to others and they have, without what they gave back.
    pub passed: Amount,
    /// What it passed on and nobody has yet.
    pub sent: Amount,
    /// What it paid out.
    pub spent: Amount,
    /// What it says it keeps.
    pub retained: Amount,
    /// What it says it has yet to pass on or pay.
    pub pending: Amount,
    /// What it gave back, which `received` is without.
    pub returned: Amount,
    /// What is under way to it, which is in no sum.
    pub coming: Amount,
    /// What it has from pots that begin with it, where others do not: nothing is on record of how that came.
    pub begun: Amount,
}

impl Balance {
    /// What of a pot a unit does not account for: all that it had, less all that is said of where it went. Below zero, more went
    /// than came. Where money may begin there is no gap if nothing came, and what a recipient has is where it should be.
    pub fn gap(&self, ledger: &Ledger, unit: usize) -> Amount {
        let gap = self.total() - self.accounted();
        let is_recipient = ledger.units[unit].role == Some(Role::Recipient);
        let is_whole = self.begins() && ledger.may_begin(unit) || is_recipient && !gap.is_negative();
        if is_whole { Amount::ZERO } else { gap }
    }

    /// Everything that it had.
    pub fn total(&self) -> Amount {
        self.received + self.own + self.begun
    }

    /// Everything that is said of where it went.
    pub fn accounted(&self) -> Amount {
        self.passed + self.sent + self.spent + self.retained + self.pending
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
        self.sent += other.sent;
        self.spent += other.spent;
        self.retained += other.retained;
        self.pending += other.pending;
        self.returned += other.returned;
        self.coming += other.coming;
        self.begun += other.begun;
    }
}

/// What a unit does not account for, by whether money is missing or too much: neither hides the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// What came and of which nobody says where it is; never below zero.
    pub missing: Amount,
    /// What went beyond what came; never below zero.
    pub beyond: Amount,
}

impl Gaps {
    fn add(&mut self, gap: Amount) {
        if gap.is_negative() { self.beyond += -gap } else { self.missing += gap }
    }

    /// Adds those of another unit.
    pub fn join(&mut self, other: Self) {
        self.missing += other.missing;
        self.beyond += other.beyond;
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// A tier as one: what went from one of its units to another is in no sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TierBalance {
    /// From and to other tiers.
    pub balance: Balance,
    /// What went between its units.
    pub inside: Amount,
    /// The gaps of its units.
    pub gaps: Gaps,
    /// How many units have money missing.
    pub units_missing: usize,
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
        if transfer.is_under_way {
            visit(from, pot, Balance { sent: amount, ..none });
            visit(to, pot, Balance { coming: amount, ..none });
        } else if ledger.is_above(to, from) {
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

/// The balance of each unit, and what it does not account for.
pub fn balances(ledger: &Ledger, choice: Choice) -> (Vec<Balance>, Vec<Gaps>) {
    let mut balances = vec![Balance::default(); ledger.units.len()];
    let mut gaps = vec![Gaps::default(); ledger.units.len()];
    let by_pot = balances_by_pot(ledger, choice);
    for (unit, _, balance) in &by_pot {
        balances[*unit].add(balance);
        gaps[*unit].add(balance.gap(ledger, *unit));
    }
    for (unit, _, balance) in by_pot {
        if balance.begins() && ledger.may_begin(unit) && !balances[unit].begins() {
            balances[unit].begun += balance.accounted();
        }
    }
    (balances, gaps)
}

/// The balance of each unit for each pot that it has a part in, by unit and pot.
pub fn balances_by_pot(ledger: &Ledger, choice: Choice) -> Vec<(usize, Pot, Balance)> {
    let mut parts = Vec::new();
    visit_parts(ledger, choice, &mut |unit, pot, part| parts.push((unit, pot, part)));
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
    let arrived = |transfer: &&Transfer| choice.has(transfer.pot) && !transfer.is_under_way;
    for transfer in ledger.transfers.iter().filter(arrived) {
        if let Some(from) = transfer.from.filter(|from| tier(*from) == tier(transfer.to)) {
            let inside = &mut tiers[tier(from)];
            inside.inside += transfer.amount;
            inside.balance.passed = inside.balance.passed - transfer.amount;
            inside.balance.received = inside.balance.received - transfer.amount;
        }
    }
    for (unit, gaps) in balances(ledger, choice).1.into_iter().enumerate() {
        let tier = &mut tiers[tier(unit)];
        tier.gaps.join(gaps);
        tier.units_missing += usize::from(gaps.missing != Amount::ZERO);
    }
    tiers
}
