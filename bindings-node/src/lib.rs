//! Tidewheel for Node.js: the raw calls under the classes of `bindings-wasm/api/api.js`, without
//! logic of their own. Data crosses as JSON text in both directions, which is the fastest way.

mod expression;
mod fault;
mod simulation;

use napi::Result;
use napi_derive::napi;
use serde::Serialize;
use tidewheel::{
    Definition, Event, FromJson, Instance, Key, Outcome, ParseOptions, Refusal, Rejection, Snapshot, Start,
    StartSubscription, Timestamp, host,
};

use fault::refuse;

/// What the engine says to an event.
type Admitted<T = Outcome> = std::result::Result<T, Rejection>;

/// The version of the addon, which must be the one of the package that loads it.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

#[napi]
pub struct RawDefinition(Definition);

#[napi]
impl RawDefinition {
    #[napi(factory, catch_unwind)]
    pub fn parse(xml: String, lenient: bool, strict: bool) -> Result<Self> {
        let (definition, _) = Definition::parse(&xml, &ParseOptions { lenient, strict }).map_err(refuse)?;
        Ok(Self(definition))
    }

    #[napi(catch_unwind)]
    pub fn diagnostics(&self) -> Result<String> {
        text(self.0.diagnostics())
    }

    #[napi(catch_unwind)]
    pub fn processes(&self) -> Result<String> {
        text(&self.0.processes())
    }

    #[napi(catch_unwind)]
    pub fn elements(&self) -> Result<String> {
        text(&self.0.elements())
    }

    #[napi(catch_unwind)]
    pub fn participants(&self) -> Result<String> {
        text(self.0.participants())
    }

    #[napi(catch_unwind)]
    pub fn message_flows(&self) -> Result<String> {
        text(self.0.message_flows())
    }

    #[napi(catch_unwind)]
    pub fn subscriptions(&self, at: f64) -> Result<String> {
        text(&self.0.subscriptions(instant(at).map_err(refuse)?))
    }

    #[napi(catch_unwind)]
    pub fn next_subscription(&self, fired: String) -> Result<String> {
        let fired: StartSubscription = read(&fired)?;
        text(&self.0.next_subscription(&fired))
    }

    #[napi(catch_unwind)]
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint().to_string()
    }
}

#[napi]
pub struct RawInstance {
    definition: Definition,
    /// Absent for good once a panic has left it in no known state.
    instance: Option<Instance>,
}

#[napi]
impl RawInstance {
    /// The instance and the outcome of its first step.
    #[napi(catch_unwind)]
    pub fn start(definition: &RawDefinition, start: String, at: f64) -> Result<(RawInstance, String)> {
        let definition = definition.0.clone();
        let start: Start = read(&start)?;
        let at = instant(at).map_err(refuse)?;
        let (instance, outcome) = tidewheel::start(&definition, &start, at).map_err(refuse)?;
        Ok((Self::of(definition, instance), text(&outcome)?))
    }

    #[napi(factory, catch_unwind)]
    pub fn load(definition: &RawDefinition, snapshot: String) -> Result<Self> {
        let definition = definition.0.clone();
        let snapshot = Snapshot::from_json(&snapshot).map_err(refuse)?;
        let instance = Instance::load(&definition, &snapshot).map_err(refuse)?;
        Ok(Self::of(definition, instance))
    }

    #[napi(catch_unwind)]
    pub fn apply(&mut self, event: String, at: f64) -> Result<String> {
        text(&self.step(&read(&event)?, at)?.map_err(refuse)?)
    }

    #[napi(catch_unwind)]
    pub fn apply_all(&mut self, events: String, at: f64) -> Result<String> {
        let events: Vec<Event> = read(&events)?;
        let mut outcomes = Vec::with_capacity(events.len());
        for event in &events {
            match self.step(event, at)? {
                Ok(outcome) => outcomes.push(outcome),
                Err(rejection) => return Err(refuse(Refusal::batch(rejection, outcomes))),
            }
        }
        text(&outcomes)
    }

