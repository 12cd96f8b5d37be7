//! Two stacks beside each other, the parts of what comes in and of what goes out; a sheet and where to begin in, where it ends
//! out; cannot fail.
//!
//! Words stand outside of the stacks, so that a thin part is named too: they keep apart from top to bottom, and a thin line
//! leads from a part to words that had to move.

use super::axis::{At, Axis};
use super::backend::{Recorder, Role};
use super::{GAP, LINE, STRONG, Sheet, ems};
use daylight_core::figure::budget::TextLine;
use daylight_core::figure::chart::{Group, RuleKind, Scale, Tick};
use daylight_core::figure::layout::Rect;
use daylight_core::money::Amount;
use daylight_core::text::{length, wrap};
use plotters::prelude::*;

/// The width of a stack, in hundredths of the chart's.
const STACK: i32 = 13;
/// It is not wider than this.
const WIDEST: i32 = 12_000;
/// How far a line that leads to words goes out.
const LEAD: i32 = 900;
/// Lines that a part's name has at most.
const MOST_LINES: usize = 3;

/// Draws the groups of each panel as a stack.
pub fn draw(sheet: &Sheet, top: i32) -> i32 {
    let (line, width) = (sheet.small() * LINE / 100, sheet.width());
    let stack = (width * STACK / 100).min(WIDEST);
    let inner = width / 2 - GAP;
    let places = [Place { inner, outer: inner - stack }, Place { inner: width - inner, outer: width - inner + stack }];
    let titles: Vec<Vec<String>> = sheet
        .plan
        .panels
        .iter()
        .map(|panel| wrap(&panel.label, ems(inner * 100 / STRONG, sheet.small()), 3).lines)
        .collect();
    let plot_top = top + line * titles.iter().map(Vec::len).max().unwrap_or(0) as i32 + GAP;
    let words: Vec<Vec<Words>> = (sheet.plan.panels.iter())
        .map(|panel| panel.groups.iter().map(|group| Words::new(sheet, group, inner - stack - LEAD - GAP)).collect())
        .collect();
    let needed = words.iter().map(|side| side.iter().map(|words| words.height).sum()).max().unwrap_or(0);
    let height = needed.max(sheet.plan.frame.height - plot_top);
    let bottom = plot_top + height;
    sheet.reach(bottom, (0, width));
    let root = Recorder(&sheet.record).into_drawing_area();
    let area = root.shrink((0, plot_top), (width, height));
    let scale = Axis::Money(scale(sheet));
    let Ok(chart) = ChartBuilder::on(&area).build_cartesian_2d(Axis::Things(Vec::new()), scale) else { return top };
    let plot = chart.plotting_area();
    for (at, (panel, place)) in sheet.plan.panels.iter().zip(&places).enumerate() {
        for (number, text) in titles[at].iter().enumerate() {
            let x =
                if place.is_left() { place.inner - length(text, sheet.small()) * STRONG / 100 } else { place.inner };
            let baseline = plot_top - GAP - line * (titles[at].len() - number) as i32 + sheet.small();
            sheet.write(TextLine { text: text.clone(), x: x.max(0), baseline, size: sheet.small(), strong: true });
        }
        let mut left = panel.groups.iter().filter_map(amount).fold(Amount::ZERO, |sum, amount| sum + amount);
        let first = sheet.record.borrow().chart.marks.len();
        let mut parts: Vec<(i32, i32)> = Vec::new();
        for (group, entry) in panel.groups.iter().enumerate() {
            let mut mark = sheet.mark((at, group, 0));
            mark.tone = entry.tone;
            sheet.record.borrow_mut().begin_mark(mark);
            let ends = [left, left - amount(entry).unwrap_or_default()];
            left = ends[1];
            let corners = [(place.inner, ends[0]), (place.outer, ends[1])];
            let corners = corners.map(|(x, amount)| (At::Length(x), At::Amount(amount)));
            parts.push((plot.map_coordinate(&corners[0]).1, plot.map_coordinate(&corners[1]).1));
            let drawn = plot.draw(&Rectangle::new(corners, BLACK.filled()));
            debug_assert!(drawn.is_ok());
        }
        sheet.record.borrow_mut().begin(Role::Grid);
        finish(sheet, first, place, &parts, &words[at], (plot_top, bottom));
    }
    sheet.rule(RuleKind::Zero, (places[0].outer - GAP, bottom), (places[1].outer + GAP, bottom));
    bottom + GAP / 2
}

