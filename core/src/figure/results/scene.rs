//! What every view of results needs: records, a wish and words in, names, statuses in words and the frame around a view out; cannot
//! fail.

use super::{Goal, ResultsFigure, Told, View, Wish};
use crate::day::{Day, DayOrder};
use crate::figure::budget::{
    Cell, Choice as Answer, Column, Crumb, Link, Switch, Table, TableRow, Wish as BudgetWish, choose_unit, link,
};
use crate::figure::page::{Fact, Page, Tone};
use crate::model::results::{Of, Results};
use crate::money::Amount;
use crate::profile::UnitScale;
use crate::summary::results::{Account, Standing, Standings, Status, compute, settle_all};
use crate::text::digits;
use crate::words::{Words, in_language};

/// Rows of a table that are listed before all of them are asked for.
const FIRST_ROWS: usize = 50;
/// The same on a telephone; narrower than so many sizes of type.
const FIRST_ROWS_NARROW: usize = 20;
const NARROW_EM: u32 = 30;

/// Records, what is looked at of them, and the words for it.
pub(super) struct Scene<'a> {
    pub results: &'a Results,
    pub told: Told<'a>,
    pub words: &'a Words,
    /// How far everything is.
    pub standings: Standings,
    /// What became of the findings.
    pub accounts: Vec<Account>,
    /// Where the reader stands.
    pub here: Option<Of>,
    pub unit: UnitScale,
    pub granted: Wish,
    unit_switch: Option<Switch>,
    refused: Vec<String>,
}

