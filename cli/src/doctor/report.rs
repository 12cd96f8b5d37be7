//! Findings in, text for people or JSON for programs out. Cannot fail.

use std::fmt::Write;

use serde_json::{Value, json};

use super::finding::{Finding, Level};
use super::fix::Fix;
use super::words::Words;

/// How many addresses of one finding are written out for people.
const MOST_SUBJECTS: usize = 6;

/// A paragraph for each finding, the worst first, and a line with the counts.
pub fn as_text(findings: &[Finding], words: &Words) -> String {
    let mut text = String::new();
    let mut written = Vec::new();
    for finding in findings {
        write_finding(&mut text, finding, words);
        match &finding.fix {
            Some(fix) if written.contains(&fix) => text.push_str(&format!("  {}\n", words.above())),
            Some(fix) => {
                write_fix(&mut text, fix, words);
                written.push(fix);
            }
            None => {}
        }
        text.push('\n');
    }
    let count = |level| findings.iter().filter(|f| f.rule.level() == level).count();
    let counts: Vec<_> = Level::ALL.iter().map(|level| (level.id(), count(*level))).collect();
    text + &words.summary(&counts) + "\n"
}

fn write_finding(text: &mut String, finding: &Finding, words: &Words) {
    let level = words.level(finding.rule.level().id());
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{level}: {}  [{}]", plain(&words.sentence(finding)), finding.rule.id());
    for subject in finding.subjects.iter().take(MOST_SUBJECTS) {
        let _ = writeln!(text, "    {}", plain(subject));
    }
    if let Some(more) = finding.subjects.len().checked_sub(MOST_SUBJECTS).filter(|more| *more > 0) {
        let _ = writeln!(text, "    … +{more}");
    }
}

fn write_fix(text: &mut String, fix: &Fix, words: &Words) {
    let mut heading = String::new();
    for (server, place, line) in fix.lines() {
        let place = if place.is_empty() { "" } else { words.place(place) };
        let this = format!("  {}{place}:", words.place(server));
        if this != heading {
            let _ = writeln!(text, "{this}");
            heading = this;
        }
        let _ = writeln!(text, "    {}", plain(&line));
    }
}

/// What a page or server wrote must not steer the reader's terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The findings as one object; `ok` means that nothing is worse than a warning.
pub fn as_json(url: &str, findings: &[Finding], words: &Words) -> String {
    let items: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "id": finding.rule.id(),
                "level": finding.rule.level().id(),
                "subjects": finding.subjects,
                "message": words.sentence(finding),
                "fix": finding.fix.as_ref().map(|fix| fix.as_json()),
            })
        })
        .collect();
    let ok = findings.iter().all(|finding| finding.rule.level() < Level::Error);
    format!("{}\n", json!({"ok": ok, "url": url, "findings": items}))
}
