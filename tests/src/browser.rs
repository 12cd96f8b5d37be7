//! A headless browser that a test drives as a person would: paths of elements in, what they show out; panics when refused.

use crate::console::Console;
use crate::driver::Driver;
use crate::network::Exchange;
use crate::place;
use crate::program::Program;
use crate::webdriver::{Element, Refusal, Session};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a condition may take before a test gives up; generous, since a loaded machine is no fault of the page.
const DEADLINE: Duration = Duration::from_secs(30);

/// A browser of its own: fresh profile, one window, logs from the first request on.
///
/// A *path* names elements by CSS selectors; ` >>> ` steps into the open shadow root of what stands before it:
/// `daylight-budget >>> [part~=cell]`.
#[derive(Debug)]
pub struct Browser {
    // Dropped in this order: the session's browser, its driver, its folders.
    session: Closing,
    driver: Driver,
    profile: TempDir,
    pub(crate) console: RefCell<Console>,
    pub(crate) exchanges: RefCell<Vec<Exchange>>,
}

#[derive(Debug)]
struct Closing(Session);

impl Drop for Closing {
    fn drop(&mut self) {
        let _ = self.0.close();
    }
}

impl Browser {
    /// Opens Chromium.
    #[track_caller]
    pub fn chromium() -> Self {
        let profile = folder();
        let mut arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--no-first-run",
            "--window-size=1280,900",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().join("profile").display()));
        // An empty first page, so that the log starts with the page under test.
        arguments.push("about:blank".to_owned());
        let browser = Self::open(profile, Program::ChromeDriver, |profile| {
            json!({
                "browserName": "chrome",
                "goog:chromeOptions": {
                    "binary": Program::Chromium.path(),
                    "args": arguments,
                    "prefs": { "download.default_directory": profile.path().join("downloads") },
                },
                "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            })
        });
        browser.observe_layout_shifts();
        browser
    }

    /// Opens Firefox, which has no DevTools commands: no emulation, no network log, no accessibility tree.
    #[track_caller]
    pub fn firefox() -> Self {
        Self::open(folder(), Program::GeckoDriver, |profile| {
            json!({
                "browserName": "firefox",
                "moz:firefoxOptions": {
                    "binary": Program::Firefox.path(),
                    "args": ["-headless"],
                    "prefs": {
                        "devtools.console.stdout.content": true,
                        "browser.dom.window.dump.enabled": true,
                        // Into the folder that is named, and without asking.
                        "browser.download.folderList": 2,
                        "browser.download.dir": profile.path().join("downloads"),
                        "browser.download.alwaysOpenPanel": false,
                        "browser.helperApps.neverAsk.saveToDisk": "application/zip",
                    },
                },
            })
        })
    }

    #[track_caller]
    fn open(profile: TempDir, driver: Program, capabilities: impl FnOnce(&TempDir) -> Value) -> Self {
        let capabilities = capabilities(&profile);
        let driver = Driver::start(driver);
        let session =
            Session::open(&driver.address, &capabilities).unwrap_or_else(|refusal| panic!("no browser: {refusal}"));
        let timeouts = json!({ "script": 300_000, "pageLoad": 120_000, "implicit": 0 });
        session.post("/timeouts", &timeouts).unwrap_or_else(|refusal| panic!("no timeouts: {refusal}"));
        Self { session: Closing(session), driver, profile, console: RefCell::default(), exchanges: RefCell::default() }
    }

    /// The session, for commands that have no method here.
    pub fn session(&self) -> &Session {
        &self.session.0
    }

    /// The folder that is this browser's alone; its command line names it.
    pub fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// The driver's process.
    pub fn driver(&self) -> &Driver {
        &self.driver
    }

    /// The browser's name and version.
    pub fn version(&self) -> String {
        let said = &self.session().capabilities;
        format!("{} {}", said["browserName"].as_str().unwrap_or("?"), said["browserVersion"].as_str().unwrap_or("?"))
    }

    // Going somewhere.

    /// Opens an address and waits until it has loaded.
    #[track_caller]
    pub fn go(&self, url: &str) {
        done("go", self.session().post("/url", &json!({ "url": url })));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        done("reload", self.session().post("/refresh", &json!({})));
    }

    /// The browser's back button.
    #[track_caller]
    pub fn back(&self) {
        done("back", self.session().post("/back", &json!({})));
    }

    /// The browser's forward button.
    #[track_caller]
    pub fn forward(&self) {
        done("forward", self.session().post("/forward", &json!({})));
    }

    /// The address shown.
    #[track_caller]
    pub fn url(&self) -> String {
        text(&done("url", self.session().get("/url")))
    }

    /// Goes into the frame at a path: from now on, everything is about the page in it.
    #[track_caller]
    pub fn enter_frame(&self, path: &str) {
        done("frame", self.session().post("/frame", &json!({ "id": self.find(path).to_json() })));
    }

    /// Goes back to the window's own page.
    #[track_caller]
    pub fn leave_frames(&self) {
        done("frame", self.session().post("/frame", &json!({ "id": null })));
    }

    // Looking.

    /// Runs the body of a function in the page; it sees `arguments`. What it throws fails the test.
    #[track_caller]
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        done("script", self.session().script(body, arguments))
    }

    /// The value of an expression in the page.
    #[track_caller]
    pub fn value(&self, expression: &str) -> Value {
        self.script(&format!("return ({expression});"), &[])
    }

    /// Every element at a path, in document order.
    #[track_caller]
    pub fn find_all(&self, path: &str) -> Vec<Element> {
        let found = self.script(include_str!("script/find.js"), &[json!(path)]);
        found.as_array().into_iter().flatten().filter_map(Element::from_json).collect()
    }

    /// The first element at a path, once it is there.
    #[track_caller]
    pub fn find(&self, path: &str) -> Element {
        self.wait_for(path, || self.find_all(path).into_iter().next())
    }

    /// The text an element at a path shows.
    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        text(&self.of(path, "innerText"))
    }

    /// An attribute of the element at a path.
    #[track_caller]
    pub fn attribute(&self, path: &str, name: &str) -> Option<String> {
        let value =
            self.script("return arguments[0].getAttribute(arguments[1])", &[self.find(path).to_json(), json!(name)]);
        value.as_str().map(str::to_owned)
    }

    /// A property of the element at a path.
    #[track_caller]
    pub fn of(&self, path: &str, property: &str) -> Value {
        self.script("return arguments[0][arguments[1]]", &[self.find(path).to_json(), json!(property)])
    }

    /// The element that has the focus, through shadow roots.
    #[track_caller]
    pub fn focused(&self) -> Option<Element> {
        Element::from_json(&self.script(include_str!("script/focused.js"), &[]))
    }

    // Acting, as a person does.

    /// A real click in the middle of the element at a path, which must be visible and not covered.
    #[track_caller]
    pub fn click(&self, path: &str) {
        self.click_on(&self.find(path));
    }

    /// A real click in the middle of an element.
    #[track_caller]
    pub fn click_on(&self, element: &Element) {
        let id =
            element.to_json().as_object().and_then(|reference| reference.values().next().map(text)).unwrap_or_default();
        done("click", self.session().post(&format!("/element/{id}/click"), &json!({})));
    }

    /// Moves the mouse over the element at a path.
    #[track_caller]
    pub fn hover(&self, path: &str) {
        let element = self.find(path).to_json();
        self.script("arguments[0].scrollIntoView({ block: 'nearest' })", std::slice::from_ref(&element));
        let moves = json!([{ "type": "pointerMove", "duration": 0, "origin": element, "x": 0, "y": 0 }]);
        let pointer =
            json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": moves });
        done("hover", self.session().post("/actions", &json!({ "actions": [pointer] })));
    }

    // Waiting, for a condition and never for a time.

    /// Asks again and again until there is an answer, letting the page work in between.
    ///
    /// # Panics
    /// After half a minute, with what was waited for and what the page shows instead.
    #[track_caller]
    pub fn wait_for<T>(&self, what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(answer) = condition() {
                return answer;
            }
            if Instant::now() > deadline {
                panic!("waited {} s in vain for: {what}\n{}", DEADLINE.as_secs(), self.sight());
            }
            // A page that is being replaced refuses; the next one answers.
            let _ = self.session().script_async("setTimeout(arguments[0], 15)", &[]);
        }
    }

    /// Waits until an expression in the page is true.
    #[track_caller]
    pub fn wait_until(&self, expression: &str) {
        let body = format!("return !!({expression});");
        self.wait_for(expression, || {
            self.session().script(&body, &[]).ok().filter(|value| value == &Value::Bool(true))
        });
    }

    /// Waits until a path leads to an element.
    #[track_caller]
    pub fn wait_for_path(&self, path: &str) {
        self.find(path);
    }

    /// Lets the page draw: two frames.
    #[track_caller]
    pub fn draw(&self) {
        let frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        done("draw", self.session().script_async(frames, &[]));
    }

    /// The page's address, first words and console, for a failing test.
    pub fn sight(&self) -> String {
        let body = "return [location.href, (document.body ? document.body.innerText : '').slice(0, 600)].join('\\n')";
        let page = self.session().script(body, &[]).map_or_else(|refusal| refusal.to_string(), |value| text(&value));
        format!("{page}\nconsole: {:#?}", self.console_lines())
    }

    // Keeping.

    /// Saves what the window shows as `target/screenshots/NAME.png`.
    #[track_caller]
    pub fn screenshot(&self, name: &str) -> PathBuf {
        self.save_picture(name, json!({ "format": "png" }))
    }

    /// Saves the whole page, however long.
    #[track_caller]
    pub fn screenshot_page(&self, name: &str) -> PathBuf {
        self.save_picture(name, json!({ "format": "png", "captureBeyondViewport": true }))
    }

    #[track_caller]
    fn save_picture(&self, name: &str, how: Value) -> PathBuf {
        let folder = place::target().join("screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for screenshots");
        let path = folder.join(format!("{name}.png"));
        let picture = match self.session().devtools("Page.captureScreenshot", how) {
            Ok(answer) => text(&answer["data"]),
            Err(_) => text(&done("screenshot", self.session().get("/screenshot"))),
        };
        std::fs::write(&path, base64(&picture)).expect("the screenshot can be written");
        path
    }

    /// The file that a click just downloaded, once it is complete: its name and bytes; the folder is emptied.
    #[track_caller]
    pub fn downloaded(&self) -> (String, Vec<u8>) {
        let folder = self.profile.path().join("downloads");
        self.wait_for("a finished download", || {
            let files: Vec<_> = std::fs::read_dir(&folder).ok()?.flatten().map(|entry| entry.path()).collect();
            let [file] = files.as_slice() else {
                return None;
            };
            let name = file.file_name()?.to_str()?.to_owned();
            // Chromium writes into a hidden file first, Firefox beside an empty one of the name.
            if name.ends_with(".crdownload") || name.ends_with(".part") || name.starts_with('.') {
                return None;
            }
            let bytes = std::fs::read(file).ok().filter(|bytes| !bytes.is_empty())?;
            std::fs::remove_file(file).ok()?;
            Some((name, bytes))
        })
    }
}

/// A folder for a profile and what is downloaded.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the profile");
    std::fs::create_dir(folder.path().join("downloads")).expect("a folder for downloads");
    folder
}

/// A JSON text; anything else is empty.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The answer, or a failed test with the command's name and the refusal.
#[track_caller]
pub(crate) fn done(what: &str, answer: Result<Value, Refusal>) -> Value {
    answer.unwrap_or_else(|refusal| panic!("{what}: {refusal}"))
}

/// Base64 as the protocol writes it: padded, without breaks; what is no digit ends it.
fn base64(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().map_while(digit).collect();
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    for group in digits.chunks(4) {
        let bits = group.iter().enumerate().fold(0_u32, |bits, (at, &digit)| bits | u32::from(digit) << (18 - 6 * at));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..group.len().max(1)]);
    }
    bytes
}
