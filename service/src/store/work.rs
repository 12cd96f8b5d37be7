//! Acts of the office in, what was done out, each in one act with its entries of the log. Fails where the database does, or where
//! the consultation was announced already.
//!
//! Every act first takes the row of its consultation in `last_number`: acts on one consultation follow each other, what one of them
//! looks at stays so until it ends, and publication numbers have no gap. What one person prepares another makes hold; the statements
//! themselves say so.

use sqlx::AnyConnection;

use super::act::Act;
use super::log::{Deed, append, comment_target, parts, settlement_target};
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

/// What is changed on comments. None of it is seen by citizens.
#[derive(Clone, Debug)]
pub enum Change<'a> {
    /// Puts them under a theme, or none.
    Theme(Option<&'a str>),
    /// Gives them to a unit, with a day.
    Unit(Option<&'a str>, Option<&'a str>),
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

impl By<'_> {
    pub(super) fn deed(&self, act: &'static str, target: String, content: String) -> Deed<'_> {
        Deed { at_ms: self.now_ms, person: self.person, act, consultation: self.consultation, target, content }
    }
}

impl Change<'_> {
    const fn act(&self) -> &'static str {
        match self {
            Self::Theme(_) => "theme",
            Self::Unit(..) => "assign",
            Self::Publish | Self::Withhold(_) => "propose",
            Self::Retract => "retract",
            Self::Voice(..) => "group",
            Self::Alone => "ungroup",
            Self::Settle(_) => "settle",
            Self::Unsettle => "unsettle",
        }
    }

    /// What is set, and what must hold of the comment. Places from $5.
    const fn sql(&self) -> (&'static str, &'static str) {
        match self {
            Self::Theme(_) => ("theme = $5", "true"),
            Self::Unit(..) => ("unit = $5, due = $6", "true"),
            Self::Publish => ("proposed = 'publish', proposed_reason = NULL, proposed_by = $5", "state = 'received'"),
            Self::Withhold(_) => {
                ("proposed = 'withhold', proposed_by = $5, proposed_reason = $6", "state = 'received'")
            }
            Self::Retract => (
                "proposed = NULL, proposed_reason = NULL, proposed_by = NULL",
                "state = 'received' AND proposed IS NOT NULL",
            ),
            // Whoever leads a group does not follow another: a group is one voice with a count. Nobody joins what was approved
            // without them.
            Self::Voice(..) => (
                "voice = $5, likeness = $6",
                "id <> $5 AND NOT EXISTS (SELECT 1 FROM comment o WHERE o.voice = comment.id) AND EXISTS \
                 (SELECT 1 FROM comment o WHERE o.id = $5 AND o.voice IS NULL AND o.consultation = comment.consultation \
                 AND NOT EXISTS (SELECT 1 FROM settlement s WHERE s.id = o.settlement AND s.approved_ms IS NOT NULL))",
            ),
            Self::Alone => ("voice = NULL, likeness = NULL", "voice IS NOT NULL"),
            Self::Settle(_) => ("settlement = $5", "true"),
            Self::Unsettle => ("settlement = NULL", "settlement IS NOT NULL"),
        }
    }
}

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

    /// Approves what others said to have become of so many comments: from now on it holds.
    pub async fn approve(&self, by: &By<'_>, ids: &[(i64, i64)]) -> Result<Done, Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = approved(act.on(), by, ids).await;
        act.end(done).await
    }

    /// Gives back to others what they said to have become of comments, with a reason.
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
        let past = sqlx::query("SELECT 1 FROM announcement WHERE announced_ms < $1 LIMIT 1");
        if past.bind(announced_before_ms).fetch_optional(&self.read).await?.is_none() {
            return Ok(0);
        }
        let mut act = Act::begin(self.kind, &self.write).await?;
        let done = retained(act.on(), announced_before_ms, now_ms).await;
        act.end(done).await
    }
}

