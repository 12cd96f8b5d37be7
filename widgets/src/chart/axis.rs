//! An axis as plotters asks for one: amounts or lengths in, coordinates and the words of ticks out; cannot fail.
//!
//! One type for both directions and both kinds, so that the module holds plotters' drawing once.

use daylight_core::figure::chart::Scale;
use daylight_core::money::Amount;
use plotters::coord::ranged1d::{KeyPointHint, KeyPointWeight, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// A place on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Where an amount stands.
    Amount(Amount),
    /// So far from the beginning.
    Length(i32),
}

/// An axis.
#[derive(Clone, Debug)]
pub enum Axis {
    /// Of amounts, with its ticks.
    Money(Scale),
    /// Of things beside or beneath each other, with the middle of those that are named.
    Things(Vec<(i32, String)>),
    /// The same where things go down the page.
    Down(Vec<(i32, String)>),
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = At;

    #[allow(clippy::cast_possible_truncation, reason = "between the ends of the span")]
    fn map(&self, value: &At, (from, to): (i32, i32)) -> i32 {
        match (self, value) {
            (Self::Money(scale), At::Amount(amount)) => {
                let length = f64::from(to) - f64::from(from);
                from + (scale.position(*amount) * length + if length < 0.0 { -0.5 } else { 0.5 }) as i32
            }
            // plotters counts upwards.
            (Self::Down(_), At::Length(length)) => to + length,
            (_, At::Length(length)) => from + length,
            (_, At::Amount(_)) => from,
        }
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<At> {
        match (hint.weight(), self) {
            (KeyPointWeight::Any, _) => Vec::new(),
            (KeyPointWeight::Bold, Self::Money(scale)) => {
                scale.ticks.iter().map(|tick| At::Amount(tick.amount)).collect()
            }
            (KeyPointWeight::Bold, Self::Things(things) | Self::Down(things)) => {
                things.iter().map(|(at, _)| At::Length(*at)).collect()
            }
        }
    }

    fn range(&self) -> Range<At> {
        match self {
            Self::Money(scale) => At::Amount(scale.least())..At::Amount(scale.most()),
            Self::Things(_) | Self::Down(_) => At::Length(0)..At::Length(0),
        }
    }
}

impl ValueFormatter<At> for Axis {
    fn format(value: &At) -> String {
        let _ = value;
        String::new()
    }

    fn format_ext(&self, value: &At) -> String {
        let found = match (self, value) {
            (Self::Money(scale), At::Amount(amount)) => {
                scale.ticks.iter().find(|tick| tick.amount == *amount).map(|tick| &tick.label)
            }
            (Self::Things(things) | Self::Down(things), At::Length(at)) => {
                things.iter().find(|(place, _)| place == at).map(|(_, label)| label)
            }
            _ => None,
        };
        found.cloned().unwrap_or_default()
    }
}
