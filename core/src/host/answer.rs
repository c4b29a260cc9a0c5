//! What a called instance tells its caller (BPMN 13.3.4).

use crate::value::CollectVec;
use crate::{Effect, Entry, Event, Key, Outcome, Status, Text, Vars};

/// What the instance that made the call must get to know of this step: escalations that nothing
/// caught, then how the called instance ended.
#[must_use]
pub fn answers(call: Key, outcome: &Outcome) -> Vec<Event> {
    let mut events = escalations(call, &outcome.history);
    for effect in &outcome.effects {
        if let Effect::Finished { status, variables } = effect {
            events.push(returned(call, *status, variables, &outcome.history));
        }
    }
    events
}

/// The escalations that were thrown and that nothing in the called instance caught.
#[must_use]
pub fn escalations(call: Key, history: &[Entry]) -> Vec<Event> {
    let thrown = history.iter().filter_map(|entry| match entry {
        Entry::EscalationThrown { code, variables, caught_by: None, .. } => {
            Some(Event::CallEscalated { call, code: code.clone(), variables: variables.clone() })
        }
        _ => None,
    });
    thrown.collect_vec()
}

/// How the called instance ended.
#[must_use]
pub fn returned(call: Key, status: Status, variables: &Vars, history: &[Entry]) -> Event {
    match (status, uncaught(history)) {
        (Status::Completed | Status::Terminated, _) => {
            Event::CallFinished { call, variables: variables.clone() }
        }
        // What a process has made of its variables is for those who wait for its result.
        (Status::Failed, Some((code, message, variables))) => {
            Event::CallThrew { call, code, message, variables }
        }
        _ => Event::CallFailed { call, message: Text::from("the called instance was cancelled") },
    }
}

/// The error that ended an instance, and what came with it.
fn uncaught(history: &[Entry]) -> Option<(Text, Option<Text>, Vars)> {
    history.iter().rev().find_map(|entry| match entry {
        Entry::ErrorThrown { code, message, variables, caught_by: None, .. } => {
            Some((code.clone(), message.clone(), variables.clone()))
        }
        _ => None,
    })
}
