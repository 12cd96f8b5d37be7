//! Publishing: versions are kept byte for byte, a changed digit is found by file, row and total, what is withdrawn is gone, and
//! a first picture needs few bytes whatever the size of the package.

use daylight_tests::command::{self, daylight};
use daylight_tests::place::{self, copy_of_package};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Runs the command and gives its exit code and all that it says.
fn told(arguments: &[&str]) -> (Option<i32>, String) {
    let output = daylight(arguments);
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).expect("UTF-8"))
}

fn publish(package: &Path, site: &Path, date: &str, more: &[&str]) -> String {
    let (code, said) = told(&[&["publish", text(package), "--out", text(site), "--date", date], more].concat());
    assert_eq!(code, Some(0), "{said}");
    said
}

/// Every file beneath a folder, by its path inside.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(&next).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).expect("inside").to_owned(), fs::read(&path).expect("a file"));
            }
        }
    }
    files
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

/// Changes one cell of a table: the first that reads so.
fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a table");
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).expect("written");
}

#[test]
fn a_version_stays_byte_for_byte_after_two_further_ones() {
    let (package, site) = (copy_of_package("qinghe-budget-2025"), tempfile::tempdir().unwrap());
    publish(package.path(), site.path(), "2026-01-05", &[]);
    let root = site.path().join("qinghe-budget-2025");
    let list = || json(&root.join("versions.json"));
    let first = list()["versions"][0]["version"].as_str().unwrap().to_owned();
    let dated = root.join("v").join(&first);
    let before = files(&dated);
    assert!(before.len() > 5 && before.contains_key(Path::new("datapackage.json")));
    // The version's name is that of the descriptor's digest, as anybody's tool gives it.
    let digest = Command::new("sha256sum").arg(dated.join("datapackage.json")).output().expect("sha256sum");
    assert!(first.ends_with(&String::from_utf8_lossy(&digest.stdout)[..12]), "{first}");
    change(&package.path().join("budget-2025.csv"), "81.81", "81.91");
    publish(package.path(), site.path(), "2026-02-05", &["--note", "Congress sessions corrected"]);
    change(&package.path().join("budget-2025.csv"), "81.91", "82.91");
    publish(package.path(), site.path(), "2026-02-05", &[]);
    assert!(files(&dated) == before, "a dated copy was changed");
    let versions = list()["versions"].clone();
    assert_eq!(versions.as_array().unwrap().len(), 3);
    assert_eq!(versions[1]["note"], "Congress sessions corrected");
    let changes = versions[1]["changes"]["en"].to_string();
    assert!(changes.contains("818,100.00 yuan became 819,100.00 yuan"), "{changes}");
    assert!(versions[1]["changes"]["zh-Hans"].to_string().contains("由"), "{versions}");
    // What did not change is no new version.
    let said = publish(package.path(), site.path(), "2026-03-05", &[]);
    assert!(said.contains("nothing has changed") && list()["versions"].as_array().unwrap().len() == 3, "{said}");
    let (code, said) = told(&["verify", text(site.path())]);
    assert_eq!(code, Some(0), "{said}");
    // The stable address has what the newest dated copy has.
    let newest = root.join("v").join(versions[0]["version"].as_str().unwrap());
    for (path, bytes) in files(&newest) {
        assert!(fs::read(root.join(&path)).unwrap() == bytes, "{}", path.display());
    }
}

