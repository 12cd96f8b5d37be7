//! Questions in, what citizens may see out: what became of a comment, comments in their public order by pages, counts. Fails where
//! the database does.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::announce::receipt_digest;
use super::{Failure, Store};

/// A comment with a place in the public order, as everybody may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its place.
    pub number: i64,
    /// When it was received.
    pub received_ms: i64,
    /// How it came.
    pub channel: String,
    /// The package that its subject is of.
    pub package: Option<String>,
    /// What it speaks about.
    pub subject: Option<String>,
    /// A declared name; whoever shows it masks it.
    pub name: Option<String>,
    /// Its words; of one that is withheld, none.
    pub text: String,
    /// Why it is withheld, as a code.
    pub withheld: Option<String>,
    /// The theme it was put under.
    pub theme: Option<String>,
    /// The number of the one with which it speaks as one voice.
    pub voice: Option<i64>,
    /// How many others speak with it.
    pub same: i64,
    /// What became of it, or of the one with which it speaks.
    pub disposition: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The id of the answer.
    pub answer: Option<i64>,
}

/// An answer of the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its id.
    pub id: i64,
    /// Its words.
    pub text: String,
    /// When it was given.
    pub answered_ms: i64,
}

/// Which comments are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Of which consultation.
    pub consultation: &'a str,
    /// After which number.
    pub after: i64,
    /// Under which theme.
    pub theme: Option<&'a str>,
    /// About what.
    pub subject: Option<&'a str>,
    /// How many at most.
    pub limit: usize,
}

/// So many comments are looked at for one page, so that no question keeps the database from others.
const EXAMINED: usize = 2000;

/// A page of comments.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// In public order.
    pub rows: Vec<Published>,
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
    /// Its number, once it has one.
    pub number: Option<i64>,
    /// The package that its subject is of.
    pub package: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// What became of it, or of the one with which it speaks as one voice.
    pub disposition: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The words of the answer.
    pub answer: Option<String>,
    /// The comment as it is published; `None` where it is not.
    pub text: Option<String>,
    /// The digest that stands in the published list of receipts.
    pub digest: String,
}

/// How many comments are alike in all that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// How they came.
    pub channel: String,
    /// Why they are withheld.
    pub withheld: Option<String>,
    /// What became of them.
    pub disposition: Option<String>,
    /// Whether they speak for themselves.
    pub own: bool,
    /// How many.
    pub count: i64,
}

/// What became of a comment is what became of the one with which it speaks, unless it has an outcome of its own; it holds where
/// somebody else has approved it.
const OUTCOME: &str = "LEFT JOIN comment v ON v.id = c.voice \
     LEFT JOIN settlement s ON s.id = COALESCE(c.settlement, v.settlement) AND s.approved_ms IS NOT NULL";

const PAGE: &str = "SELECT c.number, c.received_ms, c.channel, c.package, c.subject, c.name, \
     CASE WHEN c.state = 'published' THEN c.text ELSE '' END, c.withheld, c.theme, v.number, \
     (SELECT count(*) FROM comment o WHERE o.voice = c.id AND o.number IS NOT NULL), \
     s.disposition, s.reason, CASE WHEN s.answer IS NULL THEN NULL ELSE s.id END FROM comment c ";

const STANDING: &str = "SELECT c.consultation, c.received_ms, c.state, c.withheld, c.number, s.disposition, s.reason, s.answer, c.text, \
     c.package, c.subject FROM comment c ";

const SUMS: &str = "SELECT c.channel, c.withheld, s.disposition, CASE WHEN c.voice IS NULL THEN 1 ELSE 0 END AS own, count(*) \
     FROM comment c ";

fn published(row: &AnyRow) -> Result<Published, sqlx::Error> {
    Ok(Published {
        number: row.try_get(0)?,
        received_ms: row.try_get(1)?,
        channel: row.try_get(2)?,
        package: row.try_get(3)?,
        subject: row.try_get(4)?,
        name: row.try_get(5)?,
        text: row.try_get(6)?,
        withheld: row.try_get(7)?,
        theme: row.try_get(8)?,
        voice: row.try_get(9)?,
        same: row.try_get(10)?,
        disposition: row.try_get(11)?,
        reason: row.try_get(12)?,
        answer: row.try_get(13)?,
    })
}

impl Store {
    /// What became of the comment with a receipt.
    pub async fn standing(&self, receipt: &str) -> Result<Option<Standing>, Failure> {
        let row = sqlx::query(&[STANDING, OUTCOME, " WHERE c.receipt = $1"].concat())
            .bind(receipt)
            .fetch_optional(&self.read)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let (state, text): (String, String) = (row.try_get(2)?, row.try_get(8)?);
        Ok(Some(Standing {
            consultation: row.try_get(0)?,
            received_ms: row.try_get(1)?,
            withheld: row.try_get(3)?,
            number: row.try_get(4)?,
            disposition: row.try_get(5)?,
            reason: row.try_get(6)?,
            answer: row.try_get(7)?,
            package: row.try_get(9)?,
            subject: row.try_get(10)?,
            digest: receipt_digest(receipt, &text).unwrap_or_default(),
            text: (state == "published").then_some(text),
            state,
        }))
    }

