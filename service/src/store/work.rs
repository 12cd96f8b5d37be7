//! Acts of the office in, what was done out, each in one act with its entries of the log. Fails where the database does, or where
//! the consultation was announced already.
//!
//! Every act first takes the row of its consultation in `last_number`: acts on one consultation follow each other, what one of them
//! looks at stays so until it ends, and publication numbers have no gap. What one person prepares another makes hold; the statements
//! themselves say so.

use sqlx::AnyConnection;

use super::act::Act;
use super::log::{Deed, append, comment_target, content_digest, parts, settlement_target};
use super::{Failure, Store};
use crate::rule;

/// Who does something, where and when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// In which consultation.
    pub consultation: &'a str,
    /// Who.
    pub person: i64,
    /// When, by the clock.
    pub now_ms: i64,
}

/// A comment that somebody saw: its id and, where they looked at it alone, the version that they saw.
pub type Seen = (i64, Option<i64>);

/// What is changed on comments. Of these, citizens see themes and groups.
#[derive(Clone, Debug)]
pub enum Change<'a> {
    /// Puts them under a theme, or none.
    Theme(Option<&'a str>),
    /// Gives them to a unit, and a day; what is not named stays.
    Unit(Option<&'a str>, Option<&'a str>),
    /// Says which unit and which day, or none.
    Place(Option<&'a str>, Option<&'a str>),
    /// Proposes that they are published.
    Publish,
    /// Proposes that they are withheld, for a reason that has a code.
    Withhold(&'a str),
    /// Takes a proposal back.
    Retract,
    /// Lets them speak with another one, and says how like they are.
    Voice(i64, &'a str),
    /// Lets them speak for themselves.
    Alone,
    /// Says what became of them.
    Settle(i64),
    /// Takes that back.
    Unsettle,
}

/// How many comments an act was done on, and how many were not as whoever did it saw them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Done.
    pub done: usize,
    /// Not.
    pub left: usize,
}

/// What is said to have become of comments.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// What became of them.
    pub disposition: &'a str,
    /// Why.
    pub reason: Option<&'a str>,
    /// What is answered.
    pub answer: Option<&'a str>,
}

