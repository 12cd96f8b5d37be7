//! Content security policies as text in, what they allow out. Cannot fail: browsers ignore what they do not understand,
//! and so does this reader. It follows Content Security Policy Level 3, 2.2 (parsing) and 6.7.2 (matching).

use url::Url;

/// One policy. Several hold at once, and each must allow what is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Directives in their order, names in lower case; a repeated one is dropped, as browsers do.
    directives: Vec<(String, Vec<String>)>,
}

/// A script as the page brings it in.
pub struct Script<'a> {
    /// Where it comes from.
    pub url: &'a Url,
    /// The tag's `nonce`.
    pub nonce: Option<&'a str>,
    /// The tag's `integrity`.
    pub integrity: Option<&'a str>,
}

/// What a policy is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Directive {
    /// Scripts by address.
    Script,
    /// Linked style sheets.
    Style,
    /// `fetch`.
    Connect,
    /// Pictures.
    Image,
    /// Pages in frames.
    Frame,
}

impl Directive {
    /// The directives that may decide, the closest first.
    fn chain(self) -> &'static [&'static str] {
        match self {
            Self::Script => &["script-src-elem", "script-src", "default-src"],
            Self::Style => &["style-src-elem", "style-src", "default-src"],
            Self::Connect => &["connect-src", "default-src"],
            Self::Image => &["img-src", "default-src"],
            Self::Frame => &["frame-src", "child-src", "default-src"],
        }
    }

    /// The name under which a missing directive is added.
    pub fn name(self) -> &'static str {
        match self {
            Self::Script => "script-src",
            Self::Style => "style-src",
            Self::Connect => "connect-src",
            Self::Image => "img-src",
            Self::Frame => "frame-src",
        }
    }
}

impl Policy {
    /// Reads a header's value, in which commas separate policies.
    pub fn read_all(value: &str) -> Vec<Self> {
        value.split(',').map(Self::read).filter(|policy| !policy.directives.is_empty()).collect()
    }

    /// Reads one policy.
    pub fn read(text: &str) -> Self {
        let mut directives: Vec<(String, Vec<String>)> = Vec::new();
        for directive in text.split(';') {
            let mut words = directive.split_ascii_whitespace();
            let Some(name) = words.next().map(str::to_ascii_lowercase) else {
                continue;
            };
            if directives.iter().all(|(known, _)| *known != name) {
                directives.push((name, words.map(str::to_owned).collect()));
            }
        }
        Self { directives }
    }

    /// Without the directives that a `<meta>` may not have.
    pub fn in_meta(mut self) -> Self {
        self.directives.retain(|(name, _)| !["frame-ancestors", "report-uri", "sandbox"].contains(&name.as_str()));
        self
    }

    fn directive(&self, name: &str) -> Option<&[String]> {
        self.directives.iter().find(|(known, _)| known == name).map(|(_, sources)| sources.as_slice())
    }

    /// The directive that decides, with its sources; nothing where everything is allowed.
    fn deciding(&self, chain: &[&'static str]) -> Option<(&'static str, &[String])> {
        chain.iter().find_map(|name| Some((*name, self.directive(name)?)))
    }

    /// Whether something may be loaded from an address. Scripts have more ways in: see `allows_script`.
    pub fn allows(&self, directive: Directive, url: &Url, page: &Url) -> bool {
        match self.deciding(directive.chain()) {
            Some((_, sources)) => sources.iter().any(|source| matches_address(source, url, page)),
            None => true,
        }
    }

    /// Whether a script that stands in the page's HTML may run.
    pub fn allows_script(&self, script: &Script, page: &Url) -> bool {
        let Some((_, sources)) = self.deciding(Directive::Script.chain()) else {
            return true;
        };
        if let Some(nonce) = script.nonce
            && sources.iter().any(|source| inner(source, "nonce-") == Some(nonce))
        {
            return true;
        }
        if let Some(integrity) = script.integrity {
            let mut digests = integrity.split_ascii_whitespace().peekable();
            if digests.peek().is_some()
                && digests.all(|digest| sources.iter().any(|source| quoted(source) == Some(digest)))
            {
                return true;
            }
        }
        !self.is_strict_dynamic() && self.allows(Directive::Script, script.url, page)
    }

    /// Whether a script that may run may `import()` a module from `url`: it passes its nonce on.
    pub fn allows_import(&self, url: &Url, from: &Script, page: &Url) -> bool {
        self.is_strict_dynamic() || self.allows_script(&Script { url, nonce: from.nonce, integrity: None }, page)
    }

    /// Only nonces and digests count, and what they let in may load more.
    pub fn is_strict_dynamic(&self) -> bool {
        self.deciding(Directive::Script.chain()).is_some_and(|(_, sources)| has_keyword(sources, "strict-dynamic"))
    }

    /// Whether WebAssembly may be compiled.
    pub fn allows_wasm(&self) -> bool {
        self.deciding(&["script-src", "default-src"])
            .is_none_or(|(_, sources)| has_keyword(sources, "wasm-unsafe-eval") || has_keyword(sources, "unsafe-eval"))
    }

    /// Whether the page at `url`, which has this policy, may stand in a frame of `outer`.
    pub fn allows_frame_in(&self, outer: &Url, url: &Url) -> bool {
        self.directive("frame-ancestors").is_none_or(|sources| sources.iter().any(|s| matches_address(s, outer, url)))
    }

    /// Whether it says in whose frames the page may stand.
    pub fn names_ancestors(&self) -> bool {
        self.directive("frame-ancestors").is_some()
    }

    /// Whether the page is a sandbox in which no script runs.
    pub fn forbids_all_scripts(&self) -> bool {
        self.directive("sandbox").is_some_and(|words| !words.iter().any(|w| w.eq_ignore_ascii_case("allow-scripts")))
    }

    /// The policy changes with every answer, so that a configuration file cannot hold it.
    pub fn has_nonce(&self) -> bool {
        self.directives.iter().any(|(_, sources)| sources.iter().any(|source| inner(source, "nonce-").is_some()))
    }

    /// Lets `source` in where it matters. A directive that was missing is added and begins as what decided until now.
    pub fn add(&mut self, directive: Directive, source: &str) {
        self.add_to(directive.chain(), directive.name(), source);
    }

    /// Lets WebAssembly in.
    pub fn add_wasm(&mut self) {
        self.add_to(&["script-src", "default-src"], "script-src", "'wasm-unsafe-eval'");
    }

    /// Lets the page's scripts run although it is a sandbox.
    pub fn add_scripts_to_sandbox(&mut self) {
        if let Some((_, words)) = self.directives.iter_mut().find(|(name, _)| name == "sandbox") {
            words.push("allow-scripts".to_owned());
        }
    }

    fn add_to(&mut self, chain: &[&'static str], name: &str, source: &str) {
        let Some((deciding, sources)) = self.deciding(chain) else {
            return;
        };
        let mut sources = sources.to_vec();
        sources.retain(|known| quoted(known).is_none_or(|word| !word.eq_ignore_ascii_case("none")));
        if !sources.iter().any(|known| known == source) {
            sources.push(source.to_owned());
        }
        let target = if deciding == "default-src" { name } else { deciding };
        match self.directives.iter_mut().find(|(known, _)| known == target) {
            Some((_, known)) => *known = sources,
            None => {
                let after = self.directives.iter().position(|(known, _)| known == deciding).map_or(0, |at| at + 1);
                self.directives.insert(after, (target.to_owned(), sources));
            }
        }
    }

    /// As it is written in a header; nonces, which must be new each time, are left to be filled in.
    pub fn text(&self) -> String {
        let write = |source: &String| if inner(source, "nonce-").is_some() { "'nonce-…'" } else { source }.to_owned();
        let directives = self.directives.iter().map(|(name, sources)| {
            std::iter::once(name.clone()).chain(sources.iter().map(write)).collect::<Vec<_>>().join(" ")
        });
        directives.collect::<Vec<_>>().join("; ")
    }
}

/// The source that lets an address in: `'self'`, or its origin.
pub fn source_of(url: &Url, page: &Url) -> String {
    if is_self(url, page) { "'self'".to_owned() } else { url.origin().ascii_serialization() }
}

fn quoted(source: &str) -> Option<&str> {
    source.strip_prefix('\'')?.strip_suffix('\'')
}

fn inner<'a>(source: &'a str, kind: &str) -> Option<&'a str> {
    let word = quoted(source)?;
    word.get(..kind.len())?.eq_ignore_ascii_case(kind).then(|| &word[kind.len()..])
}

