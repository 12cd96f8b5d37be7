//! Comparisons of small models, in words.

use crate::figure::budget::sketch::{Sketch, country};
use crate::figure::budget::{BudgetFigure, View, Wish, place_budget};
use crate::figure::chart::ChartKind;
use crate::model::{About, Kind, Model};
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
    assert!(figure.sentence.contains("Farthest got Roads (100.0%), least far Schools (50.0%)"), "{}", figure.sentence);
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
    assert!(figure.sentence.contains("The largest changes: Schools +20, Roads −10"), "{}", figure.sentence);
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
