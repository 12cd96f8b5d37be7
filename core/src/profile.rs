//! Profiles: the JSON of a country or body in, its phases, units and directions out; fails where it is no JSON.
//!
//! What belongs to one country is data. Its schemes of codes, which only files need, are read by [`crate::scheme`]. Members that are not known here are passed over; members that are missing are blank.

pub mod consultation;
pub mod funds;
pub mod results;

use crate::json::{self, Node};
use crate::money::Currency;
use crate::order::sort_by_key;
use crate::words::in_language;

/// The profile of a package that names none.
const GENERIC: &str = include_str!("../../profiles/generic/profile.json");

/// Texts by language; `""` where the language is not said.
pub type Texts = Vec<(String, String)>;

/// A country's or body's words and rules, as far as figures need them.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Its id: the name of its folder.
    pub id: String,
    /// Its name.
    pub titles: Texts,
    /// The currency that its units speak of; `None` where they leave it open.
    pub currency: Option<Currency>,
    /// The phases in the order of the budget cycle.
    pub phases: Vec<Phase>,
    /// Revenue and expenditure, or what else there is, in the order of preference.
    pub directions: Vec<Direction>,
    /// Units of display, smallest first.
    pub units: Vec<UnitScale>,
}

/// What a figure of a phase is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PhaseKind {
    /// May be spent.
    #[default]
    Authorised,
    /// Promised to someone.
    Committed,
    /// Due.
    Recognised,
    /// Paid.
    Paid,
    /// Paid, and confirmed by an audit.
    Audited,
    /// A ceiling of what may be owed.
    Limit,
    /// Owed at the end of the year.
    Owed,
}

/// A phase of the budget cycle.
#[derive(Clone, Debug, Default)]
pub struct Phase {
    /// Its id.
    pub id: String,
    /// What its figures are worth.
    pub kind: PhaseKind,
    /// Its word in a Fiscal Data Package.
    pub fdp: String,
    /// Its name.
    pub titles: Texts,
    /// How files name it.
    pub aliases: Vec<String>,
    /// A remark that goes with its figures.
    pub notes: Texts,
}

/// Revenue, expenditure.
#[derive(Clone, Debug, Default)]
pub struct Direction {
    /// Its id.
    pub id: String,
    /// Its name.
    pub titles: Texts,
    /// How files name it.
    pub aliases: Vec<String>,
}

/// A unit of display.
#[derive(Clone, Debug, Default)]
pub struct UnitScale {
    /// Its id.
    pub id: String,
    /// How many major units of the currency it is; at least 1.
    pub factor: u64,
    /// Its name, in the languages that have one: 万元 is no English unit.
    pub titles: Texts,
    /// Whether the name says the currency too.
    pub names_currency: bool,
}

impl Profile {
    /// Reads a `profile.json`.
    ///
    /// # Errors
    /// Where it is no JSON.
    pub fn read(text: &str) -> Result<Self, json::Fault> {
        let node = json::read(text)?;
        let currency = node.text_of("currency").map(Currency::from_code);
        let list = |key: &str| node.get(key).map_or(&[][..], Node::list);
        let mut units: Vec<UnitScale> =
            list("units").iter().filter_map(|unit| read_unit(unit, currency.is_some())).collect();
        sort_by_key(&mut units, |unit| unit.factor);
        Ok(Self {
            id: text_of(&node, "id"),
            titles: texts(&node, "titles"),
            currency,
            phases: list("phases").iter().map(read_phase).collect(),
            directions: list("directions").iter().map(read_direction).collect(),
            units,
        })
    }

    /// The profile for a package that names none.
    pub fn generic() -> Self {
        // The text is a file of this repository, and a test reads it.
        Self::read(GENERIC).unwrap_or_default()
    }

    /// The phase that a file means by a text: its id, its word in a Fiscal Data Package, or an alias.
    pub fn phase(&self, text: &str) -> Option<&Phase> {
        let text = text.trim();
        let by = |test: &dyn Fn(&Phase) -> bool| self.phases.iter().find(|phase| test(phase));
        by(&|phase| phase.id.eq_ignore_ascii_case(text))
            .or_else(|| by(&|phase| phase.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(text))))
            .or_else(|| by(&|phase| phase.fdp.eq_ignore_ascii_case(text)))
    }

    /// The direction that a file means by a text.
    pub fn direction(&self, text: &str) -> Option<&Direction> {
        let text = text.trim();
        self.directions.iter().find(|direction| {
            direction.id.eq_ignore_ascii_case(text)
                || direction.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(text))
        })
    }

    /// The place of a phase in the budget cycle; phases the profile does not know come first, as the least advanced.
    pub fn phase_order(&self, id: &str) -> usize {
        self.phases.iter().position(|phase| phase.id == id).map_or(0, |index| index + 1)
    }

    /// The units that a language has names for, smallest first; else those with English names, else all.
    pub fn units_in(&self, lang: &str) -> Vec<&UnitScale> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or(tag).to_owned();
        let named = |wanted: &str| -> Vec<&UnitScale> {
            let is_named =
                |unit: &&UnitScale| unit.titles.iter().any(|(tag, _)| tag.is_empty() || primary(tag) == wanted);
            self.units.iter().filter(is_named).collect()
        };
        [primary(lang), "en".to_owned()]
            .iter()
            .map(|tag| named(tag))
            .find(|units| !units.is_empty())
            .unwrap_or_else(|| self.units.iter().collect())
    }
}

