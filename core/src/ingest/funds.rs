//! The profile "daylight-funds": a package and its files in, the records of funds on their way out; what does not fit is told
//! with its place, and nothing of it is left out in silence.

use super::form::{Column, Form, Forms, Holds, Line, TableForm};
use super::package::{Package, Source};
use super::reader::Files;
use super::word::unknown_word;
use crate::issue::{Issue, Severity};
use crate::model::Kind;
use crate::model::funds::{
    Commitment, Files as Sources, Fund, Group, Hold, Holding, Ledger, Payment, Pot, Project, Tier, Transfer, Unit,
};
use crate::money::Currency;
use crate::order::sort_by;

const fn column(id: &'static str, holds: Holds) -> Column {
    Column { id, holds, required: false }
}

const fn needed(id: &'static str, holds: Holds) -> Column {
    Column { id, holds, required: true }
}

const HOLDS: &[&str] = &["retained", "pending"];

/// The tables of the profile.
pub const FORM: Form = Form {
    id: "daylight-funds",
    tables: &[FUNDS, UNITS, TRANSFERS, HOLDINGS, PROJECTS, COMMITMENTS, PAYMENTS, GROUPS],
};

const FUNDS: TableForm =
    TableForm { id: "funds", required: false, columns: &[needed("id", Holds::Id), needed("name", Holds::Texts)] };

const UNITS: TableForm = TableForm {
    id: "units",
    required: true,
    columns: &[
        needed("id", Holds::Id),
        needed("name", Holds::Texts),
        needed("tier", Holds::Text),
        column("parent", Holds::Reference("units")),
        column("initials", Holds::Text),
        column("office", Holds::Text),
        column("phone", Holds::Text),
        column("address", Holds::Text),
    ],
};

const TRANSFERS: TableForm = TableForm {
    id: "transfers",
    required: true,
    columns: &[
        column("id", Holds::Id),
        column("fund", Holds::Reference("funds")),
        column("year", Holds::Text),
        column("from", Holds::Reference("units")),
        needed("to", Holds::Reference("units")),
        needed("amount", Holds::Amount),
        column("decided", Holds::Day),
        column("arrived", Holds::Day),
        column("document", Holds::Text),
    ],
};

const HOLDINGS: TableForm = TableForm {
    id: "holdings",
    required: false,
    columns: &[
        needed("unit", Holds::Reference("units")),
        column("fund", Holds::Reference("funds")),
        column("year", Holds::Text),
        needed("state", Holds::Word(HOLDS)),
        needed("amount", Holds::Amount),
        column("since", Holds::Day),
        column("reason", Holds::Texts),
    ],
};

const PROJECTS: TableForm = TableForm {
    id: "projects",
    required: false,
    columns: &[
        needed("id", Holds::Id),
        needed("name", Holds::Texts),
        needed("unit", Holds::Reference("units")),
        column("year", Holds::Text),
        column("department", Holds::Texts),
        column("type", Holds::Texts),
        column("content", Holds::Texts),
        column("planned", Holds::Amount),
        column("source", Holds::Amounts),
        column("period", Holds::Texts),
        column("performance", Holds::Texts),
        column("benefit", Holds::Texts),
        column("responsible", Holds::Texts),
        column("contact", Holds::Texts),
        column("contractor", Holds::Texts),
        column("price", Holds::Amount),
        column("changes", Holds::Amount),
        column("measure", Holds::Texts),
        column("promised", Holds::Quantity),
        column("delivered", Holds::Quantity),
        column("accepted-by", Holds::Texts),
        column("accepted", Holds::Day),
        column("notice-from", Holds::Day),
        column("notice-until", Holds::Day),
        column("before", Holds::Text),
        column("after", Holds::Text),
        column("remark", Holds::Texts),
    ],
};

/// The columns of a project that are texts for readers.
pub const PROJECT_TEXTS: [&str; 14] = [
    "department",
    "type",
    "content",
    "period",
    "performance",
    "benefit",
    "responsible",
    "contact",
    "contractor",
    "measure",
    "accepted-by",
    "before",
    "after",
    "remark",
];

