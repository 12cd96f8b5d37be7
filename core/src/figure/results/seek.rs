//! Search among promises: all of them in, those that a reader asks for out, and what else can be asked for; cannot fail.
//!
//! A promise is found by parts of its name, its id, who answers for it and the goals that it serves, in any of the languages of the
//! data; of several words each must be found.

use super::scene::Scene;
use crate::figure::funds::search::folded;
use crate::figure::page::Seek;
use crate::model::results::Of;
use crate::summary::results::Status;

pub(super) fn seek(scene: &Scene<'_>, all: &[Of]) -> (Vec<Of>, Seek) {
    let (words, granted) = (scene.words, &scene.granted);
    let parts: Vec<String> = granted.query.split_whitespace().map(folded).collect();
    let of_kind = |of: &&Of| granted.kind.is_empty() || scene.kind(**of) == granted.kind;
    let named: Vec<Of> = all.iter().filter(of_kind).copied().filter(|of| is_named(scene, *of, &parts)).collect();
    let states = Status::ALL.into_iter().filter_map(|status| {
        let n = named.iter().filter(|of| scene.standing(**of).status == status).count() as u64;
        let is_wished = granted.status == status.word();
        let values = [("name", scene.status_name(status)), ("n", &words.integer(n))];
        let label = words.fill("results.kind-count", &values);
        (n > 0 || is_wished).then(|| (status.word().to_owned(), label, is_wished))
    });
    let states = states.collect();
    let wished = Status::from_word(&granted.status);
    let is_found = |of: &Of| wished.is_none_or(|status| scene.standing(*of).status == status);
    let found: Vec<Of> = named.into_iter().filter(is_found).collect();
    let is_asked = !parts.is_empty() || wished.is_some() || !granted.kind.is_empty();
    let [n, whole] = [found.len(), all.len()].map(|count| words.integer(count as u64));
    let key = if found.is_empty() { "results.seek.none" } else { "results.seek.found" };
    let said = if is_asked { words.fill(key, &[("n", &n), ("all", &whole)]) } else { String::new() };
    (found, Seek { label: words.text("results.seek").to_owned(), states, said })
}

/// Whether every part is in what a promise is called and what it serves.
pub(super) fn is_named(scene: &Scene<'_>, of: Of, parts: &[String]) -> bool {
    if parts.is_empty() {
        return true;
    }
    let mut texts: Vec<String> = Vec::new();
    let mut at = Some(of);
    while let Some(of) = at {
        texts.push(folded(scene.results.id(of)));
        texts.extend(scene.results.names(of).iter().map(|(_, name)| folded(name)));
        at = scene.above(of);
    }
    texts.push(folded(scene.office(of)));
    parts.iter().all(|part| texts.iter().any(|text| text.contains(part.as_str())))
}
