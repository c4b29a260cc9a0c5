//! Times of day, by themselves and of a date.

use std::fmt;

use crate::time::{Date, Timestamp, zones};

pub(super) const SECOND: i64 = 1_000_000_000;
pub(super) const DAY_SECONDS: i64 = 86_400;
pub(super) const DAY: i64 = DAY_SECONDS * SECOND;

/// The farthest that a clock may be from UTC, in seconds.
const MAX_OFFSET: i64 = 18 * 3600;

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::expr::feel) enum Place {
    /// It does not say.
    Local,
    /// So many seconds ahead of UTC.
    Offset(i32),
    /// In a zone by the name of IANA.
    Zone(zones::Zone),
}

impl Place {
    /// `None` if no clock is that far from UTC.
    pub(super) fn of_offset(seconds: i64) -> Option<Self> {
        let near = (-MAX_OFFSET..=MAX_OFFSET).contains(&seconds);
        i32::try_from(seconds).ok().filter(|_| near).map(Self::Offset)
    }

    /// Whether what two clocks show is related.
    pub(super) fn is_comparable(self, other: Self) -> bool {
        (self == Self::Local) == (other == Self::Local)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => Ok(()),
            Self::Offset(0) => f.write_str("Z"),
            Self::Offset(offset) => {
                let (sign, ahead) = (if *offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
                write!(f, "{sign}{:02}:{:02}", ahead / 3600, ahead / 60 % 60)?;
                match ahead % 60 {
                    0 => Ok(()),
                    seconds => write!(f, ":{seconds:02}"),
                }
            }
            Self::Zone(zone) => write!(f, "@{}", zones::name(*zone)),
        }
    }
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// Since midnight, less than a day.
    pub(super) nanos: i64,
    pub(in crate::expr::feel) place: Place,
}

impl Time {
    /// `None` if no clock shows that. The seconds come in billionths.
    pub(super) fn new(hour: i64, minute: i64, nanos: i64, place: Place) -> Option<Self> {
        let within =
            (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60 * SECOND).contains(&nanos);
        within.then(|| Self { nanos: (hour * 60 + minute) * 60 * SECOND + nanos, place })
    }

    /// The offset of a zone without a date is that of its standard time.
    pub(super) fn offset(&self) -> Option<i64> {
        match self.place {
            Place::Local => None,
            Place::Offset(offset) => Some(offset.into()),
            Place::Zone(zone) => Some(zones::standard_offset(zone)),
        }
    }

    /// In UTC, if it says where it is; may be on the day before or after.
    pub(super) fn instant(&self) -> i128 {
        (self.nanos - self.offset().unwrap_or(0) * SECOND).into()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.nanos / SECOND;
        write!(f, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
        write_fraction(self.nanos % SECOND, f)?;
        self.place.fmt(f)
    }
}

/// A date with a time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DateTime {
    pub(in crate::expr::feel) date: Date,
    pub(in crate::expr::feel) time: Time,
}

impl DateTime {
    /// The instant in UTC.
    pub(in crate::expr::feel) fn of_timestamp(at: Timestamp) -> Option<Self> {
        Self::from_local(i128::from(at.millis()) * 1_000_000, Place::Offset(0))
    }

    /// Midnight.
    pub(in crate::expr::feel) fn of_date(date: Date, place: Place) -> Self {
        Self { date, time: Time { nanos: 0, place } }
    }

    /// What a clock there shows after so many nanoseconds.
    pub(super) fn from_local(nanos: i128, place: Place) -> Option<Self> {
        let days = i64::try_from(nanos.div_euclid(DAY.into())).ok()?;
        let nanos = i64::try_from(nanos.rem_euclid(DAY.into())).ok()?;
        Some(Self { date: Date::from_days(days)?, time: Time { nanos, place } })
    }

    /// What a clock there shows at an instant.
    pub(super) fn from_instant(nanos: i128, place: Place) -> Option<Self> {
        let ahead = match place {
            Place::Local => 0,
            Place::Offset(offset) => offset.into(),
            Place::Zone(zone) => zones::offset_at(zone, whole(nanos)),
        };
        Self::from_local(nanos + i128::from(ahead) * i128::from(SECOND), place)
    }

    /// Nanoseconds that a clock shows, counted from 1970.
    pub(super) fn local(&self) -> i128 {
        i128::from(self.date.days()) * i128::from(DAY) + i128::from(self.time.nanos)
    }

    pub(super) fn offset(&self) -> Option<i64> {
        match self.time.place {
            Place::Zone(zone) => Some(zones::offset_of_local(zone, whole(self.local()))),
            _ => self.time.offset(),
        }
    }

    /// Nanoseconds since 1970 began in UTC, or there if it does not say where it is.
    pub(super) fn instant(&self) -> i128 {
        self.local() - i128::from(self.offset().unwrap_or(0)) * i128::from(SECOND)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_date(self.date, f)?;
        f.write_str("T")?;
        self.time.fmt(f)
    }
}

/// Whole seconds, of instants within the calendar.
pub(super) fn whole(nanos: i128) -> i64 {
    i64::try_from(nanos.div_euclid(SECOND.into())).unwrap_or_default()
}

pub(super) fn write_date(date: Date, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if date.year() < 0 { "-" } else { "" };
    write!(f, "{sign}{:04}-{:02}-{:02}", date.year().unsigned_abs(), date.month(), date.day())
}

/// The point and the billionths without trailing zeros; nothing for 0.
pub(super) fn write_fraction(mut nanos: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if nanos == 0 {
        return Ok(());
    }
    let mut width = 9;
    while nanos % 10 == 0 {
        (nanos, width) = (nanos / 10, width - 1);
    }
    write!(f, ".{nanos:0width$}")
}
