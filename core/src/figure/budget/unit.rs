//! The unit of display: a profile, a currency and a total in, one unit for the whole figure out.

use super::choose::refusal_of;
use super::{Choice, Switch, Wish};
use crate::money::{Amount, Currency};
use crate::profile::{Profile, UnitScale};
use crate::words::Words;

/// A table whose total is this many units reads well: 7,304 and 12.5, but not 0.3.
const LEAST_UNITS: u128 = 10;

/// The unit, and the switch that offers the others.
pub(super) fn choose_unit(
    profile: &Profile,
    currency: Currency,
    total: Amount,
    wish: &Wish,
    words: &Words,
    refused: &mut Vec<String>,
) -> (UnitScale, Option<Switch>) {
    // Units that name a currency are of no use for another one.
    let generic;
    let profile = if profile.currency.is_none_or(|own| own == currency) && !profile.units.is_empty() {
        profile
    } else {
        generic = Profile::generic();
        &generic
    };
    let units = profile.units_in(words.lang());
    let wished = units.iter().position(|unit| unit.id == wish.unit);
    if wished.is_none() && !wish.unit.is_empty() {
        let ids: Vec<&str> = units.iter().map(|unit| unit.id.as_str()).collect();
        refused.push(refusal_of(words, "unit", &wish.unit, &ids));
    }
    let in_units = |unit: &UnitScale| {
        total.minor().unsigned_abs() / (u128::from(unit.factor) * 10_u128.pow(currency.exponent().into()))
    };
    let index = wished.or_else(|| units.iter().rposition(|unit| in_units(unit) >= LEAST_UNITS)).unwrap_or(0);
    let Some(unit) = units.get(index) else {
        return (UnitScale { factor: 1, ..UnitScale::default() }, None);
    };
    let choice = |unit: &&UnitScale| Choice {
        id: unit.id.clone(),
        label: words.unit(currency, unit),
        chosen: unit.id == units[index].id,
    };
    let switch =
        Switch { id: "unit", label: words.text("switch.unit").to_owned(), options: units.iter().map(choice).collect() };
    ((*unit).clone(), (units.len() > 1).then_some(switch))
}
