//! ISO 8601 dates.

use super::scanner::Scanner;
use super::{Date, MAX_LENGTH, TimeError, Timestamp, zones};
use crate::value::clip;

/// Reads a date (midnight in UTC), or a date with a time of day and `Z` or an offset; without an
/// offset the time is in UTC, or in the zone that is named: `[Europe/Paris]`, or `@Europe/Paris` as
/// FEEL writes it. Fractions finer than a millisecond are cut off.
pub(crate) fn parse_date(text: &str) -> Result<Timestamp, TimeError> {
    let text = text.trim();
    let (date, zone) = match split_zone(text) {
        Some((date, name)) => {
            let zone = zones::find(name).ok_or_else(|| {
                TimeError::new(format!(
                    "`{}` names no time zone that is known; use one of IANA's, such as `Europe/Paris`, or an offset",
                    clip(text)
                ))
            })?;
            (date, Some(zone))
        }
        None => (text, None),
    };
    Some(date).filter(|date| date.len() <= MAX_LENGTH).and_then(|date| read(date, zone)).ok_or_else(|| {
        TimeError::not_a(
            "an ISO 8601 date such as `2026-01-31` or `2026-01-31T12:00:00Z` in the years 1 to 9999",
            text,
        )
    })
}

fn split_zone(text: &str) -> Option<(&str, &str)> {
    text.strip_suffix(']').and_then(|text| text.split_once('[')).or_else(|| text.split_once('@'))
}

/// Where both are given, the offset counts: it tells apart what clocks in the zone show twice.
fn read(text: &str, zone: Option<zones::Zone>) -> Option<Timestamp> {
    let mut scanner = Scanner::new(text);
    let date = read_day(&mut scanner)?;
    let (mut seconds, mut nanos, mut offset) = (0, 0, None);
    if scanner.take(b" T").is_some() {
        (seconds, nanos) = read_clock(&mut scanner, 23, 60)?;
        offset = read_offset(&mut scanner)?;
    }
    let shown = date.days() * 86_400 + seconds;
    let ahead = offset.or_else(|| zone.map(|zone| zones::offset_of_local(zone, shown))).unwrap_or(0);
    let millis = (seconds - ahead) * 1000 + nanos / 1_000_000;
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

/// How many seconds the clock is ahead of UTC, if it says so, to the nearest second and less than 26
/// hours. `None` if it says it wrongly.
fn read_offset(scanner: &mut Scanner) -> Option<Option<i64>> {
    let sign = match scanner.take(b"Z+-") {
        None => return Some(None),
        Some(b'Z') => return Some(Some(0)),
        Some(sign) => sign,
    };
    let (seconds, nanos) = read_clock(scanner, 25, 59)?;
    let ahead = seconds + i64::from(nanos >= 500_000_000);
    (ahead < 26 * 3600).then_some(Some(if sign == b'-' { -ahead } else { ahead }))
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
            ("2026-01-31T12:00:00[Europe/Paris]", "2026-01-31T11:00:00Z"),
            ("2026-07-31T12:00[Europe/Paris]", "2026-07-31T10:00:00Z"),
            ("2026-01-31T12:00:00@America/New_York", "2026-01-31T17:00:00Z"),
            ("2026-01-31[Asia/Kathmandu]", "2026-01-30T18:15:00Z"),
            ("2026-03-29T02:30:00[Europe/Paris]", "2026-03-29T01:30:00Z"),
            ("2026-10-25T02:30:00[Europe/Paris]", "2026-10-25T00:30:00Z"),
            ("2026-10-25T02:30:00+01:00[Europe/Paris]", "2026-10-25T01:30:00Z"),
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
        for text in ["2026-01-31T12:00:00[Europe/Berlino]", "2026-01-31@", "@", "[]", "2026-01-31[UTC][UTC]"]
        {
            let message = parse_date(text).unwrap_err().to_string();
            assert!(message.contains("names no time zone"), "{message}");
        }
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
