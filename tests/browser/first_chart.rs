//! The first picture under a strict content security policy: it comes, it is quiet, nothing moves, everyone can read it.

use daylight_tests::browser::Browser;
use daylight_tests::stage::{self, ELEMENT, QINGHE, STRICT, element, inside, page};

#[test]
fn the_first_picture_comes_under_a_strict_policy_and_says_nothing() {
    let (site, browser) = stage::open("en", &format!("src=\"{QINGHE}\""), "");
    browser.wait_for_ready();
    let cells = browser.cells();
    assert!(cells.len() > 5, "{cells:#?}");
    assert!(cells[0].contains("Education"), "the largest part comes first: {cells:#?}");
    assert_eq!(
        browser.text(&inside("[part~=title]")),
        "Qinghe County: general public budget expenditure (demonstration)"
    );
    assert!(browser.text(&inside("[part~=source]")).contains("20 August 2025"));
    assert!(browser.text(&inside(".mark")).contains("add up"));
    browser.assert_console_empty();
    browser.assert_no_request_elsewhere(&[site.origin()]);
    browser.assert_still();
    browser.assert_accessible();
    assert_eq!(browser.value("document.cookie"), "");
    assert_eq!(browser.value("localStorage.length + sessionStorage.length"), 0);
}

#[test]
fn the_policy_of_these_pages_is_the_strict_one() {
    let (_site, browser) = stage::open("en", &format!("src=\"{QINGHE}\""), "");
    let answer = browser.session().script_async(
        "const done = arguments[0]; fetch('/').then((answer) => done(answer.headers.get('content-security-policy')))",
        &[],
    );
    assert_eq!(answer.expect("the script answers"), STRICT);
    // What the policy forbids does not run: the test's own eyes are open.
    let inline = "const script = document.createElement('script'); script.textContent = 'document.title = \"ran\"';
        document.head.append(script); return document.title";
    assert_eq!(browser.script(inline, &[]), "Budget");
}

#[test]
fn prerendered_children_give_way_without_a_move() {
    let below = "<p id=\"below\">What stands below the element.</p>";
    let whole = |lang: &str| {
        let children = stage::rendered("qinghe-budget-2025", &["--lang", lang]);
        page(lang, &(element(&format!("src=\"{QINGHE}\""), &children) + below))
    };
    let site = stage::site([("en.html", whole("en")), ("zh-Hans.html", whole("zh-Hans"))]);
    let browser = Browser::chromium();
    let height = |path: &str| browser.of(path, "offsetHeight").as_u64().expect("a height");
    for (lang, width, least) in
        [("en", 1280, 420), ("zh-Hans", 1280, 420), ("en", 768, 420), ("en", 360, 320), ("zh-Hans", 360, 320)]
    {
        browser.resize(width, 900);
        browser.go(&site.url(&format!("/{lang}.html")));
        let before = browser.value("document.querySelector('daylight-budget table') !== null");
        assert_eq!(before, true, "the children are the first paint");
        browser.wait_for_ready();
        browser.wait_for_path(&inside("[part~=cell]"));
        browser.assert_still();
        browser.assert_console_empty();
        let (picture, blank) = (height(&inside("[part~=picture]")), height(ELEMENT) - height(&inside(".root")));
        assert!(picture >= least, "{lang} at {width} px: the picture has {picture} px left");
        assert!(blank <= 16, "{lang} at {width} px: {blank} px are blank");
        // The height was that of one width.
        browser.resize(740, 360);
        browser.wait_for("no blank room", || (height(ELEMENT) == height(&inside(".root"))).then_some(()));
    }
    browser.assert_accessible();
}

#[test]
fn the_page_moves_when_the_room_is_not_kept() {
    // The guard is seen to bite: a style of the page takes the room away that the loader reserves.
    let whole = element(&format!("src=\"{QINGHE}\" class=\"no-room\""), "") + "<p>What stands below the element.</p>";
    let head = "<script src=\"/daylight/daylight.js\" defer></script><link rel=\"stylesheet\" href=\"/no-room.css\">";
    let site = stage::site([
        ("index.html", stage::page_with(head, "en", &whole)),
        ("no-room.css", ".no-room { min-height: 0 !important }".to_owned()),
    ]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    browser.wait_for_path(&inside("[part~=cell]"));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| browser.assert_still())).is_err());
}

