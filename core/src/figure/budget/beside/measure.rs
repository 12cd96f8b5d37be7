//! What amounts are divided by: a wish, a package's series and the years shown in, a basis with its words out, or why there is
//! none of it; cannot fail.
//!
//! Amounts as stated and amounts on a basis never stand in one figure: where one year has no value, all stay as stated.

use crate::figure::budget::link::said;
use crate::figure::budget::place::Scene;
use crate::figure::budget::{Choice, Link, Switch};
use crate::model::{Series, SeriesKind};
use crate::summary::{Basis, Compared, Lacking};
use crate::text::natural;
use crate::words::in_language;

/// A basis that can be asked for.
struct Known {
    id: &'static str,
    per_head: bool,
    real: bool,
    /// Of the option, and of what is said of amounts.
    keys: [&'static str; 2],
}

const KNOWN: [Known; 4] = [
    Known { id: "nominal", per_head: false, real: false, keys: ["beside.basis-nominal", ""] },
    Known { id: "per-head", per_head: true, real: false, keys: ["beside.basis-per-head", "beside.per-head"] },
    Known { id: "real", per_head: false, real: true, keys: ["beside.basis-real", "beside.real"] },
    Known { id: "real-per-head", per_head: true, real: true, keys: ["beside.basis-both", "beside.both"] },
];

/// What amounts are divided by, and what is said of it.
#[derive(Debug, Default)]
pub(super) struct Measure<'a> {
    /// The word of the wish; blank for nothing.
    pub id: &'static str,
    pub basis: Basis<'a>,
    /// "per head, in prices of 2024"; blank where amounts are as stated.
    pub words: String,
    /// What was divided by, how it was rounded, or why there is nothing of what was asked for.
    pub remarks: Vec<String>,
    /// Where the numbers come from.
    pub sources: Vec<Link>,
    /// The choice, where the package has a series.
    pub switch: Option<Switch>,
}

impl<'a> Measure<'a> {
    /// The basis asked for, and all amounts on it; `years` are the codes of the standings' years.
    pub fn new(scene: &Scene<'a>, compared: &Compared, years: &[&str]) -> (Self, Compared) {
        let words = scene.words;
        let series = &scene.model.about.series;
        let find = |kind: SeriesKind| series.iter().find(|series| series.kind == kind);
        let (people, prices) = (find(SeriesKind::Population), find(SeriesKind::Prices));
        let can = |known: &&Known| (people.is_some() || !known.per_head) && (prices.is_some() || !known.real);
        let year = prices.map_or(String::new(), |prices| words.year(&prices.base));
        let mut measure = Self::default();
        let mut converted = compared.clone();
        let wished =
            KNOWN.iter().find(|known| known.id == scene.granted.basis).filter(|known| known.per_head || known.real);
        if let Some(known) = wished {
            let basis = Basis { population: people.filter(|_| known.per_head), prices: prices.filter(|_| known.real) };
            let result = if can(&known) { basis.convert_all(compared, years).map_err(Some) } else { Err(None) };
            match result {
                Ok(amounts) => {
                    converted = amounts;
                    measure =
                        Self { id: known.id, basis, words: words.fill(known.keys[1], &[("year", &year)]), ..measure };
                    measure.tell(scene, years);
                }
                Err(None) => {
                    let lacks_people = known.per_head && people.is_none();
                    let key = if lacks_people { "beside.no-population" } else { "beside.no-prices" };
                    measure.remarks.push(words.text(key).to_owned());
                }
                Err(Some((Lacking::Size, _))) => measure.remarks.push(words.text("beside.basis-size").to_owned()),
                Err(Some((Lacking::Value(kind), at))) => {
                    let lacking = find(kind).map_or(String::new(), |series| title(scene, series));
                    let is_base = find(kind).is_some_and(|series| value(series, years[at]).is_some());
                    let year = if is_base { year.clone() } else { words.year(years[at]) };
                    measure.remarks.push(words.fill("beside.basis-lacking", &[("series", &lacking), ("year", &year)]));
                }
            }
        }
        let options: Vec<Choice> = KNOWN
            .iter()
            .filter(can)
            .map(|known| Choice {
                id: known.id.to_owned(),
                label: words.fill(known.keys[0], &[("year", &year)]),
                chosen: known.id == measure.id || measure.id.is_empty() && !known.per_head && !known.real,
            })
            .collect();
        let label = words.text("beside.basis").to_owned();
        measure.switch = (options.len() > 1).then_some(Switch { id: "basis", label, options });
        (measure, converted)
    }

    /// Says what was divided by, year by year, and where it comes from.
    fn tell(&mut self, scene: &Scene, years: &[&str]) {
        let words = scene.words;
        for series in [self.basis.population, self.basis.prices].into_iter().flatten() {
            let mut told: Vec<&str> = Vec::new();
            for year in years.iter().copied().chain([series.base.as_str()]) {
                if !year.is_empty() && !told.contains(&year) {
                    told.push(year);
                }
            }
            let grouped = |text: &str| natural(text).map_or_else(|| text.to_owned(), |number| words.integer(number));
            let told =
                told.iter().filter_map(|year| Some([&words.year(year), " ", &grouped(value(series, year)?)].concat()));
            let told: Vec<String> = told.collect();
            let values = told.join(words.text("join.list"));
            self.remarks
                .push(words.fill("beside.basis-values", &[("series", &title(scene, series)), ("values", &values)]));
            let source = said(&scene.model.about, &series.source.titles, series.source.path.as_deref(), words.lang());
            let key = match series.kind {
                SeriesKind::Population => "beside.source-population",
                SeriesKind::Prices => "beside.source-prices",
            };
            let text = words.fill(key, &[("title", &source.text), ("year", &words.year(&series.base))]);
            self.sources.push(Link { text, ..source });
        }
        self.remarks.push(words.text("beside.basis-rounded").to_owned());
    }
}

fn title(scene: &Scene, series: &Series) -> String {
    match in_language(&series.source.titles, scene.words.lang()) {
        "" => scene.words.text(match series.kind {
            SeriesKind::Population => "beside.population",
            SeriesKind::Prices => "beside.prices",
        }),
        title => title,
    }
    .to_owned()
}

fn value<'a>(series: &'a Series, year: &str) -> Option<&'a str> {
    series.values.iter().find(|(known, _)| known == year).map(|(_, value)| value.as_str())
}
