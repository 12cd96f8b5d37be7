//! Years side by side: bars or lines upwards and downwards from zero, in one panel or in many of the same scale; a sheet and where
//! to begin in, where it ends out. `None` where the years are too many to be hit by a finger.

use super::axis::{At, Axis};
use super::backend::{Recorder, Role};
use super::free::Taken;
use super::{GAP, LINE, Sheet, ems, widest};
use daylight_core::figure::budget::TextLine;
use daylight_core::figure::chart::{ChartKind, RuleKind, Scale, Shape};
use daylight_core::figure::layout::Rect;
use daylight_core::money::Amount;
use daylight_core::order::order;
use daylight_core::text::{length, wrap};
use plotters::prelude::*;

/// The least height of the plot of one chart, and of one among many.
const LEAST_HEIGHT: i32 = 16_000;
const PANEL_HEIGHT: i32 = 12_000;
/// The least width of a panel.
const LEAST_WIDTH: i32 = 20_000;
/// How much of a year's width its bars take, in hundredths.
const BARS: i32 = 76;

/// Draws all panels.
pub fn draw(sheet: &Sheet, top: i32) -> Option<i32> {
    let plan = sheet.plan;
    let axis_height = sheet.small() * LINE / 100 + GAP / 2;
    let most = plan.panels.iter().map(|panel| panel.groups.len()).max()? as i32;
    if plan.kind == ChartKind::Years && plan.panels.len() == 1 {
        // The number at the upper end stands half above it, and those of lines over bars as a whole.
        let top = top + (sheet.small() / 2).max(head(sheet));
        let height = (plan.frame.height - top - axis_height).max(LEAST_HEIGHT);
        let frame = Rect { x: 0, y: top, width: sheet.width(), height: height + axis_height };
        let scale = scale(sheet, height);
        fits(sheet, &scale, frame.width, most).then(|| draw_panel(sheet, 0, frame, scale, axis_height))?;
        return Some(top + frame.height + GAP / 2);
    }
    let scale = scale(sheet, PANEL_HEIGHT);
    let least = LEAST_WIDTH.max(axis_width(sheet, &scale) + most * sheet.least());
    let gap = 2 * GAP;
    let across = ((sheet.width() + gap) / (least + gap)).clamp(1, plan.panels.len() as i32);
    let width = (sheet.width() - gap * (across - 1)) / across;
    if !fits(sheet, &scale, width, most) {
        return None;
    }
    let line = sheet.font() * LINE / 100;
    let mut y = top;
    for (row, panels) in plan.panels.chunks(across as usize).enumerate() {
        let first = row * across as usize;
        let room = ems(width * 100 / super::STRONG, sheet.font());
        let titles: Vec<Vec<String>> = panels.iter().map(|panel| wrap(&panel.label, room, 2).lines).collect();
        let lines = titles.iter().map(Vec::len).max().unwrap_or(0) as i32;
        for (at, title) in titles.into_iter().enumerate() {
            let x = (width + gap) * at as i32;
            for (number, text) in title.into_iter().enumerate() {
                let baseline = y + line * number as i32 + sheet.font();
                sheet.write(TextLine { text, x, baseline, size: sheet.font(), strong: true });
            }
            // The number at the upper end stands half above it.
            let top = y + line * lines + GAP + (sheet.small() / 2).max(head(sheet));
            let frame = Rect { x, y: top, width, height: PANEL_HEIGHT + axis_height };
            draw_panel(sheet, first + at, frame, scale.clone(), axis_height);
        }
        y += line * lines + GAP + (sheet.small() / 2).max(head(sheet)) + PANEL_HEIGHT + axis_height + gap;
    }
    Some(y - gap)
}

/// Room above a plot for the words of lines that go over bars, where they would be taken for those of the bars.
fn head(sheet: &Sheet) -> i32 {
    let series = &sheet.plan.series;
    let is_mixed = series.iter().any(|series| series.is_line) && series.iter().any(|series| !series.is_line);
    if is_mixed { sheet.small() * LINE / 100 + 500 } else { 0 }
}

