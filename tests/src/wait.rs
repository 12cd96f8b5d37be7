//! A condition in, nothing out once it holds; the one place where a test lets time pass. For pages there is `Browser::wait_for`.

use std::fmt::Display;
use std::time::{Duration, Instant};

/// Nothing takes longer, however busy the machine is.
const DEADLINE: Duration = Duration::from_secs(120);

/// Asks again and again until a condition holds. What is waited for is put into words only where it is in vain.
///
/// # Panics
/// After two minutes, with what was waited for.
#[track_caller]
pub fn wait_until(what: impl Display, mut condition: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < DEADLINE, "waited {} s in vain for: {what}", DEADLINE.as_secs());
        std::thread::sleep(Duration::from_millis(1));
    }
}
