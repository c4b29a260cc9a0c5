//! Receive task: waits for a message as an activity does, so boundary events apply (BPMN 13.3.3).

use super::{Element, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::triggers::MessageTrigger;

#[derive(Debug)]
pub(crate) struct ReceiveTask {
    pub(crate) message: MessageTrigger,
    /// Whether the message starts an instance.
    pub(crate) instantiates: bool,
}

impl Element for ReceiveTask {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        Self {
            message: MessageTrigger::read(reader, element, element),
            instantiates: reader.flag(element, "instantiate", false),
        }
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        match self.message.arm(cx) {
            Ok(wait) => Move::Wait(wait),
            Err(stuck) => Move::Stuck(stuck),
        }
    }

    fn digest(&self, digest: &mut Digest) {
        self.message.digest(digest);
        if self.instantiates {
            digest.text("instantiate");
        }
    }
}
