//! What a page asked for: the browser's network log in, one exchange a request out; Chromium only.

use crate::browser::{Browser, done, text};
use serde_json::{Value, json};

/// A request and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    id: String,
    /// The full address.
    pub url: String,
    /// The method, such as `GET`.
    pub method: String,
    /// The answer's status, once there was one.
    pub status: Option<u64>,
    /// The answer's `Content-Encoding`.
    pub encoding: Option<String>,
    /// Bytes on the wire, headers included, once the answer was complete.
    pub wire_bytes: Option<u64>,
    /// Why it failed, if it did.
    pub failure: Option<String>,
}

impl Exchange {
    /// Scheme, host and port; `None` for addresses that reach no server (`data:`, `blob:`, `about:`).
    pub fn origin(&self) -> Option<&str> {
        let (scheme, rest) = self.url.split_once("://")?;
        if !matches!(scheme, "http" | "https" | "ws" | "wss") {
            return None;
        }
        let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        Some(&self.url[..scheme.len() + 3 + host])
    }
}

impl Browser {
    /// Every request since the browser opened or [`Browser::forget_requests`], in order.
    #[track_caller]
    pub fn requests(&self) -> Vec<Exchange> {
        let entries = done("network log", self.session().post("/se/log", &json!({ "type": "performance" })));
        let mut exchanges = self.exchanges.borrow_mut();
        for entry in entries.as_array().into_iter().flatten() {
            if let Ok(event) = serde_json::from_str::<Value>(&text(&entry["message"])) {
                note(&mut exchanges, &event["message"]);
            }
        }
        exchanges.clone()
    }

    /// Forgets the requests so far.
    #[track_caller]
    pub fn forget_requests(&self) {
        self.requests();
        self.exchanges.borrow_mut().clear();
    }

    /// No request may have gone to another origin than these (`http://127.0.0.1:8080`); one at least must have been seen.
    #[track_caller]
    pub fn assert_no_request_elsewhere(&self, origins: &[&str]) {
        let requests = self.requests();
        let elsewhere: Vec<_> = requests
            .iter()
            .filter(|exchange| exchange.origin().is_some_and(|origin| !origins.contains(&origin)))
            .collect();
        assert!(elsewhere.is_empty(), "requests to another origin than {origins:?}: {elsewhere:#?}");
        assert!(
            requests.iter().any(|exchange| exchange.origin().is_some()),
            "the network log is empty: nothing was checked"
        );
    }
}

/// Adds what one event of the network log tells.
fn note(exchanges: &mut Vec<Exchange>, event: &Value) {
    let (method, facts) = (text(&event["method"]), &event["params"]);
    let id = text(&facts["requestId"]);
    match method.as_str() {
        // A redirect keeps its id: each leg is an exchange, and the last is the one that later events mean.
        "Network.requestWillBeSent" => exchanges.push(Exchange {
            id,
            url: text(&facts["request"]["url"]),
            method: text(&facts["request"]["method"]),
            ..Exchange::default()
        }),
        "Network.webSocketCreated" => {
            exchanges.push(Exchange { id, url: text(&facts["url"]), method: "GET".into(), ..Exchange::default() });
        }
        _ => {
            let Some(exchange) = exchanges.iter_mut().rev().find(|exchange| exchange.id == id) else {
                return;
            };
            match method.as_str() {
                "Network.responseReceived" => {
                    exchange.status = facts["response"]["status"].as_u64();
                    let headers = facts["response"]["headers"].as_object().into_iter().flatten();
                    exchange.encoding = headers
                        .filter(|(name, _)| name.eq_ignore_ascii_case("content-encoding"))
                        .map(|(_, value)| text(value))
                        .next();
                }
                "Network.loadingFinished" => {
                    exchange.wire_bytes = facts["encodedDataLength"].as_f64().map(|bytes| bytes as u64);
                }
                "Network.loadingFailed" => {
                    let reason = [&facts["blockedReason"], &facts["errorText"]].map(text);
                    exchange.failure = reason.into_iter().find(|reason| !reason.is_empty());
                }
                _ => {}
            }
        }
    }
}
