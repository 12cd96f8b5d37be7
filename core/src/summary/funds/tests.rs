//! Funds added up: made-up ledgers in; sums that must hold whatever they are made of.

use super::*;
use crate::day::{Day, DayOrder};
use crate::model::funds::{Fund, Group, Hold, Holding, Payment, Role, Tier, Transfer, Unit};
use crate::money::Amount;
use proptest::prelude::*;

const POT: Pot = Pot { fund: 0, year: 0 };

/// A ledger with units of the tiers given.
fn ledger(tiers: &[usize]) -> Ledger {
    let named = |tier: usize| Tier { id: tier.to_string(), titles: Vec::new() };
    let unit = |(at, tier): (usize, &usize)| Unit { id: at.to_string(), tier: *tier, ..Unit::default() };
    Ledger {
        tiers: (0..6).map(named).collect(),
        named_tiers: 6,
        funds: vec![Fund::default()],
        years: vec!["2024".to_owned()],
        units: tiers.iter().enumerate().map(unit).collect(),
        ..Ledger::default()
    }
}

fn yuan(minor: i128) -> Amount {
    Amount::from_minor(minor)
}

fn transfer(from: Option<usize>, to: usize, amount: i128) -> Transfer {
    let (id, document, row) = (String::new(), String::new(), 0);
    let (decided, arrived, is_under_way) = (None, None, false);
    Transfer { id, pot: POT, from, to, amount: yuan(amount), decided, arrived, is_under_way, document, row }
}

fn payment(unit: usize, amount: i128) -> Payment {
    let (id, project, paid, payee, row) = (String::new(), None, None, Vec::new(), 0);
    Payment { id, unit, project, pot: POT, amount: yuan(amount), paid, payee, row }
}

fn holding(unit: usize, hold: Hold, amount: i128) -> Holding {
    Holding { unit, pot: POT, hold, amount: yuan(amount), since: None, reason: Vec::new(), row: 0 }
}

/// What each unit has, of all pots.
fn balances(ledger: &Ledger) -> Vec<Balance> {
    super::balances(ledger, Choice::default()).0
}

/// What units do not account for, by unit: below zero, more went than came.
fn gaps(ledger: &Ledger) -> Vec<(usize, i128)> {
    let gaps = super::balances(ledger, Choice::default()).1.into_iter().enumerate();
    let parts = gaps.flat_map(|(unit, Gaps { missing, beyond })| [(unit, missing.minor()), (unit, -beyond.minor())]);
    parts.filter(|(_, gap)| *gap != 0).collect()
}

/// The road of the demonstration: a county receives from three tiers, keeps some, and passes the rest on to a township.
fn road() -> Ledger {
    let mut ledger = ledger(&[0, 1, 2, 3, 4]);
    // What came to province and city is not told.
    ledger.units[1].role = Some(Role::Source);
    ledger.units[2].role = Some(Role::Source);
    ledger.transfers = vec![
        transfer(Some(0), 3, 12_550),
        transfer(Some(1), 3, 9_120),
        transfer(Some(2), 3, 2_460),
        transfer(Some(3), 4, 22_930),
    ];
    ledger.holdings = vec![holding(3, Hold::Retained, 1_200), holding(4, Hold::Pending, 2_293)];
    ledger.payments = vec![payment(4, 20_637)];
    ledger
}

#[test]
fn a_unit_accounts_for_what_it_received() {
    let balances = balances(&road());
    assert_eq!(
        (balances[3].received, balances[3].passed, balances[3].retained),
        (yuan(24_130), yuan(22_930), yuan(1_200))
    );
    assert_eq!(
        (balances[4].received, balances[4].spent, balances[4].pending),
        (yuan(22_930), yuan(20_637), yuan(2_293))
    );
    assert_eq!(gaps(&road()), []);
    assert!(balances[0].begins() && !balances[3].begins());
}

#[test]
fn what_is_left_over_is_a_gap_and_not_a_holding() {
    let mut ledger = road();
    ledger.payments[0].amount = yuan(20_587);
    assert_eq!(gaps(&ledger), [(4, 50)]);
    let tiers = tier_balances(&ledger, Choice::default());
    assert_eq!((tiers[4].gaps.missing, tiers[4].gaps.beyond, tiers[4].units_missing), (yuan(50), yuan(0), 1));
}

#[test]
fn gaps_of_two_funds_do_not_hide_each_other() {
    let mut ledger = ledger(&[0, 4]);
    ledger.funds.push(Fund::default());
    let other = Pot { fund: 1, year: 0 };
    ledger.transfers = vec![transfer(Some(0), 1, 500), Transfer { pot: other, ..transfer(Some(0), 1, 300) }];
    ledger.payments = vec![payment(1, 400), Payment { pot: other, ..payment(1, 400) }];
    assert_eq!(gaps(&ledger), [(1, 100), (1, -100)]);
    let tier = tier_balances(&ledger, Choice::default())[4];
    assert_eq!((tier.gaps.missing, tier.gaps.beyond, tier.units_missing), (yuan(100), yuan(100), 1));
}

