//! What differs between two models: totals, and facts that were added, removed or changed; cannot fail.

use super::{Question, sum_by};
use crate::model::{About, Axis, AxisId, Model};
use crate::money::{Amount, Currency};
use std::collections::BTreeMap;

/// What differs between two models.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// Totals for each year, stage, direction and currency, those that differ.
    pub totals: Vec<Change>,
    /// Sums of rows with the same codes, those that differ.
    pub facts: Vec<Change>,
    /// Codes that have another label.
    pub labels: Vec<Relabelled>,
    /// What the packages say of themselves, where it differs.
    pub about: Vec<Restated>,
    /// Columns that only the first has, by name.
    pub only_before: Vec<String>,
    /// Columns that only the second has.
    pub only_after: Vec<String>,
}

/// A sum that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is a sum of.
    pub key: Vec<Part>,
    /// Its currency.
    pub currency: Currency,
    /// Amount and rows in the first model; `None` where it has no such row.
    pub before: Option<(Amount, u64)>,
    /// Amount and rows in the second.
    pub after: Option<(Amount, u64)>,
}

/// A code whose label differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relabelled {
    /// The code.
    pub code: String,
    /// The language, blank where the packages do not say.
    pub language: String,
    /// The label in the first model.
    pub before: String,
    /// The label in the second.
    pub after: String,
}

/// What two packages say of themselves and do not say alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restated {
    /// `title`, `publisher`, `as-of`, `licence`, `status` or `sources`.
    pub what: &'static str,
    /// In the first model; blank where it says nothing.
    pub before: String,
    /// In the second.
    pub after: String,
}

/// A code of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The column, such as `functional:1`.
    pub column: String,
    /// The code.
    pub code: String,
    /// Its labels by language.
    pub labels: Vec<(String, String)>,
}

/// A sum's codes in all columns, with its currency.
type Key = (Vec<String>, Currency);

/// Compares two models by the columns that both have.
pub fn compare_models(before: &Model, after: &Model) -> Difference {
    let columns = columns(before);
    let others = self::columns(after);
    let common: Vec<(String, AxisId, AxisId)> = columns
        .iter()
        .filter_map(|(name, id)| Some((name.clone(), *id, others.iter().find(|(other, _)| other == name)?.1)))
        .collect();
    let missing = |of: &[(String, AxisId)]| {
        let names = of.iter().map(|(name, _)| name).filter(|name| common.iter().all(|(known, ..)| known != *name));
        names.cloned().collect()
    };
    let keys: Vec<_> = common.iter().filter(|(_, id, _)| before.axis(*id).kind.is_always_a_key()).cloned().collect();
    Difference {
        totals: changes(before, after, &keys),
        facts: changes(before, after, &common),
        labels: relabelled(before, after, &common),
        about: restated(&before.about, &after.about),
        only_before: missing(&columns),
        only_after: missing(&others),
    }
}

/// The columns of a model by name; the same name twice is told apart by its place.
fn columns(model: &Model) -> Vec<(String, AxisId)> {
    let mut columns: Vec<(String, AxisId)> = Vec::new();
    for at in 0..model.axes.len() {
        let axis = model.axis(AxisId(at));
        let levels = model.dimensions.iter().find(|dimension| dimension.axes.contains(&AxisId(at)));
        let mut name = axis.name(levels.map_or(1, |dimension| dimension.axes.len()));
        while columns.iter().any(|(known, _)| *known == name) {
            name.push('\'');
        }
        columns.push((name, AxisId(at)));
    }
    columns
}

fn changes(before: &Model, after: &Model, columns: &[(String, AxisId, AxisId)]) -> Vec<Change> {
    let sums = |model: &Model, by: Vec<AxisId>| {
        let groups = sum_by(model, &Question { by: by.clone(), keep: Vec::new() }).groups;
        let sum = |group: super::Group| {
            let codes = by.iter().zip(&group.key).map(|(id, symbol)| model.axis(*id).code(*symbol).to_owned());
            ((codes.collect(), group.currency), (group.amount, group.count))
        };
        groups.into_iter().map(sum).collect::<BTreeMap<Key, (Amount, u64)>>()
    };
    let old = sums(before, columns.iter().map(|(_, id, _)| *id).collect());
    let new = sums(after, columns.iter().map(|(_, _, id)| *id).collect());
    let mut changes: BTreeMap<&Key, Change> = BTreeMap::new();
    for key in old.keys().chain(new.keys()) {
        let (before_sum, after_sum) = (old.get(key).copied(), new.get(key).copied());
        if before_sum != after_sum {
            let parts = key.0.iter().zip(columns).filter(|(code, _)| !code.is_empty());
            let parts = parts.map(|(code, (column, old_id, new_id))| Part {
                column: column.clone(),
                code: code.clone(),
                labels: [labels(after.axis(*new_id), code), labels(before.axis(*old_id), code)].concat(),
            });
            let change = Change { key: parts.collect(), currency: key.1, before: before_sum, after: after_sum };
            changes.insert(key, change);
        }
    }
    changes.into_values().collect()
}

