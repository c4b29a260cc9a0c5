//! The deterministic in-memory host.

use pyo3::prelude::*;
use tidewheel::sim::{Scenario, Simulation};
use tidewheel::{Definition, Instance};

use crate::fault::OrRaise;
use crate::{PyDefinition, PyInstance, data, read, text};

/// A host in memory with a virtual clock: the same scenario always runs the same way.
#[pyclass(name = "Simulation", module = "tidewheel")]
pub(crate) struct PySimulation {
    definition: Definition,
    simulation: Simulation,
}

#[pymethods]
impl PySimulation {
    #[new]
    #[pyo3(signature = (definition, scenario = None))]
    fn new(py: Python<'_>, definition: &PyDefinition, scenario: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let definition = definition.0.clone();
        let scenario: Scenario = scenario.map(read).transpose()?.unwrap_or_default();
        let simulation = Simulation::new(&definition, scenario).or_raise(py)?;
        Ok(Self { definition, simulation })
    }

    /// The virtual time.
    #[getter]
    fn now(&self) -> i64 {
        self.simulation.now().millis()
    }

    /// A copy of the scenario's own instance as it stands.
    #[getter]
    fn instance(&self) -> PyInstance {
        PyInstance::of(self.definition.clone(), self.simulation.instance().clone())
    }

    /// Copies of all instances as they stand, in the order in which they started.
    #[getter]
    fn instances(&self) -> Vec<PyInstance> {
        let copy = |instance: &Instance| PyInstance::of(self.definition.clone(), instance.clone());
        self.simulation.instances().map(copy).collect()
    }

    /// Lets the next thing happen; None where the simulation stands still.
    fn step<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        data(py, &self.simulation.step())
    }

    /// Runs until the simulation stands still.
    fn run<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        data(py, &self.simulation.run())
    }

    /// `run` with JSON text as its result.
    fn run_json(&mut self) -> PyResult<String> {
        text(&self.simulation.run())
    }

    fn __repr__(&self) -> PyResult<String> {
        let status = text(&self.simulation.instance().status())?;
        Ok(format!("<Simulation at {} {}>", self.simulation.now(), status.trim_matches('"')))
    }
}
