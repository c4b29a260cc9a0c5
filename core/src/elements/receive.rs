//! Receive task: waits for a message as an activity does, so boundary events apply (BPMN 13.3.3).

use super::{Element, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::state::WaitKind;
use crate::value::Text;

#[derive(Debug)]
pub(crate) struct ReceiveTask {
    /// Name of the message; without a reference the task's own id stands for it.
    pub(crate) message: Text,
    /// Whether the message starts an instance.
    pub(crate) instantiates: bool,
}

impl ReceiveTask {
    pub(crate) fn arm(&self) -> WaitKind {
        WaitKind::Message { name: self.message.clone(), correlation: None }
    }
}

impl Element for ReceiveTask {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        let message = reader.message_name(element);
        Self {
            message: message.unwrap_or_else(|| Text::from(element.attr("id").unwrap_or_default())),
            instantiates: reader.flag(element, "instantiate", false),
        }
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Wait(self.arm())
    }

    fn digest(&self, digest: &mut Digest) {
        digest.text(&self.message);
        if self.instantiates {
            digest.text("instantiate");
        }
    }
}
