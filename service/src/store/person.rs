//! Who works on comments, and who of them has signed in; fails where the database does.

use sha2::{Digest, Sha256};

use super::act::Act;
use super::log::{Deed, append, parts};
use super::{Failure, Store};
use crate::world::hex;

/// What somebody may do; `office::policy` says what each may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Reads, sorts, proposes what is published, takes letters in.
    Clerk,
    /// Drafts what became of comments, and answers.
    Answerer,
    /// Publishes and approves what others prepared, and announces.
    Publisher,
    /// Says who may do what, and reads the log; no comments.
    Administrator,
}

impl Role {
    /// In the order in which work goes through them.
    pub const ALL: [Self; 4] = [Self::Clerk, Self::Answerer, Self::Publisher, Self::Administrator];

    /// As tables and words name it.
    pub const fn word(self) -> &'static str {
        ["clerk", "answerer", "publisher", "administrator"][self as usize]
    }
}

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: i64,
    /// The name by which they sign in and colleagues see them.
    pub name: String,
    /// What they may do.
    pub roles: Vec<Role>,
    /// Whether somebody else has seen the password.
    pub is_fresh: bool,
    /// Whether they may do nothing any more.
    pub is_barred: bool,
}

impl Person {
    /// Whether they have a role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Browsers that are known as somebody's.
const BROWSERS: usize = 10;

const COLUMNS: &str = "p.id, p.name, p.roles, p.is_fresh, p.is_barred";

type Row = (i64, String, String, i64, i64);

fn person((id, name, roles, is_fresh, is_barred): Row) -> Person {
    let roles = Role::ALL.into_iter().filter(|role| roles.split(' ').any(|word| word == role.word())).collect();
    Person { id, name, roles, is_fresh: is_fresh != 0, is_barred: is_barred != 0 }
}

fn words(roles: &[Role]) -> String {
    roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(" ")
}

/// As it is kept of a secret that a browser has.
fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret))
}

