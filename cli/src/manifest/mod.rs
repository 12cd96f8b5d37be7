//! `daylight manifest`: the registry of elements in, a custom elements manifest, TypeScript types or HTML tables out.

mod dts;
pub mod html;
mod json;

use clap::{Args as ClapArgs, ValueEnum};
use daylight_widgets::registry::WIDGETS;
use std::process::ExitCode;

/// Print the contract of every element.
#[derive(ClapArgs)]
pub struct Args {
    /// custom-elements.json, TypeScript types, or tables for a page.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Dts,
    Html,
}

pub fn run(args: Args) -> ExitCode {
    crate::print(&match args.format {
        Format::Json => json::write(WIDGETS),
        Format::Dts => dts::write(WIDGETS),
        Format::Html => html::write(WIDGETS),
    });
    ExitCode::SUCCESS
}
