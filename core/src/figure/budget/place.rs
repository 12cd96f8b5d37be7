//! Placing a budget: a model and a wish in, the whole figure out; cannot fail.

use super::beside::write_beside;
use super::choose::{Chosen, choose, key_words, status_words};
use super::link::{report, said};
use super::parts::{Level, add_level};
use super::picture::draw;
use super::sentence::{write_remarks, write_sentence};
use super::table::write_table;
use super::unit::choose_unit;
use super::{BudgetFigure, Choice, Crumb, Mark, Refusal, Switch, Table, View, Wish};
use crate::figure::layout::MOST_CELLS;
use crate::model::path::{child_path, read_path};
use crate::model::{Dimension, Kind, Model};
use crate::money::{Amount, Currency};
use crate::profile::{Profile, UnitScale};
use crate::text::ELLIPSIS;
use crate::words::{Words, in_language, tagged_in_language};
use daylight_scan::Symbol;

/// What a reader looks for first, when nothing was wished for.
const PREFERENCE: [Kind; 6] =
    [Kind::Functional, Kind::Administrative, Kind::Economic, Kind::Activity, Kind::Geo, Kind::Other];

/// All that the parts of the figure are written from.
pub(super) struct Scene<'a> {
    pub model: &'a Model,
    pub words: &'a Words,
    pub profile: &'a Profile,
    /// The wish as it was granted.
    pub granted: &'a Wish,
    pub chosen: &'a Chosen,
    pub level: &'a Level,
    /// The way down to the node.
    pub path: &'a [Symbol],
    /// The parts by amount, largest first; what is not stated comes last. Sorted as far as anyone sees.
    pub order: Vec<usize>,
    /// The sum of what is shown.
    pub total: Amount,
    pub unit: UnitScale,
    /// Decimals in the table.
    pub decimals: u8,
    /// Decimals in picture and sentence.
    pub spoken: u8,
    /// Whether an amount is below zero, so that areas would lie.
    pub has_negative: bool,
    /// The data's title.
    pub title: String,
    /// Title, year and place.
    pub name: String,
    /// The node shown; blank for the whole.
    pub here: String,
    /// The status in words.
    pub status: String,
    /// The dimension in words.
    pub dimension_words: String,
}

impl Scene<'_> {
    /// The amount of a part in the phase shown.
    pub fn amount(&self, index: usize) -> Option<Amount> {
        self.level.amount(index, self.chosen.phase)
    }

    /// An amount with its unit.
    pub fn amount_words(&self, amount: Amount) -> String {
        self.words.amount(amount, self.chosen.currency, &self.unit, self.spoken)
    }

    /// Whether parts have shares: not where signs are mixed, since shares of a difference mislead.
    pub fn has_shares(&self) -> bool {
        !self.has_negative && self.total != Amount::ZERO
    }

    /// The share of what is shown; blank where there are none.
    pub fn share_words(&self, amount: Amount) -> String {
        if self.has_shares() { self.words.share(amount, self.total) } else { String::new() }
    }

    /// How many parts have an amount of some kind.
    pub fn count_of(&self, test: impl Fn(Amount) -> bool) -> u64 {
        (0..self.level.parts().len()).filter(|index| self.amount(*index).is_some_and(&test)).count() as u64
    }

    /// The size of the type in hundredths of a pixel.
    pub fn font_size(&self) -> i32 {
        (self.granted.font_px.clamp(8, 64) * 100) as i32
    }
}

