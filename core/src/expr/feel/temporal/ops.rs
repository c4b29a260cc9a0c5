//! Arithmetic and conversions. `None` is what FEEL has no value for.

use super::clock::{DAY, DateTime, Place, SECOND, Time};
use super::{DaysTime, Temporal, YearsMonths};
use crate::time::Date;
use crate::value::Number;

impl Temporal {
    pub(in crate::expr::feel) fn add(self, other: Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::YearsMonths(left), Self::YearsMonths(right)) => {
                Self::YearsMonths(YearsMonths::new(left.months() + right.months())?)
            }
            (Self::DaysTime(left), Self::DaysTime(right)) => {
                Self::DaysTime(DaysTime::from_nanos(left.nanos() + right.nanos())?)
            }
            (at, Self::YearsMonths(duration)) | (Self::YearsMonths(duration), at) => {
                at.add_months(duration.months())?
            }
            (at, Self::DaysTime(duration)) | (Self::DaysTime(duration), at) => {
                at.add_nanos(duration.nanos())?
            }
            _ => return None,
        })
    }

    pub(in crate::expr::feel) fn subtract(self, other: Self) -> Option<Self> {
        match (self, other) {
            (_, Self::YearsMonths(_) | Self::DaysTime(_)) => self.add(other.negate()?),
            (Self::Time(left), Self::Time(right)) if left.place.is_comparable(right.place) => {
                DaysTime::from_nanos(left.instant() - right.instant()).map(Self::DaysTime)
            }
            // A date is its midnight in UTC.
            (Self::Date(_) | Self::DateTime(_), Self::Date(_) | Self::DateTime(_)) => {
                let (left, right) = (self.in_utc()?, other.in_utc()?);
                let comparable = left.time.place.is_comparable(right.time.place);
                let nanos = left.instant() - right.instant();
                comparable.then(|| DaysTime::from_nanos(nanos)).flatten().map(Self::DaysTime)
            }
            _ => None,
        }
    }

    pub(in crate::expr::feel) fn negate(self) -> Option<Self> {
        Some(match self {
            Self::YearsMonths(duration) => Self::YearsMonths(YearsMonths::new(-duration.months())?),
            Self::DaysTime(duration) => Self::DaysTime(DaysTime::from_nanos(-duration.nanos())?),
            _ => return None,
        })
    }

    /// Without its sign.
    pub(in crate::expr::feel) fn absolute(self) -> Option<Self> {
        match self {
            Self::YearsMonths(duration) if duration.months() >= 0 => Some(self),
            Self::DaysTime(duration) if duration.nanos() >= 0 => Some(self),
            _ => self.negate(),
        }
    }

    /// So many times a duration; what is finer than a month or a nanosecond is cut off.
    pub(in crate::expr::feel) fn multiply(self, factor: Number) -> Option<Self> {
        self.scale(Number::checked_mul, factor)
    }

    pub(in crate::expr::feel) fn divide(self, divisor: Number) -> Option<Self> {
        self.scale(Number::checked_div, divisor)
    }

    fn scale(self, by: fn(Number, Number) -> Option<Number>, factor: Number) -> Option<Self> {
        Some(match self {
            Self::YearsMonths(duration) => {
                let months = by(Number::from_i64(duration.months()), factor)?;
                Self::YearsMonths(YearsMonths::new(truncate(months)?)?)
            }
            Self::DaysTime(duration) => {
                let seconds = by(super::duration::seconds(duration.nanos()), factor)?;
                Self::DaysTime(DaysTime::from_nanos(nanos_of(seconds)?)?)
            }
            _ => return None,
        })
    }

    /// How often a duration goes into one of its kind.
    pub(in crate::expr::feel) fn ratio(self, other: Self) -> Option<Number> {
        let (left, right) = match (self, other) {
            (Self::YearsMonths(left), Self::YearsMonths(right)) => {
                (Number::from_i64(left.months()), Number::from_i64(right.months()))
            }
            (Self::DaysTime(left), Self::DaysTime(right)) => {
                (super::duration::seconds(left.nanos()), super::duration::seconds(right.nanos()))
            }
            _ => return None,
        };
        left.checked_div(right)
    }

    fn add_months(self, months: i64) -> Option<Self> {
        Some(match self {
            Self::Date(date) => Self::Date(date.add_months(months)?),
            Self::DateTime(at) => Self::DateTime(DateTime { date: at.date.add_months(months)?, ..at }),
            _ => return None,
        })
    }

    fn add_nanos(self, nanos: i128) -> Option<Self> {
        Some(match self {
            Self::Date(date) => {
                let midnight = DateTime::of_date(date, Place::Local).local();
                Self::Date(DateTime::from_local(midnight + nanos, Place::Local)?.date)
            }
            Self::Time(time) => {
                let nanos = (i128::from(time.nanos) + nanos).rem_euclid(DAY.into());
                Self::Time(Time { nanos: i64::try_from(nanos).ok()?, ..time })
            }
            Self::DateTime(at) => {
                Self::DateTime(DateTime::from_instant(at.instant() + nanos, at.time.place)?)
            }
            _ => return None,
        })
    }

    fn in_utc(self) -> Option<DateTime> {
        match self {
            Self::Date(date) => Some(DateTime::of_date(date, Place::Offset(0))),
            Self::DateTime(at) => Some(at),
            _ => None,
        }
    }

    /// The date of a date and time, or the date itself.
    pub(in crate::expr::feel) fn date(self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(date),
            Self::DateTime(at) => Some(at.date),
            _ => None,
        }
    }

    /// The time of day; that of a date is its midnight in UTC.
    pub(in crate::expr::feel) fn time(self) -> Option<Time> {
        match self {
            Self::Time(time) => Some(time),
            _ => self.in_utc().map(|at| at.time),
        }
    }
}

impl Time {
    /// `None` if no clock shows that.
    pub(in crate::expr::feel) fn of(
        hour: i64,
        minute: i64,
        second: Number,
        offset: Option<DaysTime>,
    ) -> Option<Self> {
        let place = match offset {
            Some(offset) => Place::of_offset(i64::try_from(offset.nanos() / i128::from(SECOND)).ok()?)?,
            None => Place::Local,
        };
        Self::new(hour, minute, i64::try_from(nanos_of(second)?).ok()?, place)
    }
}

impl DateTime {
    /// The same instant as a clock in that zone shows it. A local one is taken to be there.
    pub(in crate::expr::feel) fn at(self, place: Place) -> Option<Self> {
        match self.time.place {
            Place::Local => Some(Self { time: Time { place, ..self.time }, ..self }),
            _ => Self::from_instant(self.instant(), place),
        }
    }
}

impl YearsMonths {
    /// The whole months from one day to another.
    pub(in crate::expr::feel) fn between(from: Date, to: Date) -> Option<Self> {
        let months = (to.year() - from.year()) * 12 + to.month() - from.month();
        let short = to.day() - from.day();
        Self::new(months - i64::from(months > 0 && short < 0) + i64::from(months < 0 && short > 0))
    }
}

fn truncate(number: Number) -> Option<i64> {
    number.checked_sub(number.checked_rem(Number::ONE)?)?.to_i64()
}

/// Seconds as nanoseconds; what is finer is cut off.
fn nanos_of(seconds: Number) -> Option<i128> {
    let fraction = seconds.checked_rem(Number::ONE)?;
    let whole = seconds.checked_sub(fraction)?.to_i64()?;
    let nanos = truncate(fraction.checked_mul(Number::from_i64(SECOND))?)?;
    Some(i128::from(whole) * i128::from(SECOND) + i128::from(nanos))
}
