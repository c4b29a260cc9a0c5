//! Each byte is one act of the host on one model; the laws hold after each.
#![no_main]

mod model;

use libfuzzer_sys::fuzz_target;
use model::{answer, definition};
use tidewheel::{Event, Instance, Key, Outcome, Snapshot, Start, Timestamp, start};

fuzz_target!(|bytes: &[u8]| {
    let definition = definition();
    let begin = Start { id: "fuzz".into(), ..Start::default() };
    let (mut instance, mut out) = start(definition, &begin, Timestamp::default()).expect("a sound model");
    for byte in bytes.iter().take(64) {
        let (kind, pick) = (byte >> 5, usize::from(byte & 31));
        let (event, at) = act(kind, pick, &instance);
        let before = instance.save(definition).to_json();
        let loaded = Snapshot::from_json(&before).and_then(|snapshot| Instance::load(definition, &snapshot));
        let mut twin = loaded.expect("what it saves can be loaded");
        let mut twins = Outcome::default();
        let admitted = instance.apply(definition, &event, at, &mut out);
        assert_eq!(admitted, twin.apply(definition, &event, at, &mut twins));
        let after = instance.save(definition).to_json();
        assert_eq!(after, twin.save(definition).to_json());
        assert!(admitted.is_ok() || before == after, "rejected, but changed");
        assert!(admitted.is_err() || out == twins, "a loaded instance goes on differently");
    }
});

fn act(kind: u8, pick: usize, instance: &Instance) -> (Event, Timestamp) {
    let now = instance.at();
    let open = instance.obligations(definition());
    let Some(obligation) = open.get(pick % open.len().max(1)) else { return (Event::Tick, now) };
    let key = Key(u32::try_from(pick).unwrap_or_default());
    match kind {
        0..=3 => answer(obligation, now),
        4 => (Event::JobFailed { job: obligation.key(), message: "failed".into(), retries: 1 }, now),
        5 => {
            (Event::JobThrew { job: obligation.key(), code: "E".into(), variables: Default::default() }, now)
        }
        6 => (Event::Signal { name: "alarm".into(), variables: Default::default() }, now),
        _ => (Event::Message { subscription: key, variables: Default::default() }, now),
    }
}
