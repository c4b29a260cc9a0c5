//! Cron cycles, as Camunda, Zeebe, Flowable and jBPM take them. They are in UTC, unless they begin with a
//! zone as crontabs do: `CRON_TZ=Europe/Paris 0 9 * * *`.

use std::fmt;
use std::str::FromStr;

use super::{Date, TimeError, Timestamp, zones};
use crate::value::{CollectVec, Text, clip};

/// A cron cycle: `0 0 9-17 * * MON-FRI` with seconds, `*/5 * * * *` without, or `@daily`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cron {
    text: Text,
    /// Whose clocks count; UTC if there is none.
    zone: Option<zones::Zone>,
    /// What each field admits, one bit for each value.
    seconds: u64,
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    /// From Sunday, which is 0.
    weekdays: u64,
    /// Whether the last day of a month is meant: `L`.
    last_day: bool,
    /// Which one of the weekday in its month: `MON#2`; 0 for the last, `FRIL`.
    nth: Option<i64>,
    /// Whether a day of the month or of the week is enough: so it is where both are given without
    /// seconds, the form of POSIX.
    either: bool,
}

struct Unit {
    name: &'static str,
    first: u32,
    last: u32,
    /// How the values are called, from the first on.
    names: &'static [&'static str],
}

const SECOND: Unit = Unit { name: "second", first: 0, last: 59, names: &[] };
const MINUTE: Unit = Unit { name: "minute", first: 0, last: 59, names: &[] };
const HOUR: Unit = Unit { name: "hour", first: 0, last: 23, names: &[] };
const DAY: Unit = Unit { name: "day of the month", first: 1, last: 31, names: &[] };
const MONTH: Unit = Unit {
    name: "month",
    first: 1,
    last: 12,
    names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
const WEEKDAY: Unit = Unit {
    name: "day of the week",
    first: 0,
    last: 6,
    names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};

/// The most days of each month, from January.
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const SECONDS_OF_DAY: i64 = 86_400;

/// Longer than any cron cycle that people write.
const MAX_LENGTH: usize = 4 * super::MAX_LENGTH;

/// Whether a text is meant as a cron cycle.
pub(super) fn is_cron(text: &str) -> bool {
    text.starts_with('@') || text.split_whitespace().take(5).count() == 5 || split_zone(text).0.is_some()
}

/// The zone before a cycle, and the cycle.
fn split_zone(text: &str) -> (Option<&str>, &str) {
    let zoned = text.strip_prefix("CRON_TZ=").or_else(|| text.strip_prefix("TZ="));
    match zoned.and_then(|text| text.split_once(char::is_whitespace)) {
        Some((zone, cycle)) => (Some(zone), cycle.trim_start()),
        None => (None, text),
    }
}

impl Cron {
    /// The first match after an instant.
    pub(crate) fn after(&self, instant: Timestamp) -> Result<Timestamp, TimeError> {
        self.next(instant).ok_or_else(|| {
            TimeError::new(format!("`{self}` does not come again before the year 10000; use another cycle"))
        })
    }

    fn next(&self, instant: Timestamp) -> Option<Timestamp> {
        let seconds = instant.millis().div_euclid(1000);
        let shown = seconds + self.zone.map_or(0, |zone| zones::offset_at(zone, seconds));
        let (mut date, mut from) =
            (Date::from_days(shown.div_euclid(SECONDS_OF_DAY))?, shown.rem_euclid(SECONDS_OF_DAY) + 1);
        while date.year() <= 9999 {
            if !has(self.months, date.month()) {
                date = Date::new(date.year(), date.month(), 1)?.add_months(1)?;
                from = 0;
                continue;
            }
            if let Some(second) = self.time(from).filter(|_| self.admits(date)) {
                let shown = date.days() * SECONDS_OF_DAY + second;
                let ahead = self.zone.map_or(0, |zone| zones::offset_of_local(zone, shown));
                let due = Timestamp::from_millis((shown - ahead) * 1000)?;
                if due > instant {
                    return Some(due);
                }
                // The clocks show it for the second time.
                from = second + 1;
                continue;
            }
            date = Date::from_days(date.days() + 1)?;
            from = 0;
        }
        None
    }

    fn admits(&self, date: Date) -> bool {
        let month = has(self.days, date.day()) || self.last_day && is_last(date, 1);
        let week = has(self.weekdays, date.weekday() % 7)
            && match self.nth {
                None => true,
                Some(0) => is_last(date, 7),
                Some(nth) => (date.day() + 6) / 7 == nth,
            };
        if self.either { month || week } else { month && week }
    }

    /// The first time of day from that second on, in seconds.
    fn time(&self, from: i64) -> Option<i64> {
        let (hour, minute, second) = (from / 3600, from / 60 % 60, from % 60);
        let (first_minute, first_second) = (next(self.minutes, 0)?, next(self.seconds, 0)?);
        if next(self.hours, hour) == Some(hour) {
            if next(self.minutes, minute) == Some(minute)
                && let Some(second) = next(self.seconds, second)
            {
                return Some(hour * 3600 + minute * 60 + second);
            }
            if let Some(minute) = next(self.minutes, minute + 1) {
                return Some(hour * 3600 + minute * 60 + first_second);
            }
        }
        let hour = next(self.hours, hour + 1)?;
        Some(hour * 3600 + first_minute * 60 + first_second)
    }

    /// Whether some day in some year is admitted.
    fn comes(&self) -> bool {
        let mut months = DAYS.iter().zip(1..).filter(|(_, month)| has(self.months, *month));
        self.either || self.last_day || months.any(|(days, _)| next(self.days, 1) <= Some(i64::from(*days)))
    }
}

/// Whether the same day so many days later is in another month.
fn is_last(date: Date, days: i64) -> bool {
    date.day() + days > date.days_in_month()
}

fn has(mask: u64, value: i64) -> bool {
    mask >> value & 1 == 1
}

/// The first admitted value that is not smaller.
fn next(mask: u64, from: i64) -> Option<i64> {
    let rest = mask.checked_shr(u32::try_from(from).ok()?)?;
    (rest != 0).then(|| from + i64::from(rest.trailing_zeros()))
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Cron {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let refuse = |why: &str| Err(TimeError::new(format!("the cron cycle `{}` {why}", clip(text))));
        if text.len() > MAX_LENGTH {
            return refuse("is too long; use several timers");
        }
        let (name, cycle) = split_zone(text);
        let zone = name.and_then(zones::find);
        if name.is_some() && zone.is_none() {
            return refuse("names no time zone that is known; use one of IANA's, such as `Europe/Paris`");
        }
        let fields: Vec<&str> = expand(cycle)?.split_whitespace().collect_vec();
        let (seconds, rest, posix) = match *fields {
            [minute, hour, day, month, weekday] => ("0", [minute, hour, day, month, weekday], true),
            [second, minute, hour, day, month, weekday]
            | [second, minute, hour, day, month, weekday, "*" | "?"] => {
                (second, [minute, hour, day, month, weekday], false)
            }
            [_, _, _, _, _, _, _] => return refuse("names a year, which is not supported; use a `timeDate`"),
            _ => {
                return refuse(
                    "needs five fields (minute, hour, day, month, day of the week), or six with seconds first",
                );
            }
        };
        let [minute, hour, day, month, weekday] = rest;
        let named = Named::read(weekday);
        let cron = Self {
            text: match name {
                Some(name) => format!("CRON_TZ={name} {}", fields.join(" ")).into(),
                None => fields.join(" ").into(),
            },
            zone,
            seconds: SECOND.read(seconds)?,
            minutes: MINUTE.read(minute)?,
            hours: HOUR.read(hour)?,
            days: if day.eq_ignore_ascii_case("L") { 0 } else { DAY.read(day)? },
            months: MONTH.read(month)?,
            weekdays: weekdays(named.day, posix)?,
            last_day: day.eq_ignore_ascii_case("L"),
            nth: named.nth,
            either: posix && !is_any(day) && !is_any(weekday),
        };
        if cron.nth.is_some() && !is_any(day) {
            return refuse("gives a day of the month and a certain day of the week; keep one of them");
        }
        if cron.comes() { Ok(cron) } else { refuse("names a day that no month has") }
    }
}

/// What the names stand for.
fn expand(text: &str) -> Result<&str, TimeError> {
    let lower = text.to_ascii_lowercase();
    Ok(match &*lower {
        "@yearly" | "@annually" => "0 0 0 1 1 *",
        "@monthly" => "0 0 0 1 * *",
        "@weekly" => "0 0 0 * * SUN",
        "@daily" | "@midnight" => "0 0 0 * * *",
        "@hourly" => "0 0 * * * *",
        _ if text.starts_with('@') => {
            let message = format!(
                "`{}` names no cycle; there are `@yearly`, `@monthly`, `@weekly`, `@daily` and `@hourly`",
                clip(text)
            );
            return Err(TimeError::new(message));
        }
        _ => text,
    })
}

/// A field that takes any value, be it every second of them, does not restrict the days.
fn is_any(field: &str) -> bool {
    field.starts_with(['*', '?', '/'])
}

/// A day of the week without the part that says which one in its month.
struct Named<'a> {
    day: &'a str,
    nth: Option<i64>,
}

