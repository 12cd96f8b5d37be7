//! Funds: a package and what is asked of it in, what stands for `<daylight-funds>` without a script or a sheet to be printed out. Fails
//! where the package cannot be read, is none of funds or has errors, or where a wish is not known.

use super::sheet::{Sheet, link};
use super::{Args, Format, Refusal, SheetWord, files};
use crate::fault::Fault;
use crate::issue::{line, refusal};
use crate::load::{Loaded, is_unread};
use daylight_core::check::Report;
use daylight_core::figure::funds::{FundsFigure, Told, View, Wish, place_funds};
use daylight_core::figure::svg::{FILE_WIDTH_PX, SvgOptions, Use, write_flow};
use daylight_core::import::profile_text;
use daylight_core::model::funds::Ledger;
use daylight_core::profile::funds::FundTerms;
use daylight_core::words::Words;
use daylight_widgets::fallback;
use url::Url;

/// What is asked for, as HTML or SVG.
pub fn render(args: &Args) -> Result<String, Refusal> {
    let words = args.lang.words();
    if let Some(SheetWord::Notice) = args.sheet {
        return sheet(args);
    }
    let width_px = match args.format {
        Format::Html => fallback::PICTURE_PX.0,
        Format::Svg => FILE_WIDTH_PX,
        Format::Png | Format::Meta | Format::Oembed => {
            return Err(Refusal::of(words.text("fault.funds-format").to_owned()));
        }
    };
    let funds = Funds::read(args)?;
    let figure = funds.place(&Wish { width_px, ..wish(args, View::from_word(&args.view)) })?;
    if args.format == Format::Html {
        let files = files(args.src.as_deref(), funds.loaded.package.paths());
        return Ok(fallback::render_funds(&words, &figure, args.heading_level, &files) + "\n");
    }
    let Some(flow) = &figure.flow else { return Err(Refusal::of(words.text("fault.funds-picture").to_owned())) };
    let options = SvgOptions { use_as: Use::File, ..SvgOptions::default() };
    Ok(write_flow(flow, &figure, words.lang(), options) + "\n")
}

/// The notice of a project as a sheet.
fn sheet(args: &Args) -> Result<String, Refusal> {
    if args.project.is_empty() {
        return Err(Refusal::of(args.lang.words().text("fault.sheet-project").to_owned()));
    }
    let funds = Funds::read(args)?;
    let figure = funds.place(&wish(args, View::Projects))?;
    let state = [("view", View::Projects.word()), ("project", &args.project)];
    let page = args.head.page_if_named().map(|page| link::to_state(page, args.deep_link_or("funds"), &state));
    let sheet = Sheet {
        words: &funds.words,
        figure: &figure,
        is_illustrative: funds.ledger.about.illustrative,
        pictures: &funds.pictures(args),
        page: page.as_ref().map(Url::as_str),
    };
    Ok(sheet.write())
}

/// Records of funds without an error, and the words to tell them in.
struct Funds {
    loaded: Loaded,
    /// The records.
    ledger: Ledger,
    terms: FundTerms,
    /// The reader's language.
    words: Words,
}

impl Funds {
    fn read(args: &Args) -> Result<Self, Refusal> {
        let words = args.lang.words();
        let refused = |code, messages| Refusal { code, messages };
        let loaded = args.source.load().map_err(|issue| refused(2, vec![line(&issue, &words)]))?;
        let Some((ledger, mut issues)) = loaded.funds() else {
            return Err(Refusal::of(Fault::new(args.source.path.display(), "fault.no-funds").say(&words)));
        };
        issues.extend(loaded.issues.iter().cloned());
        let report = Report { rows: 0, issues };
        if !report.is_ok() {
            let code = if report.issues.iter().any(is_unread) { 2 } else { 1 };
            return Err(refused(code, refusal(&report, &words)));
        }
        let terms = FundTerms::read(profile_text(&loaded.package.about).unwrap_or_default());
        Ok(Self { loaded, ledger, terms, words })
    }

    /// The pictures of the project that is asked for, as far as they are there.
    pub fn pictures(&self, args: &Args) -> Vec<(String, Vec<u8>)> {
        let source = &args.source.path;
        let folder = if source.is_dir() { Some(source.as_path()) } else { source.parent() };
        let Some(folder) = args.source.data.as_deref().or(folder) else { return Vec::new() };
        let of_project = self.ledger.projects.iter().filter(|project| project.id == args.project);
        let read = |path: &str| Some((path.to_owned(), std::fs::read(folder.join(path)).ok()?));
        of_project.flat_map(|project| project.pictures().filter_map(read)).collect()
    }

    /// The figure of a wish; one that is not known is refused.
    fn place(&self, wish: &Wish) -> Result<FundsFigure, Refusal> {
        let told = Told { words: &self.words, profile: &self.loaded.profile, terms: &self.terms };
        let figure = place_funds(&self.ledger, wish, told);
        let wished = |wish: &Wish| [&wish.path, &wish.project, &wish.year, &wish.fund, &wish.unit].map(String::clone);
        let names = ["path", "project", "year", "fund", "unit"];
        let pairs = names.into_iter().zip(wished(wish).into_iter().zip(wished(&figure.granted)));
        let messages: Vec<String> = pairs
            .filter(|(_, (wished, granted))| !wished.is_empty() && wished != granted)
            .map(|(name, (wished, _))| {
                self.words.fill("state.value-unknown", &[("attribute", name), ("value", &wished)])
            })
            .collect();
        if messages.is_empty() { Ok(figure) } else { Err(Refusal { code: 2, messages }) }
    }
}

/// What is asked for.
fn wish(args: &Args, view: View) -> Wish {
    Wish {
        view,
        path: args.at.clone(),
        project: args.project.clone(),
        year: args.year.clone(),
        fund: args.fund.clone(),
        unit: args.unit.clone(),
        least_px: 24,
        font_px: 16,
        ..Wish::default()
    }
}