fn has_keyword(sources: &[String], keyword: &str) -> bool {
    sources.iter().any(|source| quoted(source).is_some_and(|word| word.eq_ignore_ascii_case(keyword)))
}

fn matches_address(source: &str, url: &Url, page: &Url) -> bool {
    if let Some(keyword) = quoted(source) {
        return keyword.eq_ignore_ascii_case("self") && is_self(url, page);
    }
    if source == "*" {
        return ["http", "https", "ws", "wss"].contains(&url.scheme()) || url.scheme() == page.scheme();
    }
    if let Some(scheme) = source.strip_suffix(':') {
        return matches_scheme(scheme, url.scheme());
    }
    let (scheme, rest) = match source.split_once("://") {
        Some((scheme, rest)) => (scheme, rest),
        None => (page.scheme(), source),
    };
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let (host, port) = authority.rsplit_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    matches_scheme(scheme, url.scheme())
        && url.host_str().is_some_and(|actual| matches_host(host, actual))
        && matches_port(port, url)
        && matches_path(path, url.path())
}

/// `'self'`: the same origin, or the same host over a safer scheme at the schemes' own ports.
fn is_self(url: &Url, page: &Url) -> bool {
    let own_ports = url.port().is_none() && page.port().is_none();
    let same_port = own_ports || url.port_or_known_default() == page.port_or_known_default();
    url.host_str().is_some()
        && url.host_str() == page.host_str()
        && same_port
        && matches_scheme(page.scheme(), url.scheme())
}

/// A scheme also stands for its safer form.
fn matches_scheme(wanted: &str, actual: &str) -> bool {
    let wanted = wanted.to_ascii_lowercase();
    wanted == actual
        || matches!(
            (wanted.as_str(), actual),
            ("http", "https" | "ws" | "wss") | ("https", "wss") | ("ws", "wss" | "http" | "https") | ("wss", "https")
        )
}

fn matches_host(wanted: &str, actual: &str) -> bool {
    if wanted == "*" {
        return true;
    }
    match wanted.strip_prefix('*') {
        Some(end) => end.starts_with('.') && actual.len() > end.len() && ends_with(actual, end),
        None => wanted.eq_ignore_ascii_case(actual),
    }
}

fn ends_with(actual: &str, end: &str) -> bool {
    actual.get(actual.len() - end.len()..).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

fn matches_port(wanted: Option<&str>, url: &Url) -> bool {
    match wanted {
        None => url.port().is_none(),
        Some("*") => true,
        Some(port) => {
            let actual = url.port_or_known_default();
            port.parse().ok() == actual || (port == "80" && actual == Some(443))
        }
    }
}

/// A path that ends with a slash stands for what is below it; any other for itself.
fn matches_path(wanted: &str, actual: &str) -> bool {
    match wanted {
        "" | "/" => true,
        folder if folder.ends_with('/') => actual.starts_with(folder),
        file => file == actual,
    }
}

#[cfg(test)]
mod tests;
