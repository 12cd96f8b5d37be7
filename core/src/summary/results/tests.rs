//! The steps of the rule one by one, and what holds for any records.

use super::*;
use crate::day::{Day, DayOrder};
use crate::model::results::{
    Direction, Finding, Goal, Indicator, Period, Rectification, Results, State, Step, Target, Task, Value,
};
use crate::money::Amount;
use crate::profile::results::ResultRule;
use crate::quantity::Quantity;
use crate::span::Span;
use daylight_scan::{Decimal, Marks, decimal};
use proptest::prelude::*;

fn quantity(text: &str) -> Quantity {
    let marks = Marks { decimal: '.', group: None, bare: true };
    let read = decimal(text.as_bytes(), &marks).ok().flatten().unwrap_or(Decimal { mantissa: 0, scale: 0 });
    Quantity::new(read).expect("a quantity")
}

fn day(text: &str) -> Option<Day> {
    Day::read(text, DayOrder::YearFirst)
}

fn period(text: &str) -> Period {
    Period { span: Span::read(text).expect("a period"), text: text.to_owned() }
}

fn rule() -> ResultRule {
    ResultRule {
        id: "path-90".into(),
        on_path_permille: 900,
        figure_due_days: 180,
        stale_days: 1096,
        least_answers: 30,
    }
}

/// `direction baseline@period target@period... | value@period...`
fn indicator(text: &str) -> Indicator {
    let (promise, values) = text.split_once('|').expect("a promise and values");
    let mut words = promise.split_whitespace();
    let direction = if words.next() == Some("less") { Direction::Less } else { Direction::More };
    let at = |word: &str| word.split_once('@').map(|(value, when)| (quantity(value), period(when)));
    let first = words.next().and_then(at);
    let target = |word: &str| {
        let (value, period) = at(word).map_or((quantity(word), None), |(value, period)| (value, Some(period)));
        Target { value, period, note: Vec::new(), row: 0 }
    };
    let value = |word: &str| {
        let (text, when) = word.split_once('@').expect("a value and a period");
        let value = (!text.is_empty()).then(|| quantity(text));
        Value { period: period(when), value, quality: "", published: None, file: 0, row: 0 }
    };
    Indicator {
        direction,
        weight: Quantity::ONE,
        baseline: first.as_ref().map(|(value, _)| *value),
        baseline_period: first.map(|(_, period)| period),
        targets: words.map(target).collect(),
        values: values.split_whitespace().map(value).collect(),
        ..Indicator::default()
    }
}

fn told(now: &str, text: &str) -> (&'static str, &'static str, Option<u32>) {
    let standing = indicator::standing(&indicator(text), day(now).expect("a day"), &rule());
    (standing.status.word(), standing.why.word(), standing.permille)
}

#[test]
fn an_indicator_has_the_first_status_that_applies() {
    for (now, text, expected) in [
        ("2026-06-30", "more 0@2020 | 5@2025", ("not-measurable", "no-target", None)),
        ("2026-06-30", "more 0@2020 10 | 5@2025", ("not-measurable", "no-target", None)),
        ("2026-06-30", "more 0@2020 10@2030 | @2025", ("not-measurable", "no-figure", None)),
        ("2026-06-30", "more 0@2020 10@2030 | 5@2026-12", ("not-measurable", "no-figure", None)),
        ("2026-06-30", "more 0@2020 10@2030 | 9@2022", ("not-measurable", "stale", None)),
        ("2026-06-30", "more 0@2020 10@2030 | 10@2025", ("on-track", "ahead", Some(1000))),
        ("2031-06-30", "more 0@2020 10@2030 | 10@2030", ("done", "reached", Some(1000))),
        ("2031-02-01", "more 0@2020 10@2030 | 9.99@2030", ("late", "missed", Some(999))),
        ("2031-02-01", "more 0@2020 10@2030 | 9.1@2029", ("on-track", "on-path", Some(910))),
        ("2031-12-01", "more 0@2020 10@2030 | 9.1@2029", ("late", "missed", Some(910))),
        ("2026-06-30", "more - 10@2030 | 5@2025", ("not-measurable", "no-baseline", None)),
        ("2031-06-30", "more - 10@2030 | 5@2030", ("late", "missed", None)),
        // Half of the time is over: 90 of 100 of what the path asks for, 5.0, are enough.
        ("2026-06-30", "more 0@2020 10@2030 | 4.5@2025", ("on-track", "on-path", Some(450))),
        ("2026-06-30", "more 0@2020 10@2030 | 4.49@2025", ("late", "behind", Some(449))),
        ("2026-06-30", "less 14.5@2015 7.25@2030 | 6.5@2020 10.3@2022 10.4@2023", ("on-track", "on-path", Some(565))),
        // To be kept: the path asks for no movement.
        ("2026-06-30", "less 5@2020 5@2030 | 5.1@2025", ("late", "behind", None)),
        ("2026-06-30", "more 10@2020 8@2030 | 9@2025", ("on-track", "ahead", Some(1000))),
        // Targets on the way bend the path.
        ("2026-06-30", "more 0@2020 8@2025 10@2030 | 7@2025", ("late", "behind", Some(700))),
        ("2026-06-30", "more 0@2020 8@2025 10@2030 | 7.2@2025", ("on-track", "on-path", Some(720))),
        // A range is a period, and so are the months of a year in progress.
        ("2026-09-30", "more 0@2020 10@2021-2025 | 10@2026-01/2026-09", ("done", "reached", Some(1000))),
    ] {
        assert_eq!(told(now, text), expected, "{now}: {text}");
    }
}

