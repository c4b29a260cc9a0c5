//! From the model as read to the program: names become indices.

use std::collections::BTreeMap;

use super::{Correlation, Flow, Node, Program};
use crate::elements::Spec;
use crate::key::{FlowIx, NodeIx};
use crate::read::{Model, NodeModel, ProcessModel};
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
        program.ids.entry(node.id.clone()).or_insert(index(position).0);
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
        program.flows.push(Flow { id: flow.id, source, target, condition: flow.condition, slot });
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
    find_links(program, base);
    find_choices(program, base);
    let inclusive = program.nodes().skip(base).any(|(_, node)| node.joins_inclusively());
    program.inclusive_joins |= inclusive;
}

fn compile(node: NodeModel, index: impl Fn(usize) -> NodeIx) -> Node {
    Node {
        id: node.id,
        name: node.name,
        spec: node.spec,
        parent: node.parent.map(index),
        outgoing: Vec::new(),
        incoming: Vec::new(),
        default: None,
        conditional: false,
        boundaries: Vec::new(),
        starts: Vec::new(),
        handlers: Vec::new(),
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
        let is_start = matches!(node.spec, Spec::StartEvent(_));
        if is_start && let Some(explicit) = explicit.get_mut(parent.position()) {
            *explicit = true;
        }
        let implicit = node.incoming.is_empty() && node.spec.starts_implicitly();
        if is_start || implicit {
            starts.push((parent, ix, is_start));
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

/// Which event catches each link that is thrown, in the same scope.
fn find_links(program: &mut Program, base: usize) {
    let mut caught: BTreeMap<Text, u32> = BTreeMap::new();
    let key = |node: &Node| node.spec.link().map(|link| link.key(node.parent.map_or(0, NodeIx::position)));
    for (ix, node) in program.nodes().skip(base) {
        if let (Spec::IntermediateCatchEvent(_), Some(link)) = (&node.spec, key(node)) {
            caught.entry(link).or_insert(ix.0);
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
        let conditional = !matches!(node.spec, Spec::ParallelGateway(_) | Spec::EventBasedGateway(_))
            && (node.default.is_some()
                || node.outgoing.iter().any(|flow| program.flow(*flow).condition.is_some()));
        if let Some(node) = program.nodes.get_mut(position) {
            node.conditional = conditional;
        }
    }
}