/// Places a budget: everything that `<daylight-budget>` shows, for one wish.
pub fn place_budget(model: &Model, wish: &Wish, words: &Words, profile: &Profile) -> BudgetFigure {
    let lang = words.lang();
    let mut chosen = choose(model, wish, words, profile);
    let mut refused = std::mem::take(&mut chosen.refused);
    let dimension = choose_dimension(model, &wish.dimension, words, &mut refused);
    let (mut path, is_whole) =
        dimension.map_or((Vec::new(), wish.path.is_empty()), |dimension| read_path(model, dimension, &wish.path));
    let path_refusal = || Refusal::new("path", &wish.path);
    // What an outline does not have is shown as far as it has it.
    let missing = dimension.and_then(|dimension| missing(model, dimension, &path));
    match missing {
        Some((needs, 0)) => {
            let whole = Wish { dimension: String::new(), path: String::new(), ..wish.clone() };
            let mut figure = place_budget(model, &whole, words, profile);
            figure.needs = Some(needs);
            return figure;
        }
        Some((_, levels)) => path.truncate(levels - 1),
        None if !is_whole => refused.push(path_refusal()),
        None => {}
    }
    let mut level = add_level(model, dimension, &path, &chosen);
    while level.parts().is_empty() && !path.is_empty() {
        // The codes exist, but not below one another in this year.
        refused.push(path_refusal());
        path.pop();
        level = add_level(model, dimension, &path, &chosen);
    }
    let crumbs = write_crumbs(model, dimension, &path, words);
    let phase = chosen.phase;
    let total = level.total(phase).unwrap_or_default();
    let amounts = || (0..level.parts().len()).filter_map(|part| level.amount(part, phase));
    let extent = amounts().map(Amount::abs).max().unwrap_or_default();
    let (unit, unit_switch) = choose_unit(profile, chosen.currency, extent.max(total.abs()), wish, words, &mut refused);
    let granted = Wish {
        lang: lang.to_owned(),
        view: wish.view,
        dimension: dimension.map_or(String::new(), |dimension| dimension.name.clone()),
        path: crumbs.last().map_or(String::new(), |crumb| crumb.path.clone()),
        direction: chosen.codes[0].clone(),
        currency: chosen.codes[1].clone(),
        year: chosen.codes[2].clone(),
        phase: chosen.codes[3].clone(),
        unit: unit.id.clone(),
        basis: wish.basis.clone(),
        width_px: or(wish.width_px, 720),
        height_px: wish.height_px,
        least_px: or(wish.least_px, 24),
        font_px: or(wish.font_px, 14),
        sort: wish.sort.clone(),
        rows: wish.rows,
        bare: wish.bare,
    };
    let title = match in_language(&model.about.titles, lang) {
        "" => words.text("title.untitled"),
        title => title,
    };
    let here = crumbs.last().filter(|_| !path.is_empty()).map_or(String::new(), |crumb| crumb.label.clone());
    let status = match chosen.phase_axis.zip(chosen.phases.get(chosen.phase)) {
        Some((axis, phase)) => key_words(model, profile, words, axis, *phase),
        None => status_words(&model.about, profile, lang),
    };
    let year = words.year(chosen.year());
    let name_parts: Vec<&str> = [title, &year, &here].into_iter().filter(|part| !part.is_empty()).collect();
    // Sorting a hundred thousand parts takes longer than adding them; nobody sees more than these.
    let seen = if granted.rows == 0 { usize::MAX } else { MOST_CELLS.max(granted.rows as usize) };
    let order = level.largest(phase, if granted.sort.is_empty() { seen } else { usize::MAX });
    let decimals = decimals(&level, &unit, &chosen);
    let minor = 10_i128.pow(chosen.currency.exponent().into());
    let hundred_units = Amount::from_minor(i128::from(unit.factor).saturating_mul(minor * 100));
    let scene = Scene {
        model,
        words,
        profile,
        granted: &granted,
        chosen: &chosen,
        order,
        total,
        decimals,
        spoken: if unit.factor > 1 && extent >= hundred_units { 1 } else { decimals },
        unit,
        has_negative: amounts().any(Amount::is_negative),
        level: &level,
        path: &path,
        name: name_parts.join(words.text("join.title")),
        title: title.to_owned(),
        here,
        status,
        dimension_words: dimension.map_or(String::new(), |dimension| dimension_words(model, dimension, words)),
    };
    let whole = level.whole(phase).unwrap_or_default();
    let empty = why_empty(&scene);
    let picture = draw(&scene);
    let sentence = if empty.is_some() { String::new() } else { write_sentence(&scene, whole) };
    let remarks = write_remarks(&scene);
    let table = if granted.bare { Table::default() } else { write_table(&scene) };
    let beside = granted.view.compares().then(|| write_beside(&scene));
    let has_years = chosen.switches.iter().any(|switch| switch.id == "year");
    let [has_tables, has_highlights] = model.about.has_tables;
    let can = [
        chosen.budget_and_outturn(model, profile).is_some(),
        has_years,
        chosen.limit_and_debt(model, profile).is_some(),
        has_tables,
        has_highlights,
    ];
    let unit_line = words.fill("unit.line", &[("unit", &words.unit(chosen.currency, &scene.unit))]);
    let (title, name, status) = (scene.title, scene.name, scene.status);
    let about = &model.about;
    let mut figure = BudgetFigure {
        plan: None,
        statutory: None,
        title,
        name,
        crumbs,
        switches: switches(
            model,
            dimension,
            words,
            (chosen.currency, granted.view, can),
            std::mem::take(&mut chosen.switches),
            unit_switch,
        ),
        picture,
        sentence,
        remarks,
        table,
        unit_line,
        sources: about.sources.iter().map(|source| said(about, &source.titles, source.path.as_deref(), lang)).collect(),
        status,
        as_of: about.as_of.as_deref().map_or(String::new(), |date| words.fill("as-of", &[("date", &words.date(date))])),
        publisher: said(about, &about.publisher, None, lang),
        version: about.version.as_deref().map(|version| words.fill("version", &[("version", version)])),
        licence: tagged_in_language(&about.licence, lang).map(|(_, name)| words.fill("licence", &[("licence", name)])),
        contact: report(about),
        rows: level.rows(phase),
        total,
        currency: chosen.currency,
        empty,
        granted,
        refused,
        needs: missing.map(|(number, _)| number),
        credit: Vec::new(),
    };
    if let Some(beside) = beside {
        figure.set_beside(beside);
    }
    if !figure.granted.bare {
        figure.credit = write_credit(&figure, words);
    }
    figure
}

