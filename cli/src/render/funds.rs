//! Funds: a package and what is asked of it in, the figure of `<daylight-funds>` out. Fails where the package cannot be read, is
//! none of funds or has errors, or where a wish is not known.

use super::{Args, Refusal};
use crate::fault::Fault;
use crate::issue::{line, refusal};
use crate::load::{Loaded, is_unread};
use daylight_core::check::Report;
use daylight_core::figure::funds::{FundsFigure, Told, View, Wish, place_funds};
use daylight_core::import::profile_text;
use daylight_core::model::funds::Ledger;
use daylight_core::profile::funds::FundTerms;
use daylight_core::words::Words;

/// Records of funds without an error, and the words to tell them in.
pub struct Funds {
    loaded: Loaded,
    /// The records.
    pub ledger: Ledger,
    terms: FundTerms,
    /// The reader's language.
    pub words: Words,
}

impl Funds {
    pub fn read(args: &Args) -> Result<Self, Refusal> {
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
    pub fn place(&self, wish: &Wish) -> Result<FundsFigure, Refusal> {
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
pub fn wish(args: &Args, view: View) -> Wish {
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
