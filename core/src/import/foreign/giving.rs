//! 360Giving: a document with grants in, units and commitments of the kind "grant" out; `None` where it is none.
//!
//! What was not awarded stays blank: blank is not zero. A date that is not ISO is read in the order that the file's own dates
//! allow; where they allow both, only its year is taken.

use super::cell::{At, Cell};
use super::draft::Draft;
use super::member::leave_others;
use super::shape::Of;
use crate::day::{Day, DayOrder};
use crate::json::Node;

const TAKEN: [&str; 7] =
    ["id", "title", "awardDate", "amountAwarded", "currency", "fundingOrganization", "recipientOrganization"];

/// Reads grants.
pub fn read(root: &Node, draft: &mut Draft) -> Option<()> {
    let grants = root.get("grants").unwrap_or(root).list();
    // Who is granted something may be a person: then no name is taken over.
    let is_grant = |grant: &Node| {
        let mut recipients = ["recipientOrganization", "recipientIndividual"].iter();
        grant.get("fundingOrganization").is_some() && recipients.any(|recipient| grant.get(recipient).is_some())
    };
    if !grants.iter().any(is_grant) {
        return None;
    }
    let dates = grants.iter().map(|grant| Cell::member(grant, "awardDate").text);
    let order = told_order(dates);
    for grant in grants {
        let at = At::Byte(grant.at);
        let unit = organisation(grant, "fundingOrganization", draft);
        let payee = organisation_name(grant, "recipientOrganization", draft);
        let date = Cell::member(grant, "awardDate");
        let (decided, year) = date_and_year(&date, order);
        if !date.is_blank() && decided.is_blank() {
            draft.leave("grants.awardDate", date.at);
        }
        let programme = grant.get("grantProgramme").map(Node::list).unwrap_or_default();
        let fund = programme.first().map_or_else(|| Cell::blank(at), |programme| Cell::member(programme, "title"));
        programme.iter().skip(1).for_each(|more| draft.leave("grants.grantProgramme", At::Byte(more.at)));
        for programme in programme {
            leave_others(programme, &["title"], "grants.grantProgramme", draft);
        }
        let (id, currency) = (Cell::member(grant, "id"), Cell::member(grant, "currency").upper());
        let (kind, amount) = (Cell::new("grant", at), Cell::money(grant, "amountAwarded"));
        draft.row(Of::Commitments, [id, kind, unit, Cell::blank(at), fund, year, amount, decided, payee, currency]);
        if let Some(title) = grant.get("title") {
            draft.leave("grants.title", At::Byte(title.at));
        }
        leave_others(grant, &[&TAKEN[..], &["grantProgramme"]].concat(), "grants", draft);
    }
    leave_others(root, &["grants"], "", draft);
    Some(())
}

/// The first organisation of a list as a unit.
fn organisation(grant: &Node, list: &str, draft: &mut Draft) -> Cell {
    let organisations = grant.get(list).map(Node::list).unwrap_or_default();
    leave_further(organisations, list, &["id", "name"], draft);
    let Some(first) = organisations.first() else { return Cell::blank(At::Byte(grant.at)) };
    let [id, name] = ["id", "name"].map(|member| Cell::member(first, member).text);
    draft.unit(&id, &name, "funder", At::Byte(first.at))
}

/// The name of the first organisation of a list; of one without, its id.
fn organisation_name(grant: &Node, list: &str, draft: &mut Draft) -> Cell {
    let organisations = grant.get(list).map(Node::list).unwrap_or_default();
    leave_further(organisations, list, &["name"], draft);
    let first = organisations.first();
    first.map_or_else(
        || Cell::blank(At::Byte(grant.at)),
        |first| Cell::member(first, "name").or(|| Cell::member(first, "id")),
    )
}

fn leave_further(organisations: &[Node], list: &str, taken: &[&str], draft: &mut Draft) {
    for organisation in organisations.iter().skip(1) {
        draft.leave(&["grants.", list, " (further)"].concat(), At::Byte(organisation.at));
    }
    for organisation in organisations.iter().take(1) {
        leave_others(organisation, taken, &["grants.", list].concat(), draft);
    }
}

/// The order of day and month that some dates leave possible: `None` where they leave both, or none.
pub fn told_order(dates: impl Iterator<Item = String>) -> Option<DayOrder> {
    let (mut can_be_day_first, mut can_be_month_first, mut is_any) = (true, true, false);
    for date in dates.filter(|date| !date.is_empty() && Day::read(date, DayOrder::YearFirst).is_none()) {
        is_any = true;
        can_be_day_first &= Day::read(&date, DayOrder::DayFirst).is_some();
        can_be_month_first &= Day::read(&date, DayOrder::MonthFirst).is_some();
    }
    match (is_any, can_be_day_first, can_be_month_first) {
        (true, true, false) => Some(DayOrder::DayFirst),
        (true, false, true) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

/// Day and year of a date.
pub fn date_and_year(date: &Cell, order: Option<DayOrder>) -> (Cell, Cell) {
    let iso = Day::read(&date.text, DayOrder::YearFirst);
    let day = iso.or_else(|| Day::read(&date.text, order?)).map(Day::iso).unwrap_or_default();
    // Whichever of day and month comes first, the year is the same.
    let any = iso
        .or_else(|| Day::read(&date.text, DayOrder::DayFirst))
        .or_else(|| Day::read(&date.text, DayOrder::MonthFirst));
    let year = any.map(Day::iso).unwrap_or_default();
    (Cell::new(&day, date.at), Cell::new(year.get(..4).unwrap_or(""), date.at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(dates: &[&str]) -> Option<DayOrder> {
        told_order(dates.iter().map(|date| (*date).to_owned()))
    }

    #[test]
    fn the_dates_of_a_file_tell_their_order() {
        assert_eq!(told(&["05/06/2014", "2014-01-02", "", "17/08/2015"]), Some(DayOrder::DayFirst));
        assert_eq!(told(&["05/06/2014", "08/17/2015"]), Some(DayOrder::MonthFirst));
        assert_eq!(told(&["05/06/2014", "2014-01-02"]), None, "both are possible");
        assert_eq!(told(&["17/08/2015", "08/17/2015"]), None, "neither is");
        assert_eq!(told(&["2014-01-02"]), None);
    }

    #[test]
    fn a_year_is_certain_where_the_day_is_not() {
        let date = Cell::new("05/06/2014", At::Byte(0));
        let [unsure, told] = [None, Some(DayOrder::DayFirst)].map(|order| date_and_year(&date, order));
        assert_eq!((unsure.0.text.as_str(), unsure.1.text.as_str()), ("", "2014"));
        assert_eq!((told.0.text.as_str(), told.1.text.as_str()), ("2014-06-05", "2014"));
    }
}
