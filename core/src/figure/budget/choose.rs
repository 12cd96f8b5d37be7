//! What never mixes: a model and a wish in, one direction, currency, year and phase out, and what else could be chosen.

use super::{Choice, Refusal, Switch, Wish};
use crate::model::{About, AxisId, Builder, Kind, Model};
use crate::money::{Amount, Currency};
use crate::order::sort_by;
use crate::period::FiscalYear;
use crate::profile::{PhaseKind, Profile};
use crate::words::{Words, in_language};
use daylight_scan::Symbol;

/// The keys in the order in which they are chosen: each leaves its options to the next.
const ORDER: [Kind; 4] = [Kind::Direction, Kind::Currency, Kind::Year, Kind::Phase];
const YEAR: usize = 2;
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
    pub refused: Vec<Refusal>,
}

impl Chosen {
    /// The code of the chosen year, if the data has years.
    pub fn year(&self) -> &str {
        &self.codes[2]
    }

    /// The phase of the budget and that of what became of it, where the year has both: what was authorised last and what got
    /// farthest, or the phase that is shown.
    pub fn budget_and_outturn(&self, model: &Model, profile: &Profile) -> Option<[Symbol; 2]> {
        self.pair(model, profile, [&[PhaseKind::Authorised], &[PhaseKind::Paid, PhaseKind::Audited]])
    }

    /// The phase of the limit of debt and that of debt itself, where the year has both.
    pub fn limit_and_debt(&self, model: &Model, profile: &Profile) -> Option<[Symbol; 2]> {
        self.pair(model, profile, [&[PhaseKind::Limit], &[PhaseKind::Owed]])
    }

    /// The phases of two kinds: the one that is shown, else the last.
    fn pair(&self, model: &Model, profile: &Profile, kinds: [&[PhaseKind]; 2]) -> Option<[Symbol; 2]> {
        let axis = model.axis(self.phase_axis?);
        let shown = self.phases.get(self.phase);
        let last = |kinds: &[PhaseKind]| {
            let is_such = |phase: &&Symbol| {
                let known = profile.phases.iter().find(|known| known.id == axis.code(**phase));
                known.is_some_and(|known| kinds.contains(&known.kind))
            };
            shown.filter(is_such).or_else(|| self.phases.iter().rev().find(is_such)).copied()
        };
        Some([last(kinds[0])?, last(kinds[1])?])
    }

    /// The words for the direction, if the data has directions.
    pub fn direction_words(&self, model: &Model, profile: &Profile, words: &Words) -> Option<String> {
        let axis = model.single(Kind::Direction)?;
        let symbol = model.axis(axis).codes.find(self.codes[0].as_bytes())?;
        (symbol != Symbol::BLANK).then(|| key_words(model, profile, words, axis, symbol))
    }
}

/// A combination of keys that occurs, with a blank for a key that the data does not have.
struct Combination {
    key: [Symbol; ORDER.len()],
    rows: u64,
}

/// Chooses what was wished for, else what a citizen looks for first: expenditure, the latest year, the phase that got farthest.
pub(super) fn choose(model: &Model, wish: &Wish, words: &Words, profile: &Profile) -> Chosen {
    let mut chosen = Chosen {
        keep: Vec::new(),
        phase_axis: model.single(Kind::Phase),
        phases: vec![Symbol::BLANK],
        phase: 0,
        currency: Currency::UNSTATED,
        has_other_currencies: false,
        codes: Default::default(),
        switches: Vec::new(),
        refused: Vec::new(),
    };
    let mut combinations = combinations(model);
    for (slot, wished) in [&wish.direction, &wish.currency, &wish.year, &wish.phase].into_iter().enumerate() {
        let kind = ORDER[slot];
        let Some(axis) = model.single(kind) else {
            if !wished.is_empty() {
                chosen.refused.push(Refusal::new(word(slot), wished));
            }
            continue;
        };
        let code = |symbol: Symbol| model.axis(axis).code(symbol);
        let options = options(&combinations, slot, model, axis, profile);
        let mut granted = options.iter().copied().find(|symbol| is_meant(profile, kind, code(*symbol), wished));
        if granted.is_none() && !wished.is_empty() {
            chosen.refused.push(Refusal::of_key((model, profile, words), axis, wished, &options));
        }
        if granted.is_none() && kind == Kind::Year {
            granted = year_with_phase(&combinations, &options, model, profile, &wish.phase);
        }
        // Options stand so that the usual one is the first of directions and currencies, the last of years and phases.
        let usual = if slot < YEAR { options.first() } else { options.last() };
        let granted = granted.or(usual.copied()).unwrap_or(Symbol::BLANK);
        code(granted).clone_into(&mut chosen.codes[slot]);
        combinations.retain(|combination| combination.key[slot] == granted);
        if options.len() > 1 {
            let choice = |symbol: &Symbol| Choice {
                id: code(*symbol).to_owned(),
                label: key_words(model, profile, words, axis, *symbol),
                chosen: *symbol == granted,
            };
            chosen.switches.push(Switch {
                id: word(slot),
                label: words.text(&["switch.", word(slot)].concat()).to_owned(),
                options: options.iter().map(choice).collect(),
            });
        }
        match kind {
            Kind::Phase => {
                chosen.phase = options.iter().position(|symbol| *symbol == granted).unwrap_or(0);
                chosen.phases = options;
                continue;
            }
            Kind::Currency => {
                chosen.currency = Currency::from_code(code(granted));
                chosen.has_other_currencies = options.len() > 1;
            }
            _ => {}
        }
        chosen.keep.push((axis, granted));
    }
    chosen
}

