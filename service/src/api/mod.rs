//! The public API: requests in, JSON out. One table is the router, the description (`description`) and the names in logs and counts.
//!
//! Everybody may read, without cookies; the documents are those that `daylight publish` writes for a site without a service.

mod description;
pub(crate) mod document;

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use daylight_core::consultation::document::{write_receipts, write_subject};
use daylight_core::json::Writer;
use daylight_core::words::Words;

use crate::call::{Call, json, refuse};
use crate::catalogue::day_of;
use crate::refusal::Refusal;
use crate::router::Route;
use crate::service::Service;
use crate::store::{Head, Kept, Standing};
use crate::subject::Named;

/// A route and what is told of it.
pub struct Told {
    /// The route.
    pub route: Route,
    /// What it does, in a sentence.
    pub says: &'static str,
    /// Its query: name, schema and what it means.
    pub query: &'static [(&'static str, &'static str, &'static str)],
    /// What is sent, by its schema.
    pub body: &'static str,
    /// What is answered: status, schema and when.
    pub answers: &'static [(u16, &'static str, &'static str)],
}

const UNKNOWN: (u16, &str, &str) = (404, "Refusal", "There is no such consultation.");
const STORE: (u16, &str, &str) = (503, "Refusal", "It cannot be done now; `Retry-After` says when.");
const LANG: (&str, &str, &str) = ("lang", "string", "The language of messages; `Accept-Language` otherwise.");

macro_rules! route {
    ($sends:literal, $path:literal, $name:literal, $answer:path) => {
        Route {
            sends: $sends,
            path: $path,
            name: $name,
            answer: |service, call| -> crate::router::Answer { Box::pin($answer(service, call)) },
        }
    };
}
pub(crate) use route;

/// The table.
pub static ROUTES: &[Told] = &[
    Told {
        route: route!(false, "/", "list", list),
        says: "Lists the consultations, with what they are called and how far they are.",
        query: &[],
        body: "",
        answers: &[(200, "List", "The list."), STORE],
    },
    Told {
        route: route!(false, "/openapi.json", "description", description),
        says: "Describes this API.",
        query: &[],
        body: "",
        answers: &[(200, "Any", "This document.")],
    },
    Told {
        route: route!(false, "/log", "log-days", log),
        says: "Tells where the office's log ended on each day: whoever keeps it can see later whether something was altered.",
        query: &[],
        body: "",
        answers: &[(200, "LogDays", "The days."), STORE],
    },
    Told {
        route: route!(false, "/{id}/receipts", "receipts", receipts),
        says: "Lists a digest for each receipt, sorted, once no more comments are taken: anybody can see that theirs was counted.",
        query: &[LANG],
        body: "",
        answers: &[
            (200, "Receipts", "The digests."),
            (404, "Refusal", "Comments are still taken, or there is no such consultation."),
            STORE,
        ],
    },
    Told {
        route: route!(false, "/{id}", "definition", definition),
        says: "Tells everything that is needed to draw a consultation, its form included; `addresses.token` is a fresh form token.",
        query: &[LANG],
        body: "",
        answers: &[(200, "Definition", "The consultation."), UNKNOWN, STORE],
    },
    Told {
        route: route!(true, "/{id}/comments", "submit", submit),
        says: "Takes a comment. The receipt is sent when the comment is safe on the disk, and never before; the same key with the same \
            comment gives the same receipt again.",
        query: &[LANG],
        body: "Comment",
        answers: &[
            (201, "Receipt", "It was taken, now or before."),
            (400, "Refusal", "It cannot be read."),
            (403, "Refusal", "Comments are not taken at this time, or not from that site."),
            UNKNOWN,
            (408, "Refusal", "It took too long to arrive."),
            (
                409,
                "Refusal",
                "Send it again: with the token that is sent along, or with `confirmed` where personal data may stay.",
            ),
            (413, "Refusal", "It is too large."),
            (415, "Refusal", "It is neither JSON nor a form."),
            (
                422,
                "Refusal",
                "Something is wrong with it: each problem names its field. Or its key was used for another comment.",
            ),
            (429, "Refusal", "Too much was sent; `Retry-After` says when there is room."),
            STORE,
        ],
    },
    Told {
        route: route!(false, "/{id}/comments", "comments", comments),
        says: "Lists comments in their public order, 100 at a time; `next` is the address of the page after it.",
        query: &[
            ("after", "integer", "The place in the public order after which the page begins."),
            ("q", "string", "Words that all stand in a comment."),
            ("theme", "string", "The id of a theme."),
            ("subject", "string", "The id of what they are about."),
            LANG,
        ],
        body: "",
        answers: &[
            (200, "Comments", "A page."),
            (400, "Refusal", "`after` is no number."),
            UNKNOWN,
            (429, "Refusal", "Too much was searched; `Retry-After` says when there is room."),
            STORE,
        ],
    },
    Told {
        route: route!(false, "/{id}/subject", "subject", subject),
        says: "Tells what something is called that another package publishes, so that a form can name what a comment will be of.",
        query: &[
            ("package", "string", "The name of the package."),
            ("subject", "string", "The id of what it publishes."),
            LANG,
        ],
        body: "",
        answers: &[
            (200, "Subject", "Its names."),
            (404, "Refusal", "Nobody knows a name for it, or there is no such consultation."),
            STORE,
        ],
    },
    Told {
        route: route!(false, "/{id}/adoption", "adoption", adoption),
        says: "Tells what was announced: counts, answers, and which comments speak of which clause.",
        query: &[LANG],
        body: "",
        answers: &[
            (200, "Adoption", "What was announced."),
            (404, "Refusal", "Nothing is announced, or there is no such consultation."),
            STORE,
        ],
    },
    Told {
        route: route!(true, "/{id}/status", "status", status),
        says: "Tells what became of the comment with a receipt.",
        query: &[LANG],
        body: "Ticket",
        answers: &[
            (200, "Standing", "What became of it."),
            (400, "Refusal", "It cannot be read."),
            (403, "Refusal", "Not from that site."),
            (404, "Refusal", "There is no comment with that receipt."),
            (408, "Refusal", "It took too long to arrive."),
            (413, "Refusal", "It is too large."),
            (415, "Refusal", "It is neither JSON nor a form."),
            (422, "Refusal", "It is no receipt; the message names the group that was copied wrongly."),
            (429, "Refusal", "Too much was asked; `Retry-After` says when there is room."),
            STORE,
        ],
    },
];

