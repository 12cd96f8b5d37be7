//! Places as a map: outlines of units and what came to them in, shapes in a frame, with a button where there is room for one, and the
//! same as a table out; nothing where the package has no outlines.
//!
//! Longitudes are shortened by the cosine of the middle latitude, so that shapes of a province or less look as they are (the
//! equirectangular projection). All of it is reckoned in integers. Nothing is fetched for it.

use super::scene::Scene;
use super::{Goal, Map, MapPlace};
use crate::figure::budget::Table;
use crate::figure::layout::Rect;
use crate::figure::page::{Step, Tone};
use crate::model::funds::{Outline, Point};
use crate::money::Amount;
use crate::text::{Em, length, push_digits, truncate};

/// The largest sides of the picture, in pixels.
const MOST_PX: (i64, i64) = (640, 480);
/// Around a name in its button, in hundredths of a pixel.
const PAD: i32 = 400;
/// Points nearer to each other than this are one, in hundredths of a pixel.
const FINE: i64 = 50;
/// How many classes of amounts are told apart.
const CLASSES: u128 = 4;

/// The map of the places that have outlines, with all of them as a table.
pub(super) fn map(scene: &Scene<'_>) -> Option<(Map, Table)> {
    let outlines = of_one_tier(scene);
    let frame = Frame::new(scene, &outlines)?;
    let most = outlines.iter().map(|outline| scene.balances[outline.unit].total()).max().unwrap_or_default();
    let step = step(most);
    // A part of a height that is no whole number of pixels must not be less than the least.
    let (font, least) = (scene.granted.font_px.max(8) as i32 * 86, scene.granted.least_px.max(24) as i32 * 100 + 20);
    let gaps = gaps(scene);
    let mut places: Vec<MapPlace> = Vec::new();
    let mut small = Vec::new();
    for outline in &outlines {
        let (shape, area) = frame.shape(outline);
        let short = scene.short_name(outline.unit);
        let middle = frame.middle(outline);
        let wide = (length(short, font) + 100 + 2 * PAD).max(least).min(area.width.max(least));
        let high = (font * 3 / 2).max(least);
        let rect = Rect {
            x: (middle.0 - wide / 2).clamp(0, (frame.width - wide).max(0)),
            y: (middle.1 - high / 2).clamp(0, (frame.height - high).max(0)),
            width: wide,
            height: high,
        };
        let has_room = area.width >= least && area.height >= least && wide <= frame.width && high <= frame.height;
        let has_room = has_room && !places.iter().filter_map(|place| place.rect).any(|other| overlap(rect, other));
        let room = i64::from((wide - 2 * PAD).max(0)) * 1000 / i64::from(font);
        let gap = gaps[outline.unit];
        let total = scene.balances[outline.unit].total();
        let name = name(scene, outline.unit, total, gap);
        if !has_room {
            small.push(Step { label: short.to_owned(), more: came(scene, total), goal: scene.goal(outline.unit) });
        }
        places.push(MapPlace {
            shape,
            rect: has_room.then_some(rect),
            label: truncate(short, room as Em).unwrap_or_default(),
            name,
            goal: Goal::Unit(scene.ledger.units[outline.unit].id.clone()),
            class: class(total, step),
            tone: if gap > Amount::ZERO { Tone::Missing } else { Tone::Plain },
        });
    }
    let words = scene.words;
    let label = words.fill("funds.map", &[("year", &scene.year_words())]);
    let keys = (1..=class(most, step)).map(|class| {
        let upto = scene.amount(Amount::from_minor(step.minor() * i128::from(class)));
        (class, words.fill("funds.map.up-to", &[("amount", &upto)]))
    });
    let keys = keys.collect();
    let has_gap = places.iter().any(|place| place.tone == Tone::Missing);
    let gap_key = if has_gap { words.text("funds.unaccounted").to_owned() } else { String::new() };
    let small_label = words.text("funds.map.small").to_owned();
    let map = Map { label, width: frame.width, height: frame.height, places, small, small_label, keys, gap_key };
    Some((map, table(scene, &outlines, &gaps)))
}

/// The outlines of the tier that has most of them: a county does not lie over its townships.
fn of_one_tier<'a>(scene: &Scene<'a>) -> Vec<&'a Outline> {
    let ledger = scene.ledger;
    let tier = |outline: &Outline| ledger.units[outline.unit].tier;
    let count = |of: usize| ledger.outlines.iter().filter(|outline| tier(outline) == of).count();
    let most = (0..ledger.tiers.len()).max_by_key(|tier| count(*tier));
    ledger.outlines.iter().filter(|outline| Some(tier(outline)) == most).collect()
}

