//! `daylight.toml` in, the site's address, headers by path and what is said of the service out. Fails with the line of whatever it does not understand.
//!
//! ```toml
//! site = "https://budget.example.gov/"
//!
//! [[headers]]
//! path = "/strict/"
//! [headers.set]
//! Content-Security-Policy = "default-src 'none'; script-src 'self'"
//! ```

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use toml::Spanned;
use url::Url;

use super::site::decode;

/// The file's name, in the folder that is served. It is not served itself.
pub const FILE: &str = "daylight.toml";

/// Headers that say how a message is framed: set by hand they would break it.
const FRAMING: &[&str] = &[
    "connection",
    "content-encoding",
    "content-length",
    "content-range",
    "date",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What a site is told.
#[derive(Debug, Default)]
pub struct Settings {
    /// Where the served folder is found on the web: what is said about a page in full begins with it.
    pub site: Option<Url>,
    /// What it says of the service, where it speaks of one.
    pub service: Option<daylight_service::settings::Settings>,
    /// Shortest prefix first.
    rules: Vec<(String, HeaderMap)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    site: Option<Spanned<String>>,
    #[serde(default)]
    headers: Vec<Rule>,
    service: Option<daylight_service::settings::Settings>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    path: Spanned<String>,
    set: BTreeMap<Spanned<String>, Spanned<String>>,
}

impl Settings {
    /// Reads the file in `dir`; where there is none, nothing is set.
    pub fn read(dir: &Path) -> Result<Self, String> {
        let path = dir.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).map_err(|(line, message)| format!("{}:{line}: {message}", path.display())),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(format!("Cannot read {}: {e}.", path.display())),
        }
    }

    fn parse(text: &str) -> Result<Self, (usize, String)> {
        let line = |span: Option<Range<usize>>| 1 + text[..span.map_or(0, |s| s.start)].matches('\n').count();
        let document: Document = toml::from_str(text).map_err(|e| (line(e.span()), e.message().to_owned()))?;
        let site =
            document.site.map(|site| read_site(site.get_ref()).map_err(|fault| (line(Some(site.span())), fault)));
        let mut rules = Vec::new();
        for rule in document.headers {
            let fault = |span: Range<usize>, message: String| Err((line(Some(span)), message));
            let (span, path) = (rule.path.span(), rule.path.into_inner());
            if !path.starts_with('/') {
                return fault(span, format!("the path `{path}` must begin with /"));
            }
            let Some(path) = decode(&path) else {
                return fault(
                    span,
                    format!("the path `{path}` has a % that does not encode anything; write %25 for one"),
                );
            };
            if rules.iter().any(|(p, _)| *p == path) {
                return fault(span, format!("the path `{path}` has headers already"));
            }
            let mut set = HeaderMap::new();
            for (name, value) in rule.set {
                let Ok(header) = name.get_ref().parse::<HeaderName>() else {
                    return fault(name.span(), format!("`{}` is not the name of a header", name.get_ref()));
                };
                if FRAMING.contains(&header.as_str()) {
                    return fault(name.span(), format!("`{header}` belongs to the server and cannot be set"));
                }
                let Ok(value) = HeaderValue::from_str(value.get_ref()) else {
                    return fault(
                        value.span(),
                        format!("the value of `{header}` has characters that no header may have"),
                    );
                };
                set.insert(header, value);
            }
            rules.push((path, set));
        }
        rules.sort_by_key(|(path, _)| path.len());
        Ok(Self { site: site.transpose()?, service: document.service, rules })
    }

    /// Sets on `headers` what the matching paths ask for; of two that set the same header, the longer path wins.
    /// `/a/` holds for what is below it, `/a` also for itself. Takes the path by which the file is found: decoded.
    pub fn apply(&self, path: &str, headers: &mut HeaderMap) {
        let matches = |prefix: &str| match path.strip_prefix(prefix) {
            Some(rest) => rest.is_empty() || rest.starts_with('/') || prefix.ends_with('/'),
            None => false,
        };
        for (_, set) in self.rules.iter().filter(|(prefix, _)| matches(prefix)) {
            for (name, value) in set {
                headers.insert(name, value.clone());
            }
        }
    }
}

