//! What the service asks of the outside: the time, chance, and where a line of its log goes. Handed in by the command, so that a
//! test can set each.

use std::io;
use std::sync::Arc;

/// Fills bytes by chance; fails where the system has none.
pub type Chance = dyn Fn(&mut [u8]) -> io::Result<()> + Send + Sync;

/// The outside.
#[derive(Clone)]
pub struct World {
    /// Milliseconds since 1970, UTC. May jump.
    pub now_ms: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// Milliseconds since some moment. Never goes back.
    pub elapsed_ms: Arc<dyn Fn() -> u64 + Send + Sync>,
    /// Fills bytes that nobody can guess.
    pub chance: Arc<Chance>,
    /// Takes a line of the log, which is JSON. No line holds a text, a receipt or an address.
    pub log: Arc<dyn Fn(&str) + Send + Sync>,
}

impl World {
    /// The time.
    pub fn now(&self) -> i64 {
        (self.now_ms)()
    }

    /// Sixteen bytes that nobody can guess.
    pub fn draw(&self) -> io::Result<[u8; 16]> {
        let mut bytes = [0; 16];
        (self.chance)(&mut bytes)?;
        Ok(bytes)
    }
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
