//! Instants, durations and repeats. The only place that knows the calendar library.

mod timestamp;

pub use timestamp::Timestamp;
