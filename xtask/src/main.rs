//! `cargo xtask`: what one does with this repository, a command each. A failure ends it with status 1 and one message.

mod check;
mod demo;
mod inputs;
mod place;
mod process;
mod product;
mod setup;
mod size;
mod tidy;
#[cfg(feature = "web")]
mod web;

use std::env;
use std::process::ExitCode;

use process::{Outcome, failed};
use setup::Scope;

/// One command.
struct Task {
    name: &'static str,
    /// One line for the list of commands.
    summary: &'static str,
    /// The rest of its `--help`.
    help: &'static str,
    run: fn(&[String]) -> Outcome,
}

const TASKS: [Task; 7] = [
    Task {
        name: "demo",
        summary: "build everything and serve the demo on this machine",
        help: "  --listen ADDRESS   where, instead of the first free port from 127.0.0.1:8080 on

Installs what the build needs first (see `setup`).",
        run: run_demo,
    },
    Task {
        name: "test",
        summary: "run every check and test; CI runs this",
        help: "  --fast   without the browser tests

Installs what the tests need first (see `setup`), then: format, tidy, lints, distribution, sizes, unit tests, pipeline
tests, browser tests, documentation. Every phase runs; the last line counts.",
        run: run_test,
    },
    Task {
        name: "dist",
        summary: "build what a page loads, into target/dist",
        help: "  --quick   without the slow steps that make the module small
  --race    instead, the module of the benchmark's race, into target/bench/module

Does nothing where target/dist is up to date. dist.json there lists each file with its bytes and SHA-256. target/npm is the
same as an npm package.",
        run: run_dist,
    },
    Task {
        name: "size",
        summary: "weigh what a page loads against the budgets of widgets/size.toml",
        help: "  --functions   also list the twenty largest functions of the module",
        run: run_size,
    },
    Task {
        name: "tidy",
        summary: "check the habits: import law, baseline of CSS and JavaScript, the map, names",
        help: "Prints each fault as PATH:LINE. Takes a second and builds nothing.",
        run: |arguments| none(arguments).and_then(|()| tidy::run()),
    },
    Task {
        name: "bench",
        summary: "measure: a million rows, drill-down, first chart, flows, comments beside Isso",
        help: "Arguments are passed on to the bench; `cargo xtask bench -- --help` lists them.",
        run: run_bench,
    },
    Task {
        name: "setup",
        summary: "install what is missing on this machine, saying what and why",
        help: "  --build     only what the build and the demo need
  --firefox   also Firefox and geckodriver, for the test in a second browser

Where this user may not install, it prints the command to type and stops.",
        run: run_setup,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let name = arguments.first().map_or("--help", String::as_str);
    let rest = arguments.get(1..).unwrap_or_default();
    if ["--help", "-h", "help"].contains(&name) {
        println!("cargo xtask COMMAND [--help]\n");
        TASKS.iter().for_each(|task| println!("  {:<8} {}", task.name, task.summary));
        return Ok(());
    }
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        let names: Vec<&str> = TASKS.iter().map(|task| task.name).collect();
        return failed(format!("There is no command {name:?}; there are {}", names.join(", ")));
    };
    if rest.iter().take_while(|argument| *argument != "--").any(|argument| argument == "--help" || argument == "-h") {
        println!("cargo xtask {}: {}\n\n{}", task.name, task.summary, task.help);
        return Ok(());
    }
    (task.run)(rest)
}

fn none(arguments: &[String]) -> Outcome {
    match arguments.first() {
        None => Ok(()),
        Some(argument) => failed(format!("{argument:?} is not known here; see --help")),
    }
}

fn run_setup(arguments: &[String]) -> Outcome {
    let scope = match arguments {
        [] => Scope::Test,
        [flag] if flag == "--build" => Scope::Build,
        [flag] if flag == "--firefox" => Scope::Firefox,
        other => return none(other),
    };
    setup::run(scope)?;
    eprintln!("setup: everything is there");
    Ok(())
}

