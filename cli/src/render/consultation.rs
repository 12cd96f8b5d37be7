//! A consultation: a package and what is asked of it in, what stands for `<daylight-consultation>` without a script out. Fails where
//! the package cannot be read, is none of a consultation or has errors, or where a clause is not known.

use super::{Args, Format, Refusal, files};
use crate::fault::Fault;
use crate::issue::{line, refusal};
use crate::load::is_unread;
use daylight_core::check::Report;
use daylight_core::consultation::document::{Addresses, Defined};
use daylight_core::figure::consultation::{Entry, Fetched, View, Wish, place_consultation};
use daylight_core::summary::consultation::{Tally, clauses_spoken_of, voices};
use daylight_widgets::fallback;

/// What is asked for, as HTML.
pub fn render(args: &Args) -> Result<String, Refusal> {
    let words = args.lang.words();
    if args.format != Format::Html {
        return Err(Refusal::of(words.text("fault.consultation-format").to_owned()));
    }
    let refused = |code, messages| Refusal { code, messages };
    let loaded = args.source.load().map_err(|issue| refused(2, vec![line(&issue, &words)]))?;
    let Some((consultation, mut issues)) = loaded.consultation() else {
        return Err(Refusal::of(Fault::new(args.source.path.display(), "fault.no-consultation").say(&words)));
    };
    issues.extend(loaded.issues.iter().cloned());
    let report = Report { rows: 0, issues };
    if !report.is_ok() {
        let code = if report.issues.iter().any(is_unread) { 2 } else { 1 };
        return Err(refused(code, refusal(&report, &words)));
    }
    let there = |is_there: bool| if is_there { "#".to_owned() } else { String::new() };
    let addresses = Addresses {
        comments: there(!consultation.comments.is_empty()),
        adoption: there(consultation.announcement.is_some()),
        receipts: there(!consultation.receipts.is_empty()),
        ..Addresses::default()
    };
    let (same, clauses) = (voices(&consultation), Some(clauses_spoken_of(&consultation)));
    let tally = Tally::of(&consultation);
    let defined = Defined { consultation, tally, addresses, standing: None };
    let fetched = Fetched { defined, same, next: Some(String::new()), clauses, ..Fetched::default() };
    let wish = Wish { view: View::from_word(&args.view), path: args.at.clone(), ..Wish::default() };
    let figure = place_consultation(&fetched, &wish, &Entry::default(), &words);
    if figure.granted.path != wish.path {
        let values = [("attribute", "path"), ("value", wish.path.as_str())];
        return Err(refused(2, vec![words.fill("state.value-unknown", &values)]));
    }
    let files = files(args.src.as_deref(), loaded.package.paths());
    Ok(fallback::render_consultation(&words, &figure, args.heading_level, &files) + "\n")
}