/// The slice that an outline lacks on the way down a path, and after how many levels.
fn missing(model: &Model, dimension: &Dimension, path: &[Symbol]) -> Option<(u32, usize)> {
    (0..=path.len()).find_map(|levels| Some((model.slice_at(dimension, &path[..levels])?, levels)))
}

/// What must stay with the picture wherever it goes.
#[inline(never)]
pub(super) fn write_credit(figure: &BudgetFigure, words: &Words) -> Vec<String> {
    let join = words.text("join.title");
    let names = |marks: &mut dyn Iterator<Item = &Mark>| {
        let names: Vec<&str> = marks.map(|mark| mark.name.as_str()).collect();
        names.join(join)
    };
    let is_named = |mark: &Mark| {
        let label = mark.lines.iter().rfind(|line| line.strong);
        label.is_some_and(|line| !line.text.ends_with(ELLIPSIS))
    };
    let unnamed = names(&mut figure.picture.marks.iter().filter(|mark| !is_named(mark)));
    let left_out = names(&mut figure.picture.below.iter());
    let sources: Vec<&str> = figure.sources.iter().map(|source| source.text.as_str()).collect();
    let said = |key: &str, name: &str, value: &str| match value {
        "" => String::new(),
        value => words.fill(key, &[(name, value)]),
    };
    let origin = [
        figure.unit_line.clone(),
        said("sources", "sources", &sources.join(words.text("join.list"))),
        said("publisher", "name", &figure.publisher.text),
        said("status", "status", &figure.status),
        figure.as_of.clone(),
        figure.version.clone().unwrap_or_default(),
        figure.licence.clone().unwrap_or_default(),
    ];
    let origin: Vec<&str> = origin.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let paragraphs = [
        said("picture.unnamed", "parts", &unnamed),
        said("picture.left-out", "parts", &left_out),
        figure.remarks.join(words.text("join.sentence")),
        origin.join(join),
    ];
    paragraphs.into_iter().filter(|text| !text.is_empty()).collect()
}

fn or(wished: u32, default: u32) -> u32 {
    if wished == 0 { default } else { wished }
}

/// Whether a dimension can divide a budget.
fn divides(dimension: &Dimension) -> bool {
    dimension.is_offered && !dimension.kind.is_always_a_key() && !dimension.axes.is_empty()
}

/// The dimension wished for; else the first of the preferred kind that has labels and more than one part; else any.
pub(super) fn choose_dimension<'a>(
    model: &'a Model,
    wish: &str,
    words: &Words,
    refused: &mut Vec<Refusal>,
) -> Option<&'a Dimension> {
    let candidates: Vec<&Dimension> = model.dimensions.iter().filter(|dimension| divides(dimension)).collect();
    if let Some(wished) = model.dimensions.iter().find(|dimension| dimension.name == wish && !dimension.axes.is_empty())
    {
        return Some(wished);
    }
    if !wish.is_empty() {
        refused.push(Refusal::of_dimension(model, words, wish, &candidates));
    }
    let rank = |dimension: &&&Dimension| {
        let first = model.axis(dimension.axes[0]);
        let kind = PREFERENCE.iter().position(|kind| *kind == dimension.kind);
        // The blank is always among the codes.
        (first.codes.len() <= 2, dimension.kind == Kind::Other, !first.has_labels(), kind)
    };
    candidates.iter().min_by_key(rank).copied()
}

