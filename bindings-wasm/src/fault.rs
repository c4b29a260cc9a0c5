//! Refusals on their way to JavaScript: JSON text that `api/engine.js` turns into an error class.

use serde::Serialize;
use tidewheel::{Diagnostic, LoadError, Outcome, Rejection, RejectionCode};
use wasm_bindgen::JsValue;

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
    pub(crate) fn model(diagnostics: Vec<Diagnostic>) -> JsValue {
        Fault::Model { diagnostics }.into()
    }

    pub(crate) fn load(error: LoadError) -> JsValue {
        Fault::Load(error).into()
    }

    pub(crate) fn rejection(rejection: Rejection) -> JsValue {
        Fault::Rejection(rejection).into()
    }

    /// An event of a batch was rejected; the ones before it had these outcomes.
    pub(crate) fn batch(rejection: Rejection, outcomes: &[Outcome]) -> JsValue {
        Fault::Batch { rejection, index: outcomes.len(), outcomes }.into()
    }

    /// What came in is not of the documented form.
    pub(crate) fn unreadable(error: serde_json::Error) -> JsValue {
        Self::rejection(Rejection { code: RejectionCode::InvalidEvent, message: error.to_string() })
    }

    /// What should go out has no JSON form, which the engine rules out.
    pub(crate) fn unwritable(error: serde_json::Error) -> JsValue {
        JsValue::from_str(&error.to_string())
    }
}

impl From<Fault<'_>> for JsValue {
    fn from(fault: Fault<'_>) -> Self {
        let text = serde_json::to_string(&fault);
        JsValue::from_str(&text.unwrap_or_else(|error| error.to_string()))
    }
}

pub(crate) fn out_of_range() -> Rejection {
    let message = "`at` must lie in the years 1 to 9999, in milliseconds since 1970 UTC".to_owned();
    Rejection { code: RejectionCode::InvalidTime, message }
}
