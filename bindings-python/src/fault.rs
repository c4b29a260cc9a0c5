//! Refusals on their way to Python: the exception classes of `tidewheel._errors`.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use serde::Serialize;
use tidewheel::Refusal;

use crate::data;

/// The exception for a refusal.
pub(crate) fn raise(py: Python<'_>, refusal: impl Into<Refusal>) -> PyErr {
    exception(py, &refusal.into()).unwrap_or_else(|error| error)
}

fn exception(py: Python<'_>, refusal: &Refusal) -> PyResult<PyErr> {
    let arguments = match refusal {
        Refusal::Model { diagnostics } => (data(py, diagnostics)?,).into_pyobject(py)?,
        Refusal::Load(error) => named(py, &error.code, &error.message)?,
        Refusal::Rejection(rejection) => named(py, &rejection.code, &rejection.message)?,
        Refusal::Batch { code, message, index, outcomes } => {
            (data(py, code)?, message, index, data(py, outcomes)?).into_pyobject(py)?
        }
        Refusal::Expression(error) => {
            (data(py, &error.code)?, &error.message, error.character, error.index).into_pyobject(py)?
        }
    };
    Ok(PyErr::from_value(class(py, refusal)?.call1(arguments)?))
}

fn class<'py>(py: Python<'py>, refusal: &Refusal) -> PyResult<&'py Bound<'py, PyType>> {
    static MODEL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static LOAD: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static EXPRESSION: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static REJECTION: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let (cell, name) = match refusal {
        Refusal::Model { .. } => (&MODEL, "ModelError"),
        Refusal::Load(_) => (&LOAD, "LoadError"),
        Refusal::Expression(_) => (&EXPRESSION, "ExpressionError"),
        Refusal::Rejection(_) | Refusal::Batch { .. } => (&REJECTION, "RejectionError"),
    };
    cell.import(py, "tidewheel._errors", name)
}

/// Raises what the engine refuses.
pub(crate) trait OrRaise<T> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T, E: Into<Refusal>> OrRaise<T> for Result<T, E> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|error| raise(py, error))
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