/// Whatever goes wrong is told in the reader's language.
async fn told(
    service: &Service,
    call: &Call,
    answer: impl AsyncFnOnce(&Words) -> Result<Response, Refusal>,
) -> Response {
    let words = service.wording.choose(call.asked("lang"), &call.headers);
    answer(words).await.unwrap_or_else(|refusal| refuse(&refusal))
}

async fn list(service: Arc<Service>, call: Call) -> Response {
    told(&service, &call, async |words| {
        let written = document::list(&service).await.map_err(|failure| service.failed(&failure, words))?;
        Ok(json(StatusCode::OK, written))
    })
    .await
}

async fn description(service: Arc<Service>, _: Call) -> Response {
    json(StatusCode::OK, description::write(&service.settings.api))
}

async fn definition(service: Arc<Service>, call: Call) -> Response {
    told(&service, &call, async |words| {
        let entry = service.find(&call.id, words)?;
        let written =
            document::definition(&service, &entry).await.map_err(|failure| service.failed(&failure, words))?;
        Ok(json(StatusCode::OK, written))
    })
    .await
}

async fn comments(service: Arc<Service>, call: Call) -> Response {
    told(&service, &call, async |words| {
        let entry = service.find(&call.id, words)?;
        let after = match call.asked("after").map_or(Ok(0), str::parse::<u32>) {
            Ok(after) => i64::from(after),
            Err(_) => {
                let mut refusal = Refusal::field(words, "malformed", "after");
                refusal.status = StatusCode::BAD_REQUEST;
                return Err(refusal);
            }
        };
        let asked = |name| call.asked(name).filter(|value| !value.is_empty());
        if asked("q").is_some() {
            service.spare_search(call.network, words)?;
        }
        let wanted = document::Wanted { after, words: asked("q"), theme: asked("theme"), subject: asked("subject") };
        let written = document::comments(&service, &entry, &wanted).await;
        Ok(json(StatusCode::OK, written.map_err(|failure| service.failed(&failure, words))?))
    })
    .await
}

