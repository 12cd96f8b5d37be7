//! Results: a package and what is asked of it in, what stands for `<daylight-results>` without a script, its picture or its feed out.
//! Fails where the package cannot be read, is none of results or has errors, or where a wish is not known.

use super::sheet::link;
use super::{Args, Format, Refusal, files};
use crate::fault::Fault;
use crate::issue::{line, refusal};
use crate::load::{Loaded, is_unread};
use daylight_core::calendar::Calendar;
use daylight_core::check::Report;
use daylight_core::figure::results::{Feed, ResultsFigure, Told, View, Wish, place_results, write_feed};
use daylight_core::figure::svg::{FILE_WIDTH_PX, SvgOptions, Use};
use daylight_core::import::profile_text;
use daylight_core::model::results::Results;
use daylight_core::profile::results::ResultTerms;
use daylight_core::words::Words;
use daylight_widgets::fallback;

/// What is asked for, as HTML, SVG or Atom.
pub fn render(args: &Args) -> Result<String, Refusal> {
    let words = args.lang.words();
    if args.feed {
        return feed(args);
    }
    let width_px = match args.format {
        Format::Html => fallback::PICTURE_PX.0,
        Format::Svg => FILE_WIDTH_PX,
        Format::Png | Format::Meta | Format::Oembed => {
            return Err(Refusal::of(words.text("fault.results-format").to_owned()));
        }
    };
    let read = Read::new(args)?;
    let figure = read.place(&Wish { width_px, ..wish(args) })?;
    if args.format == Format::Html {
        let files = files(args.src.as_deref(), read.loaded.package.paths());
        return Ok(fallback::render_results(&words, &figure, args.heading_level, &files) + "\n");
    }
    let options = SvgOptions { use_as: Use::File, ..SvgOptions::default() };
    let picture = fallback::picture_of_results(&words, &figure, options);
    picture.map(|picture| picture + "\n").ok_or_else(|| Refusal::of(words.text("fault.results-picture").to_owned()))
}

/// What is new, for who reads feeds.
fn feed(args: &Args) -> Result<String, Refusal> {
    let words = args.lang.words();
    let Some(page) = args.head.page_if_named() else {
        return Err(Refusal::of(words.text("fault.feed-page").to_owned()));
    };
    let read = Read::new(args)?;
    let address = |id: &str| {
        let view = read.results.find(id).map_or(View::Goal, View::of);
        link::to_state(page, args.deep_link_or("results"), &[("path", id), ("view", view.word())]).to_string()
    };
    Ok(write_feed(&read.results, read.told(), &Feed { page: page.as_str(), address: &address }))
}

/// Records of results without an error, and the words to tell them in.
struct Read {
    loaded: Loaded,
    results: Results,
    terms: ResultTerms,
    calendar: Calendar,
    words: Words,
}

impl Read {
    fn new(args: &Args) -> Result<Self, Refusal> {
        let words = args.lang.words();
        let refused = |code, messages| Refusal { code, messages };
        let loaded = args.source.load().map_err(|issue| refused(2, vec![line(&issue, &words)]))?;
        let Some((results, mut issues)) = loaded.results() else {
            return Err(Refusal::of(Fault::new(args.source.path.display(), "fault.no-results").say(&words)));
        };
        issues.extend(loaded.issues.iter().cloned());
        let report = Report { rows: 0, issues };
        if !report.is_ok() {
            let code = if report.issues.iter().any(is_unread) { 2 } else { 1 };
            return Err(refused(code, refusal(&report, &words)));
        }
        let profile = profile_text(&loaded.package.about).unwrap_or_default();
        let (terms, calendar) = (ResultTerms::read(profile), Calendar::read(profile));
        Ok(Self { loaded, results, terms, calendar, words })
    }

    fn told(&self) -> Told<'_> {
        let Self { words, terms, calendar, loaded, .. } = self;
        Told { words, profile: &loaded.profile, terms, calendar }
    }

    /// The figure of a wish; one that is not known is refused.
    fn place(&self, wish: &Wish) -> Result<ResultsFigure, Refusal> {
        let figure = place_results(&self.results, wish, self.told());
        let wished = |wish: &Wish| [&wish.path, &wish.kind, &wish.status, &wish.unit].map(String::clone);
        let names = ["path", "kind", "status", "unit"];
        let pairs = names.into_iter().zip(wished(wish).into_iter().zip(wished(&figure.granted)));
        let unknown = pairs.filter(|(_, (wished, granted))| !wished.is_empty() && wished != granted);
        let messages: Vec<String> = unknown
            .map(|(name, (wished, _))| {
                self.words.fill("state.value-unknown", &[("attribute", name), ("value", &wished)])
            })
            .collect();
        if messages.is_empty() { Ok(figure) } else { Err(Refusal { code: 2, messages }) }
    }
}

/// What is asked for.
fn wish(args: &Args) -> Wish {
    Wish {
        view: View::from_word(&args.view),
        path: args.at.clone(),
        kind: args.kind.clone(),
        status: args.status.clone(),
        unit: args.unit.clone(),
        least_px: 24,
        font_px: 16,
        // Who has no scripts cannot ask for more.
        all_rows: true,
        ..Wish::default()
    }
}
