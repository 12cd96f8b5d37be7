//! Pictures of the real pages for a designer's eye, into `target/screenshots/`; fails where a page is not ready or not quiet.

use daylight_tests::browser::Browser;
use daylight_tests::emulation::Preferences;
use daylight_tests::place;
use daylight_tests::site::Site;

fn shot(browser: &Browser, name: &str) {
    browser.script("scrollTo(0, 0)", &[]);
    browser.draw();
    browser.screenshot_page(name);
}

/// Scrolls through a page until each of its elements is ready.
fn wake(browser: &Browser) {
    let count = browser.value("document.querySelectorAll('daylight-budget').length").as_u64().unwrap_or(0);
    for at in 0..count {
        let body = "document.querySelectorAll('daylight-budget')[arguments[0]].scrollIntoView({ block: 'center' })";
        browser.script(body, &[at.into()]);
        browser.wait_until(&format!("document.querySelectorAll('daylight-budget')[{at}].dataset.state === 'ready'"));
    }
}

#[test]
fn the_demonstrations_pages_are_ready_and_quiet() {
    let site = Site::filled(&place::root().join("demo"));
    let browser = Browser::chromium();
    for lang in ["zh-Hans", "en"] {
        for (page, name) in [("", "home"), ("real.html", "real"), ("tables.html", "tables"), ("desk.html", "desk")] {
            for width in [1280, 360] {
                browser.prefer(Preferences::default());
                browser.resize(width, 900);
                browser.go(&site.url(&format!("/{lang}/{page}")));
                wake(&browser);
                shot(&browser, &format!("{name}-{lang}-{width}"));
                browser.assert_console_empty();
                if page != "real.html" {
                    browser.prefer(Preferences { dark: true, ..Preferences::default() });
                    shot(&browser, &format!("{name}-{lang}-{width}-dark"));
                }
            }
            browser.prefer(Preferences { print: true, ..Preferences::default() });
            browser.resize(794, 1123);
            shot(&browser, &format!("{name}-{lang}-print"));
            browser.assert_accessible();
        }
    }
    browser.assert_no_request_elsewhere(&[site.origin()]);
}

#[test]
fn the_projects_own_pages_are_ready_and_quiet() {
    let site = Site::filled(&place::root().join("www"));
    let browser = Browser::chromium();
    for (path, name) in [
        ("/", "www"),
        ("/widgets/budget.html", "www-budget"),
        ("/zh-Hans/widgets/budget.html", "www-budget-zh-Hans"),
        ("/integrations/wordpress.html", "www-wordpress"),
        ("/zh-Hans/integrations/wordpress.html", "www-wordpress-zh-Hans"),
        ("/integrations/drupal.html", "www-drupal"),
        ("/zh-Hans/integrations/drupal.html", "www-drupal-zh-Hans"),
    ] {
        browser.resize(1280, 900);
        browser.go(&site.url(path));
        wake(&browser);
        shot(&browser, name);
        browser.assert_console_empty();
        browser.assert_accessible();
    }
    browser.assert_no_request_elsewhere(&[site.origin()]);
}
