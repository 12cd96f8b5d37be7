//! Comparisons of small models, in words.

use crate::figure::budget::sketch::{Sketch, country};
use crate::figure::budget::{BudgetFigure, View, Wish, place_budget};
use crate::figure::chart::ChartKind;
use crate::model::{About, Kind, Model, Series, SeriesKind, Source};
use crate::profile::Profile;
use crate::words::Words;

fn place(model: &Model, view: View, year: &str, lang: &str) -> BudgetFigure {
    let wish = Wish { view, year: year.into(), ..Wish::default() };
    place_budget(model, &wish, &Words::built_in(lang), &Profile::generic())
}

fn column(figure: &BudgetFigure, id: &str) -> Vec<String> {
    let at = figure.table.columns.iter().position(|column| column.id == id).expect(id);
    figure.table.rows.iter().chain(&figure.table.total).map(|row| row.cells[at].text.clone()).collect()
}

/// Two years; in 2024 part 3 has no outturn.
fn two_years() -> Model {
    let levels: [&[(&str, &str, &str)]; 1] =
        [&[("1", "Schools", "学校"), ("2", "Roads", "道路"), ("3", "Parks", "公园")]];
    let breaks = vec![("2025".to_owned(), vec![("en".to_owned(), "Parks moved to the townships".to_owned())])];
    let about = About { breaks, titles: vec![(String::new(), "A town".into())], ..About::default() };
    Sketch::new().dimension(Kind::Functional, &levels).key(Kind::Year).key(Kind::Phase).about(about).rows(
        "1, 2024, approved, 10000\n1, 2024, executed, 9000\n2, 2024, approved, 4000\n2, 2024, executed, 5000
         3, 2024, approved, 100\n1, 2025, approved, 12000\n2, 2025, approved, 3000
         1, 2025, executed, 6000\n2, 2025, executed, 3000",
    )
}

#[test]
fn budget_and_outturn_stand_side_by_side_with_a_rate() {
    let figure = place(&two_years(), View::Outturn, "2025", "en");
    let plan = figure.plan.as_deref().expect("a comparison");
    assert_eq!((plan.kind, plan.series.len(), plan.panels[0].groups.len()), (ChartKind::Bars, 2, 2));
    assert!(plan.series[0].is_hollow && !plan.series[1].is_hollow, "what was intended is hollow");
    assert!(figure.sentence.contains("which is 60.0% of it"), "{}", figure.sentence);
    assert!(
        figure.sentence.contains("Most was carried out of Roads (100.0%), least of Schools (50.0%)"),
        "{}",
        figure.sentence
    );
    assert_eq!(column(&figure, "rate"), ["50.0%", "100.0%", "60.0%"]);
    assert_eq!(column(&figure, "standing:0"), ["120", "30", "150"]);
    let chinese = place(&two_years(), View::Outturn, "2025", "zh-Hans").sentence;
    assert!(chinese.contains("完成60.0%"), "{chinese}");
}

#[test]
fn where_scopes_differ_there_is_no_rate_of_the_whole() {
    let figure = place(&two_years(), View::Outturn, "2024", "en");
    assert!(!figure.sentence.contains("of it"), "{}", figure.sentence);
    assert!(figure.remarks[0].contains("do not cover the same"), "{:?}", figure.remarks);
    assert!(figure.remarks[1].starts_with("1 part has a figure for") && figure.remarks[1].contains("Parks"));
    assert_eq!(column(&figure, "rate"), ["90.0%", "125.0%", "not stated", "other scope"]);
    let groups = &figure.plan.expect("a comparison").panels[0].groups;
    let parks = groups.iter().find(|group| group.label == "Parks").expect("a part");
    assert_eq!(parks.values[1].amount, None, "a gap, not zero");
    assert!(parks.values[1].name.ends_with("not stated"), "{}", parks.values[1].name);
}

