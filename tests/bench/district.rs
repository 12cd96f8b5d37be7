//! Flows of a given number of links: a number in, the same flows as a package of funds and as what other tools take out, the same
//! every time.

use serde_json::{Value, json};
use std::fmt::Write;

/// Tiers of the profile, from the top, and how many units of forty each has.
const TIERS: [(&str, usize); 5] = [("central", 0), ("province", 1), ("city", 3), ("county", 8), ("village", 28)];
/// The years that one may switch between.
pub const YEARS: [&str; 2] = ["2025", "2024"];

/// Units in tiers, and what went from one to another in each year.
pub struct District {
    /// The tier of each unit.
    tiers: Vec<usize>,
    /// From, to, and how much in each year.
    links: Vec<(usize, usize, [u64; 2])>,
}

impl District {
    /// Every unit but the first receives from one of the tier above, and some from more; what comes in goes out.
    pub fn new(count: usize) -> Self {
        let mut state = count as u64;
        let mut dice = move |sides: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % sides
        };
        let mut tiers = vec![0];
        for (tier, (_, parts)) in TIERS.iter().enumerate().skip(1) {
            // Four links in five are a unit's only one or its first.
            tiers.extend(std::iter::repeat_n(tier, (parts * count / 50).max(1)));
        }
        let of = |tier: usize| {
            tiers.iter().position(|known| *known == tier).unwrap_or(0)
                ..tiers.iter().rposition(|known| *known == tier).map_or(0, |last| last + 1)
        };
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        let mut add = |to: usize, at: usize, pairs: &mut Vec<(usize, usize)>| {
            let above = of(tiers[to] - 1);
            // Mostly of those whose turn it is: an area of its own, as in a real country.
            let own = above.start + at * above.len() / of(tiers[to]).len().max(1);
            let from = if dice(5) == 0 { above.start + dice(above.len()) } else { own };
            if !pairs.contains(&(from, to)) {
                pairs.push((from, to));
            }
        };
        for (to, tier) in tiers.iter().enumerate().skip(1) {
            add(to, to - of(*tier).start, &mut pairs);
        }
        let mut turn = 0;
        while pairs.len() < count {
            turn = (turn * 31 + 17) % 1_000_003;
            let to = 1 + turn % (tiers.len() - 1);
            add(to, turn / 7 % of(tiers[to]).len(), &mut pairs);
        }
        let need = |at: usize| [7919, 6007].map(|step| 100_000 + at as u64 * step % 90_000_000);
        let is_last = |tier: usize| tier + 1 == TIERS.len();
        let needs = tiers.iter().enumerate().map(|(at, tier)| if is_last(*tier) { need(at) } else { [0; 2] });
        let mut whole: Vec<[u64; 2]> = needs.collect();
        let mut links: Vec<(usize, usize, [u64; 2])> = Vec::new();
        // From below: what a unit needs is shared among those above.
        for to in (1..tiers.len()).rev() {
            let above: Vec<usize> = pairs.iter().filter(|pair| pair.1 == to).map(|pair| pair.0).collect();
            let parts = above.len() as u64;
            for (at, from) in above.iter().enumerate() {
                let shares = whole[to].map(|whole| whole / parts + u64::from(at == 0) * (whole % parts));
                (0..2).for_each(|year| whole[*from][year] += shares[year]);
                links.push((*from, to, shares));
            }
        }
        links.retain(|(_, _, shares)| shares[0] > 0);
        links.sort_unstable();
        Self { tiers, links }
    }

    /// How many links there are.
    pub fn links(&self) -> usize {
        self.links.len()
    }

    /// The tables of the package, by file.
    pub fn tables(&self) -> [(&'static str, String); 2] {
        let mut units = String::from("id,name,tier,role\n");
        for (at, tier) in self.tiers.iter().enumerate() {
            let role = match *tier {
                0 => "source",
                tier if tier + 1 == TIERS.len() => "recipient",
                _ => "",
            };
            let _ = writeln!(units, "u{at},Unit {at},{},{role}", TIERS[*tier].0);
        }
        let mut transfers = String::from("id,year,from,to,amount\n");
        for (year, name) in YEARS.iter().enumerate() {
            for (at, (from, to, shares)) in self.links.iter().enumerate() {
                let (whole, part) = (shares[year] / 100, shares[year] % 100);
                let _ = writeln!(transfers, "{name}-{at},{name},u{from},u{to},{whole}.{part:02}");
            }
        }
        [("units.csv", units), ("transfers.csv", transfers)]
    }

    /// The descriptor of the package.
    pub fn descriptor(&self) -> String {
        let table = |name: &str, fields: &[&str]| {
            let fields: Vec<Value> = fields.iter().map(|name| json!({ "name": name, "type": "string" })).collect();
            json!({
                "name": name, "path": format!("{name}.csv"), "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
                "schema": { "fields": fields },
            })
        };
        let descriptor = json!({
            "name": "district",
            "profile": "daylight-funds",
            "title": "Flows of a district",
            "daylight:profile": "cn",
            "daylight:language": "en",
            "daylight:currency": "CNY",
            "daylight:contacts": { "unit": { "en": "Bureau", "zh-Hans": "局" }, "phone": "12317", "supervision": "12317" },
            "resources": [
                table("units", &["id", "name", "tier", "role"]),
                table("transfers", &["id", "year", "from", "to", "amount"]),
            ],
        });
        descriptor.to_string()
    }

    /// What d3-sankey and ECharts take: for each year nodes, and links by place and by name.
    pub fn graphs(&self) -> Value {
        let graph = |year: usize| {
            let nodes: Vec<Value> = (0..self.tiers.len()).map(|at| json!({ "name": format!("Unit {at}") })).collect();
            let links = |end: &dyn Fn(usize) -> Value| -> Vec<Value> {
                let link = |(from, to, shares): &(usize, usize, [u64; 2])| json!({ "source": end(*from), "target": end(*to), "value": shares[year] as f64 / 100.0 });
                self.links.iter().map(link).collect()
            };
            json!({ "nodes": nodes, "byPlace": links(&|at| json!(at)), "byName": links(&|at| json!(format!("Unit {at}"))) })
        };
        json!({ YEARS[0]: graph(0), YEARS[1]: graph(1) })
    }
}
