//! What a package is published with for pages: a whole model in, the text of a summary and of its slices out; cannot fail.
//!
//! The summary holds the sums of every dimension for itself, from the top down, as far as its room goes: first the level that a
//! reader sees, then every other way to divide, then the next levels. What is beneath is in slices, one for each branch, which
//! are cut again where they are large. So a first picture needs the same few bytes whatever the size of the package, and a
//! step down needs one slice.

use super::file::{LINES, MARK, key_axes};
use super::{Question, sum_by};
use crate::json::Writer;
use crate::model::{About, Axis, AxisId, Builder, Contact, Dimension, ELSEWHERE, Kind, Model};
use crate::money::Amount;
use daylight_scan::Symbol;
use std::collections::{HashMap, VecDeque};

/// The member that says that a file is a slice, and its form.
pub(super) const SLICE: (&str, &str) = ("daylight:slice", "1");

/// A slice is cut again where it would have more bytes than this, if it can be.
const SLICE_BYTES: usize = 25_000;

/// Levels beneath which a summary holds nothing, however much room there is: what is deeper is rarely asked for.
const SUMMARY_LEVELS: usize = 2;

/// What a package is published with for pages.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// The summary.
    pub summary: String,
    /// The slices; the first one has number 1.
    pub slices: Vec<String>,
}

/// A dimension's facts, added up over all other dimensions.
struct Cube<'a> {
    dimension: &'a Dimension,
    /// Its levels; none where it is a key, which every fact has anyway.
    axes: &'a [AxisId],
    facts: Vec<CubeFact>,
}

struct CubeFact {
    keys: Vec<Symbol>,
    way: Vec<Symbol>,
    amount: Amount,
    count: u32,
}

/// A node whose parts are in a slice: the dimension's position and the way to it.
type Node = (usize, Vec<Symbol>);

/// Facts of a cube down to some level, with the symbols that stand for slices numbered after those of the model.
struct Piece {
    facts: Builder,
    /// The axis at which the facts end, and the slices that go on there.
    cut: Option<AxisId>,
    slices: Vec<u32>,
}

/// All that summary and slices are written from.
struct Source<'a> {
    model: &'a Model,
    /// The axes that are keys of every fact.
    keys: Vec<AxisId>,
    /// One cube a dimension.
    cubes: Vec<Cube<'a>>,
}

/// Writes the summary of a model and the slices that it leaves out. `paths` are the files that the model was added up from,
/// `bytes` their size together; `first` is the dimension that a page shows first, `room` how many bytes the summary may have.
pub fn write_outline(model: &Model, paths: &[&str], bytes: u64, first: &str, room: usize) -> Published {
    let keys = key_axes(&model.axes);
    // Facts are written beside a dimension, even where there is none.
    let none =
        [Dimension { kind: Kind::Currency, name: String::new(), titles: vec![], is_offered: false, axes: vec![] }];
    let dimensions = if model.dimensions.is_empty() { &none[..] } else { &model.dimensions };
    let source = Source { cubes: cubes(model, dimensions, &keys), model, keys };
    let summary = |depths: &[usize], left: &mut VecDeque<Node>| source.summary(depths, left, paths, bytes);
    let depths = depths(&source.cubes, first, &|depths| summary(depths, &mut VecDeque::new()).len() <= room);
    let mut left = VecDeque::new();
    let summary = summary(&depths, &mut left);
    let (mut slices, mut next) = (Vec::new(), left.len() as u32 + 1);
    while let Some(node) = left.pop_front() {
        let (text, deeper) = source.slice(&node, next);
        next += deeper.len() as u32;
        left.extend(deeper);
        slices.push(text);
    }
    Published { summary, slices }
}

/// One cube a dimension; none of its facts where it is a key. Without any other dimension the first one has the sums.
fn cubes<'a>(model: &Model, dimensions: &'a [Dimension], keys: &[AxisId]) -> Vec<Cube<'a>> {
    let is_key = |dimension: &Dimension| dimension.kind.is_always_a_key();
    let has_others = dimensions.iter().any(|dimension| !is_key(dimension));
    let cube = |(at, dimension): (usize, &'a Dimension)| {
        let own = if is_key(dimension) { &[][..] } else { &dimension.axes };
        let by: Vec<AxisId> = keys.iter().chain(own).copied().collect();
        let is_left_out = is_key(dimension) && (has_others || at > 0);
        let groups = if is_left_out { Vec::new() } else { sum_by(model, &Question { by, keep: Vec::new() }).groups };
        let facts = groups.into_iter().map(|group| CubeFact {
            keys: group.key[..keys.len()].to_vec(),
            way: group.key[keys.len()..].to_vec(),
            amount: group.amount,
            count: u32::try_from(group.count).unwrap_or(u32::MAX),
        });
        Cube { dimension, axes: own, facts: facts.collect() }
    };
    dimensions.iter().enumerate().map(cube).collect()
}

