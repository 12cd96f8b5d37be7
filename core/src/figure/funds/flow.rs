//! The way of the money as a picture: records and where the reader stands in, units as boxes and money as ribbons out, with all of it
//! as a table; cannot fail.
//!
//! A column is a tier. What a unit paid out, keeps, or does not account for ends at its box. Wide pictures flow to the right, narrow
//! ones downwards.

use super::scene::Scene;
use super::{Flow, FlowBox, FlowKind, FlowRibbon, FundsFigure, Goal, View};
use crate::figure::budget::{Table, TextLine};
use crate::figure::layout::{Box as Placed, Flow as Link, Flows, Rect, Room, Stub, place_sankey};
use crate::figure::page::{Block, Fact, Step};
use crate::money::Amount;
use crate::order::{sort_by, sort_by_key};
use crate::summary::funds::{trace_back, trace_onwards};
use crate::text::{Em, length, push_digits, wrap};

/// From this width on, in sizes of type, the picture flows to the right.
const WIDE_EM: u32 = 30;
const GAP: i32 = 800;
/// By how much a box is longer along the flow than it must be.
const NODE_SPARE: i32 = 20;
/// Between a box and its words.
const PAD: i32 = 400;
/// What ends at a box, in the order in which it lies there.
const ENDS: [FlowKind; 5] = [FlowKind::Spent, FlowKind::Sent, FlowKind::Pending, FlowKind::Retained, FlowKind::Gap];
/// The height of a line of text, in hundredths of its size.
const LINE: i32 = 120;
/// The longest side of what ends at a box, in hundredths of a pixel.
const END_LENGTH: i32 = 1600;

/// What went from a unit to another.
type Net = (usize, usize, Amount);

#[inline(never)]
pub(super) fn write(scene: &Scene<'_>, figure: &mut FundsFigure) {
    let net = net(scene);
    let words = scene.words;
    if net.is_empty() {
        figure.page.empty = Some(words.fill("funds.flow.nothing", &[("year", &scene.year_words())]));
        return;
    }
    let portions = portions(scene);
    let near = portions.as_ref().map(|portions| near(scene, portions));
    let (drawn, left_out) = draw(scene, &net, near.as_deref());
    figure.page.sentence = sentence(scene, &net);
    if left_out > 0 {
        let n = words.integer(left_out as u64);
        figure.page.remarks.push(words.fill("funds.flow.left-out", &[("n", &n)]));
    }
    figure.flow = Some(drawn);
    match scene.here {
        Some(unit) => {
            figure.page.blocks.extend(beside(scene, &net, unit));
            let sources = super::place::sources(scene, unit, &mut figure.page.remarks);
            figure.page.blocks.extend(sources);
        }
        None => figure.page.blocks.push(Block::Said(words.text("funds.flow.hint").to_owned())),
    }
    figure.page.blocks.push(Block::Table(table(scene, portions.unwrap_or(net))));
}

/// What went from unit to unit, returned money taken off, by the ends.
fn net(scene: &Scene<'_>) -> Vec<Net> {
    let ledger = scene.ledger;
    // What has not arrived ends where it left.
    let of = ledger.transfers.iter().filter(|transfer| scene.choice.has(transfer.pot) && !transfer.is_under_way);
    let links = of
        .filter_map(|transfer| {
            let (from, to, amount) = (transfer.from?, transfer.to, transfer.amount);
            Some(if ledger.is_above(to, from) { (to, from, -amount) } else { (from, to, amount) })
        })
        .collect();
    let mut net = joined(links);
    net.retain(|link| link.2 > Amount::ZERO);
    net
}

/// Links of the same ends as one, by the ends.
fn joined(mut links: Vec<Net>) -> Vec<Net> {
    sort_by_key(&mut links, |(from, to, _)| (*from, *to));
    let mut net: Vec<Net> = Vec::new();
    for (from, to, amount) in links {
        match net.last_mut().filter(|last| (last.0, last.1) == (from, to)) {
            Some(last) => last.2 += amount,
            None => net.push((from, to, amount)),
        }
    }
    net
}

