//! The service in, a router out: its tables of routes under the addresses of the settings, with health and counts beside them. One
//! function answers every route: it reads the request, calls the route, counts and logs. Cannot fail.

use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Redirect, Response};
use axum::routing::{MethodFilter, get, on};
use daylight_core::json::Writer;

use crate::api;
use crate::call::{self, Call};
use crate::connection::Peer;
use crate::office;
use crate::page;
use crate::refusal::Refusal;
use crate::service::Service;

/// What a route will answer.
pub type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// One route, for the router and for what is told of it.
pub struct Route {
    /// Whether it sends a body.
    pub sends: bool,
    /// Its address below that of its table, `{id}` for a consultation.
    pub path: &'static str,
    /// Its name, in logs, counts and the description.
    pub name: &'static str,
    /// Answers.
    pub answer: fn(Arc<Service>, Call) -> Answer,
}

/// Bytes that a form of the office may have: as many comments as a page shows, and an answer.
const OFFICE_BYTES: usize = 256 << 10;

/// What holds for all routes of a table.
struct Table {
    /// Answers a refusal on a page with an address below that of the table.
    refuse: fn(&Service, &HeaderMap, &str, &Refusal) -> Response,
    /// Who may send.
    senders: Senders,
}

/// From where something may be sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Senders {
    /// From pages of other sites too, where they are named; all of them may read.
    Named,
    /// From pages of this site, or of sites that are named.
    Site,
    /// From pages of this service alone.
    Own,
}

static API: Table = Table { refuse: refuse_json, senders: Senders::Named };
static PAGES: Table = Table { refuse: refuse_page, senders: Senders::Site };
static OFFICE: Table = Table { refuse: office::refused, senders: Senders::Own };

/// All routes of the service.
pub fn router(service: Arc<Service>) -> Router {
    let settings = service.settings.clone();
    let mut router = Router::new();
    for told in api::ROUTES {
        router = mount(router, &settings.api, &told.route, &API);
    }
    for route in page::ROUTES {
        router = mount(router, &settings.pages, route, &PAGES);
    }
    for room in office::ROOMS {
        router = mount(router, &settings.office, &room.route, &OFFICE);
        let path = room.route.path;
        if office::form::is_for_sending(path) {
            let address = [settings.office.trim_end_matches('/'), path].concat();
            router = router.route(&address, get(async move |uri: Uri| office::form::lead(path, uri.path())));
        }
    }
    router = router.route("/healthz", get(health)).route("/metrics", get(metrics));
    router.with_state(service)
}

fn refuse_json(_: &Service, _: &HeaderMap, _: &str, refusal: &Refusal) -> Response {
    call::refuse(refusal)
}

fn refuse_page(service: &Service, headers: &HeaderMap, path: &str, refusal: &Refusal) -> Response {
    page::refuse(service.wording.choose(None, headers), &page::up(&service.settings, path), refusal)
}

/// The address without the slash that somebody typed behind it, relative to it.
async fn without_slash(uri: Uri) -> Redirect {
    let last = uri.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let query = uri.query().map(|query| ["?", query].concat()).unwrap_or_default();
    Redirect::permanent(&["../", last, &query].concat())
}

fn mount(
    router: Router<Arc<Service>>,
    prefix: &str,
    route: &'static Route,
    table: &'static Table,
) -> Router<Arc<Service>> {
    let path = format!("{}{}", prefix.trim_end_matches('/'), route.path);
    let filter = if route.sends { MethodFilter::POST } else { MethodFilter::GET };
    let answer = move |State(service): State<Arc<Service>>, params: RawPathParams, request: Request| async move {
        let param = |name: &str| params.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned());
        let id = param("id").unwrap_or_default();
        let number = param("number").and_then(|number| number.parse().ok()).unwrap_or_default();
        respond(service, (route, table), (id, number), request).await
    };
    // The root of a table is found with and without its slash; addresses on a page are relative to the one with it.
    let router = match path.strip_suffix('/') {
        Some(bare) if !bare.is_empty() && table.senders == Senders::Own => {
            let to = [bare.rsplit('/').next().unwrap_or_default(), "/"].concat();
            router.route(bare, get(async move || Redirect::to(&to)))
        }
        Some(bare) if !bare.is_empty() && table.senders == Senders::Named => router.route(bare, on(filter, answer)),
        // The pages may stand at the root of the site.
        None if path.is_empty() => return router,
        // People type a slash behind what has none.
        None if table.senders == Senders::Site && !route.sends && path.contains('{') => {
            router.route(&[&path, "/"].concat(), get(without_slash))
        }
        _ => router,
    };
    let router = router.route(&path, on(filter, answer));
    // A browser asks before it sends JSON from another site.
    if route.sends && table.senders == Senders::Named {
        router.route(&path, on(MethodFilter::OPTIONS, preflight))
    } else {
        router
    }
}

