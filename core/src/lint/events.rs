//! Rules about events that belong together: links, event-based gateways, event subprocesses.

use crate::map::Map;

use super::{Graph, Lints, place};
use crate::elements::Spec;
use crate::read::ProcessModel;

/// Each link that is thrown is caught once, in the same scope, and goes nowhere else (BPMN 10.5.5).
pub(super) fn links(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    for (position, node) in process.nodes.iter().enumerate() {
        let Some(link) = node.spec.link() else { continue };
        let throws = matches!(node.spec, Spec::IntermediateThrowEvent(_));
        let key = link.key(node.parent.unwrap_or(0));
        let catching = graph.caught.get(&key).map(|catching| *catching as usize);
        if throws && catching.is_none() {
            lints.error(
                "danglingLink",
                place(node),
                format_args!("no event in the scope of `{}` catches the link `{}`", node.id, link.name),
                "add a catching link event of that name beside it",
            );
        }
        if !throws && !graph.thrown.contains_key(&key) {
            lints.warning(
                "danglingLink",
                place(node),
                format_args!("no event in the scope of `{}` throws the link `{}`", node.id, link.name),
                "add a throwing link event of that name beside it",
            );
        }
        if !throws && catching != Some(position) {
            lints.error(
                "severalLinks",
                place(node),
                format_args!("`{}` catches the link `{}` a second time", node.id, link.name),
                "let one event of the scope catch it",
            );
        }
        let flows =
            if throws { process.flows_from(graph, position).len() } else { graph.flows_into(position) };
        if flows > 0 {
            lints.error(
                "flowAtLink",
                place(node),
                format_args!("a sequence flow touches `{}` where its link takes the token", node.id),
                "a link that is thrown has no outgoing flow, one that is caught no incoming flow",
            );
        }
    }
}

/// An event-based gateway leads to events and receive tasks that nothing else leads to (BPMN 10.6.6).
pub(super) fn races(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    let mut guarded = Map::new();
    for host in process.nodes.iter().filter_map(|node| node.attached_to.as_ref()) {
        guarded.insert(host.clone(), 0_u32);
    }
    for (position, node) in process.nodes.iter().enumerate() {
        if !matches!(node.spec, Spec::EventBasedGateway(_)) {
            continue;
        }
        let outgoing = graph.outgoing(position);
        let help = "give it two outgoing flows or more";
        match outgoing.len() {
            0 => lints.error(
                "missingAlternative",
                place(node),
                format_args!("`{}` leads to no event that it could wait for", node.id),
                help,
            ),
            1 => lints.info(
                "missingAlternative",
                place(node),
                format_args!("`{}` leads to one event only; there is nothing to choose", node.id),
                help,
            ),
            _ => {}
        }
        for (_, target) in outgoing {
            let Some(event) = process.nodes.get(*target) else { continue };
            let fits = match &event.spec {
                Spec::IntermediateCatchEvent(_) => event.spec.caught().is_some_and(|trigger| {
                    !trigger.parts().is_empty() && !trigger.needs_all() && event.spec.link().is_none()
                }),
                Spec::ReceiveTask(_) => !guarded.contains_key(&event.id) && event.activity.repeats.is_none(),
                _ => false,
            };
            if node.spec.instantiates()
                && let Some(name) = event.spec.awaited_names().find(|name| !name.is_known())
            {
                lints.error(
                    "invalidExpression",
                    place(event),
                    format_args!("`{}` gives no name before the process has variables", name.text()),
                    "give what starts a process a name that is always the same",
                );
            }
            if !fits || graph.flows_into(*target) != 1 {
                lints.error(
                    "invalidAlternative",
                    place(event),
                    format_args!("`{}` cannot be what the event-based gateway `{}` waits for", event.id, node.id),
                    "lead to a message, timer, signal or conditional event, or a receive task without boundary events, that no other flow enters",
                );
            }
        }
    }
}

/// An event subprocess is started by its one start event, not by flows (BPMN 13.5.4).
pub(super) fn handlers(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    let mut started = vec![false; process.nodes.len()];
    for node in process.nodes.iter().filter(|node| matches!(node.spec, Spec::StartEvent(_))) {
        if let Some(flag) = node.parent.and_then(|parent| started.get_mut(parent)) {
            *flag = true;
        }
    }
    for (position, node) in process.nodes.iter().enumerate() {
        if !node.spec.is_handler() {
            continue;
        }
        if graph.flows_into(position) > 0 || !process.flows_from(graph, position).is_empty() {
            lints.error(
                "flowAtHandler",
                place(node),
                format_args!("a sequence flow enters or leaves the event subprocess `{}`", node.id),
                "connect the activities around it; its start event starts it",
            );
        }
        if started.get(position) == Some(&false) {
            lints.error(
                "missingTrigger",
                place(node),
                format_args!("the event subprocess `{}` has no start event", node.id),
                "give it one start event with a message, timer, signal, error or escalation definition",
            );
        }
    }
}
