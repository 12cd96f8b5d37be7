//! Questions of the office in, comments as it works on them out: not their receipts, nor how to reach who sent them. Fails where the
//! database does.

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Row};

use super::work::covered;
use super::{Failure, Store};

/// A comment as the office sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its id in the office.
    pub id: i64,
    /// Grows with every act on it.
    pub version: i64,
    /// When it was received.
    pub received_ms: i64,
    /// How it came.
    pub channel: String,
    /// The package that its subject is of.
    pub package: Option<String>,
    /// What it speaks about.
    pub subject: Option<String>,
    /// A declared name.
    pub name: Option<String>,
    /// Its words.
    pub text: String,
    /// Answers to questions, as JSON.
    pub answers: Option<String>,
    /// Whether personal data may stand in it.
    pub flagged: bool,
    /// `received`, `published` or `withheld`.
    pub state: String,
    /// Why it is withheld, as a code.
    pub withheld: Option<String>,
    /// Its place in the public order.
    pub number: Option<i64>,
    /// Its theme.
    pub theme: Option<String>,
    /// The comment with which it speaks, and how like it is.
    pub voice: Option<(i64, String)>,
    /// How many others speak with it.
    pub same: i64,
    /// What was proposed, why, and by whom.
    pub proposed: Option<(String, Option<String>, i64)>,
    /// Which unit answers, and by which day.
    pub unit: Option<String>,
    /// The day, as 2025-03-31.
    pub due: Option<String>,
    /// What became of it, or of the one with which it speaks.
    pub settlement: Option<Settlement>,
}

/// What is said to have become of comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Its id.
    pub id: i64,
    /// What became of them.
    pub disposition: String,
    /// Why.
    pub reason: Option<String>,
    /// What is answered.
    pub answer: Option<String>,
    /// Who prepared it.
    pub prepared_by: i64,
    /// Who approved it.
    pub approved_by: Option<i64>,
    /// When.
    pub approved_ms: Option<i64>,
    /// Why it was given back.
    pub returned: Option<String>,
}

/// What comments are looked for by how far they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All.
    #[default]
    All,
    /// Nobody has proposed anything.
    Fresh,
    /// Something is proposed.
    Proposed,
    /// Published.
    Published,
    /// Withheld.
    Withheld,
    /// Nothing is said to have become of them.
    Open,
    /// Something is, and nobody else has approved it.
    Drafted,
    /// Something is, and it holds.
    Settled,
    /// Open, and the day has passed.
    Overdue,
    /// Others speak with it, and nothing is said to have become of it.
    Leading,
    /// What was said was given back.
    Returned,
    /// Personal data may stand in it.
    Flagged,
}

impl Show {
    /// In the order in which work goes.
    pub const ALL: [Self; 12] = [
        Self::All,
        Self::Fresh,
        Self::Proposed,
        Self::Published,
        Self::Withheld,
        Self::Open,
        Self::Drafted,
        Self::Settled,
        Self::Overdue,
        Self::Leading,
        Self::Returned,
        Self::Flagged,
    ];

    /// As addresses and words name it.
    pub const fn word(self) -> &'static str {
        [
            "all",
            "fresh",
            "proposed",
            "published",
            "withheld",
            "open",
            "drafted",
            "settled",
            "overdue",
            "leading",
            "returned",
            "flagged",
        ][self as usize]
    }

    /// What holds of them. Place $2 is the day.
    const fn condition(self) -> &'static str {
        match self {
            Self::All => "$2 = $2",
            Self::Fresh => "c.state = 'received' AND c.proposed IS NULL AND $2 = $2",
            Self::Proposed => "c.state = 'received' AND c.proposed IS NOT NULL AND $2 = $2",
            Self::Published => "c.state = 'published' AND $2 = $2",
            Self::Withheld => "c.state = 'withheld' AND $2 = $2",
            Self::Open => "s.id IS NULL AND $2 = $2",
            Self::Drafted => "s.id IS NOT NULL AND s.approved_ms IS NULL AND $2 = $2",
            Self::Settled => "s.approved_ms IS NOT NULL AND $2 = $2",
            Self::Overdue => "s.approved_ms IS NULL AND c.due < $2",
            Self::Leading => "s.id IS NULL AND EXISTS (SELECT 1 FROM comment o WHERE o.voice = c.id) AND $2 = $2",
            Self::Returned => "s.returned IS NOT NULL AND $2 = $2",
            Self::Flagged => "c.flagged AND $2 = $2",
        }
    }
}

