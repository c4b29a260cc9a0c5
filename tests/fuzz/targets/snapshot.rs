//! Any text as a snapshot of one of the models: refused, or saved again as the same bytes and able to go on.
#![no_main]

mod model;

use libfuzzer_sys::fuzz_target;
use model::{answer, definitions, variables};
use tidewheel::{Definition, Event, Instance, Outcome, Snapshot, Timestamp};

fuzz_target!(|text: &str| {
    for definition in definitions() {
        // Nobody guesses a fingerprint.
        let text = text.replace("FINGERPRINT", &definition.fingerprint().to_string());
        let Ok(snapshot) = Snapshot::from_json(&text) else { continue };
        if let Ok(instance) = Instance::load(definition, &snapshot) {
            go_on(definition, instance);
        }
    }
});

fn go_on(definition: &Definition, mut instance: Instance) {
    let mut out = Outcome::default();
    for round in 0..8 {
        for obligation in instance.obligations(definition).iter().take(4) {
            let (event, at) = answer(obligation, instance.at());
            let _ = instance.apply(definition, &event, at, &mut out);
        }
        let saved = instance.save(definition);
        let again = Instance::load(definition, &saved).expect("what it saves can be loaded");
        assert_eq!(again.save(definition).to_json(), saved.to_json());
        let change = Event::SetVariables { scope: None, variables: variables(round % 3 == 0, round % 5 == 0) };
        let _ = instance.apply(definition, &change, instance.at(), &mut out);
        let _ = instance.apply(definition, &Event::Tick, Timestamp::MAX, &mut out);
    }
}
