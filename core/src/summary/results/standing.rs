//! Statuses from the leaves up: believed records in, a standing for each indicator, task, goal and plan out; cannot fail.

use super::{Standing, Status, Why, indicator};
use crate::day::Day;
use crate::model::results::{Of, Results, Step, Task, deadline};
use crate::quantity::Quantity;

/// How far everything is, by the places of the records.
#[derive(Clone, Debug, Default)]
pub struct Standings {
    /// Of the plans.
    pub plans: Vec<Standing>,
    /// Of the goals.
    pub goals: Vec<Standing>,
    /// Of the tasks.
    pub tasks: Vec<Standing>,
    /// Of the indicators.
    pub indicators: Vec<Standing>,
}

impl Standings {
    /// Of a plan, a goal, a task or an indicator; a finding has none.
    pub fn of(&self, of: Of) -> Option<Standing> {
        let (all, at) = match of {
            Of::Plan(at) => (&self.plans, at),
            Of::Goal(at) => (&self.goals, at),
            Of::Task(at) => (&self.tasks, at),
            Of::Indicator(at) => (&self.indicators, at),
            Of::Finding(_) => return None,
        };
        all.get(at).copied()
    }
}

/// Computes all of them on the package's day. Without any day nothing can be told.
pub fn compute(results: &Results) -> Standings {
    let mut all = Standings {
        plans: vec![Standing::default(); results.plans.len()],
        goals: vec![Standing::default(); results.goals.len()],
        tasks: vec![Standing { why: Why::NoFigures, ..Standing::default() }; results.tasks.len()],
        indicators: vec![Standing { why: Why::NoFigure, ..Standing::default() }; results.indicators.len()],
    };
    let Some(now) = results.as_of else { return all };
    for (at, indicator) in results.indicators.iter().enumerate() {
        all.indicators[at] = indicator::standing(indicator, now, &results.rule);
    }
    let mut of_tasks: Vec<Vec<Part>> = vec![Vec::new(); results.tasks.len()];
    let mut of_goals: Vec<Vec<Part>> = vec![Vec::new(); results.goals.len()];
    for (indicator, standing) in results.indicators.iter().zip(&all.indicators) {
        let part = (indicator.weight, *standing);
        match (indicator.task, indicator.goal) {
            (Some(task), _) => of_tasks[task].push(part),
            (None, Some(goal)) => of_goals[goal].push(part),
            (None, None) => {}
        }
    }
    let mut steps: Vec<Vec<&Step>> = vec![Vec::new(); results.tasks.len()];
    results.steps.iter().for_each(|step| steps[step.task].push(step));
    for (at, task) in results.tasks.iter().enumerate() {
        all.tasks[at] = of_task(task, &of_tasks[at], &steps[at], now);
        if let Some(goal) = task.goal {
            of_goals[goal].push((task.weight, all.tasks[at]));
        }
    }
    let mut of_plans: Vec<Vec<Part>> = vec![Vec::new(); results.plans.len()];
    for at in from_below(results) {
        let goal = &results.goals[at];
        all.goals[at] = of_parts(&of_goals[at]);
        let part = (goal.weight, all.goals[at]);
        match (goal.parent, goal.plan) {
            (Some(parent), _) => of_goals[parent].push(part),
            (None, Some(plan)) => of_plans[plan].push(part),
            (None, None) => {}
        }
    }
    for (standing, parts) in all.plans.iter_mut().zip(&of_plans) {
        *standing = of_parts(parts);
    }
    all
}

/// The goals, each after those that are parts of it. There are no circles: whoever reads goals tells of them.
fn from_below(results: &Results) -> Vec<usize> {
    let mut waiting: Vec<usize> = vec![0; results.goals.len()];
    for parent in results.goals.iter().filter_map(|goal| goal.parent) {
        waiting[parent] += 1;
    }
    let mut order: Vec<usize> = (0..results.goals.len()).filter(|goal| waiting[*goal] == 0).collect();
    let mut at = 0;
    while let Some(goal) = order.get(at).copied() {
        at += 1;
        if let Some(parent) = results.goals[goal].parent {
            waiting[parent] -= 1;
            if waiting[parent] == 0 {
                order.push(parent);
            }
        }
    }
    order
}

