//! What JUEL makes of a value where it wants another type.

use std::borrow::Cow;

use super::super::EvalError;
use crate::value::{Number, Value, clip};

/// Null and the empty text are 0; another text must read as a number.
pub(super) fn number(value: &Value) -> Result<Number, EvalError> {
    match value {
        Value::Number(number) => Ok(*number),
        Value::Null => Ok(Number::ZERO),
        Value::Text(text) if text.is_empty() => Ok(Number::ZERO),
        Value::Text(text) => Number::parse(text).ok_or_else(|| {
            EvalError::new(format!(
                "the text `{}` is not a number; join texts by writing `${{a}}${{b}}`",
                clip(text)
            ))
        }),
        other => Err(EvalError::new(format!("expected a number but found {}", other.kind_name()))),
    }
}

/// Null and the empty text are false; another text must be `true` or `false` in any case.
pub(super) fn boolean(value: &Value) -> Result<bool, EvalError> {
    match value {
        Value::Bool(value) => Ok(*value),
        Value::Null => Ok(false),
        Value::Text(text) if text.is_empty() || text.eq_ignore_ascii_case("false") => Ok(false),
        Value::Text(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Value::Text(text) => {
            Err(EvalError::new(format!("the text `{}` is neither `true` nor `false`", clip(text))))
        }
        other => Err(EvalError::new(format!("expected a boolean but found {}", other.kind_name()))),
    }
}

/// Null is the empty text; lists and maps have no text.
pub(super) fn text(value: &Value) -> Result<Cow<'_, str>, EvalError> {
    Ok(match value {
        Value::Text(text) => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::List(_) | Value::Map(_) => {
            return Err(EvalError::new(format!("expected a text but found {}", value.kind_name())));
        }
    })
}
