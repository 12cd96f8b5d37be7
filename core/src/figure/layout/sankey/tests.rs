//! Sankey diagrams of made-up flows: what must hold for any.

use super::*;
use proptest::prelude::*;

fn room(breadth: i32) -> Room {
    Room { length: 60_000, breadth, node: 1_200, least: 2_400, gap: 800, is_upright: false }
}

/// What a county receives from three tiers and passes on to four villages, with something kept.
fn county() -> Flows {
    let flow = |from, to, weight| Flow { from, to, weight };
    Flows {
        columns: vec![0, 0, 0, 1, 2, 2, 2, 2],
        links: vec![
            flow(0, 3, 125.5),
            flow(1, 3, 91.2),
            flow(2, 3, 24.6),
            flow(3, 4, 100.0),
            flow(3, 5, 60.0),
            flow(3, 6, 40.0),
            flow(3, 7, 29.3),
        ],
        stubs: vec![Stub { node: 3, weight: 12.0, kind: 0 }],
    }
}

#[test]
fn what_a_node_receives_is_as_broad_as_what_it_gives() {
    let sankey = place_sankey(&county(), room(40_000));
    assert_eq!(sankey.boxes.iter().map(|placed| placed.nodes[0]).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6, 7]);
    let of = |side: &dyn Fn(&Ribbon) -> usize| -> i32 {
        sankey.ribbons.iter().filter(|ribbon| side(ribbon) == 3).map(|ribbon| ribbon.breadth).sum()
    };
    assert!((of(&|ribbon| ribbon.to) - of(&|ribbon| ribbon.from) - sankey.ends[0].breadth).abs() <= 4, "rounding");
    assert_eq!(sankey.boxes[3].rect.x, 29_400);
}

#[test]
fn what_has_no_room_becomes_one_node() {
    let mut flows = Flows { columns: vec![0], ..Flows::default() };
    for at in 1..=500 {
        flows.columns.push(1);
        flows.links.push(Flow { from: 0, to: at, weight: 501.0 - at as f64 });
    }
    let sankey = place_sankey(&flows, room(40_000));
    let last: Vec<&Box> = sankey.boxes.iter().filter(|placed| placed.column == 1).collect();
    assert_eq!(last.len(), 12);
    assert_eq!(last.iter().map(|placed| placed.nodes.len()).sum::<usize>(), 500);
    assert_eq!(last.iter().filter(|placed| placed.nodes.len() > 1).count(), 1);
}

#[test]
fn links_that_go_back_are_left_out_and_told() {
    let mut flows = county();
    flows.links.push(Flow { from: 4, to: 3, weight: 5.0 });
    flows.links.push(Flow { from: 3, to: 3, weight: 5.0 });
    assert_eq!(place_sankey(&flows, room(40_000)).left_out, [7, 8]);
    let nothing = place_sankey(&Flows::default(), room(40_000));
    assert_eq!(nothing, Sankey::default());
}

#[test]
fn flowing_downwards_is_the_same_turned() {
    let (lying, upright) =
        (place_sankey(&county(), room(40_000)), place_sankey(&county(), Room { is_upright: true, ..room(40_000) }));
    for (one, other) in lying.boxes.iter().zip(&upright.boxes) {
        assert_eq!((one.rect.x, one.rect.y, one.rect.width), (other.rect.y, other.rect.x, other.rect.height));
    }
    assert_eq!(lying.ribbons, upright.ribbons);
}

#[test]
fn crossings_that_need_not_be_are_not() {
    // Each of six gives to its opposite, listed so that all cross.
    let mut flows = Flows { columns: [vec![0; 6], vec![1; 6]].concat(), ..Flows::default() };
    for at in 0..6 {
        flows.links.push(Flow { from: at, to: 11 - at, weight: 10.0 + at as f64 });
    }
    let sankey = place_sankey(&flows, room(60_000));
    assert_eq!(count_crossings(&sankey), 0);
}

/// Flows from a fixed seed: tiers of units of which each passes on to a few of the next.
fn tiers() -> Flows {
    let mut seed = 11_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut flows = Flows { columns: [vec![0; 3], vec![1; 5], vec![2; 12]].concat(), ..Flows::default() };
    for from in 0..8 {
        let (first, count) = if from < 3 { (3, 5) } else { (8, 12) };
        for _ in 0..3 {
            flows.links.push(Flow { from, to: first + next(count), weight: (100 + next(900)) as f64 });
        }
    }
    flows
}

