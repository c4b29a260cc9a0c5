//! From the model as read to the program: names become indices.

use crate::map::Map;

use super::{Correlation, Flow, Node, Program};
use crate::elements::Spec;
use crate::key::{FlowIx, NodeIx};
use crate::read::{Model, NodeModel, ProcessModel};
use crate::triggers::Trigger;
use crate::value::Text;

/// Compiles every process of the model that has no errors. References were checked by `lint`; one
/// that still leads nowhere is left out.
pub(crate) fn lower(model: Model) -> Program {
    let mut program = Program::default();
    for process in model.processes {
        if process.runnable {
            add_process(&mut program, process);
        }
    }
    program.correlation = Correlation::new(model.correlation);
    program
}

fn add_process(program: &mut Program, process: ProcessModel) {
    let base = program.nodes.len();
    let index = |position: usize| NodeIx::at(base + position);
    program.processes.push(index(0));
    let mut attached = Vec::new();
    let mut defaults = Vec::new();
    for (position, node) in process.nodes.into_iter().enumerate() {
        program.ids.or_insert(node.id.clone(), index(position).0);
        if let Some(host) = &node.attached_to {
            attached.push((index(position), host.clone()));
        }
        if let Some(flow) = &node.default {
            defaults.push((index(position), flow.clone()));
        }
        program.nodes.push(compile(node, index));
    }
    for flow in process.flows {
        let (Some(source), Some(target)) = (program.find_node(&flow.source), program.find_node(&flow.target))
        else {
            continue;
        };
        let ix = FlowIx::at(program.flows.len());
        let slot = program.node(target).incoming.len();
        let (condition, skip, listeners) = (flow.condition, flow.skip, flow.listeners);
        program.flows.push(Flow { id: flow.id, source, target, condition, skip, listeners, slot });
        if let Some(node) = program.nodes.get_mut(source.position()) {
            node.outgoing.push(ix);
        }
        if let Some(node) = program.nodes.get_mut(target.position()) {
            node.incoming.push(ix);
        }
    }
    for (node, flow) in defaults {
        let outgoing = &program.node(node).outgoing;
        let default = outgoing.iter().find(|ix| program.flow(**ix).id == flow).copied();
        if let Some(node) = program.nodes.get_mut(node.position()) {
            node.default = default;
        }
    }
    for (boundary, host) in attached {
        let host = program.find_node(&host);
        if let Some(node) = host.and_then(|host| program.nodes.get_mut(host.position())) {
            node.boundaries.push(boundary);
        }
    }
    find_starts(program, base);
    find_entries(program, base);
    find_links(program, base);
    find_compensation(program, base, &process.associations);
    find_choices(program, base);
    let quantities = program.nodes.iter().map(|node| node.activity.completion_quantity);
    program.quantity = quantities.max().unwrap_or(1);
    let inclusive = program.nodes().skip(base).any(|(_, node)| node.joins_inclusively());
    program.inclusive_joins |= inclusive;
}

fn compile(node: NodeModel, index: impl Fn(usize) -> NodeIx) -> Node {
    Node {
        id: node.id,
        name: node.name,
        spec: node.spec,
        lane: node.lane,
        data: node.data,
        listeners: node.listeners,
        activity: node.activity,
        parent: node.parent.map(index),
        outgoing: Vec::new(),
        incoming: Vec::new(),
        default: None,
        conditional: false,
        boundaries: Vec::new(),
        starts: Vec::new(),
        handlers: Vec::new(),
        entries: Vec::new(),
        compensated_by: None,
        link: None,
        line: node.line,
    }
}

/// Where scopes start, and which events start their event subprocesses.
fn find_starts(program: &mut Program, base: usize) {
    let mut starts = Vec::new();
    let mut explicit = vec![false; program.nodes.len()];
    for (ix, node) in program.nodes().skip(base) {
        let Some(parent) = node.parent else { continue };
        let start = match &node.spec {
            Spec::StartEvent(start) => Some(start),
            _ => None,
        };
        if (start.is_some() || node.spec.instantiates())
            && let Some(explicit) = explicit.get_mut(parent.position())
        {
            *explicit = true;
        }
        // A process that is started by a trigger begins at that event, not at all of them.
        let waits_outside = matches!(program.node(parent).spec, Spec::Process(_))
            && start.is_some_and(|start| !start.trigger.parts().is_empty());
        let implicit = start.is_none()
            && node.incoming.is_empty()
            && node.spec.starts_implicitly()
            && !node.activity.for_compensation;
        if (start.is_some() && !waits_outside) || implicit {
            starts.push((parent, ix, start.is_some()));
        }
    }
    for (parent, ix, is_start) in starts {
        // BPMN 13.2: without a start event, everything that has no incoming flow starts.
        if (is_start || explicit.get(parent.position()) == Some(&false))
            && let Some(scope) = program.nodes.get_mut(parent.position())
        {
            scope.starts.push(ix);
        }
        let around = program.node(parent);
        if let (true, true, Some(outer)) = (is_start, around.spec.is_handler(), around.parent)
            && let Some(scope) = program.nodes.get_mut(outer.position())
        {
            scope.handlers.push(ix);
        }
    }
}

