//! The demonstration's package of results: what was promised, measured and found, written by hand, in; its tables as CSV out, with
//! what the projects of the funds delivered, and with news of every step and figure; cannot fail.

use super::measured::{INDICATORS, TARGETS, VALUES};
use super::promise::{GOALS, OFFICES, PLANS, STEPS, TASKS};
use super::verdict::{ACCOUNTABILITY, AUDITS, EVALUATIONS, FINDINGS, LINKS, NEWS, RECTIFICATIONS};
use super::{Table, tables as funds};

/// The day that the package tells the state of.
pub const AS_OF: &str = "2026-09-30";

/// Where people who want to know more can call.
const PHONE: &str = "12345";

/// Rows of cells between bars.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.is_empty()).map(|line| line.split('|').map(str::trim).collect())
}

/// An office in both languages.
fn office(key: &str) -> [&'static str; 2] {
    rows(OFFICES).find(|office| office[0] == key).map_or([""; 2], |office| [office[1], office[2]])
}

/// A table of rows in which the office, by its key, stands at some place.
fn with_office(id: &'static str, header: &str, text: &'static str, at: usize) -> Table {
    let mut table = Table::new(id, header);
    for row in rows(text) {
        table.add(&[&row[..at], &office(row[at]), &row[at + 1..]].concat());
    }
    table
}

fn plain(id: &'static str, header: &str, text: &'static str) -> Table {
    let mut table = Table::new(id, header);
    rows(text).for_each(|row| table.add(&row));
    table
}

/// The tables of the package.
pub fn results() -> Vec<Table> {
    vec![
        with_office("plans", "id,name:zh-Hans,name:en,from,until,office:zh-Hans,office:en,document", PLANS, 5),
        with_office(
            "goals",
            "id,name:zh-Hans,name:en,plan,parent,kind,weight,office:zh-Hans,office:en,summary:zh-Hans,summary:en",
            GOALS,
            7,
        ),
        tasks(),
        steps(),
        plain(
            "indicators",
            "id,name:zh-Hans,name:en,task,goal,unit:zh-Hans,unit:en,direction,measures,weight,baseline,baseline-period,\
             source:zh-Hans,source:en,method:zh-Hans,method:en",
            INDICATORS,
        ),
        plain("targets", "indicator,value,period,note:zh-Hans,note:en", TARGETS),
        values(),
        updates(),
        evaluations(),
        plain("audits", "id,name:zh-Hans,name:en,auditor:zh-Hans,auditor:en,published,findings,amount,report", AUDITS),
        with_office(
            "findings",
            "id,name:zh-Hans,name:en,audit,of,amount,office:zh-Hans,office:en,found,due,extended,extension:zh-Hans,\
             extension:en",
            FINDINGS,
            6,
        ),
        plain(
            "rectifications",
            "finding,state,amount,day,measure:zh-Hans,measure:en,evidence:zh-Hans,evidence:en",
            RECTIFICATIONS,
        ),
        plain("accountability", "finding,day,measure:zh-Hans,measure:en,units,persons", ACCOUNTABILITY),
        plain("links", "id,package,to,name:zh-Hans,name:en", LINKS),
    ]
}

fn tasks() -> Table {
    let mut table = Table::new(
        "tasks",
        "id,name:zh-Hans,name:en,goal,kind,weight,measure:zh-Hans,measure:en,office:zh-Hans,office:en,\
         supervision:zh-Hans,supervision:en,phone,started,due,extended,extension:zh-Hans,extension:en",
    );
    for row in rows(TASKS) {
        table.add(&[&row[..8], &office(row[8]), &office("watch"), &[PHONE], &row[9..]].concat());
    }
    table
}

fn steps() -> Table {
    let mut table = Table::new("steps", "id,task,name:zh-Hans,name:en,due,done,evidence:zh-Hans,evidence:en,weight");
    for (at, row) in rows(STEPS).enumerate() {
        let id = format!("s{:02}", at + 1);
        table.add(&[&[id.as_str()], &row[..]].concat());
    }
    table
}

fn evaluations() -> Table {
    let mut table = Table::new(
        "evaluations",
        "id,of,kind,by:zh-Hans,by:en,from,until,method:zh-Hans,method:en,report,score,most,verdict:zh-Hans,verdict:en,\
         question:zh-Hans,question:en,asked,answered",
    );
    for (at, row) in rows(EVALUATIONS).enumerate() {
        let id = format!("e{:02}", at + 1);
        table.add(&[&[id.as_str()], &row[..10], &["100"], &row[10..]].concat());
    }
    table
}