#[test]
fn a_div_is_upgraded_like_the_element() {
    let whole = format!(
        "<div data-daylight=\"budget\" data-src=\"{QINGHE}\" data-lang=\"zh-Hans\" data-year=\"2024\"><p id=\"child\">2024</p></div>"
    );
    let site = stage::site([("index.html", page("en", &whole))]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_ready();
    assert!(browser.text(&inside("[part~=sentence]")).contains("2024"));
    assert!(browser.text(&inside("[part~=title]")).contains("清河县"));
    let child = "document.querySelector('div > daylight-budget > #child')";
    assert_eq!(browser.value(&format!("{child}.checkVisibility()")), false, "the children are the element's own");
    // One that a script writes later is upgraded too.
    let late = "const box = document.querySelector('[data-daylight]').cloneNode();
        box.id = 'late';
        document.querySelector('main').append(box);";
    browser.script(late, &[]);
    browser.wait_for_path("#late > daylight-budget[year='2024']");
    assert_eq!(browser.find_all(stage::ELEMENT).len(), 2);
    browser.assert_console_empty();
}

#[test]
fn far_below_the_viewport_nothing_is_fetched_until_the_reader_comes_near() {
    let head = "<script src=\"/daylight/daylight.js\" defer></script><link rel=\"stylesheet\" href=\"/far.css\">";
    let whole = format!("<div class=\"far\"></div>{}", element(&format!("src=\"{QINGHE}\""), ""));
    let site = stage::site([
        ("index.html", stage::page_with(head, "en", &whole)),
        ("far.css", ".far { height: 5000px }".to_owned()),
    ]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    browser.wait_for_state(stage::ELEMENT, "loading");
    browser.draw();
    let asked = |end: &str| browser.requests().iter().any(|exchange| exchange.url.ends_with(end));
    assert!(asked("daylight.js") && !asked(".wasm") && !asked("datapackage.json"));
    let below = "document.querySelector('daylight-budget').getBoundingClientRect().top - innerHeight";
    browser.script(&format!("scrollBy(0, {below} - 100)"), &[]);
    browser.wait_for_ready();
    assert!(asked(".wasm") && asked("datapackage.json"));
    assert!(browser.value(below).as_f64() > Some(0.0), "near is not yet in sight");
}

#[test]
fn in_sight_everything_is_asked_for_before_the_page_is_drawn() {
    let head = "<script src=\"/daylight/daylight.js\" defer></script><link rel=\"stylesheet\" href=\"/far.css\">";
    let site = stage::site([
        ("index.html", stage::page_with(head, "en", "")),
        ("far.css", ".far { height: 5000px }".to_owned()),
    ]);
    let browser = Browser::chromium();
    browser.go(&site.url("/"));
    // What an element asks for while it is put at the end of the page, or far below that.
    let body = "const [src, far] = arguments, asked = [], { fetch } = window;
        window.fetch = (url) => { asked.push(url); return fetch(url); };
        const box = document.createElement('div'), element = document.createElement('daylight-budget');
        box.className = far ? 'far' : '';
        element.setAttribute('src', src);
        document.querySelector('main').append(box, element);
        window.fetch = fetch;
        return asked;";
    let asked = |far: bool| browser.script(body, &[QINGHE.into(), far.into()]).as_array().cloned().unwrap_or_default();
    let now = asked(false);
    for end in [".wasm", "words/en.json", ".css", QINGHE] {
        assert!(now.iter().any(|url| url.as_str().is_some_and(|url| url.ends_with(end))), "{end} is not in {now:?}");
    }
    assert!(asked(true).is_empty());
    browser.wait_for_ready();
    browser.assert_console_empty();
}
