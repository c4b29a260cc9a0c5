//! Compares what we read and add with jiff, which knows the same forms.

use jiff::civil::{DateTime, Time};
use jiff::fmt::temporal::{Pieces, SpanParser};
use jiff::{SignedDuration, Span};
use proptest::prelude::*;

use super::{MAX_LENGTH, Timestamp, parse_date, parse_duration};

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// Whole milliseconds since 1970 in the years 1 to 9999.
fn millis(civil: DateTime, offset: i64) -> Option<i64> {
    let since = civil.duration_since(EPOCH).as_nanos() - i128::from(offset) * 1_000_000_000;
    let millis = i64::try_from(since.div_euclid(1_000_000)).unwrap();
    Timestamp::from_millis(millis).map(Timestamp::millis)
}

fn jiff_date(text: &str) -> Option<i64> {
    let pieces = Pieces::parse(text).ok().filter(|_| !text.contains('['))?;
    let civil = pieces.date().to_datetime(pieces.time().unwrap_or(Time::MIN));
    millis(civil, pieces.to_numeric_offset().map_or(0, |offset| i64::from(offset.seconds())))
}

/// Without the part finer than a millisecond.
fn jiff_duration(text: &str) -> Option<Span> {
    let span = SpanParser::new().parse_span(text).ok()?;
    let whole = span.abs().microseconds(0).nanoseconds(0);
    Some(if span.is_negative() { -whole } else { whole })
}

/// Of more than 40,000 years, jiff keeps the seconds and milliseconds that it can hold, and what we
/// cut off has the rest. We refuse such a text.
fn is_shortened(span: Span) -> bool {
    span.get_milliseconds().abs() == 631_107_417_600_000
}

fn jiff_after(span: Span, instant: Timestamp) -> Option<i64> {
    let civil = EPOCH + SignedDuration::from_millis(instant.millis());
    millis(civil.checked_add(span).ok()?, 0)
}

fn compare_dates(text: &str) {
    assert_eq!(parse_date(text).ok().map(Timestamp::millis), jiff_date(text.trim()), "{text}");
}

fn compare_durations(text: &str, instant: Timestamp) {
    let (ours, theirs) = (parse_duration(text).ok(), jiff_duration(text.trim()));
    if ours.is_none() && (theirs.is_some_and(is_shortened) || text.trim().len() > MAX_LENGTH) {
        return;
    }
    assert_eq!(ours.map(|d| d.to_string()), theirs.map(|span| span.to_string()), "{text}");
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return };
    assert_eq!(ours.is_zero_or_negative(), !theirs.is_positive(), "{text}");
    let after = ours.after(instant).ok().map(Timestamp::millis);
    assert_eq!(after, jiff_after(theirs, instant), "{text} after {instant}");
}

#[test]
fn agrees_at_the_limits() {
    for unit in
        ["P{}Y", "P{}M", "P{}W", "P{}D", "PT{}H", "PT{}M", "PT{}S", "PT{}.9999S", "PT{}.99H", "-PT{}M"]
    {
        for most in [
            0_i64,
            1,
            19_998,
            239_976,
            1_043_497,
            7_304_484,
            175_307_616,
            10_518_456_960,
            631_107_417_600,
            1_262_214_835_199,
            1_999_999_999_999,
            i64::MAX,
        ] {
            for number in [most - 1, most, most.saturating_add(1)] {
                let text = unit.replace("{}", &number.max(0).to_string());
                compare_durations(&text, Timestamp::default());
            }
        }
    }
    compare_durations("PT175307617H10518456961M5.5S", Timestamp::default());
    compare_durations("PT1262214835200S", Timestamp::default());
}

fn instants() -> impl Strategy<Value = Timestamp> {
    (Timestamp::MIN.millis()..=Timestamp::MAX.millis()).prop_map(|n| Timestamp::from_millis(n).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn reads_the_same_dates(
        date in "([0-9]{4}|[0-2][0-9]{3}|[+-]00[0-9]{4}|[+-][0-9]{6})-?[01][0-9]-?[0-3][0-9]",
        time in "([Tt ][012][0-9](:?[0-6][0-9](:?[0-6][0-9]([.,][0-9]{0,10})?)?)?)?",
        offset in "([Zz]|[+-][0-2][0-9](:?[0-6][0-9](:?[0-6][0-9]([.,][0-9]{0,10})?)?)?)?",
    ) {
        compare_dates(&date);
        compare_dates(&format!("{date}{time}"));
        compare_dates(&format!("{date}{time}{offset}"));
    }

    #[test]
    fn reads_the_same_instants(instant in instants(), offset in "[+-](0[0-9]|1[0-9]|2[0-5])(:[0-5][0-9](:[0-5][0-9])?)?") {
        let text = instant.to_string();
        prop_assert_eq!(jiff_date(&text), Some(instant.millis()));
        compare_dates(&text.replace('Z', &offset));
        compare_dates(&text.replace([':', '-'], ""));
    }

    #[test]
    fn reads_and_adds_the_same_durations(
        text in "[-+]?P([0-9]{1,5}Y)?([0-9]{1,6}M)?([0-9]{1,7}W)?([0-9]{1,8}D)?(T([0-9]{1,9}H)?([0-9]{1,12}M)?([0-9]{1,12}([.,][0-9]{0,10})?S)?)?",
        instant in instants(),
    ) {
        compare_durations(&text, instant);
        compare_durations(&text.to_ascii_lowercase(), instant);
    }

    #[test]
    fn adds_the_same_short_durations(
        text in "[-+]?P([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,3}W)?([0-9]{1,4}D)?(T[0-9]{1,4}(\\.[0-9]{1,9})?[HMS])?",
        instant in instants(),
    ) {
        compare_durations(&text, instant);
    }

    #[test]
    fn reads_no_other_text(text in "[-+PTYMWDHS0-9.,:Z ]{0,20}", tail in "[-+PTZYMWDHS0-9.,: é]{0,3}", instant in instants()) {
        compare_dates(&text);
        compare_dates(&format!("{instant}{tail}"));
        compare_durations(&text, instant);
        compare_durations(&format!("P{text}"), instant);
        compare_durations(&format!("P1DT2H{tail}"), instant);
    }
}
