//! The two kinds of durations: months are not counted in days.

use std::fmt;

use super::clock::{DAY_SECONDS, SECOND, write_fraction};
use crate::expr::feel::value::Val;
use crate::value::Number;

/// More months than lie between the first and the last year.
const MAX_MONTHS: i64 = 1_000_000_000_000;

/// More seconds than lie between the first and the last year, and few enough for their billionths to
/// be a number.
const MAX_SECONDS: i64 = 100_000_000_000_000_000;

/// So many months, forward or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct YearsMonths(i64);

impl YearsMonths {
    /// `None` if it is too long.
    pub(in crate::expr::feel) fn new(months: i64) -> Option<Self> {
        (-MAX_MONTHS..=MAX_MONTHS).contains(&months).then_some(Self(months))
    }

    pub(in crate::expr::feel) fn months(self) -> i64 {
        self.0
    }

    pub(super) fn property(self, name: &str) -> Option<i64> {
        match name {
            "years" => Some(self.0 / 12),
            "months" => Some(self.0 % 12),
            "value" => Some(self.0),
            _ => None,
        }
    }
}

impl fmt::Display for YearsMonths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 < 0 { "-P" } else { "P" })?;
        let months = self.0.unsigned_abs();
        if months >= 12 {
            write!(f, "{}Y", months / 12)?;
        }
        if !months.is_multiple_of(12) || months == 0 { write!(f, "{}M", months % 12) } else { Ok(()) }
    }
}

/// An exact span of time, forward or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DaysTime {
    /// Whole seconds that are not more.
    seconds: i64,
    /// Since then.
    nanos: u32,
}

impl DaysTime {
    pub(super) fn from_seconds(seconds: i64) -> Self {
        Self { seconds, nanos: 0 }
    }

    /// `None` if it is too long.
    pub(in crate::expr::feel) fn from_nanos(nanos: i128) -> Option<Self> {
        let seconds = i64::try_from(nanos.div_euclid(SECOND.into())).ok()?;
        let nanos = u32::try_from(nanos.rem_euclid(SECOND.into())).ok()?;
        (-MAX_SECONDS..=MAX_SECONDS).contains(&seconds).then_some(Self { seconds, nanos })
    }

    pub(in crate::expr::feel) fn nanos(self) -> i128 {
        i128::from(self.seconds) * i128::from(SECOND) + i128::from(self.nanos)
    }

    /// Whole seconds, those of a negative one counted from 0 down.
    fn whole(self) -> i64 {
        self.seconds + i64::from(self.seconds < 0 && self.nanos > 0)
    }

    pub(super) fn property(self, name: &str) -> Option<Val> {
        let whole = self.whole();
        Some(super::number(match name {
            "days" => whole / DAY_SECONDS,
            "hours" => whole / 3600 % 24,
            "minutes" => whole / 60 % 60,
            "seconds" => whole % 60,
            "value" => return Some(Val::Number(seconds(self.nanos()))),
            _ => return None,
        }))
    }
}

/// Nanoseconds as seconds. Those of durations and instants have fewer digits than a number.
pub(super) fn seconds(nanos: i128) -> Number {
    let billionth = Number::from_i64(SECOND);
    let (whole, part) = (nanos.div_euclid(SECOND.into()), nanos.rem_euclid(SECOND.into()));
    let whole = Number::from_i64(i64::try_from(whole).unwrap_or_default());
    let part = Number::from_i64(i64::try_from(part).unwrap_or_default()).checked_div(billionth);
    part.and_then(|part| whole.checked_add(part)).unwrap_or_default()
}

impl fmt::Display for DaysTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.seconds < 0 { "-P" } else { "P" })?;
        let (seconds, nanos) = match (self.whole().unsigned_abs(), i64::from(self.nanos)) {
            (seconds, nanos) if self.seconds < 0 && nanos > 0 => (seconds, SECOND - nanos),
            exact => exact,
        };
        let units = [(seconds / 86_400, 'D'), (seconds / 3600 % 24, 'H'), (seconds / 60 % 60, 'M')];
        let rest = (seconds % 60, nanos);
        let none = seconds == 0 && nanos == 0;
        for (amount, unit) in units {
            if unit == 'H' && (none || (seconds % 86_400, nanos) != (0, 0)) {
                f.write_str("T")?;
            }
            if amount > 0 {
                write!(f, "{amount}{unit}")?;
            }
        }
        if rest == (0, 0) && !none {
            return Ok(());
        }
        write!(f, "{}", rest.0)?;
        write_fraction(nanos, f)?;
        f.write_str("S")
    }
}
