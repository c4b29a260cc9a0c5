//! Complex gateways at which flows join: when one starts, what it takes, and when it is reset
//! (BPMN 13.4.5).

use super::run::{Run, Spot};
use crate::cx::{Cx, Stuck};
use crate::elements::{ComplexGateway, ExclusiveGateway, Exit, Spec};
use crate::error::IncidentKind;
use crate::history::Entry;
use crate::key::{FlowIx, Key, NodeIx};
use crate::state::{Retry, Wait, WaitKind};
use crate::value::CollectVec;

impl Run<'_> {
    /// A token waits at a complex gateway; true when the gateway starts with it.
    pub(super) fn arrive_complex(&mut self, scope: Key, node: NodeIx) -> bool {
        self.touch(scope);
        match self.starts(scope, node) {
            Ok(false) => false,
            Ok(true) => {
                self.use_set(scope, node);
                true
            }
            Err(stuck) => {
                if self.in_trouble(scope, node).is_none() {
                    self.trouble(scope, node, stuck, Retry::Enter);
                }
                false
            }
        }
    }

    /// An activation of the gateway that stands for its trouble only; the tokens wait at the join.
    fn trouble(&mut self, scope: Key, node: NodeIx, stuck: Stuck, retry: Retry) {
        let spot = Spot { key: self.new_key(), node, scope };
        self.add_tokens(scope, 1);
        self.entered(spot);
        self.stick(spot, stuck, retry);
    }

    /// The activation that says that the gateway's start could not be asked.
    fn in_trouble(&self, scope: Key, node: NodeIx) -> Option<Key> {
        self.state.live.get(&(scope, node))?;
        let asks = |wait: &Wait| {
            matches!(
                wait.kind,
                WaitKind::Incident { code: IncidentKind::ExpressionFailed, retry: Retry::Enter, .. }
            )
        };
        let own = self.state.acts.after(scope).filter(|(_, act)| act.parent == scope && act.node == node);
        own.map(|(key, _)| key).find(|key| self.state.waits_of(*key).any(|(_, wait)| asks(wait)))
    }

    /// The reset of a gateway whose conditions could not be asked.
    pub(super) fn reset_again(&mut self, spot: Spot) {
        match ComplexGateway::reset_flows(&self.deciding(spot, spot.scope, Retry::Reset)) {
            Ok(flows) => self.depart(spot, &flows, Retry::Reset),
            Err(stuck) => self.stick(spot, stuck, Retry::Reset),
        }
    }

    /// A gateway whose condition could not be asked is asked again; others go on.
    pub(super) fn arrive_again(&mut self, spot: Spot) {
        let waits = self.state.acts.get(spot.key).is_some();
        if !waits || !matches!(self.program.node(spot.node).spec, Spec::ComplexGateway(_)) {
            return self.leave(spot, Exit::All);
        }
        match self.starts(spot.scope, spot.node) {
            Err(stuck) => self.stick(spot, stuck, Retry::Enter),
            Ok(starts) => {
                // The activation stood for the trouble only; the tokens have waited at the join.
                self.left(spot);
                self.consume(spot.scope);
                if starts {
                    self.use_set(spot.scope, spot.node);
                    self.go_on(spot.scope, spot.node);
                }
            }
        }
    }

    fn starts(&self, scope: Key, node: NodeIx) -> Result<bool, Stuck> {
        let (Spec::ComplexGateway(complex), Some(join)) =
            (&self.program.node(node).spec, self.state.joins.get(&(scope, node)))
        else {
            return Ok(false);
        };
        if !join.used.is_empty() {
            return Ok(false);
        }
        complex.starts(&self.cx(node, scope), join.total)
    }

    /// Takes a token from each flow that has any, and remembers from which.
    fn use_set(&mut self, scope: Key, node: NodeIx) {
        if let Some(spot) = self.in_trouble(scope, node).and_then(|key| self.spot(key)) {
            self.close_waits(spot.key);
            self.left(spot);
            self.consume(scope);
        }
        if let Some(join) = self.state.joins.get_mut(&(scope, node)) {
            join.used = join.arrived.iter().map(|count| *count > 0).collect_vec();
        }
        self.consume_set(scope, node);
    }

    /// The flows that a node takes when it is left.
    pub(super) fn flows(&self, spot: Spot) -> Result<Vec<FlowIx>, Stuck> {
        let cx = self.deciding(spot, spot.scope, Retry::Exit);
        match &self.program.node(spot.node).spec {
            Spec::ExclusiveGateway(_) => {
                Ok(ExclusiveGateway::choice(&cx)?.map_or(Vec::new(), |flow| vec![flow]))
            }
            Spec::ComplexGateway(_) => {
                let join = self.state.joins.get(&(spot.scope, spot.node));
                let used = join.map_or(0, |join| join.used.iter().filter(|used| **used).count());
                let tokens = u32::try_from(used).unwrap_or(u32::MAX);
                let attributes = ComplexGateway::attributes(tokens, true);
                Cx { names: Some(&attributes), ..cx }.flows()
            }
            _ => cx.flows(),
        }
    }

    /// No more tokens can come by the flows that were not used: the gateway waits for its start again.
    pub(super) fn reset(&mut self, scope: Key, node: NodeIx) {
        let Some(join) = self.state.joins.get_mut(&(scope, node)) else { return };
        let mut taken = 0;
        for (count, used) in join.arrived.iter_mut().zip(&join.used) {
            if !used && *count > 0 {
                *count -= 1;
                taken += 1;
            }
        }
        join.used.clear();
        self.recount(scope, node);
        self.out.history.push(Entry::GatewayReset { element: self.id(node), scope });
        let flows = ComplexGateway::reset_flows(&self.cx(node, scope));
        match flows.and_then(|flows| self.foresee_flows(&flows, scope).map(|()| flows)) {
            Ok(flows) => flows.into_iter().for_each(|flow| self.take(flow, scope)),
            Err(stuck) => self.trouble(scope, node, stuck, Retry::Reset),
        }
        for _ in 0..taken {
            self.consume(scope);
        }
        // What came twice may be enough for the next start.
        if self.state.joins.contains_key(&(scope, node)) && self.arrive_complex(scope, node) {
            self.go_on(scope, node);
        }
    }

    /// A scope that ends takes along what its complex gateways remember.
    pub(super) fn forget_joins(&mut self, scope: Key) {
        let here = (scope, NodeIx(0))..=(scope, NodeIx(u32::MAX));
        let own: Vec<_> = self.state.joins.range(here).map(|(place, _)| *place).collect_vec();
        for place in own {
            self.state.joins.remove(&place);
        }
    }
}
