//! A name and a password in, somebody who has signed in out; the own password changed. Who guesses waits, and nobody else: tries are
//! counted for a network and a name together, and apart from these in a browser in which that person has signed in before.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use daylight_core::words::Words;

use super::policy::Act;
use super::{COOKIE, Desk, Frame, IDLE_MS, KNOWN, cookie, html, language, password, redirect, refuse, remember, table};
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
        Ok(browser) => {
            let mut response = redirect("./");
            keep(&mut response, &call.headers, &browser);
            response
        }
        Err(refusal) if refusal.status == StatusCode::UNPROCESSABLE_ENTITY => {
            html(refusal.status, &SignIn { w: words, name, problems: &refusal.problems })
        }
        Err(refusal) => refuse(words, &refusal, (Some(String::new()), ""), &[]),
    }
}

/// What a browser is given: the secret of whoever has signed in and, where it could be kept, that by which it is known.
#[derive(Default)]
struct Given {
    secret: String,
    known: Option<String>,
}

/// How long a browser is known in which nobody signs in.
const KNOWN_SECONDS: u32 = 365 * 24 * 60 * 60;

/// Who has signed in before in the browser that asks, and its secret.
async fn known<'a>(service: &Service, headers: &'a HeaderMap) -> Result<(&'a str, Vec<String>), Failure> {
    let secret = cookie(headers, KNOWN).unwrap_or_default();
    Ok((secret, if secret.is_empty() { Vec::new() } else { service.store.known_in(secret).await? }))
}

async fn admit(service: &Service, call: &Call, (name, typed): (&str, &str), words: &Words) -> Result<Given, Refusal> {
    let failed = |failure: Failure| service.failed(&failure, words);
    let (browser, people) = known(service, &call.headers).await.map_err(failed)?;
    let wait = service.spare_try(call.network, name, people.iter().any(|known| known == name).then_some(browser));
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
    match renew(service, (person.id, kept), &call.headers).await {
        Err(Failure::NotThere) => Err(Refusal::field(words, "sign-in", "name")),
        renewed => renewed.map_err(failed),
    }
}

async fn renew(service: &Service, person: (i64, &str), headers: &HeaderMap) -> Result<Given, Failure> {
    let draw = || -> Result<String, Failure> {
        let draw = || service.world.draw().map_err(|_| Failure::Busy);
        Ok(hex(&[draw()?, draw()?].concat()))
    };
    let (secret, now_ms) = (draw()?, service.world.now());
    service.store.sign_in(person, (&secret, cookie(headers, COOKIE).unwrap_or_default()), now_ms).await?;
    // They are in: where the browser cannot be known now, it is the next time.
    let remembered = async {
        let (browser, people) = known(service, headers).await?;
        // One that nobody has signed in with yet may have been planted.
        let browser = if people.is_empty() { draw()? } else { browser.to_owned() };
        service.store.know_browser(person, &browser, now_ms).await?;
        Ok::<_, Failure>(browser)
    };
    let known = remembered.await.inspect_err(|failure| service.tell("store", &failure.to_string())).ok();
    Ok(Given { secret, known })
}

/// Gives the browser its secrets. Without a path they are sent to the office's pages alone.
fn keep(response: &mut Response, headers: &HeaderMap, given: &Given) {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default();
    let secure = if origin.starts_with("https:") { "; Secure" } else { "" };
    let known = given.known.as_ref().map(|secret| format!("{KNOWN}={secret}; Max-Age={KNOWN_SECONDS}"));
    for cookie in std::iter::once(format!("{COOKIE}={}", given.secret)).chain(known) {
        if let Ok(value) = HeaderValue::from_str(&format!("{cookie}; HttpOnly; SameSite=Strict{secure}")) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

/// Signs out.
pub async fn sign_out(desk: &Desk) -> Result<Response, Refusal> {
    let unseen = desk.service.world.now() - IDLE_MS;
    desk.service.store.sign_out(&desk.secret, unseen).await.map_err(|failure| desk.failed(&failure))?;
    let mut response = desk.onward("", "sign-in");
    keep(&mut response, &desk.call.headers, &Given::default());
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
    // Whoever guesses elsewhere does not keep somebody from it who is in.
    let wait = desk.service.spare_try(desk.call.network, &desk.person.name, Some(&desk.secret));
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
    let given = renew(&desk.service, (desk.person.id, &kept), &desk.call.headers).await;
    let given = given.map_err(|failure| desk.failed(&failure))?;
    let mut response = desk.onward("", "./?done=password");
    keep(&mut response, &desk.call.headers, &given);
    Ok(response)
}