fn word(slot: usize) -> &'static str {
    ORDER[slot].word().unwrap_or("")
}

fn combinations(model: &Model) -> Vec<Combination> {
    let axes = ORDER.map(|kind| model.single(kind));
    let mut rows = Builder::new(ORDER.len());
    for fact in model.facts_of(&[]) {
        rows.add_sum(&axes.map(|axis| axis.map_or(Symbol::BLANK, |axis| fact.key[axis.0])), Amount::ZERO, fact.count);
    }
    let mut combinations = Vec::new();
    for fact in rows.facts() {
        let mut key = [Symbol::BLANK; ORDER.len()];
        key.copy_from_slice(fact.key);
        combinations.push(Combination { key, rows: fact.count.into() });
    }
    combinations
}

/// The codes that occur: directions and phases in the profile's order, currencies by rows, years from early to late.
fn options(combinations: &[Combination], slot: usize, model: &Model, axis: AxisId, profile: &Profile) -> Vec<Symbol> {
    let mut ranked: Vec<(u64, Symbol)> = Vec::new();
    for combination in combinations {
        let symbol = combination.key[slot];
        if let Some(known) = ranked.iter_mut().find(|known| known.1 == symbol) {
            if ORDER[slot] == Kind::Currency {
                known.0 -= combination.rows;
            }
            continue;
        }
        let code = model.axis(axis).code(symbol);
        let rank = match ORDER[slot] {
            Kind::Phase => profile.phase_order(code) as u64,
            Kind::Year => FiscalYear::read(code).map_or(0, |year| u64::from(year.first) << 16 | u64::from(year.last)),
            Kind::Direction => {
                profile.directions.iter().position(|direction| direction.id == code).unwrap_or(usize::MAX) as u64
            }
            _ => u64::MAX - combination.rows,
        };
        ranked.push((rank, symbol));
    }
    let code = |symbol: Symbol| model.axis(axis).code(symbol);
    sort_by(&mut ranked, |a: &(u64, Symbol), b: &(u64, Symbol)| a.0.cmp(&b.0).then_with(|| code(a.1).cmp(code(b.1))));
    ranked.into_iter().map(|(_, symbol)| symbol).collect()
}

/// Whether a code is what a wish means: the code itself, or for a phase its word in a Fiscal Data Package or an alias.
fn is_meant(profile: &Profile, kind: Kind, code: &str, wish: &str) -> bool {
    let is_alias = || kind == Kind::Phase && profile.phase(wish).is_some_and(|phase| phase.id == code);
    !wish.is_empty() && (code == wish || is_alias())
}

/// The latest year that has the phase wished for.
fn year_with_phase(
    combinations: &[Combination],
    years: &[Symbol],
    model: &Model,
    profile: &Profile,
    wish: &str,
) -> Option<Symbol> {
    let phases = model.axis(model.single(Kind::Phase)?);
    let has = |year: &Symbol| {
        let same = |combination: &&Combination| combination.key[YEAR] == *year;
        let mut codes = combinations.iter().filter(same).map(|combination| phases.code(combination.key[PHASE]));
        codes.any(|code| is_meant(profile, Kind::Phase, code, wish))
    };
    years.iter().rev().find(|year| has(year)).copied()
}

/// The words for a direction or a phase, the profile's, for a year or a currency, the language's; else the data's label.
pub(super) fn key_words(model: &Model, profile: &Profile, words: &Words, axis: AxisId, symbol: Symbol) -> String {
    let axis = model.axis(axis);
    let code = axis.code(symbol);
    let titles = match axis.kind {
        Kind::Phase => profile.phases.iter().find(|phase| phase.id == code).map(|phase| &phase.titles),
        Kind::Direction => {
            profile.directions.iter().find(|direction| direction.id == code).map(|direction| &direction.titles)
        }
        Kind::Currency => return words.currency(Currency::from_code(code)),
        Kind::Year => return words.year(code),
        _ => None,
    };
    match titles.map(|titles| in_language(titles, words.lang())) {
        Some(title) if !title.is_empty() => title.to_owned(),
        _ => axis.label(symbol, words.lang()).to_owned(),
    }
}

/// The words for the status of a whole package, whose phase stands in the descriptor.
pub(super) fn status_words(about: &About, profile: &Profile, lang: &str) -> String {
    let Some(status) = about.status.as_deref() else { return String::new() };
    let title = profile.phases.iter().find(|phase| phase.id == status).map(|phase| in_language(&phase.titles, lang));
    title.filter(|title| !title.is_empty()).unwrap_or(status).to_owned()
}