#[test]
fn a_total_that_is_reached_stays_so_and_a_level_may_go_back() {
    let mut road = indicator("more 0@2020 120@2025 | 121@2024");
    let now = day("2024-12-31").expect("a day");
    assert_eq!(indicator::standing(&road, now, &rule()).status, Status::OnTrack);
    road.is_total = true;
    assert_eq!(indicator::standing(&road, now, &rule()).status, Status::Done);
}

fn step(task: usize, due: &str, done: &str, evidence: &str) -> Step {
    let evidence = if evidence.is_empty() { Vec::new() } else { vec![(String::new(), evidence.to_owned())] };
    Step { task, due: day(due), done: day(done), evidence, weight: Quantity::ONE, ..Step::default() }
}

#[test]
fn a_task_without_figures_is_as_far_as_its_steps() {
    let task = |due: &str, extended: &str, reason: &str| Task {
        due: day(due),
        extended: day(extended),
        extension: if reason.is_empty() { Vec::new() } else { vec![(String::new(), reason.to_owned())] },
        weight: Quantity::ONE,
        ..Task::default()
    };
    let told = |task: Task, steps: Vec<Step>| {
        let results =
            Results { tasks: vec![task], steps, as_of: day("2026-06-30"), rule: rule(), ..Results::default() };
        let standing = compute(&results).tasks[0];
        (standing.status.word(), standing.why.word(), standing.permille)
    };
    let plain = || task("2026-12-31", "", "");
    assert_eq!(told(plain(), vec![]), ("not-measurable", "no-figures", None));
    assert_eq!(told(task("2026-06-29", "", ""), vec![]), ("late", "overdue", None));
    assert_eq!(told(task("2026-06-30", "", ""), vec![]), ("not-measurable", "no-figures", None), "the day is not over");
    let done = || step(0, "2026-03-01", "2026-02-01", "report");
    assert_eq!(told(plain(), vec![done()]), ("done", "steps-done", Some(1000)));
    assert_eq!(told(plain(), vec![done(), step(0, "2026-09-01", "", "")]), ("on-track", "steps", Some(500)));
    assert_eq!(told(plain(), vec![done(), step(0, "2026-05-01", "2026-04-01", "")]), ("late", "step-late", Some(500)));
    assert_eq!(told(plain(), vec![done(), step(0, "", "", "")]), ("on-track", "steps", Some(500)), "no day, no delay");
    // An extension holds for the steps too, if there is a reason for it.
    let late = || vec![done(), step(0, "2026-05-01", "", "")];
    assert_eq!(told(task("2026-05-01", "2026-12-31", "floods"), late()).0, "on-track");
    assert_eq!(told(task("2026-05-01", "2026-12-31", ""), late()), ("late", "overdue", Some(500)));
    assert_eq!(told(task("2026-01-01", "", ""), vec![done()]).0, "done", "what is done is not overdue");
}

