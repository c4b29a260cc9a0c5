//! Intermediate catch events: the token waits for the trigger (BPMN 13.5.2).

use super::{Element, Exit, Move};
use crate::cx::{Cx, Stuck};
use crate::error::IncidentKind;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::state::WaitKind;
use crate::triggers::{Position, Trigger};

#[derive(Debug)]
pub(crate) struct CatchEvent {
    trigger: Trigger,
}

impl CatchEvent {
    pub(crate) fn trigger(&self) -> &Trigger {
        &self.trigger
    }

    /// What to wait for. An event that can never come is no event to wait for.
    pub(super) fn arm(&self, cx: &Cx<'_>) -> Result<WaitKind, Stuck> {
        self.trigger.arm(cx)?.ok_or_else(|| {
            Stuck::new(
                IncidentKind::InvalidTimer,
                format!("the timer of `{}` has no repetitions, so it never fires", cx.node().id),
            )
        })
    }
}

impl Element for CatchEvent {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        Self { trigger: Trigger::read(reader, element, Position::Catch) }
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        if matches!(self.trigger, Trigger::Link(_)) {
            return Move::Pass(Exit::All);
        }
        match self.arm(cx) {
            Ok(wait) => Move::Wait(wait),
            Err(stuck) => Move::Stuck(stuck),
        }
    }

    fn digest(&self, digest: &mut Digest) {
        self.trigger.digest(digest);
    }
}
