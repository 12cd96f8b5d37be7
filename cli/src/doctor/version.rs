//! A package as it was fetched and the list of its versions in, what is stale, withdrawn or unknown out. Cannot fail.
//!
//! `daylight publish` writes `versions.json` beside the package and a dated copy of each version under `v/`.

use serde_json::Value;
use url::Url;

use super::code::changed;
use super::digest::Change;
use super::fetch::Answer;
use super::finding::{Finding, Findings, Rule};
use super::fix::Fix;
use super::page::{Element, escaped};
use super::transport::{Kind, Visit};
use crate::publication::digest::sha256;
use crate::publication::record::{self, Grave, Tombstone, Version, Versions, Withdrawn};

/// No list of versions is longer.
const LIST_BYTES: u64 = 1 << 20;

/// What an element shows: a package, or one version of it.
pub struct Shown<'a> {
    element: &'a Element,
    /// The package's address, where its newest version is.
    stable: Url,
    /// The version that the page froze, by `?v=`, by `version` or by the copy's own address.
    frozen: Option<String>,
    /// What the element fetches.
    pub url: Url,
}

impl<'a> Shown<'a> {
    /// What an element with an address shows. The address may also be that of a dated copy itself.
    pub fn by(element: &'a Element) -> Option<Self> {
        let address = element.url.as_ref()?;
        let in_address = || address.query_pairs().find(|(key, _)| key == "v").map(|(_, version)| version.into_owned());
        let (stable, frozen, url) = match element.version.clone().or_else(in_address) {
            Some(version) => (address.clone(), Some(version.clone()), dated(address, &version)?),
            None => match package_of(address) {
                Some((stable, version)) => (stable, Some(version), address.clone()),
                None => (address.clone(), None, address.clone()),
            },
        };
        Some(Self { element, stable, frozen, url })
    }

    /// The element with another version in its address.
    fn with(&self, version: &str) -> Fix {
        let (old, src) = (self.frozen.as_deref().unwrap_or_default(), self.element.src.as_deref().unwrap_or_default());
        let (src, tag) = (escaped(&src.replace(old, version)), &self.element.tag);
        let kind = tag.strip_prefix("daylight-").filter(|_| self.element.in_div);
        let prefix = if kind.is_some() { "data-" } else { "" };
        let own = self.element.version.as_ref().map(|_| format!(" {prefix}version=\"{version}\"")).unwrap_or_default();
        Fix::Html(match kind {
            Some(kind) => format!("<div data-daylight=\"{kind}\" data-src=\"{src}\"{own}></div>"),
            None => format!("<{tag} src=\"{src}\"{own}></{tag}>"),
        })
    }
}

/// The dated copy of a version, which stays where it is.
fn dated(stable: &Url, version: &str) -> Option<Url> {
    let name = stable.path().rsplit('/').next().unwrap_or_default();
    let plain = !version.is_empty() && version.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    plain.then(|| stable.join(&format!("v/{version}/{name}")).ok()).flatten()
}

/// The package that a dated copy belongs to, and the copy's version.
fn package_of(copy: &Url) -> Option<(Url, String)> {
    let mut parts = copy.path().rsplit('/');
    let (name, version) = (parts.next()?, parts.next()?);
    (parts.next()? == "v").then_some(())?;
    Some((copy.join(&format!("../../{name}")).ok()?, version.to_owned()))
}

/// Whether a descriptor is what is left of a withdrawn version.
pub fn is_withdrawn(descriptor: &Value) -> bool {
    descriptor.get("daylight:withdrawn").is_some()
}

/// Compares a package with the list of its versions, where it has one.
pub fn check(visit: &Visit, shown: &Shown, answer: &Answer, descriptor: Option<&Value>, findings: &mut Findings) {
    let Some(descriptor) = descriptor else { return };
    let tombstone = is_withdrawn(descriptor);
    let list = fetch_list(visit, shown, descriptor, findings);
    let newest = list.iter().flat_map(|list| &list.versions).find(|version| version.withdrawn.is_none());
    if tombstone && let Ok(Tombstone { withdrawn, .. }) = record::read("", &answer.body) {
        let Grave { version, date, reason, .. } = withdrawn;
        say_withdrawn(shown, &version, &Withdrawn { date, reason }, newest, findings);
    }
    let Some(list) = &list else { return };
    let digest = sha256(&answer.body);
    match &shown.frozen {
        Some(frozen) => check_frozen(shown, frozen, &digest, tombstone, list, newest, findings),
        None if !tombstone => check_current(shown, &digest, list, newest, findings),
        None => {}
    }
}

fn fetch_list(visit: &Visit, shown: &Shown, descriptor: &Value, findings: &mut Findings) -> Option<Versions> {
    let named = descriptor.get("daylight:versions").and_then(Value::as_str);
    let url = shown.stable.join("versions.json").ok()?;
    // Most packages have none, and that is no fault.
    if named.is_none() && shown.frozen.is_none() {
        let found = visit.fetcher.get(&url, LIST_BYTES, &[]).is_ok_and(|answer| answer.status == 200);
        if !found {
            return None;
        }
    }
    let answer = visit.fetch(&url, Kind::Data, LIST_BYTES, findings)?;
    match serde_json::from_slice::<Versions>(&answer.body) {
        Ok(list) => Some(list),
        Err(fault) => {
            findings.add(Finding::new(Rule::VersionsUnreadable).at(&url).fact("reason", fault));
            None
        }
    }
}

