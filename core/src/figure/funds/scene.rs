//! What every view of funds needs: records, a wish and words in, names, amounts in words and the frame around a view out; cannot
//! fail.

use super::{FundsFigure, Goal, Told, View, Wish, notice};
use crate::day::{Day, DayOrder};
use crate::figure::budget::{
    Cell, Choice as Answer, Column, Crumb, Switch, Table, TableRow, Wish as BudgetWish, choose_unit, link,
};
use crate::figure::page::{Fact, Page, Tone};
use crate::model::funds::{Ledger, Pot, Project};
use crate::money::{Amount, Currency};
use crate::order::sort_by_key;
use crate::profile::UnitScale;
use crate::summary::funds::{Balance, Choice, Gaps, balances};
use crate::text::digits;
use crate::words::{Words, in_language};

/// Rows of a table, and notices of projects, that are listed before all of them are asked for.
pub(super) const FIRST_ROWS: usize = 50;

/// The same on a telephone, where rows are two or three lines high; narrower than so many sizes of type.
const FIRST_ROWS_NARROW: usize = 15;
const NARROW_EM: u32 = 30;

/// The wish for all years.
const ALL: &str = "all";

/// Records, what is looked at of them, and the words for it.
pub(super) struct Scene<'a> {
    pub ledger: &'a Ledger,
    pub told: Told<'a>,
    pub words: &'a Words,
    /// Fund and year.
    pub choice: Choice,
    /// The balance of each unit.
    pub balances: Vec<Balance>,
    /// What each unit does not account for.
    pub gaps: Vec<Gaps>,
    /// Where the reader stands.
    pub here: Option<usize>,
    /// The project that the reader looks at.
    pub project: Option<&'a Project>,
    pub unit: UnitScale,
    pub granted: Wish,
    /// Of every amount.
    decimals: u8,
    switches: Vec<Switch>,
    refused: Vec<String>,
}

