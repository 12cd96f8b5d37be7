//! The picture of flows against those of d3-sankey and ECharts: graphs of our own and, where they are there, published ones in, crossings of the ribbons
//! of both out. Skipped where a data set is absent; fails where npm's packages are, which `cargo xtask setup` installs.

#[path = "flow/crossing.rs"]
mod crossing;
#[path = "flow/graph.rs"]
mod graph;

use crossing::{Crossings, Curve, count};
use daylight_core::figure::layout::{Flow, Flows, Ribbon, Room, Sankey, place_sankey};
use daylight_tests::place;
use graph::Graph;
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// The room that the element gives on a desk and on a phone, without what it is turned by.
const ROOMS: [Room; 2] = [
    Room { length: 106_200, breadth: 64_000, node: 2_400, least: 2_400, gap: 800, is_upright: false },
    Room { length: 46_000, breadth: 36_000, node: 2_400, least: 2_400, gap: 800, is_upright: false },
];

/// The ribbons of a picture, as lines through their middles.
fn curves(sankey: &Sankey, flows: &Flows) -> Vec<Curve> {
    let boxes = &sankey.boxes;
    let curve = |ribbon: &Ribbon| {
        let (from, to) = (&boxes[ribbon.from], &boxes[ribbon.to]);
        let half = f64::from(ribbon.breadth) / 2.0;
        Curve {
            begins: (f64::from(from.rect.x + from.rect.width), f64::from(ribbon.starts) + half),
            ends: (f64::from(to.rect.x), f64::from(ribbon.ends) + half),
            weight: graph::weight(flows, &from.nodes, &to.nodes),
        }
    };
    sankey.ribbons.iter().map(curve).collect()
}

/// What d3-sankey makes of the same boxes and ribbons in our columns and in its own, and ECharts in ours.
///
/// They are given them in the order in which the data have them, and not in ours.
fn rival(sankey: &Sankey, flows: &Flows, room: Room) -> [Vec<Curve>; 3] {
    let boxes = &sankey.boxes;
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by_key(|at| boxes[*at].nodes.iter().min());
    let mut place = vec![0; boxes.len()];
    order.iter().enumerate().for_each(|(place_of, at)| place[*at] = place_of);
    let mut columns: Vec<usize> = boxes.iter().map(|placed| placed.column).collect();
    columns.sort_unstable();
    columns.dedup();
    let nodes = order.iter().map(|at| json!({ "column": columns.binary_search(&boxes[*at].column).unwrap_or(0) }));
    let mut of_node = vec![0; flows.columns.len()];
    boxes.iter().enumerate().for_each(|(at, placed)| placed.nodes.iter().for_each(|node| of_node[*node] = at));
    let first = |ribbon: &Ribbon| {
        let is_its = |link: &Flow| (of_node[link.from], of_node[link.to]) == (ribbon.from, ribbon.to);
        flows.links.iter().position(is_its)
    };
    let mut ribbons: Vec<_> = sankey.ribbons.iter().collect();
    ribbons.sort_by_cached_key(|ribbon| first(ribbon));
    let weights: Vec<f64> =
        ribbons.iter().map(|ribbon| graph::weight(flows, &boxes[ribbon.from].nodes, &boxes[ribbon.to].nodes)).collect();
    let links = ribbons
        .iter()
        .zip(&weights)
        .map(|(ribbon, weight)| json!({ "source": place[ribbon.from], "target": place[ribbon.to], "value": weight }));
    let asked = json!({
        "room": { "length": room.length, "breadth": room.breadth, "node": room.node, "gap": room.gap },
        "nodes": nodes.collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
    });
    let answer = ask(&asked);
    ["given", "own", "chart"].map(|way| {
        let middles = answer[way].as_array().expect("a list of links");
        assert_eq!(middles.len(), weights.len());
        let number = |link: &Value, at: usize| link[at].as_f64().expect("a number");
        let curve = |(link, weight): (&Value, &f64)| Curve {
            begins: (number(link, 0), number(link, 1)),
            ends: (number(link, 2), number(link, 3)),
            weight: *weight,
        };
        middles.iter().zip(&weights).map(curve).collect()
    })
}