#[test]
fn a_late_step_beside_a_figure_in_time_is_told_and_changes_no_status() {
    let told = |text: &str, steps: Vec<Step>| {
        let indicators = vec![Indicator { task: Some(0), ..indicator(text) }];
        let tasks = vec![Task { weight: Quantity::ONE, ..Task::default() }];
        let as_of = day("2026-06-30");
        let results = Results { tasks, indicators, steps, as_of, rule: rule(), ..Results::default() };
        let standing = compute(&results).tasks[0];
        (standing.status, has_late_step(&results, 0, standing))
    };
    let (good, bad) = ("more 0@2020 10@2030 | 5@2025", "more 0@2020 10@2030 | 1@2025");
    let late = || step(0, "2026-05-01", "", "");
    assert_eq!(told(good, vec![late()]), (Status::OnTrack, true));
    assert_eq!(told(good, vec![step(0, "2026-06-30", "", "")]), (Status::OnTrack, false), "the day is not over");
    assert_eq!(told(good, vec![step(0, "2026-05-01", "2026-06-01", "report")]), (Status::OnTrack, false));
    assert_eq!(told(bad, vec![late()]), (Status::Late, false), "late for a reason of its own");
}

#[test]
fn what_has_parts_is_as_its_parts_are_by_weight() {
    let mut results = Results { as_of: day("2026-06-30"), rule: rule(), ..Results::default() };
    results.goals = vec![
        Goal { weight: Quantity::ONE, ..Goal::default() },
        Goal { weight: Quantity::ONE, parent: Some(0), ..Goal::default() },
    ];
    let on_goal =
        |text: &str, weight: &str, goal| Indicator { weight: quantity(weight), goal: Some(goal), ..indicator(text) };
    results.indicators = vec![
        on_goal("more 0@2020 10@2030 | 10@2025", "3", 1),
        on_goal("more 0@2020 10@2030 | 5@2025", "1", 1),
        on_goal("more 0@2020 10@2030 | @2025", "4", 1),
    ];
    let goals = compute(&results).goals;
    assert_eq!(
        goals[1],
        Standing { status: Status::OnTrack, why: Why::Parts, permille: Some(875), covered: Some(500) }
    );
    assert_eq!(goals[0], goals[1], "a part of a part covers no more");
    results.indicators[1] = on_goal("more 0@2020 10@2030 | 1@2025", "0", 1);
    assert_eq!(compute(&results).goals[1].status, Status::Late, "what counts for nothing is late all the same");
    assert_eq!(compute(&results).goals[1].permille, Some(1000));
    assert_eq!(
        compute(&Results { goals: vec![Goal::default()], indicators: Vec::new(), ..results }).goals[0].status,
        Status::NotMeasurable
    );
}

#[test]
fn a_finding_balances_to_the_last_unit() {
    let finding = |amount: i128, due: &str| Finding {
        amount: Some(Amount::from_minor(amount)),
        due: day(due),
        ..Finding::default()
    };
    let part = |state: State, amount: i128, when: &str| Rectification {
        finding: 0,
        state,
        amount: Some(Amount::from_minor(amount)),
        day: day(when),
        measure: Vec::new(),
        evidence: vec![(String::new(), "receipt".to_owned())],
        row: 0,
    };
    let told = |finding: Finding, parts: Vec<Rectification>| {
        let results =
            Results { findings: vec![finding], rectifications: parts, as_of: day("2026-06-30"), ..Results::default() };
        let account = settle_all(&results)[0];
        (account.state.word(), account.is_overdue, account.gap.minor(), account.amounts.map(Amount::minor))
    };
    assert_eq!(told(finding(1200, "2026-06-30"), vec![]), ("not-done", false, 0, [0, 0, 1200]));
    assert_eq!(told(finding(1200, "2026-06-29"), vec![]), ("not-done", true, 0, [0, 0, 1200]));
    let whole = vec![part(State::Done, 1000, "2026-05-01"), part(State::Done, 200, "2026-06-30")];
    assert_eq!(told(finding(1200, "2026-01-01"), whole), ("done", false, 0, [1200, 0, 0]));
    let mixed = vec![part(State::Done, 1000, "2026-05-01"), part(State::NotDone, 199, "")];
    assert_eq!(told(finding(1200, "2026-12-31"), mixed), ("under-way", false, 1, [1000, 0, 199]));
    let early = vec![part(State::Done, 1200, "2026-07-01")];
    assert_eq!(told(finding(1200, "2026-01-01"), early), ("under-way", true, 0, [0, 1200, 0]), "not yet");
}