    #[napi(catch_unwind)]
    pub fn id(&self) -> Result<String> {
        Ok(self.instance()?.id().to_string())
    }

    #[napi(catch_unwind)]
    pub fn status(&self) -> Result<String> {
        text(&self.instance()?.status())
    }

    #[napi(catch_unwind)]
    pub fn next_due(&self) -> Result<Option<f64>> {
        Ok(self.instance()?.next_due().map(millis))
    }

    #[napi(catch_unwind)]
    pub fn obligations(&self) -> Result<String> {
        text(&self.instance()?.obligations(&self.definition))
    }

    #[napi(catch_unwind)]
    pub fn active(&self) -> Result<String> {
        text(&self.instance()?.active(&self.definition))
    }

    #[napi(catch_unwind)]
    pub fn actions(&self, person: String) -> Result<String> {
        text(&self.instance()?.actions(&self.definition, &read(&person)?))
    }

    #[napi(catch_unwind)]
    pub fn variables(&self, scope: Option<u32>) -> Result<String> {
        text(&self.instance()?.variables(scope.map(Key)))
    }

    #[napi(catch_unwind)]
    pub fn save(&self) -> Result<String> {
        Ok(self.instance()?.save(&self.definition).to_json())
    }

    #[napi(catch_unwind)]
    pub fn duplicate(&self) -> Result<RawInstance> {
        Ok(Self::of(self.definition.clone(), self.instance()?.clone()))
    }

    /// Drops the state now rather than with the object.
    #[napi]
    pub fn free(&mut self) {
        self.instance = None;
    }
}

impl RawInstance {
    fn of(definition: Definition, instance: Instance) -> Self {
        Self { definition, instance: Some(instance) }
    }

    fn instance(&self) -> Result<&Instance> {
        self.instance.as_ref().ok_or_else(fault::unusable)
    }

    fn step(&mut self, event: &Event, at: f64) -> Result<Admitted> {
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
#[napi(catch_unwind)]
pub fn step(
    definition: &RawDefinition,
    snapshot: String,
    event: String,
    at: f64,
) -> Result<(String, String)> {
    let mut handle = RawInstance::load(definition, snapshot)?;
    let outcome = handle.apply(event, at)?;
    Ok((handle.save()?, outcome))
}

#[napi(catch_unwind)]
pub fn commit(
    definition: &RawDefinition,
    snapshot: Option<String>,
    event: String,
    at: f64,
    options: String,
) -> Result<String> {
    let at = instant(at).map_err(refuse)?;
    host::commit_json(&definition.0, snapshot.as_deref(), &event, at, &options).map_err(refuse)
}

#[napi(catch_unwind)]
pub fn duties(definition: &RawDefinition, snapshot: String) -> Result<String> {
    host::duties_json(&definition.0, &snapshot).map_err(refuse)
}

#[napi(catch_unwind)]
pub fn agrees(wanted: Option<String>, given: Option<String>) -> Result<bool> {
    host::agrees_json(wanted.as_deref(), given.as_deref()).map_err(refuse)
}

#[napi(catch_unwind)]
pub fn to_bpmn(machine: String) -> Result<String> {
    tidewheel::machine::to_bpmn(&machine).map_err(refuse)
}

#[napi(catch_unwind)]
pub fn normalize(xml: String) -> Result<String> {
    tidewheel::normalize(&xml).map_err(refuse)
}

fn text<T: Serialize + ?Sized>(data: &T) -> Result<String> {
    serde_json::to_string(data).map_err(fault::unwritable)
}

fn read<T: FromJson>(text: &str) -> Result<T> {
    T::from_json(text).map_err(fault::unreadable)
}

fn millis(at: Timestamp) -> f64 {
    // Every instant is far below 2^53, up to which a double is exact.
    at.millis() as f64
}

fn instant(millis: f64) -> Admitted<Timestamp> {
    // A cast of a double saturates, and what is out of range is refused.
    Timestamp::try_from(millis as i64)
}
