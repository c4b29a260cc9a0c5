//! What JUEL makes of a value where it wants another type.

use std::borrow::Cow;

use super::ops::{Res, Run};
use crate::value::{Number, Value, clip};

/// Null and the empty text are 0; another text must read as a number.
pub(super) fn as_number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Null => Some(Number::ZERO),
        Value::Text(text) if text.is_empty() => Some(Number::ZERO),
        Value::Text(text) => Number::parse(text),
        _ => None,
    }
}

/// [`as_number`], or the reason why not.
pub(super) fn number(value: &Value, run: &Run) -> Res<Number> {
    match (as_number(value), value) {
        (Some(number), _) => Ok(number),
        (None, Value::Text(text)) => run.fail(format_args!(
            "the text `{}` is not a number; join texts by writing `${{a}}${{b}}`",
            clip(text)
        )),
        (None, other) => run.fail(format_args!("expected a number but found {}", other.kind_name())),
    }
}

/// A number without its fraction, towards zero; none where it is too large.
pub(super) fn whole(number: Number) -> Option<Number> {
    number.checked_sub(number.checked_rem(Number::ONE)?)
}

/// The index of an item or a character; a fraction is cut off.
pub(super) fn index(value: &Value, run: &Run) -> Res<i64> {
    match whole(number(value, run)?).and_then(Number::to_i64) {
        Some(index) => Ok(index),
        None => run.fail(format_args!("the index is too large")),
    }
}

/// Null is false, and so is every text but `true` in any case.
pub(super) fn boolean(value: &Value, run: &Run) -> Res<bool> {
    match value {
        Value::Bool(value) => Ok(*value),
        Value::Null => Ok(false),
        Value::Text(text) => Ok(text.eq_ignore_ascii_case("true")),
        other => run.fail(format_args!("expected a boolean but found {}", other.kind_name())),
    }
}

/// Null is the empty text; lists and maps have no text.
pub(super) fn text<'v>(value: &'v Value, run: &Run) -> Res<Cow<'v, str>> {
    Ok(match value {
        Value::Text(text) => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::List(_) | Value::Map(_) => {
            return run.fail(format_args!("expected a text but found {}", value.kind_name()));
        }
    })
}
