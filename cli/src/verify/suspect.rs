//! Which rows may have been changed: the sums that were published and the files in, rows out; cannot fail.
//!
//! A changed amount changes a sum in every dimension. A row is suspect where its codes lead to a changed sum in all of them.

use crate::load::Loaded;
use daylight_core::ingest::{AxisState, Row, Selection, Visitor, read_rows};
use daylight_core::issue::Issue;
use daylight_core::model::{AxisId, Model, Symbol};
use daylight_core::summary::{Question, sum_by};
use std::collections::{HashMap, HashSet};

/// The first `most` suspect rows: file and row number.
pub fn suspects(published: &Model, loaded: &Loaded, now: &Model, most: usize) -> Vec<(String, u32)> {
    if published.axes.len() < now.axes.len() {
        return Vec::new();
    }
    let keys: Vec<AxisId> = (0..now.axes.len()).map(AxisId).filter(|id| now.axis(*id).kind.is_always_a_key()).collect();
    let dimensions = now.dimensions.iter().filter(|dimension| !dimension.kind.is_always_a_key());
    let changed: Vec<Changed> = dimensions
        .map(|dimension| Changed::new(published, now, keys.iter().chain(&dimension.axes).copied().collect()))
        .filter(|changed| !changed.codes.is_empty())
        .collect();
    if changed.is_empty() {
        return Vec::new();
    }
    let mut search = Search { changed, found: Vec::new(), most };
    let _ = read_rows(&loaded.package, &Selection::usual(&loaded.package), &loaded.files, &mut search);
    search.found
}

/// The sums of some axes that are not those that were published.
struct Changed {
    axes: Vec<AxisId>,
    codes: HashSet<Vec<String>>,
}

impl Changed {
    fn new(published: &Model, now: &Model, axes: Vec<AxisId>) -> Self {
        let sums = |model: &Model| -> HashMap<Vec<String>, (i128, u64)> {
            let groups = sum_by(model, &Question { by: axes.clone(), keep: Vec::new() }).groups;
            let code = |(id, symbol): (&AxisId, &Symbol)| model.axis(*id).code(*symbol).to_owned();
            let codes = |key: &[Symbol]| -> Vec<String> { axes.iter().zip(key).map(code).collect() };
            groups.iter().map(|group| (codes(&group.key), (group.amount.minor(), group.count))).collect()
        };
        let (then, now) = (sums(published), sums(now));
        let differs = |codes: &&Vec<String>| then.get(*codes) != now.get(*codes);
        let codes = then.keys().chain(now.keys()).filter(differs).cloned().collect();
        Self { axes, codes }
    }

    fn holds(&self, key: &[Symbol], axes: &[AxisState]) -> bool {
        let code = |id: &AxisId| axes[id.0].codes.text(key[id.0]).to_owned();
        self.codes.contains(&self.axes.iter().map(code).collect::<Vec<String>>())
    }
}

struct Search {
    changed: Vec<Changed>,
    found: Vec<(String, u32)>,
    most: usize,
}

impl Visitor for Search {
    fn row(&mut self, row: &Row<'_>) {
        let mut is_suspect = false;
        row.facts(|key, _, _| is_suspect |= self.changed.iter().all(|changed| changed.holds(key, row.axes)));
        if is_suspect && self.found.len() < self.most {
            self.found.push((row.table.path.clone(), row.number));
        }
    }

    fn issue(&mut self, _: Issue) {}
}
