//! A request's head in, a whole response out. Cannot fail: whatever goes wrong is a status.

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use super::coding::Coding;
use super::content::{Contents, Opened, Smaller};
use super::media::{Media, is_immutable};
use super::oembed;
use super::range::Range;
use super::settings::Settings;
use super::site::{Found, Site, decode};

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");
const NOT_FOUND: &str = include_str!("not_found.html");
/// Files up to this size are read at once; larger ones are streamed.
const READ_AT_ONCE_BYTES: u64 = 1 << 20;

/// Where requests are answered.
pub struct Counter {
    site: Site,
    settings: Settings,
    contents: Contents,
}

impl Counter {
    /// Serves `site` with the headers of `settings`.
    pub fn new(site: Site, settings: Settings) -> Self {
        Self { site, settings, contents: Contents::new() }
    }

    /// Answers one request. Reads files: not for an asynchronous task.
    pub fn answer(&self, request: &Parts) -> Response {
        let decoded = decode(request.uri.path());
        let found = || decoded.as_deref().map_or(Found::Nothing, |path| self.site.find(path));
        let mut response = match request.method {
            Method::GET | Method::HEAD => match found() {
                Found::File(file) => self.file(request, &file).unwrap_or_else(|_| broken()),
                Found::Folder => redirect(request),
                Found::Nothing if decoded.as_deref() == Some(oembed::PATH) => self.oembed(request),
                Found::Nothing => not_found(),
            },
            Method::OPTIONS => preflight(),
            _ => refuse_method(),
        };
        let headers = response.headers_mut();
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        self.settings.apply(decoded.as_deref().unwrap_or(request.uri.path()), headers);
        if request.method == Method::HEAD {
            *response.body_mut() = Body::empty();
        }
        response
    }

    fn file(&self, request: &Parts, path: &Path) -> std::io::Result<Response> {
        let mut opened = self.contents.open(path)?;
        let media = Media::of(path);
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        headers.insert(header::CACHE_CONTROL, if is_immutable(name) { FOREVER } else { REVALIDATE });
        if !media.is_page() {
            open_to_all(headers);
        }
        if media.compressible {
            headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        if let Some(at) = opened.modified {
            put(headers, header::LAST_MODIFIED, &httpdate::fmt_http_date(at));
        }
        put(headers, header::CONTENT_TYPE, &media.content_type(opened.facts.utf8));
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));

        let range = asked_range(request, &opened);
        let smaller = match range {
            Range::Whole if media.compressible => self.smaller(request, path, &mut opened)?,
            _ => None,
        };
        let tag = entity_tag(&opened, smaller.as_ref().map(|(coding, _)| *coding));
        put(headers, header::ETAG, &tag);
        if request.headers.get_all(header::IF_NONE_MATCH).iter().any(|known| names(known, &tag)) {
            headers.remove(header::CONTENT_TYPE);
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Ok(response);
        }
        let (body, len) = match (range, smaller) {
            (Range::Outside, _) => {
                put(headers, header::CONTENT_RANGE, &format!("bytes */{}", opened.len));
                headers.remove(header::CONTENT_TYPE);
                *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
                (Body::empty(), 0)
            }
            (Range::Part(first, last), _) => {
                put(headers, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{}", opened.len));
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                let len = last - first + 1;
                (read(opened.file, first, len)?, len)
            }
            (Range::Whole, Some((coding, smaller))) => {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.token()));
                match smaller {
                    Smaller::Bytes(bytes) => (Body::from(bytes.clone()), bytes.len() as u64),
                    Smaller::File(file, len) => (read(file, 0, len)?, len),
                }
            }
            (Range::Whole, None) => (read(opened.file, 0, opened.len)?, opened.len),
        };
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(len));
        *response.body_mut() = body;
        Ok(response)
    }

    /// How to show the element of a page of this site.
    fn oembed(&self, request: &Parts) -> Response {
        let Some(site) = &self.settings.site else { return not_found() };
        match oembed::answer(site, request.uri.query().unwrap_or_default(), &self.site) {
            Ok(json) => {
                let mut response = Response::new(Body::empty());
                let headers = response.headers_mut();
                headers.insert(header::CACHE_CONTROL, REVALIDATE);
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
                headers.insert(header::CONTENT_LENGTH, HeaderValue::from(json.len()));
                open_to_all(headers);
                *response.body_mut() = Body::from(json);
                response
            }
            Err(StatusCode::NOT_FOUND) => not_found(),
            Err(status) => {
                let mut response = page(status, "");
                open_to_all(response.headers_mut());
                response
            }
        }
    }

    /// The form that the client prefers: lying beside the file, or made here.
    fn smaller(&self, request: &Parts, path: &Path, opened: &mut Opened) -> std::io::Result<Option<(Coding, Smaller)>> {
        let accepted = Coding::accepted(&joined(&request.headers, header::ACCEPT_ENCODING));
        for coding in accepted {
            if let Some(sibling) = self.site.sibling(path, coding.suffix())
                && let Some(smaller) = self.contents.sibling(&sibling, coding, opened)?
            {
                return Ok(Some((coding, smaller)));
            }
            if let Some(smaller) = self.contents.compress(opened, coding)? {
                return Ok(Some((coding, smaller)));
            }
        }
        Ok(None)
    }
}

