//! Tables of records for the command and the studio: loaded packages in, their tables cell by cell and what differs between two of
//! them out.

use super::load::{Loaded, profile_text};
use crate::ingest::{LINKS, form_of, funds, read_records, results};
use crate::json;
use crate::model::record::RecordTables;
use crate::profile::funds::FundTerms;
use crate::profile::results::ResultTerms;
use crate::summary::records::{TableDifference, Told, compare_promises, compare_records};

/// What differs between the records of two packages.
#[derive(Clone, Debug, Default)]
pub struct RecordDifference {
    /// Of results, what a reader must see first.
    pub told: Vec<Told>,
    /// Tables in which something differs.
    pub tables: Vec<TableDifference>,
    /// The currency of records in the first and in the second, where they differ.
    pub currency: Option<[String; 2]>,
}

impl RecordDifference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty() && self.tables.is_empty() && self.currency.is_none()
    }
}

/// Compares the records of two packages of any kind; a package without any has none to compare.
pub fn compare_loaded(before: &Loaded, after: &Loaded) -> RecordDifference {
    let tables = compare_records(&before.records(), &after.records());
    let told = match (before.results(), after.results()) {
        (Some((before, _)), Some((after, _))) => compare_promises(&before, &after, &tables),
        _ => Vec::new(),
    };
    let currency = [before, after].map(Loaded::record_currency);
    RecordDifference { told, tables, currency: Some(currency).filter(|[before, after]| before != after) }
}

impl Loaded {
    /// The tables whose rows are records: those of the form, and links, which any package may have.
    pub fn records(&self) -> RecordTables {
        let root = json::read(&self.descriptor).ok();
        let of = (&self.package, self.descriptor.as_str());
        let links = read_records(&LINKS, of, &self.files, &[], self.profile.currency.unwrap_or_default());
        let mut tables = RecordTables::default();
        if let Some(form) = root.as_ref().and_then(form_of) {
            let profile = profile_text(&self.package.about).unwrap_or_default();
            let (words, currency) = match form.id {
                id if id == funds::FORM.id => {
                    (FundTerms::read(profile).words, self.funds().map(|(ledger, _)| ledger.currency))
                }
                id if id == results::FORM.id => {
                    (ResultTerms::read(profile).words, self.results().map(|(results, _)| results.currency))
                }
                _ => Default::default(),
            };
            tables = read_records(form, of, &self.files, &words, currency.unwrap_or_default());
        }
        tables.0.extend(links.0);
        tables
    }

    /// The currency of the records of a form; blank where there are none, or where it is not stated.
    fn record_currency(&self) -> String {
        let of_results = || self.results().map(|(results, _)| results.currency);
        let currency = self.funds().map(|(ledger, _)| ledger.currency).or_else(of_results);
        currency.filter(|currency| currency.is_stated()).map(|currency| currency.code().to_owned()).unwrap_or_default()
    }
}
