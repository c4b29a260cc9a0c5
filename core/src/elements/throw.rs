//! Intermediate throw events: they throw and the token goes on (BPMN 13.5.2).

use super::{Element, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::triggers::{Position, Trigger};

#[derive(Debug)]
pub(crate) struct ThrowEvent {
    pub(super) trigger: Trigger,
}

impl Element for ThrowEvent {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        Self { trigger: Trigger::read(reader, element, Position::Throw) }
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Throw
    }

    fn digest(&self, digest: &mut Digest) {
        self.trigger.digest(digest);
    }
}