/// How many levels of each dimension the summary holds.
fn depths(cubes: &[Cube], first: &str, fits: &dyn Fn(&[usize]) -> bool) -> Vec<usize> {
    let mut depths = vec![0; cubes.len()];
    let mut order: Vec<usize> = (0..cubes.len()).filter(|at| cubes[*at].dimension.is_offered).collect();
    order.sort_by_key(|at| cubes[*at].dimension.name != first);
    let mut is_full = vec![false; cubes.len()];
    for level in 1..=SUMMARY_LEVELS {
        for at in &order {
            let levels = cubes[*at].facts.first().map_or(0, |fact| fact.way.len());
            if is_full[*at] || level > levels {
                continue;
            }
            depths[*at] = level;
            // What a reader sees first is there even where it is large.
            let is_first_view = level == 1 && cubes[*at].dimension.name == first;
            if !is_first_view && !fits(&depths) {
                (depths[*at], is_full[*at]) = (level - 1, true);
            }
        }
    }
    depths
}

impl Source<'_> {
    /// The keys and the levels of a cube from `level` on.
    fn columns(&self, cube: &Cube, level: usize) -> Vec<AxisId> {
        self.keys.iter().chain(&cube.axes[level..]).copied().collect()
    }

    /// Facts of a dimension down to `depth` levels from the top; what is deeper is left, a slice for each node. Beneath a node,
    /// only what has a code there: the rest is of the node itself.
    fn cut(&self, at: usize, beneath: Option<&[Symbol]>, depth: usize, left: &mut VecDeque<Node>, next: u32) -> Piece {
        let Cube { axes, facts, .. } = &self.cubes[at];
        let has_codes = |way: &[Symbol]| way.iter().any(|symbol| *symbol != Symbol::BLANK);
        let is_beneath = |fact: &&CubeFact| {
            beneath.is_none_or(|node| fact.way.starts_with(node) && has_codes(&fact.way[node.len()..]))
        };
        let mut sums = Builder::new(self.keys.len() + axes.len());
        let (mut slices, mut known): (Vec<u32>, HashMap<&[Symbol], usize>) = (Vec::new(), HashMap::new());
        for fact in facts.iter().filter(is_beneath) {
            let mut key: Vec<Symbol> = fact.keys.iter().chain(&fact.way).copied().collect();
            if depth < fact.way.len() && has_codes(&fact.way[depth..]) {
                let node = &fact.way[..depth];
                let number = *known.entry(node).or_insert_with(|| {
                    left.push_back((at, node.to_vec()));
                    slices.push(next + slices.len() as u32);
                    slices.len() - 1
                });
                let columns = key.len();
                key.truncate(self.keys.len() + depth);
                key.push(Symbol((self.model.axis(axes[depth]).codes.len() + number) as u32));
                key.resize(columns, Symbol::BLANK);
            }
            sums.add_sum(&key, fact.amount, fact.count);
        }
        let cut = axes.get(depth).copied().filter(|_| !slices.is_empty());
        Piece { facts: sums, cut, slices }
    }

    fn summary(&self, depths: &[usize], left: &mut VecDeque<Node>, paths: &[&str], bytes: u64) -> String {
        let Self { model, cubes, .. } = self;
        let (mut used, mut pieces) = (Used::new(model), Vec::new());
        for (at, cube) in cubes.iter().enumerate() {
            let next = left.len() as u32 + 1;
            let piece = self.cut(at, None, depths[at], left, next);
            used.add(&self.columns(cube, 0), &piece);
            pieces.push(piece);
        }
        let mut out = Writer::default();
        out.open('{').key(MARK.0).raw(MARK.1);
        out.key("paths").open('[');
        paths.iter().for_each(|path| _ = out.text(path));
        out.close(']').key("bytes").raw(&bytes.to_string()).key("slices").raw(&left.len().to_string()).key("about");
        write_about(&mut out, &model.about);
        out.key("axes").open('[');
        for (at, axis) in model.axes.iter().enumerate() {
            out.open('{').key("kind").text(axis.kind.word().unwrap_or("")).key("level").integer(axis.level);
            let slices = pieces.iter().filter(|piece| piece.cut == Some(AxisId(at))).flat_map(|piece| &piece.slices);
            write_codes(out.key("header").text(&axis.header), axis, &used, AxisId(at), slices);
            out.close('}');
        }
        out.close(']').key("dimensions").open('[');
        for (cube, piece) in cubes.iter().zip(&pieces) {
            let dimension = cube.dimension;
            out.open('{').key("kind").text(dimension.kind.word().unwrap_or("")).key("name").text(&dimension.name);
            write_texts(out.key("titles"), &dimension.titles);
            if !dimension.is_offered {
                out.key("offered").raw("false");
            }
            out.key("axes").open('[');
            dimension.axes.iter().for_each(|axis| _ = out.raw(&axis.0.to_string()));
            let columns = self.columns(cube, 0);
            out.close(']').key("by").open('[');
            columns.iter().for_each(|axis| _ = out.raw(&axis.0.to_string()));
            write_facts(out.close(']').key("facts"), &columns, &piece.facts, &used, model);
            out.close('}');
        }
        out.close(']').key("rows").raw(&model.rows.to_string()).close('}').finish()
    }

    /// A slice, as deep as fits, and the nodes whose parts are in further slices, which are numbered from `next` on.
    fn slice(&self, node: &Node, next: u32) -> (String, VecDeque<Node>) {
        let (at, way) = node;
        let levels = self.cubes[*at].axes.len();
        let mut best = self.slice_to(node, way.len() + 1, next);
        for depth in way.len() + 2..=levels {
            let deeper = self.slice_to(node, depth, next);
            if deeper.0.len() > SLICE_BYTES {
                break;
            }
            best = deeper;
        }
        best
    }

    fn slice_to(&self, (at, way): &Node, depth: usize, next: u32) -> (String, VecDeque<Node>) {
        let (model, cube) = (self.model, &self.cubes[*at]);
        let mut left = VecDeque::new();
        let piece = self.cut(*at, Some(way), depth, &mut left, next);
        let mut used = Used::new(model);
        used.add(&self.columns(cube, 0), &piece);
        let mut out = Writer::default();
        out.open('{').key(SLICE.0).raw(SLICE.1).key("version").text(model.about.version.as_deref().unwrap_or(""));
        out.key("dimension").raw(&at.to_string()).key("path").open('[');
        way.iter().zip(cube.axes).for_each(|(symbol, axis)| _ = out.text(model.axis(*axis).code(*symbol)));
        out.close(']').key("axes").open('[');
        for axis in &cube.axes[way.len()..] {
            let slices = piece.slices.iter().filter(|_| piece.cut == Some(*axis));
            write_codes(out.open('{'), model.axis(*axis), &used, *axis, slices);
            out.close('}');
        }
        // The way to the node is that of every fact.
        let columns = self.columns(cube, way.len());
        let mut facts = Builder::new(columns.len());
        for fact in piece.facts.facts() {
            let (keys, own) = fact.key.split_at(self.keys.len());
            facts.add_sum(&[keys, &own[way.len()..]].concat(), fact.amount, fact.count);
        }
        write_facts(out.close(']').key("facts"), &columns, &facts, &used, model);
        (out.close('}').finish(), left)
    }
}

