//! OCDS: a package of releases or records in, units, projects, commitments and payments out; `None` where it is none.
//!
//! An award and the contract that follows it are one promise: they are commitments of two kinds and never added. A record is its
//! compiled release; where it has none, and where there are releases alone, those of each contracting process are merged by their
//! dates as the standard merges them. Awards and contracts that promise nothing are left out, what was paid for them is not.

use super::cell::{At, Cell};
use super::draft::Draft;
use super::member::{date, leave_others};
use super::merge::merge;
use super::shape::Of;
use crate::json::{Node, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Sections of a release that say what is in hand.
const SECTIONS: [&str; 6] = ["planning", "tender", "buyer", "awards", "contracts", "parties"];

/// Members that tell of the release, not of the money.
const ENVELOPE: [&str; 6] = ["ocid", "id", "date", "tag", "language", "initiationType"];

/// What promises nothing: an award or a contract of this status.
const VOID: [&str; 3] = ["pending", "cancelled", "unsuccessful"];

/// The sections of a contracting process, each as its releases leave it.
struct Process<'a> {
    ocid: Cell,
    sections: BTreeMap<&'static str, Cow<'a, Node>>,
}

impl Process<'_> {
    fn get(&self, section: &str) -> Option<&Node> {
        self.sections.get(section).map(Cow::as_ref)
    }
}

/// Reads the records, or the releases.
pub fn read(root: &Node, draft: &mut Draft) -> Option<()> {
    let list = |name: &str| root.get(name).map(Node::list).unwrap_or_default();
    let has_ocid = |node: &Node| node.get("ocid").is_some();
    let [records, releases] = ["records", "releases"].map(list);
    if !records.iter().chain(releases).any(has_ocid) && !is_release(root) {
        return None;
    }
    let mut compiled: Vec<Vec<&Node>> = Vec::new();
    for record in records {
        leave_others(record, &["ocid", "compiledRelease", "releases"], "records", draft);
        compiled.push(releases_of(record, draft));
    }
    let mut by_process: BTreeMap<String, Vec<&Node>> = BTreeMap::new();
    let alone = Some(root).filter(|root| is_release(root));
    for release in releases.iter().chain(alone) {
        by_process.entry(Cell::member(release, "ocid").text).or_default().push(release);
    }
    compiled.extend(by_process.into_values());
    for releases in compiled {
        if let Some(process) = compile(releases, draft) {
            read_process(&process, draft);
        }
    }
    if alone.is_none() {
        leave_others(root, &["records", "releases", "packages"], "", draft);
    }
    Some(())
}

fn is_release(root: &Node) -> bool {
    let is_about_money =
        ["tender", "awards", "contracts", "planning"].iter().any(|section| root.get(section).is_some());
    root.get("ocid").is_some() && is_about_money
}

/// The compiled release of a record, else its releases.
fn releases_of<'a>(record: &'a Node, draft: &mut Draft) -> Vec<&'a Node> {
    if let Some(compiled) = record.get("compiledRelease") {
        return vec![compiled];
    }
    let releases = record.get("releases").map(Node::list).unwrap_or_default();
    // Releases that are links are somewhere else.
    let (there, linked): (Vec<&Node>, Vec<&Node>) = releases.iter().partition(|release| release.get("ocid").is_some());
    linked.into_iter().for_each(|release| draft.leave("records.releases (linked)", At::Byte(release.at)));
    there
}

/// Merges the releases of one process by their dates; what a newer one says otherwise is told.
fn compile<'a>(mut releases: Vec<&'a Node>, draft: &mut Draft) -> Option<Process<'a>> {
    releases.sort_by_cached_key(|release| Cell::member(release, "date").text);
    let newest = releases.last()?;
    let mut process = Process { ocid: Cell::member(newest, "ocid"), sections: BTreeMap::new() };
    for release in &releases {
        for section in SECTIONS {
            let Some(node) = release.get(section).filter(|node| node.value != Value::Null) else { continue };
            match process.sections.get_mut(section) {
                Some(older) => merge(older.to_mut(), node, &mut |older| {
                    draft.leave(&["releases.", section, " (older)"].concat(), At::Byte(older.at));
                }),
                None => drop(process.sections.insert(section, Cow::Borrowed(node))),
            }
        }
        leave_others(release, &[&SECTIONS[..], &ENVELOPE].concat(), "releases", draft);
    }
    Some(process)
}

fn read_process(process: &Process<'_>, draft: &mut Draft) {
    let at = process.ocid.at;
    let tender = process.get("tender");
    let buyer = process.get("buyer").or_else(|| tender?.get("procuringEntity"));
    let unit = match buyer {
        Some(buyer) => {
            leave_others(buyer, &["id", "name", "identifier"], "buyer", draft);
            organisation(buyer, "buyer", draft)
        }
        None => {
            draft.assume("buyer", "ocid", at);
            draft.unit(&process.ocid.text, "", "buyer", at)
        }
    };
    let title = tender.map(|tender| Cell::member(tender, "title")).unwrap_or_else(|| Cell::blank(at));
    let content = tender.map(|tender| Cell::member(tender, "description")).unwrap_or_else(|| Cell::blank(at));
    let budget = process.get("planning").and_then(|planning| planning.get("budget")?.get("amount"));
    let (planned, currency) = money(budget, at);
    let name = title.or(|| process.ocid.clone());
    let none = || Cell::blank(at);
    draft.row(
        Of::Projects,
        [process.ocid.clone(), name, unit.clone(), none(), content, planned, none(), none(), currency],
    );
    let awards = process.get("awards").map(Node::list).unwrap_or_default();
    let named = awards.iter().filter_map(|award| Some((Cell::member(award, "id").text, award.get("suppliers")?)));
    let suppliers: BTreeMap<String, &Node> = named.collect();
    for (list, kind, day) in [("awards", "award", "date"), ("contracts", "contract", "dateSigned")] {
        for promise in process.get(list).map(Node::list).unwrap_or_default() {
            read_promise(promise, (list, kind, day), (&unit, &process.ocid), &suppliers, draft);
        }
    }
    if let Some(tender) = tender {
        leave_others(tender, &["title", "description", "procuringEntity"], "tender", draft);
    }
    if let Some(planning) = process.get("planning") {
        leave_others(planning, &["budget"], "planning", draft);
        if let Some(budget) = planning.get("budget") {
            leave_others(budget, &["amount"], "planning.budget", draft);
        }
    }
    for party in process.get("parties").map(Node::list).unwrap_or_default() {
        draft.leave("parties", At::Byte(party.at));
    }
}

