//! Debt and series: a model, a profile and what a descriptor says of population and prices in, debt above its limit and values that
//! nothing can be divided by out; cannot fail.

use crate::issue::Issue;
use crate::model::{AxisId, Kind, Model, SeriesKind};
use crate::money::Amount;
use crate::place::Place;
use crate::profile::{PhaseKind, Profile};
use crate::summary::is_value;
use daylight_scan::Symbol;
use std::collections::BTreeMap;

/// Warns of each debt that is above the limit with the same codes, year and currency.
pub fn check_debt(model: &Model, profile: &Profile, place: &Place) -> Vec<Issue> {
    let Some(phases) = model.single(Kind::Phase) else { return Vec::new() };
    let mut pairs: BTreeMap<Vec<Symbol>, [Option<Amount>; 2]> = BTreeMap::new();
    for fact in model.facts() {
        let code = model.axis(phases).code(fact.key[phases.0]);
        let of = match profile.phases.iter().find(|phase| phase.id == code).map(|phase| phase.kind) {
            Some(PhaseKind::Limit) => 0,
            Some(PhaseKind::Owed) => 1,
            _ => continue,
        };
        let mut key = fact.key.to_vec();
        key[phases.0] = Symbol::BLANK;
        let sum = &mut pairs.entry(key).or_default()[of];
        *sum = Some(sum.unwrap_or_default() + fact.amount);
    }
    let above = pairs.iter().filter_map(|(key, pair)| match pair {
        [Some(limit), Some(debt)] if debt > limit => Some((key, *limit, *debt)),
        _ => None,
    });
    let issue = |(key, limit, debt): (&Vec<Symbol>, Amount, Amount)| {
        let currency = model.currency(key);
        let said = |is_said: &dyn Fn(Kind) -> bool| {
            let axes = (0..key.len()).map(AxisId).filter(|axis| is_said(model.axis(*axis).kind));
            let labels = axes.map(|axis| model.axis(axis).label(key[axis.0], "")).filter(|label| !label.is_empty());
            labels.collect::<Vec<_>>().join(", ")
        };
        Issue::warning("debt-above-limit", place.clone())
            .with("row", said(&|kind| !kind.is_always_a_key()))
            .with("year", said(&|kind| kind == Kind::Year))
            .with("expected", limit.plain(currency))
            .with("found", debt.plain(currency))
    };
    above.map(issue).collect()
}

/// Tells each value of `daylight:series` that is no decimal above zero, and each series of prices whose base year has none.
pub fn check_series(model: &Model) -> Vec<Issue> {
    let mut issues = Vec::new();
    for series in &model.about.series {
        let mut tell = |year: &str, value: &str| {
            let issue = Issue::error("series-unreadable", Place::file("datapackage.json"));
            issues.push(issue.with("what", series.kind.word()).with("year", year).with("value", value));
        };
        for (year, value) in series.values.iter().filter(|(_, value)| !is_value(value)) {
            tell(year, value);
        }
        if series.kind == SeriesKind::Prices && !series.values.iter().any(|(year, _)| *year == series.base) {
            tell(&series.base, "");
        }
    }
    issues
}
