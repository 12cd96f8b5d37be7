//! Horizontal bars: groups beneath each other, a bar a series from a common zero; a sheet and where to begin in, where it ends
//! out; cannot fail.

use super::axis::{At, Axis};
use super::backend::{Recorder, Role};
use super::{GAP, LINE, Sheet, ems, widest};
use daylight_core::figure::budget::TextLine;
use daylight_core::figure::chart::{Group, RuleKind, Scale, Shape};
use daylight_core::figure::layout::Rect;
use daylight_core::money::Amount;
use daylight_core::text::{length, wrap};
use plotters::prelude::*;

/// Below this width the name of a group stands above its bars.
const NARROW: i32 = 60_000;
/// So many steps of an axis at most.
const MOST_STEPS: u32 = 8;
/// Where an axis is repeated beneath the bars.
const TALL: i32 = 60_000;

/// Columns of the chart.
struct Columns {
    /// Of names; 0 where they stand above.
    names: i32,
    left: i32,
    right: i32,
}

/// Draws the groups of every panel beneath each other.
pub fn draw(sheet: &Sheet, top: i32) -> i32 {
    let columns = columns(sheet);
    let scale = scale(sheet, &columns);
    let axis_height = sheet.small() * LINE / 100 + GAP;
    let rows = Rows::new(sheet, &columns);
    let is_tall = rows.height > TALL;
    let plot_top = top + axis_height;
    let bottom = plot_top + rows.height + if is_tall { axis_height } else { 0 };
    sheet.reach(bottom, (0, sheet.width()));
    let root = Recorder(&sheet.record).into_drawing_area();
    // Half a word of the axis may stand out on either side.
    let area = root.shrink((columns.left, top), (columns.right - columns.left, bottom - top));
    let mut builder = ChartBuilder::on(&area);
    builder.set_label_area_size(LabelAreaPosition::Top, axis_height);
    if is_tall {
        builder.set_label_area_size(LabelAreaPosition::Bottom, axis_height);
    }
    let Ok(mut chart) = builder.build_cartesian_2d(Axis::Money(scale), Axis::Down(Vec::new())) else { return top };
    let drawn = chart
        .configure_mesh()
        .disable_y_mesh()
        .axis_style(TRANSPARENT)
        .label_style((FontFamily::SansSerif, sheet.small()))
        .set_tick_mark_size(LabelAreaPosition::Top, GAP / 4)
        .set_tick_mark_size(LabelAreaPosition::Bottom, GAP / 4)
        .draw();
    debug_assert!(drawn.is_ok());
    let plot = chart.plotting_area();
    let at = |amount: Amount, y: i32| plot.map_coordinate(&(At::Amount(amount), At::Length(y)));
    let zero = at(Amount::ZERO, 0).0;
    for row in &rows.rows {
        for line in &row.lines {
            sheet.write(TextLine { baseline: line.baseline + plot_top, ..line.clone() });
        }
        let Some(group) = row.of.map(|(panel, group)| &sheet.plan.panels[panel].groups[group]) else { continue };
        // Beside its bars only: a name may stand above them.
        let (bars, height) = (plot_top + row.bars, rows.bar * group.values.len() as i32);
        sheet.rule(RuleKind::Zero, (zero, bars - GAP / 2), (zero, bars + height + GAP / 2));
        for (series, value) in group.values.iter().enumerate() {
            let of = row.of.map_or((0, 0, series), |(panel, group)| (panel, group, series));
            let y = row.bars + rows.bar * series as i32;
            sheet.record.borrow_mut().begin_mark(sheet.mark(of));
            if let Some(amount) = value.amount {
                let inset = rows.bar / 8;
                let corners = [(Amount::ZERO, y + inset), (amount, y + rows.bar - inset)];
                let corners = corners.map(|(amount, y)| (At::Amount(amount), At::Length(y)));
                let drawn = plot.draw(&Rectangle::new(corners, BLACK.filled()));
                debug_assert!(drawn.is_ok());
            }
            let end = value.amount.map_or(zero, |amount| at(amount, 0).0);
            finish(
                sheet,
                group,
                series,
                (end, zero),
                Rect { x: columns.names, y: plot_top + y, width: sheet.width() - columns.names, height: rows.bar },
            );
        }
    }
    sheet.record.borrow_mut().begin(Role::Grid);
    bottom + GAP / 2
}

/// Gives the last mark its hit area and its words, which stand at the end of the bar.
fn finish(sheet: &Sheet, group: &Group, series: usize, (end, zero): (i32, i32), hit: Rect) {
    let size = sheet.small();
    let value = &group.values[series];
    let width = length(&value.label, size);
    let x = if end < zero { end - GAP / 2 - width } else { end + GAP / 2 };
    let mut record = sheet.record.borrow_mut();
    let Some(mark) = record.chart.marks.last_mut() else { return };
    if let Shape::Bar(bar) = &mut mark.shape {
        // What is not zero is seen.
        if bar.width < 100 && value.amount != Some(Amount::ZERO) {
            bar.width = 100;
        }
    }
    mark.hit = hit;
    // An amount is never cut: without room it is only in the mark's name.
    if x >= hit.x && x + width <= hit.x + hit.width {
        let baseline = hit.y + hit.height / 2 + size * 35 / 100;
        mark.lines.push(TextLine { text: value.label.clone(), x, baseline, size, strong: false });
    }
}

