//! What never mixes: a model and a wish in, one direction, currency, year and phase out, and what else could be chosen.

use super::{Choice, Switch, Wish};
use crate::model::{About, AxisId, Kind, Model};
use crate::money::Currency;
use crate::order::{sort_by, sort_by_key};
use crate::period::FiscalYear;
use crate::profile::Profile;
use crate::summary::{Question, sum_by};
use crate::words::{Words, in_language};
use daylight_scan::Symbol;

/// The keys in the order in which they are chosen: each leaves its options to the next.
const ORDER: [Kind; 4] = [Kind::Direction, Kind::Currency, Kind::Year, Kind::Phase];
const PHASE: usize = 3;

/// One of each key, with what could be chosen instead.
#[derive(Debug)]
pub(super) struct Chosen {
    /// Direction, currency and year: what every fact shown has.
    pub keep: Vec<(AxisId, Symbol)>,
    /// The axis of phases, if the data has one.
    pub phase_axis: Option<AxisId>,
    /// The phases that the chosen year has, in the order of the budget cycle.
    pub phases: Vec<Symbol>,
    /// Which of them is shown.
    pub phase: usize,
    /// The currency of everything shown.
    pub currency: Currency,
    /// Whether the data has other currencies.
    pub has_other_currencies: bool,
    /// Codes of what was chosen, blank where the data has no such key: direction, currency, year, phase.
    pub codes: [String; 4],
    /// Switches with more than one option.
    pub switches: Vec<Switch>,
    /// What was asked for and is not there.
    pub refused: Vec<String>,
}

impl Chosen {
    /// The code of the chosen year, if the data has years.
    pub fn year(&self) -> &str {
        &self.codes[2]
    }

    /// The words for the direction, if the data has directions.
    pub fn direction_words(&self, model: &Model, profile: &Profile, lang: &str) -> Option<String> {
        let axis = model.single(Kind::Direction)?;
        let symbol = model.axis(axis).codes.find(self.codes[0].as_bytes())?;
        (symbol != Symbol::BLANK).then(|| key_words(model, profile, lang, axis, symbol))
    }
}

/// Chooses what was wished for, else what a citizen looks for first: expenditure, the latest year, the phase that got farthest.
pub(super) fn choose(model: &Model, wish: &Wish, words: &Words, profile: &Profile) -> Chosen {
    let axes = ORDER.map(|kind| model.single(kind));
    let by: Vec<AxisId> = axes.iter().flatten().copied().collect();
    let groups = sum_by(model, &Question { by, keep: Vec::new() }).groups;
    // Each combination that occurs, with a blank for a key that the data does not have.
    let mut combinations: Vec<([Symbol; 4], u64)> = Vec::with_capacity(groups.len());
    for group in &groups {
        let mut parts = group.key.iter().copied();
        combinations.push((axes.map(|axis| axis.and_then(|_| parts.next()).unwrap_or(Symbol::BLANK)), group.count));
    }
    let wishes = [&wish.direction, &wish.currency, &wish.year, &wish.phase];
    let mut chosen = Chosen {
        keep: Vec::new(),
        phase_axis: axes[PHASE],
        phases: vec![Symbol::BLANK],
        phase: 0,
        currency: Currency::UNSTATED,
        has_other_currencies: false,
        codes: Default::default(),
        switches: Vec::new(),
        refused: Vec::new(),
    };
    for (slot, axis) in axes.into_iter().enumerate() {
        let Some(axis) = axis else {
            if !wishes[slot].is_empty() {
                chosen.refused.push(refusal(words, slot, wishes[slot], &[]));
            }
            continue;
        };
        let mut options = options_of(&combinations, slot);
        sort_options(&mut options, model, profile, axis, slot);
        let code = |symbol: Symbol| model.axis(axis).code(symbol);
        let wished = options.iter().copied().find(|symbol| is_meant(profile, slot, code(*symbol), wishes[slot]));
        if wished.is_none() && !wishes[slot].is_empty() {
            let allowed: Vec<&str> = options.iter().map(|symbol| code(*symbol)).collect();
            chosen.refused.push(refusal(words, slot, wishes[slot], &allowed));
        }
        let granted = wished.or_else(|| {
            // A phase that is wished for leads to a year that has it.
            let phase = axes[PHASE].filter(|_| slot < PHASE && !wish.phase.is_empty());
            let with_phase: Vec<_> = combinations
                .iter()
                .filter(|(key, _)| {
                    phase.is_some_and(|axis| is_meant(profile, PHASE, model.axis(axis).code(key[PHASE]), &wish.phase))
                })
                .copied()
                .collect();
            preferred(if with_phase.is_empty() { &combinations } else { &with_phase }, &options, slot)
        });
        let granted = granted.unwrap_or(Symbol::BLANK);
        code(granted).clone_into(&mut chosen.codes[slot]);
        match slot {
            PHASE => {
                chosen.phase = options.iter().position(|symbol| *symbol == granted).unwrap_or(0);
                chosen.phases.clone_from(&options);
            }
            _ => chosen.keep.push((axis, granted)),
        }
        if ORDER[slot] == Kind::Currency {
            chosen.currency = Currency::from_code(code(granted));
            chosen.has_other_currencies = options.len() > 1;
        }
        if options.len() > 1 {
            let lang = words.lang();
            let label = |symbol: Symbol| match ORDER[slot] {
                Kind::Currency => words.currency(Currency::from_code(code(symbol))),
                Kind::Year => words.year(code(symbol)),
                _ => key_words(model, profile, lang, axis, symbol),
            };
            let choice = |symbol: &Symbol| Choice {
                id: code(*symbol).to_owned(),
                label: label(*symbol),
                chosen: *symbol == granted,
            };
            chosen.switches.push(Switch {
                id: switch_id(slot),
                label: words.text(["switch.", switch_id(slot)].concat().as_str()).to_owned(),
                options: options.iter().map(choice).collect(),
            });
        }
        combinations.retain(|(key, _)| key[slot] == granted);
    }
    chosen
}

