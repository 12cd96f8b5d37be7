//! The office's pages: requests of who has signed in, in; HTML without scripts out. Whoever asks is let in by one function, [`enter`]:
//! it knows the person by a cookie, wants a token with everything that is sent, and asks the one table of `policy`.

mod announce;
mod case;
mod contact;
mod due;
pub mod form;
mod frame;
mod group;
mod home;
mod letter;
mod log;
pub mod password;
mod pending;
mod people;
pub mod policy;
mod queue;
mod rich;
mod search;
mod sign;
mod table;
mod term;
#[cfg(test)]
mod tests;

use std::pin::Pin;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use daylight_core::model::consultation::Consultation;
use daylight_core::words::{Words, in_language};

use crate::call::{self, Call};
use crate::catalogue::{Entry, day_of};
use crate::page::POLICY;
use crate::refusal::{Problem, Refusal};
use crate::router::Route;
use crate::service::Service;
use crate::store::{By, Failure, Person, Role};
use crate::token::is_same;
use crate::wording::outcome;

use frame::Frame;
pub use letter::{Letters, Unfit, take_letters};
pub use people::{administrator, first_administrator};
use policy::{Act, State, may};

/// The cookie that says who somebody is.
const COOKIE: &str = "daylight-office";
/// The cookie by which a browser is known in which somebody has signed in before.
const KNOWN: &str = "daylight-known";
/// The cookie that says which language they chose.
const LANG: &str = "daylight-lang";

/// Who is not seen for so long is signed out.
const IDLE_MS: i64 = 60 * 60 * 1000;
/// And who was signed in for so long.
const LONGEST_MS: i64 = 12 * 60 * 60 * 1000;
/// How often it is noted that somebody was seen.
const NOTED_MS: i64 = 60 * 1000;

type Answered<'a> = Pin<Box<dyn Future<Output = Result<Response, Refusal>> + Send + 'a>>;

/// A page of the office: its route, and the act that it is; none where nobody has to be signed in.
pub struct Room {
    /// The route.
    pub route: Route,
    /// The act.
    pub act: Option<Act>,
}

macro_rules! room {
    ($sends:literal, $path:literal, $name:literal, $act:expr, $answer:path) => {
        Room {
            route: Route {
                sends: $sends,
                path: $path,
                name: $name,
                answer: |service, call| -> crate::router::Answer {
                    Box::pin(enter(service, call, ($sends, $act), |desk| Box::pin($answer(desk))))
                },
            },
            act: Some($act),
        }
    };
}

/// The pages.
pub static ROOMS: &[Room] = &[
    Room { route: crate::api::route!(false, "/style.css", "office-style", style), act: None },
    Room { route: crate::api::route!(false, "/sign-in", "office-sign-in", sign::show), act: None },
    Room { route: crate::api::route!(true, "/sign-in", "office-signed-in", sign::sign_in), act: None },
    Room { route: crate::api::route!(false, "/language", "office-language", choose_language), act: None },
    room!(true, "/sign-out", "office-sign-out", Act::Own, sign::sign_out),
    room!(false, "/password", "office-password", Act::Own, sign::password),
    room!(true, "/password", "office-password-set", Act::Own, sign::set_password),
    room!(false, "/", "office-home", Act::Overview, home::show),
    room!(false, "/people", "office-people", Act::People, people::show),
    room!(true, "/people", "office-people-set", Act::People, people::set),
    room!(false, "/log", "office-log", Act::Log, log::show),
    room!(false, "/{id}", "office-queue", Act::Read, queue::show),
    room!(true, "/{id}/theme", "office-theme", Act::Sort, queue::theme),
    room!(true, "/{id}/assign", "office-assign", Act::Sort, queue::assign),
    room!(true, "/{id}/propose", "office-propose", Act::Propose, queue::propose),
    room!(true, "/{id}/settle", "office-settle", Act::Settle, queue::settle),
    room!(false, "/{id}/comment/{number}", "office-comment", Act::Read, case::show),
    room!(true, "/{id}/comment/{number}/note", "office-note", Act::Note, case::note),
    room!(true, "/{id}/comment/{number}/withdraw", "office-withdraw", Act::Withdraw, case::withdraw),
    room!(true, "/{id}/comment/{number}/alone", "office-alone", Act::Sort, case::alone),
    room!(false, "/{id}/groups", "office-groups", Act::Sort, group::show),
    room!(true, "/{id}/groups", "office-group", Act::Sort, group::group),
    room!(false, "/{id}/pending", "office-pending", Act::Approve, pending::show),
    room!(true, "/{id}/release", "office-release", Act::Approve, pending::release),
    room!(true, "/{id}/approve", "office-approve", Act::Approve, pending::approve),
    room!(false, "/{id}/announcement", "office-announcement", Act::Read, announce::show),
    room!(true, "/{id}/announcement", "office-announce", Act::Announce, announce::announce),
    room!(false, "/{id}/announcement.csv", "office-announcement-csv", Act::Read, announce::csv),
    room!(false, "/{id}/announcement.rtf", "office-announcement-rtf", Act::Read, announce::rtf),
    room!(false, "/{id}/table", "office-table", Act::Table, table::show),
    room!(true, "/{id}/table", "office-table-in", Act::Table, table::take),
    room!(false, "/{id}/comments.csv", "office-table-out", Act::Table, table::out),
    room!(false, "/{id}/contacts", "office-contacts", Act::Contact, contact::show),
    room!(true, "/{id}/contacts", "office-forget", Act::Contact, contact::forget),
];

