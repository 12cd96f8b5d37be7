//! The site of the project as text. The WordPress block and the Drupal block in `www/integrations` know exactly what the registry
//! lists, and nothing that an author writes gets out of an attribute; PHP's part is skipped where there is no PHP, WordPress and
//! Drupal are stubs of a page. What its pages print as examples is there, and works as printed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use daylight_tests::{command, place};
use serde_json::{Value, json};

/// An address that would run, in the ways in which one is hidden, and what is no address of a file at all.
const REFUSED: [&str; 9] = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "javascript&colon;alert(1):x",
    "data:text/csv,a",
    "vbscript:x",
    "http:javascript",
];

/// Addresses that come out as they are: what only looks like an entity is part of a file's name.
const ALLOWED: [&str; 7] = [
    "/data/b/datapackage.json",
    "data/datapackage.json",
    "javascript&#58;alert(1)",
    "b/datapackage.json?v=1&x=a:b",
    "https://example.org/b.csv",
    "//example.org/b.csv",
    "?a:b",
];

/// What closes an attribute, a tag and an element.
const HOSTILE: &str = "\" onfocus=\"alert(1)\" x='</daylight-budget><script>alert(1)</script>&lt;";

fn integration(path: &str) -> PathBuf {
    place::root().join("www/integrations").join(path)
}

fn text(path: &str) -> String {
    fs::read_to_string(integration(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// An element as the registry has it.
struct Widget {
    id: String,
    /// Each attribute, and the words of those that take only some.
    attributes: Vec<(String, Vec<String>)>,
}

fn registry() -> Vec<Widget> {
    let manifest = command::json(&["manifest", "--format", "json"]);
    let declarations = manifest["modules"].as_array().expect("modules").iter();
    let declarations = declarations.flat_map(|module| module["declarations"].as_array().expect("declarations"));
    let attribute = |attribute: &Value| {
        let kind = attribute["type"]["text"].as_str().expect("a type");
        let words = kind.split(" | ").filter_map(|word| word.strip_prefix('\'')?.strip_suffix('\''));
        (attribute["name"].as_str().expect("a name").to_owned(), words.map(str::to_owned).collect())
    };
    let widgets = declarations.map(|widget| {
        let id = widget["tagName"].as_str().and_then(|tag| tag.strip_prefix("daylight-")).expect("a tag");
        let attributes = widget["attributes"].as_array().expect("attributes").iter().map(attribute).collect();
        Widget { id: id.to_owned(), attributes }
    });
    widgets.collect()
}

fn quoted<'a>(words: impl IntoIterator<Item = &'a String>) -> String {
    words.into_iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(", ")
}

#[test]
fn they_know_what_the_registry_lists() {
    let (plugin, module) = (text("wordpress/daylight.php"), text("drupal/src/Plugin/Block/WidgetBlock.php"));
    let block: Value = serde_json::from_str(&text("wordpress/block.json")).expect("JSON");
    let block = block["attributes"].as_object().expect("attributes");
    let widgets = registry();
    assert!(!widgets.is_empty());
    let mut known = vec!["widget", "fallback"];
    for Widget { id, attributes } in &widgets {
        let line = format!("'{id}' => [{}],", quoted(attributes.iter().map(|(name, _)| name)));
        assert!(plugin.contains(&line) && module.contains(&line), "in both: {line}");
        for (name, words) in attributes {
            if known.contains(&name.as_str()) {
                continue;
            }
            known.push(name);
            let listed = &block[name]["enum"];
            if words.is_empty() {
                assert!(listed.is_null(), "{name}");
                continue;
            }
            // An attribute of several elements may be any word of any of them.
            let mut words: Vec<String> = Vec::new();
            for (_, others) in widgets.iter().flat_map(|widget| &widget.attributes).filter(|(other, _)| other == name) {
                words.extend(others.iter().filter(|word| !words.contains(word)).cloned().collect::<Vec<_>>());
            }
            let with_blank: Vec<_> = std::iter::once("").chain(words.iter().map(String::as_str)).collect();
            assert_eq!(*listed, json!(with_blank), "block.json: {name}");
            let line = format!("'{name}' => [{}],", quoted(&words));
            assert!(module.contains(&line), "the Drupal module: {line}");
        }
    }
    let all = known.iter().skip(2).map(|name| format!(" data-{name}"));
    let div = format!("&lt;div data-daylight{}&gt;", all.collect::<String>());
    for page in ["../integrations/drupal.html", "../zh-Hans/integrations/drupal.html"] {
        assert!(text(page).contains(&div), "{page} lists for the text format: {div}");
    }
    let ids: Vec<_> = widgets.iter().map(|widget| widget.id.as_str()).collect();
    assert_eq!(block["widget"]["enum"], json!(ids));
    let lost: Vec<_> = block.keys().filter(|name| !known.contains(&name.as_str())).collect();
    assert!(lost.is_empty(), "block.json has what no element has: {lost:?}");
}

fn has_php() -> bool {
    let found = Command::new("php").arg("--version").output().is_ok();
    if !found {
        place::skip("php is not installed (Debian: apt-get install php-cli)");
    }
    found
}

#[test]
fn php_reads_every_file() {
    if !has_php() {
        return;
    }
    let (mut folders, mut count) = (vec![integration("")], 0);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "php") {
                let output = Command::new("php").arg("-l").arg(&path).output().expect("php starts");
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
                count += 1;
            }
        }
    }
    assert!(count >= 3, "{count} files");
}