/// The symbols of some axes that occur, in the model's order, with their new numbers.
struct Used(Vec<Vec<bool>>);

impl Used {
    fn new(model: &Model) -> Self {
        Self(model.axes.iter().map(|axis| vec![axis.kind.is_always_a_key(); axis.codes.len()]).collect())
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

/// The codes of an axis that occur and their labels, and after them those that stand for slices.
fn write_codes<'a>(out: &mut Writer, axis: &Axis, used: &Used, id: AxisId, slices: impl Iterator<Item = &'a u32>) {
    out.key("codes").open('[');
    used.symbols(id).for_each(|symbol| _ = out.text(axis.code(symbol)));
    slices.for_each(|number| _ = out.text(&format!("{ELSEWHERE}{number}")));
    out.close(']').key("labels").open('{');
    for (language, labels) in &axis.labels {
        out.key(language).open('[');
        used.symbols(id).for_each(|symbol| _ = out.text(labels.get(symbol.index()).map_or("", String::as_str)));
        out.close(']');
    }
    out.close('}');
}

fn write_facts(out: &mut Writer, columns: &[AxisId], facts: &Builder, used: &Used, model: &Model) {
    let numbers: Vec<Vec<u32>> = columns.iter().map(|axis| used.numbers(*axis)).collect();
    out.open('[');
    for fact in facts.facts() {
        for ((axis, numbers), symbol) in columns.iter().zip(&numbers).zip(fact.key) {
            let beyond = || used.symbols(*axis).count() + 1 + symbol.index() - model.axis(*axis).codes.len();
            out.integer(numbers.get(symbol.index()).copied().unwrap_or_else(|| beyond() as u32));
        }
        out.raw(&fact.amount.minor().to_string()).integer(fact.count);
    }
    out.close(']');
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
    out.close(']').key("illustrative").raw(if about.illustrative { "true" } else { "false" }).close('}');
}

fn write_texts(out: &mut Writer, texts: &[(String, String)]) {
    out.open('{');
    for (language, text) in texts {
        out.key(language).text(text);
    }
    out.close('}');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::budget::sketch::{Sketch, country};
    use crate::model::Source;
    use crate::summary::{Refused, is_outline_of, read_slice, read_summary, sums_agree};

    /// The outline of a model, with all slices put in.
    fn grown(outline: &Published) -> Model {
        let mut model = read_summary(&outline.summary).expect("a summary").model;
        for slice in &outline.slices {
            model = read_slice(&model, slice).expect("a slice of this summary");
        }
        model
    }

    /// How often facts say that parts are elsewhere.
    fn slice_symbols(model: &Model) -> usize {
        let symbols = model.facts().flat_map(|fact| model.axes.iter().zip(fact.key));
        symbols.filter(|(axis, symbol)| axis.elsewhere(**symbol).is_some()).count()
    }

    /// Three levels under three codes, in two years, and a second dimension.
    fn deep() -> Model {
        let codes: Vec<(String, String)> =
            (0..36).map(|at| (format!("{}", at % 3), format!("{}.{}", at % 3, at % 12))).collect();
        let lines = codes.iter().enumerate().map(|(at, (top, below))| {
            let (leaf, year) = (format!("{below}.{at}"), 2024 + at % 2);
            format!("{top}, {below}, {leaf}, {}, {year}, {}", ["x", "y", ""][at % 3], at * at * 1000)
        });
        let lines: Vec<String> = lines.collect();
        let levels: [&[(&str, &str, &str)]; 3] = [&[("0", "Nought", "零"), ("1", "One", "一")], &[], &[]];
        let model = Sketch::new().dimension(Kind::Functional, &levels).dimension(Kind::Geo, &[&[]]).key(Kind::Year);
        model.rows(&lines.join("\n"))
    }

    #[test]
    fn an_outline_with_room_holds_everything_and_agrees_with_the_whole() {
        for model in [country(), deep()] {
            let outline = write_outline(&model, &["a.csv", "b.csv"], 12, "functional", usize::MAX);
            let read = read_summary(&outline.summary).expect("a summary");
            assert_eq!((read.paths, read.bytes), (vec!["a.csv".to_owned(), "b.csv".to_owned()], 12));
            assert_eq!(format!("{:?}", read.model.about), format!("{:?}", model.about));
            assert!(sums_agree(&read.model) && is_outline_of(&read.model, &model));
        }
        assert!(
            write_outline(&country(), &[], 0, "functional", usize::MAX).slices.is_empty(),
            "two levels are no more than fit"
        );
    }

    #[test]
    fn facts_without_any_dimension_are_in_the_outline() {
        for model in [Sketch::new().rows("5\n7"), Sketch::new().key(Kind::Year).rows("2024, 5\n2025, 7")] {
            let outline = write_outline(&model, &[], 0, "", 0);
            let read = read_summary(&outline.summary).expect("a summary").model;
            assert!(!read.is_empty() && is_outline_of(&read, &model) && outline.slices.is_empty());
            let other = Sketch::new().rows("5\n8");
            assert!(!is_outline_of(&read, &other));
        }
    }

    #[test]
    fn a_small_outline_grows_slice_by_slice_into_the_whole() {
        for model in [country(), deep()] {
            let outline = write_outline(&model, &[], 0, "functional", 0);
            assert!(outline.slices.len() > 1, "{}", outline.slices.len());
            let small = read_summary(&outline.summary).expect("a summary").model;
            assert!(slice_symbols(&small) > 1);
            let functional = small.dimensions.iter().find(|dimension| dimension.kind == Kind::Functional).unwrap();
            let mut tops = small.axis(functional.axes[0]).codes.iter();
            assert_eq!(small.slice_at(functional, &[]), None);
            assert!(tops.any(|top| small.slice_at(functional, &[top]).is_some()));
            assert!(is_outline_of(&small, &model));
            let all = grown(&outline);
            assert_eq!(slice_symbols(&all), 0);
            assert!(sums_agree(&all));
            assert!(
                is_outline_of(&all, &model),
                "{:?}\n{:?}",
                all.facts().collect::<Vec<_>>(),
                model.facts().collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn a_changed_sum_or_label_makes_another_outline() {
        let model = country();
        let outline = write_outline(&model, &[], 0, "functional", usize::MAX);
        for (from, to) in
            [("4000000000,1", "4000000001,1"), ("\"Health\"", "\"Wealth\""), ("\"rows\":13", "\"rows\":14")]
        {
            let changed = outline.summary.replacen(from, to, 1);
            assert_ne!(changed, outline.summary, "{from}");
            assert!(!is_outline_of(&read_summary(&changed).expect("a summary").model, &model), "{from}");
        }
        let changed = outline.summary.replacen("4000000000,1", "4000000001,1", 1);
        assert!(!sums_agree(&read_summary(&changed).expect("a summary").model), "the offices have other totals now");
    }

    #[test]
    fn a_slice_of_another_version_is_refused() {
        let outline = write_outline(&country(), &[], 0, "functional", 0);
        let small = read_summary(&outline.summary).expect("a summary").model;
        let slice = &outline.slices[0];
        assert_eq!(read_slice(&small, &slice.replace("2025-08-20", "2025-08-21")).err(), Some(Refused::Foreign));
        let once = read_slice(&small, slice).expect("a slice");
        assert_eq!(read_slice(&once, slice).err(), Some(Refused::Here));
    }

    #[test]
    fn what_is_no_summary_is_refused() {
        let text = write_outline(&country(), &[], 0, "functional", usize::MAX).summary;
        let broken = [
            "{}".to_owned(),
            text.replace("\"daylight:summary\":2", "\"daylight:summary\":1"),
            text.replace("\"facts\":[1,", "\"facts\":[99,"),
            text.replace("\"facts\":[1,", "\"facts\":["),
            text.replace("\"axes\":[0,1]", "\"axes\":[0,77]"),
        ];
        for text in broken {
            assert!(read_summary(&text).is_none(), "{text}");
        }
    }

    #[test]
    fn large_amounts_and_texts_in_all_languages_come_back() {
        let about = About {
            name: "a".into(),
            titles: vec![(String::new(), "A \"title\"\n".into()), ("zh-Hans".into(), "题".into())],
            status: Some("approved".into()),
            contact: Some(Contact { title: "Office".into(), email: Some("a@b.example".into()), ..Contact::default() }),
            publisher: vec![("en".into(), "Finance Bureau".into()), ("zh-Hans".into(), "财政局".into())],
            licence: vec![(String::new(), "CC0".into())],
            sources: vec![Source { titles: vec![("zh-Hans".into(), "法".into())], path: None }],
            illustrative: true,
            ..About::default()
        };
        let levels: [&[(&str, &str, &str)]; 2] = [&[("1", "One", "一")], &[("11", "Eleven", "十一"), ("12", "", "")]];
        let model = Sketch::new().dimension(Kind::Functional, &levels).key(Kind::Year).about(about).rows(
            "1,11,2024,9014118346046923173168730371588410572
             1,12,2024,-5
             1,12,2025,0
             1,12,2025,7",
        );
        let outline = write_outline(&model, &[], 0, "functional", 0);
        let grown = grown(&outline);
        assert!(is_outline_of(&grown, &model));
        assert_eq!(format!("{:?}", grown.about), format!("{:?}", model.about));
    }
}
