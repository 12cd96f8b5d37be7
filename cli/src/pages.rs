//! `daylight pages`: a folder of pages in, a copy out in which every marked place holds what the element would show.
//!
//! A place is marked by two comments. `<!-- daylight:render src=/data/b/datapackage.json widget=budget lang=en -->` takes the
//! options of `daylight render` as words, `<!-- daylight:manifest widget=budget part=events -->` a table of the registry; a
//! comment that says `/daylight:render` or `/daylight:manifest` ends it. Pages are handled as bytes: with `ascii=yes` a page in any
//! encoding can be filled.

use crate::manifest::html::write_part;
use crate::render::{self, render};
use clap::{Args as ClapArgs, Parser};
use daylight_widgets::registry::Widget;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Copy a folder of pages and fill the marked places of each element, so that a page shows it before any script runs.
///
/// Ends with 0 where all were filled, with 1 where one could not be; the others are written all the same.
#[derive(ClapArgs)]
pub struct Args {
    /// The folder of pages.
    dir: PathBuf,
    /// Where the copy goes.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Where addresses that begin with a path lead on this machine, such as /data=demo/data.
    #[arg(long = "mount", value_name = "/PATH=DIR")]
    mounts: Vec<String>,
}

/// `daylight render`, as a line of its own.
#[derive(Parser)]
struct RenderLine {
    #[command(flatten)]
    args: render::Args,
}

pub fn run(args: Args) -> ExitCode {
    let mut faults = Vec::new();
    if let Err(fault) = copy(&args, &args.dir, &args.out, &mut faults) {
        eprintln!("daylight: {}: {fault}", args.dir.display());
        return ExitCode::from(2);
    }
    faults.iter().for_each(|fault| eprintln!("daylight: {fault}"));
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn copy(args: &Args, from: &Path, to: &Path, faults: &mut Vec<String>) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(args, &path, &target, faults)?;
        } else if path.extension().is_some_and(|extension| extension == "html") {
            let page = fs::read(&path)?;
            let filled = fill(&page, &|kind, options| replacement(args, kind, options), &mut |fault| {
                faults.push(format!("{}: {fault}", path.display()));
            });
            fs::write(target, filled)?;
        } else {
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}

/// What belongs into a place: its kind and options in, a text or why there is none out.
type Replacement<'a> = &'a dyn Fn(&str, &[(String, String)]) -> Result<String, String>;

/// Fills every marked place of a page; one that cannot be filled keeps what it has.
fn fill(page: &[u8], replacement: Replacement<'_>, fault: &mut dyn FnMut(String)) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::with_capacity(page.len()), page);
    while let Some(open) = find(rest, b"<!-- daylight:") {
        let Some(close) = find(&rest[open..], b"-->").map(|at| open + at + 3) else { break };
        let marker = String::from_utf8_lossy(&rest[open + 14..close - 3]).into_owned();
        let mut words = marker.split_whitespace();
        let kind = words.next().unwrap_or("").to_owned();
        let options: Vec<(String, String)> = words
            .filter_map(|word| word.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        out.extend_from_slice(&rest[..close]);
        rest = &rest[close..];
        let Some(end) = find(rest, format!("<!-- /daylight:{kind} -->").as_bytes()) else {
            fault(format!("the place “{}” is not closed", marker.trim()));
            continue;
        };
        match replacement(&kind, &options) {
            Ok(text) => {
                out.push(b'\n');
                out.extend_from_slice(text.as_bytes());
            }
            Err(message) => {
                fault(message);
                out.extend_from_slice(&rest[..end]);
            }
        }
        rest = &rest[end..];
    }
    out.extend_from_slice(rest);
    out
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// What belongs into a place.
fn replacement(args: &Args, kind: &str, options: &[(String, String)]) -> Result<String, String> {
    let option = |name: &str| options.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let id = option("widget").unwrap_or("");
    match kind {
        "manifest" => {
            let widget = Widget::find(id).ok_or_else(|| format!("no widget “{id}”"))?;
            write_part(widget, option("part").unwrap_or(""))
                .ok_or_else(|| format!("no table “{}”", option("part").unwrap_or("")))
        }
        "render" => {
            let src = option("src").ok_or("a place without src")?;
            let mut line = vec!["render".to_owned(), local(args, src)?.display().to_string()];
            for (name, value) in options {
                match (name.as_str(), value.as_str()) {
                    ("ascii", "yes") => line.push("--ascii".to_owned()),
                    _ => line.extend([format!("--{name}"), value.clone()]),
                }
            }
            let parsed = RenderLine::try_parse_from(line).map_err(|fault| fault.to_string())?;
            render(&parsed.args).map_err(|refusal| refusal.messages.join("\n"))
        }
        _ => Err(format!("nothing is known of “{kind}”")),
    }
}

/// The file behind an address of the site: the longest mount that fits, else the folder itself.
fn local(args: &Args, address: &str) -> Result<PathBuf, String> {
    if !address.starts_with('/') || address.split('/').any(|part| part == "..") {
        return Err(format!("the address {address} is not of this site"));
    }
    let mounts = args.mounts.iter().filter_map(|mount| mount.split_once('='));
    let fits = mounts.filter_map(|(path, folder)| {
        let rest = address.strip_prefix(path.trim_end_matches('/'))?;
        rest.starts_with('/').then(|| (path.len(), Path::new(folder).join(rest.trim_start_matches('/'))))
    });
    if let Some((_, path)) = fits.max_by_key(|(length, _)| *length) {
        return Ok(path);
    }
    let path = args.dir.join(address.trim_start_matches('/'));
    if path.exists() {
        return Ok(path);
    }
    let first = address.trim_start_matches('/').split('/').next().unwrap_or("");
    Err(format!("there is no {}: say where /{first} is, with --mount /{first}=DIR", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_what_stands_around_them_stays() {
        let page = b"\xd6\xd0<!-- daylight:render widget=budget src=/a -->old<!-- /daylight:render --><p>\xce\xc4";
        let mut faults = Vec::new();
        let filled =
            fill(page, &|kind, options| Ok(format!("[{kind} {}]", options.len())), &mut |fault| faults.push(fault));
        let expected =
            b"\xd6\xd0<!-- daylight:render widget=budget src=/a -->\n[render 2]<!-- /daylight:render --><p>\xce\xc4";
        assert_eq!((filled.as_slice(), faults.len()), (&expected[..], 0));
    }

    #[test]
    fn a_place_that_cannot_be_filled_keeps_what_it_has() {
        let page = b"<!-- daylight:render -->old<!-- /daylight:render --><!-- daylight:manifest -->open";
        let mut faults = Vec::new();
        let filled = fill(page, &|_, _| Err("no".to_owned()), &mut |fault| faults.push(fault));
        assert_eq!((filled.as_slice(), faults.len()), (&page[..], 2));
    }
}
