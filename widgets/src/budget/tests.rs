//! The element on the host, over a package of the demonstration: what it offers to press, and that nothing in it is markup.

use super::act::Act;
use super::state::Versions;
use super::{State, view};
use crate::load::{Loaded, Parcel};
use crate::tell::Tell;
use daylight_core::figure::budget::Wish;
use daylight_core::summary::{Published, write_outline};
use daylight_core::words::LANGUAGES;
use leptos::prelude::*;
use std::fs;
use std::path::Path;
use std::sync::Arc;

pub(crate) fn parcel(lang: &str) -> Parcel {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("a file of this repository");
    let package = root.join("demo/data/qinghe-budget-2025");
    let files = fs::read_dir(&package).expect("the package").map(|entry| entry.expect("a file").path());
    let tables = files.filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
    Parcel {
        words: LANGUAGES.iter().find(|(tag, _)| *tag == lang).map(|(_, text)| (*text).to_owned()).expect("words"),
        profiles: [read("profiles/cn/profile.json"), read("profiles/un/profile.json")],
        descriptor: read("demo/data/qinghe-budget-2025/datapackage.json"),
        files: tables
            .map(|path| {
                (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(&path).expect("bytes"))
            })
            .collect(),
        address: "https://example.org/data/datapackage.json".into(),
        ..Parcel::default()
    }
}

/// The same package as its publisher's summary tells of it, which may have so many bytes, and what is left to slices.
fn outlined(lang: &str, room: usize) -> (Parcel, Vec<String>) {
    let whole = Loaded::new(parcel(lang));
    let paths: Vec<&str> = whole.links[1..].iter().filter_map(|link| link.rsplit('/').next()).collect();
    let Published { summary, slices } = write_outline(&whole.model(), &paths, 1234, "functional", room);
    let Parcel { words, profiles, address, .. } = parcel(lang);
    (Parcel { words, profiles, address, summary, ..Parcel::default() }, slices)
}

/// The same where everything fits.
fn summarised(lang: &str) -> Parcel {
    outlined(lang, usize::MAX).0
}

/// The element's markup after some attributes and presses that need no browser.
fn drawn(lang: &str, attributes: &[(&str, &str)]) -> String {
    Owner::new().with(|| {
        let loaded = Loaded::new(parcel(lang));
        assert!(loaded.errors().is_empty(), "{:?}", loaded.errors());
        let state = State::new(Arc::new(loaded), Tell::default());
        for (name, value) in attributes {
            state.prepare(name, value);
        }
        state.measure(960, 16, 0);
        state.print(attributes.iter().any(|(name, _)| *name == "print"));
        view::budget(&state).to_html()
    })
}

fn values<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let begin = format!(" {name}=\"");
    html.split(&begin).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_press_is_an_act() {
    for attributes in [&[][..], &[("view", "table")], &[("phase", "approved"), ("path", "205")], &[("mode", "elder")]] {
        let html = drawn("en", attributes);
        let acts = values(&html, "data-do");
        assert!(acts.len() > 8, "{html}");
        for act in acts {
            assert!(Act::from_word(act).is_some(), "{act}");
        }
    }
}

#[test]
fn one_mark_is_a_tab_stop_and_all_have_names() {
    let html = drawn("zh-Hans", &[("phase", "approved")]);
    let cells: Vec<&str> = html.split("<button").filter(|tag| tag.contains("part=\"cell\"")).collect();
    assert!(cells.len() > 5);
    assert_eq!(cells.iter().filter(|cell| cell.contains("tabindex=\"0\"")).count(), 1);
    assert!(cells.iter().all(|cell| cell.contains("class=\"name\"") && !cell.contains("class=\"name\"><")));
}

#[test]
fn no_inline_style_and_no_unknown_part() {
    for lang in ["en", "zh-Hans"] {
        let html = drawn(lang, &[("phase", "approved"), ("print", "1")]);
        assert!(!html.contains("style="), "{html}");
        let known = crate::registry::WIDGETS[0].parts;
        for part in values(&html, "part") {
            assert!(known.iter().any(|named| named.name == part), "{part}");
        }
    }
}

