//! End events: the token is consumed, after what the triggers throw (BPMN 13.5.6).

use super::{Element, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::triggers::{Position, Trigger};

#[derive(Debug)]
pub(crate) struct EndEvent {
    pub(super) trigger: Trigger,
}

impl Element for EndEvent {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        Self { trigger: Trigger::read(reader, element, Position::End) }
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Throw
    }

    fn digest(&self, digest: &mut Digest) {
        self.trigger.digest(digest);
    }
}
