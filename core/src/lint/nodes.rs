//! Rules about flow nodes.

use crate::map::Map;

use super::{Graph, Lints, place};
use crate::elements::Spec;
use crate::read::{NodeModel, ProcessModel};
use crate::triggers::Trigger;
use crate::value::{CollectVec, Text};

/// An id names one element of the whole file.
pub(super) fn unique_ids(process: &ProcessModel, seen: &mut Map<Text, u32>, lints: &mut Lints) {
    let nodes = process.nodes.iter().map(|node| (&node.id, node.line, node.column));
    let flows = process.flows.iter().map(|flow| (&flow.id, flow.line, flow.column));
    for (id, line, column) in nodes.chain(flows) {
        if let Some(first) = seen.insert(id.clone(), line) {
            lints.error(
                "duplicateId",
                (id, line, column),
                format_args!("the id `{id}` is used already in line {first}"),
                "give each element an id of its own",
            );
        }
    }
}

/// A boundary event sits on an activity of its own scope (BPMN 10.5.4).
pub(super) fn boundaries(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    for node in process.nodes.iter().filter(|node| matches!(node.spec, Spec::BoundaryEvent(_))) {
        let host = node.attached_to.as_ref().and_then(|host| graph.find(process, host));
        if node.attached_to.as_ref().is_some_and(|host| process.refused.contains_key(host)) {
            continue;
        }
        if !host.is_some_and(|host| host.spec.is_activity() && host.parent == node.parent) {
            let host = node.attached_to.as_deref().unwrap_or_default();
            lints.error(
                "danglingBoundary",
                place(node),
                format_args!("`{}` is attached to `{host}`, which is not an activity beside it", node.id),
                "attach it to an activity of the same scope",
            );
        }
    }
}

/// Every scope with something in it begins somewhere; an event subprocess in one place only.
pub(super) fn starts(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    let mut scopes = vec![(0, 0, 0); process.nodes.len()];
    for (position, node) in process.nodes.iter().enumerate() {
        let scope = node.parent.and_then(|parent| scopes.get_mut(parent));
        let Some((contents, starts, free)) = scope else { continue };
        *contents += 1;
        *starts += usize::from(matches!(node.spec, Spec::StartEvent(_)) || node.spec.instantiates());
        *free += usize::from(starts_freely(node, position, graph));
    }
    for (node, (contents, starts, free)) in process.nodes.iter().zip(scopes) {
        if contents > 0 && starts == 0 && free == 0 && process.refused.is_empty() {
            lints.error(
                "noStart",
                place(node),
                format_args!(
                    "nothing in `{}` can start: every node has an incoming flow or needs a trigger",
                    node.id
                ),
                "add a start event",
            );
        }
        if starts > 1 && node.spec.is_handler() {
            lints.error(
                "severalStarts",
                place(node),
                format_args!("the event subprocess `{}` has {starts} start events", node.id),
                "keep one start event; it may have several event definitions",
            );
        }
    }
}

/// Whether it starts with a scope that has no start event.
fn starts_freely(node: &NodeModel, position: usize, graph: &Graph) -> bool {
    graph.flows_into(position) == 0 && node.spec.starts_implicitly() && !node.activity.for_compensation
}

/// Every node can be reached from where its scope starts.
pub(super) fn reachable(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    let mut explicit = vec![false; process.nodes.len()];
    for node in process.nodes.iter().filter(|node| matches!(node.spec, Spec::StartEvent(_))) {
        if let Some(flag) = node.parent.and_then(|parent| explicit.get_mut(parent)) {
            *flag = true;
        }
    }
    let starts = |position: usize| {
        process.nodes.get(position).is_some_and(|node| match node.spec {
            Spec::StartEvent(_) | Spec::BoundaryEvent(_) | Spec::Process(_) => true,
            _ if node.spec.is_handler() || node.spec.instantiates() => true,
            _ if node.activity.for_compensation => true,
            _ => {
                let explicit = node.parent.is_some_and(|parent| explicit.get(parent) == Some(&true));
                !explicit && starts_freely(node, position, graph)
            }
        })
    };
    let mut reached: Vec<bool> = (0..process.nodes.len()).map(starts).collect_vec();
    let mut queue: Vec<usize> =
        (0..process.nodes.len()).filter(|node| reached.get(*node) == Some(&true)).collect_vec();
    while let Some(node) = queue.pop() {
        for (_, target) in graph.outgoing(node) {
            if let Some(flag) = reached.get_mut(*target)
                && !*flag
            {
                *flag = true;
                queue.push(*target);
            }
        }
    }
    for (node, _) in process.nodes.iter().zip(&reached).filter(|(_, reached)| !**reached) {
        // Where nothing would have been done, nothing is missed.
        let ends = matches!(&node.spec, Spec::EndEvent(_));
        let idle = ends && matches!(node.spec.thrown(), Some(Trigger::None));
        let report = if idle { Lints::info } else { Lints::warning };
        report(
            lints,
            "unreachable",
            place(node),
            format_args!("no token can reach `{}`", node.id),
            "connect it, or remove it",
        );
    }
}

/// Tokens that are waited for can come: several of them only by flows, and a complex gateway must say
/// when it has enough.
pub(super) fn gathering(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    for (position, node) in process.nodes.iter().enumerate() {
        let incoming = graph.flows_into(position);
        if node.activity.start_quantity > 1 && incoming == 0 {
            lints.error(
                "invalidQuantity",
                place(node),
                format_args!("`{}` waits for several tokens, and no flow brings one", node.id),
                "lead flows to it, or leave `startQuantity` out",
            );
        }
        if matches!(&node.spec, Spec::ComplexGateway(gateway) if !gateway.conditional) && incoming > 1 {
            lints.warning(
                "missingCondition",
                place(node),
                format_args!(
                    "`{}` does not say when it has enough tokens, so it waits for all that can come",
                    node.id
                ),
                "give it an `activationCondition`, such as `= activationCount >= 2`",
            );
        }
    }
}
