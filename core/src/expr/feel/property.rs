//! Properties of values that are no contexts.

use super::value::Val;

/// The property of that name of a range or a value of the calendar.
pub(super) fn property(value: &Val, name: &str) -> Option<Val> {
    match value {
        Val::Range(range) => Some(match name {
            "start" => range.low.clone(),
            "end" => range.high.clone(),
            "start included" => Val::Bool(range.low_closed),
            "end included" => Val::Bool(range.high_closed),
            _ => return None,
        }),
        Val::Temporal(temporal) => temporal.property(name),
        _ => None,
    }
}

/// All names with a space in them, which the parser must know.
pub(super) const NAMES: &[&str] = &["start included", "end included", "time offset"];
