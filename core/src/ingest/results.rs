//! The profile "daylight-results": a package and its files in, the records of what came of plans out; what does not fit is told with
//! its place, and nothing of it is left out in silence.

use super::form::{Forms, Line, TableForm};
use super::package::Package;
use super::reader::Files;
use super::resultform::{
    ACCOUNTABILITY, AUDITS, EVALUATIONS, FINDINGS, GOALS, INDICATORS, PLANS, QUALITIES, RECTIFICATIONS, STEPS, TARGETS,
    TASKS, UPDATES, VALUES,
};
use crate::day::{Day, DayOrder};
use crate::issue::Issue;
use crate::json;
use crate::model::results::{
    Accountability, Audit, Direction, Evaluation, Evaluator, Finding, Goal, GroupValue, Indicator, Of, Period, Plan,
    Rectification, Results, State, Step, Target, Task, Update, Value,
};
use crate::money::Currency;
use crate::order::sort_by_key;
use crate::place::Place;
use crate::profile::Texts;
use crate::profile::results::{ResultRule, ResultTerms};
use crate::quantity::Quantity;
use std::cmp::Reverse;

pub use super::resultform::FORM;

/// Reads the records. `terms` are the profile's, of which the package may replace the rule.
pub fn read_results(
    (package, descriptor): (&Package, &str),
    files: &dyn Files,
    terms: &ResultTerms,
    currency: Currency,
) -> (Results, Vec<Issue>) {
    let mut forms = Forms::find(&FORM, (package, descriptor), files, &terms.words);
    let currency = forms.currency.unwrap_or(currency);
    forms.currency = Some(currency);
    let mut results = Results { about: package.about.clone(), currency, ..Results::default() };
    read_rule(descriptor, terms, &mut results, &mut forms.issues);
    results.files = FORM.tables.iter().map(|table| (table.id, forms.file(table).to_owned())).collect();
    let mut reader = Reader { results, ..Reader::default() };
    let mut read = |form: &'static TableForm, take: fn(&mut Reader, &mut Line<'_>), forms: &mut Forms<'_>| {
        forms.read(form, &mut |line| {
            reader.results.rows += 1;
            take(&mut reader, line);
        });
        // A goal may be part of one that stands below it.
        if form.id == GOALS.id {
            reader.find_parents(&mut forms.issues);
        }
    };
    read(&PLANS, Reader::plan_line, &mut forms);
    read(&GOALS, Reader::goal_line, &mut forms);
    read(&TASKS, Reader::task_line, &mut forms);
    read(&STEPS, Reader::step_line, &mut forms);
    read(&INDICATORS, Reader::indicator_line, &mut forms);
    read(&TARGETS, Reader::target_line, &mut forms);
    read(&VALUES, Reader::value_line, &mut forms);
    read(&AUDITS, Reader::audit_line, &mut forms);
    read(&FINDINGS, Reader::finding_line, &mut forms);
    read(&RECTIFICATIONS, Reader::rectification_line, &mut forms);
    read(&ACCOUNTABILITY, Reader::accountability_line, &mut forms);
    read(&UPDATES, Reader::update_line, &mut forms);
    read(&EVALUATIONS, Reader::evaluation_line, &mut forms);
    let mut results = reader.results;
    name_kinds(terms, &mut results);
    let files = std::mem::take(&mut results.value_files);
    for indicator in &mut results.indicators {
        put_in_order(indicator, &files, &mut forms.issues);
    }
    results.value_files = files;
    results.as_of = stated_day(&results).or_else(|| latest_day(&results));
    if let Some(stated) = results.about.as_of.as_ref().filter(|_| stated_day(&results).is_none()) {
        let issue = Issue::error("as-of-unreadable", Place::file("datapackage.json"));
        forms.issues.push(issue.with("value", stated));
    }
    (results, forms.issues)
}

