//! On paper: the whole table with its total at the end, words that fit, light colours; and the screen afterwards as it was.

use daylight_tests::emulation::Preferences;
use daylight_tests::stage::{self, inside};
use serde_json::{Value, json};

/// What is wrong with the words of the picture at the width of paper, once the page is about to be printed.
const WATCH: &str = "
    addEventListener('beforeprint', async () => {
        for (let turns = 0; turns < 100; turns++) await null;
        const root = document.querySelector('daylight-budget').shadowRoot;
        const wrong = [], range = document.createRange();
        for (const line of root.querySelectorAll('[part~=cell] .label, [part~=cell] .amount')) {
            range.selectNodeContents(line);
            const end = parseFloat(line.style.insetInlineStart) + range.getBoundingClientRect().width;
            const room = parseFloat(line.parentNode.style.width) * arguments[0] / 100;
            if (end > room) wrong.push(`${line.textContent}: ${end} of ${room} px`);
        }
        window.printed = { wrong, rows: root.querySelectorAll('tbody tr').length };
    });";

#[test]
fn words_fit_on_paper_and_the_screen_comes_back() {
    let (_site, browser) = stage::open("en", &format!("src=\"{}\"", stage::QINGHE), "");
    browser.resize(1280, 900);
    browser.wait_for_ready();
    browser.wait_for("the second part", || browser.text(&inside(".mark")).contains("add up").then_some(()));
    browser.draw();
    let look = || {
        let body = "const root = document.querySelector('daylight-budget').shadowRoot;
            const cell = cell => [cell.innerText, ...Object.values(cell.getBoundingClientRect().toJSON())];
            return [document.documentElement.scrollHeight, root.querySelectorAll('table').length, [...root.querySelectorAll('[part~=cell]')].map(cell)];";
        browser.script(body, &[])
    };
    let before = look();
    browser.script(WATCH, &[json!(680)]);
    browser.devtools("Page.printToPDF", Value::Null);
    browser.wait_until("window.printed");
    assert_eq!(browser.value("window.printed.wrong"), json!([]));
    assert!(browser.value("window.printed.rows").as_u64() > Some(10), "the table is printed");
    browser.wait_for("the screen as it was", || (look() == before).then_some(()));
    browser.assert_console_empty();
}

#[test]
fn a_dark_table_is_printed_in_light_colours_with_its_total_at_the_end() {
    let (_site, browser) = stage::open("en", &format!("src=\"{}\" theme=\"dark\"", stage::QINGHE), "");
    browser.wait_for_ready();
    browser.wait_for("the second part", || browser.text(&inside(".mark")).contains("add up").then_some(()));
    browser.prefer(Preferences { print: true, ..Preferences::default() });
    browser.wait_for_path(&inside("tfoot"));
    let body = "const root = document.querySelector('daylight-budget').shadowRoot;
        const look = path => getComputedStyle(root.querySelector(path));
        return [look('thead').display, look('.sort').display, look('tfoot').display, look('.root').color, look('.root').backgroundColor,
            look('[part~=cell]').color, look('[data-tone=\"0\"]').backgroundColor];";
    let light = [
        "table-header-group",
        // Or the header would not stand again on the next page.
        "contents",
        "table-row-group",
        "rgb(0, 0, 0)",
        "rgb(255, 255, 255)",
        "rgb(27, 27, 27)",
        "rgb(142, 184, 222)",
    ];
    assert_eq!(browser.script(body, &[]), json!(light));
    browser.prefer(Preferences::default());
    browser.wait_for("the screen", || browser.find_all(&inside("tfoot")).is_empty().then_some(()));
    assert_eq!(browser.script("return getComputedStyle(document.querySelector('daylight-budget').shadowRoot.querySelector('.root')).color", &[]), "rgb(244, 244, 244)");
    browser.assert_console_empty();
}
