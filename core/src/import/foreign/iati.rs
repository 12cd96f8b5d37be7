//! IATI: the activities of versions 1 and 2 in; units, projects, transfers, commitments and payments out; fails where the text is
//! damaged or too large.
//!
//! A disbursement is passed on, an expenditure is paid, incoming funds are received by who reports. What was promised or budgeted
//! is a commitment of its kind. Transactions of other types (loans, equity, guarantees) are no flow of these and are left out. A
//! transfer that both its ends report is one.

use super::cell::{At, Cell};
use super::draft::Draft;
use super::markup::{Element, visit};
use super::member::date;
use super::mutual::{Flows, Reported};
use super::shape::Of;
use crate::import::fault::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a text is a document of activities.
pub fn is_iati(text: &str) -> bool {
    const HEAD: usize = 1 << 16;
    const ROOT: &[u8] = b"<iati-activities";
    let begins = text.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    let mut head = text.as_bytes()[..text.len().min(HEAD)].windows(ROOT.len());
    begins && head.any(|name| name == ROOT)
}

/// Attributes that name the activity at the other end of a transfer.
const PROVIDING: &str = "provider-activity-id";
const RECEIVING: &str = "receiver-activity-id";

/// What a transaction is.
enum Flow {
    Incoming,
    Disbursement,
    Expenditure,
    Promise(&'static str),
}

/// By the codes of version 2, and the letters of version 1.
fn flow(code: &str) -> Option<Flow> {
    Some(match code {
        "1" | "IF" => Flow::Incoming,
        "2" | "C" => Flow::Promise("commitment"),
        "3" | "D" => Flow::Disbursement,
        "4" | "E" => Flow::Expenditure,
        "11" => Flow::Promise("incoming-commitment"),
        "12" => Flow::Promise("pledge"),
        "13" => Flow::Promise("incoming-pledge"),
        _ => return None,
    })
}

/// A project whose parent may come later.
struct Project {
    id: Cell,
    name: Cell,
    unit: Cell,
    content: Cell,
    level: Cell,
    parent: Option<Cell>,
}

#[derive(Default)]
struct Reader {
    flows: Flows,
    projects: Vec<Project>,
    /// The parent of each child that a parent names.
    parents: BTreeMap<String, Cell>,
}

/// An activity with what its transactions share.
struct Activity<'a> {
    element: &'a Element,
    id: Cell,
    title: Cell,
    reporting: Cell,
    currency: Cell,
}

/// Reads the activities.
pub fn read(text: &str, draft: &mut Draft) -> Result<(), Fault> {
    let mut reader = Reader::default();
    visit(text, &mut |root, element| match element {
        None => leave_attributes(root, &["version"], draft),
        Some(activity) if activity.name == "iati-activity" => reader.read_activity(&activity, draft),
        Some(other) => draft.leave(&other.name, At::Byte(other.at)),
    })?;
    std::mem::take(&mut reader.flows).write(draft);
    reader.write_projects(draft);
    Ok(())
}

impl Reader {
    fn read_activity(&mut self, element: &Element, draft: &mut Draft) {
        let at = At::Byte(element.at);
        let text = |name: &str| element.child(name).map_or_else(|| Cell::blank(at), Element::text);
        let id = text("iati-identifier");
        let title = text("title").or(|| id.clone());
        let reporting = match element.child("reporting-org") {
            Some(organisation) => unit(organisation, "reporting", "reporting-org", draft),
            None => {
                draft.assume("reporting-org", "iati-identifier", at);
                draft.unit(&id.text, &title.text, ACTIVITY, at)
            }
        };
        let currency = element.attribute("default-currency").upper();
        let activity = Activity { element, id, title, reporting, currency };
        for transaction in element.all("transaction") {
            self.read_transaction(transaction, &activity, draft);
        }
        for (name, kind) in [("budget", "budget"), ("planned-disbursement", "planned-disbursement")] {
            for plan in element.all(name) {
                read_plan(plan, kind, &activity, draft);
            }
        }
        let parent = self.read_relations(&activity, draft);
        leave_rest(element, draft);
        let Activity { id, title, reporting, .. } = activity;
        let (level, content) = (element.attribute("hierarchy"), text("description"));
        self.projects.push(Project { id, name: title, unit: reporting, content, level, parent });
    }

