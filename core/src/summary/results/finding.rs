//! The book of an audit: findings, what became of them and a day in, the state of each with its money, and how they balance, out;
//! cannot fail.

use crate::day::Day;
use crate::model::results::{Finding, Rectification, Results, State, deadline};
use crate::money::Amount;

/// What became of a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Its state, of all parts together.
    pub state: State,
    /// Whether its deadline has passed and it is not done.
    pub is_overdue: bool,
    /// By when it was to be put right.
    pub deadline: Option<Day>,
    /// How much money is put right, under way and not, in the order of [`State::ALL`].
    pub amounts: [Amount; 3],
    /// What of its amount its parts do not account for; below zero where they are more than it.
    pub gap: Amount,
}

/// Findings of one audit, or of all, by state: how many and how much money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// How many there are.
    pub count: u64,
    /// How many in each state, in the order of [`State::ALL`].
    pub counts: [u64; 3],
    /// How many are overdue.
    pub overdue: u64,
    /// How much money they are about.
    pub amount: Amount,
    /// How much of it in each state.
    pub amounts: [Amount; 3],
}

/// What a rectification is on a day: one that is done has a day and something to show for it.
pub fn settled(part: &Rectification, now: Option<Day>) -> State {
    let is_shown = part.day.is_some_and(|day| now.is_none_or(|now| day <= now)) && !part.evidence.is_empty();
    match part.state {
        State::Done if !is_shown => State::UnderWay,
        state => state,
    }
}

/// The account of every finding, in their order.
pub fn settle_all(results: &Results) -> Vec<Account> {
    let mut parts: Vec<Vec<&Rectification>> = vec![Vec::new(); results.findings.len()];
    results.rectifications.iter().for_each(|part| parts[part.finding].push(part));
    results.findings.iter().zip(&parts).map(|(finding, parts)| settle(finding, parts, results.as_of)).collect()
}

fn settle(finding: &Finding, parts: &[&Rectification], now: Option<Day>) -> Account {
    let states: Vec<State> = parts.iter().map(|part| settled(part, now)).collect();
    let state = match &states[..] {
        [] => State::NotDone,
        all if all.iter().all(|state| *state == State::Done) => State::Done,
        all if all.iter().all(|state| *state == State::NotDone) => State::NotDone,
        _ => State::UnderWay,
    };
    let mut amounts = [Amount::ZERO; 3];
    for (part, state) in parts.iter().zip(&states) {
        let amount = &mut amounts[*state as usize];
        *amount += part.amount.unwrap_or_default();
    }
    let stated = finding.amount.unwrap_or_default();
    let told = amounts[0] + amounts[1] + amounts[2];
    let is_told = parts.iter().any(|part| part.amount.is_some());
    // Of one part all the money is its own, and what nothing was told of is not done.
    let gap = if is_told { stated - told } else { Amount::ZERO };
    if !is_told {
        amounts[state as usize] = stated;
    }
    let deadline = deadline(finding.due, finding.extended, &finding.extension);
    let is_over = deadline.zip(now).is_some_and(|(deadline, now)| deadline < now);
    Account { state, is_overdue: is_over && state != State::Done, deadline, amounts, gap }
}

/// How the findings of an audit balance, or all of them.
pub fn book(results: &Results, accounts: &[Account], audit: Option<usize>) -> Book {
    let mut book = Book::default();
    let findings = results.findings.iter().zip(accounts);
    for (finding, account) in findings.filter(|(finding, _)| audit.is_none() || finding.audit == audit) {
        book.count += 1;
        book.counts[account.state as usize] += 1;
        book.overdue += u64::from(account.is_overdue);
        book.amount += finding.amount.unwrap_or_default();
        for (sum, amount) in book.amounts.iter_mut().zip(account.amounts) {
            *sum += amount;
        }
    }
    book
}
