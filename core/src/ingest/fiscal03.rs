//! Fiscal Data Package 0.3: `model`, or `mapping` as found in the wild, in; axes and measures out; faults become issues.
//!
//! Both dialects say measures and dimensions. In the wild, attributes are also called `fields`, `labelfor` is written with or
//! without a capital, measures and dimensions are objects or lists with names, and dimensions may have no type.

use super::about::texts;
use super::descriptor::{Context, read_factor};
use super::fiscal1::set_period;
use super::header::hint;
use super::package::{Measure, Package, Role, Source};
use crate::issue::Issue;
use crate::json::{Node, Value};
use crate::model::Kind;
use crate::order::sort_by_key;

/// Fills the package's axes and its tables' sources, labels and measures.
pub(super) fn read_fiscal03(model: &Node, root: &Node, context: &Context<'_>, package: &mut Package) {
    for (name, measure) in named(model.get("measures")) {
        read_measure(&name, measure, context, package);
    }
    for (name, dimension) in named(model.get("dimensions")) {
        Dimension::read(&name, dimension).place(dimension, context, package);
    }
    add_years(model, package);
    package.offer_columns();
    for table in &mut package.tables {
        table.role = if table.measures.is_empty() { Role::CodeList } else { Role::Facts };
    }
    if let Some(period) = root.get("fiscalPeriod") {
        set_period(period, package);
    }
}

/// Members of an object, or of a list whose items have a `name`.
fn named(node: Option<&Node>) -> Vec<(String, &Node)> {
    match node.map(|node| &node.value) {
        Some(Value::Map(members)) => members.iter().map(|(name, node)| (name.clone(), node)).collect(),
        Some(Value::List(items)) => {
            items.iter().map(|item| (item.text_of("name").unwrap_or("").to_owned(), item)).collect()
        }
        _ => Vec::new(),
    }
}

/// The table and the column that a `source` names: by `resource`, else the first table that has the column.
fn find_column(node: &Node, package: &Package) -> Option<(usize, usize)> {
    let source = node.text().or_else(|| node.text_of("source"))?;
    let in_table = |index: usize, column: &str| Some((index, package.tables[index].field(column)?));
    let by_name = |name: &str| package.tables.iter().position(|table| table.name == name);
    if let Some(index) = node.text_of("resource").and_then(by_name) {
        return in_table(index, source);
    }
    let first = || (0..package.tables.len()).find_map(|index| in_table(index, source));
    // An old dialect writes `resource/column`.
    first().or_else(|| source.split_once('/').and_then(|(table, column)| in_table(by_name(table)?, column)))
}

fn read_measure(name: &str, node: &Node, context: &Context<'_>, package: &mut Package) {
    let Some((table, field)) = find_column(node, package) else {
        let source = node.text_of("source").unwrap_or(name);
        package.issues.push(Issue::error("column-missing", context.place(node)).with("header", source));
        return;
    };
    if let Some(unit) = read_factor(node, context, &mut package.issues) {
        package.tables[table].fields[field].unit = unit;
    }
    let mut sets = Vec::new();
    for (key, kind) in [("phase", Kind::Phase), ("direction", Kind::Direction), ("currency", Kind::Currency)] {
        if let Some(value) = node.text_of(key).filter(|value| !value.is_empty()) {
            sets.push((package.single(kind), value.to_owned()));
        }
    }
    package.tables[table].measures.push(Measure { field, sets });
}

/// A dimension as the descriptor writes it.
struct Dimension<'a> {
    name: String,
    kind: Option<Kind>,
    is_time: bool,
    /// Whether its type says that it divides the money.
    is_typed: bool,
    attributes: Vec<(String, &'a Node)>,
    key: Vec<String>,
}

impl<'a> Dimension<'a> {
    fn read(name: &str, node: &'a Node) -> Self {
        let type_of = |key: &str| node.text_of(key).unwrap_or("").to_ascii_lowercase();
        let (kind, class) = (type_of("dimensionType"), type_of("classificationType"));
        let key = node.get("primaryKey");
        let key = key.map(|key| {
            key.text().into_iter().chain(key.list().iter().filter_map(Node::text)).map(str::to_owned).collect()
        });
        Self {
            name: name.to_owned(),
            kind: match (kind.as_str(), class.as_str()) {
                (_, "functional") => Some(Kind::Functional),
                (_, "economic") => Some(Kind::Economic),
                (_, "administrative") => Some(Kind::Administrative),
                ("activity", _) => Some(Kind::Activity),
                ("location", _) => Some(Kind::Geo),
                _ => hint(name).map(|hint| hint.kind),
            },
            is_typed: matches!(kind.as_str(), "classification" | "entity" | "activity" | "location"),
            is_time: kind == "datetime" || matches!(name, "date" | "time" | "year"),
            attributes: named(node.get("attributes").or_else(|| node.get("fields"))),
            key: key.unwrap_or_default(),
        }
    }

