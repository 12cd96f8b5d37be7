//! State × language × view × mode × theme, two widths each: what must hold of every one of them.

use daylight_tests::browser::Browser;
use daylight_tests::emulation::Preferences;
use daylight_tests::site::Site;
use daylight_tests::stage::{self, ELEMENT, NO_WASM, STRICT, element, inside, page};
use serde_json::json;

const LANGUAGES: [&str; 2] = ["en", "zh-Hans"];
const VIEWS: [&str; 2] = ["treemap", "table"];
const MODES: [&str; 2] = ["", "elder"];

/// A theme and whether the reader's system asks for dark colours.
const THEMES: [(&str, bool); 4] = [("auto", false), ("auto", true), ("dark", false), ("contrast", false)];

/// A state, how to come to it, and the line that the browser itself writes then, if it does.
struct Case {
    state: &'static str,
    src: &'static str,
    children: bool,
    policy: &'static str,
    /// Whether the plain JavaScript is refused too.
    no_plain: bool,
    line: &'static str,
}

const CASES: [Case; 5] = [
    Case {
        state: "ready",
        src: "/demo/data/qinghe-budget-2025/datapackage.json",
        children: true,
        policy: STRICT,
        no_plain: false,
        line: "\0",
    },
    Case { state: "ready", src: "/broken.csv", children: false, policy: STRICT, no_plain: false, line: "\0" },
    Case { state: "empty", src: "/empty.csv", children: false, policy: STRICT, no_plain: false, line: "\0" },
    Case { state: "failed", src: "/missing.csv", children: true, policy: STRICT, no_plain: false, line: "404" },
    Case {
        state: "unsupported",
        src: "/broken.csv",
        children: true,
        policy: NO_WASM,
        no_plain: true,
        line: "text/plain",
    },
];

/// What is wrong with the picture's cells and the page's width, if anything.
const MEASURE: &str = "
    const [least] = arguments, wrong = [];
    const root = document.querySelector('daylight-budget').shadowRoot;
    for (const node of root.querySelectorAll('[part~=cell], .below button')) {
        const { width, height } = node.getBoundingClientRect();
        if (Math.min(width, height) < least - 0.01) wrong.push(`${width} x ${height}: ${node.textContent}`);
    }
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) {
        const wide = [...root.querySelectorAll('*')].filter((node) =>
            !node.closest('.scroll') && node.getBoundingClientRect().right > page.clientWidth + 1);
        wrong.push(`${page.scrollWidth} px wide: ` + wide.slice(0, 3).map((node) => node.outerHTML.slice(0, 120)).join('\\n'));
    }
    return wrong;";

fn serve(case: &Case, lang: &str) -> Site {
    let children = if case.children { stage::rendered("qinghe-budget-2025", &["--lang", lang]) } else { String::new() };
    let mut files = vec![
        ("broken.csv".to_owned(), "function,amount (CNY)\nRoads,100\nSchools,fifty\nParks,10\n".to_owned()),
        ("empty.csv".to_owned(), "function,amount (CNY)\n".to_owned()),
    ];
    for view in VIEWS {
        for mode in MODES {
            for theme in ["auto", "dark", "contrast"] {
                let attributes = format!("src=\"{}\" view=\"{view}\" theme=\"{theme}\" mode=\"{mode}\"", case.src);
                let attributes = attributes.replace(" mode=\"\"", "");
                files.push((format!("{view}-{mode}-{theme}.html"), page(lang, &element(&attributes, &children))));
            }
        }
    }
    let more = if case.no_plain { stage::no_plain() } else { String::new() };
    stage::site_with(case.policy, &more, files.iter().map(|(path, text)| (path.as_str(), text.clone())))
}

fn every_combination(lang: &str) {
    let browser = Browser::chromium();
    for case in &CASES {
        let site = serve(case, lang);
        for view in VIEWS {
            for mode in MODES {
                for (theme, dark) in THEMES {
                    check(&browser, &site, case, [view, mode, theme], dark);
                }
            }
        }
    }
}

