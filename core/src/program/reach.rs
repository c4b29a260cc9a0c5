//! Which nodes can still send a token to an inclusive gateway, and by which of its incoming flows.

use super::Program;
use crate::elements::Spec;
use crate::key::NodeIx;

/// For one joining gateway: by incoming flow, the nodes of its scope from which a token can come by
/// that flow without passing the gateway itself (BPMN 13.4.3).
#[derive(Debug)]
pub(crate) struct Upstream {
    flows: Vec<Vec<bool>>,
    base: usize,
}

impl Upstream {
    /// Whether a token at `node` can still come by the incoming flow at `slot`.
    pub(crate) fn reaches(&self, slot: usize, node: NodeIx) -> bool {
        let position = node.position().checked_sub(self.base);
        let flow = position.and_then(|position| self.flows.get(slot)?.get(position));
        flow.copied().unwrap_or(false)
    }
}

impl Program {
    /// Computes the upstream of every inclusive join among the nodes from `base` on.
    pub(super) fn find_upstreams(&mut self, base: usize) {
        let joins: Vec<NodeIx> = self
            .nodes()
            .skip(base)
            .filter(|(_, node)| matches!(node.spec, Spec::InclusiveGateway(_)) && node.incoming.len() > 1)
            .map(|(ix, _)| ix)
            .collect();
        if joins.is_empty() {
            return;
        }
        self.inclusive_joins = true;
        let before = self.predecessors(base);
        for join in joins {
            let flows = self.node(join).incoming.iter().map(|flow| {
                let source = self.flow(*flow).source;
                reachable_from(&before, source.position() - base, join.position() - base)
            });
            let upstream = Upstream { flows: flows.collect(), base };
            if let Some(node) = self.nodes.get_mut(join.position()) {
                node.upstream = Some(upstream);
            }
        }
    }

    /// For each node from `base` on, those that can send a token straight to it: along a flow, by a
    /// link, or from an activity to its boundary event.
    fn predecessors(&self, base: usize) -> Vec<Vec<usize>> {
        let mut before = vec![Vec::new(); self.nodes.len() - base];
        let mut add = |from: NodeIx, to: NodeIx| {
            if let Some(list) = before.get_mut(to.position() - base) {
                list.push(from.position() - base);
            }
        };
        for (ix, node) in self.nodes().skip(base) {
            node.outgoing.iter().for_each(|flow| add(ix, self.flow(*flow).target));
            node.boundaries.iter().for_each(|boundary| add(ix, *boundary));
            if let Some(target) = node.link {
                add(ix, target);
            }
        }
        before
    }
}

/// Everything from which `source` can be reached backwards without going through `avoid`.
fn reachable_from(before: &[Vec<usize>], source: usize, avoid: usize) -> Vec<bool> {
    let mut reached = vec![false; before.len()];
    let mut queue = vec![source];
    while let Some(node) = queue.pop() {
        if node == avoid || reached.get(node) != Some(&false) {
            continue;
        }
        if let Some(flag) = reached.get_mut(node) {
            *flag = true;
        }
        queue.extend(before.get(node).into_iter().flatten());
    }
    reached
}