/// A site's address: everything below it begins with it, so it ends with a slash.
fn read_site(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if ["http", "https"].contains(&url.scheme()) && text.ends_with('/') && url.query().is_none() => Ok(url),
        _ => Err(format!("`{text}` is no address of a site, which begins with https:// or http:// and ends with /")),
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use axum::http::HeaderMap;

    const TWO: &str = r#"
[[headers]]
path = "/strict"
set.X-A = "strict"

[[headers]]
path = "/"
[headers.set]
X-A = "root"
X-B = "everywhere"
"#;

    fn value(settings: &Settings, path: &str, name: &str) -> String {
        let mut headers = HeaderMap::new();
        settings.apply(path, &mut headers);
        headers.get(name).map_or(String::new(), |v| v.to_str().unwrap_or_default().to_owned())
    }

    #[test]
    fn the_longest_prefix_wins() {
        let settings = Settings::parse(TWO).expect("it is well-formed");
        assert_eq!(value(&settings, "/index.html", "x-a"), "root");
        assert_eq!(value(&settings, "/strict/a.html", "x-a"), "strict");
        assert_eq!(value(&settings, "/strict", "x-a"), "strict");
        assert_eq!(value(&settings, "/stricter/a.html", "x-a"), "root");
        assert_eq!(value(&settings, "/strict/a.html", "x-b"), "everywhere");
        assert_eq!(value(&Settings::default(), "/", "x-a"), "");
    }

    #[test]
    fn a_path_may_be_written_with_escapes() {
        let settings =
            Settings::parse("[[headers]]\npath = \"/%E6%9D%91/\"\nset.X-A = \"village\"\n").expect("well-formed");
        assert_eq!(value(&settings, "/村/a.csv", "x-a"), "village");
    }

    #[test]
    fn what_is_not_understood_is_named_with_its_line() {
        for (text, line, word) in [
            ("a = 1\n", 1, "unknown field `a`"),
            ("[[headers]]\npath = \"/\"\nput = 1\n", 3, "unknown field `put`"),
            ("[[headers]]\npath = \"x\"\n[headers.set]\n", 2, "begin with /"),
            ("[[headers]]\npath = \"/100%\"\n[headers.set]\n", 2, "%25"),
            ("[[headers]]\npath = \"/\"\n[headers.set]\n\"X Y\" = \"1\"\n", 4, "not the name"),
            (
                "[[headers]]\npath = \"/\"\n[headers.set]\nA = \"1\"\nContent-Length = \"1\"\n",
                5,
                "belongs to the server",
            ),
            ("[[headers]]\npath = \"/\"\n[headers.set]\nA = \"\"\"a\nb\"\"\"\n", 4, "no header may have"),
            ("[[headers]]\npath = \"/\"\n[headers.set]\nA = 5\n", 4, "invalid type"),
            ("[[headers]]\npath = \"/\"\nset = {}\n[[headers]]\npath = \"/\"\nset = {}\n", 5, "already"),
            ("[[headers\n", 1, ""),
            ("[service]\norigin = []\n", 2, "unknown field `origin`"),
            ("[service.limits]\nqueue = -1\n", 2, ""),
            ("[service]\ntrusted_proxies = [\"10.0.0\"]\n", 2, "no network"),
            ("\nsite = \"budget.example.gov\"\n", 2, "no address of a site"),
            ("site = \"https://budget.example.gov/2025\"\n", 1, "ends with /"),
        ] {
            let (at, message) = Settings::parse(text).expect_err(text);
            assert_eq!(at, line, "{text}: {message}");
            assert!(message.contains(word), "{text}: {message}");
        }
    }
}
