//! What is asked: dates, the steps of the procedure, documents, and the draft clause by clause with a form; a scene in, boxes out;
//! cannot fail.

use super::form::{self, Entry};
use super::scene::Scene;
use super::{ClauseBox, ConsultationFigure};
use crate::consultation::Stage;
use crate::consultation::change::Fate;
use crate::figure::page::{Block, Fact, Tone};
use crate::model::consultation::{Document, Purpose, Scope, Step};
use crate::words::tagged_in_language;

pub(super) fn write(scene: &Scene<'_>, entry: &Entry, figure: &mut ConsultationFigure) {
    let words = scene.words;
    let about = facts(scene);
    let is_whole = figure.granted.path.is_empty();
    let blocks = &mut figure.page.blocks;
    let summary = scene.say(&scene.told.summary);
    if is_whole {
        if !summary.is_empty() {
            blocks.push(Block::Said(summary.to_owned()));
        }
        blocks.push(Block::Facts(about));
        let mut add = |key: &str, facts: Vec<Fact>| {
            if !facts.is_empty() {
                blocks.extend([Block::Heading(words.text(key).to_owned()), Block::Facts(facts)]);
            }
        };
        add("consultation.documents", documents(scene));
        // What is open to whatever was published decides nothing itself.
        if scene.told.scope == Scope::Draft || !scene.told.steps.is_empty() {
            let steps = steps(scene);
            let heading = Block::Heading(words.text("consultation.procedure").to_owned());
            figure.after = vec![heading, Block::Facts(steps)];
        }
    }
    figure.clauses_label = words.text("consultation.clauses").to_owned();
    let shown = |at: &usize| is_whole || is_within(scene, *at, &figure.granted.path);
    figure.clauses = (0..scene.told.clauses.len()).filter(shown).map(|at| clause(scene, at)).collect();
    if figure.clauses.is_empty() {
        figure.clauses_label.clear();
    }
    if scene.can_comment() {
        figure.needs = scene.subject_needed();
        figure.form = Some(form::comment(scene, entry));
    } else if scene.standing.stage == Stage::Open {
        let key = if scene.is_vouched() { "consultation.vouched" } else { "consultation.no-service" };
        figure.page.remarks.push(words.text(key).to_owned());
    }
}

/// Whether a clause has an id, or is a part of one that has it.
fn is_within(scene: &Scene<'_>, at: usize, id: &str) -> bool {
    let mut here = Some(at);
    // No longer way than there are clauses: a draft may be a part of itself by mistake.
    for _ in 0..=scene.told.clauses.len() {
        let Some(clause) = here.map(|at| &scene.told.clauses[at]) else { return false };
        if clause.id == id {
            return true;
        }
        here = clause.parent;
    }
    false
}

fn facts(scene: &Scene<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (at, round) in scene.told.rounds.iter().enumerate() {
        let (text, more) = scene.period(at);
        let name = scene.say(&round.names);
        let fact = scene.fact("consultation.period", text);
        let label = if name.is_empty() { fact.label.clone() } else { name.to_owned() };
        facts.push(Fact { label, more, ..fact });
    }
    let office = scene.say(&scene.told.office);
    if !office.is_empty() {
        facts.push(scene.fact("consultation.office", office));
    }
    if let Some(day) = scene.told.answer_by {
        facts.push(scene.fact("consultation.answer-by", scene.date(day)));
    }
    if let Some(day) = scene.told.decided {
        facts.push(scene.fact("consultation.decided", scene.date(day)));
    }
    if scene.tally.received > 0 {
        let mut fact = scene.fact("consultation.received", scene.words.integer(scene.tally.received));
        let same = scene.tally.received - scene.tally.voices.min(scene.tally.received);
        if same > 0 {
            fact.more = scene.words.fill("consultation.voices", &[("n", &scene.words.integer(scene.tally.voices))]);
        }
        facts.push(fact);
    }
    facts
}

