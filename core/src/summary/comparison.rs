//! Amounts side by side: a model, a level and some standings in, exact sums of each part in each standing out, and what keeps
//! two of them from being compared; cannot fail.
//!
//! A rate needs the same scope, period, unit and basis. Unit and basis are the same inside a model, since a currency is a key
//! and a package has one basis; period and scope are looked at here.

use super::Sum;
use crate::model::{AxisId, Model};
use crate::money::Amount;
use crate::order::sort_by;
use daylight_scan::Symbol;

/// A year and a stage of the budget: what an amount was said of, and how far it had got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The year; blank where the data has none.
    pub year: Symbol,
    /// The phase; blank where the data has none.
    pub phase: Symbol,
}

/// What to put side by side.
#[derive(Clone, Debug, Default)]
pub struct ComparisonQuestion {
    /// What every fact must have: direction and currency.
    pub keep: Vec<(AxisId, Symbol)>,
    /// The way down to the node.
    pub path: Vec<(AxisId, Symbol)>,
    /// The axis whose codes are the parts. Without one the node is its own only part.
    pub axis: Option<AxisId>,
    /// The axis below that one, to tell which parts have parts.
    pub next: Option<AxisId>,
    /// The axis of years, if the data has one.
    pub years: Option<AxisId>,
    /// The axis of phases, if the data has one.
    pub phases: Option<AxisId>,
    /// The columns.
    pub standings: Vec<Standing>,
}

/// Parts side by side in some standings.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// The standings that were asked for.
    pub standings: Vec<Standing>,
    /// The parts that have a fact in any of them, in the order in which their codes first appear in the file.
    pub parts: Vec<ComparedPart>,
    /// For each standing, the sum of all parts.
    pub totals: Vec<Sum>,
}

/// A part in all standings.
#[derive(Clone, Debug, Default)]
pub struct ComparedPart {
    /// Its code on the level's axis.
    pub symbol: Symbol,
    /// Whether anything below it has a code.
    pub opens: bool,
    /// One sum a standing; what is not stated is not zero.
    pub sums: Vec<Sum>,
}

/// Which parts two standings state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Parts that both state.
    pub both: usize,
    /// Parts that only the first states.
    pub only_first: Vec<usize>,
    /// Parts that only the second states.
    pub only_second: Vec<usize>,
}

impl Scope {
    /// Whether both state the same parts.
    pub fn is_same(&self) -> bool {
        self.only_first.is_empty() && self.only_second.is_empty()
    }
}

/// What keeps two amounts from being divided by each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// They are of different years.
    Period,
    /// One of them adds up parts that the other does not have.
    Scope,
    /// One of them is not stated.
    Blank,
    /// The amount to divide by is not above zero.
    Base,
}

/// Adds up the parts of a level in all standings, in one pass over the facts.
pub fn compare_level(model: &Model, question: &ComparisonQuestion) -> Compared {
    let standings = &question.standings;
    let codes = question.axis.map_or(1, |axis| model.axis(axis).codes.len());
    let mut sums = vec![Sum::default(); codes * standings.len()];
    let mut opens = vec![false; codes];
    let has = |key: &[Symbol], codes: &[(AxisId, Symbol)]| codes.iter().all(|(axis, symbol)| key[axis.0] == *symbol);
    let asked: Vec<AxisId> = question.axis.into_iter().chain(question.path.iter().map(|(axis, _)| *axis)).collect();
    for fact in model.facts_of(&asked) {
        let own = |axis: Option<AxisId>| axis.map_or(Symbol::BLANK, |axis| fact.key[axis.0]);
        let standing = Standing { year: own(question.years), phase: own(question.phases) };
        if !has(fact.key, &question.keep) || !has(fact.key, &question.path) {
            continue;
        }
        let code = question.axis.map_or(0, |axis| fact.key[axis.0].index());
        for column in (0..standings.len()).filter(|column| standings[*column] == standing) {
            sums[code * standings.len() + column].add(fact.amount, fact.count);
            opens[code] |= question.next.is_some_and(|axis| fact.key[axis.0] != Symbol::BLANK);
        }
    }
    let mut compared =
        Compared { standings: standings.clone(), totals: vec![Sum::default(); standings.len()], ..Compared::default() };
    for (code, own) in sums.chunks_exact(standings.len().max(1)).enumerate() {
        if own.iter().any(|sum| sum.count > 0) {
            for (total, sum) in compared.totals.iter_mut().zip(own) {
                total.merge(*sum);
            }
            compared.parts.push(ComparedPart { symbol: Symbol(code as u32), opens: opens[code], sums: own.to_vec() });
        }
    }
    compared
}

impl Compared {
    /// The amount of a part, or of all, in a standing; `None` where nothing is stated.
    pub fn amount(&self, part: Option<usize>, standing: usize) -> Option<Amount> {
        part.map_or(&self.totals, |part| &self.parts[part].sums).get(standing)?.stated()
    }

    /// Which parts two standings state.
    pub fn scope(&self, first: usize, second: usize) -> Scope {
        let mut scope = Scope::default();
        for part in 0..self.parts.len() {
            match (self.amount(Some(part), first).is_some(), self.amount(Some(part), second).is_some()) {
                (true, true) => scope.both += 1,
                (true, false) => scope.only_first.push(part),
                (false, true) => scope.only_second.push(part),
                (false, false) => {}
            }
        }
        scope
    }

