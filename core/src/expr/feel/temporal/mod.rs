//! FEEL's values of time: dates, times of day, both together, and the two kinds of durations.
//!
//! They are computed by the calendar alone: nothing here reads a clock, and the zones are a table of
//! ours, so that every host gets the same.

mod clock;
mod duration;
mod ops;
mod read;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;

use super::value::Val;
use crate::time::zones;
use crate::value::Number;

pub use clock::{DateTime, Time};

pub use crate::time::Date;
pub(in crate::expr::feel) use clock::Place;
pub use duration::{DaysTime, YearsMonths};

/// One value of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Temporal {
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A day with a time.
    DateTime(DateTime),
    /// A duration in years and months.
    YearsMonths(YearsMonths),
    /// A duration in days and shorter.
    DaysTime(DaysTime),
}

impl Temporal {
    /// The name of its type in FEEL.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Date(_) => "date",
            Self::Time(_) => "time",
            Self::DateTime(_) => "date and time",
            Self::YearsMonths(_) => "years and months duration",
            Self::DaysTime(_) => "days and time duration",
        }
    }

    /// What stands after a point, or `None` if there is no such property.
    pub(in crate::expr::feel) fn property(&self, name: &str) -> Option<Val> {
        let (date, time) = match self {
            Self::Date(date) => (Some(*date), None),
            Self::Time(time) => (None, Some(*time)),
            Self::DateTime(at) => (Some(at.date), Some(at.time)),
            Self::YearsMonths(duration) => return duration.property(name).map(number),
            Self::DaysTime(duration) => return duration.property(name),
        };
        let of_date = date.and_then(|date| {
            Some(match name {
                "year" => date.year(),
                "month" => date.month(),
                "day" => date.day(),
                "weekday" => date.weekday(),
                _ => return None,
            })
        });
        let of_time = || {
            let time = time?;
            let second = time.nanos / clock::SECOND;
            Some(match name {
                "hour" => number(second / 3600),
                "minute" => number(second / 60 % 60),
                "second" => number(second % 60),
                "time offset" => match self.offset() {
                    Some(offset) => Val::Temporal(Self::DaysTime(DaysTime::from_seconds(offset))),
                    None => Val::Null,
                },
                "timezone" => match time.place {
                    Place::Zone(zone) => Val::from(zones::name(zone)),
                    Place::Local | Place::Offset(_) => Val::Null,
                },
                _ => return None,
            })
        };
        match of_date {
            Some(of_date) => Some(number(of_date)),
            None if name == "value" => self.value().map(Val::Number),
            None => of_time(),
        }
    }

    /// How many seconds its clock is ahead of UTC, if it says so.
    fn offset(&self) -> Option<i64> {
        match self {
            Self::Time(time) => time.offset(),
            Self::DateTime(at) => at.offset(),
            _ => None,
        }
    }

    /// The seconds since 1970, or since midnight.
    fn value(&self) -> Option<Number> {
        Some(match self {
            Self::Date(date) => Number::from_i64(date.days() * clock::DAY_SECONDS),
            Self::Time(time) => duration::seconds(time.instant()),
            Self::DateTime(at) => duration::seconds(at.instant()),
            Self::YearsMonths(_) | Self::DaysTime(_) => return None,
        })
    }

    /// Which of two values of a kind comes first; `None` where that cannot be told: they are of
    /// different kinds, or only one of them says where its clock stands.
    pub(in crate::expr::feel) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Date(left), Self::Date(right)) => Some(left.cmp(right)),
            (Self::Time(left), Self::Time(right)) => {
                left.place.is_comparable(right.place).then(|| left.instant().cmp(&right.instant()))
            }
            (Self::DateTime(left), Self::DateTime(right)) => {
                let comparable = left.time.place.is_comparable(right.time.place);
                comparable.then(|| left.instant().cmp(&right.instant()))
            }
            (Self::YearsMonths(left), Self::YearsMonths(right)) => Some(left.cmp(right)),
            (Self::DaysTime(left), Self::DaysTime(right)) => Some(left.cmp(right)),
            _ => None,
        }
    }

    /// The operator `=`: of clocks, FEEL compares whole seconds, for it knows no fraction of a
    /// second as a property. `None` for values of different kinds.
    pub(in crate::expr::feel) fn equals(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Time(left), Self::Time(right)) => Some(
                left.place.is_comparable(right.place)
                    && clock::whole(left.instant()) == clock::whole(right.instant()),
            ),
            (Self::DateTime(left), Self::DateTime(right)) => Some(
                left.time.place.is_comparable(right.time.place)
                    && clock::whole(left.instant()) == clock::whole(right.instant()),
            ),
            _ => self.compare(other).map(Ordering::is_eq),
        }
    }
}

fn number(value: i64) -> Val {
    Val::from(value)
}

impl fmt::Display for Temporal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => clock::write_date(*date, f),
            Self::Time(time) => time.fmt(f),
            Self::DateTime(at) => at.fmt(f),
            Self::YearsMonths(duration) => duration.fmt(f),
            Self::DaysTime(duration) => duration.fmt(f),
        }
    }
}