fn check(browser: &Browser, site: &Site, case: &Case, [view, mode, theme]: [&str; 3], dark: bool) {
    browser.forget_console();
    browser.forget_requests();
    browser.prefer(Preferences { dark, ..Preferences::default() });
    browser.resize(1280, 900);
    let what = format!("{} {view} {mode} {theme} dark:{dark}", case.state);
    browser.go(&site.url(&format!("/{view}-{mode}-{theme}.html")));
    browser.wait_for_state(ELEMENT, case.state);
    let shown = case.state == "ready";
    if shown {
        browser.wait_for_path(&inside(if view == "table" || mode == "elder" {
            "[part~=table]"
        } else {
            "[part~=cell]"
        }));
    }
    for width in [1280, 360] {
        browser.resize(width, 900);
        browser.draw();
        let least = if mode == "elder" { 44 } else { 24 };
        let wrong = browser.wait_for("a picture that fits", || {
            browser.draw();
            let wrong = browser.script(MEASURE, &[json!(least)]);
            let settled =
                wrong.as_array().is_some_and(Vec::is_empty) || browser.script(MEASURE, &[json!(least)]) == wrong;
            settled.then_some(wrong)
        });
        assert_eq!(wrong, json!([]), "{what} at {width} px");
        browser.assert_accessible();
    }
    let lines: Vec<_> = browser.console_lines().into_iter().filter(|line| !line.contains(case.line)).collect();
    assert!(lines.is_empty(), "{what}: {lines:#?}");
    browser.assert_no_request_elsewhere(&[site.origin()]);
}

#[test]
fn every_combination_holds_in_english() {
    every_combination(LANGUAGES[0]);
}

#[test]
fn every_combination_holds_in_chinese() {
    every_combination(LANGUAGES[1]);
}

fn open(attributes: &str) -> (Site, Browser) {
    let attributes = format!("src=\"{}\" {attributes}", stage::QINGHE);
    let (site, browser) = stage::open("zh-Hans", &attributes, "");
    browser.wait_for_ready();
    browser.wait_for_path(&inside("[part~=cell]"));
    (site, browser)
}

#[test]
fn in_forced_colours_every_cell_has_a_visible_border() {
    let (_site, browser) = open("");
    browser.prefer(Preferences { forced_colors: true, ..Preferences::default() });
    browser.draw();
    let body = "const root = document.querySelector('daylight-budget').shadowRoot;
        const cells = [...root.querySelectorAll('[part~=cell]')];
        return cells.filter((cell) => {
            const style = getComputedStyle(cell);
            return parseFloat(style.borderTopWidth) < 1 || style.borderTopStyle === 'none' || style.borderTopColor === style.backgroundColor;
        }).map((cell) => cell.textContent);";
    assert_eq!(browser.script(body, &[]), json!([]));
    browser.script(
        "for (const cell of document.querySelector('daylight-budget').shadowRoot.querySelectorAll('[part~=cell]')) cell.style.borderWidth = 0",
        &[],
    );
    assert_ne!(browser.script(body, &[]), json!([]), "the guard bites");
    browser.assert_console_empty();
}

/// Texts of which a part is cut off by their own box or by one around them.
const CLIPPED: &str = "
    const root = document.querySelector('daylight-budget').shadowRoot, clipped = [];
    for (const node of root.querySelectorAll('*')) {
        if (![...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())) continue;
        if (node.closest('.said, .name, .scroll, select') || !node.getClientRects().length) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const text = range.getBoundingClientRect();
        // A font's own leading reaches beyond a tight line; no letter is drawn there.
        const leading = 1 + 0.12 * parseFloat(getComputedStyle(node).fontSize);
        for (let box = node; box && box !== root; box = box.parentElement) {
            if (getComputedStyle(box).overflow === 'visible') continue;
            const edge = box.getBoundingClientRect();
            if (text.right > edge.right + 1 || text.left < edge.left - 1 || text.bottom > edge.bottom + leading || text.top < edge.top - leading)
                clipped.push(node.innerText.slice(0, 60));
        }
    }
    return clipped;";

#[test]
fn text_at_twice_its_size_is_nowhere_cut_off() {
    let (site, browser) = open("");
    site.write("twice.css", b"html { font-size: 200% }");
    for width in [1280, 360] {
        browser.resize(width, 900);
        let link = "const link = document.createElement('link'); link.rel = 'stylesheet'; link.href = '/twice.css'; document.head.append(link)";
        browser.script(link, &[]);
        browser.wait_until("getComputedStyle(document.querySelector('daylight-budget').shadowRoot.querySelector('.root')).fontSize === '32px'");
        browser.draw();
        browser.draw();
        assert_eq!(browser.script(CLIPPED, &[]), json!([]), "at {width} px");
        assert_eq!(browser.script(MEASURE, &[json!(24)]), json!([]), "at {width} px");
        browser.assert_accessible();
    }
    browser.script(
        "document.querySelector('daylight-budget').shadowRoot.querySelector('[part~=sentence]').style.cssText = 'overflow: hidden; height: 1em'",
        &[],
    );
    assert_ne!(browser.script(CLIPPED, &[]), json!([]), "the guard bites");
    browser.assert_console_empty();
}

