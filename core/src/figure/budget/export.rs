//! Exports: a model and a wish in, the table of the view or all facts as CSV out, with the descriptor that explains it.
//!
//! Amounts are plain decimals of whole currency units, one a row; phase, year, direction and currency are columns; so a file
//! reads back to the same totals, with its descriptor or, by the names of its columns, alone. After the amount every row says
//! where it comes from, since files are cut and stacked, and a note above the header would keep programs from reading it.

use super::choose::choose;
use super::place::{choose_dimension, place_budget};
use super::{BudgetFigure, Wish};
use crate::figure::csv::CsvWriter;
use crate::json::Writer;
use crate::model::path::read_path;
use crate::model::{About, AxisId, Kind, Model};
use crate::money::Amount;
use crate::profile::Profile;
use crate::summary::{Question, sum_by};
use crate::words::{Words, in_language};
use daylight_scan::Symbol;

/// A column of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ExportColumn {
    axis: AxisId,
    is_label: bool,
    header: String,
    /// Its type in a Fiscal Data Package; blank where that has none.
    column_type: String,
}

/// The parts of the view, one row for each part and phase; of a view that compares, its table as it is shown.
pub fn export_table(model: &Model, wish: &Wish, words: &Words, profile: &Profile) -> String {
    if wish.view.compares() {
        let figure = place_budget(model, &Wish { bare: false, rows: 0, ..wish.clone() }, words, profile);
        return write_shown(&figure, model.about.sources.len(), &origin(model, words.lang()));
    }
    let chosen = choose(model, wish, words, profile);
    let (mut by, mut keep) = (Vec::new(), chosen.keep);
    if let Some(dimension) = choose_dimension(model, &wish.dimension, words, &mut Vec::new()) {
        let (path, _) = read_path(model, dimension, &wish.path);
        let shown = dimension.axes.len().min(path.len() + 1);
        by.extend(&dimension.axes[..shown]);
        keep.extend(dimension.axes.iter().copied().zip(path));
    }
    by.extend((0..model.axes.len()).map(AxisId).filter(|id| model.axis(*id).kind.is_always_a_key()));
    write_groups(model, Question { by, keep }, words.lang())
}

