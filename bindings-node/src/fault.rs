//! Refusals on their way to JavaScript: JSON text that `api/engine.js` turns into an error class.

use napi::Error;
use serde::Serialize;
use tidewheel::{Diagnostic, LoadError, Outcome, Rejection, RejectionCode};

#[derive(Serialize)]
#[serde(tag = "error", rename_all = "camelCase")]
pub(crate) enum Fault<'a> {
    Model {
        diagnostics: Vec<Diagnostic>,
    },
    Load(LoadError),
    Rejection(Rejection),
    Batch {
        #[serde(flatten)]
        rejection: Rejection,
        index: usize,
        outcomes: &'a [Outcome],
    },
}

impl Fault<'_> {
    pub(crate) fn model(diagnostics: Vec<Diagnostic>) -> Error {
        Fault::Model { diagnostics }.into()
    }

    pub(crate) fn load(error: LoadError) -> Error {
        Fault::Load(error).into()
    }

    pub(crate) fn rejection(rejection: Rejection) -> Error {
        Fault::Rejection(rejection).into()
    }

    /// An event of a batch was rejected; the ones before it had these outcomes.
    pub(crate) fn batch(rejection: Rejection, outcomes: &[Outcome]) -> Error {
        Fault::Batch { rejection, index: outcomes.len(), outcomes }.into()
    }

    /// What came in is not of the documented form.
    pub(crate) fn unreadable(error: serde_json::Error) -> Error {
        Self::rejection(Rejection { code: RejectionCode::InvalidEvent, message: error.to_string() })
    }

    /// What should go out has no JSON form, which the engine rules out.
    pub(crate) fn unwritable(error: serde_json::Error) -> Error {
        Error::from_reason(error.to_string())
    }

    /// The engine has panicked in this instance before.
    pub(crate) fn unusable() -> Error {
        Error::from_reason("it crashed in this instance before; load the last snapshot anew")
    }
}

impl From<Fault<'_>> for Error {
    fn from(fault: Fault<'_>) -> Self {
        let text = serde_json::to_string(&fault);
        Error::from_reason(text.unwrap_or_else(|error| error.to_string()))
    }
}

pub(crate) fn out_of_range() -> Rejection {
    let message = "`at` must lie in the years 1 to 9999, in milliseconds since 1970 UTC".to_owned();
    Rejection { code: RejectionCode::InvalidTime, message }
}