/// A part of something with its weight.
type Part = (Quantity, Standing);

/// What something is that has parts.
fn of_parts(parts: &[Part]) -> Standing {
    let is = |status: Status| move |(_, part): &Part| part.status == status;
    let status = match parts {
        parts if parts.iter().any(is(Status::Late)) => Status::Late,
        parts if parts.iter().all(is(Status::NotMeasurable)) => Status::NotMeasurable,
        parts if parts.iter().all(is(Status::Done)) => Status::Done,
        _ => Status::OnTrack,
    };
    let told = parts.iter().filter_map(|(weight, part)| Some((*weight, part.permille?)));
    let (permille, _) = average(told);
    // A part covers no more than its own parts do.
    let covering = |part: &Standing| if part.permille.is_some() { part.covered.unwrap_or(1000) } else { 0 };
    let (covered, _) = average(parts.iter().map(|(weight, part)| (*weight, covering(part))));
    Standing { status, why: Why::Parts, permille, covered }
}

/// The weighted mean of thousandths, rounded down, and the sum of the weights.
pub(super) fn average(parts: impl Iterator<Item = (Quantity, u32)>) -> (Option<u32>, i128) {
    let (mut sum, mut weights) = (0_i128, 0_i128);
    for (weight, permille) in parts {
        sum += weight.nano() * i128::from(permille);
        weights += weight.nano();
    }
    (if weights > 0 { u32::try_from(sum / weights).ok() } else { None }, weights)
}

fn of_task(task: &Task, parts: &[Part], steps: &[&Step], now: Day) -> Standing {
    let is_measured = parts.iter().any(|(_, part)| part.status != Status::NotMeasurable);
    let has_days = steps.iter().any(|step| step.due.is_some() || step.done.is_some());
    let standing = match (is_measured, has_days) {
        (true, _) => of_parts(parts),
        (false, true) => of_steps(task, steps, now),
        (false, false) => Standing { why: Why::NoFigures, ..Standing::default() },
    };
    let is_over = deadline(task.due, task.extended, &task.extension).is_some_and(|day| day < now);
    match standing.status {
        Status::Done => standing,
        _ if is_over => Standing { status: Status::Late, why: Why::Overdue, ..standing },
        _ => standing,
    }
}

/// Whether a step is done, with something to show for it.
pub fn is_done(step: &Step, now: Day) -> bool {
    step.done.is_some_and(|done| done <= now) && !step.evidence.is_empty()
}

/// By when a step is to be done: an extended task gives its steps as long.
pub fn step_deadline(step: &Step, task: &Task) -> Option<Day> {
    let extended = task.extended.filter(|_| !task.extension.is_empty());
    step.due.map(|due| extended.map_or(due, |extended| due.max(extended)))
}

/// Whether a step is past its deadline and not done.
fn is_late(step: &Step, task: &Task, now: Day) -> bool {
    !is_done(step, now) && step_deadline(step, task).is_some_and(|day| day < now)
}

/// Whether a task that its indicators call on track has a step that is late: what is said of it says so too, and its status stays.
pub fn has_late_step(results: &Results, at: usize, standing: Standing) -> bool {
    let (Some(now), Status::OnTrack, Why::Parts) = (results.as_of, standing.status, standing.why) else { return false };
    results.steps.iter().any(|step| step.task == at && is_late(step, &results.tasks[at], now))
}

fn of_steps(task: &Task, steps: &[&Step], now: Day) -> Standing {
    let done = |step: &&Step| is_done(step, now);
    let is_late = |step: &&Step| is_late(step, task, now);
    let (status, why) = match steps {
        steps if steps.iter().all(done) => (Status::Done, Why::StepsDone),
        steps if steps.iter().any(is_late) => (Status::Late, Why::StepLate),
        _ => (Status::OnTrack, Why::Steps),
    };
    let (permille, _) = average(steps.iter().map(|step| (step.weight, if done(step) { 1000 } else { 0 })));
    Standing { status, why, permille, covered: None }
}
