//! Comments in, proposed groups of those that say the same in the same words out; cannot fail.
//!
//! Nothing is deleted or merged: a group is one voice with a count, and each of its comments says how it belongs. The result
//! does not depend on the order in which comments are given. How it is done:
//!
//! 1. Comments whose letters and digits are equal are one *text*, whatever their case, width, accents, punctuation and spaces.
//! 2. A text is the set of its *shingles*: two neighbouring words, or characters where a script writes no spaces.
//! 3. Texts come most often sent first, then shorter, then earlier. Each joins the text before it that leads a group and is most
//!    like it, or leads a group itself. So every text is like its leader, and no chain of small changes joins what differs.
//! 4. It is like a leader where they share seven tenths of all their shingles (Jaccard), or where it has four fifths of the
//!    leader's and these are a third of its own or more. It is *with additions* where three new words or characters stand together,
//!    else *near*.
//!
//! A leader is looked for by its rarest shingles only: of any seven tenths of a set, one is among its rarest three tenths and one
//! (prefix filtering: Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007).

mod lead;
mod shingle;
mod text;

use lead::lead;
use shingle::{Shingled, longest_addition, shingles};
use text::texts;

/// A comment.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// Its id, unique.
    pub id: &'a str,
    /// When it came; any count that grows, such as milliseconds or public numbers.
    pub received: i64,
    /// Its text, cleaned.
    pub text: &'a str,
}

/// How a comment belongs to its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The text of the group, but for case, width, accents, punctuation and spaces.
    Exact,
    /// A word here and there differs. It may be a “not”: a proposal, to be read.
    Near,
    /// It has the text of the group and words of its own, which must be read and answered for themselves.
    WithAdditions,
}

impl Likeness {
    /// The word used in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::WithAdditions => "with-additions",
        }
    }
}

/// Two or more comments that say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// The id of the comment whose text stands for the group: of the text that was sent most often, and of those sent equally often
    /// the earliest, the earliest comment; never one with additions.
    pub representative: &'a str,
    /// All comments, its representative among them, in the order received.
    pub members: Vec<Member<'a>>,
}

/// A comment of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member<'a> {
    /// Its id.
    pub id: &'a str,
    /// How it belongs.
    pub likeness: Likeness,
}

/// New shingles that stand together at least where something was added: three new words, or four at an end. One word that was
/// changed makes two, and two make three.
const LEAST_ADDITION: usize = 4;

/// Proposes groups, the largest first, then the earliest. Comments that nothing is like are in none.
pub fn group<'a>(comments: &[Said<'a>]) -> Vec<Group<'a>> {
    let mut comments = comments.to_vec();
    comments.sort_unstable_by_key(|comment| (comment.received, comment.id));
    // From here on a comment is its rank.
    let texts = texts(&comments);
    let keys: Vec<Vec<u64>> = texts.iter().map(|ranks| shingles(comments[ranks[0]].text)).collect();
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); texts.len()];
    for (at, leader) in lead(&Shingled::all(&keys)).into_iter().enumerate() {
        followers[leader].push(at);
    }
    let mut groups = Vec::new();
    for (leader, followers) in followers.iter().enumerate() {
        if followers.iter().map(|at| texts[*at].len()).sum::<usize>() < 2 {
            continue;
        }
        // Texts are in order of how often they were sent, but of those sent equally often the shorter leads: here the earliest does.
        let is_whole = |at: &&usize| longest_addition(&keys[**at], &keys[leader]) < LEAST_ADDITION;
        let rank = |at: &&usize| (std::cmp::Reverse(texts[**at].len()), texts[**at][0]);
        let stands = followers.iter().filter(is_whole).min_by_key(rank).copied().unwrap_or(leader);
        let mut members: Vec<(usize, Likeness)> = Vec::new();
        for at in followers {
            let likeness = if *at == stands {
                Likeness::Exact
            } else if longest_addition(&keys[*at], &keys[stands]) < LEAST_ADDITION {
                Likeness::Near
            } else {
                Likeness::WithAdditions
            };
            members.extend(texts[*at].iter().map(|rank| (*rank, likeness)));
        }
        members.sort_unstable();
        groups.push((texts[stands][0], members));
    }
    groups.sort_unstable_by_key(|(_, members)| (std::cmp::Reverse(members.len()), members.first().copied()));
    let id = |rank: usize| comments[rank].id;
    let member = |(rank, likeness)| Member { id: id(rank), likeness };
    let group = |(stands, members): (usize, Vec<_>)| Group {
        representative: id(stands),
        members: members.into_iter().map(member).collect(),
    };
    groups.into_iter().map(group).collect()
}

#[cfg(test)]
mod tests;
