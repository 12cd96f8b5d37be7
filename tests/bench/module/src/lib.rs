//! What the benchmark runs: a descriptor and a file's bytes in, exact sums on three levels by year out, as compact JSON; columns and
//! links in, a picture of flows out, as numbers.
//!
//! Nothing here is quicker than the product: the descriptor is read, the rows are ingested, the sums are made and the flows are
//! placed by the same functions that the element and the command call.

use daylight_core::check::{Depth, check_package};
use daylight_core::figure::layout::{Flow, Flows, Room, place_sankey};
use daylight_core::ingest::{Selection, read_package};
use daylight_core::json::Writer;
use daylight_core::model::{AxisId, Kind, Model};
use daylight_core::scheme::Scheme;
use daylight_core::summary::{Question, sum_by};
use wasm_bindgen::prelude::wasm_bindgen;

const PROFILE: &str = include_str!("../../../../profiles/cn/profile.json");

/// Adds the file up by year and by each level of the functional classification.
///
/// # Errors
/// Where the descriptor is no JSON.
#[wasm_bindgen]
pub fn bench_sum(descriptor: &str, bytes: Vec<u8>) -> Result<String, String> {
    let package = read_package(descriptor, &|_| Scheme::of_profile(PROFILE)).map_err(|issue| issue.rule)?;
    let levels = ["functional:1", "functional:2", "functional:3"];
    let wanted: Vec<usize> = levels.iter().filter_map(|level| package.find_axis(level)).collect();
    let selection = Selection::of(&package, &wanted);
    let files = vec![("ledger.csv".to_owned(), bytes)];
    let (model, report) = check_package(&package, &selection, &files, Depth::Warnings);

    let mut bad: Vec<u32> = report.issues.iter().filter_map(|issue| issue.place.row).collect();
    bad.dedup();
    let mut sums: Vec<(String, String, String)> = wanted
        .iter()
        .flat_map(|axis| {
            let id = AxisId(selection.axes.iter().position(|selected| selected == axis).unwrap_or(0));
            sums_of(&model, id)
        })
        .collect();
    sums.sort();

    let mut out = Writer::default();
    out.open('{').key("rows").raw(&report.rows.to_string()).key("bad").open('[');
    for row in bad {
        out.raw(&row.to_string());
    }
    out.close(']').key("sums").open('[');
    for (year, code, amount) in &sums {
        out.open('[').text(year).text(code).text(amount).close(']');
    }
    Ok(out.close(']').close('}').finish())
}

/// Places flows into a room, in hundredths of a pixel: how many boxes there are, of each its left and upper edge, width and height,
/// then of each ribbon where it begins and ends along, the same across, and how thick it is.
#[wasm_bindgen]
pub fn bench_flow(columns: &[u32], from: &[u32], to: &[u32], weights: &[f64], length: i32, breadth: i32) -> Vec<i32> {
    let links = from.iter().zip(to).zip(weights);
    let links = links.map(|((from, to), weight)| Flow { from: *from as usize, to: *to as usize, weight: *weight });
    let columns = columns.iter().map(|column| *column as usize).collect();
    let flows = Flows { columns, links: links.collect(), stubs: Vec::new() };
    let sankey = place_sankey(&flows, Room { length, breadth, node: 2400, least: 2400, gap: 800, is_upright: false });
    let mut numbers = vec![i32::try_from(sankey.boxes.len()).unwrap_or(i32::MAX)];
    numbers.extend(sankey.boxes.iter().flat_map(|placed| {
        let rect = placed.rect;
        [rect.x, rect.y, rect.width, rect.height]
    }));
    numbers.extend(sankey.ribbons.iter().flat_map(|ribbon| {
        let [from, to] = [ribbon.from, ribbon.to].map(|at| sankey.boxes[at].rect);
        [from.x + from.width, to.x, ribbon.starts, ribbon.ends, ribbon.breadth]
    }));
    numbers
}

fn sums_of(model: &Model, axis: AxisId) -> Vec<(String, String, String)> {
    let Some(year) = model.single(Kind::Year) else { return Vec::new() };
    let summary = sum_by(model, &Question { by: vec![year, axis], keep: Vec::new() });
    let code = |id: AxisId, symbol| model.axis(id).code(symbol).to_owned();
    summary
        .groups
        .iter()
        .map(|group| (code(year, group.key[0]), code(axis, group.key[1]), group.amount.plain(group.currency)))
        .collect()
}
