//! Tidewheel for Python: plain dicts in and out over the engine, without logic of its own.

mod expression;
mod fault;
mod simulation;

use pyo3::prelude::*;
use pythonize::{depythonize, pythonize};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tidewheel::{
    Definition, Event, FromJson, Instance, Key, Outcome, ParseOptions, Refusal, Snapshot, Start,
    StartSubscription, Timestamp, host,
};

use fault::{OrRaise, raise};

/// One BPMN file, parsed, checked and compiled.
#[pyclass(name = "Definition", module = "tidewheel", frozen)]
struct PyDefinition(Definition);

#[pymethods]
impl PyDefinition {
    /// Reads a BPMN 2.0 file, or a state machine as JSON text; raises `ModelError` with all findings if it
    /// cannot be run.
    #[staticmethod]
    #[pyo3(signature = (xml, *, lenient = false, strict = false))]
    fn parse(py: Python<'_>, xml: &str, lenient: bool, strict: bool) -> PyResult<Self> {
        let parsed = py.detach(|| Definition::parse(xml, &ParseOptions { lenient, strict }));
        parsed.map(|(definition, _)| Self(definition)).or_raise(py)
    }

    /// What was found in the file that does not keep it from running.
    #[getter]
    fn diagnostics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        data(py, self.0.diagnostics())
    }

    /// The processes of the file, in its order.
    #[getter]
    fn processes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        data(py, &self.0.processes())
    }

    /// The flow nodes of every process that can run, in the file's order.
    #[getter]
    fn elements<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        data(py, &self.0.elements())
    }

    /// The participants of its collaborations, in the file's order.
    #[getter]
    fn participants<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        data(py, self.0.participants())
    }

    /// The message flows between its participants, in the file's order.
    #[getter]
    fn message_flows<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        data(py, self.0.message_flows())
    }

    /// What starts the processes that can run, in the file's order.
    #[pyo3(signature = (*, at))]
    fn subscriptions<'py>(&self, py: Python<'py>, at: i64) -> PyResult<Bound<'py, PyAny>> {
        data(py, &self.0.subscriptions(instant(at).or_raise(py)?))
    }

    /// The next occurrence of a timer that has fired; None after the last one.
    fn next_subscription<'py>(&self, fired: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let subscription: StartSubscription = read(fired)?;
        data(fired.py(), &self.0.next_subscription(&subscription))
    }

    /// 16 hexadecimal digits that tell this definition from others; equal in every host.
    #[getter]
    fn fingerprint(&self) -> String {
        self.0.fingerprint().to_string()
    }

    fn __repr__(&self) -> String {
        let processes: Vec<_> =
            self.0.processes().iter().map(|process| format!("{:?}", process.id)).collect();
        format!("<Definition {} of {}>", self.0.fingerprint(), processes.join(", "))
    }
}

/// One running process. `apply` changes it in place; a rejected event changes nothing.
#[pyclass(name = "Instance", module = "tidewheel")]
struct PyInstance {
    definition: Definition,
    /// Absent for good once a panic has left it in no known state.
    instance: Option<Instance>,
}