pub(super) fn scale(sheet: &Sheet, height: i32) -> Scale {
    let steps = (height / (sheet.small() * 5 / 2)).clamp(1, 6);
    Scale::new(sheet.plan.extent(), steps as u32, sheet.words, sheet.plan.currency, &sheet.plan.unit)
}

pub(super) fn axis_width(sheet: &Sheet, scale: &Scale) -> i32 {
    widest(scale.ticks.iter().map(|tick| tick.label.as_str()), sheet.small()) + GAP
}

/// Whether a finger can tell the years apart.
fn fits(sheet: &Sheet, scale: &Scale, width: i32, years: i32) -> bool {
    (width - axis_width(sheet, scale)) / years.max(1) >= sheet.least()
}

/// The years of a panel, as they lie from left to right.
struct Years {
    /// Where the plot begins.
    left: i32,
    /// The width of a year.
    width: i32,
}

impl Years {
    /// The middle of a year, counted from the left of the plot.
    fn middle(&self, year: usize) -> i32 {
        self.width * year as i32 + self.width / 2
    }

    fn column(&self, year: usize, plot: Rect) -> Rect {
        Rect { x: self.left + self.width * year as i32, width: self.width, ..plot }
    }
}

fn draw_panel(sheet: &Sheet, panel: usize, frame: Rect, scale: Scale, axis_height: i32) {
    let groups = &sheet.plan.panels[panel].groups;
    let axis_width = axis_width(sheet, &scale);
    let width = (frame.width - axis_width) / (groups.len() as i32).max(1);
    let years = Years { left: frame.x + axis_width, width };
    let plot_rect =
        Rect { x: years.left, y: frame.y, width: frame.width - axis_width, height: frame.height - axis_height };
    sheet.reach(frame.y + frame.height, (frame.x, frame.x + frame.width));
    let root = Recorder(&sheet.record).into_drawing_area();
    let area = root.shrink((frame.x, frame.y), (frame.width, frame.height));
    let mut builder = ChartBuilder::on(&area);
    builder.set_label_area_size(LabelAreaPosition::Left, axis_width);
    builder.set_label_area_size(LabelAreaPosition::Bottom, axis_height);
    let named = Axis::Things(named_years(sheet, panel, &years));
    let Ok(mut chart) = builder.build_cartesian_2d(named, Axis::Money(scale)) else { return };
    let drawn = chart
        .configure_mesh()
        .disable_x_mesh()
        .axis_style(TRANSPARENT)
        .label_style((FontFamily::SansSerif, sheet.small()))
        .set_tick_mark_size(LabelAreaPosition::Left, GAP / 4)
        .set_tick_mark_size(LabelAreaPosition::Bottom, GAP / 4)
        .draw();
    debug_assert!(drawn.is_ok());
    let plot = chart.plotting_area();
    let at = |x: i32, amount: Amount| plot.map_coordinate(&(At::Length(x), At::Amount(amount)));
    let zero = at(0, Amount::ZERO).1;
    sheet.rule(RuleKind::Zero, (plot_rect.x, zero), (plot_rect.x + plot_rect.width, zero));
    let mut taken = Taken::default();
    draw_breaks(sheet, panel, &years, plot_rect, &mut taken);
    let bars: Vec<usize> = (0..sheet.plan.series.len()).filter(|at| !sheet.plan.series[*at].is_line).collect();
    let bar = width * BARS / 100 / (bars.len() as i32).max(1);
    let (first, mut middles) = (sheet.record.borrow().chart.marks.len(), Vec::new());
    for (year, group) in groups.iter().enumerate() {
        for (series, value) in group.values.iter().enumerate() {
            sheet.record.borrow_mut().begin_mark(sheet.mark((panel, year, series)));
            let slot = bars.iter().position(|bar| *bar == series);
            let from = years.middle(year) - bar * bars.len() as i32 / 2 + bar * slot.unwrap_or(0) as i32;
            let middle = slot.map_or(years.middle(year), |_| from + bar / 2);
            middles.push(years.left + middle);
            let Some(amount) = value.amount else { continue };
            let place = |x: i32, amount: Amount| (At::Length(x), At::Amount(amount));
            let drawn = match slot {
                Some(_) => plot.draw(&Rectangle::new(
                    [place(from, Amount::ZERO), place(from + bar - bar / 10, amount)],
                    BLACK.filled(),
                )),
                None => plot.draw(&Circle::new(place(middle, amount), 1, BLACK.filled())),
            };
            debug_assert!(drawn.is_ok());
        }
    }
    for (series, entry) in sheet.plan.series.iter().enumerate().filter(|(_, entry)| entry.is_line) {
        sheet.record.borrow_mut().begin(Role::Stroke(entry.tone, entry.is_hollow));
        let mut run: Vec<(At, At)> = Vec::new();
        let mut end = |run: &mut Vec<(At, At)>| {
            let points = std::mem::take(run);
            let path: Vec<(i32, i32)> = points.iter().map(|point| plot.map_coordinate(point)).collect();
            taken.add_path(&path);
            if points.len() > 1 {
                let drawn = plot.draw(&PathElement::new(points, BLACK));
                debug_assert!(drawn.is_ok());
            }
        };
        for (year, group) in groups.iter().enumerate() {
            let amount = group.values.get(series).and_then(|value| value.amount);
            if amount.is_none() || !group.note.is_empty() {
                end(&mut run);
            }
            run.extend(amount.map(|amount| (At::Length(years.middle(year)), At::Amount(amount))));
        }
        end(&mut run);
    }
    sheet.record.borrow_mut().begin(Role::Grid);
    finish(sheet, panel, &Placed { first, middles, years, plot: plot_rect, zero }, &mut taken);
}

