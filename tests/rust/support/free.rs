//! Free-form graphs: nodes and flows at random, as nobody should draw them. They may loop for ever,
//! wait for tokens that never come, or be refused; nothing may break.

use proptest::collection::vec;
use proptest::prelude::*;

use super::block::{Alternative, End, JOBS, PASSING, Trigger};
use super::strategies::{alternative, boundary_trigger, trigger};
use super::words::{CONDITIONS, ERRORS, ESCALATIONS, SIGNALS};
use super::xml::{Xml, definition, end_definition, link, passing};

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
    Inclusive,
    /// An event-based gateway with its targets; flows leave those.
    Race(Vec<Alternative>),
    /// Both ends of a link: flows enter the one and leave the other.
    Link,
    Escalate(usize),
    Pass(usize),
    Job(usize),
    Catch(Trigger),
    Sub(Graph),
    Handler {
        trigger: Trigger,
        interrupting: bool,
        graph: Graph,
    },
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
        2 => (0..ESCALATIONS.len()).prop_map(End::Escalation),
    ];
    let plain = prop_oneof![
        2 => end.prop_map(Node::End),
        2 => Just(Node::Exclusive),
        2 => Just(Node::Parallel),
        3 => Just(Node::Inclusive),
        1 => vec(alternative(), 0..4).prop_map(Node::Race),
        1 => Just(Node::Link),
        1 => (0..ESCALATIONS.len()).prop_map(Node::Escalate),
        2 => (0..PASSING.len()).prop_map(Node::Pass),
        4 => (0..JOBS.len()).prop_map(Node::Job),
        1 => trigger().prop_map(Node::Catch),
        3 => (any::<usize>(), boundary_trigger(), any::<bool>())
            .prop_map(|(host, trigger, interrupting)| Node::Boundary { host, trigger, interrupting }),
    ];
    if depth == 0 {
        return plain.boxed();
    }
    let handler = (boundary_trigger(), any::<bool>(), graph(depth - 1))
        .prop_map(|(trigger, interrupting, graph)| Node::Handler { trigger, interrupting, graph });
    prop_oneof![8 => plain, 2 => graph(depth - 1).prop_map(Node::Sub), 1 => handler].boxed()
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
    write_scope(&mut xml, graph, None);
    xml.file()
}

fn write_scope(xml: &mut Xml, graph: &Graph, trigger: Option<(Trigger, bool)>) {
    let ids: Vec<String> = graph.nodes.iter().map(|_| xml.id("n")).collect();
    // Where flows leave a node: mostly the node itself.
    let exits: Vec<Vec<String>> =
        ids.iter().zip(&graph.nodes).map(|(id, node)| exits(xml, id, node)).collect();
    let with = |wanted: fn(&Node) -> bool| -> Vec<&String> {
        ids.iter().zip(&graph.nodes).filter(|(_, node)| wanted(node)).map(|(id, _)| id).collect()
    };
    let hosts = with(|node| matches!(node, Node::Job(_) | Node::Sub(_) | Node::Pass(0 | 1)));
    let attached = |node: &Node| matches!(node, Node::Boundary { .. }) && !hosts.is_empty();
    let sources: Vec<&String> = graph
        .nodes
        .iter()
        .zip(&exits)
        .filter(|(node, _)| !matches!(node, Node::Boundary { .. }) || attached(node))
        .flat_map(|(_, exits)| exits)
        .collect();
    let targets = with(|node| !matches!(node, Node::Start | Node::Boundary { .. } | Node::Handler { .. }));
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
    for ((id, exits), node) in ids.iter().zip(&exits).zip(&graph.nodes) {
        let default = defaults.get(id).map(|flow| format!(r#"default="{flow}""#)).unwrap_or_default();
        match node {
            Node::Start => write_start(xml, id, trigger),
            Node::Race(ways) => write_race(xml, id, ways, exits),
            Node::Link => write_link(xml, id, exits),
            _ => write_node(xml, id, node, &default, &hosts),
        }
    }
}

fn exits(xml: &mut Xml, id: &str, node: &Node) -> Vec<String> {
    match node {
        Node::End(_) | Node::Handler { .. } => Vec::new(),
        Node::Race(ways) => ways.iter().map(|_| xml.id("n")).collect(),
        Node::Link => vec![xml.id("n")],
        _ => vec![id.to_owned()],
    }
}

fn write_start(xml: &mut Xml, id: &str, trigger: Option<(Trigger, bool)>) {
    match trigger {
        Some((trigger, interrupting)) => {
            xml.named(id, "startEvent", &format!(r#"isInterrupting="{interrupting}""#), &definition(trigger));
        }
        None => xml.named(id, "startEvent", "", ""),
    }
}

fn write_race(xml: &mut Xml, id: &str, ways: &[Alternative], targets: &[String]) {
    xml.named(id, "eventBasedGateway", "", "");
    for (way, target) in ways.iter().zip(targets) {
        let flow = xml.leave(id, None);
        xml.connect(vec![flow], target);
        match way {
            Alternative::Catch(trigger) => {
                xml.named(target, "intermediateCatchEvent", "", &definition(*trigger));
            }
            Alternative::Receive(n) => {
                xml.named(target, "receiveTask", &format!(r#"messageRef="message{n}""#), "");
            }
        }
    }
}

fn write_link(xml: &mut Xml, id: &str, exits: &[String]) {
    let name = format!("link of {id}");
    xml.named(id, "intermediateThrowEvent", "", &link(&name));
    for exit in exits {
        xml.named(exit, "intermediateCatchEvent", "", &link(&name));
    }
}

fn write_node(xml: &mut Xml, id: &str, node: &Node, default: &str, hosts: &[&String]) {
    match node {
        // These have more to them than one element.
        Node::Start | Node::Race(_) | Node::Link => {}
        Node::End(end) => xml.named(id, "endEvent", "", &end_definition(*end)),
        Node::Exclusive => xml.named(id, "exclusiveGateway", default, ""),
        Node::Parallel => xml.named(id, "parallelGateway", "", ""),
        Node::Inclusive => xml.named(id, "inclusiveGateway", default, ""),
        Node::Escalate(n) => {
            xml.named(id, "intermediateThrowEvent", "", &definition(Trigger::Escalation(*n)));
        }
        Node::Pass(kind) => {
            let (tag, body) = passing(*kind);
            xml.named(id, tag, if tag.ends_with("Event") { "" } else { default }, &body);
        }
        Node::Job(kind) => xml.named(id, JOBS.get(*kind).copied().unwrap_or("userTask"), default, ""),
        Node::Catch(trigger) => xml.named(id, "intermediateCatchEvent", "", &definition(*trigger)),
        Node::Sub(graph) => {
            xml.open();
            write_scope(xml, graph, None);
            let inside = xml.close();
            xml.named(id, "subProcess", default, &format!("\n{inside}    "));
        }
        Node::Handler { trigger, interrupting, graph } => {
            xml.open();
            write_scope(xml, graph, Some((*trigger, *interrupting)));
            let inside = xml.close();
            xml.named(id, "subProcess", r#"triggeredByEvent="true""#, &format!("\n{inside}    "));
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