    fn read_transaction(&mut self, transaction: &Element, activity: &Activity<'_>, draft: &mut Draft) {
        let at = At::Byte(transaction.at);
        let code = transaction.child("transaction-type").map_or_else(|| Cell::blank(at), |kind| kind.attribute("code"));
        let Some(flow) = flow(&code.text) else { return draft.leave(&format!("transaction ({})", code.text), at) };
        let Some(value) = transaction.child("value").filter(|value| !value.text().is_blank()) else {
            return draft.leave("transaction (without value)", at);
        };
        let (amount, currency) = money(value, activity);
        let (day, year) = date(&day_of(transaction, value, draft));
        let id = transaction.attribute("ref");
        let (provider, receiver) = (transaction.child("provider-org"), transaction.child("receiver-org"));
        let project = activity.id.clone();
        let none = || Cell::blank(at);
        let named = |end: Option<&Element>, name: &str| end.map_or_else(none, |end| end.attribute(name));
        match flow {
            Flow::Incoming => {
                let other = named(provider, PROVIDING);
                let from = provider.map(|one| unit(one, "funding", "provider-org", draft));
                let from = from.unwrap_or_else(|| other_end(activity, ("provider-org", "Funding", "1"), at, draft));
                let to = end(receiver, "receiver-org", activity, at, draft);
                leave_link(receiver, RECEIVING, draft);
                let cells = [id, year, from, to, amount, day, none(), currency];
                self.flows.add(Reported { is_incoming: true, activity: project.text, other, cells });
            }
            Flow::Disbursement => {
                let other = named(receiver, RECEIVING);
                let from = end(provider, "provider-org", activity, at, draft);
                leave_link(provider, PROVIDING, draft);
                let to = receiver.map(|one| unit(one, "receiving", "receiver-org", draft));
                let to = to.unwrap_or_else(|| other_end(activity, ("receiver-org", "Implementing", "4"), at, draft));
                let cells = [id, year, from, to, amount, day, none(), currency];
                self.flows.add(Reported { is_incoming: false, activity: project.text, other, cells });
            }
            Flow::Expenditure => {
                let unit = end(provider, "provider-org", activity, at, draft);
                leave_link(provider, PROVIDING, draft);
                draft.row(Of::Payments, [id, unit, project, year, amount, day, payee(receiver, at), currency]);
            }
            Flow::Promise(kind) => {
                let unit = end(provider, "", activity, at, draft);
                leave_link(provider, PROVIDING, draft);
                let kind = Cell::new(kind, code.at);
                let payee = payee(receiver, at);
                draft.row(Of::Commitments, [id, kind, unit, project, none(), year, amount, day, payee, currency]);
            }
        }
        leave_transaction(transaction, draft);
    }

    /// The parent that an activity names. Children that it names are kept, siblings and others left out.
    fn read_relations(&mut self, activity: &Activity<'_>, draft: &mut Draft) -> Option<Cell> {
        let mut parent = None;
        for relation in activity.element.all("related-activity") {
            let other = relation.attribute("ref");
            match relation.attribute("type").text.as_str() {
                "1" if parent.is_none() => parent = Some(other),
                "2" => drop(self.parents.entry(other.text).or_insert_with(|| activity.id.clone())),
                kind => draft.leave(&format!("related-activity ({kind})"), other.at),
            }
        }
        parent
    }

    /// Writes the projects; a parent that is in another file is left out.
    fn write_projects(self, draft: &mut Draft) {
        let known: BTreeSet<String> = self.projects.iter().map(|project| project.id.text.clone()).collect();
        for Project { id, name, unit, content, level, parent } in self.projects {
            let at = id.at;
            let parent = parent.or_else(|| self.parents.get(&id.text).cloned()).unwrap_or_else(|| Cell::blank(at));
            let is_known = known.contains(&parent.text);
            if !is_known && !parent.is_blank() {
                draft.leave("related-activity (elsewhere)", parent.at);
            }
            let parent = if is_known { parent } else { Cell::blank(at) };
            let none = || Cell::blank(at);
            draft.row(Of::Projects, [id, name, unit, none(), content, none(), parent, level, none()]);
        }
    }
}

/// The tier of an activity that stands for who received its money.
const ACTIVITY: &str = "activity";

/// A budget, or what is planned to be disbursed, for the year in which its period begins.
fn read_plan(plan: &Element, kind: &str, activity: &Activity<'_>, draft: &mut Draft) {
    let at = At::Byte(plan.at);
    let Some(value) = plan.child("value").filter(|value| !value.text().is_blank()) else {
        return draft.leave(&format!("{kind} (without value)"), at);
    };
    let (amount, currency) = money(value, activity);
    let start = plan.child("period-start").map_or_else(|| Cell::blank(at), iso_date);
    let (_, year) = date(&start);
    // A budget that was revised is no second budget.
    let is_revised = plan.attribute("type").text == "2";
    let kind = Cell::new(if is_revised && kind == "budget" { "revised-budget" } else { kind }, at);
    let (unit, payee) = (activity.reporting.clone(), payee(plan.child("receiver-org"), at));
    let none = || Cell::blank(at);
    draft
        .row(Of::Commitments, [none(), kind, unit, activity.id.clone(), none(), year, amount, none(), payee, currency]);
    leave_attributes(plan, &["type"], draft);
    leave_children(plan, &["value", "period-start", "receiver-org"], draft);
}

fn money(value: &Element, activity: &Activity<'_>) -> (Cell, Cell) {
    (value.text(), value.attribute("currency").upper().or(|| activity.currency.clone()))
}

