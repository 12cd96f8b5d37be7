//! Charts of every kind in two languages and widths as SVG (`UPDATE_EXPECT=1 cargo test -p daylight-widgets` refreshes them), and
//! what holds for all of them: words in the picture and apart, marks of a size to be hit.

use super::free::{holds, overlap};
use super::*;
use daylight_core::figure::chart::{ChartKind, Frame, Group, Note, Panel, Series, Shape, Value};
use daylight_core::figure::svg::{SvgOptions, write_chart};
use daylight_core::money::{Amount, Currency};
use daylight_core::profile::UnitScale;
use std::path::Path;

const PARTS: [(&str, &str); 6] = [
    ("General public services", "一般公共服务支出"),
    ("Education", "教育支出"),
    ("Social security and employment", "社会保障和就业支出"),
    ("Health", "卫生健康支出"),
    ("Urban and rural community affairs", "城乡社区支出"),
    ("Housing", "住房保障支出"),
];

/// Budget and outturn in minor units; what is `None` is not stated.
const AMOUNTS: [(Option<i128>, Option<i128>); 6] = [
    (Some(1_255_000_000), Some(1_198_000_000)),
    (Some(9_120_000_000), Some(9_534_120_000)),
    (Some(2_460_000_000), None),
    (Some(1_800_000_000), Some(1_800_000_000)),
    (Some(3_010_000_000), Some(-420_000_000)),
    (Some(0), Some(500_000)),
];

struct Maker {
    words: Words,
    is_chinese: bool,
    unit: UnitScale,
}

impl Maker {
    fn new(lang: &str) -> Self {
        let words = Words::built_in(lang);
        let unit = UnitScale { id: "wan".into(), factor: 10_000, ..UnitScale::default() };
        Self { words, is_chinese: lang == "zh-Hans", unit }
    }

    fn pick<'a>(&self, (english, chinese): (&'a str, &'a str)) -> &'a str {
        if self.is_chinese { chinese } else { english }
    }

    fn value(&self, group: &str, series: &str, minor: Option<i128>) -> Value {
        let amount = minor.map(Amount::from_minor);
        let label = match amount {
            Some(amount) => self.words.scaled(amount, Currency::from_code("CNY"), &self.unit, 1),
            None => self.pick(("not stated", "未列示")).to_owned(),
        };
        Value { amount, name: format!("{group} · {series}: {label}"), label }
    }

    fn group(&self, label: &str, series: &[Series], amounts: &[Option<i128>]) -> Group {
        let values = series.iter().zip(amounts).map(|(series, amount)| self.value(label, &series.label, *amount));
        Group { label: label.to_owned(), values: values.collect(), ..Group::default() }
    }

    fn series(&self, is_line: bool) -> Vec<Series> {
        let series = |label: (&str, &str), tone, is_hollow, is_line| Series {
            label: self.pick(label).to_owned(),
            tone,
            is_hollow,
            is_line,
        };
        vec![series(("Budget", "预算数"), 0, true, is_line), series(("Outturn", "决算数"), 0, false, false)]
    }

    fn plan(&self, kind: ChartKind, width_px: i32) -> Plan {
        Plan {
            kind,
            name: self.pick(("Budget and outturn", "预算与决算")).to_owned(),
            sentence: self.pick(("What was planned and what was spent.", "预算安排与实际支出。")).to_owned(),
            lang: self.words.lang().to_owned(),
            unit_line: self.pick(("Unit: 10,000 yuan", "单位：万元")).to_owned(),
            currency: Currency::from_code("CNY"),
            unit: self.unit.clone(),
            notes: vec![Note {
                sign: "1".into(),
                text: self
                    .pick((
                        "Since 2022 classified anew; not to be compared with the years before.",
                        "2022年起科目调整，与以前年度口径不同，不可直接比较。",
                    ))
                    .to_owned(),
            }],
            frame: Frame { width: width_px * 100, ..Frame::default() },
            ..Plan::default()
        }
    }