fn switch_id(slot: usize) -> &'static str {
    ORDER[slot].word().unwrap_or("")
}

fn options_of(combinations: &[([Symbol; 4], u64)], slot: usize) -> Vec<Symbol> {
    let mut options: Vec<Symbol> = combinations.iter().map(|(key, _)| key[slot]).collect();
    sort_by_key(&mut options, |symbol| *symbol);
    options.dedup();
    options
}

/// Directions and phases in the profile's order, years from early to late, currencies by code.
fn sort_options(options: &mut [Symbol], model: &Model, profile: &Profile, axis: AxisId, slot: usize) {
    let code = |symbol: &Symbol| model.axis(axis).code(*symbol);
    sort_by(options, |a, b| {
        let (a, b) = (code(a), code(b));
        let order = match ORDER[slot] {
            Kind::Phase => profile.phase_order(a).cmp(&profile.phase_order(b)),
            Kind::Year => FiscalYear::read(a).cmp(&FiscalYear::read(b)),
            Kind::Direction => direction_order(profile, a).cmp(&direction_order(profile, b)),
            _ => std::cmp::Ordering::Equal,
        };
        order.then_with(|| a.cmp(b))
    });
}

fn direction_order(profile: &Profile, code: &str) -> usize {
    profile.directions.iter().position(|direction| direction.id == code).unwrap_or(usize::MAX)
}

/// Whether a code is what a wish means: the code itself, or for a phase its word in a Fiscal Data Package or an alias.
fn is_meant(profile: &Profile, slot: usize, code: &str, wish: &str) -> bool {
    !wish.is_empty() && (code == wish || slot == PHASE && profile.phase(wish).is_some_and(|phase| phase.id == code))
}

/// The first direction, the currency of most rows, the last year and the last phase, among what occurs.
fn preferred(combinations: &[([Symbol; 4], u64)], options: &[Symbol], slot: usize) -> Option<Symbol> {
    let occurs = |symbol: &&Symbol| combinations.iter().any(|(key, _)| key[slot] == **symbol);
    match ORDER[slot] {
        Kind::Direction => options.iter().find(occurs).copied(),
        Kind::Currency => {
            let rows = |symbol: Symbol| {
                combinations.iter().filter(|(key, _)| key[slot] == symbol).map(|(_, count)| count).sum::<u64>()
            };
            options.iter().copied().max_by_key(|symbol| rows(*symbol))
        }
        _ => options.iter().rev().find(occurs).copied(),
    }
}

/// The words for a direction or a phase: the profile's, else the data's label, else the code.
pub(super) fn key_words(model: &Model, profile: &Profile, lang: &str, axis: AxisId, symbol: Symbol) -> String {
    let axis = model.axis(axis);
    let code = axis.code(symbol);
    let titles = match axis.kind {
        Kind::Phase => profile.phases.iter().find(|phase| phase.id == code).map(|phase| &phase.titles),
        Kind::Direction => {
            profile.directions.iter().find(|direction| direction.id == code).map(|direction| &direction.titles)
        }
        _ => None,
    };
    match titles.map(|titles| in_language(titles, lang)) {
        Some(title) if !title.is_empty() => title.to_owned(),
        _ => axis.label(symbol, lang).to_owned(),
    }
}

/// The words for the status of a whole package, whose phase stands in the descriptor.
pub(super) fn status_words(about: &About, profile: &Profile, lang: &str) -> String {
    let Some(status) = about.status.as_deref() else { return String::new() };
    let title = profile.phases.iter().find(|phase| phase.id == status).map(|phase| in_language(&phase.titles, lang));
    title.filter(|title| !title.is_empty()).unwrap_or(status).to_owned()
}

pub(super) fn refusal(words: &Words, slot: usize, value: &str, allowed: &[&str]) -> String {
    refusal_of(words, switch_id(slot), value, allowed)
}

/// "year has no value “1999”. Allowed: 2013, 2014."
pub(super) fn refusal_of(words: &Words, attribute: &str, value: &str, allowed: &[&str]) -> String {
    /// More than anyone reads.
    const MOST: usize = 20;
    let mut values = vec![("attribute", attribute), ("value", value)];
    let mut list = allowed[..allowed.len().min(MOST)].join(words.text("join.list"));
    if allowed.len() > MOST {
        list.push('…');
    }
    if !list.is_empty() {
        values.push(("allowed", &list));
    }
    words.fill("state.value-unknown", &values)
}
