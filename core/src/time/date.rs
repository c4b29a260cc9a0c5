//! ISO 8601 dates.

use super::scanner::Scanner;
use super::{Date, MAX_LENGTH, TimeError, Timestamp};
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
    Some(text).filter(|text| text.len() <= MAX_LENGTH).and_then(read).ok_or_else(|| {
        TimeError::not_a(
            "an ISO 8601 date such as `2026-01-31` or `2026-01-31T12:00:00Z` in the years 1 to 9999",
            text,
        )
    })
}

fn read(text: &str) -> Option<Timestamp> {
    let mut scanner = Scanner::new(text);
    let date = read_day(&mut scanner)?;
    let mut millis = 0;
    if scanner.take(b" T").is_some() {
        let (seconds, nanos) = read_clock(&mut scanner, 23, 60)?;
        millis = (seconds - read_offset(&mut scanner)?) * 1000 + nanos / 1_000_000;
    }
    scanner.is_done().then(|| Timestamp::from_civil((date, millis)))?
}

/// `2026-01-31` or `20260131`; a year with a sign has six digits.
fn read_day(scanner: &mut Scanner) -> Option<Date> {
    let year = match scanner.take(b"+-") {
        None => scanner.digits(4)?,
        Some(sign) => match (sign, scanner.digits(6)?) {
            (b'-', 0) => return None,
            (b'-', year) => -year,
            (_, year) => year,
        },
    };
    let extended = scanner.take(b"-").is_some();
    let month = scanner.digits(2)?;
    if extended {
        scanner.take(b"-")?;
    }
    let day = scanner.digits(2)?;
    Date::new(year, month, day)
}

/// `12`, `12:30`, `12:30:59.999` or the same without colons, in seconds and nanoseconds. The leap
/// second 60 is taken as 59.
fn read_clock(scanner: &mut Scanner, last_hour: i64, last_second: i64) -> Option<(i64, i64)> {
    let hour = scanner.digits(2).filter(|&hour| hour <= last_hour)?;
    let extended = scanner.at(b':');
    let (mut minute, mut second, mut nanos) = (0, 0, 0);
    if follows(scanner, extended) {
        minute = scanner.digits(2).filter(|&minute| minute <= 59)?;
        if follows(scanner, extended) {
            second = scanner.digits(2).filter(|&second| second <= last_second)?.min(59);
            nanos = scanner.fraction().unwrap_or(0);
        }
    }
    Some((hour * 3600 + minute * 60 + second, nanos))
}

/// Whether another part of a time of day comes.
fn follows(scanner: &mut Scanner, extended: bool) -> bool {
    if extended { scanner.take(b":").is_some() } else { scanner.at_digit() }
}

/// How many seconds the clock is ahead of UTC, to the nearest second and less than 26 hours.
fn read_offset(scanner: &mut Scanner) -> Option<i64> {
    let sign = match scanner.take(b"Z+-") {
        None | Some(b'Z') => return Some(0),
        Some(sign) => sign,
    };
    let (seconds, nanos) = read_clock(scanner, 25, 59)?;
    let ahead = seconds + i64::from(nanos >= 500_000_000);
    (ahead < 26 * 3600).then_some(if sign == b'-' { -ahead } else { ahead })
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
