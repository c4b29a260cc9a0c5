//! What lies between an element and an activation that goes back to it.

use crate::map::Set;

use crate::key::{FlowIx, Key, NodeIx};
use crate::program::Program;
use crate::state::State;
use crate::value::CollectVec;

/// What going back does beside withdrawing the activation.
#[derive(Default)]
pub(super) struct Back {
    /// Activations that are withdrawn, too.
    pub(super) withdrawn: Vec<Key>,
    /// Flows behind the element: tokens that came by them to joins are withdrawn.
    pub(super) undone: Vec<FlowIx>,
    /// Flows that the token does not take again.
    pub(super) spared: Vec<FlowIx>,
}

/// How far a walk along the flows goes at a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    On,
    /// Only to its boundary events.
    Beside,
    /// The node is still seen, but the walk ends.
    Halt,
    /// The node is not even seen.
    Wall,
}

/// What a walk has come by.
#[derive(Default)]
struct Walk {
    nodes: Set<NodeIx>,
    flows: Set<FlowIx>,
}

impl Walk {
    /// Goes from what lies behind the nodes, along flows and links and from an activity to its boundary
    /// events. The nodes themselves are seen only where the walk leads back to them.
    fn from(program: &Program, begin: &[NodeIx], step: impl Fn(NodeIx) -> Step) -> Self {
        let mut walk = Self::default();
        let mut ahead: Vec<(NodeIx, Step)> = begin.iter().map(|node| (*node, Step::On)).collect_vec();
        while let Some((node, how)) = ahead.pop() {
            let node = program.node(node);
            let beside = node.boundaries.iter().copied();
            let mut next: Vec<NodeIx> = beside.collect_vec();
            if how == Step::On {
                next.extend(node.link);
                walk.flows.extend(node.outgoing.iter().copied());
                next.extend(node.outgoing.iter().map(|flow| program.flow(*flow).target));
            }
            walk.see(next, &step, &mut ahead);
        }
        walk
    }

    /// Goes along one flow.
    fn along(program: &Program, flow: FlowIx, step: impl Fn(NodeIx) -> Step) -> Self {
        let (mut first, mut ahead) = (Self::default(), Vec::new());
        first.see(vec![program.flow(flow).target], &step, &mut ahead);
        let begin: Vec<NodeIx> = ahead.into_iter().map(|(node, _)| node).collect_vec();
        let mut walk = Self::from(program, &begin, step);
        walk.nodes.extend(first.nodes.iter().copied());
        walk.flows.insert(flow);
        walk
    }

    fn see(&mut self, next: Vec<NodeIx>, step: impl Fn(NodeIx) -> Step, ahead: &mut Vec<(NodeIx, Step)>) {
        for node in next {
            let how = step(node);
            if how != Step::Wall && self.nodes.insert(node) && how != Step::Halt {
                ahead.push((node, how));
            }
        }
    }

    /// Whether a token is anywhere on the way, in an activation or at a join, but for some activations.
    fn is_live(&self, program: &Program, state: &State, scope: Key, but: impl Fn(Key) -> bool) -> bool {
        let mut acts = state.acts.after(scope).filter(|(key, act)| act.parent == scope && !but(*key));
        let mut joins = state.joins.range((scope, NodeIx(0))..=(scope, NodeIx(u32::MAX)));
        acts.any(|(_, act)| self.nodes.contains(&act.node))
            || joins.any(|((_, node), join)| {
                let flows = program.node(*node).incoming.iter().zip(&join.arrived);
                flows.into_iter().any(|(flow, count)| *count > 0 && self.flows.contains(flow))
            })
    }
}

/// The flows that a token in any of these nodes can still take.
pub(super) fn flows_after(program: &Program, nodes: Vec<NodeIx>) -> Set<FlowIx> {
    Walk::from(program, &nodes, |_| Step::On).flows
}

/// What going back from an activation comes to; none if the element does not lie before it. What lies
/// behind the activation is no matter: it has not led there yet.
pub(super) fn back(
    program: &Program,
    state: &State,
    (key, from): (Key, NodeIx),
    to: NodeIx,
    spare: bool,
    gone: impl Fn(Key) -> bool,
) -> Option<Back> {
    let scope = state.acts.get(key)?.parent;
    let ahead = Walk::from(program, &[to], |node| if node == from { Step::Beside } else { Step::On });
    if !ahead.nodes.contains(&from) {
        return None;
    }
    let other = |key: Key| !gone(key);
    if !spare {
        let inside = state.acts.after(scope).filter(|(_, act)| act.parent == scope);
        let behind = inside.filter(|(other_key, act)| {
            *other_key != key && ahead.nodes.contains(&act.node) && other(*other_key)
        });
        return Some(Back {
            withdrawn: behind.map(|(key, _)| key).collect_vec(),
            undone: ahead.flows.iter().copied().collect_vec(),
            spared: Vec::new(),
        });
    }
    // Where the branches come together again, it cannot be told whose token it was.
    let after = Walk::from(program, &[from], |node| if node == to { Step::Wall } else { Step::On });
    let joins = |node: NodeIx| after.nodes.contains(&node) && program.node(node).gathers();
    let mut spared = Vec::new();
    let between = ahead.nodes.iter().copied().filter(|node| *node != from && *node != to);
    for split in std::iter::once(to).chain(between).filter(|node| program.node(*node).splits()) {
        let step = |node: NodeIx| match node {
            _ if node == from => Step::Halt,
            _ if node == to || node == split || joins(node) => Step::Wall,
            _ => Step::On,
        };
        let branches = program.node(split).outgoing.iter();
        let branches: Vec<_> = branches.map(|flow| (*flow, Walk::along(program, *flow, step))).collect_vec();
        let leads_back = |walk: &Walk| walk.nodes.contains(&from);
        if !branches.iter().any(|(_, walk)| leads_back(walk)) {
            continue;
        }
        let runs = |walk: &Walk| walk.is_live(program, state, scope, |other| other == key || gone(other));
        let kept = branches.iter().filter(|(_, walk)| !leads_back(walk) && runs(walk));
        spared.extend(kept.map(|(flow, _)| *flow));
    }
    Some(Back { spared, ..Back::default() })
}
