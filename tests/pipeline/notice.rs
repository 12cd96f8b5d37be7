//! The notice of a project as a sheet: it tells the record, fits one page of A4 in both languages, and its code leads back to the
//! page.

use daylight_tests::program::Program;
use daylight_tests::{command, place, qr};
use regex::Regex;
use std::fs;
use std::path::Path;
use std::process::Command;

const PAGE: &str = "https://qinghe.example/funds/?lang=zh";

fn render(package: &Path, language: &str, more: &[&str]) -> String {
    let arguments = ["render", package.to_str().unwrap(), "--widget", "funds", "--sheet", "notice", "--lang", language];
    let output = command::daylight(&[&arguments[..], more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn demo() -> std::path::PathBuf {
    place::root().join("demo/data/qinghe-funds")
}

/// How many pages a browser prints it on.
fn pages(html: &str) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let [page, paper] = ["notice.html", "notice.pdf"].map(|name| folder.path().join(name));
    fs::write(&page, html).unwrap();
    let to = format!("--print-to-pdf={}", paper.display());
    let run = Command::new(Program::Chromium.path())
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", &to])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(&page)
        .output()
        .unwrap();
    let paper = fs::read(&paper).unwrap_or_else(|fault| panic!("{fault}: {}", String::from_utf8_lossy(&run.stderr)));
    let text = String::from_utf8_lossy(&paper);
    Regex::new(r"/Type\s*/Page\b").unwrap().find_iter(&text).count()
}

/// What the code on a sheet says.
fn decode(html: &str) -> String {
    qr::decode(capture(html, r#"viewBox="0 0 (\d+) "#).parse().unwrap(), html)
}

fn capture(text: &str, pattern: &str) -> String {
    Regex::new(pattern).unwrap().captures(text).unwrap_or_else(|| panic!("{pattern} in:\n{text}"))[1].to_owned()
}

#[test]
fn the_sheet_tells_the_story_on_one_page() {
    let told = [
        (
            "zh-Hans",
            ["125.50 + 91.20 + 24.60 = 241.30", "206.37", "22.93", "143天", "实际完成3.0公里", "12317", "基础设施"],
        ),
        (
            "en",
            [
                "1,255.00 + 912.00 + 246.00 = 2,413.00",
                "2,063.70",
                "229.30",
                "143 days",
                "3.0 of 3.2 km",
                "12317",
                "Infrastructure",
            ],
        ),
    ];
    for (language, texts) in told {
        let html = render(&demo(), language, &["--project", "p001", "--page", PAGE]);
        for text in texts {
            assert!(html.contains(text), "{text} is not on:\n{html}");
        }
        assert!(html.contains("class=\"mark\""), "invented figures are marked");
        assert_eq!(pages(&html), 1, "{language}");
    }
}

/// A copy of the demonstration in which the first project has these cells, and no other of the same columns.
fn with_cells(cells: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = place::copy_of_package("qinghe-funds");
    let is_kept = |name: &str| cells.iter().all(|(column, _)| name.split(':').next() != Some(column));
    let path = folder.path().join("projects.csv");
    let mut table = csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let mut out = csv::Writer::from_path(&path).unwrap();
    for (at, row) in rows.iter().enumerate() {
        let kept = row.iter().zip(&rows[0]).filter(|(_, header)| is_kept(header)).map(|(cell, _)| cell);
        let new = cells.iter().map(|(column, cell)| match at {
            0 => *column,
            1 => *cell,
            _ => "",
        });
        out.write_record(kept.chain(new)).unwrap();
    }
    out.flush().unwrap();
    let path = folder.path().join("datapackage.json");
    let mut descriptor: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let resources = descriptor["resources"].as_array_mut().unwrap();
    let projects = resources.iter_mut().find(|resource| resource["name"] == "projects").unwrap();
    let fields = projects["schema"]["fields"].as_array_mut().unwrap();
    fields.retain(|field| is_kept(field["name"].as_str().unwrap()));
    fields.extend(cells.iter().map(|(name, _)| serde_json::json!({ "name": name, "type": "string" })));
    fs::write(&path, descriptor.to_string()).unwrap();
    folder
}

#[test]
fn a_notice_with_every_field_fits_its_page_too() {
    let long = "Wages of villagers are at least a tenth of the funds, low-income households come first, and the village keeps \
                the road in repair after it was accepted; the land for the rest is still to be bought";
    let columns = ["department", "type", "period", "performance", "benefit", "remark", "before", "after"];
    let folder = with_cells(&columns.map(|column| (column, long)));
    for language in ["zh-Hans", "en"] {
        let html = render(folder.path(), language, &["--project", "p001", "--page", PAGE]);
        assert_eq!(html.matches(long).count(), columns.len(), "{html}");
        assert_eq!(pages(&html), 1, "{language}");
    }
}

/// A drawing of our own: a track before it is a road.
const PICTURE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 30\"><path d=\"M0 30L18 10h4l18 20z\"/></svg>";

#[test]
fn pictures_of_the_package_stand_on_the_sheet_where_there_is_room() {
    let folder = with_cells(&[("before", "before.svg"), ("after", "")]);
    fs::write(folder.path().join("before.svg"), PICTURE).unwrap();
    let html = render(folder.path(), "zh-Hans", &["--project", "p001", "--page", PAGE]);
    assert_eq!(html.matches("src=\"data:image/svg+xml;base64,").count(), 1, "{html}");
    assert_eq!(pages(&html), 1);
    fs::remove_file(folder.path().join("before.svg")).unwrap();
    let html = render(folder.path(), "zh-Hans", &["--project", "p001"]);
    assert!(!html.contains("<img") && html.contains("before.svg"), "a file that is not there is named: {html}");
}

#[test]
fn the_code_leads_to_the_project_on_the_page() {
    let html = render(&demo(), "zh-Hans", &["--project", "p001", "--page", PAGE]);
    let address = "https://qinghe.example/funds/?lang=zh&funds=view:projects,project:p001";
    assert_eq!(decode(&html), address);
    assert!(html.contains(&format!("<span>{}</span>", address.replace('&', "&amp;"))), "it is printed beside the code");
    let own = render(&demo(), "en", &["--project", "p001", "--page", PAGE, "--deep-link", "money"]);
    assert_eq!(decode(&own), "https://qinghe.example/funds/?lang=zh&money=view:projects,project:p001");
    assert!(!render(&demo(), "en", &["--project", "p001"]).contains("<svg"), "without a page there is no code");
}

#[test]
fn what_is_no_notice_is_refused() {
    let demo = demo();
    let refused = |arguments: &[&str], said: &str| {
        let output = command::daylight(&[&["render", demo.to_str().unwrap()], arguments].concat());
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains(said), "{message}");
        assert!(output.stdout.is_empty());
    };
    refused(&["--widget", "funds", "--sheet", "notice"], "--project");
    refused(&["--widget", "funds", "--sheet", "notice", "--project", "p999"], "“p999”");
    refused(&["--widget", "funds", "--sheet", "notice", "--project", "p001", "--year", "1999"], "“1999”");
    refused(&["--widget", "budget", "--sheet", "notice"], "--widget funds");
    let budget = place::root().join("demo/data/putuo-planning-2024");
    let arguments = ["render", budget.to_str().unwrap(), "--widget", "funds", "--sheet", "notice", "--project", "p001"];
    let output = command::daylight(&arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("daylight-funds"));
}
