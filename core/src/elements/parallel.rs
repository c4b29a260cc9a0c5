//! Parallel gateway: waits for one token on each incoming flow, then leaves by every outgoing flow,
//! whatever conditions they carry (BPMN 13.4.1).

use super::{Element, Exit, Move};
use crate::cx::Cx;
use crate::read::{Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct ParallelGateway;

impl Element for ParallelGateway {
    fn read(_: &mut Reader<'_>, _: XmlElement<'_>) -> Self {
        Self
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        if cx.node().incoming.len() > 1 { Move::Arrive } else { Move::Pass(Exit::All) }
    }
}