/// A table that compares amounts: these exactly, in whole units of the currency, and on every row of which stage they are, what they
/// were divided by, and where they and it come from.
fn write_shown(figure: &BudgetFigure, own_sources: usize, origin: &[(&'static str, String)]) -> String {
    let basis = &figure.granted.basis;
    let sources: Vec<&str> = figure.sources.iter().skip(own_sources).map(|source| source.text.as_str()).collect();
    let mut said = vec![("status", figure.status.clone())];
    if !basis.is_empty() {
        said.extend([
            ("basis", basis.clone()),
            ("unit", figure.unit_line.clone()),
            ("basis_source", sources.join("; ")),
        ]);
    }
    said.retain(|(_, text)| !text.is_empty());
    said.extend(origin.iter().filter(|(header, _)| *header != "status").cloned());
    let mut csv = CsvWriter::default();
    figure.table.columns.iter().for_each(|column| csv.text(&column.label));
    said.iter().for_each(|(header, _)| csv.text(header));
    csv.end_row();
    let is_money = |id: &str| id.starts_with("standing:") || id == "change";
    for row in &figure.table.rows {
        for (column, cell) in figure.table.columns.iter().zip(&row.cells) {
            match cell.sort.filter(|_| is_money(&column.id)) {
                Some(minor) => csv.number(&Amount::from_minor(minor).plain(figure.currency)),
                // What is not stated is blank, as in every file.
                None if is_money(&column.id) => csv.text(""),
                None => csv.text(&cell.text),
            }
        }
        said.iter().for_each(|(_, text)| csv.text(text));
        csv.end_row();
    }
    csv.finish()
}

/// Every fact of the model, whatever is shown.
pub fn export_facts(model: &Model, lang: &str) -> String {
    write_groups(model, Question { by: (0..model.axes.len()).map(AxisId).collect(), keep: Vec::new() }, lang)
}

fn write_groups(model: &Model, question: Question, lang: &str) -> String {
    let columns = columns(model, &question.by, lang);
    let mut csv = CsvWriter::default();
    for column in &columns {
        csv.text(&column.header);
    }
    csv.text("amount");
    let origin = origin(model, lang);
    for (header, _) in &origin {
        csv.text(header);
    }
    csv.end_row();
    for group in sum_by(model, &question).groups {
        for column in &columns {
            let symbol =
                question.by.iter().position(|axis| *axis == column.axis).map_or(Symbol::BLANK, |at| group.key[at]);
            let axis = model.axis(column.axis);
            csv.text(if column.is_label { axis.label(symbol, lang) } else { axis.code(symbol) });
        }
        csv.number(&group.amount.plain(group.currency));
        for (_, text) in &origin {
            csv.text(text);
        }
        csv.end_row();
    }
    csv.finish()
}

/// Where the figures come from: the columns of [`About::COLUMNS`] of which the package says something.
pub(super) fn origin(model: &Model, lang: &str) -> Vec<(&'static str, String)> {
    let about = &model.about;
    let sources =
        about.sources.iter().map(|source| match (in_language(&source.titles, lang), source.path.as_deref()) {
            (title, Some(path)) if title != path => [title, " (", path, ")"].concat(),
            (title, _) => title.to_owned(),
        });
    let sources: Vec<String> = sources.collect();
    // The package's status is that of the figures only where they have no phase of their own.
    let status = about.status.as_ref().filter(|_| model.single(Kind::Phase).is_none());
    let stated = |text: Option<&String>| text.cloned().unwrap_or_default();
    let texts = [
        sources.join("; "),
        in_language(&about.publisher, lang).to_owned(),
        stated(status),
        stated(about.as_of.as_ref()),
        stated(about.version.as_ref()),
        in_language(&about.licence, lang).to_owned(),
        (if about.illustrative { "true" } else { "" }).to_owned(),
    ];
    About::COLUMNS.into_iter().zip(texts).filter(|(_, text)| !text.is_empty()).collect()
}

/// A descriptor for what [`export_facts`] writes, as a Fiscal Data Package 1.0. `path` is the file's name beside it.
pub fn export_descriptor(model: &Model, lang: &str, path: &str) -> String {
    let about = &model.about;
    let mut json = Writer::default();
    json.open('{').key("profile").text("fiscal-data-package");
    let name = if about.name.is_empty() { "budget" } else { &about.name };
    json.key("name").text(name);
    let mut member = |key: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            json.key(key).text(value);
        }
    };
    member("title", Some(in_language(&about.titles, lang)));
    member("description", Some(in_language(&about.descriptions, lang)));
    member("version", about.version.as_deref());
    member("countryCode", about.country.as_deref());
    member("daylight:language", Some(lang));
    member("daylight:profile", about.profile.as_deref());
    member("daylight:publisher", Some(in_language(&about.publisher, lang)));
    member("daylight:status", about.status.as_deref());
    member("daylight:as-of", about.as_of.as_deref());
    member("daylight:published", about.published.as_deref());
    if about.illustrative {
        json.key("daylight:illustrative").raw("true");
    }
    if !about.licence.is_empty() {
        let licence = in_language(&about.licence, lang);
        json.key("licenses").open('[').open('{').key("title").text(licence).close('}').close(']');
    }
    json.key("sources").open('[');
    for source in &about.sources {
        json.open('{').key("title").text(in_language(&source.titles, lang));
        if let Some(path) = &source.path {
            json.key("path").text(path);
        }
        json.close('}');
    }
    json.close(']');
    json.key("resources").open('[').open('{').key("name").text("facts").key("path").text(path);
    json.key("encoding").text("utf-8").key("schema").open('{').key("fields").open('[');
    for column in columns(model, &(0..model.axes.len()).map(AxisId).collect::<Vec<_>>(), lang) {
        json.open('{').key("name").text(&column.header).key("type").text("string");
        if !column.column_type.is_empty() {
            json.key("columnType").text(&column.column_type);
        }
        json.close('}');
    }
    json.open('{').key("name").text("amount").key("type").text("number").key("columnType").text("value").close('}');
    json.close(']').close('}').close('}').close(']').close('}');
    json.finish()
}

