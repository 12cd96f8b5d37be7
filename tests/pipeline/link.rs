//! Links between packages: those of the demonstration lead there and back, what leads one way is told before it is published, and a page
//! without scripts has them as plain links.

use daylight_tests::command::{self, daylight};
use daylight_tests::place::{self, copy_of_package};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A link: package, id, package, id.
type Way = [String; 4];

fn folder() -> PathBuf {
    place::root().join("demo/data")
}

/// The links of all packages of the demonstration.
fn ways() -> BTreeSet<Way> {
    let packages = fs::read_dir(folder()).unwrap().flatten().map(|entry| entry.file_name().into_string().unwrap());
    let of = |name: String| {
        let rows = csv::Reader::from_path(folder().join(&name).join("links.csv")).ok();
        let rows = rows.into_iter().flat_map(|table| table.into_records().map(Result::unwrap).collect::<Vec<_>>());
        rows.map(|row| [name.clone(), row[0].into(), row[1].into(), row[2].into()]).collect::<Vec<Way>>()
    };
    packages.flat_map(of).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

#[test]
fn every_link_of_the_demonstration_leads_there_and_back() {
    let ways = ways();
    assert!(ways.len() >= 34, "{}", ways.len());
    let linked: BTreeSet<&String> = ways.iter().map(|[package, ..]| package).collect();
    for [package, id, other, to] in &ways {
        let back = [other.clone(), to.clone(), package.clone(), id.clone()];
        assert!(ways.contains(&back), "{package} {id} leads to {other} {to}, and nothing leads back");
    }
    for package in linked {
        let report = command::json(&["check", text(&folder().join(package)), "--format", "json"]);
        let issues = report["issues"].as_array().unwrap();
        let told: Vec<_> = issues.iter().filter(|issue| issue["rule"].as_str().unwrap().starts_with("link-")).collect();
        assert!(told.is_empty(), "{package}: {told:#?}");
    }
}

#[test]
fn a_link_that_nothing_answers_is_told_before_it_is_published() {
    let (budget, funds) = (copy_of_package("qinghe-budget-2025"), copy_of_package("qinghe-funds"));
    let site = tempfile::tempdir().unwrap();
    let publish = |package: &Path| {
        let output = daylight(&["publish", text(package), "--out", text(site.path()), "--date", "2026-10-01"]);
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        said
    };
    assert!(!publish(budget.path()).contains("link-"), "nothing that it leads to is here yet");
    let links = funds.path().join("links.csv");
    let rows = fs::read_to_string(&links).unwrap();
    fs::write(&links, rows + "p003,qinghe-budget-2025,2130504,,\np005,qinghe-budget-2025,999,,\n").unwrap();
    let said = publish(funds.path());
    assert_eq!(said.matches("link-").count(), 2, "{said}");
    for words in ["link-one-way", "p003", "2130504", "link-leads-nowhere", "999"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_page_without_scripts_has_plain_links() {
    let render = |package: &str, more: &[&str]| {
        let output = daylight(&[&["render", text(&folder().join(package)), "--lang", "en"], more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let funds = render("qinghe-funds", &["--widget", "funds", "--view", "projects", "--project", "p001"]);
    let budget = render("qinghe-budget-2025", &["--widget", "budget", "--path", "213/21305"]);
    for (html, address, words) in [
        (&funds, "/en/results.html?results=id:f02", "Finding: the road of Shiqiao was accepted with 0.2 km missing"),
        (&funds, "/en/index.html?budget=id:2130504", "Budget: rural infrastructure"),
        (&budget, "/en/funds.html?village=id:p001", "Project: village road of Shiqiao"),
        (&budget, "/en/results.html?results=id:t01", "Task: 120 km of village roads"),
    ] {
        assert!(html.contains(&format!("href=\"{address}\" rel=\"noopener\">{words}</a>")), "{address}: {html}");
    }
    assert!(!funds.contains("data-do") && !budget.contains("data-do"));
}