/// Records of any shape: goals under goals, tasks and indicators anywhere.
fn any_results() -> impl Strategy<Value = Results> {
    let goal = (any::<prop::sample::Index>(), any::<bool>(), 0_i128..5);
    let measured = (any::<prop::sample::Index>(), any::<bool>(), 0_i128..5, -20_i128..40, 2016_i32..2026);
    (prop::collection::vec(goal, 1..8), prop::collection::vec(measured, 0..24)).prop_map(|(goals, indicators)| {
        let weight = |mantissa| Quantity::new(Decimal { mantissa, scale: 1 }).expect("a weight");
        let goals: Vec<Goal> = goals
            .into_iter()
            .enumerate()
            .map(|(at, (above, has_parent, heavy))| Goal {
                parent: (has_parent && at > 0).then(|| above.index(at)),
                weight: weight(heavy),
                ..Goal::default()
            })
            .collect();
        let indicators = indicators.into_iter().map(|(of, less, heavy, value, year)| Indicator {
            goal: Some(of.index(goals.len())),
            weight: weight(heavy),
            ..indicator(&format!("{} 0@2015 10@2030 | {value}@{year}", if less { "less" } else { "more" }))
        });
        let indicators = indicators.collect();
        Results { goals, indicators, as_of: day("2026-06-30"), rule: rule(), ..Results::default() }
    })
}

proptest! {
    #[test]
    fn parents_lie_between_their_parts(results in any_results()) {
        let standings = compute(&results);
        for (at, standing) in standings.goals.iter().enumerate() {
            let goals = results.goals.iter().zip(&standings.goals).filter(|(goal, _)| goal.parent == Some(at));
            let of_goals = goals.map(|(goal, standing)| (goal.weight, *standing));
            let own = results.indicators.iter().zip(&standings.indicators).filter(|(own, _)| own.goal == Some(at));
            let parts: Vec<(Quantity, Standing)> = of_goals.chain(own.map(|(own, standing)| (own.weight, *standing))).collect();
            let heavy = parts.iter().filter(|(weight, _)| *weight > Quantity::ZERO);
            let told: Vec<u32> = heavy.filter_map(|(_, part)| part.permille).collect();
            match standing.permille {
                Some(permille) => {
                    prop_assert!(told.iter().min().is_some_and(|least| permille >= *least));
                    prop_assert!(told.iter().max().is_some_and(|most| permille <= *most));
                }
                None => prop_assert!(told.is_empty()),
            }
            let is_any = |status: Status| parts.iter().any(|(_, part)| part.status == status);
            prop_assert_eq!(standing.status == Status::Late, is_any(Status::Late));
            prop_assert_eq!(standing.status == Status::NotMeasurable, parts.iter().all(|(_, part)| part.status == Status::NotMeasurable));
            if standing.status == Status::Done {
                prop_assert!(parts.iter().all(|(_, part)| part.status == Status::Done));
            }
        }
    }

    #[test]
    fn weights_count_by_their_proportion_alone(results in any_results()) {
        let mut heavier = results.clone();
        let twice = |weight: Quantity| Quantity::new(Decimal { mantissa: weight.at_scale(1) * 2, scale: 1 }).expect("a weight");
        heavier.goals.iter_mut().for_each(|goal| goal.weight = twice(goal.weight));
        heavier.indicators.iter_mut().for_each(|indicator| indicator.weight = twice(indicator.weight));
        prop_assert_eq!(compute(&results).goals, compute(&heavier).goals);
    }

    #[test]
    fn a_better_figure_is_never_worse_off(value in -20_i128..40, more in 0_i128..10, year in 2016_i32..2026) {
        let at = |value: i128| indicator(&format!("more 0@2015 10@2030 | {value}@{year}"));
        let now = day("2026-06-30").expect("a day");
        let [worse, better] = [value, value + more].map(|value| indicator::standing(&at(value), now, &rule()));
        prop_assert!(better.permille >= worse.permille);
        prop_assert!(!(worse.status == Status::OnTrack && better.status == Status::Late));
    }

    #[test]
    fn the_path_goes_through_its_corners_and_never_beyond_them(values in prop::collection::vec(-50_i128..50, 1..5), at in 0_i32..5000) {
        let targets: Vec<String> = values.iter().enumerate().map(|(at, value)| format!("{value}@{}", 2021 + at)).collect();
        let corners = path(&indicator(&format!("more 0@2020 {} | 0@2020", targets.join(" "))));
        prop_assert_eq!(corners.len(), values.len() + 1);
        for corner in &corners {
            let asked = expected(&corners, corner.day).expect("a path");
            prop_assert_eq!(asked.over, corner.value.nano() * asked.under);
        }
        let asked = expected(&corners, Day::new(2020 + at / 365, 1 + at as u32 % 12, 1).expect("a day")).expect("a path");
        let all = corners.iter().map(|corner| corner.value.nano());
        prop_assert!(asked.over >= all.clone().min().unwrap_or(0) * asked.under && asked.over <= all.max().unwrap_or(0) * asked.under);
    }
}
