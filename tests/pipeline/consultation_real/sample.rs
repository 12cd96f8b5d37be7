//! Samples of our own: an export as the guide describes one, and three comments whose announcement balances or does not.

use super::count;
use super::office::{Row, publish, write};
use daylight_core::import::load_package;
use daylight_core::model::consultation::Disposition;
use daylight_tests::{command, place};
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The resource that a guide shows, in a package of its own.
fn example(guide: &str) -> String {
    let page = fs::read_to_string(place::root().join(guide)).unwrap();
    let (_, rest) = page.split_once("id=\"export\"").expect("a section");
    let (_, rest) = rest.split_once("<code>{").expect("an example");
    let (code, _) = rest.split_once("</code></pre>").expect("an end");
    let comments: Value = serde_json::from_str(&["{", code].concat()).expect("JSON");
    let table = |name: &str, fields: &[&str]| {
        let fields: Vec<Value> = fields.iter().map(|name| json!({"name": name, "type": "string"})).collect();
        json!({"name": name, "path": format!("{name}.csv"), "schema": {"fields": fields}})
    };
    let head = table("consultation", &["id", "name", "office", "scope"]);
    let resources = json!([head, table("rounds", &["id", "opens", "closes"]), comments]);
    let review = json!({"who": "…", "when": "2026-01-04", "basis": "…", "result": "…"});
    json!({"name": "export", "profile": "daylight-consultation", "daylight:review": review, "resources": resources})
        .to_string()
}

const LINES: &str = "\
{\"id\": 1, \"created_at\": \"05/03/2025 09:00:00\", \"status\": \"accepted\", \"hidden\": false, \"body\": \"<p>Open &amp; free</p>\"}

