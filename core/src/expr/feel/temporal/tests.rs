//! What the specification of DMN says of values of time.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Temporal {
    Temporal::read(text).unwrap_or_else(|| panic!("`{text}` is a value of time"))
}

fn shown(value: Option<Temporal>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| value.to_string())
}

#[test]
fn prints_canonically() {
    for (text, printed) in [
        ("2026-01-31", "2026-01-31"),
        ("-2017-12-31", "-2017-12-31"),
        ("999999999-12-31", "999999999-12-31"),
        ("-999999999-01-01", "-999999999-01-01"),
        ("0001-01-01", "0001-01-01"),
        ("12:30:00", "12:30:00"),
        ("12:30", "12:30:00"),
        ("24:00:00", "00:00:00"),
        ("11:22:33.1234500", "11:22:33.12345"),
        ("11:22:33-00:00", "11:22:33Z"),
        ("11:22:33+02:45:55", "11:22:33+02:45:55"),
        ("11:22:33-00:30", "11:22:33-00:30"),
        ("00:01:00@Etc/UTC", "00:01:00@Etc/UTC"),
        ("2026-01-31T12:00:00", "2026-01-31T12:00:00"),
        ("2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z"),
        ("-999999999-12-31T23:59:59.999999999+02:00", "-999999999-12-31T23:59:59.999999999+02:00"),
        ("P0Y", "P0M"),
        ("P26M", "P2Y2M"),
        ("-P1Y", "-P1Y"),
        ("P99999999Y", "P99999999Y"),
        ("P0D", "PT0S"),
        ("-PT0S", "PT0S"),
        ("PT0.S", "PT0S"),
        ("PT1000M0.999999999S", "PT16H40M0.999999999S"),
        ("PT24H", "P1D"),
        ("-PT36H", "-P1DT12H"),
        ("-PT0.5S", "-PT0.5S"),
        ("-P1DT0.000000001S", "-P1DT0.000000001S"),
        ("P1DT2H3M4.123456789S", "P1DT2H3M4.123456789S"),
        ("PT60S", "PT1M"),
    ] {
        assert_eq!(read(text).to_string(), printed, "{text}");
        assert_eq!(read(printed), read(text), "{text}");
    }
}

#[test]
fn refuses_other_texts() {
    for text in [
        "",
        "foo",
        "-",
        "998-12-31",
        "01211-12-31",
        "+2012-12-02",
        "9999999999-12-25",
        "2017-13-10",
        "2017-02-29",
        "2012-12-25T",
        "2012/12/25",
        "12:00:60",
        "24:00:01",
        "24:01:00",
        "7:00:00",
        "07:1:00",
        "07:01:2",
        "13:20:00@xyz/abc",
        "13:20:00+19:00",
        "13:20:00+18:00:01",
        "13:20:00+5:00",
        "13:20:00+02:00@Etc/UTC",
        "13:20:00z",
        "13:20:00,5",
        "13:20:00.",
        "13:20:00.0123456789",
        "2011-12-0310:15:30",
        "2011-12-03@Etc/UTC",
        "2011-12-03t10:15:30",
        "999999999-12-31T24:00:00",
        "P",
        "PT",
        "P1",
        "P0",
        "P1H",
        "P1DT",
        "P1Y1D",
        "PT1Y",
        "P1M1Y",
        "PT1S1H",
        "P1.5D",
        "PT.5S",
        "P-1D",
        "--P1D",
        "p1d",
        "P1W",
        "PT99999999999999999999S",
        "é2:00:00",
    ] {
        assert_eq!(Temporal::read(text), None, "{text}");
    }
    assert_eq!(Temporal::read(&"P1D".repeat(1_000_000)), None);
    assert_eq!(
        Temporal::read_date_time("2012-12-24").map(|at| at.to_string()).as_deref(),
        Some("2012-12-24T00:00:00")
    );
}

