//! Tokens that wait for their siblings: parallel and inclusive joins (BPMN 13.4.1, 13.4.3), and
//! activities that need several tokens to start.

use super::run::{Run, Spot, Token};
use crate::cx::Stuck;
use crate::elements::Spec;
use crate::history::Entry;
use crate::key::{Key, NodeIx};
use crate::state::{Join, Retry};

/// What a gateway that waits can do now that no token can come any more.
enum Ready {
    /// It takes its tokens and goes on.
    Fires,
    /// It is a complex gateway that has started before: it waits for its start again.
    Resets,
}

/// What an incoming flow is to a gateway that asks which tokens can still come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Filled,
    Empty,
    /// A complex gateway has used its token and does not wait for another.
    Used,
}

impl Run<'_> {
    /// Lets a token into a join; true when it goes on as the gateway's own. At a parallel join that
    /// is when there is one on every incoming flow; more than one on a flow waits for the next set. An
    /// activity that needs several tokens goes on with that many, wherever they came from.
    pub(super) fn arrive(&mut self, token: Token) -> bool {
        let program = self.program;
        let node = program.node(token.node);
        let Some(via) = token.via else { return true };
        let flow = program.flow(via);
        self.out.history.push(Entry::Arrived {
            element: node.id.clone(),
            flow: flow.id.clone(),
            scope: token.scope,
        });
        let new = || Join::new(node.incoming.len());
        let join = self.state.joins.or_insert_with((token.scope, token.node), new);
        if let Some(count) = join.arrived.get_mut(flow.slot) {
            join.filled += usize::from(*count == 0);
            join.total += 1;
            *count += 1;
        }
        let quantity = node.activity.start_quantity;
        let complete = match &node.spec {
            _ if quantity > 1 => join.total >= quantity,
            Spec::ParallelGateway(_) => join.filled == join.arrived.len(),
            Spec::ComplexGateway(_) => return self.arrive_complex(token.scope, token.node),
            _ => false,
        };
        if !complete {
            self.touch(token.scope);
        } else if quantity > 1 {
            self.consume_some(token.scope, token.node, quantity);
        } else {
            self.consume_set(token.scope, token.node);
        }
        complete
    }

    /// Takes one token from each flow that has any; one of them goes on as the gateway's own.
    pub(super) fn consume_set(&mut self, scope: Key, node: NodeIx) {
        let Some(join) = self.state.joins.get_mut(&(scope, node)) else { return };
        let mut taken = 0;
        for count in join.arrived.iter_mut().filter(|count| **count > 0) {
            *count -= 1;
            taken += 1;
        }
        self.consumed(scope, node, taken);
    }

    /// Takes so many tokens, from the first flows first; one of them goes on.
    fn consume_some(&mut self, scope: Key, node: NodeIx, quantity: u32) {
        let Some(join) = self.state.joins.get_mut(&(scope, node)) else { return };
        let mut left = quantity;
        for count in &mut join.arrived {
            let taken = left.min(*count);
            *count -= taken;
            left -= taken;
        }
        self.consumed(scope, node, quantity);
    }

    /// Accounts for tokens that a join has taken, of which one goes on.
    fn consumed(&mut self, scope: Key, node: NodeIx, taken: u32) {
        self.recount(scope, node);
        if let Some(act) = self.state.acts.get_mut(scope) {
            act.tokens = act.tokens.saturating_sub(taken.saturating_sub(1));
        }
    }

    /// Brings the caches of a join up to date; one at which nothing waits is forgotten.
    pub(super) fn recount(&mut self, scope: Key, node: NodeIx) {
        let Some(join) = self.state.joins.get_mut(&(scope, node)) else { return };
        join.filled = join.arrived.iter().filter(|count| **count > 0).count();
        join.total = join.arrived.iter().sum();
        if join.filled == 0 && join.used.is_empty() {
            self.state.joins.remove(&(scope, node));
        }
    }

    /// Works the queue off; then asks the conditions that are watched; then fires the inclusive joins for
    /// which no token can come any more; until all is quiet. Joins react to paths that die as well as to
    /// tokens that arrive.
    pub(super) fn settle(&mut self) {
        loop {
            self.drain();
            if !self.ask_conditions() && !self.settle_join() {
                break;
            }
        }
    }

    /// Lets one join go on; false where none can.
    fn settle_join(&mut self) -> bool {
        if !self.program.has_inclusive_joins() {
            return false;
        }
        while let Some(&scope) = self.touched.get(self.settled) {
            match self.ready_join(scope) {
                None => self.settled += 1,
                Some((node, Ready::Fires)) => {
                    self.consume_set(scope, node);
                    self.go_on(scope, node);
                    return true;
                }
                Some((node, Ready::Resets)) => {
                    self.reset(scope, node);
                    return true;
                }
            }
        }
        false
    }

    /// The token that a join has made of those that it took goes on.
    pub(super) fn go_on(&mut self, scope: Key, node: NodeIx) {
        let spot = Spot { key: self.new_key(), node, scope };
        self.entered(spot);
        if self.over_budget(Token::new(node, scope)) {
            self.stick(spot, Stuck::endless(&self.program.node(node).id), self.leaving(node, Retry::Decided));
        } else {
            self.decided(spot);
        }
    }

    fn ready_join(&self, scope: Key) -> Option<(NodeIx, Ready)> {
        let here = (scope, NodeIx(0))..=(scope, NodeIx(u32::MAX));
        let mut waiting = self.state.joins.range(here);
        waiting.find_map(|((_, node), join)| Some((*node, self.ready(scope, *node, join)?)))
    }

    /// Whether every token elsewhere in the scope that could still come by an empty flow could as well
    /// come by one where a token waits already.
    fn ready(&self, scope: Key, gateway: NodeIx, join: &Join) -> Option<Ready> {
        let node = self.program.node(gateway);
        let ready = match &node.spec {
            Spec::ComplexGateway(_) if !join.used.is_empty() => Ready::Resets,
            Spec::ComplexGateway(complex) if complex.activation.is_some() => return None,
            // An activity that needs several tokens starts when they have come.
            _ if !node.joins_inclusively() => return None,
            _ if join.filled == join.arrived.len() => return Some(Ready::Fires),
            _ => Ready::Fires,
        };
        let here = || (scope, NodeIx(0))..=(scope, NodeIx(u32::MAX));
        let joins = self.state.joins.range(here()).filter(|(_, join)| join.total > 0);
        let acts = self.state.live.range(here()).map(|((_, node), _)| *node);
        // A path from the gateway itself visits it.
        let mut elsewhere = joins.map(|((_, node), _)| *node).chain(acts).filter(|node| *node != gateway);
        (!elsewhere.any(|token| self.is_awaited(scope, token, gateway, join))).then_some(ready)
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
                    continue;
                }
                match slot(join, flow.slot) {
                    Slot::Filled => return false,
                    Slot::Empty => awaited = true,
                    Slot::Used => {}
                }
            }
        }
        awaited
    }
}

fn slot(join: &Join, slot: usize) -> Slot {
    if join.used.get(slot) == Some(&true) {
        Slot::Used
    } else if join.arrived.get(slot).is_some_and(|count| *count > 0) {
        Slot::Filled
    } else {
        Slot::Empty
    }
}

/// Marks a node; false if it was marked before.
fn mark(seen: &mut [bool], node: NodeIx) -> bool {
    seen.get_mut(node.position()).is_some_and(|seen| !std::mem::replace(seen, true))
}