    /// A page of comments with all of some pairs of letters, for whose text `keep` holds. Where it holds for few, the page ends early
    /// and says where the search goes on.
    pub async fn page(&self, asked: &Asked<'_>, grams: &[i64], keep: impl Fn(&str) -> bool) -> Result<Page, Failure> {
        let mut page = Page::default();
        let (mut last, mut examined) = (asked.after, 0);
        loop {
            // Both databases know numbered places; those that sqlx writes by itself are SQLite's alone.
            let mut sql = format!("{PAGE}{OUTCOME} WHERE c.consultation = $1 AND c.number > $2");
            let mut place = 2;
            let mut next = || {
                place += 1;
                format!("${place}")
            };
            for (column, value) in [("theme", asked.theme), ("subject", asked.subject)] {
                if value.is_some() {
                    sql += &format!(" AND c.{column} = {}", next());
                }
            }
            if !grams.is_empty() {
                let places: Vec<String> = grams.iter().map(|_| next()).collect();
                sql += &format!(
                    " AND c.id IN (SELECT comment FROM comment_grams WHERE gram IN ({}) GROUP BY comment HAVING count(*) = {})",
                    places.join(", "),
                    grams.len()
                );
            }
            sql += &format!(" ORDER BY c.number LIMIT {}", asked.limit.saturating_add(1));
            let mut query = sqlx::query(&sql).bind(asked.consultation).bind(last);
            for value in [asked.theme, asked.subject].into_iter().flatten() {
                query = query.bind(value);
            }
            for gram in grams {
                query = query.bind(*gram);
            }
            let rows = query.fetch_all(&self.read).await?;
            let is_end = rows.len() <= asked.limit;
            for row in &rows {
                let found = published(row)?;
                last = found.number;
                if !keep(&found.text) {
                    continue;
                }
                if page.rows.len() == asked.limit {
                    page.next = page.rows.last().map(|row| row.number);
                    return Ok(page);
                }
                page.rows.push(found);
            }
            if is_end {
                return Ok(page);
            }
            examined += rows.len();
            if examined >= EXAMINED {
                page.next = Some(last);
                return Ok(page);
            }
        }
    }

    /// Whether any comment has a place in the public order.
    pub async fn has_published(&self, consultation: &str) -> Result<bool, Failure> {
        let any = sqlx::query("SELECT 1 FROM last_number WHERE consultation = $1 AND number > 0");
        Ok(any.bind(consultation).fetch_optional(&self.read).await?.is_some())
    }

    /// What every comment with a place in the public order is about: number, package and subject, in that order.
    pub async fn subjects(&self, consultation: &str) -> Result<Vec<(i64, Option<String>, Option<String>)>, Failure> {
        let rows = sqlx::query_as(
            "SELECT number, package, subject FROM comment WHERE consultation = $1 AND number IS NOT NULL ORDER BY number",
        );
        Ok(rows.bind(consultation).fetch_all(&self.read).await?)
    }

    /// The answers of a consultation that hold, in the order in which they were given.
    pub async fn answers(&self, consultation: &str) -> Result<Vec<Answer>, Failure> {
        let rows: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT s.id, s.answer, s.approved_ms FROM settlement s WHERE s.consultation = $1 AND s.approved_ms IS NOT NULL \
             AND s.answer IS NOT NULL AND EXISTS (SELECT 1 FROM comment c WHERE c.settlement = s.id) ORDER BY s.id",
        )
        .bind(consultation)
        .fetch_all(&self.read)
        .await?;
        Ok(rows.into_iter().map(|(id, text, answered_ms)| Answer { id, text, answered_ms }).collect())
    }

    /// All comments of a consultation, counted.
    pub async fn sums(&self, consultation: &str) -> Result<Vec<Sum>, Failure> {
        let columns = "c.channel, c.withheld, s.disposition, own";
        let sums = format!("{SUMS}{OUTCOME} WHERE c.consultation = $1 GROUP BY {columns} ORDER BY {columns}");
        let rows = sqlx::query(&sums).bind(consultation).fetch_all(&self.read).await?;
        let sum = |row: &AnyRow| {
            let own: i64 = row.try_get::<i64, _>(3).or_else(|_| row.try_get::<i32, _>(3).map(i64::from))?;
            Ok(Sum {
                channel: row.try_get(0)?,
                withheld: row.try_get(1)?,
                disposition: row.try_get(2)?,
                own: own == 1,
                count: row.try_get(4)?,
            })
        };
        rows.iter().map(sum).collect()
    }
}