#[test]
fn adds_and_subtracts() {
    for (left, operator, right, result) in [
        ("2021-01-31", '+', "P1M", "2021-02-28"),
        ("P1M", '+', "2021-01-31T10:10:10+11:00", "2021-02-28T10:10:10+11:00"),
        ("2021-01-01", '+', "PT36H", "2021-01-02"),
        ("2021-01-02", '-', "PT1S", "2021-01-01"),
        ("2021-01-02", '-', "-PT24H", "2021-01-03"),
        ("10:15:00+11:00", '+', "PT23H", "09:15:00+11:00"),
        ("10:15:00", '-', "P10D", "10:15:00"),
        ("2021-01-01T24:00:00", '+', "-PT0.000000001S", "2021-01-01T23:59:59.999999999"),
        ("-2021-01-01T10:10:10", '-', "P1D", "-2022-12-31T10:10:10"),
        ("P1Y", '-', "P14M", "-P2M"),
        ("P1D", '-', "PT25H", "-PT1H"),
        ("P1Y", '+', "P1D", "null"),
        ("2021-01-01", '+', "2021-01-01", "null"),
        ("P1D", '-', "2021-01-01", "null"),
        ("2021-01-02", '-', "2021-01-01", "P1D"),
        ("2021-01-02", '-', "2021-01-01T10:10:10+11:00", "P1DT49M50S"),
        ("2021-01-02", '-', "2021-01-01T10:10:10", "null"),
        ("2021-01-02T10:10:10", '-', "2021-01-01T10:10:10Z", "null"),
        ("2021-01-02T10:10:10Z", '-', "2021-01-01T10:10:10+01:00", "P1DT1H"),
        ("10:10:10+11:00", '-', "11:10:10+11:00", "-PT1H"),
        ("10:10:10", '-', "11:10:10+11:00", "null"),
        ("999999999-12-31", '-', "-999999999-01-01", "P730484999633D"),
        ("999999999-12-31", '+', "P1D", "null"),
        ("999999999-12-31T00:00:00", '+', "P99999999Y", "null"),
        ("P1000000000000M", '+', "P1M", "null"),
        ("P1999999999999M", '+', "P1M", "null"),
    ] {
        let (Some(a), Some(b)) = (Temporal::read(left), Temporal::read(right)) else {
            assert_eq!(result, "null", "{left}");
            continue;
        };
        let value = if operator == '+' { a.add(b) } else { a.subtract(b) };
        assert_eq!(shown(value), result, "{left} {operator} {right}");
    }
}

#[test]
fn scales_durations() {
    for (duration, factor, product, quotient) in [
        ("P1Y11M", "-2.5", "-P4Y9M", "-P9M"),
        ("PT23H", "2.5", "P2DT9H30M", "PT9H12M"),
        ("P1D", "0", "PT0S", "null"),
        ("PT1S", "3", "PT3S", "PT0.333333333S"),
        ("2021-01-01", "1", "null", "null"),
        ("P1000000D", "1e28", "null", "PT0S"),
    ] {
        let factor = Number::parse(factor).unwrap();
        assert_eq!(shown(read(duration).multiply(factor)), product, "{duration} * {factor}");
        assert_eq!(shown(read(duration).divide(factor)), quotient, "{duration} / {factor}");
    }
    let ratio = |left: &str, right: &str| read(left).ratio(read(right)).map(|number| number.to_string());
    assert_eq!(ratio("P1Y", "P5M").as_deref(), Some("2.4"));
    assert_eq!(ratio("P1D", "PT0.5S").as_deref(), Some("172800"));
    assert_eq!((ratio("P1D", "PT0S"), ratio("P1D", "P1M")), (None, None));
    assert_eq!(shown(read("-P1D").absolute()), "P1D");
    assert_eq!(shown(read("2021-01-01").absolute()), "null");
}

#[test]
fn counts_months_between_days() {
    for (from, to, months) in [
        ("2011-12-22", "2013-08-24", "P1Y8M"),
        ("2013-08-24", "2011-12-22", "-P1Y8M"),
        ("2016-01-30", "2016-02-29", "P0M"),
        ("-2016-01-30", "-2017-02-28", "-P11M"),
        ("2017-09-05", "-2019-10-01", "-P4035Y11M"),
    ] {
        let (from, to) = (read(from).date().unwrap(), read(to).date().unwrap());
        assert_eq!(YearsMonths::between(from, to).unwrap().to_string(), months);
    }
}