/// The words for a dimension: the language's word for its kind; where several are of a kind, or of none, the package's title
/// or its name.
pub(super) fn dimension_words(model: &Model, dimension: &Dimension, words: &Words) -> String {
    let is_only = model.dimensions.iter().filter(|other| other.kind == dimension.kind).count() == 1;
    let word = dimension.kind.word().filter(|_| is_only);
    if let Some(word) = word.and_then(|word| words.find(&["dimension.", word].concat())) {
        return word.to_owned();
    }
    match in_language(&dimension.titles, words.lang()) {
        "" => dimension.name.clone(),
        title => title.to_owned(),
    }
}

fn write_crumbs(model: &Model, dimension: Option<&Dimension>, path: &[Symbol], words: &Words) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb { label: words.text("crumbs.whole").to_owned(), path: String::new() }];
    for (axis, symbol) in dimension.map_or(&[][..], |dimension| &dimension.axes).iter().zip(path) {
        let axis = model.axis(*axis);
        let label = if *symbol == Symbol::BLANK { words.text("part.blank") } else { axis.label(*symbol, words.lang()) };
        let path = child_path(crumbs.last().map_or("", |crumb| &crumb.path), axis.code(*symbol));
        crumbs.push(Crumb { label: label.to_owned(), path });
    }
    crumbs
}

/// The views that the data have something for: parts, and where they `can`, budget and outturn, years, debt, statutory tables, and
/// sums that are shown separately.
fn view_switch(words: &Words, currency: Currency, view: View, can: [bool; 5]) -> Switch {
    let views = [
        (View::Treemap, true, "show.treemap"),
        (View::Hundred, true, "show.hundred"),
        (View::Outturn, can[0], "show.outturn"),
        (View::Years, can[1], "show.years"),
        (View::Panels, can[1], "show.panels"),
        (View::Debt, can[2], "show.debt"),
        (View::Tables, can[3], "show.tables"),
        (View::Highlights, can[4], "show.highlights"),
    ];
    let currency_words = words.currency(currency);
    let known = &[("unit", currency_words.as_str())][..usize::from(currency.is_stated())];
    let options = views.into_iter().filter(|(_, can, _)| *can).map(|(option, _, key)| Choice {
        id: option.word().to_owned(),
        label: words.fill(key, known),
        chosen: option == view,
    });
    Switch { id: "view", label: words.text("switch.view").to_owned(), options: options.collect() }
}

/// Switches in the order in which people think: by what, which year, which stage, and last the unit.
fn switches(
    model: &Model,
    chosen: Option<&Dimension>,
    words: &Words,
    (currency, view, can): (Currency, View, [bool; 5]),
    keys: Vec<Switch>,
    unit: Option<Switch>,
) -> Vec<Switch> {
    let options: Vec<Choice> = model
        .dimensions
        .iter()
        .filter(|dimension| divides(dimension))
        .map(|dimension| Choice {
            id: dimension.name.clone(),
            label: dimension_words(model, dimension, words),
            chosen: chosen.is_some_and(|chosen| chosen.name == dimension.name),
        })
        .collect();
    let dimension = Switch { id: "dimension", label: words.text("switch.dimension").to_owned(), options };
    let mut switches: Vec<Switch> = [view_switch(words, currency, view, can), dimension]
        .into_iter()
        .filter(|switch| switch.options.len() > 1)
        .collect();
    switches.extend(keys);
    switches.extend(unit);
    switches
}

/// Two decimals where the unit is larger than the currency's; else as many as the currency has, or none if none is used.
fn decimals(level: &Level, unit: &UnitScale, chosen: &Chosen) -> u8 {
    let digits = chosen.currency.exponent();
    if unit.factor > 1 {
        return 2;
    }
    let minor = 10_i128.pow(digits.into());
    let mut amounts = (0..level.parts().len())
        .flat_map(|part| (0..chosen.phases.len()).filter_map(move |phase| level.amount(part, phase)));
    let is_whole = amounts.all(|amount| amount.minor() % minor == 0);
    if is_whole { 0 } else { digits }
}

fn why_empty(scene: &Scene) -> Option<String> {
    let key = if scene.model.is_empty() {
        "state.empty.no-facts"
    } else if scene.level.total(scene.chosen.phase).is_none() {
        "state.empty.no-phase"
    } else if scene.count_of(|amount| amount != Amount::ZERO) == 0 {
        "state.empty.zero"
    } else {
        return None;
    };
    Some(scene.words.text(key).to_owned())
}
