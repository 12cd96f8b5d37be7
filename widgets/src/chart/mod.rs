//! Charts with axes: a plan and the words of a language in, the drawn chart out; cannot fail.
//!
//! plotters places axes, grids and marks by its coordinates and draws them on our own backend, which writes down what each mark
//! is instead of colouring pixels; the same on the host and in the browser. Words that must keep clear of each other are placed
//! here. Lengths are hundredths of a pixel throughout, also where plotters says pixel.

mod axis;
mod backend;
mod bars;
mod free;
#[cfg(any(feature = "results", not(target_arch = "wasm32")))]
mod path;
mod slope;
mod stacks;
#[cfg(test)]
pub(crate) mod tests;
pub mod view;
mod years;

use backend::Record;
use daylight_core::figure::budget::{BudgetFigure, Mark, Picture, PictureKind, TextLine};
use daylight_core::figure::chart::{Chart, ChartKind, ChartMark, Key, Plan, Rule, RuleKind};
use daylight_core::figure::layout::Rect;
use daylight_core::text::{Em, length, width, wrap};
use daylight_core::words::Words;
use std::cell::RefCell;
use std::sync::Arc;

/// Draws a plan.
pub fn draw_chart(plan: &Plan, words: &Words) -> Chart {
    let chart = Chart {
        kind: plan.kind,
        name: plan.name.clone(),
        sentence: plan.sentence.clone(),
        lang: plan.lang.clone(),
        width: plan.frame.width.max(20_000),
        notes: plan.notes.clone(),
        ..Chart::default()
    };
    let sheet = Sheet { plan, words, record: RefCell::new(Record::new(chart)) };
    let top = sheet.head();
    let bottom = match plan.kind {
        _ if plan.panels.iter().all(|panel| panel.groups.is_empty()) => top,
        ChartKind::Bars => bars::draw(&sheet, top),
        ChartKind::Stacks => stacks::draw(&sheet, top),
        ChartKind::Slope => slope::draw(&sheet, top),
        #[cfg(any(feature = "results", not(target_arch = "wasm32")))]
        ChartKind::Path => path::draw(&sheet, top),
        // No budget has one.
        #[cfg(not(any(feature = "results", not(target_arch = "wasm32"))))]
        ChartKind::Path => top,
        ChartKind::Years | ChartKind::Panels => years::draw(&sheet, top).unwrap_or_else(|| bars::draw(&sheet, top)),
    };
    let height = sheet.foot(bottom);
    let mut chart = sheet.record.into_inner().chart;
    chart.height = height;
    chart
}

/// Draws a figure's plan in the place of its picture, if it has one. The marks become the picture's own, so that they are
/// walked, pointed at and opened as all others are.
#[inline(never)]
pub fn put_chart(figure: &mut BudgetFigure, words: &Words) {
    let Some(plan) = figure.plan.clone() else { return };
    let chart = draw_chart(&plan, words);
    let mark = |mark: &ChartMark| {
        let group = &plan.panels[mark.of.0].groups[mark.of.1];
        let value = group.values.get(mark.of.2).filter(|_| plan.kind != ChartKind::Slope);
        let amount = value.and_then(|value| value.amount);
        let words = value.filter(|_| amount.is_some()).map_or("", |value| &value.label);
        Mark {
            x: mark.hit.x,
            y: mark.hit.y,
            width: mark.hit.width,
            height: mark.hit.height,
            opens: mark.opens.clone(),
            path: mark.path.clone(),
            parts: 1,
            name: mark.name.clone(),
            label: if amount.is_some() { group.label.clone() } else { mark.name.clone() },
            amount_words: words.to_owned(),
            amount: amount.unwrap_or_default(),
            tone: mark.tone,
            ..Mark::default()
        }
    };
    figure.picture = Picture {
        kind: PictureKind::Chart,
        width: chart.width,
        height: chart.height,
        marks: chart.marks.iter().map(mark).collect(),
        covered_permille: 1000,
        chart: Some(Arc::new(chart)),
        ..Picture::default()
    };
}

/// What stands between things that belong together.
const GAP: i32 = 600;
/// From baseline to baseline, in hundredths of the size of the type.
const LINE: i32 = 130;
/// How much wider strong type is, in hundredths.
const STRONG: i32 = 114;

/// What is drawn on.
struct Sheet<'a> {
    plan: &'a Plan,
    words: &'a Words,
    record: RefCell<Record>,
}

