//! The unit of display: a profile, a currency and a total in, one unit for the whole figure out.

use super::{Choice, Refusal, Switch, Wish};
use crate::money::{Amount, Currency};
use crate::profile::{Profile, UnitScale};
use crate::words::Words;

/// A total of this many units reads well, where the next smaller unit is up to a thousandth: 12.5 million, but 2,300 thousand.
const LEAST_UNITS: u128 = 10;

/// The largest step at which that holds. From 万 to 亿 it is ten thousand, and 2.3亿 reads better than 23,000万.
const USUAL_STEP: u64 = 1000;

/// The unit, and the switch that offers the others.
pub(in crate::figure) fn choose_unit(
    profile: &Profile,
    currency: Currency,
    total: Amount,
    wish: &Wish,
    words: &Words,
    refused: &mut Vec<Refusal>,
) -> (UnitScale, Option<Switch>) {
    // A profile's units name its currency; for another one there are the number words of the language.
    let mut units = match profile.currency {
        Some(own) if own == currency => profile.units_in(words.lang()),
        _ => Vec::new(),
    };
    let plain = words.units();
    if units.is_empty() {
        units = plain.iter().collect();
    }
    let wished = units.iter().position(|unit| unit.id == wish.unit);
    // A unit of another language is no mistake: the reader changed the language.
    let is_elsewhere = || {
        let mut elsewhere = words.text("units.elsewhere").split('|');
        elsewhere.any(|id| id == wish.unit) || profile.units.iter().any(|unit| unit.id == wish.unit)
    };
    if wished.is_none() && !wish.unit.is_empty() && !is_elsewhere() {
        refused.push(Refusal::of_unit(currency, words, &wish.unit, &units));
    }
    let major = total.minor().unsigned_abs() / 10_u128.pow(currency.exponent().into());
    let (mut index, mut smaller) = (0, 1);
    for (at, unit) in units.iter().enumerate() {
        let least = if unit.factor / smaller > USUAL_STEP { 1 } else { LEAST_UNITS };
        if major / u128::from(unit.factor) >= least {
            index = at;
        }
        smaller = unit.factor;
    }
    // A unit that the language has no word for: the largest one that is not above it.
    let elsewhere = profile.units.iter().find(|unit| unit.id == wish.unit).map(|unit| unit.factor);
    let nearest = elsewhere.and_then(|factor| units.iter().rposition(|unit| unit.factor <= factor));
    let index = wished.or(nearest).unwrap_or(index);
    let choice = |(at, unit): (usize, &&UnitScale)| Choice {
        id: unit.id.clone(),
        label: words.unit(currency, unit),
        chosen: at == index,
    };
    let options = units.iter().enumerate().map(choice).collect();
    let switch = Switch { id: "unit", label: words.text("switch.unit").to_owned(), options };
    (units[index].clone(), (units.len() > 1).then_some(switch))
}
