//! The profile "daylight-funds": a package and its files in, the records of funds on their way out; what does not fit is told
//! with its place, and nothing of it is left out in silence.

use super::form::{Forms, Line};
use super::fundform::{COMMITMENTS, FUNDS, GROUPS, HOLDINGS, HOLDS, PAYMENTS, PROJECTS, TRANSFERS, UNITS};
use super::package::{Package, Source};
use super::reader::Files;
use super::word::unknown_word;
use crate::issue::{Issue, Severity};
use crate::model::Kind;
use crate::model::funds::{
    Commitment, Files as Sources, Fund, Group, Hold, Holding, Ledger, Payment, Pot, Project, Role, Tier, Transfer, Unit,
};
use crate::money::Currency;
use crate::order::{order, sort_by};
use crate::place::Place;
use crate::profile::funds::FundTerms;

pub use super::fundform::{FORM, PROJECT_TEXTS};

/// Reads the records. `terms` are the profile's: its tiers from the top; a tier that it does not know is told, and comes last.
pub fn read_funds(
    (package, descriptor): (&Package, &str),
    files: &dyn Files,
    terms: &FundTerms,
    currency: Currency,
) -> (Ledger, Vec<Issue>) {
    let mut forms = Forms::find(&FORM, (package, descriptor), files, &terms.words);
    let currency = forms.currency.or_else(|| stated_currency(package)).unwrap_or(currency);
    let currency = if currency.is_stated() { currency } else { forms.first_currency() };
    forms.currency = Some(currency);
    let mut reader = Reader::default();
    let about = package.about.clone();
    reader.ledger.as_of =
        about.as_of.as_deref().and_then(|text| crate::day::Day::read(text, crate::day::DayOrder::YearFirst));
    (reader.ledger.about, reader.ledger.currency) = (about, currency);
    reader.ledger.tiers.clone_from(&terms.tiers);
    reader.ledger.named_tiers = terms.tiers.len();
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
    reader.units = Ids::new(forms.glance(&UNITS, "id"));
    forms.read(&UNITS, &mut |line| reader.unit_line(line));
    forms.read(&TRANSFERS, &mut |line| reader.transfer_line(line));
    forms.read(&HOLDINGS, &mut |line| reader.holding_line(line));
    reader.projects = Ids::new(forms.glance(&PROJECTS, "id"));
    forms.read(&PROJECTS, &mut |line| reader.project_line(line));
    reader.find_parents(&mut forms.issues);
    forms.read(&COMMITMENTS, &mut |line| reader.commitment_line(line));
    forms.read(&PAYMENTS, &mut |line| reader.payment_line(line));
    forms.read(&GROUPS, &mut |line| reader.group_line(line));
    reader.put_years_in_order();
    reader.find_under_way();
    forms.issues.extend(reader.left_out.into_iter().map(|left| left.issue(currency)));
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

/// A year as people write it: `2025年`, `2025年度` and a day of it, which a spreadsheet makes of a year's cell, are 2025.
fn year_of(text: &str) -> &str {
    let bare = ["年度", "年"].iter().find_map(|mark| text.strip_suffix(mark)).unwrap_or(text).trim();
    let year = bare.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    match year {
        Some(year) if crate::day::Day::read(bare, crate::day::DayOrder::YearFirst).is_some() => year,
        _ => bare,
    }
}

/// Ids in order, to find their records: of rows with the same id the first is a record.
#[derive(Default)]
struct Ids(Vec<(String, usize)>);

impl Ids {
    fn new(mut ids: Vec<String>) -> Self {
        let mut sorted = order(ids.len(), &mut |one, other| ids[one].cmp(&ids[other]));
        sorted.dedup_by(|next, first| ids[*next] == ids[*first]);
        let mut rows = sorted.clone();
        sort_by(&mut rows, Ord::cmp);
        let record = |row: usize| (std::mem::take(&mut ids[row]), rows.partition_point(|known| *known < row));
        Self(sorted.into_iter().map(record).collect())
    }

    fn find(&self, id: &str) -> Option<usize> {
        let at = self.0.partition_point(|(known, _)| known.as_str() < id);
        self.0.get(at).filter(|(known, _)| known == id).map(|(_, index)| *index)
    }
}

/// Rows in another currency than the ledger's: it adds nothing that cannot be added.
struct LeftOut {
    table: &'static str,
    code: String,
    first: Place,
    rows: usize,
}

impl LeftOut {
    fn issue(self, main: Currency) -> Issue {
        let issue = Issue::warning("currency-left-out", self.first).with("table", self.table).with("rows", self.rows);
        issue.with("found", self.code).with("expected", main.code())
    }
}

#[derive(Default)]
struct Reader {
    ledger: Ledger,
    units: Ids,
    projects: Ids,
    has_fund_list: bool,
    left_out: Vec<LeftOut>,
    /// Projects whose unit is unknown.
    homeless: usize,
    /// Projects and the ids of those that they belong to, with the place.
    parents: Vec<(usize, String, Place)>,
}

impl Reader {
    fn fund_line(&mut self, line: &mut Line<'_>) {
        let fund = Fund { id: line.text("id").to_owned(), names: line.texts("name") };
        self.ledger.funds.push(fund);
    }

    fn unit_line(&mut self, line: &mut Line<'_>) {
        let id = line.text("id");
        if self.units.find(id) != Some(self.ledger.units.len()) {
            let issue = Issue::error("code-duplicate", line.place("id")).with("code", id);
            return line.tell(issue);
        }
        let tier = self.tier(line);
        let parent = self.reference("parent", &self.units, line);
        let role = line.word("role").map(|word| [Role::Source, Role::Recipient][word]);
        self.ledger.units.push(Unit {
            id: id.to_owned(),
            names: line.texts("name"),
            initials: line.text("initials").to_owned(),
            tier,
            parent,
            role,
            office: line.texts("office"),
            phone: line.text("phone").to_owned(),
            address: line.text("address").to_owned(),
            row: line.number,
        });
    }

    fn tier(&mut self, line: &mut Line<'_>) -> usize {
        let word = line.text("tier");
        // A tier goes by its id, or by what it is called in any language.
        let is_called = |tier: &Tier| tier.titles.iter().any(|(_, title)| title == word);
        let known = self.ledger.tiers.iter().position(|tier| tier.id == word || is_called(tier));
        known.unwrap_or_else(|| {
            // Where the profile names none, the tiers are those that the package has.
            let told = &self.ledger.tiers[..self.ledger.named_tiers];
            let allowed: Vec<&str> = told.iter().map(|tier| tier.id.as_str()).collect();
            if !word.is_empty() && !allowed.is_empty() {
                let issue = unknown_word(Severity::Warning, line.place("tier"), word, &allowed);
                line.tell(issue);
            }
            self.ledger.tiers.push(Tier { id: word.to_owned(), titles: Vec::new() });
            self.ledger.tiers.len() - 1
        })
    }

    /// The row that an id refers to; one that is unknown is told.
    fn reference(&self, column: &'static str, ids: &Ids, line: &mut Line<'_>) -> Option<usize> {
        let id = line.text(column);
        let found = ids.find(id);
        if found.is_none() && !id.is_empty() {
            let issue = Issue::error("unit-unlisted", line.place(column)).with("code", id).with("header", column);
            line.tell(issue);
        }
        found
    }

    /// Fund and year of a line. Funds that no list names are taken as they come.
    fn pot(&mut self, line: &mut Line<'_>) -> Pot {
        let (id, year) = (line.text("fund"), year_of(line.text("year")));
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

    /// Whether the amounts of a line are in the ledger's currency; those that are not are counted.
    fn is_in_currency(&mut self, table: &'static str, amounts: &[&str], line: &mut Line<'_>) -> bool {
        let code = line.text("currency");
        let has_amounts = || amounts.iter().any(|column| !line.texts(column).is_empty());
        if !line.has("currency") || code == self.ledger.currency.code() || !has_amounts() {
            return true;
        }
        if code.is_empty() {
            let issue = Issue::error("form-cell-blank", line.place("currency")).with("header", "currency");
            line.tell(issue);
            return false;
        }
        match self.left_out.iter_mut().find(|left| left.table == table && left.code == code) {
            Some(left) => left.rows += 1,
            None => {
                let first = line.place("currency");
                self.left_out.push(LeftOut { table, code: code.to_owned(), first, rows: 1 });
            }
        }
        false
    }

    fn transfer_line(&mut self, line: &mut Line<'_>) {
        let pot = self.pot(line);
        let (from, to) = (self.reference("from", &self.units, line), self.reference("to", &self.units, line));
        if !self.is_in_currency("transfers", &["amount"], line) {
            return;
        }
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
            is_under_way: from.is_some() && decided.is_some() && line.text("arrived").is_empty(),
            document: line.text("document").to_owned(),
            row: line.number,
        });
    }

    fn holding_line(&mut self, line: &mut Line<'_>) {
        let pot = self.pot(line);
        if !self.is_in_currency("holdings", &["amount"], line) {
            return;
        }
        let (unit, hold, amount) =
            (self.reference("unit", &self.units, line), line.word("state"), line.amount("amount"));
        let since = line.day("since");
        let (Some(unit), Some(hold), Some(amount)) = (unit, hold, amount) else { return };
        let hold = if HOLDS[hold] == Hold::Retained.id() { Hold::Retained } else { Hold::Pending };
        let reason = line.texts("reason");
        self.ledger.holdings.push(Holding { unit, pot, hold, amount, since, reason, row: line.number });
    }

    fn project_line(&mut self, line: &mut Line<'_>) {
        let id = line.text("id");
        if self.projects.find(id) != Some(self.ledger.projects.len() + self.homeless) {
            let issue = Issue::error("code-duplicate", line.place("id")).with("code", id);
            return line.tell(issue);
        }
        let Some(unit) = self.reference("unit", &self.units, line) else {
            self.homeless += 1;
            return;
        };
        let parent = line.text("parent");
        if !parent.is_empty() {
            self.parents.push((self.ledger.projects.len(), parent.to_owned(), line.place("parent")));
        }
        let texts = PROJECT_TEXTS.iter().map(|column| (*column, line.texts(column)));
        let texts = texts.filter(|(_, texts)| !texts.is_empty()).collect();
        let is_in_currency = self.is_in_currency("projects", &["planned", "source", "price", "changes"], line);
        let amount = |id: &str, line: &mut Line<'_>| if is_in_currency { line.amount(id) } else { None };
        let project = Project {
            id: id.to_owned(),
            names: line.texts("name"),
            unit,
            parent: None,
            level: line.count("level"),
            year: year_of(line.text("year")).to_owned(),
            planned: amount("planned", line),
            split: if is_in_currency { line.amounts("source") } else { Vec::new() },
            price: amount("price", line),
            changes: amount("changes", line),
            promised: line.quantity("promised"),
            delivered: line.quantity("delivered"),
            notice: [line.day("notice-from"), line.day("notice-until")],
            accepted: line.day("accepted"),
            texts,
            row: line.number,
        };
        self.ledger.projects.push(project);
    }

    /// Where no arrival is told at all, nobody knows of any transfer that it is still to come.
    fn find_under_way(&mut self) {
        let transfers = &mut self.ledger.transfers;
        if transfers.iter().all(|transfer| transfer.arrived.is_none()) {
            transfers.iter_mut().for_each(|transfer| transfer.is_under_way = false);
        }
    }

    /// Finds the projects that projects belong to; those that are unknown are told.
    fn find_parents(&mut self, issues: &mut Vec<Issue>) {
        self.projects = Ids::new(self.ledger.projects.iter().map(|project| project.id.clone()).collect());
        for (project, id, place) in std::mem::take(&mut self.parents) {
            let parent = self.projects.find(&id);
            self.ledger.projects[project].parent = parent;
            if parent.is_none() {
                issues.push(Issue::error("unit-unlisted", place).with("code", id).with("header", "parent"));
            }
        }
    }

    fn commitment_line(&mut self, line: &mut Line<'_>) {
        let pot = self.pot(line);
        let (unit, project) =
            (self.reference("unit", &self.units, line), self.reference("project", &self.projects, line));
        if !self.is_in_currency("commitments", &["amount"], line) {
            return;
        }
        let (amount, decided) = (line.amount("amount"), line.day("decided"));
        let (id, kind, payee) = (line.text("id").to_owned(), line.text("kind").to_owned(), line.texts("payee"));
        let row = line.number;
        self.ledger.commitments.push(Commitment { id, kind, unit, project, pot, amount, decided, payee, row });
    }

    fn payment_line(&mut self, line: &mut Line<'_>) {
        let pot = self.pot(line);
        let (unit, project) =
            (self.reference("unit", &self.units, line), self.reference("project", &self.projects, line));
        if !self.is_in_currency("payments", &["amount"], line) {
            return;
        }
        let (amount, paid) = (line.amount("amount"), line.day("paid"));
        let (Some(unit), Some(amount)) = (unit, amount) else { return };
        let (id, payee) = (line.text("id").to_owned(), line.texts("payee"));
        self.ledger.payments.push(Payment { id, unit, project, pot, amount, paid, payee, row: line.number });
    }

    fn group_line(&mut self, line: &mut Line<'_>) {
        let pot = self.pot(line);
        let Some(unit) = self.reference("unit", &self.units, line) else { return };
        let (households, persons) = (line.count("households"), line.count("persons"));
        // Who benefits is told without the amount, too.
        let is_in_currency = self.is_in_currency("recipient-groups", &["amount"], line);
        let amount = if is_in_currency { line.amount("amount") } else { None };
        let kind = line.texts("kind");
        self.ledger.groups.push(Group { unit, kind, pot, households, persons, amount, row: line.number });
    }

    /// Sorts the years, which came as the rows had them.
    fn put_years_in_order(&mut self) {
        let Ledger { years, transfers, holdings, commitments, payments, groups, .. } = &mut self.ledger;
        let order = order(years.len(), &mut |one, other| years[one].cmp(&years[other]));
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