#[test]
fn two_years_are_a_slope_and_their_break_is_a_numbered_note() {
    let model = two_years();
    let wish = Wish { view: View::Years, phase: "approved".into(), ..Wish::default() };
    let figure = place_budget(&model, &wish, &Words::built_in("en"), &Profile::generic());
    let plan = figure.plan.as_deref().expect("a comparison");
    assert_eq!((plan.kind, plan.series.len()), (ChartKind::Slope, 2));
    assert_eq!(plan.notes[0].text, "Parks moved to the townships");
    assert!(
        figure.remarks.iter().any(|remark| remark == "Note 1: Parks moved to the townships"),
        "{:?}",
        figure.remarks
    );
    assert!(figure.sentence.contains("The largest changes: Schools +20, Roads −\u{2060}10"), "{}", figure.sentence);
    assert_eq!(column(&figure, "change"), ["20", "−10", "not stated", "other scope"]);
}

#[test]
fn more_years_are_a_chart_over_time_of_one_stage_only() {
    let rows: String = (2020..2025).map(|year| format!("1, {year}, approved, {}\n", (year - 2019) * 700)).collect();
    let levels: [&[(&str, &str, &str)]; 1] = [&[]];
    let sketch = Sketch::new().dimension(Kind::Functional, &levels).key(Kind::Year).key(Kind::Phase);
    let model = sketch.rows(&(rows + "1, 2025, executed, 1"));
    let wish = Wish { view: View::Years, phase: "approved".into(), ..Wish::default() };
    let figure = place_budget(&model, &wish, &Words::built_in("en"), &Profile::generic());
    let plan = figure.plan.as_deref().expect("a comparison");
    assert_eq!(plan.kind, ChartKind::Years);
    let years: Vec<&str> = plan.panels[0].groups.iter().map(|group| group.label.as_str()).collect();
    assert_eq!(years, ["2020", "2021", "2022", "2023", "2024"]);
    assert!(figure.sentence.contains("28 more than in 2020 (7)"), "{}", figure.sentence);
    // The stage that got farthest has one year only.
    let usual = place(&model, View::Years, "", "en");
    assert!(usual.sentence.starts_with("Approved: 35.00 in 2024"), "{}", usual.sentence);
    assert_eq!(usual.status, "Approved");
    // One truth: the switch shows the stage that is compared, and why it is another one is said.
    let stage = usual.switches.iter().find(|switch| switch.id == "phase");
    assert!(stage.is_none_or(|stage| stage.options.iter().all(|choice| choice.chosen == (choice.id == "approved"))));
    assert_eq!(usual.granted.phase, "approved");
    assert!(usual.remarks[0].contains("so what is compared is “Approved”"), "{:?}", usual.remarks);
    assert!(usual.name.contains("2020 to 2024"), "{}", usual.name);
}

#[test]
fn what_cannot_be_compared_is_said_and_not_drawn() {
    let one = Sketch::new().dimension(Kind::Functional, &[&[]]).key(Kind::Year).rows("1, 2024, 5");
    for view in [View::Outturn, View::Years] {
        let figure = place(&one, view, "", "en");
        assert!(figure.plan.is_none() && figure.empty.as_deref().is_some_and(|why| why.contains("nothing to compare")));
    }
    // A stage of another year is no outturn of this one.
    let apart = Sketch::new().dimension(Kind::Functional, &[&[]]).key(Kind::Year).key(Kind::Phase);
    let apart = apart.rows("1, 2024, executed, 5\n1, 2025, approved, 7");
    assert!(place(&apart, View::Outturn, "", "en").plan.is_none());
    assert!(place(&country(), View::Outturn, "", "zh-Hans").plan.is_some());
}

/// The town with people and prices; the prices of 2026 are not known.
fn measured_town() -> Model {
    let series = |kind, base: &str, title: &str, values: [(&str, &str); 2]| Series {
        kind,
        base: base.to_owned(),
        source: Source { titles: vec![(String::new(), title.to_owned())], path: None },
        values: values.map(|(year, value)| (year.to_owned(), value.to_owned())).to_vec(),
    };
    let mut model = two_years();
    model.about.series = vec![
        series(SeriesKind::Population, "", "Residents", [("2024", "50"), ("2025", "40")]),
        series(SeriesKind::Prices, "2024", "Price index", [("2024", "100"), ("2025", "125")]),
    ];
    model
}