impl<'a> Named<'a> {
    fn read(field: &'a str) -> Self {
        let last = || field.strip_suffix(['L', 'l']).map(|day| (day, 0));
        let counted = || {
            let (day, nth) = field.split_once('#')?;
            Some((day, number(nth).map(i64::from).filter(|nth| (1..=5).contains(nth))?))
        };
        match counted().or_else(last).filter(|(day, _)| WEEKDAY.value(day).is_some()) {
            Some((day, nth)) => Self { day, nth: Some(nth) },
            None => Self { day: field, nth: None },
        }
    }
}

/// POSIX counts the days of the week from Sunday as 0, and 7 is Sunday again. With seconds, some engines
/// count from Sunday as 1 and others as 0.
fn weekdays(field: &str, posix: bool) -> Result<u64, TimeError> {
    let numbered = field.split(',').any(|item| {
        let range = item.split('/').next().unwrap_or_default();
        range.contains(|c: char| c.is_ascii_digit())
    });
    if numbered && !posix {
        let message = format!(
            "engines disagree which day of the week is meant by `{}`; write its name, such as `MON-FRI`",
            clip(field)
        );
        return Err(TimeError::new(message));
    }
    WEEKDAY.read(field)
}

impl Unit {
    fn read(&self, field: &str) -> Result<u64, TimeError> {
        field
            .split(',')
            .try_fold(0, |mask, item| Ok(mask | self.item(item).ok_or_else(|| self.refuse(item))?))
    }

