//! The elements' data in, whether they arrive, are what they claim to be, and are recent, out. Cannot fail.

use serde_json::Value;
use url::Url;

use super::code::changed;
use super::date::{days_of, days_of_header, days_of_iso};
use super::digest::change_of;
use super::fetch::Answer;
use super::finding::{Finding, Findings, Rule};
use super::fix::Fix;
use super::transport::{Kind, Visit};
use super::version::{self, Shown};

/// A descriptor is read whole up to this size.
const DESCRIPTOR_BYTES: u64 = 8 << 20;
/// Of a data file so much is enough to tell what it is.
const SAMPLE_BYTES: u64 = 1 << 20;
/// How many files of a package are fetched.
const MOST_RESOURCES: usize = 20;
/// Figures older than this are worth a word: a yearly publication is overdue.
const OLD_DAYS: i64 = 400;

/// Fetches the packages that the elements name, each once. Gives the addresses that the page will fetch.
pub fn check(visit: &Visit, findings: &mut Findings) -> Vec<Url> {
    let mut addresses: Vec<Url> = Vec::new();
    for element in &visit.page.elements {
        let Some(shown) = Shown::by(element).filter(|shown| !addresses.contains(&shown.url)) else {
            continue;
        };
        addresses.push(shown.url.clone());
        if let Some(answer) = visit.fetch(&shown.url, Kind::Data, DESCRIPTOR_BYTES, findings) {
            check_revalidation(visit, &answer, findings);
            let descriptor = read_descriptor(&answer, findings);
            version::check(visit, &shown, &answer, descriptor.as_ref(), findings);
            addresses.extend(check_content(visit, &answer, descriptor.as_ref(), findings));
        }
    }
    addresses
}

/// Whether the server says "unchanged" when it is asked; without that every visit loads everything again.
fn check_revalidation(visit: &Visit, answer: &Answer, findings: &mut Findings) {
    let (tag, since) = (answer.header("etag"), answer.header("last-modified"));
    let condition = match (tag.is_empty(), since.is_empty()) {
        (false, _) => ("If-None-Match", tag),
        (true, false) => ("If-Modified-Since", since),
        (true, true) => return,
    };
    if let Ok(again) = visit.fetcher.get(&answer.url, SAMPLE_BYTES, &[condition])
        && again.status != 304
    {
        findings.add(
            Finding::new(Rule::NotRevalidated).at(&answer.url).fact("status", again.status).mended_by(Fix::Revalidate),
        );
    }
}

/// The descriptor, unless the file is a lone table or cannot be read.
fn read_descriptor(answer: &Answer, findings: &mut Findings) -> Option<Value> {
    let text = answer.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&answer.body);
    if !text.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    let read = serde_json::from_slice(text);
    if let Err(fault) = &read {
        findings.add(Finding::new(Rule::DataUnreadable).at(&answer.url).fact("reason", fault));
    }
    // What breaks off is a descriptor all the same, though one that names nothing.
    Some(read.unwrap_or(Value::Null))
}

fn check_content(visit: &Visit, answer: &Answer, descriptor: Option<&Value>, findings: &mut Findings) -> Vec<Url> {
    let Some(descriptor) = descriptor else {
        check_age(visit, answer, None, findings);
        return Vec::new();
    };
    if descriptor.is_null() || version::is_withdrawn(descriptor) {
        return Vec::new();
    }
    check_age(visit, answer, Some(descriptor), findings);
    let files: Vec<_> = resource_files(descriptor).collect();
    // The elements fetch files: figures that stand in the descriptor itself are not shown.
    let inline = resources(descriptor).any(|resource| resource.get("path").is_none() && resource.get("data").is_some());
    if inline {
        findings.add(Finding::new(Rule::DataInline).at(&answer.url));
    } else if files.is_empty() {
        findings.add(Finding::new(Rule::DataNoResource).at(&answer.url));
    }
    let mut addresses = Vec::new();
    for (path, resource) in files.into_iter().take(MOST_RESOURCES) {
        let Some(url) = inside(path, &answer.url) else {
            findings.add(Finding::new(Rule::DataPathRefused).at(&answer.url).fact("path", path));
            continue;
        };
        if !addresses.contains(&url) {
            if let Some(file) = visit.fetch(&url, Kind::Data, SAMPLE_BYTES, findings) {
                check_digest(&file, resource, findings);
            }
            addresses.push(url);
        }
    }
    addresses
}

fn resources(descriptor: &Value) -> impl Iterator<Item = &Value> {
    descriptor.get("resources").and_then(Value::as_array).into_iter().flatten()
}

/// The files of a package, each with the resource that names it.
fn resource_files(descriptor: &Value) -> impl Iterator<Item = (&str, &Value)> {
    resources(descriptor).flat_map(|resource| {
        let paths = match &resource["path"] {
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect::<Vec<_>>(),
            one => one.as_str().into_iter().collect(),
        };
        paths.into_iter().map(move |path| (path, resource))
    })
}

/// Compares a file with the digest that its descriptor gives, where it gives one and the file was read whole.
fn check_digest(file: &Answer, resource: &Value, findings: &mut Findings) {
    let digest = resource["hash"].as_str().and_then(|hash| hash.strip_prefix("sha256:"));
    if let Some(digest) = digest.filter(|_| file.complete && resource["path"].is_string()) {
        let length = resource["bytes"].as_u64().and_then(|bytes| usize::try_from(bytes).ok());
        if let Some(change) = change_of(&file.body, digest, length) {
            findings.add(changed(change, Rule::DataChanged).at(&file.url));
        }
    }
}

/// A path that stays below its descriptor; others are refused by the element, too.
fn inside(path: &str, descriptor: &Url) -> Option<Url> {
    let plain = !path.is_empty() && !path.starts_with('/') && !path.contains(['\\', ':']);
    let stays = path.split('/').all(|part| part != "..");
    let url = descriptor.join(path).ok()?;
    (plain && stays && url.origin() == descriptor.origin()).then_some(url)
}

fn check_age(visit: &Visit, answer: &Answer, descriptor: Option<&Value>, findings: &mut Findings) {
    let said = ["daylight:as-of", "daylight:published", "updated", "created"].iter().find_map(|key| {
        let text = descriptor?.get(key)?.as_str()?;
        Some((text.to_owned(), days_of_iso(text)?))
    });
    let modified = answer.header("last-modified");
    let date = said.or_else(|| Some((modified.to_owned(), days_of_header(modified)?)));
    match date {
        Some((text, then)) => {
            let days = days_of(visit.now) - then;
            if days > OLD_DAYS {
                findings.add(Finding::new(Rule::DataOld).at(&answer.url).fact("date", text).fact("days", days));
            }
        }
        None => findings.add(Finding::new(Rule::DataUndated).at(&answer.url)),
    }
}

#[cfg(test)]
mod tests {
    use super::inside;
    use url::Url;

    #[test]
    fn resources_stay_below_their_descriptor() {
        let descriptor = Url::parse("https://a.example/data/p/datapackage.json").expect("an address");
        let of = |path| inside(path, &descriptor).map(|url| url.path().to_owned());
        assert_eq!(of("budget.csv").as_deref(), Some("/data/p/budget.csv"));
        assert_eq!(of("2024/预算.csv").as_deref(), Some("/data/p/2024/%E9%A2%84%E7%AE%97.csv"));
        for refused in
            ["../x.csv", "a/../../x.csv", "/x.csv", "//b.example/x.csv", "https://b.example/x.csv", "..\\x.csv", ""]
        {
            assert_eq!(of(refused), None, "{refused}");
        }
    }
}
