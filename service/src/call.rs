//! A request in, its parts as routes need them out; fails with the refusal of what is too large, too slow or not readable.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use daylight_core::words::Words;

use crate::connection::Peer;
use crate::limit::{Network, asking};
use crate::refusal::Refusal;
use crate::settings::Settings;
use crate::typed::Typed;

/// A request that was read.
pub struct Call {
    /// The id in its address; blank where there is none.
    pub id: String,
    /// The number in its address; 0 where it has none.
    pub number: i64,
    /// The address of its route, below that of its table.
    pub path: &'static str,
    /// What stands after the question mark.
    pub query: Vec<(String, String)>,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
    /// The network that is asking.
    pub network: u128,
}

impl Call {
    /// A value of the query.
    pub fn asked(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The fields of the body.
    pub fn typed(&self, words: &Words) -> Result<Typed, Refusal> {
        let said = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let mut typed = match media.as_str() {
            "application/json" => Typed::of_json(&self.body).map_err(|field| {
                let mut refusal = Refusal::field(words, "malformed", &field);
                refusal.status = StatusCode::BAD_REQUEST;
                refusal
            })?,
            "application/x-www-form-urlencoded" => Typed::of_form(&self.body),
            _ => return Err(Refusal::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, words, "media")),
        };
        if let Some(key) = self.headers.get("idempotency-key").and_then(|value| value.to_str().ok()) {
            // A structured header writes a string in quotes.
            typed.key = key.trim().trim_matches('"').to_owned();
        }
        Ok(typed)
    }
}

/// The network of a request.
pub fn network(parts: &Parts, trusted: &[Network]) -> u128 {
    let peer = parts.extensions.get::<Peer>().map_or(IpAddr::from([0; 16]), |peer| peer.0);
    asking(peer, &parts.headers, trusted)
}

/// The query of an address.
pub fn query(parts: &Parts) -> Vec<(String, String)> {
    let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    // No database takes a NUL.
    query.map(|(name, value)| (name.into_owned(), value.replace('\0', ""))).collect()
}

/// Reads a body of at most so many bytes in at most so long a time.
pub async fn body(body: Body, most: usize, settings: &Settings, words: &Words) -> Result<Bytes, Refusal> {
    let patience = Duration::from_secs(settings.limits.patience_seconds.into());
    match tokio::time::timeout(patience, to_bytes(body, most)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(Refusal::of(StatusCode::PAYLOAD_TOO_LARGE, words, "too-large")),
        Err(_) => Err(Refusal::of(StatusCode::REQUEST_TIMEOUT, words, "slow")),
    }
}

/// Whether a page of that origin may send: none is named, it is this site's own, or the settings name it.
pub fn may_write(headers: &HeaderMap, settings: &Settings) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    host.is_some() && authority == host || settings.origins.iter().any(|known| known.trim_end_matches('/') == origin)
}

/// Whether a page of this service sends: browsers say so, and what is no browser has no one's cookie.
pub fn is_own(headers: &HeaderMap, settings: &Settings) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    host.is_some() && authority == host || settings.own_origin.as_deref() == Some(origin)
}

/// What other sites may do with an answer: read it, whoever they are; write, where they are named.
pub fn open(response: &mut Response, method: &Method, headers: &HeaderMap, settings: &Settings) {
    let into = response.headers_mut();
    if method == Method::POST {
        into.insert(header::VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = headers.get(header::ORIGIN).filter(|_| may_write(headers, settings)) {
            into.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        }
    } else {
        into.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    into.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("Retry-After"));
    into.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
}

/// An answer of JSON.
pub fn json(status: StatusCode, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// A refusal as JSON.
pub fn refuse(refusal: &Refusal) -> Response {
    let mut response = json(refusal.status, refusal.json());
    wait(&mut response, refusal);
    response
}

/// Says when it may be tried again.
pub fn wait(response: &mut Response, refusal: &Refusal) {
    if let Some(seconds) = refusal.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}
