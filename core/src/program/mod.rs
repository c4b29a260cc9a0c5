//! The compiled program: dense arrays that the engine walks. Built once per definition, immutable,
//! shared by all instances. Strings stay at the border.

mod correlation;
mod fingerprint;
mod listener;
mod lower;
mod mapping;

use crate::map::Map;

use crate::elements::{Activity, Loop, MultiInstance, Output, Spec};
use crate::expr::Expr;
use crate::key::{FlowIx, NodeIx};
use crate::triggers::Trigger;
use crate::value::Text;

pub(crate) use correlation::Correlation;
pub use fingerprint::Fingerprint;
pub(crate) use fingerprint::{Digest, literal, quoted};
pub(crate) use listener::{Listener, Moment};
pub(crate) use lower::lower;
pub(crate) use mapping::{Mapping, MappingSource, Mappings, Written};

/// All processes of one definition that can run.
#[derive(Debug, Default)]
pub(crate) struct Program {
    nodes: Vec<Node>,
    flows: Vec<Flow>,
    /// Positions of nodes by their ids.
    ids: Map<Text, u32>,
    pub(crate) processes: Vec<NodeIx>,
    inclusive_joins: bool,
    compensation: bool,
    quantity: u32,
    pub(crate) correlation: Correlation,
}

/// A flow node, or the process itself.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) id: Text,
    pub(crate) name: Option<Text>,
    pub(crate) spec: Spec,
    pub(crate) lane: Option<Text>,
    pub(crate) data: Mappings,
    pub(crate) listeners: Vec<Listener>,
    pub(crate) activity: Activity,
    /// The process or subprocess that contains the node; none for a process.
    pub(crate) parent: Option<NodeIx>,
    pub(crate) outgoing: Vec<FlowIx>,
    pub(crate) incoming: Vec<FlowIx>,
    pub(crate) default: Option<FlowIx>,
    /// Whether leaving the node must ask which outgoing flows to take.
    pub(crate) conditional: bool,
    /// Boundary events attached to the node, in document order.
    pub(crate) boundaries: Vec<NodeIx>,
    /// Where tokens begin when this scope starts.
    pub(crate) starts: Vec<NodeIx>,
    /// Start events of the event subprocesses in this scope, in document order.
    pub(crate) handlers: Vec<NodeIx>,
    /// Of a process: the start events, instantiating receive tasks and events after instantiating
    /// gateways, in document order.
    pub(crate) entries: Vec<NodeIx>,
    /// What undoes the activity, once it has completed.
    pub(crate) compensated_by: Option<NodeIx>,
    /// Where a link that is thrown here goes on.
    pub(crate) link: Option<NodeIx>,
    pub(crate) line: u32,
}

/// A sequence flow.
#[derive(Debug)]
pub(crate) struct Flow {
    pub(crate) id: Text,
    pub(crate) source: NodeIx,
    pub(crate) target: NodeIx,
    pub(crate) condition: Option<Expr>,
    /// Flowable's condition that is asked in its place where skipping is enabled.
    pub(crate) skip: Option<Expr>,
    pub(crate) listeners: Vec<Listener>,
    /// Position among the target's incoming flows.
    pub(crate) slot: usize,
}

impl Flow {
    /// Whether it is only taken where something holds.
    pub(crate) fn is_conditional(&self) -> bool {
        self.condition.is_some() || self.skip.is_some()
    }
}

impl Node {
    /// Whether it has a variable of that name from its beginning on.
    pub(crate) fn declares(&self, name: &str) -> bool {
        self.data.declared.iter().any(|declared| **declared == *name)
    }

    /// Whether it is a gateway at which flows join and that asks which tokens can still come.
    pub(crate) fn joins_inclusively(&self) -> bool {
        matches!(self.spec, Spec::InclusiveGateway(_) | Spec::ComplexGateway(_)) && self.incoming.len() > 1
    }

    /// Whether tokens that come to it wait for others.
    pub(crate) fn gathers(&self) -> bool {
        self.activity.start_quantity > 1
            || (self.incoming.len() > 1
                && (matches!(self.spec, Spec::ParallelGateway(_)) || self.joins_inclusively()))
    }

