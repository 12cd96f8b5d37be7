//! What is drawn with axes: an indicator beside the path that its targets ask for, and scores beside each other, as plans; nothing
//! where there is nothing to compare.

use super::scene::Scene;
use crate::day::Day;
use crate::figure::chart::{ChartKind, Frame, Group, Panel, Plan, Series, Value};
use crate::model::results::{Evaluation, Evaluator, Indicator};
use crate::money::{Amount, Currency};
use crate::order::sort_by_key;
use crate::profile::UnitScale;
use crate::quantity::Quantity;
use crate::summary::results::{Status, path};

/// Tones of what was measured and of the path, and of the three evaluators.
const MEASURED: u8 = 4;
const ASKED: u8 = 0;
const EVALUATORS: [(Evaluator, u8); 3] = [(Evaluator::Own, 0), (Evaluator::ThirdParty, 4), (Evaluator::Survey, 2)];

/// A quantity as a length of an axis, which counts amounts: as many hundredths of its smallest step as it has.
fn length(quantity: Quantity, scale: u8) -> Amount {
    Amount::from_minor(quantity.at_scale(scale).saturating_mul(10_i128.pow(Currency::UNSTATED.exponent().into())))
}

/// The unit of such an axis.
fn unit(scale: u8) -> UnitScale {
    UnitScale { factor: 10_u64.pow(scale.into()), ..UnitScale::default() }
}

/// Figures that are drawn, counted back from the latest.
const MOST_POINTS: usize = 300;

fn frame(scene: &Scene<'_>) -> Frame {
    let granted = &scene.granted;
    let pixels = |number: u32| i32::try_from(number.min(4000)).unwrap_or(4000) * 100;
    let width = pixels(granted.width_px.min(900));
    Frame { width, height: 32_000, font: pixels(granted.font_px.clamp(8, 64)), least: pixels(granted.least_px.max(24)) }
}

/// An indicator over time: its values, and the corners of its path, each where its day is.
pub(super) fn indicator(scene: &Scene<'_>, indicator: &Indicator, name: &str, sentence: &str) -> Option<Plan> {
    let words = scene.words;
    let corners = path(indicator);
    // More points than a reader can tell apart only take time: the table has all figures.
    let early = indicator.values.len().saturating_sub(MOST_POINTS);
    let values = indicator.values[early..].iter().filter_map(|value| Some((&value.period, value.value?)));
    let targets = indicator.targets.iter().filter_map(|target| Some((target.period.as_ref()?, target.value)));
    let baseline = indicator.baseline_period.as_ref().zip(indicator.baseline);
    let told: Vec<Quantity> = values.clone().chain(targets.clone()).chain(baseline).map(|(_, value)| value).collect();
    let scale = told.iter().map(|value| value.scale()).max()?;
    let unit_name = scene.say(&indicator.unit);
    let label = |value: Quantity| words.quantity(value);
    let named = |period: &str, series: &str, value: Quantity| {
        let measured = words.measured(value, unit_name);
        [[period, series].join(words.text("join.list")).as_str(), &measured].join(words.text("join.colon"))
    };
    let series = ["results.chart.measured", "results.chart.asked"].map(|key| words.text(key).to_owned());
    // One group a day: a baseline that was measured too stands once.
    let mut groups: Vec<(Day, String, [Value; 2])> = Vec::new();
    let mut put =
        |day: Day, period: String, at: usize, value: Value| match groups.iter_mut().find(|(known, ..)| *known == day) {
            Some((_, _, values)) => values[at] = value,
            None => {
                let mut values = [Value::default(), Value::default()];
                values[at] = value;
                groups.push((day, period, values));
            }
        };
    for (period, value) in values {
        let text = words.period(period.span, &period.text);
        let drawn =
            Value { amount: Some(length(value, scale)), label: label(value), name: named(&text, &series[0], value) };
        put(period.span.last, text, 0, drawn);
    }
    for corner in &corners {
        let period =
            targets.clone().chain(baseline).map(|(period, _)| period).find(|period| period.span.last == corner.day);
        let text = period.map(|period| words.period(period.span, &period.text)).unwrap_or_default();
        let drawn = Value {
            amount: Some(length(corner.value, scale)),
            label: label(corner.value),
            name: named(&text, &series[1], corner.value),
        };
        put(corner.day, text, 1, drawn);
    }
    if corners.is_empty() {
        for (period, value) in targets {
            let text = words.period(period.span, &period.text);
            let drawn = Value {
                amount: Some(length(value, scale)),
                label: label(value),
                name: named(&text, &series[1], value),
            };
            put(period.span.last, text, 1, drawn);
        }
    }
    if groups.len() < 2 {
        return None;
    }
    sort_by_key(&mut groups, |(day, ..)| *day);
    let first = groups[0].0;
    let group = |(day, label, values): (Day, String, [Value; 2])| Group {
        label,
        values: values.to_vec(),
        days: day.since(first),
        ..Group::default()
    };
    let is_late = scene
        .standings
        .indicators
        .iter()
        .zip(&scene.results.indicators)
        .any(|(standing, known)| known.id == indicator.id && standing.status == Status::Late);
    let tones = [if is_late { 9 } else { MEASURED }, ASKED];
    let line = |at: usize| Series { label: series[at].clone(), tone: tones[at], is_hollow: at == 1, is_line: true };
    Some(Plan {
        kind: ChartKind::Path,
        name: name.to_owned(),
        sentence: sentence.to_owned(),
        lang: words.lang().to_owned(),
        unit_line: if unit_name.is_empty() { String::new() } else { words.fill("unit.line", &[("unit", unit_name)]) },
        currency: Currency::UNSTATED,
        unit: unit(scale),
        series: vec![line(0), line(1)],
        panels: vec![Panel { label: String::new(), groups: groups.into_iter().map(group).collect() }],
        notes: Vec::new(),
        frame: frame(scene),
    })
}

