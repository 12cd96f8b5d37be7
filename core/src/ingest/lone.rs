//! A CSV file that came without a descriptor: its name and bytes in, a package out; what its header does not say is an issue.

use super::header::{Hint, hint, is_amount, phase, unit};
use super::package::{AxisPlan, Field, Measure, Package, Role, Source, Table};
use super::reader::{read_header, with_told_delimiter};
use crate::issue::Issue;
use crate::model::{About, Kind};
use crate::money::Unit;
use crate::place::Place;

/// Describes the file by the names in its first row.
pub(super) fn describe(name: &str, bytes: &[u8]) -> Package {
    let title = name.trim_end_matches(".csv").to_owned();
    let mut package = Package {
        about: About { name: title.clone(), titles: vec![(String::new(), title)], ..About::default() },
        ..Package::default()
    };
    let mut table = Table {
        name: name.to_owned(),
        path: name.to_owned(),
        role: Role::Facts,
        header_rows: vec![1],
        ..Table::default()
    };
    table.dialect = with_told_delimiter(bytes, table.dialect);
    table.delimiter_stated = true;
    let headers = read_header(bytes, &table);
    table.fields = headers.iter().map(|header| Field::named(header)).collect();
    package.tables.push(table);

    let hints: Vec<Option<Hint>> =
        headers.iter().map(|header| if is_amount(header) { None } else { hint(header) }).collect();
    for (field, header) in headers.iter().enumerate().filter(|(_, header)| !header.is_empty()) {
        match &hints[field] {
            Some(hint) if !hint.label || !has_code(&hints, hint) => {
                let group = hint.kind.word().unwrap_or("");
                let axis = package.classify(hint.kind, group, hint.level, header, Vec::new());
                package.tables[0].sources.push((axis, Source::Field(field)));
            }
            Some(_) => {}
            None if is_amount(header) => add_measure(&mut package, field, header),
            None => {
                let axis = package.axis(AxisPlan { kind: Kind::Other, level: 1, header: header.clone(), usual: false });
                package.tables[0].sources.push((axis, Source::Field(field)));
            }
        }
    }
    for (field, hint) in hints.iter().enumerate().filter_map(|(field, hint)| Some((field, hint.as_ref()?))) {
        if hint.label && has_code(&hints, hint) {
            let axis =
                package.classify(hint.kind, hint.kind.word().unwrap_or(""), hint.level, &headers[field], Vec::new());
            package.tables[0].labels.push((axis, String::new(), Source::Field(field)));
        }
    }
    if package.tables[0].measures.is_empty() {
        let place = Place::row(name, 1);
        package.issues.push(Issue::error("amount-column-unknown", place).with("candidates", headers.join(", ")));
    }
    if !package.axes.iter().any(|axis| axis.usual && !axis.kind.is_always_a_key()) {
        // Nothing is classified: every column that is no amount divides the sum, but for what says where the amounts come from.
        let after = headers.iter().rposition(|header| is_amount(header)).map_or(headers.len(), |amount| amount + 1);
        let asides: Vec<&str> =
            headers[after..].iter().map(String::as_str).filter(|header| About::COLUMNS.contains(header)).collect();
        for axis in package.axes.iter_mut().filter(|axis| !asides.contains(&axis.header.as_str())) {
            axis.usual = true;
        }
        for index in 0..package.axes.len() {
            let (kind, header) = (package.axes[index].kind, package.axes[index].header.clone());
            if kind == Kind::Other && !asides.contains(&header.as_str()) {
                package.dimensions.push(super::package::DimensionPlan {
                    kind,
                    name: header,
                    titles: Vec::new(),
                    axes: vec![index],
                });
            }
        }
    }
    package
}

/// Whether another column holds the codes for these labels.
fn has_code(hints: &[Option<Hint>], label: &Hint) -> bool {
    hints.iter().flatten().any(|hint| !hint.label && hint.kind == label.kind && hint.level == label.level)
}

fn add_measure(package: &mut Package, field: usize, header: &str) {
    let (currency, factor) = unit(header);
    if let Some(unit) = factor.and_then(Unit::new) {
        package.tables[0].fields[field].unit = unit;
    }
    let mut sets = Vec::new();
    if let Some(phase) = phase(header) {
        sets.push((package.single(Kind::Phase), phase.to_owned()));
    }
    if let Some(currency) = currency {
        sets.push((package.single(Kind::Currency), currency));
    }
    package.tables[0].measures.push(Measure { field, sets });
}
