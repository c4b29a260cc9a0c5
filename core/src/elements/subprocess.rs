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
        if element.local() == "subProcess" {
            return Self { triggered: reader.flag(element, "triggeredByEvent", false) };
        }
        refuse_trigger(reader, element);
        Self { triggered: false }
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

/// Whether it is an event subprocess; only plain subprocesses can be.
pub(super) fn triggered(element: XmlElement<'_>) -> bool {
    element.local() == "subProcess" && is_set(element)
}

/// Transactions and ad-hoc subprocesses are entered by flows.
pub(super) fn refuse_trigger(reader: &mut Reader<'_>, element: XmlElement<'_>) {
    if is_set(element) {
        reader.error(
            element,
            "invalidAttribute",
            format_args!("`{}` cannot have `triggeredByEvent`", element.local()),
            "make it a `subProcess`, or let a flow enter it",
        );
    }
}

fn is_set(element: XmlElement<'_>) -> bool {
    matches!(element.attr("triggeredByEvent").map(str::trim), Some("true" | "1"))
}