/// Several changes, each with the comments that it is of.
#[derive(Debug, Default)]
pub struct Revision<'a> {
    /// What is changed.
    pub changes: Vec<(Change<'a>, Vec<i64>)>,
    /// What is said to have become of them.
    pub outcomes: Vec<(Said<'a>, Vec<i64>)>,
}

impl By<'_> {
    pub(super) fn deed(&self, act: &'static str, target: String, content: String) -> Deed<'_> {
        Deed { at_ms: self.now_ms, person: self.person, act, consultation: self.consultation, target, content }
    }
}

impl Change<'_> {
    const fn act(&self) -> &'static str {
        match self {
            Self::Theme(_) => "theme",
            Self::Unit(..) | Self::Place(..) => "assign",
            Self::Publish | Self::Withhold(_) => "propose",
            Self::Retract => "retract",
            Self::Voice(..) => "group",
            Self::Alone => "ungroup",
            Self::Settle(_) => "settle",
            Self::Unsettle => "unsettle",
        }
    }

    /// What is set, and what must hold of the comment. Places from $5.
    fn sql(&self) -> (&'static str, String) {
        // What was approved is opened again by who approves, and by nobody else.
        let open = format!("NOT EXISTS ({APPROVED})");
        let (set, holds) = match self {
            Self::Theme(_) => ("theme = $5", "true"),
            Self::Unit(..) => ("unit = COALESCE($5, unit), due = COALESCE($6, due)", "true"),
            Self::Place(..) => ("unit = $5, due = $6", "true"),
            Self::Publish => ("proposed = 'publish', proposed_reason = NULL, proposed_by = $5", "state = 'received'"),
            Self::Withhold(_) => {
                ("proposed = 'withhold', proposed_by = $5, proposed_reason = $6", "state = 'received'")
            }
            Self::Retract => (
                "proposed = NULL, proposed_reason = NULL, proposed_by = NULL",
                "state = 'received' AND proposed IS NOT NULL",
            ),
            // Whoever leads a group does not follow another: a group is one voice with a count, about one thing. Nobody joins
            // what was approved without them.
            Self::Voice(..) => (
                "voice = $5, likeness = $6",
                "id <> $5 AND NOT EXISTS (SELECT 1 FROM comment o WHERE o.voice = comment.id) AND EXISTS \
                 (SELECT 1 FROM comment o WHERE o.id = $5 AND o.voice IS NULL AND o.consultation = comment.consultation \
                 AND COALESCE(o.subject, '') = COALESCE(comment.subject, '') \
                 AND COALESCE(o.package, '') = COALESCE(comment.package, '') \
                 AND NOT EXISTS (SELECT 1 FROM settlement s WHERE s.id = o.settlement AND s.approved_ms IS NOT NULL))",
            ),
            Self::Alone => ("voice = NULL, likeness = NULL", "voice IS NOT NULL"),
            Self::Settle(_) => ("settlement = $5", "true"),
            // Whoever speaks with another would have that one's outcome at once.
            Self::Unsettle => (
                "settlement = NULL",
                "settlement IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comment o JOIN settlement s ON s.id = o.settlement \
                 WHERE o.id = comment.voice AND s.approved_ms IS NOT NULL)",
            ),
        };
        let is_outcome = matches!(self, Self::Voice(..) | Self::Alone | Self::Settle(_) | Self::Unsettle);
        (set, if is_outcome { format!("{holds} AND {open}") } else { holds.to_owned() })
    }

    /// What the log keeps of it: what the comment is in that respect from now on.
    fn content(&self) -> String {
        match self {
            Self::Theme(theme) => parts(&[*theme]),
            Self::Unit(unit, due) | Self::Place(unit, due) => parts(&[*unit, *due]),
            Self::Publish => parts(&[Some("publish"), None]),
            Self::Withhold(code) => parts(&[Some("withhold"), Some(code)]),
            Self::Voice(of, likeness) => parts(&[Some(&of.to_string()), Some(likeness)]),
            Self::Settle(settlement) => parts(&[Some(&settlement.to_string())]),
            Self::Retract | Self::Alone | Self::Unsettle => String::new(),
        }
    }
}

/// The outcome that holds of a comment.
const APPROVED: &str = "SELECT 1 FROM settlement s WHERE s.approved_ms IS NOT NULL AND s.id = \
     COALESCE(comment.settlement, (SELECT o.settlement FROM comment o WHERE o.id = comment.voice))";

