//! The `daylight` command: a command line in, an exit code out. A subcommand is a module and one line in `Command`.

mod check;
mod load;
mod sum;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Public money that anybody can check.
#[derive(Parser)]
#[command(name = "daylight", version, about)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Args),
    Sum(sum::Args),
}

fn main() -> ExitCode {
    match Line::parse().command {
        Command::Check(args) => check::run(args),
        Command::Sum(args) => sum::run(args),
    }
}