#[test]
fn every_word_is_in_the_language_file() {
    for lang in ["en", "zh-Hans"] {
        let html =
            drawn(lang, &[("phase", "approved"), ("path", "205"), ("print", "1"), ("mode", "elder"), ("speech", "1")]);
        for key in ["crumbs.", "view.", "download.", "mark.", "search.", "picture.", "table.", "switch."] {
            assert!(!html.contains(&format!(">{key}")), "{lang}: {key}");
            assert!(!html.contains(&format!("\"{key}")), "{lang}: {key}");
        }
    }
}

#[test]
fn a_broken_row_is_left_out_and_told_with_its_place() {
    let mut parcel = parcel("en");
    let (name, bytes) = parcel.files.iter_mut().find(|(name, _)| name == "budget-2025.csv").expect("the table");
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[3].push_str(",a cell too many");
    let file = name.clone();
    *bytes = lines.join("\n").into_bytes();
    let loaded = Loaded::new(parcel);
    let errors = loaded.errors();
    assert!(loaded.can_be_shown() && !loaded.errors().is_empty());
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].starts_with(&format!("{file}, row 4")), "{errors:?}");
}

#[test]
fn a_file_that_is_not_utf8_names_likely_encodings() {
    let mut parcel = parcel("en");
    parcel.descriptor = parcel.descriptor.replace("\"encoding\": \"utf-8\",", "");
    for (_, bytes) in &mut parcel.files {
        bytes.extend_from_slice(b"\xbd\xcc\xd3\xfd");
    }
    let errors = Loaded::new(parcel).errors();
    assert!(errors.iter().any(|error| error.contains("gb18030")), "{errors:?}");
}

#[test]
fn a_summary_shows_what_the_files_show_and_is_proved_by_them() {
    Owner::new().with(|| {
        let shown = |loaded: Loaded| {
            let state = State::new(Arc::new(loaded), Tell::default());
            state.measure(960, 16, 0);
            (view::budget(&state).to_html(), state)
        };
        let (by_files, _) = shown(Loaded::new(parcel("en")));
        let (by_summary, state) = shown(Loaded::of_summary(&summarised("en")).expect("a summary"));
        let (adds_up, checking) = ("The figures add up", "Checking the figures …");
        assert!(by_files.contains(adds_up) && by_summary.contains(checking));
        let expected = by_files.replace(adds_up, checking).replace("\"mark\"", "\"mark unchecked\"");
        assert!(expected == by_summary, "{by_files}\n{by_summary}");
        assert!(state.prove(Loaded::new(parcel("en"))));
        assert!(view::budget(&state).to_html().contains(adds_up));
    });
}

#[test]
fn an_outline_waits_for_the_slice_that_a_step_needs() {
    Owner::new().with(|| {
        let (parcel, slices) = outlined("en", 0);
        let loaded = Loaded::of_summary(&parcel).expect("a summary");
        let needs = |loaded: &Loaded, path: &str| {
            let figure = loaded.place(&Wish { path: path.to_owned(), width_px: 960, ..Wish::default() });
            (figure.needs, figure.granted.path, figure.refused.len())
        };
        assert_eq!(needs(&loaded, ""), (None, String::new(), 0));
        let (needed, reached, refused) = needs(&loaded, "205/20502");
        assert_eq!((reached.as_str(), refused), ("", 0), "as far as it is here, and nothing is refused yet");
        let slice = &slices[needed.expect("a slice") as usize - 1];
        assert!(loaded.grow(slice) && loaded.grow(slice) && !loaded.grow("{}"), "again, and nothing else");
        let whole = Loaded::new(self::parcel("en"));
        let wish = Wish { path: "205".to_owned(), width_px: 960, ..Wish::default() };
        assert_eq!(format!("{:?}", loaded.place(&wish)), format!("{:?}", whole.place(&wish)));
        assert_eq!(needs(&loaded, "205/nowhere").2, 1, "a code that is nowhere is refused");
    });
}

