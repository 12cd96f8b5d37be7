//! A command in, a process out that is ended by its id, with the processes that it started, when it is dropped; and the memory of them all.

use daylight_tests::wait::wait_within;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long a start may take.
const START: Duration = Duration::from_secs(20);

/// A server that runs.
pub struct Running(Child);

impl Running {
    /// Starts it; what it says of itself goes to a file.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let said = |fault: std::io::Error| format!("{name}: {fault}");
        let file = File::create(log).map_err(said)?;
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file);
        command.spawn().map(Self).map_err(said)
    }

    /// The first thing that it prints which `wanted` knows; within [`START`].
    ///
    /// # Errors
    /// Where it ends or prints nothing of the kind.
    pub fn printed(&mut self, wanted: impl Fn(&str) -> Option<String> + Send + 'static) -> Result<String, String> {
        let output = self.0.stdout.take().ok_or("it was listened to before")?;
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            // Read to its end, so that who prints never waits.
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            lines.filter_map(|line| wanted(&line)).for_each(|found| drop(sender.send(found)));
        });
        receiver.recv_timeout(START).map_err(|_| "it does not say where it listens".to_owned())
    }

    /// Asks until something is there; within [`START`].
    ///
    /// # Errors
    /// Where it ends or the time is over.
    pub fn wait_for<T>(&mut self, mut ask: impl FnMut() -> Option<T>) -> Result<T, String> {
        let found = wait_within(START, || match ask() {
            Some(found) => Some(Ok(found)),
            None => self.0.try_wait().ok()?.map(|status| Err(format!("it ended with {status}"))),
        });
        found.unwrap_or_else(|| Err(format!("it was not ready in {} s", START.as_secs())))
    }

    /// The most memory that it and what it started had, in MiB; what they share counts in each.
    pub fn memory_mib(&self) -> Option<f64> {
        let id = self.0.id();
        let of = |id: u32| {
            let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
            Some(line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()? / 1024.0)
        };
        children(id).into_iter().chain([id]).map(of).sum()
    }
}

/// The processes that a process started and that still run.
fn children(id: u32) -> Vec<u32> {
    let list = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
    list.split_whitespace().filter_map(|id| id.parse().ok()).collect()
}

impl Drop for Running {
    fn drop(&mut self) {
        let started = children(self.0.id());
        let _ = self.0.kill();
        let _ = self.0.wait();
        if !started.is_empty() {
            let mut kill = Command::new("kill");
            kill.arg("-KILL").args(started.iter().map(u32::to_string));
            // Those that have ended by themselves cannot be ended again.
            let _ = kill.stderr(Stdio::null()).status();
        }
    }
}