#[test]
fn what_is_paid_and_never_came_is_a_gap_below_the_top() {
    let mut ledger = ledger(&[0, 4]);
    ledger.payments = vec![payment(0, 7), payment(1, 900)];
    assert_eq!(gaps(&ledger), [(1, -900)], "at the top money begins");
    ledger.units[1].role = Some(Role::Source);
    assert_eq!(gaps(&ledger), []);
}

#[test]
fn what_begins_in_one_fund_and_comes_in_another_adds_up() {
    let mut ledger = ledger(&[0, 4]);
    ledger.units[1].role = Some(Role::Source);
    ledger.funds.push(Fund::default());
    let other = Pot { fund: 1, year: 0 };
    ledger.transfers = vec![transfer(Some(0), 1, 50)];
    ledger.payments = vec![payment(1, 50), Payment { pot: other, ..payment(1, 30) }];
    let balance = balances(&ledger)[1];
    assert_eq!((balance.total(), balance.accounted(), gaps(&ledger)), (yuan(80), yuan(80), vec![]));
}

#[test]
fn money_that_has_not_arrived_is_with_nobody() {
    let mut ledger = road();
    ledger.transfers[3].is_under_way = true;
    let balances = balances(&ledger);
    assert_eq!((balances[3].passed, balances[3].sent), (yuan(0), yuan(22_930)));
    assert_eq!((balances[4].received, balances[4].coming), (yuan(0), yuan(22_930)));
    assert_eq!(gaps(&ledger), [(4, -22_930)], "what is paid and kept there is not that money");
    assert_eq!(trace_back(&ledger, Choice::default(), 4).ends, [(4, yuan(22_930))]);
}

#[test]
fn money_that_is_given_back_counts_where_it_came_from() {
    let mut ledger = road();
    ledger.transfers.push(transfer(Some(4), 3, 293));
    ledger.holdings[1].amount = yuan(2_000);
    ledger.holdings[0].amount = yuan(1_493);
    let balances = balances(&ledger);
    assert_eq!((balances[4].received, balances[4].returned), (yuan(22_637), yuan(293)));
    assert_eq!(balances[3].passed, yuan(22_637));
    assert_eq!(gaps(&ledger), []);
    // The same, written as a transfer of less than nothing.
    ledger.transfers.last_mut().unwrap().clone_from(&transfer(Some(3), 4, -293));
    assert_eq!(balances, super::balances(&ledger, Choice::default()).0);
}

#[test]
fn a_tier_nets_what_goes_between_its_units() {
    let mut ledger = ledger(&[0, 3, 3, 4]);
    ledger.transfers = vec![transfer(Some(0), 1, 100), transfer(Some(1), 2, 60), transfer(Some(2), 3, 60)];
    ledger.payments = vec![payment(1, 40), payment(3, 60)];
    let tiers = tier_balances(&ledger, Choice::default());
    let county = tiers[3];
    assert_eq!((county.inside, county.balance.received, county.balance.passed), (yuan(60), yuan(100), yuan(60)));
    assert!(county.gaps.is_empty());
}

#[test]
fn money_is_traced_in_the_proportion_in_which_it_came() {
    let trace = trace_back(&road(), Choice::default(), 4);
    assert!(trace.is_proportional);
    // 229.30 of 241.30, in hundredths: 119.26, 86.66, 23.38.
    assert_eq!(trace.ends, [(0, yuan(11_926)), (1, yuan(8_666)), (2, yuan(2_338))]);
    let onwards = trace_onwards(&road(), Choice::default(), 3);
    assert_eq!(onwards.ends, [(3, yuan(1_200)), (4, yuan(22_930))]);
    assert!(onwards.unknown == Amount::ZERO && onwards.links.len() == 1);
}

#[test]
fn money_that_never_came_has_no_source() {
    let mut ledger = ledger(&[0, 3, 4]);
    ledger.transfers = vec![transfer(Some(0), 1, 100), transfer(Some(1), 2, 150)];
    let trace = trace_back(&ledger, Choice::default(), 2);
    assert_eq!((trace.ends, trace.unknown), (vec![(0, yuan(100))], yuan(50)));
}

