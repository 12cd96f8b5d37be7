//! Letters, calls of a hotline and notes of a hearing in, as a package has them; comments like all others out. The same file again
//! takes nothing twice.

use daylight_core::day::Day;
use daylight_core::model::consultation::{Consultation, Scope};
use daylight_core::words::Words;
use sha2::{Digest, Sha256};

use crate::rule::{self, Personal};
use crate::store::{By, Failure, Store, Submission};
use crate::world::{World, hex};

/// How many were taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// New ones.
    pub taken: usize,
    /// Those that were there already.
    pub again: usize,
    /// The id and the receipt of each: whoever wrote it can see by it what became of it.
    pub receipts: Vec<(String, String)>,
    /// Rows that could not be taken, and why.
    pub refused: Vec<(u32, Unfit)>,
}

/// Why a row is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It says nothing.
    Blank,
    /// It says too much.
    TooLong,
    /// A row with the same id was taken before, with other words.
    Other,
    /// It has no id.
    Nameless,
    /// It is of a clause that the draft does not have.
    Subject,
}

const DAY_MS: i64 = 86_400_000;
/// Letters of a comment that came on paper.
const MOST: usize = 50_000;

/// Takes the comments of a package into a consultation, each by its id there.
pub async fn take_letters(
    store: &Store,
    world: &World,
    personal: &Personal,
    (into, told): (&Consultation, &Consultation),
    utc_offset_minutes: i64,
) -> Result<Letters, Failure> {
    let consultation = into.id.as_str();
    if store.announced(consultation).await?.is_some() {
        return Err(Failure::Announced);
    }
    let mut letters = Letters::default();
    for comment in &told.comments {
        let text = match rule::clean(&comment.text, MOST) {
            Ok(text) => text,
            Err(rule::TextFault::Blank) => {
                letters.refused.push((comment.row, Unfit::Blank));
                continue;
            }
            Err(rule::TextFault::TooLong { .. }) => {
                letters.refused.push((comment.row, Unfit::TooLong));
                continue;
            }
        };
        if comment.id.is_empty() {
            letters.refused.push((comment.row, Unfit::Nameless));
            continue;
        }
        let is_of_draft = into.scope == Scope::Draft && !comment.subject.is_empty();
        if is_of_draft && into.clause(&comment.subject).is_none() {
            letters.refused.push((comment.row, Unfit::Subject));
            continue;
        }
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        let body =
            [&comment.channel, &comment.package, &comment.subject, &comment.name, &text].map(String::as_str).join("\0");
        let bits = world.draw().map_err(|_| Failure::Busy)?;
        let submission = Submission {
            consultation: consultation.to_owned(),
            key: ["letter ", &comment.id].concat(),
            body_digest: hex(&Sha256::digest(body)),
            receipt: rule::write_receipt(u128::from_be_bytes(bits)),
            received_ms: comment.received.map_or(world.now(), |day| noon(day, utc_offset_minutes)),
            channel: some(&comment.channel).unwrap_or_else(|| "letter".to_owned()),
            package: some(&comment.package),
            subject: some(&comment.subject),
            name: some(&comment.name),
            pseudonym: None,
            flagged: !personal.suspect(&[("text", &text), ("name", &comment.name)], &Words::default()).is_empty(),
            text,
            answers: None,
            contact: None,
        };
        // Whoever is there already takes no number.
        let known = store.known(consultation, &submission.key).await?;
        let kept = match known {
            Some((digest, kept)) if digest == submission.body_digest => Ok(kept),
            Some(_) => Err(Failure::OtherBody),
            None => store.submit(submission).await,
        };
        match kept {
            Ok(kept) => {
                letters.taken += usize::from(!kept.again);
                letters.again += usize::from(kept.again);
                letters.receipts.push((comment.id.clone(), kept.receipt));
            }
            Err(Failure::OtherBody) => letters.refused.push((comment.row, Unfit::Other)),
            Err(failure) => return Err(failure),
        }
    }
    if letters.taken > 0 {
        let by = By { consultation, person: 0, now_ms: world.now() };
        store.tell(&by, "letters", "letters".to_owned(), letters.taken.to_string()).await?;
    }
    Ok(letters)
}

/// The middle of a day, so that it is the same day wherever it is read.
fn noon(day: Day, utc_offset_minutes: i64) -> i64 {
    let since = Day::new(1970, 1, 1).map_or(0, |first| day.since(first));
    i64::from(since) * DAY_MS + DAY_MS / 2 - utc_offset_minutes * 60_000
}
