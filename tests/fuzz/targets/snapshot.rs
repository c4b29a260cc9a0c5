//! Any text as a snapshot of one model: refused, or saved again as the same bytes and able to go on.
#![no_main]

mod model;

use libfuzzer_sys::fuzz_target;
use model::{answer, definition};
use tidewheel::{Instance, Outcome, Snapshot, Timestamp};

fuzz_target!(|text: &str| {
    let definition = definition();
    // Nobody guesses a fingerprint.
    let text = text.replace("FINGERPRINT", &definition.fingerprint().to_string());
    let Ok(snapshot) = Snapshot::from_json(&text) else { return };
    let Ok(mut instance) = Instance::load(definition, &snapshot) else { return };
    let mut out = Outcome::default();
    for _ in 0..8 {
        for obligation in instance.obligations(definition).iter().take(4) {
            let (event, at) = answer(obligation, instance.at());
            let _ = instance.apply(definition, &event, at, &mut out);
        }
        let saved = instance.save(definition);
        let again = Instance::load(definition, &saved).expect("what it saves can be loaded");
        assert_eq!(again.save(definition).to_json(), saved.to_json());
        let _ = instance.apply(definition, &tidewheel::Event::Tick, Timestamp::MAX, &mut out);
    }
});
