//! The time zones of IANA, the same in every host: no data of the operating system is read.
//!
//! The table is written by `cargo xtask gen`, which says how it is laid out. It belongs to the feature
//! `zones`; without that there are no names.

#[cfg(test)]
mod oracle;

use super::Date;

/// A zone by one of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Zone(u16);

#[cfg(feature = "zones")]
const TABLE: &[u8] = include_bytes!("table.bin");
#[cfg(not(feature = "zones"))]
const TABLE: &[u8] = &[];

const OFFSETS: usize = 1;
const RULES: usize = 2;
const NAMES: usize = 3;
const NUMBERS: usize = 4;
const LENGTHS: usize = 5;
const ROWS: usize = 6;

const DAY: i64 = 86_400;

/// A day before the first change of any clock, counted from 1970.
const FIRST_DAY: i64 = -60_000;

/// The zone of that name, if there is one.
pub(crate) fn find(name: &str) -> Option<Zone> {
    let index = names().position(|known| known == name).filter(|_| !name.is_empty())?;
    u16::try_from(index).ok().map(Zone)
}

/// The name that it was found by.
pub(crate) fn name(zone: Zone) -> &'static str {
    names().nth(zone.0.into()).unwrap_or_default()
}

/// How many seconds clocks there are ahead of UTC at an instant, in seconds since 1970.
pub(crate) fn offset_at(zone: Zone, seconds: i64) -> i64 {
    row(zone).and_then(|row| row.offset(seconds, false)).unwrap_or_default()
}

/// How many seconds a clock there is ahead of UTC when it shows so many seconds since 1970. What it
/// shows twice is taken the first time; what it skips is taken as if it had not been put forward.
pub(crate) fn offset_of_local(zone: Zone, seconds: i64) -> i64 {
    row(zone).and_then(|row| row.offset(seconds, true)).unwrap_or_default()
}

/// The offset of its standard time by today's rule.
pub(crate) fn standard_offset(zone: Zone) -> i64 {
    let standard = || {
        let mut row = row(zone)?;
        row.next()?;
        offset(row.next()?)
    };
    standard().unwrap_or_default()
}

fn section(index: usize) -> &'static [u8] {
    let mut rest = TABLE;
    for _ in 0..index {
        rest = split(rest).map_or(&[], |(_, rest)| rest);
    }
    split(rest).map_or(&[], |(section, _)| section)
}

fn split(bytes: &'static [u8]) -> Option<(&'static [u8], &'static [u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

fn names() -> impl Iterator<Item = &'static str> {
    std::str::from_utf8(section(NAMES)).unwrap_or_default().split('\n')
}

fn short(section: &[u8], index: usize) -> Option<usize> {
    let bytes = section.get(index * 2..)?.first_chunk()?;
    Some(u16::from_le_bytes(*bytes).into())
}

fn long(bytes: &[u8]) -> Option<i64> {
    bytes.first_chunk().map(|bytes| i32::from_le_bytes(*bytes).into())
}

fn offset(index: i64) -> Option<i64> {
    section(OFFSETS).get(usize::try_from(index).ok()? * 4..).and_then(long)
}

fn row(zone: Zone) -> Option<Row> {
    let number = short(section(NUMBERS), zone.0.into())?;
    let lengths = section(LENGTHS);
    let start: usize = (0..number).filter_map(|number| short(lengths, number)).sum();
    section(ROWS).get(start..).map(Row)
}

/// What is left of the numbers of a zone.
#[derive(Clone, Copy)]
struct Row(&'static [u8]);

impl Row {
    fn next(&mut self) -> Option<i64> {
        let mut number = 0;
        for shift in [0, 7, 14] {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= i64::from(byte & 127) << shift;
            if *byte < 128 {
                break;
            }
        }
        Some(number)
    }

    fn skip(&mut self, count: i64) -> Option<Self> {
        let before = *self;
        for _ in 0..count {
            self.next()?;
        }
        Some(before)
    }

    fn offset(mut self, seconds: i64, local: bool) -> Option<i64> {
        let (mut ahead, standard) = (offset(self.next()?)?, offset(self.next()?)?);
        let (rule, count) = (self.next()?, self.next()?);
        let (mut days, mut clocks) = (self.skip(count)?, self.skip(count)?);
        let mut day = FIRST_DAY;
        let mut last = i64::MIN;
        for _ in 0..count {
            day += days.next()?;
            let clock = clocks.next()?;
            let shown = day * DAY + if clock < 96 { clock * 900 } else { clock - 96 };
            let after = offset(self.next()?)?;
            let next = changes(shown, ahead, after, local);
            if seconds < next {
                return Some(ahead);
            }
            (ahead, last) = (after, shown - ahead);
        }
        if rule == 0 { Some(ahead) } else { by_rule(rule, standard, seconds, local, (last, ahead)) }
    }
}

/// When a clock is changed that showed so many seconds: in UTC, or as what the clock there has then
/// reached.
fn changes(shown: i64, before: i64, after: i64, local: bool) -> i64 {
    if local { shown + (after - before).max(0) } else { shown - before }
}

/// The offset by the rule that comes every year, from its first change after the last one that is told.
fn by_rule(rule: i64, standard: i64, seconds: i64, local: bool, last: (i64, i64)) -> Option<i64> {
    const LENGTH: usize = 18;
    let rule = section(RULES).get((usize::try_from(rule).ok()? - 1) * LENGTH..)?.get(..LENGTH)?;
    let (ahead, rest) = rule.split_at_checked(4)?;
    let (forward, back) = rest.split_at_checked(7)?;
    let summer = standard + long(ahead)?;
    let this = Date::from_days((seconds + if local { 0 } else { standard }).div_euclid(DAY))?.year();
    let mut latest = last;
    for year in [this - 1, this] {
        for (rule, before, after) in [(forward, standard, summer), (back, summer, standard)] {
            let shown = in_year(year, rule)?;
            if changes(shown, before, after, local) <= seconds && shown - before > latest.0 {
                latest = (shown - before, after);
            }
        }
    }
    Some(latest.1)
}

/// What the clock shows when it is changed in a year: the month, which one of the weekday (5 is the
/// last), the weekday from Sunday as 0, and the time of that day.
fn in_year(year: i64, rule: &[u8]) -> Option<i64> {
    let ([month, week, weekday], time) = rule.split_first_chunk()?;
    let first = Date::new(year, (*month).into(), 1)?;
    let day = (i64::from(*weekday) - first.weekday()).rem_euclid(7) + (i64::from(*week) - 1) * 7;
    let day = if day < first.days_in_month() { day } else { day - 7 };
    Some((first.days() + day) * DAY + long(time)?)
}
