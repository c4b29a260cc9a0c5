//! Intermediate catch events: the token waits for the trigger (BPMN 13.5.2).

use super::{Element, Exit, Move};
use crate::cx::{Cx, Stuck};
use crate::error::IncidentKind;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::triggers::{Position, Trigger};

#[derive(Debug)]
pub(crate) struct CatchEvent {
    trigger: Trigger,
}

impl CatchEvent {
    pub(crate) fn trigger(&self) -> &Trigger {
        &self.trigger
    }
}

impl Element for CatchEvent {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        Self { trigger: Trigger::read(reader, element, Position::Catch) }
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        match self.trigger.arm(cx) {
            Ok(Some(wait)) => Move::Wait(wait),
            Ok(None) if matches!(self.trigger, Trigger::Link(_)) => Move::Pass(Exit::All),
            Ok(None) => Move::Stuck(Stuck::new(
                IncidentKind::InvalidTimer,
                format!("the timer of `{}` has no repetitions, so it never fires", cx.node().id),
            )),
            Err(stuck) => Move::Stuck(stuck),
        }
    }

    fn digest(&self, digest: &mut Digest) {
        self.trigger.digest(digest);
    }
}
