//! Two years and a line a part between them; a sheet and where to begin in, where it ends out; cannot fail.
//!
//! Words at both ends keep apart: they move up or down from their point, and a thin line leads there. Where a name has no room beside
//! its amount, names stand below amounts. The scale begins where the amounts do, since nothing is read from the distance to a zero.

use super::axis::{At, Axis};
use super::backend::Recorder;
use super::{GAP, LINE, Sheet, ems, widest};
use daylight_core::figure::budget::TextLine;
use daylight_core::figure::chart::{ChartMark, Group, POINT, RuleKind, Scale, Shape, Tick};
use daylight_core::figure::layout::Rect;
use daylight_core::money::Amount;
use daylight_core::order::order;
use daylight_core::text::{length, wrap};
use plotters::prelude::*;

/// How much of the width the words to the right of the lines may take, in hundredths.
const RIGHT: i32 = 48;
/// The share of the words on the left.
const LEFT: i32 = 26;
/// How far a line that leads to words bends out.
const LEAD: i32 = 1200;

/// Lines of a name that stands below its amount, at the most.
const LINES: usize = 2;

/// Draws the groups of every panel into one chart.
pub fn draw(sheet: &Sheet, top: i32) -> i32 {
    let (small, width) = (sheet.small(), sheet.width());
    let groups = || sheet.plan.panels.iter().flat_map(|panel| &panel.groups);
    let count = groups().count() as i32;
    let labels =
        |side: usize| groups().filter_map(move |group| group.values.get(side)).map(|value| value.label.as_str());
    let left = (widest(labels(0), small).max(heading(sheet, 0)) + LEAD + GAP).min(width * LEFT / 100);
    let amounts = widest(labels(1), small);
    let names = widest(groups().map(|group| group.label.as_str()), sheet.font()) + 2 * GAP;
    let right = width - (LEAD + amounts + 2 * GAP + names).min(width * RIGHT / 100);
    let beside = ems(width - right - LEAD - GAP / 2 - amounts - GAP, sheet.font());
    let below = ems(width - right - LEAD - GAP / 2, sheet.font());
    let lines = |group: &Group| wrap(&group.label, below, LINES).lines.len() as i32;
    // None beside an amount, or all.
    let is_beside = |group: &Group| wrap(&group.label, beside, 1).lines == [group.label.as_str()];
    let stacked = if groups().all(is_beside) { 0 } else { groups().map(lines).max().unwrap_or(0) };
    let words = if stacked > 0 { small + sheet.font() * stacked } else { sheet.font() };
    let row = sheet.least().max(words * LINE / 100);
    let head = small * LINE / 100 + GAP;
    let plot_top = top + head + row / 2;
    let height = (row * count).max(sheet.plan.frame.height - plot_top - row / 2).max(row);
    let bottom = plot_top + height + row / 2;
    sheet.reach(bottom, (0, sheet.width()));
    for (side, x) in [left, right].into_iter().enumerate() {
        let text = sheet.plan.series.get(side).map_or("", |series| series.label.as_str()).to_owned();
        let x = if side == 0 { (x - length(&text, small)).max(0) } else { x.min(width - length(&text, small)) };
        sheet.write(TextLine { text, x, baseline: top + small, size: small, strong: true });
        let x = if side == 0 { left } else { right };
        sheet.rule(RuleKind::Grid, (x, plot_top - row / 2), (x, bottom));
    }
    let root = Recorder(&sheet.record).into_drawing_area();
    let area = root.shrink((left, plot_top), (right - left, height));
    let scale = Axis::Money(ends(sheet));
    let Ok(chart) = ChartBuilder::on(&area).build_cartesian_2d(Axis::Things(Vec::new()), scale) else { return top };
    let plot = chart.plotting_area();
    let points = |group: (usize, usize)| {
        let values = &sheet.plan.panels[group.0].groups[group.1].values;
        let place = |side: usize| {
            let amount = values.get(side)?.amount?;
            Some((At::Length((right - left) * side as i32), At::Amount(amount)))
        };
        [place(0), place(1)]
    };
    let of = (sheet.plan.panels.iter().enumerate())
        .flat_map(|(panel, entry)| (0..entry.groups.len()).map(move |group| (panel, group)));
    let of: Vec<(usize, usize)> = of.collect();
    let drawn: Vec<[Option<i32>; 2]> =
        (of.iter()).map(|group| points(*group).map(|point| point.map(|point| plot.map_coordinate(&point).1))).collect();
    let span = (plot_top - row / 2, bottom);
    let places = [0, 1].map(|side| keep_apart(&drawn.iter().map(|ends| ends[side]).collect::<Vec<_>>(), row, span));
    // Read from the top down, as the words on the right stand.
    for at in order(of.len(), &mut |a, b| places[1][a].cmp(&places[1][b])) {
        let entry = &sheet.plan.panels[of[at].0].groups[of[at].1];
        let mut mark = sheet.mark((of[at].0, of[at].1, 0));
        let names = entry.values.iter().map(|value| value.name.as_str()).filter(|name| !name.is_empty());
        mark.name = names.collect::<Vec<_>>().join(sheet.words.text("join.name"));
        (mark.tone, mark.is_hollow) = (entry.tone, false);
        sheet.record.borrow_mut().begin_mark(mark);
        let path: Vec<(At, At)> = points(of[at]).into_iter().flatten().collect();
        if !path.is_empty() {
            let drawn = plot.draw(&PathElement::new(path, BLACK));
            debug_assert!(drawn.is_ok());
        }
        if let ([Some(_), Some(_)], false) = (drawn[at], entry.note.is_empty()) {
            break_line(sheet, drawn[at]);
        }
        let ends = [(left, drawn[at][0], places[0][at]), (right, drawn[at][1], places[1][at])];
        for (x, point, place) in ends.into_iter().filter_map(|(x, point, place)| Some((x, point?, place))) {
            let out = if x == left { -1 } else { 1 };
            if (point - place).abs() > small / 3 {
                sheet.rule(RuleKind::Leader, (x + out * POINT, point), (x + out * LEAD, place));
            }
        }
        let words = Words { left, right, amounts, places: [places[0][at], places[1][at]], row, stacked };
        words.write(sheet, of[at]);
    }
    bottom + GAP / 2
}

