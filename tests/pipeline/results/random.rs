//! Packages of results that a seed makes up, with all that the rule has to decide: the command and the other program, which only
//! follows the published rule, say the same of each.

use daylight_tests::command;
use daylight_tests::personal::case::Dice;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// How many packages are tried.
const PACKAGES: usize = 40;

const PERIODS: [&str; 20] = [
    "2019",
    "2020",
    "2021",
    "2022",
    "2023",
    "2024年",
    "2025",
    "2026",
    "2021-2025",
    "2024/25",
    "2025 Q3",
    "2025年第四季度",
    "2025-12",
    "2026年6月30日",
    "2026-06-30",
    "2026-01/2026-06",
    "2026-01/2026-09",
    "2026年上半年",
    "2026年1—6月",
    "2026年6月",
];

const DAYS: [&str; 9] = [
    "",
    "2024-12-31",
    "2025-06-30",
    "2025-12-31",
    "2026-06-29",
    "2026-06-30",
    "2026-07-01",
    "2026-12-31",
    "2030-12-31",
];

/// Makes up the tables of a package.
struct Making {
    dice: Dice,
    tables: Vec<(&'static str, Vec<String>)>,
}

impl Making {
    fn add(&mut self, table: &'static str, header: &str, cells: &[&str]) {
        let at = self.tables.iter().position(|(known, _)| *known == table).unwrap_or_else(|| {
            self.tables.push((table, vec![header.to_owned()]));
            self.tables.len() - 1
        });
        self.tables[at].1.push(cells.join(","));
    }

    /// An id of one of some things, or blank.
    fn one_of(&mut self, letter: &str, count: usize) -> String {
        let at = self.dice.below(count as u64 + 1) as usize;
        if at < count { format!("{letter}{at}") } else { String::new() }
    }