/// Reads a flag that may be the only argument.
fn only_flag(arguments: &[String], flag: &str) -> Outcome<bool> {
    match arguments {
        [found] if found == flag => Ok(true),
        other => none(other).map(|()| false),
    }
}

fn run_demo(arguments: &[String]) -> Outcome {
    let listen = match arguments {
        [] => None,
        [flag, address] if flag == "--listen" => Some(address.as_str()),
        [joined] if joined.starts_with("--listen=") => joined.strip_prefix("--listen="),
        other => return none(other),
    };
    setup::run(Scope::Build)?;
    make_dist(false)?;
    demo::run(listen)
}

fn run_test(arguments: &[String]) -> Outcome {
    let fast = only_flag(arguments, "--fast")?;
    check::run(check::Extent { browsers: !fast })
}

fn run_dist(arguments: &[String]) -> Outcome {
    if arguments == ["--race"] {
        setup::run(Scope::Build)?;
        return build_web(Web::Race);
    }
    let quick = only_flag(arguments, "--quick")?;
    setup::run(Scope::Build)?;
    make_dist(quick)
}

fn run_size(arguments: &[String]) -> Outcome {
    let functions = only_flag(arguments, "--functions")?;
    setup::run(Scope::Build)?;
    make_dist(false)?;
    size::report(functions)
}

fn run_bench(arguments: &[String]) -> Outcome {
    let arguments: Vec<&String> = arguments.iter().filter(|argument| *argument != "--").collect();
    // The service is measured without a browser and without what a page loads.
    if !is_service_alone(&arguments) {
        setup::run(Scope::Test)?;
        make_dist(false)?;
        build_web(Web::Race)?;
    }
    let [bench, binary] = product::build_bench()?;
    let mut bench = std::process::Command::new(bench);
    process::shown(
        bench.current_dir(place::root()).args(arguments).envs(product::environment()).env("DAYLIGHT_BIN", binary),
    )
}

/// Whether no part of the bench is named but that of the service: what follows a flag is its value.
fn is_service_alone(arguments: &[&String]) -> bool {
    let is_flag = |at: usize| arguments[at].starts_with("--");
    let mut parts = (0..arguments.len()).filter(|&at| !is_flag(at) && (at == 0 || !is_flag(at - 1))).peekable();
    parts.peek().is_some() && parts.all(|at| arguments[at] == "service")
}

/// Makes `target/dist` unless it is up to date.
fn make_dist(quick: bool) -> Outcome {
    let stamp = inputs::stamp(quick)?;
    if inputs::is_current(&stamp) {
        eprintln!("dist: {} is up to date", place::shown(&place::dist()));
        return Ok(());
    }
    build_web(if quick { Web::Quick } else { Web::Small })
}

/// What is built for the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Web {
    /// The distribution.
    Small,
    /// The distribution without the slow steps.
    Quick,
    /// The module of the benchmark's race.
    Race,
}

/// Builds it in the xtask that has the `web` feature, which is itself built only when it is needed.
#[cfg(not(feature = "web"))]
fn build_web(what: Web) -> Outcome {
    let mut build = product::cargo("build");
    build.args(["--package", "xtask", "--features", "web", "--profile", "xtask"]);
    process::watched("compiling the web build's tools", &mut build, None)?;
    let mut dist = std::process::Command::new(place::target().join("xtask/xtask"));
    process::shown(dist.arg("dist").args(match what {
        Web::Small => None,
        Web::Quick => Some("--quick"),
        Web::Race => Some("--race"),
    }))
}

#[cfg(feature = "web")]
fn build_web(what: Web) -> Outcome {
    let made = match what {
        Web::Race => web::race().map(|()| place::race_module())?,
        Web::Small | Web::Quick => web::dist(what == Web::Quick).map(|()| place::dist())?,
    };
    eprintln!("dist: {} is made", place::shown(&made));
    Ok(())
}