#[test]
fn the_guard_of_cells_and_width_bites() {
    let (_site, browser) = open("");
    assert_eq!(browser.script(MEASURE, &[json!(24)]), json!([]));
    let body = "const root = document.querySelector('daylight-budget').shadowRoot;
        root.querySelector('[part~=cell]').style.width = '20px';
        root.querySelector('[part~=sentence]').style.minWidth = '2000px';";
    browser.script(body, &[]);
    assert_eq!(browser.script(MEASURE, &[json!(24)]).as_array().map(Vec::len), Some(2));
}

#[test]
fn a_hostile_page_style_does_not_reach_the_inside() {
    let files = [("index.html", page("zh-Hans", &element(&format!("src=\"{}\"", stage::QINGHE), "")))];
    let plain = stage::site(files);
    let head = "<script src=\"/daylight/daylight.js\" defer></script><link rel=\"stylesheet\" href=\"/demo/hostile/hostile.css\">";
    let hostile = stage::site([(
        "index.html",
        stage::page_with(head, "zh-Hans", &element(&format!("src=\"{}\"", stage::QINGHE), "")),
    )]);
    let browser = Browser::chromium();
    // What the hostile sheet sets; a line's height in sizes of its type, which is the page's.
    let properties = [
        "letterSpacing",
        "wordSpacing",
        "textTransform",
        "textIndent",
        "textAlign",
        "fontStyle",
        "fontWeight",
        "fontVariantCaps",
        "lineHeight",
        "whiteSpace",
        "wordBreak",
        "color",
        "cursor",
        "boxSizing",
        "float",
    ];
    let body = "const element = document.querySelector('daylight-budget');
        const looks = ['[part~=sentence]', '[part~=cell]', '[part~=button]', 'select'].flatMap((path) => {
            const look = getComputedStyle(element.shadowRoot.querySelector(path));
            const shown = (name) => name == 'lineHeight' ? parseFloat(look[name]) / parseFloat(look.fontSize) : look[name];
            return arguments[0].map((name) => path + ' ' + name + ' ' + shown(name));
        });
        return [getComputedStyle(element).display, ...looks];";
    let look = |site: &Site| {
        browser.go(&site.url("/"));
        browser.wait_for_ready();
        browser.wait_for_path(&inside("[part~=cell]"));
        browser.script(body, &[json!(properties)])
    };
    assert_eq!(look(&hostile), look(&plain));
    browser.assert_console_empty();
}

#[test]
fn on_a_phone_the_stage_of_the_picture_is_beside_the_names() {
    let (_site, browser) = open("phase=\"executed\"");
    browser.resize(360, 800);
    browser.click(&inside(".rows summary"));
    browser.wait_for_path(&inside("[part~=table]"));
    let body = "const root = document.querySelector('daylight-budget').shadowRoot, scroll = root.querySelector('.scroll');
        const left = path => Math.round(root.querySelector(path).getBoundingClientRect().left);
        const names = [left('.lead'), left('tbody th'), left('tfoot th')];
        scroll.scrollLeft = 1000;
        const kept = [left('.lead'), left('tbody th'), left('tfoot th')];
        scroll.scrollLeft = 0;
        const sorted = root.querySelector('[aria-sort]'), caption = root.querySelector('.caption').getBoundingClientRect();
        return {
            is_in_sight: sorted.getBoundingClientRect().right <= scroll.getBoundingClientRect().right,
            sorted: [sorted.innerText, sorted.getAttribute('aria-sort'), sorted.nextSibling.innerText],
            names_stay: kept.every((left, at) => left >= 0 && left <= names[at] && left == kept[0]),
            caption_fits: caption.left >= 0 && caption.right <= innerWidth,
        }";
    let seen = browser.script(body, &[]);
    let sorted = ["执行数", "descending", "占执行数比重"];
    assert_eq!(seen, json!({ "is_in_sight": true, "sorted": sorted, "names_stay": true, "caption_fits": true }));
    browser.assert_accessible();
}

#[test]
fn where_lines_run_from_right_to_left_words_stand_at_the_right_edge_of_their_cell() {
    let (_site, browser) = open("dir=\"rtl\"");
    let body = "const root = document.querySelector('daylight-budget').shadowRoot, range = document.createRange();
        return [...root.querySelectorAll('[part~=cell] .label')].filter(label => {
            range.selectNodeContents(label);
            const room = label.parentNode.getBoundingClientRect().right - range.getBoundingClientRect().right;
            return room < 5 || room > 8;
        }).map(label => label.textContent);";
    assert_eq!(browser.script(body, &[]), json!([]));
    browser.assert_console_empty();
}
