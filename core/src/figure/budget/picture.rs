//! The picture: the parts of a level and a frame in, marks with their words placed inside out; cannot fail.

use super::place::Scene;
use super::{Mark, Picture, PictureKind, TextLine};
use crate::figure::layout::{MOST_CELLS, Others, Rect, place_bars, place_treemap};
use crate::model::path::child_path;
use crate::money::Amount;
use crate::order::{first, sort_by_key};
use crate::text::{Em, truncate, width, wrap};
use daylight_scan::Symbol;

/// The tone of "others" and that of negative amounts; parts have the tones before.
const TONE_OTHERS: u8 = 8;
const TONE_NEGATIVE: u8 = 9;
const TONES: usize = 8;

/// Room between a cell's edge and its words, in hundredths of a pixel.
const PADDING: i32 = 600;
/// From baseline to baseline, in hundredths of the size of the type.
const LINE: i32 = 130;
/// How much wider strong type is, in hundredths.
const STRONG: i32 = 114;

/// The frame: about 16 : 10 on a screen, nearly square on a phone, so that a picture of the same width has the same height
/// whatever the data, and a page can keep its place free. Where a page asks for another height, it gets it down to what can
/// still be read.
pub(super) fn frame(width_px: u32, height_px: u32) -> Rect {
    let width = width_px.clamp(200, 4000) as i32;
    let least = if width < 720 { 320 } else { 420 };
    let height = match width {
        _ if height_px > 0 => (height_px.min(4000) as i32).max(least),
        ..=360 => 420,
        361..720 => 420 + (width - 360) / 12,
        _ => (width * 10 / 16).min(720),
    };
    Rect::frame(width * 100, height * 100)
}

/// Draws the parts of the scene.
pub(super) fn draw(scene: &Scene) -> Picture {
    let wish = scene.granted;
    let frame = frame(wish.width_px, wish.height_px);
    let least = (wish.least_px.clamp(8, 200) * 100) as i32;
    let mut picture = Picture { width: frame.width, height: frame.height, ..Picture::default() };
    if scene.has_negative {
        draw_bars(scene, frame, least, &mut picture);
    } else {
        draw_treemap(scene, frame, least, &mut picture);
    }
    picture
}

fn draw_treemap(scene: &Scene, frame: Rect, least: i32, picture: &mut Picture) {
    let positive = scene.count_of(|amount| amount > Amount::ZERO) as usize;
    let drawn = &scene.order[..positive.min(MOST_CELLS)];
    let amount = |index: &usize| scene.amount(*index).unwrap_or_default();
    let beyond = scene.total - drawn.iter().map(amount).sum();
    let weights: Vec<f64> = drawn.iter().map(|index| amount(index).weight(scene.total)).collect();
    let cover = place_treemap(&weights, beyond.weight(scene.total), frame, least);
    for (index, cell) in drawn.iter().zip(&cover.cells) {
        let mut mark = part_mark(scene, *index);
        set_rect(&mut mark, *cell);
        write_lines(scene, &mut mark, *cell);
        picture.marks.push(mark);
    }
    let rest = scene.total - drawn[..cover.cells.len()].iter().map(amount).sum();
    let others = || others_mark(scene, positive - cover.cells.len(), rest);
    let mut covered = scene.total;
    match cover.others {
        Others::None => {}
        Others::Cell(cell) => {
            let mut mark = others();
            set_rect(&mut mark, cell);
            write_lines(scene, &mut mark, cell);
            picture.marks.push(mark);
        }
        Others::Below => {
            covered = covered - rest;
            picture.below.push(others());
        }
    }
    picture.covered_permille = covered.share_permille(scene.total).unwrap_or(0);
}

fn draw_bars(scene: &Scene, frame: Rect, least: i32, picture: &mut Picture) {
    picture.kind = PictureKind::Bars;
    let size = scene.font_size();
    let row = least.max(size * LINE / 100 + PADDING);
    let rows = (frame.height / row).max(1) as usize;
    let amount = |index: usize| scene.amount(index).unwrap_or_default();
    let count = scene.count_of(|amount| amount != Amount::ZERO) as usize;
    let shown = if count > rows { rows - 1 } else { count };
    let by_size = &mut |a, b| amount(b).abs().cmp(&amount(a).abs());
    let mut drawn = first(scene.level.parts().len(), shown, by_size);
    // The largest first, then down through zero to the most negative.
    sort_by_key(&mut drawn, |index| -amount(*index));
    let mut marks: Vec<Mark> = drawn.iter().map(|index| part_mark(scene, *index)).collect();
    if count > shown {
        let rest = scene.total - drawn.iter().map(|index| amount(*index)).sum();
        marks.push(others_mark(scene, count - shown, rest));
    }
    let extent = marks.iter().map(|mark| mark.amount.abs()).max().unwrap_or_default();
    let weights: Vec<f64> = marks.iter().map(|mark| mark.amount.weight(extent)).collect();
    let (label, amount) = (frame.width * 38 / 100, frame.width * 24 / 100);
    let (bars, zero) = place_bars(&weights, label, frame.width - label - amount);
    let height = (frame.height / marks.len().max(1) as i32).min(row * 2);
    for (index, (mark, bar)) in marks.iter_mut().zip(bars).enumerate() {
        let cell = Rect { x: 0, y: height * index as i32, width: frame.width, height };
        set_rect(mark, cell);
        mark.bar = Some(Rect { x: bar.x, y: cell.y + height / 5, width: bar.width, height: height - height / 5 * 2 });
        let baseline = cell.y + height / 2 + size * 35 / 100;
        let mut line = |text: &str, x: i32, room: i32, strong: bool| {
            if let Some(text) = truncate(text, ems(room, size, strong)) {
                mark.lines.push(TextLine { text, x, baseline, size, strong });
            }
        };
        line(&mark.label, PADDING, label - 2 * PADDING, true);
        line(&mark.amount_words, frame.width - amount + PADDING, amount - 2 * PADDING, false);
    }
    picture.zero = zero;
    picture.marks = marks;
    picture.covered_permille = 1000;
}

