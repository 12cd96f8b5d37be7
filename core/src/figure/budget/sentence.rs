//! The sentence and the remarks: the sums of a level in, what a newspaper would say of them out; cannot fail.

use super::choose::key_words;
use super::place::Scene;
use crate::model::ELSEWHERE;
use crate::money::Amount;
use crate::profile::PhaseKind;

/// What the picture shows, in a sentence or two.
pub(super) fn write_sentence(scene: &Scene, whole: Amount) -> String {
    let words = scene.words;
    let amount = scene.amount_words(scene.total);
    let scope = scope(scene);
    let mut text = if scene.granted.path.is_empty() {
        words.fill("sentence.total", &[("scope", &scope), ("amount", &amount)])
    } else {
        let share = words.share(scene.total, whole);
        words.fill("sentence.part", &[("scope", &scope), ("amount", &amount), ("share", &share)])
    };
    let mut push = |sentence: String| {
        text.push_str(words.text("join.sentence"));
        text.push_str(&sentence);
    };
    if let Some(sentence) = other_phase(scene) {
        push(sentence);
    }
    if let Some([name, amount, share]) = part(scene, 0) {
        let next = part(scene, 1).filter(|_| scene.level.parts().len() > 2);
        let key = match &next {
            _ if scene.has_negative => "sentence.bars",
            Some(_) => "sentence.two",
            None => "sentence.largest",
        };
        let n = words.integer(scene.count_of(Amount::is_negative));
        let [name2, amount2, share2] = next.unwrap_or_default();
        let values = [
            ("n", n.as_str()),
            ("name", &name),
            ("amount", &amount),
            ("share", &share),
            ("name2", &name2),
            ("amount2", &amount2),
            ("share2", &share2),
        ];
        push(words.fill(key, &values));
    }
    text
}

/// Name, amount and share of the largest part, or of the next; what stands for the rest of many parts is none of them.
#[inline(never)]
fn part(scene: &Scene, rank: usize) -> Option<[String; 3]> {
    let axis = scene.model.axis(scene.level.axis?);
    let is_part = |index: &&usize| !axis.code(scene.level.parts()[**index].symbol).starts_with(ELSEWHERE);
    let index = *scene.order.iter().filter(is_part).nth(rank)?;
    let amount = scene.amount(index).filter(|amount| *amount > Amount::ZERO)?;
    Some([scene.part_label(index), scene.amount_words(amount), scene.share_words(amount)])
}

/// Where, in which direction, phase and year: "Education, expenditure, approved budget, 2014".
pub(super) fn scope(scene: &Scene) -> String {
    let words = scene.words;
    let mut parts: Vec<String> = Vec::new();
    if !scene.granted.path.is_empty() {
        parts.push(scene.here.clone());
    }
    let direction = scene.chosen.direction_words(scene.model, scene.profile, words);
    // 城乡社区支出 already says that it is expenditure.
    let direction = direction.filter(|direction| scene.granted.path.is_empty() || !holds(&scene.here, direction));
    for text in direction.iter().chain([&scene.status]).filter(|text| !text.is_empty()) {
        parts.push(if parts.is_empty() { text.clone() } else { words.inline(text) });
    }
    let year = scene.chosen.year();
    if !year.is_empty() {
        parts.push(words.year(year));
    }
    if words.text("scope.order") == "year-first" {
        parts.rotate_right(usize::from(!year.is_empty()));
    }
    if parts.is_empty() {
        return scene.title.clone();
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    parts.join(words.text("scope.join"))
}

fn holds(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len().max(1)).any(|window| window == part.as_bytes())
}

/// How far the money got against what was authorised, or what was authorised for what is shown. Only where each part has
/// both figures: a rate needs the same scope.
fn other_phase(scene: &Scene) -> Option<String> {
    let axis = scene.chosen.phase_axis?;
    let code = |index: usize| scene.model.axis(axis).code(scene.chosen.phases[index]);
    let kind = |index: usize| scene.profile.phases.iter().find(|phase| phase.id == code(index)).map(|phase| phase.kind);
    let shown = scene.chosen.phase;
    let is_authorised = |index: usize| kind(index) == Some(PhaseKind::Authorised);
    let other = if is_authorised(shown) {
        (0..scene.chosen.phases.len())
            .rev()
            .find(|index| matches!(kind(*index), Some(PhaseKind::Paid | PhaseKind::Audited)))?
    } else {
        (0..scene.chosen.phases.len()).rev().find(|index| is_authorised(*index))?
    };
    let (done, base) = if is_authorised(shown) { (other, shown) } else { (shown, other) };
    let name = |index: usize| key_words(scene.model, scene.profile, scene.words, axis, scene.chosen.phases[index]);
    let (amount, due) = (scene.level.total(done)?, scene.level.total(base)?);
    let is_stated = |part: usize, phase: usize| scene.level.amount(part, phase).is_some();
    let is_same_scope = (0..scene.level.parts().len()).all(|part| is_stated(part, done) == is_stated(part, base));
    if due <= Amount::ZERO || !is_same_scope {
        return None;
    }
    let values = [
        ("amount", scene.amount_words(scene.level.total(other)?)),
        ("done", name(done)),
        ("base", scene.words.inline(&name(base))),
        ("share", scene.words.share(amount, due)),
    ];
    let key = if other == done { "sentence.done" } else { "sentence.of-base" };
    Some(scene.words.fill(key, &values.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

/// What a reader must know besides.
pub(super) fn write_remarks(scene: &Scene) -> Vec<String> {
    let words = scene.words;
    let mut remarks = Vec::new();
    let mut counted = |key: &str, n: u64| {
        if n > 0 {
            remarks.push(words.fill(key, &[("n", &words.integer(n))]));
        }
    };
    // Of areas; a comparison shows what is below zero, zero or not stated as it is.
    if !scene.granted.view.compares() && !scene.granted.view.is_of_set() {
        counted("remark.negative", scene.count_of(Amount::is_negative));
        counted("remark.zero", scene.count_of(|amount| amount == Amount::ZERO));
        counted(
            "remark.blank",
            (0..scene.level.parts().len()).filter(|index| scene.amount(*index).is_none()).count() as u64,
        );
    }
    if scene.chosen.has_other_currencies {
        remarks.push(words.fill("remark.currency", &[("currency", &words.currency(scene.chosen.currency))]));
    }
    if !scene.chosen.currency.is_stated() {
        remarks.push(words.text("remark.unit-unstated").to_owned());
    }
    if scene.model.about.illustrative {
        remarks.push(words.text("remark.illustrative").to_owned());
    }
    remarks
}
