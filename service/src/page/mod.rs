//! The plain page of a consultation: requests in, HTML without scripts out. It takes comments under the same rules as the API, keeps
//! what was typed where something is wrong, and shows the receipt once the comment is safe.

mod adoption;
mod announced;
mod comments;
mod draft;
mod form;
mod list;
mod status;

pub use adoption::Adoption;
pub use announced::Announced;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use daylight_core::consultation::Stage;
use daylight_core::model::consultation::Consultation;
use daylight_core::words::{Words, best_tag, tagged_in_language};

use crate::api::route;
use crate::call;
use crate::refusal::Refusal;
use crate::router::Route;
use crate::settings::Settings;
use crate::wording::Wording;

/// The pages.
pub static ROUTES: &[Route] = &[
    route!(false, "", "page-list", list::show),
    route!(false, "/", "page-list", list::show),
    route!(false, "/style.css", "page-style", style),
    route!(false, "/{id}", "page", draft::show),
    route!(true, "/{id}", "page-submit", draft::submit),
    route!(false, "/{id}/comments", "page-comments", comments::show),
    route!(false, "/{id}/adoption", "page-adoption", adoption::show),
    route!(false, "/{id}/status", "page-status", status::show),
    route!(true, "/{id}/status", "page-status-asked", status::ask),
];

/// Nothing runs, nothing is fetched but the style, nothing is sent elsewhere, and no other page shows this one.
pub const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
);

/// The same page in the other language.
struct Other {
    href: String,
    lang: &'static str,
    /// The form whose button it is, where something may have been typed; a link where this is blank.
    form: &'static str,
    /// What was sent and is not shown again: there is no way to the other language.
    is_last: bool,
}

impl Other {
    /// By a link that keeps what else the address says.
    fn new(words: &Words, query: &[(String, String)]) -> Self {
        let lang = Wording::tags().find(|tag| best_tag(&[words.lang()], tag).is_none()).unwrap_or("en");
        let mut href = form_urlencoded::Serializer::for_suffix("?".to_owned(), 1);
        href.append_pair("lang", lang);
        href.extend_pairs(query.iter().filter(|(name, _)| name != "lang"));
        Self { href: href.finish(), lang, form: "", is_last: false }
    }

    /// By a button of a form, which keeps what was typed into it.
    fn of_form(self, form: &'static str) -> Self {
        Self { form, ..self }
    }

    /// Nowhere: what is on the page is not told a second time.
    fn none(words: &Words) -> Self {
        Self { is_last: true, ..Self::new(words, &[]) }
    }
}

/// A text of the package, and its language where that is not the page's.
struct Said<'a> {
    text: &'a str,
    lang: &'a str,
}

impl<'a> Said<'a> {
    fn new(told: &'a Consultation, texts: &'a [(String, String)], words: &Words) -> Self {
        let (tag, text) = tagged_in_language(texts, words.lang()).map_or(("", ""), |(tag, text)| (tag, text));
        let lang = if tag.is_empty() { told.about.language.as_deref().unwrap_or_default() } else { tag };
        Self { text, lang: if lang == words.lang() { "" } else { lang } }
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

#[derive(Template)]
#[template(path = "refused.html")]
struct Refused<'a> {
    w: &'a Words,
    up: &'a str,
    other: Other,
    message: &'a str,
}

/// What is said where there is no page to say it on; `up` leads to the list of all.
pub fn refuse(words: &Words, up: &str, refusal: &Refusal) -> Response {
    let message = refusal.problems.first().map_or("", |problem| problem.message.as_str());
    let other = Other::new(words, &[]);
    let mut response = html(refusal.status, &Refused { w: words, up, other, message });
    call::wait(&mut response, refusal);
    response
}

/// The way from a page to the list of all, by the address of its route. The list has an address without a slash too.
pub fn up(settings: &Settings, path: &str) -> String {
    match path.matches('/').count() {
        0 => [settings.pages.trim_end_matches('/').rsplit('/').next().unwrap_or_default(), "/"].concat(),
        depth => "../".repeat(depth - 1),
    }
}

/// What a stage is called.
pub fn stage_key(stage: Stage) -> &'static str {
    ["stage.planned", "stage.open", "stage.closed", "stage.answered"][stage as usize]
}

/// A page as it is sent.
fn html(status: StatusCode, page: &impl Template) -> Response {
    // Writing to memory does not fail; a page that did is blank.
    let mut response = Response::new(Body::from(page.render().unwrap_or_default()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    // Without the origin the form could not be told from one of another site; other sites learn nothing.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language"));
    response
}

async fn style(_: std::sync::Arc<crate::Service>, _: call::Call) -> Response {
    let mut response = Response::new(Body::from(include_str!("../../templates/style.css")));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}