#[test]
fn a_changed_digit_is_named_by_file_row_and_total() {
    let site = tempfile::tempdir().unwrap();
    publish(&place::root().join("demo/data"), site.path(), "2026-01-05", &[]);
    let (code, said) = told(&["verify", text(site.path())]);
    assert_eq!((code, said.contains("everything is as it was published")), (Some(0), true), "{said}");
    // A digit of the summary, of a slice and of the descriptor.
    for (path, from, to) in [
        ("uk-cra/summary.json", "\"rows\":", "\"rows\":1"),
        ("moldova-2014/datapackage.json", "Moldova", "Moldovo"),
        ("qinghe-budget-2025/slices/1.json", ",1]", ",2]"),
    ] {
        let path = site.path().join(path);
        let whole = fs::read_to_string(&path).unwrap();
        change(&path, from, to);
        let (code, said) = told(&["verify", text(site.path())]);
        assert!(code == Some(1) && said.contains(text(path.strip_prefix(site.path()).unwrap())), "{path:?}: {said}");
        fs::write(&path, whole).unwrap();
    }
    let package = site.path().join("qinghe-budget-2025");
    let totals = json(&package.join("provenance.json"))["totals"].clone();
    let table = package.join("budget-2025.csv");
    let row = fs::read_to_string(&table).unwrap().lines().position(|line| line.contains("81.81")).unwrap() + 1;
    change(&table, "81.81", "81.91");
    let (code, said) = told(&["verify", text(site.path())]);
    assert_eq!(code, Some(1));
    let file = "qinghe-budget-2025/budget-2025.csv";
    assert!(said.contains(&format!("{file}: is not the file that was published")), "{said}");
    assert!(said.contains(&format!("{file} line {row}: “2010104")) && said.contains("81.91"), "{said}");
    let total = totals
        .as_array()
        .unwrap()
        .iter()
        .find(|total| total["keys"]["year"] == "2025" && total["keys"]["phase"] == "approved");
    let total = total.expect("a total")["amount"].as_str().unwrap().to_owned();
    assert!(said.contains(&format!("published {total} CNY, now")), "{total}: {said}");
    // Where no other copy has the line, the sums lead to it.
    let dated = fs::read_dir(package.join("v")).unwrap().flatten().next().unwrap().path();
    fs::copy(&table, dated.join("budget-2025.csv")).unwrap();
    let (_, said) = told(&["verify", text(site.path()), "--lang", "zh-Hans"]);
    assert!(said.contains(&format!("{file} 第{row}行：属于发生变化的合计")), "{said}");
}

#[test]
fn what_is_withdrawn_is_gone_and_says_why() {
    let (package, site) = (copy_of_package("qinghe-budget-2025"), tempfile::tempdir().unwrap());
    publish(package.path(), site.path(), "2026-01-05", &[]);
    change(&package.path().join("budget-2025.csv"), "81.81", "81.91");
    publish(package.path(), site.path(), "2026-02-05", &[]);
    let root = site.path().join("qinghe-budget-2025");
    let versions = json(&root.join("versions.json"))["versions"].clone();
    let newest = versions[0]["version"].as_str().unwrap().to_owned();
    let run = |version: &str, reason: &str| {
        told(&[
            "withdraw",
            text(site.path()),
            "qinghe-budget-2025",
            version,
            "--reason",
            reason,
            "--date",
            "2026-02-06",
        ])
    };
    assert_eq!(run("2026-02-05-000000000000", "x").0, Some(2), "there is no such version");
    assert_eq!(run(&newest, " ").0, Some(2), "a reason is needed");
    let (code, said) = run(&newest, "An identity number was in it");
    assert_eq!(code, Some(0), "{said}");
    let stone = json(&root.join("datapackage.json"));
    assert_eq!(stone["daylight:withdrawn"]["sha256"], versions[0]["sha256"]);
    assert_eq!(stone["daylight:withdrawn"]["reason"], "An identity number was in it");
    let left: Vec<PathBuf> = files(&root).into_keys().filter(|path| text(path).ends_with(".csv")).collect();
    let older = Path::new("v").join(versions[1]["version"].as_str().unwrap());
    assert!(!left.is_empty() && left.iter().all(|path| path.starts_with(&older)), "the older version stays: {left:?}");
    assert_eq!(json(&site.path().join("daylight.json"))["packages"][0]["withdrawn"]["date"], "2026-02-06");
    let (code, said) = told(&["verify", text(site.path())]);
    assert!(code == Some(0) && said.contains("withdrawn on 2026-02-06"), "{said}");
    // Whoever reads the tombstone as a package is told, by every command.
    let descriptor = root.join("datapackage.json");
    for command in [&["sum"][..], &["check"], &["render", "--widget", "budget"]] {
        let (code, said) = told(&[command, &[text(&descriptor)]].concat());
        assert!(code == Some(2) && said.contains("withdrawn on 2026-02-06: An identity number was in it"), "{said}");
    }
    assert_eq!(told(&["diff", text(&descriptor), text(package.path())]).0, Some(2));
    // Another reason, or a version that the list leaves out, is no longer what was published.
    let stone = fs::read_to_string(&descriptor).unwrap();
    change(&descriptor, "An identity number", "A comma");
    let (code, said) = told(&["verify", text(site.path())]);
    assert!(code == Some(1) && said.contains("another day or reason"), "{said}");
    fs::write(&descriptor, stone).unwrap();
    let list = fs::read_to_string(root.join("versions.json")).unwrap();
    let mut cut: Value = json(&root.join("versions.json"));
    cut["versions"].as_array_mut().unwrap().pop();
    fs::write(root.join("versions.json"), cut.to_string()).unwrap();
    let (code, said) = told(&["verify", text(site.path())]);
    assert!(code == Some(1) && said.contains("is not in the list of versions"), "{said}");
    fs::write(root.join("versions.json"), list).unwrap();
    // What was withdrawn is not published again by accident.
    let (code, said) = told(&["publish", text(package.path()), "--out", text(site.path()), "--date", "2026-02-07"]);
    assert!(code == Some(2) && said.contains("An identity number was in it"), "{said}");
    // What is left behind is found.
    fs::write(root.join("summary.json"), "{}").unwrap();
    assert_eq!(told(&["verify", text(site.path())]).0, Some(1));
}