#[test]
fn compares_by_kind_and_place() {
    use Ordering::{Equal, Greater, Less};
    for (left, right, ordering, equal) in [
        ("2018-12-08", "2018-12-07", Some(Greater), Some(false)),
        ("2018-12-08", "2018-12-08T00:00:00", None, None),
        ("10:30:00.0001", "10:30:00.0002", Some(Less), Some(true)),
        ("10:30:00Z", "11:30:00+01:00", Some(Equal), Some(true)),
        ("10:30:00", "10:30:00Z", None, Some(false)),
        ("2002-04-02T23:00:00-04:00", "2002-04-03T02:00:00-01:00", Some(Equal), Some(true)),
        ("2018-12-08T00:00:00+00:00", "2018-12-08T00:00:00@Etc/UTC", Some(Equal), Some(true)),
        ("P1D", "PT24H", Some(Equal), Some(true)),
        ("-PT0.5S", "PT0S", Some(Less), Some(false)),
        ("P1Y", "P12M", Some(Equal), Some(true)),
        ("P1Y", "P365D", None, None),
    ] {
        assert_eq!(read(left).compare(&read(right)), ordering, "{left} {right}");
        assert_eq!(read(left).equals(&read(right)), equal, "{left} {right}");
    }
    assert_ne!(read("23:00:50Z"), read("23:00:50@Etc/UTC"));
}

#[test]
fn has_properties() {
    for (value, name, property) in [
        ("2018-12-10", "year", "2018"),
        ("2018-12-10", "weekday", "1"),
        ("1970-01-02", "value", "86400"),
        ("2018-12-10T10:30:01.9", "hour", "10"),
        ("2018-12-10T10:30:01.9", "second", "1"),
        ("1969-12-31T23:59:59.5Z", "value", "-0.5"),
        ("10:30:00+05:00", "time offset", "PT5H"),
        ("10:30:00", "time offset", "null"),
        ("10:30:00@Etc/UTC", "timezone", "Etc/UTC"),
        ("10:30:00Z", "timezone", "null"),
        ("10:30:00", "year", "none"),
        ("2018-12-10", "hour", "none"),
        ("P1Y2M", "years", "1"),
        ("-P1Y2M", "months", "-2"),
        ("P1Y2M", "days", "none"),
        ("-P1DT2H3M4.5S", "days", "-1"),
        ("-P1DT2H3M4.5S", "hours", "-2"),
        ("-P1DT2H3M4.5S", "seconds", "-4"),
        ("-P1DT2H3M4.5S", "value", "-93784.5"),
        ("P1D", "months", "none"),
    ] {
        let found = match read(value).property(name) {
            None => "none".to_owned(),
            Some(Val::Text(text)) => text.to_string(),
            Some(other) => other.to_string(),
        };
        assert_eq!(found, property, "{value}.{name}");
    }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?[0-9]{4,9}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][01][0-9]:[0-5][0-9]|@Europe/Paris|@Asia/Kathmandu)?)?",
        "[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?(Z|[+-][01][0-9]:[0-5][0-9]|@America/New_York)?",
        "-?P([0-9]{1,12}Y)?([0-9]{1,13}M)?",
        "-?P([0-9]{1,13}D)?(T([0-9]{1,13}H)?([0-9]{1,13}M)?([0-9]{1,13}(\\.[0-9]{0,9})?S)?)?",
        "[-+PTYMDHSZ@0-9.:]{0,24}",
    ]
}

proptest! {
    #[test]
    fn takes_any_two_values(left in texts(), right in texts(), factor in any::<i64>(), places in 0u32..28) {
        let (Some(left), Some(right)) = (Temporal::read(&left), Temporal::read(&right)) else { return Ok(()) };
        prop_assert_eq!(Temporal::read(&left.to_string()), Some(left));
        let factor = Number::from_i64(factor).checked_div(Number::from_i64(10).checked_pow(places.into()).unwrap()).unwrap();
        let results = [left.add(right), left.subtract(right), left.multiply(factor), left.divide(factor), left.absolute()];
        for value in results.into_iter().flatten() {
            prop_assert_eq!(Temporal::read(&value.to_string()), Some(value));
        }
        let _ = (left.ratio(right), left.equals(&right));
        prop_assert_eq!(left.compare(&right), right.compare(&left).map(Ordering::reverse));
        for name in ["year", "weekday", "hour", "second", "time offset", "timezone", "days", "months", "value"] {
            let _ = left.property(name);
        }
        if let (Some(Temporal::DaysTime(_)), Some(sum)) = (left.subtract(right), left.subtract(right).and_then(|d| right.add(d))) {
            prop_assert_eq!(sum.compare(&left).is_none_or(Ordering::is_eq) || matches!(left, Temporal::Time(_) | Temporal::Date(_)), true);
        }
    }
}
