//! What sums of a form's tables can be made by: a package whose descriptor names a form in, its measures and axes out; cannot fail.
//!
//! The table is the phase of its amounts, so that money passed down and money paid out are never added. What a unit belongs to
//! (its tier, for funds) is an axis too: sums over tiers count money once for each that it passes.

use super::form::{Form, Holds, TableForm};
use super::funds;
use super::package::{AxisPlan, Measure, Package, Role, Source};
use crate::json::Node;
use crate::model::Kind;

/// The forms that are known.
const FORMS: [&Form; 1] = [&funds::FORM];

/// The form that a descriptor names in `profile`.
pub fn form_of(root: &Node) -> Option<&'static Form> {
    let named = root.text_of("profile")?;
    FORMS.into_iter().find(|form| form.id == named)
}

/// Gives the tables of a form their measures and axes. A resource that is none of them explains codes, or nothing.
pub(super) fn read_axes(form: &Form, root: &Node, package: &mut Package) {
    package.is_form = true;
    let resources = root.get("resources").map(Node::list).unwrap_or_default();
    let tables: Vec<Option<&TableForm>> = resources
        .iter()
        .map(|resource| {
            let named = resource.text_of("daylight:table").or(resource.text_of("name"));
            form.tables.iter().find(|table| Some(table.id) == named)
        })
        .collect();
    let ids: Vec<Vec<String>> = resources.iter().zip(&package.tables).map(|(node, table)| ids(node, table)).collect();
    let currency = root.text_of("daylight:currency").map(str::to_owned);
    for (index, table) in tables.iter().enumerate() {
        let Some(table) = table.filter(|table| table.column("amount").is_some()) else { continue };
        // Promises are told apart by their kind: an award and the contract that follows it are one promise.
        let phase = package.single(Kind::Phase);
        let kind = ids[index].iter().position(|id| id == "kind").filter(|_| table.id == "commitments");
        let source = kind.map_or_else(|| Source::Constant(table.id.to_owned()), Source::Field);
        package.tables[index].sources.push((phase, source));
        if let Some(code) = &currency {
            let axis = package.single(Kind::Currency);
            package.tables[index].sources.push((axis, Source::Constant(code.clone())));
        }
        for (field, id) in ids[index].iter().enumerate() {
            let Some(column) = table.column(id) else { continue };
            match column.holds {
                Holds::Amount => package.tables[index].measures.push(Measure { field, sets: Vec::new() }),
                _ if id == "year" => {
                    let axis = package.single(Kind::Year);
                    package.tables[index].sources.push((axis, Source::Field(field)));
                }
                Holds::Reference(of) => {
                    let axis = package.axis(AxisPlan { kind: Kind::Other, level: 1, header: id.clone(), usual: true });
                    package.tables[index].sources.push((axis, Source::Field(field)));
                    let there = tables.iter().position(|table| table.is_some_and(|table| table.id == of));
                    follow(index, field, (id, there), &ids, package);
                }
                _ => {}
            }
        }
    }
    for table in &mut package.tables {
        table.role = if table.measures.is_empty() { Role::CodeList } else { Role::Facts };
    }
    package.offer_columns();
}

/// The columns of a resource by the form's names.
fn ids(resource: &Node, table: &super::Table) -> Vec<String> {
    let schema = resource.get("schema");
    let fields = schema.and_then(|schema| schema.get("fields")).map(Node::list).unwrap_or_default();
    let id = |name: &String| {
        let told = fields.iter().find(|field| field.text_of("name") == Some(name));
        told.and_then(|field| field.text_of("daylight:column")).unwrap_or(name).to_owned()
    };
    table.fields.iter().map(|field| id(&field.name)).collect()
}

/// Brings the tier of a unit, and its name, along with its id.
fn follow(index: usize, field: usize, (id, there): (&str, Option<usize>), ids: &[Vec<String>], package: &mut Package) {
    let Some(there) = there.filter(|there| *there != index) else { return };
    let Some(key) = ids[there].iter().position(|id| id == "id") else { return };
    package.tables[index].references.push((field, there, key));
    let reference = package.tables[index].references.len() - 1;
    if let Some(tier) = ids[there].iter().position(|id| id == "tier") {
        let header = [id, ".tier"].concat();
        let axis = package.axis(AxisPlan { kind: Kind::Other, level: 1, header, usual: true });
        let source = Source::Through(Box::new(Source::Field(field)), reference, tier);
        package.tables[index].sources.push((axis, source));
    }
}
