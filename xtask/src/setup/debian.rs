//! Debian packages: installs those that are named, as root or through `sudo -n`, or fails with the exact command to type.

use std::process::Command;

use crate::place;
use crate::process::{self, Outcome, failed};

/// How this user may install.
enum Right {
    Root,
    Sudo,
    None,
}

fn right() -> Right {
    if process::answer(Command::new("id").arg("-u")).as_deref() == Some("0") {
        Right::Root
    } else if place::on_path("sudo").is_some() && process::succeeds(Command::new("sudo").args(["-n", "true"])) {
        Right::Sudo
    } else {
        Right::None
    }
}

fn apt(right: &Right, arguments: &[&str]) -> Command {
    let environment = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"];
    let mut command = Command::new(if matches!(right, Right::Sudo) { "sudo" } else { "env" });
    if matches!(right, Right::Sudo) {
        command.args(["-n", "env"]);
    }
    command.args(environment).args(arguments);
    command
}

/// Installs packages without what they merely recommend; `wanted_by` names the step in the log.
pub fn install(wanted_by: &str, packages: &[&str]) -> Outcome {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    let typed = format!("sudo apt-get update && sudo apt-get install --no-install-recommends {list}");
    if place::on_path("apt-get").is_none() {
        return failed(format!(
            "This is not a Debian system, so please install what these Debian packages hold, then repeat:\n\n    {list}\n"
        ));
    }
    let right = right();
    if matches!(right, Right::None) {
        return failed(format!(
            "These packages are missing and this user may not install them. Please run, then repeat:\n\n    {typed}\n"
        ));
    }
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(packages);
    let name = format!("apt-get install for {wanted_by}");
    // An empty or old package list makes the first try fail at once; only then is the list fetched anew.
    if process::succeeds(apt(&right, &["install", "-s", "--no-install-recommends"]).args(packages))
        && process::watched(&name, &mut apt(&right, &arguments), None).is_ok()
    {
        return Ok(());
    }
    process::watched("apt-get update", &mut apt(&right, &["update"]), None)?;
    process::watched(&name, &mut apt(&right, &arguments), None)
}