/// Lets kinds that are written by what they are called go by their ids.
fn name_kinds(terms: &ResultTerms, results: &mut Results) {
    let kinds = results.goals.iter_mut().map(|goal| &mut goal.kind);
    let kinds = kinds.chain(results.tasks.iter_mut().map(|task| &mut task.kind));
    for kind in kinds.chain(results.indicators.iter_mut().map(|indicator| &mut indicator.kind)) {
        let is_called = |titles: &Texts| titles.iter().any(|(_, title)| title == kind);
        if let Some((id, _)) = terms.kinds.iter().find(|(_, titles)| is_called(titles)) {
            kind.clone_from(id);
        }
    }
}

/// The rule of the package, else of its profile.
fn read_rule(descriptor: &str, terms: &ResultTerms, results: &mut Results, issues: &mut Vec<Issue>) {
    let root = json::read(descriptor).ok();
    let own = root.as_ref().and_then(|root| root.get("daylight:rule"));
    let rule = own.map(ResultRule::read);
    if matches!(rule, Some(None)) {
        issues.push(Issue::error("result-rule-unread", Place::file("datapackage.json")));
    }
    let mut rule = rule.flatten();
    // Other numbers are another rule, and go by a name of their own.
    if rule.as_ref().is_some_and(|rule| rule.id == terms.rule.id && *rule != terms.rule) {
        let issue = Issue::error("result-rule-renamed", Place::file("datapackage.json"));
        issues.push(issue.with("value", &terms.rule.id));
        rule = None;
    }
    results.own_rule = rule.is_some();
    results.rule = rule.unwrap_or_else(|| terms.rule.clone());
}

fn stated_day(results: &Results) -> Option<Day> {
    results.about.as_of.as_deref().and_then(|text| Day::read(text, DayOrder::YearFirst))
}

/// The latest day that anything is told of.
fn latest_day(results: &Results) -> Option<Day> {
    let values = results.indicators.iter().flat_map(|indicator| &indicator.values);
    // A row that is prepared and still blank tells of nothing.
    let values = values.filter(|value| value.value.is_some()).map(|value| value.period.span.last);
    let updates = results.updates.iter().map(|update| update.day);
    values.chain(updates).chain(results.steps.iter().filter_map(|step| step.done)).max()
}

/// Puts targets and values in the order of their periods; of two values for one period the later row counts.
fn put_in_order(indicator: &mut Indicator, files: &[String], issues: &mut Vec<Issue>) {
    sort_by_key(&mut indicator.targets, |target| {
        target.period.as_ref().map_or((true, None), |period| (false, Some(period.span.last)))
    });
    sort_by_key(&mut indicator.values, |value| {
        (value.period.span.last, Reverse(value.period.span.first), value.file, value.row)
    });
    let file = |value: &Value| files.get(usize::from(value.file)).map_or("", String::as_str);
    let mut kept: Vec<Value> = Vec::with_capacity(indicator.values.len());
    for value in std::mem::take(&mut indicator.values) {
        if let Some(first) = kept.pop_if(|last| last.period.span == value.period.span) {
            let issue = Issue::warning("value-repeated", Place::row(file(&value), value.row)).with("row", first.row);
            issues.push(issue.with("code", &indicator.id).with("value", &value.period.text));
        }
        kept.push(value);
    }
    indicator.values = kept;
}

#[derive(Default)]
struct Reader {
    results: Results,
    /// Goals and the ids of those that they are parts of, with the place.
    parents: Vec<(usize, String, Place)>,
    /// What has which id, in the order of the ids.
    ids: Vec<(String, Of)>,
}

/// The place of something with an id in its list.
fn at(id: &str, mut ids: impl Iterator<Item = impl AsRef<str>>) -> Option<usize> {
    ids.position(|known| known.as_ref() == id).filter(|_| !id.is_empty())
}

/// A weight; blank is one, and one below zero is told.
fn weight(line: &mut Line<'_>) -> Quantity {
    let weight = line.decimal("weight");
    if weight.is_some_and(|weight| weight < Quantity::ZERO) {
        let issue = Issue::error("weight-negative", line.place("weight")).with("value", line.text("weight"));
        line.tell(issue);
        return Quantity::ZERO;
    }
    weight.unwrap_or(Quantity::ONE)
}

