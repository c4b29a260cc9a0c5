//! Whatever a call can be refused with, as one type with one JSON form: what a binding turns into
//! the exceptions of its language.

use std::fmt::Display;

use serde::Serialize;

use crate::error::{Diagnostic, LoadError, Rejection, RejectionCode};
use crate::expression::ExpressionError;
use crate::history::Outcome;

/// A call that was refused. Its JSON form has an `error` tag: `model`, `load`, `rejection`, `batch` or
/// `expression`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "error", rename_all = "camelCase")]
pub enum Refusal {
    /// The model cannot be run.
    Model {
        /// All findings.
        diagnostics: Vec<Diagnostic>,
    },
    /// The snapshot cannot be loaded.
    Load(LoadError),
    /// The event does not fit the state.
    Rejection(Rejection),
    /// An event of a batch does not fit; those before it were applied.
    Batch {
        /// Why: the rejection's code.
        code: RejectionCode,
        /// Why, for people.
        message: String,
        /// Which event of the batch, from 0.
        index: usize,
        /// What the events before it came to.
        outcomes: Vec<Outcome>,
    },
    /// The expression is none, or has no value.
    Expression(ExpressionError),
}

impl Refusal {
    /// What came in is not of the documented form.
    #[must_use]
    pub fn unreadable(error: &dyn Display) -> Self {
        Self::Rejection(Rejection::new(RejectionCode::InvalidEvent, error.to_string()))
    }

    /// The event after those that had these outcomes was rejected.
    #[must_use]
    pub fn batch(rejection: Rejection, outcomes: Vec<Outcome>) -> Self {
        let Rejection { code, message } = rejection;
        Self::Batch { code, message, index: outcomes.len(), outcomes }
    }

    /// The JSON form.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Only a number that no double carries could fail, and none gets into an outcome.
        crate::value::to_json(self).unwrap_or_default()
    }
}

impl From<Vec<Diagnostic>> for Refusal {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self::Model { diagnostics }
    }
}

impl From<LoadError> for Refusal {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Self::Rejection(rejection)
    }
}

impl From<ExpressionError> for Refusal {
    fn from(error: ExpressionError) -> Self {
        Self::Expression(error)
    }
}
