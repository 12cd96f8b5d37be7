//! Whether tables agree, in words: comparisons in, a claim for each rule and a sentence on all of them out; cannot fail.

use super::{Claim, Place, Source, Telling};
use crate::check::tableset::{Compared, Found, Outcome, State};
use crate::order::sort_by_key;
use crate::words::in_language;

impl Telling<'_> {
    /// How many tables of a set are there, and how their comparisons came out.
    pub(super) fn sentence(&self, found: &Found, source: Source<'_>) -> String {
        let forms = &source.sets[found.set].tables;
        let of_state = |state: State| found.tables.iter().filter(|table| table.state == state).count();
        let due = forms.iter().filter(|form| !form.is_optional()).count();
        let there = found.tables.len() - of_state(State::Missing);
        let counts = found.counts();
        let all = counts.equal + counts.rounded + counts.different;
        let number = |number: usize| self.words.integer(number as u64);
        let said = |count: usize| if count == 0 { String::new() } else { number(count) };
        let values = [
            ("set", in_language(&found.titles, self.words.lang()).to_owned()),
            ("due", number(due)),
            ("there", number(there)),
            ("empty", said(of_state(State::Empty) + of_state(State::EmptyUnsaid))),
            ("all", number(all)),
            ("equal", number(counts.equal)),
            ("rounded", said(counts.rounded)),
            ("different", said(counts.different)),
        ];
        let mut sentence = self.fill(if found.is_whole { "tables.whole" } else { "tables.some" }, &values);
        if all > 0 {
            sentence.push_str(self.words.text("join.sentence"));
            sentence.push_str(&self.fill("tables.compared", &values));
        }
        sentence
    }

    /// What should hold of a table, alone or with others: what does not hold first.
    pub(super) fn claims(&self, place: &Place<'_>) -> Vec<Claim> {
        let id = &place.table().id;
        let mut rules: Vec<(&str, Vec<&Compared>)> = Vec::new();
        for compared in place.found.compared.iter().filter(|compared| compared.tables.contains(id)) {
            match rules.iter_mut().find(|(rule, of)| *rule == compared.rule && of[0].tables == compared.tables) {
                Some((_, of)) => of.push(compared),
                None => rules.push((&compared.rule, vec![compared])),
            }
        }
        let mut claims: Vec<Claim> = rules.iter().map(|(rule, compared)| self.claim(rule, compared)).collect();
        sort_by_key(&mut claims, |claim| std::cmp::Reverse(claim.outcome));
        claims
    }

    fn claim(&self, rule: &str, compared: &[&Compared]) -> Claim {
        let of = |outcome: Outcome| compared.iter().filter(move |compared| compared.outcome == outcome);
        let agreed = match of(Outcome::Equal).count() {
            0 => String::new(),
            1 if compared.len() == 1 => self.words.fill("tables.same", &[("figure", &compared[0].figures[0])]),
            n => self.words.fill("tables.agreed", &[("n", &self.words.integer(n as u64))]),
        };
        let mut apart = Vec::new();
        for (outcome, key) in [(Outcome::Different, "tables.different"), (Outcome::Rounded, "tables.rounded")] {
            apart.extend(of(outcome).map(|compared| {
                let [left, right, difference] = compared.figures.clone();
                let row = compared.row.clone().unwrap_or_default();
                self.fill(key, &[("row", row), ("left", left), ("right", right), ("difference", difference)])
            }));
        }
        let unseen = of(Outcome::Unseen).count();
        if unseen > 0 {
            apart.push(self.words.fill("tables.unseen", &[("n", &self.words.integer(unseen as u64))]));
        }
        let outcome = compared.iter().map(|compared| compared.outcome).max().unwrap_or_default();
        Claim { outcome, rule: rule.to_owned(), agreed, apart }
    }

    /// A template with values, of which those that are blank are not given.
    pub(super) fn fill(&self, key: &str, values: &[(&str, String)]) -> String {
        let given = values.iter().filter(|(_, value)| !value.is_empty());
        let given: Vec<(&str, &str)> = given.map(|(name, value)| (*name, value.as_str())).collect();
        self.words.fill(key, &given)
    }
}
