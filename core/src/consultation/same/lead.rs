//! Sets of shingles in the order in which they may lead in, the leader of each out; cannot fail.

use super::shingle::Shingled;
use std::cmp::Ordering;

/// Shingles that a text has at least to be near another: six words or characters.
const LEAST_NEAR: usize = 5;

/// Shingles that a text has at least to be taken for the text of a campaign. Shorter ones stand in many comments by chance.
const LEAST_CAMPAIGN: usize = 12;

/// Leaders that a text is compared with at most, so that no choice of texts makes it slow.
const MOST_COMPARED: usize = 500;

/// Entries of the index that are looked at for a text at most.
const MOST_VISITED: usize = 20 * MOST_COMPARED;

/// For each set the one that it follows: itself, or the most alike of those before it that follow themselves.
pub(super) fn lead(sets: &[Shingled]) -> Vec<usize> {
    let shared = sets.iter().filter_map(|set| set.shared.last()).max().map_or(0, |last| *last as usize + 1);
    // Which leaders have a shingle among their rarest.
    let mut index: Vec<Vec<u32>> = vec![Vec::new(); shared];
    // The last set that looked at a leader.
    let mut seen: Vec<usize> = vec![usize::MAX; sets.len()];
    let mut leaders = Vec::with_capacity(sets.len());
    for (at, set) in sets.iter().enumerate() {
        let (mut best, mut compared) = (None, 0);
        let candidates = set.shared.iter().flat_map(|shingle| &index[*shingle as usize]).take(MOST_VISITED);
        for leader in candidates.map(|leader| *leader as usize) {
            if seen[leader] == at || compared >= MOST_COMPARED {
                continue;
            }
            seen[leader] = at;
            compared += 1;
            if let Some(overlap) = overlap(&sets[leader], set) {
                let found = Found { leader, overlap, union: set.size + sets[leader].size - overlap };
                if best.as_ref().is_none_or(|best| found.is_before(best)) {
                    best = Some(found);
                }
            }
        }
        let leader = best.map_or(at, |best| best.leader);
        if leader == at {
            for shingle in rarest(set) {
                index[*shingle as usize].push(at as u32);
            }
        }
        leaders.push(leader);
    }
    leaders
}

struct Found {
    leader: usize,
    overlap: usize,
    union: usize,
}

impl Found {
    fn is_before(&self, other: &Self) -> bool {
        match (self.overlap * other.union).cmp(&(other.overlap * self.union)) {
            Ordering::Greater => true,
            Ordering::Equal => self.leader < other.leader,
            Ordering::Less => false,
        }
    }
}

/// The shared ones among a set's rarest shingles, of which every set that is like it has one.
fn rarest(set: &Shingled) -> &[u32] {
    let needed = (set.size * 7).div_ceil(10);
    let alone = set.size - set.shared.len();
    let count = (set.size + 1).saturating_sub(needed + alone);
    &set.shared[..count.min(set.shared.len())]
}

/// How many shingles a leader and a text share, where that is enough for the text to follow.
fn overlap(leader: &Shingled, text: &Shingled) -> Option<usize> {
    let is_enough = |overlap: usize| {
        let least = leader.size.min(text.size);
        let is_near = least >= LEAST_NEAR && 10 * overlap >= 7 * (leader.size + text.size - overlap);
        let is_campaign = leader.size >= LEAST_CAMPAIGN && 5 * overlap >= 4 * leader.size && 3 * overlap >= text.size;
        is_near || is_campaign
    };
    // No more can be shared than the smaller of them shares with anybody.
    if !is_enough(leader.shared.len().min(text.shared.len())) {
        return None;
    }
    let (mut left, mut right, mut overlap) = (&leader.shared[..], &text.shared[..], 0);
    while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
        overlap += usize::from(first == second);
        (left, right) = match first.cmp(second) {
            Ordering::Less => (left_rest, right),
            Ordering::Equal => (left_rest, right_rest),
            Ordering::Greater => (left, right_rest),
        };
    }
    is_enough(overlap).then_some(overlap)
}
