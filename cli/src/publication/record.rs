//! The records of a site: `daylight.json` with its packages, `versions.json` of each, and the tombstone of a version that was
//! withdrawn. JSON in and out; refuses a record of another form.

use crate::fault::Fault;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Display;

/// The list of a site's packages.
pub const SITE: &str = "daylight.json";
/// The list of a package's versions, beside its descriptor.
pub const VERSIONS: &str = "versions.json";
/// The descriptor.
pub const DESCRIPTOR: &str = "datapackage.json";
/// What a first picture is drawn from.
pub const SUMMARY: &str = "summary.json";
/// What was computed of a package of results.
pub const STANDINGS: &str = "standings.json";
/// The folder of the slices.
pub const SLICES: &str = "slices";
/// How the package was made.
pub const PROVENANCE: &str = "provenance.json";
/// The folder of the dated copies.
pub const DATED: &str = "v";

/// The member of a descriptor that says who looked at the package before it was published.
pub const REVIEW: &str = "daylight:review";

/// Text by language.
pub type Texts = BTreeMap<String, String>;

/// `daylight.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Site {
    /// The form of the record.
    #[serde(rename = "daylight:packages")]
    pub form: u32,
    /// By name.
    pub packages: Vec<Listed>,
}

/// A package in the list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// Its name, which is also its folder's.
    pub name: String,
    /// Its titles by language.
    pub titles: Texts,
    /// Its descriptor, from the list.
    pub path: String,
    /// The newest version.
    pub version: String,
    /// The SHA-256 of that version's descriptor.
    pub sha256: String,
    /// The day of that version.
    pub published: String,
    /// Whether that version was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
}

/// `versions.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Versions {
    /// The form of the record.
    #[serde(rename = "daylight:versions")]
    pub form: u32,
    /// The package's name.
    pub name: String,
    /// The newest first.
    pub versions: Vec<Version>,
}

/// A version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Version {
    /// Its name.
    pub version: String,
    /// Its day.
    pub published: String,
    /// The SHA-256 of its descriptor.
    pub sha256: String,
    /// Its dated copy's descriptor, from the record.
    pub path: String,
    /// How many rows it adds up.
    pub rows: u64,
    /// Why it was published: what was corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What has changed since the version before, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub changes: BTreeMap<String, Vec<String>>,
    /// Who looked at it before it was published, when, on which basis and with which result.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub review: Value,
    /// What stays closed, why, on which basis and until when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Value>,
    /// Whether it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
}

/// When and why a version was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// The day.
    pub date: String,
    /// The reason, for everybody to read.
    pub reason: String,
}

/// What stands in the place of a descriptor that was withdrawn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tombstone {
    /// The package's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its titles by language.
    #[serde(rename = "daylight:titles")]
    pub titles: Texts,
    /// What it stands for.
    #[serde(rename = "daylight:withdrawn")]
    pub withdrawn: Grave,
}

/// The version that a tombstone stands for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grave {
    /// Its name.
    pub version: String,
    /// The SHA-256 that its descriptor had.
    pub sha256: String,
    /// The day on which it was withdrawn.
    pub date: String,
    /// The reason.
    pub reason: String,
}

/// Whether a name can be a folder's and a part of an address: small letters, digits, dots and hyphens.
pub fn is_plain(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    !name.is_empty() && name.bytes().all(is_plain) && !name.starts_with(['.', '-'])
}

impl Version {
    /// The folder of its dated copy beside the record; none where its name cannot be a folder's.
    pub fn folder(&self) -> Option<String> {
        is_plain(&self.version).then(|| format!("{DATED}/{}/", self.version))
    }
}

impl Site {
    /// An empty list.
    pub fn new() -> Self {
        Self { form: 1, packages: Vec::new() }
    }

    /// Puts a package into its place in the list.
    pub fn put(&mut self, listed: Listed) {
        self.packages.retain(|other| other.name != listed.name);
        self.packages.push(listed);
        self.packages.sort_by(|one, other| one.name.cmp(&other.name));
    }
}

impl Versions {
    /// No version yet.
    pub fn new(name: &str) -> Self {
        Self { form: 1, name: name.to_owned(), versions: Vec::new() }
    }
}

/// Reads a record.
///
/// # Errors
/// Where it is not of a form that this version reads; `name` says of which file.
pub fn read<T: for<'a> Deserialize<'a>>(name: impl Display, bytes: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(bytes).map_err(|fault| Fault::json(name, &fault))
}

/// A record as text.
pub fn write(record: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(record).unwrap_or_default();
    text.push(b'\n');
    text
}
