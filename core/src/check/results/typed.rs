//! Statuses that somebody typed in: a package and its files in, an issue at the header of each such column out; cannot fail.
//!
//! Only what the descriptor names is looked at: a column that it leaves out is not published.

use crate::ingest::{Files, Package, StatusWords, Table, find_header, headers, results::FORM};
use crate::issue::Issue;
use crate::json::{self, Node};
use crate::place::Place;

pub(super) fn check((package, descriptor): (&Package, &str), files: &dyn Files, issues: &mut Vec<Issue>) {
    let root = json::read(descriptor).ok();
    let resources = root.as_ref().and_then(|root| root.get("resources")).map(Node::list).unwrap_or_default();
    let words = StatusWords::built_in();
    for table in &package.tables {
        let resource = resources.iter().find(|resource| resource.text_of("name") == Some(&table.name));
        let named = resource.and_then(|resource| resource.text_of("daylight:table")).unwrap_or(&table.name);
        let Some(form) = FORM.tables.iter().find(|form| form.id == named) else { continue };
        let fields = resource.and_then(|resource| resource.get("schema")).and_then(|schema| schema.get("fields"));
        let fields = fields.map(Node::list).unwrap_or_default();
        for (order, field) in table.fields.iter().enumerate() {
            let said = fields.iter().find(|said| said.text_of("name") == Some(&field.name));
            let id = said.and_then(|said| said.text_of("daylight:column")).unwrap_or(&field.name);
            let is_of_form = form.column(id.split(':').next().unwrap_or(id)).is_some();
            if !is_of_form && [id, &field.name].iter().any(|header| words.is_status(form.id, header)) {
                let issue = Issue::error("status-typed", place(table, files, (order, &field.name)));
                issues.push(issue.with("header", &field.name).with("table", form.id));
            }
        }
    }
}

/// Where the header of a field stands; without one, its column.
fn place(table: &Table, files: &dyn Files, (order, header): (usize, &str)) -> Place {
    let Some(row) = table.header_rows.iter().copied().max() else {
        return Place::cell(&table.path, 1, order as u32 + 1);
    };
    let found = files.bytes(&table.path).and_then(|bytes| find_header(&headers(bytes, table), header));
    found.map_or_else(|| Place::row(&table.path, row), |at| Place::cell(&table.path, row, at as u32 + 1))
}