impl Store {
    /// Changes comments.
    pub async fn change(&self, by: &By<'_>, seen: &[Seen], change: &Change<'_>) -> Result<Done, Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = changed(act.on(), by, seen, change).await;
        act.end(done).await
    }

    /// Says what became of comments; it holds once somebody else has approved it. Its id, and how many it is of.
    pub async fn settle(&self, by: &By<'_>, seen: &[Seen], said: &Said<'_>) -> Result<(i64, Done), Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let settled = settled(act.on(), by, seen, said).await;
        act.end(settled).await
    }

    /// Changes comments in several ways, each with those that it is of: all of it, or nothing where one is not as it was seen.
    pub async fn revise(&self, by: &By<'_>, seen: &[Seen], revision: &Revision<'_>) -> Result<usize, Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = revised(act.on(), by, seen, revision).await;
        act.end(done).await
    }

    /// Notes in the log that something was done.
    pub async fn tell(
        &self,
        by: &By<'_>,
        act_name: &'static str,
        target: String,
        content: String,
    ) -> Result<(), Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = append(act.on(), &[by.deed(act_name, target, content)]).await.map(drop);
        act.end(done).await
    }

    /// Publishes or withholds what others proposed.
    pub async fn release(&self, by: &By<'_>, seen: &[Seen]) -> Result<Done, Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = released(act.on(), by, seen).await;
        act.end(done).await
    }

    /// Withholds a comment that was published: its place in the order stays, its words are seen no more.
    pub async fn withdraw(&self, by: &By<'_>, id: i64, reason: &str) -> Result<(), Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = withdrawn(act.on(), by, id, reason).await;
        act.end(done).await
    }

    /// Approves what others said to have become of comments, each with the [`set_digest`] of those: from now on it holds.
    pub async fn approve(&self, by: &By<'_>, seen: &[(i64, String)]) -> Result<Done, Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = approved(act.on(), by, seen).await;
        act.end(done).await
    }

    /// Gives back to others what they said to have become of comments, with a reason; what was approved holds no more.
    pub async fn give_back(&self, by: &By<'_>, ids: &[i64], reason: &str) -> Result<Done, Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = given_back(act.on(), by, ids, reason).await;
        act.end(done).await
    }

    /// Tells colleagues something of a comment.
    pub async fn note(&self, by: &By<'_>, id: i64, text: &str) -> Result<(), Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = noted(act.on(), by, id, text).await;
        act.end(done).await
    }

    /// Deletes how somebody can be reached, once they were.
    pub async fn forget(&self, by: &By<'_>, ids: &[i64]) -> Result<Done, Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = forgotten(act.on(), by, ids).await;
        act.end(done).await
    }

    /// Deletes what tells of persons in consultations that were announced before a time: names, pseudonyms, and how to reach
    /// them. Of how many comments.
    pub async fn retain(&self, announced_before_ms: i64, now_ms: i64) -> Result<u64, Failure> {
        // Mostly there is nothing to do, and no writer waits for that.
        let past = "SELECT 1 FROM comment WHERE consultation IN (SELECT consultation FROM announcement WHERE announced_ms < $1) \
             AND (pseudonym IS NOT NULL OR name <> substr(name, 1, 1) || '**' \
             OR EXISTS (SELECT 1 FROM contact a WHERE a.comment = comment.id)) LIMIT 1";
        if sqlx::query(past).bind(announced_before_ms).fetch_optional(&self.read).await?.is_none() {
            return Ok(0);
        }
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = retained(act.on(), announced_before_ms, now_ms).await;
        act.end(done).await
    }
}