/// Tells that a cell names something that is not there.
fn tell_unknown(column: &'static str, line: &mut Line<'_>) {
    let id = line.text(column);
    if !id.is_empty() {
        let issue = Issue::error("result-unlisted", line.place(column)).with("code", id).with("header", column);
        line.tell(issue);
    }
}

impl Reader {
    /// What has an id.
    fn find(&self, id: &str) -> Option<Of> {
        let at = self.ids.partition_point(|(known, _)| known.as_str() < id);
        self.ids.get(at).filter(|(known, _)| known == id).map(|(_, of)| *of)
    }

    /// Notes the id of a line, unless it is of something else: goals, tasks, indicators, findings and plans are all told of by their ids.
    fn is_new(&mut self, line: &mut Line<'_>, of: Of) -> bool {
        let id = line.text("id");
        let at = self.ids.partition_point(|(known, _)| known.as_str() < id);
        let is_known = self.ids.get(at).is_some_and(|(known, _)| known == id);
        if is_known {
            let issue = Issue::error("code-duplicate", line.place("id")).with("code", id);
            line.tell(issue);
        } else {
            self.ids.insert(at, (id.to_owned(), of));
        }
        !is_known
    }

    /// What a cell names; what is unknown, or of another kind than is meant, is told.
    fn named<T>(&self, column: &'static str, line: &mut Line<'_>, is: impl Fn(Of) -> Option<T>) -> Option<T> {
        let found = self.find(line.text(column)).and_then(is);
        if found.is_none() {
            tell_unknown(column, line);
        }
        found
    }

    fn plan(&self, line: &mut Line<'_>) -> Option<usize> {
        self.named("plan", line, |of| if let Of::Plan(at) = of { Some(at) } else { None })
    }

    fn goal(&self, line: &mut Line<'_>) -> Option<usize> {
        self.named("goal", line, |of| if let Of::Goal(at) = of { Some(at) } else { None })
    }

    fn task(&self, line: &mut Line<'_>) -> Option<usize> {
        self.named("task", line, |of| if let Of::Task(at) = of { Some(at) } else { None })
    }

    fn indicator(&self, line: &mut Line<'_>) -> Option<usize> {
        self.named("indicator", line, |of| if let Of::Indicator(at) = of { Some(at) } else { None })
    }

    fn finding(&self, line: &mut Line<'_>) -> Option<usize> {
        self.named("finding", line, |of| if let Of::Finding(at) = of { Some(at) } else { None })
    }

    fn of(&self, line: &mut Line<'_>) -> Option<Of> {
        self.named("of", line, Some)
    }

    fn plan_line(&mut self, line: &mut Line<'_>) {
        if self.is_new(line, Of::Plan(self.results.plans.len())) {
            self.results.plans.push(Plan {
                id: line.text("id").to_owned(),
                names: line.texts("name"),
                days: [line.day("from"), line.day("until")],
                office: line.texts("office"),
                document: line.text("document").to_owned(),
                row: line.number,
            });
        }
    }

    fn goal_line(&mut self, line: &mut Line<'_>) {
        if !self.is_new(line, Of::Goal(self.results.goals.len())) {
            return;
        }
        let parent = line.text("parent");
        if !parent.is_empty() {
            self.parents.push((self.results.goals.len(), parent.to_owned(), line.place("parent")));
        }
        let goal = Goal {
            id: line.text("id").to_owned(),
            names: line.texts("name"),
            plan: self.plan(line),
            parent: None,
            kind: line.text("kind").to_owned(),
            weight: weight(line),
            office: line.texts("office"),
            summary: line.texts("summary"),
            row: line.number,
        };
        self.results.goals.push(goal);
    }