const COMMITMENTS: TableForm = TableForm {
    id: "commitments",
    required: false,
    columns: &[
        column("id", Holds::Id),
        needed("kind", Holds::Text),
        column("unit", Holds::Reference("units")),
        column("project", Holds::Reference("projects")),
        column("fund", Holds::Reference("funds")),
        column("year", Holds::Text),
        column("amount", Holds::Amount),
        column("decided", Holds::Day),
        column("payee", Holds::Texts),
    ],
};

const PAYMENTS: TableForm = TableForm {
    id: "payments",
    required: false,
    columns: &[
        column("id", Holds::Id),
        needed("unit", Holds::Reference("units")),
        column("project", Holds::Reference("projects")),
        column("fund", Holds::Reference("funds")),
        column("year", Holds::Text),
        needed("amount", Holds::Amount),
        column("paid", Holds::Day),
        column("payee", Holds::Texts),
    ],
};

const GROUPS: TableForm = TableForm {
    id: "recipient-groups",
    required: false,
    columns: &[
        needed("unit", Holds::Reference("units")),
        needed("kind", Holds::Texts),
        column("fund", Holds::Reference("funds")),
        column("year", Holds::Text),
        column("households", Holds::Count),
        column("persons", Holds::Count),
        column("amount", Holds::Amount),
    ],
};

/// Reads the records. `tiers` are the profile's, from the top; a tier that it does not know is told, and comes last.
pub fn read_funds(
    (package, descriptor): (&Package, &str),
    files: &dyn Files,
    tiers: &[Tier],
    currency: Currency,
) -> (Ledger, Vec<Issue>) {
    let currency = stated_currency(package).unwrap_or(currency);
    let mut forms = Forms::find(&FORM, (package, descriptor), files, currency);
    let mut reader = Reader { told_tiers: tiers.len(), ..Reader::default() };
    let about = package.about.clone();
    reader.ledger.as_of =
        about.as_of.as_deref().and_then(|text| crate::day::Day::read(text, crate::day::DayOrder::YearFirst));
    (reader.ledger.about, reader.ledger.currency) = (about, currency);
    reader.ledger.tiers = tiers.to_vec();
    reader.ledger.files = Sources {
        units: forms.file(&UNITS).to_owned(),
        transfers: forms.file(&TRANSFERS).to_owned(),
        holdings: forms.file(&HOLDINGS).to_owned(),
        projects: forms.file(&PROJECTS).to_owned(),
        commitments: forms.file(&COMMITMENTS).to_owned(),
        payments: forms.file(&PAYMENTS).to_owned(),
        groups: forms.file(&GROUPS).to_owned(),
    };
    forms.read(&FUNDS, &mut |line| reader.fund_line(line));
    reader.has_fund_list = !reader.ledger.funds.is_empty();
    forms.read(&UNITS, &mut |line| reader.unit_line(line));
    reader.units = Ids::new(reader.ledger.units.iter().map(|unit| unit.id.as_str()));
    forms.read(&UNITS, &mut |line| reader.parent_line(line));
    forms.read(&TRANSFERS, &mut |line| reader.transfer_line(line));
    forms.read(&HOLDINGS, &mut |line| reader.holding_line(line));
    forms.read(&PROJECTS, &mut |line| reader.project_line(line));
    reader.projects = Ids::new(reader.ledger.projects.iter().map(|project| project.id.as_str()));
    forms.read(&COMMITMENTS, &mut |line| reader.commitment_line(line));
    forms.read(&PAYMENTS, &mut |line| reader.payment_line(line));
    forms.read(&GROUPS, &mut |line| reader.group_line(line));
    reader.put_years_in_order();
    (reader.ledger, forms.issues)
}

/// The currency that the descriptor states for all rows.
fn stated_currency(package: &Package) -> Option<Currency> {
    let sources = package.tables.iter().flat_map(|table| &table.sources);
    let mut stated = sources.filter_map(|(axis, source)| match source {
        Source::Constant(code) if package.axes[*axis].kind == Kind::Currency => Some(Currency::from_code(code)),
        _ => None,
    });
    stated.find(|currency| currency.is_stated())
}

/// Ids in order, to find their rows.
#[derive(Default)]
struct Ids(Vec<(String, usize)>);

