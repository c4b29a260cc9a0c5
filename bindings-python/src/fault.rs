//! Refusals on their way to Python: the exception classes of `tidewheel._errors`.

use std::fmt::Display;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use serde::Serialize;
use tidewheel::{Diagnostic, LoadError, Outcome, Rejection, RejectionCode};

use crate::data;

pub(crate) enum Fault {
    Model(Vec<Diagnostic>),
    Load(LoadError),
    Rejection(Rejection),
    /// An event of a batch was rejected; the ones before it had these outcomes.
    Batch {
        rejection: Rejection,
        outcomes: Vec<Outcome>,
    },
}

impl Fault {
    /// What came in is not of the documented form.
    pub(crate) fn unreadable(error: &dyn Display) -> Self {
        Self::Rejection(Rejection { code: RejectionCode::InvalidEvent, message: error.to_string() })
    }

    pub(crate) fn raise(self, py: Python<'_>) -> PyErr {
        self.exception(py).unwrap_or_else(|error| error)
    }

    fn exception(self, py: Python<'_>) -> PyResult<PyErr> {
        let arguments = match &self {
            Self::Model(diagnostics) => (data(py, diagnostics)?,).into_pyobject(py)?,
            Self::Load(error) => named(py, &error.code, &error.message)?,
            Self::Rejection(rejection) => named(py, &rejection.code, &rejection.message)?,
            Self::Batch { rejection, outcomes } => {
                let code = data(py, &rejection.code)?;
                (code, &rejection.message, outcomes.len(), data(py, outcomes)?).into_pyobject(py)?
            }
        };
        Ok(PyErr::from_value(self.class(py)?.call1(arguments)?))
    }

    fn class<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyType>> {
        static MODEL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        static LOAD: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        static REJECTION: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let (cell, name) = match self {
            Self::Model(_) => (&MODEL, "ModelError"),
            Self::Load(_) => (&LOAD, "LoadError"),
            Self::Rejection(_) | Self::Batch { .. } => (&REJECTION, "RejectionError"),
        };
        cell.import(py, "tidewheel._errors", name)
    }
}

impl From<LoadError> for Fault {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

impl From<Rejection> for Fault {
    fn from(rejection: Rejection) -> Self {
        Self::Rejection(rejection)
    }
}

/// Raises what the engine refuses.
pub(crate) trait OrFault<T> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T, E: Into<Fault>> OrFault<T> for Result<T, E> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|error| error.into().raise(py))
    }
}

fn named<'py>(
    py: Python<'py>,
    code: &impl Serialize,
    message: &str,
) -> PyResult<Bound<'py, pyo3::types::PyTuple>> {
    (data(py, code)?, message).into_pyobject(py)
}

/// What should go out has no JSON form, which the engine rules out.
pub(crate) fn unwritable(error: serde_json::Error) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

/// The engine has panicked in this instance before.
pub(crate) fn unusable() -> PyErr {
    PyRuntimeError::new_err("the engine crashed in this instance before; load the last snapshot anew")
}

pub(crate) fn out_of_range() -> Rejection {
    let message = "`at` must lie in the years 1 to 9999, in milliseconds since 1970 UTC".to_owned();
    Rejection { code: RejectionCode::InvalidTime, message }
}
