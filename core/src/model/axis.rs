//! What a model's facts are keyed by: axes, their codes and labels, and what the package says of itself; plain data.

use crate::text::natural;
use daylight_scan::{Symbol, Symbols};

/// How a code begins that stands for parts which are in another file: with the control character for what was put in something
/// else's place.
pub const ELSEWHERE: char = '\u{1a}';

/// What an axis is about: the words of the Fiscal Data Package, and everything else by its column's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What the money is for.
    Functional,
    /// What is bought with it.
    Economic,
    /// Who spends it.
    Administrative,
    /// The programme or project.
    Activity,
    /// Where.
    Geo,
    /// Draft, approved, executed …
    Phase,
    /// The fiscal year.
    Year,
    /// Revenue or expenditure.
    Direction,
    /// ISO 4217 code.
    Currency,
    /// Any other column, known by its header.
    Other,
}

impl Kind {
    /// The word of the command line and of JSON keys; `None` for [`Kind::Other`], which goes by its header.
    pub fn word(self) -> Option<&'static str> {
        Some(match self {
            Self::Functional => "functional",
            Self::Economic => "economic",
            Self::Administrative => "administrative",
            Self::Activity => "activity",
            Self::Geo => "geo",
            Self::Phase => "phase",
            Self::Year => "year",
            Self::Direction => "direction",
            Self::Currency => "currency",
            Self::Other => return None,
        })
    }

    /// The kind of a word; any other word is a column's own.
    pub fn from_word(word: &str) -> Self {
        let known = [
            Self::Functional,
            Self::Economic,
            Self::Administrative,
            Self::Activity,
            Self::Geo,
            Self::Phase,
            Self::Year,
            Self::Direction,
            Self::Currency,
        ];
        known.into_iter().find(|kind| kind.word() == Some(word)).unwrap_or(Self::Other)
    }

    /// Whether it is always a key of a sum: phase, year, direction and currency never mix unasked.
    pub fn is_always_a_key(self) -> bool {
        matches!(self, Self::Phase | Self::Year | Self::Direction | Self::Currency)
    }
}

/// The position of an axis in a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AxisId(pub usize);

/// One column of the key: a level of a dimension.
#[derive(Clone, Debug)]
pub struct Axis {
    /// What it is about.
    pub kind: Kind,
    /// Its level inside its dimension, from one.
    pub level: u8,
    /// The header of its column, or the name of the constant field.
    pub header: String,
    /// The codes that occur.
    pub codes: Symbols,
    /// By language (`""` where the package does not say), the label of each code; blank where it has none.
    pub labels: Vec<(String, Vec<String>)>,
}

impl Axis {
    /// The code of a symbol; blank for the blank.
    pub fn code(&self, symbol: Symbol) -> &str {
        self.codes.text(symbol)
    }

    /// The label of a code in a language: that language's, else the package's own, else any, else the code.
    pub fn label(&self, symbol: Symbol, lang: &str) -> &str {
        let of =
            |(_, labels): &'_ (String, Vec<String>)| labels.get(symbol.index()).is_some_and(|label| !label.is_empty());
        let primary = lang.split('-').next().unwrap_or(lang);
        let found =
            self.labels.iter().filter(|labels| of(labels)).min_by_key(|(language, _)| match language.as_str() {
                language if language == lang => 0,
                language if language.split('-').next() == Some(primary) => 1,
                "" => 2,
                _ => 3,
            });
        match found {
            Some((_, labels)) => &labels[symbol.index()],
            None => self.code(symbol),
        }
    }

    /// Where a symbol stands for parts that are in another file, the number of that file.
    pub fn elsewhere(&self, symbol: Symbol) -> Option<u32> {
        let number = self.code(symbol).strip_prefix(ELSEWHERE)?;
        u32::try_from(natural(number)?).ok()
    }

    /// Whether any code has a label that differs from it.
    pub fn has_labels(&self) -> bool {
        !self.labels.is_empty()
    }

    /// `functional:2`, `year`, or the header.
    pub fn name(&self, levels: usize) -> String {
        match self.kind.word() {
            Some(word) if levels > 1 || !self.kind.is_always_a_key() => format!("{word}:{}", self.level),
            Some(word) => word.to_owned(),
            None => self.header.clone(),
        }
    }
}

/// A dimension: one classification with its levels, or a single column.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// What it is about.
    pub kind: Kind,
    /// Its name: the word, or the header of its only column.
    pub name: String,
    /// A title by language (`""` for the package's own), if the package gives one.
    pub titles: Vec<(String, String)>,
    /// Whether readers are offered to divide by it, which they are not by a column with more texts than anyone looks through.
    pub is_offered: bool,
    /// Its axes from the top level down.
    pub axes: Vec<AxisId>,
}

/// What the package says of itself. Everything may be blank; nothing is trusted as markup.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The package's name (its id).
    pub name: String,
    /// Title by language (`""` for the package's own).
    pub titles: Vec<(String, String)>,
    /// Description by language.
    pub descriptions: Vec<(String, String)>,
    /// The language of the texts in the data, if stated.
    pub language: Option<String>,
    /// ISO 3166 country code, or the first of several.
    pub country: Option<String>,
    /// Id of the profile, if stated; else the country's.
    pub profile: Option<String>,
    /// Who publishes it, by language.
    pub publisher: Vec<(String, String)>,
    /// Whom to tell of an error.
    pub contact: Option<Contact>,
    /// Id of the phase that the whole package has (draft, approved …), if stated.
    pub status: Option<String>,
    /// "Data as of", an ISO date.
    pub as_of: Option<String>,
    /// When it was published or last changed, an ISO date.
    pub published: Option<String>,
    /// The stated version.
    pub version: Option<String>,
    /// Name or title of the licence, by language.
    pub licence: Vec<(String, String)>,
    /// Where the figures come from.
    pub sources: Vec<Source>,
    /// From which year on something else is counted than before, and what: a classification was revised, duties were moved.
    pub breaks: Vec<(String, Vec<(String, String)>)>,
    /// What amounts can be divided by, year by year (`daylight:series`).
    pub series: Vec<Series>,
    /// Whether the figures are illustrative, not real (`daylight:illustrative`).
    pub illustrative: bool,
    /// Whether it holds statutory tables, and whether it says something of sums that are shown separately.
    pub has_tables: [bool; 2],
}

impl About {
    /// Columns in which a table carries, after its amounts and on every row, where they come from.
    pub const COLUMNS: [&str; 7] = ["source", "publisher", "status", "as_of", "version", "licence", "illustrative"];
}

/// Whom to tell of an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The office.
    pub title: String,
    /// Address for mail.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// A page.
    pub path: Option<String>,
}

/// Where figures come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its name by language.
    pub titles: Vec<(String, String)>,
    /// Its address, if it has one.
    pub path: Option<String>,
}

/// What a series counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SeriesKind {
    /// People.
    #[default]
    Population,
    /// How high prices are.
    Prices,
}

/// A number for each year, with which amounts are shown per head or in the prices of one year.
///
/// *Meaning*: published figures, as they are written. *Not checked*: that they are numbers; see [`crate::summary::Basis`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// What it counts.
    pub kind: SeriesKind,
    /// Of prices, the year whose prices amounts are shown in.
    pub base: String,
    /// What it is and who publishes it, with its address.
    pub source: Source,
    /// Years, as the data writes them, and their values.
    pub values: Vec<(String, String)>,
}

impl SeriesKind {
    /// The kind of a word in a descriptor.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "population" => Some(Self::Population),
            "prices" => Some(Self::Prices),
            _ => None,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Prices => "prices",
        }
    }
}
