//! Inclusive gateway: leaves by every outgoing flow whose condition holds; waits for every token that
//! can still come (BPMN 13.4.3).

use super::{Element, Exit, Move};
use crate::cx::Cx;
use crate::read::{Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct InclusiveGateway;

impl Element for InclusiveGateway {
    fn read(_: &mut Reader<'_>, _: XmlElement<'_>) -> Self {
        Self
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        if cx.node().incoming.len() > 1 { Move::Arrive } else { Move::Pass(Exit::All) }
    }
}