impl<'a> Scene<'a> {
    pub fn new(ledger: &'a Ledger, wish: &Wish, told: Told<'a>) -> Self {
        let words = told.words;
        let mut granted = wish.clone();
        let mut refused = Vec::new();
        let mut refuse = |key: &'static str, value: &mut String| {
            refused.push(words.fill(key, &[("value", value)]));
            value.clear();
        };
        let here = ledger.unit(&granted.path);
        if here.is_none() && !granted.path.is_empty() {
            refuse("funds.unknown.path", &mut granted.path);
        }
        let project = ledger.projects.iter().find(|project| project.id == granted.project && !project.id.is_empty());
        if project.is_none() && !granted.project.is_empty() {
            refuse("funds.unknown.project", &mut granted.project);
        }
        let fund = ledger.funds.iter().position(|fund| fund.id == granted.fund && !granted.fund.is_empty());
        if fund.is_none() && !granted.fund.is_empty() {
            refuse("funds.unknown.fund", &mut granted.fund);
        }
        let known = ledger.years.iter().position(|year| *year == granted.year);
        if known.is_none() && !granted.year.is_empty() && granted.year != ALL {
            refuse("funds.unknown.year", &mut granted.year);
        }
        let year = if granted.year == ALL { None } else { known.or_else(|| ledger.years.len().checked_sub(1)) };
        let choice = Choice { fund, year };
        let (balances, gaps) = balances(ledger, choice);
        let of_here = here.map(|unit| balances[unit].total()).filter(|total| *total != Amount::ZERO);
        let most = project.and_then(|project| project.planned).or(of_here);
        let usual = match granted.view {
            View::Recipients => median(ledger.groups.iter().filter_map(|group| group.amount)),
            _ => most.unwrap_or_else(|| median(balances.iter().map(|balance| balance.total().max(balance.passed)))),
        };
        let of_unit = BudgetWish { unit: granted.unit.clone(), ..BudgetWish::default() };
        let mut unknown = Vec::new();
        let (unit, unit_switch) = choose_unit(told.profile, ledger.currency, usual, &of_unit, words, &mut unknown);
        refused.extend(unknown.iter().map(|refusal| refusal.for_reader(words)));
        let exact = project.map(|project| notice::amounts(ledger, project)).unwrap_or_default();
        let decimals = decimals(ledger.currency, &unit, &exact);
        let switches = Vec::new();
        let mut scene = Self {
            ledger,
            told,
            words,
            choice,
            balances,
            gaps,
            here,
            project,
            unit,
            granted,
            decimals,
            switches,
            refused,
        };
        scene.switches = scene.write_switches(unit_switch);
        scene
    }

    fn write_switches(&self, unit: Option<Switch>) -> Vec<Switch> {
        let words = self.words;
        let option = |id: &str, label: String, chosen: bool| Answer { id: id.to_owned(), label, chosen };
        let has = |view: &View| match view {
            View::Projects => !self.ledger.projects.is_empty(),
            View::Recipients => !self.ledger.groups.is_empty(),
            View::Place | View::Flow | View::Tiers => true,
        };
        let views = View::ALL
            .iter()
            .filter(|view| has(view))
            .map(|view| option(view.word(), words.text(view_key(*view)).to_owned(), *view == self.granted.view));
        let years = self.ledger.years.iter().enumerate().rev().filter(|(_, year)| !year.is_empty());
        let mut years: Vec<Answer> =
            years.map(|(at, year)| option(year, words.year(year), self.choice.year == Some(at))).collect();
        if years.len() > 1 {
            years.push(option(ALL, words.text("funds.all-years").to_owned(), self.choice.year.is_none()));
        }
        let named = self.ledger.funds.iter().enumerate().filter(|(_, fund)| !fund.id.is_empty());
        let mut funds = vec![option("", words.text("funds.all-funds").to_owned(), self.choice.fund.is_none())];
        funds.extend(named.map(|(at, fund)| option(&fund.id, self.fund_name(at), self.choice.fund == Some(at))));
        let switch = |id: &'static str, key: &str, options: Vec<Answer>| Switch {
            id,
            label: words.text(key).to_owned(),
            options,
        };
        let mut switches = vec![
            switch("view", "switch.view", views.collect()),
            switch("year", "switch.year", years),
            switch("fund", "funds.fund", if funds.len() > 2 { funds } else { Vec::new() }),
        ];
        switches.extend(unit);
        switches.retain(|switch| switch.options.len() > 1);
        switches
    }

    /// The figure without its view.
    pub fn frame(&self) -> FundsFigure {
        let (words, about) = (self.words, &self.ledger.about);
        let unit = words.unit(self.ledger.currency, &self.unit);
        let mut remarks: Vec<String> = self.refused.clone();
        if about.illustrative {
            remarks.push(words.text("remark.illustrative").to_owned());
        }
        let page = Page::of(about, words);
        let here = self.here.map(|unit| self.unit_name(unit));
        let name = match &here {
            Some(here) => [page.title.as_str(), here].join(words.text("join.title")),
            None => page.title.clone(),
        };
        let is_list = match self.granted.view {
            View::Projects => self.project.is_none(),
            View::Flow | View::Recipients => true,
            View::Place | View::Tiers => false,
        };
        let only = here.filter(|_| is_list).map(|here| words.fill("funds.only", &[("name", &here)]));
        FundsFigure {
            page: Page {
                name,
                crumbs: self.crumbs(),
                switches: self.switches.clone(),
                remarks,
                contacts: self.contacts(),
                unit_line: words.fill("unit.line", &[("unit", &unit)]),
                ..page
            },
            find: words.text(if is_list { "funds.find.list" } else { "funds.find" }).to_owned(),
            only: only.unwrap_or_default(),
            granted: self.granted.clone(),
            ..FundsFigure::default()
        }
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut crumbs = Vec::new();
        let mut at = self.here;
        // A circle of parents ends where it has been once around.
        while let Some(unit) = at.filter(|_| crumbs.len() <= self.ledger.tiers.len()) {
            crumbs.push(Crumb { label: self.unit_name(unit), path: self.ledger.units[unit].id.clone() });
            at = self.ledger.units[unit].parent;
        }
        if !crumbs.is_empty() {
            crumbs.push(Crumb { label: self.words.text("funds.everywhere").to_owned(), path: String::new() });
        }
        crumbs.reverse();
        crumbs
    }

    /// Unit, telephone and address of the package, as the profile names them; what must be there and is not is told.
    fn contacts(&self) -> Vec<Fact> {
        let lang = self.words.lang();
        let mut facts = Vec::new();
        for form in &self.told.terms.contacts {
            let stated = self.ledger.contacts.iter().find(|(id, _)| *id == form.id);
            let text = stated.map_or("", |(_, texts)| in_language(texts, lang));
            if text.is_empty() && !form.required {
                continue;
            }
            facts.push(self.contact(in_language(&form.titles, lang), text));
        }
        facts
    }

    /// A way to reach someone: a telephone number is a link.
    pub fn contact(&self, label: &str, text: &str) -> Fact {
        if text.is_empty() {
            return self.missing(label);
        }
        let bare: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let is_phone = bare.len() > 2 && bare.chars().all(|letter| letter.is_ascii_digit() || "+-()".contains(letter));
        let href = if is_phone { link(text, Some(&["tel:", &bare].concat())).href } else { None };
        Fact { label: label.to_owned(), text: text.to_owned(), href, ..Fact::default() }
    }

    /// What should be said and is not.
    pub fn missing(&self, label: &str) -> Fact {
        let text = self.words.text("funds.not-published").to_owned();
        Fact { label: label.to_owned(), text, tone: Tone::Missing, ..Fact::default() }
    }

    /// A unit's name, with what tells it from another of the same name.
    pub fn unit_name(&self, unit: usize) -> String {
        let own = self.short_name(unit);
        let units = &self.ledger.units;
        let is_alike = |other: usize| other != unit && self.short_name(other) == own;
        match units[unit].parent.filter(|_| (0..units.len()).any(is_alike)) {
            Some(parent) => self.words.fill("funds.name-within", &[("name", own), ("within", self.short_name(parent))]),
            None => own.to_owned(),
        }
    }

    /// A unit's name alone.
    pub fn short_name(&self, unit: usize) -> &'a str {
        let unit = &self.ledger.units[unit];
        let name = in_language(&unit.names, self.words.lang());
        if name.is_empty() { &unit.id } else { name }
    }

    pub fn fund_name(&self, fund: usize) -> String {
        let fund = &self.ledger.funds[fund];
        let name = in_language(&fund.names, self.words.lang());
        if name.is_empty() { fund.id.clone() } else { name.to_owned() }
    }

    pub fn tier_name(&self, tier: usize) -> String {
        let tier = &self.ledger.tiers[tier];
        let name = in_language(&tier.titles, self.words.lang());
        if name.is_empty() { tier.id.clone() } else { name.to_owned() }
    }

    /// Fund and year, as far as they are stated.
    pub fn pot_name(&self, pot: Pot) -> String {
        let (fund, year) = (self.fund_name(pot.fund), self.words.year(&self.ledger.years[pot.year]));
        let parts: Vec<&str> = [fund.as_str(), &year].into_iter().filter(|part| !part.is_empty()).collect();
        // No line begins with the sign between them.
        parts.join(&["\u{a0}", self.words.text("join.title").trim_start()].concat())
    }

    /// The year that is looked at, or all of them, in words.
    pub fn year_words(&self) -> String {
        match self.choice.year {
            Some(year) => self.words.year(&self.ledger.years[year]),
            None => self.words.text("funds.all-years").to_owned(),
        }
    }

    /// An amount as a sentence says it.
    pub fn amount(&self, amount: Amount) -> String {
        self.words.amount(amount, self.ledger.currency, &self.unit, self.decimals)
    }

    /// An amount as a table says it, whose unit is printed once.
    pub fn number(&self, amount: Amount) -> String {
        self.words.scaled(amount, self.ledger.currency, &self.unit, self.decimals)
    }

    pub fn date(&self, day: Day) -> String {
        self.words.date(&day.iso())
    }

    /// The day that days are counted to: the reader's, or that of the data where it is later or the only one.
    pub fn now(&self) -> Option<Day> {
        Day::read(&self.granted.today, DayOrder::YearFirst).max(self.ledger.as_of)
    }

    pub fn days(&self, days: i32) -> String {
        let n = digits(days.unsigned_abs().into());
        self.words.fill("funds.days", &[("n", &n)])
    }

    /// A cell with a text.
    pub fn text_cell(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), sort: None }
    }

    /// A cell with an amount, blank where there is none.
    pub fn amount_cell(&self, amount: Amount) -> Cell {
        let text = if amount == Amount::ZERO { String::new() } else { self.number(amount) };
        Cell { text, sort: Some(amount.minor()) }
    }

    /// A table with headers by the keys of their words; a key that ends in `#` is one of numbers. Of many rows the first are kept,
    /// and how many there are besides is told.
    pub fn table(&self, caption: String, keys: &[&str], mut rows: Vec<TableRow>, total: Option<TableRow>) -> Table {
        let columns = keys.iter().map(|key| {
            let (key, numeric) = key.strip_suffix('#').map_or((*key, false), |key| (key, true));
            Column { id: key.to_owned(), label: self.words.text(key).to_owned(), numeric }
        });
        let is_narrow = self.granted.width_px < self.granted.font_px * NARROW_EM;
        let most = match self.granted.all_rows {
            true => rows.len(),
            false if is_narrow => FIRST_ROWS_NARROW,
            false => FIRST_ROWS,
        };
        let more = rows.len().saturating_sub(most) as u32;
        rows.truncate(most);
        Table { caption, columns: columns.collect(), rows, total, more, sort: String::new() }
    }

    /// A row that leads somewhere.
    pub fn row(opens: Option<String>, cells: Vec<Cell>) -> TableRow {
        TableRow { path: opens.clone().unwrap_or_default(), opens, cells }
    }

    /// The word that leads to a unit.
    pub fn goal(&self, unit: usize) -> String {
        Goal::Unit(self.ledger.units[unit].id.clone()).word()
    }

    /// Whether a unit is another or below it.
    pub fn is_within(&self, unit: usize, above: usize) -> bool {
        let mut at = Some(unit);
        for _ in 0..=self.ledger.tiers.len() {
            if at == Some(above) {
                return true;
            }
            at = at.and_then(|unit| self.ledger.units[unit].parent);
        }
        false
    }
}

