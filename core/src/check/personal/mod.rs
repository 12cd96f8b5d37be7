//! Personal data: rules of profiles and the cells of a file in, an issue for each cell that identifies a person out; cannot fail.
//!
//! What to look for is data (`profiles/*/personal.json`). Every cell is looked into, whether a descriptor names its column or
//! not, and so is what no page shows: headers, notes, names of files, the texts of the descriptor. A caller that reads
//! spreadsheets hands in what is hidden there through [`Search::visit`]. No issue repeats what was found: reports are passed on.

mod digit;
mod fold;
mod package;
mod rule;
mod scan;
mod shape;
mod sheet;
#[cfg(feature = "import")]
mod workbook;

pub use package::search_package;
pub use rule::{Rules, uses};
pub use sheet::Sheet;

use crate::issue::Issue;
use crate::place::Place;
use crate::words::{Words, in_language};
use rule::{Context, Evidence};
use scan::{Hit, Scan};

/// The role of a field that holds codes of projects, bodies or their accounts.
pub const CODE: &str = "code";

/// How a text is hidden from who looks at a page or a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hiding {
    /// It is not.
    Open,
    /// In a row that is not shown.
    Row,
    /// In a column that is not shown.
    Column,
    /// On a sheet that is not shown.
    Sheet,
    /// In a comment or note on a cell.
    Comment,
    /// In what a file says of itself: author, title, keywords, names of areas.
    Property,
    /// In a part of a workbook that is no cell, no note and no property.
    Part,
    /// In the name of a file.
    FileName,
    /// In the descriptor.
    Descriptor,
}

impl Hiding {
    /// The key of the words for it; blank where it is open.
    fn key(self) -> &'static str {
        match self {
            Self::Open => "",
            Self::Row => "check.hidden-row",
            Self::Column => "check.hidden-column",
            Self::Sheet => "check.hidden-sheet",
            Self::Comment => "check.hidden-comment",
            Self::Property => "check.hidden-property",
            Self::Part => "check.hidden-part",
            Self::FileName => "check.hidden-file-name",
            Self::Descriptor => "check.hidden-descriptor",
        }
    }
}

/// A search through the texts of one package.
pub struct Search<'a> {
    rules: &'a Rules,
    words: &'a Words,
    scan: Scan,
    issues: Vec<Issue>,
    /// How many cells and other texts were looked into.
    pub texts: u64,
    /// How many of them look like numbers.
    pub numbers: u64,
}

impl<'a> Search<'a> {
    /// A search for what the rules name, told in the words of a language.
    pub fn new(rules: &'a Rules, words: &'a Words) -> Self {
        Self { rules, words, scan: Scan::default(), issues: Vec::new(), texts: 0, numbers: 0 }
    }

    /// Looks into a text that is no cell of a table: a comment, a property, a name.
    pub fn visit(&mut self, place: &Place, hiding: Hiding, text: &str) {
        self.look(place, hiding, text, "", Evidence::COLUMN);
    }

    /// What was found, by place.
    pub fn finish(self) -> Vec<Issue> {
        let mut issues = self.issues;
        issues.sort_by(|one, other| one.place.cmp(&other.place));
        issues.dedup();
        issues
    }

    /// Looks into a text in which what a field's role allows may stand; `more` speaks for a number that fills the text.
    fn look(&mut self, place: &Place, hiding: Hiding, text: &str, role: &str, more: Evidence) {
        self.scan_text(text);
        if self.scan.hits.is_empty() {
            return;
        }
        let said = said(self.rules, &self.scan.hits, text);
        let context = |hit: &Hit| match () {
            () if said.labelled[hit.rule] => Context::Labelled,
            () if said.coded => Context::Coded,
            () if hit.is_amount => Context::Amount,
            () => Context::Anywhere,
        };
        let found = best(self.rules, &self.scan.hits, role, context, more);
        if let Some(hit) = found {
            self.tell(place.clone(), hiding, hit, false);
        }
    }

    /// Finds what may be personal in a text.
    fn scan_text(&mut self, text: &str) {
        self.scan.run(text, self.rules);
        self.texts += 1;
        self.numbers += u64::from(self.scan.is_number());
    }

    /// Tells of a number; `has_remedy` where a role of its field would say that it is a code.
    fn tell(&mut self, place: Place, hiding: Hiding, hit: Hit, has_remedy: bool) {
        let how = if hit.evidence.has(Evidence::SCIENTIFIC) || hit.evidence.has(Evidence::ROUNDED) {
            self.words.text("check.as-rounded")
        } else {
            ""
        };
        let is_code = has_remedy && !self.rules.rules[hit.rule].is_enough(hit.evidence, Context::Coded);
        self.tell_rule(place, hiding, hit.rule, how);
        if let Some(issue) = self.issues.pop() {
            let remedy = if is_code { self.words.text("check.remedy-code") } else { "" };
            self.issues.push(if is_code { issue.with("remedy", remedy) } else { issue });
        }
    }

    fn tell_rule(&mut self, place: Place, hiding: Hiding, rule: usize, how: &str) {
        let what = in_language(&self.rules.rules[rule].titles, self.words.lang());
        let mut issue = Issue::error("personal-data", place).with("what", what);
        if !how.is_empty() {
            issue = issue.with("how", how);
        }
        if hiding != Hiding::Open {
            issue = issue.with("where", self.words.text(hiding.key()));
        }
        self.issues.push(issue);
    }
}

/// What the words of a text say of the numbers in it.
struct Said {
    /// For each rule that the text has hits of, whether one of its labels stands there.
    labelled: Vec<bool>,
    /// Whether it is the code of a project or a body, with nothing but that word beside it.
    coded: bool,
}

/// Reads the words of a text. Asked once, however many hits there are.
fn said(rules: &Rules, hits: &[Hit], text: &str) -> Said {
    /// Other letters that may stand there: 项目编号…号.
    const OTHERS: usize = 1;
    let lower = text.to_lowercase();
    let rest = rules.without_codes(&lower);
    let coded = rest
        .as_ref()
        .is_some_and(|rest| rest.chars().filter(|char| char.is_alphabetic() && !char.is_ascii()).count() <= OTHERS);
    let lower = if coded { rest.unwrap_or_default() } else { lower };
    let is_hit = |index: usize| hits.iter().any(|hit| hit.rule == index);
    let labelled =
        rules.rules.iter().enumerate().map(|(index, rule)| is_hit(index) && rule.is_labelled(&lower)).collect();
    Said { labelled, coded }
}

/// The first hit for which there is enough evidence; `more` is what the column adds to a hit that fills its cell.
fn best(rules: &Rules, hits: &[Hit], role: &str, context: impl Fn(&Hit) -> Context, more: Evidence) -> Option<Hit> {
    let is_enough = |hit: &&Hit| {
        let rule = &rules.rules[hit.rule];
        let evidence = hit.evidence | more.when(hit.is_whole);
        let context = context(hit);
        let may_be = !hit.is_doubtful || evidence.is_certain() || context == Context::Labelled;
        may_be && rule.is_enough(evidence, context) && !rule.roles.iter().any(|allowed| allowed == role)
    };
    hits.iter().find(is_enough).copied()
}

#[cfg(test)]
mod tests;