impl<'a> Scene<'a> {
    pub fn new(results: &'a Results, wish: &Wish, told: Told<'a>) -> Self {
        let words = told.words;
        let mut granted = wish.clone();
        let mut refused = Vec::new();
        let here = results.find(&granted.path);
        let mut refuse = |key: &'static str, value: &mut String| {
            refused.push(words.fill(key, &[("value", value)]));
            value.clear();
        };
        if here.is_none() && !granted.path.is_empty() {
            refuse("results.unknown.path", &mut granted.path);
        }
        let is_kind = |(id, _): &(String, _)| *id == granted.kind;
        let goals = results.goals.iter().map(|goal| &goal.kind);
        let own = goals.chain(results.tasks.iter().map(|task| &task.kind));
        let mut own = own.chain(results.indicators.iter().map(|indicator| &indicator.kind));
        if !granted.kind.is_empty() && !told.terms.kinds.iter().any(is_kind) && !own.any(|kind| *kind == granted.kind) {
            refuse("results.unknown.kind", &mut granted.kind);
        }
        let is_known = Status::from_word(&granted.status).is_some() || state_of_word(&granted.status).is_some();
        if !granted.status.is_empty() && !is_known {
            refuse("results.unknown.status", &mut granted.status);
        }
        // Where nothing is promised, what there is comes first.
        let has_promises = !results.goals.is_empty() || !results.tasks.is_empty() || !results.indicators.is_empty();
        if granted.view == View::Overview && !has_promises {
            granted.view = View::Findings;
        }
        // Whoever stands on something sees it.
        if let Some(here) = here.filter(|_| matches!(granted.view, View::Overview | View::Goal | View::Findings)) {
            granted.view = View::of(here);
        }
        let usual = results.findings.iter().filter_map(|finding| finding.amount).map(Amount::abs).max();
        let of_unit = BudgetWish { unit: granted.unit.clone(), ..BudgetWish::default() };
        let mut unknown = Vec::new();
        let usual = usual.unwrap_or_default();
        let (unit, unit_switch) = choose_unit(told.profile, results.currency, usual, &of_unit, words, &mut unknown);
        refused.extend(unknown.iter().map(|refusal| refusal.for_reader(words)));
        Self {
            results,
            told,
            words,
            standings: compute(results),
            accounts: settle_all(results),
            here,
            unit,
            granted,
            unit_switch,
            refused,
        }
    }

    fn switches(&self) -> Vec<Switch> {
        let words = self.words;
        let option = |id: &str, label: String, chosen: bool| Answer { id: id.to_owned(), label, chosen };
        let has = |view: &View| match view {
            View::Findings => !self.results.findings.is_empty(),
            View::Evaluations => !self.results.evaluations.is_empty(),
            View::Overview => !self.promises().is_empty(),
            View::Goal => !self.results.goals.is_empty(),
        };
        let view = |view: View| {
            let key = ["results.view.", view.word()].concat();
            option(view.word(), words.text(&key).to_owned(), view == self.granted.view)
        };
        let views = View::ALL.into_iter().filter(has).map(view).collect();
        let mut switches = vec![Switch { id: "view", label: words.text("switch.view").to_owned(), options: views }];
        if self.granted.view == View::Overview && self.kinds().len() > 1 {
            let all = option("", words.text("results.all-kinds").to_owned(), self.granted.kind.is_empty());
            let kinds = self.kinds().into_iter();
            let kinds = kinds.map(|kind| option(&kind, self.kind_name(&kind), kind == self.granted.kind));
            let label = words.text("results.kind").to_owned();
            switches.push(Switch { id: "kind", label, options: [all].into_iter().chain(kinds).collect() });
        }
        // Money is told of findings alone.
        if self.granted.view == View::Findings {
            switches.extend(self.unit_switch.clone());
        }
        switches.retain(|switch| switch.options.len() > 1);
        switches
    }

    /// The figure without its view.
    pub fn frame(&self) -> ResultsFigure {
        let (words, about) = (self.words, &self.results.about);
        let mut remarks: Vec<String> = self.refused.clone();
        if about.illustrative {
            remarks.push(words.text("remark.illustrative").to_owned());
        }
        let mut page = Page::of(about, words);
        // Where the package states no day, the one that all is reckoned on is told.
        if page.as_of.is_empty()
            && let Some(day) = self.results.as_of
        {
            page.as_of = words.fill("as-of", &[("date", &self.date(day))]);
        }
        let name = match self.here {
            Some(here) => [page.title.as_str(), &self.name(here)].join(words.text("join.title")),
            None => page.title.clone(),
        };
        ResultsFigure {
            page: Page { name, crumbs: self.crumbs(), switches: self.switches(), remarks, ..page },
            granted: self.granted.clone(),
            ..ResultsFigure::default()
        }
    }

    /// What something is part of.
    pub fn above(&self, of: Of) -> Option<Of> {
        let results = self.results;
        match of {
            Of::Plan(_) => None,
            Of::Goal(at) => {
                let goal = &results.goals[at];
                goal.parent.map(Of::Goal).or_else(|| goal.plan.map(Of::Plan))
            }
            Of::Task(at) => results.tasks[at].goal.map(Of::Goal),
            Of::Indicator(at) => {
                let indicator = &results.indicators[at];
                indicator.task.map(Of::Task).or_else(|| indicator.goal.map(Of::Goal))
            }
            Of::Finding(at) => results.findings[at].of,
        }
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let mut crumbs = Vec::new();
        let mut at = self.here;
        while let Some(of) = at {
            crumbs.push(Crumb { label: self.name(of), path: self.results.id(of).to_owned() });
            // Of findings the whole is all findings.
            at = if matches!(of, Of::Finding(_)) { None } else { self.above(of) };
        }
        if !crumbs.is_empty() {
            let all = if self.granted.view == View::Findings { "results.all-findings" } else { "results.all" };
            crumbs.push(Crumb { label: self.words.text(all).to_owned(), path: String::new() });
        }
        crumbs.reverse();
        crumbs
    }

    /// The name of something, else its id.
    pub fn name(&self, of: Of) -> String {
        let name = self.say(self.results.names(of));
        if name.is_empty() { self.results.id(of).to_owned() } else { name.to_owned() }
    }

    /// A text in the reader's language.
    pub fn say<'b>(&self, texts: &'b [(String, String)]) -> &'b str {
        in_language(texts, self.words.lang())
    }

    /// How far something is.
    pub fn standing(&self, of: Of) -> Standing {
        self.standings.of(of).unwrap_or_default()
    }

    /// Kinds that promises have, the profile's first.
    pub fn kinds(&self) -> Vec<String> {
        let promises = self.promises();
        let used = |kind: &str| promises.iter().any(|of| self.kind(*of) == kind);
        let mut known: Vec<String> =
            self.told.terms.kinds.iter().map(|(id, _)| id.clone()).filter(|id| used(id)).collect();
        for of in &promises {
            let kind = self.kind(*of);
            if !kind.is_empty() && known.iter().all(|other| other != kind) {
                known.push(kind.to_owned());
            }
        }
        known
    }

    /// The kind of a promise: its own, else that of what it is part of.
    pub fn kind(&self, of: Of) -> &'a str {
        let results: &'a Results = self.results;
        let mut at = Some(of);
        while let Some(of) = at {
            let own = match of {
                Of::Goal(at) => results.goals[at].kind.as_str(),
                Of::Task(at) => results.tasks[at].kind.as_str(),
                Of::Indicator(at) => results.indicators[at].kind.as_str(),
                Of::Plan(_) | Of::Finding(_) => "",
            };
            if !own.is_empty() {
                return own;
            }
            at = self.above(of);
        }
        ""
    }

    pub fn kind_name(&self, kind: &str) -> String {
        let known = self.told.terms.kinds.iter().find(|(id, _)| id == kind);
        let name = known.map_or("", |(_, titles)| self.say(titles));
        if name.is_empty() { kind.to_owned() } else { name.to_owned() }
    }

    /// What is promised: tasks, and indicators that are of no task; where there are neither, goals.
    pub fn promises(&self) -> Vec<Of> {
        let tasks = (0..self.results.tasks.len()).map(Of::Task);
        let alone = self.results.indicators.iter().enumerate().filter(|(_, indicator)| indicator.task.is_none());
        let all: Vec<Of> = tasks.chain(alone.map(|(at, _)| Of::Indicator(at))).collect();
        if all.is_empty() { (0..self.results.goals.len()).map(Of::Goal).collect() } else { all }
    }

    /// Who answers for something: its own office, else that of what it is part of.
    pub fn office(&self, of: Of) -> &'a str {
        let results: &'a Results = self.results;
        let mut at = Some(of);
        while let Some(of) = at {
            let own = match of {
                Of::Plan(at) => &results.plans[at].office[..],
                Of::Goal(at) => &results.goals[at].office[..],
                Of::Task(at) => &results.tasks[at].office[..],
                Of::Finding(at) => &results.findings[at].office[..],
                Of::Indicator(_) => &[],
            };
            if !own.is_empty() {
                return in_language(own, self.words.lang());
            }
            at = self.above(of);
        }
        ""
    }

    pub fn status_name(&self, status: Status) -> &'a str {
        let words: &'a Words = self.words;
        words.text(match status {
            Status::Done => "results.status.done",
            Status::OnTrack => "results.status.on-track",
            Status::Late => "results.status.late",
            Status::NotMeasurable => "results.status.not-measurable",
        })
    }

    /// Status and progress: "late, 80.3%".
    pub fn status_words(&self, standing: Standing) -> String {
        let name = self.status_name(standing.status);
        match standing.permille {
            Some(permille) => [name, &self.words.thousandths(permille)].join(self.words.text("join.name")),
            None => name.to_owned(),
        }
    }

    pub fn date(&self, day: Day) -> String {
        self.words.date(&day.iso())
    }

    pub fn date_or_blank(&self, day: Option<Day>) -> String {
        day.map(|day| self.date(day)).unwrap_or_default()
    }

    /// The day that days are counted to: the reader's, or that of the data where it is later or the only one.
    pub fn now(&self) -> Option<Day> {
        Day::read(&self.granted.today, DayOrder::YearFirst).max(self.results.as_of)
    }

    /// An amount as a sentence says it.
    pub fn amount(&self, amount: Amount) -> String {
        self.words.amount(amount, self.results.currency, &self.unit, 2)
    }

    /// An amount as a table says it, whose unit is printed once; blank for none.
    pub fn amount_cell(&self, amount: Option<Amount>) -> Cell {
        let number = |amount| self.words.scaled(amount, self.results.currency, &self.unit, 2);
        Cell { text: amount.map(number).unwrap_or_default(), sort: amount.map(Amount::minor) }
    }

    pub fn unit_line(&self) -> String {
        self.words.fill("unit.line", &[("unit", &self.words.unit(self.results.currency, &self.unit))])
    }

    pub fn text_cell(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), sort: None }
    }

    pub fn count_cell(&self, count: u64) -> Cell {
        let text = if count == 0 { String::new() } else { self.words.integer(count) };
        Cell { text, sort: Some(count.into()) }
    }

    /// The word that leads to something.
    pub fn goal(&self, of: Of) -> String {
        Goal::Of(self.results.id(of).to_owned()).word()
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

    /// A name and what is said of it; nothing where nothing is said.
    pub fn fact(&self, key: &str, text: impl Into<String>) -> Option<Fact> {
        let text = text.into();
        let label = self.words.text(key).to_owned();
        (!text.is_empty()).then(|| Fact { label, text, ..Fact::default() })
    }

    /// A document: an address that can be followed, or its title.
    pub fn document(&self, key: &str, text: &str) -> Option<Fact> {
        let fact = self.fact(key, text)?;
        let Link { href, .. } = link(text, Some(text));
        let said = if href.is_some() { self.words.text("results.open").to_owned() } else { fact.text.clone() };
        Some(Fact { text: said, href, ..fact })
    }

    /// A deadline, how long it is still or how long it is over, and why it was extended.
    pub fn deadline(&self, due: Option<Day>, extended: Option<Day>, reason: &str, is_done: bool) -> Option<Fact> {
        let day = extended.filter(|_| !reason.is_empty()).or(due)?;
        let words = self.words;
        let mut fact = self.fact("results.due", self.date(day))?;
        let mut more = Vec::new();
        if let (Some(due), true) = (due, extended.is_some() && !reason.is_empty()) {
            more.push(words.fill("results.extended", &[("date", &self.date(due)), ("reason", reason)]));
        } else if extended.is_some() {
            more.push(words.text("results.extended.no-reason").to_owned());
        }
        if let (Some(now), false) = (self.now(), is_done) {
            let days = now.since(day);
            let n = digits(days.unsigned_abs().into());
            let key = if days > 0 { "results.days-over" } else { "results.days-left" };
            let calendar = self.told.calendar;
            let (from, until) = (day.min(now), day.max(now));
            // Of years whose holidays nobody knows, working days are not counted.
            let working = if calendar.knows_all(from, until) { calendar.working_days(from, until) } else { 0 };
            let working = if working > 0 { digits(working.unsigned_abs().into()) } else { String::new() };
            more.push(words.fill(key, &[("n", &n), ("working", &working)]));
            if days > 0 {
                fact.tone = Tone::Missing;
            }
        }
        fact.more = more.join(words.text("join.title"));
        Some(fact)
    }
}

/// The state of a finding by its word.
pub(super) fn state_of_word(word: &str) -> Option<crate::model::results::State> {
    crate::model::results::State::ALL.into_iter().find(|state| state.word() == word)
}