    /// Two amounts that may be divided: what was done by what it is measured against.
    ///
    /// # Errors
    /// What differs between them.
    pub fn rate(&self, part: Option<usize>, base: usize, done: usize) -> Result<(Amount, Amount), Unlike> {
        if self.standings[base].year != self.standings[done].year {
            return Err(Unlike::Period);
        }
        let (Some(due), Some(done_amount)) = (self.amount(part, base), self.amount(part, done)) else {
            return Err(Unlike::Blank);
        };
        if part.is_none() && !self.scope(base, done).is_same() {
            return Err(Unlike::Scope);
        }
        if due <= Amount::ZERO {
            return Err(Unlike::Base);
        }
        Ok((done_amount, due))
    }

    /// How much more the second standing has than the first. Years may differ: that is what a change is of.
    ///
    /// # Errors
    /// What differs between them otherwise.
    pub fn change(&self, part: Option<usize>, from: usize, to: usize) -> Result<Amount, Unlike> {
        let (Some(before), Some(after)) = (self.amount(part, from), self.amount(part, to)) else {
            return Err(Unlike::Blank);
        };
        if part.is_none() && !self.scope(from, to).is_same() {
            return Err(Unlike::Scope);
        }
        Ok(after - before)
    }

    /// The parts that changed most from one standing to another, the largest changes first, whatever their sign; none without
    /// a change.
    pub fn largest_changes(&self, from: usize, to: usize, most: usize) -> Vec<(usize, Amount)> {
        let change = |part: usize| {
            Some((part, self.change(Some(part), from, to).ok().filter(|change| *change != Amount::ZERO)?))
        };
        let mut changes: Vec<(usize, Amount)> = (0..self.parts.len()).filter_map(change).collect();
        sort_by(&mut changes, |a, b| b.1.abs().cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
        changes.truncate(most);
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::budget::sketch::Sketch;
    use crate::model::Kind;

    /// Two years with a budget and an outturn; 3 has no outturn in 2024, and 4 only in 2025.
    fn compared(rows: &str) -> Compared {
        let model = Sketch::new().dimension(Kind::Functional, &[&[], &[]]).key(Kind::Year).key(Kind::Phase).rows(rows);
        let axis = |kind: Kind| model.single(kind);
        let standing = |year: &str, phase: &str| {
            let find = |kind, code: &str| model.axis(axis(kind).unwrap()).codes.find(code.as_bytes()).unwrap();
            Standing { year: find(Kind::Year, year), phase: find(Kind::Phase, phase) }
        };
        let question = ComparisonQuestion {
            axis: Some(AxisId(0)),
            next: Some(AxisId(1)),
            years: axis(Kind::Year),
            phases: axis(Kind::Phase),
            standings: vec![standing("2024", "b"), standing("2024", "o"), standing("2025", "b"), standing("2025", "o")],
            ..ComparisonQuestion::default()
        };
        compare_level(&model, &question)
    }

    fn sample() -> Compared {
        compared(
            "1, 11, 2024, b, 100\n1, 12, 2024, b, 50\n1, 11, 2024, o, 90\n2, , 2024, b, 10\n2, , 2024, o, 12
             3, , 2024, b, 5\n1, 11, 2025, b, 160\n2, , 2025, b, 4\n4, , 2025, b, 1
             1, 11, 2025, o, 0\n2, , 2025, o, -3\n4, , 2025, o, 1",
        )
    }

    fn minor(amount: Option<Amount>) -> Option<i128> {
        amount.map(Amount::minor)
    }

    #[test]
    fn parts_stand_side_by_side_and_blank_is_not_zero() {
        let compared = sample();
        let amounts = |part: usize| (0..4).map(|at| minor(compared.amount(Some(part), at))).collect::<Vec<_>>();
        assert_eq!(amounts(0), [Some(150), Some(90), Some(160), Some(0)]);
        assert_eq!(amounts(2), [Some(5), None, None, None]);
        assert_eq!((compared.parts[0].opens, compared.parts[1].opens), (true, false));
        let totals: Vec<_> = (0..4).map(|at| minor(compared.amount(None, at))).collect();
        assert_eq!(totals, [Some(165), Some(102), Some(165), Some(-2)]);
    }

    #[test]
    fn a_rate_needs_the_same_period_and_scope() {
        let compared = sample();
        let rate = |part, base, done| compared.rate(part, base, done).map(|(done, due)| (done.minor(), due.minor()));
        assert_eq!(rate(Some(0), 0, 1), Ok((90, 150)));
        assert_eq!(rate(Some(2), 0, 1), Err(Unlike::Blank));
        assert_eq!(rate(Some(0), 0, 3), Err(Unlike::Period));
        assert_eq!(rate(None, 0, 1), Err(Unlike::Scope), "3 has no outturn");
        assert_eq!(compared.scope(0, 1), Scope { both: 2, only_first: vec![2], only_second: vec![] });
        assert_eq!(rate(None, 2, 3), Ok((-2, 165)));
        assert_eq!(rate(Some(1), 3, 2), Err(Unlike::Base), "less than nothing is no base");
    }

    #[test]
    fn the_largest_changes_come_first_whatever_their_sign() {
        let compared = sample();
        let changes = |from, to| {
            let changes = compared.largest_changes(from, to, 2).into_iter();
            changes.map(|(part, change)| (part, change.minor())).collect::<Vec<_>>()
        };
        assert_eq!(changes(0, 2), [(0, 10), (1, -6)]);
        assert_eq!(changes(1, 3), [(0, -90), (1, -15)]);
        assert_eq!(compared.change(None, 0, 2), Err(Unlike::Scope), "3 went and 4 came");
        assert!(compared.largest_changes(0, 0, 9).is_empty());
    }

    #[test]
    fn nothing_to_compare_is_no_comparison() {
        let model = Sketch::new().dimension(Kind::Functional, &[&[]]).rows("1, 5");
        let compared = compare_level(&model, &ComparisonQuestion::default());
        assert!(compared.parts.is_empty() && compared.totals.is_empty());
    }
}