#[pymethods]
impl PyInstance {
    /// Starts an instance; returns it with the outcome of its first step.
    #[staticmethod]
    #[pyo3(signature = (definition, start, *, at))]
    fn start<'py>(
        definition: &Bound<'py, PyDefinition>,
        start: &Bound<'py, PyAny>,
        at: i64,
    ) -> PyResult<(Self, Bound<'py, PyAny>)> {
        let py = definition.py();
        let (handle, outcome) = Self::started(py, definition.get(), &read(start)?, at)?;
        Ok((handle, data(py, &outcome)?))
    }

    /// `start` with JSON text instead of dicts.
    #[staticmethod]
    #[pyo3(signature = (definition, start, *, at))]
    fn start_json(
        py: Python<'_>,
        definition: &PyDefinition,
        start: &str,
        at: i64,
    ) -> PyResult<(Self, String)> {
        let (handle, outcome) = Self::started(py, definition, &read_json(py, start)?, at)?;
        Ok((handle, text(&outcome)?))
    }

    /// Restores what `save` gave; raises `LoadError` if it does not belong to the definition.
    #[staticmethod]
    fn load(py: Python<'_>, definition: &PyDefinition, snapshot: &str) -> PyResult<Self> {
        let snapshot = Snapshot::from_json(snapshot).or_raise(py)?;
        let instance = Instance::load(&definition.0, &snapshot).or_raise(py)?;
        Ok(Self::of(definition.0.clone(), instance))
    }

    /// Makes one step; raises `RejectionError` if the event does not fit the state.
    #[pyo3(signature = (event, *, at))]
    fn apply<'py>(&mut self, event: &Bound<'py, PyAny>, at: i64) -> PyResult<Bound<'py, PyAny>> {
        let py = event.py();
        data(py, &self.step(&read(event)?, at)?.or_raise(py)?)
    }

    /// Makes several steps at one time. Stops at the first event that does not fit: the error's
    /// `index` says which, its `outcomes` what the events before it came to.
    #[pyo3(signature = (events, *, at))]
    fn apply_all<'py>(&mut self, events: &Bound<'py, PyAny>, at: i64) -> PyResult<Bound<'py, PyAny>> {
        let py = events.py();
        let events: Vec<Event> = read(events)?;
        let mut outcomes = Vec::with_capacity(events.len());
        for event in &events {
            match self.step(event, at)? {
                Ok(outcome) => outcomes.push(outcome),
                Err(rejection) => return Err(raise(py, Refusal::batch(rejection, outcomes))),
            }
        }
        data(py, &outcomes)
    }

    /// `apply` with JSON text instead of dicts.
    #[pyo3(signature = (event, *, at))]
    fn apply_json(&mut self, py: Python<'_>, event: &str, at: i64) -> PyResult<String> {
        text(&self.step(&read_json(py, event)?, at)?.or_raise(py)?)
    }

    /// The host's own id of the instance.
    #[getter]
    fn id(&self) -> PyResult<&str> {
        Ok(self.instance()?.id())
    }

    /// Where the instance stands.
    #[getter]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        data(py, &self.instance()?.status())
    }

    /// When the next timer is due, in milliseconds since 1970 UTC; None if no timer is open.
    fn next_due(&self) -> PyResult<Option<i64>> {
        Ok(self.instance()?.next_due().map(Timestamp::millis))
    }

    /// Every open duty of the host, by key.
    fn obligations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        data(py, &self.instance()?.obligations(&self.definition))
    }

    /// `obligations` as JSON text.
    fn obligations_json(&self) -> PyResult<String> {
        text(&self.instance()?.obligations(&self.definition))
    }

    /// The live activations by key, the process itself first; none once the instance has ended.
    fn active<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        data(py, &self.instance()?.active(&self.definition))
    }

    /// Where a request stands, and what a person may do with it now: a dict with `user` and `groups`.
    fn actions<'py>(&self, person: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = person.py();
        data(py, &self.instance()?.actions(&self.definition, &read(person)?))
    }

    /// The variables of the process, or all that can be seen from an activation; None if there is no
    /// such activation.
    #[pyo3(signature = (scope = None))]
    fn variables<'py>(&self, py: Python<'py>, scope: Option<u32>) -> PyResult<Bound<'py, PyAny>> {
        data(py, &self.instance()?.variables(scope.map(Key)))
    }

    /// The state as JSON text, to store anywhere.
    fn save(&self) -> PyResult<String> {
        Ok(self.instance()?.save(&self.definition).to_json())
    }

    /// An independent copy.
    fn clone(&self) -> PyResult<Self> {
        Ok(Self::of(self.definition.clone(), self.instance()?.clone()))
    }

    fn __copy__(&self) -> PyResult<Self> {
        self.clone()
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.clone()
    }

    fn __repr__(&self) -> PyResult<String> {
        let instance = self.instance()?;
        let status = text(&instance.status())?;
        Ok(format!("<Instance {:?} {}>", instance.id(), status.trim_matches('"')))
    }
}

impl PyInstance {
    fn of(definition: Definition, instance: Instance) -> Self {
        Self { definition, instance: Some(instance) }
    }

    fn started(
        py: Python<'_>,
        definition: &PyDefinition,
        start: &Start,
        at: i64,
    ) -> PyResult<(Self, Outcome)> {
        let definition = definition.0.clone();
        let at = instant(at).or_raise(py)?;
        let (instance, outcome) = tidewheel::start(&definition, start, at).or_raise(py)?;
        Ok((Self::of(definition, instance), outcome))
    }

