//! Rules about events that belong together: links, event-based gateways, event subprocesses.

use super::{Graph, Lints, place};
use crate::elements::Spec;
use crate::read::{NodeModel, ProcessModel};
use crate::triggers::Trigger;

/// Each link that is thrown is caught once, in the same scope, and goes nowhere else (BPMN 10.5.5).
pub(super) fn links(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    for (position, node) in process.nodes.iter().enumerate() {
        let Some(link) = node.spec.link() else { continue };
        let throws = matches!(node.spec, Spec::IntermediateThrowEvent(_));
        let partners = process.nodes.iter().filter(|other| {
            other.parent == node.parent && other.spec.link().is_some_and(|other| other.name == link.name)
        });
        let caught = |node: &&NodeModel| matches!(node.spec, Spec::IntermediateCatchEvent(_));
        let (catching, throwing): (Vec<_>, Vec<_>) = partners.partition(caught);
        if throws && catching.is_empty() {
            lints.error(
                "danglingLink",
                place(node),
                format!("no event in the scope of `{}` catches the link `{}`", node.id, link.name),
                "add a catching link event of that name beside it",
            );
        }
        if !throws && throwing.is_empty() {
            lints.warning(
                "danglingLink",
                place(node),
                format!("no event in the scope of `{}` throws the link `{}`", node.id, link.name),
                "add a throwing link event of that name beside it",
            );
        }
        if !throws && catching.first().is_some_and(|first| first.id != node.id) {
            lints.error(
                "severalLinks",
                place(node),
                format!("`{}` catches the link `{}` a second time", node.id, link.name),
                "let one event of the scope catch it",
            );
        }
        let wrong = if throws {
            !process.flows_from(graph, position).is_empty()
        } else {
            graph.flows_into(position) > 0
        };
        if wrong {
            lints.error(
                "flowAtLink",
                place(node),
                format!("a sequence flow touches `{}` where its link takes the token", node.id),
                "a link that is thrown has no outgoing flow, one that is caught no incoming flow",
            );
        }
    }
}

/// An event-based gateway leads to events and receive tasks that nothing else leads to (BPMN 10.6.6).
pub(super) fn races(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    for (position, node) in process.nodes.iter().enumerate() {
        if !matches!(node.spec, Spec::EventBasedGateway(_)) {
            continue;
        }
        let outgoing = graph.outgoing(position);
        if outgoing.is_empty() {
            lints.error(
                "missingAlternative",
                place(node),
                format!("`{}` leads to no event, so it would wait for ever", node.id),
                "give it two outgoing flows or more",
            );
        } else if outgoing.len() < 2 {
            lints.warning(
                "missingAlternative",
                place(node),
                format!("`{}` leads to one event; there is nothing to choose", node.id),
                "give it two outgoing flows or more",
            );
        }
        for (_, target) in outgoing {
            let Some(event) = process.nodes.get(*target) else { continue };
            let guarded = process.nodes.iter().any(|other| other.attached_to.as_ref() == Some(&event.id));
            let fits = match &event.spec {
                Spec::IntermediateCatchEvent(catch) => {
                    matches!(catch.trigger(), Trigger::Message(_) | Trigger::Timer(_) | Trigger::Signal(_))
                }
                Spec::ReceiveTask(_) => !guarded,
                _ => false,
            };
            if !fits || graph.flows_into(*target) != 1 {
                lints.error(
                    "invalidAlternative",
                    place(event),
                    format!("`{}` cannot be what the event-based gateway `{}` waits for", event.id, node.id),
                    "lead to a message, timer or signal event, or a receive task without boundary events, that no other flow enters",
                );
            }
        }
    }
}

/// An event subprocess is started by its one start event, not by flows (BPMN 13.5.4).
pub(super) fn handlers(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    for (position, node) in process.nodes.iter().enumerate() {
        if !node.spec.is_handler() {
            continue;
        }
        if graph.flows_into(position) > 0 || !process.flows_from(graph, position).is_empty() {
            lints.error(
                "flowAtHandler",
                place(node),
                format!("a sequence flow enters or leaves the event subprocess `{}`", node.id),
                "connect the activities around it; its start event starts it",
            );
        }
        let inside = process.nodes.iter().filter(|child| child.parent == Some(position));
        if !inside.into_iter().any(|child| matches!(child.spec, Spec::StartEvent(_))) {
            lints.error(
                "missingTrigger",
                place(node),
                format!("the event subprocess `{}` has no start event", node.id),
                "give it one start event with a message, timer, signal, error or escalation definition",
            );
        }
    }
}
