//! Geometry holds for every input: proportional, covering, apart.

use super::*;
use proptest::prelude::*;

#[test]
fn the_textbook_example() {
    let rects = squarify(&[6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0], Rect::frame(600, 400));
    let edges: Vec<_> = rects.iter().map(|rect| (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height)).collect();
    assert_eq!(
        edges,
        [
            (0, 0, 300, 200),
            (0, 200, 300, 400),
            (300, 0, 471, 233),
            (471, 0, 600, 233),
            (300, 233, 420, 400),
            (420, 233, 540, 400),
            (540, 233, 600, 400)
        ]
    );
}

#[test]
fn nothing_and_frames_without_area_do_no_harm() {
    assert!(squarify(&[], Rect::frame(100, 100)).is_empty());
    assert_eq!(squarify(&[3.0, 1.0], Rect::frame(0, 100)).len(), 2);
    assert_eq!(squarify(&[0.0, 0.0], Rect::frame(10, 10)).len(), 2);
    assert_eq!(Rect::frame(-5, 3), Rect::frame(0, 3));
    assert_eq!(place_treemap(&[], 0.0, Rect::frame(100, 100), 10), Cover { cells: vec![], others: Others::None });
}

#[test]
fn small_parts_merge_and_what_is_still_too_small_stands_below() {
    let frame = Rect::frame(72_000, 45_000);
    let merged = place_treemap(&[50.0, 30.0, 1.0, 0.01, 0.01, 0.01], 0.0, frame, 2400);
    assert_eq!((merged.cells.len(), merged.others), (2, Others::Below), "1 of 81 would be a strip of 14 px");
    let mut many = vec![50.0, 30.0];
    many.extend([0.05; 100]);
    let merged = place_treemap(&many, 0.0, frame, 2400);
    assert!(matches!(merged.others, Others::Cell(_)) && merged.cells.len() == 2);
    assert_eq!(place_treemap(&[1.0; 200], 99_800.0, frame, 2400), Cover { cells: vec![], others: Others::Cell(frame) });
}

#[test]
fn bars_share_a_zero() {
    let (bars, zero) = place_bars(&[30.0, -10.0, 0.0], 1000, 400);
    assert_eq!(zero, 1100);
    assert_eq!(bars, [Bar { x: 1100, width: 300 }, Bar { x: 1000, width: 100 }, Bar { x: 1100, width: 0 }]);
    assert_eq!(place_bars(&[-2.0, -4.0], 0, 100), (vec![Bar { x: 50, width: 50 }, Bar { x: 0, width: 100 }], 100));
    assert_eq!(place_bars(&[0.0], 5, 100).1, 5);
}

fn weights() -> impl Strategy<Value = Vec<f64>> {
    let weight = prop_oneof![0.001..1.0, 1.0..100.0, 100.0..100_000.0];
    proptest::collection::vec(weight, 1..60).prop_map(|mut weights: Vec<f64>| {
        weights.sort_by(|a, b| b.total_cmp(a));
        weights
    })
}

proptest! {
    #[test]
    fn areas_are_proportional_and_the_cover_is_exact(weights in weights(), width in 10_000..200_000_i32, height in 10_000..200_000_i32) {
        let frame = Rect::frame(width, height);
        let rects = squarify(&weights, frame);
        prop_assert_eq!(rects.len(), weights.len());
        prop_assert_eq!(rects.iter().map(|rect| rect.area()).sum::<i64>(), frame.area());
        let total: f64 = weights.iter().sum();
        for (rect, weight) in rects.iter().zip(&weights) {
            prop_assert!(rect.width >= 0 && rect.height >= 0);
            prop_assert!(rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= width && rect.y + rect.height <= height);
            // Each edge may be off by a unit or so: an area is off by no more than its outline.
            let due = weight / total * frame.area() as f64;
            let slack = 2.0 * f64::from(rect.width.max(1) + rect.height.max(1)) + 4.0;
            prop_assert!((rect.area() as f64 - due).abs() <= slack.max(due * 0.002), "{:?} due {}", rect, due);
        }
    }

    #[test]
    fn nothing_overlaps(weights in weights()) {
        let rects = squarify(&weights, Rect::frame(72_000, 45_000));
        for (index, a) in rects.iter().enumerate() {
            for b in &rects[index + 1..] {
                let apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
                prop_assert!(apart || a.area() == 0 || b.area() == 0, "{:?} {:?}", a, b);
            }
        }
    }

    #[test]
    fn no_cell_is_too_small_to_hit(weights in weights(), width in 240..1200_i32, least in prop_oneof![Just(2400), Just(4400)]) {
        let cover = place_treemap(&weights, 0.0, Rect::frame(width * 100, 42_000), least);
        let others = if let Others::Cell(cell) = cover.others { Some(cell) } else { None };
        for cell in cover.cells.iter().chain(&others) {
            prop_assert!(cell.least_side() >= least);
        }
        prop_assert_eq!(cover.cells.len() == weights.len(), cover.others == Others::None);
    }

    #[test]
    fn bars_are_proportional_and_inside(weights in proptest::collection::vec(-1000.0..1000.0_f64, 1..40), length in 1000..50_000_i32) {
        let (bars, zero) = place_bars(&weights, 700, length);
        let extent = weights.iter().fold(0.0_f64, |most, weight| most.max(*weight)) - weights.iter().fold(0.0_f64, |least, weight| least.min(*weight));
        for (bar, weight) in bars.iter().zip(&weights) {
            prop_assert!(bar.x >= 700 && bar.x + bar.width <= 700 + length);
            prop_assert!((f64::from(bar.width) - weight.abs() / extent * f64::from(length)).abs() <= 1.0);
            let root = bar.x + if *weight < 0.0 { bar.width } else { 0 };
            prop_assert_eq!(root, zero);
        }
    }
}
