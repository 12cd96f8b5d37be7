//! SQLite's one writer: submissions that wait in, one transaction for up to 64 of them, receipts out after its COMMIT. A full
//! queue refuses at once; what was taken in is written even where its sender has gone.

use std::sync::{Mutex, PoisonError};

use sqlx::AnyPool;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::act::Act;
use super::submit::insert;
use super::{Failure, Kept, Kind, Submission};

/// So many comments share a flush at most.
const BATCH: usize = 64;

type Answer = Result<Kept, Failure>;

struct Waiting {
    submission: Submission,
    answer: oneshot::Sender<Answer>,
}

pub(super) struct Writer {
    /// Gone once the store stops.
    queue: Mutex<Option<mpsc::Sender<Waiting>>>,
    task: tokio::sync::Mutex<Option<JoinHandle<()>>>,
    bound: usize,
}

impl Writer {
    /// Starts the writer over a pool of one connection.
    pub fn start(pool: AnyPool, bound: usize) -> Self {
        let (queue, waiting) = mpsc::channel(bound);
        let task = tokio::spawn(write(pool, waiting));
        Self { queue: Mutex::new(Some(queue)), task: tokio::sync::Mutex::new(Some(task)), bound }
    }

    pub async fn submit(&self, submission: Submission) -> Answer {
        let (answer, answered) = oneshot::channel();
        let queue = self.sender().ok_or(Failure::Stopping)?;
        queue.try_send(Waiting { submission, answer }).map_err(|full| match full {
            mpsc::error::TrySendError::Full(_) => Failure::Busy,
            mpsc::error::TrySendError::Closed(_) => Failure::Stopping,
        })?;
        drop(queue);
        answered.await.unwrap_or(Err(Failure::Stopping))
    }

    pub fn waiting(&self) -> usize {
        self.sender().map_or(0, |queue| self.bound.saturating_sub(queue.capacity()))
    }

    /// Takes nothing more and returns when everything that was taken is written.
    pub async fn drain(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = self.task.lock().await.take() {
            // A writer that panicked has answered nobody: their requests failed already.
            let _ = task.await;
        }
    }

    fn sender(&self) -> Option<mpsc::Sender<Waiting>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn write(pool: AnyPool, mut waiting: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let (submissions, answers): (Vec<_>, Vec<_>) = batch.drain(..).map(|one| (one.submission, one.answer)).unzip();
        let outcomes = commit(&pool, &submissions).await;
        for (answer, outcome) in answers.into_iter().zip(outcomes) {
            // A sender that has gone asks again with the same key.
            let _ = answer.send(outcome);
        }
    }
}

/// All of them in one act; where a statement fails, each in its own, so that one bad row stops nobody else. Where the commit fails
/// nobody can know what is on the disk: nothing is tried again here, and each sender asks again with the same key.
async fn commit(pool: &AnyPool, submissions: &[Submission]) -> Vec<Answer> {
    match attempt(pool, submissions).await {
        Ok(answers) => answers,
        Err(Fault::OfCommit(words)) => submissions.iter().map(|_| Err(Failure::Database(words.clone()))).collect(),
        Err(Fault::Before(failure)) if submissions.len() == 1 => vec![Err(failure)],
        Err(Fault::Before(_)) => {
            let mut answers = Vec::with_capacity(submissions.len());
            for one in submissions {
                answers.push(match attempt(pool, std::slice::from_ref(one)).await {
                    Ok(mut alone) => alone.pop().unwrap_or(Err(Failure::Stopping)),
                    Err(Fault::Before(failure)) => Err(failure),
                    Err(Fault::OfCommit(words)) => Err(Failure::Database(words)),
                });
            }
            answers
        }
    }
}

enum Fault {
    Before(Failure),
    OfCommit(String),
}

/// Success only after COMMIT. A failed statement ends it: a full disk may have undone the whole act already.
async fn attempt(pool: &AnyPool, submissions: &[Submission]) -> Result<Vec<Answer>, Fault> {
    let mut act = Act::begin(Kind::Sqlite, pool).await.map_err(Fault::Before)?;
    let mut answers = Vec::with_capacity(submissions.len());
    for submission in submissions {
        match insert(act.on(), submission).await {
            Err(Failure::Database(words)) => {
                act.undo().await;
                return Err(Fault::Before(Failure::Database(words)));
            }
            answer => answers.push(answer),
        }
    }
    act.commit().await.map_err(|failure| Fault::OfCommit(failure.to_string()))?;
    Ok(answers)
}