fn documents(scene: &Scene<'_>) -> Vec<Fact> {
    let shown = scene.told.documents.iter().filter(|document| document.purpose != Some(Purpose::Evidence));
    let fact = |document: &Document| {
        let key = match document.purpose {
            Some(Purpose::Draft) => "consultation.purpose.draft",
            Some(Purpose::Explanation) => "consultation.purpose.explanation",
            Some(Purpose::Decision) => "consultation.purpose.decision",
            _ => "consultation.purpose.basis",
        };
        let fact = scene.fact(key, scene.say(&document.names));
        let is_address = scene.leads(&document.address);
        let day = document.day.map(|day| scene.date(day)).unwrap_or_default();
        Fact {
            href: is_address.then(|| document.address.clone()),
            more: if is_address { day } else { [document.address.as_str(), &day].join(" ").trim().to_owned() },
            ..fact
        }
    };
    shown.map(fact).collect()
}

/// The steps that the profile requires, and those that were taken; each with its day and what shows it.
fn steps(scene: &Scene<'_>) -> Vec<Fact> {
    let terms = &scene.told.terms.steps;
    let taken = |id: &str| scene.told.steps.iter().find(|step| step.kind == id);
    let known = terms.iter().filter(|step| step.required || taken(&step.id).is_some());
    let mut facts: Vec<Fact> = known.map(|known| step(scene, scene.say(&known.titles), taken(&known.id))).collect();
    let others = scene.told.steps.iter().filter(|step| terms.iter().all(|known| known.id != step.kind));
    facts.extend(others.map(|other| step(scene, &other.kind, Some(other))));
    facts
}

fn step(scene: &Scene<'_>, label: &str, step: Option<&Step>) -> Fact {
    let words = scene.words;
    let exempt = step.map_or("", |step| scene.say(&step.exemption));
    let done = step.and_then(|step| step.done);
    let (text, tone) = match done {
        Some(day) => (words.fill("consultation.step.done", &[("date", &scene.date(day))]), Tone::Plain),
        None if !exempt.is_empty() => (words.fill("consultation.step.exempt", &[("reason", exempt)]), Tone::Plain),
        None => (words.text("consultation.step.open").to_owned(), Tone::Waiting),
    };
    let evidence = step.and_then(|step| step.evidence).map(|at| &scene.told.documents[at]);
    let href = evidence.map(|document| document.address.clone()).filter(|address| scene.leads(address));
    let more = evidence.map(|document| scene.say(&document.names).to_owned()).unwrap_or_default();
    Fact { label: label.to_owned(), text, more, href, tone, ..Fact::default() }
}

/// A clause as it is asked about now.
fn clause(scene: &Scene<'_>, at: usize) -> ClauseBox {
    let clause = &scene.told.clauses[at];
    let round = scene.standing.round.unwrap_or_default();
    let texts = clause.text_in(round).map(Vec::as_slice).unwrap_or_default();
    let (lang, text) = tagged_in_language(texts, scene.words.lang()).cloned().unwrap_or_default();
    let is_other = !lang.is_empty() && lang != scene.words.lang();
    let why = scene.say(&clause.explanation);
    let title = scene.clause_title(at);
    ClauseBox {
        id: clause.id.clone(),
        depth: depth(scene, at),
        pieces: if text.is_empty() { Vec::new() } else { vec![(Fate::Same, text)] },
        lang: is_other.then_some(lang),
        why: if why.is_empty() {
            Default::default()
        } else {
            (scene.words.text("consultation.why").to_owned(), why.to_owned())
        },
        comment: scene.can_comment().then(|| scene.words.fill("consultation.comment-on", &[("clause", &title)])),
        title,
        ..ClauseBox::default()
    }
}

/// How many clauses it is a part of, 3 at most.
pub(super) fn depth(scene: &Scene<'_>, at: usize) -> u8 {
    let mut depth = 0;
    let mut above = scene.told.clauses[at].parent;
    while let (Some(at), true) = (above, depth < 3) {
        depth += 1;
        above = scene.told.clauses[at].parent;
    }
    depth
}
