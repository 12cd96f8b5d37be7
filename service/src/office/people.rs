//! Who works here: names and what they may do in, passwords for the first time out. A password is shown once, and kept by nobody.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::policy::Act;
use super::{Desk, Frame, html, password, role_key};
use crate::refusal::{Problem, Refusal};
use crate::store::{Failure, Role, Store};
use crate::world::World;

#[derive(Template)]
#[template(path = "office/people.html")]
struct People<'a> {
    f: Frame<'a>,
    rows: Vec<Row<'a>>,
    roles: Vec<(&'static str, &'a str, &'a str)>,
    /// A name and the password that was just made for it.
    made: Option<(String, String)>,
    name: &'a str,
    problems: &'a [Problem],
}

struct Row<'a> {
    id: i64,
    name: String,
    roles: Vec<(&'static str, &'a str, bool)>,
    is_fresh: bool,
    is_barred: bool,
    is_self: bool,
}

/// What all are called who work here.
pub struct Names(Vec<crate::store::Person>);

impl Names {
    /// As they are called now.
    pub async fn of(desk: &Desk) -> Result<Self, Refusal> {
        Ok(Self(desk.service.store.people().await.map_err(|failure| desk.failed(&failure))?))
    }

    /// What somebody is called; blank where it is nobody.
    pub fn name(&self, id: i64) -> String {
        self.0.iter().find(|person| person.id == id).map_or(String::new(), |person| person.name.clone())
    }
}

/// The list and the form.
pub async fn show(desk: &Desk) -> Result<Response, Refusal> {
    page(desk, None, &[]).await
}

async fn page(desk: &Desk, made: Option<(String, String)>, problems: &[Problem]) -> Result<Response, Refusal> {
    let words = desk.words();
    let people = desk.service.store.people().await.map_err(|failure| desk.failed(&failure))?;
    let row = |person: crate::store::Person| Row {
        id: person.id,
        roles: Role::ALL.map(|role| (role.word(), words.text(role_key(role)), person.is(role))).to_vec(),
        is_fresh: person.is_fresh,
        is_barred: person.is_barred,
        is_self: person.id == desk.person.id,
        name: person.name,
    };
    let hints = [
        "office.role.clerk.hint",
        "office.role.answerer.hint",
        "office.role.publisher.hint",
        "office.role.administrator.hint",
    ];
    let roles =
        Role::ALL.iter().zip(hints).map(|(role, hint)| (role.word(), words.text(role_key(*role)), words.text(hint)));
    let page = People {
        f: desk.frame("", words.text("office.people")),
        rows: people.into_iter().map(row).collect(),
        roles: roles.collect(),
        made,
        name: if problems.is_empty() { "" } else { desk.field("name").unwrap_or_default() },
        problems,
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(html(status, &page))
}

/// Adds somebody, gives them a new password, or says what they may do.
pub async fn set(desk: &Desk) -> Result<Response, Refusal> {
    let store = &desk.service.store;
    let by = (desk.person.id, desk.service.world.now());
    let roles: Vec<Role> =
        Role::ALL.into_iter().filter(|role| desk.all("role").any(|word| word == role.word())).collect();
    let failed = |failure: Failure| desk.failed(&failure);
    let id = desk.field("person").and_then(|id| id.parse::<i64>().ok());
    let people = store.people().await.map_err(failed)?;
    let known = id.and_then(|id| people.iter().find(|person| person.id == id));
    match (desk.field("act").unwrap_or_default(), known) {
        ("add", _) => {
            let name = desk.text("name", 60)?.unwrap_or_default();
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let problem = |rule, field| vec![Problem::new(desk.words(), rule, field, &[])];
            if name.is_empty() {
                return page(desk, None, &problem("person-name", "name")).await;
            }
            if roles.is_empty() {
                return page(desk, None, &problem("person-role", "role")).await;
            }
            let (fresh, kept) = make(desk).await?;
            match store.add_person((&name, &roles), &kept, by).await {
                Ok(_) => page(desk, Some((name, fresh)), &[]).await,
                Err(Failure::NotThere) => page(desk, None, &problem("person-taken", "name")).await,
                Err(failure) => Err(failed(failure)),
            }
        }
        ("password", Some(person)) => {
            let (fresh, kept) = make(desk).await?;
            store.set_password(person.id, (&kept, true), by).await.map_err(failed)?;
            page(desk, Some((person.name.clone(), fresh)), &[]).await
        }
        (act @ ("roles" | "bar" | "unbar"), Some(person)) if person.id != desk.person.id => {
            let roles = if act == "roles" { &roles } else { &person.roles };
            let is_barred = if act == "roles" { person.is_barred } else { act == "bar" };
            store.change_person(person.id, (roles, is_barred), by).await.map_err(failed)?;
            Ok(desk.onward("", "people?done=person"))
        }
        ("roles" | "bar" | "unbar" | "password", None) | ("", _) => Err(desk.refusal("none-chosen", "person")),
        // Nobody takes from themselves what only they may give.
        _ => Err(Refusal::of(StatusCode::FORBIDDEN, desk.words(), "not-allowed")),
    }
}

/// An administrator with a password to be changed, where nobody works here yet: the password.
pub async fn first_administrator(store: &Store, world: &World, name: &str) -> Result<Option<String>, String> {
    if !store.people().await.map_err(|failure| failure.to_string())?.is_empty() {
        return Ok(None);
    }
    let (fresh, kept) = drawn(world).await?;
    match store.add_person((name, &[Role::Administrator]), &kept, (0, world.now())).await {
        Ok(_) => Ok(Some(fresh)),
        // Another process was first.
        Err(Failure::NotThere) => Ok(None),
        Err(failure) => Err(failure.to_string()),
    }
}

/// A new password for an administrator, who is added where there is nobody of that name; they must change it.
pub async fn administrator(store: &Store, world: &World, name: &str) -> Result<String, String> {
    let (fresh, kept) = drawn(world).await?;
    let by = (0, world.now());
    match store.add_person((name, &[Role::Administrator]), &kept, by).await {
        Err(Failure::NotThere) => {
            let known = store.person_named(name).await.map_err(|failure| failure.to_string())?;
            let known = known.map(|(person, _)| person).filter(|person| person.is(Role::Administrator));
            let known = known.ok_or_else(|| format!("{name} is no administrator: choose another name."))?;
            let let_in = store.change_person(known.id, (&known.roles, false), by).await;
            let_in.map_err(|failure| failure.to_string())?;
            store.set_password(known.id, (&kept, true), by).await.map_err(|failure| failure.to_string())?;
        }
        added => drop(added.map_err(|failure| failure.to_string())?),
    }
    Ok(fresh)
}

/// A password and what is kept of it.
async fn drawn(world: &World) -> Result<(String, String), String> {
    let nothing = "There are no random numbers.";
    let fresh = password::fresh(world).ok_or(nothing)?;
    let kept = password::Passwords::default().keep(world, &fresh).await.ok_or(nothing)?;
    Ok((fresh, kept))
}

/// A password and what is kept of it.
async fn make(desk: &Desk) -> Result<(String, String), Refusal> {
    let busy = || desk.failed(&Failure::Busy);
    let fresh = password::fresh(&desk.service.world).ok_or_else(busy)?;
    let kept = desk.service.passwords.keep(&desk.service.world, &fresh).await.ok_or_else(busy)?;
    Ok((fresh, kept))
}
