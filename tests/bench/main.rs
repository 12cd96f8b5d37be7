//! `bench [race|drill|first-chart|published|flows|service]… [--rows N] [--rounds N] [--json PATH]`: measures in a real browser,
//! and the service without one, prints tables, writes JSON; exits with 1 where a promise was missed.

mod clock;
mod district;
mod drill;
mod first_chart;
mod flows;
mod leaves;
mod published;
mod race;
mod report;
mod service;

use daylight_tests::place;
use report::Part;
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
usage: bench [race|drill|first-chart|published|flows|service]… [--rows N] [--rounds N] [--json PATH]

  race         a ledger of N rows (1000000) to exact sums, against two JavaScript programs
  drill        drill-down on 1,000, 10,000 and 100,000 leaves
  first-chart  a cold first chart on a poor line and a slow processor, against a static page
  published    a large published package there: its first picture, and a step down
  flows        flows of 50, 500 and 2,000 links against d3-sankey and ECharts, and the layout of 46,575
  service      comments of 64 senders at once, lists and memory, beside Isso

Without a name, all six. The report goes to target/bench/report.json unless --json says otherwise.";

struct Choice {
    parts: Vec<String>,
    rows: usize,
    rounds: usize,
    json: PathBuf,
}

fn main() -> ExitCode {
    let choice = match read_arguments(std::env::args().skip(1)) {
        Ok(choice) => choice,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let chosen = |name: &str| choice.parts.is_empty() || choice.parts.iter().any(|part| part == name);
    let mut parts = Vec::new();
    if chosen("race") {
        parts.push(race::run(choice.rows, choice.rounds));
    }
    if chosen("drill") {
        parts.push(if_built("Drill-down", || drill::run(choice.rounds)));
    }
    if chosen("first-chart") {
        parts.push(if_built("First chart", || first_chart::run(choice.rounds)));
    }
    if chosen("published") {
        parts.push(if_built("Published package", || published::run(choice.rounds)));
    }
    if chosen("flows") {
        parts.push(if_built("Flows", || flows::run(choice.rounds)));
        parts.push(flows::run_layout(choice.rounds));
    }
    if chosen("service") {
        parts.push(service::run(choice.rounds));
    }
    for part in &parts {
        println!("{}", part.table());
    }
    if let Err(fault) = write(&choice.json, &parts) {
        eprintln!("{}: {fault}", choice.json.display());
        return ExitCode::from(2);
    }
    if parts.iter().all(Part::kept) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A part that needs the command and the widgets, or the reason why it was left out.
fn if_built(title: &str, run: impl FnOnce() -> Part) -> Part {
    let reason = match place::daylight() {
        None => "there is no daylight command; `cargo build --release -p daylight` makes it".to_owned(),
        Some(_) if !place::dist().is_dir() => format!("there are no widgets in {}", place::dist().display()),
        Some(_) => return run(),
    };
    Part { title: title.into(), left_out: vec![reason], ..Part::default() }
}

fn write(path: &std::path::Path, parts: &[Part]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    report::write_json(path, parts)
}

fn read_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Choice, String> {
    let mut choice =
        Choice { parts: Vec::new(), rows: 1_000_000, rounds: 7, json: place::target().join("bench/report.json") };
    while let Some(argument) = arguments.next() {
        let mut number = || {
            let value = arguments.next().and_then(|value| value.parse().ok());
            value.filter(|&value| value > 0).ok_or_else(|| format!("{argument} needs a number"))
        };
        match argument.as_str() {
            "--rows" => choice.rows = number()?,
            "--rounds" => choice.rounds = number()?,
            "--json" => choice.json = arguments.next().ok_or("--json needs a path")?.into(),
            "race" | "drill" | "first-chart" | "published" | "flows" | "service" => choice.parts.push(argument),
            _ => return Err(HELP.to_owned()),
        }
    }
    Ok(choice)
}
