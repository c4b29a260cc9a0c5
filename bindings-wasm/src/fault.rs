//! Refusals on their way to JavaScript: JSON text that `api/engine.js` turns into an error class.

use tidewheel::Refusal;
use wasm_bindgen::JsValue;

pub(crate) fn refuse(refusal: impl Into<Refusal>) -> JsValue {
    JsValue::from_str(&refusal.into().to_json())
}

/// What came in is not of the documented form.
pub(crate) fn unreadable(error: String) -> JsValue {
    refuse(Refusal::unreadable(&error))
}

/// What should go out has no JSON form, which the engine rules out.
pub(crate) fn unwritable() -> JsValue {
    JsValue::from_str("the result has no JSON form")
}