fn columns(sheet: &Sheet) -> Columns {
    let (font, small, width) = (sheet.font(), sheet.small(), sheet.width());
    let groups = || sheet.plan.panels.iter().flat_map(|panel| &panel.groups);
    let names = match width < NARROW {
        true => 0,
        false => (widest(groups().map(|group| group.label.as_str()), font) + 3 * GAP).min(width * 36 / 100),
    };
    let values = || groups().flat_map(|group| &group.values);
    let is_left = |amount: Option<Amount>| amount.is_some_and(Amount::is_negative);
    let room = |on_left: bool| {
        let labels = values().filter(|value| is_left(value.amount) == on_left).map(|value| value.label.as_str());
        match widest(labels, small) {
            0 => GAP,
            widest => (widest + GAP).min((width - names) / 3),
        }
    };
    Columns { names, left: names + room(true), right: width - room(false) }
}

/// The finest scale whose numbers keep clear of each other.
fn scale(sheet: &Sheet, columns: &Columns) -> Scale {
    let plan = sheet.plan;
    let new = |steps| Scale::new(plan.extent(), steps, sheet.words, plan.currency, &plan.unit);
    let fits = |scale: &Scale| {
        let widest = widest(scale.ticks.iter().map(|tick| tick.label.as_str()), sheet.small());
        (columns.right - columns.left) / (scale.ticks.len() as i32 - 1).max(1) >= widest + 2 * GAP
    };
    (1..=MOST_STEPS).rev().map(new).find(fits).unwrap_or_else(|| {
        // Then only zero is named; every bar says its amount.
        let mut scale = new(1);
        let others = scale.ticks.iter_mut().filter(|tick| tick.amount != Amount::ZERO);
        others.for_each(|tick| tick.label.clear());
        scale
    })
}

/// A group, or the title of a panel; lengths count from the top of the plot.
struct Row {
    of: Option<(usize, usize)>,
    lines: Vec<TextLine>,
    /// Where its first bar begins.
    bars: i32,
}

struct Rows {
    rows: Vec<Row>,
    /// The height of a bar with what is around it.
    bar: i32,
    height: i32,
}

impl Rows {
    fn new(sheet: &Sheet, columns: &Columns) -> Self {
        let size = sheet.font();
        let line = size * LINE / 100;
        let bar = sheet.least().max(sheet.small() * LINE / 100);
        let (mut rows, mut y) = (Vec::new(), 0);
        for (panel, entry) in sheet.plan.panels.iter().enumerate() {
            if !entry.label.is_empty() {
                let lines = wrap(&entry.label, ems(sheet.width() * 100 / super::STRONG, size), 2).lines.into_iter();
                let lines = lines.enumerate().map(|(at, text)| TextLine {
                    text,
                    x: 0,
                    baseline: y + GAP + line * at as i32 + size,
                    size,
                    strong: true,
                });
                let lines: Vec<TextLine> = lines.collect();
                y += GAP + line * lines.len() as i32;
                rows.push(Row { of: None, lines, bars: y });
            }
            for (group, entry) in entry.groups.iter().enumerate() {
                y += GAP / 2;
                let bars_height = bar * (entry.values.len() as i32).max(1);
                let is_above = columns.names == 0;
                let room = if is_above { sheet.width() } else { columns.names - 2 * GAP };
                let sign = length(&entry.note, size * 5 / 8);
                let most = if is_above { 2 } else { (bars_height / line).max(1) };
                let texts = wrap(&entry.label, ems(room - sign, size), most as usize).lines;
                let height = line * texts.len() as i32;
                let top = if is_above { y } else { y + (bars_height - height).max(0) / 2 };
                let lines = texts.into_iter().enumerate().map(|(at, text)| TextLine {
                    text,
                    x: 0,
                    baseline: top + line * at as i32 + size,
                    size,
                    strong: false,
                });
                let mut lines: Vec<TextLine> = lines.collect();
                if let Some(last) = lines.last().filter(|_| !entry.note.is_empty()) {
                    let (x, baseline) = (last.x + length(&last.text, size) + 50, last.baseline - size * 4 / 10);
                    let text = entry.note.clone();
                    lines.push(TextLine { text, x, baseline, size: size * 5 / 8, strong: false });
                }
                y += if is_above { height } else { 0 };
                rows.push(Row { of: Some((panel, group)), lines, bars: y });
                y += bars_height + GAP / 2;
            }
        }
        Self { rows, bar, height: y }
    }
}
