//! The `daylight` command: a command line in, an exit code out. A subcommand is a module and one line in `Command`.

mod administrator;
mod audit;
mod backup;
mod base64;
mod check;
mod columns;
mod comments;
mod consultation;
mod describe;
mod diff;
mod doctor;
mod fault;
mod frame;
mod funds;
mod issue;
mod language;
mod letters;
mod load;
mod manifest;
mod pages;
mod publication;
mod publish;
mod render;
mod results;
mod serve;
mod source;
mod sum;
mod tables;
mod template;
mod verify;
mod withdraw;

use std::io::Write;
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
    Describe(describe::Args),
    Publish(publish::Args),
    Verify(verify::Args),
    Withdraw(withdraw::Args),
    Template(template::Args),
    Diff(diff::Args),
    Render(Box<render::Args>),
    Manifest(manifest::Args),
    Pages(pages::Args),
    Serve(serve::Args),
    Backup(backup::Args),
    Letters(letters::Args),
    Audit(audit::Args),
    Administrator(administrator::Args),
    Doctor(doctor::Args),
}

fn main() -> ExitCode {
    match Line::parse().command {
        Command::Check(args) => check::run(args),
        Command::Sum(args) => sum::run(args),
        Command::Describe(args) => describe::run(args),
        Command::Publish(args) => publish::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Withdraw(args) => withdraw::run(args),
        Command::Template(args) => template::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Render(args) => render::run(&args),
        Command::Manifest(args) => manifest::run(args),
        Command::Pages(args) => pages::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Backup(args) => backup::run(args),
        Command::Letters(args) => letters::run(args),
        Command::Audit(args) => audit::run(args),
        Command::Administrator(args) => administrator::run(args),
        Command::Doctor(args) => doctor::run(args),
    }
}

/// Prints a text.
fn print(text: &str) {
    print_bytes(text.as_bytes());
}

/// Prints the bytes of a file; a reader who has closed the pipe has seen enough.
fn print_bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(bytes).and_then(|()| out.flush());
}
