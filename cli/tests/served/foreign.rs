//! Servers of other makes: a folder and lines of their configuration in, a running server that ends with the test out.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::{free_port, write};

/// A server of another make, in the background, that ends with the test.
pub struct Foreign {
    process: Process,
    /// Its root, such as `http://127.0.0.1:40123/`.
    pub url: String,
}

/// What is ended at the end.
enum Process {
    /// A program that went to the background and wrote its number into a file.
    Daemon(PathBuf),
    Child(Child),
}

impl Foreign {
    /// Types as an old distribution has them.
    pub fn nginx(dir: &Path, root: &Path, in_http: &str, in_server: &str) -> Self {
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
    pub fn apache(dir: &Path, root: &Path, lines: &str) -> Self {
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

    /// One application at the root, with lines of its `web.xml`, and a connector whose port is replaced by a free one.
    pub fn tomcat(dir: &Path, root: &Path, in_web_app: &str, connector: &str) -> Self {
        let port = free_port();
        let connector = connector.replace("port=\"8080\"", &format!("address=\"127.0.0.1\" port=\"{port}\""));
        let server = format!(
            "<Server port=\"-1\"><Service name=\"Catalina\">
{connector}
<Engine name=\"Catalina\" defaultHost=\"localhost\"><Host name=\"localhost\" appBase=\"none\" deployOnStartup=\"false\">
<Context path=\"\" docBase=\"{}\"/>
</Host></Engine></Service></Server>",
            root.display()
        );
        write(dir, "conf/server.xml", server);
        let defaults = std::fs::read("/etc/tomcat10/web.xml").expect("the test has looked whether it is there");
        write(dir, "conf/web.xml", defaults);
        write(dir, "temp/empty", "");
        write(
            root,
            "WEB-INF/web.xml",
            format!(
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">\n{in_web_app}\n</web-app>"
            ),
        );
        let mut log = std::fs::File::create(dir.join("log")).expect("the folder can be written");
        let mut child = Command::new("java")
            .args(["-cp", &format!("{TOMCAT}/bin/bootstrap.jar:{TOMCAT}/bin/tomcat-juli.jar"), "-Xmx128m"])
            .arg(format!("-Dcatalina.home={TOMCAT}"))
            .arg(format!("-Dcatalina.base={}", dir.display()))
            .arg(format!("-Djava.io.tmpdir={}", dir.join("temp").display()))
            .args(["org.apache.catalina.startup.Bootstrap", "start"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the test has looked whether it is there");
        let said = child.stderr.take().expect("it was asked for");
        let started = Self { process: Process::Child(child), url: format!("http://127.0.0.1:{port}/") };
        // It says when it listens; what it says later is read too, so that it never waits for a reader.
        let mut lines = BufReader::new(said).lines().map_while(Result::ok);
        let is_ready = lines.by_ref().any(|line| {
            let _ = writeln!(log, "{line}");
            line.contains("Server startup")
        });
        assert!(is_ready, "Tomcat does not start: {}", dir.join("log").display());
        std::thread::spawn(move || lines.for_each(|line| _ = writeln!(log, "{line}")));
        started
    }

    /// Both programs go to the background when their sockets are open.
    fn start(mut command: Command, dir: &Path, port: u16) -> Self {
        let output = command.output().expect("the test has looked whether it is there");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { process: Process::Daemon(dir.join("pid")), url: format!("http://127.0.0.1:{port}/") }
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        match &mut self.process {
            Process::Daemon(pid_file) => {
                // Nothing to stop where it never wrote its number.
                if let Ok(pid) = std::fs::read_to_string(pid_file) {
                    let _ = Command::new("kill").arg(pid.trim()).status();
                }
            }
            Process::Child(child) => {
                let _ = child.kill();
                let _ = child.wait();
            }
        }
    }
}

const APACHE_MODULES: &str = "/usr/lib/apache2/modules";
const TOMCAT: &str = "/usr/share/tomcat10";

/// Whether a program is there; where it is not, the test says that it was skipped.
pub fn has(program: &str, package: &str) -> bool {
    said(Command::new(program).arg("-v").output().is_ok(), program, package)
}

/// Whether Tomcat and a Java for it are there.
pub fn has_tomcat() -> bool {
    let java = Command::new("java").arg("-version").output().is_ok();
    said(java && Path::new(TOMCAT).join("bin/bootstrap.jar").is_file(), "Tomcat", "tomcat10")
}

fn said(found: bool, program: &str, package: &str) -> bool {
    if !found {
        println!("skipped: {program} is not installed (Debian: apt-get install {package})");
    }
    found
}
