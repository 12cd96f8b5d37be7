//! The status of an indicator: its values, targets and the rule in, status, reason and progress out; cannot fail.

use super::path::{expected, path};
use super::{Standing, Status, Why};
use crate::day::Day;
use crate::model::results::{Direction, Indicator, Target, Value};
use crate::profile::results::ResultRule;
use crate::quantity::Quantity;

/// The value that counts on a day: the headline value whose period ends last and not after it.
pub fn figure(indicator: &Indicator, now: Day) -> Option<(&Value, Quantity)> {
    let told = indicator.values.iter().filter(|value| value.period.span.last <= now);
    told.filter_map(|value| Some((value, value.value?))).next_back()
}

/// The target that counts: the one whose period ends last.
pub(super) fn target(indicator: &Indicator) -> Option<(&Target, Day)> {
    let mut told = indicator.targets.iter().filter_map(|target| Some((target, target.period.as_ref()?.span.last)));
    told.next_back()
}

/// The way from one quantity to another in the right direction, in billionths.
fn way(indicator: &Indicator, from: Quantity, to: Quantity) -> i128 {
    let way = to.nano() - from.nano();
    match indicator.direction {
        Direction::More => way,
        Direction::Less => -way,
    }
}

pub(super) fn standing(indicator: &Indicator, now: Day, rule: &ResultRule) -> Standing {
    let of = |status, why, permille| Standing { status, why, permille, covered: None };
    let unknown = |why| of(Status::NotMeasurable, why, None);
    let Some((target, until)) = target(indicator) else { return unknown(Why::NoTarget) };
    let Some((value, figure)) = figure(indicator, now) else { return unknown(Why::NoFigure) };
    let day = value.period.span.last;
    let is_reached = way(indicator, target.value, figure) >= 0;
    if is_reached && (indicator.is_total || day >= until) {
        return of(Status::Done, Why::Reached, Some(1000));
    }
    let progress = match is_reached {
        true => Some(1000),
        false => indicator.baseline.and_then(|baseline| progress(indicator, baseline, target.value, figure)),
    };
    let over = i64::from(now.since(until));
    if over > 0 && (day >= until || over > rule.figure_due_days) {
        return of(Status::Late, Why::Missed, progress);
    }
    if i64::from(now.since(day)) > rule.stale_days {
        return unknown(Why::Stale);
    }
    if is_reached {
        return of(Status::OnTrack, Why::Ahead, progress);
    }
    let corners = path(indicator);
    let (Some(first), Some(asked)) = (corners.first(), expected(&corners, day)) else {
        return unknown(Why::NoBaseline);
    };
    // Where nothing was measured since the baseline, nobody can tell whether it moved.
    if day < first.day || corners.len() < 2 {
        return unknown(Why::NoBaseline);
    }
    let moved = way(indicator, first.value, figure);
    let ask = asked.over - first.value.nano() * asked.under;
    let ask = if indicator.direction == Direction::Less { -ask } else { ask };
    let is_on_path = match ask > 0 {
        true => moved * asked.under * 1000 >= ask * i128::from(rule.on_path_permille),
        false => moved * asked.under >= ask,
    };
    match is_on_path {
        true => of(Status::OnTrack, Why::OnPath, progress),
        false => of(Status::Late, Why::Behind, progress),
    }
}

/// How much of the way from the baseline to a target that is not reached is done.
fn progress(indicator: &Indicator, baseline: Quantity, target: Quantity, figure: Quantity) -> Option<u32> {
    let (done, all) = (way(indicator, baseline, figure), way(indicator, baseline, target));
    // Where the baseline is as good as the target, there is no way to go.
    if all <= 0 {
        return None;
    }
    u32::try_from((done * 1000).div_euclid(all).clamp(0, 999)).ok()
}