    /// Whether it takes all of its flows, whatever their conditions say (BPMN 13.4.1).
    pub(crate) fn takes_all(&self) -> bool {
        matches!(self.spec, Spec::ParallelGateway(_))
    }

    /// Whether it may send a token along several of its flows at once; an exclusive or event-based
    /// gateway chooses one.
    pub(crate) fn splits(&self) -> bool {
        self.outgoing.len() > 1
            && !matches!(self.spec, Spec::ExclusiveGateway(_) | Spec::EventBasedGateway(_))
    }

    /// What makes it a multi-instance activity.
    pub(crate) fn several(&self) -> Option<&MultiInstance> {
        match self.activity.repeats.as_ref()? {
            Loop::MultiInstance(several) => Some(several),
            Loop::Standard(_) => None,
        }
    }

    /// The lists that come of its instances.
    pub(crate) fn outputs(&self) -> &[Output] {
        self.several().map_or(&[], |several| &several.outputs)
    }

    /// Whether the engine runs something when the node starts.
    pub(crate) fn runs_at_start(&self) -> bool {
        self.listeners.iter().any(|listener| listener.moment == Moment::Start && listener.statement.is_some())
    }

    /// Whether it runs several times for one token.
    pub(crate) fn repeats(&self) -> bool {
        self.activity.repeats.is_some()
    }

    /// The start event of the event subprocess that undoes this subprocess.
    pub(crate) fn undone_by(&self, program: &Program) -> Option<NodeIx> {
        let starts = self.handlers.iter().copied();
        let compensates =
            |start: &NodeIx| program.node(*start).spec.catching_trigger().is_some_and(Trigger::compensates);
        starts.filter(compensates).find_map(|start| program.node(start).parent)
    }
}

impl Program {
    #[expect(clippy::indexing_slicing, reason = "a NodeIx comes only from lowering or from `find_node`")]
    pub(crate) fn node(&self, node: NodeIx) -> &Node {
        &self.nodes[node.position()]
    }

    #[expect(clippy::indexing_slicing, reason = "a FlowIx comes only from lowering")]
    pub(crate) fn flow(&self, flow: FlowIx) -> &Flow {
        &self.flows[flow.position()]
    }

    pub(crate) fn find_node(&self, id: &str) -> Option<NodeIx> {
        self.ids.get(id).copied().map(NodeIx)
    }

    /// The activity that a compensation is thrown for. Models of Activiti may name what undoes it instead.
    pub(crate) fn compensated(&self, reference: &str) -> Option<NodeIx> {
        let named = self.find_node(reference)?;
        let undone = self.nodes().find(|(_, node)| node.compensated_by == Some(named));
        Some(undone.map_or(named, |(activity, _)| activity))
    }

    pub(crate) fn flows(&self) -> impl Iterator<Item = (FlowIx, &Flow)> {
        self.flows.iter().enumerate().map(|(position, flow)| (FlowIx::at(position), flow))
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = (NodeIx, &Node)> {
        self.nodes.iter().enumerate().map(|(position, node)| (NodeIx::at(position), node))
    }

    pub(crate) fn node_count(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn flow_count(&self) -> usize {
        self.flows.len()
    }

    /// Whether any gateway must ask which tokens can still come.
    pub(crate) fn has_inclusive_joins(&self) -> bool {
        self.inclusive_joins
    }

    /// The most tokens that an activity sends along one flow.
    pub(crate) fn quantity(&self) -> usize {
        self.quantity.max(1) as usize
    }

    /// Whether anything can be compensated.
    pub(crate) fn has_compensation(&self) -> bool {
        self.compensation
    }

    /// Says anew in which lines the nodes stand.
    pub(crate) fn move_lines(&mut self, line: impl Fn(&str) -> u32) {
        self.nodes.iter_mut().for_each(|node| node.line = line(&node.id));
    }

    /// The process that a node belongs to.
    pub(crate) fn process_of(&self, mut node: NodeIx) -> NodeIx {
        while let Some(parent) = self.node(node).parent {
            node = parent;
        }
        node
    }
}
