//! One goal, task or indicator: a scene in, how far it is and why, its chart, parts, steps, figures, updates and evaluations out; of
//! none, the goals to choose from. Cannot fail.

use super::scene::Scene;
use super::{ResultsFigure, chart, evaluation, overview};
use crate::figure::budget::{Cell, Table, TableRow};
use crate::figure::page::{Block, Fact, Tone};
use crate::model::results::{Direction, Indicator, Of, Step, Task, Value};
use crate::order::sort_by_key;
use crate::summary::results::{Standing, Status, Why, expected, figure, has_late_step, is_done, path, step_deadline};

pub(super) fn write(scene: &Scene<'_>, figure: &mut ResultsFigure) {
    let Some(here) = scene.here else { return write_all(scene, figure) };
    figure.page.sentence = sentence(scene, here);
    let drawn = measured(scene, here);
    if let Some(at) = drawn {
        let indicator = &scene.results.indicators[at];
        let name = scene.name(Of::Indicator(at));
        figure.plan = chart::indicator(scene, indicator, &name, &sentence(scene, Of::Indicator(at)));
    }
    let blocks = &mut figure.page.blocks;
    blocks.push(Block::Facts(facts(scene, here)));
    let parts = parts(scene, here);
    if !parts.is_empty() {
        blocks.push(Block::Table(part_table(scene, &parts)));
    }
    if let Of::Task(task) = here {
        blocks.extend(steps(scene, task).map(Block::Table));
    }
    if let Some(at) = drawn {
        blocks.extend(values(scene, &scene.results.indicators[at]).into_iter().map(Block::Table));
    }
    let findings: Vec<usize> = (0..scene.results.findings.len())
        .filter(|at| scene.results.findings[*at].of.is_some_and(|of| is_within(scene, of, here)))
        .collect();
    if !findings.is_empty() {
        blocks.push(Block::Heading(scene.words.text("results.findings").to_owned()));
        blocks.push(Block::Table(super::finding::ledger(scene, &findings)));
    }
    let about: Vec<_> = scene.results.evaluations.iter().filter(|one| is_within(scene, one.of, here)).collect();
    if !about.is_empty() {
        blocks.push(Block::Heading(scene.words.text("results.view.evaluations").to_owned()));
        blocks.extend(evaluation::blocks(scene, &about));
    }
    let updates = overview::updates(scene, &|of| is_within(scene, of, here), usize::MAX);
    if !updates.is_empty() {
        blocks.push(Block::Heading(scene.words.text("results.updates").to_owned()));
        blocks.push(Block::Facts(updates));
    }
}

/// All goals, with what they are parts of.
fn write_all(scene: &Scene<'_>, figure: &mut ResultsFigure) {
    let words = scene.words;
    let goals: Vec<Of> = (0..scene.results.goals.len()).map(Of::Goal).collect();
    let all = if goals.is_empty() { scene.promises() } else { goals };
    let n = words.integer(all.len() as u64);
    figure.page.sentence = words.fill("results.goals.sentence", &[("n", &n)]);
    figure.page.blocks.push(Block::Table(part_table(scene, &all)));
}

/// Whether something is another or a part of it.
fn is_within(scene: &Scene<'_>, of: Of, above: Of) -> bool {
    let mut at = Some(of);
    while let Some(of) = at {
        if of == above {
            return true;
        }
        at = scene.above(of);
    }
    false
}

/// The indicator that is drawn: itself, or the first of a task or a goal that has a figure.
fn measured(scene: &Scene<'_>, here: Of) -> Option<usize> {
    if let Of::Indicator(at) = here {
        return Some(at);
    }
    let own = |indicator: &Indicator| match here {
        Of::Task(task) => indicator.task == Some(task),
        Of::Goal(goal) => indicator.goal == Some(goal),
        _ => false,
    };
    scene.results.indicators.iter().position(|indicator| own(indicator) && !indicator.values.is_empty())
}

/// What is part of something.
fn parts(scene: &Scene<'_>, here: Of) -> Vec<Of> {
    let results = scene.results;
    let goals = (0..results.goals.len()).map(Of::Goal);
    let tasks = (0..results.tasks.len()).map(Of::Task);
    let indicators = (0..results.indicators.len()).map(Of::Indicator);
    goals.chain(tasks).chain(indicators).filter(|of| scene.above(*of) == Some(here)).collect()
}

