//! ISO 8601 durations.

use std::fmt;

use super::scanner::{MOST, Scanner};
use super::{MAX_LENGTH, TimeError, Timestamp};

/// A span of calendar units as it was written: a month is added as a month, not as 30 days. Equal
/// when written with the same units: `PT60M` is not `PT1H`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Duration {
    /// Only if some unit is not zero.
    negative: bool,
    /// Years, months, weeks, days.
    date: [i64; 4],
    hours: i64,
    minutes: i64,
    millis: i64,
}

const DATE_UNITS: [Unit; 4] = [
    Unit { letter: b'Y', most: 19_998, seconds: 0 },
    Unit { letter: b'M', most: 239_976, seconds: 0 },
    Unit { letter: b'W', most: 1_043_497, seconds: 0 },
    Unit { letter: b'D', most: 7_304_484, seconds: 0 },
];
const TIME_UNITS: [Unit; 3] = [
    Unit { letter: b'H', most: i64::MAX, seconds: 3600 },
    Unit { letter: b'M', most: i64::MAX, seconds: 60 },
    Unit { letter: b'S', most: i64::MAX, seconds: 1 },
];
/// As long as the years -9999 to 9999, as are the most of the date units. What is more than that in
/// hours or minutes is taken as the next smaller unit.
const MOST_HOURS: i64 = MOST_MINUTES / 60;
const MOST_MINUTES: i64 = MOST_SECONDS / 60;
const MOST_SECONDS: i64 = 631_107_417_600;
/// Both the seconds and the milliseconds may be that long.
const MOST_MILLIS: i64 = 2 * MOST_SECONDS * 1000;

struct Unit {
    letter: u8,
    /// How many of it may be written; a time that is too long is found when it is added up.
    most: i64,
    /// How long it is, if a fraction of it may be written.
    seconds: i64,
}

/// Reads a duration such as `P1Y2M3DT4H5M6.5S`, `P2W`, `-PT5M`. Fractions finer than a millisecond
/// are cut off.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, TimeError> {
    let text = text.trim();
    Some(text).filter(|text| text.len() <= MAX_LENGTH).and_then(read).ok_or_else(|| {
        TimeError::not_a("an ISO 8601 duration such as `PT30M`, `P1DT12H` or `P1M` below 10000 years", text)
    })
}

/// Reads a duration, or one as jBPM writes it: `1d12h`, `30s`, `500ms`, or so many milliseconds.
pub(crate) fn parse_span(text: &str) -> Result<Duration, TimeError> {
    let short = Some(text.trim()).filter(|text| text.len() <= MAX_LENGTH).and_then(read_short);
    short.map_or_else(|| parse_duration(text), Ok)
}

fn read_short(text: &str) -> Option<Duration> {
    const UNITS: &[u8] = b"DHMS";
    const MILLIS: usize = UNITS.len();
    let mut scanner = Scanner::new(text);
    let mut amounts = [0; MILLIS + 1];
    let mut next = 0;
    loop {
        let number = scanner.number().filter(|number| *number < MOST)?;
        let letter = scanner.take(UNITS);
        let unit = match letter.and_then(|letter| UNITS.iter().position(|unit| *unit == letter)) {
            Some(_) if letter == Some(b'M') && scanner.take(b"S").is_some() => MILLIS,
            Some(unit) => unit,
            None if next == 0 => MILLIS,
            None => return None,
        };
        if unit < next {
            return None;
        }
        *amounts.get_mut(unit)? = number;
        next = unit + 1;
        if scanner.is_done() {
            break;
        }
    }
    let [days, hours, minutes, seconds, millis] = amounts;
    let [.., most] = &DATE_UNITS;
    (days <= most.most).then(|| {
        Duration::new(false, [0, 0, 0, days], [hours, minutes, seconds + millis / 1000], millis % 1000)
    })?
}

fn read(text: &str) -> Option<Duration> {
    let mut scanner = Scanner::new(text);
    let negative = scanner.take(b"+-") == Some(b'-');
    scanner.take(b"P")?;
    let (mut date, mut time, mut fraction) = ([0; 4], [0; 3], 0);
    let dated = scanner.at_digit();
    read_units(&mut scanner, &DATE_UNITS, &mut date)?;
    if scanner.take(b"T").is_some() {
        if !scanner.at_digit() {
            return None;
        }
        fraction = read_units(&mut scanner, &TIME_UNITS, &mut time)?;
    } else if !dated {
        return None;
    }
    scanner.is_done().then(|| Duration::new(negative, date, time, fraction))?
}

