//! From bytes to what can be shown of results: descriptor, files, words and profile in, checked records with their words out, or what
//! is wrong with them.

use crate::load::{Parcel, decoded, links};
use crate::page::{can_be_shown, findings, refusal};
use daylight_core::calendar::Calendar;
use daylight_core::check::results::check_results;
use daylight_core::figure::results::{ResultsFigure, Told, Wish, place_results};
use daylight_core::ingest::read_package;
use daylight_core::issue::Issue;
use daylight_core::model::results::Results;
use daylight_core::profile::Profile;
use daylight_core::profile::results::ResultTerms;
use daylight_core::words::Words;

/// All that a figure is made from.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The believed records.
    pub results: Results,
    /// What is wrong with them.
    pub issues: Vec<Issue>,
    /// Words of the reader's language.
    pub words: Words,
    /// The package's profile.
    pub profile: Profile,
    /// What it says of results.
    pub terms: ResultTerms,
    /// Its working days.
    pub calendar: Calendar,
    /// Addresses of the files, the descriptor first.
    pub links: Vec<String>,
}

impl Loaded {
    /// Reads, checks and computes.
    pub fn new(parcel: Parcel) -> Self {
        let words = Words::read(&parcel.words).unwrap_or_default();
        let profile = Profile::read(&parcel.profiles[0]).unwrap_or_default();
        let terms = ResultTerms::read(&parcel.profiles[0]);
        let calendar = Calendar::read(&parcel.profiles[0]);
        let mut files = parcel.files;
        let package = match read_package(&parcel.descriptor, &|_| Vec::new()) {
            Ok(package) => package,
            Err(issue) => return Self { issues: vec![issue], words, profile, terms, calendar, ..Self::default() },
        };
        let mut undecoded: Vec<Issue> = files.iter_mut().filter_map(|file| decoded(&package, file)).collect();
        let currency = profile.currency.unwrap_or_default();
        let (results, mut issues) = check_results((&package, &parcel.descriptor), &files, &terms, currency);
        issues.append(&mut undecoded);
        let links = links(&parcel.address, &package.paths());
        Self { results, issues, words, profile, terms, calendar, links }
    }

    /// A package of results is shown from its files.
    pub fn of_summary(_: &Parcel) -> Option<Self> {
        None
    }

    /// Whether there is something to show: a faulty row is left out and told, a faulty file is not shown in part.
    pub fn can_be_shown(&self) -> bool {
        can_be_shown(&self.issues)
    }

    /// The state `failed`, and what is wrong, a line each.
    pub fn refusal(&self) -> String {
        refusal(&self.issues, &self.words)
    }

    /// What was found, in the reader's words. What is late or overdue is told by the views themselves, and is no fault of the data.
    pub fn findings(&self) -> Vec<String> {
        let is_fault = |issue: &&Issue| !["task-late", "finding-overdue"].contains(&issue.rule);
        findings(self.issues.iter().filter(is_fault), &self.words)
    }

    /// What a figure is told in.
    pub fn told(&self) -> Told<'_> {
        Told { words: &self.words, profile: &self.profile, terms: &self.terms, calendar: &self.calendar }
    }

    /// The figure of a wish.
    pub fn place(&self, wish: &Wish) -> ResultsFigure {
        place_results(&self.results, wish, self.told())
    }

    /// How many records there are.
    pub fn records(&self) -> usize {
        let Results { plans, goals, tasks, steps, indicators, updates, evaluations, findings, rectifications, .. } =
            &self.results;
        let values = indicators.iter().map(|indicator| indicator.values.len() + indicator.parts.len());
        let promises = plans.len() + goals.len() + tasks.len() + steps.len() + indicators.len();
        promises + values.sum::<usize>() + updates.len() + evaluations.len() + findings.len() + rectifications.len()
    }
}
