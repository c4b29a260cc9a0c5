//! Processes, embedded subprocesses, event subprocesses and transactions: scopes that start their
//! inside and end when no token is left in them (BPMN 13.3.4, 13.5.6).

use super::action::{Group, state_type};
use super::{Element, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::value::Text;

#[derive(Debug)]
pub(crate) struct SubProcess {
    /// An event subprocess: it starts by its start event's trigger, never by a flow (BPMN 13.5.4).
    pub(crate) triggered: bool,
    /// Of a subprocess that is a state of a request: its type.
    pub(crate) state: Option<Text>,
    /// Of a process: the groups of people that it defines.
    pub(crate) groups: Vec<Group>,
}

impl Element for SubProcess {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        let mut read = Self { triggered: false, state: None, groups: Vec::new() };
        match element.local() {
            "subProcess" => {
                read.triggered = reader.flag(element, "triggeredByEvent", false);
                read.state = state_type(element);
            }
            "process" => read.groups = Group::read(element),
            _ => refuse_trigger(reader, element),
        }
        read
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Open
    }

    fn digest(&self, digest: &mut Digest) {
        if self.triggered {
            digest.text("triggeredByEvent");
        }
        if let Some(state) = &self.state {
            digest.text(state);
        }
        self.groups.iter().for_each(|group| group.digest(digest));
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
