//! What travels up from where it is thrown: errors, to the nearest boundary event that catches them
//! (BPMN 10.5.7); and the triggers that waits receive.

use super::run::{Run, Token, Work};
use crate::cx::Stuck;
use crate::effect::Status;
use crate::error::IncidentKind;
use crate::history::Entry;
use crate::key::{Key, NodeIx};
use crate::state::{Retry, State, WaitKind};
use crate::triggers::Trigger;
use crate::value::{Text, Vars};

impl Run<'_> {
    /// Throws an error from inside `from`, which may itself carry the event that catches it.
    pub(super) fn throw_error(&mut self, from: Key, thrower: NodeIx, code: Text) {
        let handler =
            self.state.scopes(from).find_map(|(key, act)| Some((key, self.catcher(act.node, &code)?)));
        let element = self.id(thrower);
        let caught_by = handler.map(|(_, boundary)| self.id(boundary));
        self.out.history.push(Entry::ErrorThrown { element: element.clone(), code: code.clone(), caught_by });
        match handler {
            Some((host, boundary)) => self.interrupt(host, boundary),
            None => self.uncaught(&element, &code),
        }
    }

    fn catcher(&self, host: NodeIx, code: &str) -> Option<NodeIx> {
        let program = self.program;
        let rank = |boundary: NodeIx| match &program.node(boundary).spec.boundary()?.trigger {
            Trigger::Error(error) => error.catches(code),
            _ => None,
        };
        let mut best = None;
        for &boundary in &program.node(host).boundaries {
            let found = rank(boundary);
            if found > best.map(|(_, rank)| rank) {
                best = found.map(|rank| (boundary, rank));
            }
        }
        best.map(|(boundary, _)| boundary)
    }

    /// Nothing catches it: all else is withdrawn, the instance has failed, and an incident says why.
    fn uncaught(&mut self, element: &str, code: &str) {
        let message = format!("`{element}` threw the error `{code}`, and no event catches it");
        self.end(Status::Failed);
        if let Some(root) = self.spot(State::ROOT) {
            self.raise(root, Stuck::new(IncidentKind::UncaughtError, message), Retry::Nothing);
        }
    }

    /// Ends the host of a boundary event; its token goes on from the event (BPMN 13.5.3).
    fn interrupt(&mut self, host: Key, boundary: NodeIx) {
        let Some(spot) = self.spot(host) else { return };
        self.cancel(host);
        self.queue.push_back(Work::Enter(Token { node: boundary, scope: spot.scope, via: None }));
    }

    /// A message or signal reaches one wait.
    pub(super) fn receive(&mut self, key: Key, vars: &Vars) {
        if let Some(wait) = self.state.waits.get(key) {
            let (owner, boundary) = (wait.owner, wait.node);
            let own = self.state.acts.get(owner).is_some_and(|act| act.node == boundary);
            let scope = self.spot(owner).map_or(State::ROOT, |spot| spot.scope);
            // What a boundary event receives belongs outside the activity that it ends.
            self.assign(if own { owner } else { scope }, vars);
            self.fire(key);
        }
    }

    /// A trigger has come: the waiting node goes on, or the boundary event takes over or starts beside it.
    pub(super) fn fire(&mut self, key: Key) {
        let Some(wait) = self.state.waits.get(key) else { return };
        let (owner, node, kind) = (wait.owner, wait.node, wait.kind.clone());
        let Some(spot) = self.spot(owner) else { return };
        let Some(boundary) = self.program.node(node).spec.boundary() else { return self.leave_row(owner) };
        if boundary.interrupting {
            return self.interrupt(owner, node);
        }
        self.add_tokens(spot.scope, 1);
        self.queue.push_back(Work::Enter(Token { node, scope: spot.scope, via: None }));
        if let WaitKind::Timer { due, repeat } = kind {
            self.close_wait(key);
            if let Some(next) = repeat.and_then(|repeat| repeat.next(due)) {
                self.open_wait(owner, node, next);
            }
        }
    }
}