    /// Finds the goals that goals are parts of. One that is unknown, or of which this one is a part itself, is told and none.
    fn find_parents(&mut self, issues: &mut Vec<Issue>) {
        for (goal, id, place) in std::mem::take(&mut self.parents) {
            let found = self.find(&id);
            let goals = &mut self.results.goals;
            let Some(Of::Goal(parent)) = found else {
                issues.push(Issue::error("result-unlisted", place).with("code", id).with("header", "parent"));
                continue;
            };
            let mut above = Some(parent);
            while let Some(at) = above.filter(|at| *at != goal) {
                above = goals[at].parent;
            }
            if above == Some(goal) {
                issues.push(Issue::error("goal-within-itself", place).with("code", &goals[goal].id).with("value", id));
            } else {
                goals[goal].parent = Some(parent);
            }
        }
    }

    fn task_line(&mut self, line: &mut Line<'_>) {
        if !self.is_new(line, Of::Task(self.results.tasks.len())) {
            return;
        }
        let task = Task {
            id: line.text("id").to_owned(),
            names: line.texts("name"),
            goal: self.goal(line),
            kind: line.text("kind").to_owned(),
            weight: weight(line),
            measure: line.texts("measure"),
            office: line.texts("office"),
            supervision: line.texts("supervision"),
            phone: line.text("phone").to_owned(),
            started: line.day("started"),
            due: line.day("due"),
            extended: line.day("extended"),
            extension: line.texts("extension"),
            row: line.number,
        };
        self.results.tasks.push(task);
    }

    fn step_line(&mut self, line: &mut Line<'_>) {
        let (due, done, weight) = (line.day("due"), line.day("done"), weight(line));
        let Some(task) = self.task(line) else { return };
        let (names, evidence, row) = (line.texts("name"), line.texts("evidence"), line.number);
        self.results.steps.push(Step { task, names, due, done, evidence, weight, row });
    }

    fn indicator_line(&mut self, line: &mut Line<'_>) {
        if !self.is_new(line, Of::Indicator(self.results.indicators.len())) {
            return;
        }
        let (task, goal) = (self.task(line), self.goal(line));
        let direction = match line.word("direction") {
            Some(1) => Direction::Less,
            _ => Direction::More,
        };
        let baseline_period = line.period("baseline-period");
        let baseline_text = line.text("baseline-period").to_owned();
        let indicator = Indicator {
            id: line.text("id").to_owned(),
            names: line.texts("name"),
            task,
            goal: goal.filter(|_| task.is_none()),
            kind: line.text("kind").to_owned(),
            unit: line.texts("unit"),
            direction,
            is_total: line.word("measures") == Some(1),
            weight: weight(line),
            baseline: line.decimal("baseline"),
            baseline_period: baseline_period.map(|span| Period { span, text: baseline_text }),
            source: line.texts("source"),
            method: line.texts("method"),
            targets: Vec::new(),
            values: Vec::new(),
            parts: Vec::new(),
            row: line.number,
        };
        self.results.indicators.push(indicator);
    }

    fn target_line(&mut self, line: &mut Line<'_>) {
        let (value, span) = (line.decimal("value"), line.period("period"));
        let (Some(indicator), Some(value)) = (self.indicator(line), value) else { return };
        let period = span.map(|span| Period { span, text: line.text("period").to_owned() });
        let (note, row) = (line.texts("note"), line.number);
        self.results.indicators[indicator].targets.push(Target { value, period, note, row });
    }

    fn value_line(&mut self, line: &mut Line<'_>) {
        let (value, span, published) = (line.decimal("value"), line.period("period"), line.day("published"));
        let quality = line.word("quality").map_or("", |word| QUALITIES[word]);
        let (Some(indicator), Some(span)) = (self.indicator(line), span) else { return };
        let period = Period { span, text: line.text("period").to_owned() };
        let (groups, row) = (line.texts("group"), line.number);
        let file = self.value_file(line.file());
        let value = Value { period, value, quality, published, file, row };
        let indicator = &mut self.results.indicators[indicator];
        match groups.is_empty() {
            true => indicator.values.push(value),
            false => indicator.parts.push(GroupValue { groups, value }),
        }
    }

