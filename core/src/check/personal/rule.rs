//! Rules of personal data: the `personal.json` of profiles in, what to look for and how much evidence is enough out; fails with
//! the name of the member that cannot be read. `profiles/personal.schema.json` and `profiles/README.md` describe the form.

use super::digit::Check;
use super::fold::MASK;
use super::shape::{LONGEST, Shape};
use crate::json::{self, Node};
use crate::profile::{Texts, text_of, texts};
use std::ops::BitOr;

/// What speaks for a number being personal, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence(u16);

impl Evidence {
    pub const START: Self = Self(1);
    pub const DATE: Self = Self(2);
    pub const CHECK: Self = Self(4);
    pub const SCIENTIFIC: Self = Self(8);
    pub const ROUNDED: Self = Self(16);
    pub const COLUMN: Self = Self(32);
    pub const WORDS: Self = Self(64);
    pub const BARE: Self = Self(128);
    pub const GROUPED: Self = Self(256);

    const NAMES: [(&'static str, Self); 9] = [
        ("start", Self::START),
        ("date", Self::DATE),
        ("check", Self::CHECK),
        ("scientific", Self::SCIENTIFIC),
        ("rounded", Self::ROUNDED),
        ("column", Self::COLUMN),
        ("words", Self::WORDS),
        ("bare", Self::BARE),
        ("grouped", Self::GROUPED),
    ];

    /// Whether everything of `other` is in it.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Itself where `holds`, else nothing.
    pub fn when(self, holds: bool) -> Self {
        if holds { self } else { Self(0) }
    }

    /// Whether start, date and check all hold.
    pub fn is_certain(self) -> bool {
        self.has(Self::START | Self::DATE | Self::CHECK)
    }

    /// `start date` as a set.
    fn read(text: &str) -> Option<Self> {
        let name = |word: &str| Self::NAMES.iter().find(|(name, _)| *name == word).map(|(_, evidence)| *evidence);
        text.split_whitespace().try_fold(Self(0), |all, word| Some(all | name(word)?))
    }
}

impl BitOr for Evidence {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What is known of the place in which a number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// Nothing.
    Anywhere,
    /// A word beside it or above it says that it is such a number.
    Labelled,
    /// It is an amount, or looks like one.
    Amount,
    /// It stands in pieces, each in a cell of its own.
    Split,
    /// It stands in pieces, and a word above one of them says what they are.
    SplitLabelled,
    /// A word above it, or the role of its field, says that it is a code of a project or a body.
    Coded,
}

impl Context {
    const NAMES: [&'static str; 6] = ["anywhere", "labelled", "amount", "split", "split-labelled", "coded"];
}

/// A date inside a number.
#[derive(Clone, Debug)]
struct Date {
    at: usize,
    /// Digits of the year: two or four.
    year: usize,
    years: (u32, u32),
}

impl Date {
    fn read(node: &Node) -> Option<Self> {
        let year = |key: &str| node.get(key)?.integer().and_then(|year| u32::try_from(year).ok());
        let digits = match node.text_of("form")? {
            "YYYYMMDD" => 4,
            "YYMMDD" => 2,
            _ => return None,
        };
        let at = usize::try_from(node.get("at")?.integer()?).ok()?;
        let years = (year("from").unwrap_or(0), year("to").unwrap_or(9999));
        Some(Self { at, year: digits, years })
    }

    /// Whether a day of the calendar stands there; hidden digits may be any.
    fn holds(&self, number: &[u8]) -> bool {
        let Some(date) = number.get(self.at..self.at + self.year + 4) else { return false };
        if date.contains(&MASK) {
            let (year, day) = date.split_at(self.year);
            let (month, day) = day.split_at(2);
            let (from, to) = if self.year == 4 { self.years } else { (0, 99) };
            return may_be(year, from, to) && may_be(month, 1, 12) && may_be(day, 1, 31);
        }
        let value = |text: &[u8]| text.iter().fold(0, |value, byte| value * 10 + u32::from(byte.wrapping_sub(b'0')));
        let (year, month, day) = (&date[..self.year], value(&date[self.year..][..2]), value(&date[self.year + 2..]));
        let is_leap = |year: u32| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        // Of two digits nobody knows the century.
        let (year, leap) = if self.year == 4 { (value(year), is_leap(value(year))) } else { (self.years.0, true) };
        let days = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        (self.years.0..=self.years.1).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days[month as usize - 1]).contains(&day)
    }
}

/// Whether digits, of which some are hidden, may be a number between two bounds.
fn may_be(digits: &[u8], from: u32, to: u32) -> bool {
    let fits = |number: u32| {
        let digit = |(at, byte): (usize, &u8)| {
            let power = 10_u32.pow((digits.len() - 1 - at) as u32);
            *byte == MASK || u32::from(byte.wrapping_sub(b'0')) == number / power % 10
        };
        digits.iter().enumerate().all(digit)
    };
    (from..=to).any(fits)
}

/// How the characters of a kind of number are known.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// By their shape.
    Number(Vec<Shape>),
    /// As an electronic address: something, `@`, names with dots.
    Address,
}

