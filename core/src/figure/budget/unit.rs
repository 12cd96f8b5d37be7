//! The unit of display: a profile, a currency and a total in, one unit for the whole figure out.

use super::choose::refusal_of;
use super::{Choice, Switch, Wish};
use crate::money::{Amount, Currency};
use crate::profile::{Profile, UnitScale};
use crate::words::Words;

/// A total of this many units reads well, where the next smaller unit is up to a thousandth: 12.5 million, but 2,300 thousand.
const LEAST_UNITS: u128 = 10;

/// The largest step at which that holds. From 万 to 亿 it is ten thousand, and 2.3亿 reads better than 23,000万.
const USUAL_STEP: u64 = 1000;

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
    // A unit of another language is no mistake: the reader changed the language.
    if wished.is_none() && !wish.unit.is_empty() && !profile.units.iter().any(|unit| unit.id == wish.unit) {
        let ids: Vec<&str> = units.iter().map(|unit| unit.id.as_str()).collect();
        refused.push(refusal_of(words, "unit", &wish.unit, &ids));
    }
    let major = total.minor().unsigned_abs() / 10_u128.pow(currency.exponent().into());
    let reads_well = |index: &usize| {
        let unit = units[*index].factor;
        let smaller = index.checked_sub(1).map_or(1, |index| units[index].factor);
        major / u128::from(unit) >= if unit / smaller > USUAL_STEP { 1 } else { LEAST_UNITS }
    };
    let index = wished.or_else(|| (0..units.len()).rev().find(reads_well)).unwrap_or(0);
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