/// The total in the middle: a unit that suits the largest one would round the usual ones away.
fn median(totals: impl Iterator<Item = Amount>) -> Amount {
    let mut totals: Vec<Amount> = totals.filter(|total| *total > Amount::ZERO).collect();
    sort_by_key(&mut totals, |total| *total);
    totals.get(totals.len() / 2).copied().unwrap_or_default()
}

/// How many decimals amounts have in a unit of display: as many as it takes to tell some of them exactly.
fn decimals(currency: Currency, unit: &UnitScale, exact: &[Amount]) -> u8 {
    if unit.factor <= 1 {
        return currency.exponent();
    }
    // What is told to the last unit must not look rounded away: 0.50 of ten thousand is told as such.
    let mut decimals = 2;
    let mut step = i128::from(unit.factor) * 10_i128.pow(currency.exponent().into()) / 100;
    while step > 1 && step % 10 == 0 && exact.iter().any(|amount| amount.minor() % step != 0) {
        step /= 10;
        decimals += 1;
    }
    decimals
}

/// The key of a view's name.
const fn view_key(view: View) -> &'static str {
    match view {
        View::Place => "funds.view.place",
        View::Flow => "funds.view.flow",
        View::Tiers => "funds.view.tiers",
        View::Projects => "funds.view.projects",
        View::Recipients => "funds.view.recipients",
    }
}