fn ask(asked: &Value) -> Value {
    let tools = place::tools();
    let is_there = |package: &&str| tools.join("node_modules").join(package).is_dir();
    assert!(["d3-sankey", "echarts"].iter().all(is_there), "`cargo xtask setup` installs both");
    let mut script = Command::new("node")
        .arg(place::root().join("tests/pipeline/flow/rival.cjs"))
        .arg(tools.join("package.json"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node starts");
    script.stdin.take().expect("a pipe").write_all(asked.to_string().as_bytes()).expect("node reads");
    let output = script.wait_with_output().expect("node ends");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Draws a graph every way in both rooms; says what was counted, and where ours is more: than d3-sankey's by count or by weight, than
/// those of ECharts by count.
fn compare(graph: &Graph) -> Vec<String> {
    let mut worse = Vec::new();
    for room in ROOMS {
        let sankey = place_sankey(&graph.flows, room);
        assert!(!sankey.ribbons.is_empty(), "{} has something to draw", graph.name);
        let ours = count(&curves(&sankey, &graph.flows));
        let [given, own, chart] = rival(&sankey, &graph.flows, room).map(|curves| count(&curves));
        let size = (sankey.boxes.len(), sankey.ribbons.len());
        println!(
            "{}, {size:?} at {}: ours {ours}; d3-sankey in our columns {given}, in its own {own}; ECharts {chart}",
            graph.name, room.breadth
        );
        let is_worse = [given, own].iter().any(|theirs| ours.exceeds(theirs)) || ours.count > chart.count;
        worse.extend(is_worse.then(|| format!("{} at {}", graph.name, room.breadth)));
    }
    worse
}

#[test]
fn graphs_of_our_own_cross_no_more_than_those_of_others() {
    let worse: Vec<String> = (1..=12).map(graph::tiers).flat_map(|graph| compare(&graph)).collect();
    assert_eq!(worse, [] as [String; 0]);
}

#[test]
fn published_flows_cross_no_more_than_those_of_others() {
    let worse: Vec<String> = graph::published().iter().flat_map(compare).collect();
    assert_eq!(worse, [] as [String; 0]);
}

#[test]
fn a_small_change_moves_few() {
    let order = |flows: &Flows, room: Room| -> Vec<Vec<usize>> {
        place_sankey(flows, room).boxes.into_iter().map(|placed| placed.nodes).collect()
    };
    let (mut tried, mut moved) = (0, 0);
    for (graph, room) in (1..=12).map(graph::tiers).flat_map(|graph| ROOMS.map(|room| (graph.flows.clone(), room))) {
        let before = order(&graph, room);
        for (at, by) in (0..graph.links.len()).flat_map(|at| [(at, 0.999), (at, 1.001)]) {
            let mut changed = graph.clone();
            changed.links[at].weight *= by;
            tried += 1;
            moved += usize::from(order(&changed, room) != before);
        }
    }
    println!("{moved} of {tried} changes of one link by a thousandth change an order");
    assert!(moved * 50 <= tried, "{moved} of {tried}");
}

#[test]
fn an_order_with_crossings_is_seen() {
    // Two that lie side by side, and the same crossed.
    let curve = |from: f64, to: f64, weight: f64| Curve { begins: (0.0, from), ends: (100.0, to), weight };
    assert_eq!(count(&[curve(0.0, 0.0, 3.0), curve(50.0, 50.0, 2.0)]), Crossings::default());
    assert_eq!(count(&[curve(0.0, 50.0, 3.0), curve(50.0, 0.0, 2.0)]), Crossings { count: 1, weight: 2.0 });
    // One that passes a column between two others.
    let long = Curve { begins: (0.0, 0.0), ends: (200.0, 0.0), weight: 1.0 };
    let dip = Curve { begins: (50.0, 30.0), ends: (150.0, -30.0), weight: 4.0 };
    assert_eq!(count(&[long, dip]), Crossings { count: 1, weight: 1.0 });
}