fn amount(group: &Group) -> Option<Amount> {
    group.values.first().and_then(|value| value.amount)
}

/// From zero to the larger of both totals.
fn scale(sheet: &Sheet) -> Scale {
    let total = |groups: &[Group]| groups.iter().filter_map(amount).fold(Amount::ZERO, |sum, amount| sum + amount);
    let most = sheet.plan.panels.iter().map(|panel| total(&panel.groups)).max().unwrap_or_default();
    let tick = |amount| Tick { amount, label: String::new() };
    Scale { ticks: vec![tick(Amount::ZERO), tick(most.max(Amount::from_minor(1)))] }
}

/// Between which lengths a stack is: towards the other one, and towards its words.
struct Place {
    inner: i32,
    outer: i32,
}

impl Place {
    fn is_left(&self) -> bool {
        self.outer < self.inner
    }
}

/// The words of a part: its name, and its amount beneath.
struct Words {
    lines: Vec<String>,
    height: i32,
}

impl Words {
    fn new(sheet: &Sheet, group: &Group, room: i32) -> Self {
        let mut lines = wrap(&group.label, ems(room, sheet.small()), MOST_LINES).lines;
        let amount = group.values.first().map_or("", |value| &value.label);
        match lines.last_mut() {
            // Beside the name where there is room; an amount is never cut.
            Some(last) if length(last, sheet.small()) + GAP + length(amount, sheet.small()) <= room => {
                last.push_str("\u{a0} ");
                last.push_str(amount);
            }
            _ => lines.push(amount.to_owned()),
        }
        let height = (sheet.small() * LINE / 100 * lines.len() as i32 + GAP / 2).max(sheet.least());
        Self { lines, height }
    }
}

/// Gives the marks of a stack their words, and the whole width of the side to be hit.
fn finish(sheet: &Sheet, first: usize, place: &Place, parts: &[(i32, i32)], words: &[Words], span: (i32, i32)) {
    let (size, line) = (sheet.small(), sheet.small() * LINE / 100);
    let tops = keep_apart(parts, words, span);
    let out = if place.is_left() { -1 } else { 1 };
    let (mut leaders, width) = (Vec::new(), sheet.width());
    let mut record = sheet.record.borrow_mut();
    let mut begins = span.0;
    for (at, (words, top)) in words.iter().zip(&tops).enumerate() {
        let mark = &mut record.chart.marks[first + at];
        let middle = top + words.height / 2;
        let (upper, lower) = parts[at];
        let part = middle.clamp(upper.min(lower), lower);
        if (part - middle).abs() > size / 3 {
            leaders.push([(place.outer, (upper + lower) / 2), (place.outer + out * LEAD, middle)]);
        }
        let x = place.outer + out * (LEAD + GAP / 2);
        let baseline = middle - line * words.lines.len() as i32 / 2 + size;
        mark.lines.extend(words.lines.iter().enumerate().map(|(number, text)| TextLine {
            text: text.clone(),
            x: if out < 0 { x - length(text, size) } else { x },
            baseline: baseline + line * number as i32,
            size,
            strong: false,
        }));
        let ends = match tops.get(at + 1) {
            Some(next) => lower.clamp(top + words.height, (*next).max(top + words.height)),
            None => span.1,
        };
        let (x, across) = if out < 0 { (0, place.inner) } else { (place.inner, width - place.inner) };
        mark.hit = Rect { x, y: begins, width: across, height: ends - begins };
        begins = ends;
    }
    drop(record);
    leaders.into_iter().for_each(|[from, to]| sheet.rule(RuleKind::Leader, from, to));
}

/// Where the words of each part begin: beside its middle, apart from each other and inside of the span.
fn keep_apart(parts: &[(i32, i32)], words: &[Words], (top, bottom): (i32, i32)) -> Vec<i32> {
    let mut least = top;
    let mut tops: Vec<i32> = Vec::new();
    for ((upper, lower), words) in parts.iter().zip(words) {
        tops.push(((upper + lower - words.height) / 2).max(least));
        least = tops[tops.len() - 1] + words.height;
    }
    let mut most = bottom;
    for (place, words) in tops.iter_mut().zip(words).rev() {
        *place = (*place).min(most - words.height);
        most = *place;
    }
    tops
}
