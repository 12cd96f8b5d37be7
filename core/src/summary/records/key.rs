//! What tells a row of records from the others of its table: ids of tables in, columns out; a table without a line here goes by
//! its id.

/// The column of an id.
pub(super) const ID: &str = "id";

/// For rows without an id of their own: columns by which a row is found again, the closest first. A row that is not found by the
/// first is looked for by the next, so that a target that was moved to another year is one that changed.
const KEYS: [(&str, &[&[&str]]); 17] = [
    // of results
    ("steps", &[&["task", "name"], &["task", "due"]]),
    ("targets", &[&["indicator", "period"], &["indicator", "value"], &["indicator"]]),
    ("values", &[&["indicator", "period", "group"]]),
    ("updates", &[&["of", "day", "text"], &["of", "text"], &["of", "day"]]),
    ("evaluations", &[&["of", "kind", "by", "from"], &["of", "kind"]]),
    ("rectifications", &[&["finding", "measure"], &["finding", "day"], &["finding"]]),
    ("accountability", &[&["finding", "measure"], &["finding"]]),
    // of funds
    ("transfers", &[&["fund", "year", "from", "to", "decided"], &["fund", "year", "from", "to"]]),
    ("holdings", &[&["unit", "fund", "year", "state"], &["unit", "fund", "year"]]),
    ("commitments", &[&["project", "unit", "kind", "fund", "year"]]),
    ("payments", &[&["unit", "project", "fund", "year", "paid"], &["unit", "project", "fund", "year"]]),
    ("recipient-groups", &[&["unit", "kind", "fund", "year"]]),
    // of consultations
    ("revisions", &[&["clause", "round"]]),
    ("procedure", &[&["step"]]),
    ("announcement", &[&["day"]]),
    ("receipts", &[&["digest"]]),
    // of any package
    ("links", &[&["id", "package", "to"], &["id", "package"]]),
];

/// The keys of a table, the closest first.
pub(super) fn keys(table: &str) -> &'static [&'static [&'static str]] {
    KEYS.iter().find(|(id, _)| *id == table).map_or(&[&[ID]], |(_, keys)| keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{FORMS, LINKS};

    #[test]
    fn every_table_has_a_key_of_columns_that_it_has() {
        let tables = FORMS.into_iter().chain([&LINKS]).flat_map(|form| form.tables);
        for table in tables.clone() {
            for column in keys(table.id).iter().flat_map(|key| key.iter()) {
                assert!(table.column(column).is_some(), "{}: {column}", table.id);
            }
            let has_id = table.column(ID).is_some_and(|column| column.required);
            assert!(has_id || KEYS.iter().any(|(id, _)| *id == table.id), "{}", table.id);
        }
        for (id, _) in KEYS {
            assert!(tables.clone().any(|table| table.id == id), "{id}");
        }
    }
}
