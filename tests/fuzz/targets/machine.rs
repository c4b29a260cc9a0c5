//! Any text as a state machine: what is one is a sound BPMN file, and people can move its requests.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidewheel::machine::to_bpmn;
use tidewheel::{Definition, Event, ParseOptions, Person, Start, Timestamp, Vars, start, step};

fuzz_target!(|text: &str| {
    let text = if text.starts_with('{') { text.to_owned() } else { format!("{{{text}") };
    let parsed = Definition::parse(&text, &ParseOptions::default());
    let Ok(xml) = to_bpmn(&text) else {
        let Err(found) = parsed else { panic!("it runs, and is no machine") };
        assert!(found.iter().all(|one| one.path.is_some()), "refused without saying where");
        return;
    };
    let (definition, _) = parsed.expect("a machine runs");
    let (same, _) = Definition::parse(&xml, &ParseOptions::default()).expect("its BPMN runs");
    assert_eq!(definition.fingerprint(), same.fingerprint());
    let begin = Start { id: "fuzz".into(), requester: Some("me".into()), ..Start::default() };
    let Ok((mut instance, _)) = start(&definition, &begin, Timestamp::default()) else { return };
    let me = Person { user: "me".into(), groups: Vec::new() };
    for turn in 0..8 {
        let actions = instance.actions(&definition, &me).actions;
        let Some(action) = actions.get(turn % actions.len().max(1)) else { return };
        let chosen = Event::ActionChosen { job: action.job, by: "me".into(), groups: Vec::new() };
        let at = instance.at();
        instance = step(&definition, &instance, &chosen, at).expect("what may be chosen is admitted").0;
        let done = Event::ActionCompleted { job: action.job, by: "me".into(), variables: Vars::new() };
        instance = step(&definition, &instance, &done, at).expect("what was chosen is completed").0;
    }
});
