//! Each byte is one act of the host on one model; the laws hold after each.
#![no_main]

mod model;

use libfuzzer_sys::fuzz_target;
use model::{answer, definition, set};
use tidewheel::{
    Event, Instance, Instruction, Key, Outcome, Policy, Snapshot, Start, Timestamp, Vars, start,
};

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
    let active = instance.active(definition());
    let scope = active.get(pick % active.len().max(1)).map_or(Key(1), |one| one.key);
    let Some(obligation) = open.get(pick % open.len().max(1)) else { return (Event::Tick, now) };
    let key = obligation.key();
    let variables = Vars::new();
    let event = match kind {
        0..=3 => return answer(obligation, now),
        4 => match pick % 4 {
            0 => Event::JobFailed { job: key, message: "failed".into(), retries: 1 },
            1 => Event::CallFailed { call: key, message: "failed".into() },
            2 => Event::Message { subscription: Key(u32::try_from(pick).unwrap_or_default()), variables },
            _ => Event::JobEscalated { job: key, code: "S".into(), variables },
        },
        5 => match pick % 2 {
            0 => Event::JobThrew { job: key, code: "E".into(), variables },
            _ => Event::CallThrew { call: key, code: "E".into(), variables },
        },
        6 => match pick % 4 {
            0 => Event::Signal { name: "alarm".into(), variables },
            1 => set(true),
            2 => set(false),
            _ => Event::Correlate {
                message: "order".into(),
                correlation: None,
                policy: Policy::Oldest,
                variables,
            },
        },
        _ => match pick % 8 {
            0 => Event::Suspend { reason: None },
            1 | 2 => Event::Resume,
            3 | 4 => modify(Instruction::Cancel { activation: scope }),
            5 => modify(Instruction::StartBefore { element: "book".into(), scope: None, variables }),
            6 => modify(Instruction::GoBack { activation: scope, to: "fork".into(), spare: true }),
            _ => modify(Instruction::Move { activation: scope, to: "join".into() }),
        },
    };
    (event, now)
}

fn modify(instruction: Instruction) -> Event {
    Event::Modify { instructions: vec![instruction], reason: None }
}
