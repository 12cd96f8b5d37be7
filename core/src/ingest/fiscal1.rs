//! Fiscal Data Package 1.0: fields with `columnType` in, axes and measures out; what cannot be placed becomes an issue.

use super::about::texts;
use super::columntype::{Concept, Meaning, TYPES, Taxonomy};
use super::descriptor::Context;
use super::package::{CodeShape, Measure, Package, Role, Source, Table};
use super::word::unknown_word;
use crate::issue::{Issue, Severity};
use crate::json::Node;
use crate::model::Kind;
use crate::scheme::Scheme;

/// Fills the package's axes and each table's sources, labels and measures.
pub(super) fn read_fiscal1(root: &Node, context: &Context<'_>, package: &mut Package) {
    let taxonomy = Taxonomy::read(root.get("columnTypes"));
    let resources = root.get("resources").map(Node::list).unwrap_or_default();
    let reader = Reader { taxonomy, context };
    for (index, resource) in resources.iter().enumerate() {
        reader.read_resource(index, resource, package);
    }
    for (index, resource) in resources.iter().enumerate() {
        reader.read_references(index, resource, resources, package);
    }
    for table in &mut package.tables {
        table.role = if table.measures.is_empty() { Role::CodeList } else { Role::Facts };
    }
    for table in package.tables.iter_mut().filter(|table| table.role == Role::CodeList) {
        table.sources.clear();
        table.labels.clear();
    }
    package.offer_columns();
    if let Some(period) = root.get("fiscalPeriod") {
        set_period(period, package);
    }
}

struct Reader<'a> {
    taxonomy: Taxonomy,
    context: &'a Context<'a>,
}

