//! Calling listeners: they are announced to the host and never waited for.

use super::run::{Run, Spot};
use crate::effect::{self, Effect};
use crate::key::{FlowIx, Key, NodeIx};
use crate::program::{Listener, Moment};
use crate::value::{Text, vars};

impl Run<'_> {
    /// Calls the listeners that a node has for this moment. The body of an activity that runs several
    /// times has none: its instances do.
    pub(super) fn call_listeners(&mut self, spot: Spot, moment: Moment) {
        let program = self.program;
        let node = program.node(spot.node);
        if node.listeners.is_empty() || node.repeats() && !self.state.is_instance(spot.node, spot.scope) {
            return;
        }
        let view = self.view(spot);
        let element = &node.id;
        for listener in node.listeners.iter().filter(|listener| listener.moment == moment) {
            self.call_listener(listener, element, spot.key, spot.node, view);
        }
    }

    /// Calls those of a user task whose job has just been opened.
    pub(super) fn task_created(&mut self, spot: Spot) {
        let open = self.out.effects.last();
        let assigned = matches!(open, Some(Effect::OpenJob(job)) if job.assignee.is_some());
        let moments = [(Moment::Assigned, assigned), (Moment::Create, true), (Moment::Assignment, assigned)];
        for (moment, _) in moments.into_iter().filter(|(_, has_come)| *has_come) {
            self.call_listeners(spot, moment);
        }
    }

    pub(super) fn call_flow_listeners(&mut self, flow: FlowIx, scope: Key) {
        let program = self.program;
        let flow = program.flow(flow);
        for listener in &flow.listeners {
            self.call_listener(listener, &flow.id, scope, flow.source, scope);
        }
    }

    fn call_listener(
        &mut self,
        listener: &Listener,
        element: &Text,
        activation: Key,
        node: NodeIx,
        view: Key,
    ) {
        let cx = self.cx(node, view);
        // What fails here must not stop the process.
        let fields = listener.fields.iter();
        let fields = vars(fields.map(|(name, value)| (name.clone(), value.value(&cx).unwrap_or_default())));
        self.out.effects.push(Effect::CallListener(effect::Listener {
            kind: listener.kind,
            event: listener.event.clone(),
            element: element.clone(),
            activation,
            implementation: listener.implementation.clone(),
            script_format: listener.script_format.clone(),
            fields,
        }));
    }
}
