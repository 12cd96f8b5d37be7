//! A database at one moment in, whether its log is one whole chain and what stands in the tables is what the log says was done out; fails
//! where the database does.
//!
//! Of every comment, outcome, person and announcement the last entry of each kind must be what stands there, and what an entry speaks of
//! must be there. What nobody did to it is blank.

use std::collections::{HashMap, HashSet};

use sqlx::AnyConnection;

use super::Failure;
use super::announce::{announcement, receipt_digest, receipts_digest};
use super::log::{Broken, COLUMNS, Head, Row, comment_target, content_digest, logged, parts, settlement_target};
use super::person::standing;
use super::work::{outcome, shown};

/// Entries that are read at a time.
const MANY: usize = 1000;

/// What an act is about: later ones take the place of earlier ones.
fn aspect(act: &str) -> &'static str {
    match act {
        "publish" | "withhold" | "withdraw" => "shown",
        "settle" | "unsettle" => "settlement",
        "group" | "ungroup" => "voice",
        "theme" => "theme",
        "approve" | "give-back" => "approval",
        "announce" => "announcement",
        "person-add" | "person-change" => "person",
        _ => "",
    }
}

/// An aspect, a consultation and what it is of.
type Of = (&'static str, String, String);

/// What must be the last entry: its act and its content; none where nothing was done.
type Stands = Option<(String, String)>;

pub(super) async fn look(connection: &mut AnyConnection, published: &[String]) -> Result<(Head, Vec<Broken>), Failure> {
    let (seq, digest) =
        sqlx::query_as("SELECT seq, digest FROM log_head WHERE id = 1").fetch_one(&mut *connection).await?;
    let head = Head { seq, digest };
    let (mut last, mut before, mut place, mut broken) = (i64::MIN, String::new(), 0, Vec::new());
    let mut digests = HashMap::new();
    let mut latest: HashMap<Of, (String, String)> = HashMap::new();
    loop {
        let sql = format!("SELECT {COLUMNS} FROM log WHERE seq > $1 ORDER BY seq LIMIT {MANY}");
        let rows: Vec<Row> = sqlx::query_as(&sql).bind(last).fetch_all(&mut *connection).await?;
        let is_end = rows.len() < MANY;
        for entry in rows.into_iter().map(logged) {
            place += 1;
            if entry.seq != place {
                broken.push(Broken::Gap(place));
                place = entry.seq;
            } else if entry.sealed(&before) != entry.digest {
                broken.push(Broken::Altered(entry.seq));
            } else {
                digests.insert(entry.digest.clone(), entry.seq);
            }
            (last, before) = (entry.seq, entry.digest.clone());
            let aspect = aspect(&entry.act);
            if !aspect.is_empty() {
                let of = (aspect, entry.consultation, entry.target);
                latest.insert(of, (entry.act, entry.content));
            }
        }
        if is_end {
            break;
        }
    }
    if (head.seq, &head.digest) != (place, &before) {
        broken.push(Broken::End);
    }
    let days: Vec<(i64, String)> =
        sqlx::query_as("SELECT seq, digest FROM log_day").fetch_all(&mut *connection).await?;
    let foreign = days.into_iter().filter(|(seq, digest)| digests.get(digest) != Some(seq)).map(|(_, digest)| digest);
    let foreign = foreign.chain(published.iter().filter(|digest| !digests.contains_key(*digest)).cloned());
    broken.extend(foreign.map(Broken::Foreign));
    let logs: Vec<(String,)> = sqlx::query_as("SELECT log FROM announcement").fetch_all(&mut *connection).await?;
    broken.extend(logs.into_iter().filter(|(log,)| !digests.contains_key(log)).map(|(log,)| Broken::Foreign(log)));
    compare(connection, &mut latest, &mut broken).await?;
    Ok((head, broken))
}

async fn compare(
    connection: &mut AnyConnection,
    latest: &mut HashMap<Of, (String, String)>,
    broken: &mut Vec<Broken>,
) -> Result<(), Failure> {
    let mut wrong = HashSet::new();
    for (of, stands) in standings(connection).await? {
        let said = latest.remove(&of);
        let is_so = match (&said, &stands) {
            (None, None) => true,
            (Some((act, _)), None) => matches!(act.as_str(), "unsettle" | "ungroup" | "give-back"),
            (Some((act, content)), Some((must, what))) => {
                let is_act = match must.as_str() {
                    "withhold" => act != "publish",
                    "person" => true,
                    must => act == must,
                };
                is_act && *content == content_digest(what)
            }
            // Nobody has put it under a theme, and it has none.
            (None, Some((must, what))) => must == "theme" && *what == parts(&[None]),
        };
        if !is_so {
            wrong.insert(of.2);
        }
    }
    // What an entry speaks of is gone. An outcome that was drafted in place of another may stay for ever, approved or not.
    wrong.extend(latest.keys().map(|(_, _, target)| target.clone()));
    let announced: Vec<(String, String)> =
        sqlx::query_as("SELECT consultation, receipts_digest FROM announcement").fetch_all(&mut *connection).await?;
    for (consultation, digest) in announced {
        let rows: Vec<(String, String)> = sqlx::query_as("SELECT receipt, text FROM comment WHERE consultation = $1")
            .bind(&consultation)
            .fetch_all(&mut *connection)
            .await?;
        let mut receipts: Vec<String> =
            rows.iter().filter_map(|(receipt, text)| receipt_digest(receipt, text)).collect();
        receipts.sort_unstable();
        if receipts_digest(&receipts) != digest {
            wrong.insert(format!("the receipts of {consultation}"));
        }
    }
    let mut wrong: Vec<String> = wrong.into_iter().collect();
    wrong.sort_unstable();
    broken.extend(wrong.into_iter().map(Broken::Content));
    Ok(())
}

/// What stands in the tables, as the last entry of the log on it must say.
#[allow(clippy::type_complexity)] // Rows as the tables have them, each read once.
async fn standings(connection: &mut AnyConnection) -> Result<Vec<(Of, Stands)>, Failure> {
    let mut all = Vec::new();
    let comments: Vec<(i64, String, String, Option<String>, Option<i64>, String)> =
        sqlx::query_as("SELECT id, consultation, state, withheld, number, text FROM comment")
            .fetch_all(&mut *connection)
            .await?;
    for (id, consultation, state, withheld, number, text) in comments {
        let content = number.map(|number| shown(number, withheld.as_deref(), &text));
        let of = ("shown", consultation, comment_target(id));
        // Whether it was withheld at once or later is for the log to say.
        let stands = match (state.as_str(), content) {
            ("received", _) | (_, None) => None,
            ("published", Some(content)) => Some(("publish".to_owned(), content)),
            (_, Some(content)) => Some(("withhold".to_owned(), content)),
        };
        all.push((of, stands));
    }
    let sorted: Vec<(i64, String, Option<String>, Option<i64>, Option<i64>, Option<String>)> =
        sqlx::query_as("SELECT id, consultation, theme, settlement, voice, likeness FROM comment")
            .fetch_all(&mut *connection)
            .await?;
    for (id, consultation, theme, settlement, voice, likeness) in sorted {
        let target = comment_target(id);
        let settlement = settlement.map(|id| ("settle".to_owned(), parts(&[Some(&id.to_string())])));
        let voice = voice.map(|of| ("group".to_owned(), parts(&[Some(&of.to_string()), likeness.as_deref()])));
        all.push((("settlement", consultation.clone(), target.clone()), settlement));
        all.push((("voice", consultation.clone(), target.clone()), voice));
        // A theme may have been taken away again: that is an entry too.
        all.push((("theme", consultation, target), Some(("theme".to_owned(), parts(&[theme.as_deref()])))));
    }
    let outcomes: Vec<(i64, String, String, Option<String>, Option<String>, i64, Option<i64>, Option<i64>)> =
        sqlx::query_as(
            "SELECT id, consultation, disposition, reason, answer, prepared_by, approved_by, approved_ms FROM settlement",
        )
        .fetch_all(&mut *connection)
        .await?;
    for (id, consultation, disposition, reason, answer, prepared_by, approved_by, approved_ms) in outcomes {
        let stands = approved_by.zip(approved_ms).map(|(approved_by, approved_ms)| {
            let texts = (disposition.as_str(), reason.as_deref(), answer.as_deref());
            ("approve".to_owned(), outcome(texts, (prepared_by, approved_by, approved_ms)))
        });
        all.push((("approval", consultation, settlement_target(id)), stands));
    }
    let announced: Vec<(String, String, String, i64, i64)> =
        sqlx::query_as("SELECT consultation, counts, receipts_digest, person, announced_ms FROM announcement")
            .fetch_all(&mut *connection)
            .await?;
    for (consultation, counts, receipts, person, ms) in announced {
        let stands = Some(("announce".to_owned(), announcement(&counts, &receipts, (person, ms))));
        all.push((("announcement", consultation, "announcement".to_owned()), stands));
    }
    let people: Vec<(i64, String, i64)> =
        sqlx::query_as("SELECT id, roles, is_barred FROM person").fetch_all(&mut *connection).await?;
    for (id, roles, is_barred) in people {
        let content = standing(&roles, is_barred != 0);
        all.push((("person", String::new(), format!("person {id}")), Some(("person".to_owned(), content))));
    }
    Ok(all)
}
