//! The one way through a node: enter, arm its boundary events, run, disarm, leave.

use super::run::{Run, Spot, Token, Work};
use crate::cx::Stuck;
use crate::effect::{Effect, Message, Signal, Status};
use crate::elements::{Exit, Move};
use crate::error::IncidentKind;
use crate::history::Entry;
use crate::key::{FlowIx, Key, NodeIx};
use crate::state::{Act, Join, Retry, State};
use crate::triggers::Throw;
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
            Move::Open => {
                if self.arm(spot) {
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

    /// Gives the activation a row and arms its boundary events, in document order.
    fn arm(&mut self, spot: Spot) -> bool {
        self.ensure_row(spot);
        for &boundary in &self.program.node(spot.node).boundaries {
            let Some(event) = self.program.node(boundary).spec.boundary() else { continue };
            match event.trigger.arm(&self.cx(boundary, spot.scope)) {
                Ok(Some(kind)) => self.open_wait(spot.key, boundary, kind),
                Ok(None) => {}
                Err(stuck) => {
                    self.close_waits(spot.key);
                    self.stick(spot, stuck, Retry::Enter);
                    return false;
                }
            }
        }
        true
    }

    /// Starts the inside of a scope.
    pub(super) fn open(&mut self, scope: Key, node: NodeIx) {
        let starts = &self.program.node(node).starts;
        for &start in starts {
            self.queue.push_back(Work::Enter(Token { node: start, scope, via: None }));
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
        self.consume(spot.scope);
    }

    fn left(&mut self, spot: Spot) {
        self.state.acts.remove(spot.key);
        self.out.history.push(Entry::Left { element: self.id(spot.node), key: spot.key });
    }

    fn take(&mut self, flow: FlowIx, scope: Key) {
        let target = self.program.flow(flow);
        self.out.history.push(Entry::FlowTaken { flow: target.id.clone(), scope });
        self.add_tokens(scope, 1);
        self.queue.push_back(Work::Enter(Token { node: target.target, scope, via: Some(flow) }));
    }

    /// What a throwing event does; the token goes on where the event is an intermediate one.
    fn throw(&mut self, spot: Spot, throw: Throw, goes_on: bool) {
        let element = self.id(spot.node);
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
                // An interrupting handler inside this very scope goes before the outgoing flow.
                if self.state.acts.get(spot.scope).is_none() {
                    return self
                        .out
                        .history
                        .push(Entry::Cancelled { element: self.id(spot.node), key: spot.key });
                }
            }
            Throw::Error(code) => {
                self.left(spot);
                return self.throw_error(spot.scope, spot.node, code);
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

    /// Counts a token in at a join; true when it completes a set, which is consumed (BPMN 13.4.1).
    /// More than one token on a flow waits for the next set.
    pub(super) fn arrive(&mut self, token: Token) -> bool {
        let program = self.program;
        let node = program.node(token.node);
        let (Some(via), true) = (token.via, node.incoming.len() > 1) else { return true };
        let flow = program.flow(via);
        self.out.history.push(Entry::Arrived {
            element: node.id.clone(),
            flow: flow.id.clone(),
            scope: token.scope,
        });
        let new = || Join::new(node.incoming.len());
        let join = self.state.joins.entry((token.scope, token.node)).or_insert_with(new);
        if let Some(count) = join.arrived.get_mut(flow.slot) {
            join.filled += usize::from(*count == 0);
            join.total += 1;
            *count += 1;
        }
        if join.filled < join.arrived.len() {
            self.touched.push(token.scope);
            return false;
        }
        for count in &mut join.arrived {
            *count -= 1;
            join.total -= 1;
        }
        join.filled = join.arrived.iter().filter(|count| **count > 0).count();
        if join.filled == 0 {
            self.state.joins.remove(&(token.scope, token.node));
        }
        // One token of the set goes on as the gateway's own.
        if let Some(act) = self.state.acts.get_mut(token.scope) {
            act.tokens = act.tokens.saturating_sub(u32::try_from(node.incoming.len() - 1).unwrap_or(0));
        }
        true
    }

    pub(super) fn ensure_row(&mut self, spot: Spot) {
        if self.state.acts.get(spot.key).is_none() {
            self.state.acts.push(spot.key, Act::new(spot.scope, spot.node, Vars::new()));
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
            self.touched.push(scope);
        }
    }

    /// Turns trouble into an incident of the activation.
    pub(super) fn stick(&mut self, spot: Spot, stuck: Stuck, retry: Retry) {
        self.ensure_row(spot);
        self.raise(spot, stuck, retry);
    }
}
