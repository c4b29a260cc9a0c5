//! Free-form graphs: nodes and flows at random, as nobody should draw them. They may loop for ever,
//! wait for tokens that never come, or be refused; nothing may break.

use proptest::collection::vec;
use proptest::prelude::*;

use super::block::{Alternative, End, PASSING, Repeats, Trigger};
use super::strategies::{alternative, boundary_trigger, repeats, trigger};
use super::words::{ACTIVATIONS, CALLS, CONDITIONS, ERRORS, ESCALATIONS, JOBS, MESSAGES, SIGNALS, WATCHED};
use super::xml::{
    self, Xml, compensation, definition, definition_inside, end_definition, link, multiple, passing,
};

/// The contents of one scope.
#[derive(Clone, Debug)]
pub struct Graph {
    nodes: Vec<Node>,
    flows: Vec<Flow>,
}

#[derive(Clone, Debug)]
enum Node {
    /// With a trigger, where the scope is a process.
    Start(Option<Trigger>),
    End(End),
    Exclusive,
    Parallel,
    Inclusive,
    /// With or without a condition for its start.
    Complex(Option<usize>),
    /// An event-based gateway with its targets; flows leave those.
    Race {
        ways: Vec<Alternative>,
        instantiates: bool,
        parallel: bool,
    },
    /// Both ends of a link: flows enter the one and leave the other.
    Link,
    Escalate(usize),
    Pass(usize),
    Activity(Task, Manner),
    Catch(Trigger),
    Compensate {
        activity: Option<usize>,
        waits: bool,
    },
    Scope {
        kind: Container,
        graph: Graph,
        manner: Manner,
    },
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

/// What kind of activity without an inside.
#[derive(Clone, Copy, Debug)]
enum Task {
    Job(usize),
    Pass,
    Call(usize),
    Receive { message: usize, instantiates: bool },
}

/// What kind of subprocess.
#[derive(Clone, Copy, Debug)]
enum Container {
    Sub,
    Transaction,
    AdHoc { sequential: bool, enough: Option<usize>, cancels: bool },
}

/// What any activity may say about itself.
#[derive(Clone, Copy, Debug)]
struct Manner {
    repeats: Option<Repeats>,
    start: u32,
    completion: u32,
    undoes: bool,
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
            if start && !nodes.iter().any(|node| matches!(node, Node::Start(_))) {
                nodes.insert(0, Node::Start(None));
            }
            Graph { nodes, flows }
        })
        .boxed()
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        6 => Just(End::Plain),
        1 => Just(End::Terminate),
        1 => (0..ERRORS.len()).prop_map(End::Error),
        2 => (0..SIGNALS.len()).prop_map(End::Signal),
        2 => (0..ESCALATIONS.len()).prop_map(End::Escalation),
        1 => Just(End::Cancel),
        1 => Just(End::Compensation),
        1 => Just(End::Several),
    ]
}

fn task() -> impl Strategy<Value = Node> {
    let task = prop_oneof![
        6 => (0..JOBS.len()).prop_map(Task::Job),
        1 => Just(Task::Pass),
        1 => (0..CALLS.len()).prop_map(Task::Call),
        1 => (0..MESSAGES.len(), prop::bool::weighted(0.2))
            .prop_map(|(message, instantiates)| Task::Receive { message, instantiates }),
    ];
    (task, manner()).prop_map(|(task, manner)| Node::Activity(task, manner))
}

fn manner() -> impl Strategy<Value = Manner> {
    let quantity = || prop_oneof![8 => Just(1_u32), 1 => 2_u32..4];
    (repeats(), quantity(), quantity(), prop::bool::weighted(0.2))
        .prop_map(|(repeats, start, completion, undoes)| Manner { repeats, start, completion, undoes })
}

