//! CSS and JavaScript newer than the baseline (Chromium 96, Firefox 101, Safari 15.4), unless a page asks first whether it
//! is there: `@supports` around the CSS, a test of the name in the same script. Versions: MDN's browser-compat-data.

use super::tree::{Source, Tree};
use super::{Fault, lines, mask};

/// Something that one of the three lacks: how it is written, and the first version of the last of them to have it.
struct Newer {
    written: &'static str,
    since: &'static str,
}

const fn newer(written: &'static str, since: &'static str) -> Newer {
    Newer { written, since }
}

const CSS: [Newer; 31] = [
    newer("@container", "Firefox 110"),
    newer("container-type", "Firefox 110"),
    newer("@layer", "Chromium 99"),
    newer("@property", "Firefox 128"),
    newer("@scope", "Firefox 128"),
    newer("@starting-style", "Firefox 129"),
    newer("color-mix(", "Firefox 113"),
    newer("light-dark(", "Chromium 123"),
    newer("oklch(", "Firefox 113"),
    newer("oklab(", "Firefox 113"),
    newer("lch(", "Firefox 113"),
    newer("(from ", "Firefox 128"),
    newer(":has(", "Firefox 121"),
    newer(":dir(", "Chromium 120"),
    newer(":state(", "Safari 17.4"),
    newer(":popover-open", "Firefox 125"),
    newer(":user-invalid", "Chromium 119"),
    newer("dvh", "Chromium 108"),
    newer("svh", "Chromium 108"),
    newer("lvh", "Chromium 108"),
    newer("cqi", "Firefox 110"),
    newer("cqw", "Firefox 110"),
    newer("subgrid", "Chromium 117"),
    newer("text-wrap:", "Chromium 114"),
    newer("text-box", "Chromium 133"),
    newer("interpolate-size", "Chromium 129"),
    newer("anchor-name", "Chromium 125"),
    newer("overflow:clip", "Safari 16"),
    newer("scrollbar-gutter", "Safari 18.2"),
    newer("contain-intrinsic", "Firefox 107"),
    newer("content-visibility", "Firefox 125"),
];

const JAVASCRIPT: [Newer; 37] = [
    newer("structuredClone", "Chromium 98"),
    newer(".findLast(", "Firefox 104"),
    newer(".findLastIndex(", "Firefox 104"),
    newer(".toSorted(", "Firefox 115"),
    newer(".toReversed(", "Firefox 115"),
    newer(".toSpliced(", "Firefox 115"),
    newer("Object.groupBy", "Firefox 119"),
    newer("Map.groupBy", "Firefox 119"),
    newer("Array.fromAsync", "Chromium 121"),
    newer("Promise.withResolvers", "Firefox 121"),
    newer("Promise.try", "Firefox 134"),
    newer("AbortSignal.timeout", "Chromium 103"),
    newer("AbortSignal.any", "Firefox 124"),
    newer("URL.canParse", "Chromium 120"),
    newer("URL.parse", "Chromium 126"),
    newer("URLPattern", "Firefox 142"),
    newer(".isWellFormed", "Firefox 119"),
    newer(".showPopover", "Firefox 125"),
    newer(".togglePopover", "Firefox 125"),
    newer(".inert", "Firefox 112"),
    newer("adoptedStyleSheets", "Safari 16.4"),
    newer("new CSSStyleSheet", "Safari 16.4"),
    newer("CompressionStream", "Firefox 113"),
    newer("attachInternals", "Safari 16.4"),
    newer(".requestSubmit", "Safari 16"),
    newer("requestIdleCallback", "no Safari"),
    newer("scrollend", "Safari 26"),
    newer("Intl.Segmenter", "Firefox 125"),
    newer("Intl.DurationFormat", "Chromium 129"),
    newer("startViewTransition", "Firefox 144"),
    newer("crypto.randomUUID", "a secure context, which http is not"),
    newer("crypto.subtle", "a secure context, which http is not"),
    newer("navigator.clipboard", "a secure context, which http is not"),
    newer("(?<=", "Safari 16.4"),
    newer("(?<!", "Safari 16.4"),
    newer("static {", "Safari 16.4"),
    newer("import.meta.resolve", "Chromium 105"),
];

