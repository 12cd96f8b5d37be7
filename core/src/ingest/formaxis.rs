//! What sums of a form's tables can be made by: a package whose descriptor names a form in, its measures and axes out; cannot fail.
//!
//! The table is the phase of its amounts, so that money passed down and money paid out are never added. What a unit belongs to
//! (its tier, for funds) is an axis too: sums over tiers count money once for each that it passes.

use super::consultation;
use super::form::{Form, Forms, Holds, TableForm};
use super::funds;
use super::header::stated_unit;
use super::package::{AxisPlan, Measure, Package, Role, Source};
use super::reader::Files;
use super::results;
use crate::issue::Issue;
use crate::json::Node;
use crate::model::Kind;
use crate::model::funds::Texts;
use crate::place::Place;

/// The forms that are known.
pub const FORMS: [&Form; 3] = [&funds::FORM, &results::FORM, &consultation::FORM];

/// The form that a descriptor names in `profile`.
pub fn form_of(root: &Node) -> Option<&'static Form> {
    let named = root.text_of("profile")?;
    FORMS.into_iter().find(|form| form.id == named)
}

/// What a row is called, in the first of these columns that its table has.
const NAMES: [&str; 3] = ["name", "title", "heading"];

/// Every id that a package of a form has, with what it is called by language; nothing where its table has no names.
pub fn form_names(form: &'static Form, package: (&Package, &str), files: &dyn Files) -> Vec<(String, Texts)> {
    let mut forms = Forms::find(form, package, files, &[]);
    let mut all = Vec::new();
    for table in form.tables {
        let name = NAMES.into_iter().find(|id| table.column(id).is_some_and(|column| column.holds == Holds::Texts));
        for column in table.columns.iter().filter(|column| column.holds == Holds::Id) {
            forms.show(table, &mut |line| {
                let id = line.text(column.id);
                if !id.is_empty() {
                    all.push((id.to_owned(), name.map(|name| line.texts(name)).unwrap_or_default()));
                }
            });
        }
    }
    all
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
        if let Some(code) = currency.as_ref().filter(|_| !ids[index].iter().any(|id| id == "currency")) {
            let axis = package.single(Kind::Currency);
            package.tables[index].sources.push((axis, Source::Constant(code.clone())));
        }
        for (field, id) in ids[index].iter().enumerate() {
            let Some(column) = table.column(id) else { continue };
            match column.holds {
                Holds::Amount => package.tables[index].measures.push(Measure { field, sets: Vec::new() }),
                _ if ["year", "currency"].contains(&id.as_str()) => {
                    let axis = package.single(if id == "year" { Kind::Year } else { Kind::Currency });
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

/// Words by which a field might say how many one of it is.
const FACTORS: [&str; 4] = ["factor", "daylight:factor", "scale", "multiplier"];
const UNITS: [&str; 2] = ["unit", "daylight:unit"];

/// Tells where a field or a header of the form says another unit than the one in which its cells are read: `daylight:layout` says it
/// for every table, and a word that is passed over would make amounts ten thousand times too small.
pub(super) fn tell_units(form: &Form, root: &Node, package: &mut Package, place: &dyn Fn(&Node) -> Place) {
    let resources = root.get("resources").map(Node::list).unwrap_or_default();
    for (resource, table) in resources.iter().zip(&package.tables) {
        let named = resource.text_of("daylight:table").or(resource.text_of("name"));
        let Some(of) = form.tables.iter().find(|table| Some(table.id) == named) else { continue };
        let fields = resource.get("schema").and_then(|schema| schema.get("fields")).map(Node::list).unwrap_or_default();
        let ids = ids(resource, table);
        for ((node, field), id) in fields.iter().zip(&table.fields).zip(&ids) {
            let id = id.split_once(':').map_or(id.as_str(), |(id, _)| id);
            let words = match of.column(id).map(|column| column.holds) {
                Some(Holds::Amount | Holds::Amounts) => [&FACTORS[..], &UNITS].concat(),
                Some(Holds::Quantity) => FACTORS.to_vec(),
                _ => continue,
            };
            let said =
                words.iter().filter_map(|word| node.get(word)).map(|node| (node, node.plain().unwrap_or_default()));
            let header = node.get("name").filter(|_| stated_unit(&field.name).1.is_some());
            let header = header.map(|node| (node, field.name.clone()));
            for (node, text) in said.chain(header) {
                let stated = factor_of(&text);
                if stated == Some(field.unit.factor()) {
                    continue;
                }
                let factor = stated.map_or_else(|| "…".to_owned(), |factor| factor.to_string());
                let write = format!(r#""daylight:layout": {{"read": {{"{}": {{"factor": {factor}}}}}}}"#, field.name);
                let issue =
                    Issue::error("form-unit-unread", place(node)).with("header", &field.name).with("value", text);
                package.issues.push(issue.with("expected", field.unit.factor()).with("write", write));
            }
        }
    }
}

/// How many of the currency one is: `10000`, `万元`, `GBP million`, `Amount (千元)`; of a currency alone one.
fn factor_of(text: &str) -> Option<u64> {
    let text = text.trim();
    let whole = text.strip_suffix(".0").unwrap_or(text);
    let (currency, factor) =
        stated_unit(&if text.contains(['(', '（']) { text.to_owned() } else { ["(", text].concat() });
    whole.parse().ok().or(factor).or(currency.map(|_| 1))
}

#[cfg(test)]
mod tests {
    use super::factor_of;

    #[test]
    fn words_and_numbers_say_how_many_one_is() {
        for (text, factor) in [
            ("10000", Some(10_000)),
            ("1.0", Some(1)),
            ("万元", Some(10_000)),
            ("GBP million", Some(1_000_000)),
            ("金额（千元）", Some(1_000)),
            ("EUR", Some(1)),
            ("bushels", None),
            ("0.01", None),
            ("", None),
        ] {
            assert_eq!(factor_of(text), factor, "{text}");
        }
    }
}
