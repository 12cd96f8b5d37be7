//! What comments are looked for, as it stands in an address or in a form, in; those that match out, and the way from one to the next.
//! Fails where the database does.

use super::Desk;
use super::queue::number_of;
use crate::refusal::Refusal;
use crate::rule;
use crate::store::{Filter, Match, Show};

/// The names of the fields by which comments are looked for.
const KEPT: [&str; 8] = ["show", "in-theme", "in-unit", "subject", "settlement", "voice", "own", "q"];

/// What is looked for.
pub fn filter<'a>(desk: &'a Desk, today: &'a str) -> Filter<'a> {
    let show = desk.field("show").unwrap_or_default();
    // `-` is for those that have none.
    let chosen = |name| desk.field(name).map(|value| if value == "-" { "" } else { value });
    Filter {
        consultation: &desk.call.id,
        show: Show::ALL.into_iter().find(|known| known.word() == show).unwrap_or_default(),
        today,
        theme: chosen("in-theme"),
        unit: chosen("in-unit"),
        subject: desk.field("subject"),
        settlement: desk.field("settlement").and_then(|id| id.parse().ok()),
        voice: desk.field("voice").and_then(|id| id.parse().ok()),
        own: desk.field("own").is_some(),
        not_proposed_by: None,
        number: desk.field("q").and_then(number_of),
    }
}

/// Words that must stand in a comment; none where a number is looked for.
pub fn wanted(desk: &Desk) -> Option<rule::Wanted> {
    desk.field("q").filter(|q| number_of(q).is_none()).map(rule::Wanted::new)
}

/// All that match, in order.
pub async fn matching(desk: &Desk) -> Result<Vec<Match>, Refusal> {
    let today = desk.service.today().map(|day| day.iso()).unwrap_or_default();
    let (filter, wanted) = (filter(desk, &today), wanted(desk));
    let keep = |text: &str| wanted.as_ref().is_none_or(|wanted| wanted.matches(text));
    desk.service.store.matching(&filter, keep).await.map_err(|failure| desk.failed(&failure))
}

/// What is looked for, to be kept on the next page.
pub fn kept(fields: &[(String, String)]) -> Vec<(&'static str, String)> {
    let kept = |name: &&'static str| {
        let (_, value) = fields.iter().find(|(known, _)| known == name)?;
        Some((*name, value.trim().to_owned())).filter(|(_, value)| !value.is_empty())
    };
    KEPT.iter().filter_map(kept).collect()
}

/// The same with more, as it stands behind an address; blank where there is nothing.
pub fn query(kept: &[(&'static str, String)], more: &[(&'static str, String)]) -> String {
    if kept.is_empty() && more.is_empty() {
        return String::new();
    }
    form_urlencoded::Serializer::for_suffix("?".to_owned(), 1).extend_pairs(kept.iter().chain(more)).finish()
}

/// The way from one comment to others of those that were looked for.
pub struct Way {
    /// What is looked for, as fields and behind an address.
    pub kept: Vec<(&'static str, String)>,
    pub query: String,
    pub former: Option<i64>,
    pub next: Option<i64>,
    /// The next of which nothing is said to have become, from the first again where there is none after it.
    pub open: Option<i64>,
    /// The how manyth it is; blank where it does not match any more.
    pub place: String,
}

impl Way {
    /// From the comment of this page.
    pub async fn from(desk: &Desk) -> Result<Self, Refusal> {
        let (all, id) = (matching(desk).await?, desk.call.number);
        let (before, rest) = all.split_at(all.partition_point(|one| one.id < id));
        let is_match = rest.first().is_some_and(|one| one.id == id);
        let after = &rest[usize::from(is_match)..];
        let words = desk.words();
        let (n, count) = ((before.len() + 1).to_string(), all.len().to_string());
        let kept = kept(&desk.fields);
        Ok(Self {
            query: query(&kept, &[]),
            kept,
            former: before.last().map(|one| one.id),
            next: after.first().map(|one| one.id),
            open: after.iter().chain(before).find(|one| one.is_open).map(|one| one.id),
            place: if is_match { words.fill("office.way.place", &[("n", &n), ("all", &count)]) } else { String::new() },
        })
    }
}