async fn subject(service: Arc<Service>, call: Call) -> Response {
    told(&service, &call, async |words| {
        service.find(&call.id, words)?;
        let asked = |name| call.asked(name).unwrap_or_default();
        match service.named_soon(asked("package"), asked("subject")).await {
            Named::Known(names) if !names.is_empty() => Ok(json(StatusCode::OK, write_subject(&names))),
            Named::Known(_) | Named::Unknown | Named::Untold => {
                let mut refusal = Refusal::field(words, "subject-unknown", "subject");
                refusal.status = StatusCode::NOT_FOUND;
                Err(refusal)
            }
            Named::Later => Err(Refusal::of(StatusCode::SERVICE_UNAVAILABLE, words, "subject-later").after(5)),
        }
    })
    .await
}

async fn adoption(service: Arc<Service>, call: Call) -> Response {
    told(&service, &call, async |words| {
        let entry = service.find(&call.id, words)?;
        let written = document::adoption(&service, &entry).await.map_err(|failure| service.failed(&failure, words))?;
        let written = written.ok_or_else(|| Refusal::of(StatusCode::NOT_FOUND, words, "unannounced"))?;
        Ok(json(StatusCode::OK, written))
    })
    .await
}

async fn log(service: Arc<Service>, call: Call) -> Response {
    told(&service, &call, async |words| {
        let days = service.store.log_days().await.map_err(|failure| service.failed(&failure, words))?;
        Ok(json(StatusCode::OK, write_days(&days)))
    })
    .await
}

/// Where the log ended on each day.
pub fn write_days(days: &[(String, Head)]) -> String {
    let mut out = Writer::default();
    out.open('{').key("days").open('[');
    for (day, head) in days {
        out.open('{').key("day").text(day).key("entries").raw(&head.seq.to_string());
        out.key("digest").text(&head.digest).close('}');
    }
    out.close(']').close('}').finish() + "\n"
}

async fn receipts(service: Arc<Service>, call: Call) -> Response {
    told(&service, &call, async |words| {
        let entry = service.find(&call.id, words)?;
        let (told, standing) = service.told(&entry).await.map_err(|failure| service.failed(&failure, words))?;
        if standing.may_come() {
            return Err(Refusal::of(StatusCode::NOT_FOUND, words, "still-open"));
        }
        let digests = if told.receipts.is_empty() {
            service.store.receipts(&told.id).await.map_err(|failure| service.failed(&failure, words))?
        } else {
            told.receipts.clone()
        };
        Ok(json(StatusCode::OK, write_receipts(&digests)))
    })
    .await
}

async fn submit(service: Arc<Service>, call: Call) -> Response {
    told(&service, &call, async |words| {
        let entry = service.find(&call.id, words)?;
        let typed = call.typed(words)?;
        let Kept { receipt, received_ms, .. } = service.submit(&entry, &typed, call.network, words).await?;
        let mut out = Writer::default();
        out.open('{').key("receipt").text(&receipt);
        out.key("received").text(&day(&service, received_ms)).close('}');
        Ok(json(StatusCode::CREATED, out.finish() + "\n"))
    })
    .await
}

async fn status(service: Arc<Service>, call: Call) -> Response {
    told(&service, &call, async |words| {
        service.find(&call.id, words)?;
        let receipt = call.typed(words)?.receipt;
        let found = service.standing(&call.id, &receipt, call.network, words).await?;
        Ok(json(StatusCode::OK, standing(&service, &found)))
    })
    .await
}

fn standing(service: &Service, found: &Standing) -> String {
    let mut out = Writer::default();
    out.open('{').key("state").text(&found.state).key("received").text(&day(service, found.received_ms));
    if let Some(number) = found.number {
        out.key("id").text(&number.to_string());
    }
    let texts = [
        ("withheld", &found.withheld),
        ("disposition", &found.disposition),
        ("reason", &found.reason),
        ("answer", &found.answer),
        ("text", &found.text),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            out.key(key).text(text);
        }
    }
    out.key("digest").text(&found.digest);
    out.close('}').finish() + "\n"
}

fn day(service: &Service, ms: i64) -> String {
    day_of(ms, service.settings.utc_offset_minutes).map(|day| day.iso()).unwrap_or_default()
}
