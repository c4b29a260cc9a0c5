//! Rules about sequence flows.

use super::{Graph, Lints, place};
use crate::elements::Spec;
use crate::read::{FlowModel, ProcessModel};
use crate::value::Text;

fn flow_place(flow: &FlowModel) -> (&Text, u32, u32) {
    (&flow.id, flow.line, flow.column)
}

/// Both ends exist, in one scope, and may have a flow there (BPMN 8.4.13, 10.2.1).
pub(super) fn connected(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    for flow in &process.flows {
        let ends = [("source", &flow.source), ("target", &flow.target)];
        let mut found = ends.map(|(_, id)| graph.find(process, id));
        for ((end, id), node) in ends.iter().zip(&mut found) {
            if node.is_none() && !process.refused.contains_key(*id) {
                lints.error(
                    "danglingFlow",
                    flow_place(flow),
                    format_args!("the {end} `{id}` of flow `{}` is not a flow node of this process", flow.id),
                    "connect the flow to a flow node of the same process",
                );
            }
        }
        let [Some(source), Some(target)] = found else { continue };
        if source.parent != target.parent {
            lints.error(
                "flowCrossesScope",
                flow_place(flow),
                format_args!(
                    "flow `{}` from `{}` to `{}` crosses the border of a subprocess",
                    flow.id, source.id, target.id
                ),
                "end the subprocess and go on from it, or attach a boundary event",
            );
        }
        if matches!(source.spec, Spec::EndEvent(_)) {
            lints.error(
                "flowFromEnd",
                place(source),
                format_args!("flow `{}` leaves the end event `{}`", flow.id, source.id),
                "use an intermediate event where the process goes on",
            );
        }
        if matches!(target.spec, Spec::StartEvent(_) | Spec::BoundaryEvent(_)) {
            lints.error(
                "flowIntoStart",
                place(target),
                format_args!("flow `{}` leads into `{}`, which no flow may enter", flow.id, target.id),
                "lead it to an activity, a gateway or an intermediate event",
            );
        }
    }
}

/// A default flow is one of the node's own outgoing flows (BPMN 8.4.13).
pub(super) fn defaults(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    for (position, node) in process.nodes.iter().enumerate() {
        let Some(default) = &node.default else { continue };
        let own =
            |(flow, _): &(usize, usize)| process.flows.get(*flow).is_some_and(|flow| flow.id == *default);
        // A flow that leads nowhere is in no graph, and has been reported.
        let reported = || process.flows.iter().any(|flow| flow.id == *default && flow.source == node.id);
        if !graph.outgoing(position).iter().any(own) && !reported() {
            lints.error(
                "danglingDefault",
                place(node),
                format_args!("the default flow `{default}` of `{}` does not leave it", node.id),
                "name one of its outgoing flows, or none",
            );
        }
    }
}

/// Where one flow is chosen, all but the default have a condition; elsewhere, default flows need one
/// beside them.
pub(super) fn conditions(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    for (position, node) in process.nodes.iter().enumerate() {
        let outgoing = graph.outgoing(position);
        if !matches!(node.spec, Spec::ExclusiveGateway(_)) || outgoing.len() < 2 {
            continue;
        }
        // The last one is reached only where no other holds, so it is what a default flow is.
        let others = outgoing.iter().take(outgoing.len() - 1);
        for flow in others.filter_map(|(flow, _)| process.flows.get(*flow)) {
            if !flow.conditional && node.default.as_ref() != Some(&flow.id) {
                lints.warning(
                    "missingCondition",
                    flow_place(flow),
                    format_args!("flow `{}` of `{}` has no condition, so it always holds", flow.id, node.id),
                    "give it a condition, or make it the default flow",
                );
            }
        }
    }
}