fn heading(sheet: &Sheet, side: usize) -> i32 {
    sheet.plan.series.get(side).map_or(0, |series| length(&series.label, sheet.small()) - LEAD)
}

/// From the least amount to the largest; around a single one where all are alike.
fn ends(sheet: &Sheet) -> Scale {
    let groups = sheet.plan.panels.iter().flat_map(|panel| &panel.groups);
    let amounts = || groups.clone().flat_map(|group| &group.values).filter_map(|value| value.amount);
    let (least, most) = (amounts().min().unwrap_or_default(), amounts().max().unwrap_or_default());
    let one = Amount::from_minor(i128::from(least == most));
    let tick = |amount| Tick { amount, label: String::new() };
    Scale { ticks: vec![tick(least - one), tick(most + one)] }
}

/// Places for words near their points, at least `row` apart and inside of the span; what has no point stands at the bottom.
fn keep_apart(points: &[Option<i32>], row: i32, (top, bottom): (i32, i32)) -> Vec<i32> {
    let wished: Vec<i32> = points.iter().map(|point| point.unwrap_or(bottom)).collect();
    let down = order(points.len(), &mut |a, b| wished[a].cmp(&wished[b]));
    let mut places = wished.clone();
    let mut least = top + row / 2;
    for at in &down {
        places[*at] = places[*at].max(least);
        least = places[*at] + row;
    }
    let mut most = bottom - row / 2;
    for at in down.iter().rev() {
        places[*at] = places[*at].min(most);
        most = places[*at] - row;
    }
    places
}

/// What is counted has changed from the one year to the other: the ends stay, the line between them goes.
fn break_line(sheet: &Sheet, ends: [Option<i32>; 2]) {
    let mut record = sheet.record.borrow_mut();
    let Some(ChartMark { shape: Shape::Line(points), .. }) = record.chart.marks.last_mut() else { return };
    let [Some(_), Some(_)] = ends else { return };
    let (from, to) = (points[0], points[points.len() - 1]);
    record.chart.rules.push(daylight_core::figure::chart::Rule { kind: RuleKind::Break, from, to });
    let Some(mark) = record.chart.marks.last_mut() else { return };
    mark.shape = Shape::Ends(from, to);
}

/// The words of one group at both ends.
struct Words {
    left: i32,
    right: i32,
    /// The width of the amounts on the right.
    amounts: i32,
    places: [i32; 2],
    row: i32,
    /// How many lines names have below their amounts; 0 where they stand beside them.
    stacked: i32,
}

impl Words {
    fn write(&self, sheet: &Sheet, (panel, group): (usize, usize)) {
        let (font, small, width) = (sheet.font(), sheet.small(), sheet.width());
        let entry = &sheet.plan.panels[panel].groups[group];
        let mut record = sheet.record.borrow_mut();
        let Some(mark) = record.chart.marks.last_mut() else { return };
        let line = |text: String, x: i32, place: i32, size: i32| TextLine {
            text,
            x,
            baseline: place + size * 35 / 100,
            size,
            strong: false,
        };
        let label = |side: usize| entry.values.get(side).map_or(String::new(), |value| value.label.clone());
        let from = label(0);
        let x = self.left - LEAD - GAP / 2 - length(&from, small);
        // An amount is never cut.
        if x >= 0 {
            mark.lines.push(line(from, x, self.places[0], small));
        }
        let mut x = self.right + LEAD + GAP / 2;
        let to = label(1);
        let sign = length(&entry.note, small);
        let (mut y, height) = (self.places[1], font * LINE / 100);
        if self.stacked > 0 {
            // The amount, then the name: both around their place.
            y -= self.row / 2 - small * LINE / 200;
        }
        if x + length(&to, small) <= width {
            mark.lines.push(line(to, x, y, small));
            x += if self.stacked > 0 { 0 } else { self.amounts + GAP };
        }
        if self.stacked > 0 {
            y += (small * LINE / 100 + height) / 2;
        }
        let names = wrap(&entry.label, ems(width - x - sign, font), self.stacked.max(1) as usize).lines;
        let last = names.last().map(|name| (x + length(name, font), y + height * (names.len() as i32 - 1)));
        for (name, at) in names.into_iter().zip(0..) {
            mark.lines.push(line(name, x, y + height * at, font));
        }
        if let Some((end, y)) = last.filter(|_| !entry.note.is_empty()) {
            mark.lines.push(line(entry.note.clone(), end + 50, y - small / 3, small * 3 / 4));
        }
        let left = self.right + POINT;
        mark.hit = Rect { x: left, y: self.places[1] - self.row / 2, width: width - left, height: self.row };
    }
}
