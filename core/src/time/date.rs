//! ISO 8601 dates.

use jiff::civil::Time;
use jiff::fmt::temporal::Pieces;

use super::{MAX_LENGTH, TimeError, Timestamp};
use crate::value::clip;

/// Reads a date (midnight in UTC), or a date with a time of day and `Z` or an offset; without an
/// offset the time is in UTC. Fractions finer than a millisecond are cut off.
pub(crate) fn parse_date(text: &str) -> Result<Timestamp, TimeError> {
    let text = text.trim();
    if text.contains('[') {
        return Err(TimeError::new(format!(
            "`{}` names a time zone, which is not supported; give an offset such as `+01:00` instead",
            clip(text)
        )));
    }
    let not_a_date = || {
        TimeError::not_a(
            "an ISO 8601 date such as `2026-01-31` or `2026-01-31T12:00:00Z` in the years 1 to 9999",
            text,
        )
    };
    if text.len() > MAX_LENGTH {
        return Err(not_a_date());
    }
    let pieces = Pieces::parse(text).map_err(|_| not_a_date())?;
    let civil = pieces.date().to_datetime(pieces.time().unwrap_or(Time::MIN));
    let offset = pieces.to_numeric_offset().map_or(0, |offset| i64::from(offset.seconds()));
    Timestamp::from_local(civil, offset).ok_or_else(not_a_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates() {
        for (text, instant) in [
            ("1970-01-01", "1970-01-01T00:00:00Z"),
            ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
            ("2026-01-31T12:00:00z", "2026-01-31T12:00:00Z"),
            ("2026-01-31T12:00", "2026-01-31T12:00:00Z"),
            ("2026-01-31 12:00:00", "2026-01-31T12:00:00Z"),
            ("\n  2026-01-31T12:00:00+01:30 ", "2026-01-31T10:30:00Z"),
            ("2026-01-31T23:30:00-0100", "2026-02-01T00:30:00Z"),
            ("2026-01-31T12:00:00.123456+00:00", "2026-01-31T12:00:00.123Z"),
            ("20260131T120000Z", "2026-01-31T12:00:00Z"),
            ("2024-02-29", "2024-02-29T00:00:00Z"),
            ("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
            ("0000-12-31T23:30:00-01:00", "0001-01-01T00:30:00Z"),
        ] {
            assert_eq!(parse_date(text).map(|t| t.to_string()).as_deref(), Ok(instant), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "tomorrow",
            "2026-02-29",
            "2026-13-01",
            "2026-01-32",
            "2026-01-31T25:00:00Z",
            "2026-01-31T12:00:00+99:00",
            "12:00",
            "PT5M",
            "0000-01-01",
            "-009999-01-01",
            "+010000-01-01",
            "0001-01-01T00:00:00+01:00",
            "2026-01-31T12:00:00Zx",
        ] {
            let message = parse_date(text).unwrap_err().to_string();
            assert!(message.starts_with(&format!("`{text}` is not an ISO 8601 date")), "{message}");
        }
        let message = parse_date("2026-01-31T12:00:00+01:00[Europe/Berlin]").unwrap_err().to_string();
        assert!(message.contains("give an offset"), "{message}");
        assert!(parse_date(&"2".repeat(1_000_000)).unwrap_err().to_string().len() < 300);
    }

    #[test]
    fn reads_back_what_an_instant_prints() {
        for millis in [0, 1, -1, 951_782_400_000, Timestamp::MAX.millis(), Timestamp::MIN.millis()] {
            let instant = Timestamp::from_millis(millis).unwrap();
            assert_eq!(parse_date(&instant.to_string()), Ok(instant));
        }
    }
}
