//! A name and a password in, somebody who has signed in out; the own password changed. Who guesses waits, and nobody else: tries are
//! counted for a network and a name together.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use daylight_core::words::Words;

use super::policy::Act;
use super::{COOKIE, Desk, Frame, IDLE_MS, cookie, html, language, password, redirect, refuse, remember, table};
use crate::call::Call;
use crate::refusal::{Problem, Refusal};
use crate::service::Service;
use crate::store::Failure;
use crate::world::hex;

#[derive(Template)]
#[template(path = "office/sign-in.html")]
struct SignIn<'a> {
    w: &'a Words,
    name: &'a str,
    problems: &'a [Problem],
}

#[derive(Template)]
#[template(path = "office/password.html")]
struct Password<'a> {
    f: Frame<'a>,
    is_fresh: bool,
    hint: String,
    problems: &'a [Problem],
}

/// The form.
pub async fn show(service: Arc<Service>, call: Call) -> Response {
    let words = service.wording.choose(language(&call), &call.headers);
    let mut response = html(StatusCode::OK, &SignIn { w: words, name: "", problems: &[] });
    if call.asked("lang").is_some() {
        remember(&mut response, words.lang());
    }
    response
}

/// Signs somebody in.
pub async fn sign_in(service: Arc<Service>, call: Call) -> Response {
    let words = service.wording.choose(language(&call), &call.headers);
    let fields = table::fields(&call).await.unwrap_or_default();
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let (name, typed) = (field("name").unwrap_or_default().trim(), field("password").unwrap_or_default());
    match admit(&service, &call, (name, typed), words).await {
        Ok(secret) => {
            let mut response = redirect("./");
            keep(&mut response, &call.headers, &secret);
            response
        }
        Err(refusal) if refusal.status == StatusCode::UNPROCESSABLE_ENTITY => {
            html(refusal.status, &SignIn { w: words, name, problems: &refusal.problems })
        }
        Err(refusal) => refuse(words, &refusal, (Some(String::new()), ""), &[]),
    }
}

async fn admit(service: &Service, call: &Call, (name, typed): (&str, &str), words: &Words) -> Result<String, Refusal> {
    let failed = |failure: Failure| service.failed(&failure, words);
    let wait = service.spare_try(call.network, name);
    wait.map_err(|seconds| Refusal::of(StatusCode::TOO_MANY_REQUESTS, words, "too-many-tries").after(seconds))?;
    if typed.chars().count() > password::MOST {
        return Err(Refusal::field(words, "sign-in", "name"));
    }
    let found = service.store.person_named(name).await.map_err(failed)?;
    let known = found.as_ref().filter(|(person, _)| !person.is_barred);
    if !service.passwords.is_right(typed, known.map(|(_, kept)| kept.as_str())).await {
        return Err(Refusal::field(words, "sign-in", "name"));
    }
    let Some((person, kept)) = known else { return Err(Refusal::field(words, "sign-in", "name")) };
    // What the browser had before is worth nothing from now on.
    match renew(service, (person.id, kept), cookie(&call.headers, COOKIE).unwrap_or_default()).await {
        Err(Failure::NotThere) => Err(Refusal::field(words, "sign-in", "name")),
        renewed => renewed.map_err(failed),
    }
}

async fn renew(service: &Service, person: (i64, &str), former: &str) -> Result<String, Failure> {
    let draw = || service.world.draw().map_err(|_| Failure::Busy);
    let secret = hex(&[draw()?, draw()?].concat());
    service.store.sign_in(person, (&secret, former), service.world.now()).await?;
    Ok(secret)
}

/// Gives the browser its secret. Without a path it is sent to the office's pages alone.
fn keep(response: &mut Response, headers: &HeaderMap, secret: &str) {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default();
    let secure = if origin.starts_with("https:") { "; Secure" } else { "" };
    if let Ok(value) = HeaderValue::from_str(&format!("{COOKIE}={secret}; HttpOnly; SameSite=Strict{secure}")) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Signs out.
pub async fn sign_out(desk: &Desk) -> Result<Response, Refusal> {
    let unseen = desk.service.world.now() - IDLE_MS;
    desk.service.store.sign_out(&desk.secret, unseen).await.map_err(|failure| desk.failed(&failure))?;
    let mut response = desk.onward("", "sign-in");
    keep(&mut response, &desk.call.headers, "");
    Ok(response)
}

/// The form for another password.
pub async fn password(desk: &Desk) -> Result<Response, Refusal> {
    Ok(page(desk, &[], StatusCode::OK))
}

fn page(desk: &Desk, problems: &[Problem], status: StatusCode) -> Response {
    let words = desk.words();
    let hint = words.fill("office.password.hint", &[("n", &password::LEAST.to_string())]);
    let is_fresh = desk.person.is_fresh;
    html(status, &Password { f: desk.frame("", words.text("office.password")), is_fresh, hint, problems })
}

/// Changes the own password.
pub async fn set_password(desk: &Desk) -> Result<Response, Refusal> {
    let store = &desk.service.store;
    let typed = |name| desk.all(name).next().unwrap_or_default();
    let (former, new) = (typed("former"), typed("new"));
    let wait = desk.service.spare_try(desk.call.network, &desk.person.name);
    let late = |seconds| Refusal::of(StatusCode::TOO_MANY_REQUESTS, desk.words(), "too-many-tries").after(seconds);
    wait.map_err(late)?;
    let found = store.person_named(&desk.person.name).await.map_err(|failure| desk.failed(&failure))?;
    let kept = found.as_ref().map(|(_, kept)| kept.as_str());
    let mut problems = Vec::new();
    if !desk.service.passwords.is_right(former, kept).await {
        problems.push(Problem::new(desk.words(), "password-former", "former", &[]));
    }
    if !password::is_good(new, &desk.person.name) || new == former {
        let least = password::LEAST.to_string();
        problems.push(Problem::new(desk.words(), "password-simple", "new", &[("n", &least)]));
    }
    if !problems.is_empty() {
        return Ok(page(desk, &problems, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let busy = || desk.failed(&Failure::Busy);
    let kept = desk.service.passwords.keep(&desk.service.world, new).await.ok_or_else(busy)?;
    let now_ms = desk.service.world.now();
    let set = store.set_password(desk.person.id, (&kept, false), (desk.person.id, now_ms)).await;
    set.map_err(|failure| desk.failed(&failure))?;
    let secret =
        renew(&desk.service, (desk.person.id, &kept), &desk.secret).await.map_err(|failure| desk.failed(&failure))?;
    let mut response = desk.onward("", "./?done=password");
    keep(&mut response, &desk.call.headers, &secret);
    Ok(response)
}