/// A kind of personal data.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// Its name by language.
    pub titles: Texts,
    pub form: Form,
    /// Ranges of first characters, each as long as its bounds; none: any.
    starts: Vec<(Vec<u8>, Vec<u8>)>,
    /// First characters that no such number has.
    never: Vec<Vec<u8>>,
    date: Option<Date>,
    check: Option<Check>,
    /// Characters that may stand between those of the number, as bits of ASCII.
    separators: u128,
    /// How many characters stand in each group where people write such numbers in groups; anything may stand between those.
    groups: Vec<Vec<usize>>,
    /// Words that say of a column or a text that it has such numbers, in small letters.
    labels: Vec<String>,
    /// So many hidden characters hide a person.
    masked: usize,
    /// Roles of fields in which it may be published.
    pub roles: Vec<String>,
    /// Sets of evidence that are enough, by context.
    enough: [Vec<Evidence>; 6],
    /// Whether the package's own profile has the rule, or a country that is not asked about.
    pub own: bool,
}

impl Rule {
    fn read(node: &Node, own: bool) -> Option<Self> {
        let list = |key: &str| node.get(key).map_or(&[][..], Node::list).iter().filter_map(Node::text);
        let form = match node.text_of("kind").unwrap_or("number") {
            "number" => Form::Number(list("shapes").map(Shape::read).collect::<Option<_>>()?),
            "address" => Form::Address,
            _ => return None,
        };
        let ranges = list("starts").map(|range| {
            let (from, to) = range.split_once('-').unwrap_or((range, range));
            (from.len() == to.len()).then(|| (from.as_bytes().to_vec(), to.as_bytes().to_vec()))
        });
        let enough = Context::NAMES.map(|name| {
            let sets = node.get("enough").and_then(|enough| enough.get(name)).map_or(&[][..], Node::list);
            sets.iter().map(|set| Evidence::read(set.text()?)).collect::<Option<Vec<_>>>()
        });
        Some(Self {
            titles: texts(node, "titles"),
            form,
            starts: ranges.collect::<Option<_>>()?,
            never: list("never").map(|start| start.as_bytes().to_vec()).collect(),
            date: node.get("date").map(|date| Date::read(date).ok_or(())).transpose().ok()?,
            check: node.get("check").map(|check| Check::read(check).ok_or(())).transpose().ok()?,
            separators: node.text_of("separators").unwrap_or("").bytes().fold(0, |set, byte| set | 1 << (byte & 127)),
            groups: list("groups").map(lengths).collect::<Option<_>>()?,
            labels: list("labels").map(str::to_lowercase).collect(),
            masked: node.get("masked").and_then(Node::integer).and_then(|many| usize::try_from(many).ok()).unwrap_or(1),
            roles: list("roles").map(str::to_owned).collect(),
            enough: enough.into_iter().collect::<Option<Vec<_>>>()?.try_into().ok()?,
            own,
        })
    }

    /// The shapes of a number; of an address, none.
    pub fn shapes(&self) -> &[Shape] {
        match &self.form {
            Form::Number(shapes) => shapes,
            Form::Address => &[],
        }
    }

    /// Whether all of these may stand between its characters.
    pub fn may_be_separated_by(&self, between: &[u8]) -> bool {
        between.iter().all(|byte| self.separators >> (byte & 127) & 1 == 1)
    }

    /// Whether people write such numbers in groups of these lengths.
    pub fn is_grouped(&self, lengths: impl Iterator<Item = usize> + Clone) -> bool {
        self.groups.iter().any(|group| lengths.clone().eq(group.iter().copied()))
    }

    /// Whether a date is a part of such a number, so that it belongs to a natural person whatever its column is called.
    pub fn has_date(&self) -> bool {
        self.date.is_some()
    }

    /// Whether a text in small letters has one of its labels.
    pub fn is_labelled(&self, text: &str) -> bool {
        self.labels.iter().any(|label| text.contains(label.as_str()))
    }

    /// Whether it begins as such numbers begin; what is hidden may be anything.
    pub fn starts(&self, number: &[u8]) -> bool {
        // What is hidden is at least the first and at most the last that may stand there.
        let is_from = |from: &[u8], head: &[u8]| {
            from.iter()
                .zip(head)
                .map(|(bound, byte)| if *byte == MASK { *bound } else { *byte })
                .ge(from.iter().copied())
        };
        let is_to = |to: &[u8], head: &[u8]| {
            to.iter().zip(head).map(|(bound, byte)| if *byte == MASK { *bound } else { *byte }).le(to.iter().copied())
        };
        let is_in = |(from, to): &(Vec<u8>, Vec<u8>)| {
            number.get(..from.len()).is_some_and(|head| is_from(from, head) && is_to(to, head))
        };
        (self.starts.is_empty() || self.starts.iter().any(is_in))
            && !self.never.iter().any(|start| number.starts_with(start))
    }