#[test]
fn what_is_given_back_past_a_tier_is_no_source_and_no_end() {
    let mut ledger = ledger(&[0, 3, 4, 5]);
    ledger.transfers = vec![
        transfer(Some(0), 1, 500),
        transfer(Some(1), 2, 500),
        transfer(Some(2), 3, 500),
        transfer(Some(3), 1, 200),
    ];
    ledger.payments = vec![payment(3, 300)];
    ledger.holdings = vec![holding(1, Hold::Retained, 200)];
    assert_eq!(gaps(&ledger), []);
    let back = trace_back(&ledger, Choice::default(), 3);
    assert_eq!((back.amount, back.ends, back.unknown), (yuan(300), vec![(0, yuan(300))], yuan(0)));
    let onwards = trace_onwards(&ledger, Choice::default(), 2);
    assert_eq!((onwards.ends, onwards.round), (vec![(3, yuan(300))], yuan(200)));
}

#[test]
fn a_circle_has_no_source_of_its_own() {
    let mut ledger = ledger(&[0, 3, 3]);
    ledger.transfers = vec![transfer(Some(0), 1, 500), transfer(Some(1), 2, 50), transfer(Some(2), 1, 50)];
    ledger.payments = vec![payment(1, 500)];
    let back = trace_back(&ledger, Choice::default(), 1);
    assert_eq!((back.ends, back.unknown, back.round), (vec![(0, yuan(500))], yuan(0), yuan(50)));
}

#[test]
fn days_under_way_are_told_by_tier() {
    let day = |text| Day::read(text, DayOrder::YearFirst);
    let mut ledger = ledger(&[0, 3]);
    for (decided, arrived) in
        [("2024-01-01", "2024-01-11"), ("2024-01-01", "2024-03-01"), ("2024-02-01", "2024-02-04"), ("2024-05-01", "")]
    {
        ledger.transfers.push(Transfer { decided: day(decided), arrived: day(arrived), ..transfer(Some(0), 1, 1) });
    }
    let transit = &transits(&ledger, Choice::default())[3];
    assert_eq!((transit.count, transit.median, transit.longest), (3, Some(10), Some((60, 1))));
    assert_eq!(transit.waiting, [3]);
}

fn group(unit: usize, persons: u64) -> Group {
    Group { unit, kind: Vec::new(), pot: POT, households: None, persons: Some(persons), amount: None, row: 0 }
}

#[test]
fn a_small_group_is_merged_with_the_next() {
    let mut ledger = ledger(&[4, 5, 5, 5]);
    for unit in 1..4 {
        ledger.units[unit].parent = Some(0);
    }
    ledger.groups = vec![group(1, 3), group(2, 40), group(3, 25)];
    let merged = merge_small_groups(&ledger, LEAST_GROUP);
    assert_eq!(
        merged.iter().map(|group| (group.unit, group.persons)).collect::<Vec<_>>(),
        [(Some(0), Some(28)), (Some(2), Some(40))]
    );
    ledger.groups = vec![Group { households: Some(1), ..group(1, 12) }, Group { households: Some(20), ..group(2, 40) }];
    let merged = merge_small_groups(&ledger, LEAST_GROUP);
    assert_eq!((merged.len(), merged[0].households), (1, Some(21)), "twelve persons of one household are one family");
    ledger.groups = vec![group(1, 3), group(2, 2)];
    assert!(merge_small_groups(&ledger, LEAST_GROUP)[0].is_hidden);
    assert_eq!(merge_small_groups(&ledger, LEAST_GROUP)[0].persons, None);
}

/// What a unit does with its money: shares that go to each of up to three units below, are paid, retained and pending.
type Plan = Vec<[u8; 6]>;

/// A ledger in which every unit accounts for all it received, down a tree of three ways a unit.
fn chain(start: i128, plans: &Plan) -> Ledger {
    let mut ledger = ledger(&(0..plans.len()).map(|at| at.min(5)).collect::<Vec<_>>());
    let mut has = vec![0_i128; plans.len()];
    has[0] = start;
    ledger.transfers.push(transfer(None, 0, start));
    for (unit, plan) in plans.iter().enumerate() {
        let below: Vec<usize> = (1..=3).map(|step| unit + step).filter(|to| *to < plans.len()).collect();
        let mut weights: Vec<i128> = plan.iter().map(|weight| i128::from(*weight)).collect();
        weights.drain(..3 - below.len());
        let parts = crate::money::apportion(has[unit], &weights);
        for (to, part) in below.iter().zip(&parts) {
            has[*to] += part;
            ledger.transfers.push(transfer(Some(unit), *to, *part));
        }
        let [spent, retained, pending] = parts[below.len()..] else { unreachable!("six less three") };
        ledger.payments.push(payment(unit, spent));
        ledger.holdings.push(holding(unit, Hold::Retained, retained));
        ledger.holdings.push(holding(unit, Hold::Pending, pending));
    }
    ledger
}

fn plans() -> impl Strategy<Value = Plan> {
    proptest::collection::vec([0..9_u8, 0..9_u8, 0..9_u8, 0..9_u8, 0..9_u8, 1..9_u8], 2..24)
}

