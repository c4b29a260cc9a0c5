//! Refusals on their way to JavaScript: JSON text that `api/engine.js` turns into an error class.

use napi::Error;
use tidewheel::Refusal;

pub(crate) fn refuse(refusal: impl Into<Refusal>) -> Error {
    Error::from_reason(refusal.into().to_json())
}

/// What came in is not of the documented form.
pub(crate) fn unreadable(error: String) -> Error {
    refuse(Refusal::unreadable(&error))
}

/// What should go out has no JSON form, which the engine rules out.
pub(crate) fn unwritable(error: serde_json::Error) -> Error {
    Error::from_reason(error.to_string())
}

/// The engine has panicked in this instance before.
pub(crate) fn unusable() -> Error {
    Error::from_reason("it crashed in this instance before; load the last snapshot anew")
}