{\"id\": 2, \"created_at\": \"06/03/2025 23:59:59\", \"status\": null, \"hidden\": true, \"body\": \"<p>Nobody reads this</p>\"}
{\"id\": 3, \"created_at\": \"2025\", \"status\": \"withdrawn\", \"hidden\": \"maybe\", \"body\": \"Three<br>lines\"}
";

fn zipped(text: &str) -> Vec<u8> {
    let mut zip = GzEncoder::new(Vec::new(), flate2::Compression::default());
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap()
}

/// The files of that package.
fn file(path: &str, lines: &str) -> Option<Vec<u8>> {
    match path {
        "consultation.csv" => Some(b"id,name,office,scope\nexport,Hours,Library,anything\n".to_vec()),
        "rounds.csv" => Some(b"id,opens,closes\n1,2025-03-01,2025-03-31\n".to_vec()),
        "export.ndjson.gz" => Some(zipped(lines)),
        _ => None,
    }
}

#[test]
fn the_example_of_the_guide_reads_an_export() {
    for guide in ["www/guide/consultation.html", "www/zh-Hans/guide/consultation.html"] {
        let loaded = load_package(&example(guide), &|path| file(path, LINES), &super::Utf8).unwrap();
        let (told, issues) = loaded.consultation().unwrap();
        let seen: Vec<_> = told
            .comments
            .iter()
            .map(|comment| {
                let day = comment.received.map(|day| day.iso()).unwrap_or_default();
                (day, comment.disposition, comment.withheld.as_str(), comment.text.as_str())
            })
            .collect();
        let [first, second] = ["2025-03-05", "2025-03-06"].map(str::to_owned);
        let expected = [
            (first, Some(Disposition::Adopted), "", "Open & free"),
            (second, None, "unrelated", ""),
            (String::new(), None, "maybe", "Three\nlines"),
        ];
        assert_eq!(seen, expected, "{guide}");
        let places = issues.iter().map(|issue| (issue.rule, issue.place.row, issue.place.column));
        let column = |mark: &str| Some(LINES.lines().nth(3).unwrap().find(mark).unwrap() as u32 + 1);
        let places: Vec<_> = places.collect();
        let expected = [
            ("day-unreadable", Some(4), column("\"2025\"")),
            ("word-unknown", Some(4), column("\"withdrawn\"")),
            ("consultation-unlisted", Some(4), column("\"maybe\"")),
            ("comment-withheld-shown", Some(4), column("3,")),
        ];
        assert_eq!(BTreeSet::from_iter(places), BTreeSet::from(expected), "{guide}");
        // What is withheld is in no file that is made; a word that is wrong, or a column that is not there, shows nothing.
        let plain = daylight_core::import::plain(&loaded, daylight_core::import::Anew::Imported).unwrap().unwrap();
        let texts: Vec<_> = plain.files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
        assert!(texts[0].contains("Open & free") && !texts[0].contains("Nobody"), "{texts:?}");
        assert!(!plain.descriptor.contains("withhold") && plain.descriptor.contains("categories"));
        for (from, to, rule) in [
            ("\"is\":\"true\"", "\"was\":\"true\"", "descriptor-incomplete"),
            ("{\"field\":\"hidden\"", "{\"field\":\"hiden\"", "column-missing"),
        ] {
            let text = example(guide);
            assert!(text.contains(from), "{text}");
            let loaded = load_package(&text.replace(from, to), &|path| file(path, LINES), &super::Utf8).unwrap();
            let issues = loaded.issues.iter().chain(&loaded.package.issues);
            let rules: Vec<&str> = issues.map(|issue| issue.rule).collect();
            assert_eq!(rules, [rule], "{guide}");
        }
    }
}

#[test]
fn an_export_that_breaks_off_is_told_with_its_line() {
    let broken = LINES.replace("\"hidden\": true, ", "\"hidden\": ");
    let descriptor = example("www/guide/consultation.html");
    let loaded = load_package(&descriptor, &|path| file(path, &broken), &super::Utf8).unwrap();
    let [issue] = &loaded.issues[..] else { panic!("{:?}", loaded.issues) };
    assert_eq!((issue.rule, issue.place.row), ("json-unreadable", Some(3)));
    assert_eq!((issue.place.file.as_str(), issue.place.address()), ("export.ndjson.gz", None));
}

/// A package of our own with three comments, two of them adopted, which announces so many as received, adopted and not adopted.
fn three(folder: &Path, [received, adopted, not_adopted]: [u64; 3]) {
    let row = |cells: &[(&'static str, &str)]| -> Row<'static> {
        cells.iter().map(|(column, text)| (*column, (*text).to_owned())).collect()
    };
    let comment = |id: &str, text: &str, disposition: &str, reason: &str| {
        row(&[
            ("id", id),
            ("received", "2025-03-05"),
            ("channel", "online"),
            ("text", text),
            ("disposition", disposition),
            ("reason", reason),
        ])
    };
    let [received, adopted, not_adopted] = [received, adopted, not_adopted].map(|count| count.to_string());
    let tables = [
        (
            "consultation",
            vec![row(&[("id", "three"), ("name", "Opening hours"), ("office", "Library"), ("scope", "anything")])],
        ),
        ("rounds", vec![row(&[("id", "1"), ("opens", "2025-03-01"), ("closes", "2025-03-31")])]),
        (
            "comments",
            vec![
                comment("1", "Open on Saturdays.", "adopted", ""),
                comment("2", "Open until eight on weekdays.", "adopted", ""),
                comment("3", "Open at night.", "not-adopted", "Nobody would come."),
            ],
        ),
        (
            "announcement",
            vec![row(&[
                ("day", "2025-04-30"),
                ("received", &received),
                ("adopted", &adopted),
                ("not-adopted", &not_adopted),
            ])],
        ),
    ];
    write(folder, "three", &tables);
}

#[test]
fn three_are_two_and_one_and_not_two_and_none() {
    let folder = tempfile::tempdir().unwrap();
    three(folder.path(), [3, 2, 1]);
    let published = publish(folder.path(), None, "three").unwrap_or_else(|told| panic!("{told:?}"));
    let announced = &published.adoption.as_ref().expect("an adoption")["announcement"];
    assert_eq!(["received", "adopted", "not-adopted"].map(|key| count(&announced[key])), [3, 2, 1]);
    assert_eq!((published.comments.len(), published.pages), (3, 1));

    three(folder.path(), [3, 2, 0]);
    let Err((code, said, written)) = publish(folder.path(), None, "three") else { panic!("3 = 2 + 0") };
    assert_eq!((code, written), (Some(1), 0), "{said}");
    assert!(said.contains("error announcement-unbalanced announcement.csv"), "{said}");
    let report = command::json(&["check", folder.path().to_str().unwrap(), "--format", "json"]);
    let issues = report["issues"].as_array().unwrap();
    let rules: BTreeSet<&str> = issues.iter().filter_map(|issue| issue["rule"].as_str()).collect();
    assert_eq!(rules, BTreeSet::from(["announcement-unbalanced", "announcement-count"]));
    // Told as it is, 2 = 2 + 0 balances, but it is not what the comments came to.
    three(folder.path(), [2, 2, 0]);
    let Err((code, said, _)) = publish(folder.path(), None, "three") else { panic!("one was left out") };
    assert_eq!(code, Some(1));
    assert!(said.contains("announcement-count") && !said.contains("announcement-unbalanced"), "{said}");
}
