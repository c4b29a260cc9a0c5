//! Calling listeners. Those that are expressions of ours are run; the others are announced to the host and
//! never waited for.

use super::run::{Run, Spot};
use crate::cx::{Cx, Stuck};
use crate::effect::{self, Effect};
use crate::key::{FlowIx, Key, NodeIx};
use crate::program::{Listener, Moment};
use crate::state::{Retry, WaitKind};
use crate::value::{Text, Vars, vars};

/// What an activation has come to that ends as modelled.
pub(super) const ENDED: &[Moment] = &[Moment::End, Moment::Over];

impl<'a> Run<'a> {
    /// The listeners of a node. The body of an activity that runs several times has none: its instances do.
    fn listeners(&self, spot: Spot) -> &'a [Listener] {
        let node = self.program.node(spot.node);
        let body = node.repeats() && !self.state.is_instance(spot.node, spot.scope);
        if body { &[] } else { &node.listeners }
    }

    /// Where a node is left again: listeners are called before.
    pub(super) fn leaving(&self, node: NodeIx, called: Retry) -> Retry {
        if self.program.node(node).listeners.is_empty() { Retry::Leave } else { called }
    }

    /// What the listeners that are run will set at these moments. Nothing is written yet, for all of them
    /// are run or none.
    pub(super) fn foresee(&self, spot: Spot, moments: &[Moment]) -> Result<Vars, Stuck> {
        let mut names = Vars::new();
        for moment in moments {
            for listener in self.listeners(spot).iter().filter(|own| own.moment == *moment) {
                self.foresee_one(listener, spot, &mut names)?;
            }
        }
        Ok(names)
    }

    /// The same for the listeners of flows.
    pub(super) fn foresee_flows(&self, flows: &[FlowIx], scope: Key) -> Result<(), Stuck> {
        let mut names = Vars::new();
        for &ix in flows {
            let flow = self.program.flow(ix);
            if !flow.listeners.is_empty() && !self.state.spared.contains(&(scope, ix)) {
                for listener in &flow.listeners {
                    self.foresee_one(listener, Spot { key: scope, node: flow.source, scope }, &mut names)?;
                }
            }
        }
        Ok(())
    }

    fn foresee_one(&self, listener: &Listener, spot: Spot, names: &mut Vars) -> Result<(), Stuck> {
        let Some(statement) = &listener.statement else { return Ok(()) };
        let cx = self.cx(spot.node, self.view(spot));
        let value = Cx { names: Some(names), ..cx }.eval(&statement.value)?;
        if let Some(target) = &statement.target {
            names.insert(target.name.clone(), value);
        }
        Ok(())
    }

    /// Calls the listeners that a node has for these moments; false where one of them cannot be run, which
    /// gets the activation stuck.
    pub(super) fn notify(&mut self, spot: Spot, moments: &[Moment], retry: Retry) -> bool {
        if self.program.node(spot.node).listeners.is_empty() {
            return true;
        }
        match self.foresee(spot, moments) {
            Ok(_) => {
                self.call_listeners(spot, moments);
                true
            }
            Err(stuck) => {
                self.stick(spot, stuck, retry);
                false
            }
        }
    }

    /// Calls the listeners that a node has for these moments.
    pub(super) fn call_listeners(&mut self, spot: Spot, moments: &[Moment]) {
        let element = &self.program.node(spot.node).id;
        for moment in moments {
            for listener in self.listeners(spot).iter().filter(|own| own.moment == *moment) {
                self.call_listener(listener, element, spot);
            }
        }
    }

    /// Calls those of a flow that is taken.
    pub(super) fn call_flow_listeners(&mut self, flow: FlowIx, scope: Key) {
        let flow = self.program.flow(flow);
        for listener in &flow.listeners {
            self.call_listener(listener, &flow.id, Spot { key: scope, node: flow.source, scope });
        }
    }

    /// Opens what a task waits for, when its listeners have been called; those that are announced are told
    /// of it after the job.
    pub(super) fn await_work(&mut self, spot: Spot, kind: WaitKind) {
        let moments = self.creation(spot, &kind);
        if let Err(stuck) = self.foresee(spot, moments) {
            return self.stick(spot, stuck, Retry::Work);
        }
        if self.arm(spot) {
            let before = self.out.effects.len();
            self.call_listeners(spot, moments);
            self.open_wait(spot.key, spot.node, kind);
            if let Some(open) = self.out.effects.pop() {
                self.out.effects.insert(before, open);
            }
        }
    }

    /// What comes when a task is created: it may have an assignee.
    fn creation(&self, spot: Spot, kind: &WaitKind) -> &'static [Moment] {
        let job = self.program.node(spot.node).spec.job();
        match (kind, job.and_then(|job| job.details.as_ref())) {
            (WaitKind::Job(work), Some(details)) if details.has_assignee(&work.details) => {
                &[Moment::Assigned, Moment::Create, Moment::Assignment]
            }
            _ => &[Moment::Create],
        }
    }

    fn call_listener(&mut self, listener: &'a Listener, element: &Text, spot: Spot) {
        let cx = self.cx(spot.node, self.view(spot));
        if let Some(statement) = &listener.statement {
            // What fails here has no activation that could hold the trouble.
            if let (Ok(value), Some(target)) = (cx.eval(&statement.value), &statement.target) {
                self.set_variable(spot, target, value);
            }
            return;
        }
        // What fails here must not stop the process.
        let fields = listener.fields.iter();
        let fields = vars(fields.map(|(name, value)| (name.clone(), value.value(&cx).unwrap_or_default())));
        self.out.effects.push(Effect::CallListener(effect::Listener {
            kind: listener.kind,
            event: listener.event.clone(),
            element: element.clone(),
            activation: spot.key,
            implementation: listener.implementation.clone(),
            script_format: listener.script_format.clone(),
            fields,
        }));
    }
}
