//! A process in, the order of its writes, flushes and acknowledgements out, by strace; and the judgement whether each acknowledgement
//! came after what it acknowledges was on the disk.

use crate::wait::wait_until;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A trace under way.
#[derive(Debug)]
pub struct Trace {
    process: Child,
    file: PathBuf,
}

/// Traces processes and whatever they start, into a file.
///
/// # Panics
/// Where strace does not attach.
#[track_caller]
pub fn attach(processes: &[u32], file: &Path) -> Trace {
    let mut strace = Command::new("strace");
    strace
        .args([
            "-f",
            "-y",
            "-s",
            "40",
            "-e",
            "trace=write,pwrite64,writev,pwritev,sendto,sendmsg,fsync,fdatasync",
            "-o",
        ])
        .arg(file);
    strace.args(processes.iter().flat_map(|id| ["-p".to_owned(), id.to_string()]));
    let process =
        strace.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("strace starts");
    let is_traced = |id: &u32| {
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        status.lines().any(|line| line.strip_prefix("TracerPid:").is_some_and(|tracer| tracer.trim() != "0"))
    };
    wait_until("strace to attach", || processes.iter().all(is_traced));
    Trace { process, file: file.to_owned() }
}

impl Trace {
    /// Lets go of the processes: the trace.
    pub fn end(mut self) -> String {
        let _ = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
        fs::read_to_string(&self.file).unwrap_or_default()
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How many acknowledgements a trace has, of comments that were sent one after the other.
///
/// # Errors
/// The first acknowledgement before which nothing was written to the log of the database (a file whose path has `log` in it), or not
/// all of it was flushed: no flush that began after the last write had returned.
pub fn judge(trace: &str, log: &str) -> Result<usize, String> {
    let mut acknowledged = 0;
    let (mut written, mut flushed) = (0_u64, 0_u64);
    let mut at_last = 0;
    // Flushes under way: the thread, and what was written when it began.
    let mut under_way: Vec<(&str, u64)> = Vec::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.trim_start().split_once(' ') else { continue };
        let call = call.trim_start();
        let is_flush = |call: &str| call.starts_with("fsync(") || call.starts_with("fdatasync(");
        if let Some(rest) = call.strip_prefix("<... ") {
            let is_flushed = (rest.starts_with("fsync") || rest.starts_with("fdatasync")) && rest.ends_with("= 0");
            let begun = under_way.iter().position(|(of, _)| is_flushed && *of == thread);
            if let Some(at) = begun {
                flushed = flushed.max(under_way.swap_remove(at).1);
            }
            continue;
        }
        let file = call.split_once('<').map_or("", |(_, rest)| rest.split('>').next().unwrap_or_default());
        if is_flush(call) && file.contains(log) {
            if call.ends_with("= 0") {
                flushed = written;
            } else if call.ends_with("<unfinished ...>") {
                under_way.push((thread, written));
            }
        } else if file.contains(log) {
            written += 1;
        } else if call.contains("HTTP/1.1 201") {
            if written == at_last {
                return Err(format!("nothing was written before acknowledgement {}: {line}", acknowledged + 1));
            }
            if flushed < written {
                return Err(format!(
                    "what was written was not flushed before acknowledgement {}: {line}",
                    acknowledged + 1
                ));
            }
            at_last = written;
            acknowledged += 1;
        }
    }
    Ok(acknowledged)
}