/// Which comments are looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// In which consultation.
    pub consultation: &'a str,
    /// How far they are.
    pub show: Show,
    /// Today, as 2025-03-31.
    pub today: &'a str,
    /// Under which theme.
    pub theme: Option<&'a str>,
    /// Of which unit.
    pub unit: Option<&'a str>,
    /// About what.
    pub subject: Option<&'a str>,
    /// The settlement that they are under.
    pub settlement: Option<i64>,
    /// The comment with which they speak, that one too.
    pub voice: Option<i64>,
    /// Whether only those that speak for themselves.
    pub own: bool,
    /// Whose proposals are left out.
    pub not_proposed_by: Option<i64>,
    /// Its number in the office, or in public.
    pub number: Option<i64>,
}

/// A comment that matches, as far as acts on many need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its id.
    pub id: i64,
    /// Its version.
    pub version: i64,
    /// Whether personal data may stand in it.
    pub flagged: bool,
    /// Whether it is proposed that it is withheld.
    pub to_withhold: bool,
    /// Whether nothing is said to have become of it.
    pub is_open: bool,
}

/// How far the work is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many were received.
    pub all: i64,
    /// For how many it holds what became of them.
    pub settled: i64,
    /// For how many that is said and not approved.
    pub drafted: i64,
    /// How many are published or withheld.
    pub numbered: i64,
    /// For how many that is proposed.
    pub proposed: i64,
}

/// Rows that are read at a time.
const MANY: usize = 500;

const CASE: &str = "SELECT c.id, c.version, c.received_ms, c.channel, c.package, c.subject, c.name, c.text, c.answers, \
     CAST(CASE WHEN c.flagged THEN 1 ELSE 0 END AS BIGINT), c.state, c.withheld, c.number, c.theme, c.voice, c.likeness, \
     (SELECT count(*) FROM comment o WHERE o.voice = c.id), \
     c.proposed, c.proposed_reason, c.proposed_by, c.unit, c.due, \
     s.id, s.disposition, s.reason, s.answer, s.prepared_by, s.approved_by, s.approved_ms, s.returned ";

const FROM: &str = "FROM comment c LEFT JOIN comment v ON v.id = c.voice \
     LEFT JOIN settlement s ON s.id = COALESCE(c.settlement, v.settlement) WHERE c.consultation = $1 AND ";

/// What is compared with a column.
enum Value<'a> {
    Text(&'a str),
    Id(i64),
}

type Asking<'q> = Query<'q, Any, AnyArguments<'q>>;

fn bind<'q>(query: Asking<'q>, value: &Value<'q>) -> Asking<'q> {
    match value {
        Value::Text(text) => query.bind(*text),
        Value::Id(id) => query.bind(*id),
    }
}

impl<'a> Filter<'a> {
    /// What must hold, with places from $4 for the values; $3 is an id that was seen.
    fn conditions(&self) -> (String, Vec<Value<'a>>) {
        let (mut sql, mut values) = ([self.show.condition(), " AND c.id > $3"].concat(), Vec::new());
        let mut add = |condition: &str, value| {
            values.push(value);
            sql += &condition.replace("$N", &format!("${}", values.len() + 3));
        };
        let texts = [
            (" AND c.theme = $N", " AND c.theme IS NULL AND $N = ''", self.theme),
            (" AND c.unit = $N", " AND c.unit IS NULL AND $N = ''", self.unit),
            (" AND c.subject = $N", " AND c.subject IS NULL AND $N = ''", self.subject),
        ];
        for (has, has_none, value) in texts {
            if let Some(value) = value {
                add(if value.is_empty() { has_none } else { has }, Value::Text(value));
            }
        }
        if let Some(id) = self.settlement {
            add(" AND s.id = $N", Value::Id(id));
        }
        if let Some(id) = self.voice {
            add(" AND (c.voice = $N OR c.id = $N)", Value::Id(id));
        }
        if let Some(id) = self.not_proposed_by {
            add(" AND c.proposed_by <> $N", Value::Id(id));
        }
        if let Some(number) = self.number {
            add(" AND (c.id = $N OR c.number = $N)", Value::Id(number));
        }
        if self.own {
            sql += " AND c.voice IS NULL";
        }
        (sql, values)
    }
}