proptest! {
    #[test]
    fn chains_balance_at_every_unit(start in 1..1_i128 << 50, plans in plans()) {
        let ledger = chain(start, &plans);
        prop_assert_eq!(gaps(&ledger), []);
        let whole: i128 = tier_balances(&ledger, Choice::default()).iter().map(|tier| {
            (tier.balance.spent + tier.balance.retained + tier.balance.pending).minor()
        }).sum();
        prop_assert_eq!(whole, start, "all that began is somewhere, and nothing twice");
    }

    #[test]
    fn a_cent_too_much_is_a_gap_of_one_cent(start in 1000..1_i128 << 50, plans in plans(), at in 0..1000_usize) {
        let mut ledger = chain(start, &plans);
        let at = at % ledger.payments.len();
        ledger.payments[at].amount += yuan(1);
        prop_assert_eq!(gaps(&ledger), [(ledger.payments[at].unit, -1)]);
    }

    #[test]
    fn a_trace_adds_up_to_what_was_received(start in 1..1_i128 << 50, plans in plans(), at in 0..1000_usize) {
        let ledger = chain(start, &plans);
        let unit = at % plans.len();
        let balance = balances(&ledger)[unit];
        for trace in [trace_back(&ledger, Choice::default(), unit), trace_onwards(&ledger, Choice::default(), unit)] {
            let ends: Amount = trace.ends.iter().map(|(_, amount)| *amount).sum();
            prop_assert_eq!(ends + trace.unknown, trace.amount);
            prop_assert_eq!((trace.amount, trace.unknown), (balance.total(), Amount::ZERO));
        }
    }

    #[test]
    fn whatever_is_given_back_goes_round_or_is_overspent_a_trace_adds_up(
        start in 1000..1_i128 << 50,
        plans in plans(),
        at in 0..1000_usize,
        more in proptest::collection::vec((0..1000_usize, 0..1000_usize, 1..1000_i128), 0..6),
        overspent in proptest::option::of((0..1000_usize, 1..1000_i128)),
    ) {
        let mut ledger = chain(start, &plans);
        let count = plans.len();
        // Straight back up, past tiers, and round in circles within one.
        for (from, to, amount) in more {
            ledger.transfers.push(transfer(Some(from % count), to % count, amount));
        }
        if let Some((unit, amount)) = overspent {
            ledger.payments.push(payment(unit % count, amount));
        }
        let unit = at % count;
        let balance = balances(&ledger)[unit];
        let back = trace_back(&ledger, Choice::default(), unit);
        for trace in [&back, &trace_onwards(&ledger, Choice::default(), unit)] {
            let ends: Amount = trace.ends.iter().map(|(_, amount)| *amount).sum();
            prop_assert_eq!(ends + trace.unknown + trace.round, trace.amount);
        }
        if balance.total() > Amount::ZERO {
            prop_assert_eq!(back.amount, balance.total());
        }
    }

    #[test]
    fn what_a_unit_overspends_itself_is_no_part_of_where_its_money_came_from(start in 1000..1_i128 << 50, plans in plans()) {
        let mut ledger = chain(start, &plans);
        let unit = plans.len() - 1;
        ledger.payments.push(payment(unit, 500));
        prop_assert_eq!(trace_back(&ledger, Choice::default(), unit).unknown, Amount::ZERO);
    }

    #[test]
    fn no_merged_group_can_be_told_by_subtraction(sizes in proptest::collection::vec(0..30_u64, 1..12), least in 2..15_u64) {
        let mut ledger = ledger(&[4]);
        for (at, size) in sizes.iter().enumerate() {
            ledger.units.push(Unit { id: at.to_string(), tier: 5, parent: Some(0), ..Unit::default() });
            ledger.groups.push(group(at + 1, *size));
        }
        let merged = merge_small_groups(&ledger, least);
        let mut seen: Vec<usize> = merged.iter().flat_map(|group| group.groups.clone()).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..sizes.len()).collect::<Vec<_>>(), "every group is in one");
        let total: u64 = sizes.iter().sum();
        let told: u64 = merged.iter().filter_map(|group| group.persons).sum();
        for group in &merged {
            let own: u64 = group.groups.iter().map(|at| sizes[*at]).sum();
            match group.persons {
                // What is told is large enough …
                Some(persons) => prop_assert!(persons == own && persons >= least),
                // … and what is not told is all that there is, so that it cannot be had as the total less what is told.
                None => prop_assert!(told == 0 && own == total),
            }
            let small = group.groups.iter().any(|at| sizes[*at] < least);
            prop_assert!(!small || group.groups.len() > 1 || group.is_hidden, "no small group stands alone");
        }
    }
}
