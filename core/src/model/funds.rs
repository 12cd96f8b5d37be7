//! The believed records of funds on their way: units, transfers, holdings, projects, payments and groups of recipients, as plain
//! data; nothing to fail.
//!
//! Money is passed down from unit to unit (a transfer), kept on the way (a holding) and in the end paid out (a payment). A
//! transfer without a payer is money that the receiving unit puts in itself. What is passed down is never added to what is
//! paid out: that would count it twice.

use super::About;
use super::link::Links;
use crate::day::Day;
use crate::money::{Amount, Currency};
use crate::place::{Place, is_beside};

/// Texts by language; `""` where the language is not said.
pub type Texts = Vec<(String, String)>;

/// A package of funds that was read.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// What it says of itself.
    pub about: About,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The day that it tells the state of.
    pub as_of: Option<Day>,
    /// Tiers of government and below, from the top.
    pub tiers: Vec<Tier>,
    /// How many of them the profile names. Of the others, which come last, nobody knows how high they are.
    pub named_tiers: usize,
    /// The funds that it knows.
    pub funds: Vec<Fund>,
    /// The years, in order.
    pub years: Vec<String>,
    /// Who receives, passes on and pays.
    pub units: Vec<Unit>,
    /// Money that went from unit to unit.
    pub transfers: Vec<Transfer>,
    /// Money that a unit says it keeps.
    pub holdings: Vec<Holding>,
    /// What is built and done with it.
    pub projects: Vec<Project>,
    /// Money that was promised.
    pub commitments: Vec<Commitment>,
    /// Money that left for those who are paid.
    pub payments: Vec<Payment>,
    /// Who benefits, as groups.
    pub groups: Vec<Group>,
    /// Outlines of places, where the package has them.
    pub outlines: Vec<Outline>,
    /// Whom to ask, by the profile's ids.
    pub contacts: Vec<(String, Texts)>,
    /// Links to what other packages have of the same things.
    pub links: Links,
    /// The files of the tables, for places.
    pub files: Files,
}

/// The file of each table; blank where the package has none.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Of the units.
    pub units: String,
    /// Of the transfers.
    pub transfers: String,
    /// Of the holdings.
    pub holdings: String,
    /// Of the projects.
    pub projects: String,
    /// Of the commitments.
    pub commitments: String,
    /// Of the payments.
    pub payments: String,
    /// Of the groups of recipients.
    pub groups: String,
}

/// A tier, such as county or village.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tier {
    /// Its id in the profile.
    pub id: String,
    /// Its name.
    pub titles: Texts,
}

/// A fund.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fund {
    /// Its id.
    pub id: String,
    /// Its name.
    pub names: Texts,
}

/// Money of one fund and one year: what never mixes on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pot {
    /// Index of the fund.
    pub fund: usize,
    /// Index of the year.
    pub year: usize,
}

/// What a unit is on the way of money, so that nothing is missing where its records begin or end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Money begins here: how it came is not told.
    Source,
    /// Money is where it should be: what is done with it is not told.
    Recipient,
}

/// A unit that money passes through: a ministry, a county, a village.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// Its id.
    pub id: String,
    /// Its name.
    pub names: Texts,
    /// How its name is typed in short, such as the initials of its syllables.
    pub initials: String,
    /// Index of its tier.
    pub tier: usize,
    /// The unit that it belongs to.
    pub parent: Option<usize>,
    /// Who answers for it.
    pub office: Texts,
    /// The telephone there.
    pub phone: String,
    /// The address there.
    pub address: String,
    /// What it is on the way of money, where the package says so.
    pub role: Option<Role>,
    /// Its row.
    pub row: u32,
}

/// Money that went from a unit to another.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// Its id; blank where it has none.
    pub id: String,
    /// Fund and year.
    pub pot: Pot,
    /// Who passed it on; none where the receiver put it in.
    pub from: Option<usize>,
    /// Who received it.
    pub to: usize,
    /// How much; below zero where it was returned.
    pub amount: Amount,
    /// When it was decided.
    pub decided: Option<Day>,
    /// When it arrived.
    pub arrived: Option<Day>,
    /// Whether it was decided and has not arrived, in a package that tells arrivals.
    pub is_under_way: bool,
    /// The document that decided it.
    pub document: String,
    /// Its row.
    pub row: u32,
}

/// Why money stays with a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hold {
    /// It will stay.
    Retained,
    /// It is to be passed on or paid.
    Pending,
}

impl Hold {
    /// The word in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Retained => "retained",
            Self::Pending => "pending",
        }
    }
}

/// Money that a unit declares to keep: never what is left over.
#[derive(Clone, Debug)]
pub struct Holding {
    /// Who keeps it.
    pub unit: usize,
    /// Fund and year.
    pub pot: Pot,
    /// For good or for now.
    pub hold: Hold,
    /// How much.
    pub amount: Amount,
    /// Since when.
    pub since: Option<Day>,
    /// Why.
    pub reason: Texts,
    /// Its row.
    pub row: u32,
}

/// A quantity in thousandths: 3.2 km are 3200.
pub type Thousandths = i64;

