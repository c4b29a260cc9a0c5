//! A host may die between any two steps: what it stored is enough to go on as if nothing had been.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must say so")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tidewheel::sim::{Scenario, Simulation};
use tidewheel::{Definition, Event, Instance, ParseOptions, Snapshot, Start, Timestamp, start, step};
use tidewheel_tests::actions::actions;
use tidewheel_tests::host::{beginning, parse};
use tidewheel_tests::trial::Trial;
use tidewheel_tests::words::sound_variables;
use tidewheel_tests::{strategies, write};

const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/models/workspace-provisioning.bpmn");

/// What a run was told, and what it came to.
struct Run {
    definition: Definition,
    begin: Start,
    began: Timestamp,
    log: Vec<(Event, Timestamp)>,
    last: String,
}

impl Run {
    /// Each scenario of the example, as the simulation runs it.
    fn of_the_example() -> Vec<(String, Self)> {
        let model = fs::read_to_string(MODEL).unwrap();
        let (definition, _) = Definition::parse(&model, &ParseOptions::default()).unwrap();
        let scenarios = fs::read_to_string(Path::new(MODEL).with_extension("scenarios.json")).unwrap();
        let scenarios: BTreeMap<String, Scenario> = serde_json::from_str(&scenarios).unwrap();
        let run = |scenario: Scenario| {
            let begin = Start {
                id: scenario.id.clone(),
                process: scenario.process.clone(),
                variables: scenario.variables.clone(),
                ..Start::default()
            };
            let began = scenario.at;
            let mut simulation = Simulation::new(&definition, scenario).unwrap();
            let rows = simulation.run().rows;
            let log = rows.into_iter().filter(|row| row.rejection.is_none());
            Self {
                log: log.filter_map(|row| Some((row.event.clone()?, row.at))).collect(),
                last: simulation.instance().save(&definition).to_json(),
                definition: definition.clone(),
                begin,
                began,
            }
        };
        scenarios.into_iter().map(|(name, scenario)| (name, run(scenario))).collect()
    }

    /// Takes all steps; before step number `dies`, the host starts anew with what it had stored.
    fn again(&self, dies: usize) -> String {
        let (mut instance, _) = start(&self.definition, &self.begin, self.began).unwrap();
        for (n, (event, at)) in self.log.iter().enumerate() {
            if n == dies {
                instance = revive(&self.definition, &instance);
            }
            instance = step(&self.definition, &instance, event, *at).unwrap().0;
        }
        instance.save(&self.definition).to_json()
    }
}

/// The instance by way of text.
fn revive(definition: &Definition, instance: &Instance) -> Instance {
    let text = instance.save(definition).to_json();
    Instance::load(definition, &Snapshot::from_json(&text).unwrap()).unwrap()
}

#[test]
fn the_example_goes_on_wherever_its_host_dies() {
    let runs = Run::of_the_example();
    assert!(!runs.is_empty());
    for (name, run) in runs {
        for dies in 0..=run.log.len() {
            assert_eq!(run.again(dies), run.last, "{name}, host died before step {dies}");
        }
    }
}

#[test]
fn a_definition_read_again_takes_up_old_instances() {
    proptest!(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() }, |(
        body in strategies::process(2), variables in sound_variables(), actions in actions(8..24, true),
    )| {
        let xml = write::write(&body);
        let [one, other] = [&xml, &xml].map(|xml| parse(xml).unwrap());
        let mut now = beginning();
        let begun = Trial::begin(&one, &xml, variables, 0, now).map_err(TestCaseError::fail)?;
        let Some(mut trial) = begun else { return Ok(()) };
        for action in &actions {
            let event = action.event(&trial, &mut now);
            trial.send(&event, now).map_err(TestCaseError::fail)?;
            let snapshot = Snapshot::from_json(trial.saved()).unwrap();
            let loaded = Instance::load(&other, &snapshot).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let saved = loaded.save(&other).to_json();
            prop_assert_eq!(saved.as_str(), trial.saved(), "\n{}", &xml);
        }
        trial.replay().map_err(TestCaseError::fail)?;
    });
}
