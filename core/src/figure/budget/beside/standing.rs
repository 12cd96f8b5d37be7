//! What a view compares: a scene in, its standings out; cannot fail.

use crate::figure::budget::View;
use crate::figure::budget::place::Scene;
use crate::model::AxisId;
use crate::order::sort_by;
use crate::period::FiscalYear;
use crate::summary::Standing;
use daylight_scan::Symbol;

/// Of an outturn, the budget and what became of it; of debt, the limit and the debt of each year that has both; of years, one
/// phase early to late; else what is shown.
pub(super) fn standings(scene: &Scene, years: Option<AxisId>) -> Vec<Standing> {
    let (model, profile, chosen) = (scene.model, scene.profile, scene.chosen);
    let kept = chosen.keep.iter().find(|(axis, _)| Some(*axis) == years);
    let year = kept.map_or(Symbol::BLANK, |(_, symbol)| *symbol);
    let of_year = |phase: Symbol| Standing { year, phase };
    match scene.granted.view {
        View::Outturn => chosen.budget_and_outturn(model, profile).into_iter().flatten().map(of_year).collect(),
        View::Debt => {
            let Some([limit, debt]) = chosen.limit_and_debt(model, profile) else { return Vec::new() };
            let all = all(scene, years);
            let limits = all.iter().filter(|standing| standing.phase == limit);
            let pairs = limits.map(|standing| [*standing, Standing { phase: debt, ..*standing }]);
            pairs.filter(|[_, debt]| all.contains(debt)).flatten().collect()
        }
        View::Hundred => vec![of_year(chosen.phases.get(chosen.phase).copied().unwrap_or_default())],
        _ => years_of(scene, years),
    }
}

/// All years that state one phase: the one that is shown where two years have it, else the one that most have. Phases never mix,
/// so that years without it are left out.
fn years_of(scene: &Scene, years: Option<AxisId>) -> Vec<Standing> {
    let mut found = all(scene, years);
    found.retain(|standing| standing.year != Symbol::BLANK);
    let many = |phase: Symbol| found.iter().filter(|standing| standing.phase == phase).count();
    let order = |phase: Symbol| {
        scene.chosen.phase_axis.map_or(0, |axis| scene.profile.phase_order(scene.model.axis(axis).code(phase)))
    };
    let shown = scene.chosen.phases.get(scene.chosen.phase).copied().unwrap_or_default();
    let phases = found.iter().map(|standing| standing.phase);
    let phase = match many(shown) {
        2.. => shown,
        _ => phases.max_by_key(|phase| (many(*phase), order(*phase))).unwrap_or(shown),
    };
    found.retain(|standing| standing.phase == phase);
    found
}

/// Every year and phase of the direction and currency that are shown, by year.
fn all(scene: &Scene, years: Option<AxisId>) -> Vec<Standing> {
    let others: Vec<_> = scene.chosen.keep.iter().filter(|(axis, _)| Some(*axis) != years).collect();
    let mut found: Vec<Standing> = Vec::new();
    for fact in scene.model.facts_of(&[]) {
        let own = |axis: Option<AxisId>| axis.map_or(Symbol::BLANK, |axis| fact.key[axis.0]);
        let standing = Standing { year: own(years), phase: own(scene.chosen.phase_axis) };
        if others.iter().all(|(axis, symbol)| fact.key[axis.0] == *symbol) && !found.contains(&standing) {
            found.push(standing);
        }
    }
    let code = |standing: &Standing| years.map_or("", |years| scene.model.axis(years).code(standing.year));
    sort_by(&mut found, |a, b| FiscalYear::read(code(a)).cmp(&FiscalYear::read(code(b))).then(code(a).cmp(code(b))));
    found
}
