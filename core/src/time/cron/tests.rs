use proptest::prelude::*;

use super::super::parse_date;
use super::*;

fn cron(text: &str) -> Cron {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// The first matches after 2026 begins, a Thursday.
fn matches(text: &str, most: usize) -> Vec<String> {
    let cron = cron(text);
    let first = parse_date("2026-01-01").unwrap();
    let due = std::iter::successors(Some(first), |last| cron.after(*last).ok());
    due.skip(1).take(most).map(|due| due.to_string().trim_end_matches(":00Z").to_owned()).collect()
}

#[test]
fn finds_the_next_match() {
    for (text, due) in [
        ("* * * * *", ["2026-01-01T00:01", "2026-01-01T00:02"]),
        ("*/20 * * * *", ["2026-01-01T00:20", "2026-01-01T00:40"]),
        ("50/5 * * * *", ["2026-01-01T00:50", "2026-01-01T00:55"]),
        ("0 9-17/4 * * *", ["2026-01-01T09:00", "2026-01-01T13:00"]),
        ("0 23-1 * * *", ["2026-01-01T01:00", "2026-01-01T23:00"]),
        ("15,45 8 * * *", ["2026-01-01T08:15", "2026-01-01T08:45"]),
        ("0 0 * * 1-5", ["2026-01-02T00:00", "2026-01-05T00:00"]),
        ("0 0 * * 5-7", ["2026-01-02T00:00", "2026-01-03T00:00"]),
        ("0 0 * * 7", ["2026-01-04T00:00", "2026-01-11T00:00"]),
        ("0 0 * * 0", ["2026-01-04T00:00", "2026-01-11T00:00"]),
        ("0 0 * * 0-7", ["2026-01-02T00:00", "2026-01-03T00:00"]),
        ("0 0 * * fri-mon", ["2026-01-02T00:00", "2026-01-03T00:00"]),
        ("0 0 13 * FRI", ["2026-01-02T00:00", "2026-01-09T00:00"]),
        ("0 0 31 * *", ["2026-01-31T00:00", "2026-03-31T00:00"]),
        ("0 0 L * *", ["2026-01-31T00:00", "2026-02-28T00:00"]),
        ("0 0 29 2 *", ["2028-02-29T00:00", "2032-02-29T00:00"]),
        ("0 0 1 DEC-jan *", ["2026-12-01T00:00", "2027-01-01T00:00"]),
        ("0 0 * * FRI#1", ["2026-01-02T00:00", "2026-02-06T00:00"]),
        ("0 0 * * 5#5", ["2026-01-30T00:00", "2026-05-29T00:00"]),
        ("0 0 * * FRIL", ["2026-01-30T00:00", "2026-02-27T00:00"]),
        ("0 0 0 13 * FRI", ["2026-02-13T00:00", "2026-03-13T00:00"]),
        ("0 0 9-17 * * MON-FRI", ["2026-01-01T09:00", "2026-01-01T10:00"]),
        ("0 0 12 ? * WED", ["2026-01-07T12:00", "2026-01-14T12:00"]),
        ("0 0 12 1 * ?", ["2026-01-01T12:00", "2026-02-01T12:00"]),
        ("0 0 12 L * FRI *", ["2026-07-31T12:00", "2027-04-30T12:00"]),
        ("  30  0 0 * * *", ["2026-01-01T00:00:30Z", "2026-01-02T00:00:30Z"]),
        ("0/20 * * * * ?", ["2026-01-01T00:00:20Z", "2026-01-01T00:00:40Z"]),
        ("59 59 23 31 12 *", ["2026-12-31T23:59:59Z", "2027-12-31T23:59:59Z"]),
        ("@hourly", ["2026-01-01T01:00", "2026-01-01T02:00"]),
        ("@Daily", ["2026-01-02T00:00", "2026-01-03T00:00"]),
        ("@midnight", ["2026-01-02T00:00", "2026-01-03T00:00"]),
        ("@weekly", ["2026-01-04T00:00", "2026-01-11T00:00"]),
        ("@monthly", ["2026-02-01T00:00", "2026-03-01T00:00"]),
        ("@yearly", ["2027-01-01T00:00", "2028-01-01T00:00"]),
        ("@annually", ["2027-01-01T00:00", "2028-01-01T00:00"]),
    ] {
        assert_eq!(matches(text, 2), due, "{text}");
    }
}

#[test]
fn comes_strictly_later_and_up_to_the_end_of_the_calendar() {
    let daily = cron("@daily");
    for (after, due) in [
        ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
        ("2026-01-01T00:00:00.001Z", "2026-01-02T00:00:00Z"),
        ("2026-01-01T23:59:59.999Z", "2026-01-02T00:00:00Z"),
        ("1969-12-31T12:00:00Z", "1970-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-02T00:00:00Z"),
    ] {
        assert_eq!(daily.after(parse_date(after).unwrap()), Ok(parse_date(due).unwrap()), "{after}");
    }
    let message = cron("0 0 29 2 *").after(parse_date("9996-02-29").unwrap()).unwrap_err().to_string();
    assert!(message.contains("before the year 10000"), "{message}");
    assert!(daily.after(Timestamp::MAX).is_err());
}

#[test]
fn reads_back_what_it_prints() {
    for (text, printed) in
        [(" 0  0/5 * * * ? ", "0 0/5 * * * ?"), ("@daily", "0 0 0 * * *"), ("*/5 * * * *", "*/5 * * * *")]
    {
        assert_eq!(cron(text).to_string(), printed);
        assert_eq!(cron(printed), cron(text));
    }
}

#[test]
fn says_what_is_wrong() {
    for (text, said) in [
        ("60 * * * *", "`60` is no minute of a cron cycle; there are 0 to 59, ranges"),
        ("* 24 * * *", "`24` is no hour"),
        ("* * 0 * *", "`0` is no day of the month"),
        ("* * 15W * *", "`15W` is no day of the month of a cron cycle; there are 1 to 31, ranges"),
        ("* * L-3 * *", "`L-3` is no day of the month"),
        ("* * * 13 *", "`13` is no month of a cron cycle; there are 1 to 12, `JAN` to `DEC`"),
        ("* * * MAI *", "`MAI` is no month"),
        ("* * * * 8", "`8` is no day of the week"),
        ("* * * * L", "`L` is no day of the week"),
        ("* * * * MON#6", "`MON#6` is no day of the week"),
        ("* * * * MON-WED#2", "`MON-WED#2` is no day of the week"),
        ("* * * * *L", "`*L` is no day of the week"),
        ("? * * * *", "`?` is no minute"),
        ("*/0 * * * *", "`*/0` is no minute"),
        ("1,,2 * * * *", "`` is no minute"),
        ("1-2-3 * * * *", "`1-2-3` is no minute"),
        ("-5 * * * *", "`-5` is no minute"),
        ("99999999999 * * * *", "is no minute"),
        ("0 0 30 2 *", "names a day that no month has"),
        ("0 0 31 APR,JUN *", "names a day that no month has"),
        ("0 0 1 * MON#1", "keep one of them"),
        ("0 0 0 * * 1-5", "engines disagree which day of the week is meant by `1-5`; write its name"),
        ("0 0 0 * * 6L", "engines disagree"),
        ("0 0 0 ? * 2#1", "engines disagree"),
        ("0 0 12 1 1 ? 2027", "names a year"),
        ("* * * *", "needs five fields"),
        ("* * * * * * * *", "needs five fields"),
        ("@reboot", "names no cycle; there are `@yearly`"),
        ("@every 5m", "names no cycle"),
    ] {
        let message = text.parse::<Cron>().unwrap_err().to_string();
        assert!(message.contains(said), "{text}: {message}");
    }
    assert!("* ".repeat(100_000).parse::<Cron>().unwrap_err().to_string().len() < 300);
}

/// A field as its values are found without bits: by trying each.
fn admitted(field: &str, first: u32, last: u32) -> Vec<u32> {
    let all: Vec<u32> = (first..=last).collect();
    let mut found = Vec::new();
    for item in field.split(',') {
        let (range, step) = item.split_once('/').unwrap_or((item, "1"));
        let step: usize = step.parse().unwrap();
        let values: Vec<u32> = match range.split_once('-') {
            Some((from, to)) => {
                let (from, to): (u32, u32) = (from.parse().unwrap(), to.parse().unwrap());
                let at = all.iter().position(|value| *value == from).unwrap();
                let mut values = Vec::new();
                for value in all.iter().cycle().skip(at) {
                    values.push(*value);
                    if *value == to {
                        break;
                    }
                }
                values
            }
            None if range == "*" => all.clone(),
            None => {
                let from: u32 = range.parse().unwrap();
                all.iter().copied().filter(|v| *v == from || item.contains('/') && *v > from).collect()
            }
        };
        found.extend(values.into_iter().step_by(step));
    }
    found
}

fn field(first: u32, last: u32) -> impl Strategy<Value = String> {
    let value = first..=last;
    let item = prop_oneof![
        3 => Just("*".to_owned()),
        3 => value.clone().prop_map(|v| v.to_string()),
        1 => (value.clone(), value.clone()).prop_map(|(a, b)| format!("{a}-{b}")),
        1 => (1..=last).prop_map(|n| format!("*/{n}")),
        1 => (value.clone(), 1..=last).prop_map(|(a, n)| format!("{a}/{n}")),
        1 => (value.clone(), value, 1..=last).prop_map(|(a, b, n)| format!("{a}-{b}/{n}")),
    ];
    proptest::collection::vec(item, 1..3).prop_map(|items| items.join(","))
}

#[test]
fn follows_the_clocks_of_a_zone() {
    for (cycle, times) in [
        ("CRON_TZ=Europe/Paris 0 9 * * *", ["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z"]),
        ("TZ=America/New_York @daily", ["2026-03-28T04:00:00Z", "2026-03-29T04:00:00Z"]),
        // What the clocks skip comes later by as much.
        ("CRON_TZ=Europe/Paris 30 2 29 3 *", ["2026-03-29T01:30:00Z", "2027-03-29T00:30:00Z"]),
        // What they show twice is meant the first time.
        ("CRON_TZ=Europe/Paris 30 2 25 10 *", ["2026-10-25T00:30:00Z", "2027-10-25T00:30:00Z"]),
    ] {
        let cron: Cron = cycle.parse().unwrap();
        let mut at = parse_date("2026-03-28T00:00:00Z").unwrap();
        for time in times {
            at = cron.after(at).unwrap();
            assert_eq!(at.to_string(), time, "{cycle}");
        }
        assert_eq!(cron.to_string().parse::<Cron>().unwrap(), cron);
    }
    let every_minute: Cron = "CRON_TZ=Europe/Paris * * * * *".parse().unwrap();
    let again = every_minute.after(parse_date("2026-10-25T01:10:00Z").unwrap()).unwrap();
    assert_eq!(again.to_string(), "2026-10-25T02:00:00Z");
    let message = "CRON_TZ=Mars/Olympus 0 9 * * *".parse::<Cron>().unwrap_err().to_string();
    assert!(message.contains("names no time zone"), "{message}");
}

/// The next match, by trying each day and each time.
fn try_each(fields: &[String; 5], after: Timestamp, days: u32) -> Option<Timestamp> {
    let [minute, hour, day, month, weekday] = fields;
    let (minutes, hours) = (admitted(minute, 0, 59), admitted(hour, 0, 23));
    let (month_days, months, weekdays) =
        (admitted(day, 1, 31), admitted(month, 1, 12), admitted(weekday, 0, 6));
    let either = !day.starts_with('*') && !weekday.starts_with('*');
    let (first, _) = after.civil();
    for date in (0..i64::from(days)).filter_map(|later| Date::from_days(first.days() + later)) {
        let [day, month, weekday] = [date.day(), date.month(), date.weekday() % 7].map(|part| part as u32);
        let (by_month, by_week) = (month_days.contains(&day), weekdays.contains(&weekday));
        let admits = if either { by_month || by_week } else { by_month && by_week };
        if !admits || !months.contains(&month) {
            continue;
        }
        for minute in 0..24 * 60 {
            let due = Timestamp::from_civil((date, i64::from(minute) * 60_000)).unwrap();
            if due > after && hours.contains(&(minute / 60)) && minutes.contains(&(minute % 60)) {
                return Some(due);
            }
        }
    }
    None
}

proptest! {
    #[test]
    fn agrees_with_trying_each(
        fields in (field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6)),
        after in 0..4_000_000_000_000_i64,
    ) {
        let (minute, hour, day, month, weekday) = fields;
        let fields = [minute, hour, day, month, weekday];
        let after = Timestamp::from_millis(after).unwrap();
        match fields.join(" ").parse::<Cron>() {
            Ok(cron) => {
                let tried = try_each(&fields, after, 366 * 4);
                let found = cron.after(after).unwrap();
                match tried {
                    Some(due) => prop_assert_eq!(found, due),
                    None => prop_assert!(found.millis() - after.millis() > 4 * 365 * 86_400_000),
                }
            }
            Err(error) => {
                prop_assert!(error.to_string().contains("no month has"), "{}", error);
                prop_assert_eq!(try_each(&fields, after, 366 * 9), None);
            }
        }
    }

    #[test]
    fn reads_any_text(text in "[0-9*/,#?LW@A-Z -]{0,40}", after in 0..4_000_000_000_000_i64) {
        if let Ok(cron) = text.parse::<Cron>() {
            let after = Timestamp::from_millis(after).unwrap();
            prop_assert!(cron.after(after).unwrap() > after, "{}", text);
        }
    }
}
