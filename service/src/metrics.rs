//! Answers in, counts of them as Prometheus reads them out (text format 0.0.4); cannot fail. No count tells one sender from another.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

/// The upper ends of the classes of times, in milliseconds.
const CLASSES_MS: [u64; 10] = [1, 2, 5, 10, 25, 50, 100, 250, 1000, 5000];

#[derive(Default)]
struct Times {
    classes: [u64; CLASSES_MS.len()],
    count: u64,
    sum_ms: u64,
}

/// The counts.
#[derive(Default)]
pub struct Metrics {
    answers: Mutex<BTreeMap<(&'static str, u16), u64>>,
    times: Mutex<BTreeMap<&'static str, Times>>,
    refusals: Mutex<BTreeMap<&'static str, u64>>,
}

impl Metrics {
    /// Counts an answer of a route, and how long it took.
    pub fn answered(&self, route: &'static str, status: u16, took_ms: u64) {
        *locked(&self.answers).entry((route, status)).or_default() += 1;
        let mut times = locked(&self.times);
        let times = times.entry(route).or_default();
        times.count += 1;
        times.sum_ms = times.sum_ms.saturating_add(took_ms);
        for (class, most) in times.classes.iter_mut().zip(CLASSES_MS) {
            *class += u64::from(took_ms <= most);
        }
    }

    /// Counts a comment that was refused by a rule.
    pub fn refused(&self, rule: &'static str) {
        *locked(&self.refusals).entry(rule).or_default() += 1;
    }

    /// All counts; `waiting` comments wait to be written, of which there may be `bound`.
    pub fn text(&self, waiting: usize, bound: usize) -> String {
        let mut out = String::new();
        let mut line = |text: std::fmt::Arguments<'_>| {
            // Writing to a string cannot fail.
            let _ = out.write_fmt(text);
            out.push('\n');
        };
        line(format_args!("# HELP daylight_answers_total Answers by route and status."));
        line(format_args!("# TYPE daylight_answers_total counter"));
        for ((route, status), count) in locked(&self.answers).iter() {
            line(format_args!("daylight_answers_total{{route=\"{route}\",status=\"{status}\"}} {count}"));
        }
        line(format_args!("# HELP daylight_refusals_total Comments that were refused, by rule."));
        line(format_args!("# TYPE daylight_refusals_total counter"));
        for (rule, count) in locked(&self.refusals).iter() {
            line(format_args!("daylight_refusals_total{{rule=\"{rule}\"}} {count}"));
        }
        line(format_args!("# HELP daylight_answer_seconds How long answers took."));
        line(format_args!("# TYPE daylight_answer_seconds histogram"));
        for (route, times) in locked(&self.times).iter() {
            for (most, count) in CLASSES_MS.iter().zip(times.classes) {
                line(format_args!(
                    "daylight_answer_seconds_bucket{{route=\"{route}\",le=\"{}\"}} {count}",
                    seconds(*most)
                ));
            }
            line(format_args!("daylight_answer_seconds_bucket{{route=\"{route}\",le=\"+Inf\"}} {}", times.count));
            line(format_args!("daylight_answer_seconds_sum{{route=\"{route}\"}} {}", seconds(times.sum_ms)));
            line(format_args!("daylight_answer_seconds_count{{route=\"{route}\"}} {}", times.count));
        }
        for (name, says, value) in [
            ("daylight_comments_waiting", "Comments that wait to be written.", waiting),
            ("daylight_comments_waiting_most", "How many may wait.", bound),
        ] {
            line(format_args!("# HELP {name} {says}\n# TYPE {name} gauge\n{name} {value}"));
        }
        out
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::Metrics;

    #[test]
    fn counts_are_written_as_prometheus_reads_them() {
        let metrics = Metrics::default();
        metrics.answered("submit", 201, 3);
        metrics.answered("submit", 201, 7000);
        metrics.refused("blank");
        let text = metrics.text(2, 5);
        for line in [
            "daylight_answers_total{route=\"submit\",status=\"201\"} 2",
            "daylight_answer_seconds_bucket{route=\"submit\",le=\"0.005\"} 1",
            "daylight_answer_seconds_bucket{route=\"submit\",le=\"+Inf\"} 2",
            "daylight_answer_seconds_sum{route=\"submit\"} 7.003",
            "daylight_refusals_total{rule=\"blank\"} 1",
            "daylight_comments_waiting 2",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
