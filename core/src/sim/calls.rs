//! Call activities: a called process runs as an instance of its own, and its caller is told what
//! becomes of it (BPMN 13.3.4).

use super::Simulation;
use super::instances::Who;
use super::mail::Letter;
use crate::host::{escalations, returned};
use crate::{Call, Entry, Key, Status, Vars};

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
                let (after, answer) = (policy.after(), policy.answer_to_call(call.key));
                self.expect((who, call.key), after, answer);
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
            Letter::Tell { who: caller, event } => *caller != who || event.call() != Some(key),
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
        let events = escalations(call, history).into_iter();
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
        let event = returned(call, status, variables, history);
        self.mail.push(Letter::Tell { who: caller, event });
    }

    fn release(&mut self, called: Who) {
        if let Some(running) = self.instances.get_mut(called) {
            running.call = None;
        }
    }
}
