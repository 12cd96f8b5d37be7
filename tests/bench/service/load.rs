//! Requests in, how long each answer took out: connections that each send when they were answered, all on one thread, so that they take
//! little from whom they measure. Every answer is judged, and none is waited for longer than told.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

/// How long an answer is waited for where many ask.
pub const PATIENCE: Duration = Duration::from_secs(8);

/// What was answered.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// What is sent, and what is wrong with an answer.
pub trait Exchange: 'static {
    /// A whole request.
    fn request(&self) -> Vec<u8>;
    /// What is wrong with the answer to one.
    fn judge(&self, answer: &Answer) -> Result<(), String>;
}

/// What one turn gave.
#[derive(Default)]
pub struct Turn {
    /// Good answers a second, of those that came within the turn.
    pub per_second: f64,
    /// Milliseconds until each good answer, in order, also of those that came after the turn.
    pub waits_ms: Vec<f64>,
    /// What was wrong, and how often.
    pub faults: BTreeMap<String, usize>,
}

impl Turn {
    /// How long all but so many of a hundred answers took at most; not a number where there are none.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.waits_ms.len() * percent).div_ceil(100).saturating_sub(1);
        self.waits_ms.get(at).copied().unwrap_or(f64::NAN)
    }
}

/// Sends from so many connections for so long. Ends at the latest when the last answer has been waited for.
pub fn turn(
    authority: &str,
    connections: usize,
    length: Duration,
    patience: Duration,
    exchange: Rc<dyn Exchange>,
) -> io::Result<Turn> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = Rc::new(RefCell::new((Turn::default(), 0_usize)));
    let begun = Instant::now();
    let all = LocalSet::new();
    for _ in 0..connections {
        let (done, exchange, mut line) = (done.clone(), exchange.clone(), Line::to(authority, patience));
        all.spawn_local(async move {
            while begun.elapsed() < length {
                let request = exchange.request();
                let sent = Instant::now();
                let answer = line.ask(&request).await.map_err(|fault| fault.to_string());
                let wait = sent.elapsed();
                let judged = answer.and_then(|answer| exchange.judge(&answer));
                let (turn, in_time) = &mut *done.borrow_mut();
                match judged {
                    Ok(()) => {
                        turn.waits_ms.push(wait.as_secs_f64() * 1000.0);
                        *in_time += usize::from(begun.elapsed() <= length);
                    }
                    Err(fault) => *turn.faults.entry(fault).or_default() += 1,
                }
            }
        });
    }
    runtime.block_on(all);
    let (mut turn, in_time) = done.take();
    turn.waits_ms.sort_by(f64::total_cmp);
    turn.per_second = in_time as f64 / length.as_secs_f64();
    Ok(turn)
}

/// One request on a connection of its own.
pub fn once(authority: &str, request: &[u8]) -> io::Result<Answer> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(Line::to(authority, PATIENCE).ask(request))
}

/// A connection, which is made when it is needed and kept where the server keeps it.
struct Line {
    authority: String,
    patience: Duration,
    stream: Option<TcpStream>,
    read: Vec<u8>,
}

impl Line {
    fn to(authority: &str, patience: Duration) -> Self {
        Self { authority: authority.to_owned(), patience, stream: None, read: Vec::new() }
    }

    async fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        let patience = self.patience.as_secs();
        let late = |_| io::Error::new(io::ErrorKind::TimedOut, format!("no answer in {patience} s"));
        let asked = tokio::time::timeout(self.patience, self.converse(request)).await;
        let (answer, is_kept) =
            asked.map_err(late).and_then(|answered| answered).inspect_err(|_| self.stream = None)?;
        self.stream = self.stream.take().filter(|_| is_kept);
        Ok(answer)
    }

    /// The answer, and whether the connection is kept.
    async fn converse(&mut self, request: &[u8]) -> io::Result<(Answer, bool)> {
        let stream = match self.stream.take() {
            Some(stream) => stream,
            None => TcpStream::connect(&self.authority).await?,
        };
        stream.set_nodelay(true)?;
        let stream = self.stream.insert(stream);
        let mut rest = request;
        while !rest.is_empty() {
            stream.writable().await?;
            match stream.try_write(rest) {
                Ok(written) => rest = &rest[written..],
                Err(fault) if fault.kind() == io::ErrorKind::WouldBlock => {}
                Err(fault) => return Err(fault),
            }
        }
        self.read.clear();
        let mut head = None;
        loop {
            if head.is_none() {
                head = Head::read(&self.read)?;
            }
            if let Some(Head { status, length, begin, is_kept }) = head
                && self.read.len() >= begin + length
            {
                let body = self.read[begin..begin + length].to_vec();
                return Ok((Answer { status, body }, is_kept));
            }
            stream.readable().await?;
            let mut chunk = [0; 16 << 10];
            match stream.try_read(&mut chunk) {
                Ok(0) => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the answer was cut off")),
                Ok(read) => self.read.extend_from_slice(&chunk[..read]),
                Err(fault) if fault.kind() == io::ErrorKind::WouldBlock => {}
                Err(fault) => return Err(fault),
            }
        }
    }
}

/// What counts of a head.
#[derive(Clone, Copy)]
struct Head {
    status: u16,
    length: usize,
    begin: usize,
    is_kept: bool,
}

impl Head {
    /// Once it is there.
    fn read(bytes: &[u8]) -> io::Result<Option<Self>> {
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
        let text = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let value =
            |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        let length = value("content-length").and_then(|length| length.parse().ok());
        let (Some(status), Some(length)) = (status, length) else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "an answer without status or length"));
        };
        Ok(Some(Self { status, length, begin: end + 4, is_kept: value("connection") != Some("close") }))
    }
}

/// A request that asks for a page.
pub fn get(authority: &str, path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\n\r\n").into_bytes()
}

/// A request that sends JSON.
pub fn post(authority: &str, path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {authority}\r\nOrigin: http://{authority}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}
