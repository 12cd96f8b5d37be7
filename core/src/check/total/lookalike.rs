//! `looks-like-total`: a code whose amounts equal the sum of all the others on its axis, or of all codes that begin with it,
//! rounding aside.

use super::super::amount::{place, stated};
use super::super::rounding::{grain, is_rounding};
use super::super::{Locate, Rule, Seen};
use crate::ingest::{As, Row};
use crate::issue::Issue;
use crate::model::{AxisId, Kind, Model};
use crate::money::{Amount, Currency};
use crate::order::{sort_by, sort_by_key};
use daylight_scan::Symbol;

/// Looks for totals among their parts, axis by axis, by exact arithmetic: a plain sum would count them twice.
pub(in crate::check) struct Lookalikes;

impl Rule for Lookalikes {
    fn finish(&mut self, seen: &Seen<'_>, _: &mut Vec<Issue>) -> Option<Box<dyn Locate>> {
        let mut found: Vec<(usize, Symbol)> = Vec::new();
        for index in 0..seen.model.axes.len() {
            let axis = &seen.model.axes[index];
            if axis.kind.is_always_a_key() || !is_leaf(seen.model, AxisId(index)) {
                continue;
            }
            let mut groups = amounts_by_code(seen.model, index);
            let of_prefix = prefix_totals(seen.model, index, &groups);
            found.extend(whole_totals(seen.model, &groups).into_iter().map(|symbol| (index, symbol)));
            // A grand total is that of the parts, not of the totals between.
            groups.iter_mut().for_each(|codes| codes.retain(|(symbol, _)| !of_prefix.contains(symbol)));
            if !of_prefix.is_empty() {
                found.extend(whole_totals(seen.model, &groups).into_iter().map(|symbol| (index, symbol)));
            }
            found.extend(of_prefix.into_iter().map(|symbol| (index, symbol)));
        }
        sort_by_key(&mut found, |finding| *finding);
        found.dedup();
        (!found.is_empty()).then(|| Box::new(Found { found }) as Box<dyn Locate>)
    }
}

/// Whether no level stands below the axis; the rule of parents looks at the others.
fn is_leaf(model: &Model, id: AxisId) -> bool {
    model
        .dimensions
        .iter()
        .filter(|dimension| dimension.axes.contains(&id))
        .all(|dimension| dimension.axes.last() == Some(&id))
}

/// A phase, year, direction and currency, and the sum of each code under them.
type Grouped = (Vec<Symbol>, Vec<(Symbol, Amount)>);

/// For each phase, year, direction and currency, the sum of each code of an axis.
fn amounts_by_code(model: &Model, index: usize) -> Vec<Vec<(Symbol, Amount)>> {
    let always: Vec<usize> = (0..model.axes.len()).filter(|axis| model.axes[*axis].kind.is_always_a_key()).collect();
    let mut sums = crate::model::Builder::new(always.len() + 1);
    let mut key = vec![Symbol::BLANK; always.len() + 1];
    for fact in model.facts() {
        for (part, axis) in key.iter_mut().zip(&always) {
            *part = fact.key[*axis];
        }
        key[always.len()] = fact.key[index];
        sums.add(&key, fact.amount);
    }
    let mut groups: Vec<Grouped> = Vec::new();
    for fact in sums.facts() {
        let (always, code) = fact.key.split_at(always.len());
        let position = groups.iter().position(|(known, _)| known == always).unwrap_or_else(|| {
            groups.push((always.to_vec(), Vec::new()));
            groups.len() - 1
        });
        groups[position].1.push((code[0], fact.amount));
    }
    groups.into_iter().map(|(_, codes)| codes).collect()
}

/// Codes that, in every group in which they occur, equal the sum of all other codes, rounding aside; or, up to three of them
/// together, where a grand total and subtotals stand side by side, are equal and leave the same sum to the rest.
fn whole_totals(model: &Model, groups: &[Vec<(Symbol, Amount)>]) -> Vec<Symbol> {
    let grain = grain(model.facts().map(|fact| fact.amount));
    let facts = model.len() as u64;
    // By symbol: nothing of a code that did not occur yet.
    let mut verdicts: Vec<Option<bool>> = Vec::new();
    for codes in groups {
        let total: Amount = codes.iter().map(|(_, amount)| *amount).sum();
        let mut largest: Vec<&(Symbol, Amount)> = codes.iter().filter(|(_, amount)| amount.minor() != 0).collect();
        sort_by_key(&mut largest, |(_, amount)| std::cmp::Reverse(amount.abs()));
        let mut totals: &[&(Symbol, Amount)] = &[];
        for many in 1..=3_usize.min(largest.len().saturating_sub(2)) {
            let whole = largest[0].1;
            let same = largest[..many].iter().all(|(_, amount)| *amount == whole);
            let difference = total - (0..=many).map(|_| whole).sum::<Amount>();
            if same && (difference == Amount::ZERO || is_rounding(difference, whole, facts, grain)) {
                totals = &largest[..many];
            }
        }
        for (symbol, _) in codes.iter().filter(|(_, amount)| amount.minor() != 0) {
            let is_total = totals.iter().any(|(total, _)| total == symbol);
            if verdicts.len() <= symbol.index() {
                verdicts.resize(symbol.index() + 1, None);
            }
            let verdict = verdicts[symbol.index()].get_or_insert(true);
            *verdict &= is_total;
        }
    }
    let totals = verdicts.iter().enumerate().filter(|(_, verdict)| **verdict == Some(true));
    totals.map(|(index, _)| Symbol(index as u32)).collect()
}