async fn respond(
    service: Arc<Service>,
    (route, table): (&'static Route, &'static Table),
    (id, number): (String, i64),
    request: Request,
) -> Response {
    let started_ms = (service.world.elapsed_ms)();
    let (parts, body) = request.into_parts();
    let (method, headers) = (parts.method.clone(), parts.headers.clone());
    let network = call::network(&parts, &service.settings.trusted_proxies);
    let query = call::query(&parts);
    let lang = query.iter().find(|(name, _)| name == "lang").map(|(_, lang)| lang.clone());
    let read = async {
        let words = service.wording.choose(lang.as_deref(), &headers);
        let is_own = table.senders == Senders::Own;
        let may_send = if is_own {
            call::is_own(&headers, &service.settings)
        } else {
            call::may_write(&headers, &service.settings)
        };
        if route.sends && !may_send {
            return Err(Refusal::of(StatusCode::FORBIDDEN, words, "origin"));
        }
        let limits = &service.settings.limits;
        let is_table = is_own && route.path.ends_with("/table") && headers.contains_key(header::COOKIE);
        let form = limits.body_bytes.max(if is_own { OFFICE_BYTES } else { 0 });
        let most = if is_table { limits.office_body_bytes } else { form };
        call::body(body, most, &service.settings, words).await
    };
    let mut response = match read.await {
        Ok(body) => {
            (route.answer)(
                service.clone(),
                Call { id, number, path: route.path, query, headers: headers.clone(), body, network },
            )
            .await
        }
        Err(refusal) => (table.refuse)(&service, &headers, route.path, &refusal),
    };
    if table.senders == Senders::Named {
        call::open(&mut response, &method, &headers, &service.settings);
    }
    let into = response.headers_mut();
    into.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    into.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let took_ms = (service.world.elapsed_ms)().saturating_sub(started_ms);
    service.metrics.answered(route.name, response.status().as_u16(), took_ms);
    log(&service, route.name, response.status(), took_ms);
    response
}

/// One line an answer: no text, no receipt, no address.
fn log(service: &Service, route: &str, status: StatusCode, took_ms: u64) {
    let mut out = Writer::default();
    out.open('{').key("at_ms").integer(service.world.now()).key("route").text(route);
    out.key("status").integer(status.as_u16()).key("took_ms").raw(&took_ms.to_string()).close('}');
    (service.world.log)(&out.finish());
}

async fn preflight(State(service): State<Arc<Service>>, headers: HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    call::open(&mut response, &Method::POST, &headers, &service.settings);
    let into = response.headers_mut();
    into.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    into.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("Content-Type, Idempotency-Key, Accept-Language"),
    );
    into.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    response
}

/// Whether comments can be taken: the database answers.
async fn health(State(service): State<Arc<Service>>) -> Response {
    let is_well = service.store.is_well().await;
    let (status, text) =
        if is_well { (StatusCode::OK, "ok\n") } else { (StatusCode::SERVICE_UNAVAILABLE, "no database\n") };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// For who watches over it, on a connection of its own: what a proxy passes on is not answered.
async fn metrics(State(service): State<Arc<Service>>, request: Request) -> Response {
    let headers = request.headers();
    let is_passed_on = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    let peer = request.extensions().get::<Peer>().map(|peer| peer.0);
    let is_known = peer.is_some_and(|peer| service.settings.monitors.iter().any(|network| network.has(peer)));
    let mut response = Response::new(Body::empty());
    if is_passed_on || !is_known {
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    }
    let text = service.metrics.text(service.store.waiting(), service.settings.limits.queue);
    *response.body_mut() = Body::from(text);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"));
    response
}
