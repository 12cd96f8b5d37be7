//! What a site says of its service, as `[service]` in `daylight.toml`; every value has a default. Reading fails on a name that
//! there is not.
//!
//! ```toml
//! [service]
//! database = "postgres://daylight@localhost/daylight"
//! origins = ["https://www.example.gov"]
//! trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]
//! ```

use serde::Deserialize;

use crate::limit::Network;

/// The settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// `sqlite:PATH` or `postgres://…`; where it is left out, a file beside the served folder.
    pub database: Option<String>,
    /// Where the API stands on the site.
    pub api: String,
    /// Where the plain pages stand.
    pub pages: String,
    /// Where the office's pages stand.
    pub office: String,
    /// The origin of this site, as browsers name it, where a proxy makes something else of the host. The command sets it.
    #[serde(skip)]
    pub own_origin: Option<String>,
    /// Days after which names, pseudonyms and ways to reach people are deleted once what became of comments was announced.
    pub retention_days: u32,
    /// Origins of other sites from which comments may be sent.
    pub origins: Vec<String>,
    /// Packages that are published elsewhere and may be commented on: what is in them is not looked up.
    pub packages: Vec<String>,
    /// From which peers `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// From which peers `/metrics` may be asked, by themselves and not for others.
    pub monitors: Vec<Network>,
    /// The key that hosts vouch with, where consultations ask whom the portal vouches for; at least 16 letters.
    pub voucher_key: Option<String>,
    /// How far the day of the consultations is ahead of UTC.
    pub utc_offset_minutes: i64,
    /// The profile whose rules of personal data hold with all their thresholds; without it, those of all profiles.
    pub profile: Option<String>,
    /// What a request may take.
    pub limits: Limits,
}

/// What requests may take.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Bytes of what the office sends, such as a table of changes.
    pub office_body_bytes: usize,
    /// Characters of a comment.
    pub text_characters: usize,
    /// Comments that wait to be written.
    pub queue: usize,
    /// Submissions a minute from one network (/24 or /56).
    pub per_network: u32,
    /// Searches a minute from one network.
    pub searches_per_network: u32,
    /// Submissions a minute to one consultation.
    pub per_consultation: u32,
    /// Seconds between getting a form and sending it.
    pub form_least_seconds: u32,
    /// Seconds after which a form is renewed.
    pub form_longest_seconds: u32,
    /// Seconds in which the head of a request, or its body, must arrive.
    pub patience_seconds: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            database: None,
            api: "/api/consultation/v1".to_owned(),
            pages: "/c".to_owned(),
            office: "/office".to_owned(),
            own_origin: None,
            retention_days: 90,
            origins: Vec::new(),
            packages: Vec::new(),
            trusted_proxies: Vec::new(),
            monitors: ["127.0.0.0/8", "::1"].into_iter().filter_map(|network| network.parse().ok()).collect(),
            voucher_key: None,
            utc_offset_minutes: 0,
            profile: None,
            limits: Limits::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 << 10,
            office_body_bytes: 16 << 20,
            text_characters: 5000,
            queue: 1024,
            per_network: 30,
            searches_per_network: 240,
            per_consultation: 1200,
            form_least_seconds: 2,
            form_longest_seconds: 6 * 3600,
            patience_seconds: 10,
        }
    }
}