impl Reader<'_> {
    fn read_resource(&self, index: usize, resource: &Node, package: &mut Package) {
        let Some(schema) = resource.get("schema") else { return };
        let fields = schema.get("fields").map(Node::list).unwrap_or_default();
        let extra = schema.get("extraFields").map(Node::list).unwrap_or_default();
        for node in fields.iter().chain(extra).filter_map(type_node) {
            let name = node.text().unwrap_or("");
            if self.taxonomy.is_unknown(name) {
                let first = name.split(':').next().unwrap_or(name);
                package.issues.push(unknown_word(Severity::Warning, self.context.place(node), first, &TYPES));
            }
        }
        for (field, node) in fields.iter().enumerate() {
            self.read_column(index, node, Source::Field(field), package);
            let measures = node.get("normalize").map(Node::members);
            let is_amount = column_type(node).is_some_and(|name| self.taxonomy.meaning(name) == Meaning::Amount);
            if measures.is_none() && !is_amount {
                continue;
            }
            let mut sets = Vec::new();
            let mut named: Vec<(usize, String, String)> = Vec::new();
            for (name, value) in measures.unwrap_or_default() {
                let column = extra.iter().find(|field| field.text_of("name") == Some(name));
                let meaning = column.and_then(column_type).map(|name| self.taxonomy.meaning(name));
                match (meaning, value.plain(), column) {
                    (Some(Meaning::Code(concept)), Some(value), Some(column)) => {
                        sets.push((self.axis(&concept, name, column, package), value));
                    }
                    (Some(Meaning::Label(concept, language)), Some(text), Some(column)) => {
                        named.push((self.axis(&concept, name, column, package), language, text));
                    }
                    _ => package
                        .issues
                        .push(Issue::error("descriptor-incomplete", self.context.place(value)).with("what", name)),
                }
            }
            // A label that is set beside a code belongs to that code.
            for (axis, language, text) in named {
                if let Some((_, code)) = sets.iter().find(|(set, _)| *set == axis) {
                    package.names.push((axis, language, code.clone(), text));
                }
            }
            package.tables[index].measures.push(Measure { field, sets });
        }
        for node in extra {
            if let Some(constant) = node.get("constant").and_then(Node::plain) {
                self.read_column(index, node, Source::Constant(constant), package);
            }
        }
    }

    /// Gives a column its meaning in a table.
    fn read_column(&self, index: usize, node: &Node, source: Source, package: &mut Package) {
        let name = node.text_of("name").unwrap_or("");
        // Without a type a column has no place in a model; sums may still be asked for by its header.
        let Some(meaning) = column_type(node).map(|name| self.taxonomy.meaning(name)) else { return };
        match meaning {
            Meaning::Amount => {}
            Meaning::Code(concept) => match (self.scheme(&concept), &source) {
                (Some((shape, levels)), Source::Field(field)) => {
                    for level in 1..=levels {
                        let concept = Concept { level: Some(level), ..concept.clone() };
                        let axis = self.axis(&concept, name, node, package);
                        package.tables[index].sources.push((axis, Source::Cut(*field, shape.clone(), level)));
                    }
                }
                _ => {
                    let axis = self.axis(&concept, name, node, package);
                    package.tables[index].sources.push((axis, source));
                }
            },
            Meaning::Label(concept, language) => {
                let scheme = self.scheme(&concept).map(|(_, levels)| levels);
                let concept = Concept { level: scheme.or(concept.level), ..concept };
                let axis = self.axis(&concept, name, node, package);
                package.tables[index].labels.push((axis, language, source));
            }
            Meaning::Date => {
                let year = package.single(Kind::Year);
                let sources = &mut package.tables[index].sources;
                if let (Source::Field(field), false) = (source, sources.iter().any(|(axis, _)| *axis == year)) {
                    sources.push((year, Source::Year(field)));
                }
            }
            Meaning::Aside => {}
        }
    }

    /// How the codes of a concept nest and how deep, if they are one string for all levels.
    fn scheme(&self, concept: &Concept) -> Option<(CodeShape, u8)> {
        let named = |scheme: &&Scheme| {
            scheme.column_type == concept.group || concept.group.split(':').nth(1) == Some(scheme.id.as_str())
        };
        let scheme = self.context.schemes.iter().find(named).filter(|_| concept.level.is_none())?;
        Some((CodeShape::of(scheme)?, u8::try_from(scheme.levels.len()).ok()?))
    }

    fn axis(&self, concept: &Concept, header: &str, node: &Node, package: &mut Package) -> usize {
        let titles = texts(node, "daylight:title", "daylight:titles");
        package.classify(concept.kind, &concept.group, concept.level.unwrap_or(1), header, titles)
    }

    /// Follows foreign keys: a column that refers to a code list brings that list's columns with it.
    fn read_references(&self, index: usize, resource: &Node, resources: &[Node], package: &mut Package) {
        let keys =
            resource.get("schema").and_then(|schema| schema.get("foreignKeys")).map(Node::list).unwrap_or_default();
        for key in keys {
            let Some(target) = key.get("reference") else { continue };
            let name = target.text_of("resource").unwrap_or("");
            let there = resources.iter().position(|resource| resource.text_of("name") == Some(name));
            let field = first_field(key).and_then(|field| package.tables[index].field(field));
            let column = there.and_then(|there| package.tables[there].field(first_field(target)?));
            let (Some(there), Some(field), Some(column)) = (there, field, column) else {
                package
                    .issues
                    .push(Issue::error("descriptor-incomplete", self.context.place(key)).with("what", "foreignKeys"));
                continue;
            };
            package.tables[index].references.push((field, there, column));
            let reference = package.tables[index].references.len() - 1;
            self.bring_columns(index, reference, &resources[there], package);
        }
    }

    fn bring_columns(&self, index: usize, reference: usize, list: &Node, package: &mut Package) {
        let (field, ..) = package.tables[index].references[reference];
        let fields = list.get("schema").and_then(|schema| schema.get("fields")).map(Node::list).unwrap_or_default();
        for (column, node) in fields.iter().enumerate() {
            let Some(meaning) = column_type(node).map(|name| self.taxonomy.meaning(name)) else { continue };
            let name = node.text_of("name").unwrap_or("");
            match meaning {
                Meaning::Code(concept) => {
                    let axis = self.axis(&concept, name, node, package);
                    let own = package.tables[index].sources.iter().any(|(known, _)| *known == axis);
                    if !own {
                        let source = Source::Through(Box::new(Source::Field(field)), reference, column);
                        package.tables[index].sources.push((axis, source));
                    }
                }
                Meaning::Label(concept, language) => {
                    self.bring_labels(index, (reference, column), &concept, &language, package)
                }
                _ => {}
            }
        }
    }

    /// Labels of a code list serve every axis that is cut from the referring column.
    fn bring_labels(
        &self,
        index: usize,
        (reference, column): (usize, usize),
        concept: &Concept,
        language: &str,
        package: &mut Package,
    ) {
        let field = package.tables[index].references[reference].0;
        let of = |source: &Source| match source {
            Source::Field(own) | Source::Cut(own, _, _) => *own == field,
            Source::Through(own, through, _) => **own == Source::Field(field) && *through == reference,
            _ => false,
        };
        let kind = concept.kind;
        let axes: Vec<(usize, Source)> = package.tables[index]
            .sources
            .iter()
            .filter(|(axis, source)| of(source) && (package.axes[*axis].kind == kind || kind == Kind::Other))
            .cloned()
            .collect();
        for (axis, source) in axes {
            let here = match source {
                Source::Through(own, _, _) => own,
                own => Box::new(own),
            };
            let label = (axis, language.to_owned(), Source::Through(here, reference, column));
            package.tables[index].labels.push(label);
        }
    }
}

/// The type of a column, by the name of 1.0 or that of the tools before it.
fn column_type(node: &Node) -> Option<&str> {
    type_node(node)?.text()
}

fn type_node(node: &Node) -> Option<&Node> {
    ["columnType", "osType"].into_iter().filter_map(|key| node.get(key)).find(|name| name.text().is_some())
}

fn first_field(node: &Node) -> Option<&str> {
    let fields = node.get("fields")?;
    fields.text().or_else(|| fields.list().first()?.text())
}

/// Where no column tells the year, the package's period does.
pub(super) fn set_period(period: &Node, package: &mut Package) {
    let year = |key: &str| {
        period.text_of(key).and_then(|date| date.get(..4)).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let Some(from) = year("start") else { return };
    let text = match year("end") {
        Some(to) if to != from => format!("{from}–{to}"),
        _ => from.to_owned(),
    };
    let axis = package.single(Kind::Year);
    let missing = |table: &&mut Table| {
        let sets = |measure: &Measure| measure.sets.iter().any(|(set, _)| *set == axis);
        !table.measures.is_empty()
            && !table.sources.iter().any(|(known, _)| *known == axis)
            && !table.measures.iter().any(sets)
    };
    for table in package.tables.iter_mut().filter(missing) {
        table.sources.push((axis, Source::Constant(text.clone())));
    }
}