fn part_table(scene: &Scene<'_>, parts: &[Of]) -> Table {
    let rows = parts.iter().map(|of| {
        let standing = scene.standing(*of);
        let cells = vec![
            Scene::text_cell(scene.name(*of)),
            Scene::text_cell(scene.status_name(standing.status)),
            overview::progress_cell(scene, standing),
            Scene::text_cell(weight(scene, *of)),
        ];
        Scene::row(Some(scene.goal(*of)), cells)
    });
    let keys = ["results.part", "results.status", "results.progress#", "results.weight#"];
    scene.table(scene.words.text("results.parts").to_owned(), &keys, rows.collect(), None)
}

fn weight(scene: &Scene<'_>, of: Of) -> String {
    let weight = match of {
        Of::Goal(at) => scene.results.goals[at].weight,
        Of::Task(at) => scene.results.tasks[at].weight,
        Of::Indicator(at) => scene.results.indicators[at].weight,
        Of::Plan(_) | Of::Finding(_) => return String::new(),
    };
    scene.words.quantity(weight)
}

/// "120 km of village roads is late: 96.4 km of 120 km by the end of 2025; its time is over."
fn sentence(scene: &Scene<'_>, of: Of) -> String {
    let words = scene.words;
    let standing = scene.standing(of);
    let mut why = why(scene, of, standing);
    // Of parts, or of a deadline, the figure says more.
    if let (Why::Parts | Why::Overdue, Some(at)) = (standing.why, measured(scene, of)) {
        let own = scene.standings.indicators[at];
        let said = self::why(scene, Of::Indicator(at), own);
        if said != why {
            let name = scene.name(Of::Indicator(at));
            let said = [name.as_str(), &said].join(words.text("join.colon"));
            why = if standing.why == Why::Parts { said } else { [why, said].join(words.text("join.sentence")) };
        }
    }
    let why = with_late_step(scene, of, standing, why);
    let values = [("name", scene.name(of)), ("status", scene.status_words(standing)), ("why", why)];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    words.fill("results.is", &values)
}

/// A reason, and that a step is late all the same where figures alone are on track.
fn with_late_step(scene: &Scene<'_>, of: Of, standing: Standing, why: String) -> String {
    match of {
        Of::Task(at) if has_late_step(scene.results, at, standing) => {
            [&why, scene.words.text("results.why.step-late")].join(scene.words.text("join.sentence"))
        }
        _ => why,
    }
}