fn case(row: &AnyRow) -> Result<Case, sqlx::Error> {
    let voice: Option<i64> = row.try_get(14)?;
    let likeness: Option<String> = row.try_get(15)?;
    let proposed: Option<String> = row.try_get(17)?;
    let (reason, by): (Option<String>, Option<i64>) = (row.try_get(18)?, row.try_get(19)?);
    let settlement: Option<i64> = row.try_get(22)?;
    Ok(Case {
        id: row.try_get(0)?,
        version: row.try_get(1)?,
        received_ms: row.try_get(2)?,
        channel: row.try_get(3)?,
        package: row.try_get(4)?,
        subject: row.try_get(5)?,
        name: row.try_get(6)?,
        text: row.try_get(7)?,
        answers: row.try_get(8)?,
        flagged: row.try_get::<i64, _>(9)? == 1,
        state: row.try_get(10)?,
        withheld: row.try_get(11)?,
        number: row.try_get(12)?,
        theme: row.try_get(13)?,
        voice: voice.map(|id| (id, likeness.unwrap_or_default())),
        same: row.try_get(16)?,
        proposed: proposed.map(|what| (what, reason, by.unwrap_or_default())),
        unit: row.try_get(20)?,
        due: row.try_get(21)?,
        settlement: match settlement {
            None => None,
            Some(id) => Some(Settlement {
                id,
                disposition: row.try_get(23)?,
                reason: row.try_get(24)?,
                answer: row.try_get(25)?,
                prepared_by: row.try_get(26)?,
                approved_by: row.try_get(27)?,
                approved_ms: row.try_get(28)?,
                returned: row.try_get(29)?,
            }),
        },
    })
}

impl Store {
    /// Comments after an id, in the order in which they came, whose text passes; at most so many.
    pub async fn cases(
        &self,
        filter: &Filter<'_>,
        (after, limit): (i64, usize),
        keep: impl Fn(&str) -> bool,
    ) -> Result<Vec<Case>, Failure> {
        let (conditions, values) = filter.conditions();
        let sql = format!("{CASE}{FROM}{conditions} ORDER BY c.id LIMIT {MANY}");
        let (mut found, mut last) = (Vec::new(), after);
        loop {
            let query = sqlx::query(&sql).bind(filter.consultation).bind(filter.today).bind(last);
            let rows = values.iter().fold(query, bind).fetch_all(&self.read).await?;
            for row in &rows {
                let case = case(row)?;
                last = case.id;
                if keep(&case.text) {
                    found.push(case);
                    if found.len() == limit {
                        return Ok(found);
                    }
                }
            }
            if rows.len() < MANY {
                return Ok(found);
            }
        }
    }

    /// All whose text passes, in order.
    pub async fn matching(&self, filter: &Filter<'_>, keep: impl Fn(&str) -> bool) -> Result<Vec<Match>, Failure> {
        let (conditions, values) = filter.conditions();
        let sql = format!(
            "SELECT c.id, c.version, CAST(CASE WHEN c.flagged THEN 1 ELSE 0 END AS BIGINT), c.text, c.proposed, s.id {FROM}{conditions} ORDER BY c.id"
        );
        let query = sqlx::query(&sql).bind(filter.consultation).bind(filter.today).bind(0_i64);
        let mut seen = Vec::new();
        for row in values.iter().fold(query, bind).fetch_all(&self.read).await? {
            if keep(row.try_get(3)?) {
                let proposed: Option<String> = row.try_get(4)?;
                seen.push(Match {
                    id: row.try_get(0)?,
                    version: row.try_get(1)?,
                    flagged: row.try_get::<i64, _>(2)? == 1,
                    to_withhold: proposed.as_deref() == Some("withhold"),
                    is_open: row.try_get::<Option<i64>, _>(5)?.is_none(),
                });
            }
        }
        Ok(seen)
    }