impl Ids {
    fn new<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let mut ids: Vec<(String, usize)> = ids.enumerate().map(|(at, id)| (id.to_owned(), at)).collect();
        sort_by(&mut ids, |one, other| one.0.cmp(&other.0));
        Self(ids)
    }

    fn find(&self, id: &str) -> Option<usize> {
        let at = self.0.partition_point(|(known, _)| known.as_str() < id);
        self.0.get(at).filter(|(known, _)| known == id).map(|(_, index)| *index)
    }
}

#[derive(Default)]
struct Reader {
    ledger: Ledger,
    units: Ids,
    projects: Ids,
    has_fund_list: bool,
    /// How many tiers the profile names.
    told_tiers: usize,
}

impl Reader {
    fn fund_line(&mut self, line: &mut Line<'_>) {
        let fund = Fund { id: line.text("id").to_owned(), names: line.texts("name") };
        self.ledger.funds.push(fund);
    }

    fn unit_line(&mut self, line: &mut Line<'_>) {
        let id = line.text("id");
        if self.ledger.units.iter().any(|unit| unit.id == id) {
            let issue = Issue::error("code-duplicate", line.place("id")).with("code", id);
            return line.tell(issue);
        }
        let tier = self.tier(line);
        self.ledger.units.push(Unit {
            id: id.to_owned(),
            names: line.texts("name"),
            initials: line.text("initials").to_owned(),
            tier,
            parent: None,
            office: line.text("office").to_owned(),
            phone: line.text("phone").to_owned(),
            address: line.text("address").to_owned(),
            row: line.number,
        });
    }

    fn tier(&mut self, line: &mut Line<'_>) -> usize {
        let word = line.text("tier");
        let known = self.ledger.tiers.iter().position(|tier| tier.id == word);
        known.unwrap_or_else(|| {
            // Where the profile names none, the tiers are those that the package has.
            let told = &self.ledger.tiers[..self.told_tiers];
            let allowed: Vec<&str> = told.iter().map(|tier| tier.id.as_str()).collect();
            if !word.is_empty() && !allowed.is_empty() {
                let issue = unknown_word(Severity::Warning, line.place("tier"), word, &allowed);
                line.tell(issue);
            }
            self.ledger.tiers.push(Tier { id: word.to_owned(), titles: Vec::new() });
            self.ledger.tiers.len() - 1
        })
    }

    fn parent_line(&mut self, line: &mut Line<'_>) {
        let unit = self.units.find(line.text("id"));
        let parent = self.reference("parent", line);
        if let (Some(unit), Some(parent)) = (unit, parent) {
            self.ledger.units[unit].parent = Some(parent);
        }
    }

    /// The row that an id refers to; one that is unknown is told.
    fn reference(&self, column: &'static str, line: &mut Line<'_>) -> Option<usize> {
        let id = line.text(column);
        let ids = if column == "project" { &self.projects } else { &self.units };
        let found = ids.find(id);
        if found.is_none() && !id.is_empty() {
            let issue = Issue::error("unit-unlisted", line.place(column)).with("code", id).with("header", column);
            line.tell(issue);
        }
        found
    }

    /// Fund and year of a line. Funds that no list names are taken as they come.
    fn pot(&mut self, line: &mut Line<'_>) -> Pot {
        let (id, year) = (line.text("fund"), line.text("year"));
        let fund = self.ledger.funds.iter().position(|fund| fund.id == id).unwrap_or_else(|| {
            if self.has_fund_list {
                let issue = Issue::error("code-unknown", line.place("fund")).with("code", id).with("header", "fund");
                line.tell(issue);
            }
            self.ledger.funds.push(Fund { id: id.to_owned(), names: Vec::new() });
            self.ledger.funds.len() - 1
        });
        let year = self.ledger.years.iter().position(|known| known == year).unwrap_or_else(|| {
            self.ledger.years.push(year.to_owned());
            self.ledger.years.len() - 1
        });
        Pot { fund, year }
    }

    fn transfer_line(&mut self, line: &mut Line<'_>) {
        let pot = self.pot(line);
        let (from, to) = (self.reference("from", line), self.reference("to", line));
        let amount = line.amount("amount");
        let (decided, arrived) = (line.day("decided"), line.day("arrived"));
        // A payer that is not known is no reason to think that the receiver put it in.
        let is_from_nowhere = from.is_none() && !line.text("from").is_empty();
        let (Some(to), Some(amount), false) = (to, amount, is_from_nowhere) else { return };
        self.ledger.transfers.push(Transfer {
            id: line.text("id").to_owned(),
            pot,
            from,
            to,
            amount,
            decided,
            arrived,
            document: line.text("document").to_owned(),
            row: line.number,
        });
    }

