//! The page that shows one element in a frame, and the script for pages around it: their sources and the words in, `embed.html`,
//! what it loads and `frame.js` in the distribution out. Fails with esbuild's words.

use std::fs;

use super::ascii;
use super::pack::Pack;
use super::shrink::{self, Kind};
use crate::place;
use crate::process::{About, Outcome, failed};

/// Where the script's source has its words.
const PLACEHOLDER: &str = "__DAYLIGHT_WORDS__";

/// Adds all of it; `words` is an object with the words of each language.
pub fn add(pack: &mut Pack, words: &str) -> Outcome {
    let source = |name: &str| place::root().join("widgets/embed").join(name);
    let read = |name: &str| fs::read_to_string(source(name)).about(name);
    let (mut page, script) = (read("embed.html")?, read("embed.js")?);
    if !script.contains(PLACEHOLDER) {
        return failed(format!("embed.js does not say {PLACEHOLDER}"));
    }
    let worded = place::web_target().join("embed-worded.js");
    fs::write(&worded, script.replace(PLACEHOLDER, words)).about(worded.display())?;
    let script = ascii(&shrink::text(&worded, "embed.js", Kind::Classic)?)?;
    let sheet = shrink::text(&source("embed.css"), "embed.css", Kind::Sheet)?;
    for (content, end) in [(script, ".js"), (sheet, ".css")] {
        let plain = format!("\"embed{end}\"");
        if !page.contains(&plain) {
            return failed(format!("embed.html does not load {plain}"));
        }
        page = page.replace(&plain, &format!("\"{}\"", pack.add_named("embed", &content, end)?));
    }
    pack.add("embed.html", page.as_bytes())?;
    pack.add("frame.js", &ascii(&shrink::text(&source("frame.js"), "frame.js", Kind::Classic)?)?)
}