/// What of every link belongs to the money of the place where the reader stands, up to all its sources and down to all its uses.
/// Nothing where no place is chosen, or one that no money came to.
fn portions(scene: &Scene<'_>) -> Option<Vec<Net>> {
    let unit = scene.here.filter(|unit| !scene.balances[*unit].is_empty())?;
    let ways = [trace_back(scene.ledger, scene.choice, unit), trace_onwards(scene.ledger, scene.choice, unit)];
    let links = ways.into_iter().flat_map(|trace| trace.links);
    Some(joined(links.map(|link| (link.from, link.to, link.amount)).collect()))
}

/// The units that have to do with the place where the reader stands.
fn near(scene: &Scene<'_>, portions: &[Net]) -> Vec<bool> {
    let mut near = vec![false; scene.ledger.units.len()];
    for unit in portions.iter().flat_map(|(from, to, _)| [*from, *to]).chain(scene.here) {
        near[unit] = true;
    }
    near
}

fn sentence(scene: &Scene<'_>, net: &[Net]) -> String {
    let balances = &scene.balances;
    let began = |unit: &usize| balances[*unit].begins() && !balances[*unit].is_empty();
    let from_outside: Amount = (0..balances.len()).filter(began).map(|unit| balances[unit].accounted()).sum();
    let own: Amount = balances.iter().map(|balance| balance.own).sum();
    let spent: Amount = balances.iter().map(|balance| balance.spent).sum();
    let values = [
        ("year", scene.year_words()),
        ("total", scene.amount(from_outside + own)),
        ("spent", scene.amount(spent)),
        ("n", scene.words.integer(net.len() as u64)),
    ];
    let values = values.each_ref().map(|(key, text)| (*key, text.as_str()));
    scene.words.fill("funds.flow.sentence", &values)
}

