//! Tidewheel for WebAssembly: the raw calls under the classes of `api/api.js`, without logic of
//! their own. Data comes in as JSON text, which means the same in every host (dates, absent
//! members, objects with `toJSON`); it goes out as plain objects, or as text where the name says so.

mod expression;
mod fault;
mod simulation;

use js_sys::{Array, JSON};
use serde::Serialize;
use tidewheel::{
    Definition, Event, FromJson, Instance, Key, Outcome, ParseOptions, Refusal, Snapshot, Start,
    StartSubscription, Timestamp, host, to_json,
};
use wasm_bindgen::prelude::*;

use fault::refuse;

type Raw<T> = Result<T, JsValue>;

#[wasm_bindgen]
pub struct RawDefinition(Definition);

#[wasm_bindgen]
impl RawDefinition {
    pub fn parse(xml: &str, lenient: bool, strict: bool) -> Raw<RawDefinition> {
        let (definition, _) = Definition::parse(xml, &ParseOptions { lenient, strict }).map_err(refuse)?;
        Ok(Self(definition))
    }

    pub fn diagnostics(&self) -> Raw<JsValue> {
        object(self.0.diagnostics())
    }

    pub fn processes(&self) -> Raw<JsValue> {
        object(&self.0.processes())
    }

    pub fn elements(&self) -> Raw<JsValue> {
        object(&self.0.elements())
    }

    pub fn participants(&self) -> Raw<JsValue> {
        object(self.0.participants())
    }

    #[wasm_bindgen(js_name = messageFlows)]
    pub fn message_flows(&self) -> Raw<JsValue> {
        object(self.0.message_flows())
    }

    pub fn subscriptions(&self, at: f64) -> Raw<JsValue> {
        object(&self.0.subscriptions(instant(at).map_err(refuse)?))
    }

    #[wasm_bindgen(js_name = nextSubscription)]
    pub fn next_subscription(&self, fired: &str) -> Raw<JsValue> {
        let fired: StartSubscription = read(fired)?;
        object(&self.0.next_subscription(&fired))
    }

    pub fn fingerprint(&self) -> String {
        self.0.fingerprint().to_string()
    }
}

#[wasm_bindgen]
pub struct RawInstance {
    definition: Definition,
    instance: Instance,
}

#[wasm_bindgen]
impl RawInstance {
    /// The instance and the outcome of its first step.
    pub fn start(definition: &RawDefinition, start: &str, at: f64) -> Raw<Array> {
        let (handle, outcome) = Self::started(definition, start, at)?;
        Ok(Array::of2(&handle.into(), &object(&outcome)?))
    }

    #[wasm_bindgen(js_name = startJson)]
    pub fn start_json(definition: &RawDefinition, start: &str, at: f64) -> Raw<Array> {
        let (handle, outcome) = Self::started(definition, start, at)?;
        Ok(Array::of2(&handle.into(), &text(&outcome)?.into()))
    }

    pub fn load(definition: &RawDefinition, snapshot: &str) -> Raw<RawInstance> {
        let definition = definition.0.clone();
        let snapshot = Snapshot::from_json(snapshot).map_err(refuse)?;
        let instance = Instance::load(&definition, &snapshot).map_err(refuse)?;
        Ok(Self { definition, instance })
    }

    pub fn apply(&mut self, event: &str, at: f64) -> Raw<JsValue> {
        object(&self.applied(&read(event)?, at)?)
    }

    #[wasm_bindgen(js_name = applyJson)]
    pub fn apply_json(&mut self, event: &str, at: f64) -> Raw<String> {
        text(&self.applied(&read(event)?, at)?)
    }

    #[wasm_bindgen(js_name = applyAll)]
    pub fn apply_all(&mut self, events: &str, at: f64) -> Raw<JsValue> {
        let events: Vec<Event> = read(events)?;
        let mut outcomes = Vec::with_capacity(events.len());
        for event in &events {
            match self.step(event, at) {
                Ok(outcome) => outcomes.push(outcome),
                Err(rejection) => return Err(refuse(Refusal::batch(rejection, outcomes))),
            }
        }
        object(&outcomes)
    }

    pub fn id(&self) -> String {
        self.instance.id().to_string()
    }

    pub fn status(&self) -> Raw<JsValue> {
        object(&self.instance.status())
    }

    #[wasm_bindgen(js_name = nextDue)]
    pub fn next_due(&self) -> Option<f64> {
        self.instance.next_due().map(millis)
    }