/// A project, as the notice of it has to say.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// Its id.
    pub id: String,
    /// Its name.
    pub names: Texts,
    /// The place where it is.
    pub unit: usize,
    /// The project that it is part of.
    pub parent: Option<usize>,
    /// How many levels there are down to it, as the package counts them.
    pub level: Option<u64>,
    /// Its year.
    pub year: String,
    /// What is planned for it.
    pub planned: Option<Amount>,
    /// Where that comes from, by tier's id or another word.
    pub split: Vec<(String, Amount)>,
    /// The price that was agreed.
    pub price: Option<Amount>,
    /// By how much the price was changed afterwards.
    pub changes: Option<Amount>,
    /// How much was promised.
    pub promised: Option<Thousandths>,
    /// How much was delivered.
    pub delivered: Option<Thousandths>,
    /// First and last day on which objections are heard.
    pub notice: [Option<Day>; 2],
    /// The day of acceptance.
    pub accepted: Option<Day>,
    /// All that is text, by column: type, content, contractor and so on; with a language where it has one.
    pub texts: Vec<(&'static str, Texts)>,
    /// Its row.
    pub row: u32,
}

impl Project {
    /// A text of a column in its languages; nothing where it is not published.
    pub fn texts(&self, column: &str) -> &[(String, String)] {
        self.texts.iter().find(|(known, _)| *known == column).map_or(&[], |(_, texts)| texts)
    }

    /// The paths of its pictures that come with the package.
    pub fn pictures(&self) -> impl Iterator<Item = &str> {
        let stated = ["before", "after"].into_iter().flat_map(|column| self.texts(column));
        stated.map(|(_, path)| path.as_str()).filter(|path| is_picture(path))
    }
}

/// Whether a text is the path of a picture that comes with the package: beside its descriptor or below, as the paths of its tables
/// are, and of a kind that browsers draw. An address elsewhere is none: a page loads nothing from there.
pub fn is_picture(text: &str) -> bool {
    const KINDS: [&str; 7] = [".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg"];
    let small = text.to_ascii_lowercase();
    let is_odd = |char: char| char.is_control() || "#?%".contains(char);
    is_beside(text)
        && !text.contains(is_odd)
        && KINDS.iter().any(|kind| small.ends_with(kind) && small.len() > kind.len())
}

/// Money that was promised to someone: an award, a contract, a grant. It is no money on its way, and in no balance.
#[derive(Clone, Debug)]
pub struct Commitment {
    /// Its id; blank where it has none.
    pub id: String,
    /// What kind of promise it is: promises of different kinds may be the same one.
    pub kind: String,
    /// Who promised.
    pub unit: Option<usize>,
    /// The project that it is for.
    pub project: Option<usize>,
    /// Fund and year.
    pub pot: Pot,
    /// How much, where that is known.
    pub amount: Option<Amount>,
    /// When.
    pub decided: Option<Day>,
    /// To whom: a legal person or a kind of recipients, never a person.
    pub payee: Texts,
    /// Its row.
    pub row: u32,
}

/// Money that left for someone who is paid.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Its id; blank where it has none.
    pub id: String,
    /// Who paid.
    pub unit: usize,
    /// The project that it was for.
    pub project: Option<usize>,
    /// Fund and year.
    pub pot: Pot,
    /// How much.
    pub amount: Amount,
    /// When.
    pub paid: Option<Day>,
    /// Who was paid: a legal person or a kind of recipients, never a person.
    pub payee: Texts,
    /// Its row.
    pub row: u32,
}

/// Recipients of one kind in one place.
#[derive(Clone, Debug)]
pub struct Group {
    /// Where they live.
    pub unit: usize,
    /// What kind they are.
    pub kind: Texts,
    /// Fund and year.
    pub pot: Pot,
    /// How many households.
    pub households: Option<u64>,
    /// How many persons.
    pub persons: Option<u64>,
    /// What they received together.
    pub amount: Option<Amount>,
    /// Its row.
    pub row: u32,
}

/// Longitude and latitude in millionths of a degree.
pub type Point = [i32; 2];

/// The outline of a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Index of the unit.
    pub unit: usize,
    /// Its rings, each of at least three points; holes are rings too.
    pub rings: Vec<Vec<Point>>,
}

impl Ledger {
    /// The index of a unit by its id.
    pub fn unit(&self, id: &str) -> Option<usize> {
        self.units.iter().position(|unit| unit.id == id)
    }

    /// Whether a unit stands above another: in a higher tier.
    pub fn is_above(&self, unit: usize, other: usize) -> bool {
        self.units[unit].tier < self.units[other].tier
    }

    /// Whether money may begin at a unit, so that nothing is missing where nothing came: at the top, where the package says so, and
    /// where nobody knows what is above.
    pub fn may_begin(&self, unit: usize) -> bool {
        let Unit { tier, role, .. } = &self.units[unit];
        *role == Some(Role::Source) || !(1..self.named_tiers).contains(tier)
    }

    /// Whether a transfer gives money back: from below to above, or less than nothing.
    pub fn is_return(&self, transfer: &Transfer) -> bool {
        transfer.amount.is_negative() || transfer.from.is_some_and(|from| self.is_above(transfer.to, from))
    }

    /// Where a row of transfers stands.
    pub fn transfer_place(&self, row: u32) -> Place {
        Place::row(&self.files.transfers, row)
    }
}

#[cfg(test)]
mod tests {
    use super::is_picture;

    #[test]
    fn a_picture_comes_with_the_package_or_is_none() {
        for path in ["road.jpg", "pictures/p001 before.PNG", "照片/前.webp", "./a.svg"] {
            assert!(is_picture(path), "{path}");
        }
        for text in [
            "https://a.example/a.jpg",
            "//a.example/a.jpg",
            "/a.jpg",
            "../a.jpg",
            "a/../../b.png",
            "data:image/png,x.png",
            "a\\b.png",
            "a.html",
            ".png",
            "a.jpg?x",
            "a.jpg#x.jpg",
            "%2e%2e/a.jpg",
            "",
        ] {
            assert!(!is_picture(text), "{text}");
        }
    }
}
