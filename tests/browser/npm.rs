//! The npm package as a stranger uses it: packed, installed into a new project without the network and without install scripts,
//! bundled by Vite with the very lines of its README, served under a strict policy. Skipped where there is no npm.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use daylight_tests::browser::Browser;
use daylight_tests::place;
use daylight_tests::site::Site;
use daylight_tests::stage::{ELEMENT, NO_WASM, QINGHE, STRICT, inside};
use serde_json::Value;
use tempfile::TempDir;

/// A project that has installed the package.
struct Project(TempDir);

impl Project {
    /// Packs the package and installs it; nothing where npm is not there.
    fn new() -> Option<Self> {
        if Command::new("npm").arg("--version").output().is_err() {
            place::skip("npm is not installed (Debian: apt-get install nodejs npm)");
            return None;
        }
        let project = Self(tempfile::tempdir().expect("a folder for the project"));
        project.write("package.json", r#"{"name": "a-county", "private": true, "type": "module"}"#);
        let package = place::npm();
        assert!(package.is_dir(), "no package in {}: make it with `cargo xtask dist`", package.display());
        let package = package.to_str().expect("the work tree's path is UTF-8");
        project.npm(&["pack", package, "--pack-destination", "."]);
        let tarball = format!("./daylight-widgets-{}.tgz", env!("CARGO_PKG_VERSION"));
        project.npm(&["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", &tarball]);
        Some(project)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).expect("a file of the project");
    }

    /// Runs npm with a cache of the project's own.
    fn npm(&self, arguments: &[&str]) {
        let mut command = Command::new("npm");
        told(command.args(arguments).env("npm_config_cache", self.path(".npm")).current_dir(&self.0));
    }

    /// A program of the pinned tools, to be run in the project.
    fn tool(&self, file: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(place::tools().join("node_modules").join(file)).current_dir(&self.0).stdin(Stdio::null());
        command
    }

    /// Writes a page with one element, and the script that brings it.
    fn page(&self, script: &str) {
        self.write("main.js", script);
        let page = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Budget</title><link rel=\"icon\" href=\"data:,\">\
             <script type=\"module\" src=\"/main.js\"></script></head>\
             <body><main><h1>Budget</h1><{ELEMENT} src=\"{QINGHE}\"></{ELEMENT}></main></body></html>"
        );
        self.write("index.html", &page);
    }

    /// Bundles the page and serves what came out, with the data beside it and nothing else.
    fn build(&self, policy: &str) -> Site {
        told(self.tool("vite/bin/vite.js").args(["build", "--logLevel", "warn"]));
        let built = self.path("dist");
        let data = place::root().join("demo/data/qinghe-budget-2025");
        place::copy(&data, &built.join("demo/data/qinghe-budget-2025"));
        let headers =
            format!("[[headers]]\npath = \"/\"\n[headers.set]\nContent-Security-Policy = \"{policy} data:\"\n");
        fs::write(built.join("daylight.toml"), headers).expect("the headers");
        Site::alone(&built)
    }
}

/// Runs a command to its good end.
#[track_caller]
fn told(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|fault| panic!("{command:?}: {fault}"));
    let said = [&output.stdout[..], &output.stderr].concat();
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&said));
    output
}

