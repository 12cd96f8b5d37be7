//! An indicator over time: what was measured and the path to its targets, each point as far along as its day is; a sheet and where to
//! begin in, where it ends out.

use super::axis::{At, Axis};
use super::backend::{Recorder, Role};
use super::free::Taken;
use super::years::{axis_width, scale, share, value};
use super::{GAP, LINE, Sheet, ems};
use daylight_core::figure::budget::TextLine;
use daylight_core::figure::chart::{RuleKind, Shape};
use daylight_core::figure::layout::Rect;
use daylight_core::money::Amount;
use daylight_core::order::sort_by_key;
use daylight_core::text::{length, wrap};
use plotters::prelude::*;

/// The least height of the plot.
const LEAST_HEIGHT: i32 = 16_000;

/// Where the points of the groups are.
struct Days {
    /// Where the plot begins.
    plot: Rect,
    /// How far each group is along it.
    along: Vec<i32>,
    /// Those that can be hit, in the order of their days.
    hit: Vec<usize>,
}

/// Draws the path.
pub fn draw(sheet: &Sheet, top: i32) -> i32 {
    let groups = &sheet.plan.panels[0].groups;
    let axis_height = sheet.small() * LINE / 100 + GAP / 2;
    // The number at the upper end stands half above it.
    let top = top + sheet.small() / 2;
    let height = (sheet.plan.frame.height - top - axis_height).max(LEAST_HEIGHT);
    let scale = scale(sheet, height);
    let axis = axis_width(sheet, &scale);
    let frame = Rect { x: 0, y: top, width: sheet.width(), height: height + axis_height };
    let plot = Rect { x: axis, y: top, width: frame.width - axis, height };
    let days = place(sheet, plot);
    sheet.reach(frame.y + frame.height, (frame.x, frame.x + frame.width));
    let root = Recorder(&sheet.record).into_drawing_area();
    let area = root.shrink((frame.x, frame.y), (frame.width, frame.height));
    let mut builder = ChartBuilder::on(&area);
    builder.set_label_area_size(LabelAreaPosition::Left, axis);
    builder.set_label_area_size(LabelAreaPosition::Bottom, axis_height);
    let named = Axis::Things(named(sheet, &days));
    let Ok(mut chart) = builder.build_cartesian_2d(named, Axis::Money(scale)) else { return top + frame.height };
    let drawn = chart
        .configure_mesh()
        .disable_x_mesh()
        .axis_style(TRANSPARENT)
        .label_style((FontFamily::SansSerif, sheet.small()))
        .set_tick_mark_size(LabelAreaPosition::Left, GAP / 4)
        .set_tick_mark_size(LabelAreaPosition::Bottom, GAP / 4)
        .draw();
    debug_assert!(drawn.is_ok());
    let area = chart.plotting_area();
    let zero = area.map_coordinate(&(At::Length(0), At::Amount(Amount::ZERO))).1;
    sheet.rule(RuleKind::Zero, (plot.x, zero), (plot.x + plot.width, zero));
    let mut taken = Taken::default();
    // The path lies behind what was measured.
    for (series, entry) in sheet.plan.series.iter().enumerate().rev() {
        let points: Vec<(At, At)> = groups
            .iter()
            .zip(&days.along)
            .filter_map(|(group, along)| Some((At::Length(*along), At::Amount(group.values.get(series)?.amount?))))
            .collect();
        let way: Vec<(i32, i32)> = points.iter().map(|point| area.map_coordinate(point)).collect();
        taken.add_path(&way);
        if points.len() > 1 {
            sheet.record.borrow_mut().begin(Role::Stroke(entry.tone, entry.is_hollow));
            let drawn = area.draw(&PathElement::new(points, BLACK));
            debug_assert!(drawn.is_ok());
        }
    }
    let first = sheet.record.borrow().chart.marks.len();
    for (at, (group, along)) in groups.iter().zip(&days.along).enumerate() {
        for (series, value) in group.values.iter().enumerate() {
            let Some(amount) = value.amount else { continue };
            sheet.record.borrow_mut().begin_mark(sheet.mark((0, at, series)));
            let drawn = area.draw(&Circle::new((At::Length(*along), At::Amount(amount)), 1, BLACK.filled()));
            debug_assert!(drawn.is_ok());
        }
    }
    sheet.record.borrow_mut().begin(Role::Grid);
    finish(sheet, &days, first, &mut taken);
    top + frame.height + GAP / 2
}

