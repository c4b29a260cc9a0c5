//! What throw and end events do, one event definition after the other (BPMN 13.5.2, 13.5.6).

use super::correlate::Identity;
use super::listeners::ENDED;
use super::run::{Run, Spot, Token, Work};
use crate::cx::Stuck;
use crate::effect::{Effect, Message, Signal};
use crate::elements::{Exit, Spec};
use crate::history::Entry;
use crate::key::Key;
use crate::state::{Retry, State};
use crate::triggers::{Reach, Throw, Trigger};

/// What becomes of the token that throws.
pub(super) enum Thrown {
    /// It goes on.
    GoesOn,
    /// It waits until what it threw is done.
    Waits,
    /// It has gone another way, or has ended.
    Gone,
}

impl Run<'_> {
    /// Throws all that the event's trigger says.
    pub(super) fn throw(&mut self, spot: Spot) {
        self.throw_from(spot, 0);
    }

    /// Goes on after the compensation that the event threw.
    pub(super) fn throw_on(&mut self, spot: Spot) {
        let parts = self.program.node(spot.node).spec.thrown().map_or(&[][..], Trigger::parts);
        let compensation = parts.iter().position(|part| matches!(part, Trigger::Compensation(_)));
        self.throw_from(spot, compensation.map_or(parts.len(), |position| position + 1));
    }

    fn throw_from(&mut self, spot: Spot, first: usize) {
        let spec = &self.program.node(spot.node).spec;
        let parts = spec.thrown().map_or(&[][..], Trigger::parts);
        // Before the first is thrown, for they are not to be thrown twice.
        let thrown = self.thrown(spot, parts.get(first..).unwrap_or_default());
        let thrown = match thrown.and_then(|thrown| self.foresee_thrown(spot, &thrown).map(|()| thrown)) {
            Ok(thrown) => thrown,
            Err(stuck) => return self.stick(spot, stuck, Retry::Work),
        };
        for thrown in thrown {
            match self.throw_one(spot, thrown) {
                Thrown::GoesOn => {}
                Thrown::Waits | Thrown::Gone => return,
            }
        }
        if !matches!(spec, Spec::EndEvent(_)) {
            return self.leave(spot, Exit::All);
        }
        if self.notify(spot, ENDED, Retry::End) {
            self.gone(spot);
            self.consume(spot.scope);
        }
    }

    /// What ends the event that throws it leaves nothing that could hold the trouble of its listeners.
    fn foresee_thrown(&self, spot: Spot, thrown: &[Throw]) -> Result<(), Stuck> {
        if thrown.iter().any(Throw::ends) { self.foresee(spot, ENDED).map(drop) } else { Ok(()) }
    }

    fn thrown(&self, spot: Spot, parts: &[Trigger]) -> Result<Vec<Throw>, Stuck> {
        let payload = self.payload(spot)?;
        let cx = self.cx(spot.node, self.view(spot));
        let mut all = Vec::new();
        for part in parts {
            all.extend(part.throw(&cx, &payload)?);
        }
        Ok(all)
    }

    fn throw_one(&mut self, spot: Spot, thrown: Throw) -> Thrown {
        let has_row = self.state.acts.get(spot.key).is_some();
        match thrown {
            Throw::Message { .. } | Throw::Signal { .. } | Throw::Escalation(_) => {
                let before = self.taken_over.len();
                self.announce(spot.scope, spot, thrown);
                if self.withdrawn(spot, has_row, before) { Thrown::Gone } else { Thrown::GoesOn }
            }
            Throw::Compensation(compensation) => {
                self.compensate(spot, compensation.activity.as_ref(), compensation.waits)
            }
            Throw::Cancel => {
                self.cancel_transaction(spot);
                Thrown::Gone
            }
            Throw::Error(raised) => {
                self.left(spot);
                self.throw_error(spot.scope, spot.node, raised);
                Thrown::Gone
            }
            Throw::Link => {
                self.left(spot);
                if let Some(node) = self.program.node(spot.node).link {
                    self.add_tokens(spot.scope, 1);
                    self.queue.push_back(Work::Enter(Token::new(node, spot.scope)));
                }
                self.consume(spot.scope);
                Thrown::Gone
            }
            Throw::Terminate(reach) => {
                self.left(spot);
                match reach {
                    Reach::Process => self.terminate(State::ROOT),
                    Reach::Instances => self.terminate_instances(spot.scope),
                    Reach::Scope => self.terminate(spot.scope),
                }
                Thrown::Gone
            }
        }
    }

    /// Throws what does not end the thrower by itself: from inside `from`, in the name of an element.
    pub(super) fn announce(&mut self, from: Key, thrower: Spot, thrown: Throw) {
        let element = self.id(thrower.node);
        match thrown {
            Throw::Message { name, correlation, variables } => {
                let identity = Identity::of(self.program, &name, None, &variables);
                let lesson = identity.teaches(self.program, self.state);
                let message = Message { name, element, correlation, variables };
                self.out.effects.push(Effect::PublishMessage(message));
                if !lesson.is_empty() {
                    self.learn(lesson);
                    self.renew_subscriptions();
                }
            }
            Throw::Signal { name, variables, local } => {
                let listeners = self.state.listeners(&name);
                if !local {
                    let signal = Signal { name, element, variables: variables.clone() };
                    self.out.effects.push(Effect::BroadcastSignal(signal));
                }
                for wait in listeners {
                    self.receive(wait, &variables);
                }
            }
            Throw::Escalation(raised) => self.escalate(from, thrower.node, raised),
            Throw::Error(raised) => self.throw_error(from, thrower.node, raised),
            Throw::Compensation(_) | Throw::Cancel | Throw::Link | Throw::Terminate(_) => {}
        }
    }

    /// Whether what a token has thrown has ended it: an interrupting handler goes before the outgoing
    /// flow. `before`: how many scopes had been taken over when it threw.
    fn withdrawn(&mut self, spot: Spot, has_row: bool, before: usize) -> bool {
        let withdrawn = self.state.acts.get(spot.scope).is_none() || self.is_taken_over(spot.scope, before);
        // A row has said so for itself.
        if withdrawn && !has_row {
            self.out.history.push(Entry::Cancelled { element: self.id(spot.node), key: spot.key });
        }
        withdrawn
    }

    /// Whether an event subprocess has taken a scope over since so many others had been.
    pub(super) fn is_taken_over(&self, scope: Key, before: usize) -> bool {
        self.taken_over.get(before..).is_some_and(|since| since.contains(&scope))
    }
}