/// The codes that both have with labels in the same language that differ.
fn relabelled(before: &Model, after: &Model, columns: &[(String, AxisId, AxisId)]) -> Vec<Relabelled> {
    let mut found = Vec::new();
    for (_, old, new) in columns {
        let (old, new) = (before.axis(*old), after.axis(*new));
        for code in old.codes.iter().map(|symbol| old.code(symbol)) {
            let now = labels(new, code);
            for (language, label) in labels(old, code) {
                let other = now.iter().find(|(known, other)| *known == language && *other != label);
                found.extend(other.map(|(_, after)| Relabelled {
                    code: code.to_owned(),
                    language,
                    before: label,
                    after: after.clone(),
                }));
            }
        }
    }
    found
}

fn restated(before: &About, after: &About) -> Vec<Restated> {
    let texts = |texts: &[(String, String)]| {
        let texts: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
        texts.join(" / ")
    };
    let line = |line: &Option<String>| line.clone().unwrap_or_default();
    let said = |about: &About| {
        let sources: Vec<String> = about.sources.iter().map(|source| texts(&source.titles)).collect();
        [
            ("title", texts(&about.titles)),
            ("publisher", texts(&about.publisher)),
            ("status", line(&about.status)),
            ("as-of", line(&about.as_of)),
            ("licence", texts(&about.licence)),
            ("sources", sources.join("; ")),
        ]
    };
    let pairs = said(before).into_iter().zip(said(after)).filter(|(before, after)| before != after);
    pairs.map(|((what, before), (_, after))| Restated { what, before, after }).collect()
}

/// The labels of a code by language.
fn labels(axis: &Axis, code: &str) -> Vec<(String, String)> {
    let Some(symbol) = axis.codes.find(code.as_bytes()) else { return Vec::new() };
    let labels = axis
        .labels
        .iter()
        .filter_map(|(language, labels)| Some((language.clone(), labels.get(symbol.index())?.clone())));
    labels.filter(|(_, label)| !label.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::budget::sketch::Sketch;
    use crate::model::Kind;

    fn model(rows: &str) -> Model {
        let levels: [&[(&str, &str, &str)]; 1] = [&[("1", "One", "一"), ("2", "Two", "二")]];
        Sketch::new().dimension(Kind::Functional, &levels).key(Kind::Year).rows(rows)
    }

    #[test]
    fn what_was_added_removed_and_changed_is_told_and_nothing_else() {
        let before = model("1, 2024, 100\n2, 2024, 50\n2, 2024, 1\n1, 2025, 7");
        let after = model("1, 2025, 7\n2, 2024, 52\n3, 2024, 9\n1, 2024, 100");
        let difference = compare_models(&before, &after);
        let minor = |sum: Option<(Amount, u64)>| sum.map(|(amount, rows)| (amount.minor(), rows));
        let told = |changes: &[Change]| -> Vec<_> {
            let codes = |change: &Change| change.key.iter().map(|part| part.code.clone()).collect::<Vec<_>>().join(" ");
            changes.iter().map(|change| (codes(change), minor(change.before), minor(change.after))).collect()
        };
        assert_eq!(told(&difference.totals), [("2024".to_owned(), Some((151, 3)), Some((161, 3)))]);
        assert_eq!(
            told(&difference.facts),
            [("2 2024".to_owned(), Some((51, 2)), Some((52, 1))), ("3 2024".to_owned(), None, Some((9, 1))),]
        );
        assert_eq!(difference.facts[0].key[0].labels[0], ("en".to_owned(), "Two".to_owned()));
        assert!(compare_models(&before, &before).facts.is_empty());
    }

    #[test]
    fn columns_that_only_one_has_are_named() {
        let before = model("1, 2024, 100");
        let after = Sketch::new().dimension(Kind::Functional, &[&[]]).rows("1, 100");
        let difference = compare_models(&before, &after);
        assert_eq!((difference.only_before, difference.only_after), (vec!["year".to_owned()], vec![]));
        assert!(difference.facts.is_empty());
    }
}
