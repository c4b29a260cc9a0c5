//! Instants, durations, repeats and zones. The only place that knows a calendar library.

mod civil;
mod cron;
mod cycle;
mod date;
mod duration;
#[cfg(test)]
mod oracle;
mod scanner;
mod timestamp;
pub(crate) mod zones;

use crate::value::clip;

pub use civil::Date;
pub(crate) use cycle::{Cycle, Every, Occurrence};
pub(crate) use date::parse_date;
pub(crate) use duration::{Duration, parse_duration, parse_span};
pub(crate) use scanner::{MOST, Scanner};
pub use timestamp::Timestamp;

/// A text is no date, duration or repeat, or an instant lies beyond the years 1 to 9999.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct TimeError {
    message: String,
}

impl TimeError {
    fn new(message: String) -> Self {
        Self { message }
    }

    fn not_a(what: &str, text: &str) -> Self {
        Self::new(format!("`{}` is not {what}", clip(text)))
    }
}

/// Longer than any date or duration; keeps us from reading megabytes.
const MAX_LENGTH: usize = 64;
