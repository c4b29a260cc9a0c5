//! Processes and embedded subprocesses: scopes that start their inside and end when no token is
//! left in them (BPMN 13.3.4, 13.5.6).

use super::{Element, Move};
use crate::cx::Cx;
use crate::read::{Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct SubProcess;

impl Element for SubProcess {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        if element.local() == "subProcess" {
            reader.activity(element);
            reader.unsupported_if_true(element, "triggeredByEvent");
        }
        Self
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Open
    }
}
