//! Comments that were published: a scene in, comments with what became of each and a search out; cannot fail.

use super::scene::Scene;
use super::{CommentBox, ConsultationFigure};
use crate::figure::page::Seek;
use crate::model::consultation::Comment;

/// So many comments are enough to read before more are looked for.
const ENOUGH: usize = 20;

pub(super) fn write(scene: &Scene<'_>, figure: &mut ConsultationFigure) {
    let words = scene.words;
    let told = scene.told;
    figure.comments_label = words.text("consultation.comments").to_owned();
    let Some(next) = &scene.fetched.next else {
        figure.needs = Some(scene.addresses.comments.clone());
        figure.comments_label = words.text("consultation.loading").to_owned();
        return;
    };
    let query = scene.granted.query.trim().to_lowercase();
    let is_wanted = |comment: &Comment| {
        let is_of = |theme: usize| told.themes[theme].id == scene.granted.theme;
        let is_themed = scene.granted.theme.is_empty() || comment.theme.is_some_and(is_of);
        let is_at = scene.granted.path.is_empty() || comment.subject == scene.granted.path;
        is_themed && is_at && (query.is_empty() || comment.text.to_lowercase().contains(&query))
    };
    let shown = (0..told.comments.len()).filter(|at| is_wanted(&told.comments[*at]));
    figure.comments = shown.map(|at| place(scene, at)).collect();
    let themes = told.themes.iter().map(|theme| {
        let is_chosen = theme.id == scene.granted.theme;
        (theme.id.clone(), scene.say(&theme.names).to_owned(), is_chosen)
    });
    let is_asked = !query.is_empty() || !scene.granted.theme.is_empty() || !scene.granted.path.is_empty();
    let count = |count: usize| words.integer(count as u64);
    let values = [("shown", count(figure.comments.len())), ("here", count(told.comments.len()))];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    figure.seek = Some(Seek {
        label: words.text("consultation.seek").to_owned(),
        states: themes.collect(),
        said: if is_asked { words.fill("consultation.seek.found", &values) } else { String::new() },
    });
    // A search goes on by itself through what was not fetched yet, until it has found enough to read.
    if is_asked && figure.comments.len() < ENOUGH && !next.is_empty() {
        figure.needs = Some(next.clone());
    }
    if !next.is_empty() {
        let all = words.integer(scene.tally.received);
        let values = [("here", count(told.comments.len())), ("all", all)];
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        figure.more = Some(words.fill("consultation.more", &values));
    }
}

pub(super) fn place(scene: &Scene<'_>, at: usize) -> CommentBox {
    let words = scene.words;
    let comment = &scene.told.comments[at];
    let joint = words.text("join.title");
    let mut head = vec![words.fill("consultation.number", &[("id", &comment.id)])];
    head.extend(comment.received.map(|day| scene.date(day)));
    if !comment.channel.is_empty() {
        head.push(scene.title(&scene.told.terms.channels, &comment.channel).to_owned());
    }
    head.extend(scene.subject_title(comment));
    let mut voices = Vec::new();
    if !comment.name.is_empty() {
        voices.push(comment.name.clone());
    }
    let same = scene.fetched.same.get(at).copied().unwrap_or_default();
    if same > 0 {
        voices.push(words.fill("consultation.same", &[("n", &words.integer(same))]));
    }
    if let Some(voice) = comment.voice {
        voices.push(words.fill("consultation.same-as", &[("id", &scene.told.comments[voice].id)]));
    }
    let is_withheld = !comment.withheld.is_empty();
    let withheld = || scene.title(&scene.told.terms.withholding, &comment.withheld);
    let outcome = comment.disposition.map(|disposition| scene.outcome(disposition).to_owned());
    let reason = scene.say(&comment.reason);
    let answer = comment.answer.map_or("", |at| scene.say(&scene.told.answers[at].texts));
    let answered: Vec<&str> = [reason, answer].into_iter().filter(|text| !text.is_empty()).collect();
    CommentBox {
        head: head.join(joint),
        text: match is_withheld {
            true => words.fill("consultation.withheld-for", &[("reason", withheld())]),
            false => comment.text.clone(),
        },
        is_withheld,
        voices: voices.join(joint),
        outcome: outcome.unwrap_or_default(),
        answer: answered.join("\n"),
    }
}
