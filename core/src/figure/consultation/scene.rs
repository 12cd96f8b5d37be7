//! What every view of a consultation needs: what was fetched, a wish and words in, where it stands, names and the frame around a view
//! out; cannot fail.

use super::{ConsultationFigure, Fetched, View, Wish};
use crate::address::{is_followed, is_harmless, with_query};
use crate::consultation::document::{Addresses, Defined};
use crate::consultation::{Stage, Standing, is_id, stand};
use crate::day::{Day, DayOrder};
use crate::figure::budget::{Choice, Crumb, Switch};
use crate::figure::page::{Fact, Page};
use crate::model::consultation::{Comment, Consultation, Disposition, Identity};
use crate::summary::consultation::Tally;
use crate::words::{Words, in_language};

/// Of more days than these it is not said how many are left.
pub(super) const LONG: i64 = 90;

/// Records, what is looked at of them, and the words for it.
pub(super) struct Scene<'a> {
    pub fetched: &'a Fetched,
    pub told: &'a Consultation,
    pub tally: &'a Tally,
    pub addresses: &'a Addresses,
    pub words: &'a Words,
    pub standing: Standing,
    pub granted: Wish,
    refused: Vec<String>,
}

impl<'a> Scene<'a> {
    pub fn new(fetched: &'a Fetched, wish: &Wish, words: &'a Words) -> Self {
        let Defined { consultation: told, tally, addresses, standing } = &fetched.defined;
        let mut granted = wish.clone();
        let mut refused = Vec::new();
        if !granted.path.is_empty() && told.clause(&granted.path).is_none() {
            refused.push(words.fill("consultation.unknown.path", &[("value", &granted.path)]));
            granted.path.clear();
        }
        if !granted.theme.is_empty() && told.themes.iter().all(|theme| theme.id != granted.theme) {
            refused.push(words.fill("consultation.unknown.theme", &[("value", &granted.theme)]));
            granted.theme.clear();
        }
        // The service knows the day; of a package the reader does, and where nobody does it is the day of the data.
        let day = |text: &str| Day::read(text, DayOrder::YearFirst);
        let now = day(&granted.today).or_else(|| told.about.as_of.as_deref().and_then(day));
        let mut standing = standing.or_else(|| now.map(|now| stand(told, now))).unwrap_or_default();
        // A definition says where the announcement is, not what it says.
        if standing.stage == Stage::Closed && !addresses.adoption.is_empty() {
            standing.stage = Stage::Answered;
        }
        let scene = Self { fetched, told, tally, addresses, words, standing, granted, refused };
        let granted = match scene.granted.view {
            view if scene.has(view) => view,
            _ => View::Draft,
        };
        Self { granted: Wish { view: granted, ..scene.granted.clone() }, ..scene }
    }

    /// Whether there is something for a view.
    fn has(&self, view: View) -> bool {
        match view {
            View::Draft => true,
            View::List => !self.addresses.comments.is_empty(),
            View::Adoption => !self.addresses.adoption.is_empty(),
            View::Status => self.can_ask(),
        }
    }

    /// Whether somebody answers what became of a comment, or the comments and the list of receipts do.
    fn can_ask(&self) -> bool {
        let Addresses { status, receipts, comments, .. } = self.addresses;
        !status.is_empty() || !receipts.is_empty() && !comments.is_empty()
    }

    /// Whether a comment can be sent now.
    pub fn can_comment(&self) -> bool {
        let is_known = self.told.identity != Identity::Vouched || !self.granted.voucher.is_empty();
        self.standing.stage == Stage::Open && !self.addresses.submit.is_empty() && is_known
    }

    /// Whether comments are taken, but only from whom the host vouches for.
    pub fn is_vouched(&self) -> bool {
        self.told.identity == Identity::Vouched && !self.addresses.submit.is_empty()
    }

    /// Whether an address is followed: beside a package there are files, beside a service there are none.
    pub fn leads(&self, address: &str) -> bool {
        is_harmless(address) || self.addresses.submit.is_empty() && is_followed(address)
    }

