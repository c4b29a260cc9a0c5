//! When a result is the expected one.

use tidewheel::Number;
use tidewheel::feel::Val;

/// The cases round irrational numbers to about so many parts.
const CLOSE: i64 = 100_000_000;

pub(crate) fn same(expected: &Val, found: &Val) -> bool {
    match (expected, found) {
        (Val::Null, Val::Null) => true,
        (Val::Bool(expected), Val::Bool(found)) => expected == found,
        (Val::Text(expected), Val::Text(found)) => expected == found,
        (Val::Number(expected), Val::Number(found)) => {
            expected == found || close(*expected, *found) == Some(true)
        }
        (Val::List(expected), Val::List(found)) => {
            expected.len() == found.len()
                && expected.iter().zip(found.iter()).all(|(expected, found)| same(&expected, &found))
        }
        (Val::Context(expected), Val::Context(found)) => {
            let entries = expected.entries();
            entries.len() == found.len()
                && entries
                    .iter()
                    .all(|(name, expected)| found.get(name).is_some_and(|found| same(expected, &found)))
        }
        // With the zone and all digits: `=` would not look at them.
        (Val::Temporal(expected), Val::Temporal(found)) => expected == found,
        _ => false,
    }
}

fn close(expected: Number, found: Number) -> Option<bool> {
    let absolute = |number: Number| if number < Number::ZERO { -number } else { number };
    let most = absolute(expected).max(Number::ONE).checked_div(Number::from_i64(CLOSE))?;
    Some(absolute(expected.checked_sub(found)?) <= most)
}
