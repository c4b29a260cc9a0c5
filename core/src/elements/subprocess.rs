//! Processes, embedded subprocesses, event subprocesses and transactions: scopes that start their
//! inside and end when no token is left in them (BPMN 13.3.4, 13.5.6).

use super::{Element, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct SubProcess {
    /// An event subprocess: it starts by its start event's trigger, never by a flow (BPMN 13.5.4).
    pub(crate) triggered: bool,
}

impl Element for SubProcess {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        let embedded = element.local() == "subProcess";
        Self { triggered: embedded && reader.flag(element, "triggeredByEvent", false) }
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Open
    }

    fn digest(&self, digest: &mut Digest) {
        if self.triggered {
            digest.text("triggeredByEvent");
        }
    }
}