/// What a system's stub prints for a block with some attributes.
fn printed(system: &str, attributes: &Value) -> String {
    let harness = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("pipeline/integration/{system}.php"));
    let mut php = Command::new("php");
    php.args(["-d", "error_reporting=-1", "-d", "display_errors=stderr"]).arg(harness).arg(integration(system));
    let pipes = php.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = pipes.expect("php starts");
    child.stdin.take().expect("a pipe").write_all(attributes.to_string().as_bytes()).expect("php reads");
    let output = child.wait_with_output().expect("php ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{system}: {said}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The attributes of the element that WordPress prints; the page around it must be what it is without them.
fn by_wordpress(attributes: &Value) -> Value {
    let html = printed("wordpress", attributes);
    let page = roxmltree::Document::parse(&html).unwrap_or_else(|fault| panic!("{fault}: {html}"));
    let elements: Vec<_> = page.descendants().filter(|node| node.is_element()).collect();
    let tags: Vec<_> = elements.iter().map(|node| node.tag_name().name()).collect();
    assert_eq!(tags, ["div", "daylight-budget", "p"], "{html}");
    let found = elements[1].attributes().map(|attribute| (attribute.name().to_owned(), json!(attribute.value())));
    Value::Object(found.collect())
}

/// The attributes that the Drupal module leaves to Drupal to escape.
fn by_drupal(attributes: &Value) -> Value {
    let build: Value = serde_json::from_str(&printed("drupal", attributes)).expect("JSON");
    assert_eq!((&build["#type"], &build["#tag"]), (&json!("html_tag"), &json!("daylight-budget")));
    assert_eq!(build["fallback"]["#format"], "basic_html", "the fallback is filtered by its text format");
    // PHP writes an empty array of names as a list.
    if build["#attributes"] == json!([]) { json!({}) } else { build["#attributes"].clone() }
}

#[test]
fn only_known_attributes_come_out_and_nothing_gets_out_of_one() {
    if !has_php() {
        return;
    }
    for written in [by_wordpress, by_drupal] {
        let every = registry().remove(0).attributes.into_iter().map(|(name, _)| name);
        let mut hostile: serde_json::Map<_, _> = every.map(|name| (name, json!(HOSTILE))).collect();
        hostile["src"] = json!("/a?b=1&c='\"");
        let all = hostile.len();
        assert_eq!(written(&Value::Object(hostile.clone())), Value::Object(hostile.clone()), "each value as it was");
        for (name, value) in
            [("onclick", "alert(1)"), ("style", "x"), ("class", "x"), ("x onclick", "y"), ("SRC", "/b")]
        {
            hostile.insert(name.to_owned(), json!(value));
        }
        hostile.insert("year".to_owned(), json!(["an array", {"of": "things"}]));
        let out = written(&Value::Object(hostile));
        let names: Vec<_> = out.as_object().expect("attributes").keys().collect();
        assert_eq!(names.len(), all - 1, "all but the one whose value is no text: {names:?}");
        assert!(["onclick", "style", "class", "SRC", "year"].iter().all(|name| out[name].is_null()), "{out}");
        for address in REFUSED {
            assert_eq!(written(&json!({"src": address, "lang": "en"})), json!({"lang": "en"}), "{address:?}");
        }
        for address in ALLOWED {
            assert_eq!(written(&json!({"src": address})), json!({"src": address}));
        }
    }
}

#[test]
fn an_unknown_element_is_not_written() {
    if !has_php() {
        return;
    }
    for widget in [json!("budget onclick=alert(1)"), json!("script"), json!(["budget"])] {
        assert_eq!(printed("wordpress", &json!({"widget": widget, "src": "/a"})), "<p>fallback</p>");
        assert_eq!(printed("drupal", &json!({"widget": widget, "src": "/a"})), "[]");
    }
}

/// The pages of the site in a language, by their addresses below it.
fn pages(language: &str) -> Vec<PathBuf> {
    let (mut folders, mut pages) = (vec![place::root().join("www").join(language)], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() && !path.ends_with("zh-Hans") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "html") {
                pages.push(path);
            }
        }
    }
    pages
}