    fn bars(&self, width_px: i32) -> Plan {
        let series = self.series(false);
        let groups = PARTS.iter().zip(AMOUNTS).enumerate().map(|(at, (part, (budget, outturn)))| {
            let group = self.group(self.pick(*part), &series, &[budget, outturn]);
            Group {
                path: Some(at.to_string()),
                opens: Some(at.to_string()),
                note: if at == 3 { "1".into() } else { String::new() },
                tone: at as u8,
                ..group
            }
        });
        let groups = groups.collect();
        let panels = vec![Panel { label: String::new(), groups }];
        Plan { series, panels, ..self.plan(ChartKind::Bars, width_px) }
    }

    /// Some years, of which one is not stated and one is counted otherwise.
    fn year_groups(&self, series: &[Series], count: i32, seed: i128) -> Vec<Group> {
        let year = |at: i32| {
            let label = self.words.year(&(2024 - count + 1 + at).to_string());
            let budget = (seed + i128::from(at) * 173_000_000) % 4_000_000_000;
            let outturn =
                if at == count - 2 { None } else { Some(budget * 97 / 100 - if at == 1 { seed * 2 } else { 0 }) };
            let group = self.group(&label, series, &[Some(budget), outturn]);
            Group { note: if at == count - 3 { "1".into() } else { String::new() }, ..group }
        };
        (0..count).map(year).collect()
    }

    fn years(&self, width_px: i32, count: i32, is_line: bool) -> Plan {
        let series = self.series(is_line);
        let groups = self.year_groups(&series, count, 1_200_000_000);
        Plan { panels: vec![Panel { label: String::new(), groups }], series, ..self.plan(ChartKind::Years, width_px) }
    }

    fn panels(&self, width_px: i32) -> Plan {
        let series = self.series(true);
        let panels = PARTS.iter().enumerate().map(|(at, part)| Panel {
            label: self.pick(*part).to_owned(),
            groups: self.year_groups(&series, 5, 300_000_000 * (at as i128 + 1)),
        });
        Plan { panels: panels.collect(), series, ..self.plan(ChartKind::Panels, width_px) }
    }

    fn slope(&self, width_px: i32) -> Plan {
        let plan = self.bars(width_px);
        let year = |year: &str| Series { label: self.words.year(year), ..Series::default() };
        Plan { kind: ChartKind::Slope, series: vec![year("2023"), year("2024")], ..plan }
    }

    /// Two sides of six parts, of which one side is `short` of the other.
    fn stacks(&self, width_px: i32, short: i128) -> Plan {
        let sides = [("Income", "收入"), ("Expenditure", "支出")].map(|side| self.pick(side));
        let amounts = [[9_120, 35, 0, 12, 3_010, 7], [1_255, 6_460, 20, 1_439 - short, 3_000, 10]];
        let panels = sides.into_iter().zip(amounts).map(|(side, amounts)| Panel {
            label: side.to_owned(),
            groups: (PARTS.iter().zip(amounts).enumerate())
                .map(|(at, (part, amount))| {
                    let label = self.pick(*part);
                    let values = vec![self.value(label, side, Some(amount * 1_000_000))];
                    Group { label: label.to_owned(), values, tone: at as u8, ..Group::default() }
                })
                .collect(),
        });
        Plan { panels: panels.collect(), notes: Vec::new(), ..self.plan(ChartKind::Stacks, width_px) }
    }

    fn draw(&self, plan: &Plan) -> Chart {
        let chart = draw_chart(plan, &self.words);
        assert_sound(plan, &chart);
        chart
    }
}

