//! Call activities: a called process runs as an instance of its own, and its caller is told what
//! becomes of it (BPMN 13.3.4).

use super::Simulation;
use super::instances::Who;
use super::mail::Letter;
use crate::{Call, Entry, Event, Key, Status, Text, Vars};

impl Simulation {
    /// A call is answered as the scenario says, else by the process of that id; where the file has no
    /// such process, it waits.
    pub(super) fn open_call(&mut self, who: Who, call: &Call) {
        let turn = self.called.or_default(call.element.clone());
        let known = self.definition.processes().iter().any(|process| process.id == call.called_element);
        let policy = self.scenario.stand_in(call, known, *turn as usize).cloned();
        *turn += 1;
        match policy {
            Some(policy) => {
                let at = self.later(policy.after());
                if let Some(event) = policy.answer_to_call(call.key) {
                    self.answers.add(at, (who, call.key), event);
                }
            }
            None if known => self.mail.push(Letter::Call(who, call.clone())),
            None => {}
        }
    }

    /// The call is answered, or no longer wanted: what is under way for it is dropped, and the called
    /// instance is cancelled before anything else happens.
    pub(super) fn close_call(&mut self, who: Who, key: Key) {
        self.answers.take((who, key));
        self.mail.retain(|letter| match letter {
            Letter::Call(caller, call) => (*caller, call.key) != (who, key),
            Letter::Tell { who: caller, event } => *caller != who || answered(event) != Some(key),
            _ => true,
        });
        let called = self.instances.live().find(|(_, running)| running.call == Some((who, key)));
        let Some((called, _)) = called else { return };
        let urgent = self.mail.iter().take_while(|letter| matches!(letter, Letter::Cancel(_))).count();
        self.mail.insert(urgent, Letter::Cancel(called));
        self.release(called);
    }

    /// Tells the caller what a called instance throws and does not catch.
    pub(super) fn escalate(&mut self, who: Who, history: &[Entry]) {
        let Some((caller, call)) = self.instances.get(who).and_then(|running| running.call) else { return };
        let events = history.iter().filter_map(|entry| match entry {
            Entry::EscalationThrown { code, variables, caught_by: None, .. } => {
                Some(Event::CallEscalated { call, code: code.clone(), variables: variables.clone() })
            }
            _ => None,
        });
        self.mail.extend(events.map(|event| Letter::Tell { who: caller, event }));
    }

    /// An instance has ended: nothing is for it any more, and its caller is told.
    pub(super) fn finished(&mut self, who: Who, status: Status, variables: &Vars, history: &[Entry]) {
        self.mail.retain(|letter| match letter {
            Letter::Cancel(to) | Letter::Tell { who: to, .. } => *to != who,
            _ => true,
        });
        let Some((caller, call)) = self.instances.get(who).and_then(|running| running.call) else { return };
        self.release(who);
        let event = match (status, uncaught(history)) {
            (Status::Completed | Status::Terminated, _) => {
                Event::CallFinished { call, variables: variables.clone() }
            }
            // What a process has made of its variables is for those who wait for its result.
            (Status::Failed, Some((code, message, variables))) => {
                Event::CallThrew { call, code, message, variables }
            }
            _ => Event::CallFailed { call, message: Text::from("the called instance was cancelled") },
        };
        self.mail.push(Letter::Tell { who: caller, event });
    }

    fn release(&mut self, called: Who) {
        if let Some(running) = self.instances.get_mut(called) {
            running.call = None;
        }
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

/// The call that an event is about.
fn answered(event: &Event) -> Option<Key> {
    match event {
        Event::CallFinished { call, .. }
        | Event::CallThrew { call, .. }
        | Event::CallEscalated { call, .. }
        | Event::CallFailed { call, .. } => Some(*call),
        _ => None,
    }
}