/// What stands right below a code, in one group.
struct Below {
    symbol: Symbol,
    own: Amount,
    children: Amount,
    many: usize,
    is_code: bool,
}

/// Codes that equal the sum of the codes that begin with them: of at least two, or of one alone where other codes of the axis
/// show that longer codes are parts of shorter ones.
fn prefix_totals(model: &Model, index: usize, groups: &[Vec<(Symbol, Amount)>]) -> Vec<Symbol> {
    let below: Vec<Below> = groups.iter().flat_map(|codes| codes_below(model, index, codes)).collect();
    let is_equal = |one: &&Below| one.own == one.children;
    let mut found: Vec<Symbol> =
        below.iter().filter(|one| one.many >= 2).filter(is_equal).map(|one| one.symbol).collect();
    // One amount may be that of one code below by chance; that of several is no chance, if hardly any says the opposite.
    let is_always = |symbol: Symbol| below.iter().filter(|one| one.symbol == symbol).all(|one| is_equal(&one));
    let mut codes: Vec<Symbol> = below.iter().filter(|one| one.is_code).map(|one| one.symbol).collect();
    sort_by_key(&mut codes, |symbol| *symbol);
    codes.dedup();
    let equal: Vec<Symbol> = codes.iter().copied().filter(|symbol| is_always(*symbol)).collect();
    if equal.len() >= 2 && equal.len() > 3 * (codes.len() - equal.len()) {
        found.extend(equal);
    }
    found
}

/// The codes of a group that have an amount, and codes that begin with them.
fn codes_below(model: &Model, index: usize, codes: &[(Symbol, Amount)]) -> Vec<Below> {
    let axis = &model.axes[index];
    let mut sorted: Vec<(&str, Symbol, Amount)> =
        codes.iter().map(|(symbol, amount)| (axis.code(*symbol), *symbol, *amount)).collect();
    sort_by(&mut sorted, |a, b| a.0.cmp(b.0));
    let mut found = Vec::new();
    for (at, (code, symbol, own)) in sorted.iter().enumerate() {
        if code.is_empty() || own.minor() == 0 {
            continue;
        }
        let begin = sorted[at + 1..].iter().take_while(|(other, _, _)| other.starts_with(code));
        // Only the level right below: of codes that begin with each other, the shortest.
        let (mut children, mut many, mut last) = (Amount::ZERO, 0, "");
        for (other, _, amount) in begin {
            if last.is_empty() || !other.starts_with(last) {
                children += *amount;
                many += 1;
                last = other;
            }
        }
        if many > 0 {
            // Names that begin with each other are no levels.
            let is_code = code.bytes().any(|byte| byte.is_ascii_digit()) && last.is_ascii();
            found.push(Below { symbol: *symbol, own: *own, children, many, is_code });
        }
    }
    found
}

struct Found {
    found: Vec<(usize, Symbol)>,
}

impl Locate for Found {
    fn locate(&mut self, row: &Row<'_>, issues: &mut Vec<Issue>) {
        if row.row != As::Part {
            return;
        }
        for (axis, symbol) in &self.found {
            if row.key[*axis] != *symbol {
                continue;
            }
            row.facts(|key, measure, amount| {
                let currency = row.axes.iter().position(|axis| axis.kind == Kind::Currency);
                let code = currency.map_or("", |position| row.axes[position].codes.text(key[position]));
                let issue = Issue::error("looks-like-total", place(row, measure))
                    .with("value", row.axes[*axis].codes.text(*symbol));
                issues.push(issue.with("found", stated(row, measure, amount, Currency::from_code(code))));
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::{Depth, check_package};
    use crate::ingest::{Selection, read_lone};

    /// The codes that look like totals.
    fn lookalikes(rows: &[(&str, u32)]) -> Vec<String> {
        let lines: String = rows.iter().map(|(code, amount)| format!("{code},{amount}\n")).collect();
        let text = format!("function code,amount (EUR)\n{lines}");
        let package = read_lone("a.csv", text.as_bytes(), "");
        let files = vec![("a.csv".to_owned(), text.into_bytes())];
        let (_, report) = check_package(&package, &Selection::usual(&package), &files, Depth::Notes);
        let found = report.issues.iter().filter(|issue| issue.rule == "looks-like-total");
        found
            .flat_map(|issue| &issue.facts)
            .filter(|(name, _)| *name == "value")
            .map(|(_, code)| code.clone())
            .collect()
    }

    #[test]
    fn a_class_with_one_part_is_a_total_where_others_show_that_it_may_be() {
        let single = [("205", 2005), ("20502", 2005), ("210", 1000), ("21011", 1000), ("221", 500), ("22102", 500)];
        assert_eq!(lookalikes(&single), ["205", "210", "221"]);
        let beside = [("205", 300), ("20502", 100), ("20503", 200), ("210", 70), ("21011", 70), ("22102", 5)];
        assert_eq!(lookalikes(&beside), ["205", "210"]);
        let three = [("205", 90), ("20502", 90), ("2050201", 90), ("221", 5)];
        assert_eq!(lookalikes(&three), ["205", "20502"]);
    }

    #[test]
    fn codes_that_begin_with_each_other_by_chance_are_no_totals() {
        assert!(lookalikes(&[("1", 70), ("10", 70), ("2", 5), ("3", 9)]).is_empty(), "one alone may be chance");
        let mixed = [("1", 70), ("10", 70), ("2", 5), ("20", 5), ("3", 9), ("30", 8)];
        assert!(lookalikes(&mixed).is_empty(), "others say the opposite");
        assert!(lookalikes(&[("Roads a", 70), ("Roads a b", 70), ("Art", 5), ("Art x", 5)]).is_empty(), "names");
    }
}
