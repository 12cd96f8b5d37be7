//! From bytes to what can be shown of funds: descriptor, files, words and profile in, checked records with their words out, or what
//! is wrong with them.

use crate::load::{Parcel, decoded, links};
use crate::page::{can_be_shown, findings, refusal};
use daylight_core::check::funds::check_funds;
use daylight_core::figure::funds::{FundsFigure, PlaceHit, Told, Wish, find_places, place_funds};
use daylight_core::ingest::{outlines_path, put_outlines, read_package};
use daylight_core::issue::Issue;
use daylight_core::model::funds::Ledger;
use daylight_core::profile::Profile;
use daylight_core::profile::funds::FundTerms;
use daylight_core::words::Words;

/// All that a figure is made from.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The believed records.
    pub ledger: Ledger,
    /// What is wrong with them.
    pub issues: Vec<Issue>,
    /// Words of the reader's language.
    pub words: Words,
    /// The package's profile.
    pub profile: Profile,
    /// What it says of funds.
    pub terms: FundTerms,
    /// Addresses of the files, the descriptor first.
    pub links: Vec<String>,
}

impl Loaded {
    /// Reads and checks.
    pub fn new(parcel: Parcel) -> Self {
        let words = Words::read(&parcel.words).unwrap_or_default();
        let profile = Profile::read(&parcel.profiles[0]).unwrap_or_default();
        let terms = FundTerms::read(&parcel.profiles[0]);
        let mut files = parcel.files;
        let package = match read_package(&parcel.descriptor, &|_| Vec::new()) {
            Ok(package) => package,
            Err(issue) => return Self { issues: vec![issue], words, profile, terms, ..Self::default() },
        };
        let mut undecoded: Vec<Issue> = files.iter_mut().filter_map(|file| decoded(&package, file)).collect();
        let currency = profile.currency.unwrap_or_default();
        let (mut ledger, mut issues) = check_funds((&package, &parcel.descriptor), &files, &terms, currency);
        if let Some(path) = outlines_path(&parcel.descriptor)
            && let Some((_, bytes)) =
                files.iter().find(|(known, _)| *known == path).filter(|(_, bytes)| !bytes.is_empty())
        {
            issues.extend(put_outlines(&path, bytes, &mut ledger));
        }
        issues.append(&mut undecoded);
        let links = links(&parcel.address, &package.paths());
        Self { ledger, issues, words, profile, terms, links }
    }

    /// A package of funds is shown from its files.
    pub fn of_summary(_: &Parcel) -> Option<Self> {
        None
    }

    /// Whether there is something to show: a faulty row is left out and told, a faulty file is not shown in part.
    pub fn can_be_shown(&self) -> bool {
        !self.ledger.units.is_empty() && can_be_shown(&self.issues)
    }

    /// The state `failed`, and what is wrong, a line each.
    pub fn refusal(&self) -> String {
        refusal(&self.issues, &self.words)
    }

    /// What was found, in the reader's words.
    pub fn findings(&self) -> Vec<String> {
        findings(self.issues.iter(), &self.words)
    }

    /// The figure of a wish.
    pub fn place(&self, wish: &Wish) -> FundsFigure {
        place_funds(&self.ledger, wish, Told { words: &self.words, profile: &self.profile, terms: &self.terms })
    }

    /// The places that are called so.
    pub fn find(&self, query: &str) -> Vec<PlaceHit> {
        find_places(&self.ledger, query, self.words.lang())
    }
}