/// How wide a class is: a round amount, the least with which the largest amount is of the last class or of one before it.
fn step(most: Amount) -> Amount {
    let least = most.minor().max(1).unsigned_abs().div_ceil(CLASSES);
    let mut tens = 1;
    while tens <= least / 10 {
        tens *= 10;
    }
    // Tenths of the power of ten, which itself may be one.
    let round = [10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100].map(|tenths| (tens * tenths).div_ceil(10));
    Amount::from_minor(round.into_iter().find(|round| *round >= least).unwrap_or(least) as i128)
}

/// Which class an amount is of, from one; nothing is of none.
fn class(amount: Amount, step: Amount) -> u8 {
    if amount <= Amount::ZERO {
        return 0;
    }
    amount.minor().unsigned_abs().div_ceil(step.minor().unsigned_abs()).clamp(1, CLASSES) as u8
}

/// What each place and all within it do not account for.
fn gaps(scene: &Scene<'_>) -> Vec<Amount> {
    let ledger = scene.ledger;
    let mut gaps = vec![Amount::ZERO; ledger.units.len()];
    for (unit, gap) in scene.gaps.iter().map(|gaps| gaps.missing).enumerate() {
        let mut at = Some(unit).filter(|_| gap > Amount::ZERO);
        // A circle of parents ends where it has been once around.
        for _ in 0..=ledger.tiers.len() {
            let Some(within) = at else { break };
            gaps[within] += gap;
            at = ledger.units[within].parent;
        }
    }
    gaps
}

fn came(scene: &Scene<'_>, total: Amount) -> String {
    // Nothing on record is not a reported zero.
    if total == Amount::ZERO {
        return scene.words.text("funds.clause.nothing").to_owned();
    }
    scene.words.fill("funds.clause.came", &[("amount", &scene.amount(total))])
}

fn name(scene: &Scene<'_>, unit: usize, total: Amount, gap: Amount) -> String {
    let words = scene.words;
    let gap = (gap > Amount::ZERO).then(|| words.fill("funds.clause.gap", &[("amount", &scene.amount(gap))]));
    let said: Vec<String> = [came(scene, total)].into_iter().chain(gap).collect();
    [scene.unit_name(unit).as_str(), &said.join(words.text("join.list"))].join(words.text("join.colon"))
}

fn table(scene: &Scene<'_>, outlines: &[&Outline], gaps: &[Amount]) -> Table {
    let rows = outlines.iter().map(|outline| {
        let unit = outline.unit;
        let amounts = [scene.balances[unit].total(), gaps[unit]].map(|amount| scene.amount_cell(amount));
        let cells = [Scene::text_cell(scene.unit_name(unit))].into_iter().chain(amounts).collect();
        Scene::row(Some(scene.goal(unit)), cells)
    });
    let caption = scene.words.fill("funds.map", &[("year", &scene.year_words())]);
    scene.table(caption, &["funds.unit", "funds.had#", "funds.map.gap#"], rows.collect(), None)
}

fn overlap(one: Rect, other: Rect) -> bool {
    one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height
}

/// The cosine of a latitude in thousandths: Bhaskara's formula, which is never off by more than two of them.
fn cosine(latitude: i32) -> i64 {
    let tenths = i64::from(latitude) / 100_000;
    let square = tenths * tenths;
    (1000 * (3_240_000 - 4 * square) / (3_240_000 + square)).max(1)
}

/// Where points fall in the picture.
struct Frame {
    west: i64,
    north: i64,
    cosine: i64,
    /// Hundredths of a pixel for a span of the ground.
    scale: (i64, i64),
    width: i32,
    height: i32,
}

