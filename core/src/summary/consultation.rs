//! What became of comments, counted: records in, how many came by each channel and how many became what out; cannot fail.

#[cfg(doc)]
use crate::model::consultation::Disposition;
use crate::model::consultation::{Comment, Consultation};

/// The counts of a consultation. *Validity*: `received` is the sum of `settled` and `unsettled`; withheld comments are in all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were received, by whatever channel.
    pub received: u64,
    /// How many became what, in the order of [`Disposition::ALL`].
    pub settled: [u64; 5],
    /// How many became nothing yet.
    pub unsettled: u64,
    /// How many say something of their own; the others say the same as one of these.
    pub voices: u64,
    /// How many came by each channel, as the profile orders them; `""` where it is not said.
    pub channels: Vec<(String, u64)>,
    /// How many are withheld, by the code of the reason, as the profile orders them.
    pub withheld: Vec<(String, u64)>,
}

impl Tally {
    /// Counts the comments.
    pub fn of(told: &Consultation) -> Self {
        let mut tally = Self { received: told.comments.len() as u64, ..Self::default() };
        for comment in &told.comments {
            match outcome(told, comment).disposition {
                Some(disposition) => tally.settled[disposition as usize] += 1,
                None => tally.unsettled += 1,
            }
            tally.voices += u64::from(comment.voice.is_none());
        }
        let all = || told.comments.iter();
        let terms = &told.terms;
        tally.channels = counts(&terms.channels, all().map(|comment| comment.channel.as_str()));
        let withheld = all().map(|comment| comment.withheld.as_str()).filter(|code| !code.is_empty());
        tally.withheld = counts(&terms.withholding, withheld);
        tally
    }

    /// Counts those of another place besides.
    pub fn add(&mut self, other: &Self) {
        self.received += other.received;
        self.unsettled += other.unsettled;
        self.voices += other.voices;
        for (count, more) in self.settled.iter_mut().zip(other.settled) {
            *count += more;
        }
        for (counts, others) in [(&mut self.channels, &other.channels), (&mut self.withheld, &other.withheld)] {
            for (id, more) in others {
                match counts.iter_mut().find(|(known, _)| known == id) {
                    Some((_, count)) => *count += more,
                    None => counts.push((id.clone(), *more)),
                }
            }
        }
    }

    /// How many are withheld, for whatever reason.
    pub fn hidden(&self) -> u64 {
        self.withheld.iter().map(|(_, count)| count).sum()
    }
}

/// What became of a comment: one that says the same as another shares its outcome, unless it has its own.
pub fn outcome<'a>(told: &'a Consultation, comment: &'a Comment) -> &'a Comment {
    match comment.voice.filter(|_| comment.disposition.is_none()) {
        Some(at) => &told.comments[at],
        None => comment,
    }
}

/// Which comments speak of which clause: indices of clauses, in their order, and ids of comments.
pub fn clauses_spoken_of(told: &Consultation) -> Vec<(usize, Vec<String>)> {
    let mut all: Vec<Vec<String>> = vec![Vec::new(); told.clauses.len()];
    for comment in told.comments.iter().filter(|comment| comment.package.is_empty()) {
        if let Some(at) = told.clause(&comment.subject) {
            all[at].push(comment.id.clone());
        }
    }
    all.into_iter().enumerate().filter(|(_, comments)| !comments.is_empty()).collect()
}

/// How many others say the same as each comment.
pub fn voices(told: &Consultation) -> Vec<u64> {
    let mut voices = vec![0; told.comments.len()];
    for at in told.comments.iter().filter_map(|comment| comment.voice) {
        voices[at] += 1;
    }
    voices
}

/// How many there are of each word: of those known, in their order, then of others; none that is not there.
fn counts<'a, T>(known: &[(String, T)], words: impl Iterator<Item = &'a str>) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> = known.iter().map(|(id, _)| (id.clone(), 0)).collect();
    for word in words {
        match counts.iter_mut().find(|(id, _)| id == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word.to_owned(), 1)),
        }
    }
    counts.retain(|(_, count)| *count > 0);
    counts
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use crate::model::consultation::{Comment, Consultation, Disposition};

    fn comment(channel: &str, voice: Option<usize>, disposition: Option<Disposition>, withheld: &str) -> Comment {
        Comment {
            id: String::new(),
            received: None,
            channel: channel.to_owned(),
            package: String::new(),
            subject: String::new(),
            subject_names: Vec::new(),
            name: String::new(),
            text: String::new(),
            theme: None,
            voice,
            disposition,
            reason: Vec::new(),
            answer: None,
            withheld: withheld.to_owned(),
            row: 0,
        }
    }

    #[test]
    fn what_says_the_same_counts_and_shares_an_outcome() {
        let comments = vec![
            comment("letter", None, Some(Disposition::Covered), ""),
            comment("online", Some(0), None, ""),
            comment("online", Some(0), Some(Disposition::Partly), "insult"),
            comment("", None, None, "insult"),
        ];
        let told = Consultation { comments, ..Consultation::default() };
        let tally = Tally::of(&told);
        assert_eq!((tally.received, tally.settled, tally.unsettled, tally.voices), (4, [0, 1, 0, 2, 0], 1, 2));
        assert_eq!(tally.channels, [("letter".to_owned(), 1), ("online".to_owned(), 2), (String::new(), 1)]);
        assert_eq!((tally.hidden(), tally.withheld.clone()), (2, vec![("insult".to_owned(), 2)]));
        assert_eq!(tally.received, tally.settled.iter().sum::<u64>() + tally.unsettled);
        let mut both =
            Tally { channels: vec![("online".to_owned(), 1)], received: 1, unsettled: 1, ..Tally::default() };
        both.add(&tally);
        assert_eq!((both.received, both.unsettled, both.settled), (5, 2, tally.settled));
        assert_eq!(both.channels[0], ("online".to_owned(), 3));
    }
}
