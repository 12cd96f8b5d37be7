//! The lines of `docs/headers.md`, of the guide and of `daylight doctor`, tried on the servers that they are written for.

mod served;

use std::path::Path;

use served::build::{PAGE, site};
use served::foreign::{Foreign, has, has_tomcat};
use served::opinion::Opinion;
use served::recipe::{block, count_of_blocks, guide};
use served::{Server, folder, write};

/// Lines for one folder, and all that is in it.
fn location(lines: &str) -> String {
    format!("location / {{\n{lines}\n}}")
}

fn directory(root: &Path, lines: &str) -> String {
    format!("<Directory {}>\n{lines}\n</Directory>", root.display())
}

fn assert_well(opinion: &Opinion) {
    assert_eq!((opinion.code, opinion.faults()), (Some(0), vec![]), "{:#?}", opinion.findings);
    assert!(opinion.has("csp-ok"), "the policy is sent");
    assert!(!opinion.has("not-revalidated"), "{:#?}", opinion.findings);
}

/// The page on a host of its own, with code and data from `other`.
fn assert_well_from_elsewhere(name: &str, other: &Foreign) {
    let dir = folder(name);
    let base = other.url.trim_end_matches('/');
    write(&dir, "index.html", PAGE.replace("\"/d", &format!("\"{base}/d")));
    let opinion = Opinion::of(&Server::start(&dir, &[]).url("/"));
    assert_eq!((opinion.code, opinion.faults()), (Some(0), vec![]), "{:#?}", opinion.findings);
}

const LOOSE: &str = "Content-Security-Policy \"default-src 'self'\"";
const FAULTS: [&str; 6] = ["cache-code", "cache-unsaid", "csp-wasm", "data-type", "uncompressed", "wasm-type"];

#[test]
fn the_doctors_lines_mend_an_nginx() {
    if !has("nginx", "nginx-light") {
        return;
    }
    let (dir, root) = (folder("recipe-nginx-ill"), site("recipe-nginx-ill-site"));
    let bare = Foreign::nginx(&dir, &root, "", &location(&format!("add_header {LOOSE} always;")));
    let ill = Opinion::of(&bare.url);
    assert_eq!(ill.faults(), FAULTS, "{:#?}", ill.findings);
    let lines = |place| ill.lines("nginx", Some(place)).join("\n");
    drop(bare);
    let dir = folder("recipe-nginx-mended");
    assert_well(&Opinion::of(&Foreign::nginx(&dir, &root, &lines("http"), &location(&lines("location"))).url));
}

#[test]
fn the_documented_lines_for_nginx_work_as_printed() {
    if !has("nginx", "nginx-light") {
        return;
    }
    let (dir, root) = (folder("recipe-nginx"), site("recipe-nginx-site"));
    let in_location = location(&block("```nginx\n# inside server"));
    let nginx = Foreign::nginx(&dir, &root, &block("```nginx\n# inside http"), &in_location);
    assert_well(&Opinion::of(&nginx.url));
    assert_well_from_elsewhere("recipe-nginx-page", &nginx);
}

#[test]
fn the_doctors_lines_mend_an_apache() {
    if !has("apache2", "apache2-bin") {
        return;
    }
    let (dir, root) = (folder("recipe-apache-ill"), site("recipe-apache-ill-site"));
    let bare = Foreign::apache(&dir, &root, &directory(&root, &format!("Header always set {LOOSE}")));
    let ill = Opinion::of(&bare.url);
    assert_eq!(ill.faults(), FAULTS, "{:#?}", ill.findings);
    let lines = ill.lines("apache", None).join("\n");
    drop(bare);
    let dir = folder("recipe-apache-mended");
    assert_well(&Opinion::of(&Foreign::apache(&dir, &root, &directory(&root, &lines)).url));
}

#[test]
fn the_documented_lines_for_apache_work_as_printed() {
    if !has("apache2", "apache2-bin") {
        return;
    }
    let (dir, root) = (folder("recipe-apache"), site("recipe-apache-site"));
    let apache = Foreign::apache(&dir, &root, &directory(&root, &block("```apache")));
    assert_well(&Opinion::of(&apache.url));
    assert_well_from_elsewhere("recipe-apache-page", &apache);
}

#[test]
fn the_guide_prints_the_documented_lines() {
    let documented = [
        ("nginx-http", "```nginx\n# inside http { }, below"),
        ("nginx", "```nginx\n# inside server { } or"),
        ("apache", "```apache"),
        ("nginx-cache-http", "```nginx\n# inside http { } of the cache"),
        ("nginx-cache", "```nginx\n# inside server { } of the cache"),
        ("iis", "```xml\n<!-- web.config -->"),
        ("tomcat", "```xml\n<!-- inside web-app -->"),
        ("tomcat-connector", "```xml\n<!-- conf/server.xml -->"),
    ];
    for (recipe, mark) in documented {
        assert_eq!(guide(recipe), block(mark), "{recipe}");
    }
    assert_eq!(count_of_blocks(), documented.len(), "each block of docs/headers.md is in the guide");
}

/// The policy in the page, as the guide prints it: Tomcat has no filter for one.
fn page_with_policy() -> String {
    PAGE.replace("<meta charset=\"utf-8\">", &format!("<meta charset=\"utf-8\">{}", guide("meta")))
}

#[test]
fn the_lines_for_tomcat_work_as_printed() {
    let [web, connector] = ["tomcat", "tomcat-connector"].map(guide);
    if !has_tomcat() {
        return;
    }
    let (dir, root) = (folder("recipe-tomcat"), site("recipe-tomcat-site"));
    write(&root, "index.html", page_with_policy());
    // Larger than what Tomcat hands to the kernel, which would send it uncompressed.
    let rows = (0..10_000).map(|n| format!("{n},道路,{n}.50\n")).collect::<String>();
    write(&root, "data/budget.csv", format!("code,name,amount\n{rows}"));
    let bare = Foreign::tomcat(&folder("recipe-tomcat-ill"), &root, "", "<Connector port=\"8080\" />");
    let ill = Opinion::of(&bare.url);
    assert_eq!(ill.faults(), ["cache-code", "cache-unsaid", "uncompressed"], "{:#?}", ill.findings);
    drop(bare);
    let tomcat = Foreign::tomcat(&dir, &root, &web, &connector);
    assert_well(&Opinion::of(&tomcat.url));
    assert_well_from_elsewhere("recipe-tomcat-page", &tomcat);
}