    /// A text in the reader's language.
    pub fn say<'b>(&self, texts: &'b [(String, String)]) -> &'b str {
        in_language(texts, self.words.lang())
    }

    pub fn date(&self, day: Day) -> String {
        self.words.date(&day.iso())
    }

    pub fn fact(&self, key: &str, text: impl Into<String>) -> Fact {
        Fact { label: self.words.text(key).to_owned(), text: text.into(), ..Fact::default() }
    }

    /// The name of what has an id in a list of the profile, else the id.
    pub fn title(&self, known: &'a [(String, Vec<(String, String)>)], id: &'a str) -> &'a str {
        let titles = known.iter().find(|(known, _)| known == id).map(|(_, titles)| titles);
        titles.map_or(id, |titles| self.say(titles))
    }

    pub fn outcome(&self, disposition: Disposition) -> &str {
        outcome(disposition, self.words)
    }

    /// What a clause is called: its number and its heading, else its id.
    pub fn clause_title(&self, at: usize) -> String {
        let clause = &self.told.clauses[at];
        let parts = [self.say(&clause.numbers), self.say(&clause.headings)];
        let title: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if title.is_empty() { clause.id.clone() } else { title.join(" ") }
    }

    /// What a comment is of; `None` for the whole draft.
    pub fn subject_title(&self, comment: &Comment) -> Option<String> {
        let Comment { package, subject, subject_names, .. } = comment;
        match self.told.clause(subject).filter(|_| package.is_empty()) {
            _ if subject.is_empty() => None,
            Some(at) => Some(self.clause_title(at)),
            None => Some(self.named(subject_names, package, subject)),
        }
    }

    /// What is in another package by its name, with its id behind it; by the package and the id where it has none.
    fn named(&self, names: &[(String, String)], package: &str, subject: &str) -> String {
        match self.say(names) {
            "" if is_id(package) && is_id(subject) => [package, subject].join(" ").trim().to_owned(),
            "" => self.words.text("consultation.subject.other").to_owned(),
            name => self.words.fill("consultation.subject", &[("name", name), ("id", subject)]),
        }
    }

    /// What `PACKAGE ID` is called, as far as that was fetched; a text that is none stays as it is.
    pub fn other_title(&self, other: &str) -> String {
        let names = self.fetched.subject.iter().find(|(known, _)| known == other).map(|(_, names)| names.as_slice());
        let (package, subject) = other.split_once(' ').unwrap_or(("", other));
        self.named(names.unwrap_or_default(), package, subject)
    }

    /// Where it is told what the page's subject is called, while nobody has asked for that yet.
    pub fn subject_needed(&self) -> Option<String> {
        let (other, address) = (&self.granted.subject, &self.addresses.subject);
        let (package, subject) = other.split_once(' ')?;
        let is_asked = self.fetched.subject.iter().any(|(known, _)| known == other);
        let is_needed = !address.is_empty() && !is_asked && self.told.clause(other).is_none();
        is_needed.then(|| with_query(address, &[("package", package), ("subject", subject)]))
    }

    /// "1 to 31 March", with what comes of an extension.
    pub fn period(&self, at: usize) -> (String, String) {
        let round = &self.told.rounds[at];
        let days = [round.opens, round.last()].map(|day| day.map(|day| self.date(day)).unwrap_or_default());
        let text = self.words.fill("consultation.period.days", &[("from", &days[0]), ("to", &days[1])]);
        let more = match (round.extended, round.closes) {
            (Some(_), Some(closes)) => {
                let values = [("date", self.date(closes)), ("reason", self.say(&round.extension).to_owned())];
                let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
                self.words.fill("consultation.period.extended", &values)
            }
            _ => String::new(),
        };
        (text, more)
    }

    fn sentence(&self) -> String {
        let Standing { stage, round, days_left, .. } = self.standing;
        let words = self.words;
        let round = round.map(|at| &self.told.rounds[at]);
        let day = |day: Option<Day>| day.map(|day| self.date(day)).unwrap_or_default();
        let left = days_left.unwrap_or_default();
        let (opens, closes) = (day(round.and_then(|round| round.opens)), day(round.and_then(|round| round.last())));
        let received = words.integer(self.tally.received);
        let by = day(self.told.answer_by);
        let number = |at: usize| words.integer(self.tally.settled[at]);
        let [adopted, partly, not, covered, out] = [0, 1, 2, 3, 4].map(number);
        let left_words = left.to_string();
        let key = match (stage, left) {
            (Stage::Planned, _) => "consultation.sentence.planned",
            (Stage::Open, 0) => "consultation.sentence.last-day",
            // Nobody counts the days of a year.
            (Stage::Open, left) if left > LONG => "consultation.sentence.open-long",
            (Stage::Open, _) => "consultation.sentence.open",
            (Stage::Closed, _) if by.is_empty() => "consultation.sentence.closed",
            (Stage::Closed, _) => "consultation.sentence.closed-until",
            (Stage::Answered, _) => "consultation.sentence.answered",
        };
        let values = [
            ("opens", opens.as_str()),
            ("closes", &closes),
            ("days", &left_words),
            ("received", &received),
            ("date", &by),
            ("adopted", &adopted),
            ("partly", &partly),
            ("not", &not),
            ("covered", &covered),
            ("out", &out),
        ];
        words.fill(key, &values)
    }

    fn switches(&self) -> Vec<Switch> {
        let view = |view: View| {
            let key = match view {
                View::Draft => "consultation.view.draft",
                View::List => "consultation.view.list",
                View::Adoption => "consultation.view.adoption",
                View::Status => "consultation.view.status",
            };
            let label = self.words.text(key).to_owned();
            Choice { id: view.word().to_owned(), label, chosen: view == self.granted.view }
        };
        let options: Vec<Choice> = View::ALL.into_iter().filter(|view| self.has(*view)).map(view).collect();
        let switch = Switch { id: "view", label: self.words.text("switch.view").to_owned(), options };
        if switch.options.len() > 1 { vec![switch] } else { Vec::new() }
    }

    /// The figure without its view.
    pub fn frame(&self) -> ConsultationFigure {
        let mut page = Page::of(&self.told.about, self.words);
        let name = self.say(&self.told.names);
        if !name.is_empty() {
            name.clone_into(&mut page.title);
        }
        page.name.clone_from(&page.title);
        if let Some(at) = self.told.clause(&self.granted.path) {
            let crumb = |label: &str, path: &str| Crumb { label: label.to_owned(), path: path.to_owned() };
            let title = self.clause_title(at);
            page.crumbs = vec![crumb(self.words.text("consultation.whole"), ""), crumb(&title, &self.granted.path)];
            page.name = [page.title.as_str(), &title].join(self.words.text("join.title"));
        }
        if !self.told.rounds.is_empty() {
            page.sentence = self.sentence();
        }
        page.switches = self.switches();
        page.remarks.clone_from(&self.refused);
        if self.told.about.illustrative {
            page.remarks.push(self.words.text("remark.illustrative").to_owned());
        }
        if !self.told.contact.is_empty() {
            page.contacts.push(self.fact("consultation.contact", self.told.contact.as_str()));
        }
        ConsultationFigure { page, granted: self.granted.clone(), ..ConsultationFigure::default() }
    }
}

/// What an outcome is called.
pub(super) fn outcome(disposition: Disposition, words: &Words) -> &str {
    words.text(match disposition {
        Disposition::Adopted => "consultation.outcome.adopted",
        Disposition::Partly => "consultation.outcome.partly",
        Disposition::NotAdopted => "consultation.outcome.not-adopted",
        Disposition::Covered => "consultation.outcome.covered",
        Disposition::OutOfScope => "consultation.outcome.out-of-scope",
    })
}