fn node(depth: u32) -> BoxedStrategy<Node> {
    let start = prop_oneof![3 => Just(None), 1 => trigger().prop_map(Some)];
    let race = (vec(alternative(), 0..4), prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    let plain = prop_oneof![
        1 => start.prop_map(Node::Start),
        2 => end().prop_map(Node::End),
        2 => Just(Node::Exclusive),
        2 => Just(Node::Parallel),
        3 => Just(Node::Inclusive),
        2 => prop::option::weighted(0.8, 0..ACTIVATIONS.len()).prop_map(Node::Complex),
        1 => race.prop_map(|(ways, instantiates, parallel)| Node::Race { ways, instantiates, parallel }),
        1 => Just(Node::Link),
        1 => (0..ESCALATIONS.len()).prop_map(Node::Escalate),
        1 => (0..PASSING.len()).prop_map(Node::Pass),
        6 => task(),
        1 => trigger().prop_map(Node::Catch),
        2 => (prop::option::of(any::<usize>()), prop::bool::weighted(0.7))
            .prop_map(|(activity, waits)| Node::Compensate { activity, waits }),
        4 => (any::<usize>(), border(), any::<bool>())
            .prop_map(|(host, trigger, interrupting)| Node::Boundary { host, trigger, interrupting }),
    ];
    if depth == 0 {
        return plain.boxed();
    }
    let kind = prop_oneof![
        3 => Just(Container::Sub),
        2 => Just(Container::Transaction),
        2 => (any::<bool>(), prop::option::of(0..WATCHED.len()), any::<bool>())
            .prop_map(|(sequential, enough, cancels)| Container::AdHoc { sequential, enough, cancels }),
    ];
    let scope = (kind, graph(depth - 1), manner()).prop_map(|(kind, graph, manner)| Node::Scope {
        kind,
        graph,
        manner,
    });
    let handler = (border(), any::<bool>(), graph(depth - 1))
        .prop_map(|(trigger, interrupting, graph)| Node::Handler { trigger, interrupting, graph });
    prop_oneof![8 => plain, 3 => scope, 1 => handler].boxed()
}

fn border() -> impl Strategy<Value = Trigger> {
    prop_oneof![4 => boundary_trigger(), 1 => Just(Trigger::Compensation)]
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
    write_scope(&mut xml, graph, Place { trigger: None, process: true, transaction: false });
    xml.file()
}

/// What a scope is.
#[derive(Clone, Copy)]
struct Place {
    /// Of an event subprocess.
    trigger: Option<(Trigger, bool)>,
    process: bool,
    /// It lies in one.
    transaction: bool,
}

fn write_scope(xml: &mut Xml, graph: &Graph, place: Place) {
    let ids: Vec<String> = graph.nodes.iter().map(|_| xml.id("n")).collect();
    // Where flows leave a node: mostly the node itself.
    let exits: Vec<Vec<String>> =
        ids.iter().zip(&graph.nodes).map(|(id, node)| exits(xml, id, node)).collect();
    let with = |wanted: fn(&Node) -> bool| -> Vec<&String> {
        ids.iter().zip(&graph.nodes).filter(|(_, node)| wanted(node)).map(|(id, _)| id).collect()
    };
    let hosts = with(|node| matches!(node, Node::Activity(..) | Node::Scope { .. } | Node::Pass(0 | 1)));
    let attached = |node: &Node| matches!(node, Node::Boundary { .. }) && !hosts.is_empty();
    let sources: Vec<&String> = graph
        .nodes
        .iter()
        .zip(&exits)
        .filter(|(node, _)| !matches!(node, Node::Boundary { .. }) || attached(node))
        .flat_map(|(_, exits)| exits)
        .collect();
    let targets = with(|node| !matches!(node, Node::Start(_) | Node::Boundary { .. } | Node::Handler { .. }));
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
            Node::Start(own) => write_start(xml, id, *own, place),
            Node::Race { ways, instantiates, parallel } => {
                write_race(xml, id, ways, exits, (*instantiates && place.process, *parallel));
            }
            Node::Link => write_link(xml, id, exits),
            _ => write_node(xml, id, node, &default, &hosts, place),
        }
    }
    // What undoes whom: any activity may, and not only those that are meant to.
    for ((n, id), node) in ids.iter().enumerate().zip(&graph.nodes) {
        if let Node::Boundary { trigger: Trigger::Compensation, host, .. } = node
            && let Some(undoing) = pick(&hosts, host / 7 + n)
        {
            let own = xml.id("a");
            let ends = format!(r#"sourceRef="{id}" targetRef="{undoing}""#);
            xml.named(&own, "association", &ends, "");
        }
    }
}

fn exits(xml: &mut Xml, id: &str, node: &Node) -> Vec<String> {
    match node {
        Node::End(_) | Node::Handler { .. } => Vec::new(),
        Node::Race { ways, .. } => ways.iter().map(|_| xml.id("n")).collect(),
        Node::Link => vec![xml.id("n")],
        _ => vec![id.to_owned()],
    }
}

