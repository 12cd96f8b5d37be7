//! A page with an element on it: what is special about the page in, a running site and ways to meet the element out.

use crate::browser::Browser;
use crate::place;
use crate::site::Site;
use crate::webdriver::Element;
use std::path::PathBuf;
use std::process::Command;

/// The policy that the issue and the documentation promise to work under, word for word.
pub const STRICT: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'";

/// The same without the word that lets WebAssembly run.
pub const NO_WASM: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'";

/// Lines of `daylight.toml` under which the plain JavaScript cannot run either: with [`NO_WASM`] nothing can.
pub fn no_plain() -> String {
    let plain = built("plain-", ".js");
    format!(
        "[[headers]]\npath = \"/daylight/{plain}\"\n[headers.set]\nContent-Type = \"text/plain\"\nX-Content-Type-Options = \"nosniff\"\n"
    )
}

/// The name of the one file of the distribution that begins and ends so.
///
/// # Panics
/// Where there is no such file, or more than one.
#[track_caller]
pub fn built(start: &str, end: &str) -> String {
    let files = std::fs::read_dir(place::dist()).expect("the distribution").flatten();
    let mut names: Vec<_> = files.filter_map(|file| file.file_name().into_string().ok()).collect();
    names.retain(|name| name.starts_with(start) && name.ends_with(end));
    assert_eq!(names.len(), 1, "one file {start}…{end}: {names:?}");
    names.remove(0)
}

/// The element of most tests.
pub const ELEMENT: &str = "daylight-budget";

/// The address of the demonstration's main package on every site that [`site`] serves.
pub const QINGHE: &str = "/demo/data/qinghe-budget-2025/datapackage.json";

/// The style that pages of these tests have: what a government's page would have at least.
const STYLE: &str = "body { margin: 0; font-family: 'Noto Sans CJK SC', sans-serif; color-scheme: light dark } \
    :root { color-scheme: light dark; background: Canvas; color: CanvasText } main { padding: 1em } \
    .daylight-fallback { overflow-x: auto }\n";

/// A page without faults around an element (or whatever `content` is).
pub fn page(lang: &str, content: &str) -> String {
    page_with("<script src=\"/daylight/daylight.js\" defer></script>", lang, content)
}

/// The same with a head of the test's own in place of the script tag.
pub fn page_with(head: &str, lang: &str, content: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\"><title>Budget</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"/demo/favicon.svg\">\
         <link rel=\"stylesheet\" href=\"/page.css\">{head}</head>\n<body><main><h1>Budget</h1>\n{content}\n</main></body>\n</html>\n"
    )
}

/// An element with attributes and children.
pub fn element(attributes: &str, children: &str) -> String {
    format!("<{ELEMENT} {attributes}>{children}</{ELEMENT}>")
}

/// Serves pages under the strict policy, with the demonstration under `/demo` and the widgets under `/daylight`. Where
/// `DAYLIGHT_PLAIN` is set the policy refuses WebAssembly, and plain JavaScript runs in its place.
#[track_caller]
pub fn site<'a>(files: impl IntoIterator<Item = (&'a str, String)>) -> Site {
    site_under(if std::env::var_os("DAYLIGHT_PLAIN").is_some() { NO_WASM } else { STRICT }, files)
}

/// Serves pages under a policy of the test's own.
#[track_caller]
pub fn site_under<'a>(policy: &str, files: impl IntoIterator<Item = (&'a str, String)>) -> Site {
    site_with(policy, "", files)
}

/// The same with further lines of `daylight.toml`.
#[track_caller]
pub fn site_with<'a>(policy: &str, more: &str, files: impl IntoIterator<Item = (&'a str, String)>) -> Site {
    let settings = more.to_owned()
        + &format!("[[headers]]\npath = \"/\"\n[headers.set]\nContent-Security-Policy = \"{policy}\"\n");
    let own = [("daylight.toml", settings), ("page.css", STYLE.to_owned())];
    let files: Vec<_> = own.into_iter().chain(files).collect();
    Site::with_files(files.iter().map(|(path, text)| (*path, text.as_str())))
}

/// One page with one element on it, and a browser that shows it.
#[track_caller]
pub fn open(lang: &str, attributes: &str, children: &str) -> (Site, Browser) {
    let site = site([("index.html", page(lang, &element(attributes, children)))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    (site, browser)
}

/// What a run of the `daylight` command prints; it must end well.
#[track_caller]
pub fn daylight(arguments: &[&str]) -> String {
    let command = place::daylight().expect("no daylight command: build it with `cargo build -p daylight`");
    let output = Command::new(&command).args(arguments).output();
    let output = output.unwrap_or_else(|fault| panic!("{} does not start: {fault}", command.display()));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "daylight {}: {said}", arguments.join(" "));
    String::from_utf8(output.stdout).expect("the command writes UTF-8")
}

/// A package of the demonstration on disk.
pub fn package(name: &str) -> PathBuf {
    place::published().join(name).join("datapackage.json")
}

/// What `daylight render` writes for a package of the demonstration.
#[track_caller]
pub fn rendered(name: &str, more: &[&str]) -> String {
    let (path, src) = (package(name), format!("/demo/data/{name}/datapackage.json"));
    let path = path.to_str().expect("the work tree's path is UTF-8");
    daylight(&[&["render", path, "--widget", "budget", "--src", &src][..], more].concat())
}

impl Browser {
    /// Waits until an element is in a state (`ready`, `failed` …) and has been drawn.
    #[track_caller]
    pub fn wait_for_state(&self, path: &str, state: &str) {
        self.wait_for(&format!("{path} in state {state}"), || {
            (self.attribute(path, "data-state").as_deref() == Some(state)).then_some(())
        });
        self.draw();
    }

    /// Waits until the element is ready.
    #[track_caller]
    pub fn wait_for_ready(&self) {
        self.wait_for_state(ELEMENT, "ready");
    }

    /// The accessible names of the cells of the picture, in reading order.
    #[track_caller]
    pub fn cells(&self) -> Vec<String> {
        self.names(&inside("[part~=cell]"))
    }

    /// The accessible names of all that a path finds, in reading order.
    #[track_caller]
    pub fn names(&self, path: &str) -> Vec<String> {
        self.spoken(&self.find_all(path))
    }

    /// What the element with the focus is called; blank where none has it.
    #[track_caller]
    pub fn focused_name(&self) -> String {
        self.spoken(self.focused().as_slice()).pop().unwrap_or_default()
    }

    #[track_caller]
    fn spoken(&self, elements: &[Element]) -> Vec<String> {
        let elements: Vec<_> = elements.iter().map(Element::to_json).collect();
        let names = self.script(include_str!("script/spoken.js"), &[elements.into()]);
        names.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    }
}

/// A path into the element's shadow root.
pub fn inside(selector: &str) -> String {
    format!("{ELEMENT} >>> {selector}")
}
