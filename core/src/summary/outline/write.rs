//! Summary and slices as text: what was cut in, JSON out; cannot fail.

use super::Room;
use super::cut::{Node, Piece, Source};
use crate::json::Writer;
use crate::model::{About, AxisId, Builder, Contact};
use crate::summary::file::{LINES, MARK};
use crate::words::{LANGUAGES, Words};
use daylight_scan::Symbol;
use std::collections::VecDeque;

/// The member that says that a file is a slice, and its form.
pub(in crate::summary) const SLICE: (&str, &str) = ("daylight:slice", "1");

impl Source<'_> {
    /// The keys and the levels of a dimension from `level` on.
    fn columns(&self, dimension: usize, level: usize) -> Vec<AxisId> {
        self.keys.iter().chain(&self.cubes[dimension].axes[level..]).copied().collect()
    }

    /// The summary, which says how many slices there are in all, and the nodes that it leaves out.
    pub fn summary(&self, rooms: &[Room], slices: usize, paths: &[&str], bytes: u64) -> (String, VecDeque<Node>) {
        let Self { model, cubes, .. } = self;
        let (mut used, mut pieces, mut left) = (Used::new(self), Vec::new(), VecDeque::new());
        for (at, room) in rooms.iter().enumerate() {
            let next = left.len() as u32 + 1;
            let piece = self.cut(at, None, *room, &mut left, next);
            used.add(&self.columns(at, 0), &piece);
            pieces.push(piece);
        }
        let mut out = Writer::default();
        out.open('{').key(MARK.0).raw(MARK.1);
        out.key("paths").open('[');
        paths.iter().for_each(|path| _ = out.text(path));
        out.close(']').key("bytes").raw(&bytes.to_string()).key("slices").raw(&slices.to_string()).key("about");
        write_about(&mut out, &model.about);
        out.key("axes").open('[');
        for id in (0..self.axes()).map(AxisId) {
            let axis = self.axis(id);
            out.open('{').key("kind").text(axis.kind.word().unwrap_or("")).key("level").integer(axis.level);
            self.write_codes(out.key("header").text(&axis.header), &used, id, &pieces);
            out.close('}');
        }
        out.close(']').key("dimensions").open('[');
        for (at, (cube, piece)) in cubes.iter().zip(&pieces).enumerate() {
            let dimension = cube.dimension;
            out.open('{').key("kind").text(dimension.kind.word().unwrap_or("")).key("name").text(&dimension.name);
            write_texts(out.key("titles"), &dimension.titles);
            if !dimension.is_offered {
                out.key("offered").raw("false");
            }
            out.key("axes").open('[');
            // A key's axis is no level of its facts, which have it anyway.
            let own = if cube.levels == 0 { &dimension.axes } else { &cube.axes };
            own.iter().for_each(|axis| _ = out.raw(&axis.0.to_string()));
            // The axis below the last level has codes only where a level was cut.
            let is_used = |axis: &AxisId| axis.0 < model.axes.len() || piece.stands_on(*axis).next().is_some();
            let columns: Vec<AxisId> = self.columns(at, 0).into_iter().filter(is_used).collect();
            out.close(']').key("by").open('[');
            columns.iter().for_each(|axis| _ = out.raw(&axis.0.to_string()));
            self.write_facts(out.close(']').key("facts"), &columns, &piece.facts, &used);
            out.close('}');
        }
        (out.close(']').key("rows").raw(&model.rows.to_string()).close('}').finish(), left)
    }

    /// A slice, and the nodes that it leaves out, which are numbered from `next` on.
    pub fn slice(&self, node: &Node, room: Room, next: u32) -> (String, VecDeque<Node>) {
        let (at, way) = (node.dimension, &node.way);
        let cube = &self.cubes[at];
        let mut left = VecDeque::new();
        let piece = self.cut(at, Some(node), room, &mut left, next);
        let mut used = Used::new(self);
        used.add(&self.columns(at, 0), &piece);
        let version = self.model.about.version.as_deref().unwrap_or("");
        let mut out = Writer::default();
        out.open('{').key(SLICE.0).raw(SLICE.1).key("version").text(version);
        out.key("dimension").raw(&at.to_string()).key("path").open('[');
        way.iter().zip(&cube.axes).for_each(|(symbol, axis)| _ = out.text(self.axis(*axis).code(*symbol)));
        node.rest().iter().for_each(|rest| _ = out.text(rest));
        out.close(']').key("axes").open('[');
        for axis in &cube.axes[way.len()..] {
            self.write_codes(out.open('{'), &used, *axis, std::slice::from_ref(&piece));
            out.close('}');
        }
        // The way to the node is that of every fact.
        let columns = self.columns(at, way.len());
        let mut facts = Builder::new(columns.len());
        for fact in piece.facts.facts() {
            let (keys, own) = fact.key.split_at(self.keys.len());
            facts.add_sum(&[keys, &own[way.len()..]].concat(), fact.amount, fact.count);
        }
        self.write_facts(out.close(']').key("facts"), &columns, &facts, &used);
        (out.close('}').finish(), left)
    }

    /// The codes of an axis that occur and their labels, and after them those that stand for what is elsewhere.
    fn write_codes(&self, out: &mut Writer, used: &Used, id: AxisId, pieces: &[Piece]) {
        let axis = self.axis(id);
        let stands = || pieces.iter().flat_map(|piece| piece.stands_on(id));
        out.key("codes").open('[');
        used.symbols(id).for_each(|symbol| _ = out.text(axis.code(symbol)));
        stands().for_each(|stand| _ = out.text(&stand.code));
        out.close(']').key("labels").open('{');
        let has_rest = stands().any(|stand| stand.parts.is_some());
        let mut languages: Vec<&str> = axis.labels.iter().map(|(language, _)| language.as_str()).collect();
        if has_rest && languages.is_empty() {
            languages.extend(LANGUAGES.iter().map(|(language, _)| *language));
        }
        for language in languages {
            let labels = axis.labels.iter().find(|(known, _)| known == language).map(|(_, labels)| labels);
            let label = |symbol: Symbol| labels.and_then(|labels| labels.get(symbol.index()));
            out.key(language).open('[');
            used.symbols(id).for_each(|symbol| _ = out.text(label(symbol).map_or("", String::as_str)));
            // Texts without a language are in the package's.
            let spoken =
                if language.is_empty() { self.model.about.language.as_deref().unwrap_or("") } else { language };
            let words = if has_rest { Words::built_in(spoken) } else { Words::default() };
            for stand in stands().filter(|_| has_rest) {
                let label = stand.parts.map(|parts| words.fill("others", &[("n", &words.integer(parts as u64))]));
                out.text(label.as_deref().unwrap_or(""));
            }
            out.close(']');
        }
        out.close('}');
    }

    fn write_facts(&self, out: &mut Writer, columns: &[AxisId], facts: &Builder, used: &Used) {
        let numbers: Vec<Vec<u32>> = columns.iter().map(|axis| used.numbers(*axis)).collect();
        out.open('[');
        for fact in facts.facts() {
            for ((axis, numbers), symbol) in columns.iter().zip(&numbers).zip(fact.key) {
                let beyond = || used.symbols(*axis).count() + 1 + symbol.index() - self.axis(*axis).codes.len();
                out.integer(numbers.get(symbol.index()).copied().unwrap_or_else(|| beyond() as u32));
            }
            out.raw(&fact.amount.minor().to_string()).integer(fact.count);
        }
        out.close(']');
    }
}

