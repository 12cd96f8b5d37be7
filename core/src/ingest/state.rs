//! What the row reader learns while it reads: the codes and labels of each selected axis; nothing to fail.

use super::package::Package;
use crate::model::{Axis, AxisId, Dimension, Kind};
use crate::order::sort_by_key;
use daylight_scan::{Symbol, Symbols};

/// Which axes of a package are read.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Indices into the package's axes, in the order of the keys. At most 32.
    pub axes: Vec<usize>,
}

/// More axes than any view shows; keys are copied on the stack.
pub const MOST: usize = 32;

impl Selection {
    /// The axes that a model has unless others are asked for.
    pub fn usual(package: &Package) -> Self {
        let mut axes: Vec<usize> = (0..package.axes.len()).filter(|index| package.axes[*index].usual).collect();
        axes.truncate(MOST);
        Self { axes }
    }

    /// Some axes and no others but those that are always keys.
    pub fn of(package: &Package, wanted: &[usize]) -> Self {
        let always = (0..package.axes.len()).filter(|index| package.axes[*index].kind.is_always_a_key());
        Self::sorted(always.chain(wanted.iter().copied()).collect())
    }

    /// Some axes beside the usual ones, so that every rule sees what it needs.
    pub fn with(package: &Package, wanted: &[usize]) -> Self {
        // Those that are wanted come first: they must not fall to the limit.
        let mut axes = wanted.to_vec();
        axes.extend(Self::of(package, &[]).axes);
        axes.extend(Self::usual(package).axes);
        let mut seen = Vec::new();
        axes.retain(|axis| {
            !seen.contains(axis) && {
                seen.push(*axis);
                true
            }
        });
        axes.truncate(MOST);
        Self::sorted(axes)
    }

    fn sorted(mut axes: Vec<usize>) -> Self {
        sort_by_key(&mut axes, |axis| *axis);
        axes.dedup();
        axes.truncate(MOST);
        Self { axes }
    }
}

/// An axis and what was seen of it.
#[derive(Clone, Debug)]
pub struct AxisState {
    /// Its index in the package.
    pub index: usize,
    /// What it is about.
    pub kind: Kind,
    /// Its level.
    pub level: u8,
    /// Its header.
    pub header: String,
    /// The codes seen.
    pub codes: Symbols,
    /// By language, the label of each code.
    pub labels: Vec<(String, Vec<String>)>,
}

impl AxisState {
    /// The states of a selection, before the first row.
    pub fn of(package: &Package, selection: &Selection) -> Vec<Self> {
        let state = |&index: &usize| {
            let plan = &package.axes[index];
            let mut state = Self {
                index,
                kind: plan.kind,
                level: plan.level,
                header: plan.header.clone(),
                codes: Symbols::default(),
                labels: Vec::new(),
            };
            for (_, language, code, label) in package.names.iter().filter(|(axis, ..)| *axis == index) {
                let symbol = state.codes.intern(code.as_bytes());
                state.label(symbol, language, label.as_bytes());
            }
            state
        };
        selection.axes.iter().map(state).collect()
    }

    /// Keeps a label; returns the label that the code already has in that language, if it is another one.
    pub(super) fn label(&mut self, symbol: Symbol, language: &str, text: &[u8]) -> Option<&str> {
        let position = match self.labels.iter().position(|(known, _)| known == language) {
            Some(position) => position,
            None => {
                self.labels.push((language.to_owned(), Vec::new()));
                self.labels.len() - 1
            }
        };
        let labels = &mut self.labels[position].1;
        if labels.len() <= symbol.index() {
            labels.resize(symbol.index() + 1, String::new());
        }
        let label = &mut labels[symbol.index()];
        if label.as_bytes() == text || text.is_empty() {
            return None;
        }
        if label.is_empty() {
            label.push_str(std::str::from_utf8(text).unwrap_or(""));
            return None;
        }
        Some(label)
    }
}

/// The axes and dimensions of a model, from what was read.
pub fn model_axes(package: &Package, states: Vec<AxisState>) -> (Vec<Axis>, Vec<Dimension>) {
    let position = |index: &usize| states.iter().position(|state| state.index == *index).map(AxisId);
    let dimensions = package.dimensions.iter().filter_map(|plan| {
        let axes: Vec<AxisId> = plan.axes.iter().filter_map(position).collect();
        (!axes.is_empty()).then(|| Dimension {
            is_offered: true,
            kind: plan.kind,
            name: plan.name.clone(),
            titles: plan.titles.clone(),
            axes,
        })
    });
    let dimensions = dimensions.collect();
    let axes = states.into_iter().map(|state| Axis {
        kind: state.kind,
        level: state.level,
        header: state.header,
        codes: state.codes,
        labels: state.labels,
    });
    (axes.collect(), dimensions)
}
