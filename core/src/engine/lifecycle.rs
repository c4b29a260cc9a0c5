//! The one way through a node: enter, arm its boundary events, run, disarm, leave.

use super::run::{Run, Spot, Token, Work};
use crate::cx::Stuck;
use crate::effect::{Effect, Message, Signal, Status};
use crate::elements::{Exit, Move, Spec};
use crate::error::IncidentKind;
use crate::history::Entry;
use crate::key::{FlowIx, Key, NodeIx};
use crate::state::{Act, Retry, State};
use crate::triggers::{Throw, Trigger};
use crate::value::Vars;

impl Run<'_> {
    /// Starts or retries what a node does.
    pub(super) fn begin(&mut self, spot: Spot) {
        let next = self.program.node(spot.node).spec.enter(&self.cx(spot.node, spot.scope));
        match next {
            Move::Pass(exit) => self.leave(spot, exit),
            Move::Wait(kind) => {
                if self.arm(spot) {
                    self.open_wait(spot.key, spot.node, kind);
                }
            }
            Move::Race(waits) => {
                self.ensure_row(spot);
                for (target, kind) in waits {
                    self.open_wait(spot.key, target, kind);
                }
            }
            Move::Open => {
                if self.arm_scope(spot) {
                    self.open(spot.key, spot.node);
                }
            }
            Move::Throw(throw) => self.throw(spot, throw, true),
            Move::End(throw) => self.throw(spot, throw, false),
            // A join lets a token in only once its siblings have come.
            Move::Arrive => self.leave(spot, Exit::All),
            Move::Stuck(stuck) => self.stick(spot, stuck, Retry::Enter),
        }
    }

    /// Gives a scope its row, and arms the events around and inside it; false where that gets it stuck.
    pub(super) fn arm_scope(&mut self, spot: Spot) -> bool {
        self.arm(spot) && self.arm_handlers(spot)
    }

    /// Gives the activation a row and arms its boundary events, in document order.
    fn arm(&mut self, spot: Spot) -> bool {
        self.ensure_row(spot);
        let program = self.program;
        program.node(spot.node).boundaries.iter().all(|boundary| {
            match program.node(*boundary).spec.boundary() {
                Some(event) => self.arm_trigger(spot, *boundary, &event.trigger, spot.scope),
                None => true,
            }
        })
    }

    /// Arms the event subprocesses of a scope that starts, in document order (BPMN 13.5.4).
    fn arm_handlers(&mut self, spot: Spot) -> bool {
        let program = self.program;
        program.node(spot.node).handlers.iter().all(|start| match &program.node(*start).spec {
            Spec::StartEvent(event) => self.arm_trigger(spot, *start, &event.trigger, spot.key),
            _ => true,
        })
    }

    /// Waits for one trigger on behalf of an activation; false where that gets it stuck.
    fn arm_trigger(&mut self, spot: Spot, node: NodeIx, trigger: &Trigger, scope: Key) -> bool {
        match trigger.arm(&self.cx(node, scope)) {
            Ok(Some(kind)) => self.open_wait(spot.key, node, kind),
            Ok(None) => {}
            Err(stuck) => {
                self.close_waits(spot.key);
                self.stick(spot, stuck, Retry::Enter);
                return false;
            }
        }
        true
    }

    /// Starts the inside of a scope.
    pub(super) fn open(&mut self, scope: Key, node: NodeIx) {
        let starts = &self.program.node(node).starts;
        for &start in starts {
            self.queue.push_back(Work::Enter(Token::new(start, scope)));
        }
        self.add_tokens(scope, starts.len());
        if starts.is_empty() {
            self.queue.push_back(Work::Complete(scope));
        }
    }

    /// Ends a scope in which no token is left (BPMN 13.5.6).
    pub(super) fn complete(&mut self, scope: Key) {
        match self.state.acts.get(scope) {
            Some(act) if act.tokens == 0 => {}
            _ => return,
        }
        if scope == State::ROOT {
            self.end(Status::Completed);
        } else {
            self.leave_row(scope);
        }
    }

    /// Leaves an activation that has a row.
    pub(super) fn leave_row(&mut self, key: Key) {
        if let Some(spot) = self.spot(key) {
            self.close_waits(key);
            self.leave(spot, Exit::All);
        }
    }

    /// Chooses the outgoing flows and sends tokens along them. An end is reached where there are none.
    pub(super) fn leave(&mut self, spot: Spot, exit: Exit) {
        let program = self.program;
        let node = program.node(spot.node);
        let chosen;
        let flows: &[FlowIx] = match exit {
            Exit::One(ref flow) => std::slice::from_ref(flow),
            Exit::All if !node.conditional => &node.outgoing,
            Exit::All => match self.cx(spot.node, spot.scope).flows() {
                Ok(flows) => {
                    chosen = flows;
                    &chosen
                }
                Err(stuck) => return self.stick(spot, stuck, Retry::Leave),
            },
        };
        if !self.afford(flows.len()) {
            let message = format!("the step did not come to an end; it was stopped at `{}`", node.id);
            return self.stick(spot, Stuck::new(IncidentKind::EndlessLoop, message), Retry::Leave);
        }
        self.left(spot);
        for &flow in flows {
            self.take(flow, spot.scope);
        }
        self.forget_spared(spot.node, spot.scope);
        self.consume(spot.scope);
    }

    pub(super) fn left(&mut self, spot: Spot) {
        self.remove_act(spot.key);
        self.out.history.push(Entry::Left { element: self.id(spot.node), key: spot.key });
    }

    fn take(&mut self, flow: FlowIx, scope: Key) {
        let target = self.program.flow(flow);
        if self.state.spared.contains(&(scope, flow)) {
            return self.out.history.push(Entry::FlowSpared { flow: target.id.clone(), scope });
        }
        self.out.history.push(Entry::FlowTaken { flow: target.id.clone(), scope });
        self.add_tokens(scope, 1);
        self.queue.push_back(Work::Enter(Token { via: Some(flow), ..Token::new(target.target, scope) }));
    }

    /// What a throwing event does; the token goes on where the event is an intermediate one.
    fn throw(&mut self, spot: Spot, throw: Throw, goes_on: bool) {
        let element = self.id(spot.node);
        let has_row = self.state.acts.get(spot.key).is_some();
        match throw {
            Throw::Nothing => {}
            Throw::Message(name) => {
                self.out.effects.push(Effect::PublishMessage(Message { name, element }));
            }
            Throw::Signal(name) => {
                self.out.effects.push(Effect::BroadcastSignal(Signal { name: name.clone(), element }));
                for wait in self.state.listeners(&name) {
                    self.receive(wait, &Vars::new());
                }
                if self.withdrawn(spot, has_row) {
                    return;
                }
            }
            Throw::Error(code) => {
                self.left(spot);
                return self.throw_error(spot.scope, spot.node, code);
            }
            Throw::Escalation(code) => {
                self.escalate(spot.scope, spot.node, code);
                if self.withdrawn(spot, has_row) {
                    return;
                }
            }
            Throw::Link => {
                self.left(spot);
                if let Some(node) = self.program.node(spot.node).link {
                    self.add_tokens(spot.scope, 1);
                    self.queue.push_back(Work::Enter(Token::new(node, spot.scope)));
                }
                return self.consume(spot.scope);
            }
            Throw::Terminate => {
                self.left(spot);
                return self.terminate(spot.scope);
            }
        }
        if goes_on {
            self.leave(spot, Exit::All);
        } else {
            self.left(spot);
            self.consume(spot.scope);
        }
    }

    /// Whether what a token has thrown has ended it: an interrupting handler goes before the outgoing
    /// flow.
    fn withdrawn(&mut self, spot: Spot, has_row: bool) -> bool {
        let withdrawn = self.state.acts.get(spot.scope).is_none() || self.taken_over.contains(&spot.scope);
        // A row has said so for itself.
        if withdrawn && !has_row {
            self.out.history.push(Entry::Cancelled { element: self.id(spot.node), key: spot.key });
        }
        withdrawn
    }

    pub(super) fn ensure_row(&mut self, spot: Spot) {
        if self.state.acts.get(spot.key).is_none() {
            self.add_act(spot.key, Act::new(spot.scope, spot.node, Vars::new()));
        }
    }

    pub(super) fn spot(&self, key: Key) -> Option<Spot> {
        let act = self.state.acts.get(key)?;
        Some(Spot { key, node: act.node, scope: act.parent })
    }

    pub(super) fn add_tokens(&mut self, scope: Key, count: usize) {
        if let Some(act) = self.state.acts.get_mut(scope) {
            act.tokens += u32::try_from(count).unwrap_or(0);
        }
    }

    /// A token ends; the scope ends with its last one.
    pub(super) fn consume(&mut self, scope: Key) {
        let Some(act) = self.state.acts.get_mut(scope) else { return };
        act.tokens = act.tokens.saturating_sub(1);
        if act.tokens == 0 {
            self.queue.push_back(Work::Complete(scope));
        } else if !self.state.joins.is_empty() {
            self.touch(scope);
        }
    }

    /// Turns trouble into an incident of the activation.
    pub(super) fn stick(&mut self, spot: Spot, stuck: Stuck, retry: Retry) {
        self.ensure_row(spot);
        self.raise(spot, stuck, retry);
    }
}