#[test]
fn every_page_has_the_same_menu() {
    for language in ["", "zh-Hans"] {
        let menu = |path: &PathBuf| {
            let page = fs::read_to_string(path).expect("a page");
            let menu = page.split_once("<nav class=\"menu\"").and_then(|(_, rest)| rest.split_once("</nav>"));
            let menu = menu.unwrap_or_else(|| panic!("{}: no menu", path.display())).0;
            menu.replace(" aria-current=\"page\"", "")
        };
        let menus: Vec<_> = pages(language).iter().map(menu).collect();
        assert!(menus.len() > 6 && menus[0].contains("/guide/publish.html") && menus[0].contains("/embed.html"));
        assert!(menus.iter().all(|menu| *menu == menus[0]), "{menus:#?}");
    }
}

/// What stands between backticks behind the word for "such as".
fn examples<'a>(text: &'a str, such_as: &'a str) -> Vec<&'a str> {
    let after = text.split(such_as).skip(1).filter_map(|rest| rest.trim_start().strip_prefix('`'));
    after.filter_map(|rest| rest.split('`').next()).collect()
}

#[test]
fn each_example_of_an_id_is_one_of_the_demonstrations_profile() {
    let profile = fs::read_to_string(place::root().join("profiles/cn/profile.json")).expect("the profile");
    let profile: Value = serde_json::from_str(&profile).expect("JSON");
    let has = |list: &str, id: &str, lang: &str| {
        let items = profile[list].as_array().expect("a list").iter();
        items.clone().any(|item| item["id"] == id && !item["titles"][lang].is_null())
    };
    let manifest = command::json(&["manifest", "--format", "json"]);
    let words = |page: &str| -> Value {
        let page = fs::read_to_string(place::root().join("www").join(page)).expect("a page");
        let words =
            page.split_once("id=\"words\">").and_then(|(_, rest)| rest.split_once("</script>")).expect("words").0;
        serde_json::from_str(words).expect("JSON")
    };
    let chinese = words("zh-Hans/embed.html");
    let help = String::from_utf8(command::daylight(&["render", "--help"]).stdout).expect("UTF-8");
    for (attribute, list) in [("unit", "units"), ("phase", "phases")] {
        let known = manifest["modules"][0]["declarations"][0]["attributes"].as_array().expect("attributes");
        let known = known.iter().find(|known| known["name"] == attribute).expect(attribute);
        let in_help = help.split_once(&format!("--{attribute} <")).expect(attribute).1.lines().nth(1).expect("a line");
        let in_help =
            in_help.split_once("such as ").map(|(_, id)| id.trim().trim_end_matches('.')).expect("an example");
        let registry = examples(known["description"].as_str().expect("a text"), "such as");
        let page = examples(chinese["attributes"][attribute][1].as_str().expect("a text"), "例如");
        assert!(!registry.is_empty() && !page.is_empty(), "{attribute}");
        for (lang, ids) in [("en", [&registry[..], &[in_help]].concat()), ("zh-Hans", page)] {
            let unknown: Vec<_> = ids.into_iter().filter(|id| !has(list, id, lang)).collect();
            assert!(unknown.is_empty(), "{attribute}, {lang}: {unknown:?}");
        }
    }
}

#[test]
fn the_guides_lines_follow_the_digests_to_the_tables() {
    if Command::new("jq").arg("--version").output().is_err() {
        place::skip("jq is not installed (Debian: apt-get install jq)");
        return;
    }
    let package = place::published().join("qinghe-budget-2025");
    for page in ["../guide/publish.html", "../zh-Hans/guide/publish.html"] {
        let page = text(page);
        let lines = page.split("<code>sha256sum datapackage.json\n").nth(1).expect("the lines");
        let lines = format!("sha256sum datapackage.json\n{}", lines.split_once("</code>").expect("an end").0);
        let output = Command::new("sh").arg("-euc").arg(&lines).current_dir(&package).output().expect("sh starts");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{lines}: {said}");
        let (digest, tables) = said.split_once('\n').expect("two lines at least");
        let versions = fs::read_to_string(package.join("versions.json")).expect("the list of versions");
        assert!(versions.contains(digest.split(' ').next().expect("a digest")), "{digest}");
        assert!(tables.lines().count() == 4 && tables.lines().all(|line| line.ends_with(": OK")), "{tables}");
    }
}