/// Style sheets that a page loads.
pub fn check_css(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sent(tree).filter(|source| source.extension() == "css") {
        let text = outside_supports(&mask::web(&source.text, false));
        for (number, line) in lines(&text) {
            let close = line.replace(": ", ":");
            for Newer { written, since } in CSS.iter().filter(|newer| occurs(&close, newer.written)) {
                faults.push(Fault::new(source, number, format!("{written} needs {since}: put it into @supports")));
            }
        }
        faults.extend(
            nested(&text)
                .map(|line| Fault::new(source, line, "nested rules need Firefox 117: write the whole selector")),
        );
        faults.extend(
            ranges(&text).map(|line| Fault::new(source, line, "(width <= …) needs Chromium 104: write (max-width: …)")),
        );
    }
    faults
}

/// Scripts that a page loads.
pub fn check_javascript(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sent(tree).filter(|source| source.extension() == "js") {
        let text = mask::web(&source.text, true);
        for (number, line) in lines(&text) {
            for Newer { written, since } in JAVASCRIPT.iter().filter(|newer| occurs(line, newer.written)) {
                if !is_asked_for(&text, written) {
                    faults.push(Fault::new(
                        source,
                        number,
                        format!("{written} needs {since}: ask first if it is there"),
                    ));
                }
            }
        }
    }
    faults
}

fn sent(tree: &Tree) -> impl Iterator<Item = &Source> {
    ["widgets/", "demo/", "www/"].into_iter().flat_map(|folder| tree.under(folder))
}

/// Whether it stands there as a word of its own, not as the end or the start of a longer one.
fn occurs(line: &str, written: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    line.match_indices(written).any(|(at, _)| {
        let word_starts = written.starts_with(char::is_alphabetic);
        let word_ends = written.ends_with(char::is_alphanumeric);
        let is_unit = ["dvh", "svh", "lvh", "cqi", "cqw"].contains(&written);
        let before = line[..at].chars().next_back().is_some_and(|c| is_part(c) && !(is_unit && c.is_ascii_digit()));
        let after = line[at + written.len()..].chars().next().is_some_and(is_part);
        // A family of properties or names starts like this one: `text-box-trim`, `DecompressionStream`.
        let is_family = ["text-box", "contain-intrinsic", "CompressionStream"].contains(&written);
        is_family || !(word_starts && before || word_ends && after)
    })
}

/// Whether the script tests for the name, or tries it out, before it uses it.
fn is_asked_for(text: &str, written: &str) -> bool {
    // What is constructed is what is adopted: whoever asks for the one has asked for the other.
    if written == "adoptedStyleSheets" && is_asked_for(text, "new CSSStyleSheet") {
        return true;
    }
    let is_tried = |(at, _): (usize, &str)| {
        let before: Vec<&str> = text[..at].lines().rev().take(2).collect();
        before.iter().any(|line| line.trim_end().ends_with("try {") || line.contains("try { "))
    };
    if text.match_indices(written).next().is_some_and(is_tried) {
        return true;
    }
    let name = written.trim_start_matches("new ").trim_matches(['.', '(', ' ']);
    let last = name.rsplit('.').next().unwrap_or(name);
    let quoted = [format!("\"{last}\" in "), format!("'{last}' in ")];
    let after = [" &&", " ?", "?.", " ||", ") {", " ==", " !=", ")&&"];
    quoted.iter().any(|test| text.contains(test))
        || text.contains(&format!("typeof {name}"))
        || text.contains(&format!("window.{name}"))
        || after.iter().any(|after| text.contains(&format!("{name}{after}")))
        || text.contains(&format!("!{name}"))
}