/// Where a process can be entered from outside (BPMN 13.2).
fn find_entries(program: &mut Program, base: usize) {
    let mut entries = Vec::new();
    for (ix, node) in program.nodes().skip(base) {
        match &node.spec {
            Spec::StartEvent(_) => entries.push(ix),
            Spec::ReceiveTask(task) if task.instantiates => entries.push(ix),
            Spec::EventBasedGateway(gateway) if gateway.instantiates => {
                entries.extend(node.outgoing.iter().map(|flow| program.flow(*flow).target));
            }
            _ => {}
        }
    }
    entries.retain(|entry| program.node(*entry).parent == Some(NodeIx::at(base)));
    if let Some(process) = program.nodes.get_mut(base) {
        process.entries = entries;
    }
}

/// Which activity undoes which: an association leads from the compensation boundary event to it. Some
/// tools draw a sequence flow instead.
fn find_compensation(program: &mut Program, base: usize, associations: &[(Text, Text)]) {
    let mut partners: Map<&Text, Vec<NodeIx>> = Map::new();
    for (source, target) in associations {
        for (end, other) in [(source, target), (target, source)] {
            if let Some(other) = program.find_node(other) {
                partners.or_default(end).push(other);
            }
        }
    }
    let mut found = Vec::new();
    for (host, node) in program.nodes().skip(base) {
        let boundaries = node.boundaries.iter().map(|boundary| program.node(*boundary));
        let mut compensating =
            boundaries.filter(|boundary| boundary.spec.catching_trigger().is_some_and(Trigger::compensates));
        let Some(boundary) = compensating.next() else { continue };
        let associated = partners.get(&boundary.id).into_iter().flatten().copied();
        let mut associated = associated.filter(|handler| program.node(*handler).spec.is_activity());
        let flow = boundary.outgoing.first().map(|flow| program.flow(*flow).target);
        found.extend(associated.next().or(flow).map(|handler| (host, handler)));
    }
    for (host, handler) in found {
        if let Some(host) = program.nodes.get_mut(host.position()) {
            host.compensated_by = Some(handler);
        }
    }
    let compensates = |node: &Node| node.compensated_by.is_some() || node.undone_by(program).is_some();
    let any = program.nodes.iter().skip(base).any(compensates);
    program.compensation |= any;
}

/// Which event catches each link that is thrown, in the same scope.
fn find_links(program: &mut Program, base: usize) {
    let mut caught: Map<Text, u32> = Map::new();
    let key = |node: &Node| node.spec.link().map(|link| link.key(node.parent.map_or(0, NodeIx::position)));
    for (ix, node) in program.nodes().skip(base) {
        if let (Spec::IntermediateCatchEvent(_), Some(link)) = (&node.spec, key(node)) {
            caught.or_insert(link, ix.0);
        }
    }
    for node in program.nodes.iter_mut().skip(base) {
        if let (Spec::IntermediateThrowEvent(_), Some(link)) = (&node.spec, key(node)) {
            node.link = caught.get(&link).copied().map(NodeIx);
        }
    }
}

/// Which nodes choose among their outgoing flows when they are left.
fn find_choices(program: &mut Program, base: usize) {
    for position in base..program.nodes.len() {
        let node = program.node(NodeIx::at(position));
        let one = matches!(node.spec, Spec::ExclusiveGateway(_)) && node.outgoing.len() > 1;
        let mut flows = node.outgoing.iter().map(|flow| program.flow(*flow));
        let conditional = match node.spec {
            Spec::EventBasedGateway(_) => false,
            _ if node.takes_all() => flows.any(|flow| flow.skip.is_some()),
            _ => node.default.is_some() || one || flows.any(Flow::is_conditional),
        };
        if let Some(node) = program.nodes.get_mut(position) {
            node.conditional = conditional;
        }
    }
}