/// Why something has its status, with its figures.
fn why(scene: &Scene<'_>, of: Of, standing: Standing) -> String {
    let words = scene.words;
    let key = ["results.why.", standing.why.word()].concat();
    let own = match of {
        Of::Indicator(at) => Some(at),
        // Of one indicator alone the task says what that says.
        Of::Task(at) if standing.why == Why::Parts => {
            let mut all = scene.results.indicators.iter().enumerate().filter(|(_, one)| one.task == Some(at));
            all.next().filter(|_| all.next().is_none()).map(|(at, _)| at)
        }
        _ => None,
    };
    let Some(indicator) = own else { return words.text(&key).to_owned() };
    let standing = scene.standings.indicators[indicator];
    let indicator = &scene.results.indicators[indicator];
    let unit = scene.say(&indicator.unit);
    let told = scene.results.as_of.and_then(|now| figure(indicator, now));
    let target = indicator.targets.iter().rfind(|target| target.period.is_some());
    let asked = told.and_then(|(value, figure)| {
        let asked = expected(&path(indicator), value.period.span.last)?;
        let scale = figure.scale().max(indicator.baseline.map_or(0, |baseline| baseline.scale())).min(2);
        let decimal = daylight_scan::Decimal { mantissa: asked.at_scale(scale), scale };
        crate::quantity::Quantity::new(decimal).map(|asked| words.measured(asked, unit))
    });
    let period = |period: &crate::model::results::Period| words.period(period.span, &period.text);
    let values = [
        ("figure", told.map(|(_, figure)| words.measured(figure, unit)).unwrap_or_default()),
        ("when", told.map(|(value, _)| period(&value.period)).unwrap_or_default()),
        ("target", target.map(|target| words.measured(target.value, unit)).unwrap_or_default()),
        ("until", target.and_then(|target| target.period.as_ref()).map(period).unwrap_or_default()),
        ("asked", asked.unwrap_or_default()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    words.fill(&["results.why.", standing.why.word()].concat(), &values)
}

/// What is known of something.
fn facts(scene: &Scene<'_>, of: Of) -> Vec<Fact> {
    let results = scene.results;
    let standing = scene.standing(of);
    let mut facts: Vec<Fact> = Vec::new();
    if let Some(mut status) = scene.fact("results.status", scene.status_words(standing)) {
        if standing.status == Status::Late {
            status.tone = Tone::Missing;
        }
        status.more = with_late_step(scene, of, standing, why(scene, of, standing));
        if let Some(covered) = standing.covered.filter(|covered| *covered < 1000) {
            let share = scene.words.thousandths(covered);
            let covered = scene.words.fill("results.covered", &[("share", &share)]);
            status.more = [status.more, covered].join(scene.words.text("join.title"));
        }
        facts.push(status);
    }
    facts.extend(scene.fact("results.kind", scene.kind_name(scene.kind(of))));
    facts.extend(scene.fact("results.office", scene.office(of)));
    match of {
        Of::Plan(at) => {
            let plan = &results.plans[at];
            let [from, until] = plan.days.map(|day| scene.date_or_blank(day));
            facts.extend(scene.fact("results.from", from));
            facts.extend(scene.fact("results.until", until));
            facts.extend(scene.document("results.document", &plan.document));
        }
        Of::Goal(at) => facts.extend(scene.fact("results.summary", scene.say(&results.goals[at].summary))),
        Of::Task(at) => facts.extend(task_facts(scene, &results.tasks[at], standing)),
        Of::Indicator(at) => facts.extend(indicator_facts(scene, &results.indicators[at])),
        Of::Finding(_) => {}
    }
    facts
}

fn task_facts(scene: &Scene<'_>, task: &Task, standing: Standing) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(scene.fact("results.measure", scene.say(&task.measure)));
    facts.extend(scene.fact("results.started", scene.date_or_blank(task.started)));
    let is_done = standing.status == Status::Done;
    facts.extend(scene.deadline(task.due, task.extended, scene.say(&task.extension), is_done));
    if let Some(mut watched) = scene.fact("results.supervision", scene.say(&task.supervision)) {
        watched.more.clone_from(&task.phone);
        facts.push(watched);
    } else {
        facts.extend(scene.fact("results.supervision", task.phone.as_str()));
    }
    facts
}

fn indicator_facts(scene: &Scene<'_>, indicator: &Indicator) -> Vec<Fact> {
    let words = scene.words;
    let unit = scene.say(&indicator.unit);
    let mut facts = Vec::new();
    let period = |period: &crate::model::results::Period| words.period(period.span, &period.text);
    if let Some(baseline) = indicator.baseline {
        let mut fact = scene.fact("results.baseline", words.measured(baseline, unit)).unwrap_or_default();
        fact.more = indicator.baseline_period.as_ref().map(period).unwrap_or_default();
        facts.push(fact);
    }
    for target in &indicator.targets {
        let mut fact = scene.fact("results.target", words.measured(target.value, unit)).unwrap_or_default();
        let when = target.period.as_ref().map(period);
        if when.is_none() {
            fact.tone = Tone::Missing;
        }
        let when = when.unwrap_or_else(|| words.text("results.target.no-period").to_owned());
        let more = [when.as_str(), scene.say(&target.note)];
        fact.more = more.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(words.text("join.title"));
        facts.push(fact);
    }
    let direction = match indicator.direction {
        Direction::More => "results.direction.more",
        Direction::Less => "results.direction.less",
    };
    facts.extend(scene.fact("results.direction", words.text(direction)));
    facts.extend(scene.fact("results.source", scene.say(&indicator.source)));
    facts.extend(scene.fact("results.method", scene.say(&indicator.method)));
    facts
}

/// The steps of a task as a line of time.
fn steps(scene: &Scene<'_>, task: usize) -> Option<Table> {
    let words = scene.words;
    let mut steps: Vec<&Step> = scene.results.steps.iter().filter(|step| step.task == task).collect();
    let task = &scene.results.tasks[task];
    sort_by_key(&mut steps, |step| (step.due.or(step.done).is_none(), step.due.or(step.done)));
    let now = scene.results.as_of;
    let rows = steps.iter().map(|step| {
        let done = now.is_some_and(|now| is_done(step, now));
        let is_late = now.zip(step_deadline(step, task)).is_some_and(|(now, day)| day < now);
        let key = match (done, step.done.is_some(), is_late) {
            (true, ..) => "results.step.done",
            (false, true, _) => "results.step.unproven",
            (false, false, true) => "results.step.late",
            (false, false, false) => "results.step.open",
        };
        let cells = vec![
            Scene::text_cell(scene.say(&step.names)),
            Scene::text_cell(words.text(key)),
            Scene::text_cell(scene.date_or_blank(step.due)),
            Scene::text_cell(scene.date_or_blank(step.done)),
            Scene::text_cell(scene.say(&step.evidence)),
        ];
        Scene::row(None, cells)
    });
    let rows: Vec<TableRow> = rows.collect();
    if rows.is_empty() {
        return None;
    }
    let keys = ["results.step", "results.status", "results.due", "results.done-on", "results.evidence"];
    Some(scene.table(words.text("results.steps").to_owned(), &keys, rows, None))
}

/// Figures of an indicator: over time, and by group in the latest period of each.
fn values(scene: &Scene<'_>, indicator: &Indicator) -> Vec<Table> {
    let words = scene.words;
    let unit = scene.say(&indicator.unit);
    let caption = |key: &str| words.fill(key, &[("name", scene.say(&indicator.names)), ("unit", unit)]);
    let mut tables = Vec::new();
    let corners = path(indicator);
    let scale = indicator.values.iter().filter_map(|value| value.value).map(|value| value.scale()).max().unwrap_or(0);
    let rows = indicator.values.iter().rev().map(|value| {
        let asked = expected(&corners, value.period.span.last).and_then(|asked| {
            let decimal = daylight_scan::Decimal { mantissa: asked.at_scale(scale.max(1)), scale: scale.max(1) };
            crate::quantity::Quantity::new(decimal)
        });
        let mut cells =
            vec![Scene::text_cell(words.period(value.period.span, &value.period.text)), number(scene, value)];
        if !corners.is_empty() {
            cells.push(Scene::text_cell(asked.map(|asked| words.quantity(asked)).unwrap_or_default()));
        }
        cells.push(Scene::text_cell(quality(scene, value)));
        Scene::row(None, cells)
    });
    let rows: Vec<TableRow> = rows.collect();
    if !rows.is_empty() {
        let keys = ["results.period", "results.value#", "results.asked#", "results.quality"];
        let keys: Vec<&str> = keys.into_iter().filter(|key| *key != "results.asked#" || !corners.is_empty()).collect();
        tables.push(scene.table(caption("results.values"), &keys, rows, None));
    }
    if !indicator.parts.is_empty() {
        tables.push(group_table(scene, indicator, caption("results.groups")));
    }
    tables
}

/// What was measured of groups: of each the latest period.
fn group_table(scene: &Scene<'_>, indicator: &Indicator, caption: String) -> Table {
    let words = scene.words;
    let mut latest: Vec<usize> = (0..indicator.parts.len()).collect();
    let part = |at: usize| &indicator.parts[at];
    sort_by_key(&mut latest, |at| (part(*at).groups.clone(), part(*at).value.period.span.last, *at));
    let mut kept: Vec<usize> = Vec::new();
    for at in latest {
        if kept.last().is_some_and(|last| part(*last).groups == part(at).groups) {
            kept.pop();
        }
        kept.push(at);
    }
    sort_by_key(&mut kept, |at| *at);
    let mut told_by = indicator.parts.iter().flat_map(|part| &part.groups).map(|(by, _)| by);
    let first = told_by.next();
    let is_alone = told_by.all(|by| Some(by) == first);
    let rows = kept.into_iter().map(|at| {
        let found = part(at);
        let name = |(by, which): &(String, String)| match by.as_str() {
            // What all are told by alike need not be said.
            by if by.is_empty() || is_alone => which.clone(),
            by => [by, which].join(words.text("join.colon")),
        };
        let name: Vec<String> = found.groups.iter().map(name).collect();
        let cells = vec![
            Scene::text_cell(name.join(words.text("join.list"))),
            Scene::text_cell(words.period(found.value.period.span, &found.value.period.text)),
            number(scene, &found.value),
        ];
        Scene::row(None, cells)
    });
    scene.table(caption, &["results.group", "results.period", "results.value#"], rows.collect(), None)
}

/// A value; one that is not there is said to be so.
fn number(scene: &Scene<'_>, value: &Value) -> Cell {
    let blank = || scene.words.text("results.no-value").to_owned();
    let text = value.value.map_or_else(blank, |value| scene.words.quantity(value));
    Cell { text, sort: value.value.map(|value| value.nano()) }
}

/// How final a value is, when it was published, and whether its period is one of a year in progress.
fn quality(scene: &Scene<'_>, value: &Value) -> String {
    let words = scene.words;
    let mut said = Vec::new();
    if !value.quality.is_empty() {
        said.push(words.text(&["results.quality.", value.quality].concat()).to_owned());
    }
    if value.period.span.is_year_so_far() {
        said.push(words.text("results.year-so-far").to_owned());
    }
    if let Some(day) = value.published {
        said.push(words.fill("results.published", &[("date", &scene.date(day))]));
    }
    said.join(words.text("join.name"))
}