fn check_frozen(
    shown: &Shown,
    frozen: &str,
    digest: &str,
    tombstone: bool,
    list: &Versions,
    newest: Option<&Version>,
    findings: &mut Findings,
) {
    let Some(own) = list.versions.iter().find(|version| version.version == frozen) else {
        let finding = Finding::new(Rule::VersionUnknown).at(&shown.stable).fact("version", frozen);
        findings.add(mended(finding, shown, newest));
        return;
    };
    match &own.withdrawn {
        Some(withdrawn) if !tombstone => {
            say_withdrawn(shown, frozen, withdrawn, newest, findings);
            findings.add(served(shown, own, withdrawn));
            return;
        }
        // Its tombstone has said so.
        Some(_) => {}
        None if digest != own.sha256 => findings.add(changed(Change::Unknown, Rule::DataChanged).at(&shown.url)),
        None => {}
    }
    match newest.filter(|newest| newest.version != frozen) {
        Some(newest) if own.withdrawn.is_none() => findings.add(
            Finding::new(Rule::VersionOld)
                .at(&shown.stable)
                .fact("version", frozen)
                .fact("newest", &newest.version)
                .fact("published", &newest.published)
                .mended_by(shown.with(&newest.version)),
        ),
        None => findings.add(Finding::new(Rule::VersionNewest).at(&shown.stable).fact("version", frozen)),
        Some(_) => {}
    }
}

/// What stands at the package's own address must be its newest version.
fn check_current(shown: &Shown, digest: &str, list: &Versions, newest: Option<&Version>, findings: &mut Findings) {
    let own = list.versions.iter().find(|version| version.sha256 == digest);
    findings.add(match (own, newest) {
        (Some(own), _) if own.withdrawn.is_some() => served(shown, own, own.withdrawn.as_ref().expect("just seen")),
        (Some(own), Some(newest)) if own.version == newest.version => {
            Finding::new(Rule::VersionNewest).at(&shown.stable).fact("version", &own.version)
        }
        (Some(own), newest) => Finding::new(Rule::DataStale)
            .at(&shown.stable)
            .fact("version", &own.version)
            .fact("newest", newest.map_or("–", |newest| &newest.version))
            .mended_by(Fix::Cache),
        (None, _) => Finding::new(Rule::DataUnlisted).at(&shown.stable).fact("sha256", digest),
    });
}

/// Bytes of a withdrawn version that still come: a cache kept them, or the tombstone was not uploaded.
fn served(shown: &Shown, version: &Version, withdrawn: &Withdrawn) -> Finding {
    let finding = Finding::new(Rule::WithdrawnServed).at(&shown.url).fact("version", &version.version);
    finding.fact("date", &withdrawn.date).fact("reason", &withdrawn.reason).mended_by(Fix::Cache)
}

fn say_withdrawn(
    shown: &Shown,
    version: &str,
    withdrawn: &Withdrawn,
    newest: Option<&Version>,
    findings: &mut Findings,
) {
    let finding = Finding::new(Rule::VersionWithdrawn).at(&shown.stable).fact("version", version);
    let finding = finding.fact("date", &withdrawn.date).fact("reason", &withdrawn.reason);
    findings.add(mended(finding, shown, newest));
}

fn mended(finding: Finding, shown: &Shown, newest: Option<&Version>) -> Finding {
    match newest.filter(|_| shown.frozen.is_some()) {
        Some(newest) => finding.mended_by(shown.with(&newest.version)),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::{dated, package_of};
    use url::Url;

    #[test]
    fn a_dated_copy_knows_its_package() {
        let of = |address| package_of(&Url::parse(address).expect("an address"));
        let (stable, version) =
            of("https://a.example/data/p/v/2026-01-31-0123456789ab/datapackage.json").expect("a copy");
        assert_eq!((stable.path(), version.as_str()), ("/data/p/datapackage.json", "2026-01-31-0123456789ab"));
        assert_eq!(of("https://a.example/data/p/datapackage.json"), None);
        assert_eq!(of("https://a.example/x.csv"), None);
    }

    #[test]
    fn a_version_lies_below_its_package_and_nowhere_else() {
        let stable = Url::parse("https://a.example/data/p/datapackage.json?v=x").expect("an address");
        let of = |version| dated(&stable, version).map(|url| url.as_str().to_owned());
        let path = "https://a.example/data/p/v/2026-01-31-0123456789ab/datapackage.json";
        assert_eq!(of("2026-01-31-0123456789ab").as_deref(), Some(path));
        for refused in ["", "..", "../../x", "a/b", "//b.example", "a?b"] {
            assert_eq!(of(refused), None, "{refused}");
        }
    }
}
