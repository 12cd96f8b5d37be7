//! Subjects in, turn after turn of each, rows of the report out.

use super::load::{Exchange, Turn, turn};
use crate::report::{Part, Row};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::TcpStream;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// A turn before the first, which is not counted.
const WARM_UP: Duration = Duration::from_millis(500);

/// Who is measured with what, and what came of it.
pub struct Subject {
    name: &'static str,
    authority: String,
    connections: usize,
    exchange: Rc<dyn Exchange>,
    crowd: usize,
    /// What each turn gave.
    pub rates: Vec<f64>,
    waits: [Vec<f64>; 2],
    faults: BTreeMap<String, usize>,
}

impl Subject {
    /// One that was not measured yet.
    pub fn new(name: &'static str, authority: &str, connections: usize, exchange: Rc<dyn Exchange>) -> Self {
        let (authority, rates, waits, faults) = (authority.to_owned(), Vec::new(), Default::default(), BTreeMap::new());
        Self { name, authority, connections, exchange, crowd: 0, rates, waits, faults }
    }

    /// The same beside so many connections that begin a request and say no more.
    pub fn beside(self, crowd: usize) -> Self {
        Self { crowd, ..self }
    }

    fn title(&self, what: &str) -> String {
        match self.crowd {
            0 => format!("{}, {what}", self.name),
            crowd => format!("{}, {what} beside {crowd} half-open", self.name),
        }
    }

    fn turn(&self, length: Duration, patience: Duration) -> io::Result<Turn> {
        let crowd: Vec<TcpStream> = (0..self.crowd).map(|_| half_open(&self.authority)).collect::<Result<_, _>>()?;
        let done = turn(&self.authority, self.connections, length, patience, self.exchange.clone());
        drop(crowd);
        done
    }
}

/// A connection over which only the beginning of a request comes.
fn half_open(authority: &str) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect(authority)?;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: ")?;
    Ok(stream)
}

/// What all subjects do in turn.
pub struct Phase<'a> {
    /// Its name in the rows.
    pub what: &'a str,
    /// What is counted.
    pub unit: &'static str,
    /// How often each has its turn.
    pub rounds: usize,
    /// How long a turn takes.
    pub length: Duration,
    /// How long an answer is waited for.
    pub patience: Duration,
    /// No round begins later.
    pub end: Instant,
}

impl Phase<'_> {
    /// Measures, and writes the rows.
    ///
    /// # Errors
    /// Where nobody can connect.
    pub fn run(&self, subjects: &mut [Subject], part: &mut Part) -> Result<(), String> {
        let Self { what, unit, rounds, length, patience, end } = *self;
        for round in 0..=rounds {
            if Instant::now() >= end {
                part.left_out.push(format!("{what}: rounds {} to {rounds}, the time is over", round.max(1)));
                break;
            }
            for subject in &mut *subjects {
                let title = subject.title(what);
                let length = if round == 0 { WARM_UP } else { length };
                let turn = subject.turn(length, patience).map_err(|fault| format!("{title}: {fault}"))?;
                let (median, late) = (turn.percentile(50), turn.percentile(99));
                let taken = turn.waits_ms.len();
                let rate = turn.per_second;
                eprintln!(
                    "service: round {round}, {title}: {taken}, {rate:.0} {unit}, p50 {median:.2} ms, p99 {late:.2} ms, faults {:?}",
                    turn.faults
                );
                for (fault, count) in turn.faults {
                    *subject.faults.entry(fault).or_default() += count;
                }
                if round > 0 {
                    subject.rates.push(rate);
                    let waits = subject.waits.iter_mut().zip([median, late]);
                    waits.for_each(|(all, wait)| all.extend(Some(wait).filter(|wait| wait.is_finite())));
                }
            }
        }
        for subject in subjects.iter().filter(|subject| !subject.rates.is_empty()) {
            let title = subject.title(what);
            part.rows.push(Row::new(&title, unit, subject.rates.clone()));
            for (name, waits) in ["p50", "p99"].into_iter().zip(&subject.waits) {
                if !waits.is_empty() {
                    part.rows.push(Row::new(format!("{title}, {name}"), "ms", waits.clone()));
                }
            }
            for (fault, count) in &subject.faults {
                part.rows.push(Row::new(format!("{title}, not counted: {fault}"), "answers", vec![*count as f64]));
            }
        }
        Ok(())
    }
}
