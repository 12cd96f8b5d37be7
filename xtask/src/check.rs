//! `cargo xtask test`: everything that a change must pass, in phases. Every phase runs even where one before it failed,
//! unless it needs that one. Ends with the time of each and one line of counts; fails where anything failed.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io};

use crate::process::{self, About, Outcome, failed};
use crate::setup::{self, Scope};
use crate::{place, product, size, tidy};

/// How much is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Also what needs a browser.
    pub browsers: bool,
}

/// Tests that were counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    passed: usize,
    failed: usize,
}

/// One phase.
struct Phase {
    name: &'static str,
    /// Phases without which this one says nothing.
    needs: &'static [&'static str],
    run: fn(&mut Counts) -> Outcome,
    in_browser: bool,
}

const fn phase(name: &'static str, needs: &'static [&'static str], run: fn(&mut Counts) -> Outcome) -> Phase {
    Phase { name, needs, run, in_browser: false }
}

/// The browser tests that plain JavaScript must pass too, in place of WebAssembly: all that a reader does with figures.
const ON_PLAIN: [&str; 7] = [
    "browser_address",
    "browser_consultation",
    "browser_download",
    "browser_drill",
    "browser_funds",
    "browser_reading",
    "browser_results",
];

const PHASES: [Phase; 11] = [
    phase("format", &[], |_| process::shown(product::cargo("fmt").args(["--all", "--check"]))),
    phase("tidy", &[], |_| tidy::run()),
    phase("lints", &[], lint),
    phase("distribution", &[], |_| crate::make_dist(false)),
    phase("sizes", &["distribution"], |_| size::report(true)),
    phase("unit tests", &[], |counts| cargo_test(counts, &["--workspace", "--exclude", "daylight-tests"])),
    phase("command", &[], |_| product::build_binary()),
    phase("pipeline tests", &["distribution", "command"], |counts| run_tests_package(counts, false)),
    Phase {
        name: "browser tests",
        needs: &["distribution", "command"],
        run: |counts| run_tests_package(counts, true),
        in_browser: true,
    },
    Phase {
        name: "on plain JavaScript",
        needs: &["distribution", "command"],
        run: |counts| {
            let mut command = test_command(&["--package", "daylight-tests"]);
            command.args(ON_PLAIN.iter().flat_map(|name| ["--test", name]));
            count(command.env("DAYLIGHT_PLAIN", "1"), counts)
        },
        in_browser: true,
    },
    phase("documentation", &[], |_| {
        let mut command = product::cargo("doc");
        command
            .args(["--workspace", "--no-deps", "--document-private-items"])
            .env("RUSTDOCFLAGS", "-Dwarnings -Arustdoc::private-intra-doc-links");
        process::watched("cargo doc", &mut command, None)
    }),
];

/// Runs all phases.
pub fn run(extent: Extent) -> Outcome {
    let scope = if extent.browsers { Scope::Firefox } else { Scope::Build };
    let mut times: Vec<(&str, Duration, &str)> = Vec::new();
    let mut all = Counts::default();
    let mut broken: Vec<&str> = Vec::new();
    announce("set-up");
    let started = Instant::now();
    setup::run(scope)?;
    times.push(("set-up", started.elapsed(), "ok"));
    for Phase { name, needs, run, .. } in PHASES.iter().filter(|phase| extent.browsers || !phase.in_browser) {
        if let Some(needed) = needs.iter().find(|needed| broken.contains(*needed)) {
            eprintln!("\n{name}: not run, since `{needed}` failed");
            all.failed += 1;
            broken.push(name);
            times.push((name, Duration::ZERO, "not run"));
            continue;
        }
        announce(name);
        let started = Instant::now();
        let mut counts = Counts::default();
        let outcome = run(&mut counts);
        if let Err(error) = &outcome {
            eprintln!("{error}");
            broken.push(name);
        }
        // A phase that counts no tests is one itself; one that fails without a failed test is a failure all the same.
        let is_own = counts == Counts::default() || outcome.is_err() && counts.failed == 0;
        all.passed += counts.passed + usize::from(is_own && outcome.is_ok());
        all.failed += counts.failed + usize::from(is_own && outcome.is_err());
        times.push((name, started.elapsed(), if outcome.is_ok() { "ok" } else { "FAILED" }));
    }
    println!();
    for (name, time, state) in &times {
        println!("{:>8.1} s  {name:<20} {state}", time.as_secs_f64());
    }
    println!("{} passed, {} failed", all.passed, all.failed);
    if broken.is_empty() { Ok(()) } else { failed(format!("test: failed in {}", broken.join(", "))) }
}

fn announce(name: &str) {
    println!("\n== {name}");
    // The order of what is printed matters to a reader only: a closed pipe is no reason to stop.
    let _ = io::stdout().flush();
}

fn lint(_: &mut Counts) -> Outcome {
    let mut command = product::cargo("clippy");
    command.args(["--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"]);
    process::watched("cargo clippy", &mut command, None)
}

/// The tests of `tests/` that need a browser, or those that do not, told by where its `[[test]]` entries are.
fn run_tests_package(counts: &mut Counts, in_browser: bool) -> Outcome {
    let manifest = place::root().join("tests/Cargo.toml");
    let text = fs::read_to_string(&manifest).about(manifest.display())?;
    let names: Vec<&str> =
        test_entries(&text).filter(|(_, is_browser)| *is_browser == in_browser).map(|(name, _)| name).collect();
    if names.is_empty() {
        eprintln!("  there is none");
        return Ok(());
    }
    let mut arguments = vec!["--package", "daylight-tests"];
    arguments.extend(names.iter().flat_map(|name| ["--test", name]));
    cargo_test(counts, &arguments)
}

/// The name of each `[[test]]` entry of a manifest, and whether its file is in `browser/`.
fn test_entries(manifest: &str) -> impl Iterator<Item = (&str, bool)> {
    manifest.split("[[test]]").skip(1).filter_map(|entry| {
        let entry = entry.split("\n[").next().unwrap_or_default();
        let value = |key: &str| {
            let line = entry.lines().find(|line| line.trim_start().starts_with(key))?;
            line.split('"').nth(1)
        };
        let in_browser = value("path").is_some_and(|path| path.starts_with("browser/"));
        Some((value("name")?, in_browser))
    })
}

/// `cargo test`, its output shown as it comes and its tests counted.
fn cargo_test(counts: &mut Counts, arguments: &[&str]) -> Outcome {
    count(&mut test_command(arguments), counts)
}

fn test_command(arguments: &[&str]) -> Command {
    let mut command = product::cargo("test");
    command.arg("--no-fail-fast").args(arguments).envs(product::environment());
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command
}

fn count(command: &mut Command, counts: &mut Counts) -> Outcome {
    let typed = process::line(command);
    let mut child = command.spawn().about(&typed)?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line.about(&typed)?;
            println!("{line}");
            let found = counted(&line);
            counts.passed += found.passed;
            counts.failed += found.failed;
        }
    }
    let status = child.wait().about(&typed)?;
    if status.success() { Ok(()) } else { failed(format!("{typed} ended with {status}")) }
}

