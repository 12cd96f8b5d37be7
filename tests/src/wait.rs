//! A condition in, nothing out once it holds; the one place where a test or a bench lets time pass. For pages there is `Browser::wait_for`.

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
    let is_so = wait_within(DEADLINE, || condition().then_some(()));
    assert!(is_so.is_some(), "waited {} s in vain for: {what}", DEADLINE.as_secs());
}

/// Asks again and again until there is an answer; `None` where there is none in time.
pub fn wait_within<T>(longest: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let begun = Instant::now();
    loop {
        let answer = ask();
        if answer.is_some() || begun.elapsed() >= longest {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}
