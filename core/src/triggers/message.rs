//! Messages: one sender, one receiver (BPMN 10.5.1). Which instance receives is the host's part.

use crate::read::{Reader, XmlElement};
use crate::state::WaitKind;
use crate::value::Text;

#[derive(Debug)]
pub(crate) struct MessageTrigger {
    pub(crate) name: Text,
}

impl MessageTrigger {
    /// An event without a message reference goes by its own id, so that a model in the making runs.
    pub(super) fn read(reader: &mut Reader<'_>, event: XmlElement<'_>, definition: XmlElement<'_>) -> Self {
        let name = reader.message_name(definition);
        Self { name: name.unwrap_or_else(|| Text::from(event.attr("id").unwrap_or_default())) }
    }

    pub(super) fn arm(&self) -> WaitKind {
        WaitKind::Message { name: self.name.clone(), correlation: None }
    }
}
