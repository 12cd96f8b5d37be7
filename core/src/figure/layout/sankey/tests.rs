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

/// Everything in a picture that is not as it must be.
fn faults(sankey: &Sankey, room: Room) -> Vec<String> {
    let mut faults = Vec::new();
    let mut check = |is_so: bool, what: String| faults.extend((!is_so).then_some(what));
    let rect = |at: usize| sankey.boxes[at].rect;
    let mut sides: Vec<[Vec<(i32, i32)>; 2]> = vec![Default::default(); sankey.boxes.len()];
    for ribbon in &sankey.ribbons {
        check(sankey.boxes[ribbon.from].column < sankey.boxes[ribbon.to].column, format!("onwards: {ribbon:?}"));
        sides[ribbon.from][1].push((ribbon.starts, ribbon.breadth));
        sides[ribbon.to][0].push((ribbon.ends, ribbon.breadth));
    }
    for end in &sankey.ends {
        sides[end.from][1].push((end.starts, end.breadth));
    }
    for (at, sides) in sides.iter_mut().enumerate() {
        for side in sides {
            side.sort_unstable();
            let mut free = rect(at).y;
            for (start, breadth) in side.iter() {
                check(*start == free, format!("beside each other: {start} and not {free} at box {at}"));
                free = start + breadth;
            }
            check(free <= rect(at).y + rect(at).height, format!("inside: {free} of box {at}"));
        }
    }
    for placed in &sankey.boxes {
        let Rect { x, y, width, height } = placed.rect;
        check(height >= room.least && width == room.node, format!("large enough: {placed:?}"));
        check(y >= 0 && y + height <= room.breadth, format!("in the room across: {placed:?}"));
        check(x >= 0 && x + width <= room.length, format!("in the room along: {placed:?}"));
    }
    for pair in sankey.boxes.windows(2).filter(|pair| pair[0].column == pair[1].column) {
        check(pair[0].rect.y + pair[0].rect.height <= pair[1].rect.y, format!("apart: {pair:?}"));
    }
    faults
}

/// Boxes at which more comes in than goes out, or the other way round, by more than rounding; `flows` balance but where they begin.
fn imbalances(sankey: &Sankey, flows: &Flows) -> Vec<usize> {
    let mut sums = vec![[0, 0, 0]; sankey.boxes.len()];
    let mut add = |at: usize, side: usize, breadth: i32| {
        sums[at][side] += breadth;
        sums[at][2] += 1;
    };
    for ribbon in &sankey.ribbons {
        add(ribbon.from, 1, ribbon.breadth);
        add(ribbon.to, 0, ribbon.breadth);
    }
    sankey.ends.iter().for_each(|end| add(end.from, 1, end.breadth));
    let begins = |node: &usize| flows.links.iter().all(|link| link.to != *node || link.weight <= 0.0);
    let is_off = |[enters, leaves, count]: [i32; 3]| (enters - leaves).abs() > count;
    (0..sums.len()).filter(|at| is_off(sums[*at]) && !sankey.boxes[*at].nodes.iter().any(begins)).collect()
}

/// The same flows with an end at every node that gets more than it gives, and no node that gives more but those that get nothing.
fn balanced(mut flows: Flows) -> Flows {
    flows.links.retain(|link| flows.columns[link.from] < flows.columns[link.to]);
    flows.stubs.clear();
    let last = flows.columns.iter().max().copied().unwrap_or(0);
    for column in 0..=last {
        for node in (0..flows.columns.len()).filter(|node| flows.columns[*node] == column) {
            let sum = |of: &dyn Fn(&Flow) -> usize| -> f64 {
                flows.links.iter().filter(|link| of(link) == node).map(|link| link.weight).sum()
            };
            let (enters, leaves) = (sum(&|link| link.to), sum(&|link| link.from));
            if enters > 0.0 && leaves > enters {
                let part = enters / leaves;
                flows.links.iter_mut().filter(|link| link.from == node).for_each(|link| link.weight *= part);
            } else if enters > 0.0 {
                flows.stubs.push(Stub { node, weight: enters - leaves, kind: 0 });
            }
        }
    }
    flows
}

#[test]
fn planted_faults_are_found() {
    let room = room(40_000);
    let flows = balanced(county());
    let whole = place_sankey(&flows, room);
    assert_eq!((faults(&whole, room), imbalances(&whole, &flows)), (Vec::new(), Vec::new()));
    let planted: [&dyn Fn(&mut Sankey); 7] = [
        &|sankey| sankey.ribbons[0].starts -= 1,
        &|sankey| sankey.ribbons[3].ends += 1,
        &|sankey| sankey.ribbons[6].breadth += 2500,
        &|sankey| sankey.boxes[1].rect.y = sankey.boxes[0].rect.y + 1,
        &|sankey| sankey.boxes[7].rect.height = room.least - 1,
        &|sankey| sankey.boxes[7].rect.x += 1,
        &|sankey| sankey.ribbons[0].to = 0,
    ];
    for (at, plant) in planted.iter().enumerate() {
        let mut sankey = whole.clone();
        plant(&mut sankey);
        assert_ne!(faults(&sankey, room), [] as [String; 0], "fault {at}");
    }
    let mut leaking = whole.clone();
    leaking.ribbons.truncate(6);
    assert_eq!(imbalances(&leaking, &flows), [3, 7], "what was passed on is missing");
}

#[test]
fn what_passes_a_column_crosses_nothing_that_ends_there() {
    // One gives to many in the next column and to some in the one after, all of which could be drawn apart.
    let mut flows = Flows { columns: [vec![0], vec![1; 12], vec![2; 4]].concat(), ..Flows::default() };
    for to in 1..17 {
        flows.links.push(Flow { from: 0, to, weight: [900.0, 40.0, 7.0, 300.0][to % 4] + to as f64 });
    }
    for breadth in [36_000, 64_000] {
        let sankey = place_sankey(&flows, room(breadth));
        let middle = |ribbon: &Ribbon, along: f64| {
            f64::from(ribbon.starts + ribbon.breadth / 2) + f64::from(ribbon.ends - ribbon.starts) * along
        };
        let is_long = |ribbon: &&Ribbon| sankey.boxes[ribbon.to].column == 2;
        for long in sankey.ribbons.iter().filter(is_long) {
            for short in sankey.ribbons.iter().filter(|ribbon| !is_long(ribbon)) {
                let (begins, ends) = (long.starts < short.starts, middle(long, bent(0.5)) < middle(short, 1.0));
                assert_eq!(begins, ends, "{long:?} {short:?}");
            }
        }
    }
}

#[test]
fn a_curve_is_where_it_is_drawn() {
    assert!(bent(0.0) < 1e-6 && bent(1.0) > 1.0 - 1e-6 && (bent(0.5) - 0.5).abs() < 1e-6);
    // A third of the way, at t = 0.2901 of the curve.
    assert!((bent(1.0 / 3.0) - 0.2037).abs() < 1e-3, "{}", bent(1.0 / 3.0));
}

proptest! {
    #[test]
    fn no_ribbon_leaves_its_nodes(flows in flows(), breadth in 20_000..90_000_i32) {
        let room = room(breadth);
        prop_assert_eq!(faults(&place_sankey(&flows, room), room), [] as [String; 0]);
    }

    #[test]
    fn what_comes_to_a_node_leaves_it(flows in flows(), breadth in 20_000..90_000_i32) {
        let flows = balanced(flows);
        prop_assert_eq!(imbalances(&place_sankey(&flows, room(breadth)), &flows), [] as [usize; 0]);
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