    /// Gives its attributes their axes.
    fn place(&self, node: &Node, context: &Context<'_>, package: &mut Package) {
        if self.is_time {
            return;
        }
        let titles = texts(node, "title", "daylight:titles");
        let levels = self.levels();
        // Attributes of a dimension without a meaning are dimensions of their own, unless one is the parent of another.
        let apart =
            self.kind.is_none() && levels.len() > 1 && !levels.iter().any(|(_, node)| node.text_of("parent").is_some());
        let first = hint(&self.name).map_or(1, |hint| hint.level);
        for (depth, (attribute, node)) in levels.iter().enumerate() {
            let sources = sources_of(node, package);
            if sources.is_empty() {
                if !is_missing_constant(node) {
                    let header = node.text_of("source").unwrap_or(attribute);
                    package.issues.push(Issue::error("column-missing", context.place(node)).with("header", header));
                }
                continue;
            }
            let header = node.text_of("source").unwrap_or(attribute);
            let level =
                if apart { 1 } else { u8::try_from(depth).map_or(u8::MAX, |depth| first.saturating_add(depth)) };
            let group = if apart { header } else { self.group() };
            let axis = package.classify(self.kind.unwrap_or(Kind::Other), group, level, header, titles.clone());
            package.axes[axis].usual = self.kind.is_some() || self.is_typed;
            for (table, source) in sources {
                package.tables[table].sources.push((axis, source));
            }
            for (_, label) in self.attributes.iter().filter(|(_, node)| label_for(node) == Some(attribute.as_str())) {
                for (table, source) in sources_of(label, package) {
                    package.tables[table].labels.push((axis, String::new(), source));
                }
            }
        }
    }

    /// `cofog1`, `cofog2` are levels of one classification; any other dimension is its own.
    fn group(&self) -> &str {
        let stem = self.name.trim_end_matches(|char: char| char.is_ascii_digit());
        if hint(&self.name).is_some() && !stem.is_empty() { stem } else { &self.name }
    }

    /// The attributes that are codes, parents before children.
    fn levels(&self) -> Vec<(String, &'a Node)> {
        let mut codes: Vec<(String, &Node)> = self
            .attributes
            .iter()
            .filter(|(name, node)| {
                label_for(node).is_none()
                    && (self.key.is_empty() || self.key.contains(name) || node.text_of("parent").is_some())
            })
            .cloned()
            .collect();
        if codes.is_empty() {
            codes.extend(self.attributes.iter().filter(|(_, node)| label_for(node).is_none()).take(1).cloned());
        }
        let depth = |(_, node): &(String, &Node)| {
            let (mut depth, mut parent) = (0, node.text_of("parent"));
            while let Some(name) = parent.filter(|_| depth < 16) {
                depth += 1;
                parent = self
                    .attributes
                    .iter()
                    .find(|(known, _)| known == name)
                    .and_then(|(_, node)| node.text_of("parent"));
            }
            depth
        };
        sort_by_key(&mut codes, depth);
        codes
    }
}

fn label_for(node: &Node) -> Option<&str> {
    node.text_of("labelfor").or_else(|| node.text_of("labelFor"))
}

fn is_missing_constant(node: &Node) -> bool {
    node.text().is_none() && node.text_of("source").is_none()
}

/// Where an attribute comes from: a column of one table, or a constant of every table that has amounts.
fn sources_of(node: &Node, package: &Package) -> Vec<(usize, Source)> {
    if let Some(constant) = node.get("constant").or_else(|| node.get("value")).and_then(Node::plain) {
        let tables = package.tables.iter().enumerate().filter(|(_, table)| !table.measures.is_empty());
        return tables.map(|(table, _)| (table, Source::Constant(constant.clone()))).collect();
    }
    find_column(node, package).map(|(table, field)| (table, Source::Field(field))).into_iter().collect()
}

/// The year: an attribute called so, else the year of a date. Of several dates the one of the payment counts.
fn add_years(model: &Node, package: &mut Package) {
    let mut dates: Vec<(u8, usize, Source)> = Vec::new();
    for (name, dimension) in named(model.get("dimensions")) {
        let dimension = Dimension::read(&name, dimension);
        if !dimension.is_time {
            continue;
        }
        for (attribute, node) in &dimension.attributes {
            let sources = sources_of(node, package);
            let words = format!("{name} {attribute}").to_ascii_lowercase();
            let is_year = matches!(
                attribute.to_ascii_lowercase().as_str(),
                "year" | "fiscalyear" | "fiscal_year" | "fiscal-year"
            );
            let rank = match () {
                () if is_year => 0,
                () if words.contains("fiscal") => 1,
                () if words.contains("execut") || words.contains("pay") => 2,
                () => 3,
            };
            dates.extend(sources.into_iter().map(|(table, source)| match source {
                Source::Field(field) if !is_year => (rank, table, Source::Year(field)),
                source => (rank, table, source),
            }));
        }
    }
    sort_by_key(&mut dates, |(rank, _, _)| *rank);
    for (_, table, source) in dates {
        let year = package.single(Kind::Year);
        let sources = &mut package.tables[table].sources;
        if !sources.iter().any(|(axis, _)| *axis == year) {
            sources.push((year, source));
        }
    }
}
