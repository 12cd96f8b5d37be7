//! `daylight pages`: a folder of pages in, a copy out in which every marked place holds what the element would show.
//!
//! A place is marked by two comments. `<!-- daylight:render src=/data/b/datapackage.json widget=budget lang=en -->` takes the
//! options of `daylight render` as words, `<!-- daylight:manifest widget=budget part=events -->` a table of the registry, and
//! `<!-- daylight:meta src=/data/b/datapackage.json widget=budget lang=en -->` what the page's head says of the element; a comment
//! that says `/daylight:render` and so on ends it. Pages are handled as bytes: with `ascii=yes` a page in any encoding can be filled.
//!
//! Files that belong to a page are written with it: with `img=/pictures` the two pictures of `daylight render --img` into that
//! folder of the site; for `meta` the card (`PAGE.card.png`) and the oEmbed answer (`PAGE.oembed.json`) beside the page, whose full
//! address begins with the `site` of the folder's `daylight.toml`.

use crate::manifest::html::write_part;
use crate::render::{self, render};
use crate::serve::settings::Settings;
use clap::{Args as ClapArgs, Parser};
use daylight_widgets::registry::Widget;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use url::Url;

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

/// A page that is being filled.
struct Page<'a> {
    args: &'a Args,
    /// The site's own address, where it is known.
    site: Option<&'a Url>,
    /// Where the page goes.
    target: PathBuf,
}

pub fn run(args: Args) -> ExitCode {
    let mut faults = Vec::new();
    let copied = Settings::read(&args.dir).and_then(|settings| {
        let copied = copy(&args, settings.site.as_ref(), &args.dir, &args.out, &mut faults);
        copied.map_err(|fault| format!("{}: {fault}", args.dir.display()))
    });
    if let Err(fault) = copied {
        eprintln!("daylight: {fault}");
        return ExitCode::from(2);
    }
    faults.iter().for_each(|fault| eprintln!("daylight: {fault}"));
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn copy(args: &Args, site: Option<&Url>, from: &Path, to: &Path, faults: &mut Vec<String>) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(args, site, &path, &target, faults)?;
        } else if path.extension().is_some_and(|extension| extension == "html") {
            let page = Page { args, site, target };
            let filled = fill(&fs::read(&path)?, &|kind, options| page.replacement(kind, options), &mut |fault| {
                faults.push(format!("{}: {fault}", path.display()));
            });
            fs::write(page.target, filled)?;
        } else {
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}

/// What belongs into a place: its kind and options in, a text or why there is none out.
type Replacement<'a> = &'a dyn Fn(&str, &[(String, String)]) -> Result<Vec<u8>, String>;

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
                out.extend_from_slice(&text);
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

impl Page<'_> {
    /// What belongs into a place.
    fn replacement(&self, kind: &str, options: &[(String, String)]) -> Result<Vec<u8>, String> {
        let option = |name: &str| options.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let id = option("widget").unwrap_or("");
        match kind {
            "manifest" => {
                let widget = Widget::find(id).ok_or_else(|| format!("no widget “{id}”"))?;
                let part = write_part(widget, option("part").unwrap_or(""));
                Ok(part.ok_or_else(|| format!("no table “{}”", option("part").unwrap_or("")))?.into_bytes())
            }
            "render" if option("format") == Some("png") => {
                Err("an image is a file of its own, not part of a page".into())
            }
            "render" => self.render(options, &[]),
            "meta" => self.meta(options),
            _ => Err(format!("nothing is known of “{kind}”")),
        }
    }

    /// Runs `daylight render` with the options of a place, and with more that it leaves open.
    fn render(&self, options: &[(String, String)], more: &[(&str, &str)]) -> Result<Vec<u8>, String> {
        let src = options.iter().find(|(name, _)| name == "src").ok_or("a place without src")?;
        let mut line = vec!["render".to_owned(), local(self.args, &src.1)?.display().to_string()];
        let said = || options.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let more = more.iter().copied().filter(|(name, _)| said().all(|(known, _)| known != *name));
        for (name, value) in said().chain(more) {
            match name {
                "ascii" if value == "yes" => line.push("--ascii".to_owned()),
                "img" => {
                    let folder = value.strip_prefix('/').filter(|folder| !folder.split('/').any(|part| part == ".."));
                    let folder = folder.ok_or_else(|| format!("the address {value} is not of this site"))?;
                    line.push(format!("--img={}", self.args.out.join(folder).display()));
                    line.push(format!("--img-at={value}"));
                }
                _ => line.push(format!("--{name}={value}")),
            }
        }
        let parsed = RenderLine::try_parse_from(line).map_err(|fault| fault.to_string())?;
        render(&parsed.args).map_err(|refusal| refusal.messages.join("\n"))
    }

    /// The tags of the head; card and oEmbed answer are written beside the page.
    fn meta(&self, options: &[(String, String)]) -> Result<Vec<u8>, String> {
        let site =
            self.site.ok_or("the page's address in full is not known: say site = \"https://…/\" in daylight.toml")?;
        let below = self.target.strip_prefix(&self.args.out).unwrap_or(&self.target);
        let mut address = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if below.ends_with("index.html") {
            address.truncate(address.len() - "index.html".len());
        }
        let address = site.join(&address).map_err(|fault| format!("{address}: {fault}"))?;
        let stem = self.target.file_stem().unwrap_or_default().to_string_lossy();
        let [card, oembed] = ["card.png", "oembed.json"].map(|end| format!("{stem}.{end}"));
        let addresses = [("page", address.as_str()), ("card", &card), ("oembed", &oembed)];
        for (format, file) in [("png", &card), ("oembed", &oembed)] {
            let bytes = self.render(options, &[&addresses[..], &[("format", format)]].concat())?;
            let path = self.target.with_file_name(file);
            fs::write(&path, bytes).map_err(|fault| format!("{}: {fault}", path.display()))?;
        }
        self.render(options, &[&addresses[..], &[("format", "meta")]].concat())
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
            fill(page, &|kind, options| Ok(format!("[{kind} {}]", options.len()).into_bytes()), &mut |fault| {
                faults.push(fault)
            });
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