impl Sheet<'_> {
    fn width(&self) -> i32 {
        self.record.borrow().chart.width
    }

    /// The size of names.
    fn font(&self) -> i32 {
        self.plan.frame.font.clamp(800, 6400)
    }

    /// The size of numbers at axes and marks.
    fn small(&self) -> i32 {
        self.font() * 7 / 8
    }

    /// The least side of what can be hit.
    fn least(&self) -> i32 {
        self.plan.frame.least.max(2400)
    }

    /// Makes room for a drawing that ends at `bottom`, with its words between two sides.
    fn reach(&self, bottom: i32, sides: (i32, i32)) {
        self.record.borrow_mut().reach(bottom, sides);
    }

    fn write(&self, line: TextLine) {
        self.record.borrow_mut().chart.lines.push(line);
    }

    fn rule(&self, kind: RuleKind, from: (i32, i32), to: (i32, i32)) {
        self.record.borrow_mut().chart.rules.push(Rule { kind, from, to });
    }

    /// A mark for a value, not yet placed.
    fn mark(&self, of: (usize, usize, usize)) -> ChartMark {
        let group = &self.plan.panels[of.0].groups[of.1];
        let series = self.plan.series.get(of.2);
        ChartMark {
            name: group.values.get(of.2).map_or(String::new(), |value| value.name.clone()),
            path: group.path.clone(),
            opens: group.opens.clone(),
            of,
            tone: series.map_or(0, |series| series.tone),
            is_hollow: series.is_some_and(|series| series.is_hollow),
            ..ChartMark::default()
        }
    }

    /// Writes above the chart what stands for which series, and the unit; returns where the chart may begin.
    fn head(&self) -> i32 {
        let (size, width) = (self.small(), self.width());
        let line = (size * LINE / 100).max(1);
        let (mut x, mut top) = (0, 0);
        if self.plan.kind != ChartKind::Slope {
            for series in &self.plan.series {
                let sample = size * 3 / 2;
                let label = wrap(&series.label, ems(width - sample - GAP, size), 1).lines.pop().unwrap_or_default();
                let end = x + sample + GAP / 2 + length(&label, size);
                if x > 0 && end > width {
                    (x, top) = (0, top + line);
                }
                let place = Rect { x: x + 50, y: top + size * 25 / 100, width: sample - 100, height: size * 7 / 10 };
                let key = Key { place, tone: series.tone, is_hollow: series.is_hollow, is_line: series.is_line };
                self.record.borrow_mut().chart.keys.push(key);
                x += sample + GAP / 2;
                let length = length(&label, size);
                self.write(TextLine { text: label, x, baseline: top + size, size, strong: false });
                x += length + 2 * GAP;
            }
        }
        let unit = length(&self.plan.unit_line, size);
        if x > 0 && x + unit > width {
            top += line;
        }
        if !self.plan.unit_line.is_empty() {
            let text = wrap(&self.plan.unit_line, ems(width, size), 1).lines.pop().unwrap_or_default();
            let at = width - length(&text, size);
            self.write(TextLine { text, x: at, baseline: top + size, size, strong: false });
        } else if self.plan.series.is_empty() {
            return 0;
        }
        top + line + GAP
    }

    /// Writes the notes beneath the chart; returns where all ends.
    fn foot(&self, mut top: i32) -> i32 {
        let size = self.small();
        let line = size * LINE / 100;
        for note in &self.plan.notes {
            top += GAP / 2;
            let indent = length(&note.sign, size) + GAP;
            self.write(TextLine { text: note.sign.clone(), x: 0, baseline: top + size, size, strong: true });
            for text in wrap(&note.text, ems(self.width() - indent, size), usize::MAX).lines {
                self.write(TextLine { text, x: indent, baseline: top + size, size, strong: false });
                top += line;
            }
        }
        top + GAP / 2
    }
}

/// How many thousandths of an em a length holds.
fn ems(length: i32, size: i32) -> Em {
    (i64::from(length) * 1000 / i64::from(size.max(1))) as Em
}

/// The widest of some texts.
fn widest<'t>(texts: impl Iterator<Item = &'t str>, size: i32) -> i32 {
    texts.map(|text| length(text, size)).max().unwrap_or(0)
}

/// The box that a line needs.
fn box_of(line: &TextLine) -> Rect {
    let ems = i64::from(width(&line.text)) * i64::from(if line.strong { STRONG } else { 100 }) / 100;
    let width = (ems * i64::from(line.size) / 1000) as i32;
    Rect { x: line.x, y: line.baseline - line.size * 9 / 10, width, height: line.size * 115 / 100 }
}
