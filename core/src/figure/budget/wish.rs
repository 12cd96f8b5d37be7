//! What a reader asks for: attributes of the element or options of the command in, a checked wish out; cannot fail.

/// Which view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Picture first, table beneath.
    #[default]
    Treemap,
    /// Table first; the picture can be opened.
    Table,
    /// Budget against outturn.
    Outturn,
    /// Years beside each other.
    Years,
    /// A little chart of the years a part.
    Panels,
    /// What of every hundred goes where.
    Hundred,
    /// Debt beside its limit.
    Debt,
    /// Statutory tables as they are printed.
    Tables,
    /// Sums that are shown separately.
    Highlights,
    /// What comes in beside what goes out.
    Balance,
}

/// The views and their words.
const VIEWS: [(View, &str); 10] = [
    (View::Treemap, "treemap"),
    (View::Table, "table"),
    (View::Outturn, "outturn"),
    (View::Years, "years"),
    (View::Panels, "panels"),
    (View::Hundred, "hundred"),
    (View::Debt, "debt"),
    (View::Tables, "tables"),
    (View::Highlights, "highlights"),
    (View::Balance, "balance"),
];

impl View {
    /// Its word.
    pub fn word(self) -> &'static str {
        VIEWS.iter().find(|(view, _)| *view == self).map_or("", |(_, word)| word)
    }

    /// The view of a word; the usual one where there is none of it.
    pub fn from_word(word: &str) -> Self {
        VIEWS.iter().find(|(_, known)| *known == word).map_or(Self::Treemap, |(view, _)| *view)
    }

    /// Its word, blank for the usual one: what a link must say.
    pub fn unless_usual(self) -> &'static str {
        if self == Self::Treemap { "" } else { self.word() }
    }

    /// Whether it is made from the tables of a set, not from sums of the rows.
    pub fn is_of_set(self) -> bool {
        matches!(self, Self::Tables | Self::Highlights | Self::Balance)
    }

    /// Whether amounts are compared, on a chart with axes.
    pub fn compares(self) -> bool {
        !matches!(self, Self::Treemap | Self::Table) && !self.is_of_set()
    }
}

/// What to show. Blank fields mean "choose for me".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Language of the words (BCP 47).
    pub lang: String,
    /// Which view.
    pub view: View,
    /// The dimension to divide by: its name, such as `functional`.
    pub dimension: String,
    /// Where to stand: codes from the top, joined by `/`.
    pub path: String,
    /// The fiscal year.
    pub year: String,
    /// The phase.
    pub phase: String,
    /// Revenue or expenditure.
    pub direction: String,
    /// ISO 4217 code of the currency: currencies are never added, so only one is shown.
    pub currency: String,
    /// Id of the unit of display: a unit scale of the profile.
    pub unit: String,
    /// What amounts that are compared are divided by: `per-head`, `real`, `real-per-head`; blank for nothing.
    pub basis: String,
    /// Width of the picture in CSS pixels.
    pub width_px: u32,
    /// Least side of a cell in CSS pixels: 24, or 44 in elder mode.
    pub least_px: u32,
    /// Height of the picture in CSS pixels; 0 for what suits its width.
    pub height_px: u32,
    /// Size of the text in CSS pixels.
    pub font_px: u32,
    /// How the table is sorted: a column's id, with a minus before it for largest first; blank for the largest amounts first.
    pub sort: String,
    /// How many rows of the table at most; 0 for all of them.
    pub rows: u32,
    /// Whether only the page needs the figure, without its table: table and credit are not written.
    pub bare: bool,
}
