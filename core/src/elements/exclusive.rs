//! Exclusive gateway: the first outgoing flow, in document order, whose condition holds, else the
//! default flow (BPMN 13.4.2). Merging needs nothing: each token passes.

use super::{Element, Exit, Move};
use crate::cx::{Cx, Stuck};
use crate::read::{Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct ExclusiveGateway;

impl Element for ExclusiveGateway {
    fn read(_: &mut Reader<'_>, _: XmlElement<'_>) -> Self {
        Self
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        let node = cx.node();
        if node.outgoing.is_empty() {
            return Move::Pass(Exit::All);
        }
        for flow in cx.asked() {
            match cx.holds(flow) {
                Ok(true) => return Move::Pass(Exit::One(flow)),
                Ok(false) => {}
                Err(stuck) => return Move::Stuck(stuck),
            }
        }
        match node.default {
            Some(flow) => Move::Pass(Exit::One(flow)),
            None => Move::Stuck(Stuck::no_flow(&node.id)),
        }
    }
}
