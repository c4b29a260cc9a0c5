//! Free-form graphs: nodes and flows at random, as nobody should draw them. They may loop for ever,
//! wait for tokens that never come, or be refused; nothing may break.

use proptest::collection::vec;
use proptest::prelude::*;

use super::block::{End, JOBS, PASSING, Trigger};
use super::strategies::{boundary_trigger, trigger};
use super::words::{CONDITIONS, ERRORS, SIGNALS};
use super::xml::{Xml, definition, end_definition, passing};

/// The contents of one scope.
#[derive(Clone, Debug)]
pub struct Graph {
    nodes: Vec<Node>,
    flows: Vec<Flow>,
}

#[derive(Clone, Debug)]
enum Node {
    Start,
    End(End),
    Exclusive,
    Parallel,
    Pass(usize),
    Job(usize),
    Catch(Trigger),
    Sub(Graph),
    /// On the node that this picks.
    Boundary {
        host: usize,
        trigger: Trigger,
        interrupting: bool,
    },
}

/// Ends are picked among the nodes that may have them.
#[derive(Clone, Copy, Debug)]
struct Flow {
    source: usize,
    target: usize,
    condition: Option<usize>,
    default: bool,
}

/// Any graph; subprocesses lie at most `depth` deep.
pub fn graph(depth: u32) -> BoxedStrategy<Graph> {
    (vec(node(depth), 1..9), vec(flow(), 1..16), prop::bool::weighted(0.85))
        .prop_map(|(mut nodes, flows, start)| {
            // Without a start event most graphs are refused, for every node has an incoming flow.
            if start && !nodes.iter().any(|node| matches!(node, Node::Start)) {
                nodes.insert(0, Node::Start);
            }
            Graph { nodes, flows }
        })
        .boxed()
}

fn node(depth: u32) -> BoxedStrategy<Node> {
    let end = prop_oneof![
        6 => Just(End::Plain),
        1 => Just(End::Terminate),
        1 => (0..ERRORS.len()).prop_map(End::Error),
        2 => (0..SIGNALS.len()).prop_map(End::Signal),
    ];
    let plain = prop_oneof![
        2 => end.prop_map(Node::End),
        2 => Just(Node::Exclusive),
        3 => Just(Node::Parallel),
        2 => (0..PASSING.len()).prop_map(Node::Pass),
        4 => (0..JOBS.len()).prop_map(Node::Job),
        1 => trigger().prop_map(Node::Catch),
        3 => (any::<usize>(), boundary_trigger(), any::<bool>())
            .prop_map(|(host, trigger, interrupting)| Node::Boundary { host, trigger, interrupting }),
    ];
    if depth == 0 {
        return plain.boxed();
    }
    prop_oneof![8 => plain, 2 => graph(depth - 1).prop_map(Node::Sub)].boxed()
}

fn flow() -> impl Strategy<Value = Flow> {
    let condition = prop::option::weighted(0.3, 0..CONDITIONS.len());
    (any::<usize>(), any::<usize>(), condition, prop::bool::weighted(0.2))
        .prop_map(|(source, target, condition, default)| Flow { source, target, condition, default })
}

/// The file of a graph.
#[must_use]
pub fn write(graph: &Graph) -> String {
    let mut xml = Xml::default();
    write_scope(&mut xml, graph);
    xml.file()
}

fn write_scope(xml: &mut Xml, graph: &Graph) {
    let ids: Vec<String> = graph.nodes.iter().map(|_| xml.id("n")).collect();
    let with = |wanted: fn(&Node) -> bool| -> Vec<&String> {
        ids.iter().zip(&graph.nodes).filter(|(_, node)| wanted(node)).map(|(id, _)| id).collect()
    };
    let hosts = with(|node| matches!(node, Node::Job(_) | Node::Sub(_) | Node::Pass(0 | 1)));
    let sources = match hosts.is_empty() {
        true => with(|node| !matches!(node, Node::End(_) | Node::Boundary { .. })),
        false => with(|node| !matches!(node, Node::End(_))),
    };
    let targets = with(|node| !matches!(node, Node::Start | Node::Boundary { .. }));
    let mut defaults = std::collections::BTreeMap::new();
    for flow in &graph.flows {
        let (Some(source), Some(target)) = (pick(&sources, flow.source), pick(&targets, flow.target)) else {
            continue;
        };
        let loose = xml.leave(source, flow.condition.and_then(|n| CONDITIONS.get(n).copied()));
        if flow.default {
            defaults.insert((*source).clone(), loose.id().to_owned());
        }
        xml.connect(vec![loose], target);
    }
    for (id, node) in ids.iter().zip(&graph.nodes) {
        let default = defaults.get(id).map(|flow| format!(r#"default="{flow}""#)).unwrap_or_default();
        write_node(xml, id, node, &default, &hosts);
    }
}

fn write_node(xml: &mut Xml, id: &str, node: &Node, default: &str, hosts: &[&String]) {
    match node {
        Node::Start => xml.named(id, "startEvent", "", ""),
        Node::End(end) => xml.named(id, "endEvent", "", &end_definition(*end)),
        Node::Exclusive => xml.named(id, "exclusiveGateway", default, ""),
        Node::Parallel => xml.named(id, "parallelGateway", "", ""),
        Node::Pass(kind) => {
            let (tag, body) = passing(*kind);
            xml.named(id, tag, if tag.ends_with("Event") { "" } else { default }, &body);
        }
        Node::Job(kind) => xml.named(id, JOBS.get(*kind).copied().unwrap_or("userTask"), default, ""),
        Node::Catch(trigger) => xml.named(id, "intermediateCatchEvent", "", &definition(*trigger)),
        Node::Sub(graph) => {
            xml.open();
            write_scope(xml, graph);
            let inside = xml.close();
            xml.named(id, "subProcess", default, &format!("\n{inside}    "));
        }
        Node::Boundary { host, trigger, interrupting } => {
            if let Some(host) = pick(hosts, *host) {
                let attributes = format!(r#"attachedToRef="{host}" cancelActivity="{interrupting}""#);
                xml.named(id, "boundaryEvent", &attributes, &definition(*trigger));
            }
        }
    }
}

fn pick<T>(items: &[T], number: usize) -> Option<&T> {
    items.get(number % items.len().max(1))
}