/// A code column for each axis, and a label column where it has labels.
fn columns(model: &Model, by: &[AxisId], lang: &str) -> Vec<ExportColumn> {
    let mut columns: Vec<ExportColumn> = Vec::new();
    for id in by {
        let axis = model.axis(*id);
        // A second classification of the same kind goes by its header.
        let dimension = model.dimensions.iter().position(|dimension| dimension.axes.contains(id));
        let first = model.dimensions.iter().position(|dimension| dimension.kind == axis.kind);
        let word = axis.kind.word().filter(|_| dimension == first || axis.kind.is_always_a_key());
        let (code, label) = match word {
            Some(word) if axis.kind.is_always_a_key() => (word.to_owned(), None),
            Some(word) => {
                let level = [word, &axis.level.to_string()].concat();
                ([&level, "_code"].concat(), Some([&level, "_label"].concat()))
            }
            None => (axis.header.clone(), Some([&axis.header, " label"].concat())),
        };
        let stem = column_stem(axis.kind, axis.level).filter(|_| word.is_some()).unwrap_or_default();
        let column_type = match axis.kind {
            Kind::Phase => "phase:id".to_owned(),
            Kind::Year => "date:fiscal-year".to_owned(),
            Kind::Direction => "direction".to_owned(),
            Kind::Currency => "value-currency:code".to_owned(),
            _ if stem.is_empty() => String::new(),
            _ => [&stem, ":code:full"].concat(),
        };
        columns.push(ExportColumn { axis: *id, is_label: false, header: unused(&columns, code), column_type });
        if let Some(label) = label.filter(|_| axis.has_labels()) {
            let column_type = if stem.is_empty() { String::new() } else { [&stem, ":label:", lang].concat() };
            columns.push(ExportColumn { axis: *id, is_label: true, header: unused(&columns, label), column_type });
        }
    }
    columns
}

/// The column type of a level of a classification, without its end.
fn column_stem(kind: Kind, level: u8) -> Option<String> {
    let root = match kind {
        Kind::Functional => "functional-classification:generic:level",
        Kind::Economic => "economic-classification:generic:level",
        Kind::Administrative => "administrative-classification:generic:level",
        Kind::Activity => "activity:generic:level",
        Kind::Geo => "geo:target:level",
        _ => return None,
    };
    Some([root, &level.to_string()].concat())
}

/// A header that no column has yet.
fn unused(columns: &[ExportColumn], mut header: String) -> String {
    let is_taken = |header: &str| {
        columns.iter().any(|column| column.header == header) || header == "amount" || About::COLUMNS.contains(&header)
    };
    while header.is_empty() || is_taken(&header) {
        header.push('_');
    }
    header
}

#[cfg(test)]
mod tests {
    use super::super::sketch::{Sketch, country};
    use super::*;
    use crate::check::{Depth, check_package};
    use crate::ingest::{Package, Selection, read_lone, read_package};

    /// Reads a file back, alone or with its descriptor.
    fn read_back(csv: &str, descriptor: Option<&str>) -> Model {
        let bytes = csv.trim_start_matches('\u{feff}').as_bytes().to_vec();
        let package: Package = match descriptor {
            Some(text) => read_package(text, &|_| Vec::new()).unwrap(),
            None => read_lone("facts.csv", &bytes, ""),
        };
        let files = vec![("facts.csv".to_owned(), bytes)];
        let (model, report) = check_package(&package, &Selection::usual(&package), &files, Depth::Warnings);
        assert!(report.issues.iter().all(|issue| issue.rule == "unit-unknown"), "{:?}", report.issues);
        model
    }