fn draw(scene: &Scene<'_>, net: &[Net], near: Option<&[bool]>) -> (Flow, usize) {
    let ledger = scene.ledger;
    let used = |unit: usize| !scene.balances[unit].is_empty();
    // Boxes for those only that money came to or went from.
    let units: Vec<usize> = (0..ledger.units.len()).filter(|unit| used(*unit)).collect();
    let mut place = vec![usize::MAX; ledger.units.len()];
    units.iter().enumerate().for_each(|(at, unit)| place[*unit] = at);
    let whole = net.iter().map(|link| link.2).max().unwrap_or_default();
    let weight = |amount: Amount| amount.weight(whole).max(0.0);
    let links =
        net.iter().map(|(from, to, amount)| Link { from: place[*from], to: place[*to], weight: weight(*amount) });
    let ends = units.iter().enumerate().flat_map(|(node, unit)| {
        let balance = &scene.balances[*unit];
        let amounts = [balance.spent, balance.sent, balance.pending, balance.retained, scene.gaps[*unit].missing];
        let stub = move |(kind, amount): (usize, Amount)| Stub { node, weight: weight(amount), kind: kind as u8 };
        amounts.into_iter().enumerate().filter(|(_, amount)| *amount > Amount::ZERO).map(stub)
    });
    let flows = Flows {
        columns: units.iter().map(|unit| ledger.units[*unit].tier).collect(),
        links: links.collect(),
        stubs: ends.collect(),
    };
    let (width, font) = (scene.granted.width_px.max(240), scene.granted.font_px.max(8));
    let least = scene.granted.least_px.max(24) as i32 * 100;
    let is_upright = width < font * WIDE_EM;
    let columns = distinct(&flows.columns);
    let (width, size) = (width as i32 * 100, font as i32 * 86);
    let height = match is_upright {
        true => columns as i32 * (least + 7200) - 4000,
        false => (width * 6 / 10).clamp(36_000, 64_000),
    };
    let edge = END_LENGTH + 200;
    let (length, breadth) = if is_upright { (height - edge, width) } else { (width - edge, height) };
    // A part of a width that is no whole number of pixels must not be less than the least. Upright boxes hold two small lines.
    let node = (least + NODE_SPARE).max(if is_upright { small(size) * LINE / 100 * 2 } else { 0 });
    let room = Room { length, breadth, node, least: node, gap: GAP, is_upright };
    let sankey = place_sankey(&flows, room);
    let is_near = |of: &[usize]| near.is_none_or(|near| of.iter().any(|node| near[units[*node]]));
    let last = sankey.boxes.last().map_or(0, |last| last.column);
    let step = (length - node) / (columns.max(2) as i32 - 1) - node - END_LENGTH - 600;
    // The words of the last column stand before it, where those of the column before it stand too.
    let before = sankey.boxes.iter().map(|placed| placed.column).filter(|column| *column < last).max();
    let named = |placed: &Placed| crate::text::length(&short(scene, &of_box(placed, &units)), size);
    let longest = sankey.boxes.iter().filter(|placed| placed.column == last).map(named).max().unwrap_or(0);
    let at_last = longest.min(step * 2 / 3);
    let boxes = sankey.boxes.iter().enumerate().map(|(at, placed)| {
        let next = sankey.boxes.get(at + 1).filter(|next| next.column == placed.column);
        let step = match is_upright {
            true => next.map_or(width, |next| next.rect.x) - placed.rect.x - placed.rect.width - 2 * PAD,
            false if placed.column == last => at_last,
            false if Some(placed.column) == before => step - at_last - PAD,
            false => step,
        };
        let of = of_box(placed, &units);
        let words = Lettering { size, step, is_upright, is_last: placed.column == last };
        let is_dim = !is_near(&placed.nodes);
        FlowBox { is_dim, ..unit_box(scene, &of, placed, words) }
    });
    let mut ribbons: Vec<FlowRibbon> = sankey
        .ribbons
        .iter()
        .map(|ribbon| {
            let (from, to) = (&sankey.boxes[ribbon.from], &sankey.boxes[ribbon.to]);
            let ends = [far(from.rect, is_upright), near_side(to.rect, is_upright)];
            let outline = outline([(ends[0], ribbon.starts), (ends[1], ribbon.ends)], ribbon.breadth, is_upright);
            FlowRibbon { outline, kind: FlowKind::Passed, is_dim: !is_near(&from.nodes) || !is_near(&to.nodes) }
        })
        .collect();
    let mut kinds: Vec<FlowKind> = Vec::new();
    for end in &sankey.ends {
        let from = &sankey.boxes[end.from];
        let begins = far(from.rect, is_upright);
        let kind = ENDS[usize::from(end.kind).min(ENDS.len() - 1)];
        let outline = outline([(begins, end.starts), (begins + END_LENGTH, end.starts)], end.breadth, is_upright);
        ribbons.push(FlowRibbon { outline, kind, is_dim: !is_near(&from.nodes) });
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let keys = ENDS.iter().filter(|kind| kinds.contains(kind));
    let keys = keys.map(|kind| (*kind, scene.words.text(super::place::part_key(kind.word())).to_owned())).collect();
    let label = scene.words.fill("funds.flow.label", &[("year", &scene.year_words())]);
    let flow = Flow { label, width, height, is_upright, boxes: boxes.collect(), ribbons, keys };
    (flow, sankey.left_out.len())
}

/// How words are written beside a box, or upright in it.
struct Lettering {
    size: i32,
    /// Room beside a box, up to the next column.
    step: i32,
    is_upright: bool,
    is_last: bool,
}

/// Where ribbons leave a box, along the flow.
fn far(rect: Rect, is_upright: bool) -> i32 {
    if is_upright { rect.y + rect.height } else { rect.x + rect.width }
}

/// Where ribbons enter it.
fn near_side(rect: Rect, is_upright: bool) -> i32 {
    if is_upright { rect.y } else { rect.x }
}

/// The units of a box.
fn of_box(placed: &Placed, units: &[usize]) -> Vec<usize> {
    placed.nodes.iter().map(|node| units[*node]).collect()
}

/// What a box is called beside it.
fn short(scene: &Scene<'_>, of: &[usize]) -> String {
    match of {
        [unit] => scene.short_name(*unit).to_owned(),
        _ => scene.words.fill("others", &[("n", &scene.words.integer(of.len() as u64))]),
    }
}

fn unit_box(scene: &Scene<'_>, of: &[usize], placed: &Placed, lettering: Lettering) -> FlowBox {
    let words = scene.words;
    let (mut balance, mut gaps) = (crate::summary::funds::Balance::default(), crate::summary::funds::Gaps::default());
    of.iter().for_each(|unit| {
        balance.add(&scene.balances[*unit]);
        gaps.join(scene.gaps[*unit]);
    });
    let mut said: Vec<String> = Vec::new();
    if balance.total() != Amount::ZERO {
        said.push(words.fill("funds.clause.came", &[("amount", &scene.amount(balance.total()))]));
    }
    let parts = super::place::parts(&balance, gaps);
    said.extend(parts.iter().map(|(part, amount, _)| super::place::clause(scene, part, *amount)));
    let full = match of {
        [unit] => scene.unit_name(*unit),
        _ => words.fill(
            "funds.flow.others",
            &[("n", &words.integer(of.len() as u64)), ("tier", &scene.tier_name(placed.column))],
        ),
    };
    let name = [full.as_str(), &said.join(words.text("join.list"))].join(words.text("join.colon"));
    let goal = match of {
        [unit] => Some(Goal::Unit(scene.ledger.units[*unit].id.clone())),
        _ => None,
    };
    FlowBox {
        rect: placed.rect,
        name,
        lines: lines(&short(scene, of), placed.rect, &lettering),
        is_chosen: scene.here.is_some_and(|here| of == [here]),
        is_dim: false,
        goal,
        column: placed.column,
    }
}

/// The name beside its box; in an upright picture in it. What is too long for a line takes two, in an upright one in small
/// letters.
fn lines(name: &str, rect: Rect, Lettering { size, step, is_upright, is_last }: &Lettering) -> Vec<TextLine> {
    let inside = rect.width - 2 * PAD;
    let is_inside = *is_upright && inside + PAD >= *step;
    let room = if is_inside { inside } else { *step };
    let broken = |size: i32, room: i32, most: usize| {
        let wrapped = wrap(name, (i64::from(room.max(0)) * 1000 / i64::from(size.max(1))) as Em, most);
        (wrapped.whole, wrapped.lines, size)
    };
    let one = broken(*size, room, 1);
    let (_, texts, size) = match one.0 {
        true => one,
        // To the edge of a box, where words are centred.
        false if is_inside => broken(small(*size), rect.width - PAD / 2, 2),
        false => broken(*size, room, 2),
    };
    // Boxes beside each other are as far apart as two lines are high.
    let high = size * LINE / 100;
    let first = rect.y + rect.height / 2 + size * 35 / 100 - high * (texts.len() as i32 - 1) / 2;
    let line = |(text, at): (String, i32)| {
        let x = match (is_upright, is_last) {
            (true, _) if is_inside => rect.x + (rect.width - length(&text, size)).max(0) / 2,
            (true, _) => rect.x + rect.width + PAD,
            (false, true) => rect.x - PAD - length(&text, size),
            (false, false) => rect.x + rect.width + END_LENGTH + PAD,
        };
        TextLine { text, x, baseline: first + high * at, size, strong: is_inside }
    };
    texts.into_iter().zip(0..).map(line).collect()
}

/// Small letters beside those of a size.
const fn small(size: i32) -> i32 {
    size * 80 / 100
}

/// A ribbon's outline from one place along the flow to another; across it each has an upper edge.
fn outline([(from, start), (to, end)]: [(i32, i32); 2], breadth: i32, is_upright: bool) -> String {
    let middle = from + (to - from) / 2;
    let mut out = String::new();
    let mut to_point = |letter: &str, along: i32, across: i32| {
        out.push_str(letter);
        let (x, y) = if is_upright { (across, along) } else { (along, across) };
        push_digits(&mut out, x.max(0).unsigned_abs().into(), 1);
        out.push(' ');
        push_digits(&mut out, y.max(0).unsigned_abs().into(), 1);
    };
    to_point("M", from, start);
    to_point("C", middle, start);
    to_point(" ", middle, end);
    to_point(" ", to, end);
    to_point("L", to, end + breadth);
    to_point("C", middle, end + breadth);
    to_point(" ", middle, start + breadth);
    to_point(" ", from, start + breadth);
    out.push('Z');
    out
}

/// What came to a unit and what went from it, as text.
fn beside(scene: &Scene<'_>, net: &[Net], unit: usize) -> Vec<Block> {
    let facts = |is_in: bool| {
        let mut links: Vec<(usize, Amount)> = net
            .iter()
            .filter(|(from, to, _)| if is_in { *to == unit } else { *from == unit })
            .map(|(from, to, amount)| (if is_in { *from } else { *to }, *amount))
            .collect();
        sort_by(&mut links, |one, other| other.1.cmp(&one.1));
        let fact = |(other, amount): &(usize, Amount)| Fact {
            label: scene.unit_name(*other),
            text: scene.amount(*amount),
            goal: Some(scene.goal(*other)),
            ..Fact::default()
        };
        links.iter().map(fact).collect::<Vec<_>>()
    };
    let words = scene.words;
    let balance = scene.balances[unit];
    let (mut came, mut went) = (facts(true), facts(false));
    if balance.own != Amount::ZERO {
        came.push(Fact {
            label: words.text("funds.own").to_owned(),
            text: scene.amount(balance.own),
            ..Fact::default()
        });
    }
    let stays = super::place::parts(&balance, scene.gaps[unit]).into_iter().filter(|(part, ..)| *part != "passed");
    went.extend(stays.map(|(part, amount, tone)| Fact {
        label: words.text(super::place::part_key(part)).to_owned(),
        text: scene.amount(amount),
        tone,
        ..Fact::default()
    }));
    let mut blocks = Vec::new();
    for (key, facts) in [("funds.flow.came", came), ("funds.flow.went", went)] {
        if !facts.is_empty() {
            let name = scene.unit_name(unit);
            blocks.extend([Block::Heading(words.fill(key, &[("name", &name)])), Block::Facts(facts)]);
        }
    }
    let step = Step {
        label: words.text("funds.about-place").to_owned(),
        more: String::new(),
        goal: Goal::View(View::Place).word(),
    };
    blocks.push(Block::Steps { label: String::new(), steps: vec![step] });
    blocks
}

/// From, to and amount, the largest first.
fn table(scene: &Scene<'_>, mut net: Vec<Net>) -> Table {
    sort_by(&mut net, |one, other| other.2.cmp(&one.2));
    let rows = net.iter().map(|(from, to, amount)| {
        let name = |unit: usize| Scene::text_cell(scene.unit_name(unit));
        Scene::row(Some(scene.goal(*to)), vec![name(*to), name(*from), scene.amount_cell(*amount)])
    });
    let caption = match scene.here.filter(|unit| !scene.balances[*unit].is_empty()) {
        Some(unit) => {
            let values = [("year", scene.year_words()), ("name", scene.unit_name(unit))];
            scene.words.fill("funds.flow.portions", &values.each_ref().map(|(key, text)| (*key, text.as_str())))
        }
        None => scene.words.fill("funds.flow.table", &[("year", &scene.year_words())]),
    };
    scene.table(caption, &["funds.to", "funds.from", "funds.amount#"], rows.collect(), None)
}

fn distinct(columns: &[usize]) -> usize {
    let mut columns = columns.to_vec();
    sort_by_key(&mut columns, |column| *column);
    columns.dedup();
    columns.len()
}