/// Scores of what was evaluated, a bar an evaluator, in hundredths of the best score; a survey with too few answers is told, and not
/// drawn.
pub(super) fn scores(scene: &Scene<'_>, of: &[(String, Vec<&Evaluation>)], name: &str) -> Option<Plan> {
    let words = scene.words;
    let used =
        |kind: Evaluator| of.iter().any(|(_, all)| all.iter().any(|one| one.kind == kind && one.score.is_some()));
    let kinds: Vec<(Evaluator, u8)> = EVALUATORS.into_iter().filter(|(kind, _)| used(*kind)).collect();
    let value = |all: &[&Evaluation], kind: Evaluator, subject: &str| -> Value {
        let found = all.iter().filter(|one| one.kind == kind).find_map(|one| Some((*one, hundredths(one)?)));
        let title = evaluator_name(scene, kind);
        let (amount, label) = match found {
            None => (None, words.text("results.not-evaluated").to_owned()),
            Some((one, _)) if is_too_small(scene, one) => (None, words.text("results.too-few").to_owned()),
            Some((one, amount)) => (Some(amount), one.score.map(|score| words.quantity(score)).unwrap_or_default()),
        };
        let name = [[subject, title].join(words.text("join.list")).as_str(), &label].join(words.text("join.colon"));
        Value { amount, label, name }
    };
    let groups: Vec<Group> = of
        .iter()
        .map(|(subject, all)| Group {
            label: subject.clone(),
            values: kinds.iter().map(|(kind, _)| value(all, *kind, subject)).collect(),
            ..Group::default()
        })
        .filter(|group| group.values.iter().any(|value| value.amount.is_some()))
        .collect();
    if groups.is_empty() {
        return None;
    }
    let series = kinds.iter().map(|(kind, tone)| Series {
        label: evaluator_name(scene, *kind).to_owned(),
        tone: *tone,
        ..Series::default()
    });
    Some(Plan {
        kind: ChartKind::Bars,
        name: name.to_owned(),
        sentence: name.to_owned(),
        lang: words.lang().to_owned(),
        unit_line: words.text("results.of-hundred").to_owned(),
        currency: Currency::UNSTATED,
        unit: unit(2),
        series: series.collect(),
        panels: vec![Panel { label: String::new(), groups }],
        notes: Vec::new(),
        frame: frame(scene),
    })
}

/// A score of hundred, in hundredths.
fn hundredths(evaluation: &Evaluation) -> Option<Amount> {
    let score = evaluation.score?;
    Some(Amount::from_minor(score.nano() * 10_000 / evaluation.best().nano() * 100))
}

/// Whether so few answered that nothing is drawn of it.
pub(super) fn is_too_small(scene: &Scene<'_>, evaluation: &Evaluation) -> bool {
    let least = u64::try_from(scene.results.rule.least_answers).unwrap_or(0);
    evaluation.kind == Evaluator::Survey && evaluation.answered.is_none_or(|answered| answered < least)
}

pub(super) fn evaluator_name<'a>(scene: &Scene<'a>, kind: Evaluator) -> &'a str {
    let words: &'a crate::words::Words = scene.words;
    words.text(match kind {
        Evaluator::Own => "results.evaluator.self",
        Evaluator::ThirdParty => "results.evaluator.third-party",
        Evaluator::Survey => "results.evaluator.survey",
    })
}
