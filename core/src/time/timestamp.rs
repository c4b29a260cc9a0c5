//! The engine's only notion of an instant.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Date;

const MILLIS_OF_DAY: i64 = 86_400_000;

/// A date and the milliseconds since it began.
pub(super) type Civil = (Date, i64);

/// An instant: milliseconds since 1970-01-01T00:00:00Z, in the years 1 to 9999.
///
/// Its JSON form is the number. A double holds every instant exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_135_596_800_000);
    /// 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// The instant this many milliseconds after 1970 began in UTC; `None` outside the years 1 to
    /// 9999.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Option<Self> {
        if millis >= Self::MIN.0 && millis <= Self::MAX.0 { Some(Self(millis)) } else { None }
    }

    /// Milliseconds since 1970 began in UTC.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The date and time of day in UTC.
    pub(super) fn civil(self) -> Civil {
        let days = self.0.div_euclid(MILLIS_OF_DAY);
        (Date::from_days(days).unwrap_or(Date::EPOCH), self.0.rem_euclid(MILLIS_OF_DAY))
    }

    /// The instant of a date in UTC and so many milliseconds, which may be more than a day has or
    /// negative; `None` outside the years 1 to 9999.
    pub(super) fn from_civil((date, millis): Civil) -> Option<Self> {
        let midnight = date.days() * MILLIS_OF_DAY;
        Self::from_millis(midnight.checked_add(millis)?)
    }
}

/// RFC 3339 in UTC: `2026-01-02T03:04:05Z`, with milliseconds when there are any.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, millis) = self.civil();
        let (year, month, day) = (date.year(), date.month(), date.day());
        let (hour, minute, second) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        match millis % 1000 {
            0 => f.write_str("Z"),
            millis => write!(f, ".{millis:03}Z"),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Millis)
    }
}

struct Millis;

impl Visitor<'_> for Millis {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an instant as whole milliseconds since 1970-01-01T00:00:00Z")
    }

    fn visit_i64<E: Error>(self, millis: i64) -> Result<Timestamp, E> {
        let refusal = || {
            E::custom(format_args!(
                "the instant `{millis}` is outside the years 1 to 9999; give milliseconds since 1970"
            ))
        };
        Timestamp::from_millis(millis).ok_or_else(refusal)
    }

    fn visit_u64<E: Error>(self, millis: u64) -> Result<Timestamp, E> {
        self.visit_i64(i64::try_from(millis).unwrap_or(i64::MAX))
    }

    /// JavaScript has no other numbers.
    fn visit_f64<E: Error>(self, millis: f64) -> Result<Timestamp, E> {
        if millis.trunc() != millis {
            return Err(E::custom(format_args!(
                "the instant `{millis}` is not a whole number of milliseconds; round it"
            )));
        }
        // The cast saturates; infinity ends up outside the years, too.
        self.visit_i64(millis as i64)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Timestamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An instant: whole milliseconds since 1970-01-01T00:00:00Z, in the years 1 to 9999.",
            "type": "integer",
            "minimum": Self::MIN.0,
            "maximum": Self::MAX.0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis).unwrap()
    }

    #[test]
    fn prints_in_utc() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (1_767_323_045_000, "2026-01-02T03:04:05Z"),
            (1_767_323_045_007, "2026-01-02T03:04:05.007Z"),
            (Timestamp::MIN.millis(), "0001-01-01T00:00:00Z"),
            (Timestamp::MAX.millis(), "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(at(millis).to_string(), text);
            assert_eq!(Timestamp::from_civil(at(millis).civil()), Some(at(millis)));
        }
        assert_eq!(Timestamp::from_millis(Timestamp::MAX.millis() + 1), None);
        assert_eq!(Timestamp::from_millis(Timestamp::MIN.millis() - 1), None);
        assert_eq!(Timestamp::from_millis(i64::MIN), None);
    }

    #[test]
    fn is_a_number_in_json() {
        let read = |json: &str| serde_json::from_str::<Timestamp>(json).map_err(|e| e.to_string());
        assert_eq!(read("-5"), Ok(at(-5)));
        assert_eq!(read("1767323045000.0"), Ok(at(1_767_323_045_000)));
        assert_eq!(serde_json::to_string(&at(1_767_323_045_000)).unwrap(), "1767323045000");
        for (json, said) in [
            ("1.5", "round it"),
            ("1e300", "years 1 to 9999"),
            ("253402300800000", "years 1 to 9999"),
            ("18446744073709551615", "years 1 to 9999"),
            ("\"2026-01-01\"", "whole milliseconds"),
            ("null", "whole milliseconds"),
        ] {
            let message = read(json).unwrap_err();
            assert!(message.contains(said), "{json}: {message}");
        }
    }
}
