//! Event-based gateway: waits for all that its targets catch; the first wins (BPMN 13.4.4).

use super::{Element, Move, Spec};
use crate::cx::Cx;
use crate::read::{Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct EventBasedGateway;

impl Element for EventBasedGateway {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        reader.unsupported_if_true(element, "instantiate");
        if element.attr("eventGatewayType").is_some_and(|kind| kind.trim() == "Parallel") {
            reader.unsupported(element, "`eventBasedGateway` with `eventGatewayType=\"Parallel\"`");
        }
        Self
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        let mut race = Vec::new();
        for flow in &cx.node().outgoing {
            let target = cx.program.flow(*flow).target;
            let cx = Cx { node: target, ..*cx };
            let wait = match &cx.node().spec {
                Spec::IntermediateCatchEvent(catch) => catch.arm(&cx),
                Spec::ReceiveTask(receive) => receive.arm(&cx),
                // No other target gets past the rules about models.
                _ => continue,
            };
            match wait {
                Ok(wait) => race.push((target, wait)),
                Err(stuck) => return Move::Stuck(stuck),
            }
        }
        Move::Race(race)
    }
}
