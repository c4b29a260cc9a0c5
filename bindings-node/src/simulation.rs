//! The deterministic in-memory host.

use napi::Result;
use napi_derive::napi;
use tidewheel::sim::{Scenario, Simulation};
use tidewheel::{Definition, Instance};

use crate::fault::refuse;
use crate::{RawDefinition, RawInstance, millis, read, text};

#[napi]
pub struct RawSimulation {
    definition: Definition,
    simulation: Simulation,
}

#[napi]
impl RawSimulation {
    #[napi(factory, catch_unwind)]
    pub fn open(definition: &RawDefinition, scenario: String) -> Result<Self> {
        let definition = definition.0.clone();
        let scenario: Scenario = read(&scenario)?;
        let simulation = Simulation::new(&definition, scenario).map_err(refuse)?;
        Ok(Self { definition, simulation })
    }

    #[napi(catch_unwind)]
    pub fn now(&self) -> f64 {
        millis(self.simulation.now())
    }

    #[napi(catch_unwind)]
    pub fn instance(&self) -> RawInstance {
        RawInstance::of(self.definition.clone(), self.simulation.instance().clone())
    }

    #[napi(catch_unwind)]
    pub fn instances(&self) -> Vec<RawInstance> {
        let copy = |instance: &Instance| RawInstance::of(self.definition.clone(), instance.clone());
        self.simulation.instances().map(copy).collect()
    }

    #[napi(catch_unwind)]
    pub fn step(&mut self) -> Result<Option<String>> {
        self.simulation.step().map(text).transpose()
    }

    #[napi(catch_unwind)]
    pub fn run(&mut self) -> Result<String> {
        text(&self.simulation.run())
    }
}
