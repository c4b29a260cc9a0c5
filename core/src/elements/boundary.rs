//! Boundary events: armed while their activity runs; an interrupting one ends the activity
//! (BPMN 13.5.3).

use super::{Element, Exit, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::triggers::{Position, Trigger};

#[derive(Debug)]
pub(crate) struct BoundaryEvent {
    pub(crate) trigger: Trigger,
    pub(crate) interrupting: bool,
}

impl Element for BoundaryEvent {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        let trigger = Trigger::read(reader, element, Position::Boundary);
        let interrupting = reader.flag(element, "cancelActivity", true);
        let error = trigger.always_interrupts();
        if error && !interrupting {
            reader.warning(
                element,
                "invalidAttribute",
                format_args!(
                    "what it catches always ends the activity; `cancelActivity=\"false\"` has no effect"
                ),
                "leave `cancelActivity` out",
            );
        }
        Self { interrupting: interrupting || error, trigger }
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Pass(Exit::All)
    }

    fn digest(&self, digest: &mut Digest) {
        digest.number(u64::from(self.interrupting));
        self.trigger.digest(digest);
    }
}
