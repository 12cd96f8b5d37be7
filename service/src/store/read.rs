//! Questions in, what citizens may see out: what became of a comment, published comments in pages, counts. Fails where the
//! database does.

use sqlx::any::AnyRow;
use sqlx::{Any, QueryBuilder, Row};

use super::{Failure, Store};

/// A published comment, as everybody may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its place in the public order.
    pub number: i64,
    /// When it was published.
    pub published_ms: i64,
    /// How it came.
    pub channel: String,
    /// What it speaks about.
    pub subject: Option<String>,
    /// A declared name; whoever shows it masks it.
    pub name: Option<String>,
    /// Its words.
    pub text: String,
    /// The theme it was put under.
    pub theme: Option<String>,
    /// What became of it.
    pub disposition: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The words of the answer.
    pub answer: Option<String>,
}

/// A page of published comments.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// In public order.
    pub comments: Vec<Comment>,
    /// The number after which the next page begins, where there is one.
    pub next: Option<i64>,
}

/// What the holder of a receipt may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The consultation.
    pub consultation: String,
    /// When it was received.
    pub received_ms: i64,
    /// `received`, `published` or `withheld`.
    pub state: String,
    /// Why it is withheld, as a code.
    pub withheld: Option<String>,
    /// Its number, once it is published.
    pub number: Option<i64>,
    /// What became of it.
    pub disposition: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The words of the answer.
    pub answer: Option<String>,
}

/// How many comments a consultation has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them, duplicates and withheld ones too.
    pub received: i64,
    /// Those that everybody may read.
    pub published: i64,
    /// Those that are withheld, by the code of the reason.
    pub withheld: Vec<(String, i64)>,
    /// Those that are settled, by disposition.
    pub settled: Vec<(String, i64)>,
}

const COMMENT: &str = "SELECT c.number, c.published_ms, c.channel, c.subject, c.name, c.text, c.theme, c.disposition, \
     c.reason, a.text AS answer FROM comment c LEFT JOIN answer a ON a.id = c.answer WHERE c.consultation = ";

fn comment(row: &AnyRow) -> Result<Comment, sqlx::Error> {
    Ok(Comment {
        number: row.try_get(0)?,
        published_ms: row.try_get(1)?,
        channel: row.try_get(2)?,
        subject: row.try_get(3)?,
        name: row.try_get(4)?,
        text: row.try_get(5)?,
        theme: row.try_get(6)?,
        disposition: row.try_get(7)?,
        reason: row.try_get(8)?,
        answer: row.try_get(9)?,
    })
}

impl Store {
    /// What became of the comment with a receipt.
    pub async fn standing(&self, receipt: &str) -> Result<Option<Standing>, Failure> {
        let row = sqlx::query(
            "SELECT c.consultation, c.received_ms, c.state, c.withheld, c.number, c.disposition, c.reason, a.text AS answer \
             FROM comment c LEFT JOIN answer a ON a.id = c.answer WHERE c.receipt = $1",
        )
        .bind(receipt)
        .fetch_optional(&self.read)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Standing {
            consultation: row.try_get(0)?,
            received_ms: row.try_get(1)?,
            state: row.try_get(2)?,
            withheld: row.try_get(3)?,
            number: row.try_get(4)?,
            disposition: row.try_get(5)?,
            reason: row.try_get(6)?,
            answer: row.try_get(7)?,
        }))
    }

    /// Up to `limit` published comments after a number, of a theme, with all of some pairs of letters, for which `keep` holds.
    pub async fn published(
        &self,
        consultation: &str,
        after: i64,
        theme: Option<&str>,
        grams: &[i64],
        limit: usize,
        keep: impl Fn(&Comment) -> bool,
    ) -> Result<Page, Failure> {
        let mut page = Page::default();
        let mut last = after;
        loop {
            let mut query = QueryBuilder::<Any>::new(COMMENT);
            query.push_bind(consultation).push(" AND c.state = 'published' AND c.number > ").push_bind(last);
            if let Some(theme) = theme {
                query.push(" AND c.theme = ").push_bind(theme);
            }
            if !grams.is_empty() {
                query.push(" AND c.id IN (SELECT comment FROM comment_grams WHERE gram IN (");
                let mut all = query.separated(", ");
                for gram in grams {
                    all.push_bind(*gram);
                }
                let many = i64::try_from(grams.len()).unwrap_or(i64::MAX);
                query.push(") GROUP BY comment HAVING count(*) = ").push_bind(many).push(")");
            }
            let wanted = i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1;
            query.push(" ORDER BY c.number LIMIT ").push_bind(wanted);
            let rows = query.build().fetch_all(&self.read).await?;
            let is_end = rows.len() <= limit;
            for row in &rows {
                let found = comment(row)?;
                if page.comments.len() == limit {
                    page.next = page.comments.last().map(|comment| comment.number);
                    return Ok(page);
                }
                last = found.number;
                if keep(&found) {
                    page.comments.push(found);
                }
            }
            if is_end {
                return Ok(page);
            }
        }
    }

    /// How many comments there are, by state, reason and disposition.
    pub async fn counts(&self, consultation: &str) -> Result<Counts, Failure> {
        let rows: Vec<(String, Option<String>, Option<String>, i64)> = sqlx::query_as(
            "SELECT state, withheld, disposition, count(*) FROM comment WHERE consultation = $1 \
             GROUP BY state, withheld, disposition ORDER BY state, withheld, disposition",
        )
        .bind(consultation)
        .fetch_all(&self.read)
        .await?;
        let mut counts = Counts::default();
        for (state, withheld, disposition, many) in rows {
            counts.received += many;
            if state == "published" {
                counts.published += many;
            }
            for (found, into) in [(withheld, &mut counts.withheld), (disposition, &mut counts.settled)] {
                let Some(found) = found else { continue };
                match into.iter_mut().find(|(known, _)| *known == found) {
                    Some((_, sum)) => *sum += many,
                    None => into.push((found, many)),
                }
            }
        }
        Ok(counts)
    }
}
