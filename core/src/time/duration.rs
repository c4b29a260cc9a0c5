//! ISO 8601 durations.

use std::fmt;

use jiff::Span;
use jiff::fmt::temporal::{SpanParser, SpanPrinter};

use super::{MAX_LENGTH, TimeError, Timestamp};

/// A span of calendar units as it was written: a month is added as a month, not as 30 days. Equal
/// when written with the same units: `PT60M` is not `PT1H`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Duration(Span);

/// Reads a duration such as `P1Y2M3DT4H5M6.5S`, `P2W`, `-PT5M`. Fractions finer than a millisecond
/// are cut off.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, TimeError> {
    let text = text.trim();
    let not_a_duration = || {
        TimeError::not_a("an ISO 8601 duration such as `PT30M`, `P1DT12H` or `P1M` below 10000 years", text)
    };
    if text.len() > MAX_LENGTH {
        return Err(not_a_duration());
    }
    let span = SpanParser::new().parse_span(text).map_err(|_| not_a_duration())?;
    whole_millis(span).map(Duration).ok_or_else(not_a_duration)
}

/// The span without its microseconds and nanoseconds. Built from magnitudes because setting a
/// single negative unit would change the sign of all of them.
fn whole_millis(span: Span) -> Option<Span> {
    let positive = span.abs();
    let whole = positive.try_microseconds(0).ok()?.try_nanoseconds(0).ok()?;
    Some(if span.is_negative() { -whole } else { whole })
}

impl Duration {
    /// The instant this much later, by the calendar in UTC. Where a month is too short for the day,
    /// its last day is taken: a month after 31 January is 28 or 29 February.
    pub(crate) fn after(&self, instant: Timestamp) -> Result<Timestamp, TimeError> {
        instant.civil().checked_add(self.0).ok().and_then(Timestamp::from_civil).ok_or_else(|| {
            TimeError::new(format!(
                "`{self}` after `{instant}` is outside the years 1 to 9999; use a shorter duration"
            ))
        })
    }

    /// Whether time does not move forward by it: a timer with such a duration is due at once.
    pub(crate) fn is_zero_or_negative(&self) -> bool {
        self.0.is_zero() || self.0.is_negative()
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.0.fieldwise() == other.0.fieldwise()
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&SpanPrinter::new().span_to_string(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parse_date;
    use super::*;

    #[test]
    fn prints_canonically() {
        for (text, printed) in [
            ("PT10S", "PT10S"),
            ("PT90S", "PT90S"),
            ("P1Y2M3W4DT5H6M7.089S", "P1Y2M3W4DT5H6M7.089S"),
            ("P0D", "PT0S"),
            ("-PT0S", "PT0S"),
            ("+P1D", "P1D"),
            ("-P1DT2H", "-P1DT2H"),
            ("pt5m", "PT5M"),
            (" P2W\n", "P2W"),
            ("PT1.5H", "PT1H30M"),
            ("PT0,5S", "PT0.5S"),
            ("PT0.1239S", "PT0.123S"),
            ("-PT1.9999S", "-PT1.999S"),
            ("PT0.0004S", "PT0S"),
        ] {
            let duration = parse_duration(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(duration.to_string(), printed, "{text}");
            assert_eq!(parse_duration(printed), Ok(duration), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_duration() {
        for text in [
            "",
            "P",
            "PT",
            "10S",
            "P1H",
            "PT1D",
            "P1DT",
            "P-1D",
            "PT1H1H",
            "1 day",
            "P1.5D",
            "P99999Y",
            "5 minutes",
            "PT1M2H",
            "PT1HX",
            "R/PT1S",
        ] {
            let message = parse_duration(text).unwrap_err().to_string();
            assert!(message.starts_with(&format!("`{text}` is not an ISO 8601 duration")), "{message}");
        }
        let long = format!("PT{}S", "9".repeat(1_000_000));
        assert!(parse_duration(&long).unwrap_err().to_string().len() < 300);
    }

    fn after(duration: &str, from: &str) -> Result<String, String> {
        let instant = parse_duration(duration).unwrap().after(parse_date(from).unwrap());
        instant.map(|t| t.to_string()).map_err(|e| e.to_string())
    }

    #[test]
    fn adds_by_the_calendar() {
        for (from, duration, to) in [
            ("2026-01-31", "P1M", "2026-02-28T00:00:00Z"),
            ("2024-01-31", "P1M", "2024-02-29T00:00:00Z"),
            ("2024-01-31", "P1M1D", "2024-03-01T00:00:00Z"),
            ("2024-02-29", "P1Y", "2025-02-28T00:00:00Z"),
            ("2024-02-29", "P4Y", "2028-02-29T00:00:00Z"),
            ("2100-02-28", "P1D", "2100-03-01T00:00:00Z"),
            ("2000-02-28", "P1D", "2000-02-29T00:00:00Z"),
            ("2026-12-31T23:59:59.999Z", "PT0.001S", "2027-01-01T00:00:00Z"),
            ("2026-03-31", "-P1M", "2026-02-28T00:00:00Z"),
            ("2026-01-01", "-PT0.001S", "2025-12-31T23:59:59.999Z"),
            ("2026-01-01", "P2W", "2026-01-15T00:00:00Z"),
            ("2026-01-01", "PT36H", "2026-01-02T12:00:00Z"),
            ("2026-03-29T00:30:00Z", "P1D", "2026-03-30T00:30:00Z"),
            ("1970-01-01", "P0D", "1970-01-01T00:00:00Z"),
            ("0001-01-01", "P9998Y", "9999-01-01T00:00:00Z"),
        ] {
            assert_eq!(after(duration, from).as_deref(), Ok(to), "{from} + {duration}");
        }
    }

    #[test]
    fn refuses_to_leave_the_calendar() {
        for (from, duration) in [
            ("9999-12-31", "P1D"),
            ("2026-01-01", "P9000Y"),
            ("0001-01-01", "-PT0.001S"),
            ("2026-01-01", "-P3000Y"),
            ("2026-01-01", "PT175307616H"),
        ] {
            let message = after(duration, from).unwrap_err();
            assert!(message.contains("outside the years 1 to 9999"), "{message}");
        }
    }

    #[test]
    fn knows_what_does_not_move_time() {
        for (text, expected) in [
            ("PT0S", true),
            ("-PT1S", true),
            ("-P1M", true),
            ("PT0.0001S", true),
            ("PT0.001S", false),
            ("P1D", false),
        ] {
            assert_eq!(parse_duration(text).unwrap().is_zero_or_negative(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_back_what_it_prints(text in "-?P([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,3}W)?([0-9]{1,3}D)?(T[0-9]{1,5}H([0-9]{1,5}M)?([0-9]{1,5}(\\.[0-9]{1,9})?S)?)?") {
            if let Ok(duration) = parse_duration(&text) {
                prop_assert_eq!(parse_duration(&duration.to_string()), Ok(duration));
                let _ = duration.after(Timestamp::default());
            }
        }

        #[test]
        fn takes_any_text(text in "[-+PTRYMWDHS0-9.,/: ]{0,70}") {
            let _ = (parse_duration(&text), parse_date(&text), text.parse::<super::super::Cycle>());
        }
    }
}