    /// How many there are.
    pub async fn count(&self, filter: &Filter<'_>) -> Result<usize, Failure> {
        let (conditions, values) = filter.conditions();
        let sql = format!("SELECT count(*) {FROM}{conditions}");
        let query = sqlx::query(&sql).bind(filter.consultation).bind(filter.today).bind(0_i64);
        let count: i64 = values.iter().fold(query, bind).fetch_one(&self.read).await?.try_get(0)?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// A comment.
    pub async fn case(&self, consultation: &str, id: i64) -> Result<Option<Case>, Failure> {
        let sql = [CASE, FROM, "c.id = $2"].concat();
        let row = sqlx::query(&sql).bind(consultation).bind(id).fetch_optional(&self.read).await?;
        Ok(row.as_ref().map(case).transpose()?)
    }

    /// How far the work is.
    pub async fn progress(&self, consultation: &str) -> Result<Progress, Failure> {
        let sql = [
            "SELECT count(*), count(s.approved_ms), count(s.id) - count(s.approved_ms), count(c.number), \
             count(CASE WHEN c.state = 'received' THEN c.proposed END) ",
            FROM,
            "1 = 1",
        ]
        .concat();
        let (all, settled, drafted, numbered, proposed) =
            sqlx::query_as(&sql).bind(consultation).fetch_one(&self.read).await?;
        Ok(Progress { all, settled, drafted, numbered, proposed })
    }

    /// The units that comments were given to.
    pub async fn units(&self, consultation: &str) -> Result<Vec<String>, Failure> {
        let sql = "SELECT DISTINCT unit FROM comment WHERE consultation = $1 AND unit IS NOT NULL ORDER BY unit";
        let rows: Vec<(String,)> = sqlx::query_as(sql).bind(consultation).fetch_all(&self.read).await?;
        Ok(rows.into_iter().map(|(unit,)| unit).collect())
    }

    /// What is said to have become of comments and waits for somebody else's approval, with the comments that it is of.
    pub async fn drafted(&self, consultation: &str) -> Result<Vec<(Settlement, Vec<i64>)>, Failure> {
        let rows = sqlx::query(
            "SELECT s.id, s.disposition, s.reason, s.answer, s.prepared_by, s.returned FROM settlement s \
             WHERE s.consultation = $1 AND s.approved_ms IS NULL AND EXISTS \
             (SELECT 1 FROM comment c WHERE c.settlement = s.id) ORDER BY s.id",
        );
        let mut drafted = Vec::new();
        let mut connection = self.read.acquire().await?;
        for row in rows.bind(consultation).fetch_all(&mut *connection).await? {
            let id: i64 = row.try_get(0)?;
            let settlement = Settlement {
                id,
                disposition: row.try_get(1)?,
                reason: row.try_get(2)?,
                answer: row.try_get(3)?,
                prepared_by: row.try_get(4)?,
                approved_by: None,
                approved_ms: None,
                returned: row.try_get(5)?,
            };
            drafted.push((settlement, covered(&mut connection, id).await?));
        }
        Ok(drafted)
    }

    /// The comments that an outcome is of.
    pub async fn covered(&self, settlement: i64) -> Result<Vec<i64>, Failure> {
        covered(&mut *self.read.acquire().await?, settlement).await
    }

    /// What colleagues told each other of a comment: who, when and what, the latest last.
    pub async fn notes(&self, comment: i64) -> Result<Vec<(i64, i64, String)>, Failure> {
        let rows = sqlx::query_as("SELECT person, at_ms, text FROM note WHERE comment = $1 ORDER BY id");
        Ok(rows.bind(comment).fetch_all(&self.read).await?)
    }

    /// How those can be reached who asked for it and whose comment is settled: comment and address.
    pub async fn contacts(&self, consultation: &str) -> Result<Vec<(i64, String)>, Failure> {
        let rows = sqlx::query_as(
            "SELECT c.id, a.address FROM contact a JOIN comment c ON c.id = a.comment LEFT JOIN comment v ON v.id = c.voice \
             JOIN settlement s ON s.id = COALESCE(c.settlement, v.settlement) \
             WHERE c.consultation = $1 AND s.approved_ms IS NOT NULL ORDER BY c.id",
        );
        Ok(rows.bind(consultation).fetch_all(&self.read).await?)
    }
}