/// The sheet with every `@supports` block blank.
fn outside_supports(css: &str) -> String {
    let mut out = css.as_bytes().to_vec();
    for (start, _) in css.match_indices("@supports") {
        let mut depth = 0;
        for byte in &mut out[start..] {
            let closes = *byte == b'}' && depth == 1;
            depth += i32::from(*byte == b'{') - i32::from(*byte == b'}');
            if *byte != b'\n' {
                *byte = b' ';
            }
            if closes {
                break;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The lines where a rule opens inside another rule. Groups (`@media`) do not count.
fn nested(css: &str) -> impl Iterator<Item = usize> {
    let mut found = Vec::new();
    let (mut open, mut line, mut head) = (Vec::new(), 1, String::new());
    for c in css.chars() {
        match c {
            '{' => {
                let is_group = head.trim_start().starts_with('@');
                if open.contains(&false) {
                    found.push(line);
                }
                open.push(is_group);
                head.clear();
            }
            '}' | ';' => {
                if c == '}' {
                    open.pop();
                }
                head.clear();
            }
            c => head.push(c),
        }
        line += usize::from(c == '\n');
    }
    found.into_iter()
}

/// The lines with a media query in the form of a comparison.
fn ranges(css: &str) -> impl Iterator<Item = usize> {
    let is_range = |line: &str| line.contains("@media") && (line.contains('<') || line.contains(">="));
    lines(css).filter(|(_, line)| is_range(line)).map(|(number, _)| number).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn css(text: &str) -> Vec<usize> {
        check_css(&Tree::planted(&[("widgets/src/budget/style.css", text)])).iter().map(|fault| fault.line).collect()
    }

    fn javascript(text: &str) -> Vec<usize> {
        let tree = Tree::planted(&[("widgets/loader/daylight.js", text)]);
        check_javascript(&tree).iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn each_newer_piece_of_css_is_found() {
        for Newer { written, .. } in &CSS {
            let line = match *written {
                "dvh" | "svh" | "lvh" | "cqi" | "cqw" => format!("a{{height:50{written}}}"),
                _ => format!("a{{ }}\n/* {written} */ {written}"),
            };
            assert_eq!(css(&line).len(), 1, "{line}");
            assert_eq!(css(&format!("@supports (x) {{\n{line}\n}}")), [0; 0], "{line}");
        }
    }

    #[test]
    fn css_of_the_baseline_is_not() {
        let plain = "/* :has( */\n.has{inset:0;aspect-ratio:1}\n@media (min-width:30em){a:focus-visible{gap:1em}}\n\
            @font-face{src:url(a)}\n.svhx{color:#fff}\n@keyframes a{from{top:0}}";
        assert_eq!(css(plain), [0; 0]);
    }

    #[test]
    fn nesting_and_ranges_are_found() {
        assert_eq!(css("a{\n  &:hover{top:0}\n}"), [2]);
        assert_eq!(css("a{top:0;\n b{top:0}}\n@media print{c{top:0}}"), [2]);
        assert_eq!(css("@media (width >= 30em){a{top:0}}"), [1]);
    }

    #[test]
    fn each_newer_piece_of_javascript_is_found() {
        for Newer { written, .. } in &JAVASCRIPT {
            assert_eq!(javascript(&format!("// {written}\nx = a{written};")).len(), usize::from(!starts_word(written)));
            assert_eq!(javascript(&format!("// {written}\nx = {written};")), [2], "{written}");
        }
    }

    fn starts_word(written: &str) -> bool {
        written.starts_with(char::is_alphabetic) && written != "CompressionStream"
    }

    #[test]
    fn a_feature_test_is_enough() {
        assert_eq!(javascript("if ('adoptedStyleSheets' in document) { root.adoptedStyleSheets = [s]; }"), [0; 0]);
        assert_eq!(javascript("if (typeof structuredClone == 'function') b = structuredClone(a);"), [0; 0]);
        assert_eq!(javascript("if (navigator.clipboard && a) navigator.clipboard.writeText(a);"), [0; 0]);
        let tried = "try {\n  s = new CSSStyleSheet();\n} catch {}\nif (s) root.adoptedStyleSheets = [s];";
        assert_eq!(javascript(tried), [0; 0]);
        assert_eq!(javascript("x?.y ?? z; Object.hasOwn(a, b); format('at('); a.at(-1);"), [0; 0]);
    }
}