/// The names of years that keep clear of each other, counted back from the latest.
fn named_years(sheet: &Sheet, panel: usize, years: &Years) -> Vec<(i32, String)> {
    let groups = &sheet.plan.panels[panel].groups;
    let room = ems(years.width * groups.len() as i32, sheet.small());
    let labels: Vec<String> =
        groups.iter().map(|group| wrap(&group.label, room, 1).lines.pop().unwrap_or_default()).collect();
    let widest = widest(labels.iter().map(String::as_str), sheet.small()) + GAP;
    // The last one may have to move inwards, by half of what it is wider than its year.
    let each = ((widest + (widest - years.width).max(0) / 2) / years.width.max(1) + 1) as usize;
    let named = labels.into_iter().enumerate().filter(|(year, _)| (groups.len() - 1 - year).is_multiple_of(each));
    named.map(|(year, label)| (years.middle(year), label)).collect()
}

/// Lines where what is counted changes, with the signs of their notes.
fn draw_breaks(sheet: &Sheet, panel: usize, years: &Years, plot: Rect, taken: &mut Taken) {
    let size = sheet.small();
    for (year, group) in sheet.plan.panels[panel].groups.iter().enumerate() {
        if group.note.is_empty() {
            continue;
        }
        let x = years.column(year, plot).x;
        let ends = [(x, plot.y), (x, plot.y + plot.height)];
        sheet.rule(RuleKind::Break, ends[0], ends[1]);
        taken.add_path(&ends);
        let line = TextLine { text: group.note.clone(), x: x + 200, baseline: plot.y + size, size, strong: true };
        taken.add(super::box_of(&line));
        sheet.write(line);
    }
}

/// Where the marks of a panel are.
struct Placed {
    /// The first of its marks.
    first: usize,
    /// The middle of each mark's bar or point.
    middles: Vec<i32>,
    years: Years,
    plot: Rect,
    zero: i32,
}