/// The blocks of the README in a language, in order.
fn readme(language: &str) -> Vec<String> {
    let text = fs::read_to_string(place::npm().join("README.md")).expect("the README");
    let start = format!("```{language}\n");
    let blocks = text.split(&start).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// Opens the page, goes down and leaves nothing in the console; `reason` says why plain JavaScript runs, if it does.
fn works(site: &Site, reason: Option<&str>) -> Browser {
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    assert_eq!(browser.attribute(ELEMENT, "data-reason").as_deref(), reason);
    let top = browser.cells();
    assert!(top.len() > 5, "{top:#?}");
    browser.click(&inside("[part~=cell]"));
    browser.wait_for("the parts of the first", || (browser.cells() != top).then_some(()));
    browser.assert_console_empty();
    browser.assert_no_request_elsewhere(&[site.origin()]);
    browser
}

#[test]
fn the_one_file_comes_along_in_a_bundle() {
    let Some(project) = Project::new() else { return };
    project.page(&readme("js")[0]);
    works(&project.build(NO_WASM), Some("csp"));
    let assets = fs::read_dir(project.path("dist/assets")).expect("what Vite made").flatten();
    assert_eq!(assets.count(), 2, "the page's script and the one file");
}

#[test]
fn a_copied_distribution_runs_as_webassembly() {
    let Some(project) = Project::new() else { return };
    project.page(&readme("js")[1]);
    fs::create_dir(project.path("public")).expect("Vite's folder of files as they are");
    told(Command::new("sh").args(["-c", &readme("sh")[0]]).current_dir(&project.0));
    works(&project.build(STRICT), None);
}

/// Vite's own server, which hands out each file apart and changes what it takes for a module.
struct Vite(Child);

impl Drop for Vite {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_works_while_a_page_is_being_written() {
    let Some(project) = Project::new() else { return };
    project.page(&readme("js")[0]);
    fs::create_dir(project.path("public")).expect("Vite's folder of files as they are");
    let data = QINGHE.trim_start_matches('/').trim_end_matches("/datapackage.json");
    place::copy(&place::root().join(data), &project.path("public").join(data));
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
    let mut command = project.tool("vite/bin/vite.js");
    command.args(["--host", "127.0.0.1", "--strictPort", "--port", &port.to_string()]).stdout(Stdio::piped());
    let mut vite = Vite(command.spawn().expect("Vite starts"));
    let mut lines = BufReader::new(vite.0.stdout.take().expect("standard output was asked for")).lines();
    assert!(lines.by_ref().map_while(Result::ok).any(|line| line.contains("Local")), "Vite says its address");
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    let browser = Browser::chromium();
    browser.go(&format!("http://127.0.0.1:{port}/"));
    browser.wait_for_ready();
    assert!(browser.cells().len() > 5);
}

#[test]
fn the_package_holds_what_it_names() {
    let Some(project) = Project::new() else { return };
    let folder = project.path("node_modules/daylight-widgets");
    let manifest = fs::read_to_string(folder.join("package.json")).expect("its manifest");
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    assert!(manifest["scripts"].is_null() && manifest["dependencies"].is_null(), "nothing runs, nothing else comes");
    let mut named = vec!["LICENSE-APACHE", "LICENSE-MIT", "README.md"];
    named.extend(["types", "customElements"].map(|key| manifest[key].as_str().expect("a path")));
    for (name, target) in manifest["exports"].as_object().expect("exports") {
        let targets = target.as_object().map_or_else(|| vec![target], |conditions| conditions.values().collect());
        named.extend(targets.into_iter().filter_map(Value::as_str).filter(|_| !name.contains('*')));
    }
    let lost: Vec<_> = named.iter().filter(|path| !folder.join(path).is_file()).collect();
    assert!(lost.is_empty(), "{lost:?}");
    // Every file of the distribution, to the byte, and none of an earlier one.
    let listed: Value =
        serde_json::from_slice(&fs::read(place::dist().join("dist.json")).expect("a list")).expect("JSON");
    let files: Vec<_> =
        listed["files"].as_array().expect("files").iter().filter_map(|file| file["file"].as_str()).collect();
    for file in &files {
        let [ours, theirs] = [place::dist(), folder.join("dist")].map(|base| fs::read(base.join(file)).ok());
        assert!(ours.is_some() && ours == theirs, "{file}");
    }
    let mut found = 1;
    let mut folders = vec![folder.join("dist")];
    while let Some(folder) = folders.pop() {
        let entries: Vec<_> = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
        found += entries.iter().filter(|path| path.is_file()).count();
        folders.extend(entries.into_iter().filter(|path| path.is_dir()));
    }
    assert_eq!(found, files.len() + 2, "dist.json and what it lists");
}

#[test]
fn a_server_that_writes_pages_can_import_it() {
    let Some(project) = Project::new() else { return };
    let script = "import { load } from 'daylight-widgets'; await load('/daylight/daylight.js'); \
        const { ready } = await import('daylight-widgets/single'); console.log(await ready)";
    let output = told(Command::new("node").args(["--input-type=module", "-e", script]).current_dir(&project.0));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "undefined\n");
}

#[test]
fn its_types_are_found_and_hold() {
    let Some(project) = Project::new() else { return };
    let script = "\
import { load, type DaylightBudget } from 'daylight-widgets';
import { ready } from 'daylight-widgets/single';
await load(new URL('https://example.org/daylight/daylight.js'));
await ready;
const element: DaylightBudget = document.createElement('daylight-budget');
element.view = 'table';
element.addEventListener('daylight-select', event => event.detail.amount.length);
const csv: string = await element.exportCsv();
// @ts-expect-error: there is no such view
element.view = 'pie';
// @ts-expect-error: an address is needed
load();
export { csv };
";
    project.write("main.ts", script);
    for resolution in [["--module", "nodenext"], ["--moduleResolution", "bundler"]] {
        let mut command = project.tool("typescript/bin/tsc");
        command.args(["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--types", ""]);
        told(command.args(resolution).arg("main.ts"));
    }
}
