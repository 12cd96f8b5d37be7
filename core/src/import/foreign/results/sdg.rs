//! Indicators of Open SDG: pairs of files, values as CSV and metadata as Markdown with front matter, in; indicators, their targets
//! and values out; a file that cannot be read is an issue, and its indicator is told from the other one.

use super::super::cell::{At, Cell, read_cells};
use super::super::draft::Draft;
use super::super::shape::Of;
use super::markdown::has_front;
use super::meta::{Aim, Meta, Which};
use super::series::{Data, Headline, Series, quantity};
use crate::issue::Issue;
use crate::place::Place;
use crate::span::Span;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The year from which, and the year by which, where nobody says: as the form documents them.
const USUAL_BASE: &str = "2015";
const USUAL_TARGET: &str = "2030";

/// What files are called before the number of the indicator.
const DATA: &str = "indicator_";
const META: &str = "meta_";

/// The files of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Its number, with dashes.
    pub id: String,
    /// The path of its values.
    pub data: Option<String>,
    /// The path of its metadata.
    pub meta: Option<String>,
}

/// The folder, the number and whether it is values, by a path: `data/indicator_1-1-1.csv`, `meta/1-1-1.md`, or both side by side.
fn told(path: &str) -> Option<(&str, &str, bool)> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if let Some(id) = name.strip_suffix(".csv") {
        return Some((folder, id.strip_prefix(DATA).unwrap_or(id), true));
    }
    let id = name.strip_suffix(".md")?;
    let bare = id.strip_prefix(META).or_else(|| Some(id).filter(|_| folder == "meta" || folder.ends_with("/meta")))?;
    Some((folder, bare, false))
}

/// The pairs among some paths, in the order of their numbers. Where no indicator has both files, there are none.
pub fn pairs(paths: &[String]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for (path, (_, id, is_data)) in paths.iter().filter_map(|path| Some((path, told(path)?))) {
        let known = pairs.iter().position(|pair| pair.id == id).unwrap_or_else(|| {
            pairs.push(Pair { id: id.to_owned(), data: None, meta: None });
            pairs.len() - 1
        });
        let of = if is_data { &mut pairs[known].data } else { &mut pairs[known].meta };
        of.get_or_insert_with(|| path.clone());
    }
    if pairs.iter().all(|pair| pair.data.is_none() || pair.meta.is_none()) {
        return Vec::new();
    }
    // Any other table may lie among the values.
    let is_named = |path: &String| path.rsplit('/').next().is_some_and(|name| name.starts_with(DATA));
    pairs.retain(|pair| pair.meta.is_some() || pair.data.as_ref().is_some_and(is_named));
    pairs.sort_by(|one, other| compare(&one.id, &other.id));
    pairs
}

/// The paths at which the metadata of a file of values may be, from its own folder.
pub fn companions(name: &str) -> Vec<String> {
    let Some((_, id, true)) = told(name) else { return Vec::new() };
    vec![format!("{META}{id}.md"), format!("../meta/{id}.md")]
}

/// Numbers in parts, `1-2-1` before `1-10-1` before `1-a-1`.
fn compare(one: &str, other: &str) -> Ordering {
    let key = |text: &str| -> Vec<(bool, usize, String)> {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        text.split(['-', '.']).map(|part| (!digits(part), part.len(), part.to_owned())).collect()
    };
    key(one).cmp(&key(other))
}

/// Reads pairs whose files `read` gives as texts; `None` where no values are those of an indicator.
pub fn read_pairs(
    pairs: &[Pair],
    read: &mut dyn FnMut(&str) -> Result<String, Issue>,
    draft: &mut Draft,
) -> Option<Vec<Issue>> {
    let (mut issues, mut ids, mut is_any) = (Vec::new(), BTreeSet::new(), false);
    for pair in pairs {
        let mut text = |path: &Option<String>, draft: &mut Draft| {
            let path = path.as_ref()?;
            draft.files.push(path.clone());
            let file = draft.files.len() as u32 - 1;
            read(path).map_err(|issue| issues.push(issue)).ok().map(|text| (text, file))
        };
        let (data, meta) = (text(&pair.data, draft), text(&pair.meta, draft));
        let is_meta = |text: &str| has_front(text.strip_prefix('\u{feff}').unwrap_or(text));
        let meta = meta.filter(|(text, _)| is_meta(text));
        let is_stated = meta.is_some();
        let meta = meta.as_ref().and_then(|(text, file)| {
            let place = |fault: super::markdown::Fault| Place::cell(&draft.files[*file as usize], fault.0, fault.1);
            let told = Meta::read(text.strip_prefix('\u{feff}').unwrap_or(text), *file);
            told.map_err(|fault| issues.push(Issue::error("front-matter-unreadable", place(fault)))).ok()
        });
        let data = data.and_then(|(text, file)| {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let rows = read_cells(text, usize::MAX, |row, column| At::In(file, row, column));
            let path = &draft.files[file as usize];
            Some((Data::find(rows.map_err(|fault| issues.push(fault.issue(path))).ok()?)?, file))
        });
        is_any |= data.is_some();
        if data.is_some() || meta.is_some() {
            let at = At::In(data.as_ref().map_or(draft.files.len() as u32 - 1, |(_, file)| *file), 1, 1);
            let of = Files { number: &pair.id, data: data.as_ref().map(|(data, _)| data), meta: meta.as_ref(), at };
            put(&of, is_stated, &mut ids, draft);
        }
    }
    is_any.then_some(issues)
}