/// An award or a contract, and what was paid for it. `awarded` has the suppliers of each award by its id.
fn read_promise(
    promise: &Node,
    (list, kind, day): (&str, &str, &str),
    (unit, project): (&Cell, &Cell),
    awarded: &BTreeMap<String, &Node>,
    draft: &mut Draft,
) {
    let at = At::Byte(promise.at);
    let (decided, year) = date(&Cell::member(promise, day));
    let (amount, currency) = money(promise.get("value"), at);
    // A contract names no suppliers in OCDS: those of its award are meant. Some publishers name them all the same.
    let of_award = || awarded.get(&Cell::member(promise, "awardID").text).copied();
    let suppliers = promise.get("suppliers").or_else(of_award);
    let payee = suppliers.map_or_else(|| Cell::blank(at), names);
    let cells = [
        Cell::member(promise, "id"),
        Cell::new(kind, at),
        unit.clone(),
        project.clone(),
        Cell::blank(at),
        year,
        amount,
        decided,
        payee.clone(),
        currency,
    ];
    let status = Cell::member(promise, "status").text;
    if VOID.contains(&status.as_str()) {
        draft.leave(&format!("{list} ({status})"), at);
    } else {
        draft.row(Of::Commitments, cells);
    }
    leave_others(promise, &["id", day, "value", "suppliers", "status", "awardID", "implementation"], list, draft);
    let Some(implementation) = promise.get("implementation") else { return };
    leave_others(implementation, &["transactions"], &[list, ".implementation"].concat(), draft);
    for payment in implementation.get("transactions").map(Node::list).unwrap_or_default() {
        read_payment(payment, (unit, project, &payee), draft);
    }
}

/// A payment. Version 1.0 calls the value `amount` and the receiver `receiverOrganization`.
fn read_payment(payment: &Node, (unit, project, supplier): (&Cell, &Cell, &Cell), draft: &mut Draft) {
    let at = At::Byte(payment.at);
    let value = payment.get("value").or_else(|| payment.get("amount"));
    let (amount, currency) = money(value, at);
    if amount.is_blank() {
        return draft.leave("transactions (without value)", at);
    }
    let payer = payment.get("payer").or_else(|| payment.get("providerOrganization"));
    let unit = payer.map_or_else(|| unit.clone(), |payer| organisation(payer, "buyer", draft));
    let payee = payment.get("payee").or_else(|| payment.get("receiverOrganization"));
    let payee = payee.map_or_else(|| supplier.clone(), names);
    let (paid, year) = date(&Cell::member(payment, "date"));
    let id = Cell::member(payment, "id");
    draft.row(Of::Payments, [id, unit, project.clone(), year, amount, paid, payee, currency]);
    let taken = ["id", "date", "value", "amount", "payer", "providerOrganization", "payee", "receiverOrganization"];
    leave_others(payment, &taken, "transactions", draft);
}

/// An organisation as a unit: by its id, that of its identifier, or its name.
fn organisation(node: &Node, tier: &str, draft: &mut Draft) -> Cell {
    let identifier =
        || node.get("identifier").map_or_else(|| Cell::blank(At::Byte(node.at)), |node| Cell::member(node, "id"));
    let id = Cell::member(node, "id").or(identifier);
    draft.unit(&id.text, &name_of(node).text, tier, At::Byte(node.at))
}

/// The name of an organisation, or the legal name of its identifier.
fn name_of(node: &Node) -> Cell {
    let legal = || node.get("identifier").map(|identifier| Cell::member(identifier, "legalName"));
    Cell::member(node, "name").or(|| legal().unwrap_or_else(|| Cell::blank(At::Byte(node.at))))
}

/// Names of organisations: of a list, or of one alone as some publishers write it.
fn names(node: &Node) -> Cell {
    let organisations = if node.list().is_empty() { std::slice::from_ref(node) } else { node.list() };
    let names: Vec<String> =
        organisations.iter().map(|one| name_of(one).text).filter(|name| !name.is_empty()).collect();
    Cell::new(&names.join("; "), At::Byte(node.at))
}

/// Amount and currency of a value; a currency without an amount says nothing.
fn money(value: Option<&Node>, at: At) -> (Cell, Cell) {
    let Some(value) = value else { return (Cell::blank(at), Cell::blank(at)) };
    let amount = Cell::money(value, "amount");
    let currency = Cell::member(value, "currency").upper();
    if amount.is_blank() { (amount, Cell::blank(currency.at)) } else { (amount, currency) }
}
