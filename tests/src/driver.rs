//! The driver's process: started on a free port, ended by its own id when dropped; panics where it cannot start.

use crate::program::Program;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

/// A running chromedriver or geckodriver.
#[derive(Debug)]
pub struct Driver {
    process: Child,
    /// Where it answers: `http://127.0.0.1:PORT`.
    pub address: String,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Driver {
    /// Starts the driver; the system chooses the port.
    #[track_caller]
    pub fn start(program: Program) -> Self {
        let path = program.path();
        let mut command = Command::new(&path);
        match program {
            Program::GeckoDriver => command.args(["--port", "0"]),
            _ => command.arg("--port=0"),
        };
        let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut process = started.unwrap_or_else(|fault| panic!("{} does not start: {fault}", path.display()));
        let mut output = BufReader::new(process.stdout.take().expect("standard output was asked for")).lines();
        let port = output.by_ref().map_while(Result::ok).find_map(|line| port_in(&line));
        let port = port.unwrap_or_else(|| {
            let _ = process.kill();
            panic!("{} ended without saying its port", path.display())
        });
        let lines = Arc::new(Mutex::new(Vec::new()));
        let written = Arc::clone(&lines);
        std::thread::spawn(move || {
            for line in output.map_while(Result::ok) {
                written.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        Self { process, address: format!("http://127.0.0.1:{port}"), lines }
    }

    /// What it and the browser have written to standard output since it said its port.
    pub fn output(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `… was started successfully on port 46875.` or `… Listening on 127.0.0.1:46875`
fn port_in(line: &str) -> Option<u16> {
    let after = line.split_once("successfully on port ").or_else(|| line.split_once("Listening on 127.0.0.1:"))?.1;
    after.trim_end_matches('.').trim().parse().ok()
}
