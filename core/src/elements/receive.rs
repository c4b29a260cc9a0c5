//! Receive task: waits for a message as an activity does, so boundary events apply (BPMN 13.3.3).

use super::{Element, Move};
use crate::cx::{Cx, Stuck};
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::state::WaitKind;
use crate::triggers::MessageTrigger;

#[derive(Debug)]
pub(crate) struct ReceiveTask {
    pub(crate) message: MessageTrigger,
}

impl ReceiveTask {
    pub(super) fn arm(&self, cx: &Cx<'_>) -> Result<WaitKind, Stuck> {
        self.message.arm(cx)
    }
}

impl Element for ReceiveTask {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        reader.activity(element);
        reader.unsupported_if_true(element, "instantiate");
        Self { message: MessageTrigger::read(reader, element, element) }
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        match self.arm(cx) {
            Ok(wait) => Move::Wait(wait),
            Err(stuck) => Move::Stuck(stuck),
        }
    }

    fn digest(&self, digest: &mut Digest) {
        self.message.digest(digest);
    }
}