/// A value: what the row says, or what projects of the funds delivered in its year.
fn value(row: &[&'static str], projects: &[csv::StringRecord]) -> String {
    let Some(work) = row[2].strip_prefix('@') else { return row[2].to_owned() };
    let of_work = projects.iter().filter(|project| project[1].ends_with(work) && &project[4] == row[1]);
    of_work.map(|project| project[21].parse::<u64>().unwrap_or(0)).sum::<u64>().to_string()
}

/// The projects of the funds, whose second column is the name, the fifth the year and the twenty-second what was delivered.
fn projects() -> Vec<csv::StringRecord> {
    let table = funds().into_iter().find(|table| table.id == "projects").map(|table| table.csv());
    csv::Reader::from_reader(table.unwrap_or_default().as_bytes()).records().filter_map(Result::ok).collect()
}

fn values() -> Table {
    let (mut table, projects) =
        (Table::new("values", "indicator,period,value,group:township,quality,published"), projects());
    for row in rows(VALUES) {
        let value = value(&row, &projects);
        table.add(&[row[0], row[1], &value, row[3], row[4], row[5]]);
    }
    table
}

/// A period in both languages, as far as this package has them.
fn told(period: &str) -> [String; 2] {
    let months = ["January", "February", "March", "April", "May", "June", "July", "August", "September"];
    let month = |text: &str| text.parse::<usize>().unwrap_or(0);
    match (period.len(), period.split_once(['/', '-'])) {
        (15, _) => {
            let (year, last) = (&period[..4], month(&period[13..]));
            [format!("{year}年1—{last}月"), format!("January to {} {year}", months[last - 1])]
        }
        (10, _) => {
            let (year, at, day) = (&period[..4], month(&period[5..7]), &period[8..]);
            [format!("截至{year}年{at}月{day}日"), format!("on {day} {} {year}", months[at - 1])]
        }
        (9, Some((from, until))) => [format!("{from}—{until}年"), format!("{from} to {until}")],
        _ => [format!("{period}年"), period.to_owned()],
    }
}

/// An item of news: day, subject, text in both languages, office and link.
type News = (String, &'static str, [String; 2], [&'static str; 2], &'static str);

/// News of every step that was done.
fn news_of_steps() -> impl Iterator<Item = News> {
    rows(STEPS).filter(|step| !step[4].is_empty()).map(|step| {
        let task = rows(TASKS).find(|task| task[0] == step[0]).unwrap_or_default();
        let text = [format!("完成：{}（{}）。", step[1], step[5]), format!("Done: {} ({}).", step[2], step[6])];
        (step[4].to_owned(), step[0], text, office(task[8]), "")
    })
}

/// News of every figure of a task that is told since the plans began; a figure told after the day of the package is of that day.
fn news_of_figures() -> impl Iterator<Item = News> {
    let projects = projects();
    let is_news = |row: &Vec<&str>| !row[2].is_empty() && row[3].is_empty() && row[5] > "2025-04";
    rows(VALUES).filter(is_news).filter_map(move |row| {
        let indicator = rows(INDICATORS).find(|indicator| indicator[0] == row[0] && !indicator[3].is_empty())?;
        let task = rows(TASKS).find(|task| task[0] == indicator[3])?;
        let (value, [zh, en]) = (value(&row, &projects), told(row[1]));
        let space = if indicator[6] == "%" { "\u{a0}" } else { " " };
        let text = [
            format!("{zh}，{}：{value}{}。", indicator[1], indicator[5]),
            format!("{}, {en}: {value}{space}{}.", indicator[2], indicator[6]),
        ];
        Some((row[5].min(AS_OF).to_owned(), task[0], text, office(task[8]), ""))
    })
}

fn updates() -> Table {
    let written =
        rows(NEWS).map(|row| (row[1].to_owned(), row[0], [row[2], row[3]].map(str::to_owned), office(row[4]), row[5]));
    let mut news: Vec<News> = written.chain(news_of_steps()).chain(news_of_figures()).collect();
    news.sort();
    let mut table = Table::new("updates", "id,of,day,text:zh-Hans,text:en,office:zh-Hans,office:en,link");
    for (at, (day, of, text, office, link)) in news.iter().enumerate() {
        let id = format!("u{:02}", at + 1);
        table.add(&[&id, of, day, &text[0], &text[1], office[0], office[1], link]);
    }
    table
}
