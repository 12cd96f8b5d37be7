//! What others made of it: a scene in, evaluations of the same thing side by side with the gap between them out; cannot fail.

use super::scene::Scene;
use super::{ResultsFigure, chart};
use crate::figure::budget::{Cell, Table};
use crate::figure::page::{Block, Card, Fact};
use crate::model::results::{Evaluation, Evaluator, Of};
use crate::quantity::Quantity;

pub(super) fn write(scene: &Scene<'_>, figure: &mut ResultsFigure) {
    let words = scene.words;
    let all: Vec<&Evaluation> = scene.results.evaluations.iter().collect();
    let subjects = subjects(&all);
    let n = words.integer(all.len() as u64);
    let of = words.integer(subjects.len() as u64);
    figure.page.sentence = words.fill("results.evaluations.sentence", &[("n", &n), ("of", &of)]);
    let named: Vec<(String, Vec<&Evaluation>)> =
        subjects.iter().map(|(of, all)| (scene.name(*of), all.clone())).collect();
    figure.plan = chart::scores(scene, &named, words.text("results.scores"));
    figure.page.blocks.push(Block::Table(table(scene, &subjects)));
    for (of, all) in subjects {
        figure.page.blocks.push(Block::Heading(scene.name(of)));
        figure.page.blocks.extend(blocks(scene, &all));
    }
}

/// What was evaluated, a row each, with the scores of each kind of evaluator.
fn table(scene: &Scene<'_>, subjects: &[(Of, Vec<&Evaluation>)]) -> Table {
    let kinds = [Evaluator::Own, Evaluator::ThirdParty, Evaluator::Survey];
    let rows = subjects.iter().map(|(of, all)| {
        let of_kind = |kind: Evaluator| -> Cell {
            let scores = all.iter().filter(|one| one.kind == kind).map(|one| score(scene, one));
            Scene::text_cell(scores.collect::<Vec<_>>().join(scene.words.text("join.list")))
        };
        let cells = std::iter::once(Scene::text_cell(scene.name(*of))).chain(kinds.map(of_kind));
        Scene::row(Some(scene.goal(*of)), cells.collect())
    });
    let keys =
        ["results.promise", "results.evaluator.self#", "results.evaluator.third-party#", "results.evaluator.survey#"];
    scene.table(scene.words.text("results.scores").to_owned(), &keys, rows.collect(), None)
}

/// Evaluations by what they are of.
fn subjects<'a>(all: &[&'a Evaluation]) -> Vec<(Of, Vec<&'a Evaluation>)> {
    let mut subjects: Vec<(Of, Vec<&Evaluation>)> = Vec::new();
    for one in all {
        match subjects.iter_mut().find(|(of, _)| *of == one.of) {
            Some((_, known)) => known.push(one),
            None => subjects.push((one.of, vec![one])),
        }
    }
    subjects
}

/// Evaluations of one thing: the gap between them, and each in full, side by side.
pub(super) fn blocks(scene: &Scene<'_>, all: &[&Evaluation]) -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(gap(scene, all).map(Block::Said));
    blocks.push(Block::Cards(all.iter().map(|one| card(scene, one)).collect()));
    blocks
}

/// "92 of 100"; a survey that too few answered says so.
fn score(scene: &Scene<'_>, one: &Evaluation) -> String {
    let words = scene.words;
    if chart::is_too_small(scene, one) {
        return words.text("results.too-few").to_owned();
    }
    let Some(score) = one.score else { return String::new() };
    let most = one.most.map(|most| words.quantity(most)).unwrap_or_default();
    words.fill("results.score.of", &[("score", &words.quantity(score)), ("most", &most)])
}

fn when(scene: &Scene<'_>, one: &Evaluation) -> String {
    let days = one.days.map(|day| scene.date_or_blank(day));
    let days: Vec<&str> = days.iter().map(String::as_str).filter(|day| !day.is_empty()).collect();
    days.join(scene.words.text("results.until-sign"))
}

/// How far who is responsible and others are apart, where both have the same best score.
fn gap(scene: &Scene<'_>, all: &[&Evaluation]) -> Option<String> {
    let of = |kind: Evaluator| {
        let told = all.iter().filter(|one| one.kind == kind && !chart::is_too_small(scene, one));
        told.filter_map(|one| Some((one.score?, one.best()))).next_back()
    };
    let (own, others) = (of(Evaluator::Own)?, of(Evaluator::ThirdParty).or_else(|| of(Evaluator::Survey))?);
    if own.1 != others.1 {
        return None;
    }
    let scale = own.0.scale().max(others.0.scale());
    let mantissa = own.0.at_scale(scale) - others.0.at_scale(scale);
    let gap = Quantity::new(daylight_scan::Decimal { mantissa: mantissa.abs(), scale })?;
    let key = match mantissa {
        0 => "results.gap.none",
        1.. => "results.gap.above",
        _ => "results.gap.below",
    };
    let words = scene.words;
    let values = [("own", words.quantity(own.0)), ("others", words.quantity(others.0)), ("gap", words.quantity(gap))];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    Some(words.fill(key, &values))
}

fn card(scene: &Scene<'_>, one: &Evaluation) -> Card {
    let words = scene.words;
    let mut facts: Vec<Fact> = Vec::new();
    facts.extend(scene.fact("results.by", scene.say(&one.by)));
    facts.extend(scene.fact("results.score", score(scene, one)));
    facts.extend(scene.fact("results.when", when(scene, one)));
    facts.extend(scene.fact("results.method", scene.say(&one.method)));
    facts.extend(scene.fact("results.question", scene.say(&one.question)));
    if let Some(answered) = one.answered {
        let mut fact = scene.fact("results.answered", words.integer(answered)).unwrap_or_default();
        if let Some(asked) = one.asked.filter(|asked| *asked > 0) {
            let rate = u32::try_from((u128::from(answered) * 1000 / u128::from(asked)).min(1000)).unwrap_or(1000);
            let values = [("asked", words.integer(asked)), ("rate", words.thousandths(rate))];
            let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
            fact.more = words.fill("results.response", &values);
        }
        facts.push(fact);
    }
    if chart::is_too_small(scene, one) {
        let least = scene.results.rule.least_answers.to_string();
        facts.extend(scene.fact("results.not-drawn", words.fill("results.too-few.why", &[("least", &least)])));
    }
    facts.extend(scene.fact("results.verdict", scene.say(&one.verdict)));
    facts.extend(scene.document("results.report", &one.report));
    Card { title: chart::evaluator_name(scene, one.kind).to_owned(), goal: None, facts }
}
