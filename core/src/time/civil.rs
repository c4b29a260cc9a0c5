//! Days of the proleptic Gregorian calendar, in all years that FEEL knows.

/// A day. Later days are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

/// The years go as far as this on both sides of 0.
pub(crate) const MAX_YEAR: i32 = 999_999_999;

/// The days of each month, from January.
const DAYS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The Gregorian calendar repeats after so many days, which are 400 years.
const DAYS_OF_ERA: i64 = 146_097;

/// From 1 March of the year 0, where eras begin, to 1 January 1970.
const EPOCH: i64 = 719_468;

impl Date {
    /// 1 January 1970.
    pub(crate) const EPOCH: Self = Self { year: 1970, month: 1, day: 1 };

    /// `None` if there is no such day.
    pub(crate) fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let year = i32::try_from(year).ok().filter(|year| (-MAX_YEAR..=MAX_YEAR).contains(year))?;
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        (1..=days_of(year, month)?).contains(&day).then_some(Self { year, month, day })
    }

    pub(crate) fn year(self) -> i64 {
        self.year.into()
    }

    pub(crate) fn month(self) -> i64 {
        self.month.into()
    }

    pub(crate) fn day(self) -> i64 {
        self.day.into()
    }

    /// How many days it is after 1 January 1970.
    pub(crate) fn days(self) -> i64 {
        // Years begin in March here, so that the leap day is their last.
        let month = (self.month() + 9) % 12;
        let year = self.year() - i64::from(self.month <= 2);
        let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
        let day = (153 * month + 2) / 5 + self.day() - 1;
        era * DAYS_OF_ERA + year * 365 + year / 4 - year / 100 + day - EPOCH
    }

    /// The day so many days after 1 January 1970; `None` outside the years.
    pub(crate) fn from_days(days: i64) -> Option<Self> {
        let days = days.checked_add(EPOCH)?;
        let (era, day) = (days.div_euclid(DAYS_OF_ERA), days.rem_euclid(DAYS_OF_ERA));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let month = (month + 2) % 12 + 1;
        Self::new(era * 400 + year + i64::from(month <= 2), month, day)
    }

    /// The same day so many months later, or the last day of that month if it is shorter.
    pub(crate) fn add_months(self, months: i64) -> Option<Self> {
        let months = (self.year() * 12 + self.month() - 1).checked_add(months)?;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let first = Self::new(year, month, 1)?;
        Self::new(year, month, self.day().min(first.days_in_month()))
    }

    pub(crate) fn days_in_month(self) -> i64 {
        days_of(self.year, self.month).unwrap_or(31).into()
    }

    /// From Monday, which is 1, to Sunday, which is 7.
    pub(crate) fn weekday(self) -> i64 {
        (self.days() + 3).rem_euclid(7) + 1
    }

    /// From 1 January, which is 1.
    pub(crate) fn day_of_year(self) -> i64 {
        self.days() - Self { month: 1, day: 1, ..self }.days() + 1
    }

    /// The week of ISO 8601: it belongs to the year that its Thursday is in.
    pub(crate) fn week_of_year(self) -> i64 {
        let thursday = Self::from_days(self.days() + 4 - self.weekday());
        // The calendar ends within a week whose Thursday would be in the year after.
        thursday.map_or(1, |thursday| (thursday.day_of_year() + 6) / 7)
    }
}

fn days_of(year: i32, month: u8) -> Option<u8> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = *DAYS.get(usize::from(month).checked_sub(1)?)?;
    Some(if month == 2 && leap { 29 } else { days })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_days() {
        for (year, month, day, days) in [
            (1970, 1, 1, 0),
            (1969, 12, 31, -1),
            (2000, 2, 29, 11_016),
            (2000, 3, 1, 11_017),
            (0, 1, 1, -719_528),
            (-999_999_999, 1, 1, -365_243_219_162),
            (999_999_999, 12, 31, 365_241_780_471),
        ] {
            let date = Date::new(year, month, day).unwrap();
            assert_eq!(date.days(), days, "{date:?}");
            assert_eq!(Date::from_days(days), Some(date));
        }
        assert_eq!(Date::from_days(365_241_780_472), None);
        assert_eq!(Date::from_days(-365_243_219_163), None);
        assert_eq!((Date::from_days(i64::MAX), Date::from_days(i64::MIN)), (None, None));
        for (year, month, day) in [(2026, 2, 29), (1900, 2, 29), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0)] {
            assert_eq!(Date::new(year, month, day), None);
        }
    }

    #[test]
    fn clamps_to_the_end_of_a_month() {
        let date = |y, m, d| Date::new(y, m, d).unwrap();
        assert_eq!(date(2024, 1, 31).add_months(1), Some(date(2024, 2, 29)));
        assert_eq!(date(2024, 3, 31).add_months(-13), Some(date(2023, 2, 28)));
        assert_eq!(date(999_999_999, 12, 1).add_months(1), None);
        assert_eq!(date(2024, 1, 31).add_months(i64::MAX), None);
    }

    proptest! {
        #[test]
        fn agrees_with_jiff(days in -4_371_587i64..2_932_896) {
            let theirs = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(days);
            let ours = Date::from_days(days).unwrap();
            prop_assert_eq!(
                (ours.year(), ours.month(), ours.day(), ours.weekday(), ours.day_of_year(), ours.days()),
                (
                    theirs.year().into(),
                    theirs.month().into(),
                    theirs.day().into(),
                    theirs.weekday().to_monday_one_offset().into(),
                    theirs.day_of_year().into(),
                    days,
                )
            );
            prop_assert_eq!(ours.week_of_year(), i64::from(theirs.iso_week_date().week()));
            prop_assert_eq!(ours.days_in_month(), i64::from(theirs.days_in_month()));
        }
    }
}
