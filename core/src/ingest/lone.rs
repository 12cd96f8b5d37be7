//! A CSV file that came without a descriptor: its name and bytes in, a package out; what its header does not say is an issue.

use super::header::{Form, Hint, Unit, hint, is_amount, phase, unit};
use super::package::{AxisPlan, DimensionPlan, Field, Measure, Package, Role, Source, Table};
use super::reader::{headers, with_told_delimiter};
use crate::issue::Issue;
use crate::model::{About, Kind};
use crate::place::Place;

/// Describes the file by the names in its first row.
pub(super) fn describe(name: &str, bytes: &[u8], given: &str) -> Package {
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
    let headers = headers(bytes, &table);
    table.fields = headers.iter().map(|header| Field::named(header)).collect();
    package.tables.push(table);

    let hints: Vec<Option<Hint>> =
        headers.iter().map(|header| if is_amount(header) { None } else { hint(header) }).collect();
    // The axis of each column of codes.
    let mut axes: Vec<Option<usize>> = vec![None; headers.len()];
    for (field, header) in headers.iter().enumerate().filter(|(_, header)| !header.is_empty()) {
        if is_amount(header) {
            if headers[..field].contains(header) {
                // Which of them counts nobody can tell, and both together would be twice the money.
                let place = Place::cell(name, 1, field as u32 + 1);
                package.issues.push(Issue::error("column-duplicate", place).with("header", header));
            } else {
                add_measure(&mut package, field, header, given);
            }
        } else if code_of(&hints, field).is_none() {
            let axis = match &hints[field] {
                Some(hint) if is_first(&hints, field) => {
                    package.classify(hint.kind, hint.kind.word().unwrap_or(""), hint.level, header, Vec::new())
                }
                Some(_) => add_dimension(&mut package, header),
                None => package.axis(plain(header, false)),
            };
            axes[field] = Some(axis);
            package.tables[0].sources.push((axis, Source::Field(field)));
        }
    }
    for field in 0..headers.len() {
        if let Some(axis) = code_of(&hints, field).and_then(|code| axes[code]) {
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
        for header in headers.iter().filter(|header| !header.is_empty() && !is_amount(header)) {
            if !asides.contains(&header.as_str()) && hint(header).is_none() {
                add_dimension(&mut package, header);
            }
        }
    }
    package
}

/// The column that holds the codes for the labels in this one: of its own name, else of its kind and level. A bare name is a
/// label only beside a code of the same name that nothing else explains.
fn code_of(hints: &[Option<Hint>], field: usize) -> Option<usize> {
    let label = hints[field].as_ref()?;
    let is_level = |hint: &Hint| hint.kind == label.kind && hint.level == label.level;
    let is_alike = |hint: &Hint| is_level(hint) && hint.name == label.name && hint.is_numbered == label.is_numbered;
    let of = |form: Form, test: &dyn Fn(&Hint) -> bool| {
        hints.iter().position(|hint| hint.as_ref().is_some_and(|hint| hint.form == form && test(hint)))
    };
    match label.form {
        Form::Code => None,
        Form::Bare => of(Form::Code, &is_alike).filter(|_| of(Form::Label, &is_alike).is_none()),
        Form::Label => of(Form::Code, &is_alike)
            .or_else(|| of(Form::Bare, &is_alike))
            .or_else(|| of(Form::Code, &is_level))
            .or_else(|| of(Form::Bare, &is_level)),
    }
}

/// Whether no column before has codes of the same kind and level: department, then agency.
fn is_first(hints: &[Option<Hint>], field: usize) -> bool {
    let Some(hint) = &hints[field] else { return false };
    let is_same = |other: &Hint| other.kind == hint.kind && other.level == hint.level;
    let mut before = (0..field).filter(|before| hints[*before].as_ref().is_some_and(is_same));
    hint.kind.is_always_a_key() || before.all(|before| code_of(hints, before).is_some())
}

/// An axis of a column that goes by its header.
fn plain(header: &str, usual: bool) -> AxisPlan {
    AxisPlan { kind: Kind::Other, level: 1, header: header.to_owned(), usual }
}

/// A dimension of a column that goes by its header.
fn add_dimension(package: &mut Package, header: &str) -> usize {
    let axis = package.axis(plain(header, true));
    package.axes[axis].usual = true;
    if package.dimensions.iter().any(|dimension| dimension.axes == [axis]) {
        // The header stands there twice.
        return axis;
    }
    let dimension = DimensionPlan { kind: Kind::Other, name: header.to_owned(), titles: Vec::new(), axes: vec![axis] };
    package.dimensions.push(dimension);
    axis
}

fn add_measure(package: &mut Package, field: usize, header: &str, given: &str) {
    let own = unit(header);
    let stated = if own == Unit::default() { unit(&["(", given].concat()) } else { own };
    if let Some(unit) = stated.factor.and_then(crate::money::Unit::new) {
        package.tables[0].fields[field].unit = unit;
    }
    let mut sets = Vec::new();
    if let Some(phase) = phase(header) {
        sets.push((package.single(Kind::Phase), phase.to_owned()));
    }
    if let Some(currency) = stated.currency {
        sets.push((package.single(Kind::Currency), currency));
    }
    package.tables[0].measures.push(Measure { field, sets });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Depth, check_package};
    use crate::ingest::Selection;
    use crate::model::Model;

    fn read(text: &str) -> Model {
        let package = describe("a.csv", text.as_bytes(), "");
        let files = vec![("a.csv".to_owned(), text.as_bytes().to_vec())];
        let (model, report) = check_package(&package, &Selection::usual(&package), &files, Depth::Notes);
        assert!(report.issues.iter().all(|issue| issue.rule == "unit-unknown"), "{:?}", report.issues);
        model
    }

    /// Name, levels, and the label of the last code of the deepest level.
    fn dimensions(text: &str) -> Vec<(String, usize, String)> {
        let model = read(text);
        let dimension = |dimension: &crate::model::Dimension| {
            let axis = model.axis(*dimension.axes.last().unwrap());
            let last = axis.codes.iter().last().unwrap();
            (dimension.name.clone(), dimension.axes.len(), axis.label(last, "en").to_owned())
        };
        model.dimensions.iter().filter(|dimension| !dimension.kind.is_always_a_key()).map(dimension).collect()
    }

    fn one(name: &str, levels: usize, label: &str) -> (String, usize, String) {
        (name.to_owned(), levels, label.to_owned())
    }

    #[test]
    fn a_bare_name_beside_its_code_is_the_label() {
        for header in
            ["function code,function", "Function ID,Function name", "function,function name", "功能科目编码,功能科目"]
        {
            let text = [header, ",amount\n07,Health,5"].concat();
            assert_eq!(dimensions(&text), [one("functional", 1, "Health")], "{header}");
        }
        assert_eq!(dimensions("function,function code,amount\nHealth,07,5"), [one("functional", 1, "Health")]);
        assert_eq!(
            dimensions("func1 code,func1,func2 code,func2,amount\n07,Health,073,Hospitals,5"),
            [one("functional", 2, "Hospitals")]
        );
        assert_eq!(
            dimensions("function_code,function,subfunction_code,subfunction,amount\n07,Health,073,Hospitals,5"),
            [one("functional", 2, "Hospitals")]
        );
        assert_eq!(dimensions("function,amount\n07,5"), [one("functional", 1, "07")], "alone it is the code");
    }

    #[test]
    fn programmes_and_places_are_recognised() {
        assert_eq!(
            dimensions("programme code,programme,region code,region name,amount\nP1,Roads,N,North,5"),
            [one("activity", 1, "Roads"), one("geo", 1, "North")]
        );
        assert_eq!(
            dimensions("项目编码,项目,地区,amount\nP1,道路,北,5"),
            [one("activity", 1, "道路"), one("geo", 1, "北")]
        );
    }

    #[test]
    fn a_second_classification_of_a_kind_is_a_dimension_of_its_own() {
        assert_eq!(
            dimensions("department code,department,agency code,agency,amount\nD,Defence,A,Army,5"),
            [one("administrative", 1, "Defence"), one("agency code", 1, "Army")]
        );
        assert_eq!(
            dimensions("functional1_code,functional,amount\n1,2,5"),
            [one("functional", 1, "1"), one("functional", 1, "2")]
        );
    }

    #[test]
    fn where_nothing_is_recognised_every_column_divides() {
        assert_eq!(dimensions("colour,shape,amount\nred,round,5"), [one("colour", 1, "red"), one("shape", 1, "round")]);
    }
}
