//! Dates as models count with them: `${dateTime().plusDays(3)}`. A date is its ISO 8601 text.

use super::coerce;
use super::methods::Call;
use super::ops::Res;
use crate::time::{parse_date, parse_duration};
use crate::value::{Value, clip};

/// A date moved by the argument's number of units: `D` for days, `TM` for minutes.
pub(super) fn moved(call: &Call<'_>, unit: &str, sign: i64) -> Res<Option<Value>> {
    let Some(text) = call.receiver.as_text() else { return Ok(None) };
    let by = call.arguments.first().unwrap_or(&Value::Null);
    let Some(count) = coerce::number(by, call.run)?.to_i64().and_then(|count| count.checked_mul(sign)) else {
        return call.run.fail(format_args!("a date moves by a whole number"));
    };
    let (time, letter) = unit.strip_prefix('T').map_or(("", unit), |letter| ("T", letter));
    let minus = if count < 0 { "-" } else { "" };
    let duration = parse_duration(&format!("{minus}P{time}{}{letter}", count.unsigned_abs()));
    let Ok(date) = parse_date(text) else {
        return call.run.fail(format_args!("the text `{}` is not a date", clip(text)));
    };
    match duration.and_then(|duration| duration.after(date)) {
        Ok(moved) => Ok(Some(moved.to_string().into())),
        Err(error) => call.run.fail(format_args!("{error}")),
    }
}