/// Where each day is, and which of them are far enough apart for a finger: the last that was measured first, then the ends, then the
/// latest.
fn place(sheet: &Sheet, plot: Rect) -> Days {
    let groups = &sheet.plan.panels[0].groups;
    // Points at the ends are hit as others are.
    let inset = sheet.least() / 2;
    let room = i64::from((plot.width - 2 * inset).max(0));
    let all = i64::from(groups.last().map_or(0, |group| group.days)).max(1);
    let along: Vec<i32> = groups.iter().map(|group| inset + (i64::from(group.days) * room / all) as i32).collect();
    let has = |at: usize, series: usize| groups[at].values.get(series).is_some_and(|value| value.amount.is_some());
    let last = (0..groups.len()).rev().find(|at| has(*at, 0));
    let wished = last.into_iter().chain([groups.len() - 1, 0]).chain((0..groups.len()).rev());
    let mut hit: Vec<usize> = Vec::new();
    for at in wished {
        if hit.iter().all(|other| (along[*other] - along[at]).abs() >= sheet.least()) {
            hit.push(at);
        }
    }
    sort_by_key(&mut hit, |at| *at);
    Days { plot, along, hit }
}

/// The names of the days that keep clear of each other, those that can be hit first.
fn named(sheet: &Sheet, days: &Days) -> Vec<(i32, String)> {
    let groups = &sheet.plan.panels[0].groups;
    let size = sheet.small();
    let wished = days.hit.iter().rev().copied();
    let mut taken: Vec<(i32, i32)> = Vec::new();
    let mut named = Vec::new();
    for at in wished {
        let label = wrap(&groups[at].label, ems(days.plot.width, size), 1).lines.pop().unwrap_or_default();
        let half = length(&label, size) / 2;
        // A name at an end is moved inwards; so much room is left beside it.
        let middle =
            days.along[at].clamp(half.min(days.plot.width / 2), (days.plot.width - half).max(days.plot.width / 2));
        let span = (middle - half - GAP / 2, middle + half + GAP / 2);
        if taken.iter().all(|other| span.1 <= other.0 || span.0 >= other.1) {
            taken.push(span);
            named.push((days.along[at], label));
        }
    }
    named.reverse();
    named
}

/// Gives the marks their hit areas, and their words where there is room: targets first, then the latest.
fn finish(sheet: &Sheet, days: &Days, first: usize, taken: &mut Taken) {
    let size = sheet.small();
    let mut record = sheet.record.borrow_mut();
    let marks = &mut record.chart.marks[first..];
    for mark in marks.iter() {
        if let Shape::Point(x, y) = mark.shape {
            taken.add_point((x, y));
        }
    }
    for (number, group) in days.hit.iter().enumerate() {
        let middle = days.along[*group];
        let bound =
            |other: Option<&usize>, end: i32| other.map_or(end, |other| i32::midpoint(days.along[*other], middle));
        let left = bound(number.checked_sub(1).and_then(|at| days.hit.get(at)), 0);
        let right = bound(days.hit.get(number + 1), days.plot.width);
        let column = Rect { x: days.plot.x + left, width: right - left, ..days.plot };
        let of_group: Vec<usize> = (0..marks.len()).filter(|at| marks[*at].of.1 == *group).collect();
        let heights: Vec<i32> =
            of_group.iter().map(|at| if let Shape::Point(_, y) = marks[*at].shape { y } else { days.plot.y }).collect();
        for (at, hit) in of_group.iter().zip(share(sheet, &heights, column)) {
            marks[*at].hit = hit;
        }
    }
    let order: Vec<usize> = (0..marks.len()).rev().collect();
    let (asked, measured): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|at| marks[*at].of.2 == 1);
    for at in measured.iter().take(1).chain(&asked).chain(measured.iter().skip(1)) {
        let mark = &mut marks[*at];
        let Shape::Point(x, y) = mark.shape else { continue };
        let text = value(sheet, mark.of).label.clone();
        let width = length(&text, size);
        let x = (x - width / 2).clamp(days.plot.x, (days.plot.x + days.plot.width - width).max(days.plot.x));
        let line = |baseline: i32| TextLine { text: text.clone(), x, baseline, size, strong: false };
        let places = [y - 500 - size * 3 / 10, y + 500 + size];
        mark.lines.extend(taken.place(places.into_iter().map(line), days.plot));
    }
}