/// A request of somebody who may do what it asks for.
struct Desk {
    pub service: Arc<Service>,
    pub call: Call,
    pub person: Person,
    /// The words of their language, by its place.
    lang: String,
    /// What the browser has.
    secret: String,
    /// The consultation, where it is of one.
    entry: Option<Arc<Entry>>,
    pub state: Option<State>,
    /// What was typed.
    pub fields: Vec<(String, String)>,
}

impl Desk {
    /// The words of the reader.
    pub fn words(&self) -> &Words {
        self.service.wording.choose(Some(&self.lang), &self.call.headers)
    }

    /// The consultation.
    pub fn entry(&self) -> Result<&Arc<Entry>, Refusal> {
        self.entry.as_ref().ok_or_else(|| Refusal::of(StatusCode::NOT_FOUND, self.words(), "unknown"))
    }

    /// Who does something now.
    pub fn by(&self) -> By<'_> {
        By { consultation: &self.call.id, person: self.person.id, now_ms: self.service.world.now() }
    }

    /// Whether whoever asks may do something else here.
    pub fn may(&self, act: Act) -> bool {
        may(&self.person, act, self.state)
    }

    /// Whether the browser or an address says something.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A text of at most so many letters; `None` where there is none.
    pub fn text(&self, name: &str, most: usize) -> Result<Option<String>, Refusal> {
        use crate::rule::{TextFault, clean};
        let typed = self.all(name).next().unwrap_or_default();
        match clean(typed, most) {
            Ok(text) => Ok(Some(text)),
            Err(TextFault::Blank) => Ok(None),
            Err(TextFault::TooLong { characters, most }) => {
                let (characters, most) = (characters.to_string(), most.to_string());
                let values = [("n", characters.as_str()), ("most", most.as_str())];
                let problem = Problem::new(self.words(), "too-long", name, &values);
                Err(Refusal::with(StatusCode::UNPROCESSABLE_ENTITY, vec![problem]))
            }
        }
    }

    /// A refusal for a field.
    pub fn refusal(&self, rule: &'static str, field: &str) -> Refusal {
        Refusal::field(self.words(), rule, field)
    }

    /// A failure of the store.
    pub fn failed(&self, failure: &Failure) -> Refusal {
        self.service.failed(failure, self.words())
    }

    /// A day of a time, as it is read.
    pub fn day(&self, ms: i64) -> String {
        let day = day_of(ms, self.service.settings.utc_offset_minutes).map(|day| day.iso()).unwrap_or_default();
        self.words().date(&day)
    }

    /// Another page, relative to the office's first, once something was done.
    pub fn onward(&self, up: &str, path: &str) -> Response {
        redirect(&[up, path].concat())
    }
}