    fn of(&mut self, list: &[&'static str]) -> &'static str {
        list[self.dice.below(list.len() as u64) as usize]
    }

    /// A number with up to two decimals, below zero at times.
    fn number(&mut self) -> String {
        let whole = self.dice.below(24) as i64 - 3;
        match self.dice.below(3) {
            0 => format!("{whole}.{:02}", self.dice.below(100)),
            1 => format!("{whole}.{}", self.dice.below(10)),
            _ => whole.to_string(),
        }
    }

    fn package(&mut self) {
        let [goals, tasks, indicators, findings] = [5, 6, 9, 5].map(|most| 1 + self.dice.below(most) as usize);
        self.add("plans", "id,name", &["p0", "Plan"]);
        for at in 0..goals {
            // A goal is part of one before it, or of none.
            let (parent, weight) = (self.one_of("g", at), self.of(&["", "", "1", "2.5", "0"]));
            let (id, plan) = (format!("g{at}"), self.of(&["p0", "p0", ""]));
            self.add("goals", "id,name,plan,parent,weight", &[&id, "Goal", plan, &parent, weight]);
        }
        for at in 0..tasks {
            let (id, goal, weight) = (format!("t{at}"), self.one_of("g", goals), self.of(&["", "", "3", "0.25"]));
            let (due, extended) = (self.of(&DAYS), self.of(&DAYS));
            let why = self.of(&["", "A reason"]);
            let cells = [id.as_str(), "Task", &goal, weight, due, extended, why];
            self.add("tasks", "id,name,goal,weight,due,extended,extension", &cells);
            for _ in 0..self.dice.below(4) {
                let (due, done) = (self.of(&DAYS), self.of(&DAYS));
                let (evidence, weight) = (self.of(&["", "A report", "A report"]), self.of(&["", "1", "2", "0"]));
                let cells = [id.as_str(), "Step", due, done, evidence, weight];
                self.add("steps", "task,name,due,done,evidence,weight", &cells);
            }
        }
        for at in 0..indicators {
            self.indicator(at, goals, tasks);
        }
        for at in 0..findings {
            self.finding(at);
        }
        self.add("updates", "of,day,text", &["p0", "2031-01-01", "News"]);
    }

    fn indicator(&mut self, at: usize, goals: usize, tasks: usize) {
        let (id, task, goal) = (format!("i{at}"), self.one_of("t", tasks), self.one_of("g", goals));
        let (direction, measures) = (self.of(&["", "more", "less"]), self.of(&["", "level", "total"]));
        let baseline = if self.dice.below(4) > 0 { self.number() } else { String::new() };
        let begin = if self.dice.below(6) > 0 { self.of(&PERIODS) } else { "" };
        let cells = [
            id.as_str(),
            "Indicator",
            &task,
            &goal,
            direction,
            measures,
            self.of(&["", "", "2", "0.5"]),
            &baseline,
            begin,
        ];
        self.add("indicators", "id,name,task,goal,direction,measures,weight,baseline,baseline-period", &cells);
        for _ in 0..self.dice.below(4) {
            let (value, period) =
                (self.number(), self.of(&["2024", "2025", "2026", "2027", "2030", "2026-06-30", "2026-2030"]));
            self.add("targets", "indicator,value,period", &[&id, &value, period]);
        }
        for _ in 0..self.dice.below(6) {
            let value = if self.dice.below(8) > 0 { self.number() } else { String::new() };
            let cells = [id.as_str(), self.of(&PERIODS), &value, self.of(&["", "", "", "", "North"])];
            self.add("values", "indicator,period,value,group:part", &cells);
        }
    }

    fn finding(&mut self, at: usize) {
        let (id, parts) = (format!("f{at}"), self.dice.below(4));
        let amounts: Vec<u64> = (0..parts).map(|_| self.dice.below(100_000)).collect();
        let money = |fen: u64| format!("{}.{:02}", fen / 100, fen % 100);
        let amount = if parts > 0 { money(amounts.iter().sum()) } else { String::new() };
        let cells =
            [id.as_str(), "Finding", amount.as_str(), self.of(&DAYS), self.of(&DAYS), self.of(&["", "A reason"])];
        self.add("findings", "id,name,amount,due,extended,extension", &cells);
        for amount in amounts {
            let (state, day) = (self.of(&["done", "done", "under-way", "not-done"]), self.of(&DAYS));
            let cells = [id.as_str(), state, &money(amount), day, self.of(&["", "A receipt", "A receipt"])];
            self.add("rectifications", "finding,state,amount,day,evidence", &cells);
        }
    }

    /// Writes the package and its descriptor, which may leave its day to what is in it, and may have headers and words of its own.
    fn write(&self, folder: &Path, states_day: bool, is_foreign: bool) {
        let resources: Vec<Value> = self
            .tables
            .iter()
            .enumerate()
            .map(|(number, (name, lines))| {
                let columns: Vec<&str> = lines[0].split(',').collect();
                let header = |at: usize| if is_foreign { format!("列{at}") } else { columns[at].to_owned() };
                let headers: Vec<String> = (0..columns.len()).map(header).collect();
                let mut text = headers.join(",") + "\n";
                for line in &lines[1..] {
                    let cells = line.split(',').map(|cell| if is_foreign { foreign(cell) } else { cell });
                    text += &(cells.collect::<Vec<_>>().join(",") + "\n");
                }
                let file = if is_foreign { format!("{number}.csv") } else { format!("{name}.csv") };
                fs::write(folder.join(&file), text).unwrap();
                let field = |(header, column)| json!({"name": header, "type": "string", "daylight:column": column});
                let fields: Vec<Value> = headers.iter().zip(&columns).map(field).collect();
                let extra = if is_foreign && *name == "indicators" {
                    json!([{"name": "unit", "constant": "km"}])
                } else {
                    json!([])
                };
                let resource = if is_foreign { format!("table-{number}") } else { (*name).to_owned() };
                json!({
                    "name": resource, "path": file, "daylight:table": name,
                    "schema": {"fields": fields, "extraFields": extra, "missingValues": ["", "…"]},
                })
            })
            .collect();
        let mut descriptor = json!({
            "name": "made-up", "title": "Made up", "profile": "daylight-results", "daylight:language": "en",
            "daylight:profile": if is_foreign { "cn" } else { "generic" }, "daylight:currency": "EUR",
            "daylight:rule": {
                "id": "own", "on-path-permille": 800, "figure-due-days": 180, "stale-days": 1500, "least-answers": 30,
            },
            "resources": resources,
        });
        if states_day {
            descriptor["daylight:as-of"] = json!("2026-06-30");
        }
        fs::write(folder.join("datapackage.json"), descriptor.to_string()).unwrap();
    }
}

/// What a cell may say in place of a word of the form, where the profile is China's; a blank says so at times.
fn foreign(cell: &str) -> &str {
    match cell {
        "more" => "正向",
        "less" => "越少越好",
        "total" => "累计值",
        "done" => "已整改",
        "under-way" => "整改中",
        "" => "…",
        other => other,
    }
}

#[test]
fn what_a_seed_makes_up_is_computed_alike() {
    let mut making = Making { dice: Dice::new(0x5eed_0006), tables: Vec::new() };
    let mut seen = std::collections::BTreeSet::new();
    for at in 0..PACKAGES {
        making.tables.clear();
        making.package();
        let folder = tempfile::tempdir().unwrap();
        making.write(folder.path(), at % 4 > 0, at % 3 == 0);
        let Some(theirs) = super::independent(folder.path()) else { return };
        let ours = command::json(&["check", folder.path().to_str().unwrap(), "--format", "json"]);
        let told = super::difference(&ours["results"], &theirs);
        if let Some(told) = told {
            let kept = folder.keep();
            panic!("package {at}: {told}\nkept in {}", kept.display());
        }
        let statuses = theirs["statuses"].as_array().unwrap().iter();
        seen.extend(statuses.map(|status| format!("{} {}", status["status"], status["why"]).replace('"', "")));
    }
    let all = [
        "done parts",
        "done reached",
        "done steps-done",
        "late behind",
        "late missed",
        "late overdue",
        "late parts",
        "late step-late",
        "not-measurable no-baseline",
        "not-measurable no-figure",
        "not-measurable no-figures",
        "not-measurable no-target",
        "not-measurable parts",
        "not-measurable stale",
        "on-track ahead",
        "on-track on-path",
        "on-track parts",
        "on-track steps",
    ];
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), all, "every reason that the rule has was met");
}