/// What could be read of an indicator.
struct Files<'a> {
    number: &'a str,
    data: Option<&'a Data>,
    meta: Option<&'a Meta<'a>>,
    /// Where what is said nowhere is missing.
    at: At,
}

/// Puts an indicator into the tables. `is_stated` says that there are metadata, whether they can be read or not.
fn put(of: &Files<'_>, is_stated: bool, ids: &mut BTreeSet<String>, draft: &mut Draft) {
    let Files { number, data, meta, at } = *of;
    let cell = |name: &str| meta.map_or_else(|| Cell::blank(at), |meta| meta.cell(name));
    // Without its own, the number is that of its files.
    let id = cell("indicator_number").or(|| Cell::new(&number.replace('-', "."), at));
    let series = data.map(Data::series).unwrap_or_default();
    if let Some(data) = data {
        let further = data.groups().map(|name| ["group:", name].concat());
        draft.begin(Of::Values, &["values-", number].concat(), further.collect());
    }
    let none = [Series { key: Default::default(), rows: Vec::new() }];
    let all = if series.is_empty() { &none[..] } else { &series };
    let differs = |part: usize| all.iter().any(|other| other.key[part] != all[0].key[part]);
    // One part that tells all of them apart is enough.
    let tells_apart = |part: &usize| {
        let said: BTreeSet<&str> = all.iter().map(|of| of.key[*part].as_str()).collect();
        said.len() == all.len() && all.len() > 1
    };
    let one = (0..3).find(tells_apart).map(|part| vec![part]);
    let differing = one.unwrap_or_else(|| (0..3).filter(|part| differs(*part)).collect());
    let (words, source, method) = (cell("target_name"), meta.map(Meta::source), meta.map(Meta::method));
    let mut is_aimed = false;
    for of in all {
        let parts = differing.iter().map(|part| of.key[*part].as_str()).filter(|part| !part.is_empty());
        let parts: Vec<&str> = parts.collect();
        let mut id = Cell { text: own_id(&id.text, &parts), ..id.clone() };
        while !ids.insert(id.text.clone()) {
            id.text.push('+');
        }
        let which = Which { series: &of.key[0], unit: &of.key[1] };
        let name = title(meta, which, &parts).unwrap_or_else(|| {
            // What cannot be read is told as such.
            if meta.is_some() || !is_stated {
                draft.assume("indicator_name", "indicator_number", at);
            }
            id.clone()
        });
        let unit = data.and_then(|data| data.unit(of)).unwrap_or_else(|| cell("computation_units"));
        let headline = data.map(|data| data.headline(of)).unwrap_or_default();
        let aim = meta.and_then(|meta| meta.aim(which));
        let way = aim.as_ref().map(|aim| way(aim, &headline, draft));
        let [direction, baseline, period] = way.unwrap_or_else(|| [Cell::blank(at), Cell::blank(at), Cell::blank(at)]);
        let [source, method] = [&source, &method].map(|cell| cell.clone().unwrap_or_else(|| Cell::blank(at)));
        draft.row(Of::Indicators, [id.clone(), name, unit, direction, baseline, period, source, method]);
        if let Some(aim) = aim {
            let year = if aim.year.is_blank() && aim.has_usual_year {
                draft.assume("target_year", USUAL_TARGET, aim.value.at);
                Cell::new(USUAL_TARGET, aim.value.at)
            } else {
                aim.year
            };
            draft.row(Of::Targets, [id.clone(), aim.value, year, words.clone()]);
            is_aimed = true;
        }
        for position in data.map(|_| of.rows.as_slice()).unwrap_or_default() {
            let Some(data) = data else { break };
            let ([period, value, quality], groups) = data.row(*position);
            draft.row_with(Of::Values, [Cell::new(&id.text, period.at), period, value, quality], groups);
        }
    }
    if !is_aimed && !words.is_blank() {
        draft.leave("target_name", words.at);
    }
    if let Some(data) = data {
        data.leave_others(draft);
    }
    if let Some(meta) = meta {
        if data.is_some_and(|data| series.first().and_then(|first| data.unit(first)).is_some()) {
            cell("computation_units");
        }
        meta.leave_others(draft);
    }
}