/// Holds a consultation until the act ends; fails where it was announced.
pub(super) async fn hold(connection: &mut AnyConnection, consultation: &str) -> Result<(), Failure> {
    sqlx::query(
        "INSERT INTO last_number (consultation, number) VALUES ($1, 0) \
         ON CONFLICT (consultation) DO UPDATE SET number = last_number.number",
    )
    .bind(consultation)
    .execute(&mut *connection)
    .await?;
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
            Change::Unit(unit, due) => query.bind(*unit).bind(*due),
            Change::Publish => query.bind(by.person),
            Change::Withhold(code) => query.bind(by.person).bind(*code),
            Change::Voice(of, likeness) => query.bind(*of).bind(*likeness),
            Change::Settle(settlement) => query.bind(*settlement),
            Change::Retract | Change::Alone | Change::Unsettle => query,
        };
        if query.execute(&mut *connection).await?.rows_affected() == 1 {
            deeds.push(by.deed(change.act(), comment_target(*id), format!("{change:?}")));
        }
    }
    append(connection, &deeds).await?;
    Ok(Done { done: deeds.len(), left: seen.len() - deeds.len() })
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
        let released: Option<(String, String)> = sqlx::query_as(
            "UPDATE comment SET state = CASE WHEN proposed = 'publish' THEN 'published' ELSE 'withheld' END, \
             withheld = proposed_reason, number = $1, published_ms = $2, version = version + 1 \
             WHERE id = $3 AND consultation = $4 AND state = 'received' AND proposed IS NOT NULL AND proposed_by <> $5 \
             AND version = COALESCE($6, version) RETURNING state, text",
        )
        .bind(number)
        .bind(by.now_ms)
        .bind(*id)
        .bind(by.consultation)
        .bind(by.person)
        .bind(*version)
        .fetch_optional(&mut *connection)
        .await?;
        let Some((state, text)) = released else { continue };
        sqlx::query("UPDATE last_number SET number = $1 WHERE consultation = $2")
            .bind(number)
            .bind(by.consultation)
            .execute(&mut *connection)
            .await?;
        if state == "published" {
            for gram in rule::grams(&text) {
                sqlx::query("INSERT INTO comment_grams (gram, comment) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                    .bind(gram)
                    .bind(*id)
                    .execute(&mut *connection)
                    .await?;
            }
            deeds.push(by.deed("publish", comment_target(*id), text));
        } else {
            deeds.push(by.deed("withhold", comment_target(*id), text));
        }
    }
    append(connection, &deeds).await?;
    Ok(Done { done: deeds.len(), left: seen.len() - deeds.len() })
}

async fn withdrawn(connection: &mut AnyConnection, by: &By<'_>, id: i64, reason: &str) -> Result<(), Failure> {
    let done = sqlx::query(
        "UPDATE comment SET state = 'withheld', withheld = $1, version = version + 1 \
         WHERE id = $2 AND consultation = $3 AND state = 'published'",
    )
    .bind(reason)
    .bind(id)
    .bind(by.consultation)
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() != 1 {
        return Err(Failure::NotThere);
    }
    sqlx::query("DELETE FROM comment_grams WHERE comment = $1").bind(id).execute(&mut *connection).await?;
    append(connection, &[by.deed("withdraw", comment_target(id), reason.to_owned())]).await?;
    Ok(())
}

async fn approved(connection: &mut AnyConnection, by: &By<'_>, ids: &[(i64, i64)]) -> Result<Done, Failure> {
    hold(connection, by.consultation).await?;
    let mut deeds = Vec::new();
    for (id, count) in ids {
        let approved: Option<(String, Option<String>, Option<String>)> = sqlx::query_as(
            "UPDATE settlement SET approved_by = $1, approved_ms = $2, returned = NULL WHERE id = $3 AND consultation = $4 \
             AND approved_by IS NULL AND prepared_by <> $1 AND $5 = (SELECT count(*) FROM comment c \
             LEFT JOIN comment v ON v.id = c.voice WHERE COALESCE(c.settlement, v.settlement) = settlement.id) RETURNING disposition, reason, answer",
        )
        .bind(by.person)
        .bind(by.now_ms)
        .bind(*id)
        .bind(by.consultation)
        .bind(*count)
        .fetch_optional(&mut *connection)
        .await?;
        if let Some((disposition, reason, answer)) = approved {
            let content = parts(&[Some(&disposition), reason.as_deref(), answer.as_deref()]);
            deeds.push(by.deed("approve", settlement_target(*id), content));
        }
    }
    append(connection, &deeds).await?;
    Ok(Done { done: deeds.len(), left: ids.len() - deeds.len() })
}

async fn given_back(connection: &mut AnyConnection, by: &By<'_>, ids: &[i64], reason: &str) -> Result<Done, Failure> {
    hold(connection, by.consultation).await?;
    let mut deeds = Vec::new();
    for id in ids {
        let done = sqlx::query(
            "UPDATE settlement SET returned = $1 WHERE id = $2 AND consultation = $3 AND approved_by IS NULL AND prepared_by <> $4",
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