impl Store {
    /// Adds somebody; [`Failure::NotThere`] where the name is taken. `by` is 0 where the program does it.
    pub async fn add_person(
        &self,
        (name, roles): (&str, &[Role]),
        password: &str,
        (by, now_ms): (i64, i64),
    ) -> Result<i64, Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let added: Option<(i64,)> = sqlx::query_as(
            "INSERT INTO person (name, roles, password, is_fresh, is_barred) VALUES ($1, $2, $3, 1, 0) \
             ON CONFLICT (name) DO NOTHING RETURNING id",
        )
        .bind(name)
        .bind(words(roles))
        .bind(password)
        .fetch_optional(act.on())
        .await?;
        let Some((id,)) = added else {
            act.undo().await;
            return Err(Failure::NotThere);
        };
        let deed = said("person-add", id, standing(&words(roles), false), (by, now_ms));
        append(act.on(), &[deed]).await?;
        act.commit().await?;
        Ok(id)
    }

    /// Gives somebody other roles, or bars them; who is barred is signed out.
    pub async fn change_person(
        &self,
        id: i64,
        (roles, is_barred): (&[Role], bool),
        (by, now_ms): (i64, i64),
    ) -> Result<(), Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let changed = sqlx::query("UPDATE person SET roles = $1, is_barred = $2 WHERE id = $3")
            .bind(words(roles))
            .bind(i64::from(is_barred))
            .bind(id)
            .execute(act.on())
            .await?;
        if changed.rows_affected() != 1 {
            act.undo().await;
            return Err(Failure::NotThere);
        }
        // What they may do has changed: they sign in anew.
        sqlx::query("DELETE FROM session WHERE person = $1").bind(id).execute(act.on()).await?;
        let content = standing(&words(roles), is_barred);
        append(act.on(), &[said("person-change", id, content, (by, now_ms))]).await?;
        act.commit().await
    }

    /// Gives somebody another password, and signs them out everywhere. No browser is known as theirs any more.
    pub async fn set_password(
        &self,
        id: i64,
        (password, is_fresh): (&str, bool),
        (by, now_ms): (i64, i64),
    ) -> Result<(), Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        let changed = sqlx::query("UPDATE person SET password = $1, is_fresh = $2 WHERE id = $3")
            .bind(password)
            .bind(i64::from(is_fresh))
            .bind(id)
            .execute(act.on())
            .await?;
        if changed.rows_affected() != 1 {
            act.undo().await;
            return Err(Failure::NotThere);
        }
        sqlx::query("DELETE FROM session WHERE person = $1").bind(id).execute(act.on()).await?;
        sqlx::query("DELETE FROM known_browser WHERE person = $1").bind(id).execute(act.on()).await?;
        append(act.on(), &[said("password", id, String::new(), (by, now_ms))]).await?;
        act.commit().await
    }

    /// Everybody, in the order in which they came.
    pub async fn people(&self) -> Result<Vec<Person>, Failure> {
        let sql = format!("SELECT {COLUMNS} FROM person p ORDER BY p.id");
        let rows: Vec<Row> = sqlx::query_as(&sql).fetch_all(&self.read).await?;
        Ok(rows.into_iter().map(person).collect())
    }

    /// Somebody by name, and what is kept of the password.
    pub async fn person_named(&self, name: &str) -> Result<Option<(Person, String)>, Failure> {
        let sql = format!("SELECT {COLUMNS} FROM person p WHERE p.name = $1");
        let Some(row) = sqlx::query_as(&sql).bind(name).fetch_optional(&self.read).await? else { return Ok(None) };
        let found = person(row);
        let (password,): (String,) =
            sqlx::query_as("SELECT password FROM person WHERE id = $1").bind(found.id).fetch_one(&self.read).await?;
        Ok(Some((found, password)))
    }

    /// Signs somebody in whose password was looked at: from now on the browser with that secret is theirs, in place of another that it
    /// may have had. [`Failure::NotThere`] where the password was changed or they were barred since.
    pub async fn sign_in(
        &self,
        (person, kept): (i64, &str),
        (secret, former): (&str, &str),
        now_ms: i64,
    ) -> Result<(), Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        sqlx::query("DELETE FROM session WHERE digest = $1").bind(digest(former)).execute(act.on()).await?;
        let done = sqlx::query(
            "INSERT INTO session (digest, person, since_ms, seen_ms) \
             SELECT $1, id, $2, $2 FROM person WHERE id = $3 AND password = $4 AND is_barred = 0",
        )
        .bind(digest(secret))
        .bind(now_ms)
        .bind(person)
        .bind(kept)
        .execute(act.on())
        .await?;
        if done.rows_affected() != 1 {
            act.undo().await;
            return Err(Failure::NotThere);
        }
        append(act.on(), &[said("sign-in", person, String::new(), (person, now_ms))]).await?;
        act.commit().await
    }

    /// Whose a secret is: the person, since when, and when it was seen last.
    pub async fn session(&self, secret: &str) -> Result<Option<(Person, i64, i64)>, Failure> {
        let sql = format!(
            "SELECT {COLUMNS}, s.since_ms, s.seen_ms FROM session s JOIN person p ON p.id = s.person \
             WHERE s.digest = $1 AND p.is_barred = 0"
        );
        let row: Option<(i64, String, String, i64, i64, i64, i64)> =
            sqlx::query_as(&sql).bind(digest(secret)).fetch_optional(&self.read).await?;
        Ok(row.map(|(id, name, roles, is_fresh, is_barred, since, seen)| {
            (person((id, name, roles, is_fresh, is_barred)), since, seen)
        }))
    }

    /// Who has signed in before in the browser that has a secret, by name.
    pub async fn known_in(&self, secret: &str) -> Result<Vec<String>, Failure> {
        let rows = sqlx::query_as(
            "SELECT p.name FROM known_browser b JOIN person p ON p.id = b.person WHERE b.digest = $1 AND p.is_barred = 0",
        );
        let rows: Vec<(String,)> = rows.bind(digest(secret)).fetch_all(&self.read).await?;
        Ok(rows.into_iter().map(|(name,)| name).collect())
    }

    /// Lets the browser that has a secret be known as one of somebody whose password was looked at; of those, the last few stay.
    pub async fn know_browser(&self, (person, kept): (i64, &str), secret: &str, now_ms: i64) -> Result<(), Failure> {
        let mut act = Act::begin(self.kind, &self.write).await?;
        // Where the password was changed since, it is not.
        sqlx::query(
            "INSERT INTO known_browser (digest, person, seen_ms) \
             SELECT $1, id, $2 FROM person WHERE id = $3 AND password = $4 AND is_barred = 0 \
             ON CONFLICT (digest, person) DO UPDATE SET seen_ms = excluded.seen_ms",
        )
        .bind(digest(secret))
        .bind(now_ms)
        .bind(person)
        .bind(kept)
        .execute(act.on())
        .await?;
        let former = format!(
            "DELETE FROM known_browser WHERE person = $1 AND digest NOT IN \
             (SELECT digest FROM known_browser WHERE person = $1 ORDER BY seen_ms DESC, digest LIMIT {BROWSERS})"
        );
        sqlx::query(&former).bind(person).execute(act.on()).await?;
        act.commit().await
    }

    /// Notes that a secret was seen.
    pub async fn seen(&self, secret: &str, now_ms: i64) -> Result<(), Failure> {
        let seen = sqlx::query("UPDATE session SET seen_ms = $1 WHERE digest = $2");
        seen.bind(now_ms).bind(digest(secret)).execute(&self.write).await?;
        Ok(())
    }

    /// Signs a browser out, and all that were not seen since a time.
    pub async fn sign_out(&self, secret: &str, unseen_since_ms: i64) -> Result<(), Failure> {
        let gone = sqlx::query("DELETE FROM session WHERE digest = $1 OR seen_ms < $2");
        gone.bind(digest(secret)).bind(unseen_since_ms).execute(&self.write).await?;
        Ok(())
    }
}

/// What the log keeps of what somebody may do.
pub(super) fn standing(roles: &str, is_barred: bool) -> String {
    parts(&[Some(roles), Some(if is_barred { "barred" } else { "let in" })])
}

fn said(act: &'static str, person: i64, content: String, (by, now_ms): (i64, i64)) -> Deed<'static> {
    Deed { at_ms: now_ms, person: by, act, consultation: "", target: format!("person {person}"), content }
}
