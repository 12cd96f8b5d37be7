//! The lines of `docs/headers.md`, of the guide and of `daylight doctor`, tried on the servers that they are written for.

mod served;

use std::path::{Path, PathBuf};
use std::process::Command;

use served::build::{PAGE, site};
use served::opinion::Opinion;
use served::{Server, folder, free_port, write};

/// A server of another make, in the background, that ends with the test.
struct Foreign {
    pid_file: PathBuf,
    url: String,
}

impl Foreign {
    /// Types as an old distribution has them.
    fn nginx(dir: &Path, root: &Path, in_http: &str, in_server: &str) -> Self {
        let port = free_port();
        let (here, root) = (dir.display(), root.display());
        let config = format!(
            "pid {here}/pid;
error_log {here}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {here}/body; proxy_temp_path {here}/proxy; fastcgi_temp_path {here}/fastcgi;
  uwsgi_temp_path {here}/uwsgi; scgi_temp_path {here}/scgi;
  default_type application/octet-stream;
  types {{ text/html html; application/x-javascript js; application/json json; }}
{in_http}
  server {{
    listen 127.0.0.1:{port};
    root {root};
{in_server}
  }}
}}
"
        );
        write(dir, "nginx.conf", config);
        let mut command = Command::new("nginx");
        command.arg("-c").arg(dir.join("nginx.conf")).arg("-p").arg(dir);
        Self::start(command, dir, port)
    }

    /// Only what is needed to hand out files, and the modules that the recipe names.
    fn apache(dir: &Path, root: &Path, lines: &str) -> Self {
        let port = free_port();
        let (here, root) = (dir.display(), root.display());
        let modules = ["mpm_event", "authz_core", "dir", "mime", "headers", "deflate", "filter"];
        let modules = modules.map(|m| format!("LoadModule {m}_module {APACHE_MODULES}/mod_{m}.so\n")).concat();
        let config = format!(
            "ServerRoot {here}
ServerName 127.0.0.1
PidFile {here}/pid
ErrorLog {here}/error.log
Listen 127.0.0.1:{port}
{modules}
DocumentRoot {root}
DirectoryIndex index.html
TypesConfig /dev/null
AddType text/html .html
AddType application/x-javascript .js
<Directory {root}>
Require all granted
</Directory>
{lines}
"
        );
        write(dir, "httpd.conf", config);
        let mut command = Command::new("apache2");
        command.arg("-f").arg(dir.join("httpd.conf")).args(["-k", "start"]);
        Self::start(command, dir, port)
    }

    /// Both programs go to the background when their sockets are open.
    fn start(mut command: Command, dir: &Path, port: u16) -> Self {
        let output = command.output().expect("the test has looked whether it is there");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { pid_file: dir.join("pid"), url: format!("http://127.0.0.1:{port}/") }
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        // Nothing to stop where it never wrote its number.
        if let Ok(pid) = std::fs::read_to_string(&self.pid_file) {
            let _ = Command::new("kill").arg(pid.trim()).status();
        }
    }
}

const APACHE_MODULES: &str = "/usr/lib/apache2/modules";

fn has(program: &str, package: &str) -> bool {
    let found = Command::new(program).arg("-v").output().is_ok();
    if !found {
        println!("skipped: {program} is not installed (Debian: apt-get install {package})");
    }
    found
}

/// What stands in the first block of `docs/headers.md` that begins with `mark`.
fn block(mark: &str) -> String {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/headers.md")).expect("the page is there");
    let after = page.split_once(mark).unwrap_or_else(|| panic!("{mark} is not on the page")).1;
    let lines = after.split_once('\n').expect("a block has lines").1;
    lines.split_once("\n```").expect("a block ends").0.to_owned()
}

/// Lines for one folder, and all that is in it.
fn location(lines: &str) -> String {
    format!("location / {{\n{lines}\n}}")
}

fn directory(root: &Path, lines: &str) -> String {
    format!("<Directory {}>\n{lines}\n</Directory>", root.display())
}

/// A recipe of the guide in each language: they are the same to the letter.
fn guide(recipe: &str) -> String {
    let pages = ["guide/headers.html", "zh-Hans/guide/headers.html"].map(|page| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www").join(page);
        let page = std::fs::read_to_string(&path).expect("the page is there");
        let after = page.split_once(&format!("data-recipe=\"{recipe}\"")).expect("the recipe is there").1;
        let lines = after.split_once("<code>").and_then(|(_, rest)| rest.split_once("</code>")).expect("it is code").0;
        lines.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    });
    assert_eq!(pages[0], pages[1], "the languages say something else");
    pages[0].clone()
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
fn the_guides_lines_for_nginx_work_as_printed() {
    if !has("nginx", "nginx-light") {
        return;
    }
    let (dir, root) = (folder("guide-nginx"), site("guide-nginx-site"));
    let nginx = Foreign::nginx(&dir, &root, "", &guide("nginx"));
    assert_well(&Opinion::of(&nginx.url));
}

#[test]
fn the_guides_lines_for_apache_work_as_printed() {
    if !has("apache2", "apache2-bin") {
        return;
    }
    let (dir, root) = (folder("guide-apache"), site("guide-apache-site"));
    let apache = Foreign::apache(&dir, &root, &guide("apache"));
    assert_well(&Opinion::of(&apache.url));
}
