//! What became of comments: a scene in, the counts that were announced, answers, and the changed text with comment numbers in its
//! margin out; cannot fail.

use super::draft::depth;
use super::scene::Scene;
use super::{ClauseBox, ConsultationFigure};
use crate::consultation::change::{Fate, changes};
use crate::figure::budget::{Cell, Column, Table, TableRow};
use crate::figure::page::{Block, Card, Fact};
use crate::model::consultation::Disposition;

/// So many numbers of comments stand beside a clause; of more, how many.
const MOST_NUMBERS: usize = 12;

pub(super) fn write(scene: &Scene<'_>, figure: &mut ConsultationFigure) {
    let words = scene.words;
    let Some(clauses) = &scene.fetched.clauses else {
        figure.needs = Some(scene.addresses.adoption.clone());
        figure.page.blocks.push(Block::Said(words.text("consultation.loading").to_owned()));
        return;
    };
    let is_whole = figure.granted.path.is_empty();
    let blocks = &mut figure.page.blocks;
    if is_whole {
        blocks.extend(announced(scene).map(Block::Facts));
        blocks.push(Block::Table(outcomes(scene)));
        let channels = counts(scene, &scene.tally.channels, &scene.told.terms.channels);
        blocks.extend(table(scene, "consultation.channels", channels));
        let withheld = counts(scene, &scene.tally.withheld, &scene.told.terms.withholding);
        blocks.extend(table(scene, "consultation.withheld-why", withheld));
        let answers = answers(scene);
        if !answers.is_empty() {
            blocks.extend([Block::Heading(words.text("consultation.answers").to_owned()), Block::Cards(answers)]);
        }
    }
    let shown = |at: &usize| is_whole || scene.told.clauses[*at].id == figure.granted.path;
    let shown = (0..scene.told.clauses.len()).filter(shown);
    figure.clauses = shown.map(|at| clause(scene, at, clauses)).collect();
    if !figure.clauses.is_empty() {
        figure.clauses_label = words.text("consultation.changed").to_owned();
    }
}

/// When, and whether the numbers add up: computed here, in the reader's browser.
fn announced(scene: &Scene<'_>) -> Option<Vec<Fact>> {
    let announcement = scene.told.announcement.as_ref()?;
    let mut facts = Vec::new();
    if let Some(day) = announcement.day {
        facts.push(scene.fact("consultation.announced", scene.date(day)));
    }
    let received = announcement.received?;
    let counts: Vec<u64> = announcement.counts.iter().map(|count| count.unwrap_or_default()).collect();
    let sum = counts.iter().fold(0_u64, |sum, count| sum.saturating_add(*count));
    let shown: Vec<String> = counts.iter().map(|count| scene.words.integer(*count)).collect();
    let values = [("received", scene.words.integer(received)), ("sum", shown.join(" + "))];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let holds = sum == received && received == scene.tally.received;
    let key = if holds { "consultation.balance.holds" } else { "consultation.balance.differs" };
    let mut fact = scene.fact("consultation.received", scene.words.fill(key, &values));
    fact.tone = if holds { Default::default() } else { crate::figure::page::Tone::Missing };
    facts.push(fact);
    Some(facts)
}

fn outcomes(scene: &Scene<'_>) -> Table {
    let rows = Disposition::ALL.into_iter().zip(scene.tally.settled);
    let rows: Vec<_> = rows.map(|(disposition, count)| (scene.outcome(disposition).to_owned(), count)).collect();
    draw(scene, "consultation.outcomes", rows)
}

fn counts(
    scene: &Scene<'_>,
    counts: &[(String, u64)],
    known: &[(String, Vec<(String, String)>)],
) -> Vec<(String, u64)> {
    let name = |id: &str| {
        let titles = known.iter().find(|(known, _)| known == id).map(|(_, titles)| scene.say(titles));
        titles.unwrap_or(if id.is_empty() { scene.words.text("consultation.unsaid") } else { id }).to_owned()
    };
    counts.iter().map(|(id, count)| (name(id), *count)).collect()
}

fn table(scene: &Scene<'_>, key: &str, rows: Vec<(String, u64)>) -> Option<Block> {
    (!rows.is_empty()).then(|| Block::Table(draw(scene, key, rows)))
}

fn draw(scene: &Scene<'_>, key: &str, rows: Vec<(String, u64)>) -> Table {
    let words = scene.words;
    let cell = |text: String| Cell { text, ..Cell::default() };
    let row = |name: String, count: u64| TableRow {
        cells: vec![cell(name), cell(words.integer(count))],
        ..TableRow::default()
    };
    let all = rows.iter().fold(0_u64, |sum, (_, count)| sum.saturating_add(*count));
    let caption = words.text(key).to_owned();
    let column = |label: String, numeric: bool| Column { label, numeric, ..Column::default() };
    Table {
        columns: vec![column(caption.clone(), false), column(words.text("consultation.count").to_owned(), true)],
        total: Some(row(words.text("consultation.total").to_owned(), all)),
        rows: rows.into_iter().map(|(name, count)| row(name, count)).collect(),
        caption,
        ..Table::default()
    }
}

fn answers(scene: &Scene<'_>) -> Vec<Card> {
    let card = |answer: &crate::model::consultation::Answer| {
        let day = answer.day.map(|day| scene.date(day)).unwrap_or_default();
        let office = scene.say(&answer.office);
        let title = [office, day.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let fact = scene.fact("consultation.answer", scene.say(&answer.texts));
        Card { title: title.join(scene.words.text("join.title")), goal: None, facts: vec![fact] }
    };
    scene.told.answers.iter().map(card).collect()
}

/// A clause as it was asked about last, beside what was decided.
fn clause(scene: &Scene<'_>, at: usize, spoken: &[(usize, Vec<String>)]) -> ClauseBox {
    let words = scene.words;
    let clause = &scene.told.clauses[at];
    let before = clause.texts.last().map_or("", |(_, texts)| scene.say(texts));
    let after = scene.say(&clause.decided);
    let is_decided = scene.told.clauses.iter().any(|clause| !clause.decided.is_empty());
    let pieces = match is_decided {
        true => changes(before, after),
        false if before.is_empty() => Vec::new(),
        false => vec![(Fate::Same, before.to_owned())],
    };
    let is_changed = pieces.iter().any(|(fate, _)| *fate != Fate::Same);
    let fates = ["consultation.removed", "consultation.added"].map(|key| words.text(key).to_owned());
    let numbers = spoken.iter().find(|(clause, _)| *clause == at).map(|(_, numbers)| numbers.as_slice());
    let numbers = numbers.unwrap_or_default();
    let margin = match numbers {
        [] => String::new(),
        all => words.fill("consultation.margin", &[("ids", &all.join(words.text("join.list")))]),
    };
    let margin_many = match numbers.len() > MOST_NUMBERS {
        true => words.fill("consultation.margin.many", &[("n", &words.integer(numbers.len() as u64))]),
        false => String::new(),
    };
    ClauseBox {
        id: clause.id.clone(),
        title: scene.clause_title(at),
        depth: depth(scene, at),
        pieces,
        fates: if is_changed { fates } else { Default::default() },
        margin,
        margin_many,
        ..ClauseBox::default()
    }
}
