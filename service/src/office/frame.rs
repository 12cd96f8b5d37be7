//! A request in, what stands around the page that answers it out: who asks, where they can go, what was just done. Cannot fail.

use daylight_core::day::{Day, DayOrder};
use daylight_core::words::Words;

use super::policy::Act;
use super::{Desk, name, role_key};

/// What stands around a page.
pub struct Frame<'a> {
    pub w: &'a Words,
    pub up: &'static str,
    pub title: &'a str,
    pub other: &'static str,
    pub who: &'a str,
    pub roles: String,
    /// What must be sent with everything.
    pub token: String,
    pub id: &'a str,
    pub name: &'a str,
    desk: &'a Desk,
    pub done: &'a str,
    pub count: u64,
    pub left: u64,
    pub flagged: u64,
    pub due: Option<Day>,
}

impl Frame<'_> {
    /// Whether a link is shown.
    pub fn may(&self, act: Act) -> bool {
        self.desk.may(act)
    }

    /// The address of this page, below the office's first, as a value of a query.
    pub fn here(&self) -> String {
        let call = &self.desk.call;
        let path =
            call.path.trim_start_matches('/').replace("{id}", &call.id).replace("{number}", &call.number.to_string());
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(
                call.query.iter().filter(|(name, _)| !["done", "n", "left", "flagged", "due"].contains(&name.as_str())),
            )
            .finish();
        let here = if query.is_empty() { path } else { [&path, "?", &query].concat() };
        form_urlencoded::byte_serialize(here.as_bytes()).collect()
    }

    /// The number that everybody knows a comment by, which is another than the office's.
    pub fn public_number(&self, number: &i64) -> String {
        self.w.fill("office.public-number", &[("n", &number.to_string())])
    }

    /// The way out, with who goes.
    pub fn sign_out(&self) -> String {
        self.w.fill("office.sign-out.who", &[("name", self.who), ("roles", &self.roles)])
    }

    /// What was done, to be heard once.
    pub fn news(&self) -> String {
        let known = [
            "changed",
            "settled",
            "released",
            "approved",
            "returned",
            "noted",
            "grouped",
            "password",
            "person",
            "announced",
            "forgotten",
            "withdrawn",
            "table",
        ];
        if !known.contains(&self.done) {
            return String::new();
        }
        let n = self.count.to_string();
        let mut news = self.w.fill(&["office.done.", self.done].concat(), &[("n", &n)]);
        if let Some(day) = self.due.filter(|_| self.done == "changed") {
            news += " ";
            news += &self.w.fill("office.done.due", &[("day", &self.w.date(&day.iso()))]);
        }
        if self.left > 0 {
            news += " ";
            news += &self.w.fill("office.done.left", &[("n", &self.left.to_string())]);
        }
        if self.flagged > 0 {
            news += " ";
            news += &self.w.fill("office.done.flagged", &[("n", &self.flagged.to_string())]);
        }
        news
    }
}

impl Desk {
    /// What stands around every page.
    pub fn frame<'a>(&'a self, up: &'static str, title: &'a str) -> Frame<'a> {
        let words = self.words();
        let roles = self.person.roles.iter().map(|role| words.text(role_key(*role)));
        Frame {
            w: words,
            up,
            title,
            other: if words.lang() == "en" { "zh-Hans" } else { "en" },
            who: self.person.name.as_str(),
            roles: roles.collect::<Vec<_>>().join(words.text("office.comma")),
            token: self.service.office_token(&self.secret),
            id: if self.entry.is_some() { &self.call.id } else { "" },
            name: self.entry.as_ref().map_or("", |entry| name(&entry.told, words)),
            desk: self,
            done: self.call.asked("done").unwrap_or_default(),
            count: self.call.asked("n").and_then(|n| n.parse().ok()).unwrap_or_default(),
            left: self.call.asked("left").and_then(|n| n.parse().ok()).unwrap_or_default(),
            flagged: self.call.asked("flagged").and_then(|n| n.parse().ok()).unwrap_or_default(),
            due: self.call.asked("due").and_then(|day| Day::read(day, DayOrder::YearFirst)),
        }
    }
}