fn on_basis(model: &Model, basis: &str) -> BudgetFigure {
    let wish = Wish { view: View::Years, phase: "approved".into(), basis: basis.into(), ..Wish::default() };
    place_budget(model, &wish, &Words::built_in("en"), &Profile::generic())
}

#[test]
fn a_basis_is_off_until_it_is_chosen_and_then_said_everywhere() {
    let model = measured_town();
    let plain = on_basis(&model, "");
    assert_eq!(column(&plain, "standing:1"), ["120", "30", "not stated", "150"]);
    let switch = plain.switches.iter().find(|switch| switch.id == "basis").expect("a choice");
    assert_eq!(switch.options.len(), 4);
    assert!(switch.options[0].chosen && switch.options[0].id == "nominal");

    let both = on_basis(&model, "real-per-head");
    // 120 ÷ 40 people ÷ 1.25, and of the whole 150 ÷ 40 ÷ 1.25.
    assert_eq!(column(&both, "standing:1"), ["2.40", "0.60", "not stated", "3.00"]);
    assert_eq!(column(&both, "standing:0"), ["2.00", "0.80", "0.02", "2.82"]);
    let label = "per head, in prices of 2024";
    assert!(both.sentence.ends_with("All amounts per head, in prices of 2024."), "{}", both.sentence);
    assert!(both.table.caption.ends_with(label) && both.unit_line.ends_with(label), "{}", both.unit_line);
    let plan = both.plan.as_deref().expect("a comparison");
    assert_eq!(plan.unit_line, both.unit_line);
    assert!(plan.panels[0].groups[0].values[0].name.ends_with(label));
    assert!(both.remarks.iter().any(|remark| remark == "Residents: 2024 50, 2025 40."), "{:?}", both.remarks);
    assert_eq!(both.sources[1].text, "prices, base year 2024: Price index");
    assert!(both.credit.iter().any(|line| line.contains("population: Residents")), "{:?}", both.credit);
    assert!(both.switches.iter().all(|switch| switch.id != "unit" && switch.id != "year"));
    let wish = Wish { view: View::Years, phase: "approved".into(), basis: "per-head".into(), ..Wish::default() };
    let csv = crate::figure::budget::export_table(&model, &wish, &Words::built_in("en"), &Profile::generic());
    assert!(csv.contains(",basis,unit,basis_source") && csv.contains("2.00,3.00,1.00,Approved,per-head"), "{csv}");
}

#[test]
fn where_a_year_has_no_value_no_amount_is_converted() {
    let mut model = measured_town();
    model.about.series[0].values.truncate(1);
    let figure = on_basis(&model, "per-head");
    assert_eq!(column(&figure, "standing:0"), ["100", "40", "1", "141"], "both years as stated");
    assert!(figure.remarks.iter().any(|remark| remark.contains("“Residents” has no value for 2025")));
    assert!(figure.granted.basis.is_empty() && !figure.unit_line.contains("per head"));
    model.about.series.remove(0);
    let figure = on_basis(&model, "real-per-head");
    assert!(figure.remarks.iter().any(|remark| remark.contains("state no population")), "{:?}", figure.remarks);
    let ids: Vec<String> = figure
        .switches
        .iter()
        .filter(|switch| switch.id == "basis")
        .flat_map(|switch| switch.options.iter().map(|choice| choice.id.clone()))
        .collect();
    assert_eq!(ids, ["nominal", "real"]);
}

