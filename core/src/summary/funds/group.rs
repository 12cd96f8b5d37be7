//! Groups of recipients, so large that nobody can be told from them: groups in, the same or merged ones out; cannot fail.
//!
//! A place with few recipients of a kind is merged with others of the same kind, fund and year that belong to the same unit above. A
//! merged group is never one place alone, since its sum would be the published total less the others: where only one is small,
//! the next smallest joins it (complementary suppression; A. Hundepool and others, *Handbook on Statistical Disclosure Control*).

use crate::model::funds::{Group, Ledger};
use crate::money::Amount;
use crate::order::{order, sort_by};

/// The least number of persons, and of households where they are counted, that a group may stand for: twelve persons may be one
/// family.
pub const LEAST_GROUP: u64 = 10;

/// Recipients of one kind, in one place or in several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The place; of several the unit above them, if they have one.
    pub unit: Option<usize>,
    /// The groups that it stands for.
    pub groups: Vec<usize>,
    /// How many households.
    pub households: Option<u64>,
    /// How many persons.
    pub persons: Option<u64>,
    /// What they received together.
    pub amount: Option<Amount>,
    /// Whether even all places together are too few, so that no number may be shown.
    pub is_hidden: bool,
}

impl Merged {
    fn of(ledger: &Ledger, unit: Option<usize>, groups: Vec<usize>) -> Self {
        let sum = |of: &dyn Fn(&Group) -> Option<u64>| {
            let counts: Option<Vec<u64>> = groups.iter().map(|group| of(&ledger.groups[*group])).collect();
            counts.map(|counts| counts.iter().fold(0, |sum: u64, count| sum.saturating_add(*count)))
        };
        let amounts: Option<Vec<Amount>> = groups.iter().map(|group| ledger.groups[*group].amount).collect();
        Self {
            households: sum(&|group| group.households),
            persons: sum(&|group| group.persons),
            amount: amounts.map(|amounts| amounts.into_iter().sum()),
            is_hidden: false,
            unit,
            groups,
        }
    }

    /// How many it stands for, persons or households, whichever are fewer; none where neither is counted.
    fn size(&self) -> u64 {
        self.persons.into_iter().chain(self.households).min().unwrap_or(0)
    }
}

/// Merges groups of fewer than `least`. Groups of the same kind, fund, year and unit above are looked at together.
pub fn merge_small_groups(ledger: &Ledger, least: u64) -> Vec<Merged> {
    let above = |group: &Group| ledger.units[group.unit].parent;
    let cluster = |at: usize| {
        let group = &ledger.groups[at];
        (above(group), group.pot, &group.kind)
    };
    let sorted = order(ledger.groups.len(), &mut |one, other| cluster(one).cmp(&cluster(other)).then(one.cmp(&other)));
    let mut merged = Vec::new();
    let mut rest = &sorted[..];
    while let Some(first) = rest.first().copied() {
        let count = rest.iter().take_while(|at| cluster(**at) == cluster(first)).count();
        merge_cluster(ledger, &rest[..count], least, &mut merged);
        rest = &rest[count..];
    }
    merged
}

fn merge_cluster(ledger: &Ledger, cluster: &[usize], least: u64, merged: &mut Vec<Merged>) {
    // Several rows of one place are one group.
    let mut places: Vec<(usize, Vec<usize>)> = Vec::new();
    for at in cluster {
        let unit = ledger.groups[*at].unit;
        match places.iter_mut().find(|(known, _)| *known == unit) {
            Some((_, groups)) => groups.push(*at),
            None => places.push((unit, vec![*at])),
        }
    }
    let mut all: Vec<Merged> =
        places.into_iter().map(|(unit, groups)| Merged::of(ledger, Some(unit), groups)).collect();
    sort_by(&mut all, |one, other| one.size().cmp(&other.size()));
    let small = all.iter().filter(|group| group.size() < least).count();
    let size = |joined: usize| {
        let groups = all[..joined].iter().flat_map(|group| group.groups.iter().copied());
        Merged::of(ledger, None, groups.collect()).size()
    };
    // All that are small, never one alone, and as many more as make the group large enough.
    let mut joined = if small > 0 { small.max(2).min(all.len()) } else { 0 };
    while small > 0 && joined < all.len() && size(joined) < least {
        joined += 1;
    }
    if joined > 0 {
        let groups: Vec<usize> = all.drain(..joined).flat_map(|group| group.groups).collect();
        let above = groups.first().and_then(|group| ledger.units[ledger.groups[*group].unit].parent);
        let mut group = Merged::of(ledger, above, groups);
        sort_by(&mut group.groups, Ord::cmp);
        group.is_hidden = group.size() < least;
        if group.is_hidden {
            (group.households, group.persons, group.amount) = (None, None, None);
        }
        merged.push(group);
    }
    sort_by(&mut all, |one, other| one.groups.cmp(&other.groups));
    merged.append(&mut all);
}