    pub fn obligations(&self) -> Raw<JsValue> {
        object(&self.instance.obligations(&self.definition))
    }

    #[wasm_bindgen(js_name = obligationsJson)]
    pub fn obligations_json(&self) -> Raw<String> {
        text(&self.instance.obligations(&self.definition))
    }

    pub fn active(&self) -> Raw<JsValue> {
        object(&self.instance.active(&self.definition))
    }

    pub fn actions(&self, person: &str) -> Raw<JsValue> {
        object(&self.instance.actions(&self.definition, &read(person)?))
    }

    pub fn variables(&self, scope: Option<u32>) -> Raw<JsValue> {
        object(&self.instance.variables(scope.map(Key)))
    }

    pub fn save(&self) -> String {
        self.instance.save(&self.definition).to_json()
    }

    pub fn duplicate(&self) -> RawInstance {
        Self { definition: self.definition.clone(), instance: self.instance.clone() }
    }
}

impl RawInstance {
    fn started(definition: &RawDefinition, start: &str, at: f64) -> Raw<(Self, Outcome)> {
        let definition = definition.0.clone();
        let start: Start = read(start)?;
        let at = instant(at).map_err(refuse)?;
        let (instance, outcome) = tidewheel::start(&definition, &start, at).map_err(refuse)?;
        Ok((Self { definition, instance }, outcome))
    }

    fn applied(&mut self, event: &Event, at: f64) -> Raw<Outcome> {
        self.step(event, at).map_err(refuse)
    }

    fn step(&mut self, event: &Event, at: f64) -> Result<Outcome, tidewheel::Rejection> {
        let mut outcome = Outcome::default();
        self.instance.apply(&self.definition, event, instant(at)?, &mut outcome)?;
        Ok(outcome)
    }
}

/// The pure form: the snapshot after the event, and what the step produced.
#[wasm_bindgen]
pub fn step(definition: &RawDefinition, snapshot: &str, event: &str, at: f64) -> Raw<Array> {
    let mut handle = RawInstance::load(definition, snapshot)?;
    let outcome = handle.apply(event, at)?;
    Ok(Array::of2(&handle.save().into(), &outcome))
}

#[wasm_bindgen]
pub fn commit(
    definition: &RawDefinition,
    snapshot: Option<String>,
    event: &str,
    at: f64,
    options: &str,
) -> Raw<String> {
    let at = instant(at).map_err(refuse)?;
    host::commit_json(&definition.0, snapshot.as_deref(), event, at, options).map_err(refuse)
}

#[wasm_bindgen]
pub fn duties(definition: &RawDefinition, snapshot: &str) -> Raw<String> {
    host::duties_json(&definition.0, snapshot).map_err(refuse)
}

#[wasm_bindgen]
pub fn agrees(wanted: Option<String>, given: Option<String>) -> Raw<bool> {
    host::agrees_json(wanted.as_deref(), given.as_deref()).map_err(refuse)
}

#[wasm_bindgen(js_name = toBpmn)]
pub fn to_bpmn(machine: &str) -> Raw<String> {
    tidewheel::machine::to_bpmn(machine).map_err(refuse)
}

#[wasm_bindgen]
pub fn normalize(xml: &str) -> Raw<String> {
    tidewheel::normalize(xml).map_err(refuse)
}

/// Plain objects. For `JSON.parse` even a variable named `__proto__` is an ordinary member.
fn object<T: Serialize + ?Sized>(data: &T) -> Raw<JsValue> {
    parsed(to_json(data))
}

fn text<T: Serialize + ?Sized>(data: &T) -> Raw<String> {
    written(to_json(data))
}

fn parsed(json: Option<String>) -> Raw<JsValue> {
    JSON::parse(&written(json)?)
}

fn written(json: Option<String>) -> Raw<String> {
    json.ok_or_else(fault::unwritable)
}

fn read<T: FromJson>(text: &str) -> Raw<T> {
    T::from_json(text).map_err(fault::unreadable)
}

fn millis(at: Timestamp) -> f64 {
    // Every instant is far below 2^53, up to which a double is exact.
    at.millis() as f64
}

fn instant(millis: f64) -> Result<Timestamp, tidewheel::Rejection> {
    // A cast of a double saturates, and what is out of range is refused.
    Timestamp::try_from(millis as i64)
}
