//! The W3C WebDriver protocol: commands out, JSON in; fails with the driver's own code and words.
//!
//! Written here, because tests need a dozen commands, raw DevTools commands, the driver's logs and key actions, and all
//! of them are one HTTP request with a JSON body. A client library would bring an asynchronous runtime to wrap that.

use serde_json::{Map, Value, json};
use std::fmt;
use std::time::Duration;

/// The key under which the protocol passes an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element of the page, also of a shadow tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element(String);

impl Element {
    /// The element in a script's answer, if it is one.
    pub fn from_json(value: &Value) -> Option<Self> {
        value.get(ELEMENT).and_then(Value::as_str).map(|id| Self(id.to_owned()))
    }

    /// As an argument of a script or the origin of a pointer move.
    pub fn to_json(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The protocol's code, such as `no such element`; `unreachable` where the driver did not answer.
    pub code: String,
    /// The driver's words.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Refusal {}

/// An open browser window, as the driver knows it.
#[derive(Debug)]
pub struct Session {
    agent: ureq::Agent,
    /// `http://127.0.0.1:PORT/session/ID`
    address: String,
    /// What the driver says about the browser.
    pub capabilities: Value,
}

impl Session {
    /// Opens a browser through the driver at `address`.
    ///
    /// # Errors
    /// Where the driver cannot start the browser.
    pub fn open(address: &str, always_match: &Value) -> Result<Self, Refusal> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(600)))
            .build()
            .into();
        let body = json!({ "capabilities": { "alwaysMatch": always_match } });
        let opened = request(&agent, "POST", &format!("{address}/session"), Some(&body))?;
        let id = opened["sessionId"].as_str().unwrap_or_default();
        Ok(Self { agent, address: format!("{address}/session/{id}"), capabilities: opened["capabilities"].clone() })
    }

    /// Asks for something.
    ///
    /// # Errors
    /// The driver's refusal.
    pub fn get(&self, path: &str) -> Result<Value, Refusal> {
        request(&self.agent, "GET", &format!("{}{path}", self.address), None)
    }

    /// Commands something.
    ///
    /// # Errors
    /// The driver's refusal.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Refusal> {
        request(&self.agent, "POST", &format!("{}{path}", self.address), Some(body))
    }

    /// Runs the body of a function in the page; it sees its arguments as `arguments`.
    ///
    /// # Errors
    /// What the script threw.
    pub fn script(&self, body: &str, arguments: &[Value]) -> Result<Value, Refusal> {
        self.post("/execute/sync", &json!({ "script": body, "args": arguments }))
    }

    /// Runs the body of a function in the page, which answers by calling its last argument.
    ///
    /// # Errors
    /// What the script threw, or that it did not answer in time.
    pub fn script_async(&self, body: &str, arguments: &[Value]) -> Result<Value, Refusal> {
        self.post("/execute/async", &json!({ "script": body, "args": arguments }))
    }

    /// A Chrome DevTools command.
    ///
    /// # Errors
    /// The browser's refusal; a browser without DevTools commands refuses all of them.
    pub fn devtools(&self, command: &str, parameters: Value) -> Result<Value, Refusal> {
        let parameters = if parameters.is_null() { Value::Object(Map::new()) } else { parameters };
        self.post("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Closes the browser.
    ///
    /// # Errors
    /// Where the driver is gone already.
    pub fn close(&self) -> Result<(), Refusal> {
        request(&self.agent, "DELETE", &self.address, None).map(|_| ())
    }
}

fn request(agent: &ureq::Agent, method: &str, url: &str, body: Option<&Value>) -> Result<Value, Refusal> {
    const ANSWER_LIMIT: u64 = 512 * 1024 * 1024;
    let unreachable =
        |fault: &dyn fmt::Display| Refusal { code: "unreachable".into(), message: format!("{method} {url}: {fault}") };
    let sent = match (method, body) {
        ("POST", Some(body)) => agent.post(url).content_type("application/json").send(body.to_string()),
        ("DELETE", _) => agent.delete(url).call(),
        _ => agent.get(url).call(),
    };
    let mut answer = sent.map_err(|fault| unreachable(&fault))?;
    let text =
        answer.body_mut().with_config().limit(ANSWER_LIMIT).read_to_string().map_err(|fault| unreachable(&fault))?;
    let mut json: Value = serde_json::from_str(&text).map_err(|fault| unreachable(&fault))?;
    let value = json.get_mut("value").map(Value::take).unwrap_or_default();
    match value.get("error").and_then(Value::as_str) {
        Some(code) if !answer.status().is_success() => {
            let message = value["message"].as_str().unwrap_or_default();
            Err(Refusal { code: code.into(), message: message.into() })
        }
        _ => Ok(value),
    }
}