/// The name of an indicator: its title; of one of several that have no titles of their own, that of all with what tells it from the
/// others.
fn title(meta: Option<&Meta<'_>>, which: Which<'_>, parts: &[&str]) -> Option<Cell> {
    let whole = meta?.title().filter(|_| parts.is_empty());
    let title = whole.or_else(|| meta?.own_title(which)).or_else(|| meta?.title())?;
    let is_own = parts.is_empty() || meta?.own_title(which).is_some();
    let text = if is_own { title.text } else { [&[title.text.as_str()], parts].concat().join(" · ") };
    Some(Cell { text, at: title.at })
}

/// The id of one of several indicators of a number, by what tells it from the others.
fn own_id(id: &str, parts: &[&str]) -> String {
    let mut own = id.to_owned();
    for part in parts {
        let words = part.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
        words.for_each(|word| own.extend(["-", &word.to_lowercase()]));
    }
    own
}

/// Direction, baseline and its period of the way to a target.
fn way(aim: &Aim, headline: &[Headline], draft: &mut Draft) -> [Cell; 3] {
    let at = aim.value.at;
    let base_year = if aim.base_year.is_blank() { USUAL_BASE } else { &aim.base_year.text };
    let base = Span::read(base_year);
    let is_in = |of: &&Headline| base.is_some_and(|base| base.first <= of.span.first && of.span.last <= base.last);
    let first = |from: Option<Span>| {
        let those = headline.iter().filter(move |of| from.is_none_or(|from| from.first <= of.span.first));
        those.min_by_key(|of| of.span.last)
    };
    let found = headline.iter().find(is_in);
    // Of a year without a value, the next one that has one.
    let baseline = found.or_else(|| first(base)).or_else(|| first(None));
    if let Some(baseline) = baseline.filter(|_| aim.base_year.is_blank() || found.is_none()) {
        draft.assume("base_year", &baseline.period.text, at);
    }
    let direction = match aim.direction.text.to_ascii_lowercase().as_str() {
        "negative" => "less",
        "positive" => "more",
        _ => {
            let pair = baseline.and_then(|of| Some((quantity(&aim.value.text)?, quantity(&of.value.text)?)));
            let instead = if pair.is_some_and(|(target, baseline)| target > baseline) { "more" } else { "less" };
            draft.assume("direction", instead, at);
            instead
        }
    };
    let cell = |of: fn(&Headline) -> &Cell| baseline.map_or_else(|| Cell::blank(at), |found| of(found).clone());
    let stated = if aim.direction.is_blank() { at } else { aim.direction.at };
    [Cell::new(direction, stated), cell(|of| &of.value), cell(|of| &of.period)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_pairs_by_their_numbers() {
        let paths = ["meta/1-10-1.md", "data/indicator_1-2-1.csv", "meta/1-2-1.md", "README.md", "data/other.csv"];
        let found = pairs(&paths.map(str::to_owned));
        let seen: Vec<_> =
            found.iter().map(|pair| (pair.id.as_str(), pair.data.is_some(), pair.meta.is_some())).collect();
        assert_eq!(seen, [("1-2-1", true, true), ("1-10-1", false, true)]);
        assert!(pairs(&["data/indicator_1-2-1.csv".to_owned()]).is_empty(), "values alone are any table");
        assert_eq!(companions("indicator_a.csv"), ["meta_a.md", "../meta/a.md"]);
        assert!(companions("values.txt").is_empty());
    }

    #[test]
    fn indicators_of_a_number_have_ids_of_their_own() {
        assert_eq!(own_id("8.5.2", &["Not seasonally adjusted", "%"]), "8.5.2-not-seasonally-adjusted");
        assert_eq!(own_id("1.1.1", &[]), "1.1.1");
    }
}