    fn holding_line(&mut self, line: &mut Line<'_>) {
        let pot = self.pot(line);
        let (unit, hold, amount) = (self.reference("unit", line), line.word("state"), line.amount("amount"));
        let since = line.day("since");
        let (Some(unit), Some(hold), Some(amount)) = (unit, hold, amount) else { return };
        let hold = if HOLDS[hold] == Hold::Retained.id() { Hold::Retained } else { Hold::Pending };
        let reason = line.texts("reason");
        self.ledger.holdings.push(Holding { unit, pot, hold, amount, since, reason, row: line.number });
    }

    fn project_line(&mut self, line: &mut Line<'_>) {
        let Some(unit) = self.reference("unit", line) else { return };
        let texts = PROJECT_TEXTS.iter().map(|column| (*column, line.texts(column)));
        let texts = texts.filter(|(_, texts)| !texts.is_empty()).collect();
        self.ledger.projects.push(Project {
            id: line.text("id").to_owned(),
            names: line.texts("name"),
            unit,
            year: line.text("year").to_owned(),
            planned: line.amount("planned"),
            split: line.amounts("source"),
            price: line.amount("price"),
            changes: line.amount("changes"),
            promised: line.quantity("promised"),
            delivered: line.quantity("delivered"),
            notice: [line.day("notice-from"), line.day("notice-until")],
            accepted: line.day("accepted"),
            texts,
            row: line.number,
        });
    }

    fn commitment_line(&mut self, line: &mut Line<'_>) {
        let pot = self.pot(line);
        let (unit, project) = (self.reference("unit", line), self.reference("project", line));
        let (amount, decided) = (line.amount("amount"), line.day("decided"));
        let (id, kind, payee) = (line.text("id").to_owned(), line.text("kind").to_owned(), line.texts("payee"));
        let row = line.number;
        self.ledger.commitments.push(Commitment { id, kind, unit, project, pot, amount, decided, payee, row });
    }

    fn payment_line(&mut self, line: &mut Line<'_>) {
        let pot = self.pot(line);
        let (unit, project) = (self.reference("unit", line), self.reference("project", line));
        let (amount, paid) = (line.amount("amount"), line.day("paid"));
        let (Some(unit), Some(amount)) = (unit, amount) else { return };
        let (id, payee) = (line.text("id").to_owned(), line.texts("payee"));
        self.ledger.payments.push(Payment { id, unit, project, pot, amount, paid, payee, row: line.number });
    }

    fn group_line(&mut self, line: &mut Line<'_>) {
        let pot = self.pot(line);
        let Some(unit) = self.reference("unit", line) else { return };
        let (households, persons) = (line.count("households"), line.count("persons"));
        let (kind, amount) = (line.texts("kind"), line.amount("amount"));
        self.ledger.groups.push(Group { unit, kind, pot, households, persons, amount, row: line.number });
    }

    /// Sorts the years, which came as the rows had them.
    fn put_years_in_order(&mut self) {
        let Ledger { years, transfers, holdings, commitments, payments, groups, .. } = &mut self.ledger;
        let order = crate::order::order(years.len(), &mut |one, other| years[one].cmp(&years[other]));
        let mut places = vec![0; years.len()];
        for (new, old) in order.iter().enumerate() {
            places[*old] = new;
        }
        *years = order.iter().map(|old| std::mem::take(&mut years[*old])).collect();
        let pots = transfers.iter_mut().map(|record| &mut record.pot);
        let pots = pots.chain(holdings.iter_mut().map(|record| &mut record.pot));
        let pots = pots.chain(commitments.iter_mut().map(|record| &mut record.pot));
        let pots = pots.chain(payments.iter_mut().map(|record| &mut record.pot));
        for pot in pots.chain(groups.iter_mut().map(|record| &mut record.pot)) {
            pot.year = places[pot.year];
        }
    }
}
