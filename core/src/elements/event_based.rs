//! Event-based gateway: waits for all that its targets catch; the first wins (BPMN 13.4.4). One that
//! instantiates stands where a process starts: each of its events begins an instance, and where it
//! is parallel, all of them must come before the instance can end (BPMN 13.2).

use super::{Element, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct EventBasedGateway {
    pub(crate) instantiates: bool,
    pub(crate) parallel: bool,
}

impl Element for EventBasedGateway {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        let instantiates = reader.flag(element, "instantiate", false);
        let parallel = element.attr("eventGatewayType").is_some_and(|kind| kind.trim() == "Parallel");
        if parallel && !instantiates {
            reader.error(
                element,
                "invalidGateway",
                format_args!("only an event-based gateway that starts the process can be parallel"),
                "set `instantiate=\"true\"`, or use a parallel gateway before the events",
            );
        }
        Self { instantiates, parallel }
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Race
    }

    fn digest(&self, digest: &mut Digest) {
        if self.instantiates {
            digest.text(if self.parallel { "instantiateParallel" } else { "instantiate" });
        }
    }
}
