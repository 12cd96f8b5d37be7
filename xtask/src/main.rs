//! `cargo xtask`: what one does with this repository, a command each. A failure ends it with status 1 and one message.

mod inputs;
mod place;
mod process;
mod setup;
#[cfg(feature = "web")]
mod web;

use std::env;
use std::process::{Command, ExitCode};

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

const TASKS: [Task; 2] = [
    Task {
        name: "setup",
        summary: "install what is missing on this machine, saying what and why",
        help: "  --build     only what the build and the demo need
  --firefox   also Firefox and geckodriver, for the test in a second browser",
        run: run_setup,
    },
    Task {
        name: "dist",
        summary: "build what a page loads, into target/dist",
        help: "  --quick     without the slow steps that make the module small",
        run: run_dist,
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
        TASKS
            .iter()
            .for_each(|task| println!("  {:<8} {}", task.name, task.summary));
        return Ok(());
    }
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        let names: Vec<&str> = TASKS.iter().map(|task| task.name).collect();
        return failed(format!(
            "There is no command {name:?}; there are {}",
            names.join(", ")
        ));
    };
    if rest
        .iter()
        .take_while(|argument| *argument != "--")
        .any(|argument| argument == "--help" || argument == "-h")
    {
        println!(
            "cargo xtask {}: {}\n\n{}",
            task.name, task.summary, task.help
        );
        return Ok(());
    }
    (task.run)(rest)
}

fn run_setup(arguments: &[String]) -> Outcome {
    let mut scope = Scope::Test;
    for argument in arguments {
        scope = match argument.as_str() {
            "--build" => Scope::Build,
            "--firefox" => Scope::Firefox,
            other => return failed(format!("setup does not know {other:?}")),
        };
    }
    setup::run(scope)?;
    eprintln!("setup: everything is there");
    Ok(())
}

fn run_dist(arguments: &[String]) -> Outcome {
    let quick = match arguments {
        [] => false,
        [flag] if flag == "--quick" => true,
        other => return failed(format!("dist knows only --quick, not {other:?}")),
    };
    setup::run(Scope::Build)?;
    let stamp = inputs::stamp(quick)?;
    if inputs::is_current(&stamp) {
        eprintln!("dist: {} is up to date", place::shown(&place::dist()));
        return Ok(());
    }
    with_web(arguments)
}

/// Runs this command in the xtask that has the `web` feature, which is built only when it is needed.
#[cfg(not(feature = "web"))]
fn with_web(_: &[String]) -> Outcome {
    let mut build = Command::new("cargo");
    build
        .args([
            "build",
            "--package",
            "xtask",
            "--features",
            "web",
            "--profile",
            "xtask",
        ])
        .current_dir(place::root());
    process::watched("compiling the web build's tools", &mut build, None)?;
    process::shown(Command::new(place::target().join("xtask/xtask")).args(env::args_os().skip(1)))
}

#[cfg(feature = "web")]
fn with_web(arguments: &[String]) -> Outcome {
    web::dist(arguments.iter().any(|argument| argument == "--quick"))?;
    eprintln!("dist: {} is made", place::shown(&place::dist()));
    Ok(())
}
