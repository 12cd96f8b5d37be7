//! The built command as tests run it: arguments in, exit code and output out; panics where it is not built.

use crate::place;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

/// Runs `daylight` with some arguments.
///
/// # Panics
/// Where the command is not built.
pub fn daylight(arguments: &[&str]) -> Output {
    let program = place::daylight().expect("the command is built: cargo build -p daylight");
    Command::new(program).args(arguments).output().expect("the command starts")
}

/// Runs `daylight` and reads the JSON that it prints.
///
/// # Panics
/// Where it prints none.
pub fn json(arguments: &[&str]) -> Value {
    let output = daylight(arguments);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|fault| panic!("{arguments:?}: {fault}\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// Sums of a package: the value of the last key and the amount as printed, added over everything else in integer hundredths.
pub fn sums(descriptor: &Path, data: &Path, by: &str, keep: &[&str]) -> Vec<(String, i128)> {
    let mut arguments = vec!["sum", descriptor.to_str().unwrap(), "--data", data.to_str().unwrap(), "--format", "json"];
    if !by.is_empty() {
        arguments.extend(["--by", by]);
    }
    for condition in keep {
        arguments.extend(["--where", condition]);
    }
    let answer = json(&arguments);
    let mut sums: Vec<(String, i128)> = Vec::new();
    for row in answer["rows"].as_array().expect("rows") {
        let name = if by.is_empty() { "" } else { row["keys"][by].as_str().expect("the key that was asked for") };
        let amount = hundredths(row["amount"].as_str().expect("an exact decimal"));
        match sums.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += amount,
            None => sums.push((name.to_owned(), amount)),
        }
    }
    sums.sort();
    sums
}

/// `12.30` as 1230.
///
/// # Panics
/// Where it is no decimal.
pub fn hundredths(amount: &str) -> i128 {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, "00"));
    format!("{whole}{:0<2}", part).parse().expect("a decimal with two digits")
}
