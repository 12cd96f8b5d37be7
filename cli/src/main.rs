//! The `daylight` command: a command line in, an exit code out. A subcommand is a module and one line in `Command`.

mod doctor;
mod serve;

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
    Serve(serve::Args),
    Doctor(doctor::Args),
}

fn main() -> ExitCode {
    match Line::parse().command {
        Command::Serve(args) => serve::run(args),
        Command::Doctor(args) => doctor::run(args),
    }
}
