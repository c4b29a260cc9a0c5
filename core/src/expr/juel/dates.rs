//! Dates as models count with them: `${dateTime().plusDays(3)}`. A date is its ISO 8601 text.

use super::super::EvalError;
use super::coerce;
use super::methods::Call;
use crate::time::{parse_date, parse_duration};
use crate::value::{Value, clip};

/// A date moved by the argument's number of units: `D` for days, `TM` for minutes.
pub(super) fn moved(call: &Call<'_>, unit: &str, sign: i64) -> Result<Option<Value>, EvalError> {
    let Some(text) = call.receiver.as_text() else { return Ok(None) };
    let by = call.arguments.first().unwrap_or(&Value::Null);
    let count = coerce::number(by)?.to_i64().and_then(|count| count.checked_mul(sign));
    let count = count.ok_or_else(|| EvalError::new("a date moves by a whole number"))?;
    let (time, letter) = unit.strip_prefix('T').map_or(("", unit), |letter| ("T", letter));
    let minus = if count < 0 { "-" } else { "" };
    let duration = parse_duration(&format!("{minus}P{time}{}{letter}", count.unsigned_abs()));
    let date =
        parse_date(text).map_err(|_| EvalError::new(format!("the text `{}` is not a date", clip(text))))?;
    let moved = duration.and_then(|duration| duration.after(date));
    moved.map(|moved| Some(moved.to_string().into())).map_err(|error| EvalError::new(error.to_string()))
}
