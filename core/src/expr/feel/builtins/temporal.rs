//! Functions that make values of time, and take them apart.

use super::{Args, Builtin, Stop};
use crate::expr::feel::temporal::{Date, DateTime, Place, Temporal, Time, YearsMonths};
use crate::expr::feel::value::Val;

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("date(from|year,month,day)", date),
    Builtin::new("time(from|hour,minute,second,offset?)", time),
    Builtin::new("date and time(from|date,time|date,timezone)", date_and_time),
    Builtin::new("duration(from)", duration),
    Builtin::new("years and months duration(from,to)", years_and_months),
    Builtin::new("day of year(date)", |args| of_date(args, |date| Val::from(date.day_of_year()))),
    Builtin::new("day of week(date)", |args| of_date(args, |date| name(WEEKDAYS, date.weekday()))),
    Builtin::new("month of year(date)", |args| of_date(args, |date| name(MONTHS, date.month()))),
    Builtin::new("week of year(date)", |args| of_date(args, |date| Val::from(date.week_of_year()))),
    Builtin::new("last day of month(date)", last_day),
    Builtin::new("now()", |args| Ok(now(args)?.into())),
    Builtin::new("today()", |args| Ok(now(args)?.date().map(Temporal::Date).into())),
];

const WEEKDAYS: &str = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday";
const MONTHS: &str = "January February March April May June July August September October November December";

/// What is no value of time, or would be one out of bounds.
const NONE: &str = "there is no such value of time";

/// The value, if there is one.
fn some(args: &Args<'_>, value: Option<Temporal>) -> Result<Val, Stop> {
    value.map_or_else(|| args.null(NONE), |value| Ok(Val::Temporal(value)))
}

/// A text is read; of anything else only values of time are taken.
fn from(args: &Args<'_>, read: fn(&str) -> Option<Temporal>) -> Result<Temporal, Stop> {
    match args.single(0) {
        Val::Temporal(temporal) => Ok(*temporal),
        Val::Text(text) => read(text).map_or_else(|| args.null(NONE), Ok),
        _ => args.wrong(0, "a text or a value of time"),
    }
}

fn date(args: &Args<'_>) -> Result<Val, Stop> {
    let date = if args.len() == 1 {
        from(args, |text| Temporal::read_date(text).map(Temporal::Date))?.date()
    } else {
        Date::new(args.integer(0)?, args.integer(1)?, args.integer(2)?)
    };
    some(args, date.map(Temporal::Date))
}

fn time(args: &Args<'_>) -> Result<Val, Stop> {
    let time = if args.len() == 1 {
        from(args, |text| Temporal::read_time(text).map(Temporal::Time))?.time()
    } else {
        let offset = match args.single(3) {
            Val::Null => None,
            Val::Temporal(Temporal::DaysTime(offset)) => Some(*offset),
            _ => return args.wrong(3, "a days and time duration"),
        };
        Time::of(args.integer(0)?, args.integer(1)?, args.number(2)?, offset)
    };
    some(args, time.map(Temporal::Time))
}

fn date_and_time(args: &Args<'_>) -> Result<Val, Stop> {
    let first = from(args, |text| Temporal::read_date_time(text).map(Temporal::DateTime))?;
    let at = match args.single(1) {
        _ if args.len() == 1 => match first {
            Temporal::DateTime(at) => Some(at),
            _ => first.date().map(|date| DateTime::of_date(date, Place::Local)),
        },
        Val::Temporal(Temporal::Time(time)) => match args.get(0) {
            Val::Text(_) => None,
            _ => first.date().map(|date| DateTime { date, time: *time }),
        },
        Val::Text(zone) => match (first, Place::read(zone)) {
            (Temporal::DateTime(at), Some(place)) => at.at(place),
            _ => None,
        },
        _ => return args.wrong(1, "a time or the name of a zone"),
    };
    some(args, at.map(Temporal::DateTime))
}

fn duration(args: &Args<'_>) -> Result<Val, Stop> {
    let duration = from(args, Temporal::read_duration)?;
    let is_one = matches!(duration, Temporal::YearsMonths(_) | Temporal::DaysTime(_));
    some(args, is_one.then_some(duration))
}

fn years_and_months(args: &Args<'_>) -> Result<Val, Stop> {
    let months = YearsMonths::between(date_of(args, 0)?, date_of(args, 1)?);
    some(args, months.map(Temporal::YearsMonths))
}

fn date_of(args: &Args<'_>, index: usize) -> Result<Date, Stop> {
    let date = match args.single(index) {
        Val::Temporal(temporal) => temporal.date(),
        _ => None,
    };
    date.map_or_else(|| args.wrong(index, "a date"), Ok)
}

fn of_date(args: &Args<'_>, part: fn(Date) -> Val) -> Result<Val, Stop> {
    date_of(args, 0).map(part)
}

fn name(names: &str, number: i64) -> Val {
    let index = usize::try_from(number - 1).unwrap_or_default();
    names.split(' ').nth(index).map(Val::from).into()
}

fn last_day(args: &Args<'_>) -> Result<Val, Stop> {
    let date = date_of(args, 0)?;
    some(args, Date::new(date.year(), date.month(), date.days_in_month()).map(Temporal::Date))
}

fn now(args: &Args<'_>) -> Result<Temporal, Stop> {
    let now = args.run().scope.now().and_then(DateTime::of_timestamp);
    now.map_or_else(|| args.null("the time is not known here"), |now| Ok(Temporal::DateTime(now)))
}