#[test]
fn a_difference_is_told_in_words_and_as_data() {
    let (before, after) = (copy_of_package("moldova-2014"), copy_of_package("moldova-2014"));
    let table = after.path().join("budget.csv");
    let whole = fs::read_to_string(&table).unwrap();
    let cut: Vec<&str> = whole.lines().take(whole.lines().count() - 1).collect();
    fs::write(&table, cut.join("\n")).unwrap();
    let run = |more: &[&str]| told(&[&["diff", text(before.path()), text(after.path())], more].concat());
    let (code, said) = run(&[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("Total ") && said.contains(" became ") && said.contains("removed, "), "{said}");
    let (_, data) = run(&["--format", "json"]);
    let data: Value = serde_json::from_str(&data).unwrap();
    assert!(data["rows"].as_array().unwrap().iter().all(|row| row["after"].is_null()), "{data}");
    assert_eq!(told(&["diff", text(before.path()), text(before.path())]), (Some(0), "Nothing differs.\n".to_owned()));
    assert!(run(&["--lang", "zh"]).1.contains("删除"));
    // Names and statements are differences too.
    fs::copy(before.path().join("budget.csv"), &table).unwrap();
    let mut root: Value = json(&after.path().join("datapackage.json"));
    root["title"] = "Another title".into();
    fs::write(after.path().join("datapackage.json"), root.to_string()).unwrap();
    let (code, said) = run(&[]);
    assert!(code == Some(1) && said.contains("became “Another title"), "{said}");
}

#[test]
fn names_that_are_no_addresses_are_refused() {
    let (package, site) = (copy_of_package("uk-cra"), tempfile::tempdir().unwrap());
    for name in ["../evil", "a b", "", "Ä", ".hidden"] {
        let descriptor = package.path().join("datapackage.json");
        let mut root: Value = json(&descriptor);
        root["name"] = name.into();
        fs::write(&descriptor, root.to_string()).unwrap();
        let (code, said) = told(&["publish", text(package.path()), "--out", text(site.path())]);
        assert!(code == Some(2) && said.contains(name), "{said}");
        assert!(files(site.path()).is_empty());
    }
}

/// The package, its data, and which dimension to ask `daylight sum` for.
const LARGE: &str = "mexico-pef-2018";

#[test]
fn a_first_picture_needs_few_bytes_whatever_the_size() {
    let Some(data) = place::data().map(|data| data.join("large").join(LARGE)).filter(|data| data.is_dir()) else {
        return place::skip(&format!("no {LARGE}"));
    };
    let site = tempfile::tempdir().unwrap();
    let package = place::root().join("tests/descriptors").join(LARGE);
    publish(&package, site.path(), "2026-01-05", &["--data", text(&data)]);
    let root = site.path().join(LARGE);
    let size = |file: &str| fs::metadata(root.join(file)).expect(file).len();
    let first = size("datapackage.json") + size("summary.json");
    assert!(first <= 25_000, "{first} bytes");
    let slices: Vec<u64> = files(&root.join("slices")).into_values().map(|slice| slice.len() as u64).collect();
    assert!(slices.len() > 5 && slices.iter().all(|slice| *slice <= 25_000), "{slices:?}");
    let sum = command::json(&["sum", text(&package), "--data", text(&data), "--format", "json"]);
    let total = json(&root.join("provenance.json"))["totals"][0].clone();
    assert_eq!((&total["amount"], &total["rows"]), (&sum["rows"][0]["amount"], &sum["rows"][0]["count"]));
    let (code, said) = told(&["verify", text(site.path())]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn files_of_others_stay_and_what_was_left_undone_is_done() {
    let (package, site) = (copy_of_package("moldova-2014"), tempfile::tempdir().unwrap());
    publish(package.path(), site.path(), "2026-01-05", &[]);
    let root = site.path().join("moldova-2014");
    fs::write(root.join("index.html"), "a page").unwrap();
    fs::remove_file(site.path().join("daylight.json")).unwrap();
    change(&root.join("budget.csv"), "1", "2");
    publish(package.path(), site.path(), "2026-01-06", &[]);
    assert_eq!(fs::read(root.join("budget.csv")).unwrap(), fs::read(package.path().join("budget.csv")).unwrap());
    let (code, said) = told(&["verify", text(site.path())]);
    assert!(code == Some(0) && said.contains("moldova-2014/index.html: is of no version"), "{said}");
    change(&package.path().join("budget.csv"), "1", "2");
    publish(package.path(), site.path(), "2026-02-05", &[]);
    assert_eq!(fs::read_to_string(root.join("index.html")).unwrap(), "a page");
    let (code, said) = told(&["publish", text(package.path()), "--out", text(site.path()), "--date", "2026-01-31"]);
    assert_eq!(code, Some(0), "nothing has changed: {said}");
    change(&package.path().join("budget.csv"), "2", "3");
    let (code, said) = told(&["publish", text(package.path()), "--out", text(site.path()), "--date", "2026-01-31"]);
    assert!(code == Some(2) && said.contains("2026-02-05"), "an earlier day than the newest: {said}");
    // The package's own folder is no place to publish to.
    let own = tempfile::tempdir().unwrap();
    let folder = own.path().join("moldova-2014");
    fs::create_dir(&folder).unwrap();
    for (path, bytes) in files(package.path()) {
        fs::write(folder.join(path), bytes).unwrap();
    }
    let (code, said) = told(&["publish", text(&folder), "--out", text(own.path())]);
    assert!(code == Some(2) && files(&folder).len() == files(package.path()).len(), "{said}");
}

#[test]
fn what_is_withdrawn_is_not_left_in_records_twins_or_leftovers() {
    let (package, site) = (copy_of_package("uk-cra"), tempfile::tempdir().unwrap());
    let table = package.path().join("spending.csv");
    let first = fs::read_to_string(&table).unwrap();
    let root = site.path().join("uk-cra");
    let versions = || json(&root.join("versions.json"))["versions"].as_array().unwrap().clone();
    // The third is the first again, and the second and fourth are between.
    for (at, digit) in ["0", "1", "0", "2", "3"].into_iter().enumerate() {
        let cut = first.trim_end().len();
        fs::write(&table, format!("{}{digit}\n", &first[..cut - 1])).unwrap();
        publish(package.path(), site.path(), &format!("2026-0{}-01", at + 1), &[]);
    }
    let name = |at: usize| versions()[at]["version"].as_str().unwrap().to_owned();
    let withdraw = |version: &str| {
        told(&["withdraw", text(site.path()), "uk-cra", version, "--reason", "A name", "--date", "2026-06-02"])
    };
    let (oldest, same, fourth) = (name(4), name(2), name(1));
    assert_eq!(oldest[10..], same[10..], "the same digest on another day");
    assert_eq!(withdraw(&fourth).0, Some(0));
    assert_eq!(withdraw(&same).0, Some(0));
    let after = versions();
    let gone = |at: usize| !after[at]["withdrawn"].is_null();
    assert_eq!([0, 1, 2, 3, 4].map(gone), [false, true, true, false, true], "the twin is withdrawn too");
    for at in 1..after.len() {
        assert!(!gone(at) || after[at - 1]["changes"].is_null(), "{at}: what became of it tells of it");
    }
    assert_eq!(told(&["verify", text(site.path())]).0, Some(0));
    let left = root.join("v").join(&same).join("spending.csv");
    fs::write(&left, &first).unwrap();
    let (code, said) = told(&["verify", text(site.path())]);
    assert!(code == Some(1) && said.contains("spending.csv: is left of version"), "{said}");
    // A record that leads elsewhere leads nowhere.
    let outside = site.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("precious.txt"), "x").unwrap();
    let record = fs::read_to_string(root.join("versions.json")).unwrap();
    fs::write(root.join("versions.json"), record.replace(&format!("v/{}/", name(0)), "../outside/")).unwrap();
    withdraw(&name(0));
    assert!(outside.join("precious.txt").exists() && !outside.join("datapackage.json").exists());
    assert_eq!(told(&["withdraw", text(site.path()), "../outside", "all", "--reason", "x"]).0, Some(2));
}

#[test]
fn a_changed_word_of_a_summary_or_a_record_is_found() {
    let site = tempfile::tempdir().unwrap();
    publish(&place::root().join("demo/data"), site.path(), "2026-01-05", &[]);
    for (path, from, to) in [
        ("uk-cra/summary.json", "United Kingdom, three", "United Kingdom, four"),
        ("uk-cra/provenance.json", "\"rows\": 1181", "\"rows\": 1182"),
        ("uk-cra/versions.json", "\"rows\": 1181", "\"rows\": 1182"),
        ("moldova-2014/versions.json", "\"version\": \"2026-01-05-", "\"version\": \"2026-01-06-"),
        ("daylight.json", "uk-cra/datapackage.json", "uk-cra2/datapackage.json"),
    ] {
        let path = site.path().join(path);
        let whole = fs::read_to_string(&path).unwrap();
        change(&path, from, to);
        let (code, said) = told(&["verify", text(site.path())]);
        assert_eq!(code, Some(1), "{path:?} {from}: {said}");
        fs::write(&path, whole).unwrap();
    }
}

#[test]
fn files_with_names_of_ours_or_that_no_address_holds_are_refused() {
    let (package, site) = (copy_of_package("moldova-2014"), tempfile::tempdir().unwrap());
    let descriptor = fs::read_to_string(package.path().join("datapackage.json")).unwrap();
    for name in ["summary.json", "versions.json", "v/a.csv", "slices/1.csv", "a#1.csv", "a%20b.csv"] {
        fs::create_dir_all(package.path().join(name).parent().unwrap()).unwrap();
        fs::copy(package.path().join("budget.csv"), package.path().join(name)).unwrap();
        fs::write(
            package.path().join("datapackage.json"),
            descriptor.replace("\"budget.csv\"", &format!("\"{name}\"")),
        )
        .unwrap();
        let (code, said) = told(&["publish", text(package.path()), "--out", text(site.path())]);
        assert!(code == Some(2) && said.contains(name), "{name}: {said}");
    }
}

#[test]
fn pictures_that_projects_name_are_published_and_verified() {
    let (package, site) = (copy_of_package("qinghe-funds"), tempfile::tempdir().unwrap());
    let table = package.path().join("projects.csv");
    let rows = fs::read_to_string(&table).unwrap().replace("pictures/road-before.svg", "pictures/road.png");
    let elsewhere = |(at, row): (usize, &str)| match row.strip_suffix(",,") {
        Some(row) => format!("{row},https://a.example/{at}.jpg,\n"),
        None => format!("{row}\n"),
    };
    fs::write(&table, rows.lines().enumerate().map(elsewhere).collect::<String>()).unwrap();
    let arguments = ["publish", text(package.path()), "--out", text(site.path()), "--date", "2026-01-05"];
    let (code, said) = told(&arguments);
    assert_eq!((code, said.contains("project p001 names the picture “pictures/road.png”")), (Some(1), true), "{said}");
    fs::write(package.path().join("pictures/road.png"), b"\x89PNG of a road").unwrap();
    publish(package.path(), site.path(), "2026-01-05", &[]);
    let root = site.path().join("qinghe-funds");
    assert!(root.join("pictures/road.png").is_file());
    let listed = json(&root.join("datapackage.json"))["daylight:files"].clone();
    let picture = listed.as_array().unwrap().iter().find(|file| file["path"] == "pictures/road.png");
    assert_eq!(picture.map(|picture| &picture["bytes"]), Some(&serde_json::json!(14)), "{listed}");
    let (code, said) = told(&["verify", text(site.path())]);
    assert_eq!((code, said.contains("road.png")), (Some(0), false), "{said}");
    fs::write(root.join("pictures/road.png"), b"\x89PNG of a river").unwrap();
    let (code, said) = told(&["verify", text(site.path())]);
    assert_eq!(
        (code, said.contains("pictures/road.png: is not the file that was published")),
        (Some(1), true),
        "{said}"
    );
}

#[test]
fn the_rules_of_funds_hold_for_what_is_published() {
    let (package, site) = (copy_of_package("qinghe-funds"), tempfile::tempdir().unwrap());
    let path = package.path().join("datapackage.json");
    let mut descriptor = json(&path);
    descriptor.as_object_mut().unwrap().remove("daylight:contacts");
    fs::write(&path, descriptor.to_string()).unwrap();
    let (code, said) = told(&["publish", text(package.path()), "--out", text(site.path())]);
    assert_eq!((code, said.contains("contact-missing")), (Some(1), true), "{said}");
    assert!(!site.path().join("qinghe-funds").exists(), "nothing is written");
}

/// Takes the lines of a table that begin so.
fn cut(path: &Path, beginning: &str) {
    let text = fs::read_to_string(path).expect("a table");
    assert!(text.lines().any(|line| line.starts_with(beginning)), "{beginning}");
    let kept: String =
        text.lines().filter(|line| !line.starts_with(beginning)).map(|line| format!("{line}\n")).collect();
    fs::write(path, kept).expect("written");
}

#[test]
fn a_promise_that_was_made_easier_and_a_finding_that_is_gone_are_told_first() {
    let (before, after) = (copy_of_package("qinghe-results"), copy_of_package("qinghe-results"));
    let site = tempfile::tempdir().unwrap();
    publish(before.path(), site.path(), "2026-10-20", &[]);
    let run = |more: &[&str]| told(&[&["diff", text(before.path()), text(after.path())], more].concat());
    assert_eq!(run(&[]), (Some(0), "Nothing differs.\n".to_owned()));
    // The order of rows is no difference.
    let goals = after.path().join("goals.csv");
    let lines: Vec<String> = fs::read_to_string(&goals).unwrap().lines().map(str::to_owned).collect();
    let turned: Vec<&str> = lines[..1].iter().chain(lines[1..].iter().rev()).map(String::as_str).collect();
    fs::write(&goals, turned.join("\n")).unwrap();
    assert_eq!(run(&[]), (Some(0), "Nothing differs.\n".to_owned()));
    publish(after.path(), site.path(), "2026-10-21", &[]);
    change(&after.path().join("targets.csv"), "i01,120,2025", "i01,100,2026");
    change(&after.path().join("tasks.csv"), "2025-02-10,2025-12-31", "2025-02-10,2026-12-31");
    cut(&after.path().join("findings.csv"), "f08,");
    cut(&after.path().join("rectifications.csv"), "f08,");
    change(&after.path().join("audits.csv"), "2026-03-20,8,", "2026-03-20,7,");
    let expected = [
        "Gone: f08, The files of six projects are incomplete (Findings)",
        "Target of i01, Village roads built: 120 km by 2025 became 100 km by 2026 (easier to reach, later)",
        "Deadline of t01, 120 km of village roads: 31 December 2025 became 31 December 2026 (later, the first deadline was replaced, not extended with a reason)",
        "Number of findings of a1, Audit of village funds and projects, 2025: 8 became 7",
        "Findings: 1 row removed",
    ];
    let (code, said) = run(&[]);
    assert_eq!(code, Some(1), "{said}");
    let at =
        expected.map(|line| said.lines().position(|known| known == line).unwrap_or_else(|| panic!("{line}\n{said}")));
    assert!(at.is_sorted() && at[0] == 0, "{said}");
    assert!(said.lines().any(|line| line.starts_with("Status of ")), "{said}");
    let (_, chinese) = run(&["--lang", "zh-Hans"]);
    let easier = "i01（村道建成里程）的目标值：由120公里（2025年）变为100公里（2026年）（更容易达到、推迟）";
    assert!(chinese.lines().any(|line| line == easier), "{chinese}");
    let data: Value = serde_json::from_str(&run(&["--format", "json"]).1).unwrap();
    let promise = |what: &str, id: &str| {
        let all = data["promises"].as_array().unwrap();
        all.iter().find(|told| told["what"] == what && told["id"] == id).cloned().unwrap_or_default()
    };
    assert_eq!(promise("target", "i01")["after"], serde_json::json!({"value": "100", "period": "2026"}));
    assert_eq!(promise("deadline", "t01")["how"], serde_json::json!(["later", "replaced"]));
    let tables = data["tables"].as_array().unwrap();
    let findings = tables.iter().find(|table| table["table"] == "findings").unwrap();
    assert_eq!(findings["removed"][0]["cells"]["name:en"], "The files of six projects are incomplete");
    // What is published anew says it in the record of versions, whatever note comes with it.
    publish(after.path(), site.path(), "2026-10-22", &["--note", "Layout"]);
    let versions = json(&site.path().join("qinghe-results/versions.json"))["versions"].clone();
    let changes = |at: usize, language: &str| -> Vec<String> {
        let lines = versions[at]["changes"][language].as_array().unwrap();
        lines.iter().map(|line| line.as_str().unwrap().to_owned()).collect()
    };
    for line in expected {
        assert!(changes(0, "en").iter().any(|known| known == line), "{line}\n{versions:#}");
    }
    assert!(changes(0, "zh-Hans").iter().any(|line| line == easier), "{versions:#}");
    assert!(changes(0, "en").iter().any(|line| line.starts_with("… and ")), "{versions:#}");
    let same = "The figures are the same. What the descriptor says besides, or the order of the rows, differs.";
    assert_eq!(changes(1, "en"), [same]);
    let (code, said) = told(&["verify", text(site.path())]);
    assert_eq!(code, Some(0), "{said}");
}
