//! The deterministic in-memory host.

use tidewheel::sim::{Scenario, Simulation};
use tidewheel::{Definition, Instance};
use wasm_bindgen::prelude::*;

use crate::fault::refuse;
use crate::{Raw, RawDefinition, RawInstance, millis, object, read, text};

#[wasm_bindgen]
pub struct RawSimulation {
    definition: Definition,
    simulation: Simulation,
}

#[wasm_bindgen]
impl RawSimulation {
    pub fn open(definition: &RawDefinition, scenario: &str) -> Raw<RawSimulation> {
        let definition = definition.0.clone();
        let scenario: Scenario = read(scenario)?;
        let simulation = Simulation::new(&definition, scenario).map_err(refuse)?;
        Ok(Self { definition, simulation })
    }

    pub fn now(&self) -> f64 {
        millis(self.simulation.now())
    }

    pub fn instance(&self) -> RawInstance {
        RawInstance { definition: self.definition.clone(), instance: self.simulation.instance().clone() }
    }

    pub fn instances(&self) -> Vec<RawInstance> {
        let copy = |instance: &Instance| RawInstance {
            definition: self.definition.clone(),
            instance: instance.clone(),
        };
        self.simulation.instances().map(copy).collect()
    }

    pub fn step(&mut self) -> Raw<JsValue> {
        object(&self.simulation.step())
    }

    pub fn run(&mut self) -> Raw<JsValue> {
        object(&self.simulation.run())
    }

    #[wasm_bindgen(js_name = runJson)]
    pub fn run_json(&mut self) -> Raw<String> {
        text(&self.simulation.run())
    }
}