/// A page, as it is sent.
fn html(status: StatusCode, page: &impl Template) -> Response {
    let mut response = Response::new(Body::from(page.render().unwrap_or_default()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    response
}

/// A file to keep.
fn file(text: String, media: &'static str, name: &str) -> Response {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    // The name is made of an id, which has nothing but letters of ASCII, digits and a few signs.
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Another page.
fn redirect(to: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response
        .headers_mut()
        .insert(header::LOCATION, HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("./")));
    response
}

/// A value of a cookie.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The language that was chosen.
fn language(call: &Call) -> Option<&str> {
    call.asked("lang").or_else(|| cookie(&call.headers, LANG))
}

#[derive(Template)]
#[template(path = "office/refused.html")]
struct Refused<'a> {
    w: &'a Words,
    problems: &'a [Problem],
    /// The way to the office's first page, where it is known.
    up: Option<String>,
    /// Where it is to be seen as it is now, below the office's first page; blank where that is not known.
    again: &'a str,
    /// Whether somebody has to sign in.
    is_out: bool,
    /// What somebody typed, so that it is not lost.
    typed: Vec<(&'a str, String)>,
}

/// Fields that people write in.
const TYPED: [(&str, &str); 5] = [
    ("text", "office.note"),
    ("reason", "office.reason"),
    ("answer", "office.answer"),
    ("unit", "office.unit"),
    ("days", "office.days"),
];

/// What is said where there is no page to say it on.
fn refuse(
    words: &Words,
    refusal: &Refusal,
    (up, again): (Option<String>, &str),
    fields: &[(String, String)],
) -> Response {
    let typed = TYPED.iter().filter_map(|(name, label)| {
        let (_, text) = fields.iter().find(|(known, text)| known == name && !text.trim().is_empty())?;
        Some((words.text(label), text.clone()))
    });
    let is_out = refusal.rule() == "signed-out";
    let page = Refused { w: words, problems: &refusal.problems, up, again, is_out, typed: typed.collect() };
    let mut response = html(refusal.status, &page);
    call::wait(&mut response, refusal);
    response
}

/// The same for the router.
pub fn refused(service: &Service, headers: &HeaderMap, path: &str, refusal: &Refusal) -> Response {
    refuse(service.wording.choose(cookie(headers, LANG), headers), refusal, (Some(up(path)), ""), &[])
}

/// Lets somebody do something, or says why not.
async fn enter(
    service: Arc<Service>,
    call: Call,
    (sends, act): (bool, Act),
    answer: for<'a> fn(&'a Desk) -> Answered<'a>,
) -> Response {
    let words = service.wording.choose(language(&call), &call.headers);
    let lang = words.lang().to_owned();
    let up = up(call.path);
    // What was typed is told again, whatever keeps it from being done.
    let typed = if sends { table::fields(&call).await.unwrap_or_default() } else { Vec::new() };
    let back = typed.iter().find(|(name, _)| name == "back").and_then(|(_, id)| id.parse::<i64>().ok());
    let number = back.unwrap_or(call.number);
    // As it was looked for.
    let query = search::query(&search::kept(&typed), &[]);
    let again =
        if number > 0 { format!("{}/comment/{number}{query}", call.id) } else { [&call.id, &query[..]].concat() };
    let entered = admit(&service, call, (sends, act), lang.clone()).await;
    match entered {
        Ok(desk) => answer(&desk).await.unwrap_or_else(|refusal| refuse(words, &refusal, (Some(up), &again), &typed)),
        Err(Denied::Elsewhere(to)) => redirect(&to),
        Err(Denied::Refused(refusal)) => refuse(words, &refusal, (Some(up), &again), &typed),
    }
}

/// Another language, from now on and on all pages; then back to the page.
async fn choose_language(service: Arc<Service>, call: Call) -> Response {
    let words = service.wording.choose(call.asked("lang"), &call.headers);
    let to = call.asked("to").unwrap_or_default();
    // An address of ours begins with no sign that leads elsewhere.
    let is_ours = to.starts_with(|first: char| first.is_ascii_alphanumeric()) && !to.contains(['\\', ':', '\r', '\n']);
    let mut response = redirect(if is_ours && HeaderValue::from_str(to).is_ok() { to } else { "./" });
    remember(&mut response, words.lang());
    response
}

/// Lets the browser remember a language that was chosen.
fn remember(response: &mut Response, lang: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("{LANG}={lang}; SameSite=Strict")) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

enum Denied {
    Elsewhere(String),
    Refused(Refusal),
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

async fn admit(service: &Arc<Service>, call: Call, (sends, act): (bool, Act), lang: String) -> Result<Desk, Denied> {
    let words = service.wording.choose(Some(&lang), &call.headers);
    let secret = cookie(&call.headers, COOKIE).unwrap_or_default().to_owned();
    let failed = |failure: &Failure| Denied::Refused(service.failed(failure, words));
    let now_ms = service.world.now();
    let found = if secret.is_empty() { None } else { service.store.session(&secret).await.map_err(|f| failed(&f))? };
    let is_fresh = |(_, since, seen): &(Person, i64, i64)| now_ms - since < LONGEST_MS && now_ms - seen < IDLE_MS;
    let Some((person, _, seen)) = found.filter(is_fresh) else {
        let refusal = Refusal::of(StatusCode::FORBIDDEN, words, "signed-out");
        return Err(if sends { refusal.into() } else { Denied::Elsewhere(up(call.path) + "sign-in") });
    };
    let fields = if sends { sent(service, &call, &secret, words).await? } else { call.query.clone() };
    if person.is_fresh && act != Act::Own {
        return Err(Denied::Elsewhere(up(call.path) + "password"));
    }
    let entry = if call.id.is_empty() { None } else { Some(service.find(&call.id, words)?) };
    let state = match &entry {
        None => None,
        Some(entry) => Some(state(service, entry).await.map_err(|failure| failed(&failure))?),
    };
    if !may(&person, act, state) {
        let is_late = state == Some(State::Announced) && may(&person, act, Some(State::Closed));
        let is_early = state == Some(State::Running) && may(&person, act, Some(State::Closed));
        let rule = if is_late {
            "announced"
        } else if is_early {
            "still-open"
        } else {
            "not-allowed"
        };
        return Err(Refusal::of(StatusCode::FORBIDDEN, words, rule).into());
    }
    if now_ms - seen >= NOTED_MS {
        service.store.seen(&secret, now_ms).await.map_err(|failure| failed(&failure))?;
    }
    Ok(Desk { service: service.clone(), call, person, lang, secret, entry, state, fields })
}

/// The fields of what was sent, where it was sent from a page of ours.
async fn sent(service: &Service, call: &Call, secret: &str, words: &Words) -> Result<Vec<(String, String)>, Refusal> {
    let fields = table::fields(call).await.ok_or_else(|| Refusal::of(StatusCode::BAD_REQUEST, words, "malformed"))?;
    let token = fields.iter().find(|(name, _)| name == "token").map(|(_, token)| token.as_str()).unwrap_or_default();
    if !is_same(token.as_bytes(), service.office_token(secret).as_bytes()) {
        return Err(Refusal::of(StatusCode::FORBIDDEN, words, "form-foreign"));
    }
    Ok(fields)
}

/// Where a consultation is.
async fn state(service: &Service, entry: &Entry) -> Result<State, Failure> {
    if service.store.announced(&entry.told.id).await?.is_some() {
        return Ok(State::Announced);
    }
    let standing = service.stand(entry);
    let may_come = standing.may_come();
    Ok(if may_come { State::Running } else { State::Closed })
}

/// The way from a page to the office's first.
fn up(path: &str) -> String {
    "../".repeat(path.trim_start_matches('/').matches('/').count())
}

async fn style(_: Arc<Service>, _: Call) -> Response {
    let style = concat!(include_str!("../../templates/style.css"), include_str!("../../templates/office/style.css"));
    let mut response = Response::new(Body::from(style));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}

/// What a role is called.
fn role_key(role: Role) -> &'static str {
    ["office.role.clerk", "office.role.answerer", "office.role.publisher", "office.role.administrator"][role as usize]
}

/// What a consultation is called.
fn name<'a>(told: &'a Consultation, words: &Words) -> &'a str {
    in_language(&told.names, words.lang())
}

/// One of several that can be chosen.
struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// Choices of ids and what they are called.
fn choices<'a>(all: impl Iterator<Item = (&'a str, &'a str)>, chosen: &str) -> Vec<Choice> {
    all.map(|(value, label)| Choice {
        value: value.to_owned(),
        label: if label.is_empty() { value.to_owned() } else { label.to_owned() },
        chosen: value == chosen,
    })
    .collect()
}

/// What became of comments, as it can be chosen.
fn dispositions(words: &Words, chosen: &str) -> Vec<Choice> {
    use daylight_core::model::consultation::Disposition;
    let all = Disposition::ALL.map(|disposition| (disposition.word(), disposition_word(words, disposition.word())));
    choices(all.iter().map(|(word, label)| (*word, label.as_str())), chosen)
}

/// What became of a comment, in words.
fn disposition_word(words: &Words, word: &str) -> String {
    use daylight_core::model::consultation::Disposition;
    Disposition::of_word(word).map_or(word, |became| outcome(words, became)).to_owned()
}