/// Holds a consultation until the act ends.
async fn lock(connection: &mut AnyConnection, consultation: &str) -> Result<(), Failure> {
    sqlx::query(
        "INSERT INTO last_number (consultation, number) VALUES ($1, 0) \
         ON CONFLICT (consultation) DO UPDATE SET number = last_number.number",
    )
    .bind(consultation)
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// The same; fails where it was announced.
pub(super) async fn hold(connection: &mut AnyConnection, consultation: &str) -> Result<(), Failure> {
    lock(connection, consultation).await?;
    let announced = sqlx::query("SELECT 1 FROM announcement WHERE consultation = $1");
    match announced.bind(consultation).fetch_optional(&mut *connection).await? {
        None => Ok(()),
        Some(_) => Err(Failure::Announced),
    }
}

async fn changed(
    connection: &mut AnyConnection,
    by: &By<'_>,
    seen: &[Seen],
    change: &Change<'_>,
) -> Result<Done, Failure> {
    hold(connection, by.consultation).await?;
    let (set, holds) = change.sql();
    let sql = format!(
        "UPDATE comment SET {set}, version = version + 1 WHERE id = $1 AND consultation = $2 AND version = COALESCE($3, version) AND $4 = $4 AND {holds}"
    );
    let mut deeds = Vec::new();
    for (id, version) in seen {
        let query = sqlx::query(&sql).bind(*id).bind(by.consultation).bind(*version).bind(by.person);
        let query = match change {
            Change::Theme(theme) => query.bind(*theme),
            Change::Unit(unit, due) | Change::Place(unit, due) => query.bind(*unit).bind(*due),
            Change::Publish => query.bind(by.person),
            Change::Withhold(code) => query.bind(by.person).bind(*code),
            Change::Voice(of, likeness) => query.bind(*of).bind(*likeness),
            Change::Settle(settlement) => query.bind(*settlement),
            Change::Retract | Change::Alone | Change::Unsettle => query,
        };
        if query.execute(&mut *connection).await?.rows_affected() == 1 {
            deeds.push(by.deed(change.act(), comment_target(*id), change.content()));
        }
    }
    append(connection, &deeds).await?;
    Ok(Done { done: deeds.len(), left: seen.len() - deeds.len() })
}

async fn revised(
    connection: &mut AnyConnection,
    by: &By<'_>,
    seen: &[Seen],
    revision: &Revision<'_>,
) -> Result<usize, Failure> {
    hold(connection, by.consultation).await?;
    for (id, version) in seen {
        let found: Option<(i64,)> = sqlx::query_as("SELECT version FROM comment WHERE id = $1 AND consultation = $2")
            .bind(*id)
            .bind(by.consultation)
            .fetch_optional(&mut *connection)
            .await?;
        if found.map(|(found,)| found) != *version {
            return Err(Failure::Stale);
        }
    }
    let now = |ids: &[i64]| ids.iter().map(|id| (*id, None)).collect::<Vec<Seen>>();
    let mut all = 0;
    for (change, ids) in &revision.changes {
        let done = changed(connection, by, &now(ids), change).await?;
        if done.left > 0 {
            return Err(Failure::Stale);
        }
        all += done.done;
    }
    for (said, ids) in &revision.outcomes {
        let (_, done) = settled(connection, by, &now(ids), said).await?;
        if done.left > 0 {
            return Err(Failure::Stale);
        }
        all += done.done;
    }
    Ok(all)
}

async fn settled(
    connection: &mut AnyConnection,
    by: &By<'_>,
    seen: &[Seen],
    said: &Said<'_>,
) -> Result<(i64, Done), Failure> {
    hold(connection, by.consultation).await?;
    let (id,): (i64,) = sqlx::query_as(
        "INSERT INTO settlement (consultation, disposition, reason, answer, prepared_by, prepared_ms) \
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    )
    .bind(by.consultation)
    .bind(said.disposition)
    .bind(said.reason)
    .bind(said.answer)
    .bind(by.person)
    .bind(by.now_ms)
    .fetch_one(&mut *connection)
    .await?;
    let done = changed(connection, by, seen, &Change::Settle(id)).await?;
    if done.done == 0 {
        return Err(Failure::NotThere);
    }
    Ok((id, done))
}

async fn released(connection: &mut AnyConnection, by: &By<'_>, seen: &[Seen]) -> Result<Done, Failure> {
    hold(connection, by.consultation).await?;
    let mut deeds = Vec::new();
    for (id, version) in seen {
        let (number,): (i64,) = sqlx::query_as("SELECT number + 1 FROM last_number WHERE consultation = $1")
            .bind(by.consultation)
            .fetch_one(&mut *connection)
            .await?;
        let released: Option<(String, Option<String>, String)> = sqlx::query_as(
            "UPDATE comment SET state = CASE WHEN proposed = 'publish' THEN 'published' ELSE 'withheld' END, \
             withheld = proposed_reason, number = $1, published_ms = $2, version = version + 1 \
             WHERE id = $3 AND consultation = $4 AND state = 'received' AND proposed IS NOT NULL AND proposed_by <> $5 \
             AND version = COALESCE($6, version) RETURNING state, withheld, text",
        )
        .bind(number)
        .bind(by.now_ms)
        .bind(*id)
        .bind(by.consultation)
        .bind(by.person)
        .bind(*version)
        .fetch_optional(&mut *connection)
        .await?;
        let Some((state, withheld, text)) = released else { continue };
        sqlx::query("UPDATE last_number SET number = $1 WHERE consultation = $2")
            .bind(number)
            .bind(by.consultation)
            .execute(&mut *connection)
            .await?;
        let act = if state == "published" {
            index(connection, *id, &text).await?;
            "publish"
        } else {
            "withhold"
        };
        deeds.push(by.deed(act, comment_target(*id), shown(number, withheld.as_deref(), &text)));
    }
    append(connection, &deeds).await?;
    Ok(Done { done: deeds.len(), left: seen.len() - deeds.len() })
}

/// What the log keeps of what everybody sees of a comment.
pub(super) fn shown(number: i64, withheld: Option<&str>, text: &str) -> String {
    parts(&[Some(&number.to_string()), withheld, Some(text)])
}

/// Rows of one statement.
const ROWS: usize = 200;

/// Lets a comment be found by pairs of its letters.
async fn index(connection: &mut AnyConnection, id: i64, text: &str) -> Result<(), Failure> {
    for grams in rule::grams(text).chunks(ROWS) {
        let rows: Vec<String> = (2..).zip(grams).map(|(place, _)| format!("(${place}, $1)")).collect();
        let sql =
            format!("INSERT INTO comment_grams (gram, comment) VALUES {} ON CONFLICT DO NOTHING", rows.join(", "));
        let query = grams.iter().fold(sqlx::query(&sql).bind(id), |query, gram| query.bind(*gram));
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

async fn withdrawn(connection: &mut AnyConnection, by: &By<'_>, id: i64, reason: &str) -> Result<(), Failure> {
    lock(connection, by.consultation).await?;
    let done: Option<(i64, String)> = sqlx::query_as(
        "UPDATE comment SET state = 'withheld', withheld = $1, version = version + 1 \
         WHERE id = $2 AND consultation = $3 AND state = 'published' RETURNING number, text",
    )
    .bind(reason)
    .bind(id)
    .bind(by.consultation)
    .fetch_optional(&mut *connection)
    .await?;
    let (number, text) = done.ok_or(Failure::NotThere)?;
    sqlx::query("DELETE FROM comment_grams WHERE comment = $1").bind(id).execute(&mut *connection).await?;
    let content = shown(number, Some(reason), &text);
    append(connection, &[by.deed("withdraw", comment_target(id), content)]).await?;
    Ok(())
}

/// Of which comments an outcome is, in order.
pub(super) async fn covered(connection: &mut AnyConnection, settlement: i64) -> Result<Vec<i64>, Failure> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT c.id FROM comment c LEFT JOIN comment v ON v.id = c.voice \
         WHERE COALESCE(c.settlement, v.settlement) = $1 ORDER BY c.id",
    )
    .bind(settlement)
    .fetch_all(&mut *connection)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What tells whether some comments are still the same.
pub fn set_digest(ids: impl IntoIterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    content_digest(&ids.join(" ")).chars().take(16).collect()
}

async fn approved(connection: &mut AnyConnection, by: &By<'_>, seen: &[(i64, String)]) -> Result<Done, Failure> {
    hold(connection, by.consultation).await?;
    let mut deeds = Vec::new();
    for (id, set) in seen {
        // Who joined since, nobody has seen.
        if set_digest(covered(connection, *id).await?) != *set {
            continue;
        }
        let approved: Option<(String, Option<String>, Option<String>, i64)> = sqlx::query_as(
            "UPDATE settlement SET approved_by = $1, approved_ms = $2 WHERE id = $3 AND consultation = $4 \
             AND approved_by IS NULL AND prepared_by <> $1 AND returned IS NULL \
             RETURNING disposition, reason, answer, prepared_by",
        )
        .bind(by.person)
        .bind(by.now_ms)
        .bind(*id)
        .bind(by.consultation)
        .fetch_optional(&mut *connection)
        .await?;
        if let Some((disposition, reason, answer, prepared_by)) = approved {
            let texts = (disposition.as_str(), reason.as_deref(), answer.as_deref());
            let content = outcome(texts, (prepared_by, by.person, by.now_ms));
            deeds.push(by.deed("approve", settlement_target(*id), content));
        }
    }
    append(connection, &deeds).await?;
    Ok(Done { done: deeds.len(), left: seen.len() - deeds.len() })
}

/// What the log keeps of an outcome that holds: its texts, who prepared and who approved it, and when.
pub(super) fn outcome(
    (disposition, reason, answer): (&str, Option<&str>, Option<&str>),
    (prepared_by, approved_by, approved_ms): (i64, i64, i64),
) -> String {
    let [prepared_by, approved_by, approved_ms] = [prepared_by, approved_by, approved_ms].map(|n| n.to_string());
    parts(&[Some(disposition), reason, answer, Some(&prepared_by), Some(&approved_by), Some(&approved_ms)])
}

async fn given_back(connection: &mut AnyConnection, by: &By<'_>, ids: &[i64], reason: &str) -> Result<Done, Failure> {
    hold(connection, by.consultation).await?;
    let mut deeds = Vec::new();
    for id in ids {
        let done = sqlx::query(
            "UPDATE settlement SET returned = $1, approved_by = NULL, approved_ms = NULL \
             WHERE id = $2 AND consultation = $3 AND prepared_by <> $4",
        )
        .bind(reason)
        .bind(*id)
        .bind(by.consultation)
        .bind(by.person)
        .execute(&mut *connection)
        .await?;
        if done.rows_affected() == 1 {
            deeds.push(by.deed("give-back", settlement_target(*id), reason.to_owned()));
        }
    }
    append(connection, &deeds).await?;
    Ok(Done { done: deeds.len(), left: ids.len() - deeds.len() })
}

async fn noted(connection: &mut AnyConnection, by: &By<'_>, id: i64, text: &str) -> Result<(), Failure> {
    let done = sqlx::query(
        "INSERT INTO note (comment, person, at_ms, text) SELECT id, $1, $2, $3 FROM comment WHERE id = $4 AND consultation = $5",
    )
    .bind(by.person)
    .bind(by.now_ms)
    .bind(text)
    .bind(id)
    .bind(by.consultation)
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() != 1 {
        return Err(Failure::NotThere);
    }
    append(connection, &[by.deed("note", comment_target(id), text.to_owned())]).await?;
    Ok(())
}

async fn forgotten(connection: &mut AnyConnection, by: &By<'_>, ids: &[i64]) -> Result<Done, Failure> {
    let mut deeds = Vec::new();
    for id in ids {
        let done = sqlx::query(
            "DELETE FROM contact WHERE comment IN (SELECT id FROM comment WHERE id = $1 AND consultation = $2)",
        )
        .bind(*id)
        .bind(by.consultation)
        .execute(&mut *connection)
        .await?;
        if done.rows_affected() == 1 {
            deeds.push(by.deed("forget", comment_target(*id), String::new()));
        }
    }
    append(connection, &deeds).await?;
    Ok(Done { done: deeds.len(), left: ids.len() - deeds.len() })
}

async fn retained(connection: &mut AnyConnection, announced_before_ms: i64, now_ms: i64) -> Result<u64, Failure> {
    let past = "consultation IN (SELECT consultation FROM announcement WHERE announced_ms < $1)";
    let contacts = format!("DELETE FROM contact WHERE comment IN (SELECT id FROM comment WHERE {past})");
    let contacts = sqlx::query(&contacts).bind(announced_before_ms).execute(&mut *connection).await?.rows_affected();
    // The first letter of a name stays: it is what was published.
    let names = format!(
        "UPDATE comment SET name = substr(name, 1, 1) || '**', pseudonym = NULL WHERE {past} \
         AND (pseudonym IS NOT NULL OR name <> substr(name, 1, 1) || '**')"
    );
    let names = sqlx::query(&names).bind(announced_before_ms).execute(&mut *connection).await?.rows_affected();
    if contacts + names > 0 {
        let by = By { consultation: "", person: 0, now_ms };
        append(connection, &[by.deed("retain", String::new(), format!("{contacts} {names}"))]).await?;
    }
    Ok(contacts + names)
}
