//! Each pair of bytes is one act of the host on one of the models; the laws hold after each.
#![no_main]

mod model;

use libfuzzer_sys::fuzz_target;
use model::{answer, definitions, variables};
use tidewheel::{
    Policy, Definition, Event, Instance, Instruction, Key, Obligation, Outcome, Snapshot, Start, Text,
    Timestamp, Vars, start,
};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, acts)) = bytes.split_first() else { return };
    let definitions = definitions();
    let definition = &definitions[usize::from(first & 1)];
    let begin = Start {
        id: "fuzz".into(),
        process: Some("process".into()),
        variables: variables(first & 2 > 0, first & 4 > 0),
        ..Start::default()
    };
    let (mut instance, mut out) = start(definition, &begin, Timestamp::default()).expect("a sound model");
    for act in acts.chunks_exact(2).take(64) {
        let (event, at) = event(definition, act[0], usize::from(act[1]), &instance);
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

fn event(definition: &Definition, kind: u8, pick: usize, instance: &Instance) -> (Event, Timestamp) {
    let now = instance.at();
    let open = instance.obligations(definition);
    let Some(obligation) = open.get(pick % open.len().max(1)) else { return (Event::Tick, now) };
    let live = instance.active(definition);
    let activation = live.get(pick % live.len().max(1)).map_or(Key(1), |activation| activation.key);
    let elements = definition.elements();
    let element = || elements.get(pick % elements.len().max(1)).map_or(Text::default(), |found| found.id.clone());
    let (key, code, none) = (obligation.key(), || Text::from(["E", "late"][pick % 2]), Vars::new());
    let modify = |instruction| Event::Modify { instructions: vec![instruction], reason: None };
    let event = match kind % 25 {
        0..=7 => return answer(obligation, now),
        8 => Event::JobFailed {
            job: key,
            message: "failed".into(),
            retries: (pick & 1 > 0).then_some(1),
            backoff: (pick & 2 > 0).then_some(1_000),
        },
        9 => Event::JobThrew { job: key, code: code(), message: None, variables: none },
        10 => Event::JobEscalated { job: key, code: code(), variables: none },
        11 => Event::Signal { name: "alarm".into(), variables: none },
        12 => Event::SetVariables { scope: None, variables: variables(pick & 1 > 0, pick & 2 > 0) },
        13 => Event::CallThrew { call: key, code: code(), message: None, variables: none },
        14 => Event::CallEscalated { call: key, code: code(), variables: none },
        15 => Event::CallFailed { call: key, message: "failed".into() },
        16 => Event::Correlate {
            message: "order".into(),
            correlation: None,
            policy: Policy::All,
            variables: none,
        },
        17 => modify(Instruction::StartBefore { element: element(), scope: None, variables: none }),
        18 => modify(Instruction::StartAfter { element: element(), scope: None, variables: none }),
        19 => modify(Instruction::Cancel { activation }),
        20 => modify(Instruction::Move { activation, to: element() }),
        21 => modify(Instruction::GoBack { activation, to: element(), spare: pick & 128 > 0 }),
        22 if matches!(obligation, Obligation::Timer(_)) => return (Event::Tick, Timestamp::MAX),
        22 => Event::Suspend { reason: None },
        23 => Event::EvaluationFailed { evaluation: key, message: "failed".into() },
        _ => Event::Resume,
    };
    (event, now)
}