/// What holds for every chart.
fn assert_sound(plan: &Plan, chart: &Chart) {
    let values = plan.panels.iter().flat_map(|panel| &panel.groups).map(|group| match plan.kind {
        ChartKind::Slope => 1,
        _ => group.values.len(),
    });
    assert_eq!(chart.marks.len(), values.sum::<usize>(), "a mark a value");
    let frame = Rect { x: 0, y: 0, width: chart.width, height: chart.height };
    let inside = |place: Rect| {
        place.x >= -1
            && place.y >= -1
            && place.x + place.width <= frame.width + 1
            && place.y + place.height <= frame.height + 1
    };
    let lines: Vec<&TextLine> = chart
        .lines
        .iter()
        .chain(chart.marks.iter().flat_map(|mark| &mark.lines))
        .filter(|line| !line.text.is_empty())
        .collect();
    for (at, line) in lines.iter().enumerate() {
        assert!(inside(box_of(line)), "{line:?} leaves {frame:?}");
        for other in &lines[at + 1..] {
            assert!(!overlap(core_of(line), core_of(other)), "{line:?} lies on {other:?}");
        }
    }
    for (at, mark) in chart.marks.iter().enumerate() {
        assert!(!mark.name.is_empty() && inside(mark.hit), "{mark:?}");
        assert!(mark.hit.width >= 2400 && mark.hit.height >= 2400, "{mark:?} is too small to hit");
        for other in &chart.marks[at + 1..] {
            assert!(!overlap(mark.hit, other.hit), "{mark:?} and {other:?}");
        }
        let of = plan.panels[mark.of.0].groups[mark.of.1].values.get(mark.of.2);
        match &mark.shape {
            Shape::Gap => assert!(of.is_none_or(|value| value.amount.is_none()), "{mark:?}"),
            Shape::Bar(bar) => {
                assert!(inside(*bar), "{mark:?}");
                for line in &lines {
                    let core = core_of(line);
                    assert!(!overlap(core, *bar) || holds(*bar, core), "{line:?} lies on the edge of {}", mark.name);
                }
            }
            Shape::Point(x, y) => assert!(inside(Rect { x: *x, y: *y, width: 0, height: 0 })),
            Shape::Line(points) => assert!(points.len() == 1 || points.len() == 2),
            Shape::Ends(from, to) => assert!(from.0 < to.0),
        }
    }
    for rule in &chart.rules {
        for (x, y) in [rule.from, rule.to] {
            assert!(inside(Rect { x, y, width: 0, height: 0 }), "{rule:?}");
        }
    }
}

/// The letters of a line without what is above and beneath most of them.
fn core_of(line: &TextLine) -> Rect {
    let place = box_of(line);
    Rect { y: line.baseline - line.size * 7 / 10, height: line.size * 7 / 10, ..place }
}

/// Compares a chart with its drawing beside this file.
pub fn assert_golden(name: &str, chart: &Chart) {
    let svg = write_chart(chart, SvgOptions::default()).replace("><", ">\n<") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/chart/expect").join(name).with_extension("svg");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, svg).unwrap();
    } else {
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(expected == svg, "{} differs; UPDATE_EXPECT=1 accepts it", path.display());
    }
}

#[test]
fn every_kind_in_two_languages_and_widths() {
    for lang in ["en", "zh-Hans"] {
        let maker = Maker::new(lang);
        for width in [360, 1280] {
            for (kind, plan) in [
                ("bars", maker.bars(width)),
                ("years", maker.years(width, 6, false)),
                ("lines", maker.years(width, 6, true)),
                ("slope", maker.slope(width)),
                ("panels", maker.panels(width)),
                ("stacks", maker.stacks(width, 0)),
            ] {
                assert_golden(&format!("{kind}-{lang}-{width}"), &maker.draw(&plan));
            }
        }
    }
}

