//! Intermediate catch events: the token waits for the trigger (BPMN 13.5.2).

use super::{Element, Exit, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::triggers::{Position, Trigger};

#[derive(Debug)]
pub(crate) struct CatchEvent {
    pub(super) trigger: Trigger,
}

impl Element for CatchEvent {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        Self { trigger: Trigger::read(reader, element, Position::Catch) }
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        match self.trigger {
            Trigger::Link(_) => Move::Pass(Exit::All),
            _ => Move::Catch,
        }
    }

    fn digest(&self, digest: &mut Digest) {
        self.trigger.digest(digest);
    }
}