    /// Totals by phase, year and currency.
    fn totals(model: &Model) -> Vec<(Vec<String>, Amount)> {
        let by: Vec<AxisId> =
            [Kind::Phase, Kind::Year, Kind::Currency].into_iter().filter_map(|kind| model.single(kind)).collect();
        let groups = sum_by(model, &Question { by: by.clone(), keep: Vec::new() }).groups;
        let codes =
            |key: &[Symbol]| by.iter().zip(key).map(|(id, symbol)| model.axis(*id).code(*symbol).to_owned()).collect();
        groups.iter().map(|group| (codes(&group.key), group.amount)).collect()
    }

    #[test]
    fn facts_read_back_to_the_same_totals_alone_and_with_their_descriptor() {
        let model = country();
        let csv = export_facts(&model, "en");
        assert!(csv.starts_with(
            "\u{feff}functional1_code,functional1_label,functional2_code,functional2_label,administrative1_code,"
        ));
        let descriptor = export_descriptor(&model, "en", "facts.csv");
        for back in [read_back(&csv, None), read_back(&csv, Some(&descriptor))] {
            assert_eq!(totals(&back), totals(&model));
            let functional = back.dimensions.iter().find(|dimension| dimension.kind == Kind::Functional).unwrap();
            assert_eq!(functional.axes.len(), 2);
            let top = back.axis(functional.axes[0]);
            assert_eq!(top.label(top.codes.find(b"09").unwrap(), "en"), "Education");
        }
    }

    #[test]
    fn the_table_of_a_view_holds_its_parts_in_every_phase() {
        let wish = Wish { path: "09".into(), ..Wish::default() };
        let csv = export_table(&country(), &wish, &Words::built_in("en"), &Profile::generic());
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(
            lines[0],
            "\u{feff}functional1_code,functional1_label,functional2_code,functional2_label,phase,year,currency,amount,\
             source,publisher,as_of,version"
        );
        assert_eq!(
            lines[1],
            "09,Education,09.1,Pre-primary and primary education,approved,2014,MDL,120000000.00,\
             Open budget (https://example.org/budget); A script (javascript:alert(1)),Ministry of Finance,2025-08-20,2025-08-20"
        );
        assert_eq!(lines.len(), 1 + 5, "three approved, two executed: what is not stated has no row");
    }

    #[test]
    fn where_figures_come_from_divides_nothing_and_names_of_their_own_stay() {
        let about = About {
            status: Some("final".into()),
            licence: vec![(String::new(), "=CC0".into())],
            illustrative: true,
            ..About::default()
        };
        let mut model = Sketch::new().dimension(Kind::Other, &[&[]]).about(about).rows("a, 5\nb, 7");
        model.axes[0].header = "source".into();
        let csv = export_facts(&model, "en");
        assert_eq!(
            csv.trim_end(),
            "\u{feff}source_,amount,status,licence,illustrative\r\n\
             a,0.05,final,'=CC0,true\r\nb,0.07,final,'=CC0,true"
        );
        let back = read_back(&csv, None);
        assert_eq!(totals(&back), totals(&model));
        let names: Vec<&str> = back.dimensions.iter().map(|dimension| dimension.name.as_str()).collect();
        assert_eq!(names, ["source_"]);
    }

    #[test]
    fn two_classifications_of_a_kind_and_odd_headers_stay_apart() {
        let model = Sketch::new()
            .dimension(Kind::Functional, &[&[]])
            .dimension(Kind::Functional, &[&[]])
            .dimension(Kind::Other, &[&[("=x", "=HYPERLINK(1)", "y")]])
            .rows("1, 2, =x, 5");
        let csv = export_facts(&model, "en");
        assert_eq!(
            csv.trim_end(),
            "\u{feff}functional1_code,functional,colour,colour label,amount\r\n1,2,'=x,'=HYPERLINK(1),0.05"
        );
    }
}