#[test]
fn stacks_are_as_high_as_their_totals() {
    let maker = Maker::new("en");
    let height = |chart: &Chart, side: usize| -> i32 {
        let bars = chart.marks.iter().filter(|mark| mark.of.0 == side);
        bars.map(|mark| if let Shape::Bar(bar) = mark.shape { bar.height } else { 0 }).sum()
    };
    for width in [240, 360, 1280] {
        let even = maker.draw(&maker.stacks(width, 0));
        assert!((height(&even, 0) - height(&even, 1)).abs() <= 12, "{} {}", height(&even, 0), height(&even, 1));
        let uneven = maker.draw(&maker.stacks(width, 1_200));
        assert!(height(&uneven, 1) * 100 / height(&uneven, 0) == 90, "{} {}", height(&uneven, 0), height(&uneven, 1));
        // Every part is named, however thin it is.
        assert!(even.marks.iter().all(|mark| !mark.lines.is_empty()));
        let mut many = maker.stacks(width, 0);
        many.panels[1].groups = many.panels[1].groups.iter().cycle().take(30).cloned().collect();
        maker.draw(&many);
        many.panels[0].groups.clear();
        maker.draw(&many);
    }
}

#[test]
fn thirty_groups_one_group_and_none() {
    for lang in ["en", "zh-Hans"] {
        let maker = Maker::new(lang);
        for width in [240, 360, 1280] {
            for mut plan in [maker.bars(width), maker.slope(width)] {
                let groups = plan.panels[0].groups.clone();
                plan.panels[0].groups = groups.iter().cycle().take(30).cloned().collect();
                maker.draw(&plan);
                plan.panels[0].groups.truncate(1);
                maker.draw(&plan);
                plan.panels[0].groups.clear();
                assert!(maker.draw(&plan).marks.is_empty());
                plan.panels.clear();
                assert!(maker.draw(&plan).marks.is_empty());
            }
        }
    }
}

#[test]
fn years_are_hit_one_by_one_and_stand_beneath_each_other_where_they_are_too_many() {
    let maker = Maker::new("zh-Hans");
    for is_line in [false, true] {
        for count in [1, 2, 12] {
            for width in [360, 1280] {
                let chart = maker.draw(&maker.years(width, count.max(3), is_line));
                let lengthwise =
                    chart.marks.iter().all(|mark| mark.hit.y == chart.marks[0].hit.y || mark.hit.height < chart.height);
                assert!(lengthwise);
            }
        }
        let many = maker.draw(&maker.years(360, 24, is_line));
        let lefts: Vec<i32> = many.marks.iter().map(|mark| mark.hit.x).collect();
        assert!(lefts.windows(2).all(|pair| pair[0] == pair[1]), "rows");
        assert!(maker.draw(&maker.years(1280, 24, is_line)).height < 60_000);
    }
}

#[test]
fn a_missing_value_is_a_gap_and_no_line_is_drawn_across_it_or_across_a_break() {
    let maker = Maker::new("en");
    let series = vec![Series { label: "Outturn".into(), is_line: true, ..Series::default() }];
    let amounts = [Some(5), Some(7), None, Some(9), Some(8), Some(6)];
    let mut groups: Vec<Group> = amounts
        .iter()
        .enumerate()
        .map(|(at, amount)| maker.group(&(2019 + at).to_string(), &series, &[*amount]))
        .collect();
    groups[4].note = "1".into();
    let plan =
        Plan { panels: vec![Panel { label: String::new(), groups }], series, ..maker.plan(ChartKind::Years, 720) };
    let chart = maker.draw(&plan);
    let lengths: Vec<usize> = chart.strokes.iter().map(|stroke| stroke.points.len()).collect();
    assert_eq!(lengths, [2, 2], "2019 to 2020, 2023 to 2024; 2022 stands alone");
    assert_eq!(chart.marks[2].shape, Shape::Gap);
    assert_eq!(chart.marks[2].lines[0].text, "not stated");
    assert_eq!(chart.rules.iter().filter(|rule| rule.kind == RuleKind::Break).count(), 1);
}

