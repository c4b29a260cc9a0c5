//! Repeats: of ISO 8601, as cron cycles, and as jBPM writes them.

use std::fmt;
use std::str::FromStr;

use super::cron::{Cron, is_cron};
use super::duration::parse_span;
use super::{Duration, TimeError, Timestamp, parse_date, parse_duration};
use crate::value::clip;

/// A repeat: `R3/PT10S`, `R/2026-01-01T00:00:00Z/P1D`, `R/PT1H/2026-12-31T00:00:00Z`, `0 0 9 * * MON`, or
/// jBPM's `1s###500ms`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cycle {
    /// How often it fires in all; `None` without bound (`R/…`, `R-1/…`).
    pub(crate) count: Option<u32>,
    pub(crate) start: Start,
    pub(crate) every: Every,
    /// When it fires at the latest.
    pub(crate) end: Option<Timestamp>,
}

/// When a repeat fires first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Start {
    /// Where the rhythm says so.
    Every,
    At(Timestamp),
    After(Duration),
}

/// The rhythm of a repeat, which moves forward.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Every {
    Duration(Duration),
    Cron(Box<Cron>),
}

impl Every {
    pub(crate) fn after(&self, instant: Timestamp) -> Result<Timestamp, TimeError> {
        match self {
            Self::Duration(duration) => duration.after(instant),
            Self::Cron(cron) => cron.after(instant),
        }
    }

    fn of(duration: Duration, text: &str) -> Result<Self, TimeError> {
        if duration.is_zero_or_negative() {
            return Err(TimeError::new(format!(
                "the interval `{}` of a repeat does not move forward; use at least a millisecond",
                clip(text)
            )));
        }
        Ok(Self::Duration(duration))
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duration(duration) => duration.fmt(f),
            Self::Cron(cron) => cron.fmt(f),
        }
    }
}

impl FromStr for Every {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        if is_cron(text) {
            Ok(Self::Cron(Box::new(text.parse()?)))
        } else {
            Self::of(parse_duration(text)?, text)
        }
    }
}

/// One firing of a repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) due: Timestamp,
    /// How many firings come after this one; `None` without bound.
    pub(crate) left: Option<u32>,
}

/// Longer than `R4294967295/date/duration/date`.
const MAX_LENGTH: usize = 4 * super::MAX_LENGTH;

impl Cycle {
    /// The first firing of a timer armed at `at`: at the start date, also if that is past, so that
    /// the phase is kept and the host catches up on what was missed; without one, after the first
    /// interval. `None` if the repeat never fires.
    pub(crate) fn first(&self, at: Timestamp) -> Result<Option<Occurrence>, TimeError> {
        if self.count == Some(0) {
            return Ok(None);
        }
        let due = match self.start {
            Start::At(start) => start,
            Start::After(delay) => delay.after(at)?,
            Start::Every => self.every.after(at)?,
        };
        Ok(until(self.end, Occurrence { due, left: self.count.map(|count| count - 1) }))
    }

    /// The firing after `previous`: one interval after it was due, or the next match of the cron cycle,
    /// however late it came. `None` after the last one.
    pub(crate) fn next(
        every: &Every,
        end: Option<Timestamp>,
        previous: &Occurrence,
    ) -> Result<Option<Occurrence>, TimeError> {
        let left = match previous.left {
            Some(0) => return Ok(None),
            Some(left) => Some(left - 1),
            None => None,
        };
        Ok(until(end, Occurrence { due: every.after(previous.due)?, left }))
    }
}

fn until(end: Option<Timestamp>, occurrence: Occurrence) -> Option<Occurrence> {
    end.is_none_or(|end| occurrence.due <= end).then_some(occurrence)
}