/// A range counts for GET only, and where `If-Range` still names this content.
fn asked_range(request: &Parts, opened: &Opened) -> Range {
    let Some(range) = request.headers.get(header::RANGE).and_then(|v| v.to_str().ok()) else {
        return Range::Whole;
    };
    let current = match request.headers.get(header::IF_RANGE) {
        Some(known) => *known == *entity_tag(opened, None),
        None => true,
    };
    if request.method == Method::GET && current { Range::read(range, opened.len) } else { Range::Whole }
}

/// Strong: the same tag means the same bytes, so each coding has its own.
fn entity_tag(opened: &Opened, coding: Option<Coding>) -> String {
    match coding {
        Some(coding) => format!("\"{}-{}\"", opened.facts.digest, coding.token()),
        None => format!("\"{}\"", opened.facts.digest),
    }
}

/// Whether `If-None-Match` names the tag; a proxy may have made it weak.
fn names(known: &HeaderValue, tag: &str) -> bool {
    known.to_str().is_ok_and(|list| {
        list.split(',').map(str::trim).any(|item| item == "*" || item.strip_prefix("W/").unwrap_or(item) == tag)
    })
}

fn joined(headers: &HeaderMap, name: HeaderName) -> String {
    headers.get_all(name).iter().filter_map(|v| v.to_str().ok()).collect::<Vec<_>>().join(",")
}

fn read(mut file: std::fs::File, first: u64, len: u64) -> std::io::Result<Body> {
    if first > 0 {
        file.seek(SeekFrom::Start(first))?;
    }
    if len <= READ_AT_ONCE_BYTES {
        let mut bytes = Vec::new();
        file.take(len).read_to_end(&mut bytes)?;
        return Ok(Body::from(Bytes::from(bytes)));
    }
    let file = tokio::fs::File::from_std(file).take(len);
    Ok(Body::from_stream(ReaderStream::with_capacity(file, 1 << 16)))
}

/// Reading published data and code is open to every page.
fn open_to_all(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed = HeaderValue::from_static("Accept-Ranges, Content-Range, ETag");
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    // Without it a page that asks to be isolated may not take our script from another host.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
}

/// `OPTIONS`: what a browser asks before an unusual request of another site's page.
fn preflight() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    open_to_all(headers);
    headers.insert(header::ALLOW, METHODS);
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    response
}

/// Open to all as well: a page of another host should learn that the file is missing, not that it may not look.
fn not_found() -> Response {
    let mut response = page(StatusCode::NOT_FOUND, NOT_FOUND);
    open_to_all(response.headers_mut());
    response
}

/// To the same folder with its slash. The path begins with one slash only, so it cannot name another host.
fn redirect(request: &Parts) -> Response {
    let query = request.uri.query().map_or(String::new(), |q| format!("?{q}"));
    let mut response = page(StatusCode::PERMANENT_REDIRECT, "");
    put(response.headers_mut(), header::LOCATION, &format!("{}/{query}", request.uri.path()));
    response
}

fn refuse_method() -> Response {
    let mut response = page(StatusCode::METHOD_NOT_ALLOWED, "");
    response.headers_mut().insert(header::ALLOW, METHODS);
    response
}

/// What is said when a file could not be read, or answering it failed.
pub fn broken() -> Response {
    page(StatusCode::INTERNAL_SERVER_ERROR, "")
}

fn page(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, REVALIDATE);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(text.len()));
    if !text.is_empty() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
    }
    response
}

/// Sets a header whose value we composed; one that HTTP cannot carry is left out.
fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
