//! Transfers as a file: records and a wish in, CSV out, which reads back as it is; cannot fail.

use super::Wish;
use crate::figure::csv::CsvWriter;
use crate::model::funds::{Ledger, Transfer};
use crate::words::{Words, in_language};

/// What went from unit to unit in the year and of the fund of a wish, and, where a place is chosen, from or to it; on every row where
/// the figures come from, since files are cut and stacked.
pub fn export_transfers(ledger: &Ledger, wish: &Wish, words: &Words) -> String {
    let lang = words.lang();
    let name = |unit: Option<usize>| unit.map_or("", |unit| in_language(&ledger.units[unit].names, lang));
    let id = |unit: Option<usize>| unit.map_or("", |unit| ledger.units[unit].id.as_str());
    let day = |day: Option<crate::day::Day>| day.map(crate::day::Day::iso).unwrap_or_default();
    let about = &ledger.about;
    let sources: Vec<&str> = about.sources.iter().map(|source| in_language(&source.titles, lang)).collect();
    let origin = [
        ("source", sources.join("; ")),
        ("publisher", in_language(&about.publisher, lang).to_owned()),
        ("as_of", about.as_of.clone().unwrap_or_default()),
        ("version", about.version.clone().unwrap_or_default()),
        ("illustrative", if about.illustrative { "true" } else { "" }.to_owned()),
    ];
    let origin: Vec<_> = origin.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let mut csv = CsvWriter::default();
    let headers =
        ["id", "fund", "year", "from", "from_name", "to", "to_name", "amount", "currency", "decided", "arrived"];
    headers.iter().for_each(|header| csv.text(header));
    origin.iter().for_each(|(header, _)| csv.text(header));
    csv.end_row();
    for transfer in ledger.transfers.iter().filter(|transfer| is_wished(ledger, wish, transfer)) {
        let (fund, year) = (&ledger.funds[transfer.pot.fund].id, &ledger.years[transfer.pot.year]);
        let (from, to) = (transfer.from, Some(transfer.to));
        [transfer.id.as_str(), fund, year, id(from), name(from), id(to), name(to)]
            .iter()
            .for_each(|text| csv.text(text));
        csv.number(&transfer.amount.plain(ledger.currency));
        csv.text(ledger.currency.code());
        csv.text(&day(transfer.decided));
        csv.text(&day(transfer.arrived));
        origin.iter().for_each(|(_, text)| csv.text(text));
        csv.end_row();
    }
    csv.finish()
}

fn is_wished(ledger: &Ledger, wish: &Wish, transfer: &Transfer) -> bool {
    let newest = ledger.years.last().map_or("", String::as_str);
    let year = if wish.year.is_empty() { newest } else { &wish.year };
    let is = |unit: Option<usize>| unit.is_some_and(|unit| ledger.units[unit].id == wish.path);
    (year == "all" || ledger.years[transfer.pot.year] == year)
        && (wish.fund.is_empty() || ledger.funds[transfer.pot.fund].id == wish.fund)
        && (wish.path.is_empty() || is(transfer.from) || is(Some(transfer.to)))
}
