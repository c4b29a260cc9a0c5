//! The one way through a node: enter, arm its boundary events, run, disarm, leave.

use super::listeners::ENDED;
use super::run::{Run, Spot, Token, Work};
use crate::cx::{Cx, Stuck};
use crate::effect::Status;
use crate::elements::{Exit, Move, Spec};
use crate::error::IncidentKind;
use crate::history::Entry;
use crate::key::{FlowIx, Key, NodeIx};
use crate::program::Moment;
use crate::state::{Act, Retry, State, WaitKind};
use crate::triggers::Trigger;
use crate::value::{CollectVec, Value, Vars};

impl Run<'_> {
    /// Starts or retries what a node does: once, or as often as its loop says.
    pub(super) fn begin(&mut self, spot: Spot) {
        if self.is_body(spot) {
            self.begin_body(spot);
        } else {
            self.work(spot);
        }
    }

    fn work(&mut self, spot: Spot) {
        if let Err(stuck) = self.inputs(spot) {
            return self.stick(spot, stuck, Retry::Enter);
        }
        if self.notify(spot, &[Moment::Start], Retry::Enter) {
            self.work_on(spot);
        }
    }

    /// Goes on where what the node waits for has come.
    pub(super) fn decided(&mut self, spot: Spot) {
        if self.notify(spot, &[Moment::Start], Retry::Decided) {
            self.leave(spot, Exit::All);
        }
    }

    /// Starts what a node does, once its inputs are there.
    fn work_on(&mut self, spot: Spot) {
        let cx = self.deciding(spot, self.view(spot), Retry::Work);
        let next = self.program.node(spot.node).spec.enter(&cx);
        match next {
            Move::Pass(exit) => self.pass(spot, exit, None),
            Move::Give(value) => {
                self.ensure_row(spot);
                self.pass(spot, Exit::All, Some(value));
            }
            Move::Wait(kind) => self.await_work(spot, kind),
            Move::Catch => self.catch(spot),
            Move::Race => self.race(spot),
            Move::Open => {
                if self.arm_waits(spot) && self.arm_handlers(spot) {
                    self.open(spot.key, spot.node);
                    self.ask_new(spot.key);
                }
            }
            Move::Throw => self.throw(spot),
            // A join lets a token in only once its siblings have come.
            Move::Arrive => self.arrive_again(spot),
            Move::Stuck(stuck) => self.stick(spot, stuck, Retry::Work),
        }
    }

    /// Tries a decision again, with what the host has said to it.
    pub(super) fn try_again(&mut self, spot: Spot, retry: Retry) {
        match retry {
            // What has been run already is not run twice.
            Retry::Call if self.program.node(spot.node).runs_at_start() => self.work_on(spot),
            Retry::Enter | Retry::Call => self.begin(spot),
            Retry::Work if self.is_body(spot) => self.begin_body(spot),
            Retry::Work => self.work_on(spot),
            Retry::Decided => self.decided(spot),
            Retry::End if spot.key == State::ROOT => self.complete(spot.key),
            Retry::End => self.leave(spot, Exit::All),
            Retry::Leave => self.give_out(spot, Exit::All),
            Retry::Exit => self.exit(spot, Exit::All),
            Retry::Completion => self.complete_job(spot),
            Retry::Return => self.call_returned(spot),
            Retry::Ask => self.advance_ad_hoc(spot.key),
            Retry::Round => self.go_round(spot),
            Retry::Reset => self.reset_again(spot),
            Retry::Watch => {
                self.ask_new(spot.key);
            }
            Retry::Job => self.open_job(spot),
            Retry::Nothing => {}
        }
        self.told = None;
    }

    fn is_body(&self, spot: Spot) -> bool {
        self.program.node(spot.node).repeats() && !self.state.is_instance(spot.node, spot.scope)
    }

    /// Where a node sees its variables: its own activation, where it has a row.
    pub(super) fn view(&self, spot: Spot) -> Key {
        if self.state.acts.get(spot.key).is_some() { spot.key } else { spot.scope }
    }

    /// An activity that is done at once still may have a condition on its border that holds already.
    fn pass(&mut self, spot: Spot, exit: Exit, given: Option<Value>) {
        let program = self.program;
        let watched = program.node(spot.node).boundaries.iter().any(|boundary| {
            let parts = program.node(*boundary).spec.catching_trigger().map_or(&[][..], Trigger::parts);
            parts.iter().any(|part| matches!(part, Trigger::Conditional(_)))
        });
        if !watched || self.arm(spot) {
            if let Some(value) = given {
                self.give(spot, value);
            }
            self.close_waits(spot.key);
            self.leave(spot, exit);
        }
    }

    /// Gives the activation a row and arms its boundary events, in document order. False where that
    /// got it stuck or ended it.
    pub(super) fn arm(&mut self, spot: Spot) -> bool {
        self.arm_waits(spot) && self.ask_new(spot.key)
    }

    pub(super) fn arm_waits(&mut self, spot: Spot) -> bool {
        self.ensure_row(spot);
        let program = self.program;
        if self.state.is_instance(spot.node, spot.scope) {
            return true;
        }
        program.node(spot.node).boundaries.iter().all(|boundary| {
            match program.node(*boundary).spec.boundary() {
                Some(event) => self.arm_trigger(spot, *boundary, &event.trigger, spot.scope),
                None => true,
            }
        })
    }

    /// Arms the event subprocesses of a scope that starts, in document order (BPMN 13.5.4).
    pub(super) fn arm_handlers(&mut self, spot: Spot) -> bool {
        let program = self.program;
        program.node(spot.node).handlers.iter().all(|start| match &program.node(*start).spec {
            Spec::StartEvent(event) => self.arm_trigger(spot, *start, &event.trigger, spot.key),
            _ => true,
        })
    }

    /// Waits for each part of a trigger on behalf of an activation; false where that gets it stuck.
    fn arm_trigger(&mut self, spot: Spot, node: NodeIx, trigger: &Trigger, scope: Key) -> bool {
        for (part, trigger) in (0..).zip(trigger.parts()) {
            match trigger.arm(&Cx { node, ..self.deciding(spot, scope, Retry::Work) }) {
                Ok(Some(kind)) => self.open_part(spot.key, node, part, kind),
                Ok(None) => {}
                Err(stuck) => {
                    self.close_waits(spot.key);
                    self.stick(spot, stuck, Retry::Work);
                    return false;
                }
            }
        }
        true
    }

    /// Waits for the trigger of an intermediate event.
    fn catch(&mut self, spot: Spot) {
        self.await_all(spot, &[spot.node]);
    }

    /// Waits for all that the events after an event-based gateway wait for.
    fn race(&mut self, spot: Spot) {
        let program = self.program;
        let flows = program.node(spot.node).outgoing.iter();
        let targets: Vec<NodeIx> = flows.map(|flow| program.flow(*flow).target).collect_vec();
        self.await_all(spot, &targets);
    }

    /// Waits for what these catch events and receive tasks wait for; for nothing if one of them cannot be
    /// understood.
    pub(super) fn await_all(&mut self, spot: Spot, nodes: &[NodeIx]) {
        let mut waits = Vec::new();
        for node in nodes {
            match self.awaited(spot, *node) {
                Ok(own) => waits.extend(own.into_iter().map(|(part, kind)| (*node, part, kind))),
                Err(stuck) => return self.stick(spot, stuck, Retry::Work),
            }
        }
        self.ensure_row(spot);
        for (node, part, kind) in waits {
            self.open_part(spot.key, node, part, kind);
        }
        self.ask_new(spot.key);
    }

    /// What a catch event or receive task waits for. One that can never come is nothing to wait for.
    fn awaited(&self, spot: Spot, node: NodeIx) -> Result<Vec<(u32, WaitKind)>, Stuck> {
        let spec = &self.program.node(node).spec;
        let cx = Cx { node, ..self.deciding(spot, spot.scope, Retry::Work) };
        if let Spec::ReceiveTask(task) = spec {
            return Ok(vec![(0, task.message.arm(&cx)?)]);
        }
        let mut waits = Vec::new();
        for (part, trigger) in (0..).zip(spec.caught().map_or(&[][..], Trigger::parts)) {
            waits.extend(trigger.arm(&cx)?.map(|kind| (part, kind)));
        }
        if waits.is_empty() {
            let id = &self.program.node(node).id;
            let message = format!("the timer of `{id}` has no repetitions, so it never fires");
            return Err(Stuck::new(IncidentKind::InvalidTimer, message));
        }
        Ok(waits)
    }

    /// Starts the inside of a scope.
    pub(super) fn open(&mut self, scope: Key, node: NodeIx) {
        let program = self.program;
        let node = program.node(node);
        if let Spec::AdHocSubProcess(ad_hoc) = &node.spec {
            return self.open_ad_hoc(scope, &node.starts, ad_hoc.sequential);
        }
        let pending = self.state.acts.get_mut(scope).and_then(Act::take_pending);
        match pending {
            Some(entry) => self.begin_at(scope, entry),
            None => self.send(scope, &node.starts),
        }
    }

    /// Lets a token begin at each of these nodes; a scope in which none does has come to its end.
    pub(super) fn send(&mut self, scope: Key, starts: &[NodeIx]) {
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
        let Some(act) = self.state.acts.get(scope) else { return };
        if act.is_undoing() {
            return self.undo(scope);
        }
        if act.tokens == 0 && self.state.completed.claimed_by(scope).next().is_some() {
            // What nobody waits for is still to be undone in it; the scope ends after that.
            return;
        }
        if matches!(self.program.node(act.node).spec, Spec::AdHocSubProcess(_)) {
            return self.advance_ad_hoc(scope);
        }
        if act.tokens > 0 {
            return;
        }
        self.forget_joins(scope);
        if scope != State::ROOT {
            return self.leave_row(scope);
        }
        let Some(root) = self.spot(scope) else { return };
        match self.foresee(root, ENDED) {
            Ok(_) => self.end(Status::Completed),
            Err(stuck) => {
                self.close_waits(scope);
                self.stick(root, stuck, Retry::End);
            }
        }
    }

    /// Leaves an activation that has a row.
    pub(super) fn leave_row(&mut self, key: Key) {
        if let Some(spot) = self.spot(key) {
            self.close_waits(key);
            self.leave(spot, Exit::All);
        }
    }

    /// Ends an activation, chooses the outgoing flows and sends tokens along them. An end is reached where
    /// there are none.
    pub(super) fn leave(&mut self, spot: Spot, exit: Exit) {
        if self.notify(spot, ENDED, Retry::End) {
            self.give_out(spot, exit);
        }
    }

    /// Goes on once the listeners of the end have been called.
    fn give_out(&mut self, spot: Spot, exit: Exit) {
        let program = self.program;
        let node = program.node(spot.node);
        // A body only gathers what its instances have done.
        if (!node.repeats() || self.state.is_instance(spot.node, spot.scope))
            && let Err(stuck) = self.outputs(spot)
        {
            return self.stick(spot, stuck, Retry::Leave);
        }
        self.exit(spot, exit);
    }

    /// Goes on once the outputs are written.
    fn exit(&mut self, spot: Spot, exit: Exit) {
        if self.program.node(spot.node).repeats() && self.state.is_instance(spot.node, spot.scope) {
            self.instance_done(spot);
        } else {
            self.choose(spot, exit);
        }
    }

    /// Leaves by the flows that hold, once nothing is left to do.
    pub(super) fn choose(&mut self, spot: Spot, exit: Exit) {
        let node = self.program.node(spot.node);
        let chosen: Vec<FlowIx>;
        let flows: &[FlowIx] = match exit {
            Exit::One(ref flow) => std::slice::from_ref(flow),
            Exit::All if !node.conditional => &node.outgoing,
            Exit::All => match self.flows(spot) {
                Ok(flows) => {
                    chosen = flows;
                    &chosen
                }
                Err(stuck) => return self.stick(spot, stuck, Retry::Exit),
            },
        };
        self.depart(spot, flows, Retry::Exit);
    }

    /// Ends an activation and sends tokens along these flows.
    pub(super) fn depart(&mut self, spot: Spot, flows: &[FlowIx], retry: Retry) {
        let program = self.program;
        let node = program.node(spot.node);
        let quantity = node.activity.completion_quantity;
        if !self.afford(flows.len() * quantity as usize) {
            return self.stick(spot, Stuck::unending(&node.id), retry);
        }
        if let Err(stuck) = self.foresee_flows(flows, spot.scope) {
            return self.stick(spot, stuck, retry);
        }
        self.remember(spot);
        let compensates = self.gone(spot);
        for &flow in flows {
            for _ in 0..quantity {
                self.take(flow, spot.scope);
            }
        }
        self.forget_spared(spot.node, spot.scope);
        // Before the scope may end: it may have more to undo.
        if compensates != Key::NONE {
            self.queue.push_back(Work::Undo(compensates));
        }
        self.consume(spot.scope);
    }

    /// Takes an activation out of the state as one that has ended as modelled; the activation that
    /// waits for it, where it compensated something.
    pub(super) fn gone(&mut self, spot: Spot) -> Key {
        let act = self.remove_act(spot.key);
        self.out.history.push(Entry::Left { element: self.id(spot.node), key: spot.key });
        act.map_or(Key::NONE, |act| act.compensates())
    }

    /// The same for an activation whose listeners are still to be called. What fails of them is dropped.
    pub(super) fn left(&mut self, spot: Spot) {
        self.call_listeners(spot, ENDED);
        self.gone(spot);
    }

    pub(super) fn take(&mut self, flow: FlowIx, scope: Key) {
        let target = self.program.flow(flow);
        if self.state.spared.contains(&(scope, flow)) {
            return self.out.history.push(Entry::FlowSpared { flow: target.id.clone(), scope });
        }
        self.out.history.push(Entry::FlowTaken { flow: target.id.clone(), scope });
        self.call_flow_listeners(flow, scope);
        self.add_tokens(scope, 1);
        self.queue.push_back(Work::Enter(Token { via: Some(flow), ..Token::new(target.target, scope) }));
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
        if act.tokens == 0 || matches!(self.program.node(act.node).spec, Spec::AdHocSubProcess(_)) {
            self.queue.push_back(Work::Complete(scope));
        }
        if !self.state.joins.is_empty() {
            self.touch(scope);
        }
    }

    /// Turns trouble into an incident of the activation, or asks the host for what is missing.
    pub(super) fn stick(&mut self, spot: Spot, stuck: Stuck, retry: Retry) {
        self.ensure_row(spot);
        match stuck.question {
            Some(question) => self.inquire(spot, *question, retry),
            None => self.raise(spot, stuck, retry),
        }
    }
}