impl FromStr for Cycle {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let text = text.trim();
        let Some(repeat) = text.strip_prefix('R') else { return without_count(text) };
        if text.len() > MAX_LENGTH {
            return Err(not_a_repeat(text));
        }
        let mut parts = repeat.split('/').map(str::trim);
        let count = parse_count(parts.next().unwrap_or_default(), text)?;
        let (start, every, end) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(every), None, ..) => (None, every, None),
            (Some(first), Some(second), None, _) if is_duration(first) => (None, first, Some(second)),
            (Some(first), Some(second), None, _) if !is_duration(second) => {
                return between(count, first, second);
            }
            (Some(first), Some(second), None, _) => (Some(first), second, None),
            (Some(start), Some(every), Some(end), None) => (Some(start), every, Some(end)),
            _ => return Err(not_a_repeat(text)),
        };
        Ok(Self {
            count,
            start: start.map(parse_date).transpose()?.map_or(Start::Every, Start::At),
            every: Every::of(parse_duration(every)?, every)?,
            end: end.map(parse_date).transpose()?,
        })
    }
}

pub(super) fn is_duration(part: &str) -> bool {
    part.trim_start().starts_with(['P', 'p', '-', '+'])
}

/// Repeats the interval between two dates from the first on.
fn between(count: Option<u32>, first: &str, second: &str) -> Result<Cycle, TimeError> {
    let (start, next) = (parse_date(first)?, parse_date(second)?);
    let interval = Duration::of_millis(next.millis() - start.millis());
    let interval = interval.ok_or_else(|| not_a_repeat(second))?;
    let every = Every::of(interval, &interval.to_string())?;
    Ok(Cycle { count, start: Start::At(start), every, end: None })
}

/// What repeats without end: a cron cycle, an interval by itself, or an interval with another before it
/// that passes first.
fn without_count(text: &str) -> Result<Cycle, TimeError> {
    if is_cron(text) {
        let every = Every::Cron(Box::new(text.parse()?));
        return Ok(Cycle { count: None, start: Start::Every, every, end: None });
    }
    let (start, interval) = match text.split_once("###") {
        Some((delay, interval)) => (Start::After(parse_span(delay)?), interval),
        None => (Start::Every, text),
    };
    let every = parse_span(interval).map_err(|_| not_a_repeat(text))?;
    Ok(Cycle { count: None, start, every: Every::of(every, interval)?, end: None })
}

fn parse_count(digits: &str, text: &str) -> Result<Option<u32>, TimeError> {
    if digits.is_empty() || digits == "-1" {
        return Ok(None);
    }
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| plain).map(Some).ok_or_else(|| {
        TimeError::new(format!(
            "the count of `{}` must be a whole number up to {}; leave it out to repeat without end",
            clip(text),
            u32::MAX
        ))
    })
}

