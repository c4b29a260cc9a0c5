//! Tokens that wait for their siblings: parallel and inclusive joins (BPMN 13.4.1, 13.4.3).

use super::run::{Run, Spot, Token};
use crate::cx::Stuck;
use crate::elements::{Exit, Spec};
use crate::history::Entry;
use crate::key::{Key, NodeIx};
use crate::state::{Join, Retry};

impl Run<'_> {
    /// Lets a token into a join; true when it goes on as the gateway's own. At a parallel join that
    /// is when there is one on every incoming flow; more than one on a flow waits for the next set.
    pub(super) fn arrive(&mut self, token: Token) -> bool {
        let program = self.program;
        let node = program.node(token.node);
        let (Some(via), true) = (token.via, node.incoming.len() > 1) else { return true };
        let flow = program.flow(via);
        self.out.history.push(Entry::Arrived {
            element: node.id.clone(),
            flow: flow.id.clone(),
            scope: token.scope,
        });
        let new = || Join::new(node.incoming.len());
        let join = self.state.joins.entry((token.scope, token.node)).or_insert_with(new);
        if let Some(count) = join.arrived.get_mut(flow.slot) {
            join.filled += usize::from(*count == 0);
            join.total += 1;
            *count += 1;
        }
        let complete = join.filled == join.arrived.len() && matches!(node.spec, Spec::ParallelGateway(_));
        if complete {
            self.consume_set(token.scope, token.node);
        } else {
            self.touch(token.scope);
        }
        complete
    }

    /// Takes one token from each flow that has any; one of them goes on as the gateway's own.
    fn consume_set(&mut self, scope: Key, node: NodeIx) {
        let Some(join) = self.state.joins.get_mut(&(scope, node)) else { return };
        let mut taken = 0;
        for count in join.arrived.iter_mut().filter(|count| **count > 0) {
            *count -= 1;
            taken += 1;
        }
        join.total -= taken;
        join.filled = join.arrived.iter().filter(|count| **count > 0).count();
        if join.filled == 0 {
            self.state.joins.remove(&(scope, node));
        }
        if let Some(act) = self.state.acts.get_mut(scope) {
            act.tokens = act.tokens.saturating_sub(taken.saturating_sub(1));
        }
    }

    /// Works the queue off, then fires the inclusive joins for which no token can come any more, until
    /// all is quiet. They react to paths that die as well as to tokens that arrive.
    pub(super) fn settle(&mut self) {
        self.drain();
        if !self.program.has_inclusive_joins() {
            return;
        }
        while let Some(&scope) = self.touched.get(self.settled) {
            let Some(node) = self.ready_join(scope) else {
                self.settled += 1;
                continue;
            };
            self.consume_set(scope, node);
            let spot = Spot { key: self.new_key(), node, scope };
            self.entered(spot);
            if self.over_budget(Token::new(node, scope)) {
                self.stick(spot, Stuck::endless(&self.program.node(node).id), Retry::Leave);
            } else {
                self.leave(spot, Exit::All);
            }
            self.drain();
        }
    }

    fn ready_join(&self, scope: Key) -> Option<NodeIx> {
        let here = (scope, NodeIx(0))..=(scope, NodeIx(u32::MAX));
        let mut waiting = self.state.joins.range(here);
        waiting.find(|((_, node), join)| self.is_ready(scope, *node, join)).map(|((_, node), _)| *node)
    }

    /// Whether every token elsewhere in the scope that could still come by an empty flow could as well
    /// come by one where a token waits already.
    fn is_ready(&self, scope: Key, gateway: NodeIx, join: &Join) -> bool {
        if join.filled == join.arrived.len() {
            return true;
        }
        if !self.program.node(gateway).joins_inclusively() {
            return false;
        }
        let here = || (scope, NodeIx(0))..=(scope, NodeIx(u32::MAX));
        let joins = self.state.joins.range(here()).map(|((_, node), _)| *node);
        let acts = self.state.live.range(here()).map(|((_, node), _)| *node);
        // A path from the gateway itself visits it.
        let mut elsewhere = joins.chain(acts).filter(|node| *node != gateway);
        !elsewhere.any(|token| self.is_awaited(scope, token, gateway, join))
    }

    /// Whether a token at `from` can come by an empty flow and by none that has a token. Paths go along
    /// flows and links and from an activity to its boundary events, and end at the gateway itself; a flow
    /// that is spared leads nowhere.
    fn is_awaited(&self, scope: Key, from: NodeIx, gateway: NodeIx, join: &Join) -> bool {
        let program = self.program;
        let mut awaited = false;
        let mut seen = vec![false; program.node_count()];
        let mut paths = vec![from];
        while let Some(node) = paths.pop() {
            let node = program.node(node);
            let beside = node.boundaries.iter().chain(&node.link);
            paths.extend(beside.copied().filter(|node| mark(&mut seen, *node)));
            let open = node.outgoing.iter().filter(|flow| !self.state.spared.contains(&(scope, **flow)));
            for flow in open.map(|flow| program.flow(*flow)) {
                if flow.target != gateway {
                    if mark(&mut seen, flow.target) {
                        paths.push(flow.target);
                    }
                } else if join.arrived.get(flow.slot).is_some_and(|count| *count > 0) {
                    return false;
                } else {
                    awaited = true;
                }
            }
        }
        awaited
    }
}

/// Marks a node; false if it was marked before.
fn mark(seen: &mut [bool], node: NodeIx) -> bool {
    seen.get_mut(node.position()).is_some_and(|seen| !std::mem::replace(seen, true))
}