#[test]
fn versions_are_told_by_their_record() {
    let record = r#"{"daylight:versions": 1, "name": "a", "versions": [
        {"version": "2026-02-05-b", "published": "2026-02-05", "sha256": "bb", "path": "v/2026-02-05-b/datapackage.json", "note": "Corrected", "changes": {"en": ["1 became 2"]}},
        {"version": "2025.08.20", "published": "2025-08-20", "sha256": "aa", "path": "v/2025.08.20/datapackage.json"},
        {"version": "2024-01-01-c", "published": "2024-01-01", "sha256": "cc", "path": "v/2024-01-01-c/datapackage.json", "withdrawn": {"date": "2024-02-01", "reason": "Too many names"}}]}"#;
    Owner::new().with(|| {
        let state = State::new(Arc::new(Loaded::new(parcel("en"))), Tell::default());
        state.desk.update(|desk| {
            desk.versions =
                Versions { text: record.to_owned(), from: "https://example.org/a/versions.json".to_owned() };
        });
        state.measure(960, 16, 0);
        state.desk.update(|desk| (desk.asks, desk.panel) = (true, Some(super::act::Panel::Cite)));
        let html = view::budget(&state).to_html();
        for said in [
            "A newer one was published on",
            "SHA-256 aa",
            "https://example.org/a/v/2025.08.20/datapackage.json",
            "Corrected",
            "1 became 2",
            "Too many names",
            "https://example.org/a/v/2025.08.20/provenance.json",
            "mailto:budget@qinghe.example?subject=",
        ] {
            assert!(html.contains(said), "{said}: {html}");
        }
    });
}

#[test]
fn a_summary_of_other_figures_is_found_out() {
    let mut changed = parcel("en");
    let (_, bytes) = changed.files.iter_mut().find(|(path, _)| path == "budget-2025.csv").expect("the file");
    let at = bytes.iter().rposition(u8::is_ascii_digit).expect("an amount");
    bytes[at] = if bytes[at] == b'9' { b'8' } else { b'9' };
    Owner::new().with(|| {
        let loaded = Loaded::of_summary(&summarised("en")).expect("a summary");
        let state = State::new(Arc::new(loaded), Tell::default());
        assert!(!state.prove(Loaded::new(changed)));
        assert!(state.loaded.checked.get().is_none(), "it must not be called proved");
    });
}

#[test]
fn what_other_packages_have_of_a_line_is_shown_where_the_reader_stands() {
    Owner::new().with(|| {
        let state = State::new(Arc::new(Loaded::new(parcel("en"))), Tell::default());
        state.prepare("path", "213/21305/2130504");
        state.measure(960, 16, 0);
        let before = view::budget(&state).to_html();
        assert!(!before.contains("class=\"linked\""), "a first picture has no links: {before}");
        state.desk.update(|desk| desk.asks = true);
        let html = view::budget(&state).to_html();
        let link = "href=\"/en/results.html?results=id:t01\" rel=\"noopener\" data-do=\"open qinghe-results t01\"";
        assert!(html.contains(link), "{html}");
    });
}

#[test]
fn a_package_shown_from_its_summary_gets_its_links_alone() {
    let Parcel { descriptor, files, .. } = parcel("zh-Hans");
    let loaded = Loaded::of_summary(&summarised("zh-Hans")).expect("a summary");
    loaded.learn(&parcel("zh-Hans").words);
    assert_eq!(loaded.links_of("213/21303/2130335"), None);
    let table = files.iter().find(|(path, _)| path == "links.csv").map(|(_, bytes)| bytes).expect("links");
    loaded.learn_links(&[&descriptor, "\0", &String::from_utf8_lossy(table)].concat());
    let linked = loaded.links_of("213/21303/2130335").expect("links");
    let told: Vec<_> = linked.items.iter().map(|item| (item.package.as_str(), item.id.as_str())).collect();
    let comment = ("qinghe-projects-say", "qinghe-budget-2025 2130335");
    assert_eq!(told, [("qinghe-results", "g2"), ("qinghe-funds", "water"), comment]);
    assert_eq!(linked.items[0].href.as_deref(), Some("/zh-Hans/results.html?results=id:g2"));
    let whole = Loaded::new(parcel("zh-Hans")).links_of("213/21303/2130335");
    assert_eq!(whole, Some(linked), "the same as with all files");
}