    /// What speaks for characters that fit a shape.
    pub fn evidence(&self, number: &[u8]) -> Evidence {
        Evidence::START.when(self.starts(number))
            | Evidence::DATE.when(self.date.as_ref().is_some_and(|date| date.holds(number)))
            | Evidence::CHECK.when(self.check.as_ref().is_some_and(|check| check.holds(number)))
            | Evidence::ROUNDED.when(is_rounded(number))
    }

    /// Whether so many characters are hidden that the person is too.
    pub fn is_masked(&self, number: &[u8]) -> bool {
        number.iter().filter(|byte| **byte == MASK).count() >= self.masked
    }

    /// Whether evidence is enough. Of a country that nobody asked about, only what is enough among amounts too, unless a word
    /// says what it is.
    pub fn is_enough(&self, evidence: Evidence, context: Context) -> bool {
        let sets = |context: Context| self.enough[context as usize].iter();
        let is_foreign = !self.own && context == Context::Anywhere;
        let mut sets = if is_foreign { sets(Context::Amount) } else { sets(context) };
        sets.any(|set| evidence.has(*set))
    }
}

/// `6 8 4` as lengths.
fn lengths(text: &str) -> Option<Vec<usize>> {
    text.split_whitespace().map(|length| length.parse().ok()).collect()
}

/// Of more digits than a spreadsheet's number keeps, those that it does not keep are zeros.
fn is_rounded(number: &[u8]) -> bool {
    /// Digits that a number cell keeps (IEEE 754, 53 bits).
    const KEPT: usize = 15;
    number.len() >= KEPT + 3 && number[KEPT..].iter().all(|byte| *byte == b'0')
}

/// All that is looked for, and what looks like it and is something else.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub(super) rules: Vec<Rule>,
    /// Codes of bodies and projects with a check of their own: such a number is none of a person.
    pub(super) codes: Vec<Rule>,
    /// Words that say of a column or a text that it has codes of projects or bodies, or charges, in small letters.
    codes_labels: Vec<String>,
    /// Words in headers of columns that name persons.
    pub(super) names: Vec<String>,
    /// For each length, the rules and shapes that have it.
    pub(super) by_length: Vec<Vec<(usize, usize)>>,
}

impl Rules {
    /// Reads the rules of profiles, each as a text; `true` marks those that a package's own profile has or uses.
    ///
    /// # Errors
    /// What cannot be read: `json`, or the id of a rule.
    pub fn read(profiles: &[(&str, bool)]) -> Result<Self, String> {
        let mut all = Self { by_length: vec![Vec::new(); LONGEST + 1], ..Self::default() };
        for (text, own) in profiles {
            let root = json::read(text).map_err(|_| "json".to_owned())?;
            let list = |key: &str| root.get(key).map_or(&[][..], Node::list);
            let read = |node: &Node| Rule::read(node, *own).ok_or_else(|| text_of(node, "id"));
            for node in list("rules") {
                all.rules.push(read(node)?);
            }
            for node in list("codes") {
                all.codes.push(read(node)?);
            }
            all.codes_labels.extend(list("code-labels").iter().filter_map(Node::text).map(str::to_lowercase));
            if *own {
                all.names.extend(list("names").iter().filter_map(Node::text).map(str::to_lowercase));
            }
        }
        for (index, rule) in all.rules.iter().enumerate() {
            for (shape, lengths) in rule.shapes().iter().map(Shape::lengths).enumerate() {
                lengths.for_each(|length| all.by_length[length].push((index, shape)));
            }
        }
        Ok(all)
    }

    /// Whether characters are a code of something else, by its own check.
    pub(super) fn is_code(&self, text: &[u8]) -> bool {
        let is = |code: &Rule| {
            code.shapes().iter().any(|shape| shape.fits(text))
                && code.evidence(text).has(Evidence::START | Evidence::CHECK)
        };
        !text.contains(&MASK) && self.codes.iter().any(is)
    }

    /// What is left of a text in small letters without the words that say that codes are there; none where no such word is.
    pub(super) fn without_codes(&self, text: &str) -> Option<String> {
        let plain: String = text.chars().filter(|char| !"()（）[]【】".contains(*char)).collect();
        let mut rest = plain;
        let mut has_any = false;
        for label in &self.codes_labels {
            if rest.contains(label.as_str()) {
                rest = rest.replace(label.as_str(), " ");
                has_any = true;
            }
        }
        has_any.then_some(rest)
    }

    /// Whether a header speaks of persons' names.
    pub fn names_persons(&self, header: &str) -> bool {
        let header = header.to_lowercase();
        self.names.iter().any(|name| header.contains(name.as_str()))
    }
}

/// The ids of the profiles whose rules a profile's rules use.
pub fn uses(text: &str) -> Vec<String> {
    let Ok(root) = json::read(text) else { return Vec::new() };
    let list = root.get("use").map_or(&[][..], Node::list);
    list.iter().filter_map(|id| id.text().map(str::to_owned)).collect()
}
