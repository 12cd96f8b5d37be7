//! What can be commented on now: the consultations of a service in, how far each is and where it is shown out; cannot fail.

use super::ConsultationFigure;
use super::scene::LONG;
use crate::address::{fill_language, is_followed};
use crate::consultation::Stage;
use crate::consultation::document::Brief;
use crate::day::Day;
use crate::figure::page::{Block, Card, Fact};
use crate::words::{Words, in_language};
use std::cmp::Reverse;

pub(super) fn place(list: &[Brief], words: &Words) -> ConsultationFigure {
    let mut figure = ConsultationFigure::default();
    let page = &mut figure.page;
    words.text("consultation.all").clone_into(&mut page.title);
    page.name.clone_from(&page.title);
    if list.is_empty() {
        page.empty = Some(words.text("consultation.all.none").to_owned());
        return figure;
    }
    let is_open = |listed: &&Brief| listed.stage == Stage::Open;
    let open = list.iter().filter(is_open).count();
    let key = if open == 0 { "consultation.all.closed" } else { "consultation.all.sentence" };
    page.sentence = words.fill(key, &[("n", &words.integer(open as u64))]);
    // What closes first, what comes next, then what was, the newest first.
    let mut sorted: Vec<&Brief> = list.iter().collect();
    sorted.sort_by_key(|listed| match listed.stage {
        Stage::Open => (0, listed.days[1], Reverse(None)),
        Stage::Planned => (1, listed.days[0].or(Day::new(9999, 12, 31)), Reverse(None)),
        Stage::Closed | Stage::Answered => (2, None, Reverse(listed.days[1])),
    });
    page.blocks.push(Block::Cards(sorted.into_iter().map(|listed| card(listed, words)).collect()));
    figure
}

fn card(listed: &Brief, words: &Words) -> Card {
    let fact = |key: &str, text: String| Fact { label: words.text(key).to_owned(), text, ..Fact::default() };
    let name = match in_language(&listed.names, words.lang()) {
        "" => &listed.id,
        name => name,
    };
    let days = listed.days.map(|day| day.map(|day| words.date(&day.iso())).unwrap_or_default());
    let left = listed.days_left.unwrap_or_default().to_string();
    let values = [("opens", days[0].as_str()), ("closes", days[1].as_str()), ("days", left.as_str())];
    let stage = words.fill(
        match (listed.stage, listed.days_left) {
            (Stage::Planned, _) if listed.days.contains(&None) => "consultation.stage.undated",
            (Stage::Planned, _) => "consultation.stage.planned",
            (Stage::Open, Some(0)) => "consultation.stage.last-day",
            (Stage::Open, Some(left)) if left > LONG => "consultation.stage.open-long",
            (Stage::Open, _) => "consultation.stage.open",
            (Stage::Closed, _) => "consultation.stage.closed",
            (Stage::Answered, _) => "consultation.stage.answered",
        },
        &values,
    );
    let mut facts = vec![fact("consultation.stage", stage)];
    let office = in_language(&listed.office, words.lang());
    if !office.is_empty() {
        facts.push(fact("consultation.office", office.to_owned()));
    }
    let page = fill_language(&listed.page, words.lang());
    if is_followed(&page) {
        facts.push(Fact { href: Some(page), ..fact("consultation.all.page", name.to_owned()) });
    }
    Card { title: name.to_owned(), goal: None, facts }
}
