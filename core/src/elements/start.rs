//! Start events without a trigger (BPMN 13.5.1).

use super::{Element, Exit, Move};
use crate::cx::Cx;
use crate::read::{Reader, XmlElement};
use crate::triggers::{Position, Trigger};

#[derive(Debug)]
pub(crate) struct StartEvent;

impl Element for StartEvent {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        Trigger::read(reader, element, Position::Start);
        Self
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Pass(Exit::All)
    }
}
