//! What a strict Content Security Policy and a reader's own settings ask of views, styles and the loader.

use super::tree::{Source, Tree};
use super::{Fault, lines, mask};

/// Text that is sent to browsers: shipped Rust with its strings, pages, scripts.
fn sent(source: &Source) -> Option<String> {
    let ours = ["core/", "widgets/", "cli/", "service/", "demo/", "www/"];
    if !ours.iter().any(|folder| source.path.starts_with(folder)) {
        return None;
    }
    match source.extension() {
        "rs" => source.shipped_text(),
        "html" | "svg" => Some(source.text.clone()),
        "js" => Some(mask::web(&source.text, true)),
        _ => None,
    }
}

/// No `style` attribute, in whatever way a view or a string writes it: `style-src 'self'` refuses it.
pub fn check_style(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in &tree.files {
        let Some(text) = sent(source) else { continue };
        for (number, line) in lines(&text).filter(|(_, line)| has_style_attribute(line)) {
            let message = format!("`style-src 'self'` refuses a style attribute: {}", line.trim());
            faults.push(Fault::new(source, number, message));
        }
    }
    faults
}

fn has_style_attribute(line: &str) -> bool {
    if line.contains(".style((") || line.contains("setAttribute('style'") || line.contains("setAttribute(\"style\"") {
        return true;
    }
    line.match_indices("style").any(|(at, word)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + word.len()..];
        // `style="…"` and `style={…}`, and Leptos's `style:width="…"`, which becomes one on the host.
        let is_attribute = after.starts_with('=') && !after.starts_with("==") && !after.starts_with("=>");
        let is_property = after.strip_prefix(':').is_some_and(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(rest.len());
            end > 0 && rest[end..].starts_with('=')
        });
        before.is_none_or(char::is_whitespace) && (is_attribute || is_property)
    })
}

/// What turns text into elements, and would turn data into code.
const HTML_FROM_TEXT: [&str; 7] = [
    "innerHTML",
    "outerHTML",
    "inner_html",
    "insertAdjacentHTML",
    "set_outer_html",
    "insert_adjacent_html",
    "document.write(",
];

/// No `innerHTML` and its kin in what runs in the browser.
pub fn check_inner_html(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in ["widgets/", "demo/", "www/"].iter().flat_map(|folder| tree.under(folder)) {
        let text = match source.extension() {
            "rs" => source.shipped_code(),
            "js" => Some(mask::web(&source.text, true)),
            _ => None,
        };
        for (number, line) in lines(&text.unwrap_or_default()) {
            if let Some(name) = HTML_FROM_TEXT.iter().find(|name| line.contains(**name)) {
                faults.push(Fault::new(source, number, format!("{name}: data becomes text nodes, never HTML")));
            }
        }
    }
    faults
}

/// The page's `rem` leaks into a shadow root; `em` follows the widget's own size.
pub fn check_rem(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in tree.under("widgets/").filter(|source| source.extension() == "css") {
        for (number, line) in lines(&mask::web(&source.text, false)) {
            let is_rem = |(at, _): (usize, &str)| {
                let ends = line[at + 3..].chars().next().is_none_or(|after| !after.is_ascii_alphanumeric());
                line[..at].ends_with(|before: char| before.is_ascii_digit()) && ends
            };
            if line.match_indices("rem").any(is_rem) {
                faults.push(Fault::new(source, number, "lengths are in em: a page's rem leaks in"));
            }
        }
    }
    faults
}

/// A page in GBK reads a script in its own encoding.
pub fn check_loader(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in tree.under("widgets/loader/").filter(|source| source.extension() == "js") {
        for (number, line) in lines(&source.text) {
            if let Some(found) = line.chars().find(|c| !c.is_ascii()) {
                faults.push(Fault::new(source, number, format!("{found:?} is not ASCII: pages in GBK misread it")));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_style_attribute_is_found() {
        let bad = [
            r#"view! { <p style="color:red">"x"</p> }"#,
            "view! { <p style=move || css()>x</p> }",
            "view! { <p style:inset-inline-start=left>x</p> }",
            "p().style((\"width\", w))",
            "let html = \"<p style='a'>\";",
        ];
        for text in bad {
            let tree = Tree::planted(&[("widgets/src/budget/view.rs", text)]);
            assert_eq!(check_style(&tree).len(), 1, "{text}");
        }
        let good =
            ["let style = 3;", "if style == x {}", "<link rel=stylesheet>", "style: Style,", "// <p style=\"\">"];
        for text in good {
            let tree = Tree::planted(&[("widgets/src/budget/view.rs", text)]);
            assert_eq!(check_style(&tree), [], "{text}");
        }
        let tree = Tree::planted(&[("demo/index.html", "<p>\n<b style=\"x\">")]);
        assert_eq!(check_style(&tree)[0].line, 2);
    }

    #[test]
    fn html_from_text_is_found() {
        let tree = Tree::planted(&[
            ("widgets/loader/daylight.js", "// innerHTML\nbox.innerHTML = x;"),
            ("widgets/src/view.rs", "element.set_inner_html(x);"),
        ]);
        assert_eq!(check_inner_html(&tree).len(), 2);
    }

    #[test]
    fn rem_is_found_and_em_is_not() {
        let tree = Tree::planted(&[("widgets/src/budget/style.css", "a{margin:1rem}\nb{margin:1em}\n.rem{top:0}")]);
        assert_eq!(check_rem(&tree).iter().map(|fault| fault.line).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn a_chinese_letter_in_the_loader_is_found() {
        let tree = Tree::planted(&[("widgets/loader/daylight.js", "a;\n'\u{5143}';")]);
        assert_eq!(check_loader(&tree)[0].line, 2);
    }
}