    fn instance(&self) -> PyResult<&Instance> {
        self.instance.as_ref().ok_or_else(fault::unusable)
    }

    fn step(&mut self, event: &Event, at: i64) -> PyResult<Result<Outcome, tidewheel::Rejection>> {
        let at = match instant(at) {
            Ok(at) => at,
            Err(rejection) => return Ok(Err(rejection)),
        };
        // While the engine works on it the instance is not here: should the engine panic, nobody
        // finds a state that is half changed.
        let mut instance = self.instance.take().ok_or_else(fault::unusable)?;
        let mut outcome = Outcome::default();
        let applied = instance.apply(&self.definition, event, at, &mut outcome);
        self.instance = Some(instance);
        Ok(applied.map(|()| outcome))
    }
}

/// The pure form: the snapshot after the event, and what the step produced.
#[pyfunction]
#[pyo3(signature = (definition, snapshot, event, *, at))]
fn step<'py>(
    definition: &Bound<'py, PyDefinition>,
    snapshot: &str,
    event: &Bound<'py, PyAny>,
    at: i64,
) -> PyResult<(String, Bound<'py, PyAny>)> {
    let mut handle = PyInstance::load(definition.py(), definition.get(), snapshot)?;
    let outcome = handle.apply(event, at)?;
    Ok((handle.save()?, outcome))
}

/// A step as the rows that it changes in a store, all as JSON text; without a snapshot `event` is a start.
#[pyfunction]
#[pyo3(signature = (definition, snapshot, event, *, at, options = "{}"))]
fn commit(
    py: Python<'_>,
    definition: &PyDefinition,
    snapshot: Option<&str>,
    event: &str,
    at: i64,
    options: &str,
) -> PyResult<String> {
    let at = instant(at).or_raise(py)?;
    py.detach(|| host::commit_json(&definition.0, snapshot, event, at, options)).or_raise(py)
}

/// The index rows of all open duties of an instance, as JSON text.
#[pyfunction]
fn duties(py: Python<'_>, definition: &PyDefinition, snapshot: &str) -> PyResult<String> {
    py.detach(|| host::duties_json(&definition.0, snapshot)).or_raise(py)
}

/// Whether a message can be meant for a subscription, by the JSON text of their correlations.
#[pyfunction]
fn agrees(py: Python<'_>, wanted: Option<&str>, given: Option<&str>) -> PyResult<bool> {
    host::agrees_json(wanted, given).or_raise(py)
}

/// A state machine, as JSON text, as a BPMN file with a diagram.
#[pyfunction]
fn to_bpmn(py: Python<'_>, machine: &str) -> PyResult<String> {
    py.detach(|| tidewheel::machine::to_bpmn(machine)).or_raise(py)
}

/// The model with the `incoming` and `outgoing` children that BPMN makes optional and many tools need.
#[pyfunction]
fn normalize(py: Python<'_>, xml: &str) -> PyResult<String> {
    py.detach(|| tidewheel::normalize(xml)).or_raise(py)
}

/// Plain dicts, lists and strings.
fn data<'py, T: Serialize + ?Sized>(py: Python<'py>, data: &T) -> PyResult<Bound<'py, PyAny>> {
    Ok(pythonize(py, data)?)
}

fn read<T: DeserializeOwned>(object: &Bound<'_, PyAny>) -> PyResult<T> {
    depythonize(object).map_err(|error| raise(object.py(), Refusal::unreadable(&error)))
}

fn text<T: Serialize + ?Sized>(data: &T) -> PyResult<String> {
    serde_json::to_string(data).map_err(fault::unwritable)
}

fn read_json<T: FromJson>(py: Python<'_>, text: &str) -> PyResult<T> {
    T::from_json(text).map_err(|error| raise(py, Refusal::unreadable(&error)))
}

fn instant(millis: i64) -> Result<Timestamp, tidewheel::Rejection> {
    Timestamp::try_from(millis)
}

#[pymodule(gil_used = false)]
mod _core {
    #[pymodule_export]
    use super::{
        PyDefinition, PyInstance, agrees, commit, duties, expression::PyExpression, normalize,
        simulation::PySimulation, step, to_bpmn,
    };
}