fn set_rect(mark: &mut Mark, rect: Rect) {
    (mark.x, mark.y, mark.width, mark.height) = (rect.x, rect.y, rect.width, rect.height);
}

/// A mark for a part, not yet placed.
fn part_mark(scene: &Scene, index: usize) -> Mark {
    let part = scene.level.parts()[index];
    let amount = scene.amount(index).unwrap_or_default();
    let path = scene.part_path(index);
    let tone = if amount.is_negative() { TONE_NEGATIVE } else { (index % TONES) as u8 };
    let label = scene.part_label(index);
    let mut mark = worded(scene, label.clone(), &label, amount);
    mark.opens = part.opens.then(|| path.clone());
    mark.path = Some(path);
    mark.parts = 1;
    mark.tone = tone;
    mark
}

/// A mark for all that are too small.
fn others_mark(scene: &Scene, parts: usize, amount: Amount) -> Mark {
    let n = scene.words.integer(parts as u64);
    let label = scene.words.fill("others", &[("n", &n)]);
    let spoken = scene.words.fill("others.name", &[("n", &n)]);
    Mark { parts: parts as u32, tone: TONE_OTHERS, ..worded(scene, label, &spoken, amount) }
}

fn worded(scene: &Scene, label: String, spoken: &str, amount: Amount) -> Mark {
    let words = scene.words;
    let amount_words = scene.amount_words(amount);
    let share_words = scene.share_words(amount);
    let key = if share_words.is_empty() { "part.name.bare" } else { "part.name" };
    let mut name = words.fill(key, &[("name", spoken), ("amount", &amount_words), ("share", &share_words)]);
    if amount.is_negative() {
        name.push_str(words.text("join.name"));
        name.push_str(words.text("part.negative"));
    }
    Mark { label, name, amount, amount_words, share_words, ..Mark::default() }
}

/// How many thousandths of an em a length holds.
fn ems(length: i32, size: i32, strong: bool) -> Em {
    let ems = i64::from(length) * 1000 / i64::from(size.max(1));
    (if strong { ems * 100 / i64::from(STRONG) } else { ems }) as Em
}

/// Writes label and amount into a cell: as many lines as fit, the amount only below a label. Where a label would be cut to
/// nothing, the share stands alone: it says at least how large the part is.
fn write_lines(scene: &Scene, mark: &mut Mark, cell: Rect) {
    let size = scene.font_size();
    let line = size * LINE / 100;
    let room = cell.width - 2 * PADDING;
    let most = ((cell.height - PADDING) / line).max(0) as usize;
    let label_room = ems(room, size, true);
    let mut label = wrap(&mark.label, label_room, if most > 1 { most - 1 } else { most });
    if !label.whole && most > 1 {
        // Better the whole label than half of it and an amount.
        let longer = wrap(&mark.label, label_room, most);
        if longer.whole || label.lines.is_empty() {
            label = longer;
        }
    }
    let plain_room = ems(room, size, false);
    let share = mark.share_words.as_str();
    let both = [mark.amount_words.as_str(), share].join(scene.words.text("join.title"));
    let candidates = match label.lines.is_empty() {
        true => ["", "", share],
        false => [if share.is_empty() { "" } else { &both }, &mark.amount_words, share],
    };
    let amount = candidates.into_iter().find(|text| !text.is_empty() && width(text) <= plain_room);
    let mut baseline = cell.y + PADDING / 2 + size;
    let mut push = |text: String, strong: bool| {
        mark.lines.push(TextLine { text, x: cell.x + PADDING, baseline, size, strong });
        baseline += line;
    };
    let used = label.lines.len();
    for text in label.lines {
        push(text, true);
    }
    if let Some(amount) = amount.filter(|_| used < most) {
        push(amount.to_owned(), false);
    }
}

impl Scene<'_> {
    /// The path of a part; a node that stands for itself keeps its own.
    pub fn part_path(&self, index: usize) -> String {
        self.path_of(self.level.parts()[index].symbol)
    }

    /// The path of a code of the level.
    pub fn path_of(&self, symbol: Symbol) -> String {
        match self.level.axis {
            Some(axis) => child_path(&self.granted.path, self.model.axis(axis).code(symbol)),
            None => self.granted.path.clone(),
        }
    }
}