#[test]
fn of_every_hundred_adds_up_and_what_is_below_zero_stands_apart() {
    let model = Sketch::new()
        .dimension(Kind::Functional, &[&[("1", "Roads", "道路"), ("2", "Schools", "学校")]])
        .key(Kind::Currency);
    let model = model.rows("1, CNY, 16600\n2, CNY, 16700\n3, CNY, 16700\n4, CNY, 20\n5, CNY, -300\n6, CNY, 0");
    let figure = place(&model, View::Hundred, "", "en");
    assert_eq!(column(&figure, "hundred"), ["34", "33", "33", "0", "0", "0", "100"]);
    let groups = &figure.plan.as_deref().expect("a figure").panels[0].groups;
    let labels: Vec<&str> = groups.iter().map(|group| group.values[0].label.as_str()).collect();
    assert_eq!(labels, ["34 yuan", "33 yuan", "33 yuan", "<1 yuan"]);
    assert!(figure.sentence.contains("of every 100 yuan, 34 yuan for Schools"), "{}", figure.sentence);
    assert!(figure.remarks[0].starts_with("1 part below zero, together −3"), "{:?}", figure.remarks);
    assert!(place(&model, View::Hundred, "", "zh-Hans").sentence.contains("每100元中，学校34元"));
    let pounds = Sketch::new().dimension(Kind::Functional, &[&[]]).key(Kind::Currency).rows("1, GBP, 7\n2, GBP, 7");
    assert!(place(&pounds, View::Hundred, "", "en").sentence.contains("of every 100 pounds, 50 pounds for 1"));
    let below = Sketch::new().dimension(Kind::Functional, &[&[]]).rows("1, -7\n2, -8");
    assert!(place(&below, View::Hundred, "", "en").empty.is_some_and(|why| why.contains("no hundred to divide")));
}

#[test]
fn each_part_has_a_panel_of_the_same_years() {
    let model = two_years();
    let wish = |view| Wish { view, phase: "approved".into(), ..Wish::default() };
    let of = |view| place_budget(&model, &wish(view), &Words::built_in("en"), &Profile::generic());
    let figure = of(View::Panels);
    let plan = figure.plan.as_deref().expect("a comparison");
    assert_eq!((plan.kind, plan.panels.len()), (ChartKind::Panels, 3));
    assert!(plan.panels.iter().all(|panel| panel.groups.len() == 2 && panel.groups[1].note == "1"));
    assert_eq!(plan.panels[0].groups[1].path.as_deref(), Some("1"));
    assert_eq!(figure.sentence, of(View::Years).sentence);
}

#[test]
fn debt_above_its_limit_is_named() {
    let rows = "a, 2023, debt-limit, 90\na, 2023, debt-balance, 80\na, 2024, debt-limit, 100\na, 2024, debt-balance, 70
                b, 2024, debt-limit, 40\nb, 2024, debt-balance, 75\nb, 2025, debt-limit, 9";
    let model = |rows: &str| Sketch::new().dimension(Kind::Geo, &[&[]]).key(Kind::Year).key(Kind::Phase).rows(rows);
    let years = place(&model(rows), View::Debt, "2024", "en");
    let plan = years.plan.as_deref().expect("a comparison");
    assert_eq!((plan.kind, plan.panels[0].groups.len()), (ChartKind::Years, 2), "2025 has no balance");
    assert!(plan.series[0].is_line && plan.series[0].is_hollow && !plan.series[1].is_line);
    assert!(years.sentence.contains("debt 1.45 is above the limit of 1.40: 103.6% of it"), "{}", years.sentence);
    assert!(years.sentence.contains("1 part is above its limit: b by 0.35"), "{}", years.sentence);
    assert_eq!(column(&years, "rate"), ["70.0%", "187.5%", "103.6%"]);
    let one = place(&model("a, 2024, debt-limit, 100\na, 2024, debt-balance, 70"), View::Debt, "", "zh-Hans");
    assert_eq!(one.plan.as_deref().expect("a comparison").kind, ChartKind::Bars);
    assert!(one.sentence.contains("为限额1.00的70.0%"), "{}", one.sentence);
    assert!(place(&two_years(), View::Debt, "", "en").plan.is_none());
}
