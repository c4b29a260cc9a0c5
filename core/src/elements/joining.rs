//! Parallel and inclusive gateways: both wait for their siblings where flows join, which `engine`
//! decides; they differ in what they leave by. A parallel one takes every outgoing flow, whatever
//! conditions it carries; an inclusive one each whose condition holds (BPMN 13.4.1, 13.4.3).

use super::{Element, Exit, Move};
use crate::cx::Cx;
use crate::read::{Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct JoiningGateway;

impl Element for JoiningGateway {
    fn read(_: &mut Reader<'_>, _: XmlElement<'_>) -> Self {
        Self
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        if cx.node().incoming.len() > 1 { Move::Arrive } else { Move::Pass(Exit::All) }
    }
}
