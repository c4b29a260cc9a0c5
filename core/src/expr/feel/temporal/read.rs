//! The texts of values of time, as FEEL takes them from XML Schema.

use super::clock::{DateTime, Place, SECOND, Time};
use super::{DaysTime, Temporal, YearsMonths};
use crate::time::{Date, MOST, Scanner, zones};

/// Longer than any value of time with any zone.
const MAX_LENGTH: usize = 128;

impl Temporal {
    /// What `@"…"` means: the kind is told by the text.
    pub(in crate::expr::feel) fn read(text: &str) -> Option<Self> {
        let body = text.strip_prefix('-').unwrap_or(text);
        if body.starts_with('P') {
            Self::read_duration(text)
        } else if body.split('@').next()?.contains('T') {
            Self::read_date_time(text).map(Self::DateTime)
        } else if body.get(2..3) == Some(":") {
            Self::read_time(text).map(Self::Time)
        } else {
            Self::read_date(text).map(Self::Date)
        }
    }

    pub(in crate::expr::feel) fn read_date(text: &str) -> Option<Date> {
        whole(text, date)
    }

    pub(in crate::expr::feel) fn read_time(text: &str) -> Option<Time> {
        let (clock, zone) = split_zone(text)?;
        let (time, next_day) = whole(clock, time)?;
        (!next_day || time.nanos == 0).then_some(())?;
        in_zone(time, zone)
    }

    /// A date by itself is its midnight.
    pub(in crate::expr::feel) fn read_date_time(text: &str) -> Option<DateTime> {
        let (clock, zone) = split_zone(text)?;
        let (date, time, next_day) = whole(clock, |scanner| {
            let date = date(scanner)?;
            if scanner.is_done() && zone.is_none() {
                return Some((date, Time::new(0, 0, 0, Place::Local)?, false));
            }
            scanner.exactly(b'T').then_some(())?;
            let (time, next_day) = time(scanner)?;
            Some((date, time, next_day))
        })?;
        let date = if next_day { Date::from_days(date.days() + 1)? } else { date };
        Some(DateTime { date, time: in_zone(time, zone)? })
    }

    pub(in crate::expr::feel) fn read_duration(text: &str) -> Option<Self> {
        whole(text, duration)
    }
}

impl Place {
    /// `Z`, an offset such as `+01:00`, or the name of a zone.
    pub(in crate::expr::feel) fn read(text: &str) -> Option<Self> {
        zones::find(text).map(Self::Zone).or_else(|| whole(text, place).filter(|place| *place != Self::Local))
    }
}

fn whole<T>(text: &str, read: impl FnOnce(&mut Scanner<'_>) -> Option<T>) -> Option<T> {
    let mut scanner = Scanner::new(Some(text).filter(|text| text.len() <= MAX_LENGTH)?);
    read(&mut scanner).filter(|_| scanner.is_done())
}

/// Takes off the zone after `@`.
fn split_zone(text: &str) -> Option<(&str, Option<zones::Zone>)> {
    match text.split_once('@') {
        Some((clock, zone)) => Some((clock, Some(zones::find(zone)?))),
        None => Some((text, None)),
    }
}

fn in_zone(time: Time, zone: Option<zones::Zone>) -> Option<Time> {
    match (zone, time.place) {
        (None, _) => Some(time),
        (Some(zone), Place::Local) => Some(Time { place: Place::Zone(zone), ..time }),
        (Some(_), _) => None,
    }
}

/// `2026-01-31`; years have four to nine digits, more than four without a leading zero.
fn date(scanner: &mut Scanner<'_>) -> Option<Date> {
    let negative = scanner.exactly(b'-');
    let (year, digits) = scanner.counted()?;
    if !(4..=9).contains(&digits) || digits > 4 && year < 10i64.pow(digits - 1) {
        return None;
    }
    let month = part(scanner, b'-')?;
    let day = part(scanner, b'-')?;
    Date::new(if negative { -year } else { year }, month, day)
}

/// `12:30:59.999` with where it is, and whether it is midnight at the end of the day: `24:00:00`.
fn time(scanner: &mut Scanner<'_>) -> Option<(Time, bool)> {
    let hour = scanner.digits(2)?;
    let minute = part(scanner, b':')?;
    // A time without seconds is none of XML Schema's, but what engines take.
    let second = if scanner.at(b':') { part(scanner, b':')? } else { 0 };
    let nanos = if scanner.at(b'.') { scanner.fraction()? } else { 0 };
    let place = place(scanner)?;
    let next_day = (hour, minute, second, nanos) == (24, 0, 0, 0);
    let time = Time::new(if next_day { 0 } else { hour }, minute, second * SECOND + nanos, place)?;
    Some((time, next_day))
}

fn place(scanner: &mut Scanner<'_>) -> Option<Place> {
    if scanner.exactly(b'Z') {
        return Some(Place::Offset(0));
    }
    let behind = scanner.at(b'-');
    if !behind && !scanner.at(b'+') {
        return Some(Place::Local);
    }
    scanner.take(b"+-")?;
    let hours = scanner.digits(2)?;
    let minutes = part(scanner, b':').filter(|minutes| *minutes < 60)?;
    let seconds = if scanner.at(b':') { part(scanner, b':').filter(|seconds| *seconds < 60)? } else { 0 };
    let ahead = (hours * 60 + minutes) * 60 + seconds;
    Place::of_offset(if behind { -ahead } else { ahead })
}

/// Two digits after a mark.
fn part(scanner: &mut Scanner<'_>, mark: u8) -> Option<i64> {
    scanner.exactly(mark).then(|| scanner.digits(2))?
}

const UNITS: [(u8, i64); 6] = [(b'Y', 12), (b'M', 1), (b'D', 86_400), (b'H', 3600), (b'M', 60), (b'S', 1)];

/// `P1Y2M` or `P1DT2H3M4.5S`, not both.
fn duration(scanner: &mut Scanner<'_>) -> Option<Temporal> {
    let negative = scanner.exactly(b'-');
    scanner.exactly(b'P').then_some(())?;
    let (mut months, mut seconds, mut nanos) = (None, None, 0);
    let mut units = UNITS.iter().enumerate().peekable();
    let mut timed = false;
    while !scanner.is_done() {
        if !timed && scanner.exactly(b'T') {
            timed = true;
            if scanner.is_done() {
                return None;
            }
            while units.next_if(|(index, _)| *index < 3).is_some() {}
        }
        let number = scanner.number().filter(|number| *number < MOST)?;
        if scanner.at(b'.') {
            nanos = scanner.fraction().or_else(|| scanner.exactly(b'.').then_some(0))?;
            scanner.at(b'S').then_some(())?;
        }
        let (index, (_, size)) = units.find(|(_, (letter, _))| scanner.exactly(*letter))?;
        if (index >= 3) != timed {
            return None;
        }
        let sum = if index < 2 { &mut months } else { &mut seconds };
        *sum = Some(sum.unwrap_or(0) + number * size);
    }
    let sign = if negative { -1 } else { 1 };
    match (months, seconds) {
        (Some(months), None) => YearsMonths::new(sign * months).map(Temporal::YearsMonths),
        (None, Some(seconds)) => {
            let exact = i128::from(seconds) * i128::from(SECOND) + i128::from(nanos);
            DaysTime::from_nanos(i128::from(sign) * exact).map(Temporal::DaysTime)
        }
        _ => None,
    }
}