    fn refuse(&self, item: &str) -> TimeError {
        let Self { name, first, last, .. } = self;
        let names = match *self.names {
            [first, .., last] => format!(", `{first}` to `{last}`"),
            _ => String::new(),
        };
        let last_day = if *last == 31 { ", `L` for the last" } else { "" };
        TimeError::new(format!(
            "`{}` is no {name} of a cron cycle; there are {first} to {last}{names}, ranges `a-b`, steps `a/n`, lists `a,b` and `*`{last_day}",
            clip(item)
        ))
    }

    /// One item of a list: `*`, `5`, `9-17`, `FRI-MON`, `*/5`, `10/5`, `9-17/2`.
    fn item(&self, item: &str) -> Option<u64> {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => (range, Some(number(step).filter(|step| *step > 0)?)),
            None => (item, None),
        };
        let span = self.last - self.first + 1;
        let (from, width) = match range.split_once('-') {
            Some((from, to)) => {
                let (from, to) = (self.value(from)?, self.value(to)?);
                (from, if to >= from { to - from } else { to + span - from })
            }
            None if range == "*" || range.is_empty() && step.is_some() => (self.first, span - 1),
            None if range == "?" && step.is_none() && matches!(self.last, 31 | 6) => (self.first, span - 1),
            None => {
                let from = self.value(range)?;
                (from, if step.is_some() { self.last.saturating_sub(from) } else { 0 })
            }
        };
        let values = (0..=width).step_by(step.unwrap_or(1) as usize);
        Some(values.fold(0, |mask, value| mask | 1 << ((from - self.first + value) % span + self.first)))
    }

    fn value(&self, text: &str) -> Option<u32> {
        let named = (self.first..).zip(self.names).find(|(_, name)| name.eq_ignore_ascii_case(text));
        // Sunday is both the first and the last day of the week.
        let last = if self.last == 6 { 7 } else { self.last };
        named
            .map(|(value, _)| value)
            .or_else(|| number(text).filter(|value| (self.first..=last).contains(value)))
    }
}

fn number(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests;