/// The day of a transaction: that of the transaction, else that of its value. Where both differ, the latter is left out.
fn day_of(transaction: &Element, value: &Element, draft: &mut Draft) -> Cell {
    let own = transaction.child("transaction-date").map_or_else(|| Cell::blank(At::Byte(transaction.at)), iso_date);
    let of_value = value.attribute("value-date");
    if !own.is_blank() && !of_value.is_blank() && date(&own).0.text != date(&of_value).0.text {
        draft.leave("transaction.value@value-date", of_value.at);
    }
    own.or(|| of_value)
}

/// The date of an element; version 1 may write it as its text.
fn iso_date(element: &Element) -> Cell {
    element.attribute("iso-date").or(|| {
        let text = element.text();
        let is_date = text.text.starts_with(|char: char| char.is_ascii_digit());
        if is_date { text } else { Cell::blank(text.at) }
    })
}

/// An organisation as a unit.
fn unit(organisation: &Element, tier: &str, what: &str, draft: &mut Draft) -> Cell {
    leave_attributes(organisation, &["ref", PROVIDING, RECEIVING], draft);
    leave_narratives(organisation, draft);
    let (id, name) = (organisation.attribute("ref"), organisation.text());
    if id.is_blank() && name.is_blank() {
        draft.assume(what, "?", At::Byte(organisation.at));
        return draft.unit("?", "", tier, At::Byte(organisation.at));
    }
    draft.unit(&id.text, &name.text, tier, At::Byte(organisation.at))
}

/// The end of a flow that is who reports, unless the transaction names another; `what` is told where it does not.
fn end(named: Option<&Element>, what: &str, activity: &Activity<'_>, at: At, draft: &mut Draft) -> Cell {
    match named {
        Some(organisation) => unit(organisation, "reporting", what, draft),
        None => {
            if !what.is_empty() {
                draft.assume(what, "reporting-org", at);
            }
            activity.reporting.clone()
        }
    }
}

/// The other end of a flow where the transaction does not name it: the only organisation of the activity that has this role, else
/// the activity itself.
fn other_end(activity: &Activity<'_>, (what, role, code): (&str, &str, &str), at: At, draft: &mut Draft) -> Cell {
    let has_role = |one: &&Element| {
        let stated = one.attribute("role").text;
        stated.eq_ignore_ascii_case(role) || stated == code
    };
    let mut organisations = activity.element.all("participating-org").filter(has_role);
    if let (Some(only), None) = (organisations.next(), organisations.next()) {
        draft.assume(what, "participating-org", at);
        return unit(only, "participating", what, draft);
    }
    draft.assume(what, "iati-activity", at);
    draft.unit(&activity.id.text, &activity.title.text, ACTIVITY, activity.id.at)
}

/// The name of who is paid, else the reference.
fn payee(receiver: Option<&Element>, at: At) -> Cell {
    receiver.map_or_else(|| Cell::blank(at), |receiver| receiver.text().or(|| receiver.attribute("ref")))
}

/// Tells the activity of an end that tells nothing of the other end.
fn leave_link(organisation: Option<&Element>, name: &str, draft: &mut Draft) {
    let Some(organisation) = organisation else { return };
    let link = organisation.attribute(name);
    if !link.is_blank() {
        draft.leave(&format!("{}@{name}", organisation.name), link.at);
    }
}

fn leave_attributes(element: &Element, taken: &[&str], draft: &mut Draft) {
    for name in element.attributes().filter(|name| !taken.contains(name) && !name.starts_with("xmlns")) {
        draft.leave(&format!("{}@{name}", element.name), At::Byte(element.at));
    }
}

fn leave_children(element: &Element, taken: &[&str], draft: &mut Draft) {
    for child in element.children.iter().filter(|child| !taken.contains(&child.name.as_str())) {
        draft.leave(&format!("{}.{}", element.name, child.name), At::Byte(child.at));
    }
}

/// Of a text in several languages the first is taken.
fn leave_narratives(element: &Element, draft: &mut Draft) {
    for further in element.all("narrative").skip(1) {
        draft.leave(&format!("{}.narrative (further)", element.name), At::Byte(further.at));
    }
}

fn leave_transaction(transaction: &Element, draft: &mut Draft) {
    leave_attributes(transaction, &["ref"], draft);
    let taken = ["transaction-type", "value", "transaction-date", "provider-org", "receiver-org"];
    leave_children(transaction, &taken, draft);
}

/// What of an activity was not taken over.
fn leave_rest(activity: &Element, draft: &mut Draft) {
    const ONCE: [&str; 4] = ["iati-identifier", "title", "description", "reporting-org"];
    const ALL: [&str; 4] = ["transaction", "budget", "planned-disbursement", "related-activity"];
    leave_attributes(activity, &["default-currency", "hierarchy"], draft);
    leave_children(activity, &[&ONCE[..], &ALL].concat(), draft);
    for name in ONCE {
        activity.all(name).take(1).for_each(|one| leave_narratives(one, draft));
        for further in activity.all(name).skip(1) {
            draft.leave(&format!("iati-activity.{name} (further)"), At::Byte(further.at));
        }
    }
}
