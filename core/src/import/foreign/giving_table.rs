//! 360Giving as a table, in CSV or on a sheet: a header by the standard's titles or members and rows of grants in, units and
//! commitments of the kind "grant" out; `None` where the header names no grants.

use super::cell::{At, Cell, read_cells};
use super::draft::Draft;
use super::giving::{date_and_year, told_order};
use super::shape::Of;
use crate::import::fault::Fault;
use crate::import::sheet::Sheet;
use crate::text::lower;

/// What is taken over, by title and by member.
const HEADERS: [[&str; 2]; 9] = [
    ["identifier", "id"],
    ["amount awarded", "amountawarded"],
    ["currency", "currency"],
    ["award date", "awarddate"],
    ["funding org:identifier", "fundingorganization:id"],
    ["funding org:name", "fundingorganization:name"],
    ["recipient org:identifier", "recipientorganization:id"],
    ["recipient org:name", "recipientorganization:name"],
    ["grant programme:title", "grantprogramme:title"],
];

// Their positions in the list.
const ID: usize = 0;
const AMOUNT: usize = 1;
const CURRENCY: usize = 2;
const DATE: usize = 3;
const FUNDER_ID: usize = 4;
const FUNDER: usize = 5;
const RECIPIENT_ID: usize = 6;
const RECIPIENT: usize = 7;
const PROGRAMME: usize = 8;

/// Beginnings of the headers of who is granted something; persons are never named.
const RECIPIENTS: [&str; 4] = ["recipient org:", "recipientorganization:", "recipient ind:", "recipientindividual:"];

/// The columns by the list of headers.
type Columns = [Option<usize>; HEADERS.len()];

/// A header as the list has it. Of several organisations the first is meant, which may be numbered.
fn normal(header: &str) -> String {
    let small: String = header.chars().map(lower).collect();
    let parts = small.split([':', '/']).map(str::trim).filter(|part| *part != "0");
    parts.collect::<Vec<_>>().join(":")
}

fn find(headers: &[Cell]) -> Option<Columns> {
    let headers: Vec<String> = headers.iter().map(|header| normal(&header.text)).collect();
    let columns = HEADERS.map(|names| headers.iter().position(|header| names.contains(&header.as_str())));
    columns[AMOUNT]?;
    columns[FUNDER].or(columns[FUNDER_ID])?;
    let is_recipient = |header: &String| RECIPIENTS.iter().any(|begin| header.starts_with(begin));
    headers.iter().any(is_recipient).then_some(columns)
}

/// Reads CSV.
pub fn read_text(text: &str, draft: &mut Draft) -> Option<Result<(), Fault>> {
    let columns = find(read_cells(text, 1, At::Cell).ok()?.first()?)?;
    let rows = read_cells(text, usize::MAX, At::Cell);
    Some(rows.map(|rows| read_rows(&rows, &columns, draft)))
}

/// Reads a sheet whose first row is the header.
pub fn read_sheet(sheet: &Sheet, draft: &mut Draft) -> Option<()> {
    let (last_row, width) = sheet.size();
    let cells = |row: u32| (1..=width).map(move |column| Cell::new(sheet.text(row, column), At::Cell(row, column)));
    let header: Vec<Cell> = cells(1).collect();
    let columns = find(&header)?;
    let rows: Vec<Vec<Cell>> = std::iter::once(header).chain((2..=last_row).map(|row| cells(row).collect())).collect();
    read_rows(&rows, &columns, draft);
    Some(())
}

fn read_rows(rows: &[Vec<Cell>], columns: &Columns, draft: &mut Draft) {
    let Some((header, grants)) = rows.split_first() else { return };
    let dates = grants.iter().filter_map(|row| Some(row.get(columns[DATE]?)?.text.clone()));
    let order = told_order(dates);
    for row in grants.iter().filter(|row| row.iter().any(|cell| !cell.is_blank())) {
        let at = row[0].at;
        let cell = |what: usize| columns[what].and_then(|column| row.get(column)).cloned();
        let cell = |what: usize| cell(what).unwrap_or_else(|| Cell::blank(at));
        let funder = cell(FUNDER_ID).or(|| cell(FUNDER));
        let unit = draft.unit(&funder.text, &cell(FUNDER).text, "funder", funder.at);
        let date = cell(DATE);
        let (decided, year) = date_and_year(&date, order);
        if !date.is_blank() && decided.is_blank() {
            draft.leave("Award Date", date.at);
        }
        let payee = cell(RECIPIENT).or(|| cell(RECIPIENT_ID));
        let (kind, none) = (Cell::new("grant", at), Cell::blank(at));
        let (fund, amount, currency) = (cell(PROGRAMME), cell(AMOUNT), cell(CURRENCY).upper());
        draft.row(Of::Commitments, [cell(ID), kind, unit, none, fund, year, amount, decided, payee, currency]);
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
            // The id of a recipient who has a name is left out, as in JSON.
            let is_named = columns[RECIPIENT_ID] == Some(column) && columns[RECIPIENT].is_some();
            if !columns.contains(&Some(column)) || is_named {
                draft.leave(header.get(column).map_or("", |header| &header.text), cell.at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_go_by_title_or_member_and_the_first_of_several_is_meant() {
        let find = |header: &str| {
            let cells = header.split(',').map(|text| Cell::new(text, At::Cell(1, 1)));
            find(&cells.collect::<Vec<_>>())
        };
        let columns = find("Recipient Org:1:Name,Recipient Org:0:Name,Amount Awarded,Funding Org:Name,ID").unwrap();
        assert_eq!([RECIPIENT, AMOUNT, FUNDER, ID].map(|what| columns[what]), [Some(1), Some(2), Some(3), Some(4)]);
        assert!(find("amountAwarded,fundingOrganization/0/id,recipientIndividual/0/name").is_some());
        assert!(find("Amount Awarded,Funding Org:Name").is_none(), "granted to nobody");
        assert!(find("Funding Org:Name,Recipient Org:Name,year,amount").is_none(), "no grants but their sums");
    }
}
