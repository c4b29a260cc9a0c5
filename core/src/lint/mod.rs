//! Rules about a model as a whole, each with a code. The reader has looked at every element by
//! itself; here they are looked at together.

mod conformance;
mod events;
mod flows;
mod nodes;
mod undoing;
mod waiting;

use std::fmt;

use crate::map::Map;

use crate::elements::Spec;
use crate::error::{Diagnostic, Severity};
use crate::read::{FlowModel, Model, NodeModel, ProcessModel};
use crate::value::{CollectVec, Text};

pub(crate) use conformance::{Conformance, conformance};

/// Adds what the rules find, and marks processes that cannot run.
pub(crate) fn lint(model: &mut Model, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = Map::new();
    for process in &mut model.processes {
        let mut lints = Lints { executable: process.executable, found: Vec::new() };
        nodes::unique_ids(process, &mut seen, &mut lints);
        let graph = Graph::of(process);
        flows::connected(process, &graph, &mut lints);
        flows::defaults(process, &graph, &mut lints);
        events::links(process, &graph, &mut lints);
        events::races(process, &graph, &mut lints);
        events::handlers(process, &graph, &mut lints);
        nodes::boundaries(process, &graph, &mut lints);
        undoing::compensation(process, &graph, &mut lints);
        undoing::cancellation(process, &graph, &mut lints);
        nodes::starts(process, &graph, &mut lints);
        nodes::gathering(process, &graph, &mut lints);
        nodes::reachable(process, &graph, &mut lints);
        flows::conditions(process, &graph, &mut lints);
        waiting::endless_loops(process, &graph, &mut lints);
        process.runnable &= !lints.found.iter().any(|(_, fatal)| *fatal);
        diagnostics.extend(lints.found.into_iter().map(|(diagnostic, _)| diagnostic));
    }
}

/// What the rules have found in one process, and whether it keeps the process from running.
struct Lints {
    executable: bool,
    found: Vec<(Diagnostic, bool)>,
}

impl Lints {
    fn error(&mut self, code: &str, place: (&Text, u32, u32), message: fmt::Arguments<'_>, help: &str) {
        // What is not meant to run is described, not refused.
        let severity = if self.executable { Severity::Error } else { Severity::Warning };
        self.push(code, severity, true, place, message, help);
    }

    fn warning(&mut self, code: &str, place: (&Text, u32, u32), message: fmt::Arguments<'_>, help: &str) {
        self.push(code, Severity::Warning, false, place, message, help);
    }

    fn info(&mut self, code: &str, place: (&Text, u32, u32), message: fmt::Arguments<'_>, help: &str) {
        self.push(code, Severity::Info, false, place, message, help);
    }

    fn push(
        &mut self,
        code: &str,
        severity: Severity,
        fatal: bool,
        (element, line, column): (&Text, u32, u32),
        message: fmt::Arguments<'_>,
        help: &str,
    ) {
        let diagnostic = Diagnostic {
            code: Text::from(code),
            severity,
            message: message.to_string(),
            help: Some(help.to_owned()),
            element: Some(element.clone()),
            path: None,
            line,
            column,
        };
        self.found.push((diagnostic, fatal));
    }
}

/// In place of a flow where a link connects.
const NO_FLOW: usize = usize::MAX;

impl ProcessModel {
    /// The sequence flows that leave a node.
    fn flows_from<'p>(&'p self, graph: &Graph, node: usize) -> Vec<&'p FlowModel> {
        graph.outgoing(node).iter().filter_map(|(flow, _)| self.flows.get(*flow)).collect_vec()
    }
}

/// Who is connected to whom, by position in `ProcessModel::nodes`.
struct Graph {
    index: Map<Text, u32>,
    /// For each node, its outgoing flows (positions in `ProcessModel::flows`) and their targets.
    outgoing: Vec<Vec<(usize, usize)>>,
    incoming: Vec<usize>,
    /// The first event that catches a link, by the link's key.
    caught: Map<Text, u32>,
    /// The last event that throws a link, by the link's key.
    thrown: Map<Text, u32>,
}

impl Graph {
    fn of(process: &ProcessModel) -> Self {
        let mut index = Map::new();
        for (position, node) in process.nodes.iter().enumerate() {
            index.or_insert(node.id.clone(), u32::try_from(position).unwrap_or(u32::MAX));
        }
        let mut outgoing = vec![Vec::new(); process.nodes.len()];
        let mut incoming = vec![0; process.nodes.len()];
        for (flow, model) in process.flows.iter().enumerate() {
            let (Some(&source), Some(&target)) = (index.get(&model.source), index.get(&model.target)) else {
                continue;
            };
            let (source, target) = (source as usize, target as usize);
            let scope = |node: usize| process.nodes.get(node).map(|node| node.parent);
            if scope(source) != scope(target) {
                // Reported for itself; it is no way into the other scope.
                continue;
            }
            if let (Some(outgoing), Some(incoming)) = (outgoing.get_mut(source), incoming.get_mut(target)) {
                outgoing.push((flow, target));
                *incoming += 1;
            }
        }
        let mut graph = Self { index, outgoing, incoming, caught: Map::new(), thrown: Map::new() };
        graph.add_links(process);
        graph
    }

    /// A link leads from where it is thrown to where it is caught, by no flow.
    fn add_links(&mut self, process: &ProcessModel) {
        let throws = |node: &NodeModel| matches!(node.spec, Spec::IntermediateThrowEvent(_));
        for (position, node) in process.nodes.iter().enumerate() {
            let Some(link) = link_key(node) else { continue };
            let position = u32::try_from(position).unwrap_or(u32::MAX);
            if throws(node) {
                self.thrown.insert(link, position);
            } else {
                self.caught.or_insert(link, position);
            }
        }
        for (from, node) in process.nodes.iter().enumerate().filter(|(_, node)| throws(node)) {
            let target = link_key(node).and_then(|link| self.caught.get(&link));
            if let (Some(target), Some(outgoing)) = (target, self.outgoing.get_mut(from)) {
                outgoing.push((NO_FLOW, *target as usize));
            }
        }
    }

    /// How many sequence flows enter a node.
    fn flows_into(&self, node: usize) -> usize {
        self.incoming.get(node).copied().unwrap_or(0)
    }

    fn outgoing(&self, node: usize) -> &[(usize, usize)] {
        self.outgoing.get(node).map_or(&[], Vec::as_slice)
    }

    fn find<'p>(&self, process: &'p ProcessModel, id: &str) -> Option<&'p NodeModel> {
        process.nodes.get(*self.index.get(id)? as usize)
    }
}

fn link_key(node: &NodeModel) -> Option<Text> {
    node.spec.link().map(|link| link.key(node.parent.unwrap_or(0)))
}

fn place(node: &NodeModel) -> (&Text, u32, u32) {
    (&node.id, node.line, node.column)
}