/// The symbols of some axes that occur, in the model's order, with their new numbers.
struct Used(Vec<Vec<bool>>);

impl Used {
    fn new(source: &Source) -> Self {
        let axes = (0..source.axes()).map(|at| source.axis(AxisId(at)));
        Self(axes.map(|axis| vec![axis.kind.is_always_a_key(); axis.codes.len()]).collect())
    }

    fn add(&mut self, columns: &[AxisId], piece: &Piece) {
        for fact in piece.facts.facts() {
            for (axis, symbol) in columns.iter().zip(fact.key) {
                // A symbol that stands for a slice is no code of the model.
                if let Some(used) = self.0[axis.0].get_mut(symbol.index()) {
                    *used = true;
                }
            }
        }
    }

    /// The symbols of an axis that occur, without the blank.
    fn symbols(&self, axis: AxisId) -> impl Iterator<Item = Symbol> + '_ {
        let used = self.0[axis.0].iter().enumerate().skip(1);
        used.filter(|(_, used)| **used).map(|(at, _)| Symbol(at as u32))
    }

    /// The new number of every symbol of an axis.
    fn numbers(&self, axis: AxisId) -> Vec<u32> {
        let mut numbers = vec![0; self.0[axis.0].len()];
        self.symbols(axis).zip(1..).for_each(|(symbol, number)| numbers[symbol.index()] = number);
        numbers
    }
}

fn write_about(out: &mut Writer, about: &About) {
    out.open('{').key("name").text(&about.name);
    for (key, texts) in [
        ("titles", &about.titles),
        ("descriptions", &about.descriptions),
        ("publisher", &about.publisher),
        ("licence", &about.licence),
    ] {
        write_texts(out.key(key), texts);
    }
    let mut lines = about.clone();
    for (key, line) in LINES {
        if let Some(text) = line(&mut lines) {
            out.key(key).text(text);
        }
    }
    if let Some(Contact { title, email, phone, path }) = &about.contact {
        out.key("contact").open('{').key("title").text(title);
        for (key, text) in [("email", email), ("phone", phone), ("path", path)] {
            if let Some(text) = text {
                out.key(key).text(text);
            }
        }
        out.close('}');
    }
    out.key("sources").open('[');
    for source in &about.sources {
        write_texts(out.open('{').key("title"), &source.titles);
        if let Some(path) = &source.path {
            out.key("path").text(path);
        }
        out.close('}');
    }
    out.close(']');
    if !about.breaks.is_empty() {
        out.key("breaks").open('[');
        for (year, texts) in &about.breaks {
            write_texts(out.open('{').key("year").text(year).key("title"), texts);
            out.close('}');
        }
        out.close(']');
    }
    if !about.series.is_empty() {
        out.key("series").open('[');
        for series in &about.series {
            out.open('{').key("kind").text(series.kind.word()).key("base").text(&series.base);
            write_texts(out.key("title"), &series.source.titles);
            if let Some(path) = &series.source.path {
                out.key("path").text(path);
            }
            write_texts(out.key("values"), &series.values);
            out.close('}');
        }
        out.close(']');
    }
    for (key, has) in ["tables", "highlights"].into_iter().zip(about.has_tables) {
        if has {
            out.key(key).raw("true");
        }
    }
    out.key("illustrative").raw(if about.illustrative { "true" } else { "false" }).close('}');
}

fn write_texts(out: &mut Writer, texts: &[(String, String)]) {
    out.open('{');
    for (language, text) in texts {
        out.key(language).text(text);
    }
    out.close('}');
}
