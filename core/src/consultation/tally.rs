//! Received comments with what became of each in, the counts of an announcement out, or everything that keeps it from balancing.
//!
//! Rules (DOMAIN §3): received = adopted + partly adopted + not adopted + already covered + out of scope; published + withheld =
//! received; a reason unless adopted; a code where withheld. Duplicates and withheld ones are received like any other.

mod balance;

pub use balance::{Unbalanced, balance};

use std::collections::{BTreeMap, BTreeSet};

/// What became of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disposition {
    /// Adopted, 采纳.
    Adopted,
    /// Partly adopted, 部分采纳.
    Partly,
    /// Not adopted, 未采纳.
    NotAdopted,
    /// Already covered by what is in force, 已有规定.
    Covered,
    /// Not a matter of this consultation, 不属本次范围.
    OutOfScope,
}

impl Disposition {
    /// All, in the order in which they are announced.
    pub const ALL: [Self; 5] = [Self::Adopted, Self::Partly, Self::NotAdopted, Self::Covered, Self::OutOfScope];

    /// The word used in JSON and CSV.
    pub fn id(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Partly => "partly",
            Self::NotAdopted => "not-adopted",
            Self::Covered => "covered",
            Self::OutOfScope => "out-of-scope",
        }
    }

    /// The disposition of a word; none for any other.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.id() == id)
    }

    /// Whether it needs a reason.
    pub fn needs_reason(self) -> bool {
        self != Self::Adopted
    }
}

/// Whether the public sees a comment: an axis of its own beside what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publication<'a> {
    /// Nobody has decided.
    Undecided,
    /// It is shown.
    Published,
    /// It is not shown, for a reason that is counted in public.
    Withheld {
        /// The code of the reason.
        code: &'a str,
    },
}

/// One received comment.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its public number or id.
    pub id: &'a str,
    /// How it came: the id of a channel, such as `online` or `letter`.
    pub channel: &'a str,
    /// What became of it; none while it is unsettled.
    pub disposition: Option<Disposition>,
    /// Why; blank where nothing was given.
    pub reason: &'a str,
    /// Whether it is shown.
    pub publication: Publication<'a>,
    /// The group of near-duplicates it was put in, which is one voice with a count.
    pub group: Option<&'a str>,
}

/// The counts of an announcement.
///
/// *Meaning*: comments, unless it says voices. *Validity*: only [`announce`] promises that they balance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Comments received.
    pub received: u64,
    /// Groups, and comments in none.
    pub voices: u64,
    /// Received by channel, in the order of the ids.
    pub by_channel: BTreeMap<String, u64>,
    /// Settled by disposition, each there, in the order of [`Disposition::ALL`].
    pub by_disposition: [u64; 5],
    /// Comments that are shown.
    pub published: u64,
    /// Withheld by code, in the order of the codes.
    pub withheld: BTreeMap<String, u64>,
}

impl Tally {
    /// How many are settled.
    pub fn settled(&self) -> u64 {
        self.by_disposition.iter().sum()
    }

    /// How many are withheld.
    pub fn withheld(&self) -> u64 {
        self.withheld.values().sum()
    }
}

/// What keeps an announcement from being made. Ids are in the order of the entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TallyFault {
    /// As many were acknowledged, and as many are at hand: one was lost, or came from nowhere.
    Received {
        /// What the register says.
        acknowledged: u64,
        /// The entries.
        counted: u64,
    },
    /// An id stands more than once.
    Twice {
        /// Which.
        id: String,
    },
    /// A comment has no disposition.
    Unsettled {
        /// Which.
        id: String,
    },
    /// A comment is not simply adopted, and nothing says why.
    ReasonMissing {
        /// Which.
        id: String,
        /// What became of it.
        disposition: Disposition,
    },
    /// Nobody has decided whether a comment is shown.
    Undecided {
        /// Which.
        id: String,
    },
    /// A comment is withheld, and no code says why.
    CodeMissing {
        /// Which.
        id: String,
    },
    /// The dispositions do not add up to what was acknowledged.
    Dispositions(Unbalanced),
    /// Published and withheld do not add up to what was acknowledged.
    Publication(Unbalanced),
}

impl TallyFault {
    /// The word used in JSON and for messages.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Received { .. } => "received-differs",
            Self::Twice { .. } => "comment-twice",
            Self::Unsettled { .. } => "comment-unsettled",
            Self::ReasonMissing { .. } => "reason-missing",
            Self::Undecided { .. } => "publication-undecided",
            Self::CodeMissing { .. } => "withheld-without-code",
            Self::Dispositions(_) => "dispositions-unbalanced",
            Self::Publication(_) => "publication-unbalanced",
        }
    }
}

/// Counts comments, settled or not; cannot fail, and does not judge.
pub fn tally(entries: &[Entry<'_>]) -> Tally {
    let mut tally = Tally { received: entries.len() as u64, ..Tally::default() };
    let mut groups = BTreeSet::new();
    for entry in entries {
        let is_new = entry.group.is_none_or(|group| groups.insert(group));
        tally.voices += u64::from(is_new);
        *tally.by_channel.entry(entry.channel.to_owned()).or_default() += 1;
        if let Some(disposition) = entry.disposition {
            tally.by_disposition[disposition as usize] += 1;
        }
        match entry.publication {
            Publication::Undecided => {}
            Publication::Published => tally.published += 1,
            Publication::Withheld { code } => *tally.withheld.entry(code.to_owned()).or_default() += 1,
        }
    }
    tally
}

/// The counts of an announcement over all comments of a consultation, of which `acknowledged` were, as a register says that is
/// kept apart from the comments.
///
/// # Errors
/// Every [`TallyFault`] at once: then there is nothing to announce.
pub fn announce(acknowledged: u64, entries: &[Entry<'_>]) -> Result<Tally, Vec<TallyFault>> {
    let tally = tally(entries);
    let mut faults = Vec::new();
    if acknowledged != tally.received {
        faults.push(TallyFault::Received { acknowledged, counted: tally.received });
    }
    let mut ids = BTreeSet::new();
    for entry in entries {
        let id = || entry.id.to_owned();
        if !ids.insert(entry.id) {
            faults.push(TallyFault::Twice { id: id() });
        }
        match entry.disposition {
            None => faults.push(TallyFault::Unsettled { id: id() }),
            Some(disposition) if disposition.needs_reason() && entry.reason.trim().is_empty() => {
                faults.push(TallyFault::ReasonMissing { id: id(), disposition });
            }
            Some(_) => {}
        }
        match entry.publication {
            Publication::Undecided => faults.push(TallyFault::Undecided { id: id() }),
            Publication::Withheld { code } if code.trim().is_empty() => faults.push(TallyFault::CodeMissing { id: id() }),
            Publication::Withheld { .. } | Publication::Published => {}
        }
    }
    faults.extend(balance(acknowledged, &tally.by_disposition).err().map(TallyFault::Dispositions));
    faults.extend(balance(acknowledged, &[tally.published, tally.withheld()]).err().map(TallyFault::Publication));
    if faults.is_empty() { Ok(tally) } else { Err(faults) }
}

#[cfg(test)]
mod tests;