/// Of `test result: ok. 3 passed; 0 failed; …`.
fn counted(line: &str) -> Counts {
    let Some(rest) = line.strip_prefix("test result: ") else {
        return Counts::default();
    };
    let number = |word: &str| {
        let before = rest.split(word).next().unwrap_or_default();
        before.rsplit([' ', ';']).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
    };
    Counts { passed: number(" passed"), failed: number(" failed") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_of_cargo_test_is_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        assert_eq!(counted(line), Counts { passed: 12, failed: 3 });
        assert_eq!(counted("test a ... ok"), Counts::default());
    }

    #[test]
    fn browser_tests_are_told_by_their_folder() {
        let manifest = "[package]\nname = \"x\"\n[[test]]\nname = \"golden\"\npath = \"golden/main.rs\"\n\n\
            [[test]]\npath = \"browser/drill.rs\"\nname = \"drill\"\n\n[lints]\nworkspace = true\n";
        let entries: Vec<(&str, bool)> = test_entries(manifest).collect();
        assert_eq!(entries, [("golden", false), ("drill", true)]);
    }

    #[test]
    fn phases_need_only_earlier_ones() {
        for (at, phase) in PHASES.iter().enumerate() {
            assert!(phase.needs.iter().all(|needed| PHASES[..at].iter().any(|earlier| earlier.name == *needed)));
        }
    }
}
