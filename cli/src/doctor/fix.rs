//! What mends a finding in, the line for each server out. Cannot fail.
//!
//! The nginx lines add up: those for `http` set variables and types once, those for `location` use them, so that two
//! fixes never answer the same address with two blocks, of which nginx would take one. `docs/headers.md` explains them.

use serde_json::{Map, Value, json};

/// Code whose name carries its digest, as nginx and Apache match it.
const HASHED: &str = r"-[0-9a-f]{8,}(_bg)?\.(js|css|wasm)$";
const COMPRESSIBLE: &str = "application/wasm text/javascript application/javascript application/x-javascript application/json text/csv image/svg+xml";
/// Apache marks the ETag of a compressed answer and then does not recognise it.
const UNMARK_ETAG: &str = r#"RequestHeader edit If-None-Match "^(.*)-gzip\"$" "$1\", $1-gzip\"""#;

/// A way to mend something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Send this header with the page or file.
    Header(&'static str, String),
    /// Send this policy, which is new with every answer: only the page's own program can.
    FreshPolicy(String),
    /// Label files of this extension.
    Type(&'static str, &'static str),
    /// Say that texts are UTF-8.
    Utf8,
    /// Say nothing of texts' encoding.
    NoCharset,
    /// Keep code that never changes, ask again for everything else.
    Cache,
    /// Recognise one's own ETag when it comes back.
    Revalidate,
    /// Compress code and data.
    Compress,
    /// Forbid those on the way to change anything.
    Untouched,
    /// Write this into the page.
    Html(String),
}

/// The lines of a fix: a server's name, where the line belongs, and the line.
pub type Line = (&'static str, &'static str, String);

impl Fix {
    /// One or two lines for each server.
    pub fn lines(&self) -> Vec<Line> {
        let nginx = |place, line: &str| ("nginx", place, line.to_owned());
        let apache = |line: String| ("apache", "", line);
        let header = |line: String| ("header", "", line);
        match self {
            Self::Header(name, value) => vec![
                header(format!("{name}: {value}")),
                nginx("location", &format!("add_header {name} \"{value}\" always;")),
                apache(format!("Header always set {name} \"{value}\"")),
            ],
            Self::FreshPolicy(value) => vec![header(format!("Content-Security-Policy: {value}"))],
            Self::Type(extensions, media) => vec![
                header(format!("Content-Type: {media}")),
                nginx("http", &format!("types {{ {media} {extensions}; }}")),
                apache(format!("AddType {media} {}", with_dots(extensions))),
            ],
            Self::Utf8 => vec![
                header("Content-Type: …; charset=utf-8".to_owned()),
                nginx("location", "charset utf-8;"),
                nginx("location", "charset_types text/csv text/javascript application/javascript;"),
                apache("AddCharset utf-8 .csv .js".to_owned()),
            ],
            Self::NoCharset => vec![
                header("Content-Type: text/csv".to_owned()),
                nginx("location", "charset off;"),
                apache("RemoveCharset .csv".to_owned()),
                apache("AddDefaultCharset Off".to_owned()),
            ],
            Self::Cache => vec![
                header("Cache-Control: no-cache".to_owned()),
                header("Cache-Control: public, max-age=31536000, immutable".to_owned()),
                nginx(
                    "http",
                    &format!(
                        "map $uri $daylight_cache {{ default \"no-cache\"; \
                         \"~{HASHED}\" \"public, max-age=31536000, immutable\"; }}"
                    ),
                ),
                nginx("location", "add_header Cache-Control $daylight_cache;"),
                apache("Header set Cache-Control \"no-cache\"".to_owned()),
                apache(format!("<FilesMatch \"{HASHED}\">")),
                apache("  Header set Cache-Control \"public, max-age=31536000, immutable\"".to_owned()),
                apache("</FilesMatch>".to_owned()),
            ],
            Self::Revalidate => {
                vec![header("ETag: \"…\"".to_owned()), nginx("location", "etag on;"), apache(UNMARK_ETAG.to_owned())]
            }
            Self::Compress => vec![
                header("Content-Encoding: br".to_owned()),
                nginx("location", &format!("gzip on; gzip_static on; gzip_vary on; gzip_types {COMPRESSIBLE};")),
                apache(format!("AddOutputFilterByType DEFLATE {COMPRESSIBLE}")),
                apache(UNMARK_ETAG.to_owned()),
            ],
            Self::Untouched => vec![
                header("Cache-Control: no-transform".to_owned()),
                nginx("location", "add_header Cache-Control \"no-transform\";"),
                apache("Header merge Cache-Control \"no-transform\"".to_owned()),
            ],
            Self::Html(line) => vec![("html", "", line.clone())],
        }
    }

    /// `{"header": […], "nginx": [{"in", "line"}], "apache": […], "html": […]}`, each where there is one.
    pub fn as_json(&self) -> Value {
        let mut servers = Map::new();
        for (server, place, line) in self.lines() {
            let line = if place.is_empty() { json!(line) } else { json!({"in": place, "line": line}) };
            match servers.get_mut(server).and_then(Value::as_array_mut) {
                Some(lines) => lines.push(line),
                None => drop(servers.insert(server.to_owned(), json!([line]))),
            }
        }
        Value::Object(servers)
    }
}

fn with_dots(extensions: &str) -> String {
    extensions.split(' ').map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(" ")
}
