//! Projects: records and what is chosen of them in, a notice of each in short, or the whole notice of one out; cannot fail.

use super::map::map;
use super::notice;
use super::scene::{FIRST_ROWS, Scene};
use super::{FundsFigure, Goal};
use crate::figure::page::{Block, Card, Fact, Tone};
use crate::model::funds::{Project, Thousandths};
use crate::money::Amount;
use crate::order::sort_by;
use crate::text::push_digits;
use crate::words::in_language;

#[inline(never)]
pub(super) fn write(scene: &Scene<'_>, figure: &mut FundsFigure) {
    match scene.project {
        Some(project) => notice::write(scene, project, figure),
        None => write_list(scene, figure),
    }
}

fn write_list(scene: &Scene<'_>, figure: &mut FundsFigure) {
    let (ledger, words) = (scene.ledger, scene.words);
    let mut chosen = chosen(scene);
    sort_by(&mut chosen, |one, other| ledger.projects[other.0].planned.cmp(&ledger.projects[one.0].planned));
    let projects = || chosen.iter().map(|(at, _)| &ledger.projects[*at]);
    let n = words.integer(chosen.len() as u64);
    let place = scene.here.map(|unit| scene.unit_name(unit));
    let year = scene.year_words();
    let planned = scene.amount(projects().filter_map(|project| project.planned).sum());
    let paid = scene.amount(chosen.iter().map(|(_, paid)| *paid).sum());
    let count = |is: fn(&Project) -> bool| words.integer(projects().filter(|project| is(project)).count() as u64);
    let (short, open) = (count(is_short), count(|project| project.accepted.is_none()));
    let mut values = vec![("n", n.as_str()), ("year", &year), ("planned", &planned), ("paid", &paid)];
    values.extend(place.as_deref().map(|place| ("place", place)));
    values.extend((short != "0").then_some(("short", short.as_str())));
    values.extend((open != "0").then_some(("open", open.as_str())));
    let key = if chosen.is_empty() { "funds.projects.none" } else { "funds.projects.sentence" };
    figure.page.sentence = words.fill(key, &values);
    if chosen.is_empty() {
        return;
    }
    if let Some((map, table)) = map(scene).filter(|_| scene.here.is_none()) {
        figure.map = Some(map);
        figure.page.blocks.push(Block::Table(table));
    }
    let (found, seek) = super::seek::seek(scene, &chosen);
    figure.seek = Some(seek);
    let most = if scene.granted.all_rows { found.len() } else { FIRST_ROWS };
    let cards: Vec<Card> =
        found.iter().take(most).map(|(at, paid)| card(scene, &ledger.projects[*at], *paid)).collect();
    if !cards.is_empty() {
        figure.page.blocks.push(Block::Cards(cards));
    }
    if found.len() > most {
        let values = [("most", words.integer(most as u64)), ("n", words.integer(found.len() as u64))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        figure.page.blocks.push(Block::Said(words.fill("funds.projects.more", &values)));
    }
}

/// The projects of the year, place and fund that are looked at, with what was paid for each. A project is of a fund that paid
/// for it.
fn chosen(scene: &Scene<'_>) -> Vec<(usize, Amount)> {
    let ledger = scene.ledger;
    let mut paid = vec![(Amount::ZERO, false); ledger.projects.len()];
    for payment in &ledger.payments {
        if let Some((sum, is_of_fund)) = payment.project.and_then(|project| paid.get_mut(project)) {
            *sum += payment.amount;
            *is_of_fund |= scene.choice.fund == Some(payment.pot.fund);
        }
    }
    let year = scene.choice.year.map(|year| ledger.years[year].as_str());
    let is_chosen = |at: usize| {
        let project = &ledger.projects[at];
        year.is_none_or(|year| project.year.is_empty() || project.year == year)
            && scene.here.is_none_or(|here| scene.is_within(project.unit, here))
            && (scene.choice.fund.is_none() || paid[at].1)
    };
    (0..ledger.projects.len()).filter(|at| is_chosen(*at)).map(|at| (at, paid[at].0)).collect()
}

fn card(scene: &Scene<'_>, project: &Project, paid: Amount) -> Card {
    let fact = |key: &str, text: String| Fact { label: scene.words.text(key).to_owned(), text, ..Fact::default() };
    let amount = |key: &str, amount: Option<Amount>| match amount {
        Some(amount) => fact(key, scene.amount(amount)),
        None => scene.missing(scene.words.text(key)),
    };
    let facts = vec![
        fact("funds.unit", scene.unit_name(project.unit)),
        amount("funds.planned", project.planned),
        amount("funds.project.paid", Some(paid)),
        delivered(scene, project),
        accepted(scene, project),
    ];
    Card { title: name(scene, project).to_owned(), goal: Some(Goal::Project(project.id.clone()).word()), facts }
}

/// A project's name, else its id.
pub(super) fn name<'a>(scene: &Scene<'_>, project: &'a Project) -> &'a str {
    let name = in_language(&project.names, scene.words.lang());
    if name.is_empty() { &project.id } else { name }
}

/// Whether less was delivered than was promised.
pub(super) fn is_short(project: &Project) -> bool {
    matches!((project.promised, project.delivered), (Some(promised), Some(delivered)) if delivered < promised)
}

/// What was delivered of what was promised.
pub(super) fn delivered(scene: &Scene<'_>, project: &Project) -> Fact {
    let words = scene.words;
    let measure = in_language(project.texts("measure"), words.lang());
    let label = words.text("funds.project.delivered");
    let (Some(promised), Some(delivered)) = (project.promised, project.delivered) else {
        let missing = scene.missing(label);
        let promised = project.promised.map(|promised| {
            let [promised] = quantities(scene, [promised]);
            words.fill("funds.project.promised-only", &[("promised", &promised), ("measure", measure)])
        });
        return Fact { more: promised.unwrap_or_default(), ..missing };
    };
    let short = promised - delivered;
    let [promised, delivered, lacking] = quantities(scene, [promised, delivered, short.abs()]);
    let values = [("promised", promised.as_str()), ("delivered", &delivered), ("measure", measure), ("n", &lacking)];
    let (more, tone) = match short {
        0 => ("funds.project.delivered.whole", Tone::Plain),
        1.. => ("funds.project.delivered.short", Tone::Missing),
        ..0 => ("funds.project.delivered.beyond", Tone::Plain),
    };
    Fact {
        label: label.to_owned(),
        text: words.fill("funds.project.delivered.of", &values),
        more: words.fill(more, &values),
        tone,
        ..Fact::default()
    }
}

/// Who accepted it and when.
pub(super) fn accepted(scene: &Scene<'_>, project: &Project) -> Fact {
    let label = scene.words.text("funds.project.accepted");
    let by = in_language(project.texts("accepted-by"), scene.words.lang());
    match (by, project.accepted) {
        ("", None) => scene.missing(label),
        (by, None) => Fact { more: by.to_owned(), ..scene.missing(label) },
        (by, Some(day)) => {
            Fact { label: label.to_owned(), text: scene.date(day), more: by.to_owned(), ..Fact::default() }
        }
    }
}

/// Quantities with as many decimals as the most exact of them needs, so that they can be compared at a glance.
fn quantities<const COUNT: usize>(scene: &Scene<'_>, all: [Thousandths; COUNT]) -> [String; COUNT] {
    let decimals =
        [1000, 100, 10].iter().take_while(|step| all.iter().any(|number| number % *step != 0)).count() as u32;
    all.map(|number| {
        let mut text = String::from(if number < 0 { "\u{2212}" } else { "" });
        text.push_str(&scene.words.integer(number.unsigned_abs() / 1000));
        if decimals > 0 {
            text.push_str(scene.words.text("number.decimal"));
            let part = number.unsigned_abs() % 1000 / 10_u64.pow(3 - decimals);
            push_digits(&mut text, part.into(), decimals as usize);
        }
        text
    })
}