    /// The number of a file of values.
    fn value_file(&mut self, path: &str) -> u16 {
        let files = &mut self.results.value_files;
        let at = files.iter().rposition(|known| known == path).unwrap_or_else(|| {
            files.push(path.to_owned());
            files.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    fn audit_line(&mut self, line: &mut Line<'_>) {
        // Audits are told of by their findings alone; their ids are their own.
        let id = line.text("id");
        if at(id, self.results.audits.iter().map(|audit| &audit.id)).is_some() {
            let issue = Issue::error("code-duplicate", line.place("id")).with("code", id);
            return line.tell(issue);
        }
        let audit = Audit {
            id: id.to_owned(),
            names: line.texts("name"),
            auditor: line.texts("auditor"),
            published: line.day("published"),
            findings: line.count("findings"),
            amount: line.amount("amount"),
            report: line.text("report").to_owned(),
            row: line.number,
        };
        self.results.audits.push(audit);
    }

    fn finding_line(&mut self, line: &mut Line<'_>) {
        if !self.is_new(line, Of::Finding(self.results.findings.len())) {
            return;
        }
        let audit = at(line.text("audit"), self.results.audits.iter().map(|audit| &audit.id));
        if audit.is_none() {
            tell_unknown("audit", line);
        }
        let finding = Finding {
            id: line.text("id").to_owned(),
            names: line.texts("name"),
            audit,
            of: self.of(line),
            amount: line.amount("amount"),
            office: line.texts("office"),
            found: line.day("found"),
            due: line.day("due"),
            extended: line.day("extended"),
            extension: line.texts("extension"),
            row: line.number,
        };
        self.results.findings.push(finding);
    }

    fn rectification_line(&mut self, line: &mut Line<'_>) {
        let (state, amount, day) = (line.word("state"), line.amount("amount"), line.day("day"));
        let (Some(finding), Some(state)) = (self.finding(line), state) else { return };
        let (measure, evidence, row) = (line.texts("measure"), line.texts("evidence"), line.number);
        let state = State::ALL[state];
        self.results.rectifications.push(Rectification { finding, state, amount, day, measure, evidence, row });
    }

    fn accountability_line(&mut self, line: &mut Line<'_>) {
        let (day, units, persons) = (line.day("day"), line.count("units"), line.count("persons"));
        let Some(finding) = self.finding(line) else { return };
        let (measure, row) = (line.texts("measure"), line.number);
        self.results.accountability.push(Accountability { finding, day, measure, units, persons, row });
    }

    fn update_line(&mut self, line: &mut Line<'_>) {
        let day = line.day("day");
        let (Some(of), Some(day)) = (self.of(line), day) else { return };
        self.results.updates.push(Update {
            id: line.text("id").to_owned(),
            of,
            day,
            text: line.texts("text"),
            office: line.texts("office"),
            link: line.text("link").to_owned(),
            row: line.number,
        });
    }

    fn evaluation_line(&mut self, line: &mut Line<'_>) {
        let kind = line.word("kind").map(|word| [Evaluator::Own, Evaluator::ThirdParty, Evaluator::Survey][word]);
        let (score, most) = (line.decimal("score"), line.decimal("most"));
        let (asked, answered) = (line.count("asked"), line.count("answered"));
        let days = [line.day("from"), line.day("until")];
        let (Some(of), Some(kind)) = (self.of(line), kind) else { return };
        self.results.evaluations.push(Evaluation {
            id: line.text("id").to_owned(),
            of,
            kind,
            by: line.texts("by"),
            days,
            method: line.texts("method"),
            report: line.text("report").to_owned(),
            score,
            most,
            verdict: line.texts("verdict"),
            question: line.texts("question"),
            asked,
            answered,
            row: line.number,
        });
    }
}