#[test]
fn amounts_that_no_float_holds_are_told_apart_in_words_and_alike_in_length() {
    let maker = Maker::new("en");
    let series = maker.series(false);
    let (a, b) = ((1_i128 << 53) * 100 + 1, (1_i128 << 53) * 100 + 2);
    let mut plan = maker.bars(1280);
    plan.unit = UnitScale { factor: 1, ..UnitScale::default() };
    let mut group = maker.group("Debt", &series, &[Some(a), Some(b)]);
    for value in &mut group.values {
        value.label = maker.words.exact(value.amount.unwrap(), plan.currency);
    }
    plan.panels[0].groups = vec![group];
    let chart = maker.draw(&plan);
    let said: Vec<&str> = chart.marks.iter().map(|mark| mark.lines[0].text.as_str()).collect();
    assert_eq!(said, ["9,007,199,254,740,992.01", "9,007,199,254,740,992.02"]);
    let [Shape::Bar(one), Shape::Bar(other)] = [&chart.marks[0].shape, &chart.marks[1].shape] else { panic!() };
    assert_eq!((one.x, one.width), (other.x, other.width));
    maker.draw(&Plan { frame: Frame { width: 36_000, ..Frame::default() }, ..plan });
}

proptest::proptest! {
    #[test]
    fn whatever_the_amounts_words_stay_apart_and_in_the_picture(
        amounts in proptest::collection::vec((proptest::option::of(-(1_i128 << 70)..(1_i128 << 70)), proptest::option::of(-100_000_000..100_000_000_i128)), 1..14),
        width in 240..1400_i32, is_chinese in proptest::bool::ANY, is_line in proptest::bool::ANY,
    ) {
        let maker = Maker::new(if is_chinese { "zh-Hans" } else { "en" });
        let series = maker.series(is_line);
        let groups: Vec<Group> = amounts.iter().enumerate()
            .map(|(at, (one, other))| maker.group(maker.pick(PARTS[at % PARTS.len()]), &series, &[*one, *other])).collect();
        for kind in [ChartKind::Bars, ChartKind::Years, ChartKind::Slope, ChartKind::Panels] {
            let panels = vec![Panel { label: "A title".into(), groups: groups.clone() }; if kind == ChartKind::Panels { 3 } else { 1 }];
            maker.draw(&Plan { panels, series: series.clone(), ..maker.plan(kind, width) });
        }
    }
}

#[test]
fn a_chart_is_walked_as_a_picture_is() {
    use crate::budget::state::Spot;
    use crate::budget::walk::{Towards, step};
    use leptos::prelude::*;
    let maker = Maker::new("en");
    for plan in
        [maker.bars(720), maker.years(720, 5, false), maker.years(720, 5, true), maker.slope(720), maker.panels(720)]
    {
        let mut figure = BudgetFigure { plan: Some(Arc::new(plan.clone())), ..BudgetFigure::default() };
        put_chart(&mut figure, &maker.words);
        let marks = &figure.picture.marks;
        let mut reached = vec![0];
        for at in 0.. {
            let Some(from) = reached.get(at).copied() else { break };
            for towards in [Towards::Left, Towards::Right, Towards::Up, Towards::Down] {
                let next = step(marks, from, towards);
                if !reached.contains(&next) {
                    reached.push(next);
                }
            }
        }
        assert_eq!(reached.len(), marks.len(), "arrows reach every mark of {:?}", plan.kind);
        let html = Owner::new().with(|| {
            let chart = figure.picture.chart.as_deref().expect("a chart");
            let held = |mark: &ChartMark| view::Held {
                name: mark.name.clone(),
                hit: mark.hit,
                opens: false,
                act: String::new(),
            };
            let spot = Spot { stop: 1, tip: Some(2), chosen: None };
            view::picture(chart, chart.marks.iter().map(held).collect(), String::new(), spot, 16).to_html()
        });
        assert_eq!(html.matches("<button").count(), marks.len());
        assert_eq!(html.matches("tabindex=\"0\"").count(), 1, "one tab stop");
        let (drawing, list) = html.split_once("<ul").expect("a list after the drawing");
        assert!(drawing.contains("aria-hidden=\"true\"") && !drawing.contains("<button"));
        for mark in marks {
            assert!(list.contains(&mark.name), "{}", mark.name);
        }
        assert!(list.contains("Since 2022 classified anew"), "a note is heard");
        assert!(!html.contains("style="));
    }
}
