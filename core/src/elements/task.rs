//! Abstract and manual tasks: no engine takes part in the work, so the token passes (BPMN 13.3.3).

use super::{Element, Exit, Move};
use crate::cx::Cx;
use crate::read::{Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct Task;

impl Element for Task {
    fn read(_: &mut Reader<'_>, _: XmlElement<'_>) -> Self {
        Self
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Pass(Exit::All)
    }
}