fn not_a_repeat(text: &str) -> TimeError {
    TimeError::not_a(
        "a repeat such as `R3/PT10S`, `R/2026-01-01T00:00:00Z/P1D`, `R/PT1H` or `0 0 9 * * MON-FRI`",
        text,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Timestamp {
        parse_date(text).unwrap()
    }

    /// Due times of the first firings of a repeat armed as 2026 begins.
    fn firings(text: &str, most: usize) -> Vec<String> {
        let cycle: Cycle = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
        let mut due = Vec::new();
        let mut occurrence = cycle.first(date("2026-01-01")).unwrap();
        while let Some(now) = occurrence.filter(|_| due.len() < most) {
            due.push(now.due.to_string().replace(":00Z", "").replace("T00:00", ""));
            occurrence = Cycle::next(&cycle.every, cycle.end, &now).unwrap();
        }
        due
    }

    #[test]
    fn fires_without_drift() {
        for (text, due) in [
            ("R3/PT1M", &["2026-01-01T00:01", "2026-01-01T00:02", "2026-01-01T00:03"][..]),
            ("R0/PT1M", &[]),
            ("R0/2026-01-01/PT1M", &[]),
            ("R1/PT1M", &["2026-01-01T00:01"]),
            ("R2/2026-02-01T00:00:00Z/P1D", &["2026-02-01", "2026-02-02"]),
            ("R2/2020-01-31/P1M", &["2020-01-31", "2020-02-29"]),
            ("R9/P1D/2026-01-03T00:00:00Z", &["2026-01-02", "2026-01-03"]),
            ("R/P1D/2026-01-02T23:59:59Z", &["2026-01-02"]),
            ("R/P1D/2025-01-01", &[]),
            ("R5/2026-03-01/P1D/2026-03-02", &["2026-03-01", "2026-03-02"]),
            ("\n R1/PT1M ", &["2026-01-01T00:01"]),
            ("R2 / 2026-02-01 / P1D", &["2026-02-01", "2026-02-02"]),
            ("R3/2026-02-01/2026-02-03", &["2026-02-01", "2026-02-03", "2026-02-05"]),
        ] {
            assert_eq!(firings(text, 100), due, "{text}");
        }
        for (text, due) in [
            ("PT1M", ["2026-01-01T00:01", "2026-01-01T00:02"]),
            ("120000", ["2026-01-01T00:02", "2026-01-01T00:04"]),
            ("2m", ["2026-01-01T00:02", "2026-01-01T00:04"]),
            ("1h###2m", ["2026-01-01T01:00", "2026-01-01T01:02"]),
            ("PT0S###P1D", ["2026-01-01", "2026-01-02"]),
            ("0 30 9 * * ?", ["2026-01-01T09:30", "2026-01-02T09:30"]),
            ("@monthly", ["2026-02-01", "2026-03-01"]),
        ] {
            assert_eq!(firings(text, 2), due, "{text}");
        }
        assert_eq!(firings("R/PT1M", 1000).len(), 1000);
        assert_eq!(firings("R-1/PT1M", 1000).len(), 1000);
        assert_eq!(firings("R4294967295/PT1M", 5).len(), 5);
    }

    #[test]
    fn counts_what_is_left() {
        let cycle: Cycle = "R2/PT1S".parse().unwrap();
        let first = cycle.first(Timestamp::default()).unwrap().unwrap();
        assert_eq!(first.left, Some(1));
        let second = Cycle::next(&cycle.every, None, &first).unwrap().unwrap();
        assert_eq!(second.left, Some(0));
        assert_eq!(Cycle::next(&cycle.every, None, &second), Ok(None));
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, said) in [
            ("", "is not a repeat"),
            ("R", "is not a repeat"),
            ("R3", "is not a repeat"),
            ("R/PT1S/2026-01-01/PT1S", "is not an ISO 8601 date"),
            ("R/a/b/c/d", "is not a repeat"),
            ("R/", "is not an ISO 8601 duration"),
            ("R/2026-01-02/2026-01-01", "does not move forward"),
            ("R/2026-01-02/2026-01-02", "does not move forward"),
            ("R/2026-01-01/daily", "is not an ISO 8601 date"),
            ("R/tomorrow/PT1S", "is not an ISO 8601 date"),
            ("R/PT1S/never", "is not an ISO 8601 date"),
            ("R-2/PT1S", "leave it out"),
            ("R+2/PT1S", "leave it out"),
            ("R4294967296/PT1S", "leave it out"),
            ("Rx/PT1S", "leave it out"),
            ("R3/PT0S", "does not move forward"),
            ("R3/PT0.0001S", "does not move forward"),
            ("R3/-PT1S", "does not move forward"),
            ("1h###PT0S", "does not move forward"),
            ("1h###2h###3h", "is not a repeat"),
            ("0 0/5 * * * 1-5", "engines disagree"),
            ("@often", "names no cycle"),
        ] {
            let message = text.parse::<Cycle>().unwrap_err().to_string();
            assert!(message.contains(said), "{text}: {message}");
        }
        let long = format!("R/{}", "PT1S/".repeat(100_000));
        assert!(long.parse::<Cycle>().unwrap_err().to_string().len() < 300);
        assert!("* ".repeat(100_000).parse::<Cycle>().unwrap_err().to_string().len() < 300);
    }

    #[test]
    fn refuses_to_leave_the_calendar() {
        let cycle: Cycle = "R/P1000Y".parse().unwrap();
        let last = Occurrence { due: date("9000-01-01"), left: None };
        assert!(
            Cycle::next(&cycle.every, None, &last).unwrap_err().to_string().contains("outside the years")
        );
        assert!(cycle.first(date("9500-01-01")).is_err());
    }
}
