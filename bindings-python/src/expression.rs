//! Expressions by themselves.

use pyo3::prelude::*;
use tidewheel::{Expression, Vars};

use crate::fault::OrRaise;
use crate::{data, instant, read};

/// An expression by itself, compiled once: FEEL (`= amount > 100`) or JUEL (`${amount > 100}`).
#[pyclass(name = "Expression", module = "tidewheel", frozen)]
pub(crate) struct PyExpression(Expression);

#[pymethods]
impl PyExpression {
    /// Compiles an expression; raises `ExpressionError` if the text is none of its language.
    #[staticmethod]
    fn compile(py: Python<'_>, text: &str) -> PyResult<Self> {
        Expression::compile(text).map(Self).or_raise(py)
    }

    /// The language: `feel` or `juel`.
    #[getter]
    fn language(&self) -> &'static str {
        self.0.language()
    }

    /// The value for these variables; raises `ExpressionError` if there is none.
    #[pyo3(signature = (variables, *, at))]
    fn evaluate<'py>(&self, variables: &Bound<'py, PyAny>, at: i64) -> PyResult<Bound<'py, PyAny>> {
        let py = variables.py();
        let set: Vars = read(variables)?;
        data(py, &self.0.evaluate(&set, instant(at).or_raise(py)?).or_raise(py)?)
    }

    /// The values for several sets of variables, in their order.
    #[pyo3(signature = (sets, *, at))]
    fn evaluate_all<'py>(&self, sets: &Bound<'py, PyAny>, at: i64) -> PyResult<Bound<'py, PyAny>> {
        let py = sets.py();
        let all: Vec<Vars> = read(sets)?;
        data(py, &self.0.evaluate_all(&all, instant(at).or_raise(py)?).or_raise(py)?)
    }
}
