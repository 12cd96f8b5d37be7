//! A link into an element with a deep link: a page's address and a state in, the address at which the element stands there out;
//! cannot fail. The loader reads it (`widgets/loader/element/address.js`).

use url::Url;

/// The page where the element whose deep link has this name stands in a state.
pub fn to_state(page: &Url, name: &str, state: &[(&str, &str)]) -> Url {
    let said: Vec<String> = state.iter().map(|(key, value)| format!("{key}:{}", encoded(&inner(value)))).collect();
    let own = format!("{name}={}", said.join(","));
    let others = page.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let others = others.filter(|pair| pair.split('=').next() != Some(name));
    let query: Vec<&str> = others.chain([own.as_str()]).collect();
    let mut link = page.clone();
    link.set_query(Some(&query.join("&")));
    link
}

/// What separates is written twice over: chat programs write `:` and `,` as percentages themselves.
fn inner(value: &str) -> String {
    value.replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}

/// Everything as a percentage but letters, digits and `-._~/`.
fn encoded(value: &str) -> String {
    let mut out = String::new();
    for byte in value.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte.into()),
            byte if byte.is_ascii_alphanumeric() => out.push(byte.into()),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::to_state;
    use url::Url;

    #[test]
    fn a_link_owns_its_key_only() {
        let link = |page: &str, id: &str| {
            let page = Url::parse(page).expect("an address");
            to_state(&page, "funds", &[("view", "projects"), ("project", id)]).to_string()
        };
        assert_eq!(link("https://a.example/f", "p001"), "https://a.example/f?funds=view:projects,project:p001");
        assert_eq!(
            link("https://a.example/f?lang=zh&funds=view:tiers#x", "a,b 1:路"),
            "https://a.example/f?lang=zh&funds=view:projects,project:a%252Cb%201%253A%E8%B7%AF#x"
        );
    }
}