impl UnitScale {
    /// The name in a language.
    pub fn title(&self, lang: &str) -> &str {
        in_language(&self.titles, lang)
    }
}

fn read_phase(node: &Node) -> Phase {
    Phase {
        id: text_of(node, "id"),
        kind: match node.text_of("kind") {
            Some("committed") => PhaseKind::Committed,
            Some("recognised") => PhaseKind::Recognised,
            Some("paid") => PhaseKind::Paid,
            Some("audited") => PhaseKind::Audited,
            Some("limit") => PhaseKind::Limit,
            Some("owed") => PhaseKind::Owed,
            _ => PhaseKind::Authorised,
        },
        fdp: text_of(node, "fdp"),
        titles: texts(node, "titles"),
        aliases: aliases(node),
        notes: texts(node, "note"),
    }
}

fn read_direction(node: &Node) -> Direction {
    Direction { id: text_of(node, "id"), titles: texts(node, "titles"), aliases: aliases(node) }
}

fn read_unit(node: &Node, names_currency: bool) -> Option<UnitScale> {
    let factor = u64::try_from(node.get("factor")?.integer()?).ok().filter(|factor| *factor > 0)?;
    Some(UnitScale { id: text_of(node, "id"), factor, titles: texts(node, "titles"), names_currency })
}

fn aliases(node: &Node) -> Vec<String> {
    node.get("aliases").map_or(&[][..], Node::list).iter().filter_map(|alias| alias.text().map(str::to_owned)).collect()
}

pub(crate) fn text_of(node: &Node, key: &str) -> String {
    node.text_of(key).unwrap_or_default().to_owned()
}

/// A text by language, or one text for all.
pub(crate) fn texts(node: &Node, key: &str) -> Texts {
    node.get(key).map(texts_in).unwrap_or_default()
}

/// The same of the member itself.
pub(crate) fn texts_in(node: &Node) -> Texts {
    match node.text() {
        Some(text) => vec![(String::new(), text.to_owned())],
        None => {
            node.members().iter().filter_map(|(lang, text)| Some((lang.clone(), text.text()?.to_owned()))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CN: &str = include_str!("../../profiles/cn/profile.json");

    #[test]
    fn the_generic_profile_reads() {
        let generic = Profile::generic();
        assert_eq!(generic.id, "generic");
        assert_eq!(generic.phase("approved").map(|phase| phase.kind), Some(PhaseKind::Authorised));
        assert!(generic.phase_order("executed") > generic.phase_order("adjusted"));
        assert_eq!(generic.phase_order("something else"), 0);
        assert_eq!(generic.direction("支出").map(|direction| direction.id.as_str()), Some("expenditure"));
        assert!(generic.currency.is_none() && generic.units.is_empty(), "number words belong to languages");
    }

    #[test]
    fn a_countrys_words_are_data() {
        let cn = Profile::read(CN).unwrap();
        assert_eq!(cn.currency.map(|currency| currency.code().to_owned()).as_deref(), Some("CNY"));
        assert_eq!(cn.phase("决算").map(|phase| (phase.id.as_str(), phase.kind)), Some(("final", PhaseKind::Audited)));
        assert_eq!(cn.units_in("zh-Hans").last().map(|unit| unit.title("zh")), Some("亿元"));
        assert!(cn.units.iter().all(|unit| unit.names_currency));
        let factors = |lang: &str| cn.units_in(lang).iter().map(|unit| unit.factor).collect::<Vec<_>>();
        assert_eq!(factors("zh"), [1, 10_000, 100_000_000]);
        assert_eq!(factors("en"), [1, 1_000, 1_000_000, 1_000_000_000]);
        assert_eq!(factors("fr"), factors("en"));
    }

    #[test]
    fn what_is_unknown_or_missing_does_not_fail() {
        let profile = Profile::read("{\"id\":\"x\",\"units\":[{\"factor\":0},{\"factor\":\"many\"},{\"factor\":10,\"titles\":\"tens\"}],\"moon\":1}").unwrap();
        assert_eq!(profile.units.len(), 1);
        assert_eq!(profile.units_in("en")[0].title("fr"), "tens");
        assert!(Profile::read("{").is_err());
    }
}
