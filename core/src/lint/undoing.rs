//! Rules about compensation and the cancellation of transactions.

use crate::map::Set;

use super::{Graph, Lints, place};
use crate::elements::Spec;
use crate::read::{NodeModel, ProcessModel};
use crate::triggers::Trigger;

/// A compensation boundary event leads to the activity that undoes its own, by an association and by
/// no flow (BPMN 10.5.4).
pub(super) fn compensation(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    let activity = |id| graph.find(process, id).is_some_and(|partner| partner.spec.is_activity());
    let mut connected = Set::new();
    for (source, target) in &process.associations {
        connected.extend(
            [(source, target), (target, source)]
                .into_iter()
                .filter_map(|(end, other)| activity(other).then_some(end)),
        );
    }
    for (position, node) in process.nodes.iter().enumerate() {
        let compensates = node.spec.catching_trigger().is_some_and(Trigger::compensates);
        if !compensates || !matches!(node.spec, Spec::BoundaryEvent(_)) {
            continue;
        }
        let associated = connected.contains(&node.id);
        let flow = !graph.outgoing(position).is_empty();
        if flow && !associated {
            lints.warning(
                "flowAtCompensation",
                place(node),
                format_args!(
                    "a sequence flow leaves `{}`; its target is taken for what compensates",
                    node.id
                ),
                "connect it by an association to an activity with `isForCompensation=\"true\"`",
            );
        } else if !associated {
            lints.warning(
                "missingCompensation",
                place(node),
                format_args!("`{}` leads to no activity, so nothing compensates", node.id),
                "connect it by an association to an activity with `isForCompensation=\"true\"`",
            );
        }
    }
    for node in &process.nodes {
        for reference in thrown(node).filter_map(|part| match part {
            Trigger::Compensation(compensation) => compensation.activity.as_ref(),
            _ => None,
        }) {
            if !graph.find(process, reference).is_some_and(|activity| activity.spec.is_activity()) {
                lints.warning(
                    "danglingReference",
                    place(node),
                    format_args!("there is no activity `{reference}`, so `{}` compensates nothing", node.id),
                    "name an activity of the same process, or leave `activityRef` out",
                );
            }
        }
    }
}

/// Cancel events belong to transactions: end events inside, boundary events on their border (BPMN 10.5.4).
pub(super) fn cancellation(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    for node in &process.nodes {
        let ends = thrown(node).any(|part| matches!(part, Trigger::Cancel));
        let catches = matches!(node.spec, Spec::BoundaryEvent(_))
            && node.spec.catching_trigger().is_some_and(Trigger::catches_cancel);
        let host = node.attached_to.as_ref().and_then(|host| graph.find(process, host));
        let transaction = |node: &NodeModel| matches!(node.spec, Spec::Transaction(_));
        let misplaced = (ends && !scopes(process, node).any(transaction))
            || (catches && host.is_some_and(|host| !transaction(host)));
        if misplaced {
            lints.error(
                "misplacedCancel",
                place(node),
                format_args!("the cancel event `{}` has no transaction to cancel", node.id),
                "put it into a `transaction`, or on its border",
            );
        }
    }
}

fn thrown(node: &NodeModel) -> impl Iterator<Item = &Trigger> {
    node.spec.thrown().into_iter().flat_map(Trigger::parts)
}

/// The scopes around a node, innermost first.
fn scopes<'p>(process: &'p ProcessModel, node: &'p NodeModel) -> impl Iterator<Item = &'p NodeModel> {
    std::iter::successors(Some(node), |node| process.nodes.get(node.parent?)).skip(1)
}
