//! Addresses that data names: a text in, whether a page may follow it out; cannot fail. What is not followed stays a text.

/// Whether an address is followed: it is absolute, and its scheme cannot run anything.
pub fn is_harmless(address: &str) -> bool {
    let starts = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let known = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| starts(scheme));
    known && !address.chars().any(|char| char.is_control() || char.is_whitespace())
}

/// Whether an address is followed where it may be relative to the page too: it has no scheme then, and names no other host.
pub fn is_followed(address: &str) -> bool {
    let head = address.split(['/', '?', '#']).next().unwrap_or("");
    let is_plain = |char: char| !char.is_control() && !char.is_whitespace() && char != '\\';
    let is_relative = !address.is_empty() && !address.starts_with("//") && !head.contains(':');
    is_harmless(address) || is_relative && address.chars().all(is_plain)
}

/// Where the id stands in an address, and where the language of the reader.
const HOLES: [&str; 2] = ["{id}", "{lang}"];

/// Whether an address with holes for an id and a language is followed, whatever stands there.
pub fn is_template(template: &str) -> bool {
    let filled = HOLES.iter().fold(template.trim().to_owned(), |text, hole| text.replace(hole, "x"));
    is_followed(&filled)
}

/// An address with an id in the place of `{id}`, percent-encoded (RFC 3986, all but unreserved characters); `None` where it is not
/// followed. A hole for the language stays.
pub fn fill_address(template: &str, id: &str) -> Option<String> {
    let is_whole = !id.is_empty() && is_template(template);
    is_whole.then(|| template.trim().replace(HOLES[0], &encoded(id)))
}

/// An address with a language's tag in the place of `{lang}`.
pub fn fill_language(address: &str, lang: &str) -> String {
    address.replace(HOLES[1], &encoded(lang))
}

/// An address with a query: names as they are, and values percent-encoded.
pub fn with_query(address: &str, query: &[(&str, &str)]) -> String {
    let mut out = address.to_owned();
    for (at, (name, value)) in query.iter().enumerate() {
        let joint = if at == 0 { "?" } else { "&" };
        out.extend([joint, name, "=", &encoded(value)]);
    }
    out
}

fn encoded(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => {
                let digit = |half: u8| char::from(DIGITS[usize::from(half & 15)]);
                out.extend(['%', digit(byte >> 4), digit(byte)]);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_a_site_are_followed_and_those_that_run_something_are_not() {
        for address in
            ["funds.html?village=id:1", "/a/b", "../results.html#goal", "?results=id:1", "#x", "https://example.org/"]
        {
            assert!(is_followed(address), "{address}");
        }
        for address in [
            "",
            "//example.org/a",
            "javascript:alert(1)",
            "JavaScript:alert(1)//?",
            "java\tscript:x",
            "data:text/html,x",
            "/\\example.org",
            "\\\\example.org",
            "a b",
        ] {
            assert!(!is_followed(address), "{address}");
        }
    }

    #[test]
    fn a_value_of_a_query_says_nothing_else() {
        let address = with_query("roads/subject", &[("package", "a&b=1"), ("subject", "213/村#x")]);
        assert_eq!(address, "roads/subject?package=a%26b%3D1&subject=213%2F%E6%9D%91%23x");
        assert_eq!(with_query("a", &[]), "a");
    }

    #[test]
    fn an_id_cannot_change_where_an_address_leads() {
        let filled = fill_address("f.html?v=id:{id}#v", "a/b &#?村");
        assert_eq!(filled.as_deref(), Some("f.html?v=id:a%2Fb%20%26%23%3F%E6%9D%91#v"));
        assert_eq!(fill_address("{id}", "javascript:alert(1)").as_deref(), Some("javascript%3Aalert%281%29"));
        assert_eq!(fill_address("/{id}", "/example.org").as_deref(), Some("/%2Fexample.org"));
        for (template, id) in
            [("/{id}/a", ""), ("javascript:{id}", "1"), ("{id}:alert(1)", "javascript"), ("//{id}", "a"), ("", "a")]
        {
            assert_eq!(fill_address(template, id), None, "{template}");
        }
        let address = fill_address("/{lang}/a.html?a=id:{id}", "{lang}").expect("an address");
        assert_eq!(fill_language(&address, "zh-Hans"), "/zh-Hans/a.html?a=id:%7Blang%7D");
    }
}