fn write_start(xml: &mut Xml, id: &str, own: Option<Trigger>, place: Place) {
    let own = own.filter(|_| place.process).map(|trigger| (trigger, true));
    match place.trigger.or(own) {
        Some((trigger, interrupting)) => {
            let attributes = format!(r#"isInterrupting="{interrupting}" {}"#, multiple(trigger));
            xml.named(id, "startEvent", attributes.trim(), &definition(trigger));
        }
        None => xml.named(id, "startEvent", "", ""),
    }
}

fn write_race(
    xml: &mut Xml,
    id: &str,
    ways: &[Alternative],
    targets: &[String],
    (instantiates, parallel): (bool, bool),
) {
    let kind = if instantiates && parallel { "Parallel" } else { "Exclusive" };
    let attributes = format!(r#"instantiate="{instantiates}" eventGatewayType="{kind}""#);
    xml.named(id, "eventBasedGateway", &attributes, "");
    for (way, target) in ways.iter().zip(targets) {
        let flow = xml.leave(id, None);
        xml.connect(vec![flow], target);
        match way {
            Alternative::Catch(trigger) => {
                let trigger = if let Trigger::All(n) = trigger { Trigger::Any(*n) } else { *trigger };
                xml.named(target, "intermediateCatchEvent", "", &definition(trigger));
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

fn write_node(xml: &mut Xml, id: &str, node: &Node, default: &str, hosts: &[&String], place: Place) {
    match node {
        // These have more to them than one element.
        Node::Start(_) | Node::Race { .. } | Node::Link => {}
        Node::End(End::Cancel) if !place.transaction => xml.named(id, "endEvent", "", ""),
        Node::End(end) => xml.named(id, "endEvent", "", &end_definition(*end)),
        Node::Exclusive => xml.named(id, "exclusiveGateway", default, ""),
        Node::Parallel => xml.named(id, "parallelGateway", "", ""),
        Node::Inclusive => xml.named(id, "inclusiveGateway", default, ""),
        Node::Complex(condition) => {
            let condition = condition.and_then(|n| ACTIVATIONS.get(n)).map_or(String::new(), |condition| {
                format!("<activationCondition>{condition}</activationCondition>")
            });
            xml.named(id, "complexGateway", default, &condition);
        }
        Node::Escalate(n) => {
            xml.named(id, "intermediateThrowEvent", "", &definition(Trigger::Escalation(*n)));
        }
        Node::Compensate { activity, waits } => {
            let activity = activity.and_then(|n| pick(hosts, n)).map(|id| id.as_str());
            xml.named(id, "intermediateThrowEvent", "", &compensation(activity, *waits));
        }
        Node::Pass(kind) => {
            let (tag, body) = passing(*kind);
            xml.named(id, tag, if tag.ends_with("Event") { "" } else { default }, &body);
        }
        Node::Activity(task, manner) => write_task(xml, id, *task, *manner, default, place.process),
        Node::Catch(trigger) => {
            xml.named(id, "intermediateCatchEvent", multiple(*trigger), &definition_inside(*trigger));
        }
        Node::Scope { kind, graph, manner } => {
            let transaction = place.transaction || matches!(kind, Container::Transaction);
            xml.open();
            write_scope(xml, graph, Place { trigger: None, process: false, transaction });
            let inside = xml.close();
            let (tag, attributes, first) = container(*kind);
            let attributes = format!("{} {default} {attributes}", manner_of(*manner));
            let body = format!("{}{first}\n{inside}    ", xml::repeats(manner.repeats, false));
            xml.named(id, tag, attributes.trim(), &body);
        }
        Node::Handler { trigger, interrupting, graph } => {
            xml.open();
            let trigger = Some((*trigger, *interrupting));
            write_scope(xml, graph, Place { trigger, process: false, ..place });
            let inside = xml.close();
            xml.named(id, "subProcess", r#"triggeredByEvent="true""#, &format!("\n{inside}    "));
        }
        Node::Boundary { host, trigger, interrupting } => {
            if let Some(host) = pick(hosts, *host) {
                let attributes = format!(
                    r#"attachedToRef="{host}" cancelActivity="{interrupting}" {}"#,
                    multiple(*trigger)
                );
                xml.named(id, "boundaryEvent", attributes.trim(), &definition_inside(*trigger));
            }
        }
    }
}

fn write_task(xml: &mut Xml, id: &str, task: Task, manner: Manner, default: &str, process: bool) {
    let (tag, attributes, body) = match task {
        Task::Job(n) => {
            let (tag, attributes, body) = JOBS.get(n).copied().unwrap_or(("userTask", "", ""));
            (tag, attributes.to_owned(), body)
        }
        Task::Pass => ("task", String::new(), ""),
        Task::Call(n) => {
            let (attributes, body) = CALLS.get(n).copied().unwrap_or_default();
            ("callActivity", attributes.to_owned(), body)
        }
        Task::Receive { message, instantiates } => {
            let instantiates = instantiates && process;
            ("receiveTask", format!(r#"messageRef="message{message}" instantiate="{instantiates}""#), "")
        }
    };
    let attributes = format!("{} {default} {attributes}", manner_of(manner));
    xml.named(id, tag, attributes.trim(), &(xml::repeats(manner.repeats, false) + body));
}

fn manner_of(manner: Manner) -> String {
    let Manner { start, completion, undoes, .. } = manner;
    let undoes = if undoes { r#" isForCompensation="true""# } else { "" };
    format!(r#"startQuantity="{start}" completionQuantity="{completion}"{undoes}"#)
}

fn container(kind: Container) -> (&'static str, String, String) {
    match kind {
        Container::Sub => ("subProcess", String::new(), String::new()),
        Container::Transaction => ("transaction", String::new(), String::new()),
        Container::AdHoc { sequential, enough, cancels } => {
            let ordering = if sequential { "Sequential" } else { "Parallel" };
            let enough = enough.and_then(|n| WATCHED.get(n)).map_or(String::new(), |condition| {
                format!("<completionCondition>{condition}</completionCondition>")
            });
            let attributes = format!(r#"ordering="{ordering}" cancelRemainingInstances="{cancels}""#);
            ("adHocSubProcess", attributes, enough)
        }
    }
}

fn pick<T>(items: &[T], number: usize) -> Option<&T> {
    items.get(number % items.len().max(1))
}
