//! What travels up from where it is thrown: errors and escalations, to the nearest event that catches
//! them (BPMN 10.5.5, 10.5.7); and the triggers that waits receive.

use super::run::{Run, Spot, Token, Work};
use crate::cx::Stuck;
use crate::effect::Status;
use crate::elements::Spec;
use crate::error::IncidentKind;
use crate::history::Entry;
use crate::key::{Key, NodeIx};
use crate::state::{Retry, State, Then, Wait, WaitKind};
use crate::triggers::{Propagated, Raised, Trigger};
use crate::value::{CollectVec, Text, Value, Vars};

impl Run<'_> {
    /// A job or a called process threw an error. What came with it is written where the job stood, unless
    /// the event that catches it maps that itself.
    pub(super) fn job_threw(&mut self, owner: Key, code: &str, message: Option<&Text>, vars: &Vars) {
        let Some(node) = self.state.acts.get(owner).map(|act| act.node) else { return };
        let mut raised = Raised { code: Text::from(code), message: message.cloned(), ..Raised::default() };
        match self.catcher(owner, Propagated::Error, code) {
            Some((_, event)) if self.program.node(event).data.closed => raised.variables = vars.clone(),
            _ => self.assign(owner, vars),
        }
        self.throw_error(owner, node, raised);
    }

    /// Throws an error from inside `from`, which may itself carry the event that catches it.
    pub(super) fn throw_error(&mut self, from: Key, thrower: NodeIx, raised: Raised) {
        let handler = self.catcher(from, Propagated::Error, &raised.code);
        let element = self.id(thrower);
        let caught_by = handler.map(|(_, event)| self.id(event));
        let Raised { code, message, variables } = raised.clone();
        self.out.history.push(Entry::ErrorThrown {
            element: element.clone(),
            code,
            message,
            variables,
            caught_by,
        });
        match handler {
            Some((host, event)) => {
                self.tell(host, event, Propagated::Error, &raised);
                self.take_over(host, event);
            }
            None => self.uncaught(&element, &raised),
        }
    }

    /// Hands an event what has been thrown with what it catches, and writes what it is to know of that,
    /// where its flow goes on.
    fn tell(&mut self, host: Key, event: NodeIx, what: Propagated, raised: &Raised) {
        let node = self.program.node(event);
        let outside = node.spec.boundary().is_some();
        let scope = if outside { self.spot(host).map_or(host, |spot| spot.scope) } else { host };
        let mut variables = raised.variables.clone();
        if node.data.closed {
            // As Flowable lets the event see them.
            let message = raised.message.clone().map(Value::Text).unwrap_or_default();
            variables.or_insert(&Text::from("errorCode"), &Value::Text(raised.code.clone()));
            variables.or_insert(&Text::from("errorMessage"), &message);
        }
        self.hand_over(scope, event, &variables);
        let parts = node.spec.catching_trigger().map_or(&[][..], Trigger::parts);
        let own = parts.iter().filter(|part| part.catches(what, &raised.code).is_some());
        let known = own.filter_map(|part| match part {
            Trigger::Error(error) => Some(error.known(raised)),
            Trigger::Escalation(escalation) => Some(escalation.known(raised)),
            _ => None,
        });
        if let Some(known) = known.max_by_key(Vars::len) {
            self.assign(scope, &known);
        }
    }

    /// Throws an escalation from inside `from`. Where nothing catches it, it has no effect.
    pub(super) fn escalate(&mut self, from: Key, thrower: NodeIx, raised: Raised) {
        let handler = self.catcher(from, Propagated::Escalation, &raised.code);
        let caught_by = handler.map(|(_, event)| self.id(event));
        let Raised { code, variables, .. } = raised.clone();
        let entry = Entry::EscalationThrown { element: self.id(thrower), code, variables, caught_by };
        self.out.history.push(entry);
        if let Some((host, event)) = handler {
            self.tell(host, event, Propagated::Escalation, &raised);
            self.take_over(host, event);
        }
    }

    /// The activation, from `from` outwards, with an event that catches what is thrown, and the event.
    /// In each scope its event subprocesses go before the boundary events of its activity.
    fn catcher(&self, from: Key, what: Propagated, code: &str) -> Option<(Key, NodeIx)> {
        let program = self.program;
        let mut inner: Option<NodeIx> = None;
        for (key, act) in self.state.scopes(from) {
            let host = program.node(act.node);
            // What an event subprocess throws is not for itself; and one that has taken the scope over
            // is the last of that scope to start.
            let from_handler = inner.filter(|node| program.node(*node).spec.is_handler());
            let taken_over = from_handler.is_some_and(|node| {
                program.node(node).starts.iter().any(|start| program.node(*start).spec.interrupts())
            });
            let listens = !taken_over && !act.is_undoing() && act.rounds().is_none();
            let handlers = host.handlers.iter().copied().filter(|start| {
                listens && (from_handler.is_none() || program.node(*start).parent != from_handler)
            });
            let found = self.best(handlers, what, code);
            // The border of an activity that runs several times is that of its body; a completed one that
            // is being compensated has none any more.
            let again = act.is_undoing() && act.compensates() != Key::NONE;
            let border = !again && (!host.repeats() || !self.state.is_instance(act.node, act.parent));
            let boundaries = host.boundaries.iter().copied().filter(|_| border);
            let found = found.or_else(|| self.best(boundaries, what, code));
            if let Some(event) = found {
                return Some((key, event));
            }
            inner = Some(act.node);
        }
        None
    }

    /// The first of the events that catch best.
    fn best(&self, events: impl Iterator<Item = NodeIx>, what: Propagated, code: &str) -> Option<NodeIx> {
        let mut best = None;
        for event in events {
            let trigger = self.program.node(event).spec.catching_trigger();
            let found = trigger.and_then(|trigger| trigger.catches(what, code));
            if found > best.map(|(_, rank)| rank) {
                best = found.map(|rank| (event, rank));
            }
        }
        best.map(|(event, _)| event)
    }

    /// Nothing catches it: all else is withdrawn, the instance has failed, and an incident says why.
    fn uncaught(&mut self, element: &str, raised: &Raised) {
        let message = format!("`{element}` threw the error `{}`, and no event catches it", raised.code);
        self.assign(State::ROOT, &raised.variables);
        self.end(Status::Failed);
        if let Some(root) = self.spot(State::ROOT) {
            self.raise(root, Stuck::new(IncidentKind::UncaughtError, message), Retry::Nothing);
        }
    }

    /// Lets a catching event act: a boundary event of the host, or the start event of an event
    /// subprocess inside it. An interrupting one ends the activity, or all else in the scope; another
    /// begins beside it (BPMN 13.5.3, 13.5.4).
    pub(super) fn take_over(&mut self, host: Key, event: NodeIx) {
        let Some(spot) = self.spot(host) else { return };
        let program = self.program;
        let interrupts = program.node(event).spec.interrupts();
        let (node, scope) = match program.node(event).spec {
            Spec::StartEvent(_) => (program.node(event).parent.unwrap_or(event), host),
            _ => (event, spot.scope),
        };
        // A scope that has come to its end within this step hears nothing any more.
        if scope == host && self.has_ended(host) {
            return;
        }
        if interrupts && scope == host {
            self.clear(host);
            self.close_handlers(spot);
            self.close_ad_hoc(host);
            self.taken_over.push(host);
        } else if interrupts {
            self.cancel(host);
        }
        // The token of an activity that is ended goes on from its boundary event.
        if !interrupts || scope == host {
            self.add_tokens(scope, 1);
        }
        self.queue.push_back(Work::Enter(Token::new(node, scope)));
    }

    /// Whether nothing is left in a scope, which ends within this step.
    fn has_ended(&self, scope: Key) -> bool {
        self.state.acts.get(scope).is_some_and(|act| act.tokens == 0) && !self.asks_host(scope)
    }

    /// Closes what a scope itself waits for inside: its event subprocesses and its incidents.
    fn close_handlers(&mut self, spot: Spot) {
        let boundaries = &self.program.node(spot.node).boundaries;
        let inside =
            self.state.waits_of(spot.key).filter(|(_, wait)| boundaries.binary_search(&wait.node).is_err());
        let inside: Vec<Key> = inside.map(|(key, _)| key).collect_vec();
        for key in inside {
            self.close_wait(key);
        }
    }

    /// A message or signal reaches one wait.
    pub(super) fn receive(&mut self, key: Key, vars: &Vars) {
        if let Some(wait) = self.state.waits.get(key) {
            let (owner, node) = (wait.owner, wait.node);
            // What a boundary event receives belongs outside the activity that it ends.
            let outside = self.program.node(node).spec.boundary().is_some();
            let scope = if outside { self.spot(owner).map_or(State::ROOT, |spot| spot.scope) } else { owner };
            if self.spot(owner).is_some_and(|spot| spot.node == node) {
                self.results(owner, vars);
            } else {
                self.hand_over(scope, node, vars);
            }
            self.fire(key);
        }
    }

    /// A trigger has come: the waiting node goes on, a race is decided, or a boundary event or event
    /// subprocess takes over or starts beside.
    pub(super) fn fire(&mut self, key: Key) {
        let Some(wait) = self.state.waits.get(key) else { return };
        let (owner, node, part, kind) = (wait.owner, wait.node, wait.part, wait.kind.clone());
        let Some(spot) = self.spot(owner) else { return };
        match kind {
            WaitKind::Timer { then: Then::TryAgain(work), .. } => {
                self.close_wait(key);
                return self.open_wait(owner, node, WaitKind::Job(*work));
            }
            WaitKind::Timer { then: Then::Release, .. } => return self.release_action(),
            _ => {}
        }
        let spec = &self.program.node(node).spec;
        let all = spec.caught().is_some_and(Trigger::needs_all);
        if all {
            self.close_wait(key);
            // Others are still to come.
            let other = |wait: &Wait| wait.node == node && !matches!(wait.kind, WaitKind::Incident { .. });
            if self.state.waits_of(owner).any(|(_, wait)| other(wait)) {
                return;
            }
        }
        if node == spot.node {
            return self.leave_row(owner);
        }
        if spec.catching_trigger().is_none() {
            return self.decide(spot, node);
        }
        self.take_over(owner, node);
        if self.program.node(node).spec.interrupts() {
            return;
        }
        if all {
            self.arm_again(owner, node);
        } else if let WaitKind::Timer { due, repeat, .. } = kind {
            self.close_wait(key);
            if let Some(next) = repeat.and_then(|repeat| repeat.next(due)) {
                self.open_part(owner, node, part, next);
            }
        }
    }

    /// All parts of a parallel multiple event that does not interrupt have come: it waits for all of
    /// them once more.
    fn arm_again(&mut self, owner: Key, node: NodeIx) {
        let Some(spot) = self.spot(owner) else { return };
        let program = self.program;
        let Some(trigger) = program.node(node).spec.catching_trigger() else { return };
        let handler = matches!(program.node(node).spec, Spec::StartEvent(_));
        let scope = if handler { spot.key } else { spot.scope };
        for (part, trigger) in (0..).zip(trigger.parts()) {
            match trigger.arm(&self.cx(node, scope)) {
                // It has just been true, and fires when it turns true again.
                Ok(Some(WaitKind::Condition { source, .. })) => {
                    self.open_part(owner, node, part, WaitKind::Condition { source, held: true });
                }
                Ok(Some(kind)) => self.open_part(owner, node, part, kind),
                Ok(None) => {}
                Err(stuck) => self.raise(spot, stuck, Retry::Nothing),
            }
        }
    }

    /// The first trigger at an event-based gateway: the others are withdrawn, and the token goes by the
    /// flow to the event that has come (BPMN 13.4.4). At a parallel one that started the process, each
    /// event goes its way, and the gateway stays until all have come (BPMN 13.2).
    fn decide(&mut self, gateway: Spot, winner: NodeIx) {
        let parallel =
            matches!(&self.program.node(gateway.node).spec, Spec::EventBasedGateway(spec) if spec.parallel);
        let mut others = false;
        if parallel {
            let waits = self.state.waits_of(gateway.key);
            let waits = waits.filter(|(_, wait)| !matches!(wait.kind, WaitKind::Incident { .. }));
            let (own, rest): (Vec<_>, Vec<_>) = waits.partition(|(_, wait)| wait.node == winner);
            others = !rest.is_empty();
            let own: Vec<Key> = own.into_iter().map(|(key, _)| key).collect_vec();
            for key in own {
                self.close_wait(key);
            }
        }
        if others {
            self.add_tokens(gateway.scope, 1);
        } else {
            self.close_waits(gateway.key);
            self.left(gateway);
        }
        self.send_decided(gateway, winner);
    }

    /// Sends a token from an event-based gateway to the event that has come.
    pub(super) fn send_decided(&mut self, gateway: Spot, winner: NodeIx) {
        let program = self.program;
        let outgoing = program.node(gateway.node).outgoing.iter();
        if let Some(flow) = outgoing.map(|flow| program.flow(*flow)).find(|flow| flow.target == winner) {
            self.out.history.push(Entry::FlowTaken { flow: flow.id.clone(), scope: gateway.scope });
        }
        self.queue.push_back(Work::Enter(Token { decided: true, ..Token::new(winner, gateway.scope) }));
    }
}