/// Reads numbers, each with its unit, the units in this order. Returns the milliseconds of the
/// fraction, which only the last number may have.
fn read_units(scanner: &mut Scanner, units: &[Unit], amounts: &mut [i64]) -> Option<i64> {
    let mut next = read_number(scanner);
    for (unit, amount) in units.iter().zip(amounts) {
        let Some((number, fraction)) = next else { break };
        if scanner.take(&[unit.letter]).is_none() {
            continue;
        }
        if number > unit.most || (fraction.is_some() && unit.seconds == 0) {
            return None;
        }
        *amount = number;
        if let Some(billionths) = fraction {
            return Some(billionths * unit.seconds / 1_000_000);
        }
        next = read_number(scanner);
    }
    next.is_none().then_some(0)
}

fn read_number(scanner: &mut Scanner) -> Option<(i64, Option<i64>)> {
    let number = scanner.number()?;
    Some((number, scanner.fraction()))
}

impl Duration {
    /// `None` if it is too long.
    pub(super) fn of_millis(millis: i64) -> Option<Self> {
        let exact = millis.checked_abs()?;
        Self::new(millis < 0, [0; 4], [0, 0, exact / 1000], exact % 1000)
    }

    /// `None` if it is too long.
    fn new(negative: bool, date: [i64; 4], time: [i64; 3], fraction: i64) -> Option<Self> {
        let [mut hours, mut minutes, mut seconds] = time;
        let over = (hours - MOST_HOURS).max(0);
        hours -= over;
        minutes += over * 60 + fraction / 60_000;
        let over = (minutes - MOST_MINUTES).max(0);
        minutes -= over;
        seconds += over * 60;
        let millis = seconds * 1000 + fraction % 60_000;
        let mut duration = Self { negative: false, date, hours, minutes, millis };
        duration.negative = negative && !duration.is_zero_or_negative();
        (millis <= MOST_MILLIS).then_some(duration)
    }

    /// The instant this much later, by the calendar in UTC. Where a month is too short for the day,
    /// its last day is taken: a month after 31 January is 28 or 29 February.
    pub(crate) fn after(&self, instant: Timestamp) -> Result<Timestamp, TimeError> {
        self.add_to(instant).ok_or_else(|| {
            TimeError::new(format!(
                "`{self}` after `{instant}` is outside the years 1 to 9999; use a shorter duration"
            ))
        })
    }

    fn add_to(&self, instant: Timestamp) -> Option<Timestamp> {
        let [years, months, weeks, days] = self.date;
        let (date, millis) = instant.civil();
        let months = years * 12 + months;
        let hours = (weeks * 7 + days) * 24 + self.hours;
        let exact = (hours * 60 + self.minutes) * 60_000 + self.millis;
        Timestamp::from_civil(if self.negative {
            (date.add_months(-months)?, millis - exact)
        } else {
            (date.add_months(months)?, millis + exact)
        })
    }

    /// Whether time does not move forward by it: a timer with such a duration is due at once.
    pub(crate) fn is_zero_or_negative(&self) -> bool {
        self.negative || self.date == [0; 4] && !self.has_time()
    }

    fn has_time(&self) -> bool {
        (self.hours, self.minutes, self.millis) != (0, 0, 0)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.negative { "-P" } else { "P" })?;
        for (unit, &amount) in DATE_UNITS.iter().zip(&self.date) {
            write_unit(f, amount, unit.letter)?;
        }
        if self.has_time() {
            f.write_str("T")?;
            write_unit(f, self.hours, b'H')?;
            write_unit(f, self.minutes, b'M')?;
            return write_seconds(f, self.millis);
        }
        f.write_str(if self.date == [0; 4] { "T0S" } else { "" })
    }
}

fn write_unit(f: &mut fmt::Formatter<'_>, amount: i64, letter: u8) -> fmt::Result {
    if amount == 0 { Ok(()) } else { write!(f, "{amount}{}", char::from(letter)) }
}

fn write_seconds(f: &mut fmt::Formatter<'_>, millis: i64) -> fmt::Result {
    let (mut fraction, mut width) = (millis % 1000, 3);
    if fraction == 0 {
        return write_unit(f, millis / 1000, b'S');
    }
    while fraction % 10 == 0 {
        (fraction, width) = (fraction / 10, width - 1);
    }
    write!(f, "{}.{fraction:0width$}S", millis / 1000)
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
    fn reads_the_durations_of_jbpm() {
        for (text, printed) in [
            ("500ms", "PT0.5S"),
            (" 1s ", "PT1S"),
            ("1d12h", "P1DT12H"),
            ("1d2h3m4s5ms", "P1DT2H3M4.005S"),
            ("2M", "PT2M"),
            ("90061001", "PT90061.001S"),
            ("1999999999999", "PT1999999999.999S"),
            ("P1M", "P1M"),
        ] {
            assert_eq!(parse_span(text).map(|d| d.to_string()).as_deref(), Ok(printed), "{text}");
        }
        for text in
            ["", "ms", "s", "1x", "1h1d", "1s1s", "1h30", "1 2", "1.5s", "-1", "2000000000000", "99999999d"]
        {
            let message = parse_span(text).unwrap_err().to_string();
            assert!(message.contains("is not an ISO 8601 duration"), "{text}: {message}");
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
