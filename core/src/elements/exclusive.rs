//! Exclusive gateway: the first outgoing flow, in document order, whose condition holds, else the
//! default flow (BPMN 13.4.2). Merging needs nothing: each token passes.

use super::{Element, Exit, Move};
use crate::cx::{Cx, Stuck};
use crate::key::FlowIx;
use crate::read::{Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct ExclusiveGateway;

impl ExclusiveGateway {
    /// The flow to take; none where it has no flows.
    pub(crate) fn choice(cx: &Cx<'_>) -> Result<Option<FlowIx>, Stuck> {
        let node = cx.node();
        for flow in cx.asked() {
            if cx.holds(flow)? {
                return Ok(Some(flow));
            }
        }
        if node.default.is_none() && !node.outgoing.is_empty() {
            return Err(Stuck::no_flow(&node.id));
        }
        Ok(node.default)
    }
}

impl Element for ExclusiveGateway {
    fn read(_: &mut Reader<'_>, _: XmlElement<'_>) -> Self {
        Self
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        match Self::choice(cx) {
            Ok(flow) => Move::Pass(flow.map_or(Exit::All, Exit::One)),
            Err(stuck) => Move::Stuck(stuck),
        }
    }
}
