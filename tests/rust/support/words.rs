//! The few names, conditions and times that generated models are made of: few, so that what one
//! element does often concerns another.

use proptest::prelude::*;
use tidewheel::{Text, Value, Vars};

/// Conditions in both languages. With the variables of [`sound_variables`] each has a value.
pub const CONDITIONS: &[&str] = &[
    "= flag",
    "= not(flag)",
    "= a > 1",
    "= a + b &lt; 4",
    "= s = \"x\" or flag",
    "a &lt;= b",
    "${flag}",
    "${!flag}",
    "${a &gt; b}",
    "${s == 'x' &amp;&amp; a != 0}",
    "#{not empty s}",
];

/// Whether a loop goes round again.
pub const AGAIN: [&str; 2] = ["= again", "${again}"];

/// Definitions of timers: dates in the past and ahead, durations, cycles with and without an end,
/// and expressions.
pub const TIMERS: &[(&str, &str)] = &[
    ("timeDuration", "PT0S"),
    ("timeDuration", "PT5S"),
    ("timeDuration", "P1M"),
    ("timeDuration", "= delay"),
    ("timeDuration", "${delay}"),
    ("timeDate", "2001-01-01T00:00:00Z"),
    ("timeDate", "2027-02-28T12:00:00+01:00"),
    ("timeCycle", "R2/PT10S"),
    ("timeCycle", "R/PT1M"),
    ("timeCycle", "R1/2026-06-01T00:00:00Z/P1D"),
];

/// Names of messages.
pub const MESSAGES: [&str; 2] = ["order", "payment"];
/// Names of signals.
pub const SIGNALS: [&str; 2] = ["alarm", "clear"];
/// Codes of errors; the empty one throws without a code, and catches every code.
pub const ERRORS: [&str; 3] = ["", "E1", "E2"];

/// Codes of escalations; the empty one throws without a code, and catches every code.
pub const ESCALATIONS: [&str; 3] = ["", "S1", "S2"];

const NAMES: [&str; 7] = ["a", "b", "flag", "s", "again", "delay", "other"];

/// Variables that every condition and timer of the generator understands.
pub fn sound_variables() -> impl Strategy<Value = Vars> {
    (0_i64..4, 0_i64..4, any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(a, b, flag, again, x)| variables(a, b, flag, again, if x { "x" } else { "" }))
}

fn variables(a: i64, b: i64, flag: bool, again: bool, s: &str) -> Vars {
    Vars::from([
        (Text::from("a"), Value::from(a)),
        (Text::from("b"), Value::from(b)),
        (Text::from("flag"), Value::from(flag)),
        (Text::from("again"), Value::from(again)),
        (Text::from("s"), Value::from(s)),
        (Text::from("delay"), Value::from("PT3S")),
    ])
}

/// Variables under which every loop ends.
#[must_use]
pub fn closing_variables() -> Vars {
    variables(1, 2, true, false, "x")
}

/// A few variables of any type.
pub fn any_variables() -> impl Strategy<Value = Vars> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..5).prop_map(Value::from),
        prop::sample::select(&["", "x", "PT1S", "P1Y", "never", "2026-03-01T00:00:00Z"][..])
            .prop_map(Value::from),
        prop::collection::vec((0_i64..3).prop_map(Value::from), 0..3).prop_map(Value::from),
        Just(Value::from(Vars::from([(Text::from("x"), Value::from(1))]))),
    ];
    prop::collection::btree_map(prop::sample::select(&NAMES[..]).prop_map(Text::from), value, 0..3)
}