/// Gives the marks their hit areas, and their words where there is room, the latest year's first.
fn finish(sheet: &Sheet, panel: usize, placed: &Placed, taken: &mut Taken) {
    let size = sheet.small();
    let mut record = sheet.record.borrow_mut();
    let marks = &mut record.chart.marks[placed.first..];
    for mark in marks.iter_mut() {
        match &mut mark.shape {
            Shape::Bar(bar) => {
                if bar.height < 100 && value(sheet, mark.of).amount != Some(Amount::ZERO) {
                    bar.y -= if bar.y < placed.zero { 100 - bar.height } else { 0 };
                    bar.height = 100;
                }
                taken.add_bar(*bar);
            }
            Shape::Point(x, y) => taken.add_point((*x, *y)),
            _ => {}
        }
    }
    for year in 0..sheet.plan.panels[panel].groups.len() {
        let of_year: Vec<usize> = (0..marks.len()).filter(|at| marks[*at].of.1 == year).collect();
        let heights: Vec<i32> = of_year.iter().map(|at| middle_y(&marks[*at].shape, placed.zero)).collect();
        let hits = share(sheet, &heights, placed.years.column(year, placed.plot));
        for (at, hit) in of_year.iter().zip(hits) {
            marks[*at].hit = hit;
        }
    }
    let head = head(sheet);
    let within = Rect { y: placed.plot.y - head, height: placed.plot.height + head, ..placed.plot };
    // Points first: a limit must be read, and a bar has room inside.
    let is_point = |at: &usize| matches!(marks[*at].shape, Shape::Point(..));
    let all: Vec<usize> = (0..marks.len()).rev().collect();
    let (points, others): (Vec<usize>, Vec<usize>) = all.into_iter().partition(is_point);
    for at in points.into_iter().chain(others) {
        let (mark, middle) = (&mut marks[at], placed.middles[at]);
        let text = value(sheet, mark.of).label.clone();
        let width = length(&text, size);
        let line =
            |baseline: i32| TextLine { text: text.clone(), x: middle - width / 2, baseline, size, strong: false };
        let (above, below) = (|y: i32| y - size * 3 / 10, |y: i32| y + size);
        // At the end of a bar, and where a line passes there, inside of the bar and clear of the line.
        let places = match mark.shape {
            Shape::Bar(bar) if bar.y + bar.height > placed.zero + 50 => {
                let end = bar.y + bar.height;
                vec![below(end), above(end - 500), above(end - 1000)]
            }
            Shape::Bar(bar) => vec![above(bar.y), below(bar.y + 500), below(bar.y + 1000)],
            Shape::Point(_, y) if head > 0 => vec![above(y - 500)],
            Shape::Point(_, y) => vec![above(y - 500), below(y + 500)],
            _ => vec![above(placed.zero)],
        };
        mark.lines.extend(taken.place(places.into_iter().map(line), within));
    }
}

pub(super) fn value<'a>(sheet: &'a Sheet, of: (usize, usize, usize)) -> &'a daylight_core::figure::chart::Value {
    &sheet.plan.panels[of.0].groups[of.1].values[of.2]
}

fn middle_y(shape: &Shape, zero: i32) -> i32 {
    match shape {
        Shape::Bar(bar) => bar.y + bar.height / 2,
        Shape::Point(_, y) => *y,
        _ => zero,
    }
}

/// Shares the column of a year among its marks: beside each other where each gets enough, else from top to bottom as they lie.
pub(super) fn share(sheet: &Sheet, heights: &[i32], column: Rect) -> Vec<Rect> {
    let count = (heights.len() as i32).max(1);
    let least = sheet.least();
    let are_bars = sheet.plan.series.iter().all(|series| !series.is_line);
    if are_bars && column.width / count >= least {
        let width = column.width / count;
        return (0..count).map(|at| Rect { x: column.x + width * at, width, ..column }).collect();
    }
    let down = order(heights.len(), &mut |a, b| heights[a].cmp(&heights[b]));
    let mut hits = vec![column; heights.len()];
    let (mut top, bottom) = (column.y, column.y + column.height);
    for (place, at) in down.iter().enumerate() {
        let after = (down.len() - 1 - place) as i32;
        let end = match down.get(place + 1) {
            Some(next) => ((heights[*at] + heights[*next]) / 2).max(top + least).min(bottom - after * least),
            None => bottom,
        };
        hits[*at] = Rect { y: top, height: (end - top).max(0), ..column };
        top = end;
    }
    hits
}