#[test]
fn a_small_change_leaves_the_order() {
    let order = |flows: &Flows| -> Vec<Vec<usize>> {
        place_sankey(flows, room(300_000)).boxes.into_iter().map(|placed| placed.nodes).collect()
    };
    for flows in [county(), tiers()] {
        for at in 0..flows.links.len() {
            for by in [0.999, 1.001] {
                let mut changed = flows.clone();
                changed.links[at].weight *= by;
                assert_eq!(order(&flows), order(&changed), "link {at} times {by}");
            }
        }
    }
}

fn count_crossings(sankey: &Sankey) -> usize {
    let column = |at: usize| sankey.boxes[at].column;
    let crosses = |one: &Ribbon, other: &Ribbon| {
        (column(one.from), column(one.to)) == (column(other.from), column(other.to))
            && (one.starts < other.starts) != (one.ends < other.ends)
    };
    let pairs = sankey
        .ribbons
        .iter()
        .enumerate()
        .flat_map(|(at, one)| sankey.ribbons[..at].iter().map(move |other| (one, other)));
    pairs.filter(|(one, other)| crosses(one, other)).count()
}

fn flows() -> impl Strategy<Value = Flows> {
    let nodes = proptest::collection::vec(0..4_usize, 2..40);
    nodes.prop_flat_map(|columns| {
        let count = columns.len();
        let links = proptest::collection::vec((0..count, 0..count, 0.0..1000.0_f64), 0..80);
        let stubs = proptest::collection::vec((0..count, 0.0..200.0_f64, 0..3_u8), 0..10);
        (Just(columns), links, stubs).prop_map(|(columns, links, stubs)| Flows {
            columns,
            links: links.into_iter().map(|(from, to, weight)| Flow { from, to, weight }).collect(),
            stubs: stubs.into_iter().map(|(node, weight, kind)| Stub { node, weight, kind }).collect(),
        })
    })
}

proptest! {
    #[test]
    fn no_ribbon_leaves_its_nodes(flows in flows(), breadth in 20_000..90_000_i32) {
        let room = room(breadth);
        let sankey = place_sankey(&flows, room);
        for ribbon in &sankey.ribbons {
            let (from, to) = (&sankey.boxes[ribbon.from], &sankey.boxes[ribbon.to]);
            prop_assert!(from.column < to.column);
            for (placed, start) in [(from, ribbon.starts), (to, ribbon.ends)] {
                prop_assert!(start >= placed.rect.y && start + ribbon.breadth <= placed.rect.y + placed.rect.height);
            }
        }
        for end in &sankey.ends {
            let rect = sankey.boxes[end.from].rect;
            prop_assert!(end.starts >= rect.y && end.starts + end.breadth <= rect.y + rect.height);
        }
        for placed in &sankey.boxes {
            prop_assert!(placed.rect.height >= room.least && placed.rect.y >= 0);
            prop_assert!(placed.rect.x >= 0 && placed.rect.x + room.node <= room.length);
        }
        for pair in sankey.boxes.windows(2).filter(|pair| pair[0].column == pair[1].column) {
            prop_assert!(pair[0].rect.y + pair[0].rect.height <= pair[1].rect.y, "no overlap");
        }
    }

    #[test]
    fn breadths_are_proportional(flows in flows()) {
        let sankey = place_sankey(&flows, room(90_000));
        let weight = |ribbon: &Ribbon| -> f64 {
            let (from, to) = (&sankey.boxes[ribbon.from].nodes, &sankey.boxes[ribbon.to].nodes);
            let links = flows.links.iter().filter(|link| from.contains(&link.from) && to.contains(&link.to));
            links.map(|link| link.weight).sum()
        };
        for one in &sankey.ribbons {
            for other in &sankey.ribbons {
                let expected = f64::from(other.breadth) * weight(one) / weight(other);
                let slack = 1.0 + weight(one) / weight(other);
                prop_assert!((f64::from(one.breadth) - expected).abs() <= slack, "{} {}", one.breadth, expected);
            }
        }
    }

    #[test]
    fn every_node_that_carries_something_is_in_one_box(flows in flows()) {
        let sankey = place_sankey(&flows, room(40_000));
        let mut nodes: Vec<usize> = sankey.boxes.iter().flat_map(|placed| placed.nodes.clone()).collect();
        nodes.sort_unstable();
        let is_linked = |node: usize| {
            flows.links.iter().any(|link| link.weight > 0.0 && flows.columns[link.from] < flows.columns[link.to] && (link.from == node || link.to == node))
                || flows.stubs.iter().any(|stub| stub.node == node && stub.weight > 0.0)
        };
        prop_assert_eq!(nodes, (0..flows.columns.len()).filter(|node| is_linked(*node)).collect::<Vec<_>>());
    }
}
