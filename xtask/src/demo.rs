//! `cargo xtask demo`: builds what the demo needs, publishes its packages, writes into its pages what the elements show, and
//! serves them on this machine. Ends when the server ends.

use std::fs;
use std::net::TcpListener;
use std::process::Command;

use crate::place;
use crate::process::{self, About, Outcome, failed};
use crate::product;

/// Where the pages of the demo expect what `dist` makes.
const MOUNT: &str = "/daylight";

/// The day of the packages' version, so that every demo has the same.
const PUBLISHED: &str = "2025-09-01";

/// What the clerk's desk had published before, and the day: its packages have two versions.
const FIRST: (&str, &str) = ("demo/desk/first", "2025-08-01");

/// Serves the demo at an address, or at the first free one from 127.0.0.1:8080 on.
pub fn run(listen: Option<&str>) -> Outcome {
    product::build_binary()?;
    let address = match listen {
        Some(address) => address.to_owned(),
        None => free_address(8080)?,
    };
    let (pages, data) = (place::target().join("site/demo"), place::target().join("site/data"));
    for folder in [&pages, &data].into_iter().filter(|folder| folder.exists()) {
        fs::remove_dir_all(folder).about(folder.display())?;
    }
    let data_mount = format!("/data={}", data.display());
    let daylight = || {
        let mut command = Command::new(product::binary());
        command.current_dir(place::root());
        command
    };
    for (packages, day) in [FIRST, ("demo/data", PUBLISHED)] {
        process::shown(daylight().args(["publish", packages, "--date", day, "--out"]).arg(&data))?;
    }
    process::shown(daylight().args(["pages", "demo", "--mount", &data_mount, "--out"]).arg(&pages))?;
    let mut server = daylight();
    server.arg("serve").arg(&pages).args(["--listen", &address, "--mount", &data_mount, "--mount"]);
    server.arg(format!("{MOUNT}={}", place::dist().display()));
    eprintln!("demo: http://{address}/ (Ctrl-C ends it)");
    run_instead(server)
}

/// Lets the server take this process's place, so that whoever started xtask ends the server by ending it.
#[cfg(unix)]
fn run_instead(mut server: Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    let error = server.exec();
    failed(format!("{}: {error}", process::line(&server)))
}

#[cfg(not(unix))]
fn run_instead(mut server: Command) -> Outcome {
    process::shown(&mut server)
}

/// The first port from `first` on that nothing listens on.
fn free_address(first: u16) -> Outcome<String> {
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    match (first..first.saturating_add(100)).find(free) {
        Some(port) => Ok(format!("127.0.0.1:{port}")),
        None => failed(format!("No port from {first} on is free: say `cargo xtask demo --listen 127.0.0.1:PORT`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_passed_over() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = taken.local_addr().expect("an address").port();
        let address = free_address(port).expect("another port");
        assert_ne!(address, format!("127.0.0.1:{port}"));
    }
}
