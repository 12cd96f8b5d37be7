//! The API against its own description: schemathesis makes requests of every kind out of `openapi.json`, and none may end in a 500, or in
//! an answer that the description does not name. Skipped where Python or PyPI is not there.

use std::path::{Path, PathBuf};
use std::process::Command;

use daylight_tests::place::{self, skip};
use daylight_tests::service::{Taking, consultation};

/// The version, as PyPI has it.
const PINNED: &str = "schemathesis==4.32.5";

/// Installs it beside the other tools, once.
fn installed() -> Option<PathBuf> {
    let folder = place::tools().join(PINNED.replace("==", "-"));
    let program = folder.join("bin/st");
    if program.is_file() {
        return Some(program);
    }
    let done = |command: &mut Command| command.output().is_ok_and(|done| done.status.success());
    let is_made = done(Command::new("python3").args(["-m", "venv"]).arg(&folder))
        && done(Command::new(folder.join("bin/pip")).args(["install", "--quiet", PINNED]));
    (is_made && program.is_file()).then_some(program)
}

fn check(program: &Path, folder: &Path, service: &Taking) -> (bool, String) {
    let description = format!("{}/api/consultation/v1/openapi.json", service.origin());
    let mut command = Command::new(program);
    command.args(["run", &description, "--max-examples", "20", "--seed", "7", "--request-timeout", "20", "--no-color"]);
    command.args([
        "--checks",
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
    ]);
    // What it keeps between runs stays out of the project.
    let done = command.current_dir(folder).output().expect("it runs");
    (done.status.success(), String::from_utf8_lossy(&done.stdout).into_owned())
}

#[test]
fn every_answer_is_one_that_is_described() {
    let Some(program) = installed() else {
        return skip("schemathesis cannot be installed: Python, its venv or PyPI is missing");
    };
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    consultation(&site);
    let service = Taking::start(&site, None).unwrap();
    let (is_well, said) = check(&program, folder.path(), &service);
    assert!(is_well, "{said}");
    let cases = said.lines().filter(|line| line.contains("generated")).collect::<Vec<_>>().join(" ");
    println!("{cases}");
}