impl Frame {
    fn new(scene: &Scene<'_>, outlines: &[&Outline]) -> Option<Self> {
        let points = || outlines.iter().flat_map(|outline| outline.rings.iter().flatten());
        let (west, east) = (points().map(|point| point[0]).min()?, points().map(|point| point[0]).max()?);
        let (south, north) = (points().map(|point| point[1]).min()?, points().map(|point| point[1]).max()?);
        let cosine = cosine(south + (north - south) / 2);
        let across = ((i64::from(east) - i64::from(west)) * cosine / 1000).max(1);
        let along = (i64::from(north) - i64::from(south)).max(1);
        let wide = i64::from(scene.granted.width_px).clamp(240, MOST_PX.0) * 100;
        // As wide as there is room, unless that is too high.
        let high = wide * along / across;
        let scale = if high > MOST_PX.1 * 100 { (MOST_PX.1 * 100, along) } else { (wide, across) };
        let side = |span: i64| (span * scale.0 / scale.1).max(1) as i32;
        let (width, height) = (side(across), side(along));
        Some(Self { west: west.into(), north: north.into(), cosine, scale, width, height })
    }

    fn place(&self, [longitude, latitude]: Point) -> (i64, i64) {
        let on_paper = |span: i64| span * self.scale.0 / self.scale.1;
        let across = (i64::from(longitude) - self.west) * self.cosine / 1000;
        (on_paper(across).max(0), on_paper(self.north - i64::from(latitude)).max(0))
    }

    /// The shape as SVG writes it, and what it covers.
    fn shape(&self, outline: &Outline) -> (String, Rect) {
        let mut out = String::new();
        let (mut least, mut most) = ((i64::MAX, i64::MAX), (0, 0));
        for ring in &outline.rings {
            let mut last = None;
            for point in ring.iter().map(|point| self.place(*point)) {
                least = (least.0.min(point.0), least.1.min(point.1));
                most = (most.0.max(point.0), most.1.max(point.1));
                let is_near = |(x, y): (i64, i64)| (point.0 - x).abs() < FINE && (point.1 - y).abs() < FINE;
                if last.is_some_and(is_near) {
                    continue;
                }
                out.push(if last.is_none() { 'M' } else { 'L' });
                push_digits(&mut out, point.0.unsigned_abs().into(), 1);
                out.push(' ');
                push_digits(&mut out, point.1.unsigned_abs().into(), 1);
                last = Some(point);
            }
            out.push('Z');
        }
        let side = |from: i64, to: i64| (to - from).max(0) as i32;
        let (width, height) = (side(least.0, most.0), side(least.1, most.1));
        (out, Rect { x: least.0 as i32, y: least.1 as i32, width, height })
    }

    /// The middle of the largest ring: its centre of gravity, by the surveyor's formula.
    fn middle(&self, outline: &Outline) -> (i32, i32) {
        let centre = |ring: &Vec<Point>| {
            let points: Vec<(i64, i64)> = ring.iter().map(|point| self.place(*point)).collect();
            let (mut area, mut x, mut y) = (0_i128, 0_i128, 0_i128);
            for (at, one) in points.iter().enumerate() {
                let next = points[(at + 1) % points.len()];
                let cross = i128::from(one.0 * next.1 - next.0 * one.1);
                (area, x, y) =
                    (area + cross, x + cross * i128::from(one.0 + next.0), y + cross * i128::from(one.1 + next.1));
            }
            let whole = 3 * area;
            let middle = if whole == 0 { points[0] } else { ((x / whole) as i64, (y / whole) as i64) };
            (area.abs(), middle)
        };
        let largest = outline.rings.iter().map(centre).max_by_key(|(area, _)| *area);
        largest.map_or((0, 0), |(_, (x, y))| (x as i32, y as i32))
    }
}

#[cfg(test)]
mod tests {
    use super::{class, cosine, step};
    use crate::money::Amount;

    #[test]
    fn the_cosine_is_right_to_two_thousandths() {
        for (latitude, expected) in [(0, 1000), (30, 866), (-30, 866), (45, 707), (60, 500), (80, 174)] {
            let found = cosine(latitude * 1_000_000);
            assert!((found - expected).abs() <= 2, "{latitude}: {found}");
        }
    }

    #[test]
    fn the_largest_amount_is_of_the_last_class_and_nothing_of_none() {
        let amount = Amount::from_minor;
        let classes = [0, 1, 25, 26, 100].map(|minor| class(amount(minor), step(amount(100))));
        assert_eq!(classes, [0, 1, 1, 2, 4]);
        assert_eq!(class(amount(0), step(amount(0))), 0);
    }

    #[test]
    fn classes_are_round() {
        let steps = [1, 7, 60, 400_750_000, 100_000_001].map(|most| step(Amount::from_minor(most)).minor());
        assert_eq!(steps, [1, 2, 15, 120_000_000, 30_000_000]);
    }
}
