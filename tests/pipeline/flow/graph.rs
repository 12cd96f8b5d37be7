//! Graphs to draw: made from a seed, or read from published files by the product's own readers; what is absent is said and skipped.

use daylight_core::figure::layout::{Flow, Flows};
use daylight_core::import::{Decoder, load_foreign};
use daylight_tests::{command, place};
use std::collections::BTreeMap;
use std::fs;

/// A graph and what it is called.
pub struct Graph {
    pub name: String,
    pub flows: Flows,
}

/// What goes from some nodes to others.
pub fn weight(flows: &Flows, from: &[usize], to: &[usize]) -> f64 {
    let mut sides = vec![0_u8; flows.columns.len()];
    from.iter().for_each(|node| sides[*node] |= 1);
    to.iter().for_each(|node| sides[*node] |= 2);
    let links = flows.links.iter().filter(|link| sides[link.from] & 1 != 0 && sides[link.to] & 2 != 0);
    links.map(|link| link.weight).sum()
}

/// Tiers of units, each of which receives from one to three above; now and then a tier is passed over.
pub fn tiers(seed: u64) -> Graph {
    let mut state = seed;
    let mut dice = move |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    let mut flows = Flows::default();
    let mut tiers: Vec<Vec<usize>> = Vec::new();
    for tier in 0..3 + dice(3) {
        let units: Vec<usize> = (0..2 + dice(14 + tier * 4)).map(|at| flows.columns.len() + at).collect();
        flows.columns.extend(units.iter().map(|_| tier));
        for to in units.iter().copied().filter(|_| tier > 0) {
            for _ in 0..=dice(3) {
                let above = &tiers[tier - 1 - if tier > 1 && dice(10) == 0 { 1 } else { 0 }];
                let weight = (1 + dice(40) * dice(40)) as f64;
                flows.links.push(Flow { from: above[dice(above.len())], to, weight });
            }
        }
        tiers.push(units);
    }
    Graph { name: format!("seed {seed}"), flows }
}

/// The published graphs that are on this machine.
pub fn published() -> Vec<Graph> {
    let Some(data) = place::data() else {
        place::skip("no published data");
        return Vec::new();
    };
    let foreign = [
        "fund-flows/jp-rs-fund-flow-2024/sankey-svg-2024-graph.json.gz",
        "fund-flows/iati-dfid-zimbabwe-2011/dfid-ZW.xml",
        "fund-flows/360giving-wolfson-2014/wolfson-grants.json",
        "fund-flows/ocds-paraguay-155220/155220.json",
    ];
    let tables = [
        ("eu-salzburg-2007-2013", "fund-flows/eu-salzburg-and-latvia", "", &["recipient:generic", "activity"][..]),
        (
            "eu-latvia-2014-2020",
            "fund-flows/eu-salzburg-and-latvia",
            "phase=EU financing",
            &["activity:1", "geo", "recipient:generic"],
        ),
        (
            "mexico-puebla-gasto-federalizado-2016q1",
            "fund-flows/mexico-puebla-gasto-federalizado-2016q1",
            "phase=paid",
            &["administrative", "activity", "geo:2", "economic"],
        ),
        ("uk-grants-by-ward-2013-2018", "large/uk-grants-by-ward-2013-2018", "", &["administrative", "geo:1", "geo:2"]),
    ];
    let mut graphs = Vec::new();
    for file in foreign {
        let path = data.join(file);
        match fs::read(&path) {
            Ok(bytes) => graphs.push(of_records(file, bytes)),
            Err(_) => place::skip(&format!("{file} is not there")),
        }
    }
    for (descriptor, folder, keep, axes) in tables {
        if data.join(folder).is_dir() {
            graphs.push(of_sums(descriptor, &data.join(folder), keep, axes));
        } else {
            place::skip(&format!("{folder} is not there"));
        }
    }
    graphs
}

struct Utf8;

impl Decoder for Utf8 {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn decode(&self, _: &str, _: &[u8]) -> Option<String> {
        None
    }
}

/// Units in their tiers, what went from one to another, and who was paid or, where nobody was, promised something; all years
/// together.
fn of_records(name: &str, bytes: Vec<u8>) -> Graph {
    let text = daylight_core::import::unzip_file("a", bytes).expect("a file");
    let loaded = load_foreign("a", std::str::from_utf8(&text).expect("UTF-8"), &Utf8).expect("a known form").unwrap();
    let ledger = loaded.funds().expect("a package of funds").0;
    let mut columns: Vec<usize> = ledger.units.iter().map(|unit| unit.tier).collect();
    let last = columns.iter().max().map_or(0, |tier| tier + 1);
    let mut links: BTreeMap<(usize, usize), i128> = BTreeMap::new();
    for transfer in &ledger.transfers {
        if let Some(from) = transfer.from {
            *links.entry((from, transfer.to)).or_default() += transfer.amount.minor();
        }
    }
    let paid: Vec<_> = ledger.payments.iter().map(|paid| (paid.unit, &paid.payee, paid.amount)).collect();
    let promised = ledger.commitments.iter();
    let promised = promised.filter_map(|promised| Some((promised.unit?, &promised.payee, promised.amount?)));
    let left = if paid.is_empty() { promised.collect() } else { paid };
    let mut payees = BTreeMap::new();
    for (unit, payee, amount) in left.into_iter().filter(|(_, payee, _)| !payee.is_empty()) {
        let to = *payees.entry(&payee[0].1).or_insert_with(|| {
            columns.push(last);
            columns.len() - 1
        });
        *links.entry((unit, to)).or_default() += amount.minor();
    }
    let link = |((from, to), amount): ((usize, usize), i128)| Flow { from, to, weight: (amount as f64).max(0.0) };
    let flows = Flows { columns, links: links.into_iter().map(link).collect(), stubs: Vec::new() };
    Graph { name: name.to_owned(), flows }
}

/// The sums of a package by some axes: a column for each, a link for what two that follow each other have in common.
fn of_sums(descriptor: &str, data: &std::path::Path, keep: &str, axes: &[&str]) -> Graph {
    let package = place::root().join("tests/descriptors").join(descriptor).join("datapackage.json");
    let mut arguments = vec!["sum", package.to_str().unwrap(), "--data", data.to_str().unwrap(), "--format", "json"];
    axes.iter().for_each(|axis| arguments.extend(["--by", axis]));
    if !keep.is_empty() {
        arguments.extend(["--where", keep]);
    }
    let answer = command::json(&arguments);
    let mut flows = Flows::default();
    let mut nodes: BTreeMap<(usize, String), usize> = BTreeMap::new();
    let mut links: Vec<((usize, usize), i128)> = Vec::new();
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for row in answer["rows"].as_array().expect("rows") {
        let amount = command::hundredths(row["amount"].as_str().expect("a decimal"));
        let on: Vec<usize> = axes
            .iter()
            .enumerate()
            .map(|(column, axis)| {
                let key = row["keys"][axis].as_str().unwrap_or_default().to_owned();
                *nodes.entry((column, key)).or_insert_with(|| {
                    flows.columns.push(column);
                    flows.columns.len() - 1
                })
            })
            .collect();
        for pair in on.windows(2) {
            let at = *known.entry((pair[0], pair[1])).or_insert_with(|| {
                links.push(((pair[0], pair[1]), 0));
                links.len() - 1
            });
            links[at].1 += amount;
        }
    }
    let links = links.into_iter().map(|((from, to), weight)| Flow { from, to, weight: (weight as f64).max(0.0) });
    flows.links = links.collect();
    Graph { name: descriptor.to_owned(), flows }
}
