//! Pages of a test's own: paths and replies in, a server on a free port out; knows which requests came, can hold a reply back.
//!
//! For what `daylight serve` is right never to do: wrong MIME types, HTML in place of data, replies that do not come yet.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// What a path answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    held: bool,
}

impl Reply {
    /// A body with its MIME type.
    pub fn new(mime: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, body: body.into(), ..Self::default() }.with("Content-Type", mime)
    }

    /// A page.
    pub fn html(body: &str) -> Self {
        Self::new("text/html; charset=utf-8", body)
    }

    /// An error with a short text.
    pub fn refused(status: u16) -> Self {
        Self { status, ..Self::new("text/plain", "refused") }
    }

    /// The same reply with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same reply, held back until [`PageServer::release`].
    #[must_use]
    pub fn held(self) -> Self {
        Self { held: true, ..self }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head =
            format!("HTTP/1.1 {} .\r\nContent-Length: {}\r\nConnection: close\r\n", self.status, self.body.len());
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        [head.as_bytes(), &self.body].concat()
    }
}

#[derive(Debug, Default)]
struct State {
    replies: HashMap<String, Reply>,
    mounts: Vec<(String, PathBuf)>,
    asked: Vec<String>,
    closed: bool,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A server that lives as long as this value.
#[derive(Debug)]
pub struct PageServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

impl PageServer {
    /// Starts a server that answers these paths; anything else is a 404, but for an empty `/favicon.ico`.
    #[track_caller]
    pub fn start<'a>(replies: impl IntoIterator<Item = (&'a str, Reply)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port has a number");
        let shared = Arc::new(Shared::default());
        shared.state().replies = replies.into_iter().map(|(path, reply)| (path.to_owned(), reply)).collect();
        let server = Arc::clone(&shared);
        let listening = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if server.state().closed {
                    return;
                }
                let connection = Arc::clone(&server);
                std::thread::spawn(move || {
                    // A browser that hangs up is no fault of the server's.
                    let _ = answer(stream, &connection);
                });
            }
        });
        Self { address, shared, listening: Some(listening) }
    }

    /// Answers everything below a path from a folder, with the MIME types of a right server.
    pub fn mount(&self, prefix: &str, folder: impl Into<PathBuf>) {
        self.shared.state().mounts.push((prefix.trim_end_matches('/').to_owned() + "/", folder.into()));
    }

    /// Sets what a path answers from now on.
    pub fn reply(&self, path: &str, reply: Reply) {
        self.shared.state().replies.insert(path.to_owned(), reply);
        self.shared.changed.notify_all();
    }

    /// Lets a held reply go.
    pub fn release(&self, path: &str) {
        if let Some(reply) = self.shared.state().replies.get_mut(path) {
            reply.held = false;
        }
        self.shared.changed.notify_all();
    }

    /// The paths that were asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.shared.state().asked.clone()
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The full address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Drop for PageServer {
    fn drop(&mut self) {
        self.shared.state().closed = true;
        self.shared.changed.notify_all();
        // Wakes the listener, which then sees that it is closed.
        let _ = TcpStream::connect(self.address);
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

fn answer(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut reader = BufReader::new(&stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let target = first.split(' ').nth(1).unwrap_or("/").to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    reader.take(length).read_to_end(&mut Vec::new())?;
    let path = target.split(['?', '#']).next().unwrap_or("/");
    let reply = {
        let mut state = shared.state();
        state.asked.push(target.clone());
        while !state.closed && state.replies.get(path).is_some_and(|reply| reply.held) {
            state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        reply_to(path, &state)
    };
    stream.write_all(&reply.bytes())
}

fn reply_to(path: &str, state: &State) -> Reply {
    if let Some(reply) = state.replies.get(path) {
        return reply.clone();
    }
    let file = state.mounts.iter().find_map(|(prefix, folder)| {
        let inside = path.strip_prefix(prefix)?;
        (!inside.split('/').any(|part| part == "..")).then(|| folder.join(inside))
    });
    match file.and_then(|file| Some((mime(file.extension()?.to_str()?), std::fs::read(&file).ok()?))) {
        Some((mime, bytes)) => Reply::new(mime, bytes),
        None if path == "/favicon.ico" => Reply { status: 204, ..Reply::default() },
        None => Reply::refused(404),
    }
}

fn mime(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
