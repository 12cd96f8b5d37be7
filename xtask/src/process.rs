//! Runs other programs: shown live, watched with a line of progress now and then, or asked a quick question. A failure
//! comes back as [`Failed`], with what was run and the end of what it said.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::place;

/// Why xtask stops: one message for a person, already complete.
#[derive(Debug)]
pub struct Failed(pub String);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What every command returns.
pub type Outcome<T = ()> = Result<T, Failed>;

/// Shorthand for an error that stops xtask.
pub fn failed<T>(message: impl Into<String>) -> Outcome<T> {
    Err(Failed(message.into()))
}

/// Names the file an I/O error is about.
pub trait About<T> {
    /// Turns an I/O error into a message that says what was being done.
    fn about(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> About<T> for Result<T, E> {
    fn about(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Failed(format!("{what}: {error}")))
    }
}

/// The command as one would type it.
pub fn line(command: &Command) -> String {
    let word = |w: &OsStr| {
        let word = w.to_string_lossy().into_owned();
        if word.is_empty() || word.contains([' ', '"', '\'', '*', ';', '&']) { format!("'{word}'") } else { word }
    };
    let variables =
        command.get_envs().filter_map(|(name, value)| Some(format!("{}={}", name.to_string_lossy(), word(value?))));
    variables.chain([word(command.get_program())]).chain(command.get_args().map(word)).collect::<Vec<_>>().join(" ")
}

/// Runs with the terminal's own input and output.
pub fn shown(command: &mut Command) -> Outcome {
    let status = command.status().about(line(command))?;
    if status.success() { Ok(()) } else { failed(format!("{} ended with {status}", line(command))) }
}

/// Runs quietly and returns the first line that it printed, or nothing if it failed or is not there.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    output.status.success().then(|| text.lines().next().unwrap_or_default().trim().to_owned())
}

#[cfg(feature = "web")]
/// Runs quietly and returns all that it printed; its errors go to the terminal.
pub fn output(command: &mut Command) -> Outcome<Vec<u8>> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().about(line(command))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        failed(format!("{} ended with {}", line(command), output.status))
    }
}

/// Whether it runs and succeeds; what it prints is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Runs a long step with its output in `target/log/NAME.log`: a moving line on a terminal, a line each 15 s elsewhere,
/// and the end of the log where it fails. With a limit, the step is ended when its time is over.
pub fn watched(name: &str, command: &mut Command, limit: Option<Duration>) -> Outcome {
    fs::create_dir_all(place::logs()).about(place::logs().display())?;
    let log = place::logs().join(format!("{}.log", name.replace([' ', '/'], "-")));
    let file = File::create(&log).about(log.display())?;
    let errors = file.try_clone().about(log.display())?;
    command.stdin(Stdio::null()).stdout(file).stderr(errors);
    let started = Instant::now();
    let mut child = command.spawn().about(line(command))?;
    let status = wait(&mut child, name, started, limit).about(line(command))?;
    let seconds = started.elapsed().as_secs_f64();
    match status {
        Some(status) if status.success() => {
            progress_done(&format!("{name}: done in {seconds:.1} s"));
            Ok(())
        }
        ended => {
            let how = ended.map_or("was ended: out of time".to_owned(), |status| format!("ended with {status}"));
            progress_done(&format!("{name}: failed after {seconds:.1} s"));
            let text = fs::read(&log).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            let lines: Vec<&str> = text.lines().collect();
            let tail = lines[lines.len().saturating_sub(40)..].join("\n");
            failed(format!("{tail}\n{} {how}\n(the whole output: {})", line(command), place::shown(&log)))
        }
    }
}

fn wait(child: &mut Child, name: &str, started: Instant, limit: Option<Duration>) -> io::Result<Option<ExitStatus>> {
    let terminal = io::stderr().is_terminal();
    let every = Duration::from_secs(if terminal { 1 } else { 15 });
    let mut next = every;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let elapsed = started.elapsed();
        if limit.is_some_and(|limit| elapsed > limit) {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        if elapsed >= next {
            next = elapsed + every;
            if terminal {
                eprint!("\r  {name} … {} s\x1b[K", elapsed.as_secs());
                io::stderr().flush()?;
            } else {
                eprintln!("  {name} … {} s", elapsed.as_secs());
            }
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn progress_done(message: &str) {
    if io::stderr().is_terminal() { eprintln!("\r  {message}\x1b[K") } else { eprintln!("  {message}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_typed() {
        let mut command = Command::new("cargo");
        command.args(["build", "-Z", "build-std=std,panic abort"]).env("RUSTC_BOOTSTRAP", "1");
        assert_eq!(line(&command), "RUSTC_BOOTSTRAP=1 cargo build -Z 'build-std=std,panic abort'");
    }

    #[test]
    fn a_step_that_fails_shows_its_last_words() {
        let error = watched("test words", Command::new("sh").args(["-c", "echo last words; exit 3"]), None);
        let message = error.expect_err("the step fails").0;
        assert!(message.starts_with("last words\n"), "{message}");
        assert!(message.contains("exit status: 3"), "{message}");
    }

    #[test]
    fn a_step_over_its_limit_is_ended() {
        let error = watched("test limit", Command::new("sleep").arg("60"), Some(Duration::from_millis(100)));
        assert!(error.expect_err("the step is ended").0.contains("out of time"));
    }

    #[test]
    fn answers_are_the_first_line() {
        assert_eq!(answer(Command::new("echo").arg("one\ntwo")).as_deref(), Some("one"));
        assert_eq!(answer(&mut Command::new("no-such-program-here")), None);
    }
}
